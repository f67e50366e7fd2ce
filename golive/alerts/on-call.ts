/** Who is on call, and how an alert climbs (checklist PRC-057, PRC-058). Pure. */
import type { Alerting, Channel } from "../../config/sections/alerting.ts";
import { CHANNELS } from "../../config/sections/alerting.ts";
import { DAYS, minutesOf } from "../../config/sections/calendar.ts";

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

/** Who answers at a moment. */
export interface OnCall {
  /** Short name of the one who is called first. */
  readonly primary: string;
  /** Short name of the next one. */
  readonly secondary: string;
  /** Everybody in the rotation of the shift, in turn. */
  readonly everyone: readonly string[];
}

/** Wall clock of a moment in a time zone, as the milliseconds of a UTC date that reads the same. Two such differ by whole weeks across clock changes. */
function wallClock(moment: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/**
 * Who is on call at a moment.
 *
 * Weeks are counted on the wall clock of the schedule, from the first handover: a change of the clocks moves nobody.
 *
 * @throws RangeError where no shift covers the moment; a checked configuration has none such
 */
export function whoIsOnCall({ timeZone, handover, start, shifts, overrides }: Alerting["onCall"], moment: Date): OnCall {
  const now = wallClock(moment, timeZone);
  const local = new Date(now).toISOString().slice(0, 16);
  const day = DAYS[(new Date(now).getUTCDay() + 6) % 7];
  const minute = minutesOf(local.slice(11));
  const shift = shifts.find(({ days, from, until }) => day !== undefined && days.includes(day) && minutesOf(from) <= minute && minute < minutesOf(until));
  if (shift === undefined) throw new RangeError(`nobody is on call at ${local} (${timeZone})`);
  const week = Math.floor((now - Date.parse(`${start}T00:00:00Z`) - minutesOf(handover.time) * MINUTE) / WEEK);
  const inTurn = (turns: number): string => shift.rotation[(((week + turns) % shift.rotation.length) + shift.rotation.length) % shift.rotation.length] as string;
  const standIn = (person: string): string => overrides.find(({ covers, from, until }) => covers === person && from <= local && local < until)?.person ?? person;
  const primary = standIn(inTurn(0));
  // Whoever stands in for the first may be the second already: then the next one is.
  const secondary = Array.from({ length: shift.rotation.length }, (_, turn) => standIn(inTurn(turn + 1))).find((person) => person !== primary) ?? primary;
  return { primary, secondary, everyone: shift.rotation };
}

/** One step of the escalation at a moment. */
export interface Step {
  readonly afterMinutes: number;
  /** Short names of people; none where a channel is told. */
  readonly people: readonly string[];
  readonly channel?: Channel;
}

/** The escalation with names in place of roles. */
export function escalationAt({ escalation, onCall }: Pick<Alerting, "escalation" | "onCall">, moment: Date): Step[] {
  const { primary, secondary, everyone } = whoIsOnCall(onCall, moment);
  const roles: Readonly<Record<string, readonly string[]>> = { primary: [primary], secondary: [secondary], everyone };
  return escalation.map(({ afterMinutes, notify }) => {
    const channel = CHANNELS.find((each) => each === notify);
    return channel === undefined ? { afterMinutes, people: roles[notify] ?? [notify] } : { afterMinutes, people: [], channel };
  });
}
