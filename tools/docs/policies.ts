/** `docs/policies/`: an index, and a page for each group of the checklist that rules decide. */
import { itemOf, ITEMS } from "../../checklist/ids.ts";
import { documentedAt, PAGES, slug } from "../../golive/report/documented.ts";
import { rules } from "../../policies/catalogue.ts";
import { THRESHOLDS } from "../../policies/config.ts";
import { mutations } from "../../policies/mutations.ts";
import { isStackRule, typesOf } from "../../policies/rule.ts";
import type { Rule } from "../../policies/rule.ts";
import { example } from "./example.ts";
import { readFixtures } from "./fixtures.ts";
import type { Fixture } from "./fixtures.ts";

const SEVERITIES = ["critical", "high", "medium", "low"] as const;

/** Path and text of every page; the index is `README.md`, which GitHub shows with the folder. */
export async function policyPages(note: string): Promise<[string, string][]> {
  const fixtures = await readFixtures();
  const pages = [...Map.groupBy(rules, (rule) => pageOf(rule))].sort(([one], [other]) => order(one) - order(other));
  return [
    [`${PAGES}/README.md`, note + index(pages)],
    ...pages.map(([path, own]): [string, string] => [path, note + page(own, fixtures)]),
  ];
}

function pageOf(rule: Rule): string {
  return documentedAt(rule).replace(/#.*$/, "");
}

/** Pages in the order of the checklist. */
function order(path: string): number {
  return ITEMS.findIndex(({ section, group }) => path === `${PAGES}/${slug(section)}/${slug(group)}.md`);
}

function index(pages: readonly (readonly [string, readonly Rule[]])[]): string {
  const sections = Map.groupBy(pages, ([, own]) => placeOf(own).section);
  const counts = [...sections].map(([section, own]) => {
    const all = own.flatMap(([, each]) => each);
    return `| [${section}](#${slug(section)}) | ${all.length} | ${SEVERITIES.map((severity) => all.filter((rule) => rule.severity === severity).length || "").join(" | ")} |\n`;
  });
  const lists = [...sections].flatMap(([section, own]) => [
    `\n## ${section}\n\n`,
    ...own.flatMap(([path, each]) => [`**[${placeOf(each).group}](${fromFolder(path)})**\n\n`, ...each.map((rule) => `- [${rule.name}](${fromFolder(documentedAt(rule))}) (${rule.severity}): ${rule.demands}\n`), "\n"]),
  ]);
  return [
    "# Rules of the policy pack\n\n",
    `${rules.length} rules over AWS and Kubernetes, by the section of the checklist of the first item that each helps to decide. They are mandatory in staging, production and local, and advisory in dev. A rule whose values are not known yet is deferred, and settled after the deployment.\n\n`,
    "`golive prove <rule>` shows a rule at work on the production graph, `golive waive <rule> …` lets a stack break it for a while, `golive policies coverage <stack>` lists what no rule looks at. [Control by control](frameworks.md): what decides each control of AWS FSBP, CIS AWS, CIS EKS and the Pod Security Standards.\n\n",
    `| section | rules | ${SEVERITIES.join(" | ")} |\n|---|---|---|---|---|---|\n`,
    ...counts,
    `| all | ${rules.length} | ${SEVERITIES.map((severity) => rules.filter((rule) => rule.severity === severity).length).join(" | ")} |\n`,
    ...lists,
  ].join("").trimEnd() + "\n";
}

function fromFolder(path: string): string {
  return path.slice(PAGES.length + 1);
}

function placeOf(own: readonly Rule[]): { readonly section: string; readonly group: string } {
  return itemOf(own[0]?.items[0] ?? "") ?? { section: "", group: "" };
}

function page(own: readonly Rule[], fixtures: ReadonlyMap<string, Fixture>): string {
  const { section, group } = placeOf(own);
  return [`# ${section}: ${group}\n\n[All rules](../README.md)\n\n`, own.map((rule) => ruleText(rule, fixtures.get(rule.name))).join("\n")].join("");
}

function ruleText(rule: Rule, fixture: Fixture | undefined): string {
  const { name, demands, why, remediation, severity, items, frameworks, thresholds = [] } = rule;
  const proved = mutations.filter((mutation) => mutation.rule === name).map(({ title }) => title);
  const facts = [
    ["Severity", severity],
    ["Checklist", items.map((id) => `${id} ${itemOf(id)?.title ?? ""}`).join("; ")],
    ["Frameworks", frameworks.map((each) => `${each.name} ${each.reference}`).join("; ")],
    ["Looks at", typesText(typesOf(rule)) + (isStackRule(rule) ? ", in sight of the whole stack" : "")],
    ["Thresholds", thresholds.map(threshold).join("; ")],
  ].filter(([, value]) => value !== "");
  return [
    `## ${name}\n\n${demands}\n\n`,
    ...facts.map(([what = "", value = ""]) => `- **${what}**: ${value}\n`),
    `\n**Why.** ${why}\n\n**Fix.** ${remediation}\n\n`,
    ...(fixture === undefined ? [] : exampleText(fixture)),
    ...(proved.length === 0 ? [] : [`Proved by a mutation that ${proved.join("; and by one that ")}.\n`]),
  ].join("");
}

/** Kubernetes kinds by their newest version, the older ones in a word. */
function typesText(types: readonly string[]): string {
  const kinds = Map.groupBy(types, (type) => (type.startsWith("kubernetes:") ? type.split(":").at(-1) ?? type : type));
  return [...kinds.values()].map(([newest = "", ...older]) => `\`${newest}\`${older.length === 0 ? "" : ` (and ${older.length} older version${older.length === 1 ? "" : "s"})`}`).join(", ");
}

function threshold(name: keyof typeof THRESHOLDS): string {
  const { value, stricter, unit, source } = THRESHOLDS[name];
  return `\`${name}\` at ${stricter === "higher" ? "least" : "most"} ${value.toLocaleString("en")} ${unit} (${source}); a stack may ask for ${stricter === "higher" ? "more" : "less"}`;
}

function exampleText(fixture: Fixture): string[] {
  const said = [...new Set(fixture.findings)].slice(0, 3);
  return [
    fixture.without.length > 0 ? "**Example.** Fails without the lines marked `+`, passes with them:\n\n" : "**Example.** Fails with the lines marked `-`, passes with those marked `+`:\n\n",
    `\`\`\`diff\n${example(fixture).join("\n")}\n\`\`\`\n\n`,
    ...(said.length === 0 ? [] : [`The violation says: ${said.map((each) => `“${each.replaceAll(/\s+/g, " ")}”`).join(", ")}\n\n`]),
  ];
}
