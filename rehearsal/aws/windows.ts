/** Maintenance and backup windows as RDS and ElastiCache write them, in minutes of a week (UTC). */
import type { Refusal } from "../types.ts";
import { no, noIf } from "./kit.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Start and length in minutes; the start counts from Monday, or from midnight for a daily window. */
export interface Window {
  readonly start: number;
  readonly minutes: number;
}

/** Reads `03:00-04:00`. */
function dailyWindow(value: string): Window | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(value);
  if (match === null) return undefined;
  const start = Number(match[1]) * 60 + Number(match[2]);
  const end = Number(match[3]) * 60 + Number(match[4]);
  return { start, minutes: (end - start + DAY) % DAY };
}

/** Reads `sun:05:00-sun:06:00`. */
function weeklyWindow(value: string): Window | undefined {
  const match = /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)$/i.exec(value);
  if (match === null) return undefined;
  const at = (day: string, hour: string, minute: string) => DAYS.indexOf(day.toLowerCase()) * DAY + Number(hour) * 60 + Number(minute);
  const start = at(match[1]!, match[2]!, match[3]!);
  return { start, minutes: (at(match[4]!, match[5]!, match[6]!) - start + WEEK) % WEEK };
}

/** Whether a daily and a weekly window share a minute. */
export function collide(daily: Window, weekly: Window): boolean {
  return Array.from({ length: 9 }, (_, day) => (day - 1) * DAY + daily.start).some(
    (start) => start < weekly.start + weekly.minutes && weekly.start < start + daily.minutes,
  );
}

/** Refuses windows that are malformed, too short, too long, or that overlap. */
export function windows(
  daily: { value: string | undefined; property: string; least: number },
  weekly: { value: string | undefined; property: string; least: number; most: number },
  code = "InvalidParameterValue",
): Refusal[] {
  const backup = daily.value === undefined ? undefined : dailyWindow(daily.value);
  const maintenance = weekly.value === undefined ? undefined : weeklyWindow(weekly.value);
  return [
    ...(daily.value !== undefined && backup === undefined ? no(code, `Invalid backup window format: ${daily.value}. It is hh24:mi-hh24:mi.`, daily.property) : []),
    ...(weekly.value !== undefined && maintenance === undefined ? no(code, `Invalid maintenance window format: ${weekly.value}. It is ddd:hh24:mi-ddd:hh24:mi.`, weekly.property) : []),
    ...noIf(backup !== undefined && backup.minutes < daily.least, code, `The backup window must be at least ${daily.least} minutes.`, daily.property),
    ...noIf(maintenance !== undefined && (maintenance.minutes < weekly.least || maintenance.minutes > weekly.most), code, `The maintenance window must be between ${weekly.least} and ${weekly.most} minutes.`, weekly.property),
    ...noIf(
      backup !== undefined && maintenance !== undefined && collide(backup, maintenance),
      code,
      `The backup window and maintenance window must not overlap. (${daily.value}, ${weekly.value})`,
      daily.property,
    ),
  ];
}
