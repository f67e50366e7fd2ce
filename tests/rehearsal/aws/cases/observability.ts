import { arn, network, thing, trust, type Cases } from "../world.ts";

const INVALID = "ValidationException";
const metricsKey = arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const workspaceArn = arn("aps", "workspace/ws-1");
const clusterArn = arn("eks", "cluster/main");
const workspace = thing("amp/workspace", "ws-1", { arn: workspaceArn });
const cluster = thing("eks/cluster", "main", { name: "main", arn: clusterArn, vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], endpointPrivateAccess: true } });
const config = "global: { scrape_interval: 60s }\nscrape_configs: [{ job_name: a }]\n";
const scraper = { source: { eks: { clusterArn, subnetIds: ["subnet-a", "subnet-b"] } }, destination: { amp: { workspaceArn } }, scrapeConfiguration: config };
const standing = [...network, workspace, cluster];
const logs = arn("logs", "log-group:/aws/vendedlogs/prometheus/a:*");
const rules = (text: string) => ({ workspaceId: "ws-1", name: "a", data: text });
const group = "groups: [{ name: a, rules: [{ record: 'a:b:c', expr: up }] }]";
const topic = arn("sns", "alerts");
const manager = (inner: string) => ({ workspaceId: "ws-1", definition: `alertmanager_config: |\n${inner.replace(/^/gm, "  ")}\n` });
const routed = `route: { receiver: a }\nreceivers: [{ name: a, sns_configs: [{ topic_arn: '${topic}' }] }]`;

const roleArn = arn("iam", "role/canary", "");
const role = thing("iam/role", "canary", { name: "canary", arn: roleArn, assumeRolePolicy: trust("lambda.amazonaws.com") });
const bucket = thing("s3/bucket", "canaries", { bucket: "canaries" });
const code = thing("s3/bucketObjectv2", "canaries/a.zip", { bucket: "canaries", key: "a.zip" });
const canary = {
  name: "optibid-api-health", runtimeVersion: "syn-nodejs-puppeteer-15.0", handler: "index.handler", s3Bucket: "canaries", s3Key: "a.zip", executionRoleArn: roleArn,
  artifactS3Location: "s3://canaries/artifacts", schedule: { expression: "rate(1 minute)" }, runConfig: { timeoutInSeconds: 60, memoryInMb: 1024 },
};
const monitor = { name: "optibid", domain: "optibid.com", appMonitorConfiguration: { sessionSampleRate: 0.2, telemetries: ["errors", "http"] } };
const widget = { type: "metric", x: 0, y: 0, width: 12, height: 6, properties: { region: "eu-central-1", metrics: [["AWS/RDS", "CPUUtilization"]] } };
const board = (body: unknown) => ({ dashboardName: "a", dashboardBody: JSON.stringify(body) });

const email = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";
const identifiers = [email, "arn:aws:dataprotection::aws:data-identifier/PhoneNumber-DE", "Token"];
const custom = [{ Name: "Token", Regex: "tok-[0-9a-f]{32}" }];
const audit = (DataIdentifier: readonly string[] = identifiers, LogGroup = "findings") => ({ Sid: "a", DataIdentifier, Operation: { Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup } } } } });
const mask = (DataIdentifier: readonly string[] = identifiers) => ({ Sid: "m", DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } });
const protection = (more: Record<string, unknown> = {}) => ({ logGroupName: "app", policyDocument: JSON.stringify({ Name: "p", Version: "2021-06-01", Configuration: { CustomDataIdentifier: custom }, Statement: [audit(), mask()], ...more }) });
const only = (identifier: string) => protection({ Statement: [audit([identifier]), mask([identifier])] });
const groups = [thing("cloudwatch/logGroup", "app", { name: "app" }), thing("cloudwatch/logGroup", "findings", { name: "findings" })];
const PARAMETER = "InvalidParameterException";

