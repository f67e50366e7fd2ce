/** How long each rule takes over a resource graph, in this process. */
import { defaultPolicy } from "../../policies/evaluate.ts";
import { Graph } from "../../policies/graph.ts";
import type { Node } from "../../policies/graph.ts";
import { ask, isStackRule, typesOf } from "../../policies/rule.ts";
import type { Rule } from "../../policies/rule.ts";
import { guarded } from "../../policies/unknown.ts";

/** One rule's time. */
export interface RuleTime {
  readonly rule: string;
  /** For all its resources: the median of the rounds. */
  readonly milliseconds: number;
  /** Of the time of all rules, from 0 to 1. */
  readonly share: number;
  /** How many resources it was asked about. */
  readonly resources: number;
}

/** What `golive policies profile --json` prints. Other programs build on this shape. */
export interface Profile {
  readonly stack: string;
  /** Resources in the graph. */
  readonly resources: number;
  /** How often every rule was measured; the first round, in which the machine warms up, is not counted. */
  readonly rounds: number;
  /** Sum over the rules. */
  readonly milliseconds: number;
  /** Slowest first. */
  readonly rules: readonly RuleTime[];
}

/**
 * Measures every rule. Each round looks at a graph of its own: what rules share, such as an index, counts for the first that asks for it.
 *
 * @param clock milliseconds that only ever grow
 */
export function profile(stack: string, nodes: readonly Node[], rules: readonly Rule[], rounds: number, clock: () => number = () => performance.now()): Profile {
  const policy = defaultPolicy();
  const inputs = nodes.map((node) => ({ ...node, props: guarded(node.props) }));
  const times = rules.map((): number[] => []);
  const counts = rules.map(() => 0);
  for (let round = 0; round <= rounds; round++) {
    const graph = new Graph(nodes);
    rules.forEach((rule, index) => {
      const types = new Set(typesOf(rule));
      const subjects = (isStackRule(rule) ? graph.nodes : inputs).filter(({ type }) => types.has(type));
      counts[index] = subjects.length;
      const started = clock();
      for (const subject of subjects) ask(rule, subject, policy, () => graph);
      if (round > 0) times[index]?.push(clock() - started);
    });
  }
  const medians = times.map(median);
  const total = medians.reduce((sum, each) => sum + each, 0);
  const measured = rules.map(({ name }, index): RuleTime => {
    const milliseconds = medians[index] ?? 0;
    return { rule: name, milliseconds: rounded(milliseconds), share: rounded(total === 0 ? 0 : milliseconds / total), resources: counts[index] ?? 0 };
  });
  return { stack, resources: nodes.length, rounds, milliseconds: rounded(total), rules: measured.sort((one, other) => other.milliseconds - one.milliseconds) };
}

/** To a thousandth: less is noise. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The middle one, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half - 0.5)] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
