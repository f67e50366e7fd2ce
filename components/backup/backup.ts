/** Backups of the platform: plans, vaults here and elsewhere, restore tests, audit, and what AWS Backup cannot do. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import type { Statement } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { BackupArgs } from "./args.ts";
import { backupMistakes } from "./args.ts";
import { BackupAudit } from "./audit.ts";
import { CacheExport } from "./cache-export.ts";
import { RestoreTesting } from "./restore-testing.ts";
import { createBackupRole } from "./roles.ts";
import type { ReadyRole } from "./roles.ts";
import { cronAt, objectRules, snapshotRules } from "./schedule.ts";
import { BACKUP_TAG } from "./tag.ts";
import { BackupTask } from "./task.ts";
import { BackupVault } from "./vault.ts";

/** What each plan looks for, by ARN pattern. */
const SUBJECTS = {
  snapshots: (region: string) => [arn({ service: "rds", region: "*", account: "*", resource: "db:*", partitionRegion: region }), arn({ service: "ec2", region: "*", account: "*", resource: "volume/*", partitionRegion: region })],
  objects: (region: string) => [arn({ service: "s3", resource: "*", partitionRegion: region })],
} as const;

/**
 * Services AWS Backup is switched on for. All it knows when the setting was written: what is left out stays as it is, and
 * shows as drift. Source: AWS Backup Developer Guide, "Service opt-in".
 */
const SERVICES = ["Aurora", "CloudFormation", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "Redshift", "S3", "SAP HANA on Amazon EC2", "Storage Gateway", "Timestream", "VirtualMachine"] as const;

/** Backup and restore (checklist PRC-062…PRC-065, PRC-071, PRC-073, PRC-089, OPT-53, OPT-74…OPT-77). */
export class Backup extends Component {
  /** The vault at home. */
  readonly vault: BackupVault;
  /** The locked vault in the Region of disaster recovery. */
  readonly copyVault?: BackupVault | undefined;
  readonly restoreTesting: RestoreTesting;
  readonly cacheExport: CacheExport;

  constructor(name: string, args: BackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "Backup", name, opts);
    const mistakes = backupMistakes(args);
    if (mistakes.length > 0) throw new pulumi.RunError(`${name}: ${mistakes.join("; ")}`);
    const { context, retention, keyArns, topicArn } = args;
    const shared = { context, logsKeyArn: keyArns.logs, logRetentionDays: args.logRetentionDays, topicArn, topicKeyArn: keyArns.alerts };

