/**
 * Database optimized: PRC-029…PRC-031.
 */
import { isReplica } from "../databases.ts";
import { number } from "../inputs.ts";
import { family, isOn, parameter, parameterGroup } from "../parameters.ts";
import { examine, notApplicable, type Rule, type StackRule } from "../rule.ts";
import { DB_CLUSTER, DB_INSTANCE } from "../types.ts";

const pooled: StackRule = {
  name: "database-connections-pooled",
  items: ["PRC-029"],
  severity: "medium",
  frameworks: [],
  demands: "Connections to a database go through an RDS Proxy.",
  why: "Each pod opens its own connections; a deployment then exhausts the database's.",
  remediation: "Add an RDS Proxy and a ProxyTarget for the database.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isReplica(node)) return notApplicable("an RDS Proxy cannot have a read replica as its target");
    if (["other", "db2"].includes(family(node, graph))) return notApplicable("RDS Proxy is for PostgreSQL, MySQL, MariaDB and SQL Server; the engine is another or not given");
    const property = node.type === DB_CLUSTER ? "dbClusterIdentifier" : "dbInstanceIdentifier";
    const targets = graph.referrers(node, ["aws:rds/proxyTarget:ProxyTarget"], property);
    return examine((check) => check.that(() => targets.length > 0, "no RDS Proxy has it as its target"));
  },
};

const slowQueries: StackRule = {
  name: "database-slow-queries-logged",
  items: ["PRC-030", "OPT-60", "OPT-P3"],
  severity: "medium",
  frameworks: [],
  demands: "Statements slower than 100 ms are logged.",
  why: "What is over the target is not seen otherwise.",
  remediation: "Set log_min_duration_statement to 100 in the parameter group; for MySQL slow_query_log to 1 and long_query_time to 0.1.",
  thresholds: ["slowQueryMilliseconds"],
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, { thresholds }, graph) {
    if (isReplica(node)) return notApplicable("the rule looks at the primary");
    const kind = family(node, graph);
    if (kind !== "postgres" && kind !== "mysql") return notApplicable("the engine has no slow-query parameter, or is not given");
    return examine((check) => {
      const group = parameterGroup(node, graph);
      if (group === undefined) return check.fail("it has no parameter group in the stack; slow statements are not logged by default");
      if (kind === "postgres") {
        const value = parameter(group, "log_min_duration_statement");
        const milliseconds = number(value);
        return check.that(
          () => milliseconds !== undefined && milliseconds >= 0 && milliseconds <= thresholds.slowQueryMilliseconds,
          `log_min_duration_statement of ${group.name} is ${value ?? "missing"}; ${thresholds.slowQueryMilliseconds} or less is asked for, and -1, the default, logs nothing`,
        );
      }
      check.that(() => isOn(parameter(group, "slow_query_log")), `slow_query_log of ${group.name} is not on`);
      const seconds = number(parameter(group, "long_query_time"));
      check.that(
        () => seconds !== undefined && seconds * 1000 <= thresholds.slowQueryMilliseconds,
        `long_query_time of ${group.name} is ${seconds ?? "missing"}; the default is 10 seconds`,
      );
    });
  },
};

const vacuum: StackRule = {
  name: "database-vacuum-scheduled",
  items: ["PRC-031"],
  severity: "medium",
  frameworks: [],
  demands: "PostgreSQL vacuums by itself, and pg_cron is loaded for the scheduled VACUUM.",
  why: "Tables bloat and, in the end, transaction ids run out.",
  remediation: "Leave autovacuum on and add pg_cron to shared_preload_libraries in the parameter group.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isReplica(node)) return notApplicable("a replica is vacuumed with its source");
    if (family(node, graph) !== "postgres") return notApplicable("only PostgreSQL is vacuumed");
    return examine((check) => {
      const group = parameterGroup(node, graph);
      if (group === undefined) return check.fail("it has no parameter group in the stack, so pg_cron is not loaded");
      const libraries = (parameter(group, "shared_preload_libraries") ?? "").split(",").map((library) => library.trim());
      check.that(() => libraries.includes("pg_cron"), `${group.name} does not load pg_cron`);
      // On by default (RDS for PostgreSQL, autovacuum parameters).
      check.that(() => isOn(parameter(group, "autovacuum") ?? "1"), `${group.name} switches autovacuum off`);
    });
  },
};

const statements: StackRule = {
  name: "database-statements-recorded",
  items: ["PRC-028", "OPT-60"],
  severity: "low",
  frameworks: [],
  demands: "PostgreSQL loads pg_stat_statements.",
  why: "It shows which statements read most, that is which columns lack an index.",
  remediation: "Add pg_stat_statements to shared_preload_libraries in the parameter group, or leave the parameter at its default.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isReplica(node) || family(node, graph) !== "postgres") return notApplicable("the rule looks at PostgreSQL primaries");
    return examine((check) => {
      const group = parameterGroup(node, graph);
      if (group === undefined) return check.fail("it has no parameter group in the stack");
      // Loaded by default from PostgreSQL 11 on (RDS for PostgreSQL, shared_preload_libraries).
      const libraries = (parameter(group, "shared_preload_libraries") ?? "pg_stat_statements").split(",").map((library) => library.trim());
      check.that(() => libraries.includes("pg_stat_statements"), `${group.name} does not load pg_stat_statements`);
    });
  },
};

export const rules: readonly Rule[] = [pooled, slowQueries, vacuum, statements];
