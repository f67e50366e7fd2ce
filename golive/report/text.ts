/** The report for a terminal: plan, violations by checklist item with their fix, waivers, what is deferred, the verdict. Preview, up and drift print it, or parts of it. */
import { waiverLine } from "../../policies/waived.ts";
import { bold, counted, cyan, dim, green, red, yellow } from "../format/text.ts";
import type { BrokenItem, CheckReport, Finding, Mended } from "./shape.ts";
import { changeLines, operationsLine, printable, staleLine, waiverErrorLine } from "./words.ts";

/** The whole report. */
export function checkText(report: CheckReport): string {
  return [plan(report), remediationsText(report.remediations), itemsText(report.items), waiversText(report.waivers), deferred(report), errors(report), verdict(report)].filter((part) => part !== "").join("\n\n");
}

function plan({ stack, plan: { resources, operations } }: CheckReport): string {
  return `${bold(stack)}: ${counted(resources, "resource")} (${operationsLine(operations)})`;
}

/** What policies mended: each property as the program had it and as it is now. */
export function remediationsText(mended: readonly Mended[]): string {
  if (mended.length === 0) return "";
  const lines = mended.flatMap((each) => [`  ${cyan(each.policy)} ${each.location.type} ${each.location.name}`, ...changeLines(each).map((line) => `    ${printable(line)}`)]);
  return [bold("Mended by the policy pack"), ...lines].join("\n");
}

/** What is mandatory, waived or not: `up` and `drift` count the advice that dev gets, and preview shows it. */
export function mandatoryItems(items: readonly BrokenItem[], wanted: (finding: Finding) => boolean = () => true): BrokenItem[] {
  return items.map((item) => ({ ...item, findings: item.findings.filter((finding) => finding.enforcement === "mandatory" && wanted(finding)) })).filter(({ findings }) => findings.length > 0);
}

/** Violations under the checklist items they break, each with its fix, its place and its waiver. */
export function itemsText(items: readonly BrokenItem[]): string {
  return items.map(itemText).join("\n\n");
}

function itemText({ id, title, findings }: BrokenItem): string {
  return [bold(`${id}  ${title}`.trim()), ...findings.map(findingText)].join("\n");
}

function findingText({ rule, severity, enforcement, location, message, remediation, documentation, items, waiver }: Finding): string {
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
  if (documentation !== "") lines.push(dim(`    ${documentation}`));
  return lines.join("\n");
}

/** Waivers that are wrong and waivers that nothing needs. */
export function waiversText({ errors: wrong, stale }: Pick<CheckReport["waivers"], "errors" | "stale">): string {
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

/** How many rules were asked and what came of it. */
export function countsText({ plan: { rules }, counts: { standing, advisory, waived } }: Pick<CheckReport, "plan" | "counts">): string {
  return `${counted(rules, "rule")} evaluated, ${counted(standing, "mandatory violation")}, ${advisory} advisory${waived === 0 ? "" : `, ${waived} waived`}`;
}

function verdict(report: CheckReport): string {
  const { verdict: word, waivers: { errors: wrong } } = report;
  const told = countsText(report);
  if (word === "clean") return green(`Clean: ${told}.`);
  if (word === "refused") return red(`Refused: ${told}.`);
  return red(wrong.length > 0 ? `Failed: ${counted(wrong.length, "mistake")} in the waivers; ${told}.` : "The preview failed.");
}
