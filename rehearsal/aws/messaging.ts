/** Secrets Manager, SNS and SQS. */
import type { Law, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, no, noIf, num, oneOf, others, parseArn, prop, range, repeated, settled, text, token } from "./kit.ts";

const SECRET = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html";
const ROTATION = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html";
const QUEUE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";
const TOPIC = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html";

const secret = checkLaw("secret-values", ["secretsmanager/secret"], SECRET, (inputs, change) => {
  const window = num(inputs["recoveryWindowInDays"]);
  const regions = items(inputs["replicas"]).map((replica) => text(fields(replica)["region"])).filter((region) => region !== undefined);
  return [
    ...noIf(window !== undefined && window !== 0 && (window < 7 || window > 30), "InvalidParameterException", `The RecoveryWindowInDays value must be between 7 and 30 days (inclusive), or 0 to delete at once: ${window}`, "recoveryWindowInDays"),
    ...noIf((text(inputs["description"])?.length ?? 0) > 2048, "ValidationException", "The description has at most 2048 characters.", "description"),
    ...noIf(regions.includes(change.region), "InvalidParameterException", "Invalid replica region. The replica Region must be another than the primary's.", "replicas"),
    ...noIf(repeated(regions).length > 0, "InvalidParameterException", `A replica Region is given more than once: ${repeated(regions).join(", ")}`, "replicas"),
  ];
});

const version = checkLaw("secret-version-value", ["secretsmanager/secretVersion"], "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html", (inputs) => [
  ...noIf(given(inputs["secretString"]) && given(inputs["secretBinary"]), "InvalidParameterException", "You can't specify both a binary secret value and a string secret value in the same secret.", "secretBinary"),
  ...noIf((text(inputs["secretString"])?.length ?? 0) > 65536, "ValidationException", "The secret value is at most 65536 bytes.", "secretString"),
]);

const rotation = checkLaw("secret-rotation-rules", ["secretsmanager/secretRotation"], ROTATION, (inputs) => {
  const rules = fields(inputs["rotationRules"]);
  const schedule = text(rules["scheduleExpression"]);
  const days = num(rules["automaticallyAfterDays"]);
  return [
    ...noIf(absent(rules["automaticallyAfterDays"]) && absent(rules["scheduleExpression"]) && settled(inputs["rotationRules"]) && given(inputs["rotationRules"]), "InvalidParameterException", "Rotation rules need AutomaticallyAfterDays or ScheduleExpression.", "rotationRules"),
    ...noIf(given(rules["automaticallyAfterDays"]) && days !== 0 && given(rules["scheduleExpression"]), "InvalidParameterException", "You can't specify both AutomaticallyAfterDays and ScheduleExpression.", "rotationRules"),
    ...noIf(days !== undefined && days !== 0 && (days < 1 || days > 1000), "InvalidParameterException", `AutomaticallyAfterDays ${days} must be between 1 and 1000.`, "rotationRules.automaticallyAfterDays"),
    ...noIf(schedule !== undefined && schedule !== "" && !/^(rate\(\d+ (hours?|days?)\)|cron\([^)]+\))$/.test(schedule), "InvalidParameterException", `The schedule expression is not valid: ${schedule}`, "rotationRules.scheduleExpression"),
    ...noIf(text(rules["duration"]) !== undefined && rules["duration"] !== "" && !/^\d{1,2}h$/.test(text(rules["duration"])!), "InvalidParameterException", `The duration is not valid: ${text(rules["duration"])}`, "rotationRules.duration"),
  ];
});

function json(value: Value): Record<string, Value> | undefined {
  const written = text(value);
  if (written === undefined) return undefined;
  try {
    return fields(JSON.parse(written) as Value);
  } catch {
    return undefined;
  }
}

/** Refuses text that is given but is no JSON object. */
function jsonText(value: Value, code: string, property: string, message: string): Refusal[] {
  return noIf(text(value) !== undefined && value !== "" && json(value) === undefined, code, message, property);
}

