/**
 * Composite alarms: what somebody gets up for. The alarms below tell what is unusual; these say that it hurts, and keep
 * silent while the platform is being maintained (checklist PRC-056, OPT-72). Pure.
 */
import { MINUTES_A_DAY, MINUTES_A_WEEK, weeklySpan } from "../../../config/sections/calendar.ts";
import type { AlarmSpec, CompositeSpec } from "./spec.ts";
import type { Subjects } from "./subjects.ts";

/** Ids of what silences others. */
export const DECLARED = "maintenance";
const WINDOW = "maintenance-window";
const DATA_MAINTENANCE = "data-maintenance";


/** A weekly window (`sun:03:00-sun:04:00`, UTC) as minutes of the week that begins on Monday; the end may be before the begin. */
export function minutesOfWindow(window: string): readonly [from: number, until: number] {
  const { start, end } = weeklySpan(window);
  return [start, end % MINUTES_A_WEEK];
}

/** Metric math that is 1 within any of the windows, over a series `weekMinute` of minutes of the week. */
export function withinWindows(windows: readonly string[]): string {
  const terms = windows.map((window) => {
    const [from, until] = minutesOfWindow(window);
    return from < until ? `(weekMinute >= ${from} AND weekMinute < ${until})` : `(weekMinute >= ${from} OR weekMinute < ${until})`;
  });
  return `IF(${terms.join(" OR ")}, 1, 0)`;
}

/**
 * An alarm that is on during the weekly maintenance of database and cache. Its metric only lends it the clock.
 * Source: CloudWatch User Guide, "Using math expressions": DAY (Monday is 1), HOUR and MINUTE, in UTC.
 */
export function windowAlarm({ database, cache }: Subjects): AlarmSpec {
  return {
    id: WINDOW, items: ["PRC-056"], severity: "info", says: "The weekly maintenance window of database or cache is open.",
    measure: {
      expression: withinWindows([...new Set([database.maintenanceWindow, cache.maintenanceWindow])]),
      steps: { weekMinute: `(DAY(clock) - 1) * ${MINUTES_A_DAY} + HOUR(clock) * 60 + MINUTE(clock)` },
      of: { clock: { namespace: "AWS/RDS", name: "CPUUtilization", dimensions: { DBInstanceIdentifier: database.identifiers[0] }, stat: "Average" } },
    },
    when: ">=", threshold: 1, period: 60, points: [1, 1], silence: "notBreaching",
  };
}

/**
 * The composite alarms.
 *
 * @param ids ids of the alarms there are
 * @param maintenance whether the platform is declared to be in maintenance
 */
export function compositeAlarms(ids: readonly string[], maintenance: boolean): CompositeSpec[] {
  const like = (pattern: RegExp): string[] => ids.filter((id) => pattern.test(id));
  const felt = { any: ["api-latency", "login-latency", "api-error-rate"] } as const;
  const items = ["PRC-056", "OPT-72", "OPT-80"];
  return [
    { id: DECLARED, items: ["PRC-056"], severity: "info", says: "The platform is in declared maintenance: composite alarms are silent.", rule: maintenance },
    { id: DATA_MAINTENANCE, items: ["PRC-056"], severity: "info", says: "Database or cache are in maintenance, declared or weekly.", rule: { any: [DECLARED, WINDOW] } },
    {
      id: "platform-unhealthy", items, severity: "critical", says: "Visitors do not get what they came for: errors, no healthy pods, or a canary of the API, the frontend or the login that fails.",
      rule: { any: ["api-error-rate", ...like(/-no-healthy-pods$/), "canary-api", "canary-frontend", "canary-login"] }, suppressedBy: DECLARED,
    },
    {
      id: "delivery-broken", items: ["OPT-P5", "OPT-P6", "OPT-72"], severity: "critical", says: "Neither e-mail nor SMS arrive: nobody can register or confirm.",
      rule: { all: ["canary-email", "canary-sms"] }, suppressedBy: DECLARED,
    },
    {
      id: "database-overloaded", items, severity: "critical", says: "The database is at its limits, and visitors feel it.",
      rule: { all: [{ any: ["database-latency", felt] }, { any: [...like(/^database-(cpu|memory|connections|iops|disk-queue|disk-burst|disk-io-burst)$/), "proxy-borrow-latency", "proxy-setup-failures"] }] }, suppressedBy: DATA_MAINTENANCE,
    },
    {
      id: "cache-overloaded", items, severity: "critical", says: "The cache is at its limits, and visitors feel it.",
      rule: { all: [felt, { any: like(/^cache-\d{3}-(cpu|memory|evictions|connections)$/) }] }, suppressedBy: DATA_MAINTENANCE,
    },
    {
      id: "cluster-exhausted", items, severity: "critical", says: "The cluster has no room for pods, and visitors feel it.",
      rule: { all: [felt, { any: ["pods-unschedulable", "node-failed", ...like(/^node-(cpu|memory|disk)$/)] }] }, suppressedBy: DECLARED,
    },
    {
      id: "edge-under-attack", items: ["OPT-54", "OPT-72"], severity: "critical", says: "The firewall blocks many requests and visitors get errors: an attack that hurts.",
      rule: { all: ["firewall-blocks", "edge-error-rate"] }, global: true,
    },
  ];
}
