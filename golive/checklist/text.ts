/** The checklist as text for a terminal. */
import { CATALOGUE } from "../../checklist/catalogue.ts";
import { bold, counted, dim, yellow } from "../format/text.ts";
import { AWAITING_RULE } from "./awaiting.ts";
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
  return [...lines, "", totals(entries)].join("\n");
}

function itemLines({ id, title, owner, mechanism, decidedBy }: ChecklistEntry): string[] {
  const head = `    ${id.padEnd(7)} ${title}  ${dim(`${mechanism}, ${owner}`)}`;
  const supported = SUPPORTED.get(id);
  const support = supported === undefined ? [] : [dim(`            rules only support it: ${supported}`)];
  if (decidedBy.length > 0) return [head, dim(`            ${decidedBy.join(", ")}`), ...support];
  const awaited: Readonly<Record<string, string>> = AWAITING_RULE;
  return [head, yellow(`            open: ${awaited[id] ?? "no rule decides it"}`)];
}

function totals(entries: readonly ChecklistEntry[]): string {
  const parts = (["policy", "probe", "evidence", "attestation"] as const).flatMap((kind) => {
    const count = entries.filter(({ mechanism }) => mechanism === kind).length;
    return count === 0 ? [] : [`${count} by ${kind}`];
  });
  const open = entries.filter(({ decidedBy }) => decidedBy.length === 0).length;
  const line = `${counted(entries.length, "item")}: ${parts.join(", ")}.`;
  return open === 0 ? line : `${line} ${yellow(`${open} of them open: nothing decides ${open === 1 ? "it" : "them"} yet.`)}`;
}
