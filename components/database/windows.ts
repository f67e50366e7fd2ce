/** Maintenance and backup windows, as RDS and ElastiCache write them, all in UTC. Pure. */

const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A stretch of minutes; `end` may lie beyond the period when the window runs over midnight or over Sunday. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a service demands of its windows. */
export interface WindowRules {
  /** Key path of the daily window, for messages. */
  readonly dailyName: string;
  /** Key path of the weekly window, for messages. */
  readonly weeklyName: string;
  /** Shortest daily window, in minutes. */
  readonly dailyMinutes: number;
  /** Shortest weekly window, in minutes. */
  readonly weeklyMinutes: number;
  /** Longest weekly window, in minutes. */
  readonly weeklyMaxMinutes: number;
}

/** Source: Amazon RDS API Reference, CreateDBInstance: `PreferredBackupWindow` and `PreferredMaintenanceWindow`. */
export const RDS_WINDOWS: WindowRules = {
  dailyName: "backupWindow",
  weeklyName: "maintenanceWindow",
  dailyMinutes: 30,
  weeklyMinutes: 30,
  weeklyMaxMinutes: MINUTES_A_DAY,
};

/** Source: Amazon ElastiCache API Reference, CreateReplicationGroup: `SnapshotWindow` and `PreferredMaintenanceWindow`. */
export const ELASTICACHE_WINDOWS: WindowRules = {
  dailyName: "snapshotWindow",
  weeklyName: "maintenanceWindow",
  dailyMinutes: 60,
  weeklyMinutes: 60,
  weeklyMaxMinutes: MINUTES_A_WEEK,
};

/**
 * What is wrong with a pair of windows; nothing where they are well formed, long enough and apart on every day.
 *
 * @param daily `hh24:mi-hh24:mi`, such as `01:00-02:00`; may run over midnight
 * @param weekly `ddd:hh24:mi-ddd:hh24:mi`, such as `sun:03:00-sun:04:00`; may run over midnight or into the next week
 */
export function windowMistakes(daily: string, weekly: string, rules: WindowRules): string[] {
  const mistakes: string[] = [];
  const day = parseDaily(daily);
  const week = parseWeekly(weekly);
  if (day === undefined) mistakes.push(`${rules.dailyName} "${daily}" is not hh24:mi-hh24:mi, such as "01:00-02:00"`);
  else if (day.end - day.start < rules.dailyMinutes) mistakes.push(`${rules.dailyName} "${daily}" is shorter than ${rules.dailyMinutes} minutes`);
  if (week === undefined) mistakes.push(`${rules.weeklyName} "${weekly}" is not ddd:hh24:mi-ddd:hh24:mi, such as "sun:03:00-sun:04:00"`);
  else if (week.end - week.start < rules.weeklyMinutes) mistakes.push(`${rules.weeklyName} "${weekly}" is shorter than ${rules.weeklyMinutes} minutes`);
  else if (week.end - week.start > rules.weeklyMaxMinutes) mistakes.push(`${rules.weeklyName} "${weekly}" is longer than ${rules.weeklyMaxMinutes} minutes`);
  if (day !== undefined && week !== undefined && meet(day, week)) {
    mistakes.push(`${rules.dailyName} "${daily}" and ${rules.weeklyName} "${weekly}" overlap; move one of them`);
  }
  return mistakes;
}

/** The daily window is tried on every day the weekly one can touch, the last day of the week before included. */
function meet(day: Span, week: Span): boolean {
  for (let offset = -MINUTES_A_DAY; offset < 2 * MINUTES_A_WEEK; offset += MINUTES_A_DAY) {
    if (day.start + offset < week.end && week.start < day.end + offset) return true;
  }
  return false;
}

function parseDaily(text: string): Span | undefined {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const start = minuteOf(match[1], match[2]);
  const end = minuteOf(match[3], match[4]);
  return start === undefined || end === undefined ? undefined : { start, end: after(start, end, MINUTES_A_DAY) };
}

function parseWeekly(text: string): Span | undefined {
  const match = /^([a-z]{3}):(\d\d):(\d\d)-([a-z]{3}):(\d\d):(\d\d)$/i.exec(text);
  if (match === null) return undefined;
  const start = minuteOfWeek(match[1], match[2], match[3]);
  const end = minuteOfWeek(match[4], match[5], match[6]);
  return start === undefined || end === undefined ? undefined : { start, end: after(start, end, MINUTES_A_WEEK) };
}

/** An end that is not later than its start belongs to the next period. */
function after(start: number, end: number, period: number): number {
  return end > start ? end : end + period;
}

function minuteOfWeek(day: string | undefined, hour: string | undefined, minute: string | undefined): number | undefined {
  const index = DAYS.findIndex((known) => known === day?.toLowerCase());
  const inDay = minuteOf(hour, minute);
  return index < 0 || inDay === undefined ? undefined : index * MINUTES_A_DAY + inDay;
}

function minuteOf(hour: string | undefined, minute: string | undefined): number | undefined {
  const [hours, minutes] = [Number(hour), Number(minute)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}
