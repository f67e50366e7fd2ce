/** The calendar of maintenance as AWS Systems Manager and any calendar program read it. Pure. */
import { MINUTES_A_DAY, MINUTES_A_WEEK } from "../../config/sections/calendar.ts";
import type { CalendarEntry } from "../../config/sections/maintenance.ts";

/** A Monday, from which the weekly events go on for ever. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);

/** `20240107T030000Z`. Source: RFC 5545, 3.3.5, form 2. */
function stamp(minutes: number): string {
  return new Date(FIRST_MONDAY + minutes * 60_000).toISOString().replace(/[-:]/g, "").replace(".000", "");
}

/**
 * An iCalendar that is closed but during maintenance: of its two types the one in which events open.
 * Source: AWS Systems Manager User Guide, "AWS Systems Manager Change Calendar"; RFC 5545.
 *
 * @param name of the stack, part of the events' identities
 */
export function changeCalendar(name: string, entries: readonly CalendarEntry[]): string {
  const events = entries
    .filter(({ kind }) => kind === "maintenance")
    .flatMap(({ system, spans }) =>
      spans.flatMap(({ start, end }) => [
        "BEGIN:VEVENT",
        `UID:${name}-${system}`,
        "SEQUENCE:0",
        `DTSTAMP:${stamp(0)}`,
        `DTSTART:${stamp(start)}`,
        `DTEND:${stamp(end)}`,
        "RRULE:FREQ=WEEKLY",
        `SUMMARY:Maintenance of the ${system}`,
        "END:VEVENT",
      ]),
    );
  return [
    "BEGIN:VCALENDAR",
    "PRODID:-//AWS//Change Calendar 1.0//EN",
    "VERSION:2.0",
    "X-CALENDAR-TYPE:DEFAULT_CLOSED",
    `X-WR-CALDESC:Maintenance of ${name}`,
    ...events,
    "END:VCALENDAR",
    "",
  ].join("\n");
}

/** A disruption budget of a Karpenter node pool. Source: Karpenter, "Disruption", section "Budgets". */
export interface DisruptionBudget {
  /** How many nodes may be disrupted at a time: a share or a number. */
  readonly nodes: string;
  /** What it is about; everything where left out. */
  readonly reasons?: readonly ("Underutilized" | "Empty" | "Drifted")[];
  /** When it begins, cron in UTC; always where left out. */
  readonly schedule?: string;
  /** How long it lasts from there. */
  readonly duration?: string;
}

/** `0 9 * * 0`. Cron counts days from Sunday. */
function cron(minutes: number): string {
  const within = minutes % MINUTES_A_WEEK;
  const day = (Math.floor(within / MINUTES_A_DAY) + 1) % 7;
  return `${within % 60} ${Math.floor((within % MINUTES_A_DAY) / 60)} * * ${day}`;
}

function duration(minutes: number): string {
  return `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}

/**
 * Budgets of a node pool that keep to the calendar: nodes are replaced for a new image within the cluster's window only,
 * and none is emptied to save money in business hours. What happens anyway: a node that is broken, or at the end of its
 * days, goes when it must.
 *
 * @param entries the stack's calendar
 * @param share of the nodes that may be disrupted at a time; default a tenth
 */
export function disruptionBudgets(entries: readonly CalendarEntry[], share = "10%"): DisruptionBudget[] {
  const closed = entries
    .filter(({ system, kind }) => system === "cluster" && kind === "maintenance")
    .flatMap(({ spans }) => spans)
    .map(({ start, end }): DisruptionBudget => ({ nodes: "0", reasons: ["Drifted"], schedule: cron(end), duration: duration(MINUTES_A_WEEK - (end - start)) }));
  const busy = entries
    .filter(({ kind }) => kind === "business")
    .flatMap(({ spans }) => spans)
    .map(({ start, end }): DisruptionBudget => ({ nodes: "0", reasons: ["Underutilized"], schedule: cron(start), duration: duration(end - start) }));
  return [{ nodes: share }, ...closed, ...busy];
}
