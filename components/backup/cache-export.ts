/** The cache off-site: its newest snapshot is copied to a bucket every day, and from there to the other Region. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import type { Statement } from "../cluster/iam.ts";
import { Component } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import type { LogBucket } from "../storage/log-bucket.ts";
import { ExportBucket } from "./export-bucket.ts";
import { createServiceRole } from "./roles.ts";
import { BackupTask } from "./task.ts";

/** Buckets for access logs: S3 writes them only into the Region of the bucket they are about. */
export interface AccessLogs {
  readonly home: LogBucket;
  readonly away?: LogBucket | undefined;
}

export interface CacheExportArgs {
  readonly context: PlatformContext;
  /** Name of the replication group, known at preview. */
  readonly replicationGroupId: string;
  /** Six-field cron, UTC. */
  readonly schedule: string;
  /** Days exports are kept. */
  readonly keepDays: number;
  /** ARN of the key the snapshots are under. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays?: number | undefined;
  readonly topicArn: pulumi.Input<string>;
  readonly topicKeyArn: pulumi.Input<string>;
  /** Receive the access logs of the buckets, each in its Region. */
  readonly accessLogs?: AccessLogs | undefined;
  readonly transform?: { readonly bucket?: Transform<aws.s3.BucketArgs>; readonly task?: Transform<aws.lambda.FunctionArgs> } | undefined;
}

/** Hours after which a snapshot is no longer yesterday's: a day, and the time from the window to the export. */
const MAX_AGE_HOURS = 30;

/** Snapshots of the cache in another Region (checklist PRC-064, PRC-068, OPT-75). */
export class CacheExport extends Component {
  /** Where a new cache is seeded from: the bucket in the Region of disaster recovery, or the one at home. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: CacheExportArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "CacheExport", name, opts);
    const { context, keepDays, transform } = args;

    const home = new ExportBucket(this.part("home"), { context, region: context.region, use: "export", keepDays, logs: args.accessLogs?.home, transform: transform?.bucket }, this.child());
    this.createTask(args, home);
    const away = this.replicate(args, home);

    this.bucketName = away?.bucketName ?? home.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private createTask(args: CacheExportArgs, home: ExportBucket): void {
    const { context, replicationGroupId } = args;
    new BackupTask(
      this.part("task"),
      {
        context,
        task: "export-cache",
        description: "Copies the newest snapshot of the cache to a bucket",
        environment: { REPLICATION_GROUP_ID: replicationGroupId, BUCKET: home.bucketName, MAX_AGE_HOURS: String(MAX_AGE_HOURS) },
        statements: pulumi
          .all([context.accountId, home.bucketName, args.dataKeyArn])
          .apply(([account, bucket, key]): Statement[] => exporterStatements({ account, region: context.region, bucket, key, replicationGroupId })),
        logsKeyArn: args.logsKeyArn,
        logRetentionDays: args.logRetentionDays,
        topicArn: args.topicArn,
        topicKeyArn: args.topicKeyArn,
        schedule: args.schedule,
        transform: args.transform?.task,
      },
      this.child({ dependsOn: [home.policy] }),
    );
  }

  private replicate({ context, keepDays, accessLogs, transform }: CacheExportArgs, home: ExportBucket): ExportBucket | undefined {
    if (context.drRegion === undefined) return undefined;
    const away = new ExportBucket(this.part("away"), { context, region: context.drRegion, use: "seed", keepDays, logs: accessLogs?.away, transform: transform?.bucket }, this.child());
    const { role, permissions } = createServiceRole(
      this.part("replication"),
      context,
      { service: "s3.amazonaws.com", description: `Replicates exports of the cache of ${context.name}` },
      pulumi.all([home.arn, away.arn]).apply(([from, to]): Statement[] => replicationStatements(from, to)),
      this.child(),
    );
    new aws.s3.BucketReplicationConfig(
      this.part("replication-rules"),
      {
        bucket: home.bucketName,
        role: role.arn,
        rules: [{ id: "everything", status: "Enabled", priority: 1, filter: { prefix: "" }, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: away.arn, storageClass: "STANDARD_IA" } }],
      },
      this.child({ dependsOn: [...permissions, home.versioning, away.versioning] }),
    );
    return away;
  }
}

/** Source: Amazon S3 User Guide, "Setting up permissions for live replication". */
export function replicationStatements(from: string, to: string): Statement[] {
  return [
    { Sid: "ReadRules", Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: from },
    { Sid: "ReadVersions", Effect: "Allow", Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"], Resource: `${from}/*` },
    { Sid: "WriteReplicas", Effect: "Allow", Action: ["s3:ReplicateObject", "s3:ReplicateTags"], Resource: `${to}/*` },
  ];
}

interface Exported {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  /** ARN of the key the snapshots are under. */
  readonly key: string;
  readonly replicationGroupId: string;
}

/**
 * ElastiCache checks with the caller's rights whether the bucket is theirs, and lists all buckets to find it.
 * Source: Amazon ElastiCache User Guide, "Exporting a backup": the caller's permissions.
 */
export function exporterStatements({ account, region, bucket, key, replicationGroupId }: Exported): Statement[] {
  const snapshots = arn({ service: "elasticache", region, account, resource: "snapshot:*" });
  const group = arn({ service: "elasticache", region, account, resource: `replicationgroup:${replicationGroupId}` });
  const bucketArn = arn({ service: "s3", resource: bucket, partitionRegion: region });
  return [
    { Sid: "FindSnapshots", Effect: "Allow", Action: "elasticache:DescribeSnapshots", Resource: [snapshots, group] },
    { Sid: "CopySnapshots", Effect: "Allow", Action: "elasticache:CopySnapshot", Resource: snapshots },
    { Sid: "FindBucket", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    { Sid: "Bucket", Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:GetBucketAcl", "s3:ListBucket"], Resource: bucketArn },
    { Sid: "Objects", Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: `${bucketArn}/*` },
    { Sid: "DecryptSnapshots", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"], Resource: key, Condition: { StringEquals: { "kms:ViaService": `elasticache.${region}.amazonaws.com` } } },
  ];
}
