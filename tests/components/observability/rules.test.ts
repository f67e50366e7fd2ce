import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { alertManagerDefinition } from "../../../components/observability/alert-manager.ts";
import { dashboards } from "../../../components/observability/dashboards/dashboards.ts";
import { ALERTING_RULES, TARGET_SECONDS } from "../../../components/observability/rules/alerting.ts";
import { SEVERITIES, rulesYaml } from "../../../components/observability/rules/group.ts";
import { RECORDING_RULES } from "../../../components/observability/rules/recording.ts";
import { quantile, rateOf } from "../../../components/observability/rules/series.ts";
import { scrapeConfiguration } from "../../../components/observability/scrape.ts";
import { ITEMS } from "../../../checklist/ids.ts";
import { TOPICS, WATCHED } from "./fixture.ts";

const recorded = new Set(RECORDING_RULES.flatMap(({ rules }) => rules.map(({ record }) => record)));
const alerts = ALERTING_RULES.flatMap(({ rules }) => rules);
const panels = dashboards({ name: "optibid", ...WATCHED }).flatMap((dashboard) => dashboard.panels);

/** Series of the kind `level:metric:operation` that an expression reads. */
function colons(expr: string): string[] {
  return [...expr.matchAll(/\b[a-z_]+(?::[a-z0-9_]+)+\b/g)].map(([name]) => name);
}

/** Whether brackets and quotes are closed: what a slip of the pen breaks first. */
function balanced(expr: string): boolean {
  const bare = expr.replace(/"[^"]*"/g, "");
  return !bare.includes('"') && [["(", ")"], ["{", "}"], ["[", "]"]].every(([open, close]) => bare.split(open!).length === bare.split(close!).length);
}

describe("recording rules", () => {
  test("have names that differ and expressions that are closed", () => {
    const all = RECORDING_RULES.flatMap(({ rules }) => rules);
    expect(all.length).toBe(recorded.size);
    expect(all.filter(({ record, expr }) => !/^[a-z]+:[a-z0-9_]+:[a-z0-9_]+$/.test(record) || !balanced(expr))).toEqual([]);
  });

  test("tell of a pod's container that is nearest to its own limit, sidecars among them", () => {
    const of = "sum by (namespace, pod, container)";
    expect(RECORDING_RULES.flatMap(({ rules }) => rules).find(({ record }) => record === "pod:memory_usage:ratio")?.expr).toBe(
      `max by (namespace, pod) (${of} (container_memory_working_set_bytes{container!=""}) / (${of} (kube_pod_container_resource_limits{resource="memory"}) or ${of} (kube_pod_init_container_resource_limits{resource="memory"})))`,
    );
  });
});

describe("alerting rules", () => {
  test("read only what is recorded or scraped, serve known items and have a severity", () => {
    expect(alerts.flatMap(({ expr }) => colons(expr)).filter((name) => !recorded.has(name))).toEqual([]);
    expect(alerts.filter(({ expr, severity }) => !balanced(expr) || !SEVERITIES.includes(severity))).toEqual([]);
    expect(alerts.flatMap(({ items }) => items).filter((item) => !ITEMS.some(({ id }) => id === item))).toEqual([]);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  test("hold every target that Prometheus can see", () => {
    const served = new Set(alerts.flatMap(({ items }) => items));
    expect(["OPT-P1", "OPT-P3", "OPT-P4", "OPT-P5", "OPT-P6", "PRC-051", "PRC-052", "PRC-053", "PRC-054"].filter((item) => !served.has(item))).toEqual([]);
    expect(TARGET_SECONDS).toEqual({ api: 0.2, database: 0.1, login: 0.5, email: 30, sms: 10 });
  });

  test("as YAML have labels and annotations", () => {
    const { groups } = parse(rulesYaml(ALERTING_RULES)) as { groups: { name: string; rules: Record<string, unknown>[] }[] };
    expect(groups.map(({ name }) => name)).toEqual(["targets", "saturation", "telemetry"]);
    expect(groups[0]?.rules[0]).toEqual({
      alert: "ErrorRateHigh",
      expr: "job:http_errors:ratio5m > 0.01",
      for: "5m",
      labels: { severity: "critical" },
      annotations: { summary: "More than 1 % of the requests to {{ $labels.job }} fail", checklist: "PRC-051 OPT-67" },
    });
  });
});

describe("expressions", () => {
  test.each([
    [quantile(0.95, "a_seconds", ["job"], '{x="y"}'), 'histogram_quantile(0.95, sum by (le, job) (rate(a_seconds_bucket{x="y"}[5m])))'],
    [rateOf("a_total"), "sum (rate(a_total[5m]))"],
    [rateOf("a_total", ["job"], "", "1h"), "sum by (job) (rate(a_total[1h]))"],
  ])("%s", (written, wanted) => {
    expect(written).toBe(wanted);
  });
});

describe("what is scraped", () => {
  const { global: settings, scrape_configs: jobs } = parse(scrapeConfiguration("optibid-production", "observability")) as {
    global: Record<string, unknown>;
    scrape_configs: { job_name: string; honor_labels?: boolean; metric_relabel_configs: { regex: string }[] }[];
  };
  const kept = jobs.map(({ metric_relabel_configs: [keep] }) => new RegExp(`^(?:${keep?.regex ?? ""})$`));

  test("are these jobs, each of which keeps only what it has to", () => {
    expect(settings).toEqual({ scrape_interval: "60s", external_labels: { cluster: "optibid-production" } });
    expect(jobs.map(({ job_name }) => job_name)).toEqual(["kubernetes-apiservers", "cadvisor", "kubelet", "kube-state-metrics", "node-exporter", "telemetry"]);
    expect(jobs.filter(({ metric_relabel_configs }) => metric_relabel_configs.length !== 1)).toEqual([]);
  });

  test("is every series of the cluster that rules and dashboards read", () => {
    const expressions = [...RECORDING_RULES.flatMap(({ rules }) => rules.map(({ expr }) => expr)), ...alerts.map(({ expr }) => expr), ...panels.flatMap(({ queries = [] }) => queries.map(({ expr }) => expr))];
    const read = new Set(expressions.flatMap((expr) => [...expr.matchAll(/\b(?:container|kube|node|kubelet)_[A-Za-z0-9_]+(?!:)\b/g)].map(([name]) => name)).filter((name) => !/^node_(cpu|memory)_usage$/.test(name)));
    expect([...read].filter((name) => !kept.some((keep) => keep.test(name)))).toEqual([]);
    expect(read.size).toBeGreaterThan(8);
  });
});

describe("the alert manager", () => {
  const config = parse((parse(alertManagerDefinition(TOPICS, "eu-central-1")) as { alertmanager_config: string }).alertmanager_config) as {
    route: { receiver: string; routes: { matchers: string[]; receiver: string }[] };
    receivers: { name: string; sns_configs: { topic_arn: string; subject: string; sigv4: unknown }[] }[];
  };

  test("routes every severity to a receiver of its own, and what has none to the lesser", () => {
    expect(config.route.routes.map(({ matchers, receiver }) => [matchers, receiver])).toEqual(SEVERITIES.map((severity) => [[`severity="${severity}"`], severity]));
    expect(config.route.receiver).toBe("warning");
    expect(config.receivers.map(({ name, sns_configs }) => [name, sns_configs[0]?.topic_arn, sns_configs[0]?.sigv4])).toEqual(SEVERITIES.map((severity) => [severity, TOPICS[severity], { region: "eu-central-1" }]));
  });
});
