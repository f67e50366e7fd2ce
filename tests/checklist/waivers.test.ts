import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { latestDay, matcher } from "../../checklist/waiver.ts";
import { evaluateWaivers } from "../../checklist/waivers.ts";
import type { WaiverInput, WaiverResult } from "../../checklist/waivers.ts";

const urn = (type: string, name: string): string => `urn:pulumi:production::optibid::golive:platform:Platform$golive:database:Database$${type}::${name}`;
const DB = urn("aws:rds/instance:Instance", "optibid-database");
const REPLICA = urn("aws:rds/instance:Instance", "optibid-database-replica-1");
const VPC = urn("aws:ec2/vpc:Vpc", "optibid-network-vpc");
const RULES = [{ name: "multi-az", severity: "high" }, { name: "encrypted", severity: "critical" }];
const TODAY = new Date("2026-03-10T15:00:00Z");
const VIOLATIONS = [{ rule: "multi-az", urn: DB }, { rule: "encrypted", urn: DB }, { rule: "multi-az", urn: REPLICA }];
const GOOD = { rule: "multi-az", resource: DB, reason: "moved next week", owner: "anna@optibid.com", approver: "ben@optibid.com", ticket: "OPS-12", created: "2026-03-01", expires: "2026-03-20" };

const evaluate = (text: string | undefined, more: Partial<WaiverInput<(typeof VIOLATIONS)[number]>> = {}): WaiverResult<(typeof VIOLATIONS)[number]> =>
  evaluateWaivers({ file: "waivers/production.yaml", text, violations: VIOLATIONS, rules: RULES, resources: [DB, REPLICA, VPC], today: TODAY, ...more });
const entries = (...waivers: readonly unknown[]): string => stringify({ waivers });
const waivedIn = ({ violations }: WaiverResult<{ rule: string; urn: string }>): string[] => violations.flatMap(({ rule, urn: at, waiver }) => (waiver === undefined ? [] : [`${rule} ${at.split("::").at(-1)} by ${waiver.entry}`]));
const told = ({ errors }: WaiverResult<{ rule: string; urn: string }>): string[] => errors.map(({ entry, kind, message }) => `${entry} ${kind}: ${message}`);

describe("a good waiver", () => {
  test("leaves the violation visible, with who, why, until when and days left, and the others alone", () => {
    const result = evaluate(entries(GOOD));
    expect(result).toEqual({ violations: [{ rule: "multi-az", urn: DB, waiver: { ...GOOD, entry: 1, daysLeft: 10 } }, VIOLATIONS[1], VIOLATIONS[2]], errors: [], stale: [], valid: [GOOD] });
  });

  test.each([
    ["on its last day", { expires: "2026-03-10" }, 0],
    ["for 90 days to the day", { created: "2026-03-10", expires: "2026-06-08" }, 90],
    ["for 30 days of a critical rule", { rule: "encrypted", created: "2026-03-10", expires: "2026-04-09" }, 30],
  ])("holds %s", (_, change, daysLeft) => {
    const { violations, errors } = evaluate(entries({ ...GOOD, ...change }));
    expect(errors).toEqual([]);
    expect(violations.flatMap(({ waiver }) => waiver?.daysLeft ?? [])).toEqual([daysLeft]);
  });

  test.each([
    ["*::optibid-database", ["multi-az optibid-database by 1"]],
    ["*aws:rds/instance:Instance::*", ["multi-az optibid-database by 1", "multi-az optibid-database-replica-1 by 1"]],
    ["urn:pulumi:production::optibid::*::optibid-database-replica-?", ["multi-az optibid-database-replica-1 by 1"]],
    ["*::optibid-database-{replica,reader}-1", ["multi-az optibid-database-replica-1 by 1"]],
    ["optibid-database", []],
    ["!*::optibid-network-vpc", []],
  ])("%s is matched against the whole URN", (resource, expected) => {
    const result = evaluate(entries({ ...GOOD, resource }));
    expect([result.errors, waivedIn(result)]).toEqual([[], expected]);
    expect(result.stale.map(({ entry }) => entry)).toEqual(expected.length === 0 ? [1] : []);
  });

  test("where several fit, the one that ends first is told", () => {
    expect(waivedIn(evaluate(entries({ ...GOOD, resource: "*::optibid-database" }, { ...GOOD, expires: "2026-03-12" })))).toEqual(["multi-az optibid-database by 2"]);
  });

  test("is stale where nothing is violated any more", () => {
    const result = evaluate(entries(GOOD), { violations: [VIOLATIONS[1]!] });
    expect(result).toEqual({ violations: [VIOLATIONS[1]], errors: [], stale: [{ ...GOOD, entry: 1, daysLeft: 10, file: "waivers/production.yaml", line: 2 }], valid: [GOOD] });
  });
});

