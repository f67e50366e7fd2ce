/** The bucket for logs of services that can only write to S3: load balancers, and S3 itself. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { bucketName } from "./bucket-name.ts";
import { ACCESS_LOG_PREFIX, LOAD_BALANCER_PREFIX, logBucketPolicy } from "./log-bucket-policy.ts";
import { LOG_RETENTION_DAYS } from "./log-group.ts";

export interface LogBucketArgs {
  readonly context: PlatformContext;
  /** Region of the bucket: S3 writes access logs only into the Region of the bucket they are about. Default the home Region. */
  readonly region?: string | undefined;
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
 * The log bucket (checklist PRC-044, PRC-045, PRC-117). Encrypted with S3's own keys: load balancers and S3's access
 * logs cannot be written to a bucket with a KMS key of ours. It keeps no access log itself: that would never end.
 */
export class LogBucket extends Component {
  /** Name of the bucket, known at preview. */
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Prefix load balancers have to use. */
  readonly loadBalancerPrefix = LOAD_BALANCER_PREFIX;
  /** Prefix for access logs of buckets. */
  readonly accessLogPrefix = ACCESS_LOG_PREFIX;
  /** What a load balancer has to wait for: without the policy AWS refuses to switch its logs on. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "LogBucket", name, opts);
    const { retentionDays = LOG_RETENTION_DAYS } = args;
    if (retentionDays <= ARCHIVE_AFTER_DAYS) {
      throw new pulumi.RunError(`retentionDays ${retentionDays}: logs are archived after ${ARCHIVE_AFTER_DAYS} days; use more than that`);
    }

    const bucket = this.createBucket(args);
    this.closeToPublic(args, bucket);
    this.encrypt(args, bucket);
    this.keepVersions(args, bucket);
    this.expire(args, bucket, retentionDays);
    this.policy = this.createPolicy(args, bucket);

    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private createBucket({ context, region, transform }: LogBucketArgs): aws.s3.Bucket {
    const name = this.part("bucket");
    const args = transformed<aws.s3.BucketArgs>(transform?.bucket, name, {
      ...inRegion(region),
      bucket: bucketName(context, "logs", region),
      forceDestroy: !context.protect,
      tags: tags(context, "confidential", name),
    });
    return new aws.s3.Bucket(name, args, this.child(keep(context.protect)));
  }

  private closeToPublic({ region }: LogBucketArgs, bucket: aws.s3.Bucket): void {
    new aws.s3.BucketPublicAccessBlock(
      this.part("public-access"),
      {
        ...inRegion(region),
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
      { ...inRegion(region), bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      this.child({ dependsOn: [bucket] }),
    );
  }

  private encrypt({ region }: LogBucketArgs, bucket: aws.s3.Bucket): void {
    new aws.s3.BucketServerSideEncryptionConfiguration(
      this.part("encryption"),
      { ...inRegion(region), bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      this.child({ dependsOn: [bucket] }),
    );
  }

  private keepVersions({ region }: LogBucketArgs, bucket: aws.s3.Bucket): void {
    new aws.s3.BucketVersioning(
      this.part("versioning"),
      { ...inRegion(region), bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      this.child({ dependsOn: [bucket] }),
    );
  }

  private expire({ region, transform }: LogBucketArgs, bucket: aws.s3.Bucket, retentionDays: number): void {
    const name = this.part("lifecycle");
    const args = transformed<aws.s3.BucketLifecycleConfigurationArgs>(transform?.lifecycle, name, {
      ...inRegion(region),
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

  private createPolicy({ context, region }: LogBucketArgs, bucket: aws.s3.Bucket): aws.s3.BucketPolicy {
    const policy = pulumi
      .all([context.accountId, bucketName(context, "logs", region)])
      .apply(([account, name]) => JSON.stringify(logBucketPolicy({ bucket: name, account, region: region ?? context.region }, context.name)));
    return new aws.s3.BucketPolicy(this.part("policy"), { ...inRegion(region), bucket: bucket.bucket, policy }, this.child({ dependsOn: [bucket] }));
  }
}

/** The argument that puts a resource elsewhere than at home. */
function inRegion(region: string | undefined): { readonly region?: string } {
  return region === undefined ? {} : { region };
}
