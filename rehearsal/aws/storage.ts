/** DynamoDB, EFS and AWS Backup. */
import type { Law, Props, Refusal } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, flag, given, items, lookup, noIf, num, oneOf, others, parseArn, prop, range, repeated, settled, text, texts } from "./kit.ts";

const TABLE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html";
const EFS = "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html";
const PLAN = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html";
const LOCK = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html";

const table = checkLaw("dynamodb-table-schema", ["dynamodb/table"], TABLE, (inputs) => {
  if (["restoreSourceName", "restoreSourceTableArn", "restoreBackupArn"].some((key) => !absent(inputs[key]))) return [];
  const code = "ValidationException";
  const attributes = items(inputs["attributes"]).map(fields);
  const names = attributes.map((one) => text(one["name"])).filter((name) => name !== undefined);
  const globals = items(inputs["globalSecondaryIndexes"]).map(fields);
  const locals = items(inputs["localSecondaryIndexes"]).map(fields);
  const parts = [inputs, ...globals, ...locals];
  const used = [...parts.flatMap((one) => texts([one["hashKey"], one["rangeKey"]])), ...globals.flatMap((one) => items(one["keySchemas"]).flatMap((key) => texts([fields(key)["attributeName"]])))].filter((name) => name !== "");
  const known = ["attributes", "hashKey", "rangeKey", "globalSecondaryIndexes", "localSecondaryIndexes"].every((key) => settled(inputs[key]));
  const missing = used.filter((name) => !names.includes(name));
  const unused = names.filter((name) => !used.includes(name!));
  const demand = inputs["billingMode"] === "PAY_PER_REQUEST";
  const indexes = [...globals, ...locals].map((one) => text(one["name"])).filter((name) => name !== undefined);
  return [
    ...noIf(absent(inputs["hashKey"]), code, "One or more parameter values were invalid: No hash key was specified", "hashKey"),
    ...noIf(known && missing.length > 0, code, `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.join(", ")}], AttributeDefinitions: [${names.join(", ")}]`, "attributes"),
    ...noIf(known && unused.length > 0, code, `One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions: ${unused.join(", ")}`, "attributes"),
    ...noIf(repeated(names).length > 0, code, `Duplicate AttributeName in AttributeDefinitions: ${repeated(names).join(", ")}`, "attributes"),
    ...noIf(repeated(indexes).length > 0, code, `One or more parameter values were invalid: Duplicate index name: ${repeated(indexes).join(", ")}`, "globalSecondaryIndexes"),
    ...attributes.flatMap((one, index) => oneOf(one["type"], ["S", "N", "B"], code, `attributes[${index}].type`)),
    ...oneOf(inputs["billingMode"], ["PROVISIONED", "PAY_PER_REQUEST"], code, "billingMode"),
    ...noIf(demand && ((num(inputs["readCapacity"]) ?? 0) > 0 || (num(inputs["writeCapacity"]) ?? 0) > 0), code, "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST", "readCapacity"),
    ...noIf(!demand && settled(inputs["billingMode"]) && settled(inputs["readCapacity"]) && settled(inputs["writeCapacity"]) && !((num(inputs["readCapacity"]) ?? 0) > 0 && (num(inputs["writeCapacity"]) ?? 0) > 0), code, "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED", "readCapacity"),
    ...oneOf(inputs["tableClass"], ["STANDARD", "STANDARD_INFREQUENT_ACCESS"], code, "tableClass"),
    ...oneOf(inputs["streamViewType"], ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"], code, "streamViewType"),
    ...noIf(flag(inputs["streamEnabled"]) === true && absent(inputs["streamViewType"]), code, "One or more parameter values were invalid: StreamViewType is required when the stream is enabled", "streamViewType"),
    ...noIf(locals.length > 0 && absent(inputs["rangeKey"]), code, "One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex", "localSecondaryIndexes"),
    ...noIf(locals.length > 5, code, "One or more parameter values were invalid: Number of LocalSecondaryIndexes exceeds per-table limit of 5", "localSecondaryIndexes"),
    ...range(fields(inputs["pointInTimeRecovery"])["recoveryPeriodInDays"], 1, 35, code, "pointInTimeRecovery.recoveryPeriodInDays"),
    ...[...globals, ...locals].flatMap((one) => projection(one)),
  ];
});

function projection(index: Props): Refusal[] {
  const type = text(index["projectionType"]);
  const extra = items(index["nonKeyAttributes"]).length;
  return [
    ...oneOf(type, ["ALL", "KEYS_ONLY", "INCLUDE"], "ValidationException", "projectionType"),
    ...noIf(type === "INCLUDE" && extra === 0 && settled(index["nonKeyAttributes"]), "ValidationException", `One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified (${text(index["name"])})`, "projectionType"),
    ...noIf(type !== undefined && type !== "INCLUDE" && extra > 0, "ValidationException", `One or more parameter values were invalid: ProjectionType is ${type}, but NonKeyAttributes is specified (${text(index["name"])})`, "projectionType"),
  ];
}

const tableProtected = applyLaw(
  "dynamodb-deletion-protection",
  ["dynamodb/table"],
  "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
  (inputs, change) => noIf(flag({ ...inputs, ...change.olds }["deletionProtectionEnabled"]) === true, "ValidationException", `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. (${change.id})`, "deletionProtectionEnabled"),
  ["delete"],
);

const fileSystem = checkLaw("efs-file-system", ["efs/fileSystem"], EFS, (inputs) => {
  const provisioned = inputs["throughputMode"] === "provisioned";
  return [
    ...oneOf(inputs["performanceMode"], ["generalPurpose", "maxIO"], "BadRequest", "performanceMode"),
    ...oneOf(inputs["throughputMode"], ["bursting", "provisioned", "elastic"], "BadRequest", "throughputMode"),
    ...noIf(provisioned && absent(inputs["provisionedThroughputInMibps"]), "BadRequest", "Provisioned throughput must be specified with throughput mode provisioned.", "provisionedThroughputInMibps"),
    ...noIf(!provisioned && settled(inputs["throughputMode"]) && (num(inputs["provisionedThroughputInMibps"]) ?? 0) > 0, "BadRequest", "Provisioned throughput needs throughput mode provisioned.", "provisionedThroughputInMibps"),
    ...noIf(inputs["throughputMode"] === "elastic" && inputs["performanceMode"] === "maxIO", "BadRequest", "Throughput mode elastic is not supported with performance mode maxIO.", "performanceMode"),
    ...noIf(given(inputs["kmsKeyId"]) && flag(inputs["encrypted"]) !== true && settled(inputs["encrypted"]), "BadRequest", "A KMS key needs an encrypted file system.", "kmsKeyId"),
  ];
});

const mountTarget = applyLaw("efs-mount-target-zone", ["efs/mountTarget"], "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html", (inputs, change) => {
  const zoneOf = (id: unknown) => {
    const subnet = lookup(change, ["ec2/subnet"], typeof id === "string" ? id : undefined);
    return subnet === undefined ? undefined : text(prop(subnet, "availabilityZone"));
  };
  const mine = zoneOf(inputs["subnetId"]);
  const taken = others(change, "efs/mountTarget").some((one) => one.inputs["fileSystemId"] === inputs["fileSystemId"] && mine !== undefined && zoneOf(one.inputs["subnetId"]) === mine);
  return noIf(taken, "MountTargetConflict", `mount target already exists in this AZ (${mine})`, "subnetId");
});

/** Recovery points that move to cold storage stay there for 90 days. */
function lifecycle(value: Props, path: string): Refusal[] {
  const [cold, gone] = [num(value["coldStorageAfter"]), num(value["deleteAfter"])];
  return [
    ...noIf(cold !== undefined && cold > 0 && gone !== undefined && gone > 0 && gone < cold + 90, "InvalidParameterValueException", `Invalid lifecycle. DeleteAfterDays (${gone}) cannot be less than 90 days apart from MoveToColdStorageAfterDays (${cold})`, `${path}.deleteAfter`),
    ...noIf(gone !== undefined && gone < 0, "InvalidParameterValueException", "Invalid lifecycle. DeleteAfterDays must be positive", `${path}.deleteAfter`),
  ];
}

const plan = checkLaw("backup-plan-rules", ["backup/plan"], PLAN, (inputs, change) => {
  const rules = items(inputs["rules"]).map(fields);
  const names = rules.map((rule) => text(rule["ruleName"])).filter((name) => name !== undefined);
  const code = "InvalidParameterValueException";
  return [
    ...noIf(repeated(names).length > 0, code, `Rule names must be unique: ${repeated(names).join(", ")}`, "rules"),
    ...rules.flatMap((rule, index) => {
      const path = `rules[${index}]`;
      const [start, complete] = [num(rule["startWindow"]), num(rule["completionWindow"])];
      const schedule = text(rule["schedule"]);
      const life = fields(rule["lifecycle"]);
      return [
        ...noIf(text(rule["ruleName"]) !== undefined && !/^[a-zA-Z0-9\-_.]{1,50}$/.test(text(rule["ruleName"])!), code, `Invalid rule name: ${text(rule["ruleName"])}`, `${path}.ruleName`),
        ...noIf(start !== undefined && start < 60, code, `Start window ${start} must be at least 60 minutes`, `${path}.startWindow`),
        ...noIf(start !== undefined && complete !== undefined && complete < start + 60, code, `Completion window ${complete} must be at least 60 minutes greater than start window ${start}`, `${path}.completionWindow`),
        ...noIf(schedule !== undefined && schedule !== "" && !/^(cron\(\S+( \S+){5}\)|rate\(.+\))$/.test(schedule), code, `Invalid schedule expression: ${schedule}`, `${path}.schedule`),
        ...lifecycle(life, `${path}.lifecycle`),
        ...noIf(flag(rule["enableContinuousBackup"]) === true && settled(rule["lifecycle"]) && !(num(life["deleteAfter"])! >= 1 && num(life["deleteAfter"])! <= 35), code, "Lifecycle must be specified for backup rule enabled continuous backup: retention between 1 and 35 days", `${path}.lifecycle`),
        ...noIf(flag(rule["enableContinuousBackup"]) === true && (num(life["coldStorageAfter"]) ?? 0) > 0, code, "Continuous backups cannot move to cold storage", `${path}.lifecycle.coldStorageAfter`),
        ...items(rule["copyActions"]).flatMap((copy, n) => lifecycle(fields(fields(copy)["lifecycle"]), `${path}.copyActions[${n}].lifecycle`)),
      ];
    }),
    ...noIf(rules.length === 0 && settled(inputs["rules"]), code, "A backup plan needs at least one rule.", "rules"),
    ...rules.flatMap((rule, index) =>
      items(rule["copyActions"]).flatMap((copy, n) => {
        const arn = parseArn(fields(copy)["destinationVaultArn"]);
        const same = arn !== undefined && arn.region === change.region && arn.account === change.account && arn.resource === `backup-vault:${text(rule["targetVaultName"])}`;
        return noIf(same, code, "The destination vault of a copy must not be the vault of the rule", `rules[${index}].copyActions[${n}].destinationVaultArn`);
      }),
    ),
  ];
});

const vaultLock = checkLaw("backup-vault-lock", ["backup/vaultLockConfiguration"], LOCK, (inputs) => {
  const [least, most, grace] = [num(inputs["minRetentionDays"]), num(inputs["maxRetentionDays"]), num(inputs["changeableForDays"])];
  return [
    ...noIf(grace !== undefined && grace < 3, "InvalidParameterValueException", `ChangeableForDays ${grace} must be at least 3`, "changeableForDays"),
    ...noIf(least !== undefined && least < 1, "InvalidParameterValueException", `MinRetentionDays ${least} must be at least 1`, "minRetentionDays"),
    ...noIf(most !== undefined && (most < 1 || most > 36500), "InvalidParameterValueException", `MaxRetentionDays ${most} must be between 1 and 36500`, "maxRetentionDays"),
    ...noIf(least !== undefined && most !== undefined && least > most, "InvalidParameterValueException", `MinRetentionDays ${least} must not be greater than MaxRetentionDays ${most}`, "maxRetentionDays"),
  ];
});

/** Laws of tables, file systems and backups. */
export const storageLaws: readonly Law[] = [table, tableProtected, fileSystem, mountTarget, plan, vaultLock];