describe("no waivers", () => {
  test.each([["no file", undefined], ["an empty file", ""], ["comments", "# none\n"], ["an empty list", "waivers: []\n"], ["a key alone", "waivers:\n"]])("%s", (_, text) => {
    expect(evaluate(text)).toEqual({ violations: VIOLATIONS, errors: [], stale: [], valid: [] });
  });
});

describe("a wrong waiver is an error and leaves the violation standing", () => {
  const without = (key: keyof typeof GOOD): object => Object.fromEntries(Object.entries(GOOD).filter(([each]) => each !== key));

  test.each<[string, object, string[]]>([
    ["expired", { expires: "2026-03-09" }, ["1 expired: expired on 2026-03-09"]],
    ["for 91 days", { created: "2026-03-10", expires: "2026-06-09" }, ["1 too-long: expires 91 days after it was created; accepted: at most 90"]],
    ["for 31 days of a critical rule", { rule: "encrypted", created: "2026-03-10", expires: "2026-04-10" }, ["1 too-long: expires 31 days after it was created; accepted: at most 30, the rule being critical"]],
    ["created tomorrow", { created: "2026-03-11" }, ["1 malformed: created is 2026-03-11, which is yet to come"]],
    ["that ends before it starts", { created: "2026-03-10", expires: "2026-03-08" }, ["1 malformed: expires is 2026-03-08, before it was created on 2026-03-10", "1 expired: expired on 2026-03-08"]],
    ["of a day that is none", { expires: "2026-02-30" }, ['1 malformed: expires is "2026-02-30"; accepted: a day as YYYY-MM-DD']],
    ["of an unknown rule", { rule: "multi-azz" }, ['1 unknown-rule: there is no rule "multi-azz"; docs/policies/README.md lists them']],
    ["with a blank reason", { reason: "  " }, ["1 malformed: reason is missing"]],
    ["with a number for a ticket", { ticket: 12 }, ["1 malformed: ticket must be text; in quotes, where it looks like something else"]],
    ["with a strange key", { until: "2026-03-20" }, [`1 malformed: until is no known key; accepted: ${Object.keys(GOOD).join(", ")}`]],
    ["with too many asterisks", { resource: "*a*a*a*a*a*a*b" }, ["1 malformed: resource is too long a pattern; accepted: up to 1000 characters and 6 asterisks"]],
  ])("%s", (_, change, expected) => {
    const result = evaluate(entries({ ...GOOD, ...change }));
    expect([told(result), waivedIn(result), result.stale]).toEqual([expected, [], []]);
  });

  test.each(Object.keys(GOOD) as (keyof typeof GOOD)[])("without %s", (key) => {
    const result = evaluate(entries(without(key)));
    expect([told(result), waivedIn(result)]).toEqual([[`1 malformed: ${key} is missing`], []]);
  });

  test.each([
    ["anna@optibid.com", "anna@optibid.com", true], ["anna@optibid.com", "Anna@OptiBid.com ", true], ["Anna Berg <anna@optibid.com>", "anna@optibid.com", true],
    ["anna+ops@optibid.com", "anna@optibid.com", true], ["@anna", "anna", true], ["anna", "anna@optibid.com", true],
    ["anna@optibid.com", "anna@auditor.example", false], ["anna", "hanna", false],
  ])("owner %s and approver %s: one person? %p", (owner, approver, same) => {
    expect(evaluate(entries({ ...GOOD, owner, approver })).errors.map(({ kind }) => kind)).toEqual(same ? ["self-approved"] : []);
  });

  test.each(["*", "**", "***", "urn:*", "urn:pulumi:*", "urn:pulumi:production::optibid::*", "*:*", "*optibid*", "?*", "*::*", "urn:pulumi:production::**::*", "[a-z]*", "{*,x}", "urn:pulumi:staging::optibid::*", "*$*::*", "*golive:platform*"])("%s matches everything", (resource) => {
    const result = evaluate(entries({ ...GOOD, resource }));
    expect([result.errors.map(({ kind }) => kind), waivedIn(result), result.stale]).toEqual([["too-broad"], [], []]);
  });

  test.each(["*", "**", "urn:pulumi:*", "urn:pulumi:production::optibid::*", "*:*"])("%s matches everything even where no resource is known", (resource) => {
    expect(evaluate(entries({ ...GOOD, resource }), { resources: [], violations: [] }).errors.map(({ kind }) => kind)).toEqual(["too-broad"]);
  });

  test("the only resource there is may be named by a pattern", () => {
    expect(evaluate(entries({ ...GOOD, resource: "*::optibid-database" }), { resources: [DB] }).errors).toEqual([]);
  });

  test("duplicates: none of them counts", () => {
    const pattern = { ...GOOD, resource: "*::optibid-database" };
    const result = evaluate(entries(pattern, GOOD, { ...pattern, resource: "**::optibid-database", reason: "another" }));
    expect(told(result)).toEqual(["1 duplicate: waives the same as entry 3; accepted: one of them", "3 duplicate: waives the same as entry 1; accepted: one of them"]);
    expect(waivedIn(result)).toEqual(["multi-az optibid-database by 2"]);
  });

  test("several mistakes are told together, each with file, entry and line; good entries beside them hold", () => {
    const { errors, violations } = evaluate(entries({ ...GOOD, approver: GOOD.owner, expires: "2026-03-02", resource: "*" }, GOOD, "nonsense"));
    expect(errors.map(({ file, entry, line, kind }) => [file, entry, line, kind])).toEqual([
      ["waivers/production.yaml", 1, 2, "too-broad"], ["waivers/production.yaml", 1, 2, "self-approved"], ["waivers/production.yaml", 1, 2, "expired"], ["waivers/production.yaml", 3, 18, "malformed"],
    ]);
    expect(violations.map(({ waiver }) => waiver?.entry)).toEqual([2, undefined, undefined]);
  });
});

