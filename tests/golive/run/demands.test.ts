/** What rules and AWS demand of settings, said at the settings. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { readStackFile } from "../../../config/check.ts";
import { unmet } from "../../../golive/run/demands.ts";
import { STACKS } from "../../../golive/graph/stacks.ts";

const read = (stack: string): string => readFileSync(new URL(`../../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");

function unmetWith(stack: string, section: string, value: unknown): string[] {
  const settings = parse(read(stack)) as { config: Record<string, unknown> };
  const key = `optibid:${section}`;
  settings.config[key] = typeof value === "object" ? { ...(settings.config[key] as object | undefined), ...value } : value;
  const { config, problems } = readStackFile(stack, stringify(settings));
  if (config === undefined) throw new Error(problems.join("\n"));
  return unmet(config);
}

test.each(STACKS)("Pulumi.%s.yaml meets them", (stack) => {
  const { config } = readStackFile(stack, read(stack));
  expect(unmet(config!)).toEqual([]);
});

describe("each is named by its key path, its value and the rule", () => {
  test.each<[string, unknown, unknown, string]>([
    ["logRetentionDays", 14, 30, "optibid:logRetentionDays is 14; accepted: at least 30 (rule log-group-retention)"],
    ["database", { multiAz: false }, { multiAz: true }, "optibid:database.multiAz is false; accepted: true (rule database-multi-az)"],
    ["database", { replicas: 0 }, { replicas: 1 }, "optibid:database.replicas is 0; accepted: at least 1 (rule database-replicated)"],
    ["database", { backupRetentionDays: 29 }, { backupRetentionDays: 30 }, "optibid:database.backupRetentionDays is 29; accepted: at least 30 (rule database-backup-retention)"],
    ["cache", { nodes: 1 }, { nodes: 2 }, "optibid:cache.nodes is 1; accepted: at least 2 (rule cache-failover)"],
    ["cache", { snapshotRetentionDays: 29 }, { snapshotRetentionDays: 30 }, "optibid:cache.snapshotRetentionDays is 29; accepted: at least 30 (rule cache-snapshots-kept)"],
    ["backup", { dailyKeepDays: 7 }, { dailyKeepDays: 30 }, "optibid:backup.dailyKeepDays is 7; accepted: at least 30 (rule backup-plan-retention)"],
    ["cluster", { publicAccessCidrs: ["192.0.2.0/24"] }, {}, 'optibid:cluster.publicAccessCidrs is ["192.0.2.0/24"]; accepted: nothing'],
    ["cluster", { version: "1.29" }, { version: "1.30" }, 'optibid:cluster.version is "1.29"; accepted: a version that EKS runs'],
  ])("%s %j, and %j is enough", (section, less, enough, message) => {
    expect(unmetWith("production", section, less)).toEqual([expect.stringContaining(message)]);
    expect(unmetWith("production", section, enough)).toEqual([]);
  });

  test("in dev the rules only advise", () => {
    expect(unmetWith("dev", "logRetentionDays", 14)).toEqual([]);
    expect(unmetWith("dev", "cluster", { version: "1.29" })).toHaveLength(1);
  });
});
