/** The report for a terminal: plan, violations by checklist item with their fix, waivers, what is deferred, the verdict. */
import { bold, counted, cyan, dim, green, red, yellow } from "../format/text.ts";
import type { BrokenItem, CheckReport, Finding } from "./shape.ts";
import { operationsLine, printable, staleLine, waiverErrorLine, waiverLine } from "./words.ts";

/** The whole report. */
export function checkText(report: CheckReport): string {
  return [plan(report), report.items.map(itemText).join("\n\n"), waivers(report), deferred(report), errors(report), verdict(report)].filter((part) => part !== "").join("\n\n");
}

function plan({ stack, plan: { resources, operations } }: CheckReport): string {
  return `${bold(stack)}: ${counted(resources, "resource")} (${operationsLine(operations)})`;
}

function itemText({ id, title, findings }: BrokenItem): string {
  return [bold(`${id}  ${title}`.trim()), ...findings.map(findingText)].join("\n");
}

function findingText({ rule, severity, enforcement, location, message, remediation, items, waiver }: Finding): string {
  const colour = waiver !== undefined ? dim : enforcement === "mandatory" ? red : yellow;
  const also = items.length > 1 ? dim(` (also ${items.slice(1).join(", ")})`) : "";
  const place = [location.component, location.file === undefined ? undefined : `${location.file}:${location.line ?? 1}`].filter((each) => each !== undefined);
  const lines = [
    `  ${colour(`${waiver === undefined ? "" : "waived "}${enforcement} ${severity}`)} ${cyan(rule)}${also}`,
    `    ${location.type} ${location.name}${place.length === 0 ? "" : dim(`  ${place.join(", ")}`)}`,
    `    ${printable(message).replaceAll("\n", "\n    ")}`,
  ];
  if (waiver !== undefined) lines.push(`    ${yellow(waiverLine(waiver))}`);
  if (remediation !== "") lines.push(`    ${green("fix")} ${remediation}`);
  return lines.join("\n");
}

function waivers({ waivers: { errors: wrong, stale } }: CheckReport): string {
  return [...wrong.map((error) => `${red("wrong waiver")} ${waiverErrorLine(error)}`), ...stale.map((each) => `${yellow("stale waiver")} ${staleLine(each)}`)].join("\n");
}

function deferred({ deferred: waiting }: CheckReport): string {
  if (waiting.length === 0) return "";
  const lines = [...Map.groupBy(waiting, ({ rule }) => rule)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, group]) => `  ${rule}: ${counted(group.length, "resource")}`);
  return [`${counted(waiting.length, "verdict")} deferred until the values are known:`, ...lines].join("\n");
}

function errors({ errors: said }: CheckReport): string {
  return said.map((error) => `${red("error")} ${error}`).join("\n");
}

function verdict({ verdict: word, plan: { rules }, counts: { standing, advisory, waived }, waivers: { errors: wrong } }: CheckReport): string {
  const told = `${counted(rules, "rule")} evaluated, ${counted(standing, "mandatory violation")}, ${advisory} advisory${waived === 0 ? "" : `, ${waived} waived`}`;
  if (word === "clean") return green(`Clean: ${told}.`);
  if (word === "refused") return red(`Refused: ${told}.`);
  return red(wrong.length > 0 ? `Failed: ${counted(wrong.length, "mistake")} in the waivers; ${told}.` : "The preview failed.");
}
