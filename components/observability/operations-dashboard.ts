/** The CloudWatch dashboard for operations: the first look, also on a telephone in the AWS Console Mobile Application (PRC-129, OPT-79). */
import { GLOBAL_REGION } from "../arn.ts";
import { canarySuccess } from "./dashboards/platform.ts";
import type { Watched } from "./dashboards/platform.ts";
import { appMonitorName } from "./names.ts";

/** Columns of the dashboard's grid; a telephone shows the widgets one below the other, in this order. */
const WIDTH = 12;
const HEIGHT = 6;

type Series = readonly (string | { readonly region?: string; readonly label?: string; readonly stat?: string })[];

/** A widget that is a graph. Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax". */
interface Graph {
  readonly title: string;
  readonly stat: string;
  readonly metrics: readonly Series[];
  readonly limit?: { readonly label: string; readonly value: number };
}

function graphs(watched: Watched): Graph[] {
  const { databaseId, replicaIds, cacheNodeIds, distributionId } = watched;
  const edge = (metric: string): Series => ["AWS/CloudFront", metric, "DistributionId", distributionId, "Region", "Global", { region: GLOBAL_REGION }];
  const databases = [databaseId, ...replicaIds];
  return [
    {
      title: "Good runs of canaries, percent",
      stat: "Average",
      metrics: canarySuccess(watched.name).map(({ namespace, metric, dimensions, legend = "" }): Series => [namespace, metric, "CanaryName", dimensions["CanaryName"] ?? "", { label: legend }]),
      limit: { label: "all", value: 100 },
    },
    { title: "Server errors at the edge, percent", stat: "Average", metrics: [edge("5xxErrorRate")], limit: { label: "target", value: 1 } },
    { title: "Requests at the edge", stat: "Sum", metrics: [edge("Requests")] },
    { title: "Page load in browsers, p95, ms", stat: "p95", metrics: [["AWS/RUM", "PerformanceNavigationDuration", "application_name", appMonitorName(watched)]], limit: { label: "OPT-P2", value: 3_000 } },
    { title: "Database CPU, percent", stat: "Average", metrics: databases.map((id): Series => ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", id, { label: id }]), limit: { label: "high", value: 80 } },
    { title: "Database connections", stat: "Maximum", metrics: databases.map((id): Series => ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", id, { label: id }]) },
    { title: "Cache memory, percent", stat: "Maximum", metrics: cacheNodeIds.map((id): Series => ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", id, { label: id }]), limit: { label: "high", value: 80 } },
    { title: "Nodes that failed", stat: "Maximum", metrics: [["ContainerInsights", "cluster_failed_node_count", "ClusterName", watched.name]] },
  ];
}

/**
 * Body of the dashboard.
 *
 * @param region where metrics are, but for those of CloudFront
 */
export function operationsDashboard(watched: Watched, region: string) {
  return {
    start: "-PT6H",
    periodOverride: "inherit",
    widgets: graphs(watched).map(({ title, stat, metrics, limit }, index) => ({
      type: "metric",
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        region,
        view: "timeSeries",
        stat,
        period: 300,
        metrics,
        ...(limit === undefined ? {} : { annotations: { horizontal: [limit] } }),
      },
    })),
  };
}
