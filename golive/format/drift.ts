/** A drift report as text: resource by resource, property by property. */
import { nameOf } from "../run/progress.ts";
import type { DriftFinding, DriftReport } from "../run/drift.ts";
import { bold, counted, green, red } from "./text.ts";

export function driftText({ stack, clean, findings }: DriftReport): string {
  if (clean) return green(`${stack}: no drift. What is there is what was recorded.`);
  const groups = new Map<string, DriftFinding[]>();
  for (const finding of findings) groups.set(finding.urn, [...(groups.get(finding.urn) ?? []), finding]);
  const parts = [...groups].map(([urn, group]) => [bold(nameOf(urn)), ...group.map(line)].join("\n"));
  return [red(`${stack}: ${counted(groups.size, "resource")} drifted`), ...parts].join("\n\n");
}

function line({ kind, path, recorded, actual }: DriftFinding): string {
  if (kind === "deleted") return `  ${red("is gone")}`;
  return `  ${path}: recorded ${show(recorded)}, actual ${show(actual)}`;
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
