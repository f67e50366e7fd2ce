/** Settings of buckets: CORS, access logs, encryption, and what lifecycle, replication and Object Lock refuse beyond their shape. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, checkLaw, fields, given, items, noIf, num, oneOf, repeated, settled, text, texts } from "./kit.ts";

const CORS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html";
const LOGGING = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_TargetObjectKeyFormat.html";
const BLOCKED = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_BlockedEncryptionTypes.html";
const TRANSITIONS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
const REPLICATION = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html";
const RETENTION = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DefaultRetention.html";

const wildcards = (value: string): number => value.split("*").length - 1;

const cors = checkLaw("bucket-cors", ["s3/bucketCorsConfiguration", "s3/bucketCorsConfigurationV2"], CORS, (config) => {
  const rules = items(config["corsRules"]).map(fields);
  const ids = rules.map((rule) => text(rule["id"])).filter((id) => id !== undefined && id !== "");
  return [
    ...noIf(rules.length > 100, "MalformedXML", "A CORS configuration has at most 100 rules.", "corsRules"),
    ...noIf(repeated(ids).length > 0, "InvalidRequest", `Rule ids must be unique: ${repeated(ids).join(", ")}`, "corsRules"),
    ...rules.flatMap((rule, index) => corsRule(rule, `corsRules[${index}]`)),
  ];
});

function corsRule(rule: Props, path: string): Refusal[] {
  const methods = texts(rule["allowedMethods"]).filter((method) => !["GET", "PUT", "POST", "DELETE", "HEAD"].includes(method));
  const many = (key: string, word: string) =>
    texts(rule[key]).filter((one) => wildcards(one) > 1).flatMap((one) => noIf(true, "InvalidRequest", `${word} "${one}" can not have more than one wildcard.`, `${path}.${key}`));
  const exposed = texts(rule["exposeHeaders"]).find((one) => one.includes("*"));
  const empty = (key: string) => noIf(Array.isArray(rule[key]) && items(rule[key]).length === 0, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", `${path}.${key}`);
  return [
    ...methods.flatMap((method) => noIf(true, "InvalidRequest", `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`, `${path}.allowedMethods`)),
    ...empty("allowedMethods"),
    ...empty("allowedOrigins"),
    ...many("allowedOrigins", "AllowedOrigin"),
    ...many("allowedHeaders", "AllowedHeader"),
    ...noIf(exposed !== undefined, "InvalidRequest", `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`, `${path}.exposeHeaders`),
    ...noIf((text(rule["id"])?.length ?? 0) > 255, "InvalidRequest", "ID must be less than or equal to 255 characters.", `${path}.id`),
  ];
}

const logging = checkLaw("bucket-logging-format", ["s3/bucketLogging", "s3/bucketLoggingV2"], LOGGING, ({ targetObjectKeyFormat }) => {
  const format = fields(targetObjectKeyFormat);
  return [
    ...noIf(given(format["partitionedPrefix"]) && given(format["simplePrefix"]), "MalformedXML", "Only one of PartitionedPrefix and SimplePrefix may be given.", "targetObjectKeyFormat"),
    ...oneOf(fields(format["partitionedPrefix"])["partitionDateSource"], ["EventTime", "DeliveryTime"], "MalformedXML", "targetObjectKeyFormat.partitionedPrefix.partitionDateSource"),
  ];
});

const blocked = checkLaw("bucket-blocked-encryption", ["s3/bucketServerSideEncryptionConfiguration"], BLOCKED, ({ rules }) =>
  items(rules).flatMap((rule, index) => items(fields(rule)["blockedEncryptionTypes"]).flatMap((one) => oneOf(one, ["SSE-C", "NONE"], "MalformedXML", `rules[${index}].blockedEncryptionTypes`))),
);

const INFREQUENT = ["STANDARD_IA", "ONEZONE_IA"];
const COLD = ["GLACIER", "DEEP_ARCHIVE"];

/** Infrequent access is billed for 30 days at least, so one rule does not move objects on before. */
const order = checkLaw("bucket-lifecycle-order", ["s3/bucketLifecycleConfiguration", "s3/bucketLifecycleConfigurationV2"], TRANSITIONS, ({ rules, transitionDefaultMinimumObjectSize }) => [
  ...oneOf(transitionDefaultMinimumObjectSize ?? "", ["all_storage_classes_128K", "varies_by_storage_class"], "InvalidRequest", "transitionDefaultMinimumObjectSize"),
  ...items(rules).map(fields).flatMap((rule, index) => [
    ...tooSoon(rule["transitions"], "days", `rules[${index}].transitions`),
    ...tooSoon(rule["noncurrentVersionTransitions"], "noncurrentDays", `rules[${index}].noncurrentVersionTransitions`),
  ]),
]);

