/** Alarms of the database, its proxy and the cache: saturation and lag (checklist PRC-053, PRC-054, PRC-056, OPT-72, OPT-80). Pure. */
import type { Thresholds } from "../../../config/sections/alerting.ts";
import type { AlarmSpec, Metric } from "./spec.ts";
import type { Subjects } from "./subjects.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const ITEMS = ["PRC-056", "OPT-72", "OPT-80"] as const;

/** GiB of memory of a `large`, by the family's first letter. Source: Amazon RDS User Guide, "DB instance classes: hardware specifications". */
const LARGE_GIB: Readonly<Record<string, number>> = { c: 4, m: 8, r: 16, t: 8, x: 32 };
const SMALLER: Readonly<Record<string, number>> = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 };

/**
 * GiB of memory of an instance class such as `db.r7g.large`.
 *
 * @throws RangeError where the class is of no family known here
 */
export function memoryOf(instanceClass: string): number {
  const [, family = "", size = ""] = instanceClass.split(".");
  const large = LARGE_GIB[family.charAt(0)];
  const many = /^(\d+)xlarge$/.exec(size)?.[1];
  const factor = many === undefined ? SMALLER[size] : Number(many) * 2;
  if (large === undefined || factor === undefined) throw new RangeError(`the memory of ${instanceClass} is not known`);
  return large * factor;
}

/** Connections PostgreSQL on RDS allows by default. Source: Amazon RDS User Guide, "Maximum number of database connections". */
export function maxConnectionsOf(instanceClass: string): number {
  return Math.min(5_000, Math.floor((memoryOf(instanceClass) * GIB) / 9_531_392));
}

/** I/O operations a second that gp3 has without asking for more: striped over four volumes from 400 GiB on. Source: Amazon RDS User Guide, "gp3 storage". */
export function baselineIops(allocatedStorage: number): number {
  return allocatedStorage >= 400 ? 12_000 : 3_000;
}

export function databaseAlarms({ database }: Subjects, thresholds: Thresholds): AlarmSpec[] {
  const { identifiers, instanceClass, allocatedStorage, proxyName } = database;
  return [
    ...identifiers.flatMap((identifier, index) => {
      const of = index === 0 ? "database" : `replica-${index}`;
      const metric = (name: string, stat: string): Metric => ({ namespace: "AWS/RDS", name, dimensions: { DBInstanceIdentifier: identifier }, stat });
      const row = (id: string, says: string, measure: AlarmSpec["measure"], when: AlarmSpec["when"], threshold: number, more: Partial<AlarmSpec> = {}): AlarmSpec => ({
        id: `${of}-${id}`, items: ITEMS, severity: "warning", says: `${index === 0 ? "Database" : `Read replica ${index}`}: ${says}`, measure, when, threshold, period: 60, points: [10, 15], silence: "missing", ...more,
      });
      return [
        // An instance that is there always reports its processor; one that does not is gone or out of reach.
        row("cpu", "the processor is busy.", metric("CPUUtilization", "Average"), ">", thresholds.cpuPercent, { silence: "breaching" }),
        row("memory", "memory is short.", metric("FreeableMemory", "Average"), "<", memoryOf(instanceClass) * GIB * (1 - thresholds.memoryPercent / 100)),
        row("storage", "the disk fills up.", metric("FreeStorageSpace", "Minimum"), "<", Math.floor((allocatedStorage * GIB * thresholds.storageFreePercent) / 100), { severity: index === 0 ? "critical" : "warning", points: [5, 5] }),
        row("connections", "connections run out.", metric("DatabaseConnections", "Maximum"), ">", Math.floor((maxConnectionsOf(instanceClass) * thresholds.connectionsPercent) / 100), { points: [3, 5] }),
        row("iops", "the disk does as many operations as it is given.", { expression: "reads + writes", of: { reads: metric("ReadIOPS", "Average"), writes: metric("WriteIOPS", "Average") } }, ">", (baselineIops(allocatedStorage) * thresholds.iopsPercent) / 100),
        row("disk-queue", "requests wait for the disk.", metric("DiskQueueDepth", "Average"), ">", thresholds.diskQueueDepth),
        row("disk-burst", "the burst of disk throughput is used up.", metric("EBSByteBalance%", "Minimum"), "<", thresholds.burstBalancePercent, { silence: "notBreaching" }),
        row("disk-io-burst", "the burst of disk operations is used up.", metric("EBSIOBalance%", "Minimum"), "<", thresholds.burstBalancePercent, { silence: "notBreaching" }),
        row("swap", "memory is written to disk.", metric("SwapUsage", "Average"), ">", thresholds.swapMiB * MIB),
        ...(index === 0
          // PostgreSQL stops taking writes at 2^31; autovacuum should have turned back at 200 million. Source: Amazon RDS User Guide, "MaximumUsedTransactionIDs".
          ? [row("transaction-ids", "autovacuum does not keep up; PostgreSQL stops taking writes at two thousand million transactions.", metric("MaximumUsedTransactionIDs", "Maximum"), ">", 1_000_000_000, { severity: "critical", period: 300, points: [1, 1] })]
          : [row("lag", "it is behind the primary.", metric("ReplicaLag", "Average"), ">", thresholds.replicaLagSeconds, { points: [5, 5], silence: "breaching" })]),
      ];
    }),
    {
      id: "proxy-borrow-latency", items: ITEMS, severity: "warning", says: "Programs wait for a database connection: the proxy's pool is used up.",
      measure: { namespace: "AWS/RDS", name: "DatabaseConnectionsBorrowLatency", dimensions: { ProxyName: proxyName }, stat: "Average" },
      when: ">", threshold: thresholds.databaseQueryMs * 1000, period: 60, points: [3, 5], silence: "notBreaching",
    },
    {
      id: "proxy-setup-failures", items: ITEMS, severity: "warning", says: "The proxy cannot connect to the database.",
      measure: { namespace: "AWS/RDS", name: "DatabaseConnectionsSetupFailed", dimensions: { ProxyName: proxyName }, stat: "Sum" },
      when: ">", threshold: 0, period: 60, points: [3, 5], silence: "notBreaching",
    },
  ];
}

