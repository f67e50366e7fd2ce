/** Dashboards of what the platform stands on: cluster, database, cache and edge. */
import { GLOBAL_REGION } from "../../arn.ts";
import type { CanaryKind } from "../names.ts";
import { CANARIES, appMonitorName, canaryName } from "../names.ts";
import { ERROR_RATIO, TARGET_SECONDS } from "../rules/alerting.ts";
import { DB_CONNECTIONS } from "../rules/series.ts";
import type { Dashboard, Metric } from "./panel.ts";

/** Physical names that CloudWatch knows things by, as far as they are known. */
export interface Watched {
  /** Name of the platform, which prefixes canaries and the app monitor. */
  readonly name: string;
  /** Identifier of the primary database. */
  readonly databaseId: string;
  /** Identifiers of its read replicas. */
  readonly replicaIds: readonly string[];
  /** Identifiers of the cache's nodes: `<replication group>-001` and so on. */
  readonly cacheNodeIds: readonly string[];
  /** Id of the CloudFront distribution. */
  readonly distributionId: string;
  /** Name of the web ACL at the edge. */
  readonly webAclName: string;
}

function database({ databaseId, replicaIds }: Watched, metric: string, statistic: Metric["statistic"]): Metric[] {
  return [databaseId, ...replicaIds].map((id) => ({ namespace: "AWS/RDS", metric, statistic, dimensions: { DBInstanceIdentifier: id }, legend: id }));
}

function cache({ cacheNodeIds }: Watched, metric: string, statistic: Metric["statistic"]): Metric[] {
  return cacheNodeIds.map((id) => ({ namespace: "AWS/ElastiCache", metric, statistic, dimensions: { CacheClusterId: id }, legend: id }));
}

function edge({ distributionId }: Watched, metric: string, statistic: Metric["statistic"]): Metric[] {
  return [{ namespace: "AWS/CloudFront", metric, statistic, dimensions: { DistributionId: distributionId, Region: "Global" }, region: GLOBAL_REGION }];
}

/** Share of good runs of canaries. */
export function canarySuccess(name: string, kinds: readonly CanaryKind[] = CANARIES): Metric[] {
  return kinds.map((kind) => ({ namespace: "CloudWatchSynthetics", metric: "SuccessPercent", statistic: "Average", dimensions: { CanaryName: canaryName({ name }, kind) }, legend: kind }));
}

/** Nodes and pods. */
export function clusterDashboard(): Dashboard {
  return {
    uid: "optibid-platform",
    title: "Platform",
    panels: [
      { title: "CPU of nodes", kind: "timeseries", unit: "percentunit", limit: 0.9, queries: [{ expr: "node:cpu_usage:ratio", legend: "{{instance}}" }], items: ["PRC-053", "OPT-61", "OPT-82"] },
      { title: "Memory of nodes", kind: "timeseries", unit: "percentunit", limit: 0.9, queries: [{ expr: "node:memory_usage:ratio", legend: "{{instance}}" }], items: ["PRC-053", "OPT-61", "OPT-82"] },
      { title: "Pods by phase", kind: "timeseries", unit: "none", queries: [{ expr: "sum by (phase) (kube_pod_status_phase)", legend: "{{phase}}" }], items: ["PRC-066"] },
      { title: "CPU of pods, share of limit", kind: "timeseries", unit: "percentunit", limit: 0.9, queries: [{ expr: "topk(10, pod:cpu_usage:ratio)", legend: "{{namespace}}/{{pod}}" }], items: ["PRC-021", "PRC-053"] },
      { title: "Memory of pods, share of limit", kind: "timeseries", unit: "percentunit", limit: 0.9, queries: [{ expr: "topk(10, pod:memory_usage:ratio)", legend: "{{namespace}}/{{pod}}" }], items: ["PRC-022", "PRC-053"] },
      { title: "Restarts in an hour", kind: "timeseries", unit: "none", limit: 3, queries: [{ expr: "sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1h]) or increase(kube_pod_init_container_status_restarts_total[1h])) > 0", legend: "{{namespace}}/{{pod}}" }], items: ["PRC-040"] },
      { title: "Autoscalers, share of their most", kind: "timeseries", unit: "percentunit", limit: 1, queries: [{ expr: "kube_horizontalpodautoscaler_status_current_replicas / kube_horizontalpodautoscaler_spec_max_replicas", legend: "{{namespace}}/{{horizontalpodautoscaler}}" }], items: ["PRC-037"] },
      { title: "Disk of nodes in use", kind: "timeseries", unit: "percentunit", limit: 0.85, queries: [{ expr: 'max by (instance) (1 - node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay"})', legend: "{{instance}}" }], items: ["OPT-82"] },
      { title: "Requests that the Kubernetes API failed", kind: "timeseries", unit: "reqps", queries: [{ expr: 'sum by (verb) (rate(apiserver_request_total{code=~"5.."}[5m]))', legend: "{{verb}}" }], items: ["PRC-066"] },
      { title: "Volumes, share in use", kind: "timeseries", unit: "percentunit", limit: 0.85, queries: [{ expr: "1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes", legend: "{{namespace}}/{{persistentvolumeclaim}}" }], items: ["OPT-82"] },
      { title: "Targets that cannot be scraped", kind: "stat", unit: "none", limit: 1, queries: [{ expr: "count(up == 0) or vector(0)" }], items: ["PRC-048", "PRC-158"] },
    ],
  };
}

