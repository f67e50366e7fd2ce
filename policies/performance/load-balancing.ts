/**
 * Load balancing: PRC-037…PRC-039, and so PRC-066.
 */
import { atLeast, dig, flag, list, quoted, text } from "../inputs.ts";
import { scalersOf } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { AUTOSCALERS, DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, TARGET_GROUPS } from "../types.ts";

const GROUP = "aws:autoscaling/group:Group";

const replicated: StackRule = {
  name: "workload-replicated",
  items: ["PRC-037", "PRC-066"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-10" }],
  demands: "Every stateless service runs at least two instances.",
  why: "With one, every restart and every lost node is an outage.",
  remediation: "Set replicas, or minReplicas of the HorizontalPodAutoscaler that governs it, to 2 or more.",
  thresholds: ["replicas"],
  looksAt: "stack",
  subjects: [...DEPLOYMENTS, ...STATEFUL_SETS, ...REPLICA_SETS],
  judge(node, { thresholds }, graph) {
    return examine((check) => {
      const [scaler] = scalersOf(node, graph);
      const [value, where] = scaler === undefined
        ? [dig(node.props["spec"], "replicas"), "replicas"]
        : [dig(scaler.props["spec"], "minReplicas"), `minReplicas of ${scaler.name}`];
      check.that(() => atLeast(value, thresholds.replicas), `${where} is ${quoted(value)}; the default is 1`, "spec.replicas");
    });
  },
};

const scaler: ResourceRule = {
  name: "autoscaler-minimum",
  items: ["PRC-037", "PRC-066"],
  severity: "medium",
  frameworks: [],
  demands: "No autoscaler goes below two instances.",
  why: "It would undo at night what was replicated by day.",
  remediation: "Set minReplicas to 2 or more.",
  thresholds: ["replicas"],
  looksAt: AUTOSCALERS,
  judge(node, { thresholds }) {
    const value = () => dig(node.props["spec"], "minReplicas");
    return examine((check) => check.that(() => atLeast(value(), thresholds.replicas), () => `minReplicas is ${quoted(value())}; the default is 1`, "spec.minReplicas"));
  },
};

const machines: ResourceRule = {
  name: "machine-group-spread",
  items: ["PRC-037", "PRC-066"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "AutoScaling.2" }],
  demands: "An Auto Scaling group keeps at least two machines in at least two zones.",
  why: "A zone that fails takes the whole group with it otherwise.",
  remediation: "Set minSize to 2 or more and give the group subnets of two zones.",
  thresholds: ["replicas"],
  looksAt: [GROUP],
  judge(node, { thresholds }) {
    return examine((check) => {
      check.that(() => atLeast(node.props["minSize"], thresholds.replicas), () => `minSize is ${quoted(node.props["minSize"])}`, "minSize");
      check.part(() => {
        const zones = Math.max(list(node.props["vpcZoneIdentifiers"]).length, list(node.props["availabilityZones"]).length);
        check.that(() => zones >= 2, `it has ${zones} subnets or zones`, "vpcZoneIdentifiers");
      });
    });
  },
};

const elbHealth: ResourceRule = {
  name: "machine-group-health-check",
  items: ["PRC-038"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "AutoScaling.1" }],
  demands: "An Auto Scaling group behind a load balancer replaces machines that the load balancer finds unhealthy.",
  why: "A machine that runs but does not answer would stay.",
  remediation: "Set healthCheckType to ELB.",
  looksAt: [GROUP],
  judge(node) {
    const behind = ["targetGroupArns", "loadBalancers", "trafficSources"].some((property) => list(node.props[property]).length > 0);
    if (!behind) return notApplicable("no load balancer sends it traffic");
    return examine((check) => check.that(() => node.props["healthCheckType"] === "ELB", () => `healthCheckType is ${quoted(node.props["healthCheckType"])}; the default is EC2`, "healthCheckType"));
  },
};

const HTTP = ["HTTP", "HTTPS"];

const healthCheck: ResourceRule = {
  name: "target-group-health-check",
  items: ["PRC-038", "PRC-040", "PRC-041"],
  severity: "medium",
  frameworks: [],
  demands: "A target group checks the health endpoint of its targets.",
  why: "The default asks for /, which may answer while the service behind it cannot.",
  remediation: "Set healthCheck.path to the service's health endpoint.",
  looksAt: TARGET_GROUPS,
  judge(node) {
    if (node.props["targetType"] === "lambda") return notApplicable("functions are not checked by default and are replaced by Lambda");
    return examine((check) => {
      const given = node.props["healthCheck"];
      check.that(() => (flag(dig(given, "enabled")) ?? true) !== false, "health checks are off", "healthCheck.enabled");
      const protocol = text(node.props["protocol"]);
      // TCP, UDP and TLS groups are checked by connecting unless told otherwise (ELB API, CreateTargetGroup).
      if (protocol !== undefined && !HTTP.includes(protocol)) return;
      check.that(() => text(dig(given, "path")) !== undefined, "there is no path to ask for", "healthCheck.path");
    });
  },
};

const sticky: ResourceRule = {
  name: "target-group-session-persistence",
  items: ["PRC-039"],
  severity: "low",
  frameworks: [],
  demands: "A target group of HTTP keeps a session on one target.",
  why: "The checklist asks for it; sessions survive a lost target because they live in the cache.",
  remediation: "Set stickiness with enabled true and a type.",
  looksAt: TARGET_GROUPS,
  judge(node) {
    const protocol = text(node.props["protocol"]);
    if (node.props["targetType"] === "lambda" || (protocol !== undefined && !HTTP.includes(protocol))) return notApplicable("the targets are not reached over HTTP");
    return examine((check) => {
      const stickiness = node.props["stickiness"];
      // `enabled` is true when a stickiness block is given without it (AWS provider, TargetGroup).
      const on = stickiness !== undefined && stickiness !== null && (flag(dig(stickiness, "enabled")) ?? text(dig(stickiness, "type")) !== undefined);
      check.that(() => on, "stickiness is off, which is the default", "stickiness");
    });
  },
};

const crossZone: ResourceRule = {
  name: "load-balancer-several-zones",
  items: ["PRC-037", "PRC-066"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.13" }, { name: "AWS FSBP", reference: "ELB.10" }],
  demands: "Every load balancer has subnets in at least two zones.",
  why: "The zone that fails takes the whole site with it otherwise.",
  remediation: "Give it subnets of at least two zones.",
  looksAt: ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"],
  judge(node) {
    return examine((check) => {
      const count = Math.max(...["subnets", "subnetMappings", "availabilityZones"].map((property) => list(node.props[property]).length));
      check.that(() => count >= 2, `it has ${count} subnets or zones`, "subnets");
    });
  },
};

export const rules: readonly Rule[] = [replicated, scaler, machines, elbHealth, healthCheck, sticky, crossZone];
