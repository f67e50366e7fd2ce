import { describe, expect, test } from "@jest/globals";
import { check, outcome, resource } from "./support.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const DB = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const SINGLE = "aws:elasticache/cluster:Cluster";
const BUCKET = "aws:s3/bucket:Bucket";

const database = {
  identifier: "optibid", arn: "arn:aws:rds:eu-central-1:111111111111:db:optibid", engine: "postgres", engineVersion: "17.4",
  parameterGroupName: "optibid-pg17", storageEncrypted: true, multiAz: true, backupRetentionPeriod: 35, deletionProtection: true,
  finalSnapshotIdentifier: "optibid-final", storageType: "gp3", allocatedStorage: 100, maxAllocatedStorage: 500,
  performanceInsightsEnabled: true, monitoringInterval: 60, enabledCloudwatchLogsExports: ["postgresql", "upgrade"], tags: { backup: "daily" },
};
const parameters = (more: Record<string, string> = {}, family = "postgres17") =>
  resource("aws:rds/parameterGroup:ParameterGroup", "parameters", {
    name: "optibid-pg17", family,
    parameters: Object.entries({ "rds.force_ssl": "1", log_min_duration_statement: "100", shared_preload_libraries: "pg_stat_statements,pg_cron", ...more }).map(([name, value]) => ({ name, value })),
  });
const one = { type: DB, good: database };
const replica = { exempt: [{ replicateSourceDb: "primary" }, { replicateSourceDb: UNKNOWN }] };

