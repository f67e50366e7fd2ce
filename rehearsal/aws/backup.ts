/** AWS Backup beyond plans and locks: selections, notifications, audit, restore tests. And schedules of EventBridge Scheduler. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, given, items, lookup, no, noIf, num, oneOf, others, prop, range, repeated, settled, text, texts } from "./kit.ts";
import { parsePolicy } from "./policy-document.ts";

const CODE = "InvalidParameterValueException";
const API = "https://docs.aws.amazon.com/aws-backup/latest/devguide/";

/** Source: API_BackupSelection, API_Conditions. */
const selection = checkLaw("backup-selection-shape", ["backup/selection"], `${API}API_BackupSelection.html`, (inputs) => {
  const nothing = ["resources", "selectionTags", "conditions", "notResources"].every((key) => settled(inputs[key]) && items(inputs[key]).length === 0);
  const conditions = items(inputs["conditions"]).map(fields);
  const many = items(inputs["resources"]).length + items(inputs["notResources"]).length;
  return [
    ...noIf(nothing, CODE, "Invalid selection. At least one of Resources, NotResources, ListOfTags or Conditions must be specified.", "resources"),
    ...noIf(many > 500, CODE, `Invalid selection. The number of ARNs ${many} exceeds 500.`, "resources"),
    ...items(inputs["selectionTags"]).flatMap((one, index) => oneOf(fields(one)["type"], ["STRINGEQUALS"], CODE, `selectionTags[${index}].type`)),
    ...conditions.flatMap((one, index) =>
      ["stringEquals", "stringLikes", "stringNotEquals", "stringNotLikes"].flatMap((kind) =>
        items(one[kind]).flatMap((pair, n) => tagKey(fields(pair)["key"], `conditions[${index}].${kind}[${n}].key`)),
      ),
    ),
  ];
});

/** Conditions look at tags, under the name IAM has for them. */
function tagKey(key: Value, property: string): Refusal[] {
  const name = text(key);
  return noIf(name !== undefined && !/^aws:ResourceTag\/.+$/.test(name), CODE, `Invalid condition key ${name}. Keys begin with aws:ResourceTag/`, property);
}

/** Source: API_PutBackupVaultNotifications: `BackupVaultEvents`. */
const EVENTS = ["BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED", "BACKUP_JOB_SUCCESSFUL", "BACKUP_JOB_FAILED", "BACKUP_JOB_EXPIRED", "RESTORE_JOB_STARTED", "RESTORE_JOB_COMPLETED", "RESTORE_JOB_SUCCESSFUL", "RESTORE_JOB_FAILED", "COPY_JOB_STARTED", "COPY_JOB_SUCCESSFUL", "COPY_JOB_FAILED", "RECOVERY_POINT_MODIFIED", "BACKUP_PLAN_CREATED", "BACKUP_PLAN_MODIFIED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED", "CONTINUOUS_BACKUP_INTERRUPTED", "RECOVERY_POINT_INDEX_COMPLETED", "RECOVERY_POINT_INDEX_DELETED", "RECOVERY_POINT_INDEXING_FAILED", "EKS_BACKUP_OBJECT_FAILED", "EKS_RESTORE_OBJECT_FAILED", "EKS_RESTORE_OBJECT_SKIPPED", "EKS_RESTORE_MODIFICATION_SUCCESS", "EKS_RESTORE_MODIFICATION_FAILED", "ACCESS_POINT_AVAILABLE", "ACCESS_POINT_CREATION_FAILED", "ACCESS_POINT_DELETED", "ACCESS_POINT_DELETION_FAILED", "ACCESS_POINT_EXPIRED", "ACCESS_POINT_DISASSOCIATED"];

const notifications = checkLaw("backup-vault-events", ["backup/vaultNotifications"], `${API}API_PutBackupVaultNotifications.html`, ({ backupVaultEvents }) =>
  items(backupVaultEvents).flatMap((event, index) => oneOf(event, EVENTS, CODE, `backupVaultEvents[${index}]`)),
);

