/** A preview's report as text: what would change, violations by checklist item with their fix, what is deferred. */
import { itemOf } from "../../checklist/ids.ts";
import type { PreviewReport, Violation } from "../run/report.ts";
import { nameOf } from "../run/progress.ts";
import { bold, counted, cyan, dim, green, red, yellow } from "./text.ts";

/** The whole report. */
export function previewText(report: PreviewReport): string {
  return [changes(report), violations(report.violations), deferred(report), errors(report), verdict(report)].filter((part) => part !== "").join("\n\n");
}

function changes({ stack, summary }: PreviewReport): string {
  const parts = Object.entries(summary.operations)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([operation, count]) => `${count} ${operation}`);
  return `${bold(stack)}: ${counted(summary.resources, "resource")} (${parts.join(", ") || "none"})`;
}

/** Violations under the checklist items they break; one that serves several items stands under the first. */
export function violations(found: readonly Violation[]): string {
  const groups = new Map<string, Violation[]>();
  for (const violation of found) {
    const key = violation.items[0] ?? "";
    groups.set(key, [...(groups.get(key) ?? []), violation]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([id, group]) => [bold(heading(id)), ...group.map(one)].join("\n"))
    .join("\n\n");
}

function heading(id: string): string {
  return id === "" ? "Other policies" : `${id}  ${itemOf(id)?.title ?? ""}`;
}

function one({ rule, severity, enforcement, urn, message, remediation, items }: Violation): string {
  const colour = enforcement === "mandatory" ? red : yellow;
  const also = items.length > 1 ? dim(` (also ${items.slice(1).join(", ")})`) : "";
  const lines = [`  ${colour(`${enforcement} ${severity}`)} ${cyan(rule)}${also}`, `    ${nameOf(urn)}`, `    ${message.replaceAll("\n", "\n    ")}`];
  if (remediation !== "") lines.push(`    ${green("fix")} ${remediation}`);
  return lines.join("\n");
}

function deferred({ deferred: waiting }: PreviewReport): string {
  if (waiting.length === 0) return "";
  const byRule = new Map<string, number>();
  for (const { rule } of waiting) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const lines = [...byRule].sort(([a], [b]) => a.localeCompare(b)).map(([rule, count]) => `  ${rule}: ${counted(count, "resource")}`);
  return [`${counted(waiting.length, "verdict")} deferred until the values are known:`, ...lines].join("\n");
}

function errors({ summary }: PreviewReport): string {
  return summary.errors.map((error) => `${red("error")} ${error}`).join("\n");
}

function verdict({ summary }: PreviewReport): string {
  const { mandatory, advisory, rules, complete } = summary;
  if (!complete && mandatory === 0) return red("The preview failed.");
  const told = `${counted(rules, "rule")} evaluated, ${counted(mandatory, "mandatory violation")}, ${advisory} advisory`;
  return mandatory === 0 ? green(`Clean: ${told}.`) : red(`Refused: ${told}.`);
}