export const observabilityCases: readonly Cases[] = [
  {
    law: "prometheus-workspace-values",
    refuses: [
      [INVALID, { short: "amp/workspace", inputs: { alias: "a".repeat(101) } }],
      [INVALID, { short: "amp/workspace", inputs: { loggingConfiguration: { logGroupArn: logs.replace(/:\*$/, "") } } }],
      [INVALID, { short: "amp/workspace", inputs: { kmsKeyArn: arn("kms", "key/mrk-1234abcd12ab34cd56ef1234567890ab") } }],
      [INVALID, { short: "amp/workspace", inputs: { kmsKeyArn: arn("kms", "alias/metrics") } }],
    ],
    accepts: [{ short: "amp/workspace", inputs: { kmsKeyArn: metricsKey }, world: [thing("kms/key", "1234abcd-12ab-34cd-56ef-1234567890ab", { arn: metricsKey, keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" })] }, { short: "amp/workspace", inputs: { alias: "optibid-production", loggingConfiguration: { logGroupArn: logs } } }, { short: "amp/workspace", inputs: {} }],
  },
  {
    law: "prometheus-workspace-key",
    refuses: [
      [INVALID, { short: "amp/workspace", inputs: { kmsKeyArn: arn("kms", "key/2") }, world: [thing("kms/key", "1", { arn: arn("kms", "key/1") })] }],
      [INVALID, { short: "amp/workspace", inputs: { kmsKeyArn: arn("kms", "key/1") }, world: [thing("kms/key", "1", { arn: arn("kms", "key/1"), isEnabled: false })] }],
    ],
    accepts: [{ short: "amp/workspace", inputs: { kmsKeyArn: arn("kms", "key/1") }, world: [thing("kms/key", "1", { arn: arn("kms", "key/1") })] }],
  },
  {
    law: "prometheus-workspace-configuration",
    refuses: [
      [INVALID, { short: "amp/workspaceConfiguration", inputs: { workspaceId: "ws-1", retentionPeriodInDays: 1096 } }],
      [INVALID, { short: "amp/workspaceConfiguration", inputs: { workspaceId: "ws-1", outOfOrderTimeWindowInSeconds: 601 } }],
      [INVALID, { short: "amp/workspaceConfiguration", inputs: { workspaceId: "ws-1", ruleQueryOffsetInSeconds: -1 } }],
    ],
    accepts: [{ short: "amp/workspaceConfiguration", inputs: { workspaceId: "ws-1", retentionPeriodInDays: 1095, outOfOrderTimeWindowInSeconds: 600 }, world: standing }],
  },
  {
    law: "prometheus-scraper-values",
    refuses: [
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, source: { eks: { clusterArn, subnetIds: ["subnet-a"] } } } }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, source: { ...scraper.source, vpc: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-1"] } } } }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, source: { eks: { clusterArn, subnetIds: ["a", "b", "c", "d", "e", "f"] } } } }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, scrapeConfiguration: "a: [" } }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, scrapeConfiguration: "global: {}" } }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, scrapeConfiguration: "scrape_configs: [{ job_name: a }, { job_name: a }]" } }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, scrapeConfiguration: "scrape_configs: [{ job_name: a, scrape_interval: 10s }]" } }],
    ],
    accepts: [{ short: "amp/scraper", inputs: scraper, world: standing }, { short: "amp/scraper", inputs: { ...scraper, scrapeConfiguration: "scrape_configs: [{ job_name: a, scrape_interval: 30s }]" }, world: standing }],
  },
  {
    law: "prometheus-scraper-cluster",
    refuses: [
      ["ResourceNotFoundException", { short: "amp/scraper", inputs: scraper, world: [...network, workspace] }],
      [INVALID, { short: "amp/scraper", inputs: scraper, world: [...network, workspace, thing("eks/cluster", "main", { arn: clusterArn, vpcConfig: { endpointPrivateAccess: false } })] }],
      [INVALID, { short: "amp/scraper", inputs: { ...scraper, source: { eks: { clusterArn, subnetIds: ["subnet-a", "subnet-a2"] } } }, world: standing }],
    ],
    accepts: [{ short: "amp/scraper", inputs: scraper, world: standing }],
  },
  {
    law: "prometheus-workspace-exists",
    refuses: [
      ["ResourceNotFoundException", { short: "amp/scraper", inputs: scraper, world: [...network, cluster] }],
      ["ResourceNotFoundException", { short: "amp/ruleGroupNamespace", inputs: rules(group) }],
      ["ResourceNotFoundException", { short: "amp/alertManagerDefinition", inputs: manager(routed) }],
      ["ResourceNotFoundException", { short: "amp/workspaceConfiguration", inputs: { workspaceId: "ws-1" } }],
    ],
    accepts: [{ short: "amp/workspaceConfiguration", inputs: { workspaceId: "ws-1" }, world: [workspace] }],
  },
  {
    law: "prometheus-scraper-logging",
    refuses: [
      [INVALID, { short: "amp/scraperLoggingConfiguration", inputs: { scraperId: "s-1", loggingDestination: { cloudwatchLogs: { logGroupArn: "x" } } } }],
      [INVALID, { short: "amp/scraperLoggingConfiguration", inputs: { scraperId: "s-1", loggingDestination: { cloudwatchLogs: { logGroupArn: logs } }, scraperComponents: ["ALL"] } }],
    ],
    accepts: [{ short: "amp/scraperLoggingConfiguration", inputs: { scraperId: "s-1", loggingDestination: { cloudwatchLogs: { logGroupArn: logs } }, scraperComponents: ["COLLECTOR"] }, world: [thing("amp/scraper", "s-1")] }],
  },
  {
    law: "prometheus-scraper-exists",
    refuses: [["ResourceNotFoundException", { short: "amp/scraperLoggingConfiguration", inputs: { scraperId: "s-2" }, world: [thing("amp/scraper", "s-1")] }]],
    accepts: [{ short: "amp/scraperLoggingConfiguration", inputs: { scraperId: "s-1" }, world: [thing("amp/scraper", "s-1")] }],
  },
  {
    law: "prometheus-rule-groups",
    refuses: [
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: { ...rules(group), name: "-a" } }],
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: rules("rules: []") }],
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: rules("groups: [{ name: a, rules: [] }, { name: a, rules: [] }]") }],
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: rules("groups: [{ name: a, rules: [{ expr: up }] }]") }],
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: rules("groups: [{ name: a, rules: [{ record: 'a:b:c' }] }]") }],
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: rules("groups: [{ name: a, rules: [{ record: 'a-b', expr: up }] }]") }],
      [INVALID, { short: "amp/ruleGroupNamespace", inputs: rules("groups: [{ name: a, rules: [{ record: 'a', expr: up, for: 5m }] }]") }],
    ],
    accepts: [{ short: "amp/ruleGroupNamespace", inputs: rules(group), world: [workspace] }, { short: "amp/ruleGroupNamespace", inputs: rules("groups: [{ name: a, rules: [{ alert: Down, expr: up == 0, for: 5m }] }]"), world: [workspace] }],
  },
  {
    law: "prometheus-rule-groups-once",
    refuses: [["ConflictException", { short: "amp/ruleGroupNamespace", inputs: rules(group), world: [workspace, thing("amp/ruleGroupNamespace", "x", { workspaceId: "ws-1", name: "a" })] }]],
    accepts: [{ short: "amp/ruleGroupNamespace", inputs: rules(group), world: [workspace, thing("amp/ruleGroupNamespace", "x", { workspaceId: "ws-1", name: "b" })] }],
  },
  {
    law: "prometheus-alert-manager",
    refuses: [
      [INVALID, { short: "amp/alertManagerDefinition", inputs: { workspaceId: "ws-1", definition: "route: {}" } }],
      [INVALID, { short: "amp/alertManagerDefinition", inputs: manager("receivers: [{ name: a }]") }],
      [INVALID, { short: "amp/alertManagerDefinition", inputs: manager("route: { receiver: b }\nreceivers: [{ name: a }]") }],
      [INVALID, { short: "amp/alertManagerDefinition", inputs: manager("route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [] }]") }],
      [INVALID, { short: "amp/alertManagerDefinition", inputs: manager("route: { receiver: a }\nreceivers: [{ name: a, sns_configs: [{ topic_arn: alerts }] }]") }],
    ],
    accepts: [{ short: "amp/alertManagerDefinition", inputs: manager(routed), world: [workspace] }],
  },
  {
    law: "prometheus-alert-manager-once",
    refuses: [["ConflictException", { short: "amp/alertManagerDefinition", inputs: manager(routed), world: [workspace, thing("amp/alertManagerDefinition", "ws-1", { workspaceId: "ws-1" })] }]],
    accepts: [{ short: "amp/alertManagerDefinition", inputs: manager(routed), world: [workspace] }],
  },
  {
    law: "synthetics-canary-values",
    refuses: [
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, name: "OptiBid" } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, name: "a".repeat(256) } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runtimeVersion: "syn-nodejs-puppeteer-7.0" } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runtimeVersion: "syn-python-selenium-5.1" } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runtimeVersion: "nodejs22.x" } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, handler: "handler" } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, schedule: { expression: "rate(2 hours)" } } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, schedule: { expression: "rate(61 minutes)" } } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runConfig: { timeoutInSeconds: 841 } } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runConfig: { memoryInMb: 1000 } } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runConfig: { environmentVariables: { AWS_REGION: "x" } } } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, runConfig: { timeoutInSeconds: 600 }, schedule: { expression: "rate(1 hour)", retryConfig: { maxRetries: 2 } } } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, successRetentionPeriod: 456 } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, zipFile: "a.zip" } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, s3Bucket: undefined, s3Key: undefined } }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, artifactConfig: { s3Encryption: { encryptionMode: "SSE_S3", kmsKeyArn: arn("kms", "key/1") } } } }],
    ],
    accepts: [
      { short: "synthetics/canary", inputs: canary, world: [role, bucket, code] },
      { short: "synthetics/canary", inputs: { ...canary, runtimeVersion: "syn-nodejs-3.1", handler: "canary.run", schedule: { expression: "cron(0 8 * * ? *)" } }, world: [role, bucket, code] },
      { short: "synthetics/canary", inputs: { ...canary, schedule: { expression: "rate(0 minute)" } }, world: [role, bucket, code] },
    ],
  },
  {
    law: "synthetics-canary-needs",
    refuses: [
      [INVALID, { short: "synthetics/canary", inputs: canary, world: [bucket, code] }],
      [INVALID, { short: "synthetics/canary", inputs: canary, world: [bucket, code, thing("iam/role", "canary", { arn: roleArn, assumeRolePolicy: trust("synthetics.amazonaws.com") })] }],
      [INVALID, { short: "synthetics/canary", inputs: canary, world: [role, bucket] }],
      [INVALID, { short: "synthetics/canary", inputs: { ...canary, artifactS3Location: "s3://elsewhere/a" }, world: [role, bucket, code] }],
    ],
    accepts: [{ short: "synthetics/canary", inputs: canary, world: [role, bucket, code] }],
  },
  {
    law: "rum-app-monitor-values",
    refuses: [
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, name: ".a" } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, domainLists: ["www.optibid.com"] } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, domain: undefined } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, domain: undefined, domainLists: ["a.de", "b.de", "c.de", "d.de", "e.de", "f.de"] } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, domain: "https://optibid.com" } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, appMonitorConfiguration: { sessionSampleRate: 1.1 } } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, appMonitorConfiguration: { telemetries: ["clicks"] } } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, appMonitorConfiguration: { includedPages: ["a"], excludedPages: ["b"] } } }],
      [INVALID, { short: "rum/appMonitor", inputs: { ...monitor, customEvents: { status: "ON" } } }],
    ],
    accepts: [{ short: "rum/appMonitor", inputs: monitor }, { short: "rum/appMonitor", inputs: { ...monitor, domain: undefined, domainLists: ["optibid.com", "*.optibid.com"] } }],
  },
  {
    law: "cognito-identity-pool-name",
    refuses: [[PARAMETER, { short: "cognito/identityPool", inputs: { identityPoolName: "a/b" } }]],
    accepts: [{ short: "cognito/identityPool", inputs: { identityPoolName: "optibid production-rum" } }],
  },
  {
    law: "cognito-identity-pool-roles",
    refuses: [[PARAMETER, { short: "cognito/identityPoolRoleAttachment", inputs: { identityPoolId: "p", roles: { guest: roleArn } } }]],
    accepts: [{ short: "cognito/identityPoolRoleAttachment", inputs: { identityPoolId: "p", roles: { unauthenticated: roleArn } }, world: [thing("cognito/identityPool", "p")] }],
  },
  {
    law: "cognito-identity-pool-exists",
    refuses: [["ResourceNotFoundException", { short: "cognito/identityPoolRoleAttachment", inputs: { identityPoolId: "p", roles: {} } }]],
    accepts: [{ short: "cognito/identityPoolRoleAttachment", inputs: { identityPoolId: "p", roles: {} }, world: [thing("cognito/identityPool", "p")] }],
  },
  {
    law: "dashboard-widgets",
    refuses: [
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: {} }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ ...widget, type: "graph" }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ ...widget, width: 25 }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ ...widget, x: 24 }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ ...widget, height: 0 }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ ...widget, properties: { metrics: [] } }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ ...widget, properties: { region: "eu-central-1" } }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: [{ type: "text", properties: {} }] }) }],
      ["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: board({ widgets: Array.from({ length: 501 }, () => widget) }) }],
    ],
    accepts: [{ short: "cloudwatch/dashboard", inputs: board({ widgets: [widget, { type: "text", x: 0, y: 6, width: 24, height: 2, properties: { markdown: "# a" } }] }) }, { short: "cloudwatch/dashboard", inputs: board({ widgets: [] }) }],
  },
  {
    law: "eks-addon-values",
    refuses: [
      [PARAMETER, { short: "eks/addon", inputs: { clusterName: "main", addonName: "vpc-cni", resolveConflictsOnCreate: "PRESERVE" } }],
      [PARAMETER, { short: "eks/addon", inputs: { clusterName: "main", addonName: "vpc-cni", resolveConflictsOnUpdate: "KEEP" } }],
      [PARAMETER, { short: "eks/addon", inputs: { clusterName: "main", addonName: "vpc-cni", configurationValues: "{ a: " } }],
      [PARAMETER, { short: "eks/addon", inputs: { clusterName: "main", addonName: "vpc-cni", addonVersion: "newest" } }],
      [PARAMETER, { short: "eks/addon", inputs: { clusterName: "main", addonName: "vpc-cni", podIdentityAssociations: [{ serviceAccount: "a", roleArn }, { serviceAccount: "a", roleArn }] } }],
    ],
    accepts: [{ short: "eks/addon", inputs: { clusterName: "main", addonName: "vpc-cni", addonVersion: "v1.20.4-eksbuild.1", resolveConflictsOnUpdate: "PRESERVE", configurationValues: '{"a":1}' }, world: [cluster] }, { short: "eks/addon", inputs: { clusterName: "main", addonName: "coredns", configurationValues: "replicaCount: 3" }, world: [cluster] }],
  },
  {
    law: "log-data-protection-policy",
    refuses: [
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: { logGroupName: "app", policyDocument: "x" } }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Version: "2012-10-17" }) }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Statement: [mask(), audit()] }) }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Statement: [audit()] }) }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Statement: [audit(), mask([email])] }) }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: only("EmailAddress") }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: only("arn:aws:dataprotection::aws:data-identifier/PhoneNumber") }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: only(`${email}-DE`) }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Configuration: { CustomDataIdentifier: [{ Name: "Token", Regex: "tok-(a|b)" }] } }) }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Configuration: { CustomDataIdentifier: [{ Name: "Token", Regex: "t" }, ...Array.from({ length: 10 }, (_, index) => ({ Name: `n${index}`, Regex: "n" }))] } }) }],
      [[PARAMETER, PARAMETER], { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Statement: [audit(), { ...mask(), Operation: { Deidentify: {} } }], Version: "1" }) }],
    ],
    accepts: [{ short: "cloudwatch/logDataProtectionPolicy", inputs: protection(), world: groups }, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Configuration: undefined, Statement: [{ ...audit([email]), Operation: { Audit: { FindingsDestination: {} } } }, mask([email])] }), world: groups }],
  },
  {
    law: "log-data-protection-groups",
    refuses: [
      ["ResourceNotFoundException", { short: "cloudwatch/logDataProtectionPolicy", inputs: protection(), world: [groups[1]!] }],
      ["ResourceNotFoundException", { short: "cloudwatch/logDataProtectionPolicy", inputs: protection(), world: [groups[0]!] }],
      [PARAMETER, { short: "cloudwatch/logDataProtectionPolicy", inputs: protection({ Statement: [audit(identifiers, "app"), mask()] }), world: groups }],
    ],
    accepts: [{ short: "cloudwatch/logDataProtectionPolicy", inputs: protection(), world: groups }],
  },
];
