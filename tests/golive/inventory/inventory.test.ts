import { beforeAll, expect, test } from "@jest/globals";
import { ITEMS } from "../../../checklist/ids.ts";
import { recordStack } from "../../../golive/graph/stacks.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { idle, inventory } from "../../../golive/inventory/inventory.ts";
import { ELSEWHERE, SERVED } from "../../../golive/inventory/served.ts";

let production: Registration[];

beforeAll(async () => {
  production = await recordStack("production");
});

test("every item is served by infrastructure or by somebody named, never both, never nobody", () => {
  expect(ITEMS.map(({ id }) => id).filter((id) => (SERVED[id] === undefined) === (ELSEWHERE[id] === undefined))).toEqual([]);
  expect(Object.values(SERVED).filter((selectors) => selectors.length === 0)).toEqual([]);
});

test("in production every item that infrastructure can serve is served, and every kind of resource named is there", () => {
  expect(inventory(production).filter(({ servable, resources }) => servable && resources.length === 0).map(({ id }) => id)).toEqual([]);
  expect(idle(production)).toEqual([]);
});

test("an entry lists exactly the resources that serve the item", () => {
  const stickiness = inventory(production).find(({ id }) => id === "PRC-039");
  expect(stickiness?.resources.map(({ type, name }) => `${type} ${name}`)).toEqual(
    production.filter(({ type }) => type === "aws:lb/targetGroup:TargetGroup").map(({ type, name }) => `${type} ${name}`),
  );
});

test("an empty stack serves nothing, and every selector says so", () => {
  expect(inventory([]).every(({ resources }) => resources.length === 0)).toBe(true);
  expect(idle([])).toHaveLength(Object.values(SERVED).flat().length);
});
