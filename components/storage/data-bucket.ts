/** DataBucket: one bucket, closed, encrypted, versioned, tidied up and logged. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BACKUP_TAGS } from "../backup/tag.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { DataClassification, PlatformContext } from "../context.ts";
import { bucketName } from "./bucket-name.ts";
import type { BucketPurpose } from "./bucket-name.ts";
import { bucketPolicy } from "./bucket-policy.ts";
import type { BucketPlace, BucketStatement } from "./bucket-policy.ts";
import type { LifecycleRule } from "./lifecycle.ts";
import type { LogBucket } from "./log-bucket.ts";
import type { ObjectLock } from "./object-lock.ts";

export interface DataBucketArgs {
  readonly context: PlatformContext;
  /** What it is for; part of its name. */
  readonly purpose: Exclude<BucketPurpose, "logs">;
  /** Region of the bucket. Default the home Region. */
  readonly region?: string | undefined;
  /** How sensitive its objects are. */
  readonly classification: DataClassification;
  /** ARN of the key in the bucket's Region. */
  readonly keyArn: pulumi.Input<string>;
  /** How long objects stay, and where. At least one rule. */
  readonly lifecycle: readonly [LifecycleRule, ...LifecycleRule[]];
  /** Where its access log goes: the log bucket of the same Region. */
  readonly logs: LogBucket;
  /** Whom its policy admits, beside denying what every bucket denies. Default nobody. */
  readonly statements?: ((place: BucketPlace) => pulumi.Input<readonly BucketStatement[]>) | undefined;
  /** Whether its only policy is made by somebody else, who knows whom to admit only later (`bucketPolicy`). Default false. */
  readonly policyElsewhere?: boolean | undefined;
  /** Keeps every object from deletion for a time. Can only be chosen when the bucket is made. Default none. */
  readonly objectLock?: ObjectLock | undefined;
  /** Whether AWS Backup keeps what is in it. Default false. */
  readonly backedUp?: boolean | undefined;
  /** Origins (`https://…`) whose pages may send files to it with presigned requests. Default none. */
  readonly uploadOrigins?: readonly [string, ...string[]] | undefined;
  readonly transform?: DataBucketTransform | undefined;
}

/** Changes the arguments of children. */
export interface DataBucketTransform {
  readonly bucket?: Transform<aws.s3.BucketArgs>;
  readonly lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  readonly policy?: Transform<aws.s3.BucketPolicyArgs>;
}

/** Seconds a browser remembers what it was allowed: the most Chromium does. */
const CORS_SECONDS = 7_200;

/** A bucket for data (PRC-111, PRC-112). What is insecure has no argument. */
export class DataBucket extends Component {
  /** Name of the bucket, known at preview. */
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly bucket: aws.s3.Bucket;
  /** What replication waits for. */
  readonly versioning: aws.s3.BucketVersioning;
  /** What services that deliver to it wait for; absent where it is made elsewhere. */
  readonly policy: aws.s3.BucketPolicy | undefined;
  /** What a policy made elsewhere waits for. */
  readonly publicAccess: aws.s3.BucketPublicAccessBlock;

  constructor(name: string, args: DataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "DataBucket", name, opts);
    const bucket = this.createBucket(args);
    const place = { ...(args.region === undefined ? {} : { region: args.region }), bucket: bucket.bucket };
    this.publicAccess = this.closeToPublic(place);
    this.createEncryption(args, place);
    this.versioning = new aws.s3.BucketVersioning(this.part("versioning"), { ...place, versioningConfiguration: { status: "Enabled" } }, this.child());
    this.createLifecycle(args, place);
    this.createLogging(args, place);
    this.lock(args, place);
    this.admitUploads(args, place);
    this.policy = args.policyElsewhere === true ? undefined : this.createPolicy(args, place);

