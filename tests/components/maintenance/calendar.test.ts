import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MINUTES_A_WEEK, dailySpans, meet, momentOf, nextFree, weeklySpan, weeklyWindowOf } from "../../../config/sections/calendar.ts";
import { calendarOf, maintenance, maintenanceContradictions } from "../../../config/sections/maintenance.ts";
import type { Scheduled } from "../../../config/sections/maintenance.ts";

const DEFAULTS: Scheduled = {
  database: { backupWindow: "01:00-02:00", maintenanceWindow: "sun:03:00-sun:04:00" },
  cache: { snapshotWindow: "01:00-02:00", maintenanceWindow: "sun:04:00-sun:05:00" },
  maintenance: maintenance.parse({}),
};

test("the defaults keep out of each other's way", () => {
  expect(maintenanceContradictions(DEFAULTS)).toEqual([]);
});

describe("a maintenance that meets something is named with a window that is free", () => {
  const hours = "maintenance.businessHours (mon,tue,wed,thu,fri 05:00-18:00)";
  test.each<[string, Partial<Scheduled>, string, string]>([
    ["business hours", { cache: { ...DEFAULTS.cache, maintenanceWindow: "tue:09:00-tue:10:00" } }, "cache.maintenanceWindow", `a window apart from ${hours}, such as tue:18:00-tue:19:00`],
    ["a backup of its own", { database: { backupWindow: "03:30-04:00", maintenanceWindow: "sun:03:00-sun:04:00" } }, "database.maintenanceWindow", "a window apart from database.backupWindow (03:30-04:00), such as sun:05:00-sun:06:00"],
    ["a backup of another", { cache: { snapshotWindow: "07:30-08:30", maintenanceWindow: "sun:04:00-sun:05:00" } }, "maintenance.clusterWindow", "a window apart from cache.snapshotWindow (07:30-08:30), such as sun:08:30-sun:12:30"],
    ["AWS Backup", { backup: { dailyAt: "04:15" } }, "cache.maintenanceWindow", "a window apart from backup.dailyAt (04:15-05:15), such as sun:05:15-sun:06:15"],
    ["other maintenance", { maintenance: maintenance.parse({ clusterWindow: "sun:04:30-sun:08:00" }) }, "maintenance.clusterWindow", "a window apart from cache.maintenanceWindow (sun:04:00-sun:05:00), such as sun:05:00-sun:08:30"],
    ["two at once", { maintenance: maintenance.parse({ clusterWindow: "mon:01:30-mon:05:30" }) }, "maintenance.clusterWindow", `a window apart from database.backupWindow (01:00-02:00) and cache.snapshotWindow (01:00-02:00) and ${hours}, such as mon:18:00-mon:22:00`],
    ["the week's turn", { maintenance: maintenance.parse({ clusterWindow: "sun:23:00-mon:02:00" }) }, "maintenance.clusterWindow", "a window apart from database.backupWindow (01:00-02:00) and cache.snapshotWindow (01:00-02:00), such as mon:02:00-mon:05:00"],
    ["a week without room", { maintenance: maintenance.parse({ clusterWindow: "sun:05:00-sat:05:00" }) }, "maintenance.clusterWindow", `a window apart from database.backupWindow (01:00-02:00) and cache.snapshotWindow (01:00-02:00) and ${hours}; a week has no room for one of this length`],
  ])("%s", (_what, change, path, accepted) => {
    const found = maintenanceContradictions({ ...DEFAULTS, ...change });
    expect(found.map((each) => [each.path.join("."), each.accepted])).toEqual([[path, accepted]]);
  });

  test("backups may meet each other and business hours", () => {
    expect(maintenanceContradictions({ ...DEFAULTS, database: { ...DEFAULTS.database, backupWindow: "12:00-13:00" }, cache: { ...DEFAULTS.cache, snapshotWindow: "12:00-13:00" } })).toEqual([]);
  });
});

describe("spans", () => {
  test.each([
    ["mon:00:00-mon:01:00", 0, 60],
    ["sun:23:00-mon:01:00", 6 * 1440 + 23 * 60, 7 * 1440 + 60],
    ["sat:23:30-sun:00:30", 5 * 1440 + 23 * 60 + 30, 6 * 1440 + 30],
  ])("of %s", (window, start, end) => {
    expect(weeklySpan(window)).toEqual({ start, end });
    expect(weeklyWindowOf({ start, end })).toBe(window);
  });

  test("of a daily window over midnight", () => {
    expect(dailySpans("23:00-01:00", ["sun"])).toEqual([{ start: 6 * 1440 + 23 * 60, end: 7 * 1440 + 60 }]);
    expect(meet(weeklySpan("mon:00:30-mon:02:00"), dailySpans("23:00-01:00", ["sun"])[0]!)).toBe(true);
    expect(meet(weeklySpan("mon:01:00-mon:02:00"), dailySpans("23:00-01:00", ["sun"])[0]!)).toBe(false);
  });

  const minutes = fc.integer({ min: 0, max: MINUTES_A_WEEK / 15 - 1 }).map((quarters) => quarters * 15);
  const span = fc.tuple(minutes, fc.integer({ min: 1, max: 96 })).map(([start, quarters]) => ({ start, end: start + quarters * 15 }));

  test("meeting is mutual, and is what sharing a minute of the week says", () => {
    const cover = ({ start, end }: { start: number; end: number }): Set<number> => new Set(Array.from({ length: (end - start) / 15 }, (_, index) => (start + index * 15) % MINUTES_A_WEEK));
    fc.assert(fc.property(span, span, (one, other) => {
      const shared = [...cover(one)].some((each) => cover(other).has(each));
      return meet(one, other) === shared && meet(other, one) === shared;
    }));
  });

  test("a free window has the length asked for and meets nothing; there is none only where none fits", () => {
    fc.assert(fc.property(span, fc.array(span, { maxLength: 6 }), (wanted, others) => {
      const free = nextFree(wanted, others);
      if (free === undefined) return others.length > 0;
      return free.end - free.start === wanted.end - wanted.start && !others.some((each) => meet(free, each));
    }));
  });

  test("a window that is written is read back", () => {
    fc.assert(fc.property(span.filter(({ start, end }) => end - start < MINUTES_A_WEEK), (each) => {
      const read = weeklySpan(weeklyWindowOf(each));
      return read.start === each.start && read.end === each.end && momentOf(each.start) === momentOf(read.start);
    }));
  });
});

test("the calendar has every window with its key path", () => {
  expect(calendarOf(DEFAULTS).map(({ kind, path }) => `${kind} ${path.join(".")}`)).toEqual([
    "maintenance database.maintenanceWindow", "maintenance cache.maintenanceWindow", "maintenance maintenance.clusterWindow",
    "backup database.backupWindow", "backup cache.snapshotWindow", "business maintenance.businessHours",
  ]);
});
