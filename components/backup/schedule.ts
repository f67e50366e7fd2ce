/** When backups are made, how long they are kept and where: pure. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** How long backups are kept, in days, and when they are made. */
export interface Retention {
  /** `hh:mm`, UTC. */
  readonly dailyAt: string;
  /** Days a daily backup is kept, 1 to 35. */
  readonly dailyKeepDays: number;
  readonly weeklyKeepDays: number;
  readonly monthlyKeepDays: number;
  /** Days after which monthly backups of volumes become cold; they stay so for at least 90. */
  readonly coldAfterDays: number;
}

/** Where a rule puts what it makes. */
export interface Destinations {
  /** Name of the vault at home. */
  readonly vault: pulumi.Input<string>;
  /** ARN of the vault in the other Region. */
  readonly copyTo?: pulumi.Input<string> | undefined;
}

/** Minutes in which a backup has to begin, and in which it has to be done. Source: AWS Backup API Reference, BackupRule. */
const START_WINDOW = 60;
const COMPLETION_WINDOW = 8 * 60;

/** AWS's six-field cron expression of a time of day. */
export function cronAt(time: string, day: { readonly ofWeek?: string; readonly ofMonth?: string } = {}): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const ofMonth = day.ofMonth ?? (day.ofWeek === undefined ? "*" : "?");
  return `cron(${minutes} ${hours} ${ofMonth} * ${day.ofWeek ?? "?"} *)`;
}

/**
 * The rules of the plan for the database and for volumes: daily, weekly, monthly.
 *
 * No continuous backup: RDS has point-in-time recovery of its own, and AWS Backup would take its backup window and
 * retention over. Only volumes become cold, and only those of a rule that runs at most every 28 days; AWS Backup leaves
 * the rest warm. Source: AWS Backup Developer Guide, "Creating a backup plan", lifecycle and cold storage of EBS.
 */
export function snapshotRules(retention: Retention, to: Destinations): aws.types.input.backup.PlanRule[] {
  return [
    rule("daily", cronAt(retention.dailyAt), to, { deleteAfter: retention.dailyKeepDays }),
    rule("weekly", cronAt(retention.dailyAt, { ofWeek: "SUN" }), to, { deleteAfter: retention.weeklyKeepDays }),
    rule("monthly", cronAt(retention.dailyAt, { ofMonth: "1" }), to, {
      coldStorageAfter: retention.coldAfterDays,
      deleteAfter: retention.monthlyKeepDays,
      optInToArchiveForSupportedResources: true,
    }),
  ];
}

/**
 * The rules of the plan for buckets: any second of the last days, and a weekly point that is kept longer.
 * Source: AWS Backup Developer Guide, "Continuous backups and point-in-time recovery": at most 35 days.
 */
export function objectRules(retention: Retention, to: Destinations): aws.types.input.backup.PlanRule[] {
  return [
    { ...rule("continuous", cronAt(retention.dailyAt), to, { deleteAfter: retention.dailyKeepDays }), enableContinuousBackup: true },
    rule("weekly", cronAt(retention.dailyAt, { ofWeek: "SUN" }), to, { deleteAfter: retention.weeklyKeepDays }),
  ];
}

/** A copy lives as long as its original. */
function rule(ruleName: string, schedule: string, { vault, copyTo }: Destinations, lifecycle: aws.types.input.backup.PlanRuleLifecycle): aws.types.input.backup.PlanRule {
  return {
    ruleName,
    schedule,
    scheduleExpressionTimezone: "Etc/UTC",
    targetVaultName: vault,
    startWindow: START_WINDOW,
    completionWindow: COMPLETION_WINDOW,
    lifecycle,
    ...(copyTo === undefined ? {} : { copyActions: [{ destinationVaultArn: copyTo, lifecycle: { ...lifecycle } }] }),
  };
}
