import { thing, type Cases } from "../world.ts";

/** Examples of the laws of account details. */
export const accountDetails: readonly Cases[] = [
  {
    law: "service-linked-role-service",
    refuses: [
      ["InvalidInput", { short: "iam/serviceLinkedRole", inputs: { awsServiceName: "ec2" } }],
    ],
    accepts: [
      { short: "iam/serviceLinkedRole", inputs: { awsServiceName: "spot.amazonaws.com" } },
      { short: "iam/serviceLinkedRole", inputs: { awsServiceName: "autoscaling.amazonaws.com", customSuffix: "b" }, world: [thing("iam/serviceLinkedRole", "x", { awsServiceName: "autoscaling.amazonaws.com", customSuffix: "a", name: "AWSServiceRoleForAutoScaling_a" })] },
    ],
  },
  {
    law: "service-linked-role-once",
    refuses: [
      ["InvalidInput", { short: "iam/serviceLinkedRole", inputs: { awsServiceName: "spot.amazonaws.com" }, world: [thing("iam/serviceLinkedRole", "x", { awsServiceName: "spot.amazonaws.com", name: "AWSServiceRoleForEC2Spot" })] }],
    ],
    accepts: [
      { short: "iam/serviceLinkedRole", inputs: { awsServiceName: "spot.amazonaws.com" } },
      { short: "iam/serviceLinkedRole", inputs: { awsServiceName: "autoscaling.amazonaws.com", customSuffix: "b" }, world: [thing("iam/serviceLinkedRole", "x", { awsServiceName: "autoscaling.amazonaws.com", customSuffix: "a", name: "AWSServiceRoleForAutoScaling_a" })] },
    ],
  },
  {
    law: "log-metric-filter-group",
    refuses: [
      ["InvalidOperationException", { short: "cloudwatch/logMetricFilter", inputs: { name: "f", logGroupName: "g", pattern: "x", metricTransformation: { name: "n", namespace: "ns", value: "1" } }, world: [thing("cloudwatch/logGroup", "g", { name: "g", logGroupClass: "INFREQUENT_ACCESS" })] }],
      ["LimitExceededException", { short: "cloudwatch/logMetricFilter", inputs: { name: "f", logGroupName: "g", pattern: "x", metricTransformation: { name: "n", namespace: "AWS/x", value: "1" } }, world: [...Array.from({ length: 100 }, (_, n) => thing("cloudwatch/logMetricFilter", `f${n}`, { logGroupName: "g" })), thing("cloudwatch/logGroup", "g", { name: "g" })] }],
    ],
    accepts: [
      { short: "cloudwatch/logMetricFilter", inputs: { name: "f", logGroupName: "g", pattern: "x", metricTransformation: { name: "n", namespace: "ns", value: "1" } }, world: [thing("cloudwatch/logGroup", "g", { name: "g" })] },
    ],
  },
  {
    law: "log-subscription-role",
    refuses: [
      ["InvalidParameterException", { short: "cloudwatch/logSubscriptionFilter", inputs: { name: "f", logGroup: "g", filterPattern: "", destinationArn: "arn:aws:kinesis:eu-central-1:123456789012:stream/s" }, world: [thing("cloudwatch/logGroup", "g", { name: "g" })] }],
      ["InvalidParameterException", { short: "cloudwatch/logSubscriptionFilter", inputs: { name: "f", logGroup: "g", filterPattern: "", destinationArn: "arn:aws:lambda:eu-central-1:123456789012:function:f", roleArn: "arn:aws:iam::123456789012:role/r" }, world: [thing("cloudwatch/logGroup", "g", { name: "g" })] }],
    ],
    accepts: [
      { short: "cloudwatch/logSubscriptionFilter", inputs: { name: "f", logGroup: "g", filterPattern: "", destinationArn: "arn:aws:kinesis:eu-central-1:123456789012:stream/s", roleArn: "arn:aws:iam::123456789012:role/r" }, world: [thing("cloudwatch/logGroup", "g", { name: "g" }), thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"logs.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
    ],
  },
  {
    law: "log-resource-policies",
    refuses: [
      ["LimitExceededException", { short: "cloudwatch/logResourcePolicy", inputs: { policyName: "p11", policyDocument: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"es.amazonaws.com\"},\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}" }, world: [thing("cloudwatch/logResourcePolicy", "p0", { policyName: "p0" }), thing("cloudwatch/logResourcePolicy", "p1", { policyName: "p1" }), thing("cloudwatch/logResourcePolicy", "p2", { policyName: "p2" }), thing("cloudwatch/logResourcePolicy", "p3", { policyName: "p3" }), thing("cloudwatch/logResourcePolicy", "p4", { policyName: "p4" }), thing("cloudwatch/logResourcePolicy", "p5", { policyName: "p5" }), thing("cloudwatch/logResourcePolicy", "p6", { policyName: "p6" }), thing("cloudwatch/logResourcePolicy", "p7", { policyName: "p7" }), thing("cloudwatch/logResourcePolicy", "p8", { policyName: "p8" }), thing("cloudwatch/logResourcePolicy", "p9", { policyName: "p9" })] }],
    ],
    accepts: [
      { short: "cloudwatch/logResourcePolicy", inputs: { policyName: "p", policyDocument: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"es.amazonaws.com\"},\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}" } },
    ],
  },
  {
    law: "parameter-allowed-pattern",
    refuses: [
      ["ParameterPatternMismatchException", { short: "ssm/parameter", inputs: { name: "p", type: "String", value: "abc", allowedPattern: "^\\d+$" } }],
      ["ValidationException", { short: "ssm/parameter", inputs: { name: "p", type: "String", value: "abc", dataType: "aws:ec2:image" } }],
      ["ValidationException", { short: "ssm/parameter", inputs: { name: "p", type: "SecureString", value: "ami-0123456789abcdef0", dataType: "aws:ec2:image" } }],
    ],
    accepts: [
      { short: "ssm/parameter", inputs: { name: "p", type: "String", value: "42", allowedPattern: "^\\d+$" } },
      { short: "ssm/parameter", inputs: { name: "p", type: "String", value: "ami-0123456789abcdef0", dataType: "aws:ec2:image" } },
    ],
  },
  {
    law: "user-pool-sign-in",
    refuses: [
      ["InvalidParameterException", { short: "cognito/userPool", inputs: { name: "p", mfaConfiguration: "ON" } }],
      ["InvalidParameterException", { short: "cognito/userPool", inputs: { name: "p", aliasAttributes: ["email"], usernameAttributes: ["email"] } }],
    ],
    accepts: [
      { short: "cognito/userPool", inputs: { name: "p", usernameAttributes: ["email"], mfaConfiguration: "ON", softwareTokenMfaConfiguration: { enabled: true }, passwordPolicy: { minimumLength: 12 } } },
    ],
  },
  {
    law: "state-machine-definition",
    refuses: [
      ["InvalidDefinition", { short: "sfn/stateMachine", inputs: { name: "s", roleArn: "arn:aws:iam::123456789012:role/r", definition: "{}" }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"states.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] }],
      ["InvalidDefinition", { short: "sfn/stateMachine", inputs: { name: "s", roleArn: "arn:aws:iam::123456789012:role/r", definition: "{\"StartAt\":\"A\",\"States\":{\"B\":{\"Type\":\"Succeed\"}}}" }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"states.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] }],
    ],
    accepts: [
      { short: "sfn/stateMachine", inputs: { name: "s", roleArn: "arn:aws:iam::123456789012:role/r", definition: "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}" }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"states.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
    ],
  },
];
