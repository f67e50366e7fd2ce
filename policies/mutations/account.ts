/**
 * The account and who enters it, buckets, vaults, secrets and alerts, broken one rule at a time.
 */
import { adds, breaks, removes, type Mutation } from "../mutation.ts";
import { BUCKET_LIFECYCLES, BUCKET_LOCKS, BUCKET_LOGGINGS } from "../types.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";
const SNAPSHOTS = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess";
const METADATA = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";
const INSPECTOR = "aws:inspector2/enabler:Enabler";
const REGION = "aws:backup/regionSettings:RegionSettings";
const SECRET = "aws:secretsmanager/secret:Secret";
const TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
const SETTING = "aws:ssm/serviceSetting:ServiceSetting";
const CONTACT = "aws:account/alternativeContact:AlternativeContact";
const ROLE_ARN = "arn:aws:iam::123456789012:role/somebody";

/** Properties of an IAM policy with one statement. */
function allowing(action: string): { readonly policy: string } {
  return { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] }) };
}

/** Names people for operations alone. */
const contact: Mutation = {
  rule: "security-contact-named",
  title: "names nobody for security",
  alsoFires: [],
  mutate(graph) {
    const kept = graph.filter(({ type }) => type !== CONTACT);
    return adds("security-contact-named", "", { type: CONTACT, props: { alternateContactType: "OPERATIONS", name: "Operations", title: "Operations", emailAddress: "operations@example.com", phoneNumber: "+49 30 23125 000" } }).mutate(kept);
  },
};

const silenced: Mutation = {
  rule: "critical-alerts-reach-on-call",
  title: "sends every alert to a queue",
  alsoFires: ["critical-alerts-escalate"],
  mutate: (graph) =>
    graph.map((node) => {
      if (node.type !== SUBSCRIPTION) return node;
      const queue = { protocol: "sqs", redrivePolicy: "{}" };
      return { ...node, props: { ...node.props, ...queue }, ...(node.outputs === undefined ? {} : { outputs: { ...node.outputs, ...queue } }) };
    }),
};

const PASSWORD_POLICY = { minimumPasswordLength: 14, passwordReusePrevention: 24, requireLowercaseCharacters: true, requireUppercaseCharacters: true, requireNumbers: true, requireSymbols: true };

