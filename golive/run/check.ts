/** Everything wrong with a stack's settings: what the schema says, and what the components would refuse to build. */
import { readStackFile } from "../../config/check.ts";
import type { StackConfig } from "../../config/schema.ts";
import { ELASTICACHE_WINDOWS, RDS_WINDOWS, windowMistakes } from "../../components/database/windows.ts";
import { maintenanceMistakes } from "../../components/edge/maintenance.ts";
import { allocate } from "../../components/network/cidr.ts";
import { TIERS } from "../../components/network/tiers.ts";
import { environmentMistakes } from "../../components/workloads/application.ts";
import { unmet } from "./demands.ts";
import { Failure } from "./failure.ts";
import { readSettings } from "./places.ts";
import { ruleMistakes } from "./policy-config.ts";

/** All mistakes in a settings file, one sentence each; none where it can be deployed. */
export function checkSettings(stack: string, text: string): string[] {
  const { config, problems } = readStackFile(stack, text);
  if (config === undefined) return [...problems];
  return [...refused(config), ...unmet(config)].map((mistake) => `Pulumi.${stack}.yaml: ${mistake}`);
}

/**
 * A stack's settings, found whole.
 *
 * @throws Failure where there is no such stack, or with every mistake in its file
 */
export function checkedSettings(stack: string): string {
  const text = readSettings(stack);
  const problems = checkSettings(stack, text);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return text;
}

/** What components refuse although each value is well formed, as key path and reason. */
function refused({ network, database, cache, edge, workloads, policies }: StackConfig): string[] {
  const under = (path: string, mistakes: readonly string[]): string[] => mistakes.map((mistake) => `optibid:${path}.${mistake}`);
  return [
    ...under("database", windowMistakes(database.backupWindow, database.maintenanceWindow, RDS_WINDOWS)),
    ...under("cache", windowMistakes(cache.snapshotWindow, cache.maintenanceWindow, ELASTICACHE_WINDOWS)),
    ...under("edge.maintenance", maintenanceMistakes(edge.maintenance)),
    ...(["api", "web", "email", "sms", "migration", "export"] as const).flatMap((name) => under("workloads", environmentMistakes(`${name}.environment`, workloads[name].environment))),
    ...ruleMistakes(policies.rules).map((mistake) => `optibid:policies.rules.${mistake}`),
    ...unallocatable(network),
  ];
}

function unallocatable({ cidr, zones }: StackConfig["network"]): string[] {
  try {
    allocate(cidr, TIERS, zones);
    return [];
  } catch (error) {
    return [`optibid:network.cidr: ${error instanceof Error ? error.message : String(error)}`];
  }
}
