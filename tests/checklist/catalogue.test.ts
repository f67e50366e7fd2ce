import { describe, expect, test } from "@jest/globals";
import { CATALOGUE } from "../../checklist/catalogue.ts";
import type { CatalogueItem } from "../../checklist/catalogue.ts";
import { ITEMS } from "../../checklist/ids.ts";
import { ROLES } from "../../checklist/mechanism.ts";
import type { Mechanism } from "../../checklist/mechanism.ts";

const of = <K extends Mechanism["kind"]>(kind: K) =>
  CATALOGUE.filter((item): item is CatalogueItem & { readonly mechanism: Extract<Mechanism, { readonly kind: K }> } => item.mechanism.kind === kind);

test("258 items, in the documents' order, each where the documents have it", () => {
  expect(CATALOGUE).toHaveLength(258);
  expect(CATALOGUE.map(({ id, section, group, title }) => ({ id, section, group, title }))).toEqual(ITEMS);
});

test("owners and signatories are roles, and every role owns something", () => {
  expect([...new Set(CATALOGUE.map(({ owner }) => owner))].sort()).toEqual([...ROLES].sort());
  expect(of("attestation").filter(({ mechanism }) => !ROLES.includes(mechanism.role))).toEqual([]);
});

test("every item is decided by exactly one mechanism", () => {
  expect(of("policy").length + of("probe").length + of("evidence").length + of("attestation").length).toBe(258);
});

test("thresholds are numbers of something, and ages and validities whole days of a year at most", () => {
  const judged = [...of("probe"), ...of("evidence")].map(({ id, mechanism: { threshold } }) => ({ id, value: "atLeast" in threshold ? threshold.atLeast : threshold.atMost, of: threshold.of }));
  expect(judged.filter(({ value, of: what }) => !(Number.isFinite(value) && value >= 0 && what.trim() !== ""))).toEqual([]);
  // "at least 0" would be met by nothing at all.
  expect([...of("probe"), ...of("evidence")].filter(({ mechanism: { threshold } }) => "atLeast" in threshold && threshold.atLeast === 0).map(({ id }) => id)).toEqual([]);
  const days = [...of("evidence").map(({ mechanism }) => mechanism.maxAgeDays), ...of("attestation").map(({ mechanism }) => mechanism.validDays)];
  expect(days.filter((count) => !Number.isInteger(count) || count < 1 || count > 365)).toEqual([]);
});

test("what runs is probed: the post-deployment checks, the maintenance page, Sentry and the baseline", () => {
  expect(of("probe").map(({ id }) => id)).toEqual([
    "PRC-136", "PRC-154", "PRC-155", "PRC-156", "PRC-157", "PRC-158", "PRC-159", "PRC-160", "PRC-161", "PRC-162", "PRC-163", "PRC-164", "PRC-165", "OPT-07", "OPT-81",
  ]);
});

describe("numbers that the documents give", () => {
  test.each([
    ["PRC-077", { atLeast: 2_134 }],
    ["PRC-078", { atLeast: 498 }],
    ["PRC-079", { atLeast: 156 }],
    ["PRC-080", { atLeast: 42 }],
    ["PRC-081", { atLeast: 17 }],
    ["PRC-082", { atLeast: 4 }],
    ["PRC-083", { atLeast: 85 }],
    ["PRC-084", { atLeast: 100 }],
    ["PRC-087", { atLeast: 2 }],
    ["PRC-163", { atMost: 1 }],
    ["OPT-11", { atLeast: 140 }],
  ])("%s", (id, threshold) => {
    expect(CATALOGUE.find((item) => item.id === id)?.mechanism).toMatchObject({ threshold });
  });
});