export const mutations: readonly Mutation[] = [
  removes("database-connections-alarm", "stops watching connections", [ALARM], ({ props }) => props["metricName"] === "DatabaseConnections"),
  silenced,
  removes("critical-alerts-escalate", "leaves critical alerts to a mailbox", [SUBSCRIPTION], ({ name, props }) => name.includes("critical") && props["protocol"] === "lambda"),
  breaks("password-policy-strong", "takes passwords of eight characters", { minimumPasswordLength: 8 }, { extra: { type: PASSWORDS, props: PASSWORD_POLICY } }),
  breaks("account-shares-nothing-publicly", "lets snapshots be published", { state: "unblocked" }, { types: [SNAPSHOTS], extra: { type: SNAPSHOTS, props: {} } }),
  breaks("machine-metadata-default-v2", "answers version 1 of the metadata service", { httpTokens: "optional" }, { extra: { type: METADATA, props: {} } }),
  adds("identity-pool-guests-measured-only", "gives guests credentials", { type: "aws:cognito/identityPool:IdentityPool", props: { identityPoolName: "guests", allowUnauthenticatedIdentities: true } }),
  adds("document-not-public", "shares a document with everyone", { type: "aws:ssm/document:Document", props: { content: "{}", documentType: "Command", permissions: { type: "Share", account_ids: "All" } } }),
  breaks("runbook-output-logged", "sends the output of runbooks nowhere", { settingValue: "None" }, { where: ({ props }) => String(props["settingId"]).endsWith("log-destination"), extra: { type: SETTING, props: { settingId: "/ssm/automation/customer-script-log-destination" } } }),
  contact,
  removes("aws-support-role", "lets nobody ask AWS Support", ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"], ({ props }) => String(props["policyArn"]).endsWith("/AWSSupportAccess")),
  breaks("sensitive-data-watched", "pauses Macie", { status: "PAUSED" }, { extra: { type: "aws:macie2/account:Account", props: {} } }),
  breaks("vulnerabilities-scanned", "scans images only", { resourceTypes: ["ECR"] }, { extra: { type: INSPECTOR, props: {} } }),
  breaks("security-standards-checked", "leaves out controls that are added later", { autoEnableControls: false }),
  adds("iam-no-lasting-keys", "gives a program an access key", { type: "aws:iam/accessKey:AccessKey", props: { user: "program" } }),
  removes("configuration-recorded", "stops recording the configuration", ["aws:cfg/recorderStatus:RecorderStatus"]),
  breaks("configuration-history-kept", "removes earlier configurations after a day", { "rules[0].noncurrentVersionExpiration": { noncurrentDays: 1 } }, { types: BUCKET_LIFECYCLES, where: ({ name }) => name.includes("config") }),
  removes("threat-detection-complete", "looks at nothing beside the network", ["aws:guardduty/detectorFeature:DetectorFeature"]),
  adds("metric-filter-alarmed", "counts errors that nobody hears of", { type: "aws:cloudwatch/logMetricFilter:LogMetricFilter", props: { pattern: "ERROR", metricTransformation: { name: "errors", namespace: "mutation", value: "1" } } }),
  removes("account-activity-alarmed", "stops looking through the trail", ["aws:cloudwatch/logMetricFilter:LogMetricFilter"]),
  removes("bucket-lifecycle-set", "keeps every object for ever", BUCKET_LIFECYCLES),
  removes("bucket-access-logged", "logs no requests to buckets", BUCKET_LOGGINGS),
  adds("bucket-acls-off", "lets ACLs decide on objects", { type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls", props: { bucket: "other", rule: { objectOwnership: "ObjectWriter" } } }),
  adds("bucket-encryption-own-key", "encrypts a bucket with AWS's own key", {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", props: { bucket: "other", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
  }),
  adds("bucket-replication-on", "switches a copy off", { type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig", props: { bucket: "other", role: ROLE_ARN, rules: [{ status: "Disabled", destination: { bucket: "arn:aws:s3:::copy" } }] } }),
  adds("object-lock-retains", "locks nothing", { type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", props: { bucket: "other", objectLockEnabled: "Enabled" } }),
  adds("bucket-policy-own-account", "lets another account change a bucket's policy", {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    props: { bucket: "other", policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::210987654321:root" }, Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::other" }] }) },
  }),
  removes("trail-bucket-locked", "lets the trail be deleted", BUCKET_LOCKS),
  adds("iam-user-no-own-rights", "gives a user a right of its own", { type: "aws:iam/userPolicyAttachment:UserPolicyAttachment", props: { user: "somebody", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } }),
  adds("iam-policy-no-decrypt-everything", "allows to decrypt with every key", { type: "aws:iam/policy:Policy", props: allowing("kms:Decrypt") }),
  adds("iam-policy-no-reading-everything", "allows to read every secret", { type: "aws:iam/policy:Policy", props: allowing("secretsmanager:GetSecretValue") }),
  adds("iam-policy-no-escalation", "allows to hand on every role", { type: "aws:iam/policy:Policy", props: allowing("iam:PassRole") }),
  adds("cluster-access-by-role", "lets a user into the cluster", { type: "aws:eks/accessEntry:AccessEntry", props: { clusterName: "optibid", principalArn: "arn:aws:iam::123456789012:user/somebody" } }),
  adds("cluster-access-scoped", "lets somebody change the whole cluster", {
    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    props: { clusterName: "optibid", principalArn: ROLE_ARN, policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", accessScope: { type: "cluster" } },
  }),
  breaks("backup-vault-own-key", "takes the key off a vault", { kmsKeyArn: undefined }),
  removes("backup-vault-locked", "lets backups be deleted", ["aws:backup/vaultLockConfiguration:VaultLockConfiguration"]),
  removes("backup-plan-selects", "selects nothing to back up", ["aws:backup/selection:Selection"]),
  breaks("backup-services-opted-in", "leaves buckets out of backups", { "resourceTypeOptInPreference.S3": false }, { extra: { type: REGION, props: {} } }),
  adds("key-usable", "adds a key that is switched off", { type: "aws:kms/key:Key", props: { enableKeyRotation: true, isEnabled: false } }),
  adds("secret-rotates", "adds a secret that nobody rotates", { type: SECRET, props: { name: "optibid/other", kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1" } }),
  breaks("secret-recoverable", "deletes a secret at once", { recoveryWindowInDays: 0 }, { extra: { type: SECRET, props: { name: "optibid/encryption", kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1" } } }),
  breaks("secret-own-key", "takes the key off a secret", { kmsKeyId: undefined }, { extra: { type: SECRET, props: { name: "optibid/encryption" } } }),
  adds("build-results-encrypted", "keeps artifacts in the clear", {
    type: "aws:codebuild/project:Project", props: { environment: { privilegedMode: false }, source: { type: "NO_SOURCE" }, artifacts: { type: "S3", location: "other", encryptionDisabled: true } },
  }),
  adds("image-repository-lifecycle", "keeps images for ever", {
    type: "aws:ecr/repository:Repository", props: { name: "optibid/mutation", imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true }, encryptionConfigurations: [{ encryptionType: "KMS" }] },
  }),
  breaks("image-copies-as-safe", "lets tags of copies move", { imageTagMutability: "MUTABLE" }, { extra: { type: TEMPLATE, props: { lifecyclePolicy: "{}" } } }),
];
