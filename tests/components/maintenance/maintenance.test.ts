import { describe, expect, test } from "@jest/globals";
import { Maintenance } from "../../../components/maintenance/maintenance.ts";
import { changeCalendar, disruptionBudgets } from "../../../components/maintenance/change-calendar.ts";
import { calendarOf, maintenance } from "../../../config/sections/maintenance.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { census, production, untagged } from "../cluster/context.ts";
import { refusals, violations } from "../judge.ts";

const ENTRIES = calendarOf({
  database: { backupWindow: "01:00-02:00", maintenanceWindow: "sun:03:00-sun:04:00" },
  cache: { snapshotWindow: "01:00-02:00", maintenanceWindow: "sun:04:00-sun:05:00" },
  maintenance: maintenance.parse({}),
});
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:optibid-production-alerts";
const build = (topicArn?: string): Promise<Registration[]> => record(() => new Maintenance("m", { context: production, entries: ENTRIES, topicArn }));

describe("the component", () => {
  test.each([
    [TOPIC, ["aws:cloudwatch/eventRule:EventRule m-windows", "aws:cloudwatch/eventTarget:EventTarget m-notice", "aws:ssm/document:Document m-calendar", "golive:maintenance:Maintenance m"]],
    [undefined, ["aws:ssm/document:Document m-calendar", "golive:maintenance:Maintenance m"]],
  ])("announced to %s", async (topic, parts) => {
    const graph = await build(topic);
    expect(census(graph)).toEqual(parts);
    expect(untagged(graph)).toEqual([]);
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });

  test("hears only of its own calendar, and says it in a sentence", async () => {
    const graph = await build(TOPIC);
    expect(JSON.parse(String(only(graph, "aws:cloudwatch/eventRule:EventRule").inputs["eventPattern"]))).toEqual({
      source: ["aws.ssm"], "detail-type": ["Calendar State Change"], resources: ["arn:aws:ssm:eu-central-1:123456789012:document/optibid-production-maintenance"],
    });
    const { arn, inputTransformer } = only(graph, "aws:cloudwatch/eventTarget:EventTarget").inputs as { arn: string; inputTransformer: { inputPaths: Record<string, string>; inputTemplate: string } };
    expect(arn).toBe(TOPIC);
    const named = [...String(JSON.parse(inputTransformer.inputTemplate)).matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(inputTransformer.inputPaths));
  });
});

describe("the change calendar", () => {
  const lines = changeCalendar("optibid-production", ENTRIES).split("\n");

  test("is closed but during the three windows", () => {
    expect(lines.slice(0, 5)).toEqual(["BEGIN:VCALENDAR", "PRODID:-//AWS//Change Calendar 1.0//EN", "VERSION:2.0", "X-CALENDAR-TYPE:DEFAULT_CLOSED", "X-WR-CALDESC:Maintenance of optibid-production"]);
    const of = (key: string): string[] => lines.filter((line) => line.startsWith(`${key}:`)).map((line) => line.slice(key.length + 1));
    expect(of("UID")).toEqual(["optibid-production-database", "optibid-production-cache", "optibid-production-cluster"]);
    expect(of("DTSTART")).toEqual(["20240107T030000Z", "20240107T040000Z", "20240107T070000Z"]);
    expect(of("DTEND")).toEqual(["20240107T040000Z", "20240107T050000Z", "20240107T110000Z"]);
    expect(of("RRULE")).toEqual(["FREQ=WEEKLY", "FREQ=WEEKLY", "FREQ=WEEKLY"]);
    expect(new Date("2024-01-07T03:00:00Z").getUTCDay()).toBe(0);
  });

  test("nests as it has to", () => {
    const open: string[] = [];
    for (const line of lines) {
      if (line.startsWith("BEGIN:")) open.push(line.slice(6));
      if (line.startsWith("END:")) expect(open.pop()).toBe(line.slice(4));
    }
    expect(open).toEqual([]);
  });
});

describe("budgets of the node pool", () => {
  test("patches only in the cluster's window, consolidates not in business hours", () => {
    expect(disruptionBudgets(ENTRIES)).toEqual([
      { nodes: "10%" },
      { nodes: "0", reasons: ["Drifted"], schedule: "0 11 * * 0", duration: "164h0m" },
      ...[1, 2, 3, 4, 5].map((day) => ({ nodes: "0", reasons: ["Underutilized"], schedule: `0 5 * * ${day}`, duration: "13h0m" })),
    ]);
  });

  test.each([["sat:23:30-sun:01:45", "45 1 * * 0", "165h45m"], ["sun:22:00-mon:02:00", "0 2 * * 1", "164h0m"]])("a window %s", (window, schedule, duration) => {
    const entries = calendarOf({
      database: { backupWindow: "01:00-02:00", maintenanceWindow: "sun:03:00-sun:04:00" },
      cache: { snapshotWindow: "01:00-02:00", maintenanceWindow: "sun:04:00-sun:05:00" },
      maintenance: maintenance.parse({ clusterWindow: window }),
    });
    expect(disruptionBudgets(entries)[1]).toEqual({ nodes: "0", reasons: ["Drifted"], schedule, duration });
  });
});
