/**
 * Logging of APIs, data services and names: PRC-044, PRC-116.
 */
import { dig, flag, list, word } from "../inputs.ts";
import { examine, notApplicable, type Rule, type StackRule } from "../rule.ts";
import { given, includes, on, oneOf, settingsRule, type Setting } from "../settings.ts";
import { DOCUMENT_CLUSTER, GRAPH_CLUSTER, KAFKA, SEARCH_DOMAINS } from "../types.ts";

const api = settingsRule(
  {
    name: "api-access-logs",
    items: ["PRC-044", "PRC-116"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "APIGateway.9" }, { name: "AWS FSBP", reference: "AppSync.2" }],
    demands: "Stages of API Gateway write access logs, and GraphQL APIs log errors.",
    why: "An attack or an outage cannot be traced without them.",
    remediation: "Set accessLogSettings.destinationArn; for AppSync logConfig.fieldLogLevel ERROR or ALL.",
  },
  {
    "aws:apigateway/stage:Stage": () => [given("accessLogSettings.destinationArn", "access logs are off")],
    "aws:apigatewayv2/stage:Stage": () => [given("accessLogSettings.destinationArn", "access logs are off")],
    "aws:appsync/graphQLApi:GraphQLApi": () => [oneOf("logConfig.fieldLogLevel", ["ERROR", "ALL", "INFO", "DEBUG"], "errors are not logged")],
  },
);

/** The log with what users did; an entry is on unless it says otherwise. */
const AUDITED: Setting = {
  path: "logPublishingOptions",
  wrong: "audit logs are off",
  holds: (value) => list(value).some((option) => dig(option, "logType") === "AUDIT_LOGS" && flag(dig(option, "enabled") ?? true) === true),
};

const BROKER_LOGS: Setting = {
  path: "loggingInfo.brokerLogs",
  wrong: "broker logs are delivered nowhere",
  holds: (value) => ["cloudwatchLogs", "firehose", "s3"].some((place) => flag(dig(value, place, "enabled")) === true),
};

const dataServices = settingsRule(
  {
    name: "data-service-logs",
    items: ["PRC-044", "PRC-115", "PRC-116"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "DocumentDB.4" }, { name: "AWS FSBP", reference: "Neptune.2" }, { name: "AWS FSBP", reference: "Opensearch.5" }, { name: "AWS FSBP", reference: "ES.5" }, { name: "AWS FSBP", reference: "MQ.2" }],
    demands: "Document, graph and search databases export their audit logs, and brokers their own.",
    why: "Who read or changed what is written nowhere else.",
    remediation: "Export the audit log to CloudWatch Logs; for brokers set a destination of their logs.",
  },
  {
    [DOCUMENT_CLUSTER]: () => [includes("enabledCloudwatchLogsExports", ["audit"], "the audit log is not exported")],
    [GRAPH_CLUSTER]: () => [includes("enableCloudwatchLogsExports", ["audit"], "the audit log is not exported")],
    ...Object.fromEntries(SEARCH_DOMAINS.map((type) => [type, () => [AUDITED]])),
    [KAFKA]: () => [BROKER_LOGS],
    // RabbitMQ has no audit log (Amazon MQ Developer Guide, "Configuring RabbitMQ logs").
    "aws:mq/broker:Broker": ({ props }) => [
      on("logs.general", "the general log is off"),
      ...(word(props["engineType"]).toLowerCase() === "rabbitmq" ? [] : [on("logs.audit", "the audit log is off")]),
    ],
  },
);

const zone: StackRule = {
  name: "zone-queries-logged",
  items: ["PRC-044", "PRC-116"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "Route53.2" }, { name: "NIST 800-53", reference: "AU-12" }],
  demands: "The queries for names of a public hosted zone are logged.",
  why: "Names that an attacker tries out, and visitors who are led astray, show in nothing else.",
  remediation: "Add a QueryLog of the zone with a log group in us-east-1, and a LogResourcePolicy there that lets route53.amazonaws.com write to it.",
  looksAt: "stack",
  subjects: ["aws:route53/zone:Zone"],
  judge(node, _policy, graph) {
    if (list(node.props["vpcs"]).length > 0) return notApplicable("the zone is private, and Route 53 logs the queries of public ones only");
    return examine((check) => check.that(() => graph.referrers(node, ["aws:route53/queryLog:QueryLog"], "zoneId").length > 0, "no query log is kept of it"));
  },
};

export const rules: readonly Rule[] = [api, dataServices, zone];