function tooSoon(transitions: Value, key: string, path: string): Refusal[] {
  const moves = items(transitions).map((one) => ({ storage: text(fields(one)["storageClass"]) ?? "", days: num(fields(one)[key]) }));
  const classes = moves.map(({ storage }) => storage).filter((storage) => storage !== "");
  const first = moves.find(({ storage }) => INFREQUENT.includes(storage));
  const early = moves.find(({ storage, days }) => COLD.includes(storage) && days !== undefined && first?.days !== undefined && days > first.days && days < first.days + 30);
  return [
    ...noIf(repeated(classes).length > 0, "InvalidRequest", `'StorageClass' must be different for '${key}' actions in same 'Rule': ${repeated(classes).join(", ")}`, path),
    ...noIf(early !== undefined, "InvalidArgument", `'Days' in the Transition action for StorageClass '${early?.storage}' must be 30 days more than the Transition action for StorageClass '${first?.storage}'`, path),
  ];
}

const replication = checkLaw("bucket-replication-values", ["s3/bucketReplicationConfig"], REPLICATION, ({ bucket, rules }) =>
  items(rules).map(fields).flatMap((rule, index) => {
    const path = `rules[${index}]`;
    const destination = fields(rule["destination"]);
    const filter = fields(rule["filter"]);
    const tagged = given(filter["tag"]) || Object.keys(fields(fields(filter["and"])["tags"])).length > 0;
    const minutes: Value[] = [fields(fields(destination["replicationTime"])["time"])["minutes"], fields(fields(destination["metrics"])["eventThreshold"])["minutes"]];
    const itself = text(bucket) !== undefined && text(destination["bucket"])?.replace(/^arn:[^:]+:s3:::/, "") === bucket;
    const owner = fields(destination["accessControlTranslation"])["owner"];
    return [
      ...noIf(itself, "InvalidRequest", "Destination bucket cannot be the same as the source bucket.", `${path}.destination.bucket`),
      ...noIf(minutes.some((one) => num(one) !== undefined && num(one) !== 15), "InvalidArgument", "The only valid value of Minutes is 15.", `${path}.destination`),
      ...noIf(tagged && fields(rule["deleteMarkerReplication"])["status"] === "Enabled", "InvalidRequest", "Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.", `${path}.deleteMarkerReplication`),
      ...noIf(given(owner) && absent(destination["account"]), "InvalidRequest", "Account must be specified if AccessControlTranslation is present.", `${path}.destination.account`),
      ...oneOf(destination["storageClass"], ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE"], "MalformedXML", `${path}.destination.storageClass`),
      ...noIf((text(rule["id"])?.length ?? 0) > 255, "InvalidArgument", "ID length should not exceed allowed limit of 255", `${path}.id`),
    ];
  }),
);

const retention = checkLaw("bucket-object-lock-retention", ["s3/bucketObjectLockConfiguration", "s3/bucketObjectLockConfigurationV2"], RETENTION, (config) => {
  const wanted = fields(fields(config["rule"])["defaultRetention"]);
  const set = given(fields(config["rule"])["defaultRetention"]) && settled(wanted);
  const period = (num(wanted["days"]) ?? 0) > 0 || (num(wanted["years"]) ?? 0) > 0;
  return [
    ...oneOf(config["objectLockEnabled"], ["Enabled"], "MalformedXML", "objectLockEnabled"),
    ...noIf(set && (absent(wanted["mode"]) || !period), "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema: DefaultRetention needs Mode and either Days or Years", "rule.defaultRetention"),
  ];
});

/** Laws of the settings of buckets. */
export const s3SettingLaws: readonly Law[] = [cors, logging, blocked, order, replication, retention];
