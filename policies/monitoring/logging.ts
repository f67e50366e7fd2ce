/**
 * Logging configured: PRC-044, PRC-045.
 */
import { engineOf } from "../databases.ts";
import { atLeast, dig, flag, list, quoted, record, strings, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { isHidden } from "../unknown.ts";
import { CLASSIC_LOAD_BALANCER, DB_CLUSTER, DB_INSTANCE, DISTRIBUTION, EKS_CLUSTER, LOAD_BALANCERS, VPCS, WEB_ACL } from "../types.ts";

const retention: ResourceRule = {
  name: "log-group-retention",
  items: ["PRC-045", "PRC-113"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "CloudWatch.16" }, { name: "CIS EKS", reference: "2.1.2" }, { name: "NIST 800-53", reference: "AU-11" }],
  demands: "Every log group keeps its logs for a stated time of at least 30 days.",
  why: "Logs without an end are never rotated; logs that end too soon are gone when they are needed.",
  remediation: "Set retentionInDays.",
  thresholds: ["logDays"],
  looksAt: ["aws:cloudwatch/logGroup:LogGroup"],
  judge(node, { thresholds }) {
    // The class DELIVERY always keeps for two days, whatever is set (CloudWatch Logs API, CreateLogGroup).
    if (node.props["logGroupClass"] === "DELIVERY") return notApplicable("a delivery log group only passes logs on");
    const value = () => node.props["retentionInDays"];
    return examine((check) => check.that(() => atLeast(value(), thresholds.logDays), () => `retentionInDays is ${quoted(value())}; left out or 0, logs are kept for ever`, "retentionInDays"));
  },
};

/** Logs that each engine should export (AWS Security Hub RDS.9). */
const EXPORTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^aurora-postgresql/, ["postgresql"]],
  [/^postgres/, ["postgresql", "upgrade"]],
  [/^aurora(-mysql)?$|^mysql|^mariadb/, ["audit", "error", "general", "slowquery"]],
  [/^(custom-)?oracle/, ["alert", "audit", "listener", "trace"]],
  [/^(custom-)?sqlserver/, ["agent", "error"]],
];

const databaseLogs: ResourceRule = {
  name: "database-logs-exported",
  items: ["PRC-044", "PRC-030"],
  severity: "medium",
  frameworks: ["RDS.9", "RDS.34", "RDS.36", "RDS.37", "RDS.40", "RDS.42"].map((reference) => ({ name: "AWS FSBP", reference })),
  demands: "Databases export their logs to CloudWatch.",
  why: "On the instance they are kept for days and lost with it.",
  remediation: "Set enabledCloudwatchLogsExports to the logs of the engine.",
  looksAt: [DB_INSTANCE, DB_CLUSTER],
  judge(node) {
    return examine((check) => {
      const exported = strings(node.props["enabledCloudwatchLogsExports"]);
      const engine = engineOf(node);
      const wanted = EXPORTS.find(([pattern]) => pattern.test(engine ?? ""))?.[1];
      if (wanted === undefined) return check.that(() => exported.length > 0, "no log is exported", "enabledCloudwatchLogsExports");
      const missing = wanted.filter((log) => !exported.includes(log));
      check.that(() => missing.length === 0, `not exported: ${missing.join(", ")}`, "enabledCloudwatchLogsExports");
    });
  },
};

const CONTROL_PLANE = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

const controlPlane: ResourceRule = {
  name: "cluster-logs-complete",
  items: ["PRC-044", "PRC-115", "PRC-116"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "EKS.8" }, { name: "CIS EKS", reference: "2.1.1" }, { name: "CIS EKS", reference: "2.1.2" }],
  demands: "The Kubernetes control plane logs everything it can.",
  why: "Who changed what in the cluster is written nowhere else.",
  remediation: "Set enabledClusterLogTypes to api, audit, authenticator, controllerManager and scheduler.",
  looksAt: [EKS_CLUSTER],
  judge(node) {
    return examine((check) => {
      const on = strings(node.props["enabledClusterLogTypes"]);
      const missing = CONTROL_PLANE.filter((type) => !on.includes(type));
      check.that(() => missing.length === 0, `not logged: ${missing.join(", ")}`, "enabledClusterLogTypes");
    });
  },
};

