/** Who may write to the log bucket. Pure. */
import { arn } from "../arn.ts";
import { tlsOnly } from "./bucket-policy.ts";
import type { BucketPlace } from "./bucket-policy.ts";

/** Prefix under which load balancers write; their own path below it is `AWSLogs/<account>/`. */
export const LOAD_BALANCER_PREFIX = "load-balancer";
/** Prefix under which AWS Backup writes its reports. */
export const REPORT_PREFIX = "backup-reports";
/** Prefix under which S3 writes the access logs of buckets; below it is one for each bucket. */
export const ACCESS_LOG_PREFIX = "s3";

/**
 * Load balancers of the account may add objects under their prefix, and S3 the access logs of the platform's buckets
 * under its own, over TLS; nobody else, and nobody without TLS.
 *
 * Source: Elastic Load Balancing User Guide, "Enable access logs for your Application Load Balancer", step 2; Amazon S3
 * User Guide, "Enabling Amazon S3 server access logging", permissions for log delivery.
 *
 * @param platform prefix of the platform's buckets: the name of its context
 */
export function logBucketPolicy(place: BucketPlace, platform: string): object {
  const { bucket, account, region } = place;
  const bucketArn = arn({ service: "s3", resource: bucket, partitionRegion: region });
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "LoadBalancerLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${bucketArn}/${LOAD_BALANCER_PREFIX}/AWSLogs/${account}/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": arn({ service: "elasticloadbalancing", region, account, resource: "loadbalancer/*" }) },
        },
      },
      {
        Sid: "ServerAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${bucketArn}/${ACCESS_LOG_PREFIX}/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": arn({ service: "s3", resource: `${platform}-*`, partitionRegion: region }) },
          StringEquals: { "aws:SourceAccount": account },
        },
      },
      backupReports(place, bucketArn),
      tlsOnly(place),
    ],
  };
}

/**
 * AWS Backup writes its reports with a role of its own, which is there only after the first report plan: so it is named
 * in a condition, where it need not exist.
 * Source: AWS Backup Developer Guide, "Working with audit reports", permissions of the bucket.
 */
function backupReports({ account, region }: BucketPlace, bucketArn: string): object {
  const role = arn({ service: "iam", account, resource: "role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports", partitionRegion: region });
  return {
    Sid: "BackupReports",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "s3:PutObject",
    Resource: `${bucketArn}/${REPORT_PREFIX}/*`,
    Condition: { StringEquals: { "aws:PrincipalArn": role, "s3:x-amz-acl": "bucket-owner-full-control" } },
  };
}
