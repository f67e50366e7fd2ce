import { arn, network, policy, thing, type Cases } from "../world.ts";

const db = { identifier: "orders", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, backupRetentionPeriod: 35 };
const key = thing("kms/key", "key-1", { arn: arn("kms", "key/key-1"), keyId: "key-1" });
const source = thing("rds/instance", "db-1", { ...db, manageMasterUserPassword: undefined, arn: arn("rds", "db:orders"), storageEncrypted: true });
const group = thing("rds/subnetGroup", "data", { name: "data", subnetIds: ["subnet-a", "subnet-b"] });
const cache = { replicationGroupId: "cache", description: "d", engine: "valkey", nodeType: "cache.r7g.large", numCacheClusters: 2, automaticFailoverEnabled: true, multiAzEnabled: true, transitEncryptionEnabled: true, atRestEncryptionEnabled: true };
const cacheGroup = (ids: string[]) => thing("elasticache/subnetGroup", "cache", { name: "cache", subnetIds: ids });
const bucket = (name: string, more = {}) => thing("s3/bucket", name, { bucket: name, arn: `arn:aws:s3:::${name}`, ...more });
const versions = (name: string) => thing("s3/bucketVersioning", name, { bucket: name, versioningConfiguration: { status: "Enabled" } });
const replication = { bucket: "src", role: arn("iam", "role/r", ""), rules: [{ id: "all", status: "Enabled", destination: { bucket: "arn:aws:s3:::dst" } }] };
const topic = thing("sns/topic", arn("sns", "t"), { arn: arn("sns", "t"), name: "t" });
const events = { name: "orders", snsTopic: arn("sns", "t"), sourceType: "db-instance", eventCategories: ["failure", "Maintenance"] };
const EVENTS = "rds/eventSubscription";
const DB = "rds/instance";
const RG = "elasticache/replicationGroup";

