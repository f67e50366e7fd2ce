/**
 * Services whose things are known by a name and an ARN, as a table; those with more to say stand below it.
 * Source: the "Resource types" tables of the Service Authorization Reference.
 */
import type { Inventor, InventContext, Props } from "../types.ts";
import { arn, digest, hexOf, inventor, letters, moment, named, prefixed, record, suffix, text, uuid } from "./forms.ts";

type Known = InventContext & { readonly id: string };

/** Resource type, ARN service, ARN resource with `{}` for the name, and the argument that holds the name. */
type Row = readonly [token: string, service: string, resource: string, property?: string];

/** The id is the name. */
const BY_NAME: readonly Row[] = [
  ["aws:cloudwatch/logGroup:LogGroup", "logs", "log-group:{}"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "cloudwatch", "alarm:{}"],
  ["aws:cloudwatch/compositeAlarm:CompositeAlarm", "cloudwatch", "alarm:{}", "alarmName"],
  ["aws:cloudwatch/eventBus:EventBus", "events", "event-bus/{}"],
  ["aws:cloudwatch/eventConnection:EventConnection", "events", "connection/{}"],
  ["aws:ecr/repository:Repository", "ecr", "repository/{}"],
  ["aws:backup/vault:Vault", "backup", "backup-vault:{}"],
  ["aws:backup/restoreTestingPlan:RestoreTestingPlan", "backup", "restore-testing-plan:{}"],
  ["aws:accessanalyzer/analyzer:Analyzer", "access-analyzer", "analyzer/{}", "analyzerName"],
  ["aws:lambda/function:Function", "lambda", "function:{}"],
  ["aws:dynamodb/table:Table", "dynamodb", "table/{}"],
  ["aws:scheduler/scheduleGroup:ScheduleGroup", "scheduler", "schedule-group/{}"],
  ["aws:athena/workgroup:Workgroup", "athena", "workgroup/{}"],
  ["aws:codepipeline/pipeline:Pipeline", "codepipeline", "{}"],
  ["aws:xray/samplingRule:SamplingRule", "xray", "sampling-rule/{}", "ruleName"],
  ["aws:resourcegroups/group:Group", "resource-groups", "group/{}"],
  ["aws:ssm/document:Document", "ssm", "document/{}"],
  ["aws:sesv2/emailIdentity:EmailIdentity", "ses", "identity/{}", "emailIdentity"],
  ["aws:sesv2/configurationSet:ConfigurationSet", "ses", "configuration-set/{}", "configurationSetName"],
  ["aws:ses/domainIdentity:DomainIdentity", "ses", "identity/{}", "domain"],
  ["aws:cfg/conformancePack:ConformancePack", "config", "conformance-pack/{}"],
  ["aws:cloudwatch/metricStream:MetricStream", "cloudwatch", "metric-stream/{}"],
];

/** The id is the ARN. */
const BY_ARN: readonly Row[] = [
  ["aws:sns/topic:Topic", "sns", "{}"],
  ["aws:cloudtrail/trail:Trail", "cloudtrail", "trail/{}"],
  ["aws:cloudtrail/eventDataStore:EventDataStore", "cloudtrail", "eventdatastore/{uuid}"],
  ["aws:codebuild/project:Project", "codebuild", "project/{}"],
  ["aws:sfn/stateMachine:StateMachine", "states", "stateMachine:{}"],
  ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "firehose", "deliverystream/{}"],
  ["aws:kinesis/stream:Stream", "kinesis", "stream/{}"],
  ["aws:xray/group:Group", "xray", "group/{}/{upper}", "groupName"],
  ["aws:codeconnections/connection:Connection", "codeconnections", "connection/{uuid}"],
  ["aws:codestarconnections/connection:Connection", "codestar-connections", "connection/{uuid}"],
];

/** The id is a UUID and ends the ARN. */
const BY_UUID: readonly Row[] = [
  ["aws:backup/plan:Plan", "backup", "backup-plan:{}"],
  ["aws:shield/protection:Protection", "shield", "protection/{}"],
];

