import { thing, type Cases } from "../world.ts";

/** Examples of the laws of messages details. */
export const messageDetails: readonly Cases[] = [
  {
    law: "queue-fifo-attributes",
    refuses: [
      ["InvalidAttributeName", { short: "sqs/queue", inputs: { name: "q", deduplicationScope: "queue" } }],
      ["InvalidAttributeName", { short: "sqs/queue", inputs: { name: "q", fifoThroughputLimit: "perQueue" } }],
      ["InvalidAttributeValue", { short: "sqs/queue", inputs: { name: "q.fifo", fifoQueue: true, fifoThroughputLimit: "perMessageGroupId", deduplicationScope: "queue" } }],
    ],
    accepts: [
      { short: "sqs/queue", inputs: { name: "q.fifo", fifoQueue: true, fifoThroughputLimit: "perMessageGroupId", deduplicationScope: "messageGroup" } },
      { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"denyAll\"}" } },
      { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"arn:aws:sqs:eu-central-1:123456789012:source\"]}" } },
    ],
  },
  {
    law: "queue-redrive-allow",
    refuses: [
      ["InvalidParameterValue", { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"byQueue\"}" } }],
      ["InvalidParameterValue", { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"some\"}" } }],
      ["InvalidParameterValue", { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"allowAll\",\"sourceQueueArns\":[\"arn:aws:sqs:eu-central-1:123456789012:s\"]}" } }],
    ],
    accepts: [
      { short: "sqs/queue", inputs: { name: "q.fifo", fifoQueue: true, fifoThroughputLimit: "perMessageGroupId", deduplicationScope: "messageGroup" } },
      { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"denyAll\"}" } },
      { short: "sqs/queue", inputs: { name: "q", redriveAllowPolicy: "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"arn:aws:sqs:eu-central-1:123456789012:source\"]}" } },
    ],
  },
  {
    law: "topic-subscription-protocols",
    refuses: [
      ["InvalidParameter", { short: "sns/topicSubscription", inputs: { topic: "arn:aws:sns:eu-central-1:123456789012:t", protocol: "sms", endpoint: "hello" }, world: [thing("sns/topic", "t", { arn: "arn:aws:sns:eu-central-1:123456789012:t" })] }],
      ["InvalidParameter", { short: "sns/topicSubscription", inputs: { topic: "arn:aws:sns:eu-central-1:123456789012:t", protocol: "email", endpoint: "a@b.c", rawMessageDelivery: true }, world: [thing("sns/topic", "t", { arn: "arn:aws:sns:eu-central-1:123456789012:t" })] }],
      ["InvalidParameter", { short: "sns/topicSubscription", inputs: { topic: "arn:aws:sns:eu-central-1:123456789012:t.fifo", protocol: "email", endpoint: "a@b.c" }, world: [thing("sns/topic", "t", { arn: "arn:aws:sns:eu-central-1:123456789012:t.fifo", fifoTopic: true, name: "t.fifo" })] }],
    ],
    accepts: [
      { short: "sns/topicSubscription", inputs: { topic: "arn:aws:sns:eu-central-1:123456789012:t", protocol: "email", endpoint: "a@b.c" }, world: [thing("sns/topic", "t", { arn: "arn:aws:sns:eu-central-1:123456789012:t" })] },
      { short: "sns/topicSubscription", inputs: { topic: "arn:aws:sns:eu-central-1:123456789012:t", protocol: "sms", endpoint: "+49 30 1234567" }, world: [thing("sns/topic", "t", { arn: "arn:aws:sns:eu-central-1:123456789012:t" })] },
      { short: "sns/topicSubscription", inputs: { topic: "arn:aws:sns:eu-central-1:123456789012:t", protocol: "https", endpoint: "https://hooks.example", rawMessageDelivery: true }, world: [thing("sns/topic", "t", { arn: "arn:aws:sns:eu-central-1:123456789012:t" })] },
    ],
  },
  {
    law: "cron-one-kind-of-day",
    refuses: [
      ["ValidationException", { short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "cron(* * * * *)" } }],
      ["ValidationException", { short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "cron(0 12 * * * *)" } }],
    ],
    accepts: [
      { short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "cron(0 12 ? * MON-FRI *)" } },
      { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{\"source\":[\"aws.ec2\"],\"detail\":{\"state\":[{\"anything-but\":[\"x\"]}]}}" } },
      { short: "cloudwatch/eventRule", inputs: { name: "r", eventBusName: "orders", eventPattern: "{\"$or\":[{\"source\":[\"a\"]},{\"source\":[\"b\"]}]}" }, world: [thing("cloudwatch/eventBus", "orders", { name: "orders" })] },
      { short: "scheduler/schedule", inputs: { name: "s", flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "cron(0 4 * * ? *)", scheduleExpressionTimezone: "Europe/Berlin", startDate: "2027-01-01T00:00:00Z", endDate: "2027-02-01T00:00:00Z", target: { arn: "arn:aws:sqs:eu-central-1:123456789012:q", roleArn: "arn:aws:iam::123456789012:role/r" } }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"scheduler.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
    ],
  },
  {
    law: "event-schedule-on-default-bus",
    refuses: [
      ["ValidationException", { short: "cloudwatch/eventRule", inputs: { name: "r", eventBusName: "bus", scheduleExpression: "rate(1 day)" }, world: [thing("cloudwatch/eventBus", "bus", { name: "bus" })] }],
    ],
    accepts: [
      { short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "cron(0 12 ? * MON-FRI *)" } },
      { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{\"source\":[\"aws.ec2\"],\"detail\":{\"state\":[{\"anything-but\":[\"x\"]}]}}" } },
      { short: "cloudwatch/eventRule", inputs: { name: "r", eventBusName: "orders", eventPattern: "{\"$or\":[{\"source\":[\"a\"]},{\"source\":[\"b\"]}]}" }, world: [thing("cloudwatch/eventBus", "orders", { name: "orders" })] },
    ],
  },
  {
    law: "event-bus-name",
    refuses: [
      ["ResourceAlreadyExistsException", { short: "cloudwatch/eventBus", inputs: { name: "default" } }],
    ],
    accepts: [
      { short: "cloudwatch/eventBus", inputs: { name: "orders" } },
    ],
  },
  {
    law: "event-pattern-leaves",
    refuses: [
      ["InvalidEventPatternException", { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{}" } }],
      ["InvalidEventPatternException", { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{\"source\":\"aws.ec2\"}" } }],
    ],
    accepts: [
      { short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "cron(0 12 ? * MON-FRI *)" } },
      { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{\"source\":[\"aws.ec2\"],\"detail\":{\"state\":[{\"anything-but\":[\"x\"]}]}}" } },
      { short: "cloudwatch/eventRule", inputs: { name: "r", eventBusName: "orders", eventPattern: "{\"$or\":[{\"source\":[\"a\"]},{\"source\":[\"b\"]}]}" }, world: [thing("cloudwatch/eventBus", "orders", { name: "orders" })] },
    ],
  },
  {
    law: "event-target-details",
    refuses: [
      ["ValidationException", { short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: "arn:aws:sqs:eu-central-1:123456789012:q.fifo" }, world: [thing("cloudwatch/eventRule", "r", { name: "r" }), thing("sqs/queue", "q", { arn: "arn:aws:sqs:eu-central-1:123456789012:q.fifo" })] }],
      ["ValidationException", { short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: "arn:aws:sqs:eu-central-1:123456789012:q", inputTransformer: { inputPaths: { AWSx: "$.a" }, inputTemplate: "<AWSx>" } }, world: [thing("cloudwatch/eventRule", "r", { name: "r" }), thing("sqs/queue", "q", { arn: "arn:aws:sqs:eu-central-1:123456789012:q" })] }],
    ],
    accepts: [
      { short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: "arn:aws:sqs:eu-central-1:123456789012:q.fifo", sqsTarget: { messageGroupId: "g" }, inputTransformer: { inputPaths: { state: "$.detail.state" }, inputTemplate: "<state>" } }, world: [thing("cloudwatch/eventRule", "r", { name: "r" }), thing("sqs/queue", "q", { arn: "arn:aws:sqs:eu-central-1:123456789012:q.fifo" })] },
    ],
  },
  {
    law: "scheduler-times",
    refuses: [
      ["ValidationException", { short: "scheduler/schedule", inputs: { name: "s", flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "rate(1 day)", scheduleExpressionTimezone: "Mars/Base", target: { arn: "arn:aws:sqs:eu-central-1:123456789012:q", roleArn: "arn:aws:iam::123456789012:role/r" } }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"scheduler.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] }],
      ["ValidationException", { short: "scheduler/schedule", inputs: { name: "s", flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "rate(1 day)", startDate: "2027-01-02T00:00:00Z", endDate: "2027-01-01T00:00:00Z", target: { arn: "arn:aws:sqs:eu-central-1:123456789012:q", roleArn: "arn:aws:iam::123456789012:role/r" } }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"scheduler.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] }],
    ],
    accepts: [
      { short: "scheduler/schedule", inputs: { name: "s", flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "cron(0 4 * * ? *)", scheduleExpressionTimezone: "Europe/Berlin", startDate: "2027-01-01T00:00:00Z", endDate: "2027-02-01T00:00:00Z", target: { arn: "arn:aws:sqs:eu-central-1:123456789012:q", roleArn: "arn:aws:iam::123456789012:role/r" } }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"scheduler.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
    ],
  },
];
