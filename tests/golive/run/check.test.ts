import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { checkSettings } from "../../../golive/run/check.ts";
import { STACKS } from "../../../golive/graph/stacks.ts";

const read = (stack: string): string => readFileSync(new URL(`../../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");
const changed = (section: string, values: Record<string, unknown>): string => {
  const settings = parse(read("production")) as { config: Record<string, Record<string, unknown>> };
  settings.config[`optibid:${section}`] = { ...settings.config[`optibid:${section}`], ...values };
  return stringify(settings);
};

test.each(STACKS)("%s can be built as it is configured", (stack) => {
  expect(checkSettings(stack, read(stack))).toEqual([]);
});

describe("what a component would refuse is found before anything runs", () => {
  test.each([
    ["database", { backupWindow: "03:30-04:30" }, "optibid:database.maintenanceWindow is \"sun:03:00-sun:04:00\"; accepted: a window apart from database.backupWindow (03:30-04:30)"],
    ["cache", { snapshotWindow: "04:30-05:30" }, "optibid:cache.maintenanceWindow is \"sun:04:00-sun:05:00\"; accepted: a window apart from cache.snapshotWindow (04:30-05:30)"],
    ["cache", { snapshotWindow: "01:00-01:30" }, "shorter than 60 minutes"],
    ["edge", { maintenance: { allowedAddresses: ["office"] } }, "optibid:edge.maintenance.allowedAddresses holds office"],
  ])("%s %j", (section, values, message) => {
    const problems = checkSettings("production", changed(section, values));
    expect(problems).toContainEqual(expect.stringContaining(message));
  });

  test("a secret among the settings of a program", () => {
    const settings = parse(read("production")) as { config: { "optibid:workloads": { api: Record<string, unknown> } } };
    settings.config["optibid:workloads"].api["environment"] = { JWT_SECRET: "x" };
    expect(checkSettings("production", stringify(settings))).toEqual([expect.stringContaining("optibid:workloads.api.environment.JWT_SECRET: looks like a secret")]);
  });
});