/** Controls and their parameters. Source: "AWS Backup Audit Manager controls and remediation", "Creating frameworks using the AWS Backup API". */
const CONTROLS: Readonly<Record<string, readonly string[]>> = {
  BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN: [],
  BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK: ["requiredFrequencyUnit", "requiredFrequencyValue", "requiredRetentionDays"],
  BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED: ["principalArnList"],
  BACKUP_RECOVERY_POINT_ENCRYPTED: [],
  BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK: ["requiredRetentionDays"],
  BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION: ["crossRegionList"],
  BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT: ["crossAccountList"],
  BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK: ["minRetentionDays", "maxRetentionDays"],
  BACKUP_LAST_RECOVERY_POINT_CREATED: ["recoveryPointAgeUnit", "recoveryPointAgeValue"],
  RESTORE_TIME_FOR_RESOURCES_MEET_TARGET: ["maxRestoreTime"],
  RESOURCES_PROTECTED_BY_LOGICALLY_AIR_GAPPED_VAULT: ["recoveryPointAgeUnit", "recoveryPointAgeValue"],
  BACKUP_RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT: ["recoveryPointAgeUnit", "recoveryPointAgeValue"],
};

const framework = checkLaw("backup-framework", ["backup/framework"], `${API}API_CreateFramework.html`, (inputs) => [
  ...longName(inputs["name"]),
  ...noIf(settled(inputs["controls"]) && items(inputs["controls"]).length === 0, CODE, "A framework needs at least one control.", "controls"),
  ...items(inputs["controls"]).map(fields).flatMap((control, index) => {
    const path = `controls[${index}]`;
    const name = text(control["name"]);
    const known = CONTROLS[name ?? ""];
    const parameters = items(control["inputParameters"]).map((one) => text(fields(one)["name"]));
    const scope = fields(control["scope"]);
    return [
      ...oneOf(control["name"], Object.keys(CONTROLS), CODE, `${path}.name`),
      ...parameters.flatMap((one, n) => noIf(known !== undefined && one !== undefined && !known.includes(one), CODE, `Invalid input parameter ${one} for control ${name}.`, `${path}.inputParameters[${n}].name`)),
      ...noIf(repeated(parameters.filter((one) => one !== undefined)).length > 0, CODE, `Repeated input parameter of control ${name}.`, `${path}.inputParameters`),
      ...items(control["inputParameters"]).map(fields).flatMap((one, n) => (/Unit$/.test(text(one["name"]) ?? "") ? oneOf(one["value"], ["hours", "days"], CODE, `${path}.inputParameters[${n}].value`) : [])),
      ...noIf(Object.keys(fields(scope["tags"])).length > 1, CODE, `The scope of control ${name} has more than one tag.`, `${path}.scope.tags`),
      ...noIf(items(scope["complianceResourceIds"]).length > 100, CODE, `The scope of control ${name} has more than 100 resources.`, `${path}.scope.complianceResourceIds`),
    ];
  }),
]);

/** Names of frameworks and report plans. Source: API_CreateFramework: `FrameworkName`. */
function longName(name: Value): Refusal[] {
  const given_ = text(name);
  return noIf(given_ !== undefined && !/^[a-zA-Z][_a-zA-Z0-9]{0,255}$/.test(given_), CODE, `Invalid name ${given_}: 1 to 256 letters, digits and underscores, a letter first.`, "name");
}

const report = checkLaw("backup-report-plan", ["backup/reportPlan"], `${API}API_CreateReportPlan.html`, (inputs) => [
  ...longName(inputs["name"]),
  ...oneOf(fields(inputs["reportSetting"])["reportTemplate"], ["RESOURCE_COMPLIANCE_REPORT", "CONTROL_COMPLIANCE_REPORT", "BACKUP_JOB_REPORT", "COPY_JOB_REPORT", "RESTORE_JOB_REPORT", "SCAN_JOB_REPORT"], CODE, "reportSetting.reportTemplate"),
  ...items(fields(inputs["reportDeliveryChannel"])["formats"]).flatMap((format, index) => oneOf(format, ["CSV", "JSON"], CODE, `reportDeliveryChannel.formats[${index}]`)),
]);

