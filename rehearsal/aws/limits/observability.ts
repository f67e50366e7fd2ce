/** Limits on single values: metrics, logs, events and traces. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { ACCOUNT_OR_ALL, ASCII, DOTTED, NO_COLON_OR_STAR, PATHED, PRINTABLE, WORD } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const observabilityLimits: readonly ServiceLimits[] = [
  {
    service: "amp",
    code: "ValidationException",
    source: `${DOCS}/prometheus/latest/APIReference`,
    types: {
      "amp/scraper": { alias: like(/^[0-9A-Za-z][\w.-]*$/, 100) },
      "amp/queryLoggingConfiguration": { destinations: count(1, 1) },
    },
  },
  {
    service: "cloudwatch",
    code: "ValidationError",
    source: `${DOCS}/AmazonCloudWatch/latest/APIReference`,
    types: {
      "cloudwatch/metricAlarm": { alarmDescription: upTo(1024), evaluationInterval: betweenOrUnset(10, 3600), namespace: like(/^[^:]/, 255), unit: among("Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None") },
      "cloudwatch/compositeAlarm": { alarmDescription: upTo(1024) },
      "cloudwatch/metricStream": { name: upTo(255), outputFormat: among("json", "opentelemetry0.7", "opentelemetry1.0") },
      "cloudwatch/contributorInsightRule": { ruleDefinition: like(ASCII, 8192), ruleName: like(PRINTABLE, 128) },
    },
  },
  {
    service: "logs",
    code: "InvalidParameterException",
    source: `${DOCS}/AmazonCloudWatchLogs/latest/APIReference`,
    types: {
      "cloudwatch/logSubscriptionFilter": { distribution: among("Random", "ByLogStream"), filterPattern: upTo(1024) },
      "cloudwatch/logStream": { name: like(NO_COLON_OR_STAR, 512) },
      "cloudwatch/logDestination": { name: like(NO_COLON_OR_STAR, 512) },
      "cloudwatch/queryDefinition": { name: upTo(255), queryString: upTo(10000) },
      "cloudwatch/logDelivery": { fieldDelimiter: upTo(5), recordFields: count(128), "recordFields[]": upTo(64) },
      "cloudwatch/logDeliverySource": { logType: like(/^\w*$/, 255), name: like(WORD, 60) },
      "cloudwatch/logDeliveryDestination": { deliveryDestinationType: among("S3", "CWL", "FH", "XRAY"), name: like(WORD, 60), outputFormat: among("json", "plain", "w3c", "raw", "parquet") },
      "cloudwatch/logAnomalyDetector": { anomalyVisibilityTime: betweenOrUnset(7, 90), evaluationFrequency: among("ONE_MIN", "FIVE_MIN", "TEN_MIN", "FIFTEEN_MIN", "THIRTY_MIN", "ONE_HOUR"), filterPattern: upTo(1024) },
      "cloudwatch/logAccountPolicy": { policyType: among("DATA_PROTECTION_POLICY", "SUBSCRIPTION_FILTER_POLICY", "FIELD_INDEX_POLICY", "TRANSFORMER_POLICY", "METRIC_EXTRACTION_POLICY", "RETENTION_POLICY"), scope: among("ALL") },
      "cloudwatch/logIndexPolicy": { policyDocument: upTo(51200) },
    },
  },
  {
    service: "events",
    code: "ValidationException",
    source: `${DOCS}/eventbridge/latest/APIReference`,
    types: {
      "cloudwatch/eventRule": { description: upTo(512) },
      "cloudwatch/eventBus": { description: upTo(512), eventSourceName: like(/^aws\.partner(\/[\w.-]+){2,}$/, 256), name: like(PATHED, 256) },
      "cloudwatch/eventArchive": { description: upTo(512), eventPattern: upTo(4096), name: like(DOTTED, 48), retentionDays: between(0) },
      "cloudwatch/eventConnection": { authorizationType: among("BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"), description: upTo(512), name: like(DOTTED, 64) },
      "cloudwatch/eventApiDestination": { description: upTo(512), httpMethod: among("POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"), invocationRateLimitPerSecond: betweenOrUnset(1), name: like(DOTTED, 64) },
      "cloudwatch/eventPermission": { action: like(/^events:[a-zA-Z]+$/, 64), eventBusName: like(DOTTED, 256), principal: like(ACCOUNT_OR_ALL, 12), statementId: like(WORD, 64) },
      "cloudwatch/eventBusPolicy": { eventBusName: like(DOTTED, 256) },
      "cloudwatch/eventEndpoint": { description: upTo(512), eventBuses: count(2, 2), name: like(DOTTED, 64) },
      "cloudwatch/eventTarget": { input: upTo(8192), inputPath: upTo(256) },
    },
  },
  {
    service: "scheduler",
    code: "ValidationException",
    source: `${DOCS}/scheduler/latest/APIReference`,
    types: {
      "scheduler/schedule": { description: upTo(512), groupName: like(DOTTED, 64), scheduleExpressionTimezone: upTo(50) },
      "scheduler/scheduleGroup": { name: like(DOTTED, 64) },
    },
  },
  {
    service: "pipes",
    code: "ValidationException",
    source: `${DOCS}/eventbridge/latest/pipes-reference`,
    types: {
      "pipes/pipe": { description: upTo(512), desiredState: among("RUNNING", "STOPPED"), name: like(DOTTED, 64) },
    },
  },
  {
    service: "synthetics",
    code: "ValidationException",
    source: `${DOCS}/AmazonSynthetics/latest/APIReference`,
    types: {
      "synthetics/canary": { s3Version: upTo(1024) },
      "synthetics/group": { name: upTo(64) },
    },
  },
  {
    service: "grafana",
    code: "ValidationException",
    source: `${DOCS}/grafana/latest/APIReference`,
    types: {
      "grafana/workspace": { accountAccessType: among("CURRENT_ACCOUNT", "ORGANIZATION"), "authenticationProviders[]": among("AWS_SSO", "SAML"), "dataSources[]": among("AMAZON_OPENSEARCH_SERVICE", "CLOUDWATCH", "PROMETHEUS", "XRAY", "TIMESTREAM", "SITEWISE", "ATHENA", "REDSHIFT", "TWINMAKER"), description: upTo(2048), grafanaVersion: upTo(255), name: like(/^[\w.~-]+$/, 255), "notificationDestinations[]": among("SNS"), organizationRoleName: upTo(2048), permissionType: among("CUSTOMER_MANAGED", "SERVICE_MANAGED") },
    },
  },
  {
    service: "xray",
    code: "InvalidRequestException",
    source: `${DOCS}/xray/latest/api`,
    types: {
      "xray/group": { groupName: upTo(32) },
      "xray/samplingRule": { fixedRate: between(0, 1), host: upTo(64), httpMethod: upTo(10), priority: between(1, 9999), reservoirSize: between(0), ruleName: upTo(32), serviceName: upTo(64), serviceType: upTo(64), urlPath: upTo(128) },
      "xray/encryptionConfig": { type: among("NONE", "KMS") },
    },
  },
  {
    service: "oam",
    code: "ValidationException",
    source: `${DOCS}/OAM/latest/APIReference`,
    types: {
      "oam/link": { labelTemplate: upTo(64), resourceTypes: count(50, 1), "resourceTypes[]": among("AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace", "AWS::ApplicationInsights::Application", "AWS::InternetMonitor::Monitor", "AWS::ApplicationSignals::Service", "AWS::ApplicationSignals::ServiceLevelObjective") },
      "oam/sink": { name: like(DOTTED, 255) },
    },
  },
];
