import { arn, policy, thing, trust, type Cases } from "../world.ts";

const INVALID = "InvalidParameterException";
const VALIDATION = "ValidationException";

const alarm = (name: string, region?: string) => thing("cloudwatch/metricAlarm", name, { name }, region);
const watched = [alarm("a"), alarm("b"), thing("cloudwatch/compositeAlarm", "c", { alarmName: "c", alarmRule: "ALARM(a)" })];
const composite = (alarmRule: string, more = {}) => ({ short: "cloudwatch/compositeAlarm", inputs: { alarmName: "x", alarmRule, ...more }, world: watched });
const metric = (id: string, more = {}) => ({ id, metric: { metricName: "Errors", namespace: "AWS/Lambda", period: 60, stat: "Sum" }, returnData: false, ...more });
const math = (metricQueries: object[]) => ({ short: "cloudwatch/metricAlarm", inputs: { name: "m", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 1, metricQueries: metricQueries as never } });
const value = { id: "value", expression: "a / 2", returnData: true };
const percentile = (extendedStatistic: string) => ({ short: "cloudwatch/metricAlarm", inputs: { name: "m", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 1, metricName: "TargetResponseTime", namespace: "AWS/ApplicationELB", period: 60, extendedStatistic } });

const topicArn = arn("sns", "t");
const topic = thing("sns/topic", topicArn, { arn: topicArn, name: "t" });
const subscribed = (more: object) => ({ short: "sns/topicSubscription", inputs: { topic: topicArn, protocol: "email", endpoint: "a@optibid.example", ...more }, world: [topic] });
const redrive = (target: string) => subscribed({ redrivePolicy: JSON.stringify({ deadLetterTargetArn: target }) });

const roleArn = arn("iam", "role/fn", "");
const role = thing("iam/role", "fn", { name: "fn", arn: roleArn, assumeRolePolicy: trust("lambda.amazonaws.com") });
const queue = thing("sqs/queue", "q", { name: "q", arn: arn("sqs", "q"), url: "q" });
const may = (action: string) => thing("iam/rolePolicy", "fn:p", { role: "fn", policy: policy({ Effect: "Allow", Action: action, Resource: "*" }) });
const code = { path: "fn.zip" };
const fn = (more: object, ...world: ReturnType<typeof thing>[]) => ({ short: "lambda/function", inputs: { name: "f", role: roleArn, runtime: "nodejs22.x", handler: "index.handler", code, ...more } as never, world: [role, queue, ...world] });
const dead = { deadLetterConfig: { targetArn: arn("sqs", "q") } };

const notification = { notificationType: "ACTUAL", comparisonOperator: "GREATER_THAN", threshold: 80, thresholdType: "PERCENTAGE", subscriberSnsTopicArns: [topicArn] };
const budget = (more: object, world: ReturnType<typeof thing>[] = []) => ({ short: "budgets/budget", inputs: { name: "monthly", budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "100.5", limitUnit: "USD", ...more } as never, world });
const notified = (...notifications: object[]) => budget({ notifications });

