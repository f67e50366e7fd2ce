import { expect, test } from "@jest/globals";
import { checkSettings } from "../../../golive/run/check.ts";
import { readSettings } from "../../../golive/run/places.ts";
import { ruleMistakes } from "../../../golive/run/policy-config.ts";
import type { PolicyConfig } from "../../../golive/run/policy-config.ts";

test.each<[string, PolicyConfig, string[]]>([
  ["nothing", {}, []],
  ["a stricter threshold", { "database-backup-retention": { backupDays: 35 } }, []],
  ["the threshold as it is", { "database-backup-retention": { backupDays: 30 } }, []],
  ["stricter is lower", { "secret-rotation-frequent": { rotationDays: 30 } }, []],
  ["mandatory, whatever the environment", { "database-multi-az": { enforcementLevel: "mandatory" } }, []],
  ["a looser threshold", { "database-backup-retention": { backupDays: 7 } }, ['database-backup-retention.backupDays is 7; accepted: a whole number of days, at least 30']],
  ["looser is higher", { "secret-rotation-frequent": { rotationDays: 91 } }, ['secret-rotation-frequent.rotationDays is 91; accepted: a whole number of days, at most 90']],
  ["below anything", { "secret-rotation-frequent": { rotationDays: 0 } }, ['secret-rotation-frequent.rotationDays is 0; accepted: a whole number of days, at most 90']],
  ["no number", { "database-backup-retention": { backupDays: "40" } }, ['database-backup-retention.backupDays is "40"; accepted: a whole number of days, at least 30']],
  ["half a day", { "database-backup-retention": { backupDays: 30.5 } }, ['database-backup-retention.backupDays is 30.5; accepted: a whole number of days, at least 30']],
  ["a threshold of another rule", { "database-multi-az": { backupDays: 40 } }, ["database-multi-az.backupDays is no threshold of this rule; accepted: enforcementLevel"]],
  ["a rule that is misspelt", { "database-multi-zz": {} }, ["database-multi-zz is no rule; did you mean database-multi-az?"]],
  ["waivers by the back door", { waivers: { entries: [] } as never }, ["waivers is no rule"]],
  ...(["advisory", "disabled", "remediate"] as const).map((level): [string, PolicyConfig, string[]] => [level, { "database-multi-az": { enforcementLevel: level } }, [`database-multi-az.enforcementLevel is "${level}"; accepted: mandatory; a violation that may stand for a while is waived: golive waive`]]),
])("what a stack sets about rules: %s", (_, settings, expected) => {
  expect(ruleMistakes(settings)).toEqual(expected);
});

test("golive config check reports them with their key path", () => {
  const text = readSettings("dev").replace(/^config:\n/m, "config:\n  optibid:policies:\n    rules:\n      database-backup-retention:\n        backupDays: 7\n");
  expect(checkSettings("dev", text)).toEqual(["Pulumi.dev.yaml: optibid:policies.rules.database-backup-retention.backupDays is 7; accepted: a whole number of days, at least 30"]);
});
