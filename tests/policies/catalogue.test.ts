import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ITEMS } from "../../checklist/ids.ts";
import { rules, ruleNamed } from "../../policies/catalogue.ts";
import { typesOf } from "../../policies/rule.ts";

const SECTIONS = ["security", "performance", "monitoring", "reliability", "compliance", "operations", "optibid"];
const ITEM_IDS = new Set<string>(ITEMS.map(({ id }) => id));

describe("the catalogue", () => {
  test("names are kebab-case and unique, and lead back to their rule", () => {
    expect(rules.map(({ name }) => name).filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.every((rule) => ruleNamed(rule.name) === rule)).toBe(true);
    expect(rules.length).toBeGreaterThanOrEqual(50);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))("%s says what, why, how to fix it and which items exist", (_name, rule) => {
    expect(rule.items.length).toBeGreaterThan(0);
    expect(rule.items.filter((item) => !ITEM_IDS.has(item))).toEqual([]);
    for (const sentence of [rule.demands, rule.why, rule.remediation]) expect(sentence).toMatch(/^[A-Zg].*[.]$/);
    expect(typesOf(rule).length).toBeGreaterThan(0);
    expect(new Set(typesOf(rule)).size).toBe(typesOf(rule).length);
  });

  test("every rule file is in the catalogue", async () => {
    const files = SECTIONS.flatMap((section) => readdirSync(join("policies", section)).map((file) => `../../policies/${section}/${file}`));
    const listed = new Set(rules);
    for (const file of files) {
      const module = (await import(file)) as { rules: typeof rules };
      expect(module.rules.filter((rule) => !listed.has(rule))).toEqual([]);
    }
  });

  test("every rule has a table with violations, and one of missing and unknown values where it reads properties", () => {
    const tests = readdirSync(join("tests", "policies")).filter((file) => file.endsWith(".test.ts") && file !== "catalogue.test.ts").map((file) => readFileSync(join("tests", "policies", file), "utf8")).join("\n");
    const generated = ["cpu", "memory"].map((kind) => `container-${kind}-limit`).concat(["readiness", "liveness", "startup"].map((kind) => `container-${kind}-probe`));
    expect(rules.map(({ name }) => name).filter((name) => !tests.includes(`check("${name}"`) && !generated.includes(name))).toEqual([]);
  });

  test("the pack loads no provider: it starts fast", () => {
    const sources = ["policies", ...SECTIONS.map((section) => join("policies", section))].flatMap((folder) => readdirSync(folder).filter((file) => file.endsWith(".ts")).map((file) => readFileSync(join(folder, file), "utf8")));
    expect(sources.filter((source) => /from "@pulumi\/(aws|kubernetes)/.test(source))).toEqual([]);
  });
});
