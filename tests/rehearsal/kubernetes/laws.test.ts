/** What holds for all laws together. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { kubernetesLaws } from "../../../rehearsal/kubernetes/index.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props, Value } from "../../../rehearsal/types.ts";
import { change, good, judge, KINDS, thing, worldOf, wrong } from "./objects.ts";

test("names are unique and kebab-case", () => {
  const names = kubernetesLaws.map(({ name }) => name);
  expect([new Set(names).size, names.filter((name) => !/^[a-z]+(-[a-z]+)+$/.test(name))]).toEqual([names.length, []]);
});

test.each(KINDS)("a good %s is accepted", (kind) => {
  expect([wrong(kind), judge(change(kind, good(kind)), "apply")]).toEqual([[], []]);
});

function* places(value: Value, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* places(item, [...path, String(index)]);
  else if (typeof value === "object" && value !== null) for (const [key, item] of Object.entries(value)) yield* places(item, [...path, key]);
}

test.each(KINDS)("whatever is not known yet in a %s, it is accepted", (kind) => {
  const asked = [...places(good(kind))].filter((path) => path.every((key) => !key.includes("."))).map((path) => path.join("."));
  const refused = asked.flatMap((path) => judge(change(kind, good(kind, { [path]: UNKNOWN })), "check").map(({ message }) => `${path}: ${message}`));
  expect([asked.length > 0, refused]).toEqual([true, []]);
});

const scalar = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(UNKNOWN), fc.constantFrom("Always", "In", "ClusterIP", "1Gi", "80"));
const KEYS = ["metadata", "name", "labels", "annotations", "spec", "template", "selector", "matchLabels", "matchExpressions", "operator", "values", "containers", "ports", "env", "resources", "limits", "requests", "volumes", "rules", "data", "type", "metrics", "affinity", "schedule", "subjects", "__proto__", "constructor"];
const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
  tree: fc.oneof({ maxDepth: 6 }, scalar, fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie("tree"), { maxKeys: 6 })) as fc.Arbitrary<Value>,
}));

/** A good object with anything at all in one place. */
const bent = fc.constantFrom(...KINDS).chain((kind) => {
  const all = [...places(good(kind))].filter((path) => path.every((key) => !key.includes("."))).map((path) => path.join("."));
  return fc.tuple(fc.constant(kind), fc.constantFrom(...all), tree);
});

test("no law throws, whatever it is shown", () => {
  const others = KINDS.map((kind) => thing(kind, good(kind)));
  fc.assert(
    fc.property(bent, fc.constantFrom("create", "update", "delete"), ([kind, path, value], operation) => {
      const inputs: Props = good(kind, { [path]: value });
      const asked = change(kind, inputs, { operation, world: worldOf(...others), olds: good(kind), id: "default/web" });
      for (const phase of ["check", "apply"] as const) expect(Array.isArray(judge(asked, phase))).toBe(true);
    }),
    { numRuns: 1500 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...KINDS, "example.com/v1:Thing", "apps/v1:DeploymentPatch", "core/v1:PodList"), fc.dictionary(fc.constantFrom(...KEYS), tree), (kind, inputs) => {
      const asked = change(kind, inputs as Props, { world: worldOf(thing(kind, inputs as Props)) });
      for (const phase of ["check", "apply"] as const) expect(Array.isArray(judge(asked, phase))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