const balancerLogs: ResourceRule = {
  name: "load-balancer-access-logs",
  items: ["PRC-044"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.5" }, { name: "CIS AWS 7.0", reference: "4.10" }],
  demands: "Load balancers write access logs.",
  why: "An attack or an outage cannot be traced without them.",
  remediation: "Set accessLogs with a bucket and enabled true.",
  looksAt: [...LOAD_BALANCERS, CLASSIC_LOAD_BALANCER],
  judge(node) {
    if (node.props["loadBalancerType"] === "gateway") return notApplicable("Gateway Load Balancers write no access logs");
    return examine((check) => {
      const logs = node.props["accessLogs"];
      // Where the block is given, `enabled` is false by default for lb and true for elb (AWS provider).
      const preset = node.type === CLASSIC_LOAD_BALANCER && record(logs) !== undefined;
      check.that(() => (flag(dig(logs, "enabled")) ?? preset) === true, "access logs are off", "accessLogs.enabled");
      check.that(() => isHidden(() => dig(logs, "bucket")) || text(dig(logs, "bucket")) !== undefined, "access logs have no bucket", "accessLogs.bucket");
    });
  },
};

const distributionLogs: StackRule = {
  name: "distribution-access-logs",
  items: ["PRC-044"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.5" }, { name: "CIS AWS 7.0", reference: "4.10" }],
  demands: "CloudFront writes access logs.",
  why: "Requests that CloudFront answers itself are seen nowhere else.",
  remediation: "Set loggingConfig.bucket, or deliver ACCESS_LOGS with a LogDeliverySource and a LogDelivery.",
  looksAt: "stack",
  subjects: [DISTRIBUTION],
  judge(node, _policy, graph) {
    return examine((check) => {
      const sources = graph.referrers(node, ["aws:cloudwatch/logDeliverySource:LogDeliverySource"], "resourceArn");
      // A source alone sends nothing (CloudWatch Logs API, CreateDelivery).
      if (sources.some((source) => word(source.props["logType"]) === "ACCESS_LOGS" && graph.referrers(source, ["aws:cloudwatch/logDelivery:LogDelivery"], "deliverySourceName").length > 0)) return;
      const config = node.props["loggingConfig"];
      check.that(() => isHidden(() => dig(config, "bucket")) || text(dig(config, "bucket")) !== undefined, "access logs are off", "loggingConfig.bucket");
    });
  },
};

const flowLogs: StackRule = {
  name: "vpc-flow-logs",
  items: ["PRC-044", "PRC-115", "PRC-116"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.6" }, { name: "CIS AWS 3.0", reference: "3.7" }],
  demands: "Every VPC logs at least the traffic it rejects.",
  why: "Scans and attempts to get out are seen there first.",
  remediation: "Add a FlowLog for the VPC with trafficType ALL or REJECT.",
  looksAt: "stack",
  subjects: VPCS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const logs = graph.referrers(node, ["aws:ec2/flowLog:FlowLog"], "vpcId");
      if (logs.length === 0) return check.fail("it has no flow log");
      check.that(() => logs.some((log) => ["ALL", "REJECT"].includes(word(log.props["trafficType"]))), "rejected traffic is not logged");
    });
  },
};

const firewallLogs: StackRule = {
  name: "web-acl-logged",
  items: ["PRC-044", "PRC-116"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "WAF.11" }],
  demands: "Every web ACL logs the requests it judges.",
  why: "Nobody could tell why a customer was refused, or an attacker let through.",
  remediation: "Add a WebAclLoggingConfiguration for it.",
  looksAt: "stack",
  subjects: [WEB_ACL],
  judge(node, _policy, graph) {
    const found = graph.referrers(node, ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"], "resourceArn");
    return examine((check) => check.that(() => found.length > 0, "its requests are not logged"));
  },
};

const redaction: ResourceRule = {
  name: "web-acl-log-redacted",
  items: ["PRC-047"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "AU-3(3)" }],
  demands: "Web ACL logs leave out the Authorization and Cookie headers.",
  why: "Whoever reads the logs could take over sessions.",
  remediation: "Add redactedFields with singleHeader authorization and cookie.",
  looksAt: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
  judge(node) {
    return examine((check) => {
      const redacted = list(node.props["redactedFields"]).map((field) => text(dig(field, "singleHeader", "name"))?.toLowerCase());
      for (const header of ["authorization", "cookie"]) check.that(() => redacted.includes(header), `the header ${header} is logged`, "redactedFields");
    });
  },
};

export const rules: readonly Rule[] = [retention, databaseLogs, controlPlane, balancerLogs, distributionLogs, flowLogs, firewallLogs, redaction];
