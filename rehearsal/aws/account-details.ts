/** Identity, logs, parameters and users: finer rules of the account's own things. */
import type { Law, Value } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, given, items, lookup, noIf, others, parseArn, prop, settled, text } from "./kit.ts";

const SLR = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html";
const LOGS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html";
const CLASSES = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html";
const SUBSCRIPTION = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html";
const PARAMETER = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html";
const POOL = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html";
const MACHINE = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html";

const linkedName = checkLaw("service-linked-role-service", ["iam/serviceLinkedRole"], SLR, ({ awsServiceName }) =>
  noIf(text(awsServiceName) !== undefined && !/\.amazonaws\.com(\.cn)?$/.test(text(awsServiceName)!), "InvalidInput", `Invalid Service Principal: ${text(awsServiceName)}`, "awsServiceName"),
);

const linkedOnce = applyLaw("service-linked-role-once", ["iam/serviceLinkedRole"], SLR, ({ awsServiceName, customSuffix }, change) => {
  const twin = others(change, "iam/serviceLinkedRole").find((one) => one.inputs["awsServiceName"] === awsServiceName && (text(one.inputs["customSuffix"]) ?? "") === (text(customSuffix) ?? ""));
  return noIf(twin !== undefined, "InvalidInput", `Service role name ${text(twin === undefined ? undefined : prop(twin, "name"))} has been taken in this account, please try a different suffix.`, "awsServiceName");
}, ["create"]);

/** Classes of log groups whose logs can only be stored and asked. */
const PLAIN = ["INFREQUENT_ACCESS", "DELIVERY"];

const metricFilters = applyLaw("log-metric-filter-group", ["cloudwatch/logMetricFilter"], `${LOGS} and ${CLASSES}`, ({ logGroupName }, change) => {
  const group = lookup(change, ["cloudwatch/logGroup"], logGroupName, "name");
  const kind = group === undefined ? undefined : text(prop(group, "logGroupClass"));
  const many = others(change, "cloudwatch/logMetricFilter").filter((one) => one.inputs["logGroupName"] === logGroupName).length;
  return [
    ...noIf(kind !== undefined && PLAIN.includes(kind), "InvalidOperationException", `Metric filters are not supported for the log class ${kind}`, "logGroupName"),
    ...noIf(change.operation === "create" && many >= 100, "LimitExceededException", "Resource limit exceeded: a log group has at most 100 metric filters.", "logGroupName"),
  ];
});

const subscriptionRole = checkLaw("log-subscription-role", ["cloudwatch/logSubscriptionFilter"], SUBSCRIPTION, ({ destinationArn, roleArn }) => {
  const service = parseArn(destinationArn)?.service;
  const needs = service === "kinesis" || service === "firehose";
  return [
    ...noIf(needs && absent(roleArn), "InvalidParameterException", `destinationArn for vendor ${service} requires a roleArn`, "roleArn"),
    ...noIf(service === "lambda" && given(roleArn), "InvalidParameterException", "destinationArn for vendor lambda cannot be used with roleArn", "roleArn"),
  ];
});

const resourcePolicies = applyLaw("log-resource-policies", ["cloudwatch/logResourcePolicy"], LOGS, (_, change) => {
  const here = others(change, "cloudwatch/logResourcePolicy").filter((one) => one.region === change.region && absent(one.inputs["resourceArn"]));
  return noIf(absent(change.inputs["resourceArn"]) && here.length >= 10, "LimitExceededException", "Resource limit exceeded: a Region has at most 10 resource policies.", "policyName");
}, ["create"]);

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

const pattern = checkLaw("parameter-allowed-pattern", ["ssm/parameter"], PARAMETER, (parameter) => {
  const [value, allowed] = [text(parameter["value"]), text(parameter["allowedPattern"])];
  const form = allowed === undefined || allowed === "" ? undefined : compiled(allowed);
  const image = parameter["dataType"] === "aws:ec2:image";
  return [
    ...noIf(form !== undefined && value !== undefined && !form.test(value), "ParameterPatternMismatchException", `Parameter value, cannot be validated against allowedPattern: ${allowed}`, "value"),
    ...noIf(image && value !== undefined && !/^ami-[0-9a-f]{8,17}$/.test(value), "ValidationException", `The parameter value ${value} is not the id of an image.`, "value"),
    ...noIf(image && settled(parameter["type"]) && parameter["type"] !== "String", "ValidationException", "The data type aws:ec2:image is only for parameters of type String.", "dataType"),
  ];
});

const users = checkLaw("user-pool-sign-in", ["cognito/userPool"], POOL, (pool) => {
  const factors = ["smsConfiguration", "softwareTokenMfaConfiguration", "emailMfaConfiguration"];
  return [
    ...noIf(items(pool["aliasAttributes"]).length > 0 && items(pool["usernameAttributes"]).length > 0, "InvalidParameterException", "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.", "usernameAttributes"),
    ...noIf((pool["mfaConfiguration"] === "ON" || pool["mfaConfiguration"] === "OPTIONAL") && factors.every((key) => absent(pool[key])), "InvalidParameterException", "Multi-factor authentication needs a second factor: SMS, a software token or e-mail.", "mfaConfiguration"),
  ];
});

function json(value: Value): Value {
  try {
    return JSON.parse(text(value) ?? "") as Value;
  } catch {
    return undefined;
  }
}

const machine = checkLaw("state-machine-definition", ["sfn/stateMachine"], MACHINE, ({ definition }) => {
  if (text(definition) === undefined) return [];
  const parsed = fields(json(definition));
  const states = fields(parsed["States"]);
  const start = text(parsed["StartAt"]);
  const fault = start === undefined ? "MISSING_START_AT" : Object.keys(states).length === 0 ? "MISSING_STATES" : states[start] === undefined ? `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${start} at /StartAt` : undefined;
  return noIf(fault !== undefined, "InvalidDefinition", `Invalid State Machine Definition: '${fault}'`, "definition");
});

/** Laws of details of the account. */
export const accountDetailLaws: readonly Law[] = [linkedName, linkedOnce, metricFilters, subscriptionRole, resourcePolicies, pattern, users, machine];
