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

/** A trail, metrics, a topic, a canary with its alarms, backups and their restore. */
export function operations(): Node[] {
  return [
    resource("aws:cloudtrail/trail:Trail", "trail", {
      isMultiRegionTrail: true, enableLogFileValidation: true, kmsKeyId: "arn", cloudWatchLogsGroupArn: "arn", cloudWatchLogsRoleArn: "arn", advancedEventSelectors: selectors,
    }),
    resource("aws:sns/topic:Topic", "alerts", { kmsMasterKeyId: "arn:aws:kms:eu-central-1:111111111111:key/0" }),
    resource("aws:sns/topicSubscription:TopicSubscription", "alerts-mail", { protocol: "email", endpoint: "duty@optibid.example" }, { topic: ["alerts"] }),
    resource("aws:amp/workspace:Workspace", "metrics", { kmsKeyArn: "arn", loggingConfiguration: { logGroupArn: "arn" } }),
    resource("aws:amp/scraper:Scraper", "scraper", {}, { destination: ["metrics"] }),
    resource("aws:amp/ruleGroupNamespace:RuleGroupNamespace", "rules", { data: KEY_METRICS }, { workspaceId: ["metrics"] }),
    resource("aws:amp/alertManagerDefinition:AlertManagerDefinition", "alert-manager", {}, { workspaceId: ["metrics"] }),
    resource("aws:synthetics/canary:Canary", "login", { name: "login", startCanary: true }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "login-fails", { ...synthetic, metricName: "SuccessPercent", comparisonOperator: "LessThanThreshold", threshold: 90, treatMissingData: "breaching" }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "login-slow", { ...synthetic, metricName: "Duration", comparisonOperator: "GreaterThanThreshold", threshold: 500 }),
    resource("aws:backup/plan:Plan", "plan", { rules: [copied] }),
    resource("aws:backup/restoreTestingPlan:RestoreTestingPlan", "restores", { name: "restores", scheduleExpression: "cron(0 8 ? * TUE *)" }),
    resource("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restores-databases", { restoreTestingPlanName: "restores", protectedResourceType: "RDS" }),
    resource("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restores-buckets", { restoreTestingPlanName: "restores", protectedResourceType: "S3" }),
  ];
}
