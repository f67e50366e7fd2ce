/** Who may reach the exported snapshots of the cache. Pure. */
import { arn } from "../arn.ts";

/** Where a bucket is. */
export interface ExportPlace {
  readonly bucket: string;
  readonly region: string;
}

/** What ElastiCache asks for to write an export and to read one. Source: Amazon ElastiCache User Guide, "Exporting a backup", step 2. */
const EXPORT = ["s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:GetBucketAcl", "s3:ListMultipartUploadParts", "s3:ListBucketMultipartUploads"];
const SEED = ["s3:GetObject", "s3:ListBucket", "s3:GetBucketAcl"];

/**
 * ElastiCache of the bucket's Region: at home it writes, in the other Region it reads what a new cache is seeded from. It
 * names no source in its requests, so a condition on one would shut it out; it only copies for whoever may write there.
 *
 * By policy and not by an ACL: ACLs are switched off, so that every object is ours and can be replicated. The guide
 * grants its old Regions by ACL; the service principal exists in all of them.
 */
export function exportPolicy({ bucket, region }: ExportPlace, use: "export" | "seed"): object {
  const bucketArn = arn({ service: "s3", resource: bucket, partitionRegion: region });
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ElastiCacheSnapshots",
        Effect: "Allow",
        Principal: { Service: `${region}.elasticache-snapshot.amazonaws.com` },
        Action: use === "export" ? EXPORT : SEED,
        Resource: [bucketArn, `${bucketArn}/*`],
      },
      { Sid: "OnlyOverTls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`], Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
  };
}
