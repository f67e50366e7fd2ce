import { describe, expect, test } from "@jest/globals";
import { backup, backupContradictions, hasReplica, protectionOf, recovery, recoveryZones } from "../../../config/sections/backup.ts";
import type { Surroundings } from "../../../config/sections/backup.ts";
import { achieved, missedObjectives } from "../../../config/sections/objectives.ts";
import type { Objectives, Protection } from "../../../config/sections/objectives.ts";

const AROUND: Surroundings = {
  environment: "production",
  drRegion: "eu-west-1",
  network: { cidr: "10.20.0.0/16" },
  database: { backupWindow: "01:00-02:00", maintenanceWindow: "sun:03:00-sun:04:00", backupRetentionDays: 35 },
  cache: { snapshotWindow: "01:00-02:00" },
};
const DEV: Surroundings = { ...AROUND, environment: "dev", drRegion: undefined, network: { cidr: "10.22.0.0/16" }, database: { ...AROUND.database, backupRetentionDays: 7 } };
const check = (section: object, pilot: object = {}, around: Surroundings = AROUND): [string, unknown][] =>
  backupContradictions(backup.parse(section), recovery.parse(pilot), around).map(({ path, value }) => [path.join("."), value]);

describe("what goes together", () => {
  test.each<[string, object, object, Surroundings]>([
    ["production's defaults", {}, {}, AROUND],
    ["dev's", {}, {}, DEV],
    ["local's", {}, {}, { ...AROUND, environment: "local" }],
    ["staging that takes its time", { objectives: { database: { rpoMinutes: 15, rtoMinutes: 100 } } }, {}, { ...AROUND, environment: "staging" }],
    ["staging with a replica", {}, { replica: true }, { ...AROUND, environment: "staging" }],
    ["the state in a bucket", { stateBucket: "optibid-pulumi-state" }, {}, AROUND],
    ["a backup right after the windows", { dailyAt: "04:00" }, {}, AROUND],
    ["a database backed up over midnight", {}, {}, { ...AROUND, database: { ...AROUND.database, backupWindow: "23:30-00:30" } }],
  ])("%s", (_, section, pilot, around) => {
    expect(check(section, pilot, around)).toEqual([]);
  });
});

describe("what does not", () => {
  test.each<[string, object, object, Surroundings, [string, unknown][]]>([
    ["weekly shorter than daily", { weeklyKeepDays: 30 }, {}, AROUND, [["backup.weeklyKeepDays", 30]]],
    ["monthly shorter than weekly", { weeklyKeepDays: 401 }, {}, AROUND, [["backup.monthlyKeepDays", 400]]],
    ["cold for less than 90 days", { coldAfterDays: 311 }, {}, AROUND, [["backup.monthlyKeepDays", 400]]],
    ["in RDS's backup window", { dailyAt: "01:30" }, {}, AROUND, [["backup.dailyAt", "01:30"]]],
    ["in the hour before it", { dailyAt: "00:00" }, {}, AROUND, [["backup.dailyAt", "00:00"]]],
    ["in the hour before maintenance", { dailyAt: "02:30" }, {}, AROUND, [["backup.dailyAt", "02:30"]]],
    ["over midnight", { dailyAt: "00:10" }, {}, { ...AROUND, database: { ...AROUND.database, backupWindow: "23:30-00:30" } }, [["backup.dailyAt", "00:10"]]],
    ["an export before the snapshot is there", { cacheExportAt: "01:30" }, {}, AROUND, [["backup.cacheExportAt", "01:30"]]],
    ["a zone elsewhere", {}, { zones: ["eu-west-1a", "eu-west-2a"] }, AROUND, [["recovery.zones.1", "eu-west-2a"]]],
    ["networks that overlap", {}, { cidr: "10.20.0.0/20" }, AROUND, [["recovery.cidr", "10.20.0.0/20"]]],
    ["a replica nowhere", {}, { replica: true }, DEV, [["recovery.replica", true]]],
    ["staging's default time without a replica", { objectives: { database: { rpoMinutes: 15 } } }, {}, { ...AROUND, environment: "staging" }, [["backup.objectives.database.rtoMinutes", 60]]],
    ["five minutes without a replica", { objectives: { database: { rtoMinutes: 120 } } }, { replica: false }, AROUND, [["backup.objectives.database.rpoMinutes", 5]]],
    ["a point no log reaches", { objectives: { database: { rpoMinutes: 4 } } }, {}, DEV, [["backup.objectives.database.rpoMinutes", 4]]],
    ["an hour of the cache with daily snapshots", { objectives: { cache: { rpoMinutes: 60 } } }, {}, AROUND, [["backup.objectives.cache.rpoMinutes", 60]]],
    ["an export that comes too late", { cacheExportAt: "20:00" }, {}, AROUND, [["backup.objectives.cache.rpoMinutes", 1_800]]],
    ["objects faster than they are replicated", { objectives: { objects: { rpoMinutes: 1 } } }, {}, AROUND, [["backup.objectives.objects.rpoMinutes", 1]]],
    ["the state twice a day", { stateBucket: "optibid-pulumi-state", objectives: { configuration: { rpoMinutes: 720 } } }, {}, AROUND, [["backup.objectives.configuration.rpoMinutes", 720]]],
    ["several at once", { weeklyKeepDays: 30, dailyAt: "01:30", objectives: { objects: { rtoMinutes: 1 } } }, {}, AROUND, [["backup.weeklyKeepDays", 30], ["backup.dailyAt", "01:30"], ["backup.objectives.objects.rtoMinutes", 1]]],
  ])("%s", (_, section, pilot, around, paths) => {
    expect(check(section, pilot, around)).toEqual(paths);
  });

  test("the way out is named", () => {
    const [found] = backupContradictions(backup.parse({ objectives: { database: { rtoMinutes: 120 } } }), recovery.parse({ replica: false }), AROUND);
    expect(found?.accepted).toBe("at least 15, which is what the stack gives; or set recovery.replica: true");
  });
});

