/** Queues, topics, event rules and schedules: what goes only with some of them. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, checkLaw, fields, flag, given, no, noIf, oneOf, parseArn, settled, text, texts } from "./kit.ts";

const QUEUE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";
const SUBSCRIBE = "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html";
const SCHEDULES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html";
const PATTERNS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html";
const TARGETS = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html";
const SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html";

function parsed(value: Value): Value {
  try {
    return JSON.parse(text(value) ?? "") as Value;
  } catch {
    return undefined;
  }
}

const fifo = checkLaw("queue-fifo-attributes", ["sqs/queue"], QUEUE, (queue) => {
  const standard = flag(queue["fifoQueue"]) !== true && settled(queue["fifoQueue"]);
  return [
    ...["deduplicationScope", "fifoThroughputLimit"].flatMap((key) => noIf(standard && given(queue[key]), "InvalidAttributeName", `Unknown Attribute ${key}: it is for FIFO queues.`, key)),
    ...noIf(queue["fifoThroughputLimit"] === "perMessageGroupId" && settled(queue["deduplicationScope"]) && queue["deduplicationScope"] !== "messageGroup", "InvalidAttributeValue", "The value perMessageGroupId of FifoThroughputLimit is allowed only when DeduplicationScope is messageGroup.", "fifoThroughputLimit"),
  ];
});

function redriveAllow(value: Value, property: string): Refusal[] {
  const policy = fields(parsed(value));
  const permission = policy["redrivePermission"];
  const sources = texts(policy["sourceQueueArns"]);
  const code = "InvalidParameterValue";
  if (!given(value) || Object.keys(policy).length === 0) return [];
  return [
    ...oneOf(permission, ["allowAll", "denyAll", "byQueue"], code, property, `Value ${text(value)} for parameter RedriveAllowPolicy is invalid. Reason: Invalid value for redrivePermission.`),
    ...noIf(permission === "byQueue" && sources.length === 0, code, "Value for parameter RedriveAllowPolicy is invalid. Reason: sourceQueueArns is required when redrivePermission is byQueue.", property),
    ...noIf((permission === "allowAll" || permission === "denyAll") && sources.length > 0, code, "Value for parameter RedriveAllowPolicy is invalid. Reason: sourceQueueArns is only for redrivePermission byQueue.", property),
    ...noIf(sources.length > 10, code, "Value for parameter RedriveAllowPolicy is invalid. Reason: at most 10 source queues may be named.", property),
  ];
}

const redrive = checkLaw("queue-redrive-allow", ["sqs/queue", "sqs/redriveAllowPolicy"], QUEUE, ({ redriveAllowPolicy }) => redriveAllow(redriveAllowPolicy, "redriveAllowPolicy"));

/** Protocols that keep no order. */
const UNORDERED = ["email", "email-json", "sms", "http", "https", "application"];

const subscriptions = checkLaw("topic-subscription-protocols", ["sns/topicSubscription"], SUBSCRIBE, (subscription) => {
  const protocol = text(subscription["protocol"]) ?? "";
  const endpoint = text(subscription["endpoint"]);
  const raw = flag(subscription["rawMessageDelivery"]) === true;
  return [
    ...noIf(text(subscription["topic"])?.endsWith(".fifo") === true && UNORDERED.includes(protocol), "InvalidParameter", `Invalid parameter: Invalid protocol type: ${protocol}`, "protocol"),
    ...noIf(raw && ["email", "email-json", "sms", "lambda", "application"].includes(protocol), "InvalidParameter", `Invalid parameter: RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`, "rawMessageDelivery"),
    ...noIf(protocol === "sms" && endpoint !== undefined && !/^\+?[\d\s().-]{4,}$/.test(endpoint), "InvalidParameter", `Invalid parameter: Invalid SMS endpoint: ${endpoint}`, "endpoint"),
  ];
});

/** Whether a cron expression of six fields leaves exactly one of its two fields for days open. */
function daysOpen(expression: string): boolean {
  const [, , month, , week] = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  return month === undefined || week === undefined || (month === "?") !== (week === "?");
}

