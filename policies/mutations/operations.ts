/**
 * Records, alarms, recovery and builds, broken one rule at a time.
 */
import { parse, stringify } from "yaml";
import { adds, breaks, removes, type Mutation } from "../mutation.ts";
import { list } from "../inputs.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const RULE_GROUPS = "aws:amp/ruleGroupNamespace:RuleGroupNamespace";
const MANAGEMENT = { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] };
const OBJECTS = { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }, { field: "resources.type", equals: ["AWS::S3::Object"] }] };
const trail = {
  type: TRAIL,
  props: {
    isMultiRegionTrail: true, enableLogFileValidation: true, kmsKeyId: "arn", cloudWatchLogsGroupArn: "arn", cloudWatchLogsRoleArn: "arn",
    advancedEventSelectors: [MANAGEMENT, OBJECTS],
  },
};

/** A role whose trust policy has one statement. */
function role(statement: object) {
  return { type: "aws:iam/role:Role", props: { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }) } };
}

const ISSUER = "token.actions.githubusercontent.com";

/** The same rules without their alerts: what raised one is worked out and written down, as Prometheus takes it. */
function quiet(data: string): string {
  const { groups = [] } = Object(parse(data)) as { groups?: { rules: { alert?: string; record?: string; expr: string }[] }[] };
  return stringify({ groups: groups.map((group) => ({ ...group, rules: group.rules.map(({ alert, ...rule }) => (alert === undefined ? rule : { record: alert, expr: rule.expr })) })) });
}

/** Takes what the rules of a kind say out of the groups they are written in. */
function rules(rule: string, title: string, rewrite: (data: string) => string): Mutation {
  return {
    rule,
    title,
    alsoFires: [],
    mutate: (graph) => graph.map((node) => (node.type === RULE_GROUPS ? { ...node, props: rewritten(node.props), ...(node.outputs === undefined ? {} : { outputs: rewritten(node.outputs) }) } : node)),
  };
  function rewritten(props: Readonly<Record<string, unknown>>) {
    return { ...props, data: rewrite(String(props["data"])) };
  }
}

const STANDBY = {
  replicateSourceDb: "arn", region: "eu-west-1", instanceClass: "db.r7g.large", storageEncrypted: true, deletionProtection: true,
  performanceInsightsEnabled: true, monitoringInterval: 60, enabledCloudwatchLogsExports: ["postgresql", "upgrade"], backupRetentionPeriod: 35,
  iamDatabaseAuthenticationEnabled: true, copyTagsToSnapshot: true,
};

