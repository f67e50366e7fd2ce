/**
 * Databases, caches, buckets, keys and secrets broken, one rule at a time.
 */
import { adds, breaks, removes, type Mutation } from "../mutation.ts";
import { DB_INSTANCE, DB_PARAMETER_GROUPS } from "../types.ts";

const REPOSITORY = "aws:ecr/repository:Repository";
const EVENTS = "aws:rds/eventSubscription:EventSubscription";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";

/** Sets a parameter of a database parameter group. */
function parameter(rule: string, title: string, name: string, value: string, alsoFires: readonly string[] = []): Mutation {
  return breaks(
    rule,
    title,
    (props) => ({ parameters: [...((props["parameters"] ?? []) as { name: string }[]).filter((entry) => entry.name !== name), { name, value }] }),
    { types: DB_PARAMETER_GROUPS, alsoFires },
  );
}

export const mutations: readonly Mutation[] = [
  breaks("function-and-task-no-plain-secrets", "writes a token into a function's environment", { environment: { variables: { API_TOKEN: "not-a-secret" } } }, { types: ["aws:lambda/function:Function"], extra: { type: "aws:lambda/function:Function", props: { runtime: "nodejs24.x" } } }),
  breaks("parameter-secrets-encrypted", "stores a password as a plain parameter", { name: "/optibid/db_password", type: "String" }, { extra: { type: "aws:ssm/parameter:Parameter", props: {} } }),
  breaks("generated-secret-strong", "generates a password of eight characters", { length: 8 }, { extra: { type: "random:index/randomPassword:RandomPassword", props: {} } }),
  breaks("secret-rotation-frequent", "rotates once a year", { rotationRules: { automaticallyAfterDays: 365 } }, { extra: { type: "aws:secretsmanager/secretRotation:SecretRotation", props: {} } }),
  breaks("database-password-managed", "writes the master password into the program", { password: "not-a-secret", manageMasterUserPassword: undefined }),
  breaks("data-service-not-public", "gives the database a public address", { publiclyAccessible: true }),
  breaks("database-encrypted", "leaves the database unencrypted", { storageEncrypted: false }),
  breaks("database-multi-az", "drops the standby", { multiAz: false }),
  breaks("database-backup-retention", "keeps backups for a week", { backupRetentionPeriod: 7 }),
  breaks("database-final-snapshot", "skips the final snapshot", { skipFinalSnapshot: true }),
  breaks("database-deletion-protected", "lets the database be deleted", { deletionProtection: false }),
  breaks("database-storage-fast", "stores on gp2", { storageType: "gp2" }),
  breaks("database-storage-grows", "stops the storage from growing", { maxAllocatedStorage: undefined }),
  breaks("database-performance-insights", "switches Performance Insights off", { performanceInsightsEnabled: false }),
  breaks("database-enhanced-monitoring", "switches enhanced monitoring off", { monitoringInterval: 0 }),
  breaks("database-logs-exported", "exports no logs", { enabledCloudwatchLogsExports: [] }),
  removes("database-replicated", "takes the read replicas away", [DB_INSTANCE], (node) => node.props["replicateSourceDb"] !== undefined),
  removes("database-backups-off-site", "keeps backups in one region", ["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "aws:backup/selection:Selection"], undefined, ["backup-plan-selects"]),
  removes("database-connections-pooled", "takes the proxy's target away", ["aws:rds/proxyTarget:ProxyTarget"]),
  parameter("database-slow-queries-logged", "logs no slow statements", "log_min_duration_statement", "-1"),
  parameter("database-vacuum-scheduled", "switches autovacuum off", "autovacuum", "0"),
  parameter("database-statements-recorded", "stops recording statements", "shared_preload_libraries", "pg_cron"),
  parameter("database-tls-forced", "accepts connections without TLS", "rds.force_ssl", "0"),
  removes("database-events-heard", "stops listening to the events of instances", [EVENTS], (node) => node.props["sourceType"] === "db-instance"),
  removes("database-parameter-changes-heard", "stops listening to changes of parameters", [EVENTS], (node) => node.props["sourceType"] === "db-parameter-group"),
  removes("database-security-group-changes-heard", "stops listening to changes of security groups", [EVENTS], (node) => node.props["sourceType"] === "db-security-group"),
  adds("database-event-categories", "subscribes to a part of what a cluster tells", { type: EVENTS, props: { sourceType: "db-cluster", eventCategories: ["failure"] } }),
  breaks("database-proxy-tls", "lets the proxy accept connections without TLS", { requireTls: false }, { extra: { type: "aws:rds/proxy:Proxy", props: {} } }),
  breaks("database-iam-authentication", "lets programs in by password alone", { iamDatabaseAuthenticationEnabled: false }, { types: [DB_INSTANCE] }),
  breaks("database-administrator-renamed", "calls the administrator postgres", { username: "postgres" }),
  breaks("database-certificate-authority", "shows a certificate that ended", { caCertIdentifier: "rds-ca-2019" }),
  breaks("database-port-not-default", "listens where everybody looks first", { port: 5432 }, { types: [DB_INSTANCE] }),
  breaks("data-service-own-subnets", "puts the cache into the default VPC", { subnetGroupName: undefined }, { types: [CACHE] }),
  breaks("data-service-minor-upgrades", "installs no minor versions", { autoMinorVersionUpgrade: false }),
  breaks("database-snapshot-tags", "leaves the tags off snapshots", { copyTagsToSnapshot: false }),
  breaks("cache-authenticated", "lets anybody use the cache", { userGroupIds: undefined, authToken: undefined }),
  breaks("cache-users-authenticate", "lets a cache user in without a password", { accessString: "on ~guest:* +@read", noPasswordRequired: true, authenticationMode: undefined }, { types: ["aws:elasticache/user:User"], extra: { type: "aws:elasticache/user:User", props: {} } }),
  breaks("cache-engine-supported", "runs Redis 5", { engine: "redis", engineVersion: "5.0.6" }, { types: [CACHE] }),
  breaks("cache-failover", "leaves the cache with one node", { automaticFailoverEnabled: false, multiAzEnabled: false, numCacheClusters: 1 }, { types: [CACHE] }),
  breaks("cache-snapshots-kept", "keeps no snapshots", { snapshotRetentionLimit: 0 }),
  breaks("cache-logs-delivered", "delivers no cache logs", { logDeliveryConfigurations: [] }),
  breaks("cache-encrypted-at-rest", "leaves the cache unencrypted", { atRestEncryptionEnabled: false }),
  breaks("cache-encrypted-in-transit", "speaks to the cache in the clear", { transitEncryptionEnabled: false }),
  removes("bucket-public-access-blocked", "lets buckets become public", ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"]),
  breaks("bucket-acl-private", "publishes a bucket by its ACL", { acl: "public-read" }),
  removes("bucket-versioned", "keeps no earlier versions", ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"], undefined, ["configuration-history-kept"]),
  removes("bucket-tls-only", "drops the bucket policies", ["aws:s3/bucketPolicy:BucketPolicy"]),
  breaks("backup-plan-retention", "keeps backups for a week", { "rules[0].lifecycle": { deleteAfter: 7 } }, { extra: { type: "aws:backup/plan:Plan", props: { rules: [{ schedule: "cron(0 3 * * ? *)" }] } } }),
  breaks("table-point-in-time-recovery", "adds a table that cannot be restored", { pointInTimeRecovery: undefined }, { extra: { type: "aws:dynamodb/table:Table", props: { deletionProtectionEnabled: true } } }),
  breaks("image-repository-scans", "stops scanning images", { imageScanningConfiguration: { scanOnPush: false }, name: "mutation/unscanned" }, { extra: { type: REPOSITORY, props: { imageTagMutability: "IMMUTABLE" } } }),
  breaks("image-tags-immutable", "lets image tags move", { imageTagMutability: "MUTABLE" }, { extra: { type: REPOSITORY, props: { imageScanningConfiguration: { scanOnPush: true } } } }),
  breaks("log-group-retention", "keeps logs for ever", { retentionInDays: undefined }),
  breaks("log-group-encrypted", "takes the key off a log group", { kmsKeyId: undefined }),
  breaks("message-encrypted", "leaves a topic unencrypted", { kmsMasterKeyId: undefined }, { types: ["aws:sns/topic:Topic"], extra: { type: "aws:sns/topic:Topic", props: {} } }),
  breaks("key-rotated", "stops a key from rotating", { enableKeyRotation: false }),
  breaks("iam-policy-no-full-access", "allows everything", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }) }, { types: ["aws:iam/policy:Policy"], extra: { type: "aws:iam/policy:Policy", props: {} }, alsoFires: ["iam-policy-no-decrypt-everything", "iam-policy-no-escalation", "iam-policy-no-reading-everything"] }),
  breaks("iam-role-trust-closed", "lets everyone assume a role", { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" }] }) }, { extra: { type: "aws:iam/role:Role", props: {} } }),
  breaks("trail-tamper-proof", "stops signing the trail", { enableLogFileValidation: false }, { extra: { type: "aws:cloudtrail/trail:Trail", props: { isMultiRegionTrail: true, kmsKeyId: "arn:aws:kms:eu-central-1:111111111111:key/0" } } }),
];
