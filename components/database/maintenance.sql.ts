/**
 * SQL that RDS has no API for: extensions, the application's role, scheduled VACUUM. Pure.
 *
 * The migration job runs it with the master credentials, against the database itself, on every release: every
 * statement may be repeated.
 */

export interface MaintenanceOptions {
  /** The application's database. */
  readonly database: string;
  /** Role the application logs in as; it has no password, only IAM tokens. */
  readonly applicationUser: string;
  /** When the nightly VACUUM starts: a cron expression in UTC, five fields. */
  readonly vacuumSchedule: string;
}

/** Days the history of scheduled jobs is kept: pg_cron never deletes it. */
const JOB_HISTORY_DAYS = 7;

/**
 * The script. Run it outside a transaction, statement by statement.
 *
 * @throws RangeError for a name that PostgreSQL would have to quote, or a schedule of other than five fields
 */
export function maintenanceSql({ database, applicationUser, vacuumSchedule }: MaintenanceOptions): string {
  identifier("database", database);
  identifier("applicationUser", applicationUser);
  if (!/^[\d*,/-]+(?: [\d*,/-]+){4}$/.test(vacuumSchedule)) {
    throw new RangeError(`vacuumSchedule "${vacuumSchedule}" is not a cron expression of five fields, such as "0 2 * * *"`);
  }
  return [
    "-- Extensions",
    "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;",
    "CREATE EXTENSION IF NOT EXISTS pgaudit;",
    "CREATE EXTENSION IF NOT EXISTS pg_cron;",
    "",
    "-- The application's role: IAM tokens only, no rights over others' objects",
    "DO $$",
    "BEGIN",
    `  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${applicationUser}') THEN`,
    `    CREATE ROLE ${applicationUser} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;`,
    "  END IF;",
    "END",
    "$$;",
    `GRANT rds_iam TO ${applicationUser};`,
    `GRANT CONNECT ON DATABASE ${database} TO ${applicationUser};`,
    `GRANT USAGE ON SCHEMA public TO ${applicationUser};`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${applicationUser};`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${applicationUser};`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${applicationUser};`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${applicationUser};`,
    "",
    "-- Scheduled maintenance: a job with a name replaces the one of that name",
    `SELECT cron.schedule('nightly-vacuum', '${vacuumSchedule}', 'VACUUM (ANALYZE)');`,
    `SELECT cron.schedule('job-history', '15 0 * * *', $$DELETE FROM cron.job_run_details WHERE end_time < now() - interval '${JOB_HISTORY_DAYS} days'$$);`,
    "",
  ].join("\n");
}

/** Names go into the script as they are, so only those that need no quotes are taken. At most 63 bytes (PostgreSQL's NAMEDATALEN). */
function identifier(key: string, value: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(value)) {
    throw new RangeError(`${key} "${value}" is not a plain PostgreSQL name: lower-case letters, digits and underscores, at most 63`);
  }
}