/** The id is one of the arguments, or two of them joined. */
const BY_ARGUMENTS: readonly (readonly [token: string, separator: string, ...properties: string[]])[] = [
  ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "", "name"],
  ["aws:cloudwatch/logStream:LogStream", "", "name"],
  ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "", "policyName"],
  ["aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy", "", "logGroupName"],
  ["aws:sns/topicPolicy:TopicPolicy", "", "arn"],
  ["aws:sqs/queuePolicy:QueuePolicy", "", "queueUrl"],
  ["aws:sqs/redrivePolicy:RedrivePolicy", "", "queueUrl"],
  ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "", "queueUrl"],
  ["aws:ecr/lifecyclePolicy:LifecyclePolicy", "", "repository"],
  ["aws:ecr/repositoryPolicy:RepositoryPolicy", "", "repository"],
  ["aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "", "ecrRepositoryPrefix"],
  ["aws:backup/vaultLockConfiguration:VaultLockConfiguration", "", "backupVaultName"],
  ["aws:backup/vaultPolicy:VaultPolicy", "", "backupVaultName"],
  ["aws:backup/vaultNotifications:VaultNotifications", "", "backupVaultName"],
  ["aws:cfg/recorder:Recorder", "", "name"],
  ["aws:cfg/deliveryChannel:DeliveryChannel", "", "name"],
  ["aws:cfg/recorderStatus:RecorderStatus", "", "name"],
  ["aws:guardduty/detectorFeature:DetectorFeature", "/", "detectorId", "name"],
  ["aws:lambda/permission:Permission", "", "statementId"],
  ["aws:lambda/functionUrl:FunctionUrl", "", "functionName"],
  ["aws:dynamodb/resourcePolicy:ResourcePolicy", "", "resourceArn"],
  ["aws:appautoscaling/target:Target", "", "resourceId"],
  ["aws:appautoscaling/policy:Policy", "", "name"],
  ["aws:servicequotas/serviceQuota:ServiceQuota", "/", "serviceCode", "quotaCode"],
];

const fill = (context: InventContext, resource: string, name: string): string =>
  resource.replace("{uuid}", () => uuid(context, "arn")).replace("{upper}", () => letters(hexOf(context, "arn", 100), 48).toUpperCase()).replace("{}", () => name);

/** Computed properties beside id and ARN, by resource type. */
const MORE: Readonly<Record<string, (context: Known) => Props>> = {
  "aws:ecr/repository:Repository": (context) => ({ registryId: context.account, repositoryUrl: `${context.account}.dkr.ecr.${context.region}.${suffix(context.partition)}/${context.id}` }),
  "aws:backup/plan:Plan": (context) => ({ version: Buffer.from(digest(JSON.stringify(context.inputs), 72), "hex").toString("base64").replaceAll(/[+/=]/g, "A") }),
  "aws:backup/vault:Vault": (context) => ({ recoveryPoints: 0, kmsKeyArn: named(context.inputs, "kmsKeyArn", arn(context, "kms", "alias/aws/backup")) }),
  "aws:sns/topic:Topic": (context) => ({ owner: context.account, beginningArchiveTime: "" }),
  "aws:cloudtrail/trail:Trail": (context) => ({ homeRegion: context.region, snsTopicArn: text(context.inputs["snsTopicName"]) === undefined ? "" : arn(context, "sns", named(context.inputs, "snsTopicName").split(":").at(-1) ?? "") }),
  "aws:lambda/function:Function": lambda,
  "aws:dynamodb/table:Table": (context) => {
    const streams = context.inputs["streamEnabled"] === true;
    const label = moment(context).replace("Z", ".000");
    return { streamArn: streams ? arn(context, "dynamodb", `table/${context.id}/stream/${label}`) : "", streamLabel: streams ? label : "" };
  },
  "aws:sfn/stateMachine:StateMachine": (context) => ({ status: "ACTIVE", creationDate: text(context.olds?.["creationDate"]) ?? moment(context), revisionId: uuid(context, "revision") }),
  // Pending until somebody confirms it in the console.
  "aws:codeconnections/connection:Connection": (context) => ({ connectionStatus: text(context.olds?.["connectionStatus"]) ?? "PENDING", ownerAccountId: context.account }),
  "aws:ssm/document:Document": document,
  "aws:cloudwatch/metricStream:MetricStream": () => ({ state: "running" }),
};

