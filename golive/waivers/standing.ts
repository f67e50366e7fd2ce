/** What a stack breaks as it is configured, without an engine: what a waiver could be for. */
import { evaluateWaivers } from "../../checklist/waivers.ts";
import { rules } from "../../policies/catalogue.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { recordSettings } from "../graph/stacks.ts";
import { node } from "../prove/production.ts";
import { judge } from "../run/judge.ts";
import { CACHE, readSettings } from "../run/places.ts";
import { ruleSettings } from "../run/policy-config.ts";
import type { Violation } from "../run/report.ts";
import { engineConfig } from "../run/settings.ts";
import { readWaivers, waiversName } from "./file.ts";
import { engineUrns } from "./urns.ts";

export interface Standing {
  /** URNs of the stack's resources, as the engine writes them. */
  readonly resources: readonly string[];
  /** Mandatory violations that no waiver covers. */
  readonly violations: readonly Violation[];
}

/** Records the stack's graph and asks every rule. @throws Failure where there is no such stack */
export async function standingIn(stack: string, today: Date): Promise<Standing> {
  const settings = readSettings(stack);
  const graph = await recordSettings(stack, settings);
  const schemas = openSchemas({ cacheDirectory: CACHE });
  const urns = engineUrns(graph);
  const report = judge(graph.map((each) => node(each, schemas)), { stack, stackConfig: engineConfig(settings), policyConfig: ruleSettings(stack) });
  const broken = report.violations.filter(({ enforcement }) => enforcement === "mandatory").map((each) => ({ ...each, urn: urns.get(each.urn) ?? each.urn }));
  const judged = evaluateWaivers({ file: waiversName(stack), text: readWaivers(stack), violations: broken, rules, today });
  return { resources: [...urns.values()], violations: judged.violations.filter(({ waiver }) => waiver === undefined) };
}
