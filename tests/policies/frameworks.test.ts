/** Control by control: every one of each framework is decided by a rule, or it is said why none decides it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { rules } from "../../policies/catalogue.ts";
import { decidedBy } from "../../policies/frameworks/benchmark.ts";
import { benchmarks } from "../../policies/frameworks/index.ts";
import { STACKS } from "../../golive/graph/stacks.ts";

/** Types of all resources of all stacks. */
const DEPLOYED = new Set(
  STACKS.flatMap((stack) => Object.values(parse(readFileSync(new URL(`../golden/graphs/${stack}.yaml`, import.meta.url), "utf8")) as Record<string, { type: string }>).map(({ type }) => type)),
);

const names = (benchmark: (typeof benchmarks)[number]) => benchmark.controls.flatMap((control) => [{ name: benchmark.name, reference: control.id }, ...(control.also ?? [])]);

describe.each(benchmarks)("$name", (benchmark) => {
  const { controls } = benchmark;

  test("every control is decided by a rule or accounted for", () => {
    const open = controls.filter((control) => control.outside === undefined && decidedBy(benchmark, control, rules).length === 0);
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  test("what no rule decides by choice, no rule decides", () => {
    const both = controls.filter((control) => control.outside !== undefined && control.outside.why !== "not-deployed" && decidedBy(benchmark, control, rules).length > 0);
    expect(both.map(({ id }) => id)).toEqual([]);
  });

  test("what is said not to be deployed is in no stack", () => {
    const there = controls.flatMap(({ id, outside }) => {
      if (outside?.why !== "not-deployed") return [];
      return outside.types.flatMap((start) => [...DEPLOYED].filter((type) => type.startsWith(start)).map((type) => `${id}: ${type}`));
    });
    expect(there).toEqual([]);
  });

  test("no control stands twice", () => {
    const ids = controls.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("a control that no rule decides says what it asks, or what it is about", () => {
    expect(controls.filter((control) => control.asks === undefined && control.outside?.why !== "not-deployed" && decidedBy(benchmark, control, rules).length === 0).map(({ id }) => id)).toEqual([]);
  });
});

test("rules refer to controls that there are", () => {
  const known = new Set(benchmarks.flatMap(names).map(({ name, reference }) => `${name} ${reference}`));
  const listed = new Set(benchmarks.flatMap(names).map(({ name }) => name));
  const strange = rules.flatMap(({ name, frameworks }) => frameworks.filter((each) => listed.has(each.name) && !known.has(`${each.name} ${each.reference}`)).map((each) => `${name}: ${each.name} ${each.reference}`));
  expect(strange).toEqual([]);
});
