/** Who may write to the log bucket. Pure. */
import { arn } from "../arn.ts";

/** Where the bucket is. */
export interface BucketPlace {
  readonly bucket: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** Prefix under which load balancers write; their own path below it is `AWSLogs/<account>/`. */
export const LOAD_BALANCER_PREFIX = "load-balancer";

/**
 * Load balancers of the account may add objects under their prefix, over TLS; nobody else, and nobody without TLS.
 * Source: Elastic Load Balancing User Guide, "Enable access logs for your Application Load Balancer", step 2.
 */
export function logBucketPolicy({ bucket, account, region }: BucketPlace): object {
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
        Sid: "OnlyOverTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
