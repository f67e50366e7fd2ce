/** Backups, the objectives they have to meet, and the pilot light in the Region of disaster recovery. */
import { containsCidr, overlapCidr } from "cidr-tools";
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";
import { cidr, prefixOf, zoneName } from "../values.ts";
import { minutesOf } from "./calendar.ts";
import { DAY, missedObjectives } from "./objectives.ts";
import type { Protection } from "./objectives.ts";

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "a time in UTC, such as 05:00" });
const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "the name of an S3 bucket" });

/** A name in PostgreSQL: at most 63 bytes. Source: PostgreSQL documentation, "Identifiers and Key Words". */
const NAME = "[A-Za-z_][A-Za-z0-9_$]{0,62}";

/** A table that a restored database is asked for. */
const restoredTable = z.strictObject({
  table: z.string().regex(new RegExp(`^(${NAME}\\.)?${NAME}$`), { error: "the name of a table as the database spells it, such as public.users" }).describe("Table that has to be there and hold a row; in the schema public where it names none."),
  newestIn: z.string().regex(new RegExp(`^${NAME}$`), { error: "the name of a column, such as created_at" }).optional().describe("Column that says when a row was made. With it, the newest row may not be older than `maxAgeHours` when the backup was made."),
  maxAgeHours: z.int().min(1).max(8_784).default(24).describe("Hours the newest row may be older than the backup. Needs `newestIn`."),
});

/** What a function's settings have room for: 4 KB. Source: AWS Lambda Developer Guide, "Lambda quotas". */
const MOST_TABLES = 10;

/** Longest an objective may be: four weeks. */
const MOST_MINUTES = 28 * DAY;

function objective(rpo: number, rto: number, what: string) {
  return z
    .strictObject({
      rpoMinutes: z.int().min(1).max(MOST_MINUTES).default(rpo).describe("Minutes of data that may be lost."),
      rtoMinutes: z.int().min(1).max(MOST_MINUTES).default(rto).describe("Minutes until it is served again."),
    })
    .prefault({})
    .describe(what);
}

