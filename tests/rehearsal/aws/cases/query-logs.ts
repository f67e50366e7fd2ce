import { ACCOUNT, policy, thing, type Cases } from "../world.ts";

const G = "aws-global";
const US = "us-east-1";
const groupArn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/route53/optibid.example`;
const zone = thing("route53/zone", "Z1", { zoneId: "Z1", name: "optibid.example" }, G);
const group = thing("cloudwatch/logGroup", "/aws/route53/optibid.example", { name: "/aws/route53/optibid.example", arn: groupArn }, US);
const statement = { Effect: "Allow", Principal: { Service: "route53.amazonaws.com" }, Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/route53/*` };
const permitted = (more: object = {}, region = US) => thing("cloudwatch/logResourcePolicy", "p", { policyName: "p", policyDocument: policy({ ...statement, ...more } as never) }, region);
const logged = (inputs: object, ...world: ReturnType<typeof thing>[]) => ({ short: "route53/queryLog", region: G, inputs: { zoneId: "Z1", cloudwatchLogGroupArn: groupArn, ...inputs }, world: [group, ...world] });

export const queryLogCases: readonly Cases[] = [
  {
    law: "route53-query-log-region",
    refuses: [
      ["InvalidInput", logged({ cloudwatchLogGroupArn: groupArn.replace(US, "eu-central-1") })],
      ["InvalidInput", logged({ cloudwatchLogGroupArn: "/aws/route53/optibid.example" })],
      ["InvalidInput", logged({ cloudwatchLogGroupArn: "arn:aws:s3:::logs" })],
    ],
    accepts: [logged({}, zone, permitted())],
  },
  {
    law: "route53-query-log-zone",
    refuses: [
      ["InvalidInput", logged({}, thing("route53/zone", "Z1", { zoneId: "Z1", name: "internal", vpcs: [{ vpcId: "vpc-1" }] }, G))],
      ["QueryLoggingConfigAlreadyExists", logged({}, zone, thing("route53/queryLog", "1", { zoneId: "/hostedzone/Z1", cloudwatchLogGroupArn: groupArn }, G))],
    ],
    accepts: [logged({}, zone, permitted(), thing("route53/queryLog", "1", { zoneId: "Z2", cloudwatchLogGroupArn: groupArn }, G))],
  },
  {
    law: "route53-query-log-policy",
    refuses: [
      ["InsufficientCloudWatchLogsResourcePolicy", logged({}, zone)],
      ["InsufficientCloudWatchLogsResourcePolicy", logged({}, zone, permitted({}, "eu-central-1"))],
      ["InsufficientCloudWatchLogsResourcePolicy", logged({}, zone, permitted({ Principal: { Service: "delivery.logs.amazonaws.com" } }))],
      ["InsufficientCloudWatchLogsResourcePolicy", logged({}, zone, permitted({ Action: "logs:PutLogEvents" }))],
      ["InsufficientCloudWatchLogsResourcePolicy", logged({}, zone, permitted({ Resource: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/route53/other:*` }))],
    ],
    accepts: [
      logged({}, zone, permitted({ Resource: `${groupArn}:*`, Action: "logs:*" })),
      logged({}, zone, permitted({ Resource: groupArn, Principal: { Service: ["es.amazonaws.com", "route53.amazonaws.com"] } })),
      logged({}, zone, permitted({ Resource: "*", Principal: "*" })),
      logged({}, zone, permitted({ Action: "logs:CreateLogStream" }), thing("cloudwatch/logResourcePolicy", "q", { policyName: "q", policyDocument: policy({ ...statement, Action: "logs:PutLogEvents" } as never) }, US)),
    ],
  },
];
