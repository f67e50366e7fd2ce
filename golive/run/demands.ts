/**
 * Values that are well formed and that a mandatory rule, or AWS, would refuse in the preview. Said at the settings,
 * where they are mended, instead of at the resource they lead to. `dev` may do with less: rules only advise there.
 */
import type { StackConfig } from "../../config/schema.ts";

/** One demand: key path below `optibid:`, what is there, what is accepted and why. */
interface Demand {
  readonly path: string;
  readonly value: (config: StackConfig) => unknown;
  readonly met: (config: StackConfig) => boolean;
  readonly accepted: string;
}

/** Days that backups, logs and metrics are kept at least; the thresholds of the policy pack. */
const DAYS = 30;

/** The performance targets (OPT-P1…P6): an alarm that waits longer watches nothing. */
const TARGETS = {
  apiResponseMs: [200, "api-latency-alarm"],
  pageLoadMs: [3_000, "canary-target-alarm"],
  databaseQueryMs: [100, "database-latency-alarm"],
  loginMs: [500, "canary-target-alarm"],
  emailSeconds: [30, "canary-target-alarm"],
  smsSeconds: [10, "canary-target-alarm"],
} as const;

/** What mandatory rules demand. */
const RULES: readonly Demand[] = [
  { path: "logRetentionDays", value: ({ logRetentionDays }) => logRetentionDays, met: ({ logRetentionDays }) => logRetentionDays >= DAYS, accepted: `at least ${DAYS} (rule log-group-retention)` },
  { path: "database.multiAz", value: ({ database }) => database.multiAz, met: ({ database }) => database.multiAz, accepted: "true (rule database-multi-az)" },
  { path: "database.replicas", value: ({ database }) => database.replicas, met: ({ database }) => database.replicas >= 1, accepted: "at least 1 (rule database-replicated)" },
  { path: "database.backupRetentionDays", value: ({ database }) => database.backupRetentionDays, met: ({ database }) => database.backupRetentionDays >= DAYS, accepted: `at least ${DAYS} (rule database-backup-retention)` },
  { path: "cache.nodes", value: ({ cache }) => cache.nodes, met: ({ cache }) => cache.nodes >= 2, accepted: "at least 2 (rule cache-failover)" },
  { path: "cache.snapshotRetentionDays", value: ({ cache }) => cache.snapshotRetentionDays, met: ({ cache }) => cache.snapshotRetentionDays >= DAYS, accepted: `at least ${DAYS} (rule cache-snapshots-kept)` },
  { path: "backup.dailyKeepDays", value: ({ backup }) => backup.dailyKeepDays, met: ({ backup }) => backup.dailyKeepDays >= DAYS, accepted: `at least ${DAYS} (rule backup-plan-retention)` },
  { path: "observability.metricsRetentionDays", value: ({ observability }) => observability.metricsRetentionDays, met: ({ observability }) => observability.metricsRetentionDays >= DAYS, accepted: `at least ${DAYS} (rule metrics-kept)` },
  { path: "observability.canaries.enabled", value: ({ observability }) => observability.canaries.enabled, met: ({ observability }) => observability.canaries.enabled, accepted: "true (rule canary-watched)" },
  { path: "observability.realUsers.sessionSampleRate", value: ({ observability }) => observability.realUsers.sessionSampleRate, met: ({ observability }) => observability.realUsers.sessionSampleRate > 0, accepted: "more than 0 (rule real-users-monitored)" },
  {
    path: "audit.accessAnalyzer.unusedAccessDays",
    value: ({ audit }) => audit.accessAnalyzer.unusedAccessDays,
    met: ({ audit }) => audit.accessAnalyzer.unusedAccessDays <= 90,
    accepted: "at most 90 (rule unused-access-analyzed)",
  },
  ...Object.entries(TARGETS).map(([key, [target, rule]]): Demand => ({
    path: `alerting.thresholds.${key}`,
    value: ({ alerting }) => alerting.thresholds[key as keyof typeof TARGETS],
    met: ({ alerting }) => alerting.thresholds[key as keyof typeof TARGETS] <= target,
    accepted: `at most ${target}, the target (rule ${rule})`,
  })),
  { path: "cluster.publicAccessCidrs", value: ({ cluster }) => cluster.publicAccessCidrs, met: ({ cluster }) => cluster.publicAccessCidrs === undefined, accepted: "nothing: the endpoint is private (rule cluster-endpoint-private)" },
];

/** What AWS refuses whatever the environment. */
const AWS: readonly Demand[] = [
  // Source: Amazon EKS User Guide, "Understand the Kubernetes version lifecycle on EKS": 1.30 is the oldest in extended support.
  // The newest is not known here; far beyond today's it is a slip.
  { path: "cluster.version", value: ({ cluster }) => cluster.version, met: ({ cluster }) => cluster.version === undefined || between(Number(cluster.version.split(".")[1]), 30, 45), accepted: "a version that EKS runs, from 1.30" },
];

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** Mistakes as key path and reason, below the namespace. */
export function unmet(config: StackConfig): string[] {
  return [...AWS, ...(config.environment === "dev" ? [] : RULES)]
    .filter(({ met }) => !met(config))
    .map(({ path, value, accepted }) => `optibid:${path} is ${JSON.stringify(value(config))}; accepted: ${accepted}`);
}
