/** Proves rules: breaks the production graph in the way each forbids and compares the exact sets of rules that fire. */
import { rules } from "../../policies/catalogue.ts";
import { evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { isStackRule } from "../../policies/rule.ts";
import { mutations } from "../../policies/mutations.ts";
import type { Mutation } from "../../policies/mutations.ts";
import { Failure } from "../run/failure.ts";
import { nearest } from "../../config/problems.ts";

/** What `golive prove --json` prints, one a mutation. Other programs build on this shape. */
export interface Proof {
  readonly rule: string;
  readonly items: readonly string[];
  /** What was done to the graph; absent where nobody has written a mutation for the rule. */
  readonly mutation: string | null;
  /** Rules that must fire, sorted. */
  readonly expected: readonly string[];
  /** Rules that fired and did not before, sorted. */
  readonly fired: readonly string[];
  /** Whether the two are the same. */
  readonly caught: boolean;
}

/** The mutations of these rules, or of all; a rule without one gives an entry that cannot be caught. */
export function chosen(names: readonly string[]): { readonly rule: string; readonly mutation?: Mutation }[] {
  const known = rules.map(({ name }) => name);
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length > 0) {
    throw new Failure(
      strange
        .map((name) => {
          const hint = nearest(name, known);
          return `There is no rule "${name}"${hint === undefined ? "" : `; did you mean ${hint}?`}`;
        })
        .join("\n"),
    );
  }
  return (names.length === 0 ? known : names).flatMap((rule) => {
    const own = mutations.filter((mutation) => mutation.rule === rule);
    return own.length === 0 ? [{ rule }] : own.map((mutation) => ({ rule, mutation }));
  });
}

/** Rules that find a violation in the graph. */
export function firing(graph: readonly Node[]): Set<string> {
  return new Set(evaluate(graph, rules).filter(({ outcome }) => outcome === "violation").map(({ rule }) => rule));
}

/** Rules that look at one resource at a time: of those that stayed as they are they say what they said before. */
const ALONE = rules.filter((rule) => !isStackRule(rule));
const TOGETHER = rules.filter(isStackRule);

/** Rules that find a violation in a graph which they may not have found in the one it was made from. */
function firingAnew(graph: readonly Node[], old: ReadonlySet<Node>): Set<string> {
  const changed = graph.filter((node) => !old.has(node));
  const verdicts = [...evaluate(changed, ALONE), ...evaluate(graph, TOGETHER)];
  return new Set(verdicts.filter(({ outcome }) => outcome === "violation").map(({ rule }) => rule));
}

/** Proves in process. */
export function proveInProcess(graph: readonly Node[], names: readonly string[]): Proof[] {
  const before = firing(graph);
  const old = new Set(graph);
  return chosen(names).map(({ rule, mutation }) => (mutation === undefined ? proof(rule, undefined, new Set()) : proof(rule, mutation, minus(firingAnew(mutation.mutate(graph), old), before))));
}

/** Compares what fired with what had to. */
export function proof(rule: string, mutation: Mutation | undefined, fired: ReadonlySet<string>): Proof {
  const expected = mutation === undefined ? [rule] : [...new Set([rule, ...mutation.alsoFires])].sort();
  const found = [...fired].sort();
  return {
    rule,
    items: rules.find(({ name }) => name === rule)?.items ?? [],
    mutation: mutation?.title ?? null,
    expected,
    fired: found,
    caught: mutation !== undefined && expected.join() === found.join(),
  };
}

/** The rules of one set that are not in the other. */
export function minus(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((each) => !other.has(each)));
}
