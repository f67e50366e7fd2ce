/** The checklist as text for a terminal. */
import { CATALOGUE } from "../../checklist/catalogue.ts";
import { bold, columns, counted, dim, yellow } from "../format/text.ts";
import type { ChecklistEntry } from "./entries.ts";

/** What rules show of items that they do not decide. */
const SUPPORTED: ReadonlyMap<string, string | undefined> = new Map(CATALOGUE.map(({ id, supported }) => [id, supported]));

/** Sections with their groups, every item with its owner and what decides it, and a count of the mechanisms. */
export function checklistText(entries: readonly ChecklistEntry[]): string {
  const lines = entries.flatMap((entry, index) => {
    const before = entries[index - 1];
    const heads = [
      ...(entry.section === before?.section ? [] : [...(before === undefined ? [] : [""]), bold(entry.section)]),
      ...(entry.section === before?.section && entry.group === before.group ? [] : [`  ${entry.group}`]),
    ];
    return [...heads, ...itemLines(entry)];
  });
  return [...lines, "", ...sectionTable(entries), totals(entries)].join("\n");
}

const KINDS = ["policy", "probe", "evidence", "attestation"] as const;

/** How many items of each section each mechanism decides; nothing where there is one section only. */
function sectionTable(entries: readonly ChecklistEntry[]): string[] {
  const sections = Map.groupBy(entries, ({ section }) => section);
  if (sections.size < 2) return [];
  const rows = [...sections].map(([section, own]) => [section, own.length, ...KINDS.map((kind) => count(own, kind)), own.filter(isOpen).length]);
  const [head, ...body] = columns([["section", "items", ...KINDS, "open"], ...rows.map((row) => row.map((cell) => (cell === 0 ? "" : String(cell))))]).split("\n");
  return [bold(head ?? ""), ...body.map((line) => line.trimEnd()), ""];
}

function count(entries: readonly ChecklistEntry[], kind: ChecklistEntry["mechanism"]): number {
  return entries.filter(({ mechanism }) => mechanism === kind).length;
}

function isOpen({ decidedBy }: ChecklistEntry): boolean {
  return decidedBy.length === 0;
}

function itemLines({ id, title, owner, mechanism, decidedBy }: ChecklistEntry): string[] {
  const head = `    ${id.padEnd(7)} ${title}  ${dim(`${mechanism}, ${owner}`)}`;
  const supported = SUPPORTED.get(id);
  const support = supported === undefined ? [] : [dim(`            rules only support it: ${supported}`)];
  if (decidedBy.length > 0) return [head, dim(`            ${decidedBy.join(", ")}`), ...support];
  return [head, yellow("            open: no rule decides it")];
}

function totals(entries: readonly ChecklistEntry[]): string {
  const parts = KINDS.filter((kind) => count(entries, kind) > 0).map((kind) => `${count(entries, kind)} by ${kind}`);
  const open = entries.filter(isOpen).length;
  const line = `${counted(entries.length, "item")}: ${parts.join(", ")}.`;
  return open === 0 ? line : `${line} ${yellow(`${open} of them open: nothing decides ${open === 1 ? "it" : "them"} yet.`)}`;
}
