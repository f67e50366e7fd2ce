/**
 * The configuration of the policy pack for one stack, as `--policy-pack-config` takes it: what the stack sets about single
 * rules, and its valid waivers.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { WaiverError } from "../../checklist/waiver.ts";
import { evaluateWaivers } from "../../checklist/waivers.ts";
import { isRecord, nearest } from "../../config/problems.ts";
import type { RuleSettings } from "../../policies/analyzer.ts";
import { ruleNamed, rules } from "../../policies/catalogue.ts";
import { THRESHOLDS } from "../../policies/config.ts";
import type { Rule } from "../../policies/rule.ts";
import { WAIVERS_POLICY } from "../../policies/waived.ts";
import { readWaivers, waiversName } from "../waivers/file.ts";
import { Failure } from "./failure.ts";
import { readSettings, stackPlaces } from "./places.ts";
import { engineConfig } from "./settings.ts";

/** Configuration of the pack, by rule. */
export type PolicyConfig = Readonly<Record<string, RuleSettings>>;

/**
 * What is wrong with what a stack sets about rules, one sentence each that begins with the key path. A stack may tighten a
 * threshold, and make a rule mandatory where its environment only advises.
 */
export function ruleMistakes(settings: Readonly<Record<string, RuleSettings>>): string[] {
  return Object.entries(settings).flatMap(([name, own]) => {
    const rule = ruleNamed(name);
    if (rule !== undefined) return Object.entries(own).flatMap(([key, value]) => settingMistakes(rule, key, value));
    const best = nearest(name, rules.map((each) => each.name));
    return [`${name} is no rule${best === undefined ? "" : `; did you mean ${best}?`}`];
  });
}

function settingMistakes({ name, thresholds = [] }: Rule, key: string, value: unknown): string[] {
  if (key === "enforcementLevel") return value === "mandatory" ? [] : [`${name}.${key} is ${JSON.stringify(value)}; accepted: mandatory; a violation that may stand for a while is waived: golive waive`];
  const threshold = thresholds.find((each) => each === key);
  if (threshold === undefined) return [`${name}.${key} is no threshold of this rule; accepted: ${["enforcementLevel", ...thresholds].join(", ")}`];
  const { value: least, stricter, unit } = THRESHOLDS[threshold];
  const tightens = typeof value === "number" && Number.isSafeInteger(value) && (stricter === "higher" ? value >= least : value <= least && value > 0);
  return tightens ? [] : [`${name}.${key} is ${JSON.stringify(value)}; accepted: a whole number of ${unit}, ${stricter === "higher" ? "at least" : "at most"} ${least}`];
}

/**
 * What a stack's settings say about rules.
 *
 * @throws Failure where there is no such stack, or with every mistake in these settings
 */
export function ruleSettings(stack: string): PolicyConfig {
  const section: unknown = JSON.parse(engineConfig(readSettings(stack))["optibid:policies"] ?? "{}");
  const settings = isRecord(section) && isRecord(section["rules"]) ? (section["rules"] as PolicyConfig) : {};
  const mistakes = ruleMistakes(settings);
  if (mistakes.length > 0) throw new Failure(mistakes.map((mistake) => `Pulumi.${stack}.yaml: optibid:policies.rules.${mistake}`).join("\n"));
  return settings;
}

/**
 * Everything that the pack is configured with, and what is wrong with the waivers: a wrong one is not handed over.
 *
 * @throws Failure with every mistake in the settings of rules
 */
export function policyConfig(stack: string, today: Date): { readonly config: PolicyConfig; readonly errors: readonly WaiverError[] } {
  const { valid, errors } = evaluateWaivers({ file: waiversName(stack), text: readWaivers(stack), violations: [], rules, today });
  return { config: { ...ruleSettings(stack), [WAIVERS_POLICY]: { entries: valid } }, errors };
}

/**
 * Writes the configuration where the engine reads it.
 *
 * @returns path of the file
 */
export function writePolicyConfig(stack: string, config: PolicyConfig): string {
  const file = join(dirname(stackPlaces(stack).server), "policy-config.json");
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, JSON.stringify(config));
  renameSync(fresh, file);
  return file;
}
