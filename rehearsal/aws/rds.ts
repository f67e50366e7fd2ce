/** RDS: what one instance or cluster may ask for. What needs the world is in `rds-world.ts`. */
import type { Law, Props, Refusal } from "../types.ts";
import { absent, checkLaw, flag, given, items, no, noIf, num, oneOf, range, settled, text, texts } from "./kit.ts";
import { windows } from "./windows.ts";

const CREATE = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
const CLUSTER = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html";
const STORAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html";

/** Engines of a DB instance. */
const ENGINES = [
  "aurora-mysql", "aurora-postgresql", "custom-oracle-ee", "custom-oracle-ee-cdb", "custom-oracle-se2", "custom-oracle-se2-cdb",
  "custom-sqlserver-ee", "custom-sqlserver-se", "custom-sqlserver-web", "custom-sqlserver-dev", "db2-ae", "db2-se", "mariadb", "mysql",
  "oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb", "postgres", "sqlserver-dev-ee", "sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web",
];

/** Log types each engine exports: USER_LogAccess in the RDS User Guide. */
const LOGS: Record<string, readonly string[]> = {
  postgres: ["postgresql", "upgrade", "iam-db-auth-error"],
  mysql: ["audit", "error", "general", "slowquery", "iam-db-auth-error"],
  mariadb: ["audit", "error", "general", "slowquery", "iam-db-auth-error"],
  "aurora-postgresql": ["postgresql", "instance", "iam-db-auth-error"],
  "aurora-mysql": ["audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"],
};

/** Whether the instance takes its engine and credentials from somewhere else. */
function derived(db: Props): boolean {
  return ["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import"].some((key) => !absent(db[key]));
}

const instanceValues = checkLaw("db-instance-values", ["rds/instance"], CREATE, (db) => [
  ...oneOf(db["engine"], ENGINES, "InvalidParameterValue", "engine", `Invalid DB engine: ${text(db["engine"])}`),
  ...noIf(text(db["instanceClass"]) !== undefined && !/^db\.[a-z0-9-]+\.[a-z0-9.-]+$/.test(text(db["instanceClass"])!), "InvalidParameterValue", `Invalid DB Instance class: ${text(db["instanceClass"])}`, "instanceClass"),
  ...range(db["backupRetentionPeriod"], 0, 35, "InvalidParameterValue", "backupRetentionPeriod", `Invalid backup retention period: ${num(db["backupRetentionPeriod"])}. It must be between 0 and 35 days.`),
  ...range(db["port"], 1150, 65535, "InvalidParameterValue", "port", `Invalid port: ${num(db["port"])}. It must be between 1150 and 65535.`),
  ...monitoring(db),
  ...insights(db),
  ...windows(
    { value: text(db["backupWindow"]) || undefined, property: "backupWindow", least: 30 },
    { value: text(db["maintenanceWindow"]) || undefined, property: "maintenanceWindow", least: 30, most: 1440 },
    "InvalidParameterValue",
  ),
  ...exportsOf(db),
  ...noIf(flag(db["multiAz"]) === true && given(db["availabilityZone"]), "InvalidParameterCombination", "Requesting a specific availability zone is not valid for Multi-AZ instances.", "availabilityZone"),
  ...noIf(given(db["kmsKeyId"]) && flag(db["storageEncrypted"]) !== true && settled(db["storageEncrypted"]) && !derived(db), "InvalidParameterCombination", "KmsKeyId can only be specified together with StorageEncrypted", "kmsKeyId"),
]);

function monitoring(db: Props): Refusal[] {
  const interval = num(db["monitoringInterval"]);
  return [
    ...oneOf(db["monitoringInterval"], [0, 1, 5, 10, 15, 30, 60], "InvalidParameterValue", "monitoringInterval", `Invalid value for MonitoringInterval: ${String(interval)}. It is 0, 1, 5, 10, 15, 30 or 60.`),
    ...noIf(interval !== undefined && interval > 0 && absent(db["monitoringRoleArn"]), "InvalidParameterCombination", "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.", "monitoringRoleArn"),
    ...noIf((interval === 0 || absent(db["monitoringInterval"])) && given(db["monitoringRoleArn"]), "InvalidParameterCombination", "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.", "monitoringInterval"),
  ];
}

/** Whether Performance Insights keeps data that long (USER_PerfInsights.Overview.cost): 7 days, whole months of 31 days up to 23, or 731 days. */
function legalInsightsRetention(days: number): boolean {
  return days === 7 || days === 731 || (days % 31 === 0 && days >= 31 && days <= 713);
}

