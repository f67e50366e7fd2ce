/** AWS Budgets and Cost Anomaly Detection. */
import type { Law, Props, Refusal } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, given, isJson, isSelf, items, no, noIf, num, oneOf, parseArn, prop, range, repeated, settled, text, texts } from "./kit.ts";

const BUDGET = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html";
const NOTIFICATION = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateNotification.html";
const MONITOR = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalyMonitor.html";
const SUBSCRIPTION = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html";

const BUDGET_TYPES = ["USAGE", "COST", "RI_UTILIZATION", "RI_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE"];
const INVALID = "InvalidParameterException";

const budget = checkLaw("budget-values", ["budgets/budget"], BUDGET, (inputs) => {
  const name = text(inputs["name"]);
  const amount = text(inputs["limitAmount"]);
  const limits = ["limitAmount", "autoAdjustData", "plannedLimits"];
  return [
    ...oneOf(inputs["budgetType"], BUDGET_TYPES, INVALID, "budgetType"),
    ...oneOf(inputs["timeUnit"], ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"], INVALID, "timeUnit"),
    ...noIf(name !== undefined && (name.length > 100 || /[:\\]|\/action\//i.test(name)), INVALID, `The budget name ${name} has at most 100 characters, and neither ':' nor '\\' nor '/action/'.`, "name"),
    ...noIf(amount !== undefined && amount !== "" && !/^[+-]?\d*\.?\d+$/.test(amount), INVALID, `Value '${amount}' at 'budget.budgetLimit.amount' failed to satisfy constraint: Member must satisfy regular expression pattern: ([0-9]*\\.)?[0-9]+`, "limitAmount"),
    ...noIf(/^-/.test(amount ?? ""), INVALID, `The budget limit ${amount} must not be negative.`, "limitAmount"),
    ...noIf(given(inputs["limitAmount"]) && absent(inputs["limitUnit"]), INVALID, "A budget limit needs a unit.", "limitUnit"),
    ...noIf(limits.every((key) => absent(inputs[key])), INVALID, "A budget needs a limit, planned limits or auto-adjust data.", "limitAmount"),
    ...noIf(limits.filter((key) => given(inputs[key]) && (!Array.isArray(inputs[key]) || items(inputs[key]).length > 0)).length > 1, INVALID, "A budget has only one of a limit, planned limits and auto-adjust data.", "limitAmount"),
    ...noIf(inputs["budgetType"] === "COST" && text(inputs["limitUnit"]) !== undefined && ["GB", "PERCENTAGE"].includes(text(inputs["limitUnit"])!), INVALID, `The unit of a cost budget is a currency, not ${text(inputs["limitUnit"])}.`, "limitUnit"),
    ...["timePeriodStart", "timePeriodEnd"].flatMap((key) => noIf(given(inputs[key]) && text(inputs[key]) !== undefined && !/^\d{4}-\d{2}-\d{2}_\d{2}:\d{2}$/.test(text(inputs[key])!), INVALID, `Invalid time period: ${text(inputs[key])}`, key)),
  ];
});

const notifications = checkLaw("budget-notifications", ["budgets/budget"], NOTIFICATION, (inputs) => {
  const list = items(inputs["notifications"]).map(fields);
  const kinds = list.map((each) => ["notificationType", "comparisonOperator", "threshold", "thresholdType"].map((key) => each[key]));
  const twice = settled(inputs["notifications"]) ? repeated(kinds.map((kind) => JSON.stringify(kind))) : [];
  return [
    ...noIf(list.length > 10, "CreationLimitExceededException", "A budget has at most 10 notifications.", "notifications"),
    ...noIf(twice.length > 0, "DuplicateRecordException", "Duplicate notification: a budget has each combination of type, operator and threshold once.", "notifications"),
    ...list.flatMap((each, index) => notification(each, `notifications[${index}]`)),
  ];
});

function notification(each: Props, at: string): Refusal[] {
  const emails = texts(each["subscriberEmailAddresses"]);
  const topics = items(each["subscriberSnsTopicArns"]);
  const none = settled(each["subscriberEmailAddresses"]) && settled(each["subscriberSnsTopicArns"]) && emails.length + topics.length === 0;
  const notTopic = texts(each["subscriberSnsTopicArns"]).find((one) => parseArn(one)?.service !== "sns");
  return [
    ...oneOf(each["notificationType"], ["ACTUAL", "FORECASTED"], INVALID, `${at}.notificationType`),
    ...oneOf(each["comparisonOperator"], ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"], INVALID, `${at}.comparisonOperator`),
    ...oneOf(each["thresholdType"], ["PERCENTAGE", "ABSOLUTE_VALUE"], INVALID, `${at}.thresholdType`),
    ...range(each["threshold"], 0, 15_000_000_000, INVALID, `${at}.threshold`),
    ...noIf(none, INVALID, "A notification needs at least one subscriber.", at),
    ...noIf(emails.length > 10, "CreationLimitExceededException", "A notification has at most 10 e-mail subscribers.", `${at}.subscriberEmailAddresses`),
    ...noIf(topics.length > 1, "CreationLimitExceededException", "A notification has at most one SNS subscriber.", `${at}.subscriberSnsTopicArns`),
    ...emails.flatMap((email) => noIf(!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email), INVALID, `The e-mail address ${email} is not valid.`, `${at}.subscriberEmailAddresses`)),
    ...noIf(notTopic !== undefined, INVALID, `Invalid SNS ARN format: ${notTopic}`, `${at}.subscriberSnsTopicArns`),
  ];
}

/** Budgets are an account's, so a name is taken in every Region at once. */
const once = applyLaw("budget-name-once", ["budgets/budget"], "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html", (inputs, change) => {
  const account = (props: Props): string => text(props["accountId"]) ?? change.account;
  const twin = all(change, "budgets/budget").find((one) => !isSelf(change, one) && given(inputs["name"]) && prop(one, "name") === inputs["name"] && account(one.inputs) === account(inputs));
  return noIf(change.operation === "create" && twin !== undefined, "DuplicateRecordException", `Error creating budget: ${text(inputs["name"])} - the budget already exists.`, "name");
});

const monitor = checkLaw("anomaly-monitor-values", ["costexplorer/anomalyMonitor"], MONITOR, (inputs) => {
  const type = text(inputs["monitorType"]);
  const code = "ValidationException";
  const specification = text(inputs["monitorSpecification"]);
  return [
    ...oneOf(type, ["DIMENSIONAL", "CUSTOM"], code, "monitorType"),
    ...oneOf(inputs["monitorDimension"], ["SERVICE", "LINKED_ACCOUNT", "TAG", "COST_CATEGORY"], code, "monitorDimension"),
    ...noIf(type === "DIMENSIONAL" && absent(inputs["monitorDimension"]), code, "If Monitor Type is DIMENSIONAL, dimension attrribute is required", "monitorDimension"),
    ...noIf(type === "CUSTOM" && absent(inputs["monitorSpecification"]), code, "If Monitor Type is CUSTOM, specification attrribute is required", "monitorSpecification"),
    ...noIf(given(inputs["monitorDimension"]) && given(inputs["monitorSpecification"]) && type === "CUSTOM", code, "A custom monitor has no dimension.", "monitorDimension"),
    ...noIf(specification !== undefined && specification !== "" && !isJson(specification), code, "The monitor specification is not valid JSON.", "monitorSpecification"),
    ...noIf((text(inputs["name"])?.length ?? 0) > 1_024, code, "The monitor name has at most 1024 characters.", "name"),
  ];
});

/** An account has one dimensional monitor a dimension. */
const dimensional = applyLaw("anomaly-monitor-once", ["costexplorer/anomalyMonitor"], "https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html", (inputs, change) => {
  const taken = all(change, "costexplorer/anomalyMonitor").some((one) => !isSelf(change, one) && one.inputs["monitorType"] === "DIMENSIONAL" && one.inputs["monitorDimension"] === inputs["monitorDimension"]);
  return noIf(change.operation === "create" && inputs["monitorType"] === "DIMENSIONAL" && given(inputs["monitorDimension"]) && taken, "ValidationException", "Limit exceeded on dimensional spend monitor creation", "monitorDimension");
});

const IMPACT = ["ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE"];

const subscription = checkLaw("anomaly-subscription-values", ["costexplorer/anomalySubscription"], SUBSCRIPTION, (inputs) => {
  const frequency = text(inputs["frequency"]);
  const subscribers = items(inputs["subscribers"]).map(fields);
  const types = new Set(subscribers.map(({ type }) => type));
  const threshold = fields(inputs["thresholdExpression"]);
  const dimensions = [threshold, ...items(threshold["ands"]), ...items(threshold["ors"])].map((each) => fields(fields(each)["dimension"])).filter((each) => Object.keys(each).length > 0);
  const code = "ValidationException";
  return [
    ...oneOf(frequency, ["DAILY", "IMMEDIATE", "WEEKLY"], code, "frequency"),
    ...noIf(frequency === "IMMEDIATE" && types.has("EMAIL"), code, "Immediate frequency only supports SNS subscribers.", "frequency"),
    ...noIf((frequency === "DAILY" || frequency === "WEEKLY") && types.has("SNS"), code, "Daily or weekly frequencies only support Email subscriptions", "frequency"),
    ...noIf(absent(inputs["thresholdExpression"]), code, "Threshold and ThresholdExpression cannot both be null", "thresholdExpression"),
    ...noIf(Array.isArray(inputs["monitorArnLists"]) && inputs["monitorArnLists"].length === 0, code, "A subscription needs at least one monitor.", "monitorArnLists"),
    ...subscribers.flatMap(({ type, address }, index) => [
      ...oneOf(type, ["EMAIL", "SNS"], code, `subscribers[${index}].type`),
      ...noIf(type === "SNS" && text(address) !== undefined && parseArn(address)?.service !== "sns", code, `Invalid SNS topic: ${text(address)}`, `subscribers[${index}].address`),
      ...noIf(type === "EMAIL" && text(address) !== undefined && !/^[^@\s]+@[^@\s]+$/.test(text(address)!), code, `Invalid e-mail address: ${text(address)}`, `subscribers[${index}].address`),
    ]),
    ...dimensions.flatMap((dimension) => [
      ...oneOf(dimension["key"], IMPACT, code, "thresholdExpression", `Dimension is not supported in threshold expression: ${text(dimension["key"])}`),
      ...noIf(texts(dimension["matchOptions"]).some((option) => option !== "GREATER_THAN_OR_EQUAL"), code, "Match options of a threshold expression is GREATER_THAN_OR_EQUAL.", "thresholdExpression"),
      ...noIf(texts(dimension["values"]).some((value) => num(value) === undefined), code, "Values of a threshold expression are numbers.", "thresholdExpression"),
    ]),
  ];
});

const monitorsExist = applyLaw("anomaly-subscription-monitors", ["costexplorer/anomalySubscription"], SUBSCRIPTION, (inputs, change) => {
  const known = new Set(all(change, "costexplorer/anomalyMonitor").flatMap((one) => [one.id, prop(one, "arn")]));
  // A monitor that was there before the stack is not in the world.
  if (known.size === 0) return [];
  const lost = texts(inputs["monitorArnLists"]).filter((one) => !known.has(one));
  return lost.length === 0 ? [] : no("UnknownMonitorException", `The cost anomaly monitor does not exist for the account: ${lost.join(", ")}`, "monitorArnLists");
});

const allocationTag = checkLaw("cost-allocation-tag-values", ["costexplorer/costAllocationTag"], "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_UpdateCostAllocationTagsStatus.html", (inputs) => [
  ...oneOf(inputs["status"], ["Active", "Inactive"], "ValidationException", "status"),
  ...noIf((text(inputs["tagKey"])?.length ?? 1) > 1_024 || text(inputs["tagKey"]) === "", "ValidationException", "A tag key has 1 to 1024 characters.", "tagKey"),
]);

/** Laws of budgets and anomalies. */
export const costLaws: readonly Law[] = [budget, notifications, once, monitor, dimensional, subscription, monitorsExist, allocationTag];
