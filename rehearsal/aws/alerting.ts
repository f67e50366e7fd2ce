/** Composite alarms, what hangs on alarms, subscriptions and the dead-letter queues of functions. */
import { UNKNOWN, type Change, type Entity, type Law, type Props, type Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, no, noIf, num, others, parseArn, prop, settled, text, token, visible } from "./kit.ts";
import { allows, parsePolicy } from "./policy-document.ts";

const COMPOSITE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html";
const DELETE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html";
const FILTER = "https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html";
const DEAD_LETTERS = "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html";

/** A token of an alarm rule: a state function with its alarm, a word, a parenthesis. */
const RULE_TOKEN = /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|([^")]*?))\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))/y;

interface Tokens {
  readonly words: string[];
  readonly alarms: string[];
}

/** The tokens of a rule; undefined where something in it is none. `AT_LEAST(…)` counts as one term. */
function tokensOf(rule: string): Tokens | undefined {
  const words: string[] = [];
  const alarms: string[] = [];
  let at = 0;
  while (rule.slice(at).trim() !== "") {
    const many = /^\s*AT_LEAST\s*\(/.exec(rule.slice(at));
    if (many !== null) {
      const end = closing(rule, at + many[0].length);
      if (end === undefined) return undefined;
      words.push("term");
      at = end;
      continue;
    }
    RULE_TOKEN.lastIndex = at;
    const match = RULE_TOKEN.exec(rule);
    if (match === null) return undefined;
    const [, state, quoted, bare, word, parenthesis] = match;
    if (state !== undefined) {
      words.push("term");
      alarms.push(quoted ?? bare ?? "");
    } else words.push(word === "TRUE" || word === "FALSE" ? "term" : (word ?? parenthesis ?? ""));
    at = RULE_TOKEN.lastIndex;
  }
  return { words, alarms };
}

/** Position behind the parenthesis that closes the one before `from`. */
function closing(rule: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < rule.length; at += 1) {
    if (rule[at] === "(") depth += 1;
    if (rule[at] === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Whether words make an expression: terms joined by AND and OR, each with any number of NOT before it. */
function isExpression(words: readonly string[]): boolean {
  let at = 0;
  const operand = (): boolean => {
    while (words[at] === "NOT") at += 1;
    if (words[at] === "term") {
      at += 1;
      return true;
    }
    if (words[at] !== "(") return false;
    at += 1;
    if (!expression() || words[at] !== ")") return false;
    at += 1;
    return true;
  };
  const expression = (): boolean => {
    if (!operand()) return false;
    while (words[at] === "AND" || words[at] === "OR") {
      at += 1;
      if (!operand()) return false;
    }
    return true;
  };
  return expression() && at === words.length;
}

/** Names of the alarms that a rule reads. */
function read(rule: Value): string[] {
  return (tokensOf(text(rule) ?? "")?.alarms ?? []).map((name) => name.replace(/^arn:.*:alarm:/, ""));
}

const rules = checkLaw("composite-alarm-values", ["cloudwatch/compositeAlarm"], COMPOSITE, (inputs) => {
  const rule = text(inputs["alarmRule"]);
  const name = text(inputs["alarmName"]);
  const tokens = rule === undefined ? undefined : tokensOf(rule);
  const code = "ValidationError";
  return [
    ...noIf(rule !== undefined && (rule === "" || rule !== rule.trim()), code, "AlarmRule must not contain leading or trailing whitespace or be null", "alarmRule"),
    ...noIf((rule?.length ?? 0) > 10_240, code, "Value at 'alarmRule' failed to satisfy constraint: Member must have length less than or equal to 10240", "alarmRule"),
    ...noIf(rule !== undefined && rule.trim() !== "" && (tokens === undefined || !isExpression(tokens.words)), code, `AlarmRule contains invalid expression: ${rule}`, "alarmRule"),
    ...noIf(new Set(tokens?.alarms).size > 100, code, "A composite alarm has at most 100 underlying alarms.", "alarmRule"),
    ...noIf(name !== undefined && read(rule).includes(name), code, `The alarm rule of ${name} may not name the alarm itself.`, "alarmRule"),
    ...noIf(name !== undefined && name.length > 255, code, "Value at 'alarmName' failed to satisfy constraint: Member must have length less than or equal to 255", "alarmName"),
    ...["alarmActions", "okActions", "insufficientDataActions"].flatMap((key) => noIf(items(inputs[key]).length > 5, code, `${key} has at most 5 actions.`, key)),
  ];
});

/** The alarms of these names that stand in the Region of the change. */
function alarmsHere(change: Change): Set<string> {
  const here = (short: string, key: string): string[] => all(change, short).filter((one) => visible(one, change.region)).flatMap((one) => text(prop(one, key)) ?? []);
  return new Set([...here("cloudwatch/metricAlarm", "name"), ...here("cloudwatch/compositeAlarm", "alarmName")]);
}

/** Alarms of other Regions are not there for a composite; those that are nowhere are another law's. */
const here = applyLaw("composite-alarm-region", ["cloudwatch/compositeAlarm"], "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html", (inputs, change) => {
  const known = alarmsHere(change);
  const anywhere = new Set([...all(change, "cloudwatch/metricAlarm").map((one) => prop(one, "name")), ...all(change, "cloudwatch/compositeAlarm").map((one) => prop(one, "alarmName"))]);
  const apart = read(inputs["alarmRule"]).filter((name) => anywhere.has(name) && !known.has(name));
  return noIf(apart.length > 0, "ValidationError", `Could not save the composite alarm as alarms [${apart.join(", ")}] in the alarm rule do not exist`, "alarmRule");
});

const inUse = applyLaw(
  "alarm-in-use",
  ["cloudwatch/metricAlarm", "cloudwatch/compositeAlarm"],
  DELETE,
  (inputs, change) => {
    const name = text({ ...inputs, ...change.olds }[change.token === token("cloudwatch/compositeAlarm") ? "alarmName" : "name"]) ?? change.id;
    const reader = others(change, "cloudwatch/compositeAlarm").find((one) => name !== undefined && read(prop(one, "alarmRule")).includes(name));
    return noIf(reader !== undefined, "ValidationError", `Cannot delete ${name} as there are composite alarm(s) depending on it.`);
  },
  ["delete"],
);

const queries = checkLaw("alarm-metric-queries", ["cloudwatch/metricAlarm"], "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html", (inputs) => {
  const list = items(inputs["metricQueries"]).map((query) => (query === UNKNOWN ? { id: UNKNOWN, expression: UNKNOWN } : fields(query)) as Props);
  const ids = list.map((query) => text(query["id"])).filter((id) => id !== undefined);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  const code = "ValidationError";
  return [
    ...noIf(list.length > 20, code, "The collection Metrics must not have a size greater than 20.", "metricQueries"),
    ...noIf(twice !== undefined, code, `Invalid metrics list: the id ${twice} is used more than once.`, "metricQueries"),
    ...list.flatMap((query, index) => [
      ...noIf(given(query["expression"]) && given(query["metric"]), code, "Invalid metrics list: a query has either MetricStat or Expression.", `metricQueries[${index}]`),
      ...noIf(absent(query["expression"]) && absent(query["metric"]), code, "Invalid metrics list: a query needs MetricStat or Expression.", `metricQueries[${index}]`),
      ...noIf(/\bSEARCH\s*\(/.test(text(query["expression"]) ?? ""), code, "SEARCH is not supported on Metric Alarms.", `metricQueries[${index}].expression`),
      ...[num(fields(query["metric"])["period"])].flatMap((period) => noIf(period !== undefined && ![1, 5, 10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0), code, `Period ${period} must be 1, 5, 10, 20, 30 or a multiple of 60 seconds.`, `metricQueries[${index}].metric.period`)),
    ]),
    ...noIf(text(inputs["extendedStatistic"]) !== undefined && inputs["extendedStatistic"] !== "" && !/^(p(\d{1,2}(\.\d{0,10})?|100)|(tm|tc|ts|wm)\d{1,2}(\.\d{0,10})?|IQM|(PR|TM|TC|TS|WM)\(.+\))$/.test(text(inputs["extendedStatistic"])!), code, `The extended statistic ${text(inputs["extendedStatistic"])} is not valid.`, "extendedStatistic"),
  ];
});

/** Depth and content of a filter policy: leaves are lists, and attributes have no members. */
function filterFaults(policy: Props, nested: boolean): string[] {
  return Object.entries(policy).flatMap(([key, value]) => {
    if (Array.isArray(value)) return value.length === 0 ? [`"${key}" must not be an empty array`] : [];
    if (typeof value !== "object" || value === null) return [`"${key}" must be an object or an array`];
    if (!nested) return ["Filter policy scope MessageAttributes does not support nested filter policy"];
    return filterFaults(fields(value), nested);
  });
}

const filters = checkLaw("topic-subscription-filter", ["sns/topicSubscription"], FILTER, (inputs) => {
  const written = text(inputs["filterPolicy"]);
  let policy: Value;
  try {
    policy = written === undefined || written === "" ? undefined : (JSON.parse(written) as Value);
  } catch {
    return []; // another law's
  }
  const scope = inputs["filterPolicyScope"];
  const redrive = text(inputs["redrivePolicy"]);
  return [
    ...noIf(Object.keys(fields(policy)).length > 5, "InvalidParameter", "Invalid parameter: Attributes Reason: FilterPolicy: Filter policy can not have more than 5 keys", "filterPolicy"),
    ...filterFaults(fields(policy), scope === "MessageBody" || scope === UNKNOWN).slice(0, 1).map((fault) => ({ code: "InvalidParameter", message: `Invalid parameter: Attributes Reason: FilterPolicy: ${fault}`, property: "filterPolicy" })),
    ...noIf(given(inputs["filterPolicyScope"]) && absent(inputs["filterPolicy"]), "InvalidParameter", "filter_policy is required when filter_policy_scope is set", "filterPolicyScope"),
    ...noIf(redrive !== undefined && redrive !== "" && redrive.startsWith("{") && !/"deadLetterTargetArn"\s*:/.test(redrive), "InvalidParameter", "Invalid parameter: RedrivePolicy: deadLetterTargetArn is missing", "redrivePolicy"),
  ];
});

/** The dead-letter queue of a subscription stands in the Region and account of the subscription. */
const subscriptionDeadLetters = checkLaw("topic-subscription-dead-letters", ["sns/topicSubscription"], DEAD_LETTERS, (inputs, change) => {
  const target = /"deadLetterTargetArn"\s*:\s*"([^"]*)"/.exec(text(inputs["redrivePolicy"]) ?? "")?.[1];
  const arn = parseArn(target);
  if (target === undefined) return [];
  if (arn?.service !== "sqs") return no("InvalidParameter", `Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn: ${target}`, "redrivePolicy");
  return noIf(arn.region !== change.region || arn.account !== change.account, "InvalidParameter", `Invalid parameter: RedrivePolicy: the dead-letter queue must be in the account and Region of the subscription: ${target}`, "redrivePolicy");
});

const logging = checkLaw("lambda-logging", ["lambda/function"], "https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html", (inputs) => {
  const config = fields(inputs["loggingConfig"]);
  const levels = given(config["applicationLogLevel"]) || given(config["systemLogLevel"]);
  const code = "InvalidParameterValueException";
  return [
    ...noIf(text(config["logFormat"]) !== undefined && !["JSON", "Text"].includes(text(config["logFormat"])!), "ValidationException", `Value '${text(config["logFormat"])}' at 'loggingConfig.logFormat' failed to satisfy constraint: Member must satisfy enum value set: [JSON, Text]`, "loggingConfig.logFormat"),
    ...noIf(levels && config["logFormat"] === "Text", code, "To use ApplicationLogLevel or SystemLogLevel, you must set LogFormat to JSON.", "loggingConfig.logFormat"),
    ...noIf(text(config["logGroup"]) !== undefined && !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(text(config["logGroup"])!), "ValidationException", `Value '${text(config["logGroup"])}' at 'loggingConfig.logGroup' failed to satisfy constraint`, "loggingConfig.logGroup"),
  ];
});

/** Lambda asks whether the role may reach the dead-letter target before it takes the function. */
const deadLetterRole = applyLaw("lambda-dead-letter-permission", ["lambda/function"], "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html", (inputs, change) => {
  const arn = parseArn(fields(inputs["deadLetterConfig"])["targetArn"]);
  const role = all(change, "iam/role").find((one) => prop(one, "arn") === inputs["role"]);
  if (arn === undefined || role === undefined || !["sqs", "sns"].includes(arn.service)) return [];
  const [action, api] = arn.service === "sqs" ? ["sqs:SendMessage", "SendMessage on SQS"] : ["sns:Publish", "Publish on SNS"];
  return noIf(!mayDo(role, action, change), "InvalidParameterValueException", `The provided execution role does not have permissions to call ${api}`, "deadLetterConfig.targetArn");
});

/** Whether any policy of a role allows an action. Managed policies of AWS are taken to: what they say is not known here. */
function mayDo(role: Entity, action: string, change: Change): boolean {
  const is = (value: Value): boolean => value === role.id || value === prop(role, "name") || value === prop(role, "arn");
  const named = [
    ...all(change, "iam/rolePolicyAttachment", "iam/rolePolicyAttachmentsExclusive").filter((one) => is(one.inputs["role"]) || is(one.inputs["roleName"])).flatMap((one) => [one.inputs["policyArn"], ...items(one.inputs["policyArns"])]),
    ...items(role.inputs["managedPolicyArns"]),
    ...all(change, "iam/policyAttachment").filter((one) => items(one.inputs["roles"]).some(is)).map((one) => one.inputs["policyArn"]),
  ];
  const attached = named.flatMap((one) => (typeof one === "string" ? [one] : []));
  const own = all(change, "iam/policy").filter((one) => attached.some((arn) => arn === prop(one, "arn"))).map((one) => one.inputs["policy"]);
  const inline = [...all(change, "iam/rolePolicy").filter((one) => is(one.inputs["role"])).map((one) => one.inputs["policy"]), ...items(role.inputs["inlinePolicies"]).map((one) => fields(one)["policy"])];
  const foreign = attached.filter((one) => !all(change, "iam/policy").some((policy) => prop(policy, "arn") === one));
  return foreign.length > 0 || [...own, ...inline].some((policy) => !settled(policy) || (parsePolicy(policy)?.statements ?? []).some((statement) => allows(statement, action)));
}

/** A topic's attributes for FIFO topics alone. */
const fifo = checkLaw("topic-fifo-attributes", ["sns/topic"], "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html", (inputs) => {
  const standard = flag(inputs["fifoTopic"]) !== true && settled(inputs["fifoTopic"]);
  return ["archivePolicy", "fifoThroughputScope"].flatMap((key) => noIf(standard && given(inputs[key]), "InvalidParameter", `Invalid parameter: Attributes Reason: ${key} is for FIFO topics`, key));
});

/** Laws of composite alarms, subscriptions and dead letters. */
export const alertingLaws: readonly Law[] = [rules, here, inUse, queries, filters, subscriptionDeadLetters, logging, deadLetterRole, fifo];