export const mutations: readonly Mutation[] = [
  breaks("trail-to-log-group", "keeps the trail out of the log group", { cloudWatchLogsGroupArn: undefined }, { extra: trail }),
  breaks("trail-records-changes-and-objects", "records no reads of objects", { advancedEventSelectors: [MANAGEMENT] }, { extra: trail }),
  adds("event-rule-has-target", "adds a rule that tells nobody", { type: "aws:cloudwatch/eventRule:EventRule", props: { eventPattern: JSON.stringify({ source: ["aws.guardduty"] }) } }),
  adds("findings-routed", "switches GuardDuty off", { type: "aws:guardduty/detector:Detector", props: { enable: false } }),
  adds("unused-access-analyzed", "looks for access unused for a year", {
    type: "aws:accessanalyzer/analyzer:Analyzer", props: { type: "ACCOUNT_UNUSED_ACCESS", configuration: { unusedAccess: { unusedAccessAge: 365 } } },
  }),
  adds("log-data-masked", "counts addresses in the logs and leaves them readable", {
    type: "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
    props: { policyDocument: JSON.stringify({ Version: "2021-06-01", Statement: [{ DataIdentifier: ["EmailAddress"], Operation: { Audit: { FindingsDestination: {} } } }] }) },
  }),
  adds("application-log-group-protected", "adds a log group of programs without protection", {
    type: "aws:cloudwatch/logGroup:LogGroup", props: { name: "/aws/containerinsights/other/application", retentionInDays: 90, kmsKeyId: "arn" },
  }),
  adds("role-of-people-mfa", "lets users take a role without a second factor", role({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sts:AssumeRole" })),
  adds("people-federated", "gives a user a password", { type: "aws:iam/userLoginProfile:UserLoginProfile", props: { user: "jane" } }),
  adds("pipeline-role-own-repository", "lets every repository of the owner deploy", role({
    Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` }, Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" }, StringLike: { [`${ISSUER}:sub`]: "repo:optibid/*" } },
  })),
  removes("metrics-collected", "takes the scraper away", ["aws:amp/scraper:Scraper"]),
  rules("key-metrics-recorded", "works out no response time", (data) => data.replaceAll("histogram_quantile", "avg")),
  rules("metrics-alert", "raises no alert", quiet),
  adds("metrics-kept", "keeps metrics for a week", { type: "aws:amp/workspaceConfiguration:WorkspaceConfiguration", props: { retentionPeriodInDays: 7 } }),
  breaks("metrics-encrypted", "takes the key off the metrics", { kmsKeyArn: undefined }),
  adds("dashboard-shows-metrics", "adds an empty dashboard", { type: "aws:cloudwatch/dashboard:Dashboard", props: { dashboardBody: JSON.stringify({ widgets: [] }) } }),
  adds("real-users-monitored", "takes no page loads", { type: "aws:rum/appMonitor:AppMonitor", props: { appMonitorConfiguration: { telemetries: ["errors", "http"] } } }),
  adds("trace-sampling-keeps-errors", "keeps a random share of all traces", {
    type: "kubernetes:core/v1:ConfigMap",
    props: { metadata: { name: "collector", namespace: "optibid" }, data: { "config.yaml": "processors:\n  tail_sampling:\n    policies:\n      - type: probabilistic\n" } },
  }),
  breaks("alarm-has-actions", "silences an alarm", { actionsEnabled: false }, { types: [ALARM] }),
  adds("topic-subscribed", "adds a topic without readers", { type: "aws:sns/topic:Topic", props: { kmsMasterKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1" } }),
  adds("subscription-dead-letters", "loses alerts that cannot be delivered", { type: "aws:sns/topicSubscription:TopicSubscription", props: { protocol: "lambda", endpoint: "arn", topic: "arn" } }),
  breaks("canary-watched", "stops a canary", { startCanary: false }),
  breaks("canary-target-alarm", "lets logging in take a minute", { threshold: 60_000 }, { types: [ALARM], where: ({ props }) => props["metricName"] === "Duration" }),
  adds("api-latency-alarm", "watches the average", {
    type: ALARM,
    props: { namespace: "AWS/ApplicationELB", metricName: "TargetResponseTime", statistic: "Average", comparisonOperator: "GreaterThanThreshold", threshold: 0.2, dimensions: { LoadBalancer: "app/a/1" }, alarmActions: ["arn"] },
  }),
  adds("database-latency-alarm", "lets a query take a second", {
    type: ALARM, props: { namespace: "AWS/RDS", metricName: "QueryDatabaseResponseLatency", statistic: "Average", comparisonOperator: "GreaterThanThreshold", threshold: 1_000_000, alarmActions: ["arn"] },
  }),
  {
    rule: "backup-plan-restores-tested",
    title: "tries no restore",
    alsoFires: [],
    mutate: (graph) => graph.filter(({ type }) => !type.startsWith("aws:backup/restoreTesting")),
  },
  removes("restore-testing-covers-data", "tries no restore of the database", ["aws:backup/restoreTestingSelection:RestoreTestingSelection"], ({ props }) => props["protectedResourceType"] === "RDS"),
  breaks("backup-plan-copies-away", "keeps backups in one place", (props) => ({ rules: list(props["rules"]).map((each) => ({ ...(each as object), copyActions: undefined })) })),
  breaks("recovery-replica-ready", "leaves the replica of the other region without backups", { backupRetentionPeriod: 0 }, { extra: { type: "aws:rds/instance:Instance", props: STANDBY } }),
  breaks("maintenance-outside-office-hours", "lets AWS restart the database on a Wednesday morning", { maintenanceWindow: "wed:09:00-wed:10:00" }, { types: ["aws:rds/instance:Instance"] }),
  adds("build-project-safe", "makes builds privileged", { type: "aws:codebuild/project:Project", props: { environment: { privilegedMode: true }, source: { type: "NO_SOURCE" } } }),
  adds("registry-keeps-releases", "keeps one release", {
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    props: { policy: JSON.stringify({ rules: [{ rulePriority: 1, selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 }, action: { type: "expire" } }] }) },
  }),
  adds("edge-function-in-use", "adds a function that nothing runs", { type: "aws:cloudfront/function:Function", props: { runtime: "cloudfront-js-2.0", publish: true } }),
];