/** Names of restore testing plans and selections. Source: API_RestoreTestingPlanForCreate. */
function shortName(name: Value): Refusal[] {
  const given_ = text(name);
  return noIf(given_ !== undefined && !/^[a-zA-Z0-9_]{1,50}$/.test(given_), CODE, `Invalid name ${given_}: 1 to 50 letters, digits and underscores.`, "name");
}

const testingPlan = checkLaw("backup-restore-testing-plan", ["backup/restoreTestingPlan"], `${API}API_RestoreTestingPlanForCreate.html`, (inputs) => {
  const points = fields(inputs["recoveryPointSelection"]);
  const schedule = text(inputs["scheduleExpression"]);
  const known = settled(inputs["recoveryPointSelection"]) && given(inputs["recoveryPointSelection"]);
  return [
    ...shortName(inputs["name"]),
    ...noIf(schedule !== undefined && schedule !== "" && !/^(cron\(\S+( \S+){5}\)|rate\(.+\))$/.test(schedule), CODE, `Invalid schedule expression: ${schedule}`, "scheduleExpression"),
    ...range(inputs["startWindowHours"], 1, 168, CODE, "startWindowHours"),
    ...oneOf(points["algorithm"], ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"], CODE, "recoveryPointSelection.algorithm"),
    ...range(points["selectionWindowDays"], 1, 365, CODE, "recoveryPointSelection.selectionWindowDays"),
    ...items(points["recoveryPointTypes"]).flatMap((one, index) => oneOf(one, ["SNAPSHOT", "CONTINUOUS"], CODE, `recoveryPointSelection.recoveryPointTypes[${index}]`)),
    ...["recoveryPointTypes", "includeVaults"].flatMap((key) => noIf(known && items(points[key]).length === 0, CODE, `RecoveryPointSelection needs ${key}.`, `recoveryPointSelection.${key}`)),
    ...["includeVaults", "excludeVaults"].flatMap((key) =>
      texts(points[key]).flatMap((vault, index) => noIf(vault !== "*" && !/^arn:aws[a-z-]*:backup:(\*|[a-z0-9-]+):(\*|\d{12}):backup-vault:.+$/.test(vault), CODE, `Invalid backup vault ARN ${vault}`, `recoveryPointSelection.${key}[${index}]`)),
    ),
  ];
});

/** Source: API_RestoreTestingSelectionForCreate: `ProtectedResourceType`. */
const TESTABLE = ["Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"];

const testingSelection = checkLaw("backup-restore-testing-selection", ["backup/restoreTestingSelection"], `${API}API_RestoreTestingSelectionForCreate.html`, (inputs) => {
  const arns = texts(inputs["protectedResourceArns"]);
  const conditions = fields(inputs["protectedResourceConditions"]);
  return [
    ...shortName(inputs["name"]),
    ...oneOf(inputs["protectedResourceType"], TESTABLE, CODE, "protectedResourceType"),
    ...range(inputs["validationWindowHours"], 1, 168, CODE, "validationWindowHours"),
    ...noIf(arns.includes("*") && arns.length > 1, CODE, "ProtectedResourceArns has ARNs or the wildcard, not both.", "protectedResourceArns"),
    ...["stringEquals", "stringNotEquals"].flatMap((kind) => items(conditions[kind]).flatMap((pair, index) => tagKey(fields(pair)["key"], `protectedResourceConditions.${kind}[${index}].key`))),
  ];
});

const testingPlanThere = applyLaw("backup-restore-testing-plan-exists", ["backup/restoreTestingSelection"], `${API}API_CreateRestoreTestingSelection.html`, ({ restoreTestingPlanName }, change) =>
  noIf(given(restoreTestingPlanName) && lookup(change, ["backup/restoreTestingPlan"], restoreTestingPlanName, "name") === undefined, "ResourceNotFoundException", `Restore testing plan ${text(restoreTestingPlanName)} does not exist`, "restoreTestingPlanName"),
);

/** Source: API_DeleteRestoreTestingPlan: "Deletion can only successfully occur if all associated restore testing selections are deleted first." */
const testingPlanEmpty = applyLaw(
  "backup-restore-testing-plan-in-use",
  ["backup/restoreTestingPlan"],
  `${API}API_DeleteRestoreTestingPlan.html`,
  ({ name }, change) => {
    const left = others(change, "backup/restoreTestingSelection").filter((one) => one.inputs["restoreTestingPlanName"] === name);
    return noIf(left.length > 0, "InvalidRequestException", `Restore testing plan ${text(name)} still has selections: ${left.map((one) => text(prop(one, "name"))).join(", ")}`);
  },
  ["delete"],
);

/** Source: Amazon EventBridge Scheduler API Reference, CreateSchedule, FlexibleTimeWindow, RetryPolicy. */
const schedule = checkLaw("scheduler-schedule", ["scheduler/schedule"], "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html", (inputs) => {
  const code = "ValidationException";
  const window = fields(inputs["flexibleTimeWindow"]);
  const expression = text(inputs["scheduleExpression"]);
  const retries = fields(fields(inputs["target"])["retryPolicy"]);
  const name = text(inputs["name"]);
  return [
    ...noIf(name !== undefined && name !== "" && !/^[0-9a-zA-Z-_.]{1,64}$/.test(name), code, `Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]+, at most 64`, "name"),
    ...noIf(expression !== undefined && !/^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minutes?|hours?|days?)\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/.test(expression), code, `Invalid Schedule Expression ${expression}.`, "scheduleExpression"),
    ...oneOf(window["mode"], ["OFF", "FLEXIBLE"], code, "flexibleTimeWindow.mode"),
    ...noIf(window["mode"] === "FLEXIBLE" && absent(window["maximumWindowInMinutes"]), code, "MaximumWindowInMinutes must be provided for a FLEXIBLE time window.", "flexibleTimeWindow.maximumWindowInMinutes"),
    ...noIf(window["mode"] === "OFF" && (num(window["maximumWindowInMinutes"]) ?? 0) > 0, code, "MaximumWindowInMinutes must not be provided when the flexible time window is OFF.", "flexibleTimeWindow.maximumWindowInMinutes"),
    ...range(window["maximumWindowInMinutes"], 1, 1_440, code, "flexibleTimeWindow.maximumWindowInMinutes"),
    ...range(retries["maximumRetryAttempts"], 0, 185, code, "target.retryPolicy.maximumRetryAttempts"),
    ...range(retries["maximumEventAgeInSeconds"], 60, 86_400, code, "target.retryPolicy.maximumEventAgeInSeconds"),
    ...oneOf(inputs["state"], ["ENABLED", "DISABLED"], code, "state"),
    ...oneOf(inputs["actionAfterCompletion"], ["NONE", "DELETE"], code, "actionAfterCompletion"),
  ];
});

const scheduleRole = applyLaw("scheduler-schedule-role", ["scheduler/schedule"], "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html", ({ target }, change) => {
  const arn = text(fields(target)["roleArn"]);
  const role = all(change, "iam/role").find((one) => prop(one, "arn") === arn);
  if (arn === undefined || (role !== undefined && trustsScheduler(role.inputs))) return [];
  return no("ValidationException", `The execution role you provide must allow AWS EventBridge Scheduler to assume the role. (${arn})`, "target.roleArn");
});

function trustsScheduler(role: Props): boolean {
  const document = parsePolicy(role["assumeRolePolicy"]);
  if (document === undefined) return true;
  return document.statements.some((statement) => {
    const service = fields(statement["Principal"])["Service"];
    return statement["Effect"] === "Allow" && [service, ...items(service)].includes("scheduler.amazonaws.com");
  });
}

/** Laws of selections, notifications, audit, restore tests and schedules. */
export const backupLaws: readonly Law[] = [selection, notifications, framework, report, testingPlan, testingSelection, testingPlanThere, testingPlanEmpty, schedule, scheduleRole];