const queue = checkLaw("queue-attributes", ["sqs/queue"], QUEUE, (inputs) => {
  const code = "InvalidAttributeValue";
  const fifo = flag(inputs["fifoQueue"]) === true || !settled(inputs["fifoQueue"]);
  const redrive = json(inputs["redrivePolicy"]);
  const count = redrive === undefined ? undefined : num(redrive["maxReceiveCount"]);
  return [
    ...range(inputs["visibilityTimeoutSeconds"], 0, 43200, code, "visibilityTimeoutSeconds", "Invalid value for the parameter VisibilityTimeout."),
    ...range(inputs["messageRetentionSeconds"], 60, 1209600, code, "messageRetentionSeconds", "Invalid value for the parameter MessageRetentionPeriod."),
    ...range(inputs["maxMessageSize"], 1024, 1048576, code, "maxMessageSize", "Invalid value for the parameter MaximumMessageSize."),
    ...range(inputs["delaySeconds"], 0, 900, code, "delaySeconds", "Invalid value for the parameter DelaySeconds."),
    ...range(inputs["receiveWaitTimeSeconds"], 0, 20, code, "receiveWaitTimeSeconds", "Invalid value for the parameter ReceiveMessageWaitTimeSeconds."),
    ...range(inputs["kmsDataKeyReusePeriodSeconds"], 60, 86400, code, "kmsDataKeyReusePeriodSeconds", "Invalid value for the parameter KmsDataKeyReusePeriodSeconds."),
    ...noIf(flag(inputs["contentBasedDeduplication"]) === true && !fifo, "InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication: it is for FIFO queues.", "contentBasedDeduplication"),
    ...oneOf(inputs["deduplicationScope"], ["messageGroup", "queue"], code, "deduplicationScope"),
    ...oneOf(inputs["fifoThroughputLimit"], ["perQueue", "perMessageGroupId"], code, "fifoThroughputLimit"),
    ...noIf(flag(inputs["sqsManagedSseEnabled"]) === true && given(inputs["kmsMasterKeyId"]), code, "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.", "kmsMasterKeyId"),
    ...jsonText(inputs["redrivePolicy"], "InvalidParameterValue", "redrivePolicy", "Value for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map."),
    ...noIf(redrive !== undefined && count === undefined && settled(redrive["maxReceiveCount"]), "InvalidParameterValue", "Value for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.", "redrivePolicy"),
    ...noIf(count !== undefined && (count < 1 || count > 1000), "InvalidParameterValue", `Value ${count} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: it must be between 1 and 1000.`, "redrivePolicy"),
  ];
});

const deadLetters = applyLaw("queue-dead-letter-target", ["sqs/queue", "sqs/redrivePolicy"], "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html", (inputs, change) => {
  const target = text(json(inputs["redrivePolicy"])?.["deadLetterTargetArn"]);
  const arn = parseArn(target);
  if (target === undefined || arn === undefined || arn.account !== change.account) return [];
  const found = all(change, "sqs/queue").find((one) => prop(one, "arn") === target);
  const why = arn.region !== change.region || found === undefined ? "Dead letter target does not exist." : "Dead-letter queue must be same type of queue as the source.";
  const source = change.token === token("sqs/queue") ? flag(inputs["fifoQueue"]) === true : undefined;
  const mixed = found !== undefined && source !== undefined && (flag(prop(found, "fifoQueue")) === true) !== source;
  return noIf(arn.region !== change.region || found === undefined || mixed, "InvalidParameterValue", `Value ${text(inputs["redrivePolicy"])} for parameter RedrivePolicy is invalid. Reason: ${why}`, "redrivePolicy");
});

/** SQS and SNS hand out the existing thing again when the same one is asked for, and refuse one that differs. */
const twice = applyLaw("queue-or-topic-with-other-attributes", ["sqs/queue", "sns/topic"], QUEUE, (inputs, change) => {
  const queue_ = change.token === token("sqs/queue");
  if (change.operation !== "create" || text(inputs["name"]) === undefined) return [];
  const twin = others(change, queue_ ? "sqs/queue" : "sns/topic").find((one) => prop(one, "name") === inputs["name"]);
  const keys = [...new Set([...Object.keys(inputs), ...Object.keys(twin?.inputs ?? {})])].filter((key) => !["name", "tags", "region"].includes(key));
  const differing = twin === undefined ? undefined : keys.find((key) => JSON.stringify(twin.inputs[key] ?? null) !== JSON.stringify(inputs[key] ?? null));
  if (differing === undefined) return [];
  return queue_
    ? no("QueueAlreadyExists", `A queue already exists with the same name and a different value for attribute ${differing}`, "name")
    : no("InvalidParameter", "Invalid parameter: Attributes Reason: Topic already exists with different attributes", "name");
});