    const optIn = this.switchOn(args);
    this.vault = this.createVault(args);
    this.copyVault = this.createCopyVault(args);
    const role = createBackupRole(this.part("role"), context, this.child());
    this.createPlans(args, role, optIn);
    this.tellOfFailures(args);
    this.restoreTesting = new RestoreTesting(
      this.part("restores"),
      { ...shared, schedule: cronAt(args.restoreTest.at, { ofWeek: args.restoreTest.day }), vaultArn: this.vault.arn, backupRole: role, databaseArn: args.databaseArn, databaseGiB: args.databaseGiB, databasePort: args.databasePort, content: args.restoredContent, vpcId: args.vpcId, isolatedSubnetIds: args.isolatedSubnetIds, dataKeyArn: keyArns.data, transform: args.transform },
      this.child(),
    );
    if (args.audit !== undefined) {
      new BackupAudit(
        this.part("audit"),
        { context, minRetentionDays: retention.dailyKeepDays, restoreMinutes: args.audit.restoreMinutes, reportBucket: args.audit.reportBucket, transform: args.transform },
        this.child({ dependsOn: [...(args.audit.after ?? [])] }),
      );
    }
    this.cacheExport = new CacheExport(
      this.part("cache"),
      { ...shared, replicationGroupId: args.replicationGroupId, schedule: cronAt(args.cacheExportAt), keepDays: retention.dailyKeepDays, dataKeyArn: keyArns.data, accessLogs: args.accessLogs, transform: args.transform },
      this.child(),
    );
    this.copyState(args, shared);
    this.registerOutputs({ vaultArn: this.vault.arn, copyVaultArn: this.copyVault?.arn, restoreTestingPlanArn: this.restoreTesting.planArn });
  }

  private switchOn({ manageRegion }: BackupArgs): pulumi.Resource[] {
    if (!manageRegion) return [];
    const preference = Object.fromEntries(SERVICES.map((service) => [service, true]));
    // It has no end of its own: what is deleted here stays switched on in the account.
    return [new aws.backup.RegionSettings(this.part("region"), { resourceTypeOptInPreference: preference }, this.child())];
  }

  private createVault({ context, keyArns, retention, topicArn, transform }: BackupArgs): BackupVault {
    return new BackupVault(this.part("home"), { context, region: context.region, keyArn: keyArns.backups, ...bounds(retention), topicArn, transform }, this.child());
  }

  /** Compliance mode in production only: nobody, AWS included, could take the vault of a trial stack away again. */
  private createCopyVault({ context, drKeyArn, retention, lockGraceDays, transform }: BackupArgs): BackupVault | undefined {
    if (context.drRegion === undefined || drKeyArn === undefined) return undefined;
    return new BackupVault(
      this.part("away"),
      { context, region: context.drRegion, keyArn: drKeyArn, ...bounds(retention), complianceAfterDays: context.environment === "production" ? lockGraceDays : undefined, transform },
      this.child(),
    );
  }

  private createPlans(args: BackupArgs, role: ReadyRole, after: readonly pulumi.Resource[]): void {
    const to = { vault: this.vault.vault.name, copyTo: this.copyVault?.arn };
    this.createPlan(args, "snapshots", snapshotRules(args.retention, to), role, after);
    this.createPlan(args, "objects", objectRules(args.retention, to), role, after);
  }

  private createPlan({ context, transform }: BackupArgs, part: keyof typeof SUBJECTS, rules: aws.types.input.backup.PlanRule[], role: ReadyRole, after: readonly pulumi.Resource[]): void {
    const name = this.part(part);
    const args = transformed<aws.backup.PlanArgs>(transform?.plan, name, { name: `${context.name}-${part}`, rules, tags: tags(context, "internal", name) });
    const plan = new aws.backup.Plan(name, args, this.child());
    new aws.backup.Selection(
      this.part(`${part}-tagged`),
      {
        name: "tagged",
        planId: plan.id,
        iamRoleArn: role.role.arn,
        resources: SUBJECTS[part](context.region),
        // Both have to hold: another stack's things in the account are backed up by its own plan.
        conditions: [
          {
            stringEquals: [
              { key: `aws:ResourceTag/${BACKUP_TAG.key}`, value: BACKUP_TAG.value },
              { key: "aws:ResourceTag/environment", value: context.environment },
            ],
          },
        ],
      },
      this.child({ dependsOn: [...role.permissions, ...after] }),
    );
  }

  /** Source: AWS Backup Developer Guide, "Monitoring AWS Backup events using Amazon EventBridge". */
  private tellOfFailures({ context, topicArn }: BackupArgs): void {
    const name = this.part("failed");
    const ended = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"];
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        description: "A backup, a copy or a restore has failed, or a restore test was no good",
        eventPattern: JSON.stringify({
          source: ["aws.backup"],
          "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
          detail: { $or: [{ state: ended }, { status: ended }, { validationStatus: ["FAILED", "TIMED_OUT"] }] },
        }),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
    new aws.cloudwatch.EventTarget(this.part("failed-target"), { rule: rule.name, arn: topicArn }, this.child());
  }

  private copyState({ state }: BackupArgs, shared: Shared): void {
    if (state === undefined) return;
    const { region } = shared.context;
    new BackupTask(
      this.part("state"),
      {
        ...shared,
        task: "copy-state",
        description: "Copies Pulumi's state to the bucket for configuration",
        environment: { STATE_BUCKET: state.from, CONFIGURATION_BUCKET: state.to },
        statements: pulumi.all([state.to, state.keyArn, shared.context.accountId]).apply(([to, key, account]): Statement[] => stateStatements({ from: state.from, to, key, account, region })),
        schedule: cronAt(state.at),
      },
      this.child(),
    );
  }
}

/** What every task of the backups is given. */
interface Shared {
  readonly context: PlatformContext;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays?: number | undefined;
  readonly topicArn: pulumi.Input<string>;
  readonly topicKeyArn: pulumi.Input<string>;
}

/** A lock lets through what the plans ask for, and nothing shorter or longer. */
function bounds({ dailyKeepDays, weeklyKeepDays, monthlyKeepDays }: BackupArgs["retention"]): { minRetentionDays: number; maxRetentionDays: number } {
  const days = [dailyKeepDays, weeklyKeepDays, monthlyKeepDays];
  return { minRetentionDays: Math.min(...days), maxRetentionDays: Math.max(...days) };
}

/** Reads the state below its prefix, whatever key its bucket has, and writes below another in the bucket for configuration. */
export function stateStatements({ from, to, key, account, region }: { readonly from: string; readonly to: string; readonly key: string; readonly account: string; readonly region: string }): Statement[] {
  const [source, target] = [from, to].map((bucket) => arn({ service: "s3", resource: bucket, partitionRegion: region })) as [string, string];
  const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  return [
    { Sid: "ListState", Effect: "Allow", Action: "s3:ListBucket", Resource: source, Condition: { StringLike: { "s3:prefix": ".pulumi/*" } } },
    { Sid: "ReadState", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: `${source}/.pulumi/*` },
    { Sid: "DecryptState", Effect: "Allow", Action: "kms:Decrypt", Resource: arn({ service: "kms", region, account, resource: "key/*" }), Condition: { StringEquals: throughS3, StringLike: { "kms:EncryptionContext:aws:s3:arn": `${source}*` } } },
    { Sid: "WriteCopies", Effect: "Allow", Action: ["s3:PutObject", "s3:PutObjectTagging"], Resource: `${target}/pulumi-state/*` },
    { Sid: "EncryptCopies", Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: key, Condition: { StringEquals: throughS3 } },
  ];
}
