/** What somebody is told about (PRC-056, OPT-72, OPT-80): thresholds of the performance targets OPT-P1…OPT-P6 and of saturation. */
import type { AlertingRule, RuleGroup, Severity } from "./group.ts";

/** The targets, in seconds: OPT-P1 API, OPT-P3 database, OPT-P4 login, OPT-P5 e-mail, OPT-P6 SMS. Page load, OPT-P2, is measured in browsers, by RUM. */
export const TARGET_SECONDS = { api: 0.2, database: 0.1, login: 0.5, email: 30, sms: 10 } as const;

/** Share of failed requests over which somebody is called. */
export const ERROR_RATIO = 0.01;

function rule(alert: string, severity: Severity, duration: string, expr: string, items: readonly string[], summary: string): AlertingRule {
  return { alert, expr, for: duration, severity, items, summary };
}

const targets: RuleGroup<AlertingRule> = {
  name: "targets",
  interval: "1m",
  rules: [
    rule("ErrorRateHigh", "critical", "5m", `job:http_errors:ratio5m > ${ERROR_RATIO}`, ["PRC-051", "OPT-67"], "More than 1 % of the requests to {{ $labels.job }} fail"),
    rule("ApiSlow", "warning", "10m", `job:http_duration_seconds:p95_5m{job="api"} > ${TARGET_SECONDS.api}`, ["OPT-P1", "PRC-052"], "95 % of the API's requests take up to {{ $value | humanizeDuration }}"),
    rule("LoginSlow", "warning", "10m", `login:http_duration_seconds:p95_5m > ${TARGET_SECONDS.login}`, ["OPT-P4"], "95 % of logins take up to {{ $value | humanizeDuration }}"),
    rule("QueriesSlow", "warning", "10m", `operation:db_duration_seconds:p95_5m{db_operation_name="SELECT"} > ${TARGET_SECONDS.database}`, ["OPT-P3"], "95 % of database reads take up to {{ $value | humanizeDuration }}"),
    rule("EmailSlow", "warning", "15m", `channel:delivery_duration_seconds:p95_15m{channel="email"} > ${TARGET_SECONDS.email}`, ["OPT-P5"], "E-mail takes up to {{ $value | humanizeDuration }}"),
    rule("SmsSlow", "warning", "15m", `channel:delivery_duration_seconds:p95_15m{channel="sms"} > ${TARGET_SECONDS.sms}`, ["OPT-P6"], "SMS takes up to {{ $value | humanizeDuration }}"),
    rule("DeliveryFailing", "critical", "15m", "channel:deliveries:success_ratio15m < 0.95", ["OPT-63"], "More than 5 % of {{ $labels.channel }} messages are not delivered"),
  ],
};

const saturation: RuleGroup<AlertingRule> = {
  name: "saturation",
  interval: "1m",
  rules: [
    rule("PodCpuHigh", "warning", "15m", "pod:cpu_usage:ratio > 0.9", ["PRC-053", "OPT-61"], "{{ $labels.namespace }}/{{ $labels.pod }} uses more than 90 % of its CPU limit"),
    rule("PodMemoryHigh", "warning", "15m", "pod:memory_usage:ratio > 0.9", ["PRC-053", "OPT-61"], "{{ $labels.namespace }}/{{ $labels.pod }} uses more than 90 % of its memory limit"),
    rule("NodeMemoryHigh", "warning", "15m", "node:memory_usage:ratio > 0.9", ["PRC-053", "OPT-82"], "Node {{ $labels.instance }} uses more than 90 % of its memory"),
    rule("DatabaseConnectionsHigh", "critical", "5m", "job:db_connections:ratio > 0.85", ["PRC-054"], "{{ $labels.job }} uses more than 85 % of its database connections"),
    rule("VolumeFilling", "warning", "15m", "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.15", ["OPT-82"], "Volume {{ $labels.persistentvolumeclaim }} of {{ $labels.namespace }} is 85 % full"),
    rule("PodRestarting", "warning", "5m", "(increase(kube_pod_container_status_restarts_total[15m]) or increase(kube_pod_init_container_status_restarts_total[15m])) > 3", ["PRC-040"], "{{ $labels.namespace }}/{{ $labels.pod }} restarts again and again"),
    rule("DeploymentIncomplete", "critical", "15m", "kube_deployment_status_replicas_available < kube_deployment_spec_replicas", ["PRC-066"], "{{ $labels.namespace }}/{{ $labels.deployment }} lacks pods"),
  ],
};

const telemetry: RuleGroup<AlertingRule> = {
  name: "telemetry",
  interval: "1m",
  rules: [
    rule("TargetDown", "warning", "10m", "up == 0", ["PRC-048", "PRC-158"], "{{ $labels.job }} on {{ $labels.instance }} cannot be scraped"),
    rule("MetricsMissing", "critical", "10m", 'absent(job:http_requests:rate5m{job="api"})', ["PRC-158"], "The API sends no metrics"),
    rule("SpansRefused", "warning", "10m", 'sum(rate({__name__=~"otelcol_receiver_refused_spans(_total)?"}[5m])) > 0', ["PRC-059"], "The collector turns spans away"),
  ],
};

/** The alerting rules. */
export const ALERTING_RULES = [targets, saturation, telemetry];
