import { beforeAll, describe, expect, test } from "@jest/globals";
import { Alarms, alarmName } from "../../../components/alerting/alarms/alarms.ts";
import type { AlarmsArgs } from "../../../components/alerting/alarms/alarms.ts";
import { minutesOfWindow, withinWindows } from "../../../components/alerting/alarms/composites.ts";
import { baselineIops, maxConnectionsOf, memoryOf } from "../../../components/alerting/alarms/data.ts";
import { alarmsOf, ruleText } from "../../../components/alerting/alarms/spec.ts";
import { alarmTable } from "../../../components/alerting/alarms/table.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, expectedTags, namesOf, PRODUCTION, strays } from "../network/fixture.ts";
import { SUBJECTS, THRESHOLDS } from "./fixture.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const topics = (region: string) => ({
  critical: `arn:aws:sns:${region}:123456789012:optibid-production-alerts-critical`,
  warning: `arn:aws:sns:${region}:123456789012:optibid-production-alerts-warning`,
  info: `arn:aws:sns:${region}:123456789012:optibid-production-alerts-info`,
});
const ARGS: AlarmsArgs = { context: PRODUCTION, topicArns: topics("eu-central-1"), globalTopicArns: topics("us-east-1"), subjects: SUBJECTS, thresholds: THRESHOLDS };
const { alarms, composites } = alarmTable(SUBJECTS, THRESHOLDS, PRODUCTION, false);
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new Alarms("alarms", ARGS));
});

const SATURATION = ["cpu", "memory", "storage", "connections", "iops", "disk-queue", "disk-burst", "disk-io-burst", "swap"];

test("the table: every target, every limit, every loss", () => {
  expect(alarms.map(({ id }) => id).toSorted()).toEqual(
    [
      "api-latency", "page-load", "page-load-canary", "database-latency", "login-latency", "email-delivery", "sms-delivery", "api-error-rate", "edge-error-rate", "api-no-healthy-pods", "web-no-healthy-pods",
      ...["api", "frontend", "login", "email", "sms"].map((name) => `canary-${name}`),
      ...SATURATION.flatMap((id) => [`database-${id}`, `replica-1-${id}`]), "database-transaction-ids", "replica-1-lag", "proxy-borrow-latency", "proxy-setup-failures",
      ...["001", "002"].flatMap((node) => ["cpu", "memory", "evictions", "swap", "connections", "replication-lag"].map((id) => `cache-${node}-${id}`)),
      "node-cpu", "node-memory", "node-disk", "node-failed", "pods-unschedulable", "api-cpu", "api-memory", "api-restarts",
      "nat-eu-central-1a-ports", "nat-eu-central-1a-drops", "firewall-blocks", "firewall-regional-blocks", "certificate-edge", "certificate-balancer",
      "function-rotation-errors", "queue-emails-dead-letters", "backup-home-failed", "maintenance-window",
    ].toSorted(),
  );
  expect(composites.map(({ id }) => id)).toEqual(["maintenance", "data-maintenance", "platform-unhealthy", "delivery-broken", "database-overloaded", "cache-overloaded", "cluster-exhausted", "edge-under-attack"]);
});

test("each performance target has an alarm with the target as its threshold, in the metric's own unit", () => {
  const of = (item: string): unknown[] => alarms.filter(({ items }) => items.includes(item)).map(({ id, threshold, measure }) => [id, "name" in measure ? measure.name : measure.expression, threshold]);
  expect(of("OPT-P1")).toEqual([["api-latency", "TargetResponseTime", 0.2]]);
  expect(of("OPT-P2")).toEqual([["page-load", "PerformanceNavigationDuration", 3_000], ["page-load-canary", "Duration", 3_000]]);
  expect(of("OPT-P3")).toEqual([["database-latency", "QueryDatabaseResponseLatency", 100_000]]);
  expect(of("OPT-P4")).toEqual([["login-latency", "Duration", 500]]);
  expect(of("OPT-P5")).toEqual([["email-delivery", "Duration", 30_000]]);
  expect(of("OPT-P6")).toEqual([["sms-delivery", "Duration", 10_000]]);
});

test("ids and names are unique, and what reads alarms reads ones that are there, in its Region, without a circle", () => {
  const ids = [...alarms, ...composites].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const regionOf = new Map<string, boolean>(alarms.map(({ id, global }) => [id, global === true]));
  for (const { id, rule, suppressedBy, global } of composites) {
    const reads = [...alarmsOf(rule), ...(suppressedBy === undefined ? [] : [suppressedBy])];
    // A composite may only read what comes before it.
    expect(reads.map((each) => [each, regionOf.get(each)])).toEqual(reads.map((each) => [each, global === true]));
    expect(ruleText(rule, (each) => alarmName({ name: "a".repeat(24) }, each)).length).toBeLessThanOrEqual(10_240);
    regionOf.set(id, global === true);
  }
});

