import { expect, test } from "@jest/globals";
import { waive } from "../../../golive/commands/waive.ts";

test.each<[string, string | undefined, string | undefined, object, string]>([
  ["nothing", undefined, undefined, {}, "<rule>, <pattern>, --reason, --owner, --approver, --ticket, --expires"],
  ["a rule", "database-multi-az", undefined, { owner: "anna" }, "<pattern>, --reason, --approver, --ticket, --expires"],
  ["all but the end", "database-multi-az", "*::x", { reason: "r", owner: "anna", approver: "ben", ticket: "T" }, "--expires"],
])("without a terminal, %s given: every flag that is missing is named at once", async (_, rule, pattern, flags, missing) => {
  await expect(waive(rule, pattern, { stack: "production", ...flags })).rejects.toThrow(`waivers/production.yaml: not written. Without a terminal nothing can be asked; missing: ${missing}`);
});

test("a stack that does not exist is told first", async () => {
  await expect(waive(undefined, undefined, { stack: "nowhere" })).rejects.toThrow('There is no stack "nowhere"');
});