describe("forms", () => {
  test.each([
    [{ dailyAt: "5:00" }], [{ dailyKeepDays: 36 }], [{ dailyKeepDays: 0 }], [{ lockGraceDays: 2 }], [{ restoreTestDay: "tue" }], [{ stateBucket: "A" }], [{ objectives: { database: { rpoMinutes: 0 } } }], [{ objectives: { files: {} } }], [{ weekly: 1 }],
  ])("backup refuses %j", (value) => expect(backup.safeParse(value).success).toBe(false));
  test.each([
    [[{ table: "" }]], [[{ table: "a.b.c" }]], [[{ table: "public.users; drop table users" }]], [[{ table: `public.${"a".repeat(64)}` }]], [[{ newestIn: "created_at" }]], [[{ table: "users", newestIn: "a.b" }]], [[{ table: "users", maxAgeHours: 0 }]], [[{ table: "users", rows: 1 }]],
    [Array.from({ length: 11 }, (_, index) => ({ table: `t${index}` }))],
  ])("restore tests refuse %j", (restoreTestTables) => expect(backup.safeParse({ restoreTestTables }).success).toBe(false));
  test("restore tests ask for no table, or for these, and what they ask for fits into a function's settings", () => {
    expect(backup.parse({}).restoreTestTables).toEqual([]);
    expect(backup.parse({ restoreTestTables: [{ table: "users" }, { table: "audit.Events$1", newestIn: "created_at", maxAgeHours: 2 }] }).restoreTestTables).toEqual([{ table: "users", maxAgeHours: 24 }, { table: "audit.Events$1", newestIn: "created_at", maxAgeHours: 2 }]);
    const name = "n".repeat(63);
    const most = backup.parse({ restoreTestTables: Array.from({ length: 10 }, () => ({ table: `${name}.${name}`, newestIn: name, maxAgeHours: 8_784 })) });
    expect(JSON.stringify(most.restoreTestTables).length).toBeLessThan(3_500); // of 4 KB in all
  });
  test.each([[{ cidr: "10.60.0.1/16" }], [{ cidr: "10.60.0.0/24" }], [{ zones: ["eu-west-1a"] }], [{ zones: ["eu-west-1a", "eu-west-1a"] }], [{ natGateways: "none" }], [{ replica: "yes" }]])("recovery refuses %j", (value) => expect(recovery.safeParse(value).success).toBe(false));
});

test.each([["production", true], ["local", true], ["staging", false], ["dev", false]] as const)("a replica in %s: %s", (environment, expected) => {
  expect(hasReplica(recovery.parse({}), { environment, drRegion: "eu-west-1" })).toBe(expected);
  expect(hasReplica(recovery.parse({}), { environment })).toBe(false);
});

test("zones of the pilot light", () => {
  expect(recoveryZones(recovery.parse({}), "eu-west-1")).toEqual(["eu-west-1a", "eu-west-1b"]);
  expect(recoveryZones(recovery.parse({ zones: ["eu-west-1b", "eu-west-1c"] }), "eu-west-1")).toEqual(["eu-west-1b", "eu-west-1c"]);
});

describe("what a protection gives", () => {
  const base = protectionOf(backup.parse({}), recovery.parse({}), AROUND);
  const database = (change: Partial<Protection["database"]>): number => achieved({ ...base, database: { ...base.database, ...change } }).database.rpoMinutes;

  test.each<[string, Partial<Protection["database"]>, number]>([
    ["a replica", {}, 1],
    ["replicated backups", { replica: false }, 15],
    ["daily copies", { replica: false, replicatedBackups: false }, 1_560],
    ["nothing elsewhere", { replica: false, replicatedBackups: false, copiedEveryMinutes: undefined }, Infinity],
    ["point in time, one Region", { elsewhere: false }, 5],
    ["nothing at all", { elsewhere: false, pointInTime: false }, Infinity],
  ])("the database with %s", (_, change, minutes) => expect(database(change)).toBe(minutes));

  test("the rest", () => {
    expect(achieved(base)).toEqual({
      database: { rpoMinutes: 1, rtoMinutes: 47 },
      cache: { rpoMinutes: 1_605, rtoMinutes: 52 },
      objects: { rpoMinutes: 15, rtoMinutes: 37 },
      configuration: { rpoMinutes: Infinity, rtoMinutes: Infinity },
    });
  });

  test("exactly what is asked for is met, a minute less is missed", () => {
    const exact = achieved({ ...base, configuration: { copiedEveryMinutes: 1_440 } });
    const protection = { ...base, configuration: { copiedEveryMinutes: 1_440 } };
    expect(missedObjectives(exact, protection)).toEqual([]);
    const tighter = Object.fromEntries(Object.entries(exact).map(([name, { rpoMinutes, rtoMinutes }]) => [name, { rpoMinutes: rpoMinutes - 1, rtoMinutes: rtoMinutes - 1 }])) as unknown as Objectives;
    expect(missedObjectives(tighter, protection)).toHaveLength(8);
  });
});
