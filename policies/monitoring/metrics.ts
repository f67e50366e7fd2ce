/**
 * Metrics in Prometheus, dashboards, and the traces beside them: PRC-048…053, PRC-059…061, PRC-126…129, OPT-57…61, OPT-79, OPT-83.
 */
import { isOwnKey } from "../databases.ts";
import type { Graph, Node } from "../graph.ts";
import { atLeast, dig, list, matchesGlob, number, parseJson, quoted, record, strings, text, word } from "../inputs.ts";
import { namespaceOf, objectName, podTemplate } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { peek } from "../unknown.ts";
import { DEPLOYMENTS, STATEFUL_SETS, WORKLOADS } from "../types.ts";

const WORKSPACE = "aws:amp/workspace:Workspace";
const RULE_GROUPS = "aws:amp/ruleGroupNamespace:RuleGroupNamespace";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const collected: StackRule = {
  name: "metrics-collected",
  items: ["PRC-048", "PRC-158", "OPT-57"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }],
  demands: "A Prometheus workspace has a scraper that fills it and writes its own logs.",
  why: "An empty workspace looks like a platform without errors.",
  remediation: "Add a Scraper with the workspace as its destination, and set loggingConfiguration.",
  looksAt: "stack",
  subjects: [WORKSPACE],
  judge(node, _policy, graph) {
    return examine((check) => {
      check.that(() => graph.referrers(node, ["aws:amp/scraper:Scraper"], "destination").length > 0, "nothing fills it");
      check.that(() => dig(node.props, "loggingConfiguration") !== undefined, "failing rules are not logged", "loggingConfiguration");
    });
  },
};

/** What the rules of a workspace must work out, and how PromQL shows it. */
const KEY_METRICS: readonly (readonly [string, RegExp])[] = [
  ["the request rate", /\brate\([^()]*request/],
  ["the error rate", /5\.\.|5xx|error/i],
  ["the response time", /histogram_quantile\(/],
  ["processor use", /cpu/i],
  ["memory use", /memory/i],
];

const recorded: StackRule = {
  name: "key-metrics-recorded",
  items: ["PRC-050", "PRC-051", "PRC-052", "PRC-053", "OPT-59", "OPT-61", "OPT-82"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }],
  demands: "Rules of a Prometheus workspace work out request rate, error rate, response time, processor and memory use.",
  why: "Those are what every outage is told by.",
  remediation: "Add a RuleGroupNamespace that records them.",
  looksAt: "stack",
  subjects: [WORKSPACE],
  judge(node, _policy, graph) {
    return examine((check) => {
      const written = rulesOf(graph, node);
      for (const [metric, shows] of KEY_METRICS) check.that(() => shows.test(written), `no rule works out ${metric}`);
    });
  },
};

function rulesOf(graph: Graph, workspace: Node): string {
  return graph.referrers(workspace, [RULE_GROUPS], "workspaceId").map((group) => text(group.props["data"]) ?? "").join("\n");
}

const alerted: StackRule = {
  name: "metrics-alert",
  items: ["PRC-056", "OPT-72", "OPT-80"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4(5)" }],
  demands: "A Prometheus workspace has alerting rules and an alert manager that sends what they raise.",
  why: "Without either an alert fires and nobody hears it.",
  remediation: "Add alerting rules in a RuleGroupNamespace, and an AlertManagerDefinition.",
  looksAt: "stack",
  subjects: [WORKSPACE],
  judge(node, _policy, graph) {
    return examine((check) => {
      check.that(() => /^ *(?:- *)?alert:/m.test(rulesOf(graph, node)), "no rule raises an alert");
      check.that(() => graph.referrers(node, ["aws:amp/alertManagerDefinition:AlertManagerDefinition"], "workspaceId").length > 0, "nothing sends its alerts");
    });
  },
};

const kept: ResourceRule = {
  name: "metrics-kept",
  items: ["PRC-127"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "AU-11" }],
  demands: "Metrics are kept for at least 30 days.",
  why: "Last month is what this month is compared with.",
  remediation: "Set retentionPeriodInDays to 30 or more, or leave it out: the service keeps 150 days.",
  thresholds: ["logDays"],
  looksAt: ["aws:amp/workspaceConfiguration:WorkspaceConfiguration"],
  judge(node, { thresholds }) {
    const days = () => node.props["retentionPeriodInDays"] ?? 150;
    return examine((check) => check.that(() => atLeast(days(), thresholds.logDays), () => `kept for ${quoted(days())} days`, "retentionPeriodInDays"));
  },
};

const dashboards: StackRule = {
  name: "grafana-dashboards-provisioned",
  items: ["PRC-049", "PRC-126", "PRC-128", "OPT-62", "OPT-63", "OPT-64", "OPT-65", "OPT-66", "OPT-67", "OPT-79"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }],
  demands: "Grafana mounts a ConfigMap with dashboards.",
  why: "Dashboards made by hand are gone with the pod, and nobody reviewed them.",
  remediation: "Put the dashboards' JSON into a ConfigMap and mount it as a volume.",
  looksAt: "stack",
  subjects: [...DEPLOYMENTS, ...STATEFUL_SETS],
  judge(node, _policy, graph) {
    const spec = podTemplate(node).spec;
    if (!runs(node, "grafana")) return notApplicable("it does not run Grafana");
    return examine((check) => {
      const mounted = list(spec["volumes"]).map((volume) => dig(volume, "configMap", "name"));
      const maps = graph.ofType([CONFIG_MAP]).filter((map) => namespaceOf(map) === namespaceOf(node) && mounted.includes(objectName(map)));
      check.that(() => maps.some((map) => Object.keys(record(map.props["data"]) ?? {}).some((key) => key.endsWith(".json"))), "it mounts no dashboards", "spec.template.spec.volumes");
    });
  },
};

