/**
 * Connections of databases, and who hears of critical alerts.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { check, outcome, resource } from "./support.ts";

const DB = "aws:rds/instance:Instance";
const TOPIC = "aws:sns/topic:Topic";

describe("connections", () => {
  const alarm = (props: Record<string, unknown> = {}, edges: Record<string, string[]> = {}) =>
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", { metricName: "DatabaseConnections", comparisonOperator: "GreaterThanThreshold", threshold: 400, dimensions: { DBInstanceIdentifier: "optibid" }, ...props }, edges);
  check("database-connections-alarm", {
    type: DB, good: { identifier: "optibid" }, others: [alarm()], fine: [{ replicateSourceDb: "primary" }], bad: [{ identifier: "another" }], missing: ["identifier"], unknown: ["identifier"],
    exempt: [{ replicateSourceDb: "primary", region: "eu-west-1" }],
  });
  test.each([
    ["of another metric", { metricName: "CPUUtilization" }, "violation"],
    ["that goes off when there are few", { comparisonOperator: "LessThanThreshold" }, "violation"],
    ["without a threshold", { threshold: undefined }, "violation"],
    ["of a cluster", { dimensions: { DBClusterIdentifier: "optibid" } }, "violation"],
    ["not known yet", { metricName: UNKNOWN }, "deferred"],
    ["whose threshold is not known yet", { threshold: UNKNOWN }, "deferred"],
  ])("an alarm %s: %s", (_title, props, expected) => expect(outcome("database-connections-alarm", [resource(DB, "subject", { identifier: "optibid" }), alarm(props)])).toBe(expected));
  test("an alarm is followed by its edge", () => {
    expect(outcome("database-connections-alarm", [resource(DB, "subject", { identifier: UNKNOWN }), alarm({ dimensions: UNKNOWN }, { dimensions: ["subject"] })])).toBe("pass");
  });
  test("a cluster has a dimension of its own", () => {
    const cluster = resource("aws:rds/cluster:Cluster", "subject", { clusterIdentifier: "optibid" });
    expect(outcome("database-connections-alarm", [cluster, alarm({ dimensions: { DBClusterIdentifier: "optibid" } })])).toBe("pass");
    expect(outcome("database-connections-alarm", [cluster, alarm()])).toBe("violation");
  });
  test.each([["eu-west-1", "not-applicable"], [undefined, "violation"]])("a replica in %s of a source without a region: %s", (region, expected) => {
    expect(outcome("database-connections-alarm", [resource(DB, "subject", { identifier: "replica", replicateSourceDb: "optibid", region }), resource(DB, "primary", { identifier: "optibid" })])).toBe(expected);
  });
  test("a replica in its source's region is watched", () => {
    const region = "eu-central-1";
    expect(outcome("database-connections-alarm", [resource(DB, "subject", { identifier: "replica", replicateSourceDb: "optibid", region }), resource(DB, "primary", { identifier: "optibid", region })])).toBe("violation");
  });
});

describe("critical alerts", () => {
  const topic = { name: "optibid-alerts-critical", arn: "arn:topic" };
  const subscription = (name: string, props: Record<string, unknown>) => resource("aws:sns/topicSubscription:TopicSubscription", name, { topic: "arn:topic", ...props });
  const mail = subscription("mail", { protocol: "email", endpoint: "duty@optibid.example" });
  const pager = subscription("pager", { protocol: "lambda", endpoint: "arn" });
  const exempt = [{ name: "optibid-alerts-info" }, { name: "uncritical" }];
  check("critical-alerts-reach-on-call", { type: TOPIC, good: topic, others: [mail], fine: [{ name: "on-call" }, { name: "pager-x" }], bad: [{ arn: "arn:other" }], missing: ["arn"], exempt: [...exempt, { name: undefined }] });
  check("critical-alerts-escalate", { type: TOPIC, good: topic, others: [mail, pager], bad: [{ arn: "arn:other" }], missing: ["arn"], exempt });
  test.each([
    ["critical-alerts-reach-on-call", [subscription("queue", { protocol: "sqs" })], "violation"],
    ["critical-alerts-reach-on-call", [subscription("someone", { protocol: UNKNOWN })], "deferred"],
    ["critical-alerts-escalate", [mail], "violation"],
    ["critical-alerts-escalate", [mail, subscription("phone", { protocol: "sms" })], "violation"],
    ["critical-alerts-escalate", [pager], "violation"],
    ["critical-alerts-escalate", [pager, subscription("queue", { protocol: "sqs" })], "violation"],
    ["critical-alerts-escalate", [mail, subscription("web", { protocol: "https" })], "pass"],
    ["critical-alerts-escalate", [mail, subscription("someone", { protocol: UNKNOWN })], "deferred"],
  ])("%s with %j: %s", (rule, others, expected) => expect(outcome(rule, [resource(TOPIC, "subject", topic), ...others])).toBe(expected));
  test("a name that AWS makes up counts as the logical one, and a subscription may name the topic's policy", () => {
    const named = resource(TOPIC, "subject", { name: UNKNOWN });
    expect(outcome("critical-alerts-reach-on-call", [named])).toBe("not-applicable");
    const policy = resource("aws:sns/topicPolicy:TopicPolicy", "policy", { arn: UNKNOWN }, { arn: ["subject"] });
    const follows = resource("aws:sns/topicSubscription:TopicSubscription", "pager", { protocol: "https", topic: UNKNOWN }, { topic: ["policy"] });
    expect(outcome("critical-alerts-reach-on-call", [resource(TOPIC, "subject", { name: "critical" }), policy, follows])).toBe("pass");
  });
});
