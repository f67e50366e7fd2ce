/** Dashboards of the programs and of the business. */
import { ERROR_RATIO, TARGET_SECONDS } from "../rules/alerting.ts";
import { DELIVERIES, INCIDENT_RESOLUTION, LOGINS, RATE_LIMITED, REGISTRATIONS, quantile, rateOf } from "../rules/series.ts";
import type { Dashboard } from "./panel.ts";
import { canarySuccess } from "./platform.ts";

/** Requests, errors, durations. */
export function apiDashboard(): Dashboard {
  return {
    uid: "optibid-api",
    title: "API",
    panels: [
      { title: "Requests", kind: "timeseries", unit: "reqps", queries: [{ expr: "job:http_requests:rate5m", legend: "{{job}}" }], items: ["PRC-050"] },
      { title: "Errors, share of requests", kind: "timeseries", unit: "percentunit", limit: ERROR_RATIO, queries: [{ expr: "job:http_errors:ratio5m", legend: "{{job}}" }], items: ["PRC-051", "OPT-67"] },
      { title: "Response time, p95", kind: "timeseries", unit: "s", limit: TARGET_SECONDS.api, queries: [{ expr: "job:http_duration_seconds:p95_5m", legend: "{{job}}" }], items: ["PRC-052", "OPT-P1", "OPT-59"] },
      { title: "Response time by route, p95", kind: "timeseries", unit: "s", limit: TARGET_SECONDS.api, queries: [{ expr: 'topk(10, route:http_duration_seconds:p95_5m{job="api"})', legend: "{{http_route}}" }], items: ["PRC-052", "OPT-59"] },
      { title: "Requests by route", kind: "timeseries", unit: "reqps", queries: [{ expr: 'topk(10, route:http_requests:rate5m{job="api"})', legend: "{{http_route}}" }], items: ["PRC-050", "OPT-64"] },
      { title: "Login, p95", kind: "timeseries", unit: "s", limit: TARGET_SECONDS.login, queries: [{ expr: "login:http_duration_seconds:p95_5m" }], items: ["OPT-P4"] },
    ],
  };
}

/** What the platform is for. */
export function businessDashboard(name: string): Dashboard {
  return {
    uid: "optibid-business",
    title: "Business",
    panels: [
      { title: "Registrations a day", kind: "stat", unit: "short", queries: [{ expr: `sum(increase(${REGISTRATIONS}[1d]))` }], items: ["OPT-62"] },
      { title: "Logins", kind: "timeseries", unit: "ops", queries: [{ expr: rateOf(LOGINS, ["outcome"], "", "15m"), legend: "{{outcome}}" }], items: ["OPT-62"] },
      { title: "Successful logins", kind: "timeseries", unit: "percentunit", limit: 0.8, lowIsBad: true, queries: [{ expr: "platform:logins:success_ratio15m" }], items: ["OPT-62"] },
      { title: "E-mail and SMS delivered", kind: "timeseries", unit: "percentunit", limit: 0.95, lowIsBad: true, queries: [{ expr: "channel:deliveries:success_ratio15m", legend: "{{channel}}" }], items: ["OPT-63"] },
      { title: "E-mail and SMS sent", kind: "timeseries", unit: "ops", queries: [{ expr: rateOf(DELIVERIES, ["channel", "outcome"], "", "15m"), legend: "{{channel}} {{outcome}}" }], items: ["OPT-63"] },
      { title: "Time to delivery, p95", kind: "timeseries", unit: "s", limit: TARGET_SECONDS.email, queries: [{ expr: "channel:delivery_duration_seconds:p95_15m", legend: "{{channel}}" }], items: ["OPT-P5", "OPT-P6"] },
      { title: "API usage", kind: "timeseries", unit: "reqps", queries: [{ expr: 'job:http_requests:rate5m{job="api"}' }], items: ["OPT-64"] },
      { title: "Requests over a rate limit", kind: "timeseries", unit: "reqps", queries: [{ expr: rateOf(RATE_LIMITED, ["limit"]), legend: "{{limit}}" }], items: ["OPT-64"] },
      { title: "Trades", kind: "timeseries", unit: "ops", queries: [{ expr: "platform:trades:rate15m", legend: "{{outcome}}" }], items: ["OPT-65"] },
      { title: "Energy traded, MWh an hour", kind: "timeseries", unit: "short", queries: [{ expr: "platform:traded_energy_mwh:rate1h * 3600" }], items: ["OPT-65"] },
      { title: "Uptime, as canaries see it", kind: "stat", unit: "percent", limit: 99.9, lowIsBad: true, metrics: canarySuccess(name, ["api-health", "frontend"]), items: ["OPT-66"] },
      { title: "Errors, share of requests", kind: "timeseries", unit: "percentunit", limit: ERROR_RATIO, queries: [{ expr: "job:http_errors:ratio5m", legend: "{{job}}" }], items: ["OPT-67"] },
      { title: "Time to resolve an incident, p95 of 30 days", kind: "stat", unit: "s", limit: 14_400, queries: [{ expr: quantile(0.95, INCIDENT_RESOLUTION, [], "", "30d") }], items: ["OPT-67"] },
    ],
  };
}
