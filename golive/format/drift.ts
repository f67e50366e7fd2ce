/** A drift report as text: resource by resource, property by property, and what rules say of what is there. */
import { itemsText, mandatoryItems, waiversText } from "../report/text.ts";
import type { CheckReport } from "../report/shape.ts";
import { nameOf } from "../run/progress.ts";
import type { Drift, DriftFinding } from "../run/drift.ts";
import { bold, counted, green, red } from "./text.ts";

export function driftText({ stack, clean, findings }: Pick<Drift, "stack" | "clean" | "findings">, { items, counts, waivers }: CheckReport): string {
  const groups = [...Map.groupBy(findings, ({ urn }) => urn)];
  const parts = groups.map(([urn, group]) => [bold(nameOf(urn)), ...group.map(line)].join("\n"));
  const drift = clean ? green(`${stack}: no drift. What is there is what was recorded.`) : [red(`${stack}: ${counted(groups.length, "resource")} drifted`), ...parts].join("\n\n");
  const broken = counts.standing + counts.advisory + counts.waived;
  const rules = broken === 0 ? "" : bold(`What is there breaks rules: ${counted(counts.standing, "mandatory violation")}, ${counts.advisory} advisory, ${counts.waived} waived`);
  return [drift, rules, itemsText(mandatoryItems(items)), waiversText(waivers)].filter((part) => part !== "").join("\n\n");
}

function line({ kind, path, recorded, actual }: DriftFinding): string {
  if (kind === "deleted") return `  ${red("is gone")}`;
  return `  ${path}: recorded ${show(recorded)}, actual ${show(actual)}`;
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
