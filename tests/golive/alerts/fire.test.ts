import { describe, expect, test } from "@jest/globals";
import { alerting } from "../../../config/sections/alerting.ts";
import { testAlerts } from "../../../golive/alerts/fire.ts";
import { awsPublisher, publisherWith, rehearsedPublisher } from "../../../golive/alerts/publish.ts";
import type { Publisher } from "../../../golive/alerts/publish.ts";
import { maskedAddress, routeProblems, routesOf } from "../../../golive/alerts/routes.ts";
import type { Deployed } from "../../../golive/alerts/routes.ts";
import { alertTestText } from "../../../golive/alerts/text.ts";

const topicArn = (severity: string, region = "eu-central-1"): string => `arn:aws:sns:${region}:123456789012:optibid-alerts-${severity}`;
const functionArn = (channel: string): string => `arn:aws:lambda:eu-central-1:123456789012:function:optibid-alerts-${channel}`;
const deployed = (type: string, name: string, outputs: Record<string, unknown>): Deployed => ({ type, urn: `urn:pulumi:s::p::${type}::${name}`, inputs: {}, outputs });
const topic = (severity: string, region?: string): Deployed => deployed("aws:sns/topic:Topic", severity, { name: `optibid-alerts-${severity}`, arn: topicArn(severity, region) });
const subscription = (topic_: string, protocol: string, endpoint: string, more = {}): Deployed =>
  deployed("aws:sns/topicSubscription:TopicSubscription", `${topic_}-${endpoint}`, { topic: topic_, protocol, endpoint, arn: `${topic_}:${endpoint.length}`, pendingConfirmation: false, ...more });
const lambda = (channel: string): Deployed => deployed("aws:lambda/function:Function", channel, { name: `optibid-alerts-${channel}`, arn: functionArn(channel) });
const permission = (channel: string, sourceArn: string): Deployed => deployed("aws:lambda/permission:Permission", channel, { function: `optibid-alerts-${channel}`, sourceArn, principal: "sns.amazonaws.com" });

const GOOD: readonly Deployed[] = [
  topic("critical"), topic("warning"), topic("info"), topic("fallback"),
  lambda("pagerduty"), lambda("slack"),
  subscription(topicArn("critical"), "lambda", functionArn("pagerduty")), permission("pagerduty", topicArn("critical")),
  subscription(topicArn("critical"), "email", "oncall@optibid.com"),
  subscription(topicArn("warning"), "lambda", functionArn("slack")), permission("slack", topicArn("warning")),
  subscription(topicArn("info"), "email", "oncall@optibid.com", { pendingConfirmation: true }),
  subscription(topicArn("fallback"), "email", "oncall@optibid.com"),
];
const SECTION = alerting.parse({
  email: ["oncall@optibid.com"], people: { anna: { email: "anna@optibid.com" }, ben: { email: "ben@optibid.com" } }, onCall: { shifts: [{ rotation: ["anna", "ben"] }] },
  routes: { critical: ["pagerduty", "email"], warning: ["slack"], info: ["email"] },
});
const NOW = new Date("2026-01-05T12:00:00Z");
const shown = (resources: readonly Deployed[]): string[] => routesOf(resources).map(({ severity, region, channel, destination, pending, broken }) => [severity, region, channel, destination, pending ? "pending" : "", broken ?? ""].join("|"));

