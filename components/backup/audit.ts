/** AWS Backup Audit Manager: the controls that are checked every day, and the reports that prove it. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { REPORT_PREFIX } from "../storage/log-bucket-policy.ts";
import { BACKUP_TAG } from "./tag.ts";

export interface BackupAuditArgs {
  readonly context: PlatformContext;
  /** Days every recovery point is kept at least. */
  readonly minRetentionDays: number;
  /** Minutes in which a restore has to be done. */
  readonly restoreMinutes: number;
  /** Bucket for the reports; its policy admits the service-linked role of Backup reports. */
  readonly reportBucket: pulumi.Input<string>;
  readonly transform?: {
    readonly framework?: Transform<aws.backup.FrameworkArgs>;
    readonly reportPlan?: Transform<aws.backup.ReportPlanArgs>;
  } | undefined;
}

/** Reports, each every day. Source: AWS Backup Developer Guide, "Working with audit reports". */
const REPORTS = { jobs: "BACKUP_JOB_REPORT", copies: "COPY_JOB_REPORT", restores: "RESTORE_JOB_REPORT", controls: "CONTROL_COMPLIANCE_REPORT", resources: "RESOURCE_COMPLIANCE_REPORT" } as const;

/**
 * The controls, by AWS's names. Those that look at single resources look at what carries the tag.
 * Source: AWS Backup Developer Guide, "AWS Backup Audit Manager controls and remediation".
 */
export function controls({ minRetentionDays, restoreMinutes, drRegion }: { readonly minRetentionDays: number; readonly restoreMinutes: number; readonly drRegion?: string | undefined }): aws.types.input.backup.FrameworkControl[] {
  const scope = { tags: { [BACKUP_TAG.key]: BACKUP_TAG.value } };
  const parameters = (values: Readonly<Record<string, string | number>>) => Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));
  return [
    { name: "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", scope },
    { name: "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK", inputParameters: parameters({ requiredFrequencyUnit: "days", requiredFrequencyValue: 1, requiredRetentionDays: minRetentionDays }) },
    { name: "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK", inputParameters: parameters({ requiredRetentionDays: minRetentionDays }) },
    { name: "BACKUP_RECOVERY_POINT_ENCRYPTED" },
    { name: "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED" },
    { name: "BACKUP_LAST_RECOVERY_POINT_CREATED", inputParameters: parameters({ recoveryPointAgeUnit: "days", recoveryPointAgeValue: 1 }), scope },
    { name: "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK", scope },
    ...(drRegion === undefined ? [] : [{ name: "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION", inputParameters: parameters({ crossRegionList: drRegion }), scope }]),
    { name: "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", inputParameters: parameters({ maxRestoreTime: restoreMinutes }), scope },
  ];
}

/** Framework and reports (checklist PRC-062…PRC-065, PRC-071). */
export class BackupAudit extends Component {
  constructor(name: string, args: BackupAuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupAudit", name, opts);
    const framework = this.createFramework(args);
    for (const [part, template] of Object.entries(REPORTS)) this.createReportPlan(args, part, template, framework);
    this.registerOutputs({ frameworkArn: framework.arn });
  }

  private createFramework({ context, minRetentionDays, restoreMinutes, transform }: BackupAuditArgs): aws.backup.Framework {
    const name = this.part("framework");
    const args = transformed<aws.backup.FrameworkArgs>(transform?.framework, name, {
      name: `${underscored(context)}_backups`,
      description: `${context.name}: everything tagged ${BACKUP_TAG.key} is backed up, copied, locked and restorable`,
      controls: controls({ minRetentionDays, restoreMinutes, drRegion: context.drRegion }),
      tags: tags(context, "internal", name),
    });
    return new aws.backup.Framework(name, args, this.child());
  }

  private createReportPlan({ context, reportBucket, transform }: BackupAuditArgs, part: string, reportTemplate: string, framework: aws.backup.Framework): void {
    const name = this.part(part);
    const args = transformed<aws.backup.ReportPlanArgs>(transform?.reportPlan, name, {
      name: `${underscored(context)}_${part}`,
      description: `${context.name}: ${part}`,
      reportDeliveryChannel: { s3BucketName: reportBucket, s3KeyPrefix: REPORT_PREFIX, formats: ["CSV", "JSON"] },
      reportSetting: { reportTemplate, ...(reportTemplate.endsWith("COMPLIANCE_REPORT") ? { frameworkArns: [framework.arn], numberOfFrameworks: 1 } : {}) },
      tags: tags(context, "internal", name),
    });
    new aws.backup.ReportPlan(name, args, this.child());
  }
}

/** Names of frameworks and reports: a letter first, then letters, digits and underscores. */
function underscored({ name }: PlatformContext): string {
  return name.replaceAll("-", "_");
}
