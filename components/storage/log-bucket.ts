/** The bucket for logs of services that can only write to S3: load balancers. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { LOAD_BALANCER_PREFIX, logBucketPolicy } from "./log-bucket-policy.ts";
import { LOG_RETENTION_DAYS } from "./log-group.ts";

export interface LogBucketArgs {
  readonly context: PlatformContext;
  /** Days logs are kept. Default 400; at least 90, because they move to infrequent access after 30 and to Glacier after 90. */
  readonly retentionDays?: number | undefined;
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly bucket?: Transform<aws.s3.BucketArgs>;
    readonly lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  };
}

/** Days after which logs are rarely read; the shortest S3 allows for Standard-IA. */
const INFREQUENT_AFTER_DAYS = 30;
/** Days after which they are read only in an inquiry. */
const ARCHIVE_AFTER_DAYS = 90;
/** Days an object outlives its deletion: versioning keeps what an intruder would erase. */
const NONCURRENT_DAYS = 30;

/**
 * The log bucket (checklist PRC-044, PRC-045, PRC-117). Encrypted with S3's own keys: load balancers cannot write to a
 * bucket with a KMS key.
 */
export class LogBucket extends Component {
  /** Name of the bucket, known at preview. */
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Prefix load balancers have to use. */
  readonly loadBalancerPrefix = LOAD_BALANCER_PREFIX;
  /** What a load balancer has to wait for: without the policy AWS refuses to switch its logs on. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "LogBucket", name, opts);
    const { retentionDays = LOG_RETENTION_DAYS } = args;
    if (retentionDays <= ARCHIVE_AFTER_DAYS) {
      throw new pulumi.RunError(`retentionDays ${retentionDays}: logs are archived after ${ARCHIVE_AFTER_DAYS} days; use more than that`);
    }

    const bucket = this.createBucket(args);
    this.closeToPublic(bucket);
    this.encrypt(bucket);
    this.keepVersions(bucket);
    this.expire(args, bucket, retentionDays);
    this.policy = this.createPolicy(args, bucket);

    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private createBucket({ context, transform }: LogBucketArgs): aws.s3.Bucket {
    const name = this.part("bucket");
    const args = transformed<aws.s3.BucketArgs>(transform?.bucket, name, {
      bucket: bucketName(context),
      forceDestroy: !context.protect,
      tags: tags(context, "confidential", name),
    });
    return new aws.s3.Bucket(name, args, this.child(keep(context.protect)));
  }

  private closeToPublic(bucket: aws.s3.Bucket): void {
    new aws.s3.BucketPublicAccessBlock(
      this.part("public-access"),
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      this.child({ dependsOn: [bucket] }),
    );
    new aws.s3.BucketOwnershipControls(
      this.part("ownership"),
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      this.child({ dependsOn: [bucket] }),
    );
  }

  private encrypt(bucket: aws.s3.Bucket): void {
    new aws.s3.BucketServerSideEncryptionConfiguration(
      this.part("encryption"),
      { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      this.child({ dependsOn: [bucket] }),
    );
  }

  private keepVersions(bucket: aws.s3.Bucket): void {
    new aws.s3.BucketVersioning(
      this.part("versioning"),
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      this.child({ dependsOn: [bucket] }),
    );
  }

  private expire({ transform }: LogBucketArgs, bucket: aws.s3.Bucket, retentionDays: number): void {
    const name = this.part("lifecycle");
    const args = transformed<aws.s3.BucketLifecycleConfigurationArgs>(transform?.lifecycle, name, {
      bucket: bucket.bucket,
      rules: [
        {
          id: "age",
          status: "Enabled",
          filter: { prefix: "" },
          transitions: [
            { days: INFREQUENT_AFTER_DAYS, storageClass: "STANDARD_IA" },
            { days: ARCHIVE_AFTER_DAYS, storageClass: "GLACIER" },
          ],
          expiration: { days: retentionDays },
          noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    });
    new aws.s3.BucketLifecycleConfiguration(name, args, this.child({ dependsOn: [bucket] }));
  }

  private createPolicy({ context }: LogBucketArgs, bucket: aws.s3.Bucket): aws.s3.BucketPolicy {
    const policy = pulumi
      .all([context.accountId, bucketName(context)])
      .apply(([account, name]) => JSON.stringify(logBucketPolicy({ bucket: name, account, region: context.region })));
    return new aws.s3.BucketPolicy(this.part("policy"), { bucket: bucket.bucket, policy }, this.child({ dependsOn: [bucket] }));
  }
}

/** Bucket names are unique in the world: the account and the Region make ours so. At most 63 characters: 24 + 6 + 13 + 15. */
function bucketName({ name, accountId, region }: PlatformContext): pulumi.Output<string> {
  return pulumi.interpolate`${name}-logs-${accountId}-${region}`;
}
