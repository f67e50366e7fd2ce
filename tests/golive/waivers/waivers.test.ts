import { describe, expect, test } from "@jest/globals";
import { evaluateWaivers } from "../../../checklist/waivers.ts";
import { readFileSync } from "node:fs";
import { recordStack, STACKS } from "../../../golive/graph/stacks.ts";
import { addWaiver } from "../../../golive/waivers/add.ts";
import type { AddInput } from "../../../golive/waivers/add.ts";
import { standing, waivedExitCode, waiversFile, withWaivers } from "../../../golive/waivers/file.ts";
import { engineUrns } from "../../../golive/waivers/urns.ts";
import { rules } from "../../../policies/catalogue.ts";
import { preview, TODAY, urn, violation, waiver } from "../report/sample.ts";

const broken = [violation("database-multi-az", "writer"), violation("database-encrypted", "writer", { enforcement: "advisory" })];
const file = (...entries: string[]): string => `waivers:\n${entries.join("")}`;

describe("exit code", () => {
  const failed = (errors: string[]) => ({ ...preview(broken), summary: { ...preview(broken).summary, errors } });
  const through = (violations: typeof broken) => ({ ...preview(violations), summary: { ...preview(violations).summary, complete: true } });
  test.each([
    ["violations that stand", preview(broken), undefined, 2, 1],
    ["all mandatory ones waived", through(broken), file(waiver("database-multi-az", "writer")), 0, 0],
    ["an expired waiver", preview(broken), file(waiver("database-multi-az", "writer", "2026-03-09")), 2, 1],
    ["all mandatory ones waived, but the engine did not come to its end", preview(broken), file(waiver("database-multi-az", "writer")), 1, 0],
    ["waived, but another entry is wrong", through(broken), file(waiver("database-multi-az", "writer"), waiver("database-encrypted", "writer", "2026-03-09")), 1, 0],
    ["nothing violated, a stale waiver", through([]), file(waiver("database-multi-az", "writer")), 0, 0],
    ["waived, but the engine failed", failed(["no credentials"]), file(waiver("database-multi-az", "writer")), 1, 0],
    ["cut off without a violation", { ...preview([]), summary: { ...preview([]).summary, complete: false } }, undefined, 1, 0],
  ])("%s", (_, report, text, code, left) => {
    const waived = withWaivers(report, text, TODAY);
    expect([waivedExitCode(waived), standing(waived), waived.violations.length]).toEqual([code, left, report.violations.length]);
  });
});

describe("golive waive", () => {
  const WAIVER = { rule: "database-multi-az", resource: "*::writer", reason: "moved: next week", owner: "anna", approver: "ben", ticket: "OPS-1", created: "2026-03-10", expires: "2026-04-01" };
  const add = (text: string | undefined, more: Partial<AddInput["waiver"]> = {}) => addWaiver({ file: "waivers/production.yaml", text, waiver: { ...WAIVER, ...more }, rules, resources: [urn("writer"), urn("reader")], today: TODAY });
  const refusals = (added: ReturnType<typeof add>): readonly string[] => ("refused" in added ? added.refused : []);

  test.each([["no file", undefined], ["an empty file", ""], ["an empty list", "# why\nwaivers: []\n"], ["a key alone", "waivers:\n"]])("%s: what is written is read back", (_, before) => {
    const added = add(before);
    if ("refused" in added) throw new Error(added.refused.join("\n"));
    const { errors, violations } = evaluateWaivers({ file: "", text: added.text, violations: broken, rules, today: TODAY });
    expect([errors, violations.map((each) => each.waiver?.reason), added.matches]).toEqual([[], ["moved: next week", undefined], 1]);
    expect(added.text).toContain(before?.startsWith("#") === true ? "# why\n" : "waivers:\n  - rule: database-multi-az\n");
  });

  test("comments, order and spelling of what was there stay", () => {
    const before = `# top\nwaivers:\n  # about this one\n${waiver("database-encrypted", "reader")}  # the end\n`;
    const added = add(before);
    expect("text" in added ? added.text.startsWith(`# top\nwaivers:\n  # about this one\n  - { rule: database-encrypted, resource: "*::reader"`) && added.text.includes("# the end") : added).toBe(true);
  });

  test("entries that have expired since do not stand in the way", () => {
    expect(refusals(add(file(waiver("database-encrypted", "reader", "2026-03-02"))))).toEqual([]);
  });

  test.each<[string, string | undefined, Partial<AddInput["waiver"]>, string[]]>([
    ["a rule that is misspelt", undefined, { rule: "database-multi-zz" }, ['there is no rule "database-multi-zz"; docs/policies/README.md lists them; did you mean database-multi-az?']],
    ["several mistakes at once", undefined, { approver: "Anna", expires: "2026-07-01" }, ['approver "Anna" is the owner; accepted: somebody else', "expires 113 days after it was created; accepted: at most 90"]],
    ["a pattern that matches nothing", undefined, { resource: "*::writr" }, ['resource "*::writr" matches no resource of the stack; it is a glob over whole URNs, such as "*::<name>"']],
    ["a pattern that matches everything", undefined, { resource: "*database*" }, ['resource "*database*" matches everything; accepted: a pattern that names the type or the name of what it is for']],
    ["a duplicate", file(waiver("database-multi-az", "writer")), {}, ["waives the same as entry 1; accepted: one of them"]],
    ["a broken file", "waivers: 3\n", {}, ["waivers/production.yaml:1 waivers must be a list; mend it first"]],
  ])("refuses %s", (_, text, change, expected) => {
    expect(refusals(add(text, change))).toEqual(expected);
  });

  test("flags that are left out are all named", () => {
    const added = addWaiver({ file: "f", text: undefined, waiver: { rule: "database-multi-az", resource: "*::writer", created: "2026-03-10" }, rules, resources: [urn("writer")], today: TODAY });
    expect("refused" in added ? added.refused : []).toEqual(["reason", "owner", "approver", "ticket", "expires"].map((key) => `${key} is missing`));
  });
});

test.each(STACKS)("the waivers of %s are in order", (stack) => {
  expect(evaluateWaivers({ file: stack, text: readFileSync(waiversFile(stack), "utf8"), violations: [], rules, today: new Date() }).errors).toEqual([]);
});

test("recorded resources get the URNs of the engine: every parent's type, components left out", async () => {
  const urns = [...engineUrns(await recordStack("production")).values()];
  expect(urns).toContain("urn:pulumi:production::optibid::golive:platform:Platform$golive:network:Network$aws:ec2/vpc:Vpc::optibid-production-network-vpc");
  expect(urns.filter((each) => /^(golive|pulumi):/.test(each.split("::")[2]?.split("$").at(-1) ?? ""))).toEqual([]);
}, 30_000);
