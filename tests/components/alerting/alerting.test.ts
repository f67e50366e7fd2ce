import { beforeAll, describe, expect, test } from "@jest/globals";
import { Alerting, alertingMistakes } from "../../../components/alerting/alerting.ts";
import type { AlertingArgs } from "../../../components/alerting/alerting.ts";
import { forwarderRoleArn } from "../../../components/alerting/forwarder.ts";
import { deadLetterPolicy, PUBLISHERS, topicPolicy } from "../../../components/alerting/topic-policy.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, namesOf, PRODUCTION, strays } from "../network/fixture.ts";
import { ALERTING } from "./fixture.ts";

const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new Alerting("alerting", ALERTING));
});

const TOPIC_PARTS = ["critical", "warning", "info", "fallback"];
const REACHED = { pagerduty: ["critical"], slack: ["critical", "warning", "info"], teams: ["critical", "warning"] };

test("exactly these children", () => {
  const topics = (set: string): string[] => [
    `golive:alerting:Topics alerting-${set}`,
    ...TOPIC_PARTS.flatMap((kind) => [`sns:Topic alerting-${set}-${kind}`, `sns:TopicPolicy alerting-${set}-${kind}-policy`]),
    ...["critical", "warning", "fallback"].map((kind) => `sns:TopicSubscription alerting-${set}-${kind}-email-1`),
    `sqs:Queue alerting-${set}-dead-letters`,
    `sqs:QueuePolicy alerting-${set}-dead-letters-policy`,
    `cloudwatch:MetricAlarm alerting-${set}-dead-letters-alarm`,
  ];
  const forwarders = Object.entries(REACHED).flatMap(([channel, severities]) => [
    `golive:alerting:Forwarder alerting-${channel}`,
    `cloudwatch:LogGroup alerting-${channel}-logs`,
    `iam:Role alerting-${channel}-role`,
    `iam:RolePolicy alerting-${channel}-policy`,
    `lambda:Function alerting-${channel}-function`,
    `cloudwatch:MetricAlarm alerting-${channel}-errors`,
    ...severities.flatMap((severity) => ["", "-us-east-1"].flatMap((region) => [`lambda:Permission alerting-${channel}-${severity}${region}-permission`, `sns:TopicSubscription alerting-${channel}-${severity}${region}-subscription`])),
  ]);
  expect(children(graph)).toEqual(["golive:alerting:Alerting alerting", ...topics("topics"), ...topics("global-topics"), ...forwarders].sort());
  expect(strays(graph)).toEqual([]);
});

test("AWS refuses nothing of it, and no rule is broken", () => {
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
});

describe("topics", () => {
  test.each([["topics", "eu-central-1"], ["global-topics", "us-east-1"]])("%s are encrypted, in %s", (set, region) => {
    expect(only(graph, TOPIC, `alerting-${set}-critical`).inputs).toEqual({
      region,
      name: "optibid-production-alerts-critical",
      displayName: "optibid-production: critical alerts",
      kmsMasterKeyId: `arn:aws:kms:${region}:123456789012:key/alerts`,
      signatureVersion: 2,
      tags: expectedTags("internal", `alerting-${set}-critical`),
    });
  });

  test("display names fit SNS's 100 characters for the longest platform name", async () => {
    const long = await record(() => new Alerting("alerting", { ...ALERTING, context: { ...PRODUCTION, name: "a".repeat(24) } }));
    expect(refusals(long)).toEqual([]);
  });

  test("exactly the publishing services, for this account alone, except where EventBridge knows no account", () => {
    const place = { account: "123456789012", region: "eu-central-1", resourceArn: "arn:aws:sns:eu-central-1:123456789012:t" };
    const { Statement } = topicPolicy(place, PUBLISHERS);
    expect(Statement.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition])).toEqual([
      ["PublishCloudwatch", { Service: "cloudwatch.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" }, ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*" } }],
      ["PublishEvents", { Service: "events.amazonaws.com" }, undefined],
      ["PublishBudgets", { Service: "budgets.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" }, ArnLike: { "aws:SourceArn": "arn:aws:budgets::123456789012:*" } }],
      ["PublishCostalerts", { Service: "costalerts.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" } }],
      ["PublishAps", { Service: "aps.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" }, ArnLike: { "aws:SourceArn": "arn:aws:aps:eu-central-1:123456789012:workspace/*" } }],
      ["PublishBackup", { Service: "backup.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" } }],
      ["PublishRds", { Service: "events.rds.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" }, ArnLike: { "aws:SourceArn": "arn:aws:rds:eu-central-1:123456789012:*" } }],
      ["TlsOnly", { AWS: "*" }, { Bool: { "aws:SecureTransport": "false" } }],
    ]);
    expect(Statement.map(({ Effect }) => Effect)).toEqual([...PUBLISHERS.map(() => "Allow"), "Deny"]);
  });

  test("only CloudWatch publishes to the fallback", () => {
    const policy = JSON.parse(String(only(graph, "aws:sns/topicPolicy:TopicPolicy", "alerting-topics-fallback-policy").inputs["policy"])) as { Statement: { Sid: string }[] };
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(["PublishCloudwatch", "TlsOnly"]);
  });
});

