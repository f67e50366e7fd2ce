/** CloudTrail's selectors, AWS Config, and what EventBridge rules may say. */
import type { Change, Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, oneOf, others, parseArn, prop, settled, text, texts } from "./kit.ts";
import { allows, parsePolicy } from "./policy-document.ts";

const SELECTORS = "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html";
const TRAIL_LIMITS = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html";
const TRAIL_KEY = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html";
const RECORDER = "https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationRecorder.html";
const CHANNEL = "https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html";
const CHANNEL_DELETE = "https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteDeliveryChannel.html";
const START = "https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html";
const CONFIG_RULE = "https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html";
const EVENT_RULE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html";

const EVENT_SELECTORS = "InvalidEventSelectorsException";
const INVALID_PARAMETER = "InvalidParameterValueException";

const OPERATORS = ["equals", "startsWiths", "endsWiths", "notEquals", "notStartsWiths", "notEndsWiths"];
const CATEGORIES = ["Management", "Data", "NetworkActivity"];
const FIELDS = ["readOnly", "eventSource", "eventName", "eventCategory", "eventType", "resources.type", "resources.ARN", "errorCode", "vpcEndpointId", "userIdentity.arn", "sessionCredentialFromConsole"];
/** Fields that take nothing but `Equals`. */
const EQUALS_ONLY = ["eventCategory", "readOnly", "resources.type"];
const MOST_SELECTOR_VALUES = 500;
const MOST_TRAILS = 5;

const selectors = checkLaw("trail-advanced-selectors", ["cloudtrail/trail"], SELECTORS, ({ advancedEventSelectors }) => {
  if (!settledShape(advancedEventSelectors)) return [];
  const list = items(advancedEventSelectors).map((selector) => items(fields(selector)["fieldSelectors"]).map(fields));
  const values = list.flat().reduce((sum, field) => sum + OPERATORS.reduce((count, operator) => count + items(field[operator]).length, 0), 0);
  return [
    ...noIf(values > MOST_SELECTOR_VALUES, EVENT_SELECTORS, `The number of values in all advanced event selectors is ${values}; it is at most ${MOST_SELECTOR_VALUES}.`, "advancedEventSelectors"),
    ...list.flatMap((one, index) => selector(one, `advancedEventSelectors[${index}].fieldSelectors`)),
  ];
});

/** Whether the names of the fields are all known; values may still be unknown. */
function settledShape(value: Value): boolean {
  return Array.isArray(value) && value.every((one) => Array.isArray(fields(one)["fieldSelectors"]) && items(fields(one)["fieldSelectors"]).every((field) => text(fields(field)["field"]) !== undefined));
}

function selector(list: readonly Props[], path: string): Refusal[] {
  const named = (name: string): Props | undefined => list.find((field) => field["field"] === name);
  const categories = texts(named("eventCategory")?.["equals"]);
  const category = categories[0];
  return [
    ...list.flatMap((field, index) => oneOf(field["field"], FIELDS, EVENT_SELECTORS, `${path}[${index}].field`)),
    ...noIf(named("eventCategory") === undefined, EVENT_SELECTORS, "Each advanced event selector must have a field selector for eventCategory.", path),
    ...noIf(categories.length > 1, EVENT_SELECTORS, "The field eventCategory takes one value.", path),
    ...(category === undefined ? [] : oneOf(category, CATEGORIES, EVENT_SELECTORS, path)),
    ...noIf(category === "Data" && named("resources.type") === undefined, EVENT_SELECTORS, "Advanced event selectors for data events must have a field selector for resources.type.", path),
    ...noIf(texts(named("resources.type")?.["equals"]).length > 1, EVENT_SELECTORS, "The field resources.type takes one value a selector.", path),
    ...list.flatMap((field, index) => noIf(EQUALS_ONLY.includes(text(field["field"]) ?? "") && OPERATORS.slice(1).some((operator) => given(field[operator])), EVENT_SELECTORS, `The field ${text(field["field"])} takes only Equals.`, `${path}[${index}]`)),
    ...list.flatMap((field, index) => noIf(OPERATORS.every((operator) => absent(field[operator]) || (Array.isArray(field[operator]) && items(field[operator]).length === 0)), EVENT_SELECTORS, `The field ${text(field["field"])} has no operator.`, `${path}[${index}]`)),
  ];
}