describe("a wrong file waives nothing", () => {
  test.each([
    ["no YAML", `${entries(GOOD)}  - [`, 1],
    ["a key twice", `waivers:\n  - rule: a\n    rule: b\n`, 1],
    ["two documents", `${entries(GOOD)}---\n${entries(GOOD)}`, 1],
    ["a list at the top", stringify([GOOD]), 1],
    ["no list of waivers", "waivers: all\n", 1],
    ["aliases that multiply", `waivers:\n  - ${"&a0 [x]"}\n${Array.from({ length: 12 }, (_, index) => `  - &a${index + 1} [*a${index}, *a${index}, *a${index}]`).join("\n")}\n`, 13],
  ])("%s", (_, text, count) => {
    const result = evaluate(text);
    expect([waivedIn(result), result.errors.length]).toEqual([[], count]);
    expect(new Set(result.errors.map(({ kind }) => kind))).toEqual(new Set(["malformed"]));
  });

  test("a strange key beside the list is an error", () => {
    expect(told(evaluate(`exceptions: []\n${entries(GOOD)}`))).toEqual(["0 malformed: exceptions is no known key; accepted: waivers"]);
  });
});

describe("whatever is written", () => {
  const word = fc.oneof(fc.constantFrom(...Object.values(GOOD), "*", "__proto__"), fc.string());
  const entry = fc.oneof(fc.dictionary(fc.constantFrom(...Object.keys(GOOD), "__proto__", "constructor"), word), fc.record(Object.fromEntries(Object.keys(GOOD).map((key) => [key, word]))), fc.jsonValue());

  test("no violation is lost or hidden, and nothing is thrown", () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(entry).map((all) => entries(...all)), fc.string()), (text) => {
        const { violations } = evaluate(text);
        expect(violations.map(({ rule, urn: at }) => ({ rule, urn: at }))).toEqual(VIOLATIONS);
        for (const { waiver, rule, urn: at } of violations) {
          if (waiver === undefined) continue;
          expect([waiver.rule, matcher(waiver.resource)(at), waiver.owner === waiver.approver, waiver.daysLeft >= 0]).toEqual([rule, true, false, true]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test.each([["other", "2026-06-08"], ["critical", "2026-04-09"]])("the longest life of a waiver of a rule that is %s", (severity, expected) => {
  expect(latestDay(TODAY, { name: "x", severity })).toBe(expected);
  const rules = [{ name: "multi-az", severity }];
  const at = (expires: string) => told(evaluate(entries({ ...GOOD, created: "2026-03-10", expires }), { rules, violations: VIOLATIONS.slice(0, 1) }));
  expect(at(expected)).toEqual([]);
  expect(at(new Date(Date.parse(expected) + 86_400_000).toISOString().slice(0, 10))).toHaveLength(1);
});

test("only entries without a mistake are valid, and mistakes name their key", () => {
  const result = evaluate(entries({ ...GOOD, approver: "anna@optibid.com" }, { ...GOOD, resource: "*::optibid-database" }, { ...GOOD, rule: "encrypted", expires: "2026-03-02" }));
  expect(result.valid).toEqual([{ ...GOOD, resource: "*::optibid-database" }]);
  expect(result.errors.map(({ entry, key }) => [entry, key])).toEqual([[1, "approver"], [3, "expires"]]);
});