const monitorArn = "arn:aws:ce::123456789012:anomalymonitor/1";
const services = thing("costexplorer/anomalyMonitor", monitorArn, { arn: monitorArn, monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" });
const monitor = (more: object, world: ReturnType<typeof thing>[] = []) => ({ short: "costexplorer/anomalyMonitor", inputs: { name: "m", monitorType: "DIMENSIONAL", monitorDimension: "SERVICE", ...more } as never, world });
const above = (key: string, given = "100", option = "GREATER_THAN_OR_EQUAL") => ({ dimension: { key, matchOptions: [option], values: [given] } });
const anomalies = (more: object, world: ReturnType<typeof thing>[] = [services]) => ({
  short: "costexplorer/anomalySubscription",
  inputs: { name: "s", frequency: "IMMEDIATE", monitorArnLists: [monitorArn], subscribers: [{ type: "SNS", address: topicArn }], thresholdExpression: above("ANOMALY_TOTAL_IMPACT_ABSOLUTE"), ...more } as never,
  world,
});

export const alertingCases: readonly Cases[] = [
  {
    law: "composite-alarm-values",
    refuses: [
      ["ValidationError", composite("")],
      ["ValidationError", composite(" ALARM(a)")],
      ["ValidationError", composite("ALARM(a) OR")],
      ["ValidationError", composite("ALARM(a) ALARM(b)")],
      ["ValidationError", composite("(ALARM(a)")],
      ["ValidationError", composite("RED(a)")],
      ["ValidationError", composite("ALARM(a) or ALARM(b)")],
      ["ValidationError", composite("ALARM(x)")],
      ["ValidationError", composite(Array.from({ length: 101 }, (_, index) => `ALARM(n${index})`).join(" OR "))],
      ["ValidationError", composite(`ALARM(${"a".repeat(10_240)})`)],
      ["ValidationError", composite("ALARM(a)", { alarmName: "n".repeat(256) })],
      ["ValidationError", composite("ALARM(a)", { alarmActions: Array.from({ length: 6 }, (_, index) => arn("sns", `t${index}`)) })],
    ],
    accepts: [
      composite("ALARM(a)"),
      composite('ALARM("a") AND NOT (OK(b) OR INSUFFICIENT_DATA("c"))'),
      composite("TRUE"),
      composite("NOT NOT ALARM ( a ) AND FALSE"),
      composite(`ALARM(${arn("cloudwatch", "alarm:a")})`),
      composite("AT_LEAST(2, ALARM, (a, b, c)) OR ALARM(a)"),
      composite("ALARM(a)", { alarmActions: [arn("sns", "t")], actionsSuppressor: { alarm: "b", waitPeriod: 60, extensionPeriod: 60 } }),
    ],
  },
  {
    law: "composite-alarm-region",
    refuses: [["ValidationError", { ...composite("ALARM(a)"), region: "us-east-1" }]],
    accepts: [composite("ALARM(a) OR ALARM(c)"), { ...composite("ALARM(e)"), region: "us-east-1", world: [alarm("e", "us-east-1")] }],
  },
  {
    law: "alarm-in-use",
    refuses: [["ValidationError", { short: "cloudwatch/metricAlarm", operation: "delete", id: "a", inputs: { name: "a" }, olds: { name: "a" }, world: watched }]],
    accepts: [
      { short: "cloudwatch/metricAlarm", operation: "delete", id: "b", inputs: { name: "b" }, world: watched },
      { short: "cloudwatch/compositeAlarm", operation: "delete", id: "c", inputs: { alarmName: "c", alarmRule: "ALARM(a)" }, world: watched },
      { short: "cloudwatch/metricAlarm", operation: "delete", id: "a", inputs: { name: "a" }, region: "us-east-1", world: watched },
    ],
  },
  {
    law: "alarm-metric-queries",
    refuses: [
      ["ValidationError", math([value, ...Array.from({ length: 20 }, (_, index) => metric(`m${index}`))])],
      ["ValidationError", math([value, metric("a"), metric("a")])],
      ["ValidationError", math([value, metric("a", { expression: "1" })])],
      ["ValidationError", math([value, { id: "a", returnData: false }])],
      ["ValidationError", math([{ ...value, expression: "SUM(SEARCH('x', 'Sum', 60))" }])],
      ["ValidationError", math([value, { ...metric("a"), metric: { metricName: "m", namespace: "n", period: 45, stat: "Sum" } }])],
      ["ValidationError", percentile("p101")],
      ["ValidationError", percentile("95")],
    ],
    accepts: [math([value, metric("a")]), math([{ ...value, expression: "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/EC2\", InstanceId)", period: 60 }]), percentile("p95"), percentile("p99.9"), percentile("tm90"), percentile("IQM"), percentile("PR(:300)")],
  },
  {
    law: "topic-subscription-filter",
    refuses: [
      ["InvalidParameter", subscribed({ filterPolicy: '{"a":"b"}' })],
      ["InvalidParameter", subscribed({ filterPolicy: '{"a":[]}' })],
      ["InvalidParameter", subscribed({ filterPolicy: '{"a":{"b":["c"]}}' })],
      ["InvalidParameter", subscribed({ filterPolicy: JSON.stringify(Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((key) => [key, ["x"]]))) })],
      ["InvalidParameter", subscribed({ filterPolicyScope: "MessageBody" })],
      ["InvalidParameter", subscribed({ redrivePolicy: '{"target":"x"}' })],
    ],
    accepts: [subscribed({ filterPolicy: '{"a":["b",{"prefix":"c"}]}' }), subscribed({ filterPolicy: '{"a":{"b":["c"]}}', filterPolicyScope: "MessageBody" })],
  },
  {
    law: "topic-subscription-dead-letters",
    refuses: [["InvalidParameter", redrive(arn("sqs", "q", "us-east-1"))], ["InvalidParameter", redrive(arn("sns", "t"))], ["InvalidParameter", redrive("arn:aws:sqs:eu-central-1:999999999999:q")]],
    accepts: [redrive(arn("sqs", "q")), subscribed({})],
  },
  {
    law: "topic-fifo-attributes",
    refuses: [["InvalidParameter", { short: "sns/topic", inputs: { name: "t", fifoThroughputScope: "Topic" } }], ["InvalidParameter", { short: "sns/topic", inputs: { name: "t", archivePolicy: "{}" } }]],
    accepts: [{ short: "sns/topic", inputs: { name: "t.fifo", fifoTopic: true, fifoThroughputScope: "Topic" } }, { short: "sns/topic", inputs: { name: "t" } }],
  },
  {
    law: "lambda-logging",
    refuses: [
      [VALIDATION, fn({ loggingConfig: { logFormat: "json" } })],
      ["InvalidParameterValueException", fn({ loggingConfig: { logFormat: "Text", systemLogLevel: "WARN" } })],
      [VALIDATION, fn({ loggingConfig: { logFormat: "Text", logGroup: "a b" } })],
    ],
    accepts: [fn({ loggingConfig: { logFormat: "JSON", applicationLogLevel: "INFO", logGroup: "/aws/lambda/f" } }), fn({ loggingConfig: { logFormat: "Text" } })],
  },
  {
    law: "lambda-dead-letter-permission",
    refuses: [["InvalidParameterValueException", fn(dead)], ["InvalidParameterValueException", fn(dead, may("sqs:ReceiveMessage"))], ["InvalidParameterValueException", fn({ deadLetterConfig: { targetArn: topicArn } }, may("sqs:*"))]],
    accepts: [
      fn(dead, may("sqs:SendMessage")),
      fn(dead, may("sqs:*")),
      fn({ deadLetterConfig: { targetArn: topicArn } }, may("sns:Publish")),
      fn(dead, thing("iam/rolePolicyAttachment", "fn-x", { role: "fn", policyArn: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" })),
    ],
  },
  {
    law: "budget-values",
    refuses: [
      [INVALID, budget({ budgetType: "MONEY" })],
      [INVALID, budget({ timeUnit: "WEEKLY" })],
      [INVALID, budget({ name: "a:b" })],
      [INVALID, budget({ name: "n".repeat(101) })],
      [INVALID, budget({ limitAmount: "lots" })],
      [INVALID, budget({ limitAmount: "-1" })],
      [INVALID, budget({ limitUnit: undefined })],
      [INVALID, budget({ limitAmount: undefined })],
      [INVALID, budget({ autoAdjustData: { autoAdjustType: "FORECAST" } })],
      [INVALID, budget({ limitUnit: "GB" })],
      [INVALID, budget({ timePeriodStart: "2026-01-01" })],
    ],
    accepts: [budget({}), budget({ limitAmount: undefined, limitUnit: undefined, autoAdjustData: { autoAdjustType: "FORECAST" } }), budget({ timePeriodStart: "2026-01-01_00:00" }), budget({ budgetType: "USAGE", limitAmount: "3", limitUnit: "GB" })],
  },
  {
    law: "budget-notifications",
    refuses: [
      [INVALID, notified({ ...notification, notificationType: "GUESSED" })],
      [INVALID, notified({ ...notification, comparisonOperator: ">" })],
      [INVALID, notified({ ...notification, thresholdType: "PERCENT" })],
      [INVALID, notified({ ...notification, threshold: -1 })],
      [INVALID, notified({ ...notification, subscriberSnsTopicArns: [] })],
      [INVALID, notified({ ...notification, subscriberEmailAddresses: ["nobody"] })],
      [INVALID, notified({ ...notification, subscriberSnsTopicArns: [arn("sqs", "q")] })],
      ["CreationLimitExceededException", notified({ ...notification, subscriberSnsTopicArns: [topicArn, arn("sns", "u")] })],
      ["CreationLimitExceededException", notified({ ...notification, subscriberEmailAddresses: Array.from({ length: 11 }, (_, index) => `a${index}@optibid.example`) })],
      ["CreationLimitExceededException", notified(...Array.from({ length: 11 }, (_, index) => ({ ...notification, threshold: index })))],
      ["DuplicateRecordException", notified(notification, notification)],
    ],
    accepts: [notified(notification, { ...notification, notificationType: "FORECASTED", subscriberEmailAddresses: ["a@optibid.example"] })],
  },
  {
    law: "budget-name-once",
    refuses: [["DuplicateRecordException", budget({}, [thing("budgets/budget", "123456789012:monthly", { name: "monthly" }, "us-east-1")])]],
    accepts: [budget({ accountId: "999999999999" }, [thing("budgets/budget", "123456789012:monthly", { name: "monthly" })]), { ...budget({}, [thing("budgets/budget", "1:monthly", { name: "monthly" })]), operation: "update", id: "1:monthly" }],
  },
  {
    law: "anomaly-monitor-values",
    refuses: [
      [VALIDATION, monitor({ monitorType: "OTHER" })],
      [VALIDATION, monitor({ monitorDimension: "REGION" })],
      [VALIDATION, monitor({ monitorDimension: undefined })],
      [VALIDATION, monitor({ monitorType: "CUSTOM", monitorDimension: undefined })],
      [VALIDATION, monitor({ monitorType: "CUSTOM", monitorSpecification: "{}" })],
      [VALIDATION, monitor({ monitorType: "CUSTOM", monitorDimension: undefined, monitorSpecification: "{" })],
    ],
    accepts: [monitor({}), monitor({ monitorType: "CUSTOM", monitorDimension: undefined, monitorSpecification: '{"Tags":{"Key":"team","Values":["a"]}}' })],
  },
  {
    law: "anomaly-monitor-once",
    refuses: [[VALIDATION, monitor({}, [services])]],
    accepts: [monitor({ monitorDimension: "LINKED_ACCOUNT" }, [services]), { ...monitor({}, [services]), operation: "update", id: monitorArn }],
  },
  {
    law: "anomaly-subscription-values",
    refuses: [
      [VALIDATION, anomalies({ frequency: "HOURLY" })],
      [VALIDATION, anomalies({ subscribers: [{ type: "EMAIL", address: "a@optibid.example" }] })],
      [VALIDATION, anomalies({ frequency: "DAILY" })],
      [VALIDATION, anomalies({ thresholdExpression: undefined })],
      [VALIDATION, anomalies({ monitorArnLists: [] })],
      [VALIDATION, anomalies({ subscribers: [{ type: "SNS", address: "t" }] })],
      [VALIDATION, anomalies({ frequency: "WEEKLY", subscribers: [{ type: "EMAIL", address: "nobody" }] })],
      [VALIDATION, anomalies({ thresholdExpression: above("SERVICE") })],
      [VALIDATION, anomalies({ thresholdExpression: { ands: [above("ANOMALY_TOTAL_IMPACT_ABSOLUTE", "1", "EQUALS")] } })],
      [VALIDATION, anomalies({ thresholdExpression: { ors: [above("ANOMALY_TOTAL_IMPACT_PERCENTAGE", "much")] } })],
    ],
    accepts: [anomalies({}), anomalies({ frequency: "DAILY", subscribers: [{ type: "EMAIL", address: "a@optibid.example" }] }), anomalies({ thresholdExpression: { ands: [above("ANOMALY_TOTAL_IMPACT_ABSOLUTE"), above("ANOMALY_TOTAL_IMPACT_PERCENTAGE", "20")] } })],
  },
  {
    law: "anomaly-subscription-monitors",
    refuses: [["UnknownMonitorException", anomalies({ monitorArnLists: [`${monitorArn}0`] })]],
    accepts: [anomalies({}), anomalies({}, [])],
  },
  {
    law: "cost-allocation-tag-values",
    refuses: [[VALIDATION, { short: "costexplorer/costAllocationTag", inputs: { tagKey: "owner", status: "On" } }], [VALIDATION, { short: "costexplorer/costAllocationTag", inputs: { tagKey: "k".repeat(1_025), status: "Active" } }]],
    accepts: [{ short: "costexplorer/costAllocationTag", inputs: { tagKey: "owner", status: "Active" } }],
  },
];
