/** What the rules leave unseen in a resource graph: rules that matched nothing, and types no rule looks at. Pure. */
import picomatch from "picomatch";
import { defaultPolicy, evaluate } from "../../policies/evaluate.ts";
import { Graph } from "../../policies/graph.ts";
import type { Node } from "../../policies/graph.ts";
import { ask, isStackRule, typesOf } from "../../policies/rule.ts";
import type { Rule } from "../../policies/rule.ts";
import { WHOLE } from "./accepted.ts";
import type { Acceptances } from "./accepted.ts";

/** A rule that said neither pass nor violation of anything in the stack, nor waits to. */
export interface IdleRule {
  readonly rule: string;
  readonly items: readonly string[];
  /** Types it answers for. */
  readonly types: readonly string[];
  /** Resources it was asked about and had nothing to say of. */
  readonly asked: number;
  /** Why that is in order; null where nobody has said so. */
  readonly accepted: string | null;
}

/** A resource type of the stack that no rule looks at. */
export interface UnseenType {
  readonly type: string;
  /** How many resources of it the stack has. */
  readonly resources: number;
  /** A type that rules know and that differs from this one in its version only, such as Bucket for BucketV2; else null. */
  readonly knownAs: string | null;
  /** Why that is in order; null where nobody has said so. */
  readonly accepted: string | null;
}

/** Something accepted that the stack does not need to have accepted. */
export interface StaleAcceptance {
  /** The list in `golive/coverage/accepted.ts`. */
  readonly list: keyof Acceptances;
  /** The pattern over types, or the rule's name. */
  readonly accepted: string;
  readonly reason: string;
}

/** What `golive policies coverage --json` prints. Other programs build on this shape. */
export interface Coverage {
  readonly stack: string;
  readonly rules: { readonly total: number; readonly idle: readonly IdleRule[] };
  readonly types: { readonly total: number; readonly unseen: readonly UnseenType[] };
  /** Whether every idle rule and every unseen type is accepted with a reason. */
  readonly complete: boolean;
  /** Acceptances that speak of this stack and are not needed in it. */
  readonly stale: readonly StaleAcceptance[];
}

/** Notes which types a stack rule asks the graph for while it judges its subjects. */
class WatchedGraph extends Graph {
  readonly read = new Set<string>();

  override ofType(types: readonly string[]): Node[] {
    for (const type of types) this.read.add(type);
    return super.ofType(types);
  }
}

/** What the rules leave unseen, before anybody accepts any of it. */
export interface Survey {
  readonly rules: { readonly total: number; readonly idle: readonly Omit<IdleRule, "accepted">[] };
  readonly types: { readonly total: number; readonly unseen: readonly Omit<UnseenType, "accepted">[] };
}

/** Compares rules and graph. Components and providers are left out: they are not resources of a cloud. */
export function survey(nodes: readonly Node[], components: ReadonlySet<string>, rules: readonly Rule[]): Survey {
  const known = typesLookedAt(nodes, rules);
  const counts = new Map<string, number>();
  for (const { type } of nodes) {
    if (!components.has(type) && !type.startsWith("pulumi:")) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const unseen = [...counts].filter(([type]) => !known.has(type)).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    rules: { total: rules.length, idle: idleRules(nodes, rules) },
    types: { total: counts.size, unseen: unseen.map(([type, resources]) => ({ type, resources, knownAs: otherVersion(type, known) ?? null })) },
  };
}

/** Says of each what was accepted and why, and what was accepted in vain. */
export function coverage(stack: string, { rules, types }: Survey, all: Acceptances): Coverage {
  const accepted = holdingIn(stack, all);
  const idle = rules.idle.map((each) => ({ ...each, accepted: reasonForRule(each, accepted) }));
  const unseen = types.unseen.map((each) => ({ ...each, accepted: reasonForType(each, accepted) }));
  const complete = [...idle, ...unseen].every((each) => each.accepted !== null);
  return { stack, rules: { ...rules, idle }, types: { ...types, unseen }, complete, stale: staleIn(stack, { rules, types }, accepted) };
}