describe("databases", () => {
  check("data-service-not-public", { ...one, bad: [{ publiclyAccessible: true }, { publiclyAccessible: "true" }], fine: [{ publiclyAccessible: false }], safe: ["publiclyAccessible"], unknown: ["publiclyAccessible"] });
  check("database-encrypted", {
    ...one, bad: [{ storageEncrypted: false }, { replicateSourceDb: "primary", storageEncrypted: false }], missing: ["storageEncrypted"], unknown: ["storageEncrypted"],
    exempt: [{ replicateSourceDb: "primary", storageEncrypted: undefined }],
  });
  test("clusters are encrypted, Aurora Serverless v1 always", () => {
    expect(outcome("database-encrypted", [resource(CLUSTER, "subject", { engine: "aurora-postgresql" })])).toBe("violation");
    expect(outcome("database-encrypted", [resource(CLUSTER, "subject", { engine: "aurora-mysql", engineMode: "serverless" })])).toBe("pass");
  });
  check("database-multi-az", { ...one, bad: [{ multiAz: false }], missing: ["multiAz"], unknown: ["multiAz"], ...replica });
  check("database-backup-retention", { ...one, bad: [{ backupRetentionPeriod: 0 }, { backupRetentionPeriod: 29 }], fine: [{ backupRetentionPeriod: "30" }], missing: ["backupRetentionPeriod"], unknown: ["backupRetentionPeriod"], ...replica });
  check("database-final-snapshot", { ...one, bad: [{ skipFinalSnapshot: true }, { finalSnapshotIdentifier: "" }], fine: [{ skipFinalSnapshot: false }, { finalSnapshotIdentifier: UNKNOWN }], missing: ["finalSnapshotIdentifier"], unknown: ["skipFinalSnapshot"], ...replica });
  check("database-deletion-protected", { ...one, bad: [{ deletionProtection: false }], missing: ["deletionProtection"], unknown: ["deletionProtection"], ...replica });
  check("database-storage-fast", { ...one, bad: [{ storageType: "gp2" }, { storageType: "standard" }], fine: [{ storageType: undefined, iops: 3000 }], missing: ["storageType"], unknown: ["storageType"], exempt: [{ engine: "aurora-mysql" }, { replicateSourceDb: "p", storageType: undefined }] });
  check("database-storage-grows", { ...one, bad: [{ maxAllocatedStorage: 100 }], missing: ["maxAllocatedStorage"], unknown: ["maxAllocatedStorage"], ...replica });
  check("database-performance-insights", { ...one, bad: [{ performanceInsightsEnabled: false }], missing: ["performanceInsightsEnabled"], unknown: ["performanceInsightsEnabled"] });
  check("database-enhanced-monitoring", { ...one, bad: [{ monitoringInterval: 0 }], missing: ["monitoringInterval"], unknown: ["monitoringInterval"] });
  check("database-logs-exported", {
    ...one, bad: [{ enabledCloudwatchLogsExports: ["postgresql"] }, { engine: "mysql" }, { engine: undefined, enabledCloudwatchLogsExports: [] }],
    fine: [{ engine: "aurora-postgresql", enabledCloudwatchLogsExports: ["postgresql"] }, { engine: "mysql", enabledCloudwatchLogsExports: ["audit", "error", "general", "slowquery"] }],
    missing: ["enabledCloudwatchLogsExports"], unknown: ["enabledCloudwatchLogsExports", "engine"],
  });
  const read = resource(DB, "replica", { replicateSourceDb: "optibid" });
  check("database-replicated", { ...one, others: [read], bad: [{ identifier: "another" }], missing: ["identifier"], exempt: replica.exempt });
  test.each([[1, "violation"], [2, "pass"]])("an Aurora cluster of %i instances: %s", (count, expected) => {
    const instances = Array.from({ length: count }, (_, index) => resource("aws:rds/clusterInstance:ClusterInstance", `i${index}`, { clusterIdentifier: UNKNOWN }, { clusterIdentifier: ["subject"] }));
    expect(outcome("database-replicated", [resource(CLUSTER, "subject", { engine: "aurora-postgresql" }), ...instances])).toBe(expected);
  });
  check("database-backups-off-site", {
    ...one, others: [resource("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "dr", { sourceDbInstanceArn: database.arn })],
    bad: [{ arn: "arn:other" }], missing: ["arn"], ...replica,
  });
  const plan = resource("aws:backup/plan:Plan", "plan", { id: "plan-1", rules: [{ ruleName: "daily", copyActions: [{ destinationVaultArn: "arn" }] }] });
  const selection = (props: Record<string, unknown>) => resource("aws:backup/selection:Selection", "selection", { planId: "plan-1", ...props });
  test.each([
    ["by ARN", selection({ resources: [database.arn] }), "pass"],
    ["by wildcard", selection({ resources: ["arn:aws:rds:*:*:db:*"] }), "pass"],
    ["by tag", selection({ selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] }), "pass"],
    ["of another", selection({ resources: ["arn:aws:rds:eu-central-1:111111111111:db:other"] }), "violation"],
    ["of another plan", selection({ planId: "plan-2", resources: ["*"] }), "violation"],
  ])("backups copied by a plan, selected %s", (_title, chosen, expected) => {
    expect(outcome("database-backups-off-site", [resource(DB, "subject", database), plan, chosen])).toBe(expected);
  });
  check("database-connections-pooled", {
    ...one, others: [resource("aws:rds/proxyTarget:ProxyTarget", "target", { dbInstanceIdentifier: "optibid", dbProxyName: "p" })],
    bad: [{ identifier: "another" }], missing: ["identifier"], unknown: ["engine"], exempt: [...replica.exempt, { engine: "oracle-ee" }],
  });
  check("database-slow-queries-logged", { ...one, others: [parameters()], bad: [{ parameterGroupName: "default.postgres17" }], missing: ["parameterGroupName"], fine: [{ engine: UNKNOWN }], exempt: replica.exempt });
  test.each([["-1", "violation"], ["0", "pass"], ["250", "violation"], [UNKNOWN, "deferred"]])("log_min_duration_statement %s: %s", (value, expected) => {
    expect(outcome("database-slow-queries-logged", [resource(DB, "subject", database), parameters({ log_min_duration_statement: value })])).toBe(expected);
  });
  test.each([["0.1", "1", "pass"], ["0.1", "0", "violation"], ["10", "1", "violation"]])("MySQL long_query_time %s, slow_query_log %s: %s", (time, log, expected) => {
    const group = parameters({ long_query_time: time, slow_query_log: log }, "mysql8.4");
    expect(outcome("database-slow-queries-logged", [resource(DB, "subject", { ...database, engine: "mysql" }), group])).toBe(expected);
  });
  check("database-vacuum-scheduled", { ...one, others: [parameters()], bad: [{ parameterGroupName: "x" }], missing: ["parameterGroupName"], fine: [{ engine: UNKNOWN }], exempt: [...replica.exempt, { engine: "mysql" }] });
  test.each([[{ shared_preload_libraries: "pg_stat_statements" }, "violation"], [{ autovacuum: "0" }, "violation"], [{ autovacuum: "on" }, "pass"]])("%j: vacuum %s", (more, expected) => {
    expect(outcome("database-vacuum-scheduled", [resource(DB, "subject", database), parameters(more as Record<string, string>)])).toBe(expected);
  });
  check("database-statements-recorded", { ...one, others: [parameters()], bad: [{ parameterGroupName: "x" }], missing: ["parameterGroupName"], fine: [{ engine: UNKNOWN }], exempt: replica.exempt });
  test("pg_stat_statements left out of the libraries", () => {
    expect(outcome("database-statements-recorded", [resource(DB, "subject", database), parameters({ shared_preload_libraries: "pg_cron" })])).toBe("violation");
  });
  check("database-tls-forced", { ...one, others: [parameters()], bad: [{ parameterGroupName: "x" }], missing: ["parameterGroupName"], fine: [{ engine: UNKNOWN }], exempt: [{ replicateSourceDb: "p", parameterGroupName: undefined }, { engine: "oracle-ee" }] });
  test.each([["postgres17", {}, "pass"], ["postgres17", { "rds.force_ssl": "0" }, "violation"], ["postgres15", { "rds.force_ssl": undefined }, "pass"], ["postgres14", { "rds.force_ssl": undefined }, "violation"], ["aurora-postgresql16", { "rds.force_ssl": undefined }, "violation"]])(
    "%s with %j: TLS %s", (family, more, expected) => {
      const group = parameters(more as Record<string, string>, family);
      const given = (group.props["parameters"] as { value?: string }[]).filter(({ value }) => value !== undefined);
      expect(outcome("database-tls-forced", [resource(DB, "subject", database), { ...group, props: { ...group.props, parameters: given } }])).toBe(expected);
    });
  test.each([
    ["sqlserver-se", "sqlserver-se-16.0", { "rds.force_ssl": "1" }, "pass"], ["sqlserver-se", "sqlserver-se-16.0", { "rds.force_ssl": "0" }, "violation"],
    ["db2-se", "db2-se-11.5", { db2comm: "SSL" }, "pass"], ["db2-se", "db2-se-11.5", { db2comm: "TCPIP" }, "violation"], ["oracle-ee", "oracle-ee-19", {}, "not-applicable"],
    [undefined, "mysql8.4", { require_secure_transport: "1" }, "pass"], [undefined, "mariadb10.11", { require_secure_transport: "0" }, "violation"],
  ])("engine %s, parameters of %s with %j: TLS %s", (engine, family, more, expected) => {
    expect(outcome("database-tls-forced", [resource(DB, "subject", { ...database, engine }), parameters(more as Record<string, string>, family)])).toBe(expected);
  });
  test.each([["postgres14", undefined, "pass"], ["postgres17", "0", "violation"], ["postgres17", "1", "pass"], ["postgres17", UNKNOWN, "deferred"], ["oracle-ee-19", "0", "pass"]])("a parameter group of %s that says %s: TLS %s", (family, value, expected) => {
    const given = value === undefined ? [] : [{ name: "rds.force_ssl", value }];
    expect(outcome("database-tls-forced", [resource("aws:rds/parameterGroup:ParameterGroup", "subject", { family, parameters: given })])).toBe(expected);
  });
  test("the parameter group is followed by its edge at preview", () => {
    const node = resource(DB, "subject", { ...database, parameterGroupName: UNKNOWN }, { parameterGroupName: ["parameters"] });
    expect(outcome("database-tls-forced", [node, parameters()])).toBe("pass");
  });
  check("database-proxy-tls", { type: "aws:rds/proxy:Proxy", good: { requireTls: true }, bad: [{ requireTls: false }], missing: ["requireTls"], unknown: ["requireTls"] });
  check("table-point-in-time-recovery", { type: "aws:dynamodb/table:Table", good: { pointInTimeRecovery: { enabled: true } }, bad: [{ "pointInTimeRecovery.enabled": false }, { "pointInTimeRecovery.recoveryPeriodInDays": 7 }], missing: ["pointInTimeRecovery"], unknown: ["pointInTimeRecovery"] });
  check("backup-plan-retention", {
    type: "aws:backup/plan:Plan", good: { rules: [{ ruleName: "daily", schedule: "cron(0 3 * * ? *)", lifecycle: { deleteAfter: 35 }, copyActions: [{ lifecycle: { deleteAfter: 35 } }] }] },
    bad: [{ "rules[0].lifecycle.deleteAfter": 7 }, { "rules[0].copyActions[0].lifecycle.deleteAfter": 7 }, { rules: [] }], safe: ["rules[0].lifecycle"], missing: ["rules", "rules[0].schedule"], unknown: ["rules", "rules[0].lifecycle.deleteAfter"],
  });
});

describe("caches", () => {
  const cache = { engine: "valkey", atRestEncryptionEnabled: true, transitEncryptionEnabled: true, transitEncryptionMode: "required", automaticFailoverEnabled: true, multiAzEnabled: true, numCacheClusters: 2, snapshotRetentionLimit: 35, logDeliveryConfigurations: [{ logType: "slow-log" }, { logType: "engine-log" }] };
  const group = { type: CACHE, good: cache };
  check("cache-encrypted-at-rest", { ...group, bad: [{ atRestEncryptionEnabled: false }, { engine: "redis", atRestEncryptionEnabled: undefined }], fine: [{ atRestEncryptionEnabled: "true" }], safe: ["atRestEncryptionEnabled"], unknown: ["atRestEncryptionEnabled"], missing: [] });
  check("cache-encrypted-in-transit", { ...group, bad: [{ transitEncryptionEnabled: false }, { transitEncryptionMode: "preferred" }], safe: ["transitEncryptionMode"], missing: ["transitEncryptionEnabled"], unknown: ["transitEncryptionEnabled"] });
  check("cache-failover", {
    ...group, bad: [{ automaticFailoverEnabled: false }, { multiAzEnabled: false }, { numCacheClusters: 1 }], fine: [{ numCacheClusters: undefined, numNodeGroups: 2, replicasPerNodeGroup: 1 }],
    missing: ["automaticFailoverEnabled", "multiAzEnabled", "numCacheClusters"], unknown: ["automaticFailoverEnabled"],
  });
  check("cache-snapshots-kept", { ...group, bad: [{ snapshotRetentionLimit: 7 }], missing: ["snapshotRetentionLimit"], unknown: ["snapshotRetentionLimit"], exempt: [{ engine: "memcached" }] });
  check("cache-logs-delivered", { ...group, bad: [{ logDeliveryConfigurations: [{ logType: "slow-log" }] }], missing: ["logDeliveryConfigurations"], unknown: ["logDeliveryConfigurations"], exempt: [{ engine: "memcached" }] });
  test.each([["redis", {}, "violation"], ["memcached", {}, "not-applicable"], [undefined, { replicationGroupId: "rg" }, "not-applicable"]])("a cluster of %s %j: failover %s", (engine, more, expected) => {
    expect(outcome("cache-failover", [resource(SINGLE, "subject", { engine, ...more })])).toBe(expected);
  });
  test.each(["cache-encrypted-in-transit", "cache-logs-delivered"])("%s judges a cluster of its own, and not a member of a replication group", (rule) => {
    expect(outcome(rule, [resource(SINGLE, "subject", { engine: "redis" })])).toBe("violation");
    expect(outcome(rule, [resource(SINGLE, "subject", { engine: "redis", replicationGroupId: "rg" })])).toBe("not-applicable");
  });
});

describe("buckets, disks, logs and keys", () => {
  const bucket = { bucket: "optibid-data" };
  const block = (more: Record<string, unknown> = {}) =>
    resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", { bucket: "optibid-data", blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true, ...more });
  check("bucket-public-access-blocked", { type: BUCKET, good: bucket, others: [block()], bad: [{ bucket: "another" }], missing: ["bucket"] });
  test.each([[{ ignorePublicAcls: false }, "violation"], [{ ignorePublicAcls: undefined }, "violation"], [{ ignorePublicAcls: UNKNOWN }, "deferred"]])("a block with %j: %s", (more, expected) => {
    expect(outcome("bucket-public-access-blocked", [resource(BUCKET, "subject", bucket), block(more)])).toBe(expected);
  });
  check("bucket-acl-private", { type: BUCKET, good: { acl: "private" }, bad: [{ acl: "public-read" }, { grants: [{ uri: "http://acs.amazonaws.com/groups/global/AllUsers" }] }], fine: [{ acl: "log-delivery-write" }], safe: ["acl"], unknown: ["acl"] });
  check("bucket-versioned", { type: BUCKET, good: bucket, others: [resource("aws:s3/bucketVersioning:BucketVersioning", "v", { bucket: "optibid-data", versioningConfiguration: { status: "Enabled" } })], bad: [{ bucket: "another" }, { bucket: "another", versioning: { enabled: false } }], fine: [{ bucket: "another", versioning: { enabled: true } }], missing: ["bucket"] });
  const deny = (more: Record<string, unknown> = {}) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: ["*"], Condition: { Bool: { "aws:SecureTransport": "false" } }, ...more }] });
  const policy = (document: unknown) => resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: "optibid-data", policy: document });
  check("bucket-tls-only", { type: BUCKET, good: bucket, others: [policy(deny())], bad: [{ bucket: "another" }], missing: ["bucket"] });
  test.each([
    [deny({ Condition: { Bool: { "aws:SecureTransport": ["false"] } } }), "pass"],
    [deny({ Principal: { AWS: "*" } }), "pass"],
    [deny({ Effect: "Allow" }), "violation"],
    [deny({ Action: "s3:GetObject" }), "violation"],
    [deny({ Resource: ["arn:aws:s3:::optibid-data", "arn:aws:s3:::optibid-data/*"] }), "pass"],
    [deny({ Resource: "arn:aws:s3:::optibid-data*" }), "pass"],
    [deny({ Resource: "arn:aws:s3:::optibid-data" }), "violation"],
    [deny({ Resource: "arn:aws:s3:::optibid-data/*" }), "violation"],
    [deny({ Resource: ["arn:aws:s3:::optibid-data", "arn:aws:s3:::optibid-data/public/*"] }), "violation"],
    [deny({ Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:PrincipalAccount": "111111111111" } } }), "violation"],
    [deny({ Condition: { Bool: { "aws:SecureTransport": "false", "aws:MultiFactorAuthPresent": "false" } } }), "violation"],
    [deny({ Condition: undefined }), "violation"],
    [deny({ Condition: { Bool: "aws:SecureTransport" } }), "violation"],
    [deny({ Condition: { Bool: { "aws:SecureTransport": "true" } } }), "violation"],
    ["{", "violation"],
    [UNKNOWN, "deferred"],
  ])("bucket policy %s: %s", (document, expected) => {
    expect(outcome("bucket-tls-only", [resource(BUCKET, "subject", bucket), policy(document)])).toBe(expected);
  });
  test.each([
    ["bucket-versioned", { versioning: UNKNOWN }],
    ["bucket-tls-only", { policy: UNKNOWN }],
  ])("%s is not put off by what AWS fills in at preview", (rule, more) => {
    expect(outcome(rule, [resource(BUCKET, "subject", { ...bucket, ...more })])).toBe("violation");
  });
  check("volume-encrypted", { type: "aws:ebs/volume:Volume", good: { encrypted: true }, bad: [{ encrypted: false }], missing: ["encrypted"], unknown: ["encrypted"] });
  test.each([
    ["aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ ebs: { encrypted: "true" } }] }, "pass"],
    ["aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ ebs: { volumeSize: 20 } }] }, "violation"],
    ["aws:ec2/instance:Instance", {}, "violation"],
    ["aws:ec2/instance:Instance", { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{}] }, "violation"],
    ["aws:ec2/instance:Instance", { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: true }] }, "pass"],
    ["aws:efs/fileSystem:FileSystem", {}, "violation"],
  ])("%s %j: %s", (type, props, expected) => expect(outcome("volume-encrypted", [resource(type, "subject", props)])).toBe(expected));
  check("volume-fast", { type: "aws:ebs/volume:Volume", good: { type: "gp3" }, bad: [{ type: "gp2" }], missing: ["type"], unknown: ["type"] });
  check("log-group-encrypted", { type: "aws:cloudwatch/logGroup:LogGroup", good: { kmsKeyId: "arn" }, bad: [{ kmsKeyId: "" }, { kmsKeyId: "arn:aws:kms:eu-central-1:111111111111:alias/aws/logs" }], fine: [{ kmsKeyId: UNKNOWN }], missing: ["kmsKeyId"] });
  check("log-group-retention", { type: "aws:cloudwatch/logGroup:LogGroup", good: { retentionInDays: 90 }, bad: [{ retentionInDays: 0 }, { retentionInDays: 14 }], fine: [{ retentionInDays: 30 }], missing: ["retentionInDays"], unknown: ["retentionInDays"], exempt: [{ logGroupClass: "DELIVERY" }] });
  check("message-encrypted", { type: "aws:sns/topic:Topic", good: { kmsMasterKeyId: "arn" }, bad: [{ kmsMasterKeyId: "" }], fine: [{ kmsMasterKeyId: UNKNOWN }], missing: ["kmsMasterKeyId"] });
  test.each([[{}, "pass"], [{ sqsManagedSseEnabled: false }, "violation"]])("a queue with %j: %s", (props, expected) => expect(outcome("message-encrypted", [resource("aws:sqs/queue:Queue", "subject", props)])).toBe(expected));
  check("key-rotated", { type: "aws:kms/key:Key", good: { enableKeyRotation: true }, bad: [{ enableKeyRotation: false }], missing: ["enableKeyRotation"], unknown: ["enableKeyRotation"], exempt: [{ keyUsage: "SIGN_VERIFY" }, { customerMasterKeySpec: "RSA_2048" }] });
  const iam = (more: Record<string, unknown>) => JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: ["s3:GetObject"], Resource: "*", ...more } });
  check("iam-policy-no-full-access", { type: "aws:iam/policy:Policy", good: { policy: iam({}) }, bad: [{ policy: iam({ Action: "*" }) }, { policy: iam({ Action: ["*:*"], Resource: ["*"] }) }, { policy: "{" }], fine: [{ policy: iam({ Action: "*", Effect: "Deny" }) }], missing: ["policy"], unknown: ["policy"] });
  const trust = (more: Record<string, unknown>) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" }, ...more }] });
  check("iam-role-trust-closed", { type: "aws:iam/role:Role", good: { assumeRolePolicy: trust({}) }, bad: [{ assumeRolePolicy: trust({ Principal: "*" }) }, { assumeRolePolicy: trust({ Principal: { AWS: ["*"] } }) }], fine: [{ assumeRolePolicy: trust({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }) }], missing: ["assumeRolePolicy"], unknown: ["assumeRolePolicy"] });
  check("trail-tamper-proof", { type: "aws:cloudtrail/trail:Trail", good: { isMultiRegionTrail: true, enableLogFileValidation: true, kmsKeyId: UNKNOWN }, bad: [{ enableLogging: false }, { kmsKeyId: "alias/aws/s3" }], missing: ["isMultiRegionTrail", "enableLogFileValidation", "kmsKeyId"], unknown: ["isMultiRegionTrail"] });
});
