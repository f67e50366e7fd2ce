/** Differences between two stacks as text. */
import { bold, counted, dim } from "../format/text.ts";
import type { Difference } from "./diff.ts";

/** Longest value that is shown whole. */
const SHOWN = 60;

/** A value as one word of a line. */
function written(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}

/** One line a setting: path, both values, description; grouped by section. */
export function differencesText(one: string, other: string, differences: readonly Difference[]): string {
  if (differences.length === 0) return `${one} and ${other} do not differ.`;
  const rows = differences.map((each) => [each.path, written(each.one), written(each.other)] as const);
  const width = (index: 0 | 1 | 2, title: string): number => Math.max(title.length, ...rows.map((row) => row[index].length));
  const [path, left, right] = [width(0, ""), width(1, one), width(2, other)];
  const lines = [`${one} and ${other} differ in ${counted(differences.length, "setting")}.`, "", `  ${"".padEnd(path)}  ${bold(one.padEnd(left))}  ${bold(other)}`];
  let group: string | undefined;
  differences.forEach((each, index) => {
    const [at = "", mine = "", theirs = ""] = rows[index] ?? [];
    if (each.group !== group && group !== undefined) lines.push("");
    group = each.group;
    lines.push(`  ${at.padEnd(path)}  ${mine.padEnd(left)}  ${theirs.padEnd(right)}  ${dim(each.description)}`.trimEnd());
  });
  return lines.join("\n");
}
