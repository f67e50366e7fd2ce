import { describe, expect, test } from "@jest/globals";
import { CATALOGUE } from "../../../checklist/catalogue.ts";
import type { CatalogueItem } from "../../../checklist/catalogue.ts";
import { atLeast, atMost, attestation, evidence, policy, probe } from "../../../checklist/mechanism.ts";
import type { Decision } from "../../../checklist/mechanism.ts";
import { checklist, disagreements } from "../../../golive/checklist/entries.ts";
import { checklistText } from "../../../golive/checklist/text.ts";
import { rules } from "../../../policies/catalogue.ts";
import { notApplicable } from "../../../policies/rule.ts";
import type { Rule } from "../../../policies/rule.ts";

const place = { id: "PRC-001", section: "Security", group: "Secrets", title: "Strong" } as const;
const item = (decision: Decision): CatalogueItem => ({ ...place, ...decision });
const rule = (name: string, ...items: Rule["items"]): Rule => ({ name, items, severity: "low", frameworks: [], demands: "", why: "", remediation: "", looksAt: [], judge: () => notApplicable("a stand-in") });

describe("catalogue and rules", () => {
  test("agree", () => expect(disagreements(rules)).toEqual([]));

  test("every rule decides or supports at least one item, and only items there are", () => {
    const ids = new Set<string>(CATALOGUE.map(({ id }) => id));
    expect(rules.filter(({ items }) => items.length === 0 || items.some((id) => !ids.has(id))).map(({ name }) => name)).toEqual([]);
  });

  test("every item is decided", () => expect(checklist(rules).filter(({ decidedBy }) => decidedBy.length === 0)).toEqual([]));

  test.each<[string, Decision, Rule[], string[]]>([
    ["a policy item with a rule", policy("data"), [rule("one", "PRC-001")], []],
    ["a policy item without one", policy("data"), [rule("one", "PRC-002")], ["PRC-001 is decided by policy and no rule names it"]],
    ["a policy item that is merely supported", { ...policy("data"), supported: "…" }, [rule("one", "PRC-001")], ["PRC-001 is decided by policy, so nothing merely supports it"]],
    ["an evidence item with a rule and no word of why", evidence("data", "x", atLeast(1, "y"), 7), [rule("one", "PRC-001")], ["PRC-001 is decided by evidence, yet one name it and nothing says why"]],
    ["an evidence item that a rule supports", evidence("data", "x", atLeast(1, "y"), 7, "part of it"), [rule("one", "PRC-001")], []],
    ["a probe that no rule supports any more", probe("data", "x", atMost(1, "y"), "part of it"), [], ["PRC-001 says what rules support, and no rule names it"]],
  ])("%s", (_name, decision, some, expected) => expect(disagreements(some, [item(decision)])).toEqual(expected));
});

describe("an entry", () => {
  test.each<[string, Decision, string, string[]]>([
    ["lists the rules in their order", policy("data"), "policy", ["b", "a"]],
    ["says what is probed", probe("data", "GET of /health", atMost(1_500, "milliseconds")), "probe", ["GET of /health: at most 1,500 milliseconds"]],
    ["says what evidence counts, and how long", evidence("data", "Jest", atLeast(2_134, "tests"), 7), "evidence", ["Jest: at least 2,134 tests, no older than 7 days"]],
    ["says who signs, and for how long", attestation("data", 14, "qa"), "attestation", ["signed for by qa, valid for 14 days"]],
  ])("%s", (_name, decision, mechanism, decidedBy) => {
    expect(checklist([rule("b", "PRC-001"), rule("a", "PRC-002", "PRC-001"), rule("c", "PRC-002")], [item(decision)])).toEqual([{ ...place, owner: "data", mechanism, decidedBy }]);
  });

  test("has exactly the documented fields, 258 times", () => {
    const entries = checklist(rules);
    expect(entries).toHaveLength(258);
    expect([...new Set(entries.map((entry) => Object.keys(entry).join()))]).toEqual(["id,section,group,title,owner,mechanism,decidedBy"]);
  });
});

test("an item that nothing decides is shown as open, never as decided", () => {
  const text = checklistText(checklist([], [item(policy("data")), { ...item(attestation("qa", 7)), id: "PRC-110" }]));
  expect(text).toContain("PRC-001 Strong");
  expect(text).toContain("open: no rule decides it");
  expect(text).toContain("signed for by qa, valid for 7 days");
  expect(text).toContain("2 items: 1 by policy, 1 by attestation. 1 of them open: nothing decides it yet.");
});

test("sections are counted by mechanism where there are several", () => {
  const items = [item(policy("data")), { ...item(attestation("qa", 7)), id: "PRC-002" as const }, { ...item(policy("data")), id: "PRC-110" as const, section: "Testing" }];
  const lines = checklistText(checklist([rule("a", "PRC-001")], items)).split("\n").map((line) => line.trim().replaceAll(/ +/g, " "));
  expect(lines.slice(-5)).toEqual(["section items policy probe evidence attestation open", "Security 2 1 1", "Testing 1 1 1", "", "3 items: 2 by policy, 1 by attestation. 1 of them open: nothing decides it yet."]);
  expect(checklistText(checklist([], items.slice(0, 2)))).not.toContain("section");
});

test("what rules merely support is shown beside what decides the item", () => {
  const text = checklistText(checklist(rules).filter(({ id }) => id === "PRC-091"));
  expect(text.split("\n").map((line) => line.trim()).slice(2, 5)).toEqual([
    "PRC-091 Containers scanned  evidence, security",
    "Amazon Inspector: at most 0 high or critical flaws in deployed images, no older than 7 days",
    "rules only support it: repositories scan what is pushed; what the scans found is no property of a resource",
  ]);
});