    this.bucket = bucket;
    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private createBucket({ context, purpose, region, classification, objectLock, backedUp = false, transform }: DataBucketArgs): aws.s3.Bucket {
    const name = this.part("bucket");
    const args = transformed<aws.s3.BucketArgs>(transform?.bucket, name, {
      ...(region === undefined ? {} : { region }),
      bucket: bucketName(context, purpose, region),
      forceDestroy: !context.protect,
      ...(objectLock === undefined ? {} : { objectLockEnabled: true }),
      tags: { ...tags(context, classification, name), ...(backedUp ? BACKUP_TAGS : {}) },
    });
    return new aws.s3.Bucket(name, args, this.child(keep(context.protect)));
  }

  private closeToPublic(place: Place): aws.s3.BucketPublicAccessBlock {
    new aws.s3.BucketOwnershipControls(this.part("ownership"), { ...place, rule: { objectOwnership: "BucketOwnerEnforced" } }, this.child());
    return new aws.s3.BucketPublicAccessBlock(
      this.part("public-access"),
      { ...place, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      this.child(),
    );
  }

  /** With a bucket key S3 asks KMS once for many objects. Nobody may bring a key along (SSE-C) that only they know. */
  private createEncryption({ keyArn }: DataBucketArgs, place: Place): void {
    new aws.s3.BucketServerSideEncryptionConfiguration(
      this.part("encryption"),
      {
        ...place,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn }, bucketKeyEnabled: true, blockedEncryptionTypes: ["SSE-C"] }],
      },
      this.child(),
    );
  }

  /** After versioning: rules about earlier versions are for buckets that have them. */
  private createLifecycle({ lifecycle, transform }: DataBucketArgs, place: Place): void {
    const name = this.part("lifecycle");
    const args = transformed<aws.s3.BucketLifecycleConfigurationArgs>(transform?.lifecycle, name, { ...place, rules: [...lifecycle] });
    new aws.s3.BucketLifecycleConfiguration(name, args, this.child({ dependsOn: [this.versioning] }));
  }

  /** Who read and wrote what (PRC-117). Sorted by the time of the request, so that a query of a day reads a day. */
  private createLogging({ purpose, logs }: DataBucketArgs, place: Place): void {
    new aws.s3.BucketLogging(
      this.part("access-log"),
      {
        ...place,
        targetBucket: logs.bucketName,
        targetPrefix: `${logs.accessLogPrefix}/${purpose}/`,
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      },
      this.child({ dependsOn: [logs.policy] }),
    );
  }

  private lock({ objectLock }: DataBucketArgs, place: Place): void {
    if (objectLock === undefined) return;
    const { mode, days } = objectLock;
    new aws.s3.BucketObjectLockConfiguration(
      this.part("lock"),
      { ...place, objectLockEnabled: "Enabled", rule: { defaultRetention: { mode, days } } },
      this.child({ dependsOn: [this.versioning] }),
    );
  }

  private admitUploads({ uploadOrigins }: DataBucketArgs, place: Place): void {
    if (uploadOrigins === undefined) return;
    new aws.s3.BucketCorsConfiguration(
      this.part("cors"),
      {
        ...place,
        corsRules: [{ id: "uploads", allowedMethods: ["POST", "PUT"], allowedOrigins: [...uploadOrigins], allowedHeaders: ["*"], exposeHeaders: ["ETag"], maxAgeSeconds: CORS_SECONDS }],
      },
      this.child(),
    );
  }

  /** After the block on public access: S3 refuses to work on both at once. */
  private createPolicy({ context, purpose, region = context.region, statements, transform }: DataBucketArgs, place: Place): aws.s3.BucketPolicy {
    const name = this.part("policy");
    const policy = pulumi.all([context.accountId, bucketName(context, purpose, region)]).apply(([account, bucket]) => {
      const where = { bucket, account, region };
      return pulumi.output(statements?.(where) ?? []).apply((admitted) => JSON.stringify(bucketPolicy(where, admitted)));
    });
    const args = transformed<aws.s3.BucketPolicyArgs>(transform?.policy, name, { ...place, policy });
    return new aws.s3.BucketPolicy(name, args, this.child({ dependsOn: [this.publicAccess] }));
  }
}

/** Arguments that every setting of a bucket has. */
interface Place {
  readonly region?: string;
  readonly bucket: pulumi.Input<string>;
}
