/** Names of buckets. */
import * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../context.ts";

/** What a bucket is for. At most ten characters, see {@link bucketName}. */
export type BucketPurpose = "logs" | "uploads" | "assets" | "exports" | "audit" | "config" | "backups";

/**
 * Bucket names are unique in the world: the account and the Region make ours so. At most S3's 63 characters: 24 of the
 * platform, 10 of the purpose, 12 of the account, 14 of the longest Region (`ap-southeast-1`) and three dashes. Known at
 * preview.
 */
export function bucketName({ name, accountId, region: home }: PlatformContext, purpose: BucketPurpose, region: string = home): pulumi.Output<string> {
  return pulumi.interpolate`${name}-${purpose}-${accountId}-${region}`;
}
