import { expect, test } from "@jest/globals";
import { chartSvg, chartText, entryJson } from "../../../golive/calendar/chart.ts";
import { calendarOf, maintenance } from "../../../config/sections/maintenance.ts";
import type { Scheduled } from "../../../config/sections/maintenance.ts";

const SECTIONS: Scheduled = {
  database: { backupWindow: "23:30-00:30", maintenanceWindow: "sun:03:00-sun:04:00" },
  cache: { snapshotWindow: "01:00-02:00", maintenanceWindow: "sun:23:00-mon:00:30" },
  maintenance: maintenance.parse({ businessHours: { days: ["mon", "sat"], hours: "08:00-12:00" } }),
};
const entries = calendarOf(SECTIONS);

test("the week in text: windows over midnight, and what meets", () => {
  expect(chartText(entries).split("\n")).toEqual([
    "       0   2   4   6   8   10  12  14  16  18  20  22",
    "  mon  !.bb............--------.......................b",
    "  tue  b.bb...........................................b",
    "  wed  b.bb...........................................b",
    "  thu  b.bb...........................................b",
    "  fri  b.bb...........................................b",
    "  sat  b.bb............--------.......................b",
    "  sun  b.bb..DD......KKKKKKKK........................C!",
    "",
    "  D  database.maintenanceWindow  sun:03:00-sun:04:00",
    "  C  cache.maintenanceWindow     sun:23:00-mon:00:30",
    "  K  maintenance.clusterWindow   sun:07:00-sun:11:00",
    "  b  database.backupWindow       23:30-00:30",
    "  b  cache.snapshotWindow        01:00-02:00",
    "  -  maintenance.businessHours   mon,sat 08:00-12:00",
  ]);
});

test("the week as a picture: a box for each piece of each day, its text escaped", () => {
  const svg = chartSvg("a&b", entries);
  // Database 1, cache 2 (over midnight), cluster 1; backups 7 × 2 and 7; business 2; a legend of 6; the ground.
  expect(svg.match(/<rect /g)).toHaveLength(1 + 2 + 1 + 14 + 7 + 2 + 6 + 1);
  expect(svg).toContain("<title>Week of a&amp;b, UTC</title>");
  expect(svg.match(/NaN|undefined/)).toBeNull();
});

test("the week as data", () => {
  expect(entries.map(entryJson)[1]).toEqual({ system: "cache", kind: "maintenance", path: "cache.maintenanceWindow", window: "sun:23:00-mon:00:30", spans: ["sun:23:00-mon:00:30"] });
});