const trails = applyLaw("trails-per-region", ["cloudtrail/trail"], TRAIL_LIMITS, (_, change) =>
  noIf(change.operation === "create" && others(change, "cloudtrail/trail").length >= MOST_TRAILS, "MaximumNumberOfTrailsExceededException", `User: ${change.account} already has ${MOST_TRAILS} trails in ${change.region}.`),
);

/** Whether a key's policy lets a service encrypt with it; undefined where the key is not in the world, or its policy unreadable. */
function encryptsFor(change: Change, value: Value, service: string): boolean | undefined {
  const key = lookup(change, ["kms/key", "kms/replicaKey"], value, "arn", "keyId");
  if (key === undefined) return undefined;
  const later = all(change, "kms/keyPolicy").find((one) => [key.id, prop(key, "keyId"), prop(key, "arn")].includes(one.inputs["keyId"]));
  return parsePolicy(later?.inputs["policy"] ?? prop(key, "policy"))?.statements.some((statement) => names(statement, service) && allows(statement, "kms:GenerateDataKey"));
}

function names(statement: Props, service: string): boolean {
  const principal: Value = statement["Principal"];
  const named = fields(principal)["Service"];
  return principal === "*" || fields(principal)["AWS"] === "*" || named === service || texts(named).includes(service);
}

const trailKey = applyLaw("trail-key-policy", ["cloudtrail/trail"], TRAIL_KEY, ({ kmsKeyId, s3BucketName }, change) =>
  noIf(encryptsFor(change, kmsKeyId, "cloudtrail.amazonaws.com") === false, "InsufficientEncryptionPolicyException", `Insufficient permissions to access S3 bucket ${text(s3BucketName)} or KMS key ${text(kmsKeyId)}.`, "kmsKeyId"),
);

const recorder = checkLaw("config-recorder-values", ["cfg/recorder"], RECORDER, (inputs) => {
  const group = fields(inputs["recordingGroup"]);
  const everything = flag(group["allSupported"]) ?? true;
  const known = settled(group["allSupported"]);
  return [
    ...noIf(known && everything && items(group["resourceTypes"]).length > 0, "InvalidRecordingGroupException", "The recording group provided is not valid: AllSupported is true, so no resource types can be listed.", "recordingGroup.resourceTypes"),
    ...noIf(known && !everything && flag(group["includeGlobalResourceTypes"]) === true, "InvalidRecordingGroupException", "The recording group provided is not valid: includeGlobalResourceTypes needs allSupported.", "recordingGroup.includeGlobalResourceTypes"),
    ...items(group["recordingStrategies"]).flatMap((one, index) => oneOf(fields(one)["useOnly"], ["ALL_SUPPORTED_RESOURCE_TYPES", "INCLUSION_BY_RESOURCE_TYPES", "EXCLUSION_BY_RESOURCE_TYPES"], "ValidationException", `recordingGroup.recordingStrategies[${index}].useOnly`)),
    ...oneOf(fields(inputs["recordingMode"])["recordingFrequency"], ["CONTINUOUS", "DAILY"], "ValidationException", "recordingMode.recordingFrequency"),
    ...noIf((text(inputs["name"])?.length ?? 0) > 256, "InvalidConfigurationRecorderNameException", "The name of a configuration recorder has at most 256 characters.", "name"),
  ];
});

const oneRecorder = applyLaw("config-one-a-region", ["cfg/recorder", "cfg/deliveryChannel"], RECORDER, ({ name }, change) => {
  if (change.operation !== "create") return [];
  const channel = change.token.includes("deliveryChannel");
  const there = others(change, channel ? "cfg/deliveryChannel" : "cfg/recorder").some((one) => prop(one, "name") !== name);
  return noIf(
    there,
    channel ? "MaxNumberOfDeliveryChannelsExceededException" : "MaxNumberOfConfigurationRecordersExceededException",
    `Failed to put ${channel ? "delivery channel" : "configuration recorder"} '${text(name)}' because the maximum number of ${channel ? "delivery channels" : "configuration recorders"}: 1 is reached.`,
  );
});

