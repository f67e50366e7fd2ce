/** What is computed all the time, so that dashboards and alerts read one series each (PRC-050…PRC-054, OPT-59…OPT-67). */
import { recording } from "./group.ts";
import { CACHE_LOOKUPS, DB_CONNECTIONS, DB_CONNECTIONS_MAX, DB_DURATION, DELIVERIES, DELIVERY_DURATION, HTTP_DURATION, LOGINS, LOGIN_ROUTE, REGISTRATIONS, TRADED_ENERGY, TRADES, quantile, rateOf } from "./series.ts";

const FAILED = '{http_response_status_code=~"5.."}';

/**
 * Of each pod, the container that is nearest to its limit: what stands beside a program has a limit of its own.
 * kube-state-metrics counts native sidecars among the init containers.
 */
function nearestToLimit(resource: "cpu" | "memory", used: string): string {
  const by = "sum by (namespace, pod, container)";
  const limits = ["container", "init_container"].map((kind) => `${by} (kube_pod_${kind}_resource_limits{resource="${resource}"})`);
  return `max by (namespace, pod) (${by} (${used}) / (${limits.join(" or ")}))`;
}

/** The recording rules. */
export const RECORDING_RULES = [
  recording("http", {
    "job:http_requests:rate5m": rateOf(`${HTTP_DURATION}_count`, ["job"]),
    "route:http_requests:rate5m": rateOf(`${HTTP_DURATION}_count`, ["job", "http_route"]),
    // No failure leaves no series, which is not a share of zero: hence the multiplied total.
    "job:http_errors:ratio5m": `(${rateOf(`${HTTP_DURATION}_count`, ["job"], FAILED)} or ${rateOf(`${HTTP_DURATION}_count`, ["job"])} * 0) / ${rateOf(`${HTTP_DURATION}_count`, ["job"])}`,
    "job:http_duration_seconds:p95_5m": quantile(0.95, HTTP_DURATION, ["job"]),
    "route:http_duration_seconds:p95_5m": quantile(0.95, HTTP_DURATION, ["job", "http_route"]),
    "login:http_duration_seconds:p95_5m": quantile(0.95, HTTP_DURATION, [], `{http_route="${LOGIN_ROUTE}"}`),
  }),
  recording("resources", {
    "pod:cpu_usage:ratio": nearestToLimit("cpu", 'rate(container_cpu_usage_seconds_total{container!=""}[5m])'),
    "pod:memory_usage:ratio": nearestToLimit("memory", 'container_memory_working_set_bytes{container!=""}'),
    "node:cpu_usage:ratio": '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
    "node:memory_usage:ratio": "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
  }),
  recording("data", {
    "job:db_connections:ratio": `sum by (job) (${DB_CONNECTIONS}{db_client_connection_state="used"}) / sum by (job) (${DB_CONNECTIONS_MAX})`,
    "operation:db_duration_seconds:p95_5m": quantile(0.95, DB_DURATION, ["db_operation_name"], '{db_system_name="postgresql"}'),
    "cache:lookups:hit_ratio5m": `${rateOf(CACHE_LOOKUPS, [], '{outcome="hit"}')} / ${rateOf(CACHE_LOOKUPS)}`,
  }),
  recording("business", {
    "channel:delivery_duration_seconds:p95_15m": quantile(0.95, DELIVERY_DURATION, ["channel"], "", "15m"),
    "channel:deliveries:success_ratio15m": `${rateOf(DELIVERIES, ["channel"], '{outcome="delivered"}', "15m")} / ${rateOf(DELIVERIES, ["channel"], "", "15m")}`,
    "platform:registrations:rate1h": rateOf(REGISTRATIONS, [], "", "1h"),
    "platform:logins:success_ratio15m": `${rateOf(LOGINS, [], '{outcome="success"}', "15m")} / ${rateOf(LOGINS, [], "", "15m")}`,
    "platform:trades:rate15m": rateOf(TRADES, ["outcome"], "", "15m"),
    "platform:traded_energy_mwh:rate1h": rateOf(TRADED_ENERGY, [], "", "1h"),
  }),
];
