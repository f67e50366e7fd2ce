/**
 * Waivers in the pack: handed over as the configuration of the policy {@link WAIVERS_POLICY}, by golive or with
 * `--policy-pack-config`. What is handed over is held to the same rules as a file: a wrong waiver covers nothing, and the
 * pack says so. A violation that is waived is reported as advisory, so that the engine goes on, with who, why and until when.
 */
import type { EnforcementLevel } from "@pulumi/policy";
import { judgeEntries, waiverOf } from "../checklist/waiver.ts";
import type { Valid, Waived, WaivableRule } from "../checklist/waiver.ts";

/** Name of the policy that is configured with waivers and reports wrong ones. */
export const WAIVERS_POLICY = "waivers";

/** What {@link WAIVERS_POLICY} is for. */
export const WAIVERS_DEMANDS = "Waivers are whole, approved by somebody else, limited in time and in what they cover";

/** Configuration of {@link WAIVERS_POLICY}, as JSON Schema properties. */
export const WAIVERS_SCHEMA = { entries: { type: "array", items: { type: "object" }, default: [], description: "Waivers, each with the keys of waivers/<stack>.yaml." } } as const;

/** What was handed over. */
export interface HandedWaivers {
  readonly valid: readonly Valid[];
  /** What is wrong with the others, one sentence each. */
  readonly errors: readonly string[];
}

/** Reads what was handed over. */
export function handedWaivers(handed: unknown, rules: readonly WaivableRule[], today: Date): HandedWaivers {
  if (handed === undefined) return { valid: [], errors: [] };
  if (!Array.isArray(handed)) return { valid: [], errors: ["entries is no list; accepted: a list of waivers"] };
  const entries = handed.map((value: unknown, index) => ({ number: index + 1, line: 0, value }));
  const { valid, errors } = judgeEntries({ file: WAIVERS_POLICY, entries, rules, today });
  return { valid, errors: errors.map(({ entry, message }) => `entry ${entry}: ${message}`) };
}

/** How a waived violation is told apart: the level it would have, then who, why and until when. */
const MARK = /\n(mandatory|advisory), but waived until \d{4}-\d{2}-\d{2} .*$/;

/** A report with the waiver that covers it, which takes it down to advisory; the same report where none does. */
export function waived<R extends { readonly policy: string; readonly urn: string; readonly level: EnforcementLevel; readonly message: string }>(report: R, { valid }: HandedWaivers): R {
  const waiver = waiverOf(valid, report.policy, report.urn);
  if (waiver === undefined) return report;
  const otherwise = report.level === "advisory" ? "advisory" : "mandatory";
  return { ...report, level: "advisory", message: `${report.message}\n${otherwise}, but ${waiverLine(waiver)}` };
}

/** A message without what {@link waived} added, and the level that the violation would have; undefined where it is not waived. */
export function withoutMark(message: string): { readonly message: string; readonly enforcement: "mandatory" | "advisory" } | undefined {
  const match = MARK.exec(message);
  return match === null ? undefined : { message: message.slice(0, match.index), enforcement: match[1] as "mandatory" | "advisory" };
}

/** Who, why, until when and how long that is, on one line. */
export function waiverLine({ reason, ticket, owner, approver, expires, daysLeft }: Waived): string {
  return `waived until ${expires} (${daysLeft} ${daysLeft === 1 ? "day" : "days"} left): ${reason}; ${ticket}, owner ${owner}, approved by ${approver}`.replace(/\s+/g, " ");
}
