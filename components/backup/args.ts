/** Arguments of the backups, and what is refused before anything is created. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import type { AccessLogs } from "./cache-export.ts";
import type { RestoredContent } from "./restore-testing.ts";
import type { Retention } from "./schedule.ts";

export interface BackupArgs {
  readonly context: PlatformContext;
  /** When backups are made and how long they are kept. */
  readonly retention: Retention;
  /** Days in which production's lock in the other Region can still be taken off, at least 3. */
  readonly lockGraceDays: number;
  /** Day of the week (`TUE`) and time (`hh:mm`, UTC) of the restore tests. */
  readonly restoreTest: { readonly day: string; readonly at: string };
  /** `hh:mm`, UTC: when the newest snapshot of the cache is copied out. */
  readonly cacheExportAt: string;
  /** Whether AWS Backup is switched on for its services in this account and Region. */
  readonly manageRegion: boolean;
  readonly databaseArn: pulumi.Input<string>;
  /** GiB of storage the database has at least: what a restored one is measured by. */
  readonly databaseGiB: number;
  /** Port of the database, which a restored one keeps. Default 5433. */
  readonly databasePort?: number | undefined;
  /** What a restored database has to hold. */
  readonly restoredContent: RestoredContent;
  /** Name of the cache's replication group, known at preview. */
  readonly replicationGroupId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets for restored databases, in at least two zones. */
  readonly isolatedSubnetIds: readonly pulumi.Input<string>[];
  /** ARNs of the keys. */
  readonly keyArns: Readonly<Record<"data" | "logs" | "backups" | "alerts", pulumi.Input<string>>>;
  /** ARN of the key for backups in the Region of disaster recovery. Required where the context has one. */
  readonly drKeyArn?: pulumi.Input<string> | undefined;
  /** ARN of the topic that hears of failures; its policy admits EventBridge, AWS Backup and this account's functions. */
  readonly topicArn: pulumi.Input<string>;
  readonly logRetentionDays?: number | undefined;
  /** Audit framework and reports. Left out where AWS Config records nothing: the controls are its rules. */
  readonly audit?:
    | {
        /** Minutes in which a restore has to be done. */
        readonly restoreMinutes: number;
        /** Name of the bucket for the reports. */
        readonly reportBucket: pulumi.Input<string>;
        /** The recorder, and the policy that admits the reports. */
        readonly after?: readonly pulumi.Resource[] | undefined;
      }
    | undefined;
  /** Receive the access logs of the buckets for exports. */
  readonly accessLogs?: AccessLogs | undefined;
  /** Copies Pulumi's state. Left out where the state is not in a bucket. */
  readonly state?:
    | {
        /** Name of the bucket with the state, in the home Region. */
        readonly from: string;
        /** Name of the bucket for configuration, which is replicated. */
        readonly to: pulumi.Input<string>;
        /** ARN of that bucket's key. */
        readonly keyArn: pulumi.Input<string>;
        /** `hh:mm`, UTC. */
        readonly at: string;
      }
    | undefined;
  /** Changes the arguments of children. */
  readonly transform?:
    | {
        readonly vault?: Transform<aws.backup.VaultArgs>;
        readonly lock?: Transform<aws.backup.VaultLockConfigurationArgs>;
        readonly plan?: Transform<aws.backup.PlanArgs>;
        readonly restoreTestingPlan?: Transform<aws.backup.RestoreTestingPlanArgs>;
        readonly framework?: Transform<aws.backup.FrameworkArgs>;
        readonly reportPlan?: Transform<aws.backup.ReportPlanArgs>;
        readonly bucket?: Transform<aws.s3.BucketArgs>;
        readonly task?: Transform<aws.lambda.FunctionArgs>;
      }
    | undefined;
}

/** Days what is cold stays so. Source: AWS Backup API Reference, Lifecycle. */
const COLD_DAYS = 90;
/** Days of a continuous backup. Source: AWS Backup Developer Guide, "Continuous backups and point-in-time recovery". */
const MOST_CONTINUOUS_DAYS = 35;
/** Source: AWS Backup API Reference, PutBackupVaultLockConfiguration: `ChangeableForDays`. */
const LEAST_GRACE_DAYS = 3;

/** Everything AWS Backup would refuse about these arguments. */
export function backupMistakes({ context, retention, lockGraceDays, drKeyArn, isolatedSubnetIds }: BackupArgs): string[] {
  const { dailyKeepDays, monthlyKeepDays, coldAfterDays } = retention;
  const mistakes: string[] = [];
  if (dailyKeepDays > MOST_CONTINUOUS_DAYS) mistakes.push(`retention.dailyKeepDays ${dailyKeepDays}: continuous backups are kept for at most ${MOST_CONTINUOUS_DAYS} days`);
  if (monthlyKeepDays < coldAfterDays + COLD_DAYS) mistakes.push(`retention.monthlyKeepDays ${monthlyKeepDays}: at least ${coldAfterDays + COLD_DAYS}, because what is cold after ${coldAfterDays} days stays for ${COLD_DAYS}`);
  if (lockGraceDays < LEAST_GRACE_DAYS) mistakes.push(`lockGraceDays ${lockGraceDays}: at least ${LEAST_GRACE_DAYS}`);
  if (context.drRegion !== undefined && drKeyArn === undefined) mistakes.push(`drKeyArn: required, because the context has a drRegion (${context.drRegion})`);
  if (isolatedSubnetIds.length < 2) mistakes.push(`isolatedSubnetIds: ${isolatedSubnetIds.length}; a database subnet group needs at least two zones`);
  return mistakes;
}