/** Whether a container's image is of this name, whatever registry it comes from; not known where none is and some are not known yet. */
function runs(node: Node, program: string): boolean {
  const written = new RegExp(`(^|/)${program}(-[a-z0-9-]+)?([:@]|$)`);
  const images = list(podTemplate(node).spec["containers"]).map((container) => () => word(dig(container, "image")));
  return images.some((image) => written.test(peek(image) ?? "")) || images.some((image) => written.test(image()));
}

const overview: ResourceRule = {
  name: "dashboard-shows-metrics",
  items: ["PRC-129", "OPT-79"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }],
  demands: "A CloudWatch dashboard, which the AWS app shows on a phone, has widgets.",
  why: "Who is on call has a telephone at hand before a computer.",
  remediation: "Write widgets into dashboardBody.",
  looksAt: ["aws:cloudwatch/dashboard:Dashboard"],
  judge(node) {
    return examine((check) => check.that(() => list(dig(parseJson(text(node.props["dashboardBody"]) ?? ""), "widgets")).length > 0, "it shows nothing", "dashboardBody"));
  },
};

const users: ResourceRule = {
  name: "real-users-monitored",
  items: ["OPT-58", "OPT-83"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }],
  demands: "Real user monitoring takes errors, page loads and requests of a share of the sessions.",
  why: "Servers that are fast do not make a page that is.",
  remediation: "Set appMonitorConfiguration.telemetries to errors, performance and http, and sessionSampleRate above 0.",
  looksAt: ["aws:rum/appMonitor:AppMonitor"],
  judge(node) {
    return examine((check) => {
      const settings = node.props["appMonitorConfiguration"];
      const taken = strings(dig(settings, "telemetries"));
      for (const wanted of ["errors", "performance", "http"]) check.that(() => taken.includes(wanted), `${wanted} is not taken`, "appMonitorConfiguration.telemetries");
      // 0.1 by default (CloudWatch RUM API, AppMonitorConfiguration).
      check.that(() => (number(dig(settings, "sessionSampleRate") ?? 0.1) ?? 0) > 0, "no session is taken", "appMonitorConfiguration.sessionSampleRate");
    });
  },
};