describe("what cannot be delivered", () => {
  test("is kept for two weeks, encrypted, in the Region of its topic", () => {
    for (const [set, region] of [["topics", "eu-central-1"], ["global-topics", "us-east-1"]] as const) {
      expect(only(graph, "aws:sqs/queue:Queue", `alerting-${set}-dead-letters`).inputs).toEqual({
        region, name: "optibid-production-alerts-dead-letters", kmsMasterKeyId: `arn:aws:kms:${region}:123456789012:key/alerts`, messageRetentionSeconds: 1_209_600,
        tags: expectedTags("internal", `alerting-${set}-dead-letters`),
      });
    }
  });

  test("is only put there by SNS for these topics", () => {
    const [allow] = deadLetterPolicy("q", ["t1", "t2"]).Statement;
    expect(allow).toEqual({ Sid: "UndeliveredAlerts", Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "q", Condition: { ArnEquals: { "aws:SourceArn": ["t1", "t2"] } } });
  });

  test("is told by mail, past the functions", () => {
    const alarms = graph.filter(({ type }) => type === ALARM);
    expect(Object.fromEntries(alarms.map(({ name, propertyDependencies }) => [name, namesOf(propertyDependencies["alarmActions"])]))).toEqual({
      ...Object.fromEntries(Object.keys(REACHED).map((channel) => [`alerting-${channel}-errors`, ["alerting-topics-fallback-policy"]])),
      ...Object.fromEntries(["global-topics", "topics"].map((set) => [`alerting-${set}-dead-letters-alarm`, [`alerting-${set}-fallback-policy`]])),
    });
    const forwarded = graph.filter(({ type, inputs, propertyDependencies }) => type === SUBSCRIPTION && inputs["protocol"] === "lambda" && namesOf(propertyDependencies["topic"]).some((name) => name.includes("fallback")));
    expect(forwarded).toEqual([]);
  });
});

