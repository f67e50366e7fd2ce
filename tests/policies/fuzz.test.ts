/**
 * Rules under thousands of random resources: they answer, they do not break, and they say the same when asked again.
 */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { DEFERRED_POLICY } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import { defaultPolicy, evaluate, type Verdict } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { isStackRule, typesOf } from "../../policies/rule.ts";
import { graphs, TYPES } from "./fuzz.ts";
import { shown } from "./served.ts";
import { NOW, resource } from "./support.ts";

/** Resources in a graph, and graphs: over 5,000 resources. */
const SIZE = 6;
const GRAPHS = 900;

const policy = defaultPolicy(NOW);

function judged(nodes: readonly Node[]): Verdict[] {
  return evaluate(nodes, rules, policy);
}

/** What the language's own prototypes hold, and what they say. */
function prototypes(): readonly unknown[] {
  return [Object.prototype, Array.prototype, String.prototype, Function.prototype].flatMap((prototype) => Reflect.ownKeys(prototype).map((key) => [key, Object.getOwnPropertyDescriptor(prototype, key)]));
}

test("random resources of every type get one of the four answers from every rule, the same one each time", () => {
  const seen = new Map<string, number>();
  const before = prototypes();
  fc.assert(
    fc.property(graphs(SIZE), (nodes) => {
      for (const { type } of nodes) seen.set(type, (seen.get(type) ?? 0) + 1);
      const written = structuredClone(nodes.map(({ props }) => props));
      const verdicts = judged(nodes);
      expect(verdicts.filter(({ message }) => message?.includes("cannot vouch") === true)).toEqual([]);
      expect(verdicts.filter(({ outcome }) => !["pass", "violation", "not-applicable", "deferred"].includes(outcome))).toEqual([]);
      // Whatever is not a pass says why.
      expect(verdicts.filter(({ outcome, message }) => outcome !== "pass" && (message ?? "") === "")).toEqual([]);
      // Nothing is left unanswered: each rule about each of its subjects, or that it has none.
      for (const rule of rules) {
        const subjects = nodes.filter(({ type }) => typesOf(rule).includes(type)).map(({ urn }) => urn);
        const answered = new Set(verdicts.filter((verdict) => verdict.rule === rule.name).map(({ urn }) => urn));
        expect(answered).toEqual(new Set(subjects.length === 0 ? [undefined] : subjects));
      }
      expect(judged(nodes)).toEqual(verdicts);
      expect(structuredClone(nodes.map(({ props }) => props))).toEqual(written);
    }),
    { numRuns: GRAPHS },
  );
  expect(prototypes()).toEqual(before);
  expect([...seen.keys()].toSorted()).toEqual(TYPES);
  expect([...seen.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(5000);
});

test("what a rule says about one resource does not depend on resources it does not look at", () => {
  const alone = rules.filter((rule) => !isStackRule(rule));
  const stranger = resource("aws:unheard/of:Thing", "stranger", { id: "r0", arn: "r1", name: "r2" });
  fc.assert(
    fc.property(graphs(SIZE), (nodes) => {
      const together = evaluate(nodes, alone, policy).filter(({ urn }) => urn !== undefined);
      const apart = nodes.flatMap((node) => evaluate([node], alone, policy)).filter(({ urn }) => urn !== undefined);
      expect(new Set(together.map((verdict) => JSON.stringify(verdict)))).toEqual(new Set(apart.map((verdict) => JSON.stringify(verdict))));
      expect(judged([...nodes, stranger])).toEqual(judged(nodes));
    }),
    { numRuns: 60 },
  );
});

test("through the pack's own handlers, as bytes, random resources get the same verdicts as in process", async () => {
  await fc.assert(
    fc.asyncProperty(graphs(SIZE), async (random) => {
      // What JSON can say is what the engine can send; a key that the encoder of these tests loses is read in state-wire.test.ts.
      const nodes = random.map((node) => ({ ...node, props: JSON.parse(JSON.stringify(node.props), (key, value: unknown) => (key === "__proto__" ? undefined : value)) as Node["props"] }));
      const here = evaluate(nodes, rules).flatMap(({ rule, urn, outcome }) => (outcome === "violation" ? [`${rule} ${urn!}`] : []));
      const there = (await shown(nodes)).filter(({ policy: name }) => name !== DEFERRED_POLICY).map(({ policy: name, urn }) => `${name} ${urn}`);
      expect(there.toSorted()).toEqual(here.toSorted());
    }),
    { numRuns: 60 },
  );
}, 120_000);
