/**
 * What the parts of observability are called: names that alarms, policies and dashboards of other parts have to know. Pure.
 */
import type { PlatformContext } from "../context.ts";

type Named = Pick<PlatformContext, "name">;

/** Namespace of collector, sampler, Jaeger and Grafana. */
export const OBSERVABILITY_NAMESPACE = "observability";

/** The synthetic canaries: what each of them tries is said in `canary-specs.ts`. */
export const CANARIES = ["api-health", "frontend", "login", "email", "sms"] as const;

/** One of {@link CANARIES}. */
export type CanaryKind = (typeof CANARIES)[number];

/**
 * Physical name of a canary: the dimension `CanaryName` of its metrics in the namespace `CloudWatchSynthetics`.
 * At most 255 of lower-case letters, digits, hyphen and underscore (Synthetics API Reference, CreateCanary).
 */
export function canaryName({ name }: Named, kind: CanaryKind): string {
  return `${name}-${kind}`;
}

/** Name of a canary's role, so that a secret's policy can admit it before it is there. At most 64 characters (IAM). */
export function canaryRoleName({ name }: Named, kind: CanaryKind): string {
  return `${name}-canary-${kind}`;
}

/** Name of Grafana's role; see {@link canaryRoleName}. */
export function grafanaRoleName({ name }: Named): string {
  return `${name}-grafana`;
}

/** Name of the collector's role: made up from its logical name it would be longer than IAM takes. */
export function collectorRoleName({ name }: Named): string {
  return `${name}-collector`;
}

/** The kinds of log that Container Insights writes, each to its own group. */
export const CONTAINER_LOGS = ["application", "dataplane", "host", "performance"] as const;

/** One of {@link CONTAINER_LOGS}. */
export type ContainerLog = (typeof CONTAINER_LOGS)[number];

/** Log group of one kind of container log; the name is fixed by the CloudWatch agent and Fluent Bit. */
export function containerLogGroup(clusterName: string, kind: ContainerLog): string {
  return `/aws/containerinsights/${clusterName}/${kind}`;
}

/** Log group of what data protection found and masked. */
export function findingsLogGroup({ name }: Named): string {
  return `/optibid/${name}/data-protection`;
}

/** Alias of the Prometheus workspace. */
export function workspaceAlias({ name }: Named): string {
  return name;
}

/** Log groups of Prometheus: names below `/aws/vendedlogs/` need no line each in the account's log resource policy, which is short. */
export function prometheusLogGroup({ name }: Named, part: "workspace" | "scraper"): string {
  return `/aws/vendedlogs/prometheus/${name}/${part}`;
}

/** Name of the RUM app monitor: the dimension `application_name` of its metrics in the namespace `AWS/RUM`. */
export function appMonitorName({ name }: Named): string {
  return name;
}

/** Name of the CloudWatch dashboard for operations, the one the AWS Console Mobile Application shows. */
export function operationsDashboardName({ name }: Named): string {
  return `${name}-operations`;
}

/** Bucket of canary code and artifacts. Unique in the world by account and Region; at most 63 characters: 24 + 10 + 13 + 15. */
export function canaryBucketName({ name, region }: Pick<PlatformContext, "name" | "region">, accountId: string): string {
  return `${name}-canaries-${accountId}-${region}`;
}

/** Address of a server of the namespace, from anywhere in the cluster. */
export function serverHost(server: string): string {
  return `${server}.${OBSERVABILITY_NAMESPACE}.svc.cluster.local`;
}

/** Where programs send traces, metrics and logs, as OpenTelemetry's own setting (`OTEL_EXPORTER_OTLP_ENDPOINT`). */
export const OTLP_ENDPOINT = `http://${serverHost("collector")}:4318`;
