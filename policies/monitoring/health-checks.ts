/**
 * Health checks implemented: PRC-040…PRC-043.
 */
import { atLeast, dig, list, quoted, record, text } from "../inputs.ts";
import { eachContainer, nameOf, podTemplate } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { CACHE_CLUSTER, DB_CLUSTER_INSTANCE, DB_INSTANCE, REPLICATION_GROUP, SERVICES_OF_PODS } from "../types.ts";

const HANDLERS = ["httpGet", "tcpSocket", "exec", "grpc"];

function probe(kind: "readiness" | "liveness" | "startup", why: string): ResourceRule {
  return {
    name: `container-${kind}-probe`,
    items: ["PRC-038", "PRC-040", "PRC-041"],
    severity: kind === "startup" ? "low" : "medium",
    frameworks: [],
    demands: `Every container of a service has a ${kind} probe.`,
    why,
    remediation: `Set ${kind}Probe to the service's health endpoint.`,
    looksAt: SERVICES_OF_PODS,
    judge(node) {
      const pod = podTemplate(node);
      const restart = pod.spec["restartPolicy"];
      if (restart === "Never" || restart === "OnFailure") return notApplicable("the pod runs once and serves nobody");
      return examine((check) =>
        eachContainer(
          pod,
          check,
          (container) => {
            const given = record(container.spec[`${kind}Probe`]);
            const works = given !== undefined && HANDLERS.some((handler) => handler in given);
            if (!works) check.fail(`container ${nameOf(container)} has no ${kind} probe`, `${container.path}.${kind}Probe`);
          },
          ["containers"],
        ),
      );
    },
  };
}

const enhanced: ResourceRule = {
  name: "database-enhanced-monitoring",
  items: ["PRC-042", "OPT-60"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.6" }],
  demands: "Databases report the state of their machine at least once a minute.",
  why: "Memory and disk pressure show in the operating system first.",
  remediation: "Set monitoringInterval to 60 or less and monitoringRoleArn.",
  looksAt: [DB_INSTANCE, DB_CLUSTER_INSTANCE],
  judge(node) {
    const value = () => node.props["monitoringInterval"];
    return examine((check) => check.that(() => atLeast(value(), 1), () => `monitoringInterval is ${quoted(value())}; the default is 0, off`, "monitoringInterval"));
  },
};

const cacheLogs: ResourceRule = {
  name: "cache-logs-delivered",
  items: ["PRC-043", "PRC-044"],
  severity: "low",
  frameworks: [],
  demands: "Redis and Valkey deliver their slow log and engine log.",
  why: "A failing or overloaded cache explains itself there.",
  remediation: "Add logDeliveryConfigurations for slow-log and engine-log.",
  looksAt: [REPLICATION_GROUP, CACHE_CLUSTER],
  judge(node) {
    if (text(node.props["engine"]) === "memcached") return notApplicable("Memcached delivers no logs");
    if (node.type === CACHE_CLUSTER && text(node.props["replicationGroupId"]) !== undefined) return notApplicable("the replication group decides");
    return examine((check) => {
      const types = list(node.props["logDeliveryConfigurations"]).map((configuration) => dig(configuration, "logType"));
      for (const type of ["slow-log", "engine-log"]) check.that(() => types.includes(type), `the ${type} is not delivered`, "logDeliveryConfigurations");
    });
  },
};

export const rules: readonly Rule[] = [
  probe("readiness", "Traffic would reach pods that cannot answer yet, or no longer."),
  probe("liveness", "A pod that hangs would hang until somebody notices."),
  probe("startup", "A slow start would be taken for a hang and restarted for ever."),
  enhanced, cacheLogs,
];