export const dataCases: readonly Cases[] = [
  {
    law: "db-instance-values",
    refuses: [
      ["InvalidParameterValue", { short: DB, inputs: { ...db, engine: "postgresql" } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, backupRetentionPeriod: 36 } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, monitoringInterval: 20, monitoringRoleArn: arn("iam", "role/r", "") } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, monitoringInterval: 60 } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 30 } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, backupWindow: "03:00-04:00", maintenanceWindow: "sun:03:30-sun:04:30" } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, backupWindow: "3-4" } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, enabledCloudwatchLogsExports: ["slowquery"] } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, multiAz: true, availabilityZone: "eu-central-1a" } }],
    ],
    accepts: [
      { short: DB, inputs: db },
      { short: DB, inputs: { ...db, performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 731, backupWindow: "23:30-00:30", maintenanceWindow: "mon:01:00-mon:02:00", enabledCloudwatchLogsExports: ["postgresql", "upgrade"] } },
    ],
  },
  {
    law: "db-event-subscription-values",
    refuses: [
      ["InvalidParameterValue", { short: EVENTS, inputs: { ...events, sourceType: "db-proxy-target" } }],
      ["SubscriptionCategoryNotFound", { short: EVENTS, inputs: { ...events, eventCategories: ["failure", "fire"] } }],
      ["SubscriptionCategoryNotFound", { short: EVENTS, inputs: { ...events, sourceType: "db-parameter-group", eventCategories: ["failure"] } }],
      ["InvalidParameterCombination", { short: EVENTS, inputs: { ...events, sourceType: undefined, sourceIds: ["orders"] } }],
    ],
    accepts: [
      { short: EVENTS, inputs: events, world: [topic] },
      { short: EVENTS, inputs: { ...events, sourceType: undefined, eventCategories: undefined }, world: [topic] },
      { short: EVENTS, inputs: { ...events, sourceType: "db-security-group", eventCategories: ["configuration change", "failure"] }, world: [topic] },
      { short: EVENTS, inputs: { ...events, sourceType: "custom-engine-version", eventCategories: ["restoring"] }, world: [topic] },
    ],
  },
  {
    law: "db-event-subscription-sources",
    refuses: [
      ["SourceNotFound", { short: EVENTS, inputs: { ...events, sourceIds: ["orders", "bills"] }, world: [topic, source] }],
      ["SourceNotFound", { short: EVENTS, inputs: { ...events, sourceType: "db-cluster", sourceIds: ["orders"] }, world: [topic, source] }],
    ],
    accepts: [
      { short: EVENTS, inputs: { ...events, sourceIds: ["Orders"] }, world: [topic, source] },
      { short: EVENTS, inputs: { ...events, sourceType: "db-snapshot", sourceIds: ["taken-by-hand"] }, world: [topic] },
    ],
  },
  {
    law: "db-event-subscription-topic",
    refuses: [["SNSInvalidTopic", { short: EVENTS, inputs: { ...events, snsTopic: arn("sns", "t.fifo") }, world: [thing("sns/topic", arn("sns", "t.fifo"), { arn: arn("sns", "t.fifo"), name: "t.fifo", fifoTopic: true })] }]],
    accepts: [{ short: EVENTS, inputs: events, world: [topic] }],
  },
  {
    law: "db-instance-engine-required",
    refuses: [["InvalidParameterValue", { short: DB, inputs: { ...db, engine: undefined } }]],
    accepts: [{ short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "orders", identifier: "replica" }, world: [source] }],
  },
  {
    law: "db-instance-credentials",
    refuses: [
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, password: "longenough1" } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, manageMasterUserPassword: undefined } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, manageMasterUserPassword: undefined, password: "short" } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, manageMasterUserPassword: undefined, password: "with@sign/in" } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, username: "admin" } }],
    ],
    accepts: [{ short: DB, inputs: { ...db, manageMasterUserPassword: undefined, password: "longenough1" } }],
  },
  {
    law: "db-replica-arguments",
    refuses: [["InvalidParameterCombination", { short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "orders", username: "x1" } }]],
    accepts: [{ short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "orders", identifier: "replica" }, world: [source] }],
  },
  {
    law: "db-instance-storage",
    refuses: [
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, iops: 3000 } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, allocatedStorage: 400, iops: 3000 } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, allocatedStorage: 400, storageThroughput: 8000 } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, storageType: "io1" } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, allocatedStorage: 5 } }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, maxAllocatedStorage: 100 } }],
      ["InvalidParameterValue", { short: DB, inputs: { ...db, allocatedStorage: undefined } }],
    ],
    accepts: [{ short: DB, inputs: { ...db, allocatedStorage: 400, iops: 12000, storageThroughput: 500, maxAllocatedStorage: 1000 } }, { short: DB, inputs: { ...db, storageType: "io2", iops: 5000 } }],
  },
  {
    law: "db-cluster-values",
    refuses: [
      ["InvalidParameterValue", { short: "rds/cluster", inputs: { engine: "postgres14" } }],
      ["InvalidParameterValue", { short: "rds/cluster", inputs: { engine: "aurora-postgresql", backupRetentionPeriod: 0 } }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { engine: "aurora-postgresql", manageMasterUserPassword: true, masterPassword: "x" } }],
      ["InvalidParameterValue", { short: "rds/cluster", inputs: { engine: "aurora-postgresql", serverlessv2ScalingConfiguration: { minCapacity: 4, maxCapacity: 2 } } }],
    ],
    accepts: [{ short: "rds/cluster", inputs: { engine: "aurora-postgresql", manageMasterUserPassword: true, masterUsername: "optibid", serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 16 } } }],
  },
  {
    law: "db-cluster-instance-values",
    refuses: [["InvalidParameterValue", { short: "rds/clusterInstance", inputs: { clusterIdentifier: "c", promotionTier: 16 } }]],
    accepts: [{ short: "rds/clusterInstance", inputs: { clusterIdentifier: "c", promotionTier: 15, instanceClass: "db.r7g.large", engine: "aurora-postgresql" }, world: [thing("rds/cluster", "c", { clusterIdentifier: "c" })] }],
  },
  {
    law: "db-proxy-values",
    refuses: [["InvalidParameterValue", { short: "rds/proxy", inputs: { engineFamily: "POSTGRES" } }], ["InvalidParameterValue", { short: "rds/proxy", inputs: { engineFamily: "POSTGRESQL", idleClientTimeout: 30000 } }]],
    accepts: [{ short: "rds/proxy", inputs: { engineFamily: "POSTGRESQL", name: "pool", vpcSubnetIds: ["subnet-a", "subnet-b"], auths: [{ iamAuth: "REQUIRED" }] }, world: network }],
  },
  {
    law: "db-subnet-group-zones",
    refuses: [
      ["DBSubnetGroupDoesNotCoverEnoughAZs", { short: "rds/subnetGroup", inputs: { subnetIds: ["subnet-a", "subnet-a2"] }, world: network }],
      ["InvalidParameterValue", { short: "rds/subnetGroup", inputs: { subnetIds: ["subnet-a", "subnet-x"] }, world: network }],
    ],
    accepts: [{ short: "rds/subnetGroup", inputs: { subnetIds: ["subnet-a", "subnet-b"] }, world: network }],
  },
  {
    law: "db-security-groups-same-vpc",
    refuses: [["InvalidVPCNetworkStateFault", { short: DB, inputs: { ...db, dbSubnetGroupName: "data", vpcSecurityGroupIds: ["sg-2"] }, world: [...network, group] }]],
    accepts: [{ short: DB, inputs: { ...db, dbSubnetGroupName: "data", vpcSecurityGroupIds: ["sg-1"] }, world: [...network, group] }],
  },
  {
    law: "db-proxy-network",
    refuses: [["InvalidSubnet", { short: "rds/proxy", inputs: { engineFamily: "POSTGRESQL", vpcSubnetIds: ["subnet-a"] }, world: network }], ["InvalidVPCNetworkStateFault", { short: "rds/proxy", inputs: { engineFamily: "POSTGRESQL", vpcSubnetIds: ["subnet-a", "subnet-b"], vpcSecurityGroupIds: ["sg-2"] }, world: network }]],
    accepts: [{ short: "rds/proxy", inputs: { engineFamily: "POSTGRESQL", name: "pool", vpcSubnetIds: ["subnet-a", "subnet-b"], vpcSecurityGroupIds: ["sg-1"] }, world: network }],
  },
  {
    law: "db-replica-source",
    refuses: [
      ["InvalidDBInstanceState", { short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "orders" }, world: [thing(DB, "db-1", { ...db, backupRetentionPeriod: 0 })] }],
      ["InvalidDBInstanceState", { short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "orders" }, world: [thing(DB, "db-1", { identifier: "orders" })] }],
      ["InvalidParameterValue", { short: DB, region: "eu-west-1", inputs: { instanceClass: "db.r7g.large", replicateSourceDb: arn("rds", "db:orders") }, world: [source] }],
      ["InvalidParameterCombination", { short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "plain", storageEncrypted: true }, world: [thing(DB, "db-2", { ...db, identifier: "plain" })] }],
    ],
    accepts: [{ short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: "orders", identifier: "replica" }, world: [source] }, { short: DB, inputs: { instanceClass: "db.r7g.large", replicateSourceDb: arn("rds", "db:orders"), identifier: "replica" }, world: [source] }],
  },
  {
    law: "db-backups-kept-for-replicas",
    refuses: [["InvalidDBInstanceState", { short: DB, operation: "update", id: "db-1", inputs: { ...db, backupRetentionPeriod: 0 }, world: [source, thing(DB, "db-3", { replicateSourceDb: "orders" })] }]],
    accepts: [{ short: DB, operation: "update", id: "db-1", inputs: { ...db, backupRetentionPeriod: 0 }, world: [source] }],
  },
  {
    law: "db-parameter-group-family",
    refuses: [
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, parameterGroupName: "p" }, world: [thing("rds/parameterGroup", "p", { name: "p", family: "postgres16" })] }],
      ["InvalidParameterCombination", { short: DB, inputs: { ...db, parameterGroupName: "default.postgres16" } }],
    ],
    accepts: [{ short: DB, inputs: { ...db, parameterGroupName: "p" }, world: [thing("rds/parameterGroup", "p", { name: "p", family: "postgres17" })] }, { short: DB, inputs: { ...db, parameterGroupName: "default.postgres17" } }],
  },
  {
    law: "db-instance-deletion",
    refuses: [
      ["InvalidParameterCombination", { short: DB, operation: "delete", id: "db-1", inputs: { ...db, deletionProtection: true, skipFinalSnapshot: true }, world: [source] }],
      ["InvalidParameterCombination", { short: DB, operation: "delete", id: "db-1", inputs: db, world: [source] }],
      ["InvalidParameterCombination", { short: "rds/cluster", operation: "delete", id: "c", inputs: { deletionProtection: true, skipFinalSnapshot: true } }],
    ],
    accepts: [{ short: DB, operation: "delete", id: "db-1", inputs: { ...db, finalSnapshotIdentifier: "last" }, world: [source] }],
  },
  {
    law: "db-backups-replication",
    refuses: [
      ["InvalidParameterValue", { short: "rds/instanceAutomatedBackupsReplication", inputs: { sourceDbInstanceArn: arn("rds", "db:orders"), kmsKeyId: "key-1" }, world: [source, key] }],
      ["InvalidParameterCombination", { short: "rds/instanceAutomatedBackupsReplication", region: "eu-west-1", inputs: { sourceDbInstanceArn: arn("rds", "db:orders") }, world: [source] }],
    ],
    accepts: [{ short: "rds/instanceAutomatedBackupsReplication", region: "eu-west-1", inputs: { sourceDbInstanceArn: arn("rds", "db:orders"), kmsKeyId: "key-2" }, world: [source, thing("kms/key", "key-2", { keyId: "key-2" }, "eu-west-1")] }],
  },
  {
    law: "cache-replication-group-shape",
    refuses: [
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, numCacheClusters: 1 } }],
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, automaticFailoverEnabled: false } }],
      ["InvalidParameterValue", { short: RG, inputs: { ...cache, snapshotRetentionLimit: 36 } }],
      ["InvalidParameterValue", { short: RG, inputs: { ...cache, snapshotWindow: "05:00-06:30", maintenanceWindow: "sun:06:00-sun:07:00" } }],
      ["InvalidParameterValue", { short: RG, inputs: { ...cache, engine: "memcached" } }],
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, replicasPerNodeGroup: 1 } }],
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, nodeType: "cache.t1.micro", automaticFailoverEnabled: false, multiAzEnabled: false, snapshotRetentionLimit: 1 } }],
    ],
    accepts: [{ short: RG, inputs: cache }, { short: RG, inputs: { ...cache, numCacheClusters: undefined, numNodeGroups: 2, replicasPerNodeGroup: 1 } }, { short: RG, inputs: { ...cache, numCacheClusters: 1, automaticFailoverEnabled: false, multiAzEnabled: false } }],
  },
  {
    law: "cache-auth-needs-tls",
    refuses: [
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, authToken: "0123456789abcdef", transitEncryptionEnabled: false } }],
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, authToken: "0123456789abcdef", transitEncryptionEnabled: undefined } }],
      ["InvalidParameterValue", { short: RG, inputs: { ...cache, authToken: "tooshort" } }],
      ["InvalidParameterValue", { short: RG, inputs: { ...cache, authToken: "0123456789abc@ef" } }],
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, userGroupIds: ["g"], transitEncryptionEnabled: false } }],
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, kmsKeyId: "key-1", atRestEncryptionEnabled: false } }],
    ],
    accepts: [{ short: RG, inputs: { ...cache, authToken: "0123456789abcdef" } }, { short: RG, inputs: { ...cache, userGroupIds: ["g"] }, world: [thing("elasticache/userGroup", "g", { userGroupId: "g" })] }],
  },
  {
    law: "cache-cluster-shape",
    refuses: [["InvalidParameterValue", { short: "elasticache/cluster", inputs: { engine: "redis", numCacheNodes: 2 } }], ["InvalidParameterCombination", { short: "elasticache/cluster", inputs: { engine: "memcached", numCacheNodes: 1, azMode: "cross-az" } }]],
    accepts: [{ short: "elasticache/cluster", inputs: { engine: "memcached", numCacheNodes: 2, azMode: "cross-az", nodeType: "cache.t4g.small" } }],
  },
  {
    law: "cache-subnet-group-zones",
    refuses: [
      ["InvalidParameterCombination", { short: RG, inputs: { ...cache, subnetGroupName: "cache" }, world: [...network, cacheGroup(["subnet-a", "subnet-a2"])] }],
      ["InvalidParameterValue", { short: RG, inputs: { ...cache, subnetGroupName: "cache", securityGroupIds: ["sg-2"] }, world: [...network, cacheGroup(["subnet-a", "subnet-b"])] }],
    ],
    accepts: [
      { short: RG, inputs: { ...cache, subnetGroupName: "cache", securityGroupIds: ["sg-1"] }, world: [...network, cacheGroup(["subnet-a", "subnet-b"])] },
      { short: RG, inputs: { ...cache, numCacheClusters: 1, automaticFailoverEnabled: false, multiAzEnabled: false, subnetGroupName: "cache" }, world: [...network, cacheGroup(["subnet-a"])] },
    ],
  },
  {
    law: "cache-subnet-group-vpc",
    refuses: [["InvalidSubnet", { short: "elasticache/subnetGroup", inputs: { subnetIds: ["subnet-a", "subnet-x"] }, world: network }]],
    accepts: [{ short: "elasticache/subnetGroup", inputs: { subnetIds: ["subnet-a"] }, world: network }],
  },
  {
    law: "cache-user-shape",
    refuses: [
      ["InvalidParameterValue", { short: "elasticache/user", inputs: { userId: "u", userName: "u", engine: "valkey", accessString: "on ~* +@all", passwords: ["short"] } }],
      ["InvalidParameterCombination", { short: "elasticache/user", inputs: { userId: "u", userName: "other", engine: "valkey", accessString: "on ~* +@all", authenticationMode: { type: "iam" } } }],
      ["InvalidParameterValue", { short: "elasticache/user", inputs: { userId: "u", userName: "u", engine: "valkey", accessString: "~* +@all" } }],
    ],
    accepts: [{ short: "elasticache/user", inputs: { userId: "app", userName: "app", engine: "valkey", accessString: "on ~app:* +@read", authenticationMode: { type: "password", passwords: ["0123456789abcdef"] } } }],
  },
  {
    law: "cache-user-group-default-user",
    refuses: [["DefaultUserRequired", { short: "elasticache/userGroup", inputs: { userGroupId: "g", engine: "redis", userIds: ["app"] }, world: [thing("elasticache/user", "app", { userId: "app", userName: "app" })] }]],
    accepts: [
      { short: "elasticache/userGroup", inputs: { userGroupId: "g", engine: "valkey", userIds: ["app"] }, world: [thing("elasticache/user", "app", { userId: "app", userName: "app" })] },
      { short: "elasticache/userGroup", inputs: { userGroupId: "g", engine: "redis", userIds: ["off"] }, world: [thing("elasticache/user", "off", { userId: "off", userName: "default" })] },
    ],
  },
  {
    law: "bucket-replication-versioning",
    refuses: [
      ["InvalidRequest", { short: "s3/bucketReplicationConfig", inputs: replication, world: [bucket("src"), bucket("dst"), versions("dst")] }],
      ["InvalidRequest", { short: "s3/bucketReplicationConfig", inputs: replication, world: [bucket("src"), bucket("dst"), versions("src")] }],
    ],
    accepts: [{ short: "s3/bucketReplicationConfig", inputs: replication, world: [bucket("src"), bucket("dst"), versions("src"), versions("dst")] }],
  },
  {
    law: "bucket-replication-shape",
    refuses: [["InvalidRequest", { short: "s3/bucketReplicationConfig", inputs: { ...replication, rules: [{ status: "Enabled", filter: { prefix: "" }, destination: {} }] } }]],
    accepts: [{ short: "s3/bucketReplicationConfig", inputs: { ...replication, rules: [{ status: "Enabled", filter: { prefix: "" }, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: "arn:aws:s3:::dst" } }] }, world: [bucket("src"), bucket("dst"), versions("src"), versions("dst")] }],
  },
  {
    law: "bucket-lifecycle",
    refuses: [
      ["InvalidArgument", { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "src", rules: [{ id: "a", status: "Enabled", transitions: [{ days: 10, storageClass: "STANDARD_IA" }] }] } }],
      ["InvalidArgument", { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "src", rules: [{ id: "a", status: "Enabled", transitions: [{ days: 90, storageClass: "GLACIER" }], expiration: { days: 90 } }] } }],
      ["InvalidRequest", { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "src", rules: [{ id: "a", status: "Enabled" }] } }],
      ["InvalidArgument", { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "src", rules: [{ id: "a", status: "Enabled", expiration: { days: 1 } }, { id: "a", status: "Enabled", expiration: { days: 2 } }] } }],
    ],
    accepts: [{ short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "src", rules: [{ id: "a", status: "Enabled", transitions: [{ days: 30, storageClass: "STANDARD_IA" }, { days: 90, storageClass: "GLACIER" }], expiration: { days: 365 }, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }] }, world: [bucket("src")] }],
  },
  {
    law: "bucket-versioning-status",
    refuses: [["IllegalVersioningConfigurationException", { short: "s3/bucketVersioning", inputs: { bucket: "src", versioningConfiguration: { status: "On" } } }]],
    accepts: [{ short: "s3/bucketVersioning", inputs: { bucket: "src", versioningConfiguration: { status: "Enabled" } }, world: [bucket("src")] }],
  },
  {
    law: "bucket-versioning-kept",
    refuses: [["InvalidBucketState", { short: "s3/bucketVersioning", inputs: { bucket: "src", versioningConfiguration: { status: "Suspended" } }, world: [bucket("src"), thing("s3/bucketReplicationConfig", "src", replication)] }]],
    accepts: [{ short: "s3/bucketVersioning", inputs: { bucket: "src", versioningConfiguration: { status: "Suspended" } }, world: [bucket("src")] }],
  },
  {
    law: "bucket-object-lock-shape",
    refuses: [["MalformedXML", { short: "s3/bucketObjectLockConfiguration", inputs: { bucket: "src", rule: { defaultRetention: { mode: "GOVERNANCE", days: 1, years: 1 } } } }]],
    accepts: [{ short: "s3/bucketObjectLockConfiguration", inputs: { bucket: "src", rule: { defaultRetention: { mode: "COMPLIANCE", days: 35 } } }, world: [bucket("src"), versions("src")] }],
  },
  {
    law: "bucket-object-lock-versioning",
    refuses: [["InvalidBucketState", { short: "s3/bucketObjectLockConfiguration", inputs: { bucket: "src" }, world: [bucket("src")] }]],
    accepts: [{ short: "s3/bucketObjectLockConfiguration", inputs: { bucket: "src" }, world: [bucket("src", { objectLockEnabled: true })] }],
  },
  {
    law: "bucket-encryption-shape",
    refuses: [["InvalidArgument", { short: "s3/bucketServerSideEncryptionConfiguration", inputs: { bucket: "src", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: "k" } }] } }]],
    accepts: [{ short: "s3/bucketServerSideEncryptionConfiguration", inputs: { bucket: "src", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" }, bucketKeyEnabled: true }] }, world: [bucket("src")] }],
  },
  {
    law: "bucket-acl-needs-ownership",
    refuses: [["AccessControlListNotSupported", { short: "s3/bucketAcl", inputs: { bucket: "src", acl: "log-delivery-write" }, world: [bucket("src")] }]],
    accepts: [{ short: "s3/bucketAcl", inputs: { bucket: "src", acl: "log-delivery-write" }, world: [bucket("src"), thing("s3/bucketOwnershipControls", "src", { bucket: "src", rule: { objectOwnership: "BucketOwnerPreferred" } })] }],
  },
  {
    law: "bucket-not-empty",
    refuses: [["BucketNotEmpty", { short: "s3/bucket", operation: "delete", id: "src", inputs: { bucket: "src" }, world: [bucket("src"), thing("s3/bucketObject", "o", { bucket: "src", key: "a" })] }]],
    accepts: [
      { short: "s3/bucket", operation: "delete", id: "src", inputs: { bucket: "src" }, world: [bucket("src")] },
      { short: "s3/bucket", operation: "delete", id: "src", inputs: { bucket: "src", forceDestroy: true }, world: [bucket("src"), thing("s3/bucketObject", "o", { bucket: "src", key: "a" })] },
    ],
  },
  {
    law: "bucket-policy-resource",
    refuses: [["MalformedPolicy", { short: "s3/bucketPolicy", inputs: { bucket: "src", policy: policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::other/*" }) } }]],
    accepts: [{ short: "s3/bucketPolicy", inputs: { bucket: "src", policy: policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: ["arn:aws:s3:::src", "arn:aws:s3:::src/*"], Condition: { Bool: { "aws:SecureTransport": "false" } } }) }, world: [bucket("src")] }],
  },
  {
    law: "dynamodb-table-schema",
    refuses: [
      [["ValidationException", "ValidationException"], { short: "dynamodb/table", inputs: { name: "tab", hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "other", type: "S" }] } }],
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tab", hashKey: "id", attributes: [{ name: "id", type: "S" }] } }],
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tab", hashKey: "id", billingMode: "PAY_PER_REQUEST", readCapacity: 5, attributes: [{ name: "id", type: "S" }] } }],
    ],
    accepts: [{ short: "dynamodb/table", inputs: { name: "tab", hashKey: "id", rangeKey: "at", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }, { name: "at", type: "N" }, { name: "by", type: "S" }], globalSecondaryIndexes: [{ name: "by-owner", hashKey: "by", projectionType: "ALL" }] } }],
  },
  {
    law: "dynamodb-deletion-protection",
    refuses: [["ValidationException", { short: "dynamodb/table", operation: "delete", id: "t", inputs: { deletionProtectionEnabled: true } }]],
    accepts: [{ short: "dynamodb/table", operation: "delete", id: "t", inputs: {} }],
  },
  {
    law: "efs-file-system",
    refuses: [["BadRequest", { short: "efs/fileSystem", inputs: { throughputMode: "provisioned" } }], ["BadRequest", { short: "efs/fileSystem", inputs: { kmsKeyId: "k" } }]],
    accepts: [{ short: "efs/fileSystem", inputs: { encrypted: true, throughputMode: "elastic" } }],
  },
  {
    law: "efs-mount-target-zone",
    refuses: [["MountTargetConflict", { short: "efs/mountTarget", inputs: { fileSystemId: "fs-1", subnetId: "subnet-a2" }, world: [...network, thing("efs/fileSystem", "fs-1"), thing("efs/mountTarget", "fsmt-1", { fileSystemId: "fs-1", subnetId: "subnet-a" })] }]],
    accepts: [{ short: "efs/mountTarget", inputs: { fileSystemId: "fs-1", subnetId: "subnet-b" }, world: [...network, thing("efs/fileSystem", "fs-1"), thing("efs/mountTarget", "fsmt-1", { fileSystemId: "fs-1", subnetId: "subnet-a" })] }],
  },
  {
    law: "backup-plan-rules",
    refuses: [
      ["InvalidParameterValueException", { short: "backup/plan", inputs: { name: "p", rules: [{ ruleName: "daily", targetVaultName: "Default", lifecycle: { coldStorageAfter: 30, deleteAfter: 100 } }] } }],
      ["InvalidParameterValueException", { short: "backup/plan", inputs: { name: "p", rules: [{ ruleName: "daily", targetVaultName: "Default", startWindow: 60, completionWindow: 90 }] } }],
      ["InvalidParameterValueException", { short: "backup/plan", inputs: { name: "p", rules: [{ ruleName: "daily", targetVaultName: "Default", enableContinuousBackup: true, lifecycle: { deleteAfter: 36 } }] } }],
    ],
    accepts: [{ short: "backup/plan", inputs: { name: "p", rules: [{ ruleName: "daily", targetVaultName: "Default", schedule: "cron(0 3 * * ? *)", startWindow: 60, completionWindow: 180, lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }] } }],
  },
  {
    law: "backup-vault-lock",
    refuses: [["InvalidParameterValueException", { short: "backup/vaultLockConfiguration", inputs: { backupVaultName: "v", changeableForDays: 1 } }], ["InvalidParameterValueException", { short: "backup/vaultLockConfiguration", inputs: { backupVaultName: "v", minRetentionDays: 30, maxRetentionDays: 7 } }]],
    accepts: [{ short: "backup/vaultLockConfiguration", inputs: { backupVaultName: "v", changeableForDays: 3, minRetentionDays: 7, maxRetentionDays: 365 }, world: [thing("backup/vault", "v", { name: "v" })] }],
  },
];
