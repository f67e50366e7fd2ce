/** Markdown for one comment on a pull request: what matters at the top, the rest folded, never longer than GitHub takes. */
import { waiverLine } from "../../policies/waived.ts";
import { counted } from "../format/text.ts";
import type { BrokenItem, CheckReport, Finding, Mended } from "./shape.ts";
import { changeLines, operationsLine, printable, staleLine, waiverErrorLine } from "./words.ts";

/** Longest comment that GitHub takes, in characters; counted here in bytes, of which there are never fewer. */
export const LIMIT = 65_536;

/** Kept free for the note that something was left out. */
const NOTE = 300;

/** Longest message of one finding. */
const MESSAGE = 1_500;

/** First line of the comment, by which the next run finds it. */
export function marker(stack: string): string {
  return `<!-- golive preview ${stack} -->`;
}

/** A folded section: its entries are shown or left out whole. */
interface Section {
  readonly title: string;
  readonly open?: boolean;
  readonly entries: readonly string[];
}

/**
 * The comment.
 *
 * @param checkout what makes an address of a path in the checkout; rules link to their pages where others can follow it
 */
export function markdown(report: CheckReport, checkout: string): string {
  const head = [marker(report.stack), headline(report), "", summaryTable(report)].join("\n");
  let text = head;
  let size = Buffer.byteLength(head);
  let left = 0;
  for (const section of sections(report, checkout)) {
    const opening = `\n\n<details${section.open === true ? " open" : ""}><summary>${section.title}</summary>\n`;
    const closing = "\n</details>";
    const room = LIMIT - NOTE - size - Buffer.byteLength(opening + closing);
    const kept = fitting(section.entries, room);
    left += section.entries.length - kept.length;
    if (kept.length === 0) continue;
    text += `${opening}${kept.join("")}${closing}`;
    size = Buffer.byteLength(text);
  }
  return `${text}${left === 0 ? "" : `\n\n**${counted(left, "entry").replace("entrys", "entries")} left out:** a comment has a limit of ${LIMIT} characters. The SARIF and JUnit files of this run have all of them.`}\n`;
}

function fitting(entries: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const entry of entries) {
    used += Buffer.byteLength(entry);
    if (used > room) break;
    kept.push(entry);
  }
  return kept;
}

const HEADLINES: Readonly<Record<CheckReport["verdict"], string>> = { clean: "✅ Nothing stands against", refused: "❌ Refused:", failed: "⚠️ Could not be judged:" };

function headline({ verdict, stack, rehearsed }: CheckReport): string {
  return `### ${HEADLINES[verdict]} ${safe(stack)}${rehearsed ? " (rehearsed, without AWS)" : ""}`;
}

function summaryTable({ plan, counts, waivers }: CheckReport): string {
  const rows = [
    ["Plan", `${counted(plan.resources, "resource")}: ${operationsLine(plan.operations)}`],
    ["Rules", String(plan.rules)],
    ["Mandatory violations", String(counts.standing)],
    ["Advisory violations", String(counts.advisory)],
    ["Waived", `${counts.waived}${waivers.errors.length === 0 ? "" : `, ${counted(waivers.errors.length, "mistake")} in ${waivers.file}`}`],
    ["Deferred until deployment", String(counts.deferred)],
  ];
  return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name ?? ""} | ${safe(value ?? "")} |`)].join("\n");
}

function sections(report: CheckReport, checkout: string): Section[] {
  const { errors, waivers, items, deferred, remediations } = report;
  const all: Section[] = [
    { title: `Errors (${errors.length})`, open: true, entries: errors.map((error) => bullet(shortened(error))) },
    { title: `Wrong waivers (${waivers.errors.length})`, open: true, entries: waivers.errors.map((error) => bullet(waiverErrorLine(error))) },
    { title: `Mended by the policy pack (${remediations.length})`, open: true, entries: remediations.map(mendedText) },
    ...items.map((item) => itemSection(item, checkout)),
    { title: `Waivers (${waivers.applied.length})`, entries: waivers.applied.map((waiver) => bullet(`${waiver.rule} on ${counted(waiver.urns.length, "resource")} ${waiverLine(waiver)}`)) },
    { title: `Stale waivers (${waivers.stale.length})`, entries: waivers.stale.map((stale) => bullet(staleLine(stale))) },
    { title: `Deferred verdicts (${deferred.length})`, entries: deferred.map(({ rule, urn, reason }) => bullet(`${rule}: ${urn.split("::").at(-1) ?? ""}: ${reason}`)) },
  ];
  return all.filter(({ entries }) => entries.length > 0);
}

function itemSection({ id, title, findings }: BrokenItem, checkout: string): Section {
  const standing = findings.filter(({ waiver, enforcement }) => waiver === undefined && enforcement === "mandatory").length;
  const told = standing > 0 ? `${standing} of ${findings.length} must be mended` : counted(findings.length, "violation") + (findings.every(({ waiver }) => waiver !== undefined) ? ", waived" : "");
  return { title: `<b>${safe(`${id} ${title}`.trim())}</b>: ${told}`, entries: findings.map((finding) => findingText(finding, checkout)) };
}

function findingText({ rule, severity, enforcement, location, message, remediation, documentation, waiver, items }: Finding, checkout: string): string {
  const where = location.file === undefined ? "" : `, ${location.file}:${location.line ?? 1}`;
  const also = items.length > 1 ? ` (also ${items.slice(1).join(", ")})` : "";
  const state = waiver === undefined ? `${enforcement}, ${severity}` : waiverLine(waiver);
  const name = documentation !== "" && checkout.startsWith("https:") ? `[${safe(rule)}](${checkout}${documentation})` : safe(rule);
  const lines = [`**${name}** ${safe(`${state}${also}`)}`, `  ${safe(`${location.type} ${location.name}${where}`)}`, `  ${safe(shortened(message))}`, ...(remediation === "" ? [] : [`  **Fix:** ${safe(remediation)}`])];
  return `\n- ${lines.join("<br>\n")}`;
}

function mendedText(mended: Mended): string {
  const { policy, location: { type, name } } = mended;
  return `\n- ${[`**${safe(policy)}** ${safe(`${type} ${name}`)}`, ...changeLines(mended).map((line) => `  ${safe(shortened(line))}`)].join("<br>\n")}`;
}

function bullet(text: string): string {
  return `\n- ${safe(text)}`;
}

function shortened(text: string): string {
  return text.length > MESSAGE ? `${text.slice(0, MESSAGE).toWellFormed()}…` : text;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;" };

/** Text that stays text: no markup, no HTML, no line breaks, and no mention that would call somebody. */
function safe(text: string): string {
  return printable(text.replace(/\s+/g, " "))
    .replace(/[\\`*_[\]~#]/g, "\\$&")
    .replace(/[&<>|]/g, (each) => ENTITIES[each] ?? each)
    .replaceAll("@", "@\u200b");
}