function insights(db: Props): Refusal[] {
  const days = num(db["performanceInsightsRetentionPeriod"]);
  const off = flag(db["performanceInsightsEnabled"]) === false || absent(db["performanceInsightsEnabled"]);
  return [
    ...noIf(days !== undefined && days !== 0 && !legalInsightsRetention(days), "InvalidParameterValue", `Invalid Performance Insights retention period: ${days}. It is 7, a multiple of 31 up to 713, or 731.`, "performanceInsightsRetentionPeriod"),
    ...noIf(off && given(db["performanceInsightsKmsKeyId"]), "InvalidParameterCombination", "The parameter PerformanceInsightsKMSKeyId can't be set when Performance Insights is disabled.", "performanceInsightsKmsKeyId"),
    ...noIf(db["databaseInsightsMode"] === "advanced" && (off || (days !== undefined && days < 465)), "InvalidParameterCombination", "To enable the Advanced mode of Database Insights, modify your instance to enable Performance Insights and set the retention period for Performance Insights to at least 465 days.", "databaseInsightsMode"),
    ...oneOf(db["databaseInsightsMode"], ["standard", "advanced"], "InvalidParameterValue", "databaseInsightsMode"),
  ];
}

function exportsOf(db: Props): Refusal[] {
  const legal = LOGS[text(db["engine"]) ?? ""];
  if (legal === undefined) return [];
  return texts(db["enabledCloudwatchLogsExports"]).flatMap((type) =>
    noIf(!legal.includes(type), "InvalidParameterCombination", `You cannot use the log types '${type}' with engine version ${text(db["engine"])} ${text(db["engineVersion"]) ?? ""}.`, "enabledCloudwatchLogsExports"),
  );
}