/** Each change of the content is a new version, which becomes the default one. */
function document(context: Known): Props {
  const before = Number(text(context.olds?.["latestVersion"]) ?? "0");
  const version = String(context.olds?.["content"] === context.inputs["content"] && before > 0 ? before : before + 1);
  const calendar = context.inputs["documentType"] === "ChangeCalendar";
  const schema = /"?schemaVersion"?\s*:\s*["']?(\d+\.\d+)/.exec(named(context.inputs, "content"))?.[1];
  return {
    documentVersion: version, defaultVersion: version, latestVersion: version, schemaVersion: schema ?? (calendar ? "1.0" : "2.2"), status: "Active", owner: context.account,
    hash: digest(named(context.inputs, "content"), 64), hashType: "Sha256", createdDate: text(context.olds?.["createdDate"]) ?? moment(context), description: "", parameters: [],
    platformTypes: calendar ? [] : ["Windows", "Linux", "MacOS"],
  };
}

function lambda(context: Known): Props {
  const own = arn(context, "lambda", `function:${context.id}`);
  const version = context.inputs["publish"] === true ? "1" : "$LATEST";
  const invoke = (target: string): string => arn(context, "apigateway", `path/2015-03-31/functions/${target}/invocations`, { account: "lambda" });
  return { version, qualifiedArn: `${own}:${version}`, invokeArn: invoke(own), qualifiedInvokeArn: invoke(`${own}:${version}`), lastModified: moment(context), sourceCodeSize: 1024, architectures: context.inputs["architectures"] ?? ["x86_64"] };
}

const table = (rows: readonly Row[], idOf: (context: InventContext, row: Row) => string, nameOf: (context: Known, row: Row) => string): Inventor[] =>
  rows.map((row) => inventor([row[0]], (context) => idOf(context, row), (context) => ({ arn: arn(context, row[1], fill(context, row[2], nameOf(context, row))), ...MORE[row[0]]?.(context) })));

const nameArgument = (context: InventContext, row: Row): string => named(context.inputs, row[3] ?? "name");

const queueUrl = (context: InventContext): string => `https://sqs.${context.region}.${suffix(context.partition)}/${context.account}/${named(context.inputs, "name")}`;
const busRule = ({ inputs }: InventContext): string => [text(inputs["eventBusName"]), named(inputs, "name")].filter((part) => part !== undefined && part !== "default").join("/");

export const SERVICES: readonly Inventor[] = [
  ...table(BY_NAME, nameArgument, (context) => context.id),
  ...table(BY_ARN, (context, row) => arn(context, row[1], fill(context, row[2], nameArgument(context, row))), nameArgument),
  ...table(BY_UUID, (context, row) => uuid(context, row[0]), (context) => context.id),
  ...BY_ARGUMENTS.map(([token, separator, ...properties]) => inventor([token], ({ inputs }) => properties.map((property) => named(inputs, property)).join(separator))),
  inventor(["aws:cloudwatch/dashboard:Dashboard"], ({ inputs }) => named(inputs, "dashboardName"), (context) => ({ dashboardArn: arn(context, "cloudwatch", `dashboard/${context.id}`, { region: "" }) })),
  inventor(["aws:cloudwatch/eventRule:EventRule"], busRule, (context) => ({ arn: arn(context, "events", `rule/${context.id}`) })),
  inventor(["aws:cloudwatch/eventTarget:EventTarget"], ({ inputs, hex }) => `${named(inputs, "rule")}-${named(inputs, "targetId", `terraform-${digest(hex(32), 26)}`)}`, (context) => ({ targetId: named(context.inputs, "targetId", `terraform-${digest(context.hex(32), 26)}`) })),
  inventor(["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"], ({ inputs }) => `cwlsf-${Number.parseInt(digest(`${named(inputs, "logGroup")}${named(inputs, "name")}`, 8), 16)}`),
  inventor(["aws:cloudwatch/queryDefinition:QueryDefinition"], (context) => uuid(context, "query"), (context) => ({ queryDefinitionId: context.id, arn: arn(context, "logs", `query-definition:${context.id}`) })),
  inventor(["aws:sns/topicSubscription:TopicSubscription"], (context) => `${named(context.inputs, "topic")}:${uuid(context, "subscription")}`, (context) => {
    // Only mail and web endpoints have to confirm.
    const waits = /^(email|email-json|https?)$/.test(named(context.inputs, "protocol"));
    return { arn: context.id, ownerId: context.account, pendingConfirmation: waits, confirmationWasAuthenticated: !waits, filterPolicyScope: text(context.inputs["filterPolicy"]) === undefined ? "" : named(context.inputs, "filterPolicyScope", "MessageAttributes") };
  }),
  inventor(["aws:sqs/queue:Queue"], queueUrl, (context) => ({ arn: arn(context, "sqs", named(context.inputs, "name")), url: context.id, sqsManagedSseEnabled: context.inputs["sqsManagedSseEnabled"] ?? text(context.inputs["kmsMasterKeyId"]) === undefined })),
  inventor(["aws:ssm/parameter:Parameter"], ({ inputs }) => named(inputs, "name"), (context) => ({
    arn: arn(context, "ssm", `parameter/${context.id.replace(/^\//, "")}`),
    version: context.operation === "update" && typeof context.olds?.["version"] === "number" ? context.olds["version"] + 1 : 1,
    hasValueWo: false, dataType: named(context.inputs, "dataType", "text"), tier: named(context.inputs, "tier", "Standard"), keyId: named(context.inputs, "keyId", context.inputs["type"] === "SecureString" ? "alias/aws/ssm" : ""),
  })),
  inventor(["aws:backup/selection:Selection"], (context) => uuid(context, "selection")),
  inventor(["aws:backup/framework:Framework", "aws:backup/reportPlan:ReportPlan"], ({ inputs }) => named(inputs, "name"), (context) => ({ arn: arn(context, "backup", `${context.token.includes("framework") ? "framework" : "report-plan"}:${context.id}-${uuid(context, "framework")}`), creationTime: text(context.olds?.["creationTime"]) ?? moment(context), deploymentStatus: "COMPLETED", status: "ACTIVE" })),
  inventor(["aws:backup/regionSettings:RegionSettings"], (context) => context.region),
  inventor(["aws:backup/globalSettings:GlobalSettings", "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "aws:ecr/replicationConfiguration:ReplicationConfiguration", "aws:ecr/registryPolicy:RegistryPolicy"], (context) => context.account, (context) => ({ registryId: context.account })),
  inventor(["aws:guardduty/detector:Detector"], (context) => hexOf(context, "detector", 32), (context) => ({ arn: arn(context, "guardduty", `detector/${context.id}`), accountId: context.account, findingPublishingFrequency: named(context.inputs, "findingPublishingFrequency", "SIX_HOURS") })),
  inventor(["aws:securityhub/account:Account"], (context) => context.account, (context) => ({ arn: arn(context, "securityhub", "hub/default"), controlFindingGenerator: named(context.inputs, "controlFindingGenerator", "SECURITY_CONTROL") })),
  inventor(["aws:securityhub/standardsSubscription:StandardsSubscription"], (context) => arn(context, "securityhub", `subscription/${named(context.inputs, "standardsArn").replace(/^.*:(?:standards|ruleset)\//, "")}`), (context) => ({ arn: context.id })),
  inventor(["aws:cfg/rule:Rule"], ({ inputs }) => named(inputs, "name"), (context) => {
    const ruleId = `config-rule-${letters(hexOf(context, "rule", 12), 6)}`;
    return { ruleId, arn: arn(context, "config", `config-rule/${ruleId}`) };
  }),
  inventor(["aws:inspector2/enabler:Enabler"], ({ inputs, account }) => `${Array.isArray(inputs["accountIds"]) ? inputs["accountIds"].map(String).sort().join(":") : account}-${Array.isArray(inputs["resourceTypes"]) ? inputs["resourceTypes"].map(String).sort().join(":") : ""}`),
  inventor(["aws:macie2/account:Account"], (context) => hexOf(context, "macie", 32), (context) => ({ serviceRole: arn(context, "iam", "role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie", { region: "" }), createdAt: text(context.olds?.["createdAt"]) ?? moment(context), updatedAt: moment(context), status: named(context.inputs, "status", "ENABLED") })),
  inventor(["aws:budgets/budget:Budget"], (context) => `${named(context.inputs, "accountId", context.account)}:${named(context.inputs, "name")}`, (context) => ({ arn: arn(context, "budgets", `budget/${named(context.inputs, "name")}`, { region: "" }), accountId: named(context.inputs, "accountId", context.account) })),
  inventor(["aws:costexplorer/anomalyMonitor:AnomalyMonitor"], (context) => arn(context, "ce", `anomalymonitor/${uuid(context, "monitor")}`, { region: "" }), (context) => ({ arn: context.id })),
  inventor(["aws:costexplorer/anomalySubscription:AnomalySubscription"], (context) => arn(context, "ce", `anomalysubscription/${uuid(context, "subscription")}`, { region: "" }), (context) => ({ arn: context.id, accountId: context.account })),
  inventor(["aws:lambda/layerVersion:LayerVersion"], (context) => arn(context, "lambda", `layer:${named(context.inputs, "layerName")}:1`), (context) => ({ arn: context.id, layerArn: context.id.replace(/:1$/, ""), version: "1", createdDate: moment(context), codeSha256: Buffer.from(hexOf(context, "sha", 64), "hex").toString("base64") })),
  inventor(["aws:scheduler/schedule:Schedule"], ({ inputs }) => `${named(inputs, "groupName", "default")}/${named(inputs, "name")}`, (context) => ({ arn: arn(context, "scheduler", `schedule/${context.id}`), groupName: named(context.inputs, "groupName", "default") })),
  inventor(["aws:glue/catalogDatabase:CatalogDatabase"], (context) => `${named(context.inputs, "catalogId", context.account)}:${named(context.inputs, "name")}`, (context) => ({ arn: arn(context, "glue", `database/${named(context.inputs, "name")}`), catalogId: named(context.inputs, "catalogId", context.account) })),
  inventor(["aws:glue/catalogTable:CatalogTable"], (context) => [named(context.inputs, "catalogId", context.account), named(context.inputs, "databaseName"), named(context.inputs, "name")].join(":"), (context) => ({ arn: arn(context, "glue", `table/${named(context.inputs, "databaseName")}/${named(context.inputs, "name")}`), catalogId: named(context.inputs, "catalogId", context.account) })),
  inventor(["aws:amp/workspace:Workspace"], (context) => `ws-${uuid(context, "workspace")}`, (context) => ({ arn: arn(context, "aps", `workspace/${context.id}`), prometheusEndpoint: `https://aps-workspaces.${context.region}.amazonaws.com/workspaces/${context.id}/` })),
  inventor(["aws:grafana/workspace:Workspace"], (context) => `g-${hexOf(context, "workspace", 10)}`, (context) => ({ arn: arn(context, "grafana", `/workspaces/${context.id}`), endpoint: `${context.id}.grafana-workspace.${context.region}.amazonaws.com` })),
  inventor(["aws:efs/fileSystem:FileSystem"], (context) => prefixed(context, "fs"), (context) => ({ arn: arn(context, "elasticfilesystem", `file-system/${context.id}`), dnsName: `${context.id}.efs.${context.region}.amazonaws.com`, name: named(record(context.inputs["tags"]), "Name"), ownerId: context.account })),
  inventor(["aws:efs/mountTarget:MountTarget"], (context) => prefixed(context, "fsmt")),
  inventor(["aws:efs/accessPoint:AccessPoint"], (context) => prefixed(context, "fsap"), (context) => ({ arn: arn(context, "elasticfilesystem", `access-point/${context.id}`) })),
  inventor(["aws:cognito/userPool:UserPool"], (context) => `${context.region}_${letters(hexOf(context, "pool", 18), 9)}`, (context) => ({ arn: arn(context, "cognito-idp", `userpool/${context.id}`), endpoint: `cognito-idp.${context.region}.amazonaws.com/${context.id}` })),
  inventor(["aws:fis/experimentTemplate:ExperimentTemplate"], (context) => `EXT${letters(hexOf(context, "template", 32), 15)}`),
];
