/** Sentences that several outputs share. */
import type { StaleWaiver, Waived, WaiverError } from "../../checklist/waivers.ts";
import { counted } from "../format/text.ts";

/** Who, why, until when and how long that is. */
export function waiverLine({ reason, ticket, owner, approver, expires, daysLeft }: Waived): string {
  return `waived until ${expires} (${counted(daysLeft, "day")} left): ${reason}; ${ticket}, owner ${owner}, approved by ${approver}`;
}

/** File, line and entry, and what is wrong. */
export function waiverErrorLine({ file, line, entry, message }: WaiverError): string {
  return `${file}:${line}${entry === 0 ? "" : ` entry ${entry}`}: ${message}`;
}

/** A waiver that nothing needs. */
export function staleLine({ file, line, entry, rule, resource }: StaleWaiver): string {
  return `${file}:${line} entry ${entry}: ${rule} on ${resource} waives nothing; take it out`;
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