const stored: ResourceRule = {
  name: "jaeger-storage-persistent",
  items: ["PRC-059"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "AU-9" }],
  demands: "Jaeger keeps traces on a volume that outlives its pod.",
  why: "The traces of an outage are gone with the pod that the outage ended.",
  remediation: "Run a StatefulSet with volumeClaimTemplates, or mount a persistentVolumeClaim.",
  looksAt: [...DEPLOYMENTS, ...STATEFUL_SETS],
  judge(node) {
    if (!runs(node, "jaeger")) return notApplicable("it does not run Jaeger");
    return examine((check) => {
      const claimed = list(dig(node.props["spec"], "volumeClaimTemplates")).length > 0 || list(podTemplate(node).spec["volumes"]).some((volume) => dig(volume, "persistentVolumeClaim") !== undefined);
      check.that(() => claimed, "its traces are kept in the pod", "spec.volumeClaimTemplates");
    });
  },
};

const sampled: ResourceRule = {
  name: "trace-sampling-keeps-errors",
  items: ["PRC-060", "PRC-061"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "AU-12" }],
  demands: "Where an OpenTelemetry collector samples by the whole trace, it keeps errors and slow traces.",
  why: "What a random share leaves out is what one looks for.",
  remediation: "Add policies of the types status_code and latency to tail_sampling.",
  looksAt: [CONFIG_MAP],
  judge(node) {
    const name = objectName(node);
    if (!["*collector*", "*sampler*", "*otel*"].some((pattern) => matchesGlob(pattern, name))) return notApplicable("it is no collector's");
    const written = Object.values(record(node.props["data"]) ?? {}).map(word).join("\n");
    if (written !== "" && !/^ *(tail_sampling|probabilistic_sampler)(\/\S+)?:/m.test(written)) return notApplicable("it does not sample");
    return examine((check) => {
      for (const kind of ["status_code", "latency"]) check.that(() => new RegExp(`type: ["']?${kind}`).test(written), `no policy is of the type ${kind}`, "data");
    });
  },
};

/** Settings of OpenTelemetry's SDKs that stop traces (OpenTelemetry, environment variable specification). */
const OFF: Readonly<Record<string, readonly string[]>> = {
  OTEL_SDK_DISABLED: ["true"],
  OTEL_TRACES_EXPORTER: ["none"],
  OTEL_TRACES_SAMPLER: ["always_off", "parentbased_always_off"],
};

const traced: ResourceRule = {
  name: "program-traces-not-off",
  items: ["PRC-061"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "AU-12" }],
  demands: "No program switches OpenTelemetry off.",
  why: "A request is lost from sight at the first program that does not trace it.",
  remediation: "Remove OTEL_SDK_DISABLED, and leave OTEL_TRACES_SAMPLER and OTEL_TRACES_EXPORTER on.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => {
      check.each(() => list(pod.spec["containers"]), (container, index) => {
        check.each(() => list(dig(container, "env")), (entry) => {
          const name = word(dig(entry, "name"));
          const off = Object.hasOwn(OFF, name) ? OFF[name] : undefined;
          check.that(() => off?.includes(word(dig(entry, "value"))) !== true, `${name} switches tracing off`, `${pod.path}.containers[${index}].env`);
        });
      });
    });
  },
};

const metricsEncrypted: ResourceRule = {
  name: "metrics-encrypted",
  items: ["PRC-111"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "SC-28(1)" }],
  demands: "A Prometheus workspace is encrypted with a key of ours.",
  why: "Labels carry names of hosts, routes and customers.",
  remediation: "Set kmsKeyArn.",
  looksAt: [WORKSPACE],
  judge(node) {
    return examine((check) => check.that(() => isOwnKey(() => node.props["kmsKeyArn"]), "it has no key of ours", "kmsKeyArn"));
  },
};

export const rules: readonly Rule[] = [collected, recorded, alerted, kept, metricsEncrypted, dashboards, overview, users, stored, sampled, traced];
