import { beforeAll, describe, expect, test } from "@jest/globals";
import { ACCEPTED } from "../../../golive/coverage/accepted.ts";
import { coverage, survey } from "../../../golive/coverage/coverage.ts";
import type { Survey } from "../../../golive/coverage/coverage.ts";
import { recordStack, STACKS } from "../../../golive/graph/stacks.ts";
import { node } from "../../../golive/prove/production.ts";
import { CACHE } from "../../../golive/run/places.ts";
import { rules } from "../../../policies/catalogue.ts";
import type { Node } from "../../../policies/graph.ts";
import { openSchemas } from "../../../rehearsal/schema/index.ts";

const components = new Set<string>();
const nodes = new Map<string, Node[]>();
const surveyed = new Map<string, Survey>();
const surveyOf = (stack: string): Survey => surveyed.get(stack) as Survey;

beforeAll(async () => {
  const schemas = openSchemas({ cacheDirectory: CACHE });
  for (const stack of STACKS) {
    const registrations = await recordStack(stack);
    for (const { custom, type } of registrations) if (!custom) components.add(type);
    nodes.set(stack, registrations.map((each) => node(each, schemas)));
    surveyed.set(stack, survey(nodes.get(stack) ?? [], components, rules));
  }
}, 120_000);

describe.each(STACKS)("%s", (stack) => {
  test("whatever the rules leave unseen is accepted with a reason, and nothing is accepted in vain", () => {
    const { rules: { idle }, types: { unseen }, complete, stale } = coverage(stack, surveyOf(stack), ACCEPTED);
    expect(idle.filter(({ accepted }) => accepted === null)).toEqual([]);
    expect(unseen.filter(({ accepted }) => accepted === null)).toEqual([]);
    expect(stale).toEqual([]);
    expect(complete).toBe(true);
  });

  test("what other stacks have accepted does not hold in it", () => {
    const elsewhere = [...ACCEPTED.absent, ...ACCEPTED.rules].filter(({ stacks }) => stacks !== undefined && !stacks.includes(stack));
    expect(elsewhere.length > 0).toBe(stack !== "dev");
    const { rules: { idle } } = coverage(stack, surveyOf(stack), ACCEPTED);
    expect(idle.filter(({ accepted }) => elsewhere.some(({ reason }) => accepted?.includes(reason) === true))).toEqual([]);
  });
});

test("every reason says something, and only once", () => {
  const reasons = [...ACCEPTED.absent, ...ACCEPTED.rules, ...ACCEPTED.types].map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason.trim().length < 15)).toEqual([]);
  expect(new Set(reasons).size).toBe(reasons.length);
});

test("a successor of a known type is reported although its whole service is accepted", () => {
  const strange: Node = { urn: "urn:pulumi:local::optibid::aws:backup/planV2:PlanV2::x", type: "aws:backup/planV2:PlanV2", name: "x", props: {}, dependencies: [], propertyDependencies: {}, protect: false };
  const accepted = { ...ACCEPTED, types: [...ACCEPTED.types, { types: ["aws:backup/**"], reason: "all of it" }] };
  expect(coverage("local", survey([...(nodes.get("local") ?? []), strange], components, rules), accepted).types.unseen.filter((each) => each.accepted === null)).toEqual([
    { type: "aws:backup/planV2:PlanV2", resources: 1, knownAs: "aws:backup/plan:Plan", accepted: null },
  ]);
}, 60_000);
