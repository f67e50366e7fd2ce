/**
 * What holds for the whole account, what watches it, and who enters.
 */
import { describe, expect, test } from "@jest/globals";
import { CODE_SCANNING_REGIONS } from "../../config/code-scanning.ts";
import { CODE_SCANNED } from "../../policies/compliance/account.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { check, outcome, resource } from "./support.ts";

describe("settings of the account", () => {
  test("the rules know the Regions that settings know", () => expect([...CODE_SCANNED].sort()).toEqual([...CODE_SCANNING_REGIONS].sort()));
  check("password-policy-strong", {
    type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    good: { minimumPasswordLength: 14, passwordReusePrevention: 24, requireLowercaseCharacters: true, requireUppercaseCharacters: true, requireNumbers: true, requireSymbols: true },
    fine: [{ minimumPasswordLength: 20 }], bad: [{ minimumPasswordLength: 13 }, { passwordReusePrevention: 23 }, { requireSymbols: false }],
    missing: ["minimumPasswordLength", "passwordReusePrevention", "requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols"], unknown: ["minimumPasswordLength", "requireNumbers"],
  });
  check("account-shares-nothing-publicly", {
    type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", good: { state: "block-all-sharing" }, bad: [{ state: "block-new-sharing" }, { state: "unblocked" }], missing: ["state"], unknown: ["state"],
  });
  const SETTING = "aws:ssm/serviceSetting:ServiceSetting";
  const documents = { settingId: "arn:aws:ssm:eu-central-1:123456789012:servicesetting/ssm/documents/console/public-sharing-permission", settingValue: "Disable" };
  test.each([
    ["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", { state: "block-new-sharing" }, "pass"],
    ["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", { state: "unblocked" }, "violation"],
    ["aws:ssm/serviceSetting:ServiceSetting", documents, "pass"],
    ["aws:ssm/serviceSetting:ServiceSetting", { ...documents, settingValue: "Enable" }, "violation"],
    ["aws:ssm/serviceSetting:ServiceSetting", { ...documents, settingValue: UNKNOWN }, "deferred"],
    ["aws:ssm/serviceSetting:ServiceSetting", { settingId: "/ssm/parameter-store/high-throughput-enabled", settingValue: "true" }, "not-applicable"],
  ])("%s %j: %s", (type, props, expected) => expect(outcome("account-shares-nothing-publicly", [resource(type, "subject", props)])).toBe(expected));
  check("runbook-output-logged", {
    type: SETTING, good: { settingId: "/ssm/automation/customer-script-log-destination", settingValue: "CloudWatch" }, fine: [{ settingId: "arn:aws:ssm:eu-central-1:123456789012:servicesetting/ssm/automation/customer-script-log-destination" }],
    bad: [{ settingValue: "None" }, { settingValue: "" }], missing: ["settingValue"], unknown: ["settingId", "settingValue"], exempt: [{ settingId: "/ssm/automation/customer-script-log-group-name" }, { settingId: undefined }],
  });
  const CONTACT = "aws:account/alternativeContact:AlternativeContact";
  check("security-contact-named", { type: CONTACT, good: { alternateContactType: "SECURITY" }, bad: [{ alternateContactType: "OPERATIONS" }, { alternateContactType: "security" }], missing: ["alternateContactType"], unknown: ["alternateContactType"] });
  test.each([["SECURITY", "pass"], ["BILLING", "violation"], [UNKNOWN, "deferred"]])("a contact for operations beside one for %s: %s", (alternateContactType, expected) => {
    expect(outcome("security-contact-named", [resource(CONTACT, "subject", { alternateContactType: "OPERATIONS" }), resource(CONTACT, "other", { alternateContactType })])).toBe(expected);
  });
  const PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";
  const given = (type: string, props: Record<string, unknown>, edges: Record<string, string[]> = {}) => resource(type, "given", props, edges);
  const SUPPORT = "arn:aws:iam::aws:policy/AWSSupportAccess";
  check("aws-support-role", { type: PASSWORDS, good: {}, others: [given("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "operator", policyArn: SUPPORT })], bad: [] });
  test.each([
    ["nothing", [], "violation"],
    ["AWS's own in another partition", [given("aws:iam/role:Role", { managedPolicyArns: ["arn:aws-cn:iam::aws:policy/ReadOnlyAccess", "arn:aws-cn:iam::aws:policy/AWSSupportAccess"] })], "pass"],
    ["it among others", [given("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { policyArns: ["arn", SUPPORT] })], "pass"],
    ["it by a permission set", [given("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", { managedPolicyArn: SUPPORT })], "pass"],
    ["something else", [given("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" })], "violation"],
    ["a policy of the account with the same name", [given("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "arn:aws:iam::123456789012:policy/AWSSupportAccess" })], "violation"],
    ["a policy of the stack, whose ARN is not known", [given("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: UNKNOWN }, { policyArn: ["own"] }), resource("aws:iam/policy:Policy", "own", {})], "violation"],
    ["an ARN that comes from elsewhere", [given("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: UNKNOWN }, { policyArn: ["own"] }), resource("random:index/randomId:RandomId", "own", {})], "deferred"],
  ])("roles that are given %s: %s", (_what, others, expected) => expect(outcome("aws-support-role", [resource(PASSWORDS, "subject", {}), ...others])).toBe(expected));
  check("machine-metadata-default-v2", {
    type: "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", good: { httpTokens: "required", httpPutResponseHopLimit: 1 }, fine: [{ httpPutResponseHopLimit: 2 }, { httpPutResponseHopLimit: -1 }],
    bad: [{ httpTokens: "optional" }, { httpTokens: "no-preference" }, { httpPutResponseHopLimit: 64 }], missing: ["httpTokens"], safe: ["httpPutResponseHopLimit"], unknown: ["httpTokens", "httpPutResponseHopLimit", "httpEndpoint"], exempt: [{ httpEndpoint: "disabled" }],
  });
  const POOL = "aws:cognito/identityPool:IdentityPool";
  const monitor = resource("aws:rum/appMonitor:AppMonitor", "monitor", { appMonitorConfiguration: { identityPoolId: "pool-1" } });
  check("identity-pool-guests-measured-only", {
    type: POOL, good: { id: "pool-1", allowUnauthenticatedIdentities: true, allowClassicFlow: false }, others: [monitor], fine: [{ id: "pool-2", allowUnauthenticatedIdentities: false }],
    bad: [{ id: "pool-2" }, { allowClassicFlow: true }], safe: ["allowUnauthenticatedIdentities", "allowClassicFlow"], unknown: ["allowUnauthenticatedIdentities", "allowClassicFlow"],
  });
  check("document-not-public", {
    type: "aws:ssm/document:Document", good: { permissions: { type: "Share", account_ids: "123456789012" } }, bad: [{ "permissions.account_ids": "All" }, { "permissions.account_ids": "123456789012, all" }, { permissions: { accountIds: "all" } }],
    safe: ["permissions"], unknown: ["permissions", "permissions.account_ids"],
  });
  check("vulnerabilities-scanned", {
    type: "aws:inspector2/enabler:Enabler", good: { region: "eu-central-1", resourceTypes: ["ECR", "EC2", "LAMBDA", "LAMBDA_CODE"] }, fine: [{ region: "eu-south-1", resourceTypes: ["ECR", "EC2", "LAMBDA"] }, { region: UNKNOWN }],
    bad: [{ resourceTypes: ["ECR"] }, { resourceTypes: ["EC2", "LAMBDA", "LAMBDA_CODE"] }, { resourceTypes: ["ECR", "EC2", "LAMBDA"] }, { region: undefined, resourceTypes: ["ECR", "EC2", "LAMBDA"] }, { region: "eu-south-1", resourceTypes: ["ECR", "EC2"] }],
    missing: ["resourceTypes"], safe: ["region"], unknown: ["resourceTypes"],
  });
  const HUB = "aws:securityhub/account:Account";
  const subscribed = (standardsArn: string) => resource("aws:securityhub/standardsSubscription:StandardsSubscription", standardsArn, { standardsArn });
  const both = [subscribed("arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0"), subscribed("arn:aws:securityhub:eu-central-1::standards/cis-aws-foundations-benchmark/v/5.0.0")];
  check("security-standards-checked", { type: HUB, good: { enableDefaultStandards: false, autoEnableControls: true }, others: both, bad: [{ autoEnableControls: false }], safe: ["autoEnableControls", "enableDefaultStandards"], unknown: ["autoEnableControls", "enableDefaultStandards"] });
  test.each([[true, "pass"], [false, "violation"]])("a hub with the default standards %s and no other: %s", (enableDefaultStandards, expected) => {
    expect(outcome("security-standards-checked", [resource(HUB, "subject", { enableDefaultStandards }), ...both.slice(1)])).toBe(expected);
  });
  test("a subscription that is not known yet may be the one that is missing", () => {
    const unknown = resource("aws:securityhub/standardsSubscription:StandardsSubscription", "other", { standardsArn: UNKNOWN });
    expect(outcome("security-standards-checked", [resource(HUB, "subject", { enableDefaultStandards: false }), ...both.slice(1), unknown])).toBe("deferred");
  });
  check("iam-no-lasting-keys", { type: "aws:iam/accessKey:AccessKey", good: { user: "program", status: "Inactive" }, bad: [{ status: "Active" }], missing: ["status"], unknown: ["status"] });
});

describe("what records and watches", () => {
  const RECORDER = "aws:cfg/recorder:Recorder";
  const roleArn = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
  const status = (props: Record<string, unknown>) => resource("aws:cfg/recorderStatus:RecorderStatus", "status", { region: "eu-central-1", isEnabled: true, ...props });
  const channel = (region: string) => resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", { region });
  check("configuration-recorded", {
    type: RECORDER, good: { region: "eu-central-1", roleArn, recordingGroup: { allSupported: true } }, others: [status({}), channel("eu-central-1")], bad: [{ "recordingGroup.allSupported": false }, { region: "eu-west-1" }, { roleArn: "arn:aws:iam::123456789012:role/config" }],
    safe: ["recordingGroup"], missing: ["region", "roleArn"], unknown: ["recordingGroup.allSupported", "roleArn"],
  });
  test.each([["off", [status({ isEnabled: false }), channel("eu-central-1")]], ["without a word", [status({ isEnabled: undefined }), channel("eu-central-1")]], ["delivered elsewhere", [status({}), channel("eu-west-1")]]])("a recorder %s", (_title, others) => {
    expect(outcome("configuration-recorded", [resource(RECORDER, "subject", { region: "eu-central-1", roleArn }), ...others])).toBe("violation");
  });

  const BUCKET = "aws:s3/bucket:Bucket";
  const versions = resource("aws:s3/bucketVersioning:BucketVersioning", "versions", { bucket: "optibid-config", versioningConfiguration: { status: "Enabled" } });
  check("configuration-history-kept", {
    type: BUCKET, good: { bucket: "optibid-config" }, others: [versions], bad: [{ bucket: "other-configuration" }], exempt: [{ bucket: "optibid-uploads" }, { bucket: "reconfigured" }, { bucket: undefined }, { bucket: UNKNOWN }],
  });
  const lifecycle = (days: unknown) => resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle", { bucket: "optibid-config", rules: [{}, { noncurrentVersionExpiration: { noncurrentDays: days } }] });
  test.each([[30, "pass"], [29, "violation"], [UNKNOWN, "deferred"]])("earlier configurations removed after %s days: %s", (days, expected) => {
    expect(outcome("configuration-history-kept", [resource(BUCKET, "subject", { bucket: "optibid-config" }), versions, lifecycle(days)])).toBe(expected);
  });
  test.each([
    [BUCKET, { versioning: { enabled: true }, lifecycleRules: [{ enabled: true, noncurrentVersionExpiration: { days: 90 } }] }, "pass"],
    [BUCKET, { versioning: { enabled: true }, lifecycleRules: [{ enabled: true, noncurrentVersionExpiration: { days: 1 } }] }, "violation"],
    ["aws:s3/bucketV2:BucketV2", { versionings: [{ enabled: true }], lifecycleRules: [{ enabled: true, noncurrentVersionExpirations: [{ days: 1 }] }] }, "violation"],
    ["aws:s3/bucketV2:BucketV2", { versionings: [{ enabled: true }] }, "pass"],
    [BUCKET, { versioning: { enabled: false } }, "violation"],
  ])("a %s with its settings inside, %j: %s", (type, props, expected) => {
    expect(outcome("configuration-history-kept", [resource(type, "subject", { bucket: "optibid-config", ...props })])).toBe(expected);
  });
  test("whatever AWS Config delivers to is such a bucket", () => {
    expect(outcome("configuration-history-kept", [resource(BUCKET, "subject", { bucket: "records" }), resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", { s3BucketName: "records" })])).toBe("violation");
  });

  const DETECTOR = "aws:guardduty/detector:Detector";
  const feature = (name: string, props: Record<string, unknown> = {}) => resource("aws:guardduty/detectorFeature:DetectorFeature", name, { detectorId: "d1", name, status: "ENABLED", ...props });
  const others = ["EKS_AUDIT_LOGS", "LAMBDA_NETWORK_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"].map((name) => feature(name));
  const AGENTS = ["EC2_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT"];
  const agent = { additionalConfigurations: AGENTS.map((name) => ({ name, status: "ENABLED" })) };
  check("threat-detection-complete", { type: DETECTOR, good: { id: "d1", enable: true }, others: [...others, feature("RUNTIME_MONITORING", agent)], bad: [{ id: "d2" }], missing: ["id"], safe: ["enable"], exempt: [{ enable: false }] });
  test.each([
    ["under its older name", [feature("EKS_RUNTIME_MONITORING", { additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }] })], "violation"],
    ...AGENTS.map((off) => [`with ${off} off`, [feature("RUNTIME_MONITORING", { additionalConfigurations: AGENTS.map((name) => ({ name, status: name === off ? "DISABLED" : "ENABLED" })) })], "violation"] as const),
    ...AGENTS.map((off) => [`without ${off}`, [feature("RUNTIME_MONITORING", { additionalConfigurations: AGENTS.filter((name) => name !== off).map((name) => ({ name, status: "ENABLED" })) })], "violation"] as const),
    ["without its agent", [feature("RUNTIME_MONITORING")], "violation"],
    ["off", [feature("RUNTIME_MONITORING", { ...agent, status: "DISABLED" })], "violation"],
    ["nowhere", [], "violation"],
    ["with a state that is not known yet", [feature("RUNTIME_MONITORING", { ...agent, status: UNKNOWN })], "deferred"],
  ])("runtime monitoring %s: %s", (_title, runtime, expected) => expect(outcome("threat-detection-complete", [resource(DETECTOR, "subject", { id: "d1" }), ...others, ...runtime])).toBe(expected));
  test.each([[true, "pass"], [false, "violation"]])("the block that came before features, reads of objects %s: %s", (enable, expected) => {
    const rest = others.filter(({ name }) => name !== "S3_DATA_EVENTS");
    expect(outcome("threat-detection-complete", [resource(DETECTOR, "subject", { id: "d1", datasources: { s3Logs: { enable } } }), ...rest, feature("RUNTIME_MONITORING", agent)])).toBe(expected);
  });

  check("sensitive-data-watched", { type: "aws:macie2/account:Account", good: { status: "ENABLED" }, bad: [{ status: "PAUSED" }], safe: ["status"], unknown: ["status"] });

  const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
  const alarm = (props: Record<string, unknown>) => resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", { metricName: "errors", namespace: "optibid", ...props });
  const counted = { metricTransformation: { name: "errors", namespace: "optibid" } };
  check("metric-filter-alarmed", { type: FILTER, good: counted, others: [alarm({})], bad: [{ "metricTransformation.name": "other" }, { "metricTransformation.namespace": "other" }], missing: ["metricTransformation"], unknown: ["metricTransformation", "metricTransformation.name"] });
  test("an alarm that is not known yet", () => expect(outcome("metric-filter-alarmed", [resource(FILTER, "subject", counted), alarm({ metricName: UNKNOWN })])).toBe("deferred"));

  const TRAIL = "aws:cloudtrail/trail:Trail";
  const words = ["UnauthorizedOperation", "MFAUsed", "$.userIdentity.type = Root", "PutRolePolicy", "StopLogging", "Failed authentication", "ScheduleKeyDeletion", "PutBucketPolicy", "StopConfigurationRecorder", "AuthorizeSecurityGroupIngress", "CreateNetworkAclEntry", "AttachInternetGateway", "ReplaceRoute", "CreateVpc", "LeaveOrganization"];
  const looked = (all: readonly unknown[]) => all.map((pattern, index) => resource(FILTER, `filter-${index}`, { pattern }));
  check("account-activity-alarmed", { type: TRAIL, good: { cloudWatchLogsGroupArn: "arn" }, others: looked(words), fine: [{ cloudWatchLogsGroupArn: UNKNOWN }], bad: [], exempt: [{ cloudWatchLogsGroupArn: undefined }] });
  test.each(words.map((word, index) => [word, index] as const))("nothing looks for %s", (_word, index) => {
    const subject = resource(TRAIL, "subject", { cloudWatchLogsGroupArn: "arn" });
    expect(outcome("account-activity-alarmed", [subject, ...looked(words.filter((_, at) => at !== index))])).toBe("violation");
    expect(outcome("account-activity-alarmed", [subject, ...looked(words.map((word, at) => (at === index ? UNKNOWN : word)))])).toBe("deferred");
  });
});

describe("who enters, and what they may do", () => {
  const policy = (...statements: object[]) => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) });
  const allow = (more: object) => policy({ Effect: "Allow", Resource: "*", ...more });
  check("iam-user-no-own-rights", { type: "aws:iam/policyAttachment:PolicyAttachment", good: { users: [], roles: ["deploy"] }, bad: [{ users: ["somebody"] }, { users: [UNKNOWN] }], safe: ["users"], unknown: ["users"] });
  test.each([
    ["aws:iam/userPolicy:UserPolicy", { user: "somebody" }, "violation"],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", { user: "somebody", policyArn: "arn" }, "violation"],
    ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", { policyArns: [] }, "pass"],
    ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", { policyArns: ["arn"] }, "violation"],
    ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", { policyArns: UNKNOWN }, "deferred"],
  ])("%s %j: %s", (type, props, expected) => expect(outcome("iam-user-no-own-rights", [resource(type, "subject", props)])).toBe(expected));
  const IAM = "aws:iam/policy:Policy";
  check("iam-policy-no-decrypt-everything", {
    type: IAM, good: allow({ Action: ["kms:Decrypt"], Resource: "arn:aws:kms:eu-central-1:123456789012:key/1" }),
    fine: [allow({ Action: "kms:Decrypt", Resource: ["arn:aws:kms:*:123456789012:key/*", "arn:aws:s3:::*"] }), allow({ Action: "kms:Encrypt" }), allow({ Action: "kms:Decrypt", Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } } }), policy({ Effect: "Deny", Action: "kms:*", Resource: "*" }), allow({ NotAction: "kms:*" })],
    bad: [allow({ Action: "kms:Decrypt" }), allow({ Action: "KMS:decrypt" }), allow({ Action: "kms:*" }), allow({ Action: "kms:ReEncrypt*" }), allow({ Action: "*" }), allow({ NotAction: "iam:*" }),
      allow({ Action: "kms:Decrypt", Condition: { Bool: { "aws:SecureTransport": "true" } } }), policy({ Effect: "Allow", Action: "kms:Decrypt", NotResource: "arn:aws:kms:eu-central-1:123456789012:key/1" }),
      allow({ Action: "kms:D?crypt" }), ...["arn:aws:kms:*:*:key/*", "arn:aws:kms:eu-central-1:*:key/*", "arn:aws:kms:*:*:*", "arn:aws:*", "**"].map((Resource) => allow({ Action: "kms:Decrypt", Resource: ["arn:aws:kms:eu-central-1:123456789012:key/1", Resource] }))],
    safe: ["policy"], unknown: ["policy"],
  });
  check("iam-policy-no-escalation", {
    type: IAM, good: allow({ Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/optibid-*" }),
    fine: [allow({ Action: "iam:PassRole", Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }), allow({ Action: ["iam:Get*", "iam:List*"] }), allow({ Action: "iam:PutRolePolicy", Condition: { StringEquals: { "iam:PermissionsBoundary": "arn" } } })],
    bad: [allow({ Action: "iam:PassRole" }), allow({ Action: "iam:*" }), allow({ Action: "iam:Create*" }), allow({ Action: ["s3:GetObject", "iam:AttachUserPolicy"] }), { policy: { Statement: { Effect: "Allow", Action: "iam:PassRole", Resource: ["*"] } } },
      allow({ Action: "iam:Pass?ole" }), ...["arn:aws:iam::*:role/*", "arn:aws:iam::*:*", "arn:*", "arn:aws:iam::*:user/*"].map((Resource) => allow({ Action: "iam:*", Resource }))],
    safe: ["policy"], unknown: ["policy"],
  });
  check("iam-policy-no-reading-everything", {
    type: IAM, good: allow({ Action: "secretsmanager:GetSecretValue", Resource: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:optibid-*" }),
    fine: [
      allow({ Action: ["s3:ListAllMyBuckets", "ssm:DescribeParameters", "secretsmanager:ListSecrets"] }), allow({ Action: "s3:GetObject", Resource: ["arn:aws:s3:::optibid-*", "arn:aws:s3:::optibid-*/*"] }),
      allow({ Action: "ssm:GetParameter", Resource: "arn:aws:secretsmanager:*:*:*" }), allow({ NotAction: ["s3:*", "secretsmanager:*", "ssm:Get*"] }), policy({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
      allow({ Action: "secretsmanager:GetSecretValue", Condition: { StringEquals: { "aws:ResourceTag/environment": "production" } } }),
    ],
    bad: [
      allow({ Action: "secretsmanager:GetSecretValue" }), allow({ Action: "secretsmanager:Get*", Resource: "arn:aws:secretsmanager:*:*:secret:*" }), allow({ Action: "ssm:GetParameter*", Resource: "arn:aws:ssm:eu-central-1:*:parameter/*" }),
      allow({ Action: "s3:GetObject" }), allow({ Action: "S3:get*", Resource: "arn:aws:s3:::*" }), allow({ Action: "s3:*", Resource: ["arn:aws:s3:::optibid", "arn:aws:s3:::*/*"] }), allow({ NotAction: "iam:*" }),
      allow({ Action: "s3:GetObject", Condition: { Bool: { "aws:SecureTransport": "true" } } }), policy({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::optibid/*" }),
    ],
    safe: ["policy"], unknown: ["policy"],
  });
  test("a condition that is none narrows nothing", () => {
    expect(outcome("iam-policy-no-escalation", [resource(IAM, "subject", allow({ Action: "iam:PassRole", Condition: { StringEquals: "iam:PassedToService" } }))])).toBe("violation");
  });
  test("every inline policy of a role is looked at", () => {
    const inlinePolicies = [{ name: "harmless", ...allow({ Action: "s3:ListAllMyBuckets" }) }, { name: "strong", ...allow({ Action: "iam:PassRole" }) }];
    expect(outcome("iam-policy-no-escalation", [resource("aws:iam/role:Role", "subject", { inlinePolicies })])).toBe("violation");
  });
  test.each([
    ["iam-policy-no-full-access", allow({ Action: "*", Resource: "arn:aws:s3:::optibid/*" }), "violation"],
    ["iam-policy-no-full-access", allow({ Action: "**" }), "violation"], ["iam-policy-no-full-access", allow({ Action: "?*" }), "violation"],
    ["iam-policy-no-service-wildcard", allow({ Action: "s3:**" }), "violation"], ["iam-policy-no-service-wildcard", allow({ Action: "s3:*", Resource: ["arn:aws:s3:::optibid", "arn:aws:*:*:*:*"] }), "violation"],
    ["iam-policy-no-service-wildcard", policy({ Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:*" }), "violation"], ["iam-policy-no-service-wildcard", policy({ Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:sqs:*:*:*" }), "pass"],
    ["iam-policy-no-service-wildcard", policy({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::optibid/*" }), "violation"],
    ["iam-policy-no-service-wildcard", allow({ Action: "s3:*", Resource: "arn:aws:s3:::optibid/*" }), "pass"],
  ])("%s of %j: %s", (rule, props, expected) => expect(outcome(rule, [resource(IAM, "subject", props)])).toBe(expected));

  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  test.each([
    ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", administrator] }, "violation"],
    ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", { policyArns: [] }, "pass"],
    ["aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", { managedPolicyArn: administrator }, "violation"],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "arn:aws:iam::aws:policy/AWSCloudShellFullAccess" }, "violation"],
  ])("%s %j: %s", (type, props, expected) => expect(outcome("iam-administrator-not-attached", [resource(type, "subject", props)])).toBe(expected));
  test.each([["*", "violation"], ["s3:GetObject", "pass"]])("a permission set that allows %s: %s", (Action, expected) => {
    const { policy: inlinePolicy } = allow({ Action });
    expect(outcome("iam-policy-no-full-access", [resource("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "subject", { inlinePolicy })])).toBe(expected);
  });
  test.each([
    [{ StringEquals: { "aws:PrincipalOrgID": "o-1" } }, "pass"], [{ Bool: { "aws:SecureTransport": "true" } }, "violation"], [{ StringEquals: { "aws:PrincipalOrgID": "*" } }, "violation"], [{ StringEquals: "aws:PrincipalOrgID" }, "violation"],
  ])("a role that everybody may assume under the condition %j: %s", (Condition, expected) => {
    const assumeRolePolicy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" }, Condition }] });
    expect(outcome("iam-role-trust-closed", [resource("aws:iam/role:Role", "subject", { assumeRolePolicy })])).toBe(expected);
  });

  const ENTRY = "aws:eks/accessEntry:AccessEntry";
  const role = "arn:aws:iam::123456789012:role/optibid-deploy";
  check("cluster-access-by-role", {
    type: ENTRY, good: { principalArn: role, kubernetesGroups: ["viewers"] }, fine: [{ principalArn: "arn:aws-cn:iam::123456789012:role/x" }],
    bad: [{ principalArn: "arn:aws:iam::123456789012:user/somebody" }, { principalArn: "arn:aws:iam::123456789012:root" }, { kubernetesGroups: ["viewers", "system:masters"] }, { kubernetesGroups: [UNKNOWN, "system:masters"] }],
    missing: ["principalArn"], safe: ["kubernetesGroups"], unknown: ["principalArn", "kubernetesGroups[0]"],
  });
  test("a role of the stack is known by its edge", () => {
    expect(outcome("cluster-access-by-role", [resource(ENTRY, "subject", { principalArn: UNKNOWN }, { principalArn: ["role"] }), resource("aws:iam/role:Role", "role", {})])).toBe("pass");
  });
  const eks = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
  check("cluster-access-scoped", {
    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", good: { policyArn: eks("AmazonEKSEditPolicy"), accessScope: { type: "namespace", namespaces: ["optibid"] } },
    fine: [{ policyArn: eks("AmazonEKSViewPolicy"), accessScope: { type: "cluster" } }, { policyArn: eks("AmazonEKSClusterAdminPolicy"), accessScope: { type: "cluster" } }],
    bad: [{ accessScope: { type: "cluster" } }, { "accessScope.namespaces": ["*"] }, { "accessScope.namespaces": [] }, { policyArn: eks("AmazonEKSAdminPolicy"), "accessScope.type": "cluster" }], missing: ["policyArn", "accessScope"], unknown: ["policyArn", "accessScope.type"],
  });
});