/** PostgreSQL. */
export function databaseDashboard(watched: Watched): Dashboard {
  return {
    uid: "optibid-database",
    title: "Database",
    panels: [
      { title: "Duration of operations, p95", kind: "timeseries", unit: "s", limit: TARGET_SECONDS.database, queries: [{ expr: "operation:db_duration_seconds:p95_5m", legend: "{{db_operation_name}}" }], items: ["OPT-P3", "OPT-60"] },
      { title: "Connections of programs, share of the pool", kind: "timeseries", unit: "percentunit", limit: 0.85, queries: [{ expr: "job:db_connections:ratio", legend: "{{job}}" }], items: ["PRC-054"] },
      { title: "Connections of programs by state", kind: "timeseries", unit: "none", queries: [{ expr: `sum by (job, db_client_connection_state) (${DB_CONNECTIONS})`, legend: "{{job}} {{db_client_connection_state}}" }], items: ["PRC-054"] },
      { title: "Connections of the server", kind: "timeseries", unit: "none", metrics: database(watched, "DatabaseConnections", "Maximum"), items: ["PRC-054"] },
      { title: "CPU", kind: "timeseries", unit: "percent", limit: 80, metrics: database(watched, "CPUUtilization", "Average"), items: ["OPT-60", "OPT-82"] },
      { title: "Free storage", kind: "timeseries", unit: "bytes", metrics: database(watched, "FreeStorageSpace", "Minimum"), items: ["OPT-82"] },
      { title: "Read latency", kind: "timeseries", unit: "s", metrics: database(watched, "ReadLatency", "Average"), items: ["OPT-60"] },
      { title: "Write latency", kind: "timeseries", unit: "s", metrics: database(watched, "WriteLatency", "Average"), items: ["OPT-60"] },
      { title: "Replica lag", kind: "timeseries", unit: "s", limit: 30, metrics: watched.replicaIds.map((id) => ({ namespace: "AWS/RDS", metric: "ReplicaLag", statistic: "Maximum" as const, dimensions: { DBInstanceIdentifier: id }, legend: id })), items: ["PRC-067"] },
    ],
  };
}

/** Valkey. */
export function cacheDashboard(watched: Watched): Dashboard {
  return {
    uid: "optibid-cache",
    title: "Cache",
    panels: [
      { title: "Hits, share of lookups", kind: "timeseries", unit: "percentunit", limit: 0.8, lowIsBad: true, queries: [{ expr: "cache:lookups:hit_ratio5m" }], items: ["OPT-82"] },
      { title: "Engine CPU", kind: "timeseries", unit: "percent", limit: 80, metrics: cache(watched, "EngineCPUUtilization", "Maximum"), items: ["OPT-82"] },
      { title: "Memory in use", kind: "timeseries", unit: "percent", limit: 80, metrics: cache(watched, "DatabaseMemoryUsagePercentage", "Maximum"), items: ["OPT-82"] },
      { title: "Evictions", kind: "timeseries", unit: "none", limit: 1, metrics: cache(watched, "Evictions", "Sum"), items: ["OPT-82"] },
      { title: "Connections", kind: "timeseries", unit: "none", metrics: cache(watched, "CurrConnections", "Maximum"), items: ["PRC-068"] },
      { title: "Replication lag", kind: "timeseries", unit: "s", limit: 1, metrics: cache(watched, "ReplicationLag", "Maximum"), items: ["PRC-068"] },
    ],
  };
}

/** CloudFront, its firewall, browsers and canaries. */
export function edgeDashboard(watched: Watched): Dashboard {
  const browser = (metric: string): Metric[] => [{ namespace: "AWS/RUM", metric, statistic: "p95", dimensions: { application_name: appMonitorName(watched) } }];
  return {
    uid: "optibid-edge",
    title: "Edge",
    panels: [
      { title: "Requests", kind: "timeseries", unit: "short", metrics: edge(watched, "Requests", "Sum"), items: ["PRC-050"] },
      { title: "Server errors", kind: "timeseries", unit: "percent", limit: ERROR_RATIO * 100, metrics: edge(watched, "5xxErrorRate", "Average"), items: ["PRC-051"] },
      { title: "Requests refused by the firewall", kind: "timeseries", unit: "short", metrics: [{ namespace: "AWS/WAFV2", metric: "BlockedRequests", statistic: "Sum", dimensions: { WebACL: watched.webAclName, Rule: "ALL" }, region: GLOBAL_REGION }], items: ["OPT-64", "OPT-51"] },
      { title: "Page load in browsers, p95", kind: "timeseries", unit: "ms", limit: 3_000, metrics: browser("PerformanceNavigationDuration"), items: ["OPT-P2", "OPT-83"] },
      { title: "Largest contentful paint, p95", kind: "timeseries", unit: "ms", limit: 2_500, metrics: browser("WebVitalsLargestContentfulPaint"), items: ["OPT-83"] },
      { title: "Good runs of canaries", kind: "timeseries", unit: "percent", limit: 100, lowIsBad: true, metrics: canarySuccess(watched.name), items: ["OPT-66", "OPT-73"] },
    ],
  };
}
