/** A bucket for exported snapshots of the cache, in either Region. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { LogBucket } from "../storage/log-bucket.ts";
import { exportPolicy } from "./export-policy.ts";

export interface ExportBucketArgs {
  readonly context: PlatformContext;
  readonly region: string;
  /** At home ElastiCache writes to it; in the other Region it reads. */
  readonly use: "export" | "seed";
  /** Days exports are kept. */
  readonly keepDays: number;
  /** Receives the access log, in the same Region. */
  readonly logs?: LogBucket | undefined;
  readonly transform?: Transform<aws.s3.BucketArgs> | undefined;
}

/** Days an object outlives its deletion. */
const NONCURRENT_DAYS = 30;

/**
 * The bucket (checklist PRC-064, OPT-75). Encrypted with S3's own keys: ElastiCache seeds no cache from an object under a
 * KMS key. Source: Amazon ElastiCache User Guide, "Seeding a new self-designed cluster with an externally created backup".
 */
export class ExportBucket extends Component {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** What replication waits for: without versions S3 refuses it. */
  readonly versioning: aws.s3.BucketVersioning;
  /** What an export waits for. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: ExportBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "ExportBucket", name, opts);
    const { context, region, use } = args;
    // 24 characters of the name, 5, 12, 1 and at most 14 of the Region: within 63.
    this.bucketName = pulumi.interpolate`${context.name}-rdb-${context.accountId}-${region}`;

    const bucket = this.createBucket(args);
    const about = { region, bucket: bucket.bucket };
    const after = this.child({ dependsOn: [bucket] });
    new aws.s3.BucketPublicAccessBlock(this.part("public-access"), { ...about, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }, after);
    new aws.s3.BucketOwnershipControls(this.part("ownership"), { ...about, rule: { objectOwnership: "BucketOwnerEnforced" } }, after);
    new aws.s3.BucketServerSideEncryptionConfiguration(this.part("encryption"), { ...about, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }, after);
    this.versioning = new aws.s3.BucketVersioning(this.part("versioning"), { ...about, versioningConfiguration: { status: "Enabled" } }, after);
    this.expire(args, bucket);
    this.log(args, bucket);
    const policy = this.bucketName.apply((name) => JSON.stringify(exportPolicy({ bucket: name, region }, use)));
    this.policy = new aws.s3.BucketPolicy(this.part("policy"), { ...about, policy }, after);

    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  private createBucket({ context, region, transform }: ExportBucketArgs): aws.s3.Bucket {
    const name = this.part("bucket");
    const args = transformed<aws.s3.BucketArgs>(transform, name, { region, bucket: this.bucketName, forceDestroy: !context.protect, tags: tags(context, "confidential", name) });
    return new aws.s3.Bucket(name, args, this.child(keep(context.protect)));
  }

  /** Who read the exports (PRC-117). */
  private log({ region, logs }: ExportBucketArgs, bucket: aws.s3.Bucket): void {
    if (logs === undefined) return;
    new aws.s3.BucketLogging(
      this.part("access-log"),
      {
        region,
        bucket: bucket.bucket,
        targetBucket: logs.bucketName,
        targetPrefix: `${logs.accessLogPrefix}/rdb/`,
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      },
      this.child({ dependsOn: [bucket, logs.policy] }),
    );
  }

  private expire({ region, keepDays }: ExportBucketArgs, bucket: aws.s3.Bucket): void {
    new aws.s3.BucketLifecycleConfiguration(
      this.part("lifecycle"),
      {
        region,
        bucket: bucket.bucket,
        rules: [
          {
            id: "age",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days: keepDays },
            noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      this.child({ dependsOn: [this.versioning] }),
    );
  }
}