describe("routes", () => {
  test("by severity, Region and channel, with masked destinations and without the fallback", () => {
    expect(shown(GOOD)).toEqual([
      "critical|eu-central-1|pagerduty|PagerDuty service||",
      "critical|eu-central-1|email|o***@optibid.com||",
      "warning|eu-central-1|slack|Slack webhook||",
      "info|eu-central-1|email|o***@optibid.com|pending|",
    ]);
    expect(routeProblems(routesOf(GOOD), SECTION.routes)).toEqual([]);
  });

  const without = (...gone: Deployed[]): Deployed[] => GOOD.filter((each) => !gone.some((one) => one.urn === each.urn));
  test.each<[string, readonly Deployed[], string[]]>([
    ["nothing deployed", [], ["critical: no route, nobody would hear of it", "warning: no route, nobody would hear of it", "info: no route, nobody would hear of it"]],
    ["a subscription that is gone", without(subscription(topicArn("warning"), "lambda", functionArn("slack"))), ["warning: no route, nobody would hear of it", "warning in eu-central-1: slack is in the configuration, but nothing is deployed for it"]],
    ["a function that is gone", without(lambda("slack")), ["warning: no route, nobody would hear of it", "warning in eu-central-1: slack: the function optibid-alerts-slack is not there"]],
    ["a permission for another topic", [...without(permission("pagerduty", topicArn("critical"))), permission("pagerduty", topicArn("info"))], ["critical in eu-central-1: pagerduty: SNS may not invoke optibid-alerts-pagerduty for this topic"]],
    ["a Region without subscriptions", [...GOOD, topic("info", "us-east-1"), subscription(topicArn("critical", "us-east-1"), "email", "a@optibid.com"), topic("critical", "us-east-1")], [
      "critical in us-east-1: pagerduty is in the configuration, but nothing is deployed for it", "warning in us-east-1: slack is in the configuration, but nothing is deployed for it", "info in us-east-1: email is in the configuration, but nothing is deployed for it",
    ]],
  ])("%s", (_name, resources, problems) => expect(routeProblems(routesOf(resources), SECTION.routes)).toEqual(problems));

  test.each([["oncall@optibid.com", "o***@optibid.com"], ["a@b.c", "a***@b.c"]])("%s is masked", (address, masked) => expect(maskedAddress(address)).toBe(masked));
});

describe("a test", () => {
  const options = { stack: "production", rehearsed: false, now: NOW };
  /** Answers for SNS, and keeps what it was asked. */
  function sns(pending: readonly string[] = [], refuse?: string): Publisher & { readonly published: string[][] } {
    const published: string[][] = [];
    return {
      published,
      async publish(region, arn, subject, message) {
        if (arn === refuse) throw new Error("AuthorizationError");
        published.push([region, arn, subject, message]);
        return `m-${published.length}`;
      },
      pending: async (_region, arn) => pending.includes(arn),
    };
  }

  test("fires one alert a topic, and says for each route who must see it", async () => {
    const publisher = sns();
    const report = await testAlerts(GOOD, SECTION, publisher, options);
    expect(publisher.published.map(([region, arn, subject]) => [region, arn, subject])).toEqual(["critical", "warning", "info"].map((severity) => ["eu-central-1", topicArn(severity), `TEST production: test of ${severity} alerts in eu-central-1`]));
    expect(JSON.parse(publisher.published[0]?.[3] ?? "")).toEqual({ golive: "alert-test", id: "production-critical-eu-central-1-2026-01-05T12:00:00.000Z", title: "production: test of critical alerts in eu-central-1", text: "Nothing is wrong. Please resolve this." });
    expect(report).toEqual({
      stack: "production", rehearsed: false, at: "2026-01-05T12:00:00.000Z",
      onCall: { primary: { name: "anna", email: "a***@optibid.com" }, secondary: { name: "ben", email: "b***@optibid.com" } },
      escalation: [{ afterMinutes: 0, to: "anna (a***@optibid.com)" }, { afterMinutes: 15, to: "ben (b***@optibid.com)" }, { afterMinutes: 30, to: "anna (a***@optibid.com), ben (b***@optibid.com)" }],
      routes: [
        { severity: "critical", region: "eu-central-1", channel: "pagerduty", destination: "PagerDuty service", via: "optibid-alerts-pagerduty", pending: false, outcome: "fired", messageId: "m-1", arrivesAt: "PagerDuty service, which calls anna (a***@optibid.com)" },
        { severity: "critical", region: "eu-central-1", channel: "email", destination: "o***@optibid.com", pending: false, outcome: "fired", messageId: "m-1", arrivesAt: "o***@optibid.com" },
        { severity: "warning", region: "eu-central-1", channel: "slack", destination: "Slack webhook", via: "optibid-alerts-slack", pending: false, outcome: "fired", messageId: "m-2", arrivesAt: "Slack webhook" },
        { severity: "info", region: "eu-central-1", channel: "email", destination: "o***@optibid.com", pending: false, outcome: "fired", messageId: "m-3", arrivesAt: "o***@optibid.com" },
      ],
      problems: [],
    });
  });

  test("what SNS says is pending is a problem", async () => {
    const info = routesOf(GOOD).find(({ severity }) => severity === "info");
    const { routes, problems } = await testAlerts(GOOD, SECTION, sns([info?.subscriptionArn ?? ""]), options);
    expect(problems).toEqual(["info in eu-central-1: o***@optibid.com has not confirmed the subscription"]);
    expect(routes.map(({ outcome }) => outcome)).toEqual(["fired", "fired", "fired", "pending"]);
  });

  test("a topic that takes nothing fails its routes and no others", async () => {
    const { routes, problems } = await testAlerts(GOOD, SECTION, sns([], topicArn("critical")), options);
    expect(problems).toEqual([`${topicArn("critical")}: AuthorizationError`]);
    expect(routes.map(({ outcome, messageId, broken }) => [outcome, messageId, broken])).toEqual([["failed", null, "AuthorizationError"], ["failed", null, "AuthorizationError"], ["fired", "m-1", undefined], ["fired", "m-2", undefined]]);
  });

  test("rehearsed: the same answer each time, nothing sent, and mail that nobody can confirm is said but is no fault", async () => {
    const pending = new Set(routesOf(GOOD).filter((route) => route.pending).map(({ subscriptionArn }) => subscriptionArn));
    const once = await testAlerts(GOOD, SECTION, rehearsedPublisher(pending), { ...options, rehearsed: true });
    expect(once).toEqual(await testAlerts(GOOD, SECTION, rehearsedPublisher(pending), { ...options, rehearsed: true }));
    expect(once.routes.map(({ outcome }) => outcome)).toEqual(["fired", "fired", "fired", "pending"]);
    expect(once.routes.every(({ messageId }) => /^rehearsed-[0-9a-f]{12}$/.test(messageId ?? ""))).toBe(true);
    expect(once.problems).toEqual([]);
    const text = alertTestText(once);
    expect(text).toContain("production: 4 routes, rehearsed: nothing was sent");
    expect(text.split("\n").filter((line) => line.startsWith("  "))).toHaveLength(4);
    expect(text).toContain("waits for its confirmation");
  });

  test("as text, problems come last", async () => {
    const text = alertTestText(await testAlerts([], SECTION, sns(), options));
    expect(text.split("\n").slice(-3)).toEqual(["critical", "warning", "info"].map((severity) => expect.stringContaining(`✗ ${severity}: no route`)));
    expect(alertTestText(await testAlerts(GOOD, SECTION, sns([], topicArn("critical")), options))).toContain("AuthorizationError");
    expect(alertTestText(await testAlerts(GOOD, SECTION, sns(), options))).toContain("Look whether each message arrived.");
  });
});