const fifoSubscriber = applyLaw("topic-of-the-queue-kind", ["sns/topicSubscription"], TOPIC, ({ topic: arn, protocol, endpoint }) =>
  noIf(protocol === "sqs" && text(endpoint)?.endsWith(".fifo") === true && text(arn) !== undefined && !text(arn)!.endsWith(".fifo"), "InvalidParameter", "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics", "endpoint"),
);

/** Functions that another service installs, from the Serverless Application Repository or a stack, are not in the world. */
const rotator = applyLaw("secret-rotation-function", ["secretsmanager/secretRotation"], "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html", ({ rotationLambdaArn }, change) => {
  const arn = parseArn(rotationLambdaArn);
  const elsewhere = arn?.account !== change.account || others(change, "serverlessrepository/cloudFormationStack", "cloudformation/stack").length > 0;
  const found = all(change, "lambda/function").some((one) => text(rotationLambdaArn)?.startsWith(text(prop(one, "arn")) ?? "-") === true);
  return noIf(arn !== undefined && !elsewhere && !found, "AccessDeniedException", "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.", "rotationLambdaArn");
});

const topic = checkLaw("topic-attributes", ["sns/topic"], "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html", (inputs) => [
  ...noIf((text(inputs["displayName"])?.length ?? 0) > 100, "InvalidParameter", "Invalid parameter: DisplayName has at most 100 characters", "displayName"),
  ...oneOf(inputs["signatureVersion"], [1, 2], "InvalidParameter", "signatureVersion"),
  ...oneOf(inputs["tracingConfig"], ["PassThrough", "Active"], "InvalidParameter", "tracingConfig"),
  ...noIf(flag(inputs["contentBasedDeduplication"]) === true && flag(inputs["fifoTopic"]) !== true && settled(inputs["fifoTopic"]), "InvalidParameter", "Invalid parameter: ContentBasedDeduplication is for FIFO topics", "contentBasedDeduplication"),
  ...jsonText(inputs["deliveryPolicy"], "InvalidParameter", "deliveryPolicy", "Invalid parameter: DeliveryPolicy: failed to parse JSON."),
]);

const subscription = checkLaw("topic-subscription", ["sns/topicSubscription"], TOPIC, (inputs) => {
  const protocol = text(inputs["protocol"]);
  const endpoint = text(inputs["endpoint"]);
  const arn = parseArn(endpoint);
  const wrong =
    endpoint !== undefined &&
    ((protocol === "email" || protocol === "email-json" ? !/^[^@\s]+@[^@\s]+$/.test(endpoint) : false) ||
      (protocol === "https" && !endpoint.startsWith("https://")) ||
      (protocol === "http" && !endpoint.startsWith("http://")) ||
      (protocol === "sqs" && arn?.service !== "sqs") ||
      (protocol === "lambda" && arn?.service !== "lambda") ||
      (protocol === "firehose" && arn?.service !== "firehose"));
  return [
    ...oneOf(protocol, ["sqs", "sms", "lambda", "firehose", "application", "email", "email-json", "http", "https"], "InvalidParameter", "protocol", `Invalid parameter: Amazon SNS does not support this protocol string: ${protocol}`),
    ...noIf(wrong, "InvalidParameter", `Invalid parameter: Endpoint Reason: ${protocol} does not take ${endpoint}`, "endpoint"),
    ...noIf(protocol === "firehose" && absent(inputs["subscriptionRoleArn"]), "InvalidParameter", "Invalid parameter: Attributes Reason: SubscriptionRoleArn is required for firehose subscriptions", "subscriptionRoleArn"),
    ...jsonText(inputs["filterPolicy"], "InvalidParameter", "filterPolicy", "Invalid parameter: FilterPolicy: failed to parse JSON."),
    ...jsonText(inputs["redrivePolicy"], "InvalidParameter", "redrivePolicy", "Invalid parameter: RedrivePolicy: failed to parse JSON."),
    ...oneOf(inputs["filterPolicyScope"], ["MessageAttributes", "MessageBody"], "InvalidParameter", "filterPolicyScope"),
  ];
});

/** Laws of secrets, queues and topics. */
export const messagingLaws: readonly Law[] = [secret, version, rotation, rotator, queue, deadLetters, twice, topic, subscription, fifoSubscriber];
