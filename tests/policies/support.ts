/**
 * Tables for rules: one good graph, and what each change to its subject must lead to. Properties go through the SDK's
 * own proxy, as at preview.
 */
import { expect, test } from "@jest/globals";
import { ruleNamed } from "../../policies/catalogue.ts";
import { defaultPolicy, evaluate, type Verdict } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { patched } from "../../policies/mutation.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

export type Outcome = Verdict["outcome"];
type Patch = Readonly<Record<string, unknown>>;

/** The moment of judgement in tests. */
export const NOW = new Date("2026-01-15T00:00:00Z");

/** A resource. `edges` lists for each property the logical names of the resources its value comes from. */
export function resource(type: string, name: string, props: Record<string, unknown>, edges: Readonly<Record<string, readonly string[]>> = {}): Node {
  const propertyDependencies = Object.fromEntries(Object.entries(edges).map(([property, names]) => [property, names.map(urnOf)]));
  return { urn: urnOf(name), type, name, props, dependencies: Object.values(propertyDependencies).flat(), propertyDependencies, protect: false };
}

export function urnOf(name: string): string {
  return `urn:pulumi:test::golive::${name}`;
}

export { patched };

/** Outcomes of one rule about the first resource of the graph. */
export function outcome(rule: string, nodes: readonly Node[]): Outcome {
  const found = ruleNamed(rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  const verdicts = evaluate(nodes, [found], defaultPolicy(NOW)).filter(({ urn }) => urn === nodes[0]?.urn);
  const outcomes = new Set(verdicts.map((verdict) => verdict.outcome));
  expect(outcomes.size).toBe(1);
  return [...outcomes][0] as Outcome;
}

/** What one rule is tested with. */
export interface Table {
  readonly type: string;
  readonly good: Record<string, unknown>;
  readonly edges?: Readonly<Record<string, readonly string[]>>;
  /** The rest of the stack. */
  readonly others?: readonly Node[];
  /** Changes that violate. */
  readonly bad: readonly Patch[];
  /** Changes that still pass. */
  readonly fine?: readonly Patch[];
  /** Properties whose absence violates. */
  readonly missing?: readonly string[];
  /** Properties whose absence passes, because AWS's default is the safe one. */
  readonly safe?: readonly string[];
  /** Properties that defer the verdict when they are unknown. */
  readonly unknown?: readonly string[];
  /** Changes that take the resource out of the rule's reach. */
  readonly exempt?: readonly Patch[];
}

/** Names of the rules that have a table, for the test that all have. */
export const tabled = new Map<string, Table>();

/** Runs a table. */
export function check(rule: string, table: Table): void {
  tabled.set(rule, table);
  const judge = (patch: Patch) => outcome(rule, [resource(table.type, "subject", patched(table.good, patch), table.edges), ...(table.others ?? [])]);
  const absent = (paths: readonly string[] = []): Patch[] => paths.map((path) => ({ [path]: undefined }));
  const rows: [Outcome, Patch][] = [
    ["pass", {}],
    ...(table.fine ?? []).map((patch): [Outcome, Patch] => ["pass", patch]),
    ...absent(table.safe).map((patch): [Outcome, Patch] => ["pass", patch]),
    ...table.bad.map((patch): [Outcome, Patch] => ["violation", patch]),
    ...absent(table.missing).map((patch): [Outcome, Patch] => ["violation", patch]),
    ...(table.unknown ?? []).map((path): [Outcome, Patch] => ["deferred", { [path]: UNKNOWN }]),
    ...(table.exempt ?? []).map((patch): [Outcome, Patch] => ["not-applicable", patch]),
  ];
  for (const [expected, patch] of rows) {
    const title = Object.entries(patch).map(([path, value]) => `${path}=${value === UNKNOWN ? "unknown" : (JSON.stringify(value) ?? "missing")}`).join(" ") || "as it should be";
    test(`${rule}: ${expected}: ${title.slice(0, 160)}`, () => expect(judge(patch)).toBe(expected));
  }
}