describe("SNS", () => {
  test("one client a Region, and the answers of its API", async () => {
    const made: string[] = [];
    const asked: object[] = [];
    const publisher = publisherWith({
      SNSClient: class {
        constructor({ region }: { readonly region: string }) {
          made.push(region);
        }
        async send(command: object) {
          asked.push(command);
          return "Message" in command ? { MessageId: "m" } : { Attributes: { PendingConfirmation: "true" } };
        }
      },
      PublishCommand: class {
        constructor(input: object) {
          Object.assign(this, input);
        }
      },
      GetSubscriptionAttributesCommand: class {
        constructor(input: object) {
          Object.assign(this, input);
        }
      },
    });
    expect(await publisher.publish("eu-central-1", "t", "s", "x")).toBe("m");
    expect(await publisher.pending("eu-central-1", "sub")).toBe(true);
    expect(await publisher.publish("us-east-1", "u", "s", "y")).toBe("m");
    expect(made).toEqual(["eu-central-1", "us-east-1"]);
    expect(asked).toEqual([{ TopicArn: "t", Subject: "s", Message: "x" }, { SubscriptionArn: "sub" }, { TopicArn: "u", Subject: "s", Message: "y" }]);
  });

  test("without an SDK or with one, the answer is a publisher or a sentence", async () => {
    const answer = await awsPublisher().then(() => "publisher", (error: unknown) => String(error));
    expect(answer).toMatch(/^publisher$|npm install @aws-sdk\/client-sns/);
  });
});
