/**
 * Settings of buckets, vaults, keys, secrets, builds and registries.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { check, outcome, resource } from "./support.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const OLDER = "aws:s3/bucketV2:BucketV2";
const bucket = { bucket: "optibid-data", id: "optibid-data" };

describe("buckets", () => {
  const lifecycle = (rules: unknown, type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration") => resource(type, "lifecycle", { bucket: "optibid-data", rules });
  check("bucket-lifecycle-set", { type: BUCKET, good: bucket, others: [lifecycle([{ status: "Enabled" }])], bad: [{ bucket: "another", id: "another" }], missing: [] });
  test.each([
    [BUCKET, {}, [lifecycle([{ status: "Disabled" }])], "violation"],
    [BUCKET, {}, [lifecycle([{ status: UNKNOWN }])], "deferred"],
    [BUCKET, {}, [lifecycle([{ status: "Enabled" }], "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2")], "pass"],
    [BUCKET, { lifecycleRules: [{ enabled: true }] }, [], "pass"],
    [OLDER, { lifecycleRules: [{ enabled: false }] }, [], "violation"],
  ])("lifecycle of a %s %j: %#", (type, props, others, expected) => expect(outcome("bucket-lifecycle-set", [resource(type, "subject", { ...bucket, ...props }), ...others])).toBe(expected));

  const OWN = "111111111111";
  const OTHER = "222222222222";
  const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
  const block = resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "block", { accountId: OWN });
  const grants = (...statements: object[]) => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "arn:aws:s3:::optibid-data/*", ...statement })) }) });
  const foreign = { AWS: `arn:aws:iam::${OTHER}:root` };
  check("bucket-policy-own-account", {
    type: POLICY, good: grants({ Principal: foreign, Action: ["s3:GetObject", "s3:PutObject"] }), others: [block],
    fine: [
      grants({ Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: "s3:*" }), grants({ Principal: { AWS: [OWN, `arn:aws:sts::${OWN}:assumed-role/a/b`] }, Action: "s3:PutBucketPolicy" }), grants({ Effect: "Deny", Principal: foreign, Action: "s3:*" }),
      grants({ Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObjectAcl" }), grants({ Principal: "*", Action: "s3:PutBucketAcl" }), { policy: "no policy" },
    ],
    bad: [
      ...["s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl", "S3:putobject*", "s3:*", "*"].map((Action) => grants({ Principal: foreign, Action })),
      grants({ Principal: { AWS: OTHER }, Action: "s3:PutBucketPolicy" }), grants({ Principal: { AWS: [`arn:aws:iam::${OWN}:root`, `arn:aws-cn:iam::${OTHER}:role/x`] }, Action: "s3:PutBucketAcl" }), grants({ Principal: foreign, NotAction: "s3:GetObject" }),
      grants({ Principal: { AWS: `arn:aws:sts::${OTHER}:assumed-role/a/b` }, Action: "s3:PutBucketAcl" }),
    ],
    safe: ["policy"], unknown: ["policy"],
  });
  test.each([
    ["nothing", [], "deferred"],
    ["an account that is not known yet", [resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "block", { accountId: UNKNOWN })], "deferred"],
    ["an ARN that is not known yet", [resource("aws:kms/key:Key", "key", { arn: UNKNOWN })], "deferred"],
    ["an ARN without an account", [resource(BUCKET, "data", { arn: "arn:aws:s3:::optibid-data" })], "deferred"],
    ["the ARN of a key", [resource("aws:kms/key:Key", "key", { arn: `arn:aws:kms:eu-central-1:${OWN}:key/1` })], "violation"],
    ["the ARN of a role of that account", [resource("aws:iam/role:Role", "role", { arn: `arn:aws:iam::${OTHER}:role/app` })], "pass"],
  ])("where %s tells which account is the stack's own: %s", (_what, others, expected) => {
    expect(outcome("bucket-policy-own-account", [resource(POLICY, "subject", grants({ Principal: foreign, Action: "s3:PutBucketPolicy" })), ...others])).toBe(expected);
  });
  test.each([[BUCKET, {}, "not-applicable"], [BUCKET, grants({ Principal: foreign, Action: "s3:*" }), "violation"], [OLDER, { policy: UNKNOWN }, "not-applicable"]])("a %s with the policy inside, %j: %s", (type, props, expected) => {
    expect(outcome("bucket-policy-own-account", [resource(type, "subject", props), block])).toBe(expected);
  });

  const logging = resource("aws:s3/bucketLogging:BucketLogging", "logging", { bucket: "optibid-data", targetBucket: "optibid-logs" });
  check("bucket-access-logged", { type: BUCKET, good: bucket, others: [logging], bad: [{ bucket: "another", id: "another" }], exempt: [{ bucket: "optibid-logs", id: "optibid-logs" }] });
  test.each([
    [BUCKET, { logging: { targetBucket: "optibid-logs" } }, "pass"],
    [BUCKET, { logging: { targetBucket: UNKNOWN } }, "pass"],
    [BUCKET, { logging: {} }, "violation"],
    [OLDER, { loggings: [{ targetBucket: "optibid-logs" }] }, "pass"],
    [OLDER, {}, "violation"],
  ])("a %s with %j: %s", (type, props, expected) => expect(outcome("bucket-access-logged", [resource(type, "subject", { ...bucket, ...props })])).toBe(expected));
  const admits = (policy: unknown) => resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: "optibid-data", policy });
  test.each([
    ["S3's logs", JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject", Resource: "*" }] }), "not-applicable"],
    ["nobody", JSON.stringify({ Statement: [{ Effect: "Deny", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject", Resource: "*" }] }), "violation"],
    ["whomever", UNKNOWN, "deferred"],
    ["nothing readable", "no policy", "violation"],
  ])("a bucket whose policy lets in %s: %s", (_whom, policy, expected) => expect(outcome("bucket-access-logged", [resource(BUCKET, "subject", bucket), admits(policy)])).toBe(expected));
  test("a bucket that another names inside itself receives logs", () => {
    expect(outcome("bucket-access-logged", [resource(BUCKET, "subject", { bucket: "optibid-logs" }), resource(BUCKET, "data", { logging: { targetBucket: "optibid-logs" } })])).toBe("not-applicable");
  });
  test.each([[BUCKET, { versioning: { enabled: true } }, "pass"], [OLDER, { versionings: [{ enabled: true }] }, "pass"], [OLDER, { versionings: [{ enabled: false }] }, "violation"]])("versions of a %s with %j: %s", (type, props, expected) => {
    expect(outcome("bucket-versioned", [resource(type, "subject", { ...bucket, ...props })])).toBe(expected);
  });
  check("bucket-acls-off", {
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls", good: { rule: { objectOwnership: "BucketOwnerEnforced" } }, bad: [{ "rule.objectOwnership": "ObjectWriter" }, { "rule.objectOwnership": "BucketOwnerPreferred" }], missing: ["rule"], unknown: ["rule", "rule.objectOwnership"],
  });
  const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  const KEY = { sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn" };
  const PRESET = "rules[0].applyServerSideEncryptionByDefault";
  check("bucket-encryption-own-key", {
    type: ENCRYPTION, good: { rules: [{ applyServerSideEncryptionByDefault: KEY, bucketKeyEnabled: true }] },
    fine: [{ [PRESET]: { sseAlgorithm: "AES256" } }, { [`${PRESET}.kmsMasterKeyId`]: UNKNOWN }, { rules: [{ blockedEncryptionTypes: ["SSE-C"] }] }],
    bad: [{ [`${PRESET}.kmsMasterKeyId`]: "" }, { [`${PRESET}.kmsMasterKeyId`]: "alias/aws/s3" }, { [`${PRESET}.sseAlgorithm`]: "none" }, { rules: [] }], missing: ["rules", `${PRESET}.kmsMasterKeyId`, `${PRESET}.sseAlgorithm`], unknown: ["rules", PRESET, `${PRESET}.sseAlgorithm`],
  });
  test.each([
    [BUCKET, {}, "not-applicable"],
    [BUCKET, { serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: KEY } } }, "pass"],
    [BUCKET, { serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } } } }, "violation"],
    [BUCKET, { serverSideEncryptionConfiguration: UNKNOWN }, "deferred"],
    [OLDER, { serverSideEncryptionConfigurations: [{ rules: [{ applyServerSideEncryptionByDefaults: [KEY] }] }] }, "pass"],
    [OLDER, { serverSideEncryptionConfigurations: [{ rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms" }] }] }] }, "violation"],
  ])("a %s with its encryption inside, %j: %s", (type, props, expected) => expect(outcome("bucket-encryption-own-key", [resource(type, "subject", props)])).toBe(expected));
  const DESTINATION = "rules[0].destination";
  check("bucket-replication-on", {
    type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    good: { rules: [{ status: "Enabled", sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } }, destination: { bucket: "arn", encryptionConfiguration: { replicaKmsKeyId: "arn" } } }] },
    fine: [{ [`${DESTINATION}.bucket`]: UNKNOWN }, { "rules[0].sourceSelectionCriteria": undefined, [`${DESTINATION}.encryptionConfiguration`]: undefined }],
    bad: [{ "rules[0].status": "Disabled" }, { rules: [] }], missing: ["rules", "rules[0].status", `${DESTINATION}.bucket`, `${DESTINATION}.encryptionConfiguration`], unknown: ["rules", "rules[0].status", "rules[0].sourceSelectionCriteria"],
  });
  const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
  const kept = { rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } } };
  check("object-lock-retains", {
    type: LOCK, good: kept, fine: [{ "rule.defaultRetention": { mode: "GOVERNANCE", years: 1 } }], bad: [{ "rule.defaultRetention.mode": "NONE" }, { "rule.defaultRetention.days": 0 }], missing: ["rule", "rule.defaultRetention.mode", "rule.defaultRetention.days"], unknown: ["rule", "rule.defaultRetention.days"],
  });
  const TRAIL = "aws:cloudtrail/trail:Trail";
  const audit = resource(BUCKET, "audit", { bucket: "audit" });
  const lock = (mode: unknown) => resource(LOCK, "lock", { bucket: "audit", rule: { defaultRetention: { mode, days: 365 } } });
  check("trail-bucket-locked", { type: TRAIL, good: { s3BucketName: "audit" }, others: [audit, lock("COMPLIANCE")], bad: [], exempt: [{ s3BucketName: "of-another-account" }, { s3BucketName: undefined }] });
  test.each([["GOVERNANCE", "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a trail's bucket with the lock %s: %s", (mode, expected) => {
    expect(outcome("trail-bucket-locked", [resource(TRAIL, "subject", { s3BucketName: "audit" }), audit, lock(mode)])).toBe(expected);
  });
  test.each([
    [BUCKET, { objectLockConfiguration: { objectLockEnabled: "Enabled", rule: { defaultRetention: { mode: "COMPLIANCE", years: 1 } } } }, "pass"],
    [BUCKET, { objectLockConfiguration: { objectLockEnabled: "Enabled", rule: { defaultRetention: { mode: "GOVERNANCE", years: 1 } } } }, "violation"],
    [OLDER, { objectLockConfiguration: { rules: [{ defaultRetentions: [{ mode: "COMPLIANCE", days: 365 }] }] } }, "pass"],
    [OLDER, { objectLockConfiguration: { rules: [{ defaultRetentions: [{ mode: "GOVERNANCE", days: 365 }] }] } }, "violation"],
    [BUCKET, { objectLockConfiguration: { objectLockEnabled: "Enabled" } }, "violation"],
  ])("a trail's %s with its lock inside, %j: %s", (type, props, expected) => {
    expect(outcome("trail-bucket-locked", [resource(TRAIL, "subject", { s3BucketName: "audit" }), resource(type, "audit", { bucket: "audit", ...props })])).toBe(expected);
  });
  test("a trail's bucket without a lock", () => expect(outcome("trail-bucket-locked", [resource(TRAIL, "subject", { s3BucketName: "audit" }), audit])).toBe("violation"));
});

describe("TLS of buckets and databases, where little is said", () => {
  test("a condition that is none denies nothing", () => {
    const policy = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: { Bool: "aws:SecureTransport" } }] });
    expect(outcome("bucket-tls-only", [resource(BUCKET, "subject", { policy })])).toBe("violation");
  });
  const DB = "aws:rds/instance:Instance";
  const group = (family: unknown) => resource("aws:rds/parameterGroup:ParameterGroup", "parameters", { name: "group", family, parameters: [{ name: "rds.force_ssl", value: "1" }] });
  test.each([[{ replicateSourceDb: "primary" }, group("other"), "pass"], [{ engine: "postgres" }, { ...group(undefined), props: { name: "group", parameters: [] } }, "violation"]])("%j", (props, parameters, expected) => {
    expect(outcome("database-tls-forced", [resource(DB, "subject", { parameterGroupName: "group", ...props }), parameters])).toBe(expected);
  });
});

describe("vaults and keys", () => {
  const VAULT = "aws:backup/vault:Vault";
  const PLAN = "aws:backup/plan:Plan";
  check("backup-vault-own-key", { type: VAULT, good: { kmsKeyArn: "arn" }, fine: [{ kmsKeyArn: UNKNOWN }], bad: [{ kmsKeyArn: "" }, { kmsKeyArn: "arn:aws:kms:eu-central-1:111111111111:alias/aws/backup" }], missing: ["kmsKeyArn"] });
  test.each([[{ encryptionKeyArn: "arn" }, "pass"], [{ kmsKeyArn: "arn" }, "violation"]])("a vault behind an air gap with %j: %s", (props, expected) => {
    expect(outcome("backup-vault-own-key", [resource("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "subject", props)])).toBe(expected);
  });
  const lock = (minRetentionDays: unknown) => resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", { backupVaultName: "vault", minRetentionDays });
  check("backup-vault-locked", { type: VAULT, good: { name: "vault" }, others: [lock(35)], bad: [{ name: "another" }], missing: ["name"] });
  test.each([[29, "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a lock of %s days: %s", (days, expected) => expect(outcome("backup-vault-locked", [resource(VAULT, "subject", { name: "vault" }), lock(days)])).toBe(expected));
  const selection = (props: Record<string, unknown>) => resource("aws:backup/selection:Selection", "selection", { planId: "plan", ...props });
  check("backup-plan-selects", { type: PLAN, good: { planId: "plan" }, others: [selection({ resources: ["*"] })], bad: [{ planId: "another" }], missing: ["planId"] });
  test.each([[{ selectionTags: [{ key: "backup", value: "daily" }] }, "pass"], [{ notResources: ["*"] }, "violation"], [{ resources: UNKNOWN }, "deferred"]])("a selection of %j: %s", (props, expected) => {
    expect(outcome("backup-plan-selects", [resource(PLAN, "subject", { planId: "plan" }), selection(props)])).toBe(expected);
  });
  check("backup-services-opted-in", { type: "aws:backup/regionSettings:RegionSettings", good: { resourceTypeOptInPreference: { RDS: true, S3: true } }, bad: [{ "resourceTypeOptInPreference.S3": false }], safe: ["resourceTypeOptInPreference", "resourceTypeOptInPreference.RDS"], unknown: ["resourceTypeOptInPreference.EBS"] });
  check("key-usable", {
    type: "aws:kms/key:Key", good: { isEnabled: true, bypassPolicyLockoutSafetyCheck: false }, bad: [{ isEnabled: false }, { bypassPolicyLockoutSafetyCheck: true }], safe: ["isEnabled", "bypassPolicyLockoutSafetyCheck"], unknown: ["isEnabled", "bypassPolicyLockoutSafetyCheck"],
  });
  test.each([[false, "violation"], [undefined, "pass"]])("a replica of a key with enabled %s: %s", (enabled, expected) => expect(outcome("key-usable", [resource("aws:kms/replicaKey:ReplicaKey", "subject", { enabled })])).toBe(expected));
});

describe("secrets in the store", () => {
  const SECRET = "aws:secretsmanager/secret:Secret";
  const rotation = resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", { secretId: "arn:secret" });
  const version = (edges: Record<string, string[]>) => resource("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretId: "arn:secret", secretString: UNKNOWN }, edges);
  const password = resource("random:index/randomPassword:RandomPassword", "password", {});
  check("secret-rotates", {
    type: SECRET, good: { name: "optibid/jwt", arn: "arn:secret" }, others: [rotation], fine: [{ name: undefined }], bad: [{ arn: "arn:other" }], missing: ["arn"], exempt: [{ name: "optibid/encryption" }, { name: "optibid/grafana-admin" }],
  });
  test.each([["generated", { secretString: ["password"] }, "violation"], ["given out by somebody else", {}, "not-applicable"]])("a secret that was %s: %s", (_title, edges, expected) => {
    expect(outcome("secret-rotates", [resource(SECRET, "subject", { name: "optibid/other", arn: "arn:secret" }), version(edges), password])).toBe(expected);
  });
  test.each([
    ["cron(0 4 1 * ? *)", "pass"], ["cron(0 4 1 JAN,MAR,MAY,JUL,SEP,NOV ? *)", "pass"], ["cron(0 4 1 */2 ? *)", "pass"], ["cron(0 4 1 FEB/2 ? *)", "pass"],
    ["cron(0 4 1 JAN ? *)", "violation"], ["cron(0 4 1 13/1 ? *)", "violation"], ["cron(0 4 1 x/1 ? *)", "violation"], ["cron(0 4)", "violation"],
  ])("a secret that rotates by %s: %s", (scheduleExpression, expected) => {
    expect(outcome("secret-rotation-frequent", [resource("aws:secretsmanager/secretRotation:SecretRotation", "subject", { rotationRules: { scheduleExpression } })])).toBe(expected);
  });
  test.each([
    [JSON.stringify([{ environment: [{ value: "postgres://app:hunter2@db/optibid" }] }]), "violation"],
    [[{ environment: [{ name: "DB_PASSWORD", value: "x" }] }], "violation"],
    [[{ environment: [{ name: "STAGE", value: "production" }] }], "pass"],
    ["{}", "violation"],
  ])("a task whose containers are %j: %s", (containerDefinitions, expected) => {
    expect(outcome("function-and-task-no-plain-secrets", [resource("aws:ecs/taskDefinition:TaskDefinition", "subject", { containerDefinitions })])).toBe(expected);
  });
  check("secret-recoverable", { type: SECRET, good: { recoveryWindowInDays: 30 }, fine: [{ recoveryWindowInDays: 7 }], bad: [{ recoveryWindowInDays: 0 }], safe: ["recoveryWindowInDays"], unknown: ["recoveryWindowInDays"] });
  check("secret-own-key", { type: SECRET, good: { kmsKeyId: "arn" }, fine: [{ kmsKeyId: UNKNOWN }, { kmsKeyId: "alias/optibid-secrets" }], bad: [{ kmsKeyId: "" }, { kmsKeyId: "alias/aws/secretsmanager" }], missing: ["kmsKeyId"] });
  test.each([
    [{ name: "/optibid/url", type: "String", value: "postgres://app:hunter2@db/optibid" }, "violation"],
    [{ name: "/optibid/url", type: "SecureString", value: "postgres://app:hunter2@db/optibid" }, "pass"],
    [{ name: "/optibid/release", type: "String", insecureValue: "1.0.0" }, "not-applicable"],
    [{ name: "/optibid/release", type: "String", value: UNKNOWN }, "deferred"],
  ])("a parameter %j: %s", (props, expected) => expect(outcome("parameter-secrets-encrypted", [resource("aws:ssm/parameter:Parameter", "subject", props)])).toBe(expected));
});

