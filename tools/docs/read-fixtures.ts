/** Prints every rule's table as JSON: run as a process of its own, because it loads the tests. See `fixtures.ts`. */
import "./hooks.ts";
import { readdirSync, readFileSync } from "node:fs";
import { defaultPolicy, evaluate } from "../../policies/evaluate.ts";
import { ruleNamed } from "../../policies/catalogue.ts";
import type { Node } from "../../policies/graph.ts";
import { patched } from "../../policies/mutation.ts";
import type { Patch } from "../../policies/mutation.ts";
import type { Fixture } from "./fixtures.ts";

/** The part of the tests' support that is used: `tests/policies/support.ts`. */
interface Support {
  readonly tabled: ReadonlyMap<string, Table>;
  readonly NOW: Date;
  resource(type: string, name: string, props: Record<string, unknown>, edges?: Table["edges"]): Node;
}

interface Table {
  readonly type: string;
  readonly good: Record<string, unknown>;
  readonly edges?: Readonly<Record<string, readonly string[]>>;
  readonly others?: readonly Node[];
  readonly bad: readonly Patch[];
  readonly missing?: readonly string[];
  readonly unknown?: readonly string[];
}

/** A patch with more text than this makes no readable example. */
const LONG = 400;

const SUBJECT = "subject";

const tests = new URL("../../tests/policies/", import.meta.url);
for (const file of readdirSync(tests).filter((each) => each.endsWith(".test.ts"))) {
  if (/\bcheck\(/.test(readFileSync(new URL(file, tests), "utf8"))) await import(new URL(file, tests).href);
}
const { tabled, resource, NOW } = (await import(new URL("support.ts", tests).href)) as Support;
process.stdout.write(JSON.stringify(Object.fromEntries([...tabled].map(([rule, table]) => [rule, fixture(rule, table)]))));

function fixture(rule: string, table: Table): Fixture {
  const { type, good, edges = {}, others = [] } = table;
  const findings = (props: Record<string, unknown>, rest: readonly Node[]): string[] => {
    const found = ruleNamed(rule);
    if (found === undefined) return [];
    const verdicts = evaluate([resource(type, SUBJECT, props, edges), ...rest], [found], defaultPolicy(NOW)).filter(({ urn, outcome }) => outcome === "violation" && urn?.endsWith(`::${SUBJECT}`) === true);
    return verdicts.map(({ message = "", property }) => (property === undefined ? message : `${property}: ${message}`));
  };
  const patches: Patch[] = [...table.bad, ...(table.missing ?? []).map((path) => ({ [path]: undefined }))];
  const shared = { type, pass: good, edges, paths: [...new Set([...patches.flatMap(Object.keys), ...(table.unknown ?? [])])], others: others.map((each) => ({ type: each.type, name: each.name, props: each.props })) };
  // What is easiest to read is what is missing: all the rest of the stack or, where nothing else is tabled, a part of it.
  const parts = patches.length === 0 ? [others, ...others.map((each) => [each]).toReversed()] : JSON.stringify(others).length <= LONG * 3 ? [others] : [];
  for (const without of parts) {
    const found = without.length === 0 ? [] : findings(good, others.filter((each) => !without.includes(each)));
    if (found.length > 0) return { ...shared, fail: good, changed: [], without: without.map(({ name }) => name), findings: found };
  }
  const patch = patches.find((each) => (JSON.stringify(each) ?? "").length <= LONG) ?? patches[0] ?? {};
  const fail = patched(good, patch) as Record<string, unknown>;
  return { ...shared, fail, changed: Object.keys(patch), without: [], findings: findings(fail, others) };
}
