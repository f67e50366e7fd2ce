/**
 * The part of the small platform that watches and restores the rest.
 */
import type { Node } from "../../policies/graph.ts";
import { resource } from "./support.ts";

export const KEY_METRICS = `groups:
  - name: http
    rules:
      - record: job:http_requests:rate5m
        expr: sum(rate(http_requests_total[5m]))
      - record: job:http_errors:ratio5m
        expr: sum(rate(http_requests_total{code=~"5.."}[5m]))
      - record: job:http_duration:p95
        expr: histogram_quantile(0.95, sum by (le) (rate(http_duration_bucket[5m])))
      - record: pod:cpu:rate5m
        expr: sum(rate(container_cpu_usage_seconds_total[5m]))
      - record: pod:memory:bytes
        expr: sum(container_memory_working_set_bytes)
      - alert: ErrorRateHigh
        expr: job:http_errors:ratio5m > 0.01
`;

const copied = { ruleName: "daily", schedule: "cron(0 5 * * ? *)", lifecycle: { deleteAfter: 35 }, copyActions: [{ destinationVaultArn: "arn" }] };
const synthetic = { namespace: "CloudWatchSynthetics", dimensions: { CanaryName: "login" }, alarmActions: ["arn"] };

const selectors = [
  { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
  { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }, { field: "resources.type", equals: ["AWS::S3::Object"] }] },
];

/** Words of every pattern that the CIS benchmark asks for, in one. */
const PATTERN = `{ ($.errorCode = "*UnauthorizedOperation") || ($.additionalEventData.MFAUsed != "Yes") || ($.userIdentity.type = "Root") || ($.errorMessage = "Failed authentication") || ${[
  "PutRolePolicy", "StopLogging", "ScheduleKeyDeletion", "PutBucketPolicy", "StopConfigurationRecorder", "AuthorizeSecurityGroupIngress", "CreateNetworkAclEntry", "AttachInternetGateway", "ReplaceRoute", "CreateVpc", "LeaveOrganization",
].map((name) => `($.eventName = ${name})`).join(" || ")} }`;
const RECORDER_ROLE = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
const FEATURES = ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING"];
const AGENTS = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"];

/** What records and watches the account. */
function account(): Node[] {
  return [
    resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "activity", { pattern: PATTERN, metricTransformation: { name: "activity", namespace: "optibid", value: "1" } }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "activity-seen", { metricName: "activity", namespace: "optibid", alarmActions: ["arn"] }),
    resource("aws:cfg/recorder:Recorder", "recorder", { roleArn: RECORDER_ROLE }),
    resource("aws:cfg/recorderStatus:RecorderStatus", "recording", { isEnabled: true }, { name: ["recorder"] }),
    resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", {}, { s3BucketName: ["logs"] }),
    resource("aws:securityhub/account:Account", "hub", {}),
    resource("aws:cloudwatch/eventRule:EventRule", "findings", { eventPattern: JSON.stringify({ source: ["aws.securityhub"] }) }),
    resource("aws:cloudwatch/eventTarget:EventTarget", "findings-target", {}, { rule: ["findings"] }),
    resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "no-public-buckets", { accountId: "111111111111", blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }),
    resource("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "passwords", { minimumPasswordLength: 14, passwordReusePrevention: 24, requireLowercaseCharacters: true, requireUppercaseCharacters: true, requireNumbers: true, requireSymbols: true }),
    resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "operator-support", { role: "operator", policyArn: "arn:aws:iam::aws:policy/AWSSupportAccess" }),
    resource("aws:guardduty/detector:Detector", "detector", { enable: true }),
    ...FEATURES.map((name) => resource("aws:guardduty/detectorFeature:DetectorFeature", name, { name, status: "ENABLED", additionalConfigurations: AGENTS.map((agent) => ({ name: agent, status: "ENABLED" })) }, { detectorId: ["detector"] })),
  ];
}

/** A trail, metrics, a topic, a canary with its alarms, backups and their restore. */
export function operations(): Node[] {
  return [
    resource("aws:cloudtrail/trail:Trail", "trail", {
      isMultiRegionTrail: true, enableLogFileValidation: true, kmsKeyId: "arn", cloudWatchLogsGroupArn: "arn", cloudWatchLogsRoleArn: "arn", advancedEventSelectors: selectors,
    }, { s3BucketName: ["logs"] }),
    ...account(),
    resource("aws:sns/topic:Topic", "alerts", { name: "optibid-alerts-critical", kmsMasterKeyId: "arn:aws:kms:eu-central-1:111111111111:key/0" }),
    resource("aws:sns/topicSubscription:TopicSubscription", "alerts-mail", { protocol: "email", endpoint: "duty@optibid.example" }, { topic: ["alerts"] }),
    resource("aws:sns/topicSubscription:TopicSubscription", "alerts-critical-pager", { protocol: "lambda", endpoint: "arn", redrivePolicy: "{}" }, { topic: ["alerts"] }),
    ...["db", "db-replica"].map((name) =>
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", `${name}-connections`, { metricName: "DatabaseConnections", comparisonOperator: "GreaterThanThreshold", threshold: 400, alarmActions: ["arn"] }, { dimensions: [name] }),
    ),
    resource("aws:amp/workspace:Workspace", "metrics", { kmsKeyArn: "arn", loggingConfiguration: { logGroupArn: "arn" } }),
    resource("aws:amp/scraper:Scraper", "scraper", {}, { destination: ["metrics"] }),
    resource("aws:amp/ruleGroupNamespace:RuleGroupNamespace", "rules", { data: KEY_METRICS }, { workspaceId: ["metrics"] }),
    resource("aws:amp/alertManagerDefinition:AlertManagerDefinition", "alert-manager", {}, { workspaceId: ["metrics"] }),
    resource("aws:synthetics/canary:Canary", "login", { name: "login", startCanary: true }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "login-fails", { ...synthetic, metricName: "SuccessPercent", comparisonOperator: "LessThanThreshold", threshold: 90, treatMissingData: "breaching" }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "login-slow", { ...synthetic, metricName: "Duration", comparisonOperator: "GreaterThanThreshold", threshold: 500 }),
    resource("aws:backup/plan:Plan", "plan", { rules: [copied] }),
    resource("aws:backup/selection:Selection", "selection", { resources: ["*"] }, { planId: ["plan"] }),
    resource("aws:backup/vault:Vault", "vault", { kmsKeyArn: "arn" }),
    resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "vault-lock", { minRetentionDays: 35 }, { backupVaultName: ["vault"] }),
    resource("aws:backup/restoreTestingPlan:RestoreTestingPlan", "restores", { name: "restores", scheduleExpression: "cron(0 8 ? * TUE *)" }),
    resource("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restores-databases", { restoreTestingPlanName: "restores", protectedResourceType: "RDS" }),
    resource("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restores-buckets", { restoreTestingPlanName: "restores", protectedResourceType: "S3" }),
  ];
}