describe("builds and registries", () => {
  const PROJECT = "aws:codebuild/project:Project";
  check("build-results-encrypted", {
    type: PROJECT, good: { artifacts: { type: "S3", encryptionDisabled: false }, logsConfig: { s3Logs: { status: "ENABLED", encryptionDisabled: false } }, secondaryArtifacts: [{ encryptionDisabled: false }] },
    bad: [{ "artifacts.encryptionDisabled": true }, { "logsConfig.s3Logs.encryptionDisabled": true }, { "secondaryArtifacts[0].encryptionDisabled": true }], fine: [{ secondaryArtifacts: [{}] }], safe: ["artifacts", "logsConfig", "secondaryArtifacts"], unknown: ["artifacts", "secondaryArtifacts"],
  });
  const report = (exportConfig: unknown) => resource("aws:codebuild/reportGroup:ReportGroup", "subject", { exportConfig });
  test.each([[{ type: "NO_EXPORT" }, "not-applicable"], [{ type: "S3", s3Destination: { encryptionDisabled: true } }, "violation"], [{ type: "S3", s3Destination: {} }, "pass"]])("reports %j: %s", (config, expected) => {
    expect(outcome("build-results-encrypted", [report(config)])).toBe(expected);
  });
  const project = (props: Record<string, unknown>) => resource(PROJECT, "subject", { source: { location: "https://github.com/optibid/platform.git" }, ...props });
  const variables = (...environmentVariables: object[]) => ({ environment: { environmentVariables } });
  test.each([
    [variables({ name: "AWS_ACCESS_KEY_ID", value: "x" }), "violation"],
    [variables({ name: "DATABASE_URL", value: "postgres://app:hunter2@db/optibid" }), "violation"],
    [variables({ name: "STAGE", value: "AKIAIOSFODNN7EXAMPLE" }), "violation"],
    [variables({ name: "DB_PASSWORD", value: "/optibid/db", type: "PARAMETER_STORE" }), "pass"],
    [{ secondarySources: [{ type: "CODEPIPELINE" }] }, "pass"],
    [{ secondarySources: [{ location: "https://token@github.com/optibid/other.git" }] }, "violation"],
    [{ source: { location: "https://github.com/optibid/platform.git", insecureSsl: true } }, "violation"],
  ])("a project with %j: %s", (props, expected) => expect(outcome("build-project-safe", [project(props)])).toBe(expected));
  const REPOSITORY = "aws:ecr/repository:Repository";
  const policy = (props: Record<string, unknown>) => resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "policy", props);
  check("image-repository-lifecycle", { type: REPOSITORY, good: { name: "optibid/api" }, others: [policy({ repository: "optibid/api" })], bad: [{ name: "optibid/web" }], missing: ["name"] });
  test("a policy whose repository is not known yet", () => expect(outcome("image-repository-lifecycle", [resource(REPOSITORY, "subject", { name: "optibid/api" }), policy({ repository: UNKNOWN })])).toBe("deferred"));
  check("image-copies-as-safe", {
    type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", good: { imageTagMutability: "IMMUTABLE", lifecyclePolicy: "{}" }, bad: [{ imageTagMutability: "MUTABLE" }, { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }], missing: ["imageTagMutability", "lifecyclePolicy"], unknown: ["imageTagMutability"],
  });
});