/** Connections a Valkey node takes. Source: Amazon ElastiCache User Guide, "maxclients": 65,000. */
const CACHE_CONNECTIONS = 65_000;

export function cacheAlarms({ cache: { replicationGroupId, nodes } }: Subjects, thresholds: Thresholds): AlarmSpec[] {
  return Array.from({ length: nodes }, (_, index) => {
    const node = String(index + 1).padStart(3, "0");
    const metric = (name: string, stat: string): Metric => ({ namespace: "AWS/ElastiCache", name, dimensions: { CacheClusterId: `${replicationGroupId}-${node}`, CacheNodeId: "0001" }, stat });
    const row = (id: string, says: string, measure: AlarmSpec["measure"], threshold: number, more: Partial<AlarmSpec> = {}): AlarmSpec => ({
      id: `cache-${node}-${id}`, items: ITEMS, severity: "warning", says: `Cache node ${node}: ${says}`, measure, when: ">", threshold, period: 60, points: [10, 15], silence: "missing", ...more,
    });
    return [
      row("cpu", "the engine's thread is busy.", metric("EngineCPUUtilization", "Average"), thresholds.cpuPercent, { silence: "breaching" }),
      row("memory", "memory is short.", metric("DatabaseMemoryUsagePercentage", "Average"), thresholds.memoryPercent),
      row("evictions", "keys are thrown out before their time.", metric("Evictions", "Sum"), thresholds.cacheEvictions, { period: 300, points: [2, 3], silence: "notBreaching" }),
      row("swap", "memory is written to disk.", metric("SwapUsage", "Maximum"), thresholds.swapMiB * MIB),
      row("connections", "connections run out.", metric("CurrConnections", "Maximum"), (CACHE_CONNECTIONS * thresholds.connectionsPercent) / 100, { points: [3, 5] }),
      row("replication-lag", "it is behind the primary.", metric("ReplicationLag", "Maximum"), thresholds.replicaLagSeconds, { points: [5, 5], silence: "notBreaching" }), // the primary has none
    ];
  }).flat();
}
