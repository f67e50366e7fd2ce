import { policy, thing, trust, type Cases } from "../world.ts";

const INVALID = "InvalidParameterValueException";
const SCHEDULE = "ValidationException";
const planTrust = thing("iam/role", "backup", { name: "backup", arn: "arn:aws:iam::123456789012:role/backup", assumeRolePolicy: trust("backup.amazonaws.com") });
const selection = { name: "tagged", planId: "plan-1", iamRoleArn: "arn:aws:iam::123456789012:role/backup" };
const selected = [planTrust, thing("backup/plan", "plan-1")];
const conditions = [{ stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] }];
const vault = thing("backup/vault", "v", { name: "v" });
const topic = thing("sns/topic", "arn:aws:sns:eu-central-1:123456789012:t", { arn: "arn:aws:sns:eu-central-1:123456789012:t", name: "t" });
const events = { backupVaultName: "v", snsTopicArn: topic.id };
const framework = { name: "f", controls: [{ name: "BACKUP_RECOVERY_POINT_ENCRYPTED" }] };
const report = { name: "r", reportDeliveryChannel: { s3BucketName: "b", formats: ["CSV", "JSON"] }, reportSetting: { reportTemplate: "BACKUP_JOB_REPORT" } };
const points = { algorithm: "LATEST_WITHIN_WINDOW", includeVaults: ["*"], recoveryPointTypes: ["SNAPSHOT"] };
const plan = { name: "restores", scheduleExpression: "cron(0 8 ? * TUE *)", recoveryPointSelection: points };
const tested = { name: "database", restoreTestingPlanName: "restores", protectedResourceType: "RDS", iamRoleArn: selection.iamRoleArn, protectedResourceArns: ["*"] };
const standing = [planTrust, thing("backup/restoreTestingPlan", "restores", { name: "restores" })];
const caller = thing("iam/role", "caller", { name: "caller", arn: "arn:aws:iam::123456789012:role/caller", assumeRolePolicy: trust("scheduler.amazonaws.com") });
const callers = thing("iam/role", "callers", { name: "callers", arn: "arn:aws:iam::123456789012:role/callers", assumeRolePolicy: policy({ Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com"] }, Action: "sts:AssumeRole" }) });
const target = { arn: "arn:aws:lambda:eu-central-1:123456789012:function:f", roleArn: "arn:aws:iam::123456789012:role/caller" };
const nightly = { name: "nightly", scheduleExpression: "cron(0 3 * * ? *)", flexibleTimeWindow: { mode: "OFF" }, target };

export const backupCases: readonly Cases[] = [
  {
    law: "backup-selection-shape",
    refuses: [
      [INVALID, { short: "backup/selection", inputs: selection }],
      [INVALID, { short: "backup/selection", inputs: { ...selection, selectionTags: [{ type: "STRINGLIKE", key: "a", value: "b" }] } }],
      [INVALID, { short: "backup/selection", inputs: { ...selection, resources: ["*"], conditions: [{ stringEquals: [{ key: "backup", value: "daily" }] }] } }],
      [INVALID, { short: "backup/selection", inputs: { ...selection, resources: ["*"], conditions: [{ stringNotLikes: [{ key: "aws:ResourceTag/", value: "x" }] }] } }],
    ],
    accepts: [
      { short: "backup/selection", inputs: { ...selection, resources: ["arn:aws:rds:*:*:db:*"], conditions }, world: selected },
      { short: "backup/selection", inputs: { ...selection, selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] }, world: selected },
      { short: "backup/selection", inputs: { ...selection, conditions }, world: selected },
    ],
  },
  {
    law: "backup-vault-events",
    refuses: [[INVALID, { short: "backup/vaultNotifications", inputs: { ...events, backupVaultEvents: ["COPY_JOB_FAILED", "COPY_JOB_LOST"] } }]],
    accepts: [{ short: "backup/vaultNotifications", inputs: { ...events, backupVaultEvents: ["COPY_JOB_FAILED", "S3_BACKUP_OBJECT_FAILED"] }, world: [vault, topic] }],
  },
  {
    law: "backup-framework",
    refuses: [
      [INVALID, { short: "backup/framework", inputs: { ...framework, name: "my-framework" } }],
      [INVALID, { short: "backup/framework", inputs: { ...framework, name: "1st" } }],
      [INVALID, { short: "backup/framework", inputs: { ...framework, controls: [] } }],
      [INVALID, { short: "backup/framework", inputs: { ...framework, controls: [{ name: "BACKUPS_EXIST" }] } }],
      [INVALID, { short: "backup/framework", inputs: { ...framework, controls: [{ name: "BACKUP_RECOVERY_POINT_ENCRYPTED", inputParameters: [{ name: "requiredRetentionDays", value: "35" }] }] } }],
      [INVALID, { short: "backup/framework", inputs: { ...framework, controls: [{ name: "BACKUP_LAST_RECOVERY_POINT_CREATED", inputParameters: [{ name: "recoveryPointAgeUnit", value: "weeks" }] }] } }],
      [INVALID, { short: "backup/framework", inputs: { ...framework, controls: [{ name: "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", scope: { tags: { a: "1", b: "2" } } }] } }],
    ],
    accepts: [
      { short: "backup/framework", inputs: framework },
      { short: "backup/framework", inputs: { name: "with_everything_2", controls: [{ name: "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION", inputParameters: [{ name: "crossRegionList", value: "eu-west-1" }], scope: { tags: { backup: "daily" } } }, { name: "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", inputParameters: [{ name: "maxRestoreTime", value: "60" }], scope: { complianceResourceTypes: ["RDS"] } }] } },
    ],
  },
  {
    law: "backup-report-plan",
    refuses: [
      [INVALID, { short: "backup/reportPlan", inputs: { ...report, name: "my-report" } }],
      [INVALID, { short: "backup/reportPlan", inputs: { ...report, reportSetting: { reportTemplate: "JOB_REPORT" } } }],
      [INVALID, { short: "backup/reportPlan", inputs: { ...report, reportDeliveryChannel: { s3BucketName: "b", formats: ["PDF"] } } }],
    ],
    accepts: [{ short: "backup/reportPlan", inputs: report }],
  },
  {
    law: "backup-restore-testing-plan",
    refuses: [
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, name: "my-plan" } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, scheduleExpression: "every day" } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, startWindowHours: 169 } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, recoveryPointSelection: { ...points, algorithm: "NEWEST" } } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, recoveryPointSelection: { ...points, selectionWindowDays: 366 } } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, recoveryPointSelection: { ...points, recoveryPointTypes: [] } } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, recoveryPointSelection: { ...points, recoveryPointTypes: ["COPY"] } } }],
      [INVALID, { short: "backup/restoreTestingPlan", inputs: { ...plan, recoveryPointSelection: { ...points, includeVaults: ["my-vault"] } } }],
    ],
    accepts: [
      { short: "backup/restoreTestingPlan", inputs: plan },
      { short: "backup/restoreTestingPlan", inputs: { ...plan, startWindowHours: 168, recoveryPointSelection: { ...points, includeVaults: ["arn:aws:backup:eu-central-1:123456789012:backup-vault:v"], selectionWindowDays: 365 } } },
    ],
  },
  {
    law: "backup-restore-testing-selection",
    refuses: [
      [INVALID, { short: "backup/restoreTestingSelection", inputs: { ...tested, name: "my-database" }, world: standing }],
      [INVALID, { short: "backup/restoreTestingSelection", inputs: { ...tested, protectedResourceType: "ElastiCache" }, world: standing }],
      [INVALID, { short: "backup/restoreTestingSelection", inputs: { ...tested, validationWindowHours: 0 }, world: standing }],
      [INVALID, { short: "backup/restoreTestingSelection", inputs: { ...tested, protectedResourceArns: ["*", "arn:aws:rds:eu-central-1:123456789012:db:x"] }, world: standing }],
      [INVALID, { short: "backup/restoreTestingSelection", inputs: { ...tested, protectedResourceConditions: { stringEquals: [{ key: "backup", value: "daily" }] } }, world: standing }],
    ],
    accepts: [
      { short: "backup/restoreTestingSelection", inputs: tested, world: standing },
      { short: "backup/restoreTestingSelection", inputs: { ...tested, protectedResourceArns: undefined, protectedResourceType: "S3", protectedResourceConditions: { stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] }, validationWindowHours: 168 }, world: standing },
    ],
  },
  {
    law: "backup-restore-testing-plan-exists",
    refuses: [
      ["ResourceNotFoundException", { short: "backup/restoreTestingSelection", inputs: tested }],
      ["ResourceNotFoundException", { short: "backup/restoreTestingSelection", inputs: tested, world: [thing("backup/restoreTestingPlan", "restores", { name: "restores" }, "eu-west-1")] }],
    ],
    accepts: [{ short: "backup/restoreTestingSelection", inputs: tested, world: standing }],
  },
  {
    law: "backup-restore-testing-plan-in-use",
    refuses: [["InvalidRequestException", { short: "backup/restoreTestingPlan", operation: "delete", id: "restores", inputs: plan, world: [...standing, thing("backup/restoreTestingSelection", "database:restores", tested)] }]],
    accepts: [{ short: "backup/restoreTestingPlan", operation: "delete", id: "restores", inputs: plan, world: [...standing, thing("backup/restoreTestingSelection", "database:other", { ...tested, restoreTestingPlanName: "other" })] }],
  },
  {
    law: "scheduler-schedule",
    refuses: [
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, name: "every night" } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, scheduleExpression: "cron(0 3 * * ?)" } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, scheduleExpression: "rate(0 days)" } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, flexibleTimeWindow: { mode: "FLEXIBLE" } } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, flexibleTimeWindow: { mode: "OFF", maximumWindowInMinutes: 5 } } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, target: { ...target, retryPolicy: { maximumRetryAttempts: 186 } } } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, target: { ...target, retryPolicy: { maximumEventAgeInSeconds: 59 } } } }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, state: "PAUSED" } }],
    ],
    accepts: [
      { short: "scheduler/schedule", inputs: nightly, world: [caller] },
      { short: "scheduler/schedule", inputs: { ...nightly, scheduleExpression: "at(2030-01-01T00:00:00)", actionAfterCompletion: "DELETE", flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 1440 } }, world: [caller] },
      { short: "scheduler/schedule", inputs: { ...nightly, scheduleExpression: "rate(1 day)" }, world: [caller] },
    ],
  },
  {
    law: "scheduler-schedule-role",
    refuses: [
      [SCHEDULE, { short: "scheduler/schedule", inputs: nightly }],
      [SCHEDULE, { short: "scheduler/schedule", inputs: { ...nightly, target: { ...target, roleArn: "arn:aws:iam::123456789012:role/backup" } }, world: [planTrust] }],
    ],
    accepts: [{ short: "scheduler/schedule", inputs: { ...nightly, target: { ...target, roleArn: "arn:aws:iam::123456789012:role/callers" } }, world: [callers] }],
  },
];
