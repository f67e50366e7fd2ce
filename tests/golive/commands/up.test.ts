/** What `golive up` says and ends with, waivers considered. */
import { describe, expect, test } from "@jest/globals";
import { asJson, codeOf, policyLines } from "../../../golive/commands/up.ts";
import type { Outcome } from "../../../golive/commands/up.ts";
import type { Made } from "../../../golive/report/make.ts";
import { checkReport } from "../../../golive/report/shape.ts";
import { Collector } from "../../../golive/run/collect.ts";
import type { PreviewReport, Violation } from "../../../golive/run/report.ts";
import { withWaivers } from "../../../golive/waivers/file.ts";
import { preview, TODAY, urn, violation, waiver } from "../report/sample.ts";

const file = (...entries: string[]): string => `waivers:\n${entries.join("")}`;
const MULTI_AZ = file(waiver("database-multi-az", "writer"));
const broken = violation("database-multi-az", "writer");
const open = { rule: "database-multi-az", items: ["PRC-067"], urn: urn("writer"), reason: "unknown" };

/** A preview, or the deployed state, as the pack reports it: a waived violation does not keep the engine from its end. */
function made(violations: readonly Violation[], waivers?: string, more: Partial<PreviewReport> = {}): Made {
  const plain = preview(violations, more);
  const blocked = withWaivers(plain, waivers, TODAY).violations.some(({ enforcement, waiver: by }) => enforcement === "mandatory" && by === undefined);
  const waived = withWaivers({ ...plain, summary: { ...plain.summary, complete: !blocked } }, waivers, TODAY);
  return { waived, check: checkReport(waived, { rehearsed: true, locate: (at) => ({ type: "", name: at.split("::").at(-1) ?? "" }), mask: (text) => text }) };
}

const failed = { account: new Collector(), error: "no credentials" };
const done = { account: new Collector() };

describe("exit code", () => {
  test.each<[string, Omit<Outcome, "planned">, number]>([
    ["clean", { strict: true, plan: made([]), updated: done, settled: made([]) }, 0],
    ["nothing to change", { strict: true, plan: made([]), settled: made([]) }, 0],
    ["a violation", { strict: true, plan: made([broken]) }, 2],
    ["a waived violation", { strict: true, plan: made([broken], MULTI_AZ), updated: done, settled: made([broken], MULTI_AZ) }, 0],
    ["an expired waiver", { strict: true, plan: made([broken], file(waiver("database-multi-az", "writer", "2026-03-09"))) }, 2],
    ["a waiver that is seen to be too broad at preview", { strict: true, plan: made([], file(waiver("database-multi-az", "a*")), { resources: [{ urn: urn("a1"), type: "aws:rds/instance:Instance", operation: "same" }, { urn: urn("a2"), type: "aws:rds/instance:Instance", operation: "same" }] }) }, 1],
    ["a failed update", { strict: true, plan: made([broken], MULTI_AZ), updated: failed }, 1],
    ["a violation that the state shows", { strict: true, plan: made([]), updated: done, settled: made([broken]) }, 2],
    ["a waived one that the state shows", { strict: true, plan: made([], MULTI_AZ), updated: done, settled: made([broken], MULTI_AZ) }, 0],
    ["a verdict that stays open", { strict: true, plan: made([]), updated: done, settled: made([], undefined, { deferred: [open] }) }, 1],
    ["a waived verdict that stays open", { strict: true, plan: made([]), updated: done, settled: made([], MULTI_AZ, { deferred: [open] }) }, 0],
    ["a verdict that stays open where rules only advise", { strict: false, plan: made([]), updated: done, settled: made([], undefined, { deferred: [open] }) }, 0],
    ["a verdict that is open at preview", { strict: true, plan: made([], undefined, { deferred: [open] }), updated: done, settled: made([]) }, 0],
  ])("%s", (_, outcome, expected) => {
    expect(codeOf(outcome)).toBe(expected);
  });
});

describe("the summary", () => {
  const advice = violation("database-encrypted", "old", { enforcement: "advisory" });

  test("shows what was let through with who, why and until when, and what is open, but not the advice", () => {
    const text = policyLines(made([broken, advice], MULTI_AZ), made([broken, advice], MULTI_AZ, { deferred: [{ ...open, rule: "database-replicated" }] })).join("\n");
    expect(text).toContain("0 mandatory violations, 1 advisory, 1 waived, 0 deferred at preview");
    expect(text).toContain("on the deployed state: 0 violations, 1 waived, 1 still deferred");
    expect(text).toContain("still deferred: database-replicated writer: unknown");
    expect(text).toContain("waived until 2026-03-20 (10 days left): <moved> & 'done'; OPS-1, owner anna, approved by ben");
    expect(text).not.toContain("advisory critical database-encrypted");
  });

  test("shows what only the preview could see, and nothing twice", () => {
    const [both, early] = [violation("database-multi-az", "writer"), violation("database-replicated", "writer")];
    const waivers = file(waiver("database-multi-az", "writer"), waiver("database-replicated", "writer"));
    const text = policyLines(made([both, early], waivers), made([both], waivers)).join("\n");
    expect(text.match(/waived mandatory \w+ [\w-]+/g)).toEqual(["waived mandatory high database-multi-az", "waived mandatory medium database-replicated"]);
    expect(text).not.toContain("stale waiver");
  });

  test.each<[string, Made, Made | undefined, number[]]>([
    ["needed by neither", made([], MULTI_AZ), made([], MULTI_AZ), [1]],
    ["needed at preview", made([broken], MULTI_AZ), made([], MULTI_AZ), []],
    ["needed by the state", made([], MULTI_AZ), made([broken], MULTI_AZ), []],
    ["needed by a verdict that is deferred", made([], MULTI_AZ, { deferred: [open] }), undefined, []],
    ["not needed, and no state", made([], MULTI_AZ), undefined, [1]],
  ])("a waiver is stale when it is %s", (_, plan, settled, expected) => {
    const { waivers } = asJson("production", { plan, ...(settled === undefined ? {} : { settled }) }, { steps: [] }) as { waivers: { stale: { entry: number }[] } };
    expect(waivers.stale.map(({ entry }) => entry)).toEqual(expected);
    expect(policyLines(plan, settled).join("\n").includes("stale waiver")).toBe(expected.length > 0);
  });

  test("as JSON has the same", () => {
    const json = asJson("production", { plan: made([broken, advice], MULTI_AZ), updated: done, settled: made([broken, advice], MULTI_AZ, { deferred: [open] }) }, { steps: [] });
    const by = { entry: 1, daysLeft: 10, owner: "anna", approver: "ben", expires: "2026-03-20" };
    expect(json).toMatchObject({ plan: { mandatory: 1, advisory: 1 }, updated: true, violations: [{ enforcement: "mandatory", waiver: by }, { enforcement: "advisory" }], waivers: { waived: 1, errors: [], stale: [] }, settled: { violations: [{ waiver: by }], open: [{ waiver: by }] } });
    expect((json as { settled: { violations: unknown[] } }).settled.violations).toHaveLength(1);
    expect(asJson("production", { plan: made([broken]) }, { steps: [] })).toMatchObject({ updated: false, settled: null });
  });
});
