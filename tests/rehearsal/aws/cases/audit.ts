/** Examples of the laws of trails, of AWS Config, of detection and of federation. */
import type { Cases } from "../world.ts";
import { ACCOUNT, arn, policy, REGION, thing } from "../world.ts";

const field = (name: string, values: string[], operator = "equals") => ({ field: name, [operator]: values });
const selector = (...fieldSelectors: Record<string, string | string[]>[]) => ({ advancedEventSelectors: [{ fieldSelectors }] });
const trail = { name: "trail", s3BucketName: "audit" };
const bucket = thing("s3/bucket", "audit", { bucket: "audit" });
const admits = (service: string) => thing("s3/bucketPolicy", "audit", { bucket: "audit", policy: policy({ Effect: "Allow", Principal: { Service: service }, Action: "s3:PutObject", Resource: "arn:aws:s3:::audit/*" }) });
const keyArn = arn("kms", "key/audit");
const keyFor = (service: string) => thing("kms/key", "audit", { arn: keyArn, keyId: "audit", policy: policy({ Effect: "Allow", Principal: { Service: service }, Action: ["kms:GenerateDataKey*", "kms:DescribeKey"], Resource: "*" }) });
const linked = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
const recorder = thing("cfg/recorder", "main", { name: "main", roleArn: linked });
const channel = thing("cfg/deliveryChannel", "main", { name: "main", s3BucketName: "audit" });
const rule = (source: Record<string, string | object[] | object>, more: Record<string, string | object> = {}) => ({ short: "cfg/rule", inputs: { name: "rule", source, ...more } as never, world: [recorder] });
const managed = { owner: "AWS", sourceIdentifier: "ENCRYPTED_VOLUMES" };
const detector = thing("guardduty/detector", "0".repeat(32));
const feature = (inputs: Record<string, string | object[]>) => ({ short: "guardduty/detectorFeature", inputs: { detectorId: "0".repeat(32), status: "ENABLED", ...inputs } as never, world: [detector] });
const macie = thing("macie2/account", "macie");
const contact = (inputs: Record<string, string>) => ({ short: "account/alternativeContact", inputs: { alternateContactType: "SECURITY", name: "Security", title: "Security", emailAddress: "security@example.com", phoneNumber: "+49 30 23125 100", ...inputs } });
const hub = thing("securityhub/account", ACCOUNT);
const standard = (standardsArn: string) => ({ short: "securityhub/standardsSubscription", inputs: { standardsArn }, world: [hub] });
const fsbp = `arn:aws:securityhub:${REGION}::standards/aws-foundational-security-best-practices/v/1.0.0`;
const GITHUB = "token.actions.githubusercontent.com";
const workflows = (condition: Record<string, unknown> | undefined) => ({
  short: "iam/role",
  inputs: { name: "deploy", assumeRolePolicy: policy({ Effect: "Allow", Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` }, Action: "sts:AssumeRoleWithWebIdentity", ...(condition === undefined ? {} : { Condition: condition }) }) },
});

export const auditCases: readonly Cases[] = [
  {
    law: "trail-advanced-selectors",
    refuses: [
      ["InvalidEventSelectorsException", { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("readOnly", ["true"])) } }],
      ["InvalidEventSelectorsException", { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Insight"])) } }],
      ["InvalidEventSelectorsException", { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Data"]), field("resources.ARN", ["arn:aws:s3:::a/"], "startsWiths")) } }],
      ["InvalidEventSelectorsException", { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Management"]), field("userAgent", ["x"])) } }],
      [["InvalidEventSelectorsException"], { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Management"]), field("readOnly", ["true"], "startsWiths")) } }],
      ["InvalidEventSelectorsException", { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Data"]), field("resources.type", ["AWS::S3::Object"]), field("resources.ARN", Array.from({ length: 500 }, (_, n) => `arn:aws:s3:::b${n}/`), "startsWiths")) } }],
    ],
    accepts: [
      { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Management"]), field("eventSource", ["kms.amazonaws.com"], "notEquals")) }, world: [bucket, admits("cloudtrail.amazonaws.com")] },
      { short: "cloudtrail/trail", inputs: { ...trail, ...selector(field("eventCategory", ["Data"]), field("resources.type", ["AWS::S3::Object"]), field("resources.ARN", ["arn:aws:s3:::uploads/"], "startsWiths")) }, world: [bucket, admits("cloudtrail.amazonaws.com")] },
    ],
  },
  {
    law: "trails-per-region",
    refuses: [["MaximumNumberOfTrailsExceededException", { short: "cloudtrail/trail", inputs: trail, world: Array.from({ length: 5 }, (_, n) => thing("cloudtrail/trail", `t${n}`, { name: `t${n}` })) }]],
    accepts: [{ short: "cloudtrail/trail", inputs: trail, world: [bucket, admits("cloudtrail.amazonaws.com"), ...Array.from({ length: 5 }, (_, n) => thing("cloudtrail/trail", `t${n}`, { name: `t${n}` }, "eu-west-1"))] }],
  },
  {
    law: "trail-key-policy",
    refuses: [["InsufficientEncryptionPolicyException", { short: "cloudtrail/trail", inputs: { ...trail, kmsKeyId: keyArn }, world: [bucket, admits("cloudtrail.amazonaws.com"), keyFor("config.amazonaws.com")] }]],
    accepts: [{ short: "cloudtrail/trail", inputs: { ...trail, kmsKeyId: keyArn }, world: [bucket, admits("cloudtrail.amazonaws.com"), keyFor("cloudtrail.amazonaws.com")] }],
  },
  {
    law: "config-recorder-values",
    refuses: [
      ["InvalidRecordingGroupException", { short: "cfg/recorder", inputs: { roleArn: linked, recordingGroup: { allSupported: true, resourceTypes: ["AWS::EC2::VPC"] } } }],
      ["InvalidRecordingGroupException", { short: "cfg/recorder", inputs: { roleArn: linked, recordingGroup: { allSupported: false, includeGlobalResourceTypes: true, resourceTypes: ["AWS::EC2::VPC"] } } }],
      ["ValidationException", { short: "cfg/recorder", inputs: { roleArn: linked, recordingMode: { recordingFrequency: "HOURLY" } } }],
      ["ValidationException", { short: "cfg/recorder", inputs: { roleArn: linked, recordingGroup: { recordingStrategies: [{ useOnly: "EVERYTHING" }] } } }],
      ["InvalidConfigurationRecorderNameException", { short: "cfg/recorder", inputs: { roleArn: linked, name: "n".repeat(257) } }],
    ],
    accepts: [{ short: "cfg/recorder", inputs: { name: "main", roleArn: linked, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true }, recordingMode: { recordingFrequency: "DAILY" } } }],
  },
  {
    law: "config-one-a-region",
    refuses: [
      ["MaxNumberOfConfigurationRecordersExceededException", { short: "cfg/recorder", inputs: { name: "second", roleArn: linked }, world: [recorder] }],
      ["MaxNumberOfDeliveryChannelsExceededException", { short: "cfg/deliveryChannel", inputs: { name: "second", s3BucketName: "audit" }, world: [recorder, channel, bucket, admits("config.amazonaws.com")] }],
    ],
    accepts: [{ short: "cfg/recorder", region: "eu-west-1", inputs: { name: "second", roleArn: linked }, world: [recorder] }],
  },
  {
    law: "config-channel-values",
    refuses: [
      ["ValidationException", { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit", snapshotDeliveryProperties: { deliveryFrequency: "Daily" } } }],
      ["InvalidS3KmsKeyArnException", { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit", s3KmsKeyArn: "alias/audit" } }],
    ],
    accepts: [{ short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit", s3KmsKeyArn: arn("kms", "key/1"), snapshotDeliveryProperties: { deliveryFrequency: "One_Hour" } }, world: [recorder, bucket, admits("config.amazonaws.com")] }],
  },
  {
    law: "config-channel-delivers",
    refuses: [
      ["NoAvailableConfigurationRecorderException", { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit" }, world: [bucket] }],
      ["NoSuchBucketException", { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit" }, world: [recorder] }],
      ["InsufficientDeliveryPolicyException", { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit" }, world: [recorder, bucket, admits("cloudtrail.amazonaws.com")] }],
      ["InsufficientDeliveryPolicyException", { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit", s3KmsKeyArn: keyArn }, world: [recorder, bucket, admits("config.amazonaws.com"), keyFor("cloudtrail.amazonaws.com")] }],
    ],
    accepts: [
      { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit", s3KmsKeyArn: keyArn }, world: [recorder, bucket, admits("config.amazonaws.com"), keyFor("config.amazonaws.com")] },
      { short: "cfg/deliveryChannel", inputs: { s3BucketName: "audit" }, world: [thing("cfg/recorder", "main", { name: "main", roleArn: `arn:aws:iam::${ACCOUNT}:role/config` }), bucket] },
    ],
  },
  {
    law: "config-recording-needs-channel",
    refuses: [
      ["NoSuchConfigurationRecorderException", { short: "cfg/recorderStatus", inputs: { name: "main", isEnabled: true }, world: [channel] }],
      ["NoAvailableDeliveryChannelException", { short: "cfg/recorderStatus", inputs: { name: "main", isEnabled: true }, world: [recorder] }],
    ],
    accepts: [{ short: "cfg/recorderStatus", inputs: { name: "main", isEnabled: true }, world: [recorder, channel] }, { short: "cfg/recorderStatus", inputs: { name: "main", isEnabled: false }, world: [recorder] }],
  },
  {
    law: "config-channel-in-use",
    refuses: [["LastDeliveryChannelDeleteFailedException", { short: "cfg/deliveryChannel", operation: "delete", id: "main", inputs: {}, world: [recorder, channel, thing("cfg/recorderStatus", "main", { name: "main", isEnabled: true })] }]],
    accepts: [{ short: "cfg/deliveryChannel", operation: "delete", id: "main", inputs: {}, world: [recorder, channel, thing("cfg/recorderStatus", "main", { name: "main", isEnabled: false })] }],
  },
  {
    law: "config-rule-values",
    refuses: [
      ["ValidationException", rule({ owner: "SELF", sourceIdentifier: "X" })],
      ["InvalidParameterValueException", rule({ owner: "AWS", sourceIdentifier: "encrypted-volumes" })],
      ["InvalidParameterValueException", rule({ owner: "AWS" })],
      ["InvalidParameterValueException", rule({ ...managed, sourceDetails: [{ messageType: "ConfigurationItemChangeNotification" }] })],
      ["InvalidParameterValueException", rule({ owner: "CUSTOM_LAMBDA", sourceIdentifier: arn("lambda", "function:judge") })],
      ["InvalidParameterValueException", rule({ owner: "CUSTOM_POLICY" })],
      ["InvalidParameterValueException", rule(managed, { inputParameters: "maxAge=90" })],
      ["ValidationException", rule(managed, { inputParameters: JSON.stringify({ a: "b".repeat(1_024) }) })],
      ["ValidationException", rule(managed, { maximumExecutionFrequency: "Daily" })],
      ["ValidationException", rule(managed, { description: "d".repeat(257) })],
      ["ValidationException", rule(managed, { name: "n".repeat(129) })],
      ["InvalidParameterValueException", rule(managed, { scope: { complianceResourceId: "vpc-1", complianceResourceTypes: ["AWS::EC2::VPC", "AWS::EC2::Subnet"] } })],
      ["InvalidParameterValueException", rule(managed, { scope: { tagValue: "x" } })],
    ],
    accepts: [
      rule(managed, { inputParameters: '{"maxAccessKeyAge":"90"}', maximumExecutionFrequency: "Six_Hours" }),
      rule({ owner: "CUSTOM_LAMBDA", sourceIdentifier: arn("lambda", "function:judge"), sourceDetails: [{ messageType: "ScheduledNotification" }] }),
    ],
  },
  {
    law: "config-rule-needs-recorder",
    refuses: [["NoAvailableConfigurationRecorderException", { short: "cfg/rule", inputs: { name: "rule", source: managed } }]],
    accepts: [rule(managed)],
  },
  {
    law: "event-rule-state",
    refuses: [
      ["ValidationException", { short: "cloudwatch/eventRule", inputs: { eventPattern: '{"source":["aws.sts"]}', state: "ON" } }],
      ["ValidationException", { short: "cloudwatch/eventRule", inputs: { scheduleExpression: "rate(1 day)", state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" } }],
      ["ValidationException", { short: "cloudwatch/eventRule", inputs: { eventPattern: JSON.stringify({ source: ["x".repeat(4_096)] }) } }],
    ],
    accepts: [{ short: "cloudwatch/eventRule", inputs: { eventPattern: '{"source":["aws.sts"]}', state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" } }],
  },
  {
    law: "guardduty-detector-values",
    refuses: [["BadRequestException", { short: "guardduty/detector", inputs: { findingPublishingFrequency: "DAILY" } }]],
    accepts: [{ short: "guardduty/detector", inputs: { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" } }],
  },
  {
    law: "guardduty-one-a-region",
    refuses: [["BadRequestException", { short: "guardduty/detector", inputs: { enable: true }, world: [detector] }]],
    accepts: [{ short: "guardduty/detector", region: "eu-west-1", inputs: { enable: true }, world: [detector] }],
  },
  {
    law: "guardduty-feature-values",
    refuses: [
      ["BadRequestException", feature({ name: "S3_LOGS" })],
      ["BadRequestException", feature({ name: "S3_DATA_EVENTS", status: "ON" })],
      ["BadRequestException", feature({ name: "S3_DATA_EVENTS", additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }] })],
      ["BadRequestException", feature({ name: "EKS_RUNTIME_MONITORING", additionalConfigurations: [{ name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" }] })],
      ["BadRequestException", feature({ name: "RUNTIME_MONITORING", additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "YES" }] })],
      ["BadRequestException", feature({ name: "RUNTIME_MONITORING", additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }, { name: "EKS_ADDON_MANAGEMENT", status: "DISABLED" }] })],
    ],
    accepts: [feature({ name: "EBS_MALWARE_PROTECTION" }), feature({ name: "RUNTIME_MONITORING", additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }, { name: "EC2_AGENT_MANAGEMENT", status: "DISABLED" }] })],
  },
  {
    law: "guardduty-feature-of-detector",
    refuses: [
      ["BadRequestException", { ...feature({ name: "S3_DATA_EVENTS" }), world: [] }],
      ["BadRequestException", { ...feature({ name: "RUNTIME_MONITORING" }), world: [detector, thing("guardduty/detectorFeature", "f", { detectorId: "0".repeat(32), name: "EKS_RUNTIME_MONITORING", status: "ENABLED" })] }],
    ],
    accepts: [feature({ name: "S3_DATA_EVENTS" })],
  },
  {
    law: "securityhub-values",
    refuses: [["InvalidInputException", { short: "securityhub/account", inputs: { controlFindingGenerator: "BOTH" } }]],
    accepts: [{ short: "securityhub/account", inputs: { enableDefaultStandards: false, controlFindingGenerator: "SECURITY_CONTROL" } }],
  },
  {
    law: "securityhub-one-a-region",
    refuses: [["ResourceConflictException", { short: "securityhub/account", inputs: {}, world: [hub] }]],
    accepts: [{ short: "securityhub/account", region: "eu-west-1", inputs: {}, world: [hub] }],
  },
  {
    law: "securityhub-standard-arn",
    refuses: [
      ["InvalidInputException", standard("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/3.0.0")],
      ["InvalidInputException", standard("cis-aws-foundations-benchmark/v/3.0.0")],
      ["InvalidInputException", standard(fsbp.replace(REGION, "eu-west-1"))],
    ],
    accepts: [standard(fsbp), standard(`arn:aws:securityhub:${REGION}::standards/cis-aws-foundations-benchmark/v/5.0.0`), standard("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0")],
  },
  {
    law: "securityhub-standard-needs-hub",
    refuses: [
      ["InvalidAccessException", { ...standard(fsbp), world: [] }],
      ["InvalidAccessException", { short: "securityhub/findingAggregator", inputs: { linkingMode: "ALL_REGIONS" }, world: [thing("securityhub/account", ACCOUNT, {}, "eu-west-1")] }],
    ],
    accepts: [standard(fsbp)],
  },
  {
    law: "securityhub-aggregator-regions",
    refuses: [
      ["InvalidInputException", { short: "securityhub/findingAggregator", inputs: { linkingMode: "SOME" } }],
      ["InvalidInputException", { short: "securityhub/findingAggregator", inputs: { linkingMode: "SPECIFIED_REGIONS" } }],
      ["InvalidInputException", { short: "securityhub/findingAggregator", inputs: { linkingMode: "ALL_REGIONS", specifiedRegions: ["eu-west-1"] } }],
      ["InvalidInputException", { short: "securityhub/findingAggregator", inputs: { linkingMode: "SPECIFIED_REGIONS", specifiedRegions: [REGION] } }],
    ],
    accepts: [{ short: "securityhub/findingAggregator", inputs: { linkingMode: "SPECIFIED_REGIONS", specifiedRegions: ["eu-west-1"] }, world: [hub] }],
  },
  {
    law: "securityhub-one-aggregator",
    refuses: [["InvalidInputException", { short: "securityhub/findingAggregator", inputs: { linkingMode: "ALL_REGIONS" }, world: [hub, thing("securityhub/findingAggregator", "a", {}, "eu-west-1")] }]],
    accepts: [{ short: "securityhub/findingAggregator", inputs: { linkingMode: "ALL_REGIONS" }, world: [hub] }],
  },
  {
    law: "macie-values",
    refuses: [["ValidationException", { short: "macie2/account", inputs: { status: "DISABLED" } }], ["ValidationException", { short: "macie2/account", inputs: { findingPublishingFrequency: "DAILY" } }]],
    accepts: [{ short: "macie2/account", inputs: { status: "PAUSED", findingPublishingFrequency: "ONE_HOUR" } }, { short: "macie2/account", inputs: {} }],
  },
  {
    law: "macie-one-a-region",
    refuses: [["ConflictException", { short: "macie2/account", inputs: {}, world: [macie] }]],
    accepts: [{ short: "macie2/account", region: "eu-west-1", inputs: {}, world: [macie] }, { short: "macie2/account", operation: "update", id: "macie", inputs: { status: "PAUSED" }, world: [macie] }],
  },
  {
    law: "alternate-contact-values",
    refuses: [
      ["ValidationException", contact({ alternateContactType: "LEGAL" })],
      ["ValidationException", contact({ phoneNumber: "0800 HELP" })],
      ["ValidationException", contact({ phoneNumber: "0".repeat(26) })],
      ["ValidationException", contact({ emailAddress: "security" })],
      ["ValidationException", contact({ name: "n".repeat(65) })],
      ["ValidationException", contact({ title: "t".repeat(51) })],
    ],
    accepts: [contact({}), contact({ alternateContactType: "BILLING", phoneNumber: " 1-800 (555) 0100 ", emailAddress: " a+b@example.co.uk " })],
  },
  {
    law: "service-setting-values",
    refuses: [
      ["ServiceSettingNotFound", { short: "ssm/serviceSetting", inputs: { settingId: "/ssm/automation/log-destination", settingValue: "CloudWatch" } }],
      ["ValidationException", { short: "ssm/serviceSetting", inputs: { settingId: "/ssm/documents/console/public-sharing-permission", settingValue: "Block" } }],
    ],
    accepts: [
      { short: "ssm/serviceSetting", inputs: { settingId: "/ssm/automation/customer-script-log-destination", settingValue: "CloudWatch" } },
      { short: "ssm/serviceSetting", inputs: { settingId: arn("ssm", "servicesetting/ssm/parameter-store/high-throughput-enabled"), settingValue: "true" } },
    ],
  },
  {
    law: "inspector-enabler-values",
    refuses: [
      ["ValidationException", { short: "inspector2/enabler", inputs: { accountIds: ["123"], resourceTypes: ["ECR"] } }],
      ["ValidationException", { short: "inspector2/enabler", inputs: { accountIds: [ACCOUNT], resourceTypes: ["RDS"] } }],
      ["ValidationException", { short: "inspector2/enabler", inputs: { accountIds: [ACCOUNT], resourceTypes: [] } }],
    ],
    accepts: [{ short: "inspector2/enabler", inputs: { accountIds: [ACCOUNT], resourceTypes: ["ECR", "LAMBDA", "LAMBDA_CODE"] } }],
  },
  {
    law: "access-analyzer-values",
    refuses: [
      ["ValidationException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", type: "REGION" } }],
      ["ValidationException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "1a" } }],
      ["ValidationException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", configuration: { unusedAccess: { unusedAccessAge: 90 } } } }],
      ["ValidationException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", configuration: { internalAccess: {} } } }],
      ["ValidationException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", type: "ACCOUNT_UNUSED_ACCESS", configuration: { unusedAccess: { unusedAccessAge: 366 } } } }],
    ],
    accepts: [{ short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", type: "ACCOUNT_UNUSED_ACCESS", configuration: { unusedAccess: { unusedAccessAge: 90 } } } }],
  },
  {
    law: "access-analyzer-one-a-kind",
    refuses: [
      ["ServiceQuotaExceededException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "a" }, world: [thing("accessanalyzer/analyzer", "b", { analyzerName: "b", type: "ACCOUNT" })] }],
      ["ConflictException", { short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", type: "ACCOUNT_UNUSED_ACCESS" }, world: [thing("accessanalyzer/analyzer", "a", { analyzerName: "a" })] }],
    ],
    accepts: [{ short: "accessanalyzer/analyzer", inputs: { analyzerName: "a", type: "ACCOUNT_UNUSED_ACCESS" }, world: [thing("accessanalyzer/analyzer", "b", { analyzerName: "b" })] }],
  },
  {
    law: "account-block-states",
    refuses: [["InvalidParameterValue", { short: "ebs/snapshotBlockPublicAccess", inputs: { state: "blocked" } }], ["InvalidParameterValue", { short: "ec2/imageBlockPublicAccess", inputs: { state: "block-all-sharing" } }]],
    accepts: [{ short: "ebs/snapshotBlockPublicAccess", inputs: { state: "block-all-sharing" } }, { short: "ec2/imageBlockPublicAccess", inputs: { state: "block-new-sharing" } }],
  },
  {
    law: "instance-metadata-defaults",
    refuses: [
      ["InvalidParameterValue", { short: "ec2/instanceMetadataDefaults", inputs: { httpTokens: "always" } }],
      ["InvalidParameterValue", { short: "ec2/instanceMetadataDefaults", inputs: { httpEndpoint: "on" } }],
      ["InvalidParameterValue", { short: "ec2/instanceMetadataDefaults", inputs: { instanceMetadataTags: "on" } }],
      ["InvalidParameterValue", { short: "ec2/instanceMetadataDefaults", inputs: { httpPutResponseHopLimit: 0 } }],
    ],
    accepts: [{ short: "ec2/instanceMetadataDefaults", inputs: { httpTokens: "required", httpPutResponseHopLimit: -1 } }, { short: "ec2/instanceMetadataDefaults", inputs: { httpTokens: "required", httpPutResponseHopLimit: 64 } }],
  },
  {
    law: "iam-password-policy-ranges",
    refuses: [
      ["ValidationError", { short: "iam/accountPasswordPolicy", inputs: { minimumPasswordLength: 5 } }],
      ["ValidationError", { short: "iam/accountPasswordPolicy", inputs: { passwordReusePrevention: 25 } }],
      ["ValidationError", { short: "iam/accountPasswordPolicy", inputs: { maxPasswordAge: 1_096 } }],
    ],
    accepts: [{ short: "iam/accountPasswordPolicy", inputs: { minimumPasswordLength: 128, passwordReusePrevention: 24, maxPasswordAge: 0 } }],
  },
  {
    law: "iam-oidc-lists",
    refuses: [
      ["InvalidInput", { short: "iam/openIdConnectProvider", inputs: { url: `https://${GITHUB}`, clientIdLists: ["sts.amazonaws.com"], thumbprintLists: Array.from({ length: 6 }, (_, n) => String(n).repeat(40)) } }],
      ["ValidationError", { short: "iam/openIdConnectProvider", inputs: { url: `https://${GITHUB}`, clientIdLists: ["sts.amazonaws.com"], thumbprintLists: ["abc"] } }],
      ["ValidationError", { short: "iam/openIdConnectProvider", inputs: { url: `https://${GITHUB}`, clientIdLists: ["c".repeat(256)] } }],
      ["ValidationError", { short: "iam/openIdConnectProvider", inputs: { url: `https://${GITHUB}`, clientIdLists: ["a", "a"] } }],
      ["LimitExceeded", { short: "iam/openIdConnectProvider", inputs: { url: `https://${GITHUB}`, clientIdLists: Array.from({ length: 101 }, (_, n) => `c${n}`) } }],
    ],
    accepts: [{ short: "iam/openIdConnectProvider", inputs: { url: `https://${GITHUB}`, clientIdLists: ["sts.amazonaws.com"], thumbprintLists: ["a".repeat(40)] } }],
  },
  {
    law: "iam-trust-of-shared-issuer",
    refuses: [
      ["MalformedPolicyDocument", workflows(undefined)],
      ["MalformedPolicyDocument", workflows({ StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } })],
      ["MalformedPolicyDocument", workflows({ StringLike: { [`${GITHUB}:sub`]: "*" } })],
    ],
    accepts: [
      workflows({ StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com", [`${GITHUB}:sub`]: ["repo:optibid/platform:pull_request"] } }),
      workflows({ StringLike: { [`${GITHUB}:sub`]: "repo:optibid/platform:*" } }),
    ],
  },
];
