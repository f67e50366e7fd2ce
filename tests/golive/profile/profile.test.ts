import { describe, expect, test } from "@jest/globals";
import { profile } from "../../../golive/profile/profile.ts";
import { profileText } from "../../../golive/profile/text.ts";
import type { Node } from "../../../policies/graph.ts";
import type { ResourceRule, Rule, StackRule } from "../../../policies/rule.ts";

const TABLE = "aws:dynamodb/table:Table";
const QUEUE = "aws:sqs/queue:Queue";
const base = { items: ["PRC-062"], severity: "low", frameworks: [], demands: "", why: "", remediation: "" } as const;
const node = (type: string, name: string): Node => ({ urn: `urn:pulumi:test::p::${type}::${name}`, type, name, props: {}, dependencies: [], propertyDependencies: {}, protect: false });
const nodes = [node(TABLE, "a"), node(TABLE, "b"), node(QUEUE, "c")];

/** Rules that move the clock: by so much in each round, the first of which only warms up. */
function timed(): { now: () => number; rule: (name: string, type: string, rounds: readonly number[]) => ResourceRule } {
  let time = 0;
  return {
    now: () => time,
    rule: (name, type, rounds) => {
      let asked = 0;
      const each = nodes.filter((one) => one.type === type).length;
      return { ...base, name, looksAt: [type], judge: () => ((time += rounds[Math.floor(asked++ / each)] ?? 0), { kind: "pass" }) };
    },
  };
}

describe("profile", () => {
  test("the median of the rounds without the first, slowest first, with shares and how many were looked at", () => {
    const { now, rule } = timed();
    const rules = [rule("quick", QUEUE, [500, 1, 2, 3]), rule("slow", TABLE, [500, 2, 90, 3]), rule("idle", "aws:s3/bucket:Bucket", [])];
    expect(profile("test", nodes, rules, 3, now)).toEqual({
      stack: "test", resources: 3, rounds: 3, milliseconds: 8,
      rules: [
        { rule: "slow", milliseconds: 6, share: 0.75, resources: 2 },
        { rule: "quick", milliseconds: 2, share: 0.25, resources: 1 },
        { rule: "idle", milliseconds: 0, share: 0, resources: 0 },
      ],
    });
  });

  test("of an even number of rounds, the mean of the two in the middle", () => {
    const { now, rule } = timed();
    expect(profile("test", nodes, [rule("rule", QUEUE, [0, 1, 8, 2, 4])], 4, now).milliseconds).toBe(3);
  });

  test("a rule over the stack sees a new graph in each round; one that throws is measured all the same", () => {
    const graphs = new Set<unknown>();
    const rules: Rule[] = [
      { ...base, name: "whole", looksAt: "stack", subjects: [QUEUE], judge: (_node, _policy, graph) => (graphs.add(graph), { kind: "pass" }) } satisfies StackRule,
      { ...base, name: "broken", looksAt: [TABLE], judge: () => { throw new Error("bug"); } },
    ];
    expect(profile("test", nodes, rules, 5).rules.map(({ rule, resources }) => [rule, resources]).sort()).toEqual([["broken", 2], ["whole", 1]]);
    expect(graphs.size).toBe(6);
  });

  test("of no rules, nothing", () => {
    expect(profile("test", nodes, [], 1)).toEqual({ stack: "test", resources: 3, rounds: 1, milliseconds: 0, rules: [] });
  });
});

test("the text leaves out rules that had nothing to look at, and counts them", () => {
  const text = profileText({
    stack: "local", resources: 3, rounds: 5, milliseconds: 8,
    rules: [{ rule: "slow", milliseconds: 6, share: 0.75, resources: 2 }, { rule: "quick", milliseconds: 2, share: 0.25, resources: 1 }, { rule: "idle", milliseconds: 0, share: 0, resources: 0 }],
  });
  expect(text.split("\n").map((line) => line.trim().replaceAll(/ +/g, " "))).toEqual([
    "time share resources rule",
    "6.000 ms 75.0 % 2 slow",
    "2.000 ms 25.0 % 1 quick",
    "",
    "local: 3 rules over 3 resources in 8.0 ms, median of 5 rounds.",
    "1 rule found nothing to look at: golive policies coverage local",
  ]);
});