test("silence: what must report is breaching when it does not", () => {
  const silent = (silence: string): string[] => alarms.filter((alarm) => alarm.silence === silence).map(({ id }) => id).toSorted();
  expect(silent("breaching")).toEqual(
    ["api-no-healthy-pods", "web-no-healthy-pods", "database-cpu", "replica-1-cpu", "replica-1-lag", "cache-001-cpu", "cache-002-cpu", ...["api", "frontend", "login", "email", "sms"].map((name) => `canary-${name}`)].toSorted(),
  );
});

test("exactly these children, each told to a topic of its own Region", () => {
  expect(children(graph)).toEqual(
    [
      "golive:alerting:Alarms alarms",
      ...alarms.map(({ id }) => `cloudwatch:MetricAlarm alarms-${id}`),
      ...composites.map(({ id }) => `cloudwatch:CompositeAlarm alarms-${id}`),
    ].toSorted(),
  );
  expect(strays(graph)).toEqual([]);
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
  const elsewhere = graph.filter(({ inputs }) => inputs["region"] === "us-east-1").map(({ name }) => name);
  expect(elsewhere.toSorted()).toEqual(["alarms-certificate-edge", "alarms-edge-error-rate", "alarms-edge-under-attack", "alarms-firewall-blocks"]);
});

describe("a row becomes an alarm", () => {
  test("of a percentile", () => {
    expect(only(graph, ALARM, "alarms-api-latency").inputs).toEqual({
      name: "optibid-production-api-latency",
      alarmDescription: "More than 5 % of the API's requests take longer than 200 ms. See docs/runbooks/on-call.md.",
      namespace: "AWS/ApplicationELB", metricName: "TargetResponseTime", dimensions: { LoadBalancer: "app/optibid/1", TargetGroup: "targetgroup/api/2" },
      extendedStatistic: "p95", evaluateLowSampleCountPercentiles: "ignore", period: 60, evaluationPeriods: 5, datapointsToAlarm: 3, threshold: 0.2, comparisonOperator: "GreaterThanThreshold", treatMissingData: "notBreaching",
      alarmActions: [topics("eu-central-1").warning], okActions: [topics("eu-central-1").warning], tags: expectedTags("internal", "alarms-api-latency"),
    });
  });

  test.each([["cpu", "container_cpu_utilization_over_container_limit"], ["memory", "container_memory_utilization_over_container_limit"]])("of a program's %s, whatever stands beside it in the pod", (id, metricName) => {
    expect(only(graph, ALARM, `alarms-api-${id}`).inputs).toMatchObject({ namespace: "ContainerInsights", metricName, dimensions: { PodName: "api", ContainerName: "api" } });
  });

  test("of an expression, in us-east-1", () => {
    expect(only(graph, ALARM, "alarms-edge-error-rate").inputs).toMatchObject({
      region: "us-east-1", alarmActions: [topics("us-east-1").critical],
      metricQueries: [
        { id: "value", expression: "IF(requests > 20, share, 0)", label: "value", returnData: true },
        { id: "share", returnData: false, metric: { namespace: "AWS/CloudFront", metricName: "5xxErrorRate", dimensions: { DistributionId: "E1", Region: "Global" }, stat: "Average", period: 60 } },
        { id: "requests", returnData: false, metric: { namespace: "AWS/CloudFront", metricName: "Requests", dimensions: { DistributionId: "E1", Region: "Global" }, stat: "Sum", period: 60 } },
      ],
    });
  });

  test("of the clock", () => {
    expect(only(graph, ALARM, "alarms-maintenance-window").inputs["metricQueries"]).toEqual([
      { id: "value", expression: "IF((weekMinute >= 8820 AND weekMinute < 8880) OR (weekMinute >= 8880 AND weekMinute < 8940), 1, 0)", label: "value", returnData: true },
      { id: "weekMinute", expression: "(DAY(clock) - 1) * 1440 + HOUR(clock) * 60 + MINUTE(clock)", returnData: false },
      { id: "clock", returnData: false, metric: { namespace: "AWS/RDS", metricName: "CPUUtilization", dimensions: { DBInstanceIdentifier: "optibid-production" }, stat: "Average", period: 60 } },
    ]);
  });
});

