/**
 * When what is changed: one calendar of maintenance, backups and business hours (section `maintenance`, and the windows
 * of the sections `database` and `cache`).
 */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";
import { dailyWindow, weeklyWindow } from "../values.ts";
import { DAYS, dailySpans, meet, nextFree, weeklySpan, weeklyWindowOf, windowFrom } from "./calendar.ts";
import type { Span } from "./calendar.ts";

/** Settings of `optibid:maintenance`. */
export const maintenance = z.strictObject({
  businessHours: z.strictObject({
    days: z.array(z.enum(DAYS)).min(1).max(7).refine((days) => new Set(days).size === days.length, { error: "days that are all different" }).default(["mon", "tue", "wed", "thu", "fri"]).describe("Days on which people trade."),
    hours: dailyWindow.default("05:00-18:00").describe("Hours of those days, UTC. The default is 06:00 to 19:00 in Central Europe in winter, 07:00 to 20:00 in summer."),
  }).prefault({}).describe("When nothing is maintained."),
  clusterWindow: weeklyWindow.default("sun:07:00-sun:11:00").describe("Weekly maintenance of the cluster, UTC: nodes are replaced for patches."),
  announce: z.boolean().default(true).describe("Whether the beginning and the end of each window are announced to the alert topic."),
});

/** Defaults filled in. */
export type MaintenanceConfig = z.output<typeof maintenance>;

/** Minutes within which AWS Backup starts a job, or gives it up: its start window. */
const BACKUP_STARTS_WITHIN = 60;

/** The sections the calendar is made of; a stack's whole configuration has them all. */
export interface Scheduled {
  readonly database: { readonly backupWindow: string; readonly maintenanceWindow: string };
  readonly cache: { readonly snapshotWindow: string; readonly maintenanceWindow: string };
  readonly maintenance: MaintenanceConfig;
  /** When AWS Backup may start, `hh:mm`. */
  readonly backup?: { readonly dailyAt: string } | undefined;
}

/** One line of the calendar. */
export interface CalendarEntry {
  /** What it is about: `database`, `cache`, `cluster`, `business`. */
  readonly system: string;
  readonly kind: "maintenance" | "backup" | "business";
  /** Where it is set, without the namespace. */
  readonly path: readonly string[];
  /** As it is written in the configuration. */
  readonly window: string;
  readonly spans: readonly Span[];
}

/** The calendar of a stack, maintenance first. */
export function calendarOf({ database, cache, maintenance: section, backup }: Scheduled): CalendarEntry[] {
  const weekly = (system: string, path: readonly string[], window: string): CalendarEntry => ({ system, kind: "maintenance", path, window, spans: [weeklySpan(window)] });
  const daily = (path: readonly string[], window: string): CalendarEntry => ({ system: path[0] ?? "", kind: "backup", path, window, spans: dailySpans(window) });
  const { days, hours } = section.businessHours;
  return [
    weekly("database", ["database", "maintenanceWindow"], database.maintenanceWindow),
    weekly("cache", ["cache", "maintenanceWindow"], cache.maintenanceWindow),
    weekly("cluster", ["maintenance", "clusterWindow"], section.clusterWindow),
    daily(["database", "backupWindow"], database.backupWindow),
    daily(["cache", "snapshotWindow"], cache.snapshotWindow),
    ...(backup === undefined ? [] : [daily(["backup", "dailyAt"], windowFrom(backup.dailyAt, BACKUP_STARTS_WITHIN))]),
    { system: "business", kind: "business", path: ["maintenance", "businessHours"], window: `${days.join(",")} ${hours}`, spans: dailySpans(hours, days) },
  ];
}

/**
 * Maintenance that meets a backup, business hours or other maintenance, each with the next window of its length that is
 * free. Two maintenances never at once: the database's failover, the cache's failover and the replacement of nodes each
 * count on the others to stand still.
 */
export function maintenanceContradictions(sections: Scheduled): Contradiction[] {
  const entries = calendarOf(sections);
  return entries.flatMap((entry, index): Contradiction[] => {
    const [span] = entry.spans;
    if (entry.kind !== "maintenance" || span === undefined) return [];
    // Of two maintenances the later one in the calendar gives way, so that a conflict is reported once.
    const rivals = entries.filter((other, at) => other !== entry && (other.kind !== "maintenance" || at < index));
    const met = rivals.filter((other) => other.spans.some((each) => meet(span, each)));
    if (met.length === 0) return [];
    const free = nextFree(span, entries.filter((other) => other !== entry).flatMap((other) => other.spans));
    const apart = met.map(({ path, window }) => `${path.join(".")} (${window})`).join(" and ");
    const proposal = free === undefined ? "; a week has no room for one of this length" : `, such as ${weeklyWindowOf(free)}`;
    return [{ path: [...entry.path], value: entry.window, accepted: `a window apart from ${apart}${proposal}` }];
  });
}
