import { beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { ITEMS } from "../../../checklist/ids.ts";
import { changed, planOf, sampled } from "../../../golive/prove/engine.ts";
import { productionGraph } from "../../../golive/prove/production.ts";
import { chosen, firing, proof, proveInProcess } from "../../../golive/prove/prove.ts";
import { rules } from "../../../policies/catalogue.ts";
import type { Node } from "../../../policies/graph.ts";
import { adds, breaks } from "../../../policies/mutation.ts";

let graph: Node[] = [];
beforeAll(async () => {
  graph = await productionGraph();
}, 30_000);

test("the production graph breaks nothing", () => {
  expect([...firing(graph)]).toEqual([]);
});

test("every rule has a mutation, and each is caught by exactly the rules expected", () => {
  const proofs = proveInProcess(graph, []);
  expect([...new Set(proofs.map(({ rule }) => rule))].sort()).toEqual(rules.map(({ name }) => name).sort());
  expect(proofs.filter(({ caught }) => !caught)).toEqual([]);
}, 60_000);

test("the engine's sample covers every section of the checklist that rules decide", () => {
  const sectionsOf = (each: readonly { readonly rule: string }[]) => {
    const ids = new Set<string>(each.flatMap(({ rule }) => rules.find(({ name }) => name === rule)?.items ?? []));
    return new Set(ITEMS.filter(({ id }) => ids.has(id)).map(({ section }) => section));
  };
  const sample = sampled(chosen([]));
  expect(sectionsOf(sample)).toEqual(sectionsOf(chosen([])));
  expect(sample.length).toBeLessThan(25);
});

describe("a proof", () => {
  test("fails when a rule sleeps", () => {
    expect(proof("database-encrypted", breaks("database-encrypted", "x", {}), new Set())).toMatchObject({ fired: [], caught: false });
  });

  test("fails when a rule fires that nobody expected", () => {
    expect(proof("database-encrypted", breaks("database-encrypted", "x", {}), new Set(["database-encrypted", "key-rotated"]))).toMatchObject({ caught: false });
  });

  test("fails for a rule without a mutation", () => {
    expect(proof("database-encrypted", undefined, new Set())).toMatchObject({ mutation: null, caught: false });
  });

  test("names a rule that is not there, and the one that was probably meant", () => {
    expect(() => chosen(["database-encryptd"])).toThrow('There is no rule "database-encryptd"; did you mean database-encrypted?');
  });
});

describe("doing to the program what was done to the graph", () => {
  test("only the arguments that differ are changed", () => {
    const plan = planOf(graph, breaks("database-encrypted", "x", { storageEncrypted: false }).mutate(graph));
    expect([...(plan?.changes ?? [])]).toEqual([["aws:rds/instance:Instance optibid-production-database-primary", [{ path: ["storageEncrypted"], value: false }]]]);
    expect(plan?.added).toEqual([]);
  });

  test("what is added is made", () => {
    const plan = planOf(graph, adds("message-encrypted", "x", { type: "aws:sns/topic:Topic", props: {} }).mutate(graph));
    expect(plan?.added.map(({ type }) => type)).toEqual(["aws:sns/topic:Topic"]);
  });

  test("taking a resource away cannot be done", () => {
    expect(planOf(graph, graph.slice(1))).toBeUndefined();
  });

  test("a value that comes from another resource is changed where it arrives", async () => {
    const target = { a: pulumi.output({ b: [1, 2] }), c: 3 };
    const result = changed(target, { path: ["a", "b", 1], value: 9 }) as { a: pulumi.Output<{ b: number[] }>; c: number };
    expect(await new Promise((resolve) => result.a.apply(resolve))).toEqual({ b: [1, 9] });
    expect(changed({ a: 1, b: 2 }, { path: ["a"] })).toEqual({ b: 2 });
  });
});
