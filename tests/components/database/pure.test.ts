import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { placement, storageMistakes } from "../../../components/database/layout.ts";
import { maintenanceSql } from "../../../components/database/maintenance.sql.ts";
import { databaseParameters } from "../../../components/database/parameters.ts";

describe("placement", () => {
  test.each([
    [["a", "b", "c"], 1, { primary: ["a", "b"], replicas: ["c"] }],
    [["a", "b", "c"], 2, { primary: ["a", "b"], replicas: ["c", "c"] }],
    [["a", "b", "c", "d"], 3, { primary: ["a", "b"], replicas: ["c", "d", "c"] }],
    [["a", "b"], 1, { primary: ["a", "b"], replicas: ["b"] }],
    [["a", "b"], 0, { primary: ["a", "b"], replicas: [] }],
  ])("%j with %i replicas", (zones, replicas, expected) => {
    expect(placement(zones, replicas)).toEqual(expected);
  });

  test("with three zones or more no replica can meet the primary, wherever it fails over to", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 8 }), fc.nat(15), (zones, replicas) => {
        const { primary, replicas: zonesOfReplicas } = placement([..."abcdefgh"].slice(0, zones), replicas);
        expect(primary).toHaveLength(2);
        expect(zonesOfReplicas).toHaveLength(replicas);
        expect(zonesOfReplicas.filter((zone) => primary.includes(zone))).toEqual([]);
      }),
    );
  });

  test("a new zone or replica moves none that is there, as long as replicas are not more than the zones for them", () => {
    expect(placement(["a", "b", "c", "d"], 1).replicas).toEqual(placement(["a", "b", "c"], 1).replicas);
    expect(placement(["a", "b", "c"], 2).replicas.slice(0, 1)).toEqual(placement(["a", "b", "c"], 1).replicas);
  });
});

describe("storage", () => {
  test.each<[string, Parameters<typeof storageMistakes>[0], string[]]>([
    ["the default", { allocated: 100, max: 1_000 }, []],
    ["smallest, with a tenth of headroom", { allocated: 20, max: 22 }, []],
    ["tuned from 400 GiB", { allocated: 400, max: 1_000, iops: 12_000, throughput: 500 }, []],
    ["below the smallest", { allocated: 19, max: 100 }, ["storage.allocated 19: gp3 for PostgreSQL has 20 to 65536 GiB, whole"]],
    ["too little headroom", { allocated: 100, max: 109 }, ["storage.max 109: has to be whole, at least a tenth above storage.allocated (100) and at most 65536 GiB"]],
    ["more than there is", { allocated: 100, max: 65_537 }, ["storage.max 65537: has to be whole, at least a tenth above storage.allocated (100) and at most 65536 GiB"]],
    ["tuned too small", { allocated: 399, max: 1_000, iops: 12_000 }, ["storage.iops and storage.throughput can be set from 400 GiB; storage.allocated is 399"]],
    ["less than there is anyway", { allocated: 400, max: 1_000, iops: 3_000, throughput: 125 }, ["storage.iops 3000: at least 12000, which the volume has anyway", "storage.throughput 125: at least 500 MiB/s, which the volume has anyway"]],
  ])("%s", (_, request, expected) => {
    expect(storageMistakes(request)).toEqual(expected);
  });
});

describe("parameters", () => {
  const parameters = databaseParameters("optibid");
  const value = (name: string): string | undefined => parameters.find((each) => each.name === name)?.value;

  test.each([
    ["rds.force_ssl", "1"],
    ["log_min_duration_statement", "100"],
    ["log_parameter_max_length", "0"],
    ["shared_preload_libraries", "pg_stat_statements,pg_cron,pgaudit"],
    ["cron.database_name", "optibid"],
    ["autovacuum", "1"],
    ["autovacuum_vacuum_scale_factor", "0.05"],
    ["pgaudit.log", "write,ddl,role"],
    ["pgaudit.log_parameter", "0"],
  ])("%s = %s", (name, expected) => {
    expect(value(name)).toBe(expected);
  });

  test("each is there once", () => {
    const names = parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("exactly the static ones wait for a reboot", () => {
    const waiting = parameters.filter(({ applyMethod }) => applyMethod === "pending-reboot").map(({ name }) => name);
    expect(waiting.sort()).toEqual(["autovacuum_max_workers", "cron.database_name", "shared_preload_libraries"]);
  });
});

describe("maintenance SQL", () => {
  const options = { database: "optibid", applicationUser: "optibid_app", vacuumSchedule: "0 2 * * *" };
  const sql = maintenanceSql(options);

  test.each([
    "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;",
    "CREATE EXTENSION IF NOT EXISTS pgaudit;",
    "CREATE EXTENSION IF NOT EXISTS pg_cron;",
    "GRANT rds_iam TO optibid_app;",
    "GRANT CONNECT ON DATABASE optibid TO optibid_app;",
    "SELECT cron.schedule('nightly-vacuum', '0 2 * * *', 'VACUUM (ANALYZE)');",
  ])("has: %s", (line) => {
    expect(sql.split("\n")).toContain(line);
  });

  test("may be run again: what it creates, it creates only where it is missing", () => {
    const creating = sql.split("\n").filter((line) => line.trimStart().startsWith("CREATE EXTENSION"));
    expect(creating.every((line) => line.includes("IF NOT EXISTS"))).toBe(true);
    expect(sql).toMatch(/IF NOT EXISTS \(SELECT FROM pg_catalog.pg_roles WHERE rolname = 'optibid_app'\) THEN\s+CREATE ROLE optibid_app /);
  });

  test("gives the application no password and no power over the server", () => {
    expect(sql).not.toMatch(/PASSWORD|[^O]SUPERUSER|rds_superuser/);
  });

  test.each([
    [{ database: "Opti-Bid" }, 'database "Opti-Bid" is not a plain PostgreSQL name'],
    [{ applicationUser: "app'; DROP TABLE bids; --" }, "is not a plain PostgreSQL name"],
    [{ applicationUser: "a".repeat(64) }, "is not a plain PostgreSQL name"],
    [{ vacuumSchedule: "0 2 * *" }, 'vacuumSchedule "0 2 * *" is not a cron expression of five fields'],
    [{ vacuumSchedule: "0 2 * * *'); --" }, "is not a cron expression of five fields"],
  ])("refuses %j", (wrong, message) => {
    expect(() => maintenanceSql({ ...options, ...wrong })).toThrow(message);
  });
});
