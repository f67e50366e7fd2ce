/** Builds Amazon Resource Names. The one place that knows partitions. */
import * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "./context.ts";

/**
 * Region of what AWS runs once for the whole world in the partition `aws`: CloudFront's certificates, web ACLs, logs and
 * metrics. Source: Amazon CloudFront Developer Guide, "Requirements for using SSL/TLS certificates"; AWS WAF Developer
 * Guide, "Web ACLs for CloudFront".
 */
export const GLOBAL_REGION = "us-east-1";

/** The partition a Region belongs to. Source: AWS General Reference, "Amazon Resource Names (ARNs)". */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** The parts of an ARN. */
export interface ArnParts {
  /** Service prefix, such as `logs`. */
  readonly service: string;
  /** Everything after the account: `log-group:/aws/vpc/flow-logs:*`. */
  readonly resource: string;
  /** Twelve digits; left out where the service has no account in its ARNs (S3 buckets). */
  readonly account?: string;
  /** Region in the ARN; left out for global services (IAM, S3). */
  readonly region?: string;
  /** Region that decides the partition where the ARN itself has none. */
  readonly partitionRegion?: string;
}

/** `arn:partition:service:region:account:resource`. */
export function arn({ service, resource, account = "", region = "", partitionRegion = region }: ArnParts): string {
  return `arn:${partitionOf(partitionRegion)}:${service}:${region}:${account}:${resource}`;
}

/**
 * ARN of something in the stack's account. Known at preview, because the account id is.
 *
 * @param region defaults to the stack's home Region; `""` for a global service
 */
export function arnIn(
  context: Pick<PlatformContext, "accountId" | "region">,
  service: string,
  resource: string,
  region: string = context.region,
): pulumi.Output<string> {
  return pulumi
    .output(context.accountId)
    .apply((account) => arn({ service, resource, account, region, partitionRegion: region || context.region }));
}
