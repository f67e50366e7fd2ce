import { describe, expect, test } from "@jest/globals";
import { Cost } from "../../../components/cost/cost.ts";
import type { CostArgs } from "../../../components/cost/cost.ts";
import { cost } from "../../../config/sections/cost.ts";
import { only, record } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, expectedTags, PRODUCTION, strays } from "../network/fixture.ts";

const BUDGET = "aws:budgets/budget:Budget";
const SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:optibid-production-alerts-warning";
const ARGS: CostArgs = { context: PRODUCTION, topicArn: TOPIC, ...cost.parse({ emails: ["finance@optibid.com"] }) };
const MONITOR = "arn:aws:ce::123456789012:anomalymonitor/0f0f0f0f-0000-4000-a000-000000000000";

test("a budget and the account's monitor", async () => {
  const graph = await record(() => new Cost("cost", ARGS));
  expect(children(graph)).toEqual(["golive:cost:Cost cost", "budgets:Budget cost-budget", "costexplorer:AnomalyMonitor cost-monitor", "costexplorer:AnomalySubscription cost-anomalies"].toSorted());
  expect(strays(graph)).toEqual([]);
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
  const notification = (notificationType: string, threshold: number) => ({ notificationType, threshold, thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN", subscriberSnsTopicArns: [TOPIC], subscriberEmailAddresses: ["finance@optibid.com"] });
  expect(only(graph, BUDGET).inputs).toEqual({
    name: "optibid-production-monthly", budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "6000", limitUnit: "USD",
    notifications: [notification("ACTUAL", 80), notification("ACTUAL", 100), notification("FORECASTED", 100)], tags: expectedTags("internal", "cost-budget"),
  });
  expect(only(graph, "aws:costexplorer/anomalyMonitor:AnomalyMonitor").inputs).toEqual({ name: "optibid-production-services", monitorType: "DIMENSIONAL", monitorDimension: "SERVICE", tags: expectedTags("internal", "cost-monitor") });
  const above = (key: string, value: string) => ({ dimension: { key, matchOptions: ["GREATER_THAN_OR_EQUAL"], values: [value] } });
  expect(only(graph, SUBSCRIPTION).inputs).toEqual({
    name: "optibid-production-anomalies", frequency: "IMMEDIATE", monitorArnLists: ["<unknown>"], subscribers: [{ type: "SNS", address: TOPIC }],
    thresholdExpression: { ands: [above("ANOMALY_TOTAL_IMPACT_ABSOLUTE", "100"), above("ANOMALY_TOTAL_IMPACT_PERCENTAGE", "20")] }, tags: expectedTags("internal", "cost-anomalies"),
  });
});

describe("what else can be said", () => {
  test("nobody but the topic is told", async () => {
    const graph = await record(() => new Cost("cost", { ...ARGS, emails: [] }));
    expect((only(graph, BUDGET).inputs["notifications"] as object[]).map((each) => "subscriberEmailAddresses" in each)).toEqual([false, false, false]);
  });

  test("only what carries the environment's tag counts", async () => {
    const graph = await record(() => new Cost("cost", { ...ARGS, scope: "environment" }));
    expect(only(graph, BUDGET).inputs["costFilters"]).toEqual([{ name: "TagKeyValue", values: ["user:environment$production"] }]);
    expect(refusals(graph)).toEqual([]);
  });

  test("the account has a monitor already", async () => {
    const graph = await record(() => new Cost("cost", { ...ARGS, anomalies: { ...ARGS.anomalies, monitor: MONITOR } }));
    expect(children(graph).filter((each) => each.startsWith("costexplorer"))).toEqual(["costexplorer:AnomalySubscription cost-anomalies"]);
    expect(only(graph, SUBSCRIPTION).inputs["monitorArnLists"]).toEqual([MONITOR]);
  });

  test("anomalies are somebody else's", async () => {
    const graph = await record(() => new Cost("cost", { ...ARGS, anomalies: { ...ARGS.anomalies, monitor: "off" } }));
    expect(children(graph)).toEqual(["budgets:Budget cost-budget", "golive:cost:Cost cost"]);
  });

  test("tags for the bill", async () => {
    const graph = await record(() => new Cost("cost", { ...ARGS, allocationTags: "activate" }));
    const made = graph.filter(({ type }) => type === "aws:costexplorer/costAllocationTag:CostAllocationTag").map(({ inputs }) => inputs);
    expect(made).toEqual(["cost-centre", "data-classification", "environment", "owner"].map((tagKey) => ({ tagKey, status: "Active" })));
  });

  test("hooks change what the component passes on", async () => {
    const graph = await record(() => new Cost("cost", { ...ARGS, transform: { budget: (args) => ({ ...args, name: "b" }), monitor: (args) => ({ ...args, name: "m" }), subscription: (args) => ({ ...args, name: "s" }) } }));
    expect(graph.filter(({ custom }) => custom).map(({ inputs }) => inputs["name"]).toSorted()).toEqual(["b", "m", "s"]);
  });
});

describe("the section", () => {
  test("production's without a word", () => {
    expect(cost.parse(undefined)).toEqual({ monthlyLimitUsd: 6_000, scope: "account", emails: [], anomalies: { monitor: "create", thresholdUsd: 100, thresholdPercent: 20 }, allocationTags: "leave" });
  });

  test.each<[string, object, string]>([
    ["no money", { monthlyLimitUsd: 0 }, "monthlyLimitUsd"],
    ["another monitor", { anomalies: { monitor: "yes" } }, "anomalies.monitor"],
    ["eleven mailboxes", { emails: Array.from({ length: 11 }, (_, index) => `a${index}@optibid.com`) }, "emails"],
  ])("refuses %s", (_name, value, path) => {
    expect(cost.safeParse(value).error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  test("takes a monitor that is there", () => expect(cost.parse({ anomalies: { monitor: MONITOR } }).anomalies.monitor).toBe(MONITOR));
});