/** Settings of `optibid:backup`. */
export const backup = z.strictObject({
  dailyAt: timeOfDay.default("05:00").describe("When the daily, weekly and monthly backups may start. Outside RDS's own backup and maintenance windows."),
  dailyKeepDays: z.int().min(1).max(35).default(35).describe("Days a daily backup is kept; at most 35, as long as continuous backups can be."),
  weeklyKeepDays: z.int().min(7).max(36_500).default(90).describe("Days a weekly backup is kept."),
  monthlyKeepDays: z.int().min(31).max(36_500).default(400).describe("Days a monthly backup is kept: a year and a month."),
  coldAfterDays: z.int().min(1).max(36_000).default(35).describe("Days after which monthly backups of volumes go to cold storage, where they stay for at least 90 days."),
  lockGraceDays: z.int().min(3).max(36_500).default(7).describe("Days in which the lock of production's vault in the other Region can still be taken off; after that nobody can."),
  restoreTestDay: z.enum(["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]).default("TUE").describe("Day of the week on which backups are really restored."),
  restoreTestAt: timeOfDay.default("08:00").describe("When it begins, UTC."),
  restoreTestTables: z.array(restoredTable).max(MOST_TABLES, { error: `at most ${MOST_TABLES} tables` }).default([]).describe("Tables that a restored database is asked for, beside having tables and rows at all. Name the one that migrations are recorded in, and those that are written to every day."),
  cacheExportAt: timeOfDay.default("03:00").describe("When the newest snapshot of the cache is copied out, UTC. After the cache's snapshot window."),
  manageRegion: z.boolean().default(true).describe("Whether the stack switches AWS Backup on for the services it uses; that setting belongs to the whole account in its Region."),
  stateBucket: bucketName.optional().describe("Bucket in the home Region that holds Pulumi's state; copied every day to the bucket for configuration. Without it the state is not copied: Pulumi Cloud keeps its own."),
  objectives: z
    .strictObject({
      database: objective(5, 60, "PostgreSQL."),
      cache: objective(30 * 60, 90, "Valkey: sessions, queues, rate limits. The day of the last snapshot, and the hours until it is copied out."),
      objects: objective(15, 60, "Uploads and exports."),
      configuration: objective(DAY, 60, "State of the infrastructure. Checked where `stateBucket` is set."),
    })
    .prefault({})
    .describe("What may be lost and how long it may take, by class of data. Checked against what the stack deploys."),
});

/** Settings of `optibid:recovery`. */
export const recovery = z.strictObject({
  cidr: cidr
    .refine((text) => prefixOf(text) >= 16 && prefixOf(text) <= 20, { error: "a block of /16 to /20" })
    .default("10.60.0.0/16")
    .describe("IPv4 block of the VPC in the Region of disaster recovery. May not overlap the home network."),
  zones: z.array(zoneName).min(2).max(8).refine((zones) => new Set(zones).size === zones.length, { error: "zones that are all different" }).optional()
    .describe("Availability Zones there, append-only; the first two of the Region where it is left out."),
  natGateways: z.enum(["per-zone", "single"]).default("single").describe("The pilot light calls nobody: one gateway is enough until it is made the home."),
  replica: z.boolean().optional().describe("A read replica of the database there, ready to be promoted. Default: in production and local."),
});

export type BackupConfig = z.output<typeof backup>;
export type RecoveryConfig = z.output<typeof recovery>;

/** What of the rest of the configuration the checks look at. */
export interface Surroundings {
  readonly environment: "production" | "staging" | "dev" | "local";
  readonly drRegion?: string | undefined;
  readonly network: { readonly cidr: string };
  readonly database: { readonly backupWindow: string; readonly maintenanceWindow: string; readonly backupRetentionDays: number };
  readonly cache: { readonly snapshotWindow: string };
}

/** Whether the stack has a read replica in the other Region. */
export function hasReplica({ replica }: RecoveryConfig, { environment, drRegion }: Pick<Surroundings, "environment" | "drRegion">): boolean {
  return drRegion !== undefined && (replica ?? (environment === "production" || environment === "local"));
}

/** Zones of the pilot light. */
export function recoveryZones({ zones }: RecoveryConfig, drRegion: string): string[] {
  return zones ?? [`${drRegion}a`, `${drRegion}b`];
}

/** What the configuration will deploy, in the terms objectives are measured in. */
export function protectionOf(section: BackupConfig, pilot: RecoveryConfig, around: Surroundings): Protection {
  const elsewhere = around.drRegion !== undefined;
  return {
    database: { pointInTime: around.database.backupRetentionDays > 0, elsewhere, replica: hasReplica(pilot, around), replicatedBackups: elsewhere, copiedEveryMinutes: elsewhere ? DAY : undefined },
    cache: { snapshotEveryMinutes: DAY, elsewhere, exportLagMinutes: elsewhere ? exportLag(section.cacheExportAt, around.cache.snapshotWindow) : undefined },
    objects: { replicated: elsewhere, continuous: true, elsewhere },
    configuration: { copiedEveryMinutes: section.stateBucket === undefined ? undefined : DAY },
  };
}

/** Everything in the two sections that contradicts itself or the rest of the configuration. */
export function backupContradictions(section: BackupConfig, pilot: RecoveryConfig, around: Surroundings): Contradiction[] {
  return [...retentionMistakes(section), ...scheduleMistakes(section, around), ...pilotMistakes(pilot, around), ...objectiveMistakes(section, pilot, around)];
}

/** Source: AWS Backup API Reference, Lifecycle: what goes to cold storage stays there for 90 days. */
const COLD_DAYS = 90;

function retentionMistakes({ dailyKeepDays, weeklyKeepDays, monthlyKeepDays, coldAfterDays }: BackupConfig): Contradiction[] {
  const found: Contradiction[] = [];
  if (weeklyKeepDays < dailyKeepDays) found.push({ path: ["backup", "weeklyKeepDays"], value: weeklyKeepDays, accepted: `at least dailyKeepDays, which is ${dailyKeepDays}` });
  if (monthlyKeepDays < weeklyKeepDays) found.push({ path: ["backup", "monthlyKeepDays"], value: monthlyKeepDays, accepted: `at least weeklyKeepDays, which is ${weeklyKeepDays}` });
  if (monthlyKeepDays < coldAfterDays + COLD_DAYS) found.push({ path: ["backup", "monthlyKeepDays"], value: monthlyKeepDays, accepted: `at least ${coldAfterDays + COLD_DAYS}, which is coldAfterDays and the ${COLD_DAYS} days AWS keeps what is cold` });
  return found;
}

/**
 * AWS Backup cannot back up an instance within an hour before its own backup or maintenance window, nor during them.
 * Source: AWS Backup Developer Guide, "Amazon Relational Database Service backups".
 */
function scheduleMistakes({ dailyAt, cacheExportAt }: BackupConfig, { database, cache }: Surroundings): Contradiction[] {
  const found: Contradiction[] = [];
  const at = minutesOf(dailyAt);
  for (const [key, window] of [["backupWindow", database.backupWindow], ["maintenanceWindow", database.maintenanceWindow.replaceAll(/[a-z]{3}:/g, "")]] as const) {
    const [start = 0, end = 0] = window.split("-").map(minutesOf);
    if (within(at, start - 60, end)) found.push({ path: ["backup", "dailyAt"], value: dailyAt, accepted: `a time that is not within database.${key} (${database[key]}) or the hour before it: AWS Backup fails then` });
  }
  const [start = 0, end = 0] = cache.snapshotWindow.split("-").map(minutesOf);
  if (within(minutesOf(cacheExportAt), start, end)) found.push({ path: ["backup", "cacheExportAt"], value: cacheExportAt, accepted: `a time after cache.snapshotWindow (${cache.snapshotWindow}), when the snapshot is there` });
  return found;
}

function pilotMistakes(pilot: RecoveryConfig, { drRegion, network }: Surroundings): Contradiction[] {
  if (drRegion === undefined) {
    return pilot.replica === true ? [{ path: ["recovery", "replica"], value: true, accepted: "false, or a drRegion for the replica to be in" }] : [];
  }
  const strange = (pilot.zones ?? []).flatMap((zone, index): Contradiction[] =>
    zone.slice(0, -1) === drRegion ? [] : [{ path: ["recovery", "zones", index], value: zone, accepted: `a zone of ${drRegion}, which is drRegion` }],
  );
  const overlaps = overlapCidr(pilot.cidr, network.cidr) || containsCidr(network.cidr, pilot.cidr);
  return overlaps ? [...strange, { path: ["recovery", "cidr"], value: pilot.cidr, accepted: `a block apart from network.cidr (${network.cidr}): networks that overlap cannot be joined` }] : strange;
}

function objectiveMistakes(section: BackupConfig, pilot: RecoveryConfig, around: Surroundings): Contradiction[] {
  return missedObjectives(section.objectives, protectionOf(section, pilot, around))
    .filter(({ recoveryClass }) => recoveryClass !== "configuration" || section.stateBucket !== undefined)
    .map(({ recoveryClass, key, wanted, given }) => ({
      path: ["backup", "objectives", recoveryClass, key],
      value: wanted,
      accepted: `${given === Infinity ? "nothing" : `at least ${given}`}, which is what the stack gives${recoveryClass === "database" && around.drRegion !== undefined && !hasReplica(pilot, around) ? "; or set recovery.replica: true" : ""}`,
    }));
}

/** Minutes an export of a snapshot and its replication take, beside waiting for its time. */
const EXPORT_MINUTES = 45;

function exportLag(exportAt: string, window: string): number {
  const [start = 0] = window.split("-").map(minutesOf);
  return ((minutesOf(exportAt) - start + DAY) % DAY) + EXPORT_MINUTES;
}

/** Whether a minute of the day lies from `start` to before `end`, over midnight too. */
function within(minute: number, start: number, end: number): boolean {
  const length = (end - start + 2 * DAY) % DAY;
  return (minute - start + 2 * DAY) % DAY < length;
}