describe("forwarders", () => {
  test("run outside the VPC, with the code in the archive and nothing in the environment", () => {
    const { code, ...inputs } = only(graph, "aws:lambda/function:Function", "pagerduty-function").inputs;
    expect(inputs).toEqual({
      name: "optibid-production-alerts-pagerduty", description: "Forwards alerts to pagerduty", role: "<unknown>", runtime: "nodejs22.x", architectures: ["arm64"], handler: "index.handler",
      memorySize: 256, timeout: 90, deadLetterConfig: { targetArn: "<unknown>" }, tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/optibid-production-alerts-pagerduty" }, tags: expectedTags("internal", "alerting-pagerduty-function"),
    });
    const { assets } = code as { assets: Record<string, { text: string }> };
    expect(Object.keys(assets).sort()).toEqual(["index.mjs", "messages.mjs", "post.mjs", "settings.json"]);
    expect(JSON.parse(assets["settings.json"]?.text ?? "")).toEqual({
      channel: "pagerduty", platform: "optibid-production", secretArn: ALERTING.secretArns.pagerduty, endpoint: "https://events.pagerduty.com/v2/enqueue",
      severities: { "arn:aws:sns:eu-central-1:123456789012:optibid-production-alerts-critical": "critical", "arn:aws:sns:us-east-1:123456789012:optibid-production-alerts-critical": "critical" },
    });
  });

  test("read their own credential and nothing else", async () => {
    const known = await record(() => new Alerting("alerting", ALERTING), { outputs: (type, name) => (/Queue$|LogGroup$/.test(type) ? { arn: `arn:${name}` } : {}) });
    const policy = JSON.parse(String(only(known, "aws:iam/rolePolicy:RolePolicy", "slack-policy").inputs["policy"])) as { Statement: { Sid: string; Action: unknown; Resource: unknown }[] };
    expect(policy.Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ["WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], "arn:alerting-slack-logs:*"],
      ["ReadCredential", "secretsmanager:GetSecretValue", ALERTING.secretArns.slack],
      ["DecryptCredential", "kms:Decrypt", ALERTING.keyArns.secrets],
      ["KeepUndelivered", "sqs:SendMessage", "arn:alerting-topics-dead-letters"],
      ["EncryptUndelivered", ["kms:GenerateDataKey", "kms:Decrypt"], ALERTING.keyArns.alerts],
      ["Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"],
    ]);
  });

  test("take a role by a name that the secret's policy can know beforehand", async () => {
    const arn = await new Promise((resolve) => forwarderRoleArn(PRODUCTION, "slack").apply(resolve));
    expect(arn).toBe("arn:aws:iam::123456789012:role/optibid-production-alerts-slack");
    expect(only(graph, "aws:iam/role:Role", "slack-role").inputs["name"]).toBe("optibid-production-alerts-slack");
  });

  test("hear topics of other Regions through subscriptions made there", () => {
    const { inputs, propertyDependencies, dependencies } = only(graph, SUBSCRIPTION, "alerting-teams-warning-us-east-1-subscription");
    expect(inputs).toEqual({ region: "us-east-1", topic: "<unknown>", protocol: "lambda", endpoint: "<unknown>", redrivePolicy: "<unknown>" });
    expect(namesOf(propertyDependencies["redrivePolicy"])).toEqual(["alerting-global-topics-dead-letters"]);
    expect(namesOf(dependencies)).toContain("alerting-teams-warning-us-east-1-permission");
    expect(only(graph, "aws:lambda/permission:Permission", "alerting-teams-warning-us-east-1-permission").inputs).toEqual({
      statementId: "warning-us-east-1", action: "lambda:InvokeFunction", function: "optibid-production-alerts-teams", principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:us-east-1:123456789012:optibid-production-alerts-warning",
    });
  });

  test("PagerDuty's European accounts have an address of their own", async () => {
    const european = await record(() => new Alerting("alerting", { ...ALERTING, pagerdutyRegion: "eu" }));
    expect(JSON.stringify(only(european, "aws:lambda/function:Function", "pagerduty-function").inputs["code"])).toContain("https://events.eu.pagerduty.com/v2/enqueue");
  });
});

test("where only mail is routed there are no functions, and at us-east-1 one set of topics", async () => {
  const context = { ...DEVELOPMENT, region: "us-east-1" };
  const { globalKeyArn: _, ...rest } = ALERTING;
  const small = await record(() => new Alerting("alerting", { ...rest, context, routes: { critical: ["email"], warning: ["email"], info: ["email"] }, secretArns: {} }));
  expect(children(small).filter((each) => /Topics|Function|Forwarder/.test(each))).toEqual(["golive:alerting:Topics alerting-topics"]);
  expect(refusals(small, "us-east-1")).toEqual([]);
});

describe("mistakes, all at once", () => {
  const { globalKeyArn: _, ...homeOnly } = ALERTING;
  test.each<[string, AlertingArgs, string[]]>([
    ["none", ALERTING, []],
    ["no route", { ...ALERTING, routes: { ...ALERTING.routes, info: [] } }, ["info alerts have no route"]],
    ["no secret", { ...ALERTING, secretArns: { slack: "s" } }, ["routes name pagerduty, but there is no secret for it", "routes name teams, but there is no secret for it"]],
    ["no mailbox", { ...ALERTING, emails: [] }, ["emails is empty: nobody would hear that an alert could not be delivered"]],
    ["no key at the edge", homeOnly, ["globalKeyArn is missing: alarms of CloudFront and its web ACL notify topics in us-east-1"]],
  ])("%s", async (_name, args, expected) => {
    expect(alertingMistakes(args)).toEqual(expected);
    const made = record(() => new Alerting("alerting", args));
    if (expected.length === 0) await expect(made).resolves.toBeDefined();
    else await expect(made).rejects.toThrow(expected.join("; "));
  });
});

test("hooks change what the component passes on", async () => {
  const changed = await record(() => new Alerting("alerting", { ...ALERTING, transform: { topic: (args) => ({ ...args, displayName: "x" }), queue: (args) => ({ ...args, maxMessageSize: 2048 }), function: (args) => ({ ...args, memorySize: 512 }) } }));
  expect(only(changed, TOPIC, "alerting-topics-info").inputs["displayName"]).toBe("x");
  expect(only(changed, "aws:sqs/queue:Queue", "alerting-topics-dead-letters").inputs["maxMessageSize"]).toBe(2048);
  expect(only(changed, "aws:lambda/function:Function", "teams-function").inputs["memorySize"]).toBe(512);
});
