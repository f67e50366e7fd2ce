/**
 * Values that are well formed and that a mandatory rule, or AWS, would refuse in the preview. Said at the settings,
 * where they are mended, instead of at the resource they lead to. `dev` may do with less: rules only advise there.
 */
import { CODE_SCANNING_REGIONS } from "../../config/code-scanning.ts";
import type { StackConfig } from "../../config/schema.ts";
import { THRESHOLDS } from "../../policies/config.ts";
import { isSupported } from "../../policies/reliability/upkeep.ts";
import { TARGETS } from "../../policies/targets.ts";

/** One demand: key path below `optibid:`, what is there, what is accepted and why. */
interface Demand {
  readonly path: string;
  readonly value: (config: StackConfig) => unknown;
  readonly met: (config: StackConfig) => boolean;
  readonly accepted: string;
}

/** Days, at least or at most, as the rules have them. */
const DAYS = { backups: THRESHOLDS.backupDays.value, logs: THRESHOLDS.logDays.value, unused: THRESHOLDS.rotationDays.value } as const;

/** The rule that holds an alarm to each target: one that waits longer watches nothing. */
const ALARMS = {
  apiResponseMs: "api-latency-alarm",
  pageLoadMs: "canary-target-alarm",
  databaseQueryMs: "database-latency-alarm",
  loginMs: "canary-target-alarm",
  emailSeconds: "canary-target-alarm",
  smsSeconds: "canary-target-alarm",
} as const satisfies Record<keyof typeof TARGETS, string>;

/** What Inspector is to look at in the Region of the stack's zones. */
function wantedScans({ network: { zones } }: StackConfig): readonly ("EC2" | "ECR" | "LAMBDA" | "LAMBDA_CODE")[] {
  const code = zones.some((zone) => CODE_SCANNING_REGIONS.includes(zone.slice(0, -1)));
  return ["EC2", "ECR", "LAMBDA", ...(code ? (["LAMBDA_CODE"] as const) : [])];
}

