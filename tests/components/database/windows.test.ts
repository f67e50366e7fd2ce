import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ELASTICACHE_WINDOWS, RDS_WINDOWS, windowMistakes } from "../../../components/database/windows.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAY = 1440;
const WEEK = 7 * DAY;

function clock(minute: number): string {
  const inDay = minute % DAY;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}
function daily(start: number, length: number): string {
  return `${clock(start)}-${clock(start + length)}`;
}
function weekly(start: number, length: number): string {
  const at = (minute: number): string => `${DAYS[Math.floor((minute % WEEK) / DAY)] ?? ""}:${clock(minute)}`;
  return `${at(start)}-${at(start + length)}`;
}
/** Minute by minute: slow, and plainly right. */
function overlaps(dayStart: number, dayLength: number, weekStart: number, weekLength: number): boolean {
  for (let minute = weekStart; minute < weekStart + weekLength; minute++) {
    if ((((minute - dayStart) % DAY) + DAY) % DAY < dayLength) return true;
  }
  return false;
}

const spans = {
  dayStart: fc.nat(DAY - 1),
  dayLength: fc.integer({ min: 30, max: 300 }),
  weekStart: fc.nat(WEEK - 1),
  weekLength: fc.integer({ min: 30, max: DAY }),
};

describe("properties", () => {
  test("an overlap is reported exactly when a minute is in both", () => {
    fc.assert(
      fc.property(fc.record(spans), ({ dayStart, dayLength, weekStart, weekLength }) => {
        const mistakes = windowMistakes(daily(dayStart, dayLength), weekly(weekStart, weekLength), RDS_WINDOWS);
        expect(mistakes.length === 1 && mistakes[0]?.includes("overlap")).toBe(overlaps(dayStart, dayLength, weekStart, weekLength));
      }),
    );
  });

  test("shifting both by whole days changes nothing", () => {
    fc.assert(
      fc.property(fc.record(spans), fc.nat(6), ({ dayStart, dayLength, weekStart, weekLength }, days) => {
        const count = (start: number): number => windowMistakes(daily(dayStart, dayLength), weekly(start, weekLength), RDS_WINDOWS).length;
        expect(count((weekStart + days * DAY) % WEEK)).toBe(count(weekStart));
      }),
    );
  });
});

describe("RDS", () => {
  test.each<[string, string, string, string[]]>([
    ["the defaults", "01:00-02:00", "sun:03:00-sun:04:00", []],
    ["touching is not overlapping", "02:30-03:00", "sun:03:00-sun:03:30", []],
    ["upper case days", "01:00-02:00", "Sun:03:00-Sun:04:00", []],
    ["backup over midnight", "23:45-00:15", "sun:00:00-sun:00:30", ['backupWindow "23:45-00:15" and maintenanceWindow "sun:00:00-sun:00:30" overlap; move one of them']],
    ["maintenance over Sunday's end", "00:15-00:45", "sun:23:45-mon:00:30", ['backupWindow "00:15-00:45" and maintenanceWindow "sun:23:45-mon:00:30" overlap; move one of them']],
    ["backup too short", "01:00-01:29", "sun:03:00-sun:04:00", ['backupWindow "01:00-01:29" is shorter than 30 minutes']],
    ["maintenance too short", "01:00-02:00", "sun:03:00-sun:03:29", ['maintenanceWindow "sun:03:00-sun:03:29" is shorter than 30 minutes']],
    ["maintenance too long", "01:00-02:00", "sat:03:00-sun:03:01", ['maintenanceWindow "sat:03:00-sun:03:01" is longer than 1440 minutes', 'backupWindow "01:00-02:00" and maintenanceWindow "sat:03:00-sun:03:01" overlap; move one of them']],
    ["an hour there is not", "24:00-25:00", "sun:03:00-sun:04:00", ['backupWindow "24:00-25:00" is not hh24:mi-hh24:mi, such as "01:00-02:00"']],
    ["a day there is not", "01:00-02:00", "son:03:00-son:04:00", ['maintenanceWindow "son:03:00-son:04:00" is not ddd:hh24:mi-ddd:hh24:mi, such as "sun:03:00-sun:04:00"']],
    ["both wrong", "", "", ['backupWindow "" is not hh24:mi-hh24:mi, such as "01:00-02:00"', 'maintenanceWindow "" is not ddd:hh24:mi-ddd:hh24:mi, such as "sun:03:00-sun:04:00"']],
  ])("%s", (_, backup, maintenance, expected) => {
    expect(windowMistakes(backup, maintenance, RDS_WINDOWS)).toEqual(expected);
  });
});

describe("ElastiCache wants an hour of both", () => {
  test.each<[string, string, string[]]>([
    ["01:00-02:00", "sun:03:00-sun:04:00", []],
    ["01:00-01:59", "sun:03:00-sun:03:59", ['snapshotWindow "01:00-01:59" is shorter than 60 minutes', 'maintenanceWindow "sun:03:00-sun:03:59" is shorter than 60 minutes']],
  ])("%s and %s", (snapshot, maintenance, expected) => {
    expect(windowMistakes(snapshot, maintenance, ELASTICACHE_WINDOWS)).toEqual(expected);
  });
});
