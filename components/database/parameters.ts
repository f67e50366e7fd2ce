/** Parameters of the database, with the reason for each. Pure. */

/** A parameter in the form `aws.rds.ParameterGroup` takes. */
export interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /** Static parameters take effect only with a reboot; RDS refuses `immediate` for them. */
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** Libraries that have to be loaded at start: statement statistics, scheduler, audit log. */
const PRELOADED = ["pg_stat_statements", "pg_cron", "pgaudit"] as const;

/** Slowest a simple query may be, in milliseconds (checklist OPT-P3): what takes longer is logged. */
export const SLOW_QUERY_MS = 100;

/**
 * The parameters of the platform's PostgreSQL.
 *
 * @param database database in which pg_cron keeps its jobs; it knows one only
 */
export function databaseParameters(database: string): DatabaseParameter[] {
  const now = (name: string, value: string | number): DatabaseParameter => ({ name, value: String(value), applyMethod: "immediate" });
  const atStart = (name: string, value: string | number): DatabaseParameter => ({ name, value: String(value), applyMethod: "pending-reboot" });
  return [
    // Connections: TLS only (PRC-112), passwords as SCRAM only.
    now("rds.force_ssl", 1),
    now("rds.accepted_password_auth_method", "scram"),
    now("password_encryption", "scram-sha-256"),
    // A transaction left open holds locks and keeps VACUUM from cleaning up. Milliseconds.
    now("idle_in_transaction_session_timeout", 60_000),

    // Logs: slow statements (PRC-030), connections, long waits; never the values in a statement (PRC-047).
    now("log_min_duration_statement", SLOW_QUERY_MS),
    now("log_parameter_max_length", 0),
    now("log_connections", 1),
    now("log_disconnections", 1),
    now("log_lock_waits", 1),
    now("log_autovacuum_min_duration", 10_000),
    now("log_temp_files", 10_240), // KiB: sorts that did not fit in memory

    // Audit (PRC-114…PRC-116, OPT-48): who wrote what, changes of structure and of rights; never the values, which are personal data.
    atStart("shared_preload_libraries", PRELOADED.join(",")),
    now("pgaudit.log", "write,ddl,role"),
    now("pgaudit.log_parameter", "0"),
    now("pgaudit.log_catalog", "0"),

    // Statistics (OPT-60).
    now("pg_stat_statements.track", "all"),
    now("track_io_timing", 1),

    // Cleaning up (PRC-031): tables are vacuumed after 5 % of dead rows, not RDS's 10 %, and analyzed after 2 %, not 5 %;
    // on top of it pg_cron runs over all of them at a quiet hour.
    now("autovacuum", 1),
    now("autovacuum_vacuum_scale_factor", 0.05),
    now("autovacuum_analyze_scale_factor", 0.02),
    atStart("autovacuum_max_workers", 4),
    atStart("cron.database_name", database),
  ];
}