const channel = checkLaw("config-channel-values", ["cfg/deliveryChannel"], CHANNEL, (inputs) => [
  ...oneOf(fields(inputs["snapshotDeliveryProperties"])["deliveryFrequency"], ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"], "ValidationException", "snapshotDeliveryProperties.deliveryFrequency"),
  ...noIf(text(inputs["s3KmsKeyArn"]) !== undefined && inputs["s3KmsKeyArn"] !== "" && parseArn(inputs["s3KmsKeyArn"])?.service !== "kms", "InvalidS3KmsKeyArnException", `The arn '${text(inputs["s3KmsKeyArn"])}' is not a valid kms key or alias arn.`, "s3KmsKeyArn"),
]);

/** Config tries its channel when it is made: there must be a recorder, a bucket, and leave to write to it. */
const delivery = applyLaw("config-channel-delivers", ["cfg/deliveryChannel"], CHANNEL, (inputs, change) => {
  const [made] = others(change, "cfg/recorder");
  if (made === undefined) return no("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put delivery channel.");
  const name = text(inputs["s3BucketName"]);
  const bucket = all(change, "s3/bucket", "s3/bucketV2").find((one) => one.id === name || prop(one, "bucket") === name);
  if (bucket === undefined) return noIf(name !== undefined, "NoSuchBucketException", `Cannot find a S3 bucket with an empty bucket name or it does not exist: '${name}'.`, "s3BucketName");
  // A role of one's own may have the right itself; the service-linked role writes as the service.
  if (text(prop(made, "roleArn"))?.includes(":role/aws-service-role/") !== true) return [];
  const policies: Value[] = [...all(change, "s3/bucketPolicy").filter((one) => one.inputs["bucket"] === bucket.id).map((one) => one.inputs["policy"]), bucket.inputs["policy"]];
  const admitted = policies.some((policy) => parsePolicy(policy)?.statements.some((statement) => statement["Effect"] === "Allow" && names(statement, "config.amazonaws.com")) === true);
  return noIf(!admitted || encryptsFor(change, inputs["s3KmsKeyArn"], "config.amazonaws.com") === false, "InsufficientDeliveryPolicyException", `Insufficient delivery policy to s3 bucket: ${name}, unable to write to bucket, provided s3 key prefix is '${text(inputs["s3KeyPrefix"]) ?? "null"}'.`, "s3BucketName");
});

const recording = applyLaw("config-recording-needs-channel", ["cfg/recorderStatus"], START, ({ name, isEnabled }, change) => {
  if (lookup(change, ["cfg/recorder"], name, "name") === undefined) return noIf(text(name) !== undefined, "NoSuchConfigurationRecorderException", `Cannot find configuration recorder with the specified name '${text(name)}'.`, "name");
  return noIf(flag(isEnabled) === true && others(change, "cfg/deliveryChannel").length === 0, "NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.", "isEnabled");
});

const lastChannel = applyLaw(
  "config-channel-in-use",
  ["cfg/deliveryChannel"],
  CHANNEL_DELETE,
  (_, change) => noIf(running(change), "LastDeliveryChannelDeleteFailedException", `Failed to delete last specified delivery channel with name '${change.id}', because there is a running configuration recorder.`),
  ["delete"],
);

function running(change: Change): boolean {
  return others(change, "cfg/recorderStatus").some((one) => flag(prop(one, "isEnabled")) === true);
}

const FREQUENCIES = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];