const cron = checkLaw("cron-one-kind-of-day", ["cloudwatch/eventRule", "scheduler/schedule"], SCHEDULES, ({ scheduleExpression }, change) => {
  const expression = text(scheduleExpression);
  const message = change.token.includes("scheduler") ? `Invalid Schedule Expression ${expression}.` : "Parameter ScheduleExpression is not valid.";
  return noIf(expression !== undefined && !daysOpen(expression), "ValidationException", `${message} Exactly one of the day-of-month and the day-of-week is a question mark: ${expression}`, "scheduleExpression");
});

const bus = checkLaw("event-schedule-on-default-bus", ["cloudwatch/eventRule"], SCHEDULES, ({ eventBusName, scheduleExpression }) => {
  const name = text(eventBusName);
  return noIf(given(scheduleExpression) && name !== undefined && name !== "" && !/(^|\/)default$/.test(name), "ValidationException", "ScheduleExpression is supported only on the default event bus.", "scheduleExpression");
});

const busName = checkLaw("event-bus-name", ["cloudwatch/eventBus"], "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html", ({ name }) =>
  noIf(name === "default", "ResourceAlreadyExistsException", "Event bus default already exists.", "name"),
);

/** Leaves of a pattern are lists; `$or` is a list of patterns. */
function patternFaults(pattern: Props): string[] {
  return Object.entries(pattern).flatMap(([key, value]) => {
    if (Array.isArray(value)) return value.length === 0 ? [`Empty arrays are not allowed at "${key}"`] : [];
    return typeof value === "object" && value !== null ? patternFaults(fields(value)) : [`"${key}" must be an object or an array`];
  });
}

const patterns = checkLaw("event-pattern-leaves", ["cloudwatch/eventRule", "cloudwatch/eventArchive"], PATTERNS, ({ eventPattern }) => {
  const pattern = parsed(eventPattern);
  if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern)) return [];
  const faults = Object.keys(pattern).length === 0 ? ["Empty event pattern is not allowed"] : patternFaults(pattern);
  return faults.slice(0, 1).map((fault) => ({ code: "InvalidEventPatternException", message: `Event pattern is not valid. Reason: ${fault}`, property: "eventPattern" }));
});

const targets = checkLaw("event-target-details", ["cloudwatch/eventTarget"], TARGETS, (target) => {
  const arn = parseArn(target["arn"]);
  const paths = Object.keys(fields(fields(target["inputTransformer"])["inputPaths"]));
  const queue = arn?.service === "sqs" && arn.resource.endsWith(".fifo");
  return [
    ...noIf(queue && absent(fields(target["sqsTarget"])["messageGroupId"]) && settled(target["sqsTarget"]), "ValidationException", "Parameter(s) SqsParameters must be specified for target: a FIFO queue needs a MessageGroupId.", "sqsTarget"),
    ...noIf(paths.length > 100, "ValidationException", `An input transformer has at most 100 paths: ${paths.length}`, "inputTransformer.inputPaths"),
    ...paths.flatMap((name) => noIf(name.startsWith("AWS"), "ValidationException", `InputPathsMap keys must not begin with AWS: ${name}`, "inputTransformer.inputPaths")),
  ];
});

function knownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const times = checkLaw("scheduler-times", ["scheduler/schedule"], SCHEDULER, (schedule) => {
  const zone = text(schedule["scheduleExpressionTimezone"]);
  const [start, end] = [text(schedule["startDate"]), text(schedule["endDate"])];
  return [
    ...noIf(zone !== undefined && zone !== "" && !knownZone(zone), "ValidationException", `Invalid Timezone ${zone}.`, "scheduleExpressionTimezone"),
    ...(start !== undefined && end !== undefined && Date.parse(start) >= Date.parse(end) ? no("ValidationException", "The StartDate you specify must come before the EndDate.", "startDate") : []),
  ];
});

/** Laws of details of messages. */
export const messageDetailLaws: readonly Law[] = [fifo, redrive, subscriptions, cron, bus, busName, patterns, targets, times];
