/** Limits on single values: cost, configuration, backups and operations. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { ACCOUNT, DOTTED, IAM_NAME, LETTER_HYPHENED, PRINTABLE, SHARE, SHARE_OR_NONE, WORD } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const managementLimits: readonly ServiceLimits[] = [
  {
    service: "backup",
    code: "InvalidParameterValueException",
    source: `${DOCS}/aws-backup/latest/devguide`,
    types: {
      "backup/reportPlan": { description: upTo(1024) },
      "backup/framework": { description: upTo(1024) },
      "backup/logicallyAirGappedVault": { name: like(WORD, 50, 2) },
    },
  },
  {
    service: "budgets",
    code: "ValidationException",
    source: `${DOCS}/aws-cost-management/latest/APIReference`,
    types: {
      "budgets/budget": { accountId: like(ACCOUNT, 12, 12) },
      "budgets/budgetAction": { accountId: like(ACCOUNT, 12, 12), actionType: among("APPLY_IAM_POLICY", "APPLY_SCP_POLICY", "RUN_SSM_DOCUMENTS"), approvalModel: among("AUTOMATIC", "MANUAL"), budgetName: upTo(100), notificationType: among("ACTUAL", "FORECASTED"), subscribers: count(11, 1) },
    },
  },
  {
    service: "ce",
    code: "ValidationException",
    source: `${DOCS}/aws-cost-management/latest/APIReference`,
    types: {
      "costexplorer/anomalySubscription": { name: upTo(1024) },
      "costexplorer/costCategory": { defaultValue: upTo(50), name: upTo(50), rules: count(500, 1), "rules[].type": among("REGULAR", "INHERITED_VALUE"), "rules[].value": upTo(50), splitChargeRules: count(10) },
    },
  },
  {
    service: "config",
    code: "ValidationException",
    source: `${DOCS}/config/latest/APIReference`,
    types: {
      "cfg/rule": { "scope.complianceResourceTypes": count(100), "scope.complianceResourceTypes[]": upTo(256), "scope.tagKey": upTo(128), "source.sourceDetails": count(25) },
      "cfg/deliveryChannel": { name: upTo(256) },
      "cfg/conformancePack": { deliveryS3Bucket: upTo(63), deliveryS3KeyPrefix: upTo(1024), inputParameters: count(330), name: like(LETTER_HYPHENED, 256), templateBody: upTo(51200), templateS3Uri: like(/^s3:\/\//, 1024) },
      "cfg/configurationAggregator": { name: like(WORD, 256) },
      "cfg/retentionConfiguration": { retentionPeriodInDays: between(30, 2557) },
      "cfg/aggregateAuthorization": { region: upTo(64) },
      "cfg/organizationConformancePack": { name: upTo(128), deliveryS3Bucket: upTo(63), deliveryS3KeyPrefix: upTo(1024), templateBody: upTo(51200), templateS3Uri: upTo(1024) },
      "cfg/organizationManagedRule": { name: upTo(64), description: upTo(256), resourceIdScope: upTo(768), tagKeyScope: upTo(128), tagValueScope: upTo(256) },
      "cfg/organizationCustomRule": { name: upTo(64), description: upTo(256), resourceIdScope: upTo(768), tagKeyScope: upTo(128), tagValueScope: upTo(256) },
      "cfg/remediationConfiguration": { targetType: among("SSM_DOCUMENT"), maximumAutomaticAttempts: betweenOrUnset(1, 25), retryAttemptSeconds: betweenOrUnset(1, 2678000) },
    },
  },
  {
    service: "cloudtrail",
    code: "InvalidParameterException",
    source: `${DOCS}/awscloudtrail/latest/APIReference`,
    types: {
      "cloudtrail/eventDataStore": { billingMode: among("EXTENDABLE_RETENTION_PRICING", "FIXED_RETENTION_PRICING"), name: like(DOTTED, 128, 3), retentionPeriod: betweenOrUnset(7, 3653) },
    },
  },
  {
    service: "resource-groups",
    code: "BadRequestException",
    source: `${DOCS}/ARG/latest/APIReference`,
    types: {
      "resourcegroups/group": { configurations: count(2), description: like(/^[\s\w.-]*$/, 1024), name: like(DOTTED, 300) },
    },
  },
  {
    service: "cloudformation",
    code: "ValidationError",
    source: `${DOCS}/AWSCloudFormation/latest/APIReference`,
    types: {
      "cloudformation/stack": { "capabilities[]": among("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"), notificationArns: count(5), onFailure: among("DO_NOTHING", "ROLLBACK", "DELETE"), policyBody: upTo(16384), timeoutInMinutes: betweenOrUnset(1) },
      "cloudformation/stackSet": { callAs: among("SELF", "DELEGATED_ADMIN"), "capabilities[]": among("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"), description: upTo(1024), executionRoleName: like(IAM_NAME, 64), permissionModel: among("SERVICE_MANAGED", "SELF_MANAGED") },
    },
  },
  {
    service: "ssm",
    code: "ValidationException",
    source: `${DOCS}/systems-manager/latest/APIReference`,
    types: {
      "ssm/parameter": { allowedPattern: upTo(1024), description: upTo(1024) },
      "ssm/document": { targetType: like(/^\/[\w.:/-]*$/, 200), versionName: like(DOTTED, 128) },
      "ssm/association": { associationName: like(DOTTED, 128, 3), automationTargetParameterName: upTo(50), complianceSeverity: among("CRITICAL", "HIGH", "MEDIUM", "LOW", "UNSPECIFIED"), documentVersion: like(/^(\$LATEST|\$DEFAULT|[1-9]\d*)$/), maxConcurrency: like(SHARE, 7), maxErrors: like(SHARE_OR_NONE, 7), scheduleExpression: upTo(256), syncCompliance: among("AUTO", "MANUAL"), targets: count(5) },
      "ssm/maintenanceWindow": { cutoff: between(0, 23), description: upTo(128), duration: between(1, 24), name: like(DOTTED, 128, 3), schedule: upTo(256), scheduleOffset: betweenOrUnset(1, 6) },
      "ssm/maintenanceWindowTask": { cutoffBehavior: among("CONTINUE_TASK", "CANCEL_TASK"), description: upTo(128), maxConcurrency: like(SHARE, 7), maxErrors: like(SHARE_OR_NONE, 7), name: like(DOTTED, 128, 3), priority: between(0), targets: count(5), taskType: among("RUN_COMMAND", "AUTOMATION", "STEP_FUNCTIONS", "LAMBDA") },
      "ssm/patchBaseline": { approvedPatches: count(50), "approvedPatches[]": upTo(100), approvedPatchesComplianceLevel: among("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"), availableSecurityUpdatesComplianceStatus: among("COMPLIANT", "NON_COMPLIANT"), description: upTo(1024), name: like(DOTTED, 128, 3), operatingSystem: among("WINDOWS", "AMAZON_LINUX", "AMAZON_LINUX_2", "AMAZON_LINUX_2022", "UBUNTU", "REDHAT_ENTERPRISE_LINUX", "SUSE", "CENTOS", "ORACLE_LINUX", "DEBIAN", "MACOS", "RASPBIAN", "ROCKY_LINUX", "ALMA_LINUX", "AMAZON_LINUX_2023"), rejectedPatches: count(50), "rejectedPatches[]": upTo(100), rejectedPatchesAction: among("ALLOW_AS_DEPENDENCY", "BLOCK"), sources: count(20) },
      "ssm/activation": { description: upTo(256), registrationLimit: betweenOrUnset(1, 1000) },
      "ssm/resourceDataSync": { name: upTo(64) },
      "ssm/maintenanceWindowTarget": { name: upTo(128, 3), description: upTo(128), resourceType: among("INSTANCE", "RESOURCE_GROUP"), ownerInformation: upTo(128) },
      "ssm/patchGroup": { patchGroup: upTo(256) },
    },
  },
  {
    service: "servicediscovery",
    code: "InvalidInput",
    source: `${DOCS}/cloud-map/latest/api`,
    types: {
      "servicediscovery/service": { description: upTo(1024), type: among("HTTP") },
      "servicediscovery/privateDnsNamespace": { description: upTo(1024), name: like(/^(?!arn:)[!-~]+$/, 253) },
      "servicediscovery/httpNamespace": { description: upTo(1024), name: like(/^(?!arn:)[!-~]+$/, 1024) },
    },
  },
  {
    service: "organizations",
    code: "InvalidInputException",
    source: `${DOCS}/organizations/latest/APIReference`,
    types: {
      "organizations/policy": { description: upTo(512), type: among("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY", "SECURITYHUB_CSPM_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY", "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY", "GUARDDUTY_POLICY") },
      "organizations/account": { email: like(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 64, 6), iamUserAccessToBilling: among("ALLOW", "DENY"), name: like(PRINTABLE, 50), roleName: like(IAM_NAME, 64) },
      "organizations/organizationalUnit": { name: upTo(128) },
      "organizations/delegatedAdministrator": { servicePrincipal: upTo(128) },
      "organizations/organization": { featureSet: among("ALL", "CONSOLIDATED_BILLING") },
    },
  },
  {
    service: "dlm",
    code: "InvalidRequestException",
    source: `${DOCS}/dlm/latest/APIReference`,
    types: {
      "dlm/lifecyclePolicy": { defaultPolicy: among("VOLUME", "INSTANCE"), description: like(/^[\w -]+$/, 500), state: among("ENABLED", "DISABLED") },
    },
  },
  {
    service: "appconfig",
    code: "BadRequestException",
    source: `${DOCS}/appconfig/2019-10-09/APIReference`,
    types: {
      "appconfig/application": { description: upTo(1024), name: upTo(64) },
      "appconfig/configurationProfile": { description: upTo(1024), locationUri: upTo(2048), name: upTo(128), type: like(/^[a-zA-Z0-9.-]+$/), validators: count(2) },
      "appconfig/deploymentStrategy": { deploymentDurationInMinutes: between(0, 1440), description: upTo(1024), finalBakeTimeInMinutes: between(0, 1440), growthFactor: between(1, 100), growthType: among("LINEAR", "EXPONENTIAL"), name: upTo(64), replicateTo: among("NONE", "SSM_DOCUMENT") },
      "appconfig/deployment": { configurationVersion: upTo(1024), description: upTo(1024) },
      "appconfig/environment": { name: upTo(64), description: upTo(1024) },
      "appconfig/hostedConfigurationVersion": { contentType: upTo(255), description: upTo(1024) },
    },
  },
  {
    service: "chatbot",
    code: "InvalidParameterException",
    source: `${DOCS}/chatbot/latest/APIReference`,
    types: {
      "chatbot/slackChannelConfiguration": { configurationName: like(WORD, 128), loggingLevel: among("ERROR", "INFO", "NONE"), slackChannelId: like(/^[A-Za-z0-9]+$/, 255), slackTeamId: like(/^[0-9A-Z]+$/, 255) },
    },
  },
  {
    service: "signer",
    code: "ValidationException",
    source: `${DOCS}/signer/latest/api`,
    types: {
      "signer/signingProfile": { name: like(/^\w+$/, 64, 2) },
    },
  },
  {
    service: "resiliencehub",
    code: "ValidationException",
    source: `${DOCS}/resilience-hub/latest/APIReference`,
    types: {
      "resiliencehub/resiliencyPolicy": { dataLocationConstraint: among("AnyLocation", "SameContinent", "SameCountry"), name: like(/^[A-Za-z0-9][\w-]{1,59}$/), tier: among("MissionCritical", "Critical", "Important", "CoreServices", "NonCritical", "NotApplicable") },
    },
  },
];
