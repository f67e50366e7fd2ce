/** `docs/policies/frameworks.md`: every control of the frameworks, and what decides it. */
import { documentedAt, PAGES } from "../../golive/report/documented.ts";
import { rules } from "../../policies/catalogue.ts";
import { decidedBy } from "../../policies/frameworks/benchmark.ts";
import type { Benchmark, Control } from "../../policies/frameworks/benchmark.ts";
import { benchmarks } from "../../policies/frameworks/index.ts";

/** The page's path and text. */
export function frameworkPage(note: string): [string, string] {
  return [`${PAGES}/frameworks.md`, note + [
    "# Frameworks, control by control\n\n",
    "What decides each control of the frameworks that the rules follow, and why nothing does where nothing does: the stacks have nothing of the kind (a test holds all their resources against the types named here), no declared resource can show it, or the platform departs and says why. `tests/policies/frameworks.test.ts` fails for a control without an answer.\n\n",
    "| framework | controls | decided by rules | not deployed | not in a graph | departs |\n|---|---|---|---|---|---|\n",
    ...benchmarks.map(count),
    ...benchmarks.map(table),
  ].join("").trimEnd() + "\n"];
}

function count(benchmark: Benchmark): string {
  const open = benchmark.controls.filter((control) => decidedBy(benchmark, control, rules).length === 0);
  const of = (why: string) => open.filter(({ outside }) => outside?.why === why).length;
  return `| ${benchmark.edition} | ${benchmark.controls.length} | ${benchmark.controls.length - open.length} | ${of("not-deployed")} | ${of("not-in-a-graph")} | ${of("departs")} |\n`;
}

function table(benchmark: Benchmark): string {
  const [told, absent] = [false, true].map((wanted) => benchmark.controls.filter((control) => isAbsent(benchmark, control) === wanted)) as [Control[], Control[]];
  return [
    `\n## ${benchmark.name}\n\n| control | asks that | decided by |\n|---|---|---|\n`,
    ...told.map((control) => row(benchmark, control)),
    ...(absent.length === 0 ? [] : ["\nNothing of the kind in any stack:\n\n", ...[...Map.groupBy(absent, typesOf)].map(([types, controls]) => `- ${controls.map(({ id }) => id).join(", ")}: no ${types}\n`)]),
  ].join("");
}

function isAbsent(benchmark: Benchmark, control: Control): boolean {
  return control.outside?.why === "not-deployed" && decidedBy(benchmark, control, rules).length === 0;
}

function typesOf({ outside }: Control): string {
  return outside?.why === "not-deployed" ? outside.types.map((type) => `\`${type}${type.endsWith("/") ? "…" : ""}\``).join(", ") : "";
}

function row(benchmark: Benchmark, control: Control): string {
  const { id, also = [], asks, outside, narrower } = control;
  const deciding = decidedBy(benchmark, control, rules);
  const numbers = [id, ...also.map(({ name, reference }) => `${name.slice(name.lastIndexOf(" ") + 1)}: ${reference}`)].join("<br>");
  const meaning = asks ?? deciding.map(({ demands }) => demands).join(" ");
  const links = deciding.map((rule) => `[${rule.name}](${documentedAt(rule).slice(PAGES.length + 1)})`).join(", ");
  const reason = outside === undefined || outside.why === "not-deployed" ? "" : `${outside.why === "departs" ? "departs" : "not in a graph"}: ${outside.reason}`;
  return `| ${numbers} | ${meaning} | ${links || reason}${narrower === undefined ? "" : ` (${narrower})`} |\n`;
}
