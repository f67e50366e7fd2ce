/** Panels and dashboards of Grafana as typed values, and the JSON that Grafana provisions from (PRC-049, OPT-79). */

/** Ids of the provisioned data sources. */
export const SOURCES = { prometheus: "prometheus", cloudwatch: "cloudwatch", jaeger: "jaeger" } as const;

/** Types of the data sources; that of Prometheus is AWS's plugin, which signs requests. */
export const SOURCE_TYPES = { prometheus: "grafana-amazonprometheus-datasource", cloudwatch: "cloudwatch", jaeger: "jaeger" } as const;

/** Units by Grafana's own ids. */
export type Unit = "percentunit" | "percent" | "reqps" | "s" | "ms" | "short" | "bytes" | "ops" | "none";

/** A series from Prometheus. */
export interface Query {
  readonly expr: string;
  /** What the legend says, with labels in double braces. */
  readonly legend?: string;
}

/** A series from CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum" | "p95" | "p99";
  readonly dimensions: Readonly<Record<string, string>>;
  readonly legend?: string;
  /** Where the metric is, if not at home: CloudFront's are in us-east-1. */
  readonly region?: string;
}

/** A panel before it has a place. */
export interface Panel {
  readonly title: string;
  readonly kind: "timeseries" | "stat";
  readonly unit: Unit;
  readonly queries?: readonly Query[];
  readonly metrics?: readonly Metric[];
  /** Value from which the panel turns red: a performance target or a limit. */
  readonly limit?: number;
  /** Whether less than the limit is what is bad. Default false. */
  readonly lowIsBad?: boolean;
  /** Checklist items it shows. */
  readonly items: readonly string[];
}

/** A dashboard. */
export interface Dashboard {
  /** Part of its address; at most 40 letters, digits, dashes and underscores. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Columns of Grafana's grid, and size of a panel in it. */
const GRID = { columns: 24, width: 8, height: 8 } as const;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function source(name: keyof typeof SOURCES) {
  return { type: SOURCE_TYPES[name], uid: SOURCES[name] };
}

function targets({ queries = [], metrics = [] }: Panel) {
  const fromPrometheus = queries.map(({ expr, legend = "" }) => ({ datasource: source("prometheus"), expr, legendFormat: legend }));
  const fromCloudWatch = metrics.map(({ namespace, metric, statistic, dimensions, legend = "", region = "default" }) => ({
    datasource: source("cloudwatch"),
    queryMode: "Metrics",
    metricQueryType: 0,
    metricEditorMode: 0,
    region,
    namespace,
    metricName: metric,
    statistic,
    dimensions,
    matchExact: false,
    label: legend,
    period: "",
  }));
  return [...fromPrometheus, ...fromCloudWatch].map((target, index) => ({ refId: LETTERS.charAt(index), ...target }));
}

function thresholds({ limit, lowIsBad = false }: Panel) {
  const [below, above] = lowIsBad ? ["red", "green"] : ["green", "red"];
  return { mode: "absolute", steps: limit === undefined ? [{ color: "green", value: null }] : [{ color: below, value: null }, { color: above, value: limit }] };
}

function laidOut(panel: Panel, index: number) {
  const perRow = GRID.columns / GRID.width;
  return {
    id: index + 1,
    type: panel.kind,
    title: panel.title,
    description: `Checklist: ${panel.items.join(", ")}`,
    datasource: source(panel.queries === undefined ? "cloudwatch" : "prometheus"),
    gridPos: { x: (index % perRow) * GRID.width, y: Math.floor(index / perRow) * GRID.height, w: GRID.width, h: GRID.height },
    targets: targets(panel),
    fieldConfig: {
      defaults: { unit: panel.unit, min: 0, thresholds: thresholds(panel), ...(panel.kind === "timeseries" && panel.limit !== undefined ? { custom: { thresholdsStyle: { mode: "line" } } } : {}) },
      overrides: [],
    },
  };
}

/** The model that Grafana reads from a file. Source: Grafana documentation, "JSON model". */
export function dashboardModel({ uid, title, panels }: Dashboard) {
  return {
    uid,
    title,
    tags: ["optibid"],
    timezone: "utc",
    schemaVersion: 39,
    editable: false,
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    panels: panels.map(laidOut),
  };
}
