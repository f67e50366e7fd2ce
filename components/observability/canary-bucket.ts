/** The bucket of the canaries: their code, and what their runs leave behind. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { canaryBucketName } from "./names.ts";

export interface CanaryBucketArgs {
  readonly context: PlatformContext;
  /** Key of class `data`. */
  readonly keyArn: pulumi.Input<string>;
  /** Days after which artifacts go. */
  readonly artifactDays: number;
  /** Bucket that gets the access log; no access log without it. */
  readonly accessLog?: { readonly bucket: pulumi.Input<string>; readonly prefix: string } | undefined;
  readonly transform?: { readonly bucket?: Transform<aws.s3.BucketArgs> } | undefined;
}

/** Prefixes of code and of artifacts. */
export const CODE_PREFIX = "code/";
export const ARTIFACT_PREFIX = "artifacts/";

/** A bucket that can be thrown away: all in it is made anew by the next run. */
export class CanaryBucket extends Component {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** What must be there before anything is put in. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: CanaryBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "CanaryBucket", name, opts);
    const bucket = this.createBucket(args);
    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.ready = [this.encrypt(args, bucket), this.closeToPublic(bucket), this.keepVersions(bucket), this.createPolicy(args, bucket)];
    this.own(bucket);
    this.expire(args, bucket);
    if (args.accessLog !== undefined) this.log(bucket, args.accessLog);
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private createBucket({ context, transform }: CanaryBucketArgs): aws.s3.Bucket {
    const name = this.part("bucket");
    return new aws.s3.Bucket(
      name,
      transformed<aws.s3.BucketArgs>(transform?.bucket, name, {
        bucket: pulumi.output(context.accountId).apply((account) => canaryBucketName(context, account)),
        forceDestroy: true,
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private encrypt({ keyArn }: CanaryBucketArgs, bucket: aws.s3.Bucket): pulumi.Resource {
    return new aws.s3.BucketServerSideEncryptionConfiguration(
      this.part("encryption"),
      { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn }, bucketKeyEnabled: true }] },
      this.child(),
    );
  }

  private closeToPublic(bucket: aws.s3.Bucket): pulumi.Resource {
    return new aws.s3.BucketPublicAccessBlock(
      this.part("public-access"),
      { bucket: bucket.bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      this.child(),
    );
  }

  private own(bucket: aws.s3.Bucket): void {
    new aws.s3.BucketOwnershipControls(this.part("ownership"), { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, this.child());
  }

  private keepVersions(bucket: aws.s3.Bucket): pulumi.Resource {
    return new aws.s3.BucketVersioning(this.part("versioning"), { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } }, this.child());
  }

  private expire({ artifactDays }: CanaryBucketArgs, bucket: aws.s3.Bucket): void {
    const old = { noncurrentVersionExpiration: { noncurrentDays: artifactDays }, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
    new aws.s3.BucketLifecycleConfiguration(
      this.part("lifecycle"),
      {
        bucket: bucket.bucket,
        rules: [
          { id: "artifacts", status: "Enabled", filter: { prefix: ARTIFACT_PREFIX }, expiration: { days: artifactDays }, ...old },
          { id: "code", status: "Enabled", filter: { prefix: CODE_PREFIX }, ...old },
        ],
      },
      this.child(),
    );
  }

  private createPolicy({ context }: CanaryBucketArgs, bucket: aws.s3.Bucket): pulumi.Resource {
    const policy = pulumi.output(context.accountId).apply((account) => {
      const bucketArn = arn({ service: "s3", resource: canaryBucketName(context, account), partitionRegion: context.region });
      return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Sid: "OnlyTls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`], Condition: { Bool: { "aws:SecureTransport": "false" } } },
        ],
      });
    });
    return new aws.s3.BucketPolicy(this.part("policy"), { bucket: bucket.bucket, policy }, this.child());
  }

  private log(bucket: aws.s3.Bucket, accessLog: NonNullable<CanaryBucketArgs["accessLog"]>): void {
    new aws.s3.BucketLogging(this.part("access-log"), { bucket: bucket.bucket, targetBucket: accessLog.bucket, targetPrefix: accessLog.prefix }, this.child());
  }
}
