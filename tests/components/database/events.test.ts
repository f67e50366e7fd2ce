import { beforeAll, expect, test } from "@jest/globals";
import { DatabaseEvents } from "../../../components/database/events.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, expectedTags, PRODUCTION, strays } from "../network/fixture.ts";

const topic = (severity: string): string => `arn:aws:sns:eu-central-1:123456789012:optibid-production-alerts-${severity}`;
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new DatabaseEvents("events", { context: PRODUCTION, topicArns: { warning: topic("warning"), info: topic("info") } }));
});

test("exactly these children, which AWS takes and no rule objects to", () => {
  expect(children(graph)).toEqual(["golive:database:DatabaseEvents events", ...["instance", "parameter-group", "security-group"].map((part) => `rds:EventSubscription events-${part}`)].sort());
  expect(strays(graph)).toEqual([]);
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
});

test.each([
  ["instance", "db-instance", ["configuration change", "failure", "maintenance"], "warning"],
  ["parameter-group", "db-parameter-group", ["configuration change"], "info"],
  ["security-group", "db-security-group", ["configuration change", "failure"], "info"],
])("events of every %s reach people", (part, sourceType, eventCategories, severity) => {
  expect(only(graph, "aws:rds/eventSubscription:EventSubscription", `events-${part}`).inputs).toEqual({
    name: `optibid-production-${sourceType}`, snsTopic: topic(severity), sourceType, eventCategories, tags: expectedTags("internal", `events-${part}`),
  });
});

test("names fit for the longest platform name", async () => {
  const long = await record(() => new DatabaseEvents("events", { context: { ...PRODUCTION, name: "a".repeat(24) }, topicArns: { warning: topic("warning"), info: topic("info") } }));
  expect(refusals(long)).toEqual([]);
});
