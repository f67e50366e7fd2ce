/**
 * Records, alarms, metrics, recovery and builds.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { podSpec } from "./fixtures.ts";
import { KEY_METRICS } from "./operations.ts";
import { check, outcome, resource } from "./support.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const CANARY = "aws:synthetics/canary:Canary";
const WORKSPACE = "aws:amp/workspace:Workspace";
const GROUPS = "aws:amp/ruleGroupNamespace:RuleGroupNamespace";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

describe("the trail", () => {
  check("trail-to-log-group", {
    type: TRAIL, good: { cloudWatchLogsGroupArn: "arn", cloudWatchLogsRoleArn: "arn" }, fine: [{ cloudWatchLogsGroupArn: UNKNOWN }], bad: [{ includeGlobalServiceEvents: false }, { cloudWatchLogsGroupArn: "" }],
    missing: ["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"], safe: ["includeGlobalServiceEvents"], unknown: ["includeGlobalServiceEvents"],
  });
  const management = { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] };
  const objects = { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }, { field: "resources.type", equals: ["AWS::S3::Object"] }] };
  const readOnly = { fieldSelectors: [...objects.fieldSelectors, { field: "readOnly", equals: ["true"] }] };
  const basic = { readWriteType: "All", dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] };
  const none = { advancedEventSelectors: undefined };
  check("trail-records-changes-and-objects", {
    type: TRAIL, good: { advancedEventSelectors: [management, objects] },
    fine: [{ advancedEventSelectors: [management, { fieldSelectors: [...objects.fieldSelectors, { field: "resources.ARN", startsWiths: ["arn:aws:s3:::optibid-data/"] }] }] }, { ...none, eventSelectors: [basic] }, { ...none, eventSelectors: [{ dataResources: basic.dataResources }] }],
    bad: [
      { advancedEventSelectors: [management] }, { advancedEventSelectors: [objects] }, { advancedEventSelectors: [management, readOnly] },
      { advancedEventSelectors: [management, { fieldSelectors: [...objects.fieldSelectors, { field: "eventName", equals: ["DeleteObject"] }] }] },
      { advancedEventSelectors: [{ fieldSelectors: [...management.fieldSelectors, { field: "readOnly", equals: ["false"] }] }, objects] },
      { ...none, eventSelectors: [{ ...basic, readWriteType: "WriteOnly" }] }, { ...none, eventSelectors: [{ ...basic, includeManagementEvents: false }] },
      { ...none, eventSelectors: [{ ...basic, excludeManagementEventSources: ["kms.amazonaws.com"] }] }, { ...none, eventSelectors: [{ readWriteType: "All" }] },
    ],
    missing: ["advancedEventSelectors"], unknown: ["advancedEventSelectors"],
  });
});

describe("findings", () => {
  const RULE = "aws:cloudwatch/eventRule:EventRule";
  const target = resource("aws:cloudwatch/eventTarget:EventTarget", "target", { rule: "findings", arn: "arn" });
  check("event-rule-has-target", { type: RULE, good: { name: "findings" }, others: [target], fine: [{ isEnabled: true }, { state: UNKNOWN }], bad: [{ state: "DISABLED" }, { name: "other" }], missing: ["name"], safe: ["state"] });
  test("a target that comes from the rule counts", () => {
    expect(outcome("event-rule-has-target", [resource(RULE, "subject", {}), resource("aws:cloudwatch/eventTarget:EventTarget", "target", { rule: UNKNOWN }, { rule: ["subject"] })])).toBe("pass");
  });
  const rule = (eventPattern: unknown) => resource(RULE, "rule", { name: "findings", eventPattern });
  const guardDuty = JSON.stringify({ source: ["aws.guardduty"] });
  const DETECTOR = "aws:guardduty/detector:Detector";
  check("findings-routed", { type: DETECTOR, good: { enable: true }, others: [rule(guardDuty), target], bad: [{ enable: false }], safe: ["enable"], unknown: ["enable"] });
  test.each([
    [DETECTOR, JSON.stringify({ source: ["aws.securityhub"] }), "pass"], [DETECTOR, JSON.stringify({ source: ["aws.ec2"] }), "violation"], [DETECTOR, undefined, "violation"], [DETECTOR, UNKNOWN, "deferred"],
    ["aws:securityhub/account:Account", guardDuty, "violation"],
    ["aws:macie2/account:Account", JSON.stringify({ source: ["aws.macie"] }), "pass"], ["aws:macie2/account:Account", JSON.stringify({ source: ["aws.securityhub"] }), "pass"], ["aws:macie2/account:Account", guardDuty, "violation"],
  ])("%s with a rule for %s: %s", (type, pattern, expected) => expect(outcome("findings-routed", [resource(type, "subject", {}), rule(pattern), target])).toBe(expected));
  test("a rule without a target routes nothing", () => expect(outcome("findings-routed", [resource(DETECTOR, "subject", {}), rule(guardDuty)])).toBe("violation"));
  const outside = resource("aws:accessanalyzer/analyzer:Analyzer", "outside", {});
  check("unused-access-analyzed", {
    type: "aws:accessanalyzer/analyzer:Analyzer", good: { type: "ACCOUNT_UNUSED_ACCESS", configuration: { unusedAccess: { unusedAccessAge: 90 } } }, others: [outside],
    fine: [{ type: "ORGANIZATION_UNUSED_ACCESS" }], bad: [{ type: "ACCOUNT" }, { "configuration.unusedAccess.unusedAccessAge": 180 }], missing: ["type"], safe: ["configuration"], unknown: ["type", "configuration"],
  });
  test("nobody looks from outside", () => expect(outcome("unused-access-analyzed", [resource("aws:accessanalyzer/analyzer:Analyzer", "subject", { type: "ACCOUNT_UNUSED_ACCESS" })])).toBe("violation"));
});

describe("personal data in logs", () => {
  const policy = (...operations: [string, object][]) => JSON.stringify({ Statement: operations.map(([kind, operation]) => ({ DataIdentifier: [kind], Operation: operation })) });
  check("log-data-masked", {
    type: "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy", good: { policyDocument: policy(["Email", { Audit: {} }], ["Email", { Deidentify: { MaskConfig: {} } }]) },
    bad: [{ policyDocument: policy(["Email", { Audit: {} }]) }, { policyDocument: policy(["Name", { Audit: {} }], ["Email", { Deidentify: {} }]) }, { policyDocument: "{" }], missing: ["policyDocument"], unknown: ["policyDocument"],
  });
  const name = "/aws/containerinsights/optibid/application";
  const protection = (logGroupName: unknown) => resource("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy", "protection", { logGroupName });
  check("application-log-group-protected", {
    type: "aws:cloudwatch/logGroup:LogGroup", good: { name }, others: [protection(name)], bad: [{ name: "/aws/containerinsights/other/application" }], exempt: [{ name: "/aws/lambda/x" }, { name: undefined }],
  });
  test("a policy for a group that is not known yet", () => expect(outcome("application-log-group-protected", [resource("aws:cloudwatch/logGroup:LogGroup", "subject", { name }), protection(UNKNOWN)])).toBe("deferred"));
});

describe("who signs in", () => {
  const ROLE = "aws:iam/role:Role";
  const trust = (statement: object) => ({ assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }) });
  const people = (condition: object, principal: object = { AWS: "arn:aws:iam::123456789012:root" }) => trust({ Principal: principal, Action: "sts:AssumeRole", Condition: condition });
  check("role-of-people-mfa", {
    type: ROLE, good: people({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    fine: [people({ NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } }), people({ StringEquals: { "sts:ExternalId": "x" } }), people({}, { Service: "ec2.amazonaws.com" }), people({}, { AWS: "arn:aws:iam::123456789012:role/ci" })],
    bad: [people({}), people({ Bool: "yes" }), people({ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }), people({ Bool: { "aws:MultiFactorAuthPresent": "false" } }), people({}, { AWS: ["123456789012"] }), { assumeRolePolicy: "{" }],
    missing: ["assumeRolePolicy"], unknown: ["assumeRolePolicy"],
  });
  const USER = "aws:iam/user:User";
  const password = (user: unknown) => resource("aws:iam/userLoginProfile:UserLoginProfile", "password", { user });
  check("people-federated", { type: USER, good: { name: "program" }, others: [password("another")], bad: [{ name: "another" }] });
  test.each([
    ["a password of a user of the stack", [resource(USER, "subject", { name: "jane" }), { ...password(UNKNOWN), propertyDependencies: { user: ["urn:pulumi:test::golive::subject"] } }], "violation"],
    ["a password of somebody else", [password("jane")], "violation"],
    ["a user without one", [resource(USER, "subject", { name: "jane" })], "pass"],
  ])("%s", (_title, nodes, expected) => expect(outcome("people-federated", nodes)).toBe(expected));
  const issuer = "token.actions.githubusercontent.com";
  const job = (sub: unknown, aud: unknown = "sts.amazonaws.com") => trust({
    Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` }, Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { [`${issuer}:aud`]: aud }, StringLike: { [`${issuer}:sub`]: sub } },
  });
  check("pipeline-role-own-repository", {
    type: ROLE, good: job("repo:optibid/platform:environment:production"), fine: [job("repo:optibid/platform:ref:refs/heads/release-*")],
    bad: [job("*"), job("repo:optibid/*"), job("repo:optibid/platform:*"), job(["repo:optibid/platform:ref:refs/heads/main", "repo:*"]), job([]), job("repo:optibid/platform:ref:x", []), { assumeRolePolicy: "{" }],
    missing: ["assumeRolePolicy"], unknown: ["assumeRolePolicy"], exempt: [people({})],
  });
});

describe("metrics", () => {
  const scraper = resource("aws:amp/scraper:Scraper", "scraper", {}, { destination: ["subject"] });
  const rules = (data: unknown) => resource(GROUPS, "rules", { data }, { workspaceId: ["subject"] });
  const manager = resource("aws:amp/alertManagerDefinition:AlertManagerDefinition", "manager", {}, { workspaceId: ["subject"] });
  check("metrics-collected", { type: WORKSPACE, good: { loggingConfiguration: { logGroupArn: "arn" } }, others: [scraper], bad: [], missing: ["loggingConfiguration"], unknown: ["loggingConfiguration"] });
  test("nothing fills a workspace", () => expect(outcome("metrics-collected", [resource(WORKSPACE, "subject", { loggingConfiguration: {} })])).toBe("violation"));
  check("key-metrics-recorded", { type: WORKSPACE, good: {}, others: [rules(KEY_METRICS)], bad: [] });
  check("metrics-alert", { type: WORKSPACE, good: {}, others: [rules(KEY_METRICS), manager], bad: [] });
  test.each([
    ["key-metrics-recorded", "groups: []", "violation"], ["key-metrics-recorded", undefined, "violation"], ["key-metrics-recorded", UNKNOWN, "deferred"], ["key-metrics-recorded", KEY_METRICS.replace("histogram_quantile", "avg"), "violation"],
    ["metrics-alert", "groups: []", "violation"], ["metrics-alert", UNKNOWN, "deferred"],
  ])("%s of %j: %s", (rule, data, expected) => expect(outcome(rule, [resource(WORKSPACE, "subject", {}), rules(data), manager])).toBe(expected));
  test("alerts that nothing sends", () => expect(outcome("metrics-alert", [resource(WORKSPACE, "subject", {}), rules(KEY_METRICS)])).toBe("violation"));
  check("metrics-kept", { type: "aws:amp/workspaceConfiguration:WorkspaceConfiguration", good: { retentionPeriodInDays: 30 }, bad: [{ retentionPeriodInDays: 29 }, { retentionPeriodInDays: "long" }], safe: ["retentionPeriodInDays"], unknown: ["retentionPeriodInDays"] });
  check("metrics-encrypted", { type: WORKSPACE, good: { kmsKeyArn: "arn" }, fine: [{ kmsKeyArn: UNKNOWN }], bad: [{ kmsKeyArn: "" }, { kmsKeyArn: "alias/aws/aps" }], missing: ["kmsKeyArn"] });
  check("dashboard-shows-metrics", { type: "aws:cloudwatch/dashboard:Dashboard", good: { dashboardBody: '{"widgets":[{}]}' }, bad: [{ dashboardBody: "{}" }, { dashboardBody: "{" }], missing: ["dashboardBody"], unknown: ["dashboardBody"] });
  check("real-users-monitored", {
    type: "aws:rum/appMonitor:AppMonitor", good: { appMonitorConfiguration: { telemetries: ["errors", "performance", "http"], sessionSampleRate: 0.2 } },
    bad: [{ "appMonitorConfiguration.telemetries": ["errors"] }, { "appMonitorConfiguration.sessionSampleRate": 0 }, { "appMonitorConfiguration.sessionSampleRate": "some" }], missing: ["appMonitorConfiguration"], safe: ["appMonitorConfiguration.sessionSampleRate"],
    unknown: ["appMonitorConfiguration"],
  });
});

describe("dashboards and traces in the cluster", () => {
  const running = (program: string, change: object = {}) => ({ metadata: { name: program, namespace: "watch" }, spec: { template: { spec: { ...podSpec(), containers: [{ image: `registry.example/${program}@sha256:${"a".repeat(64)}` }], ...change } } } });
  const map = (data: unknown) => resource("kubernetes:core/v1:ConfigMap", "map", { metadata: { name: "dashboards", namespace: "watch" }, data });
  const volumes = [{ name: "dashboards", configMap: { name: "dashboards" } }];
  check("grafana-dashboards-provisioned", {
    type: DEPLOYMENT, good: running("grafana", { volumes }), others: [map({ "api.json": UNKNOWN })], bad: [{ "spec.template.spec.volumes": [] }, { "metadata.namespace": "other" }], missing: ["spec.template.spec.volumes"],
    unknown: ["spec.template.spec.volumes"], exempt: [{ "spec.template.spec.containers": [{ image: "registry.example/api:1" }] }],
  });
  test.each([[{}, "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a ConfigMap with %j: %s", (data, expected) => {
    expect(outcome("grafana-dashboards-provisioned", [resource(DEPLOYMENT, "subject", running("grafana-oss", { volumes })), map(data)])).toBe(expected);
  });
  check("jaeger-storage-persistent", {
    type: "kubernetes:apps/v1:StatefulSet", good: { ...running("jaeger"), spec: { ...running("jaeger").spec, volumeClaimTemplates: [{}] } },
    fine: [{ "spec.volumeClaimTemplates": undefined, "spec.template.spec.volumes": [{ persistentVolumeClaim: { claimName: "traces" } }] }], bad: [{ "spec.volumeClaimTemplates": [] }], missing: ["spec.volumeClaimTemplates"],
    unknown: ["spec.volumeClaimTemplates"], exempt: [{ "spec.template.spec.containers": [] }],
  });
  const sampling = (...kinds: string[]) => ({ "config.yaml": `processors:\n  tail_sampling:\n    policies:\n${kinds.map((kind) => `      - type: ${kind}\n`).join("")}` });
  check("trace-sampling-keeps-errors", {
    type: "kubernetes:core/v1:ConfigMap", good: { metadata: { name: "sampler-config" }, data: sampling("status_code", "latency") },
    bad: [{ data: sampling("status_code") }, { data: sampling("probabilistic") }, { data: {} }], missing: ["data"], unknown: ["data"], exempt: [{ "metadata.name": "page" }, { data: { "config.yaml": "receivers: {}" } }],
  });
  const env = "spec.template.spec.containers[0].env";
  check("program-traces-not-off", {
    type: DEPLOYMENT, good: { ...running("api", { containers: [{ env: [{ name: "OTEL_TRACES_SAMPLER", value: "parentbased_always_on" }] }] }) }, fine: [{ [env]: [{ name: "A", value: UNKNOWN }] }],
    bad: [{ [env]: [{ name: "OTEL_SDK_DISABLED", value: "true" }] }, { [env]: [{ name: "OTEL_TRACES_EXPORTER", value: "none" }] }, { [`${env}[0].value`]: "always_off" }], safe: [env], unknown: [env, `${env}[0].value`],
  });
});

describe("alarms", () => {
  check("alarm-has-actions", { type: ALARM, good: { alarmActions: ["arn"] }, fine: [{ alarmActions: [UNKNOWN] }], bad: [{ alarmActions: [] }, { actionsEnabled: false }], missing: ["alarmActions"], safe: ["actionsEnabled"], unknown: ["alarmActions", "actionsEnabled"] });
  const TOPIC = "aws:sns/topic:Topic";
  const subscription = (topic: unknown, edges: Record<string, string[]> = {}) => resource("aws:sns/topicSubscription:TopicSubscription", "subscription", { topic }, edges);
  check("topic-subscribed", { type: TOPIC, good: { arn: "arn:topic" }, others: [subscription("arn:topic")], bad: [{ arn: "arn:other" }], missing: ["arn"] });
  test("a subscription by way of the topic's policy", () => {
    expect(outcome("topic-subscribed", [resource(TOPIC, "subject", {}), resource("aws:sns/topicPolicy:TopicPolicy", "policy", { arn: UNKNOWN }, { arn: ["subject"] }), subscription(UNKNOWN, { topic: ["policy"] })])).toBe("pass");
  });
  check("subscription-dead-letters", {
    type: "aws:sns/topicSubscription:TopicSubscription", good: { protocol: "lambda", redrivePolicy: "{}" }, fine: [{ redrivePolicy: UNKNOWN }, { protocol: "https" }], bad: [{ protocol: "http" }, { protocol: undefined, redrivePolicy: undefined }], missing: ["redrivePolicy"],
    unknown: ["protocol"], exempt: [{ protocol: "email" }, { protocol: "sms" }],
  });
  const alarm = (name: string, props: object) => resource(ALARM, name, { dimensions: { CanaryName: "login" }, ...props });
  const fails = (treatMissingData: unknown) => alarm("fails", { metricName: "SuccessPercent", treatMissingData });
  check("canary-watched", { type: CANARY, good: { name: "login", startCanary: true }, others: [fails("breaching")], bad: [{ startCanary: false }, { name: "other" }], missing: ["startCanary"], unknown: ["startCanary", "name"] });
  test.each([["missing", "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("missing data %s: %s", (treatment, expected) => {
    expect(outcome("canary-watched", [resource(CANARY, "subject", { name: "login", startCanary: true }), fails(treatment)])).toBe(expected);
  });
  const slow = (props: object) => alarm("slow", { metricName: "Duration", comparisonOperator: "GreaterThanThreshold", threshold: 500, ...props });
  check("canary-target-alarm", { type: CANARY, good: { name: "login" }, others: [slow({})], bad: [{ name: "frontend" }], unknown: ["name"], exempt: [{ name: "health" }, { name: undefined }] });
  test.each([[{ threshold: 501 }, "violation"], [{ threshold: undefined }, "violation"], [{ comparisonOperator: "LessThanThreshold" }, "violation"], [{ threshold: UNKNOWN }, "deferred"]])("an alarm with %j: %s", (props, expected) => {
    expect(outcome("canary-target-alarm", [resource(CANARY, "subject", { name: "login" }), slow(props)])).toBe(expected);
  });
  const good = { metricName: "TargetResponseTime", extendedStatistic: "p95", threshold: 0.2, comparisonOperator: "GreaterThanThreshold", dimensions: { LoadBalancer: "app/a/1" } };
  check("api-latency-alarm", {
    type: ALARM, good, fine: [{ extendedStatistic: "p99.9" }], bad: [{ extendedStatistic: "p90" }, { threshold: 1 }, { "dimensions": {} }, { comparisonOperator: "LessThanThreshold" }], missing: ["extendedStatistic", "threshold", "comparisonOperator", "dimensions"],
    unknown: ["threshold", "extendedStatistic", "metricName"], exempt: [{ metricName: "RequestCount" }],
  });
  check("database-latency-alarm", { type: ALARM, good: { ...good, metricName: "QueryDatabaseResponseLatency", threshold: 100_000 }, bad: [{ threshold: 200_000 }], missing: ["threshold", "comparisonOperator"], unknown: ["threshold"], exempt: [{ metricName: "CPUUtilization" }] });
});

describe("recovery", () => {
  const PLAN = "aws:backup/plan:Plan";
  const TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
  const INSTANCE = "aws:rds/instance:Instance";
  check("backup-plan-restores-tested", { type: PLAN, good: {}, others: [resource(TESTING, "testing", {})], bad: [] });
  test("no plan tries them", () => expect(outcome("backup-plan-restores-tested", [resource(PLAN, "subject", {})])).toBe("violation"));
  const selection = (protectedResourceType: unknown) => resource("aws:backup/restoreTestingSelection:RestoreTestingSelection", "selection", { restoreTestingPlanName: "restores", protectedResourceType });
  const database = resource(INSTANCE, "database", {});
  check("restore-testing-covers-data", { type: TESTING, good: { name: "restores", scheduleExpression: "cron(0 8 ? * TUE *)" }, others: [selection("RDS"), database], bad: [{ name: "other" }, { scheduleExpression: "" }], missing: ["name", "scheduleExpression"], unknown: ["name", "scheduleExpression"] });
  test.each([["S3", "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a selection of %s: %s", (type, expected) => {
    expect(outcome("restore-testing-covers-data", [resource(TESTING, "subject", { name: "restores", scheduleExpression: "x" }), selection(type), database])).toBe(expected);
  });
  check("backup-plan-copies-away", { type: PLAN, good: { rules: [{ copyActions: [{}] }] }, bad: [{ rules: [] }, { "rules[0].copyActions": [] }], missing: ["rules", "rules[0].copyActions"], unknown: ["rules", "rules[0].copyActions"] });
  const standby = { replicateSourceDb: "arn:primary", region: "eu-west-1", instanceClass: "db.r7g.large", storageEncrypted: true, deletionProtection: true, backupRetentionPeriod: 35 };
  const primary = resource(INSTANCE, "primary", { arn: "arn:primary", instanceClass: "db.r7g.large", region: "eu-central-1" });
  check("recovery-replica-ready", {
    type: INSTANCE, good: standby, others: [primary], fine: [{ replicateSourceDb: "arn:elsewhere" }], bad: [{ instanceClass: "db.t4g.micro" }, { backupRetentionPeriod: 0 }, { storageEncrypted: false }, { deletionProtection: false }],
    missing: ["instanceClass", "backupRetentionPeriod", "storageEncrypted", "deletionProtection"], unknown: ["instanceClass", "backupRetentionPeriod"], exempt: [{ region: "eu-central-1" }, { region: undefined }, { replicateSourceDb: undefined }],
  });
  check("maintenance-outside-office-hours", {
    type: INSTANCE, good: { maintenanceWindow: "sun:03:00-sun:04:00" }, fine: [{ maintenanceWindow: "Mon:03:00-Mon:04:00" }, { maintenanceWindow: "tue:20:00-tue:21:00" }],
    bad: [{ maintenanceWindow: "wed:09:00-wed:10:00" }, { maintenanceWindow: "thu:05:00-thu:08:00" }, { maintenanceWindow: "at night" }], unknown: ["maintenanceWindow"], exempt: [{ maintenanceWindow: undefined }],
  });
  test("a cluster's window has a name of its own", () => {
    expect(outcome("maintenance-outside-office-hours", [resource("aws:rds/cluster:Cluster", "subject", { preferredMaintenanceWindow: "fri:12:00-fri:13:00" })])).toBe("violation");
    expect(outcome("maintenance-outside-office-hours", [resource("aws:elasticache/replicationGroup:ReplicationGroup", "subject", { maintenanceWindow: "fri:22:00-sat:01:00" })])).toBe("pass");
  });
});

describe("builds and releases", () => {
  const plain = [{ name: "API_TOKEN", value: "x" }];
  check("build-project-safe", {
    type: "aws:codebuild/project:Project", good: { environment: { privilegedMode: false, environmentVariables: [{ name: "API_TOKEN", type: "SECRETS_MANAGER", value: "token" }, { name: "STAGE", value: "x" }] }, source: { location: "https://github.com/optibid/platform.git" } },
    fine: [{ logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { status: "ENABLED" } } }],
    bad: [{ "environment.environmentVariables": plain }, { "source.location": "https://user:x@github.com/optibid/platform.git" }, { "environment.privilegedMode": true }, { logsConfig: { cloudwatchLogs: { status: "DISABLED" } } }],
    safe: ["logsConfig", "environment.privilegedMode", "source"], unknown: ["environment.environmentVariables", "source.location", "environment.privilegedMode"],
  });
  const lifecycle = (selection: object) => JSON.stringify({ rules: [{ selection }] });
  check("registry-keeps-releases", {
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy", good: { policy: lifecycle({ tagStatus: "tagged", countType: "imageCountMoreThan", countNumber: 10 }) },
    fine: [{ policy: lifecycle({ tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 1 }) }, { policy: { rules: [{ selection: { tagStatus: "any", countType: "sinceImagePushed", countNumber: 30 } }] } }],
    bad: [{ policy: lifecycle({ tagStatus: "any", countType: "imageCountMoreThan", countNumber: 9 }) }, { policy: lifecycle({ tagStatus: "tagged", countType: "sinceImagePushed", countNumber: 29 }) }, { policy: lifecycle({ tagStatus: "tagged" }) }, { policy: "{" }],
    missing: ["policy"], unknown: ["policy"],
  });
  const distribution = resource("aws:cloudfront/distribution:Distribution", "edge", { defaultCacheBehavior: { functionAssociations: [{ functionArn: "arn:function" }] } });
  check("edge-function-in-use", { type: "aws:cloudfront/function:Function", good: { arn: "arn:function" }, others: [distribution], bad: [{ publish: false }, { arn: "arn:other" }], safe: ["publish"], missing: ["arn"], unknown: ["publish"] });
  const cron = { schedule: "15 4 * * *", concurrencyPolicy: "Forbid", jobTemplate: { spec: { activeDeadlineSeconds: 600 } } };
  check("schedule-runs-alone", {
    type: "kubernetes:batch/v1:CronJob", good: { spec: cron }, fine: [{ "spec.concurrencyPolicy": "Replace" }], bad: [{ "spec.concurrencyPolicy": "Allow" }, { "spec.suspend": true }, { "spec.jobTemplate.spec.activeDeadlineSeconds": 0 }],
    missing: ["spec", "spec.schedule", "spec.concurrencyPolicy", "spec.jobTemplate"], safe: ["spec.suspend"], unknown: ["spec.schedule", "spec.concurrencyPolicy"],
  });
  const JOB = "kubernetes:batch/v1:Job";
  const program = (edges: Record<string, string[]>) => resource(DEPLOYMENT, "api", { metadata: { name: "api", namespace: "optibid" } }, edges);
  check("migration-before-programs", { type: JOB, good: { metadata: { name: "migration", namespace: "optibid" } }, others: [program({ metadata: ["subject"] })], bad: [{ "metadata.namespace": "other" }], exempt: [{ "metadata.name": "export" }], unknown: ["metadata.name"] });
  test("a program that does not wait", () => expect(outcome("migration-before-programs", [resource(JOB, "subject", { metadata: { name: "migration", namespace: "optibid" } }), program({})])).toBe("violation"));
});