describe("composites", () => {
  test("silent during maintenance, after what they read", () => {
    const { inputs, dependencies } = only(graph, COMPOSITE, "alarms-cache-overloaded");
    const name = (id: string): string => `ALARM("optibid-production-${id}")`;
    const any = (...ids: string[]): string => `(${ids.map(name).join(" OR ")})`;
    const limits = ["001", "002"].flatMap((node) => ["cpu", "memory", "evictions", "connections"].map((id) => `cache-${node}-${id}`));
    expect(inputs).toEqual({
      alarmName: "optibid-production-cache-overloaded", alarmDescription: "The cache is at its limits, and visitors feel it. See docs/runbooks/on-call.md.",
      alarmRule: `(${any("api-latency", "login-latency", "api-error-rate")} AND ${any(...limits)})`,
      actionsSuppressor: { alarm: "optibid-production-data-maintenance", waitPeriod: 60, extensionPeriod: 300 },
      alarmActions: [topics("eu-central-1").critical], okActions: [topics("eu-central-1").critical], tags: expectedTags("internal", "alarms-cache-overloaded"),
    });
    expect(namesOf(dependencies)).toEqual(["api-error-rate", "api-latency", ...limits, "data-maintenance", "login-latency"].map((id) => `alarms-${id}`).toSorted());
  });

  test.each([[false, "FALSE"], [true, "TRUE"]])("declared maintenance %s", async (maintenance, rule) => {
    const made = await record(() => new Alarms("alarms", { ...ARGS, maintenance }));
    expect(only(made, COMPOSITE, "alarms-maintenance").inputs["alarmRule"]).toBe(rule);
    expect(only(made, COMPOSITE, "alarms-data-maintenance").inputs["alarmRule"]).toBe('(ALARM("optibid-production-maintenance") OR ALARM("optibid-production-maintenance-window"))');
  });

  test.each([
    ["an alarm", "a", 'ALARM("x-a")'],
    ["a constant", true, "TRUE"],
    ["one of one", { any: ["a"] }, 'ALARM("x-a")'],
    ["all of any", { all: ["a", { any: ["b", "c"] }] }, '(ALARM("x-a") AND (ALARM("x-b") OR ALARM("x-c")))'],
  ])("a rule in CloudWatch's words: %s", (_name, rule, expected) => {
    expect(ruleText(rule, (id) => `x-${id}`)).toBe(expected);
  });
});

describe("what is derived", () => {
  test.each([["sun:03:00-sun:04:00", [8820, 8880]], ["mon:00:00-mon:01:30", [0, 90]], ["sun:23:30-mon:00:30", [10_050, 30]]])("%s in minutes of the week", (window, minutes) => {
    expect(minutesOfWindow(window)).toEqual(minutes);
  });

  test("a window over the end of the week", () => {
    expect(withinWindows(["sun:23:30-mon:00:30"])).toBe("IF((weekMinute >= 10050 OR weekMinute < 30), 1, 0)");
  });

  test.each([["db.t4g.medium", 4, 450], ["db.m7g.large", 8, 901], ["db.r7g.large", 16, 1802], ["db.r7g.xlarge", 32, 3604], ["db.r7g.2xlarge", 64, 5000]])("%s: %i GiB, %i connections", (name, memory, connections) => {
    expect(memoryOf(name)).toBe(memory);
    expect(maxConnectionsOf(name)).toBe(connections);
  });

  test("a class nobody knows", () => {
    expect(() => memoryOf("db.z1d.large")).toThrow(new RangeError("the memory of db.z1d.large is not known"));
  });

  test("gp3's operations", () => expect([100, 399, 400].map(baselineIops)).toEqual([3_000, 3_000, 12_000]));
});

test("at us-east-1 everything is at home", async () => {
  const home = await record(() => new Alarms("alarms", { ...ARGS, context: { ...PRODUCTION, region: "us-east-1" }, topicArns: topics("us-east-1") }));
  expect(home.filter(({ inputs }) => inputs["region"] !== undefined)).toEqual([]);
});

test("hooks change what the component passes on", async () => {
  const changed = await record(() => new Alarms("alarms", { ...ARGS, transform: { alarm: (args) => ({ ...args, actionsEnabled: false }), composite: (args) => ({ ...args, actionsEnabled: false }) } }));
  expect(only(changed, ALARM, "alarms-api-latency").inputs["actionsEnabled"]).toBe(false);
  expect(only(changed, COMPOSITE, "alarms-platform-unhealthy").inputs["actionsEnabled"]).toBe(false);
});
