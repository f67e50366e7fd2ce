/** Sentences that several outputs share. */
import type { WaiverError } from "../../checklist/waiver.ts";
import type { StaleWaiver } from "../../checklist/waivers.ts";
import type { Remediated } from "../run/remediated.ts";

/** File, line and entry, and what is wrong. */
export function waiverErrorLine({ file, line, entry, message }: WaiverError): string {
  return `${file}:${line}${entry === 0 ? "" : ` entry ${entry}`}: ${message}`;
}

/** A waiver that nothing needs. */
export function staleLine({ file, line, entry, rule, resource }: StaleWaiver): string {
  return `${file}:${line} entry ${entry}: ${rule} on ${resource} waives nothing; take it out`;
}

/** What a policy mended, a line for each property: `retentionInDays: 7 → 30`. */
export function changeLines({ changes }: Remediated): string[] {
  const written = (value: unknown): string => (value === null ? "not set" : typeof value === "string" ? value : JSON.stringify(value));
  return changes.length === 0 ? ["what changed is secret"] : changes.map(({ property, before, after }) => `${property}: ${written(before)} → ${written(after)}`);
}

/** `12 create, 1 replace`. */
export function operationsLine(operations: Readonly<Record<string, number>>): string {
  const parts = Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1)).map(([operation, count]) => `${count} ${operation}`);
  return parts.join(", ") || "none";
}

/** Text without the control characters that move a terminal's cursor or hide what follows; line breaks stay. */
export function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, "\ufffd");
}