/** The acceptances that hold in a stack. */
function holdingIn(stack: string, { absent, rules, types }: Acceptances): Acceptances {
  const holds = ({ stacks }: { readonly stacks?: readonly string[] }): boolean => stacks?.includes(stack) ?? true;
  return { absent: absent.filter(holds), rules: rules.filter(holds), types: types.filter(holds) };
}

/**
 * Patterns and names without which as much would be accepted. What is accepted for every stack has to be needed only in
 * those that have the whole platform.
 */
function staleIn(stack: string, { rules, types }: Survey, accepted: Acceptances): StaleAcceptance[] {
  const mine = ({ stacks }: { readonly stacks?: readonly string[] }): boolean => stacks !== undefined || WHOLE.some((each) => each === stack);
  const missed = (fewer: Acceptances): boolean =>
    rules.idle.some((each) => reasonForRule(each, accepted) !== null && reasonForRule(each, fewer) === null) || types.unseen.some((each) => reasonForType(each, accepted) !== null && reasonForType(each, fewer) === null);
  const listed = (list: "absent" | "types"): StaleAcceptance[] =>
    accepted[list].flatMap((each, index) => {
      const needless = each.types.filter((pattern) => mine(each) && !missed({ ...accepted, [list]: accepted[list].with(index, { ...each, types: each.types.filter((other) => other !== pattern) }) }));
      return needless.map((pattern) => ({ list, accepted: pattern, reason: each.reason }));
    });
  const named = accepted.rules.filter(mine).flatMap(({ rules: names, reason }) => names.filter((name) => !rules.idle.some(({ rule }) => rule === name)).map((name) => ({ list: "rules" as const, accepted: name, reason })));
  return [...listed("absent"), ...named, ...listed("types")];
}

/** Types that rules answer for, and those that a stack rule reads to judge a subject of this graph. */
function typesLookedAt(nodes: readonly Node[], rules: readonly Rule[]): Set<string> {
  const graph = new WatchedGraph(nodes);
  const policy = defaultPolicy();
  for (const rule of rules.filter(isStackRule)) {
    for (const subject of graph.nodes) {
      if (rule.subjects.includes(subject.type)) ask(rule, subject, policy, () => graph);
    }
  }
  return new Set([...rules.flatMap(typesOf), ...graph.read]);
}

function idleRules(nodes: readonly Node[], rules: readonly Rule[]): Omit<IdleRule, "accepted">[] {
  const verdicts = Map.groupBy(evaluate(nodes, rules), ({ rule }) => rule);
  return rules.flatMap((rule) => {
    const own = verdicts.get(rule.name) ?? [];
    if (own.some(({ outcome }) => outcome !== "not-applicable")) return [];
    return [{ rule: rule.name, items: rule.items, types: typesOf(rule), asked: own.filter(({ urn }) => urn !== undefined).length }];
  });
}

function reasonForRule({ rule, types, asked }: Omit<IdleRule, "accepted">, accepted: Acceptances): string | null {
  const own = accepted.rules.find(({ rules }) => rules.includes(rule));
  if (own !== undefined) return own.reason;
  if (asked > 0) return null;
  // Every type the rule answers for must be one that the platform goes without.
  const reasons = types.map((type) => accepted.absent.find((each) => matches(type, each.types))?.reason);
  return reasons.every((reason) => reason !== undefined) ? [...new Set(reasons)].join("; ") : null;
}

/** A pattern does not speak for another version of a type that rules know: that one has to be named. */
function reasonForType({ type, knownAs }: Omit<UnseenType, "accepted">, accepted: Acceptances): string | null {
  return accepted.types.find(({ types }) => (knownAs === null ? matches(type, types) : types.includes(type)))?.reason ?? null;
}

const matchers = new Map<string, (type: string) => boolean>();

function matches(type: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const matcher = matchers.get(pattern) ?? picomatch(pattern);
    matchers.set(pattern, matcher);
    return matcher(type);
  });
}

/** The known type that differs from this one in versions only: `aws:s3/bucketV2:BucketV2`, `kubernetes:apps/v2:Deployment`. */
export function otherVersion(type: string, known: ReadonlySet<string>): string | undefined {
  return [...known].find((each) => each !== type && unversioned(each) === unversioned(type));
}

function unversioned(type: string): string {
  return type.replaceAll(/v\d+(?:(?:alpha|beta)\d+)?(?=[/:]|$)/gi, "");
}
