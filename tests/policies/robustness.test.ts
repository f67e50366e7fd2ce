/**
 * Rules under input that nobody writes on purpose: they answer, in time, and never break.
 */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { rules } from "../../policies/catalogue.ts";
import { evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { typesOf } from "../../policies/rule.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { paths, replaced } from "./hide.ts";
import { platform } from "./platform.ts";
import { resource } from "./support.ts";

const TYPES = [...new Set(rules.flatMap((rule) => typesOf(rule)))];

/** Property names that rules read, as they stand in a platform that passes, and names that trip up programs. */
const NAMES = [...new Set(platform().flatMap(({ props }) => keysIn(props)))].concat("constructor", "__proto__", "toString", "valueOf", "toJSON", "length", "policy", "volumes", "containerDefinitions", "userData", "template");

function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysIn(inner)]);
}

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, "", "true", "*", "0.0.0.0/0", "::", "{", '{"Statement":[null,1,{"Principal":null}]}', "[[]]", "HTTPS", "postgres", "rate(1 days)", "cron(0 0 1 1/0 ? *)", "cron(0 0 1 1/0.0000001 ? *)", UNKNOWN, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 443, true, false, { toString: 1, valueOf: 1 }, { length: -1 }),
  fc.string({ maxLength: 12 }),
  fc.double(),
);
const { props } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie("value"), { maxLength: 3 }), tie("props")),
  props: fc.dictionary(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string({ maxLength: 5 }) }), tie("value"), { maxKeys: 6 }),
}));

function broken(nodes: readonly Node[]): string[] {
  return evaluate(nodes, rules).flatMap(({ message }) => (message?.includes("is broken and cannot vouch") === true ? [message] : []));
}

describe("no rule breaks", () => {
  test("on random resources of every type", () => {
    const some = fc.array(fc.record({ type: fc.constantFrom(...TYPES), props: props as fc.Arbitrary<Record<string, unknown>> }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(some, (resources) => expect(broken(resources.map((one, index) => resource(one.type, `r${index}`, one.props)))).toEqual([])), { numRuns: 300 });
  });

  test.each([
    ["an object that is no text", { toString: 1, valueOf: 1 }], ["an object of no length", { length: -1 }], ["null", null], ["an empty text", ""], ["an empty list", []],
    ["a list of null", [null]], ["a list of lists", [[[]]]], ["no number", Number.NaN], ["a flag", true], ["JSON of null", "null"], ["what is not known", UNKNOWN],
  ])("with %s at every place of a good platform, and at every property of every type", (_title, value) => {
    const found = new Set<string>();
    for (const node of platform()) {
      for (const path of paths(node.props)) broken([{ ...node, props: replaced(node.props, path, value) }]).forEach((message) => found.add(message));
    }
    for (const type of TYPES) broken([resource(type, "subject", Object.fromEntries(NAMES.map((name) => [name, value])))]).forEach((message) => found.add(message));
    expect([...found]).toEqual([]);
  });

  test("on a good platform with one value replaced anywhere", () => {
    const ground = platform();
    const places = ground.flatMap((node, index) => paths(node.props).map((path) => [index, path] as const));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }), fc.dictionary(fc.constantFrom(...NAMES), leaf, { maxKeys: 3 })), ([index, path], value) => {
        const nodes = ground.map((node, at) => (at === index ? { ...node, props: replaced(node.props, path, value) } : node));
        expect(broken(nodes)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["nothing but null", () => Object.fromEntries(NAMES.map((name) => [name, null]))],
    ["a cycle", () => { const cycle: Record<string, unknown> = {}; for (const name of NAMES.filter((one) => one !== "__proto__")) cycle[name] = cycle; return cycle; }],
    ["lists of nothing", () => Object.fromEntries(NAMES.map((name) => [name, [null]]))],
    ["megabytes of text", () => Object.fromEntries(NAMES.slice(0, 20).concat("userData", "policy", "assumeRolePolicy", "name", "accessString").map((name) => [name, "a".repeat(1_000_000)]))],
  ])("on %s", (_title, make) => {
    const props = make();
    expect(broken(TYPES.map((type, index) => resource(type, `r${index}`, props)))).toEqual([]);
  });
});

test.each([
  ["secrets' names", "kubernetes:core/v1:ConfigMap", { data: { [`${"a_".repeat(100_000)}x`]: "v", ["a".repeat(200_000)]: "v" } }],
  ["settings' values", "kubernetes:core/v1:ConfigMap", { data: { a: "://".repeat(100_000), b: `://${":".repeat(200_000)}`, c: "-----BEGIN ".repeat(50_000), d: `-----BEGIN ${"A ".repeat(100_000)}` } }],
  ["user data", "aws:ec2/instance:Instance", { userData: `${"A=".repeat(100_000)}\n${"export ".repeat(50_000)}\n${" ".repeat(200_000)}` }],
  ["access strings", "aws:elasticache/user:User", { accessString: " off".repeat(50_000) + "x" }],
  ["selections", "aws:backup/selection:Selection", { planId: "p", resources: [`${"*a".repeat(200)}b`] }],
])("%s made to slow expressions down are answered at once", (_title, type, props) => {
  const nodes = [
    resource(type, "subject", props as Record<string, unknown>),
    resource("aws:backup/plan:Plan", "plan", { id: "p", rules: [{ copyActions: [{}] }] }),
    resource("aws:rds/instance:Instance", "db", { identifier: "a".repeat(20_000) }),
  ];
  const start = performance.now();
  expect(broken(nodes)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(3000);
});
