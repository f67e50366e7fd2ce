/**
 * Judges a graph in process, with the semantics of the pack: unknown values through the SDK's own proxy, resource
 * rules on inputs, stack rules on outputs.
 */
import { DEFAULTS, type Policy } from "./config.ts";
import { Graph, type Node } from "./graph.ts";
import { ask, isStackRule, typesOf, type Rule, type Severity } from "./rule.ts";
import { guarded } from "./unknown.ts";

/** One rule's answer about one resource; a violation of several findings makes several verdicts. */
export interface Verdict {
  readonly rule: string;
  readonly items: readonly string[];
  readonly severity: Severity;
  /** Absent only where the stack holds nothing the rule looks at. */
  readonly urn?: string | undefined;
  readonly outcome: "pass" | "violation" | "not-applicable" | "deferred";
  /** What is wrong, or why it does not apply or could not be decided. */
  readonly message?: string | undefined;
  /** Property path of a violation. */
  readonly property?: string | undefined;
}

/** The policy in force where nobody tightened it, at this moment. */
export function defaultPolicy(now: Date = new Date()): Policy {
  return { thresholds: DEFAULTS, now };
}

/**
 * Asks every rule about every resource it looks at.
 *
 * A rule with no such resource gives one verdict, not applicable and without a URN: nothing is green by absence.
 */
export function evaluate(nodes: readonly Node[], rules: readonly Rule[], policy: Policy = defaultPolicy()): Verdict[] {
  const inputs = Map.groupBy(nodes, ({ type }) => type);
  const graph = new Graph(nodes);
  return rules.flatMap((rule) => {
    const types = typesOf(rule);
    const subjects = isStackRule(rule) ? graph.ofType(types) : types.flatMap((type) => inputs.get(type) ?? []).map((node) => ({ ...node, props: guarded(node.props) }));
    if (subjects.length === 0) return [verdict(rule, { outcome: "not-applicable", message: "the stack has no resource this rule looks at" })];
    return subjects.flatMap((subject) => verdicts(rule, subject, policy, graph));
  });
}

function verdicts(rule: Rule, subject: Node, policy: Policy, graph: Graph): Verdict[] {
  const answer = ask(rule, subject, policy, () => graph);
  const { urn } = subject;
  switch (answer.kind) {
    case "pass":
      return [verdict(rule, { urn, outcome: "pass" })];
    case "violation":
      return answer.findings.map(({ message, property }) => verdict(rule, { urn, outcome: "violation", message, property }));
    case "not-applicable":
    case "deferred":
      return [verdict(rule, { urn, outcome: answer.kind, message: answer.reason })];
  }
}

function verdict(rule: Rule, rest: Omit<Verdict, "rule" | "items" | "severity">): Verdict {
  return { rule: rule.name, items: rule.items, severity: rule.severity, ...rest };
}
