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

const CONTACT = { name: "Team", title: "Team", email: "team@example.com", phone: "+49 30 23125 100" };

test.each(STACKS)("Pulumi.%s.yaml meets them", (stack) => {
  const { config } = readStackFile(stack, read(stack));
  expect(unmet(config!)).toEqual([]);
});

describe("each is named by its key path, its value and the rule", () => {
  test.each<[string, unknown, unknown, string]>([
    ["logRetentionDays", 14, 30, "optibid:logRetentionDays is 14; accepted: at least 30 (rule log-group-retention)"],
    ["database", { port: 5432 }, { port: 1150 }, "optibid:database.port is 5432; accepted: another than 5432, PostgreSQL's own (rule database-port-not-default)"],
    ["database", { multiAz: false }, { multiAz: true }, "optibid:database.multiAz is false; accepted: true (rule database-multi-az)"],
    ["database", { replicas: 0 }, { replicas: 1 }, "optibid:database.replicas is 0; accepted: at least 1 (rule database-replicated)"],
    ["database", { backupRetentionDays: 29 }, { backupRetentionDays: 30 }, "optibid:database.backupRetentionDays is 29; accepted: at least 30 (rule database-backup-retention)"],
    ["cache", { nodes: 1 }, { nodes: 2 }, "optibid:cache.nodes is 1; accepted: at least 2 (rule cache-failover)"],
    ["cache", { snapshotRetentionDays: 29 }, { snapshotRetentionDays: 30 }, "optibid:cache.snapshotRetentionDays is 29; accepted: at least 30 (rule cache-snapshots-kept)"],
    ["backup", { dailyKeepDays: 7 }, { dailyKeepDays: 30 }, "optibid:backup.dailyKeepDays is 7; accepted: at least 30 (rule backup-plan-retention)"],
    ["audit", { guardDuty: { runtimeMonitoring: false } }, { guardDuty: { mode: "adopt", runtimeMonitoring: false } }, "optibid:audit.guardDuty.runtimeMonitoring is false; accepted: true (rule threat-detection-complete)"],
    ["audit", { securityHub: { standards: ["fsbp", "tagging"] } }, { securityHub: { standards: ["fsbp", "cis-3.0.0"] } }, 'optibid:audit.securityHub.standards is ["fsbp","tagging"]; accepted: fsbp, and one of cis-3.0.0 and cis-5.0.0 (rule security-standards-checked)'],
    ["audit", { inspector: { scans: ["ECR", "EC2"] } }, { inspector: { scans: ["ECR", "EC2", "LAMBDA", "LAMBDA_CODE"] } }, 'optibid:audit.inspector.scans is ["ECR","EC2"]; accepted: EC2, ECR and LAMBDA among them, and LAMBDA_CODE in the Regions that have it (rule vulnerabilities-scanned)'],
    ["audit", { inspector: { scans: ["ECR", "EC2", "LAMBDA"] } }, { inspector: { mode: "adopt", scans: ["ECR"] } }, 'optibid:audit.inspector.scans is ["ECR","EC2","LAMBDA"]; accepted: EC2, ECR and LAMBDA among them, and LAMBDA_CODE'],
    ["audit", { contacts: { operations: CONTACT } }, { contacts: { security: CONTACT } }, 'optibid:audit.contacts is ["operations"]; accepted: security among those that are named (rule security-contact-named)'],
    ["audit", { contacts: { billing: CONTACT } }, { contacts: {} }, 'optibid:audit.contacts is ["billing"]; accepted: security'],
    ["audit", { alerts: false }, { alerts: false, trail: { mode: "adopt" } }, "optibid:audit.alerts is false; accepted: true where the stack makes the trail (rule account-activity-alarmed)"],
    ["storage", { noncurrentDays: 29 }, { noncurrentDays: 30 }, "optibid:storage.noncurrentDays is 29; accepted: at least 30 (rule configuration-history-kept)"],
    ["cluster", { publicAccessCidrs: ["192.0.2.0/24"] }, {}, 'optibid:cluster.publicAccessCidrs is ["192.0.2.0/24"]; accepted: nothing'],
    ["cluster", { version: "1.30" }, { version: "1.45" }, 'optibid:cluster.version is "1.30"; accepted: a version under standard support today (rule cluster-version-supported)'],
    ["alerting", { routes: { critical: ["pagerduty"] } }, { routes: { critical: ["pagerduty", "email"] } }, 'optibid:alerting.routes.critical is ["pagerduty"]; accepted: two channels at least'],
  ])("%s %j, and %j is enough", (section, less, enough, message) => {
    expect(unmetWith("production", section, less)).toEqual([expect.stringContaining(message)]);
    expect(unmetWith("production", section, enough)).toEqual([]);
  });

  test("a Region of disaster recovery, wherever rules are mandatory", () => {
    expect(unmetWith("staging", "drRegion", undefined)).toEqual(["optibid:drRegion is null; accepted: a region (rules backup-plan-copies-away, database-backups-off-site and distribution-origin-failover)"]);
    expect(unmetWith("dev", "drRegion", undefined)).toEqual([]);
  });

  test("the code of functions is scanned only where Inspector can", () => {
    const scans = { inspector: { scans: ["ECR", "EC2", "LAMBDA"] } };
    const { config } = readStackFile("production", read("production").replace(/eu-central-1(?=[abc]?\b)/g, "eu-south-1"));
    const { audit } = config!;
    expect(unmet({ ...config!, audit: { ...audit, inspector: { ...audit.inspector, ...scans.inspector } } as typeof audit })).toEqual([]);
  });

  test("in dev the rules only advise", () => {
    expect(unmetWith("dev", "logRetentionDays", 14)).toEqual([]);
    expect(unmetWith("dev", "cluster", { version: "1.30" })).toEqual([]);
    expect(unmetWith("dev", "cluster", { version: "1.29" })).toEqual(['optibid:cluster.version is "1.29"; accepted: a version that EKS runs, from 1.30']);
  });
});
