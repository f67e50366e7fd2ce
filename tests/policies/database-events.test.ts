/**
 * Subscriptions to the events of RDS.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { check, outcome, resource, type Outcome } from "./support.ts";

const DB = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const SUBSCRIPTION = "aws:rds/eventSubscription:EventSubscription";
const subscription = (props: Record<string, unknown>, edges: Record<string, readonly string[]> = {}) => resource(SUBSCRIPTION, "subscription", props, edges);
const group = resource("aws:rds/parameterGroup:ParameterGroup", "parameters", { name: "pg17" });
const database = { identifier: "orders", parameterGroupName: "pg17" };
const AWAY = { replicateSourceDb: "arn:elsewhere", region: "eu-west-1" };

describe("of databases", () => {
  const instances = { sourceType: "db-instance", eventCategories: ["failure", "Maintenance", "configuration change"] };
  check("database-events-heard", {
    type: DB, good: database, others: [subscription({ ...instances, sourceIds: ["orders"] })],
    bad: [{ identifier: "bills" }, { region: "eu-west-1" }], missing: ["identifier"], exempt: [AWAY],
  });
  check("database-parameter-changes-heard", {
    type: DB, good: database, others: [group, subscription({ sourceType: "db-parameter-group", eventCategories: ["configuration change"], sourceIds: ["pg17"] })],
    bad: [{ parameterGroupName: "pg18" }, { region: "eu-west-1" }], missing: ["parameterGroupName"], exempt: [AWAY],
  });
  check("database-security-group-changes-heard", {
    type: DB, good: database, others: [subscription({ sourceType: "db-security-group", eventCategories: ["configuration change", "failure"] })],
    bad: [{ region: "eu-west-1" }], exempt: [AWAY],
  });

  const rows: readonly (readonly [rule: string, title: string, expected: Outcome, subscriptions: readonly Record<string, unknown>[]])[] = [
    ["database-events-heard", "none", "violation", []],
    ["database-events-heard", "all of every source", "pass", [{}]],
    ["database-events-heard", "all of instances", "pass", [{ sourceType: "db-instance", sourceIds: [] }]],
    ["database-events-heard", "of another type", "violation", [{ sourceType: "db-cluster" }]],
    ["database-events-heard", "switched off", "violation", [{ ...instances, enabled: false }]],
    ["database-events-heard", "a category short", "violation", [{ ...instances, eventCategories: ["failure", "maintenance"] }]],
    ["database-events-heard", "one short and one complete", "pass", [{ ...instances, eventCategories: ["failure"] }, instances]],
    ["database-events-heard", "sources not known yet", "deferred", [{ ...instances, sourceIds: UNKNOWN }]],
    ["database-events-heard", "categories not known yet", "deferred", [{ ...instances, eventCategories: UNKNOWN }]],
    ["database-events-heard", "a type not known yet, beside a complete one", "pass", [{ ...instances, sourceType: UNKNOWN }, instances]],
    ["database-parameter-changes-heard", "of a group that is not in the stack", "violation", [{ sourceType: "db-parameter-group", sourceIds: ["pg17"] }]],
    ["database-parameter-changes-heard", "of every group", "pass", [{ sourceType: "db-parameter-group" }]],
    ["database-security-group-changes-heard", "of some groups", "violation", [{ sourceType: "db-security-group", sourceIds: ["default"] }]],
    ["database-security-group-changes-heard", "whether it is on is not known yet", "deferred", [{ sourceType: "db-security-group", enabled: UNKNOWN }]],
  ];
  test.each(rows)("%s: %s: %s", (rule, _title, expected, subscriptions) => {
    const others = subscriptions.map((props, index) => resource(SUBSCRIPTION, `subscription-${index}`, props));
    expect(outcome(rule, [resource(DB, "subject", database), ...others])).toBe(expected);
  });

  test("of a cluster, which changes nothing by itself", () => {
    const cluster = resource(CLUSTER, "subject", { clusterIdentifier: "orders" });
    expect(outcome("database-events-heard", [cluster, subscription({ sourceType: "db-cluster", eventCategories: ["maintenance", "failure"] })])).toBe("pass");
    expect(outcome("database-events-heard", [cluster, subscription(instances)])).toBe("violation");
  });

  test("by a source that is named before it is known", () => {
    const named = subscription({ ...instances, sourceIds: [UNKNOWN] }, { sourceIds: ["subject"] });
    expect(outcome("database-events-heard", [resource(DB, "subject", { identifier: UNKNOWN }), named])).toBe("pass");
  });
});

describe("subscriptions", () => {
  check("database-event-categories", {
    type: SUBSCRIPTION, good: { sourceType: "db-instance", eventCategories: ["failure", "maintenance", "configuration change", "backup"] },
    bad: [{ enabled: false }, { eventCategories: ["failure", "maintenance"] }, { sourceType: "db-cluster", eventCategories: ["failure"] }, { sourceType: "db-security-group", eventCategories: ["failure"] }, { sourceType: undefined, eventCategories: ["failure"] }],
    fine: [{ enabled: true }, { eventCategories: [] }, { sourceType: "db-parameter-group", eventCategories: ["configuration change"] }],
    safe: ["eventCategories", "enabled", "sourceType"], unknown: ["eventCategories", "enabled", "sourceType"], exempt: [{ sourceType: "db-snapshot" }],
  });
});