const instancePassword = checkLaw("db-instance-credentials", ["rds/instance"], CREATE, (db, change) => {
  const managed = flag(db["manageMasterUserPassword"]) === true;
  const plain = given(db["password"]) || given(db["passwordWo"]);
  const password = text(db["password"]);
  const fresh = !derived(db) && change.operation === "create";
  return [
    ...noIf(managed && plain, "InvalidParameterCombination", "You can't specify MasterUserPassword if you specify ManageMasterUserPassword.", "password"),
    ...noIf(!managed && given(db["masterUserSecretKmsKeyId"]) && settled(db["manageMasterUserPassword"]), "InvalidParameterCombination", "You can specify MasterUserSecretKmsKeyId only with ManageMasterUserPassword.", "masterUserSecretKmsKeyId"),
    ...noIf(fresh && absent(db["username"]) && settled(db["username"]), "InvalidParameterValue", "The parameter MasterUsername must be provided and must not be blank.", "username"),
    ...noIf(fresh && !managed && absent(db["password"]) && absent(db["passwordWo"]) && settled(db["manageMasterUserPassword"]), "InvalidParameterValue", "The parameter MasterUserPassword must be provided and must not be blank.", "password"),
    ...noIf(password !== undefined && password !== "" && (password.length < 8 || password.length > 128), "InvalidParameterValue", "The parameter MasterUserPassword is not a valid password because it is shorter than 8 or longer than 128 characters.", "password"),
    ...noIf(password !== undefined && /[/@" ]|[^\x20-\x7e]/.test(password), "InvalidParameterValue", "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.", "password"),
    ...userName(db),
  ];
});

function userName(db: Props): Refusal[] {
  const name = text(db["username"]);
  const engine = text(db["engine"]);
  if (name === undefined || name === "" || engine === undefined) return [];
  const limit = engine === "postgres" ? 63 : engine === "mysql" || engine === "mariadb" ? 16 : 128;
  const reserved = engine === "postgres" ? /^(admin|rdsadmin|postgres_fdw|rds_superuser|rds_replication|rds_iam|rds_password|pg_.*)$/i : /^rdsadmin$/i;
  return [
    ...noIf(name.length > limit || !/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name), "InvalidParameterValue", `The parameter MasterUsername is not a valid identifier. Identifiers must begin with a letter and have at most ${limit} alphanumeric characters. (${name})`, "username"),
    ...noIf(reserved.test(name), "InvalidParameterValue", `MasterUsername ${name} cannot be used as it is a reserved word used by the engine`, "username"),
  ];
}

const replicaArguments = checkLaw("db-replica-arguments", ["rds/instance"], "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html", (db) => {
  if (absent(db["replicateSourceDb"])) return [];
  const given_ = ["username", "password", "dbName", "manageMasterUserPassword", "snapshotIdentifier", "restoreToPointInTime", "s3Import"].filter((key) => given(db[key]) && flag(db[key]) !== false);
  return given_.flatMap((key) => no("InvalidParameterCombination", `${key} cannot be given for a read replica: it is the source's.`, key));
});

const engineGiven = checkLaw("db-instance-engine-required", ["rds/instance"], CREATE, (db) =>
  noIf(!derived(db) && absent(db["engine"]), "InvalidParameterValue", "The parameter Engine must be provided and must not be blank.", "engine"),
);

/** Size from which gp3 volumes take IOPS and throughput of their own, in GiB; smaller ones always have 3,000 IOPS and 125 MiB/s. */
const GP3_THRESHOLD: Record<string, number> = { postgres: 400, mysql: 400, mariadb: 400, "db2-ae": 400, "db2-se": 400, "oracle-ee": 200, "oracle-se2": 200 };

const storage = checkLaw("db-instance-storage", ["rds/instance"], STORAGE, (db) => {
  const type = text(db["storageType"]) || (given(db["iops"]) ? "io1" : "gp2");
  const size = num(db["allocatedStorage"]);
  const iops = num(db["iops"]);
  const throughput = num(db["storageThroughput"]);
  const most = num(db["maxAllocatedStorage"]);
  const threshold = GP3_THRESHOLD[text(db["engine"]) ?? ""];
  const open = ["postgres", "mysql", "mariadb"].includes(text(db["engine"]) ?? "");
  const small = type === "gp3" && size !== undefined && threshold !== undefined && size < threshold;
  const provisioned = type === "io1" || type === "io2";
  const known = settled(db["storageType"]);
  return [
    ...oneOf(db["storageType"], ["standard", "gp2", "gp3", "io1", "io2"], "InvalidParameterValue", "storageType", `Invalid storage type: ${text(db["storageType"])}`),
    ...noIf(known && small && (iops !== undefined || throughput !== undefined), "InvalidParameterCombination", `You can't specify IOPS or storage throughput for engine ${text(db["engine"])} and a storage size less than ${threshold}.`, iops === undefined ? "storageThroughput" : "iops"),
    ...noIf(open && known && !small && type === "gp3" && iops !== undefined && (iops < 12000 || iops > 64000), "InvalidParameterCombination", `The IOPS ${iops} of a gp3 volume must be between 12000 and 64000.`, "iops"),
    ...noIf(open && known && !small && type === "gp3" && throughput !== undefined && (throughput < 500 || throughput > 4000), "InvalidParameterCombination", `The storage throughput ${throughput} of a gp3 volume must be between 500 and 4000 MiB/s.`, "storageThroughput"),
    ...noIf(known && type !== "gp3" && throughput !== undefined && throughput !== 0, "InvalidParameterCombination", `You can't specify storage throughput for storage type ${type}.`, "storageThroughput"),
    ...noIf(known && (type === "gp2" || type === "standard") && iops !== undefined && iops !== 0, "InvalidParameterCombination", `You can't specify IOPS for storage type ${type}.`, "iops"),
    ...noIf(known && provisioned && absent(db["iops"]) && absent(db["replicateSourceDb"]) && !derived(db), "InvalidParameterCombination", `You must specify IOPS for storage type ${type}.`, "iops"),
    ...noIf(known && provisioned && iops !== undefined && (iops < 1000 || iops > 256000), "InvalidParameterCombination", `The IOPS ${iops} of a ${type} volume must be between 1000 and 256000.`, "iops"),
    ...noIf(known && open && provisioned && size !== undefined && size < 100, "InvalidParameterValue", `Invalid storage size for engine name ${text(db["engine"]) ?? ""} and storage type ${type}: ${size}`, "allocatedStorage"),
    ...noIf(known && (type === "gp2" || type === "gp3") && open && size !== undefined && (size < (type === "gp3" ? 20 : 5) || size > 65536), "InvalidParameterValue", `Invalid storage size for engine name ${text(db["engine"])} and storage type ${type}: ${size}`, "allocatedStorage"),
    ...noIf(most !== undefined && most !== 0 && size !== undefined && most <= size, "InvalidParameterCombination", `Invalid max storage size for engine name ${text(db["engine"]) ?? ""} and storage type ${type}: ${most} must be greater than ${size}`, "maxAllocatedStorage"),
    ...noIf(absent(db["allocatedStorage"]) && !derived(db) && !text(db["engine"])?.startsWith("aurora"), "InvalidParameterValue", "Invalid storage size: the parameter AllocatedStorage must be provided.", "allocatedStorage"),
  ];
});

/** Multi-AZ DB clusters take these engines, and storage and instance class of their own. */
const clusterValues = checkLaw("db-cluster-values", ["rds/cluster"], CLUSTER, (db) => {
  const managed = flag(db["manageMasterUserPassword"]) === true;
  const aurora = text(db["engine"])?.startsWith("aurora") === true;
  const scaling = (db["serverlessv2ScalingConfiguration"] ?? {}) as Props;
  const low = num(scaling["minCapacity"]);
  const high = num(scaling["maxCapacity"]);
  return [
    ...oneOf(db["engine"], ["aurora-mysql", "aurora-postgresql", "mysql", "postgres", "neptune", "docdb"], "InvalidParameterValue", "engine", `Invalid DB engine: ${text(db["engine"])}`),
    ...range(db["backupRetentionPeriod"], 1, 35, "InvalidParameterValue", "backupRetentionPeriod", `Invalid backup retention period: ${num(db["backupRetentionPeriod"])}. It must be between 1 and 35 days.`),
    ...range(db["backtrackWindow"], 0, 259200, "InvalidParameterValue", "backtrackWindow"),
    ...windows(
      { value: text(db["preferredBackupWindow"]) || undefined, property: "preferredBackupWindow", least: 30 },
      { value: text(db["preferredMaintenanceWindow"]) || undefined, property: "preferredMaintenanceWindow", least: 30, most: 1440 },
    ),
    ...exportsOf(db),
    ...noIf(managed && (given(db["masterPassword"]) || given(db["masterPasswordWo"])), "InvalidParameterCombination", "You can't specify MasterUserPassword if you specify ManageMasterUserPassword.", "masterPassword"),
    ...noIf(given(db["kmsKeyId"]) && flag(db["storageEncrypted"]) === false, "InvalidParameterCombination", "KmsKeyId can only be specified together with StorageEncrypted", "kmsKeyId"),
    ...noIf(low !== undefined && (low < 0 || low > 256 || low * 2 !== Math.round(low * 2)), "InvalidParameterValue", `Invalid minimum capacity ${low}: it is 0 to 256 in steps of 0.5.`, "serverlessv2ScalingConfiguration.minCapacity"),
    ...noIf(high !== undefined && (high < 1 || high > 256 || high * 2 !== Math.round(high * 2)), "InvalidParameterValue", `Invalid maximum capacity ${high}: it is 1 to 256 in steps of 0.5.`, "serverlessv2ScalingConfiguration.maxCapacity"),
    ...noIf(low !== undefined && high !== undefined && low > high, "InvalidParameterValue", `The minimum capacity ${low} is greater than the maximum capacity ${high}.`, "serverlessv2ScalingConfiguration.minCapacity"),
    ...noIf(aurora && given(db["allocatedStorage"]) && num(db["allocatedStorage"]) !== 0 && num(db["allocatedStorage"]) !== 1, "InvalidParameterCombination", "Aurora clusters take no AllocatedStorage.", "allocatedStorage"),
  ];
});

const clusterInstance = checkLaw("db-cluster-instance-values", ["rds/clusterInstance"], CREATE, (db) => [
  ...monitoring(db),
  ...range(db["promotionTier"], 0, 15, "InvalidParameterValue", "promotionTier"),
]);

const proxy = checkLaw("db-proxy-values", ["rds/proxy"], "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html", (inputs) => [
  ...oneOf(inputs["engineFamily"], ["MYSQL", "POSTGRESQL", "SQLSERVER"], "InvalidParameterValue", "engineFamily"),
  ...range(inputs["idleClientTimeout"], 1, 28800, "InvalidParameterValue", "idleClientTimeout"),
  ...items(inputs["auths"]).flatMap((auth, index) => {
    const one = (typeof auth === "object" && auth !== null ? auth : {}) as Props;
    return [
      ...oneOf(one["iamAuth"], ["DISABLED", "REQUIRED", "ENABLED"], "InvalidParameterValue", `auths[${index}].iamAuth`),
      ...oneOf(one["authScheme"], ["SECRETS"], "InvalidParameterValue", `auths[${index}].authScheme`),
    ];
  }),
]);

/** Laws that need only the arguments of an RDS resource. */
export const rdsLaws: readonly Law[] = [instanceValues, engineGiven, instancePassword, replicaArguments, storage, clusterValues, clusterInstance, proxy];