/** What mandatory rules demand. */
const RULES: readonly Demand[] = [
  { path: "logRetentionDays", value: ({ logRetentionDays }) => logRetentionDays, met: ({ logRetentionDays }) => logRetentionDays >= DAYS.logs, accepted: `at least ${DAYS.logs} (rule log-group-retention)` },
  { path: "drRegion", value: ({ drRegion }) => drRegion ?? null, met: ({ drRegion }) => drRegion !== undefined, accepted: "a region (rules backup-plan-copies-away, database-backups-off-site and distribution-origin-failover)" },
  { path: "database.port", value: ({ database }) => database.port, met: ({ database }) => database.port !== 5432, accepted: "another than 5432, PostgreSQL's own (rule database-port-not-default)" },
  { path: "database.multiAz", value: ({ database }) => database.multiAz, met: ({ database }) => database.multiAz, accepted: "true (rule database-multi-az)" },
  { path: "database.replicas", value: ({ database }) => database.replicas, met: ({ database }) => database.replicas >= 1, accepted: "at least 1 (rule database-replicated)" },
  { path: "database.backupRetentionDays", value: ({ database }) => database.backupRetentionDays, met: ({ database }) => database.backupRetentionDays >= DAYS.backups, accepted: `at least ${DAYS.backups} (rule database-backup-retention)` },
  { path: "cache.nodes", value: ({ cache }) => cache.nodes, met: ({ cache }) => cache.nodes >= 2, accepted: "at least 2 (rule cache-failover)" },
  { path: "cache.snapshotRetentionDays", value: ({ cache }) => cache.snapshotRetentionDays, met: ({ cache }) => cache.snapshotRetentionDays >= DAYS.backups, accepted: `at least ${DAYS.backups} (rule cache-snapshots-kept)` },
  { path: "backup.dailyKeepDays", value: ({ backup }) => backup.dailyKeepDays, met: ({ backup }) => backup.dailyKeepDays >= DAYS.backups, accepted: `at least ${DAYS.backups} (rule backup-plan-retention)` },
  { path: "observability.metricsRetentionDays", value: ({ observability }) => observability.metricsRetentionDays, met: ({ observability }) => observability.metricsRetentionDays >= DAYS.logs, accepted: `at least ${DAYS.logs} (rule metrics-kept)` },
  { path: "observability.canaries.enabled", value: ({ observability }) => observability.canaries.enabled, met: ({ observability }) => observability.canaries.enabled, accepted: "true (rule canary-watched)" },
  { path: "observability.realUsers.sessionSampleRate", value: ({ observability }) => observability.realUsers.sessionSampleRate, met: ({ observability }) => observability.realUsers.sessionSampleRate > 0, accepted: "more than 0 (rule real-users-monitored)" },
  {
    path: "audit.accessAnalyzer.unusedAccessDays",
    value: ({ audit }) => audit.accessAnalyzer.unusedAccessDays,
    met: ({ audit }) => audit.accessAnalyzer.unusedAccessDays <= DAYS.unused,
    accepted: `at most ${DAYS.unused} (rule unused-access-analyzed)`,
  },
  { path: "audit.guardDuty.runtimeMonitoring", value: ({ audit }) => audit.guardDuty.runtimeMonitoring, met: ({ audit }) => audit.guardDuty.mode !== "create" || audit.guardDuty.runtimeMonitoring, accepted: "true (rule threat-detection-complete)" },
  {
    path: "audit.securityHub.standards",
    value: ({ audit }) => audit.securityHub.standards,
    met: ({ audit: { securityHub } }) => securityHub.mode !== "create" || (securityHub.standards.includes("fsbp") && securityHub.standards.some((each) => each.startsWith("cis-"))),
    accepted: "fsbp, and one of cis-3.0.0 and cis-5.0.0 (rule security-standards-checked)",
  },
  {
    path: "audit.inspector.scans",
    value: ({ audit }) => audit.inspector.scans,
    met: (config) => config.audit.inspector.mode !== "create" || wantedScans(config).every((each) => config.audit.inspector.scans?.includes(each) ?? true),
    accepted: "EC2, ECR and LAMBDA among them, and LAMBDA_CODE in the Regions that have it (rule vulnerabilities-scanned)",
  },
  {
    path: "audit.contacts",
    value: ({ audit: { contacts } }) => Object.keys(contacts),
    met: ({ audit: { contacts } }) => contacts.security !== undefined || Object.keys(contacts).length === 0,
    accepted: "security among those that are named (rule security-contact-named)",
  },
  { path: "audit.alerts", value: ({ audit }) => audit.alerts, met: ({ audit }) => audit.trail.mode !== "create" || audit.alerts, accepted: "true where the stack makes the trail (rule account-activity-alarmed)" },
  { path: "storage.noncurrentDays", value: ({ storage }) => storage.noncurrentDays, met: ({ storage }) => storage.noncurrentDays >= DAYS.backups, accepted: `at least ${DAYS.backups} (rule configuration-history-kept)` },
  {
    path: "alerting.routes.critical",
    value: ({ alerting }) => alerting.routes.critical,
    met: ({ alerting: { routes } }) => routes.critical.length > 1 && routes.critical.some((channel) => channel !== "email"),
    accepted: "two channels at least, one of which is no mailbox (rule critical-alerts-escalate)",
  },
  { path: "cluster.version", value: ({ cluster }) => cluster.version, met: ({ cluster }) => cluster.version === undefined || isSupported(cluster.version, new Date()), accepted: "a version under standard support today (rule cluster-version-supported)" },
  ...(Object.keys(ALARMS) as (keyof typeof ALARMS)[]).map((key): Demand => ({
    path: `alerting.thresholds.${key}`,
    value: ({ alerting }) => alerting.thresholds[key],
    met: ({ alerting }) => alerting.thresholds[key] <= TARGETS[key],
    accepted: `at most ${TARGETS[key]}, the target (rule ${ALARMS[key]})`,
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