const rule = checkLaw("config-rule-values", ["cfg/rule"], CONFIG_RULE, (inputs) => {
  const source = fields(inputs["source"]);
  const scope = fields(inputs["scope"]);
  const owner = text(source["owner"]);
  const identifier = text(source["sourceIdentifier"]);
  const parameters = text(inputs["inputParameters"]);
  const parsed = parameters === undefined || parameters === "" ? {} : object(parameters);
  return [
    ...oneOf(source["owner"], ["AWS", "CUSTOM_LAMBDA", "CUSTOM_POLICY"], "ValidationException", "source.owner"),
    ...noIf(owner === "AWS" && identifier !== undefined && !/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(identifier), INVALID_PARAMETER, `The sourceIdentifier ${identifier} is invalid. Please refer to the documentation for a list of valid sourceIdentifiers that can be used when AWS is the Owner.`, "source.sourceIdentifier"),
    ...noIf(owner === "AWS" && absent(source["sourceIdentifier"]), INVALID_PARAMETER, "The sourceIdentifier is required when AWS is the Owner.", "source.sourceIdentifier"),
    ...noIf(owner === "AWS" && items(source["sourceDetails"]).length > 0, INVALID_PARAMETER, "SourceDetails should be null/empty if the owner is AWS.", "source.sourceDetails"),
    ...noIf(owner === "CUSTOM_LAMBDA" && identifier !== undefined && parseArn(identifier)?.service !== "lambda", INVALID_PARAMETER, `The source identifier ${identifier} must be the ARN of a Lambda function if the owner is CUSTOM_LAMBDA.`, "source.sourceIdentifier"),
    ...noIf(owner === "CUSTOM_LAMBDA" && settled(source["sourceDetails"]) && items(source["sourceDetails"]).length === 0, INVALID_PARAMETER, "SourceDetails should not be null/empty if the owner is CUSTOM_LAMBDA.", "source.sourceDetails"),
    ...noIf(owner === "CUSTOM_POLICY" && absent(source["customPolicyDetails"]), INVALID_PARAMETER, "CustomPolicyDetails are required if the owner is CUSTOM_POLICY.", "source.customPolicyDetails"),
    ...noIf(parsed === undefined, INVALID_PARAMETER, `Input parameters are no JSON object: ${parameters}`, "inputParameters"),
    ...noIf((parameters?.length ?? 0) > 1_024, "ValidationException", "Value at 'configRule.inputParameters' failed to satisfy constraint: Member must have length less than or equal to 1024", "inputParameters"),
    ...noIf((text(inputs["description"])?.length ?? 0) > 256, "ValidationException", "Value at 'configRule.description' failed to satisfy constraint: Member must have length less than or equal to 256", "description"),
    ...noIf((text(inputs["name"])?.length ?? 0) > 128, "ValidationException", "Value at 'configRule.configRuleName' failed to satisfy constraint: Member must have length less than or equal to 128", "name"),
    ...oneOf(inputs["maximumExecutionFrequency"], FREQUENCIES, "ValidationException", "maximumExecutionFrequency"),
    ...items(inputs["evaluationModes"]).flatMap((one, index) => oneOf(fields(one)["mode"], ["DETECTIVE", "PROACTIVE"], "ValidationException", `evaluationModes[${index}].mode`)),
    ...noIf(given(scope["complianceResourceId"]) && settled(scope["complianceResourceTypes"]) && items(scope["complianceResourceTypes"]).length !== 1, INVALID_PARAMETER, "A resource id in the scope goes with exactly one resource type.", "scope.complianceResourceId"),
    ...noIf(given(scope["tagValue"]) && absent(scope["tagKey"]), INVALID_PARAMETER, "A tag value in the scope goes with a tag key.", "scope.tagValue"),
  ];
});

function object(written: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(written);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const ruleRecorder = applyLaw("config-rule-needs-recorder", ["cfg/rule"], "https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html", (_, change) =>
  noIf(others(change, "cfg/recorder").length === 0, "NoAvailableConfigurationRecorderException", "Configuration Recorder is not available to put config rule."),
);

/** Characters of a pattern; white space counts too. Source: Amazon EventBridge API Reference, PutRule, EventPattern. */
const MOST_PATTERN = 4_096;

const ruleState = checkLaw("event-rule-state", ["cloudwatch/eventRule"], EVENT_RULE, (inputs) => [
  ...oneOf(inputs["state"], ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"], "ValidationException", "state"),
  ...noIf(inputs["state"] === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" && given(inputs["scheduleExpression"]), "ValidationException", "State ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS is not supported with a ScheduleExpression.", "state"),
  ...noIf((text(inputs["eventPattern"])?.length ?? 0) > MOST_PATTERN, "ValidationException", `Value at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to ${MOST_PATTERN}`, "eventPattern"),
]);

/** Laws of trails and of AWS Config. */
export const auditLaws: readonly Law[] = [selectors, trails, trailKey, recorder, oneRecorder, channel, delivery, recording, lastChannel, rule, ruleRecorder, ruleState];
