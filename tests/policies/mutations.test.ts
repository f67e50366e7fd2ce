import { describe, expect, test } from "@jest/globals";
import { rules } from "../../policies/catalogue.ts";
import { evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { mutations } from "../../policies/mutations.ts";
import { platform } from "./platform.ts";

function fired(graph: readonly Node[]): string[] {
  return [...new Set(evaluate(graph, rules).filter(({ outcome }) => outcome === "violation").map(({ rule }) => rule))].toSorted();
}

test("the platform they start from satisfies every rule", () => {
  expect(evaluate(platform(), rules).filter(({ outcome }) => outcome === "violation" || outcome === "deferred")).toEqual([]);
});

test("every rule has a mutation", () => {
  expect(mutations.map(({ rule }) => rule).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
});

describe("each mutation makes exactly its rule fire", () => {
  test.each(mutations.map((mutation) => [mutation.rule, mutation.title, mutation] as const))("%s: %s", (rule, _title, mutation) => {
    const graph = platform();
    const before = structuredClone(graph);
    expect(fired(mutation.mutate(graph))).toEqual([rule, ...mutation.alsoFires].toSorted());
    expect(graph).toEqual(before);
  });
});
