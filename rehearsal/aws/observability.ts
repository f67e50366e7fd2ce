/** CloudWatch, its logs and alarms, CloudTrail and EventBridge rules. */
import type { Law, Props, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, isJson, items, lookup, noIf, num, oneOf, others, parseArn, pick, prop, range, settled, text, texts } from "./kit.ts";
import { parsePolicy } from "./policy-document.ts";

const RETENTION = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html";
const LOG_KEY = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html";
const ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
const TRAIL = "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html";
const RULE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html";

const DAYS = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const logGroup = checkLaw("log-group-values", ["cloudwatch/logGroup"], RETENTION, (group) => [
  ...oneOf(group["retentionInDays"], DAYS, "InvalidParameterException", "retentionInDays", `1 validation error detected: Value '${String(num(group["retentionInDays"]))}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${DAYS.slice(1).join(", ")}]`),
  ...oneOf(group["logGroupClass"], ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"], "InvalidParameterException", "logGroupClass"),
]);

/** The key policy must let CloudWatch Logs of the region use the key. */
const logKey = applyLaw("log-group-key-policy", ["cloudwatch/logGroup"], LOG_KEY, (group, change) => {
  const key = lookup(change, ["kms/key", "kms/replicaKey"], group["kmsKeyId"], "arn", "keyId");
  if (key === undefined) return [];
  const later = all(change, "kms/keyPolicy").find((one) => [key.id, prop(key, "keyId"), prop(key, "arn")].includes(one.inputs["keyId"]));
  const document = parsePolicy(later?.inputs["policy"] ?? prop(key, "policy"));
  const services = [`logs.${change.region}.amazonaws.com`, `logs.${change.region}.amazonaws.com.cn`, "logs.amazonaws.com"];
  const permitted =
    document !== undefined &&
    document.statements.some((statement) => {
      const principal = statement["Principal"];
      const service = fields(principal)["Service"];
      const named = typeof service === "string" ? [service] : texts(service);
      const aws = fields(principal)["AWS"];
      return statement["Effect"] === "Allow" && (principal === "*" || aws === "*" || named.some((one) => services.includes(one)));
    });
  // Without a policy of its own a key has the default one, which lets only the account in.
  return noIf(!permitted, "AccessDeniedException", `The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:${change.region}:${change.account}:log-group:${text(group["name"])}'`, "kmsKeyId");
});

const logProtected = applyLaw(
  "log-group-deletion-protection",
  ["cloudwatch/logGroup"],
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html",
  (inputs, change) => noIf(flag({ ...inputs, ...change.olds }["deletionProtectionEnabled"]) === true && flag(inputs["skipDestroy"]) !== true, "ValidationException", `The log group ${change.id} has deletion protection enabled and cannot be deleted.`, "deletionProtectionEnabled"),
  ["delete"],
);

const filters = applyLaw("log-subscription-filters", ["cloudwatch/logSubscriptionFilter"], "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html", (filter, change) =>
  noIf(
    change.operation === "create" && others(change, "cloudwatch/logSubscriptionFilter").filter((one) => one.inputs["logGroup"] === filter["logGroup"]).length >= 2,
    "LimitExceededException",
    "Resource limit exceeded: a log group has at most 2 subscription filters.",
    "logGroup",
  ),
);

const metricFilter = checkLaw("log-metric-filter", ["cloudwatch/logMetricFilter"], "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html", (filter) => {
  const metric = fields(filter["metricTransformation"]);
  return [
    ...noIf(/[:*$]/.test(text(metric["name"]) ?? ""), "InvalidParameterException", `The metric name is not valid: ${text(metric["name"])}`, "metricTransformation.name"),
    ...noIf((text(metric["namespace"])?.length ?? 0) > 255 || /[:*$]/.test(text(metric["namespace"]) ?? ""), "InvalidParameterException", `The metric namespace is not valid: ${text(metric["namespace"])}`, "metricTransformation.namespace"),
    ...noIf(given(metric["dimensions"]) && given(metric["defaultValue"]), "InvalidParameterException", "Invalid metric transformation: dimensions and default value are mutually exclusive.", "metricTransformation.defaultValue"),
    ...noIf(Object.keys(fields(metric["dimensions"])).length > 3, "InvalidParameterException", "A metric filter has at most 3 dimensions.", "metricTransformation.dimensions"),
    ...noIf((text(filter["pattern"])?.length ?? 0) > 1024, "InvalidParameterException", "The filter pattern has at most 1024 characters.", "pattern"),
  ];
});

const COMPARISONS = ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold", "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"];

const alarm = checkLaw("alarm-values", ["cloudwatch/metricAlarm"], ALARM, (inputs) => {
  const period = num(inputs["period"]);
  const count = num(inputs["evaluationPeriods"]);
  const needed = num(inputs["datapointsToAlarm"]);
  const metric = given(inputs["metricName"]);
  const queries = items(inputs["metricQueries"]).map(fields);
  const promql = !absent(inputs["evaluationCriteria"]);
  const known = settled(inputs["metricQueries"]);
  const returned = queries.filter((query) => flag(query["returnData"]) === true);
  const anomaly = text(inputs["comparisonOperator"])?.includes("Upper") === true || text(inputs["comparisonOperator"]) === "LessThanLowerThreshold";
  return [
    ...oneOf(inputs["comparisonOperator"], COMPARISONS, "ValidationError", "comparisonOperator"),
    ...oneOf(inputs["statistic"], ["SampleCount", "Average", "Sum", "Minimum", "Maximum"], "ValidationError", "statistic"),
    ...oneOf(inputs["treatMissingData"], ["missing", "ignore", "breaching", "notBreaching"], "ValidationError", "treatMissingData"),
    ...oneOf(inputs["evaluateLowSampleCountPercentiles"], ["evaluate", "ignore"], "ValidationError", "evaluateLowSampleCountPercentiles"),
    ...noIf(count !== undefined && count < 1, "ValidationError", `Evaluation periods ${count} must be at least 1.`, "evaluationPeriods"),
    ...noIf(period !== undefined && ![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0), "ValidationError", `Period ${period} must be 10, 20, 30 or a multiple of 60 seconds.`, "period"),
    ...noIf(period !== undefined && count !== undefined && period * count > (period >= 3600 ? 604800 : 86400), "ValidationError", "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or seven days for periods of an hour or more.", "evaluationPeriods"),
    ...noIf(needed !== undefined && count !== undefined && (needed < 1 || needed > count), "ValidationError", `Number of data points to alarm ${needed} must be between 1 and the number of evaluation periods ${count}.`, "datapointsToAlarm"),
    ...noIf(given(inputs["statistic"]) && given(inputs["extendedStatistic"]), "InvalidParameterCombination", "Statistic and ExtendedStatistic are mutually exclusive.", "extendedStatistic"),
    ...noIf(metric && queries.length > 0, "ValidationError", "MetricName and Metrics are mutually exclusive.", "metricQueries"),
    ...noIf(!metric && queries.length === 0 && !promql && known && settled(inputs["metricName"]), "ValidationError", "One of MetricName and Metrics must be given.", "metricName"),
    ...noIf(metric && absent(inputs["statistic"]) && absent(inputs["extendedStatistic"]), "MissingParameter", "One of Statistic and ExtendedStatistic must be given.", "statistic"),
    ...noIf(metric && absent(inputs["period"]), "MissingParameter", "The parameter Period is required with MetricName.", "period"),
    ...noIf(metric && absent(inputs["namespace"]), "MissingParameter", "The parameter Namespace is required with MetricName.", "namespace"),
    ...noIf(known && queries.length > 0 && absent(inputs["thresholdMetricId"]) && returned.length > 1, "ValidationError", "Exactly one element of the metrics list should return data.", "metricQueries"),
    ...noIf(known && queries.length > 0 && queries.every((query) => flag(query["returnData"]) === false || absent(query["returnData"])) && queries.length > 1, "ValidationError", "Exactly one element of the metrics list should return data.", "metricQueries"),
    ...noIf(anomaly && absent(inputs["thresholdMetricId"]), "ValidationError", "The comparison operator needs a ThresholdMetricId.", "thresholdMetricId"),
    ...noIf(!anomaly && !promql && absent(inputs["threshold"]) && absent(inputs["thresholdMetricId"]) && given(inputs["comparisonOperator"]) && settled(inputs["comparisonOperator"]), "ValidationError", "The parameter Threshold is required.", "threshold"),
    ...noIf(Object.keys(fields(inputs["dimensions"])).length > 30, "ValidationError", "A metric has at most 30 dimensions.", "dimensions"),
    ...["alarmActions", "okActions", "insufficientDataActions"].flatMap((key) => noIf(items(inputs[key]).length > 5, "ValidationError", `${key} has at most 5 actions.`, key)),
    ...queries.flatMap((query, index) => noIf(text(query["id"]) !== undefined && !/^[a-z][a-zA-Z0-9_]{0,254}$/.test(text(query["id"])!), "ValidationError", `Invalid metrics list: the id ${text(query["id"])} must begin with a lower-case letter.`, `metricQueries[${index}].id`)),
  ];
});

const alarmActions = checkLaw("alarm-actions-region", ["cloudwatch/metricAlarm", "cloudwatch/compositeAlarm"], ALARM, (inputs, change) =>
  ["alarmActions", "okActions", "insufficientDataActions"].flatMap((key) =>
    pick(inputs, `${key}[]`).flatMap(({ path, value }) => {
      const arn = parseArn(value);
      return [
        ...noIf(text(value) !== undefined && arn === undefined, "ValidationError", `Invalid arn syntax: ${text(value)}`, path),
        ...noIf(arn?.service === "sns" && arn.region !== change.region, "ValidationError", `Invalid region ${arn?.region} specified. Only ${change.region} is supported.`, path),
      ];
    }),
  ),
);

const composite = applyLaw("composite-alarm-rule", ["cloudwatch/compositeAlarm"], "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html", (inputs, change) => {
  const rule = text(inputs["alarmRule"]) ?? "";
  const named = [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+?)"?\s*\)/g)].map((match) => match[1]!.replace(/^.*:alarm:/, ""));
  const known = new Set([...all(change, "cloudwatch/metricAlarm").map((one) => text(prop(one, "name"))), ...all(change, "cloudwatch/compositeAlarm").map((one) => text(prop(one, "alarmName")))]);
  const lost = named.filter((name) => !known.has(name));
  return noIf(lost.length > 0, "ValidationError", `Could not save the composite alarm as alarms [${lost.join(", ")}] in the alarm rule do not exist`, "alarmRule");
});

const dashboard = checkLaw("dashboard-body", ["cloudwatch/dashboard"], "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html", (inputs) => {
  const body = text(inputs["dashboardBody"]);
  return noIf(body !== undefined && !isJson(body), "InvalidParameterInput", "The field DashboardBody must be a valid JSON object", "dashboardBody");
});

const trail = checkLaw("trail-values", ["cloudtrail/trail"], TRAIL, (inputs) => [
  ...noIf((given(inputs["cloudWatchLogsGroupArn"]) && absent(inputs["cloudWatchLogsRoleArn"])) || (absent(inputs["cloudWatchLogsGroupArn"]) && given(inputs["cloudWatchLogsRoleArn"])), "InvalidCloudWatchLogsRoleArnException", "You must specify both a log group ARN and a role ARN, or neither.", "cloudWatchLogsRoleArn"),
  ...noIf(text(inputs["cloudWatchLogsGroupArn"]) !== undefined && inputs["cloudWatchLogsGroupArn"] !== "" && !/:log-group:.+:\*$/.test(text(inputs["cloudWatchLogsGroupArn"])!), "InvalidCloudWatchLogsLogGroupArnException", `CloudTrail cannot validate the specified log group ARN: it ends with ':*'. (${text(inputs["cloudWatchLogsGroupArn"])})`, "cloudWatchLogsGroupArn"),
  ...noIf(flag(inputs["isMultiRegionTrail"]) === true && flag(inputs["includeGlobalServiceEvents"]) === false, "InvalidParameterCombinationException", "Multi-Region trail must include global service events.", "includeGlobalServiceEvents"),
  ...noIf(items(inputs["eventSelectors"]).length > 0 && items(inputs["advancedEventSelectors"]).length > 0, "InvalidEventSelectorsException", "You can use either event selectors or advanced event selectors, not both.", "advancedEventSelectors"),
  ...noIf((text(inputs["s3KeyPrefix"])?.length ?? 0) > 200, "InvalidS3PrefixException", "The prefix has at most 200 characters.", "s3KeyPrefix"),
  ...items(inputs["insightSelectors"]).flatMap((one, index) => oneOf(fields(one)["insightType"], ["ApiCallRateInsight", "ApiErrorRateInsight"], "InvalidInsightSelectorsException", `insightSelectors[${index}].insightType`)),
]);

/** CloudTrail writes only where the bucket's policy lets it. */
const trailBucket = applyLaw("trail-bucket-policy", ["cloudtrail/trail"], "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html", (inputs, change) => {
  const name = text(inputs["s3BucketName"]);
  const bucket = all(change, "s3/bucket", "s3/bucketV2").find((one) => one.id === name || prop(one, "bucket") === name);
  if (bucket === undefined) return [];
  const policies: Value[] = [...all(change, "s3/bucketPolicy").filter((one) => one.inputs["bucket"] === bucket.id).map((one) => one.inputs["policy"]), bucket.inputs["policy"]];
  const permitted = policies.some((policy) => parsePolicy(policy)?.statements.some(trusts) === true);
  return noIf(!permitted, "InsufficientS3BucketPolicyException", `Incorrect S3 bucket policy is detected for bucket: ${name}`, "s3BucketName");
});

function trusts(statement: Props): boolean {
  const principal: Value = statement["Principal"];
  const service = fields(principal)["Service"];
  return statement["Effect"] === "Allow" && (principal === "*" || service === "cloudtrail.amazonaws.com" || texts(service).includes("cloudtrail.amazonaws.com"));
}

const rule = checkLaw("event-rule", ["cloudwatch/eventRule"], RULE, (inputs) => {
  const pattern = text(inputs["eventPattern"]);
  const schedule = text(inputs["scheduleExpression"]);
  return [
    ...noIf(absent(inputs["eventPattern"]) && absent(inputs["scheduleExpression"]), "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.", "eventPattern"),
    ...noIf(pattern !== undefined && pattern !== "" && !isJson(pattern), "InvalidEventPatternException", "Event pattern is not valid. Reason: it is not valid JSON", "eventPattern"),
    ...noIf(schedule !== undefined && schedule !== "" && !/^(rate\([1-9]\d* (minutes?|hours?|days?)\)|cron\((\S+ ){5}\S+\))$/.test(schedule), "ValidationException", `Parameter ScheduleExpression is not valid: ${schedule}`, "scheduleExpression"),
    ...noIf(/^rate\(1 \w+s\)$|^rate\(([2-9]|\d\d+) \w+[^s]\)$/.test(schedule ?? ""), "ValidationException", `Parameter ScheduleExpression is not valid: ${schedule} (1 takes the singular, more the plural)`, "scheduleExpression"),
  ];
});

const targets = applyLaw("event-targets", ["cloudwatch/eventTarget"], "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html", (inputs, change) =>
  noIf(change.operation === "create" && others(change, "cloudwatch/eventTarget").filter((one) => one.inputs["rule"] === inputs["rule"] && (one.inputs["eventBusName"] ?? "default") === (inputs["eventBusName"] ?? "default")).length >= 5, "LimitExceededException", "The requested resource exceeds the maximum number allowed: a rule has at most 5 targets.", "rule"),
);

const retry = checkLaw("event-target-retries", ["cloudwatch/eventTarget"], RULE, (inputs) => [
  ...range(fields(inputs["retryPolicy"])["maximumEventAgeInSeconds"], 60, 86400, "ValidationException", "retryPolicy.maximumEventAgeInSeconds"),
  ...range(fields(inputs["retryPolicy"])["maximumRetryAttempts"], 0, 185, "ValidationException", "retryPolicy.maximumRetryAttempts"),
  ...noIf(["input", "inputPath", "inputTransformer"].filter((key) => given(inputs[key])).length > 1, "ValidationException", "Only one of Input, InputPath and InputTransformer may be given.", "input"),
]);

/** Laws of logs, alarms, trails and rules. */
export const observabilityLaws: readonly Law[] = [logGroup, logKey, logProtected, filters, metricFilter, alarm, alarmActions, composite, dashboard, trail, trailBucket, rule, targets, retry];
