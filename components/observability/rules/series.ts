/**
 * The series that programs send, by the names Prometheus knows them under.
 *
 * Those of HTTP and databases are OpenTelemetry's semantic conventions after the collector's translation (dots become
 * underscores, a unit and `_total` are appended); those that begin with `optibid_` are the platform's own.
 */

/** Seconds an HTTP server took: labels `job`, `http_route`, `http_request_method`, `http_response_status_code`. */
export const HTTP_DURATION = "http_server_request_duration_seconds";
/** Seconds a database operation took: labels `db_operation_name`, `db_system_name`. */
export const DB_DURATION = "db_client_operation_duration_seconds";
/** Connections of a pool: label `db_client_connection_state` (`used`, `idle`). */
export const DB_CONNECTIONS = "db_client_connection_count";
/** Most connections a pool may have. */
export const DB_CONNECTIONS_MAX = "db_client_connection_max";
/** Seconds from the order to send until the provider reported delivery: label `channel` (`email`, `sms`). */
export const DELIVERY_DURATION = "optibid_delivery_duration_seconds";
/** Messages by `channel` and `outcome` (`delivered`, `failed`). */
export const DELIVERIES = "optibid_deliveries_total";
/** Accounts opened. */
export const REGISTRATIONS = "optibid_registrations_total";
/** Logins by `outcome` (`success`, `failure`). */
export const LOGINS = "optibid_logins_total";
/** Trades by `outcome` (`executed`, `rejected`). */
export const TRADES = "optibid_trades_total";
/** Energy traded, in megawatt hours. */
export const TRADED_ENERGY = "optibid_traded_energy_mwh_total";
/** Requests turned away by the API's own rate limits: label `limit`. */
export const RATE_LIMITED = "optibid_rate_limited_total";
/** Seconds from the opening to the closing of an incident. */
export const INCIDENT_RESOLUTION = "optibid_incident_resolution_seconds";
/** Lookups of the cache by `outcome` (`hit`, `miss`). */
export const CACHE_LOOKUPS = "optibid_cache_lookups_total";

/** Route on which users log in. */
export const LOGIN_ROUTE = "/api/auth/login";

/** A quantile of a histogram, of all its buckets summed by `le` and the labels given. */
export function quantile(q: number, histogram: string, by: readonly string[] = [], selector = "", range = "5m"): string {
  return `histogram_quantile(${q}, sum by (${["le", ...by].join(", ")}) (rate(${histogram}_bucket${selector}[${range}])))`;
}

/** Sum of a counter's rate, by labels. */
export function rateOf(counter: string, by: readonly string[] = [], selector = "", range = "5m"): string {
  return `sum${by.length === 0 ? "" : ` by (${by.join(", ")})`} (rate(${counter}${selector}[${range}]))`;
}
