/** RDS: what goes only with some engines, and what a parameter group may say. */
import type { Law, Props } from "../types.ts";
import { absent, checkLaw, fields, flag, given, items, noIf, num, oneOf, repeated, settled, text } from "./kit.ts";

const INSTANCE = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
const CLUSTER = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html";
const PAUSE = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html";
const PARAMETERS = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html";
const POOL = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ConnectionPoolConfiguration.html";
const VALUE = "InvalidParameterValue";
const COMBINATION = "InvalidParameterCombination";

/** Licences that an engine can be made with. */
const LICENCES: Readonly<Record<string, readonly string[]>> = { postgres: ["postgresql-license"], mysql: ["general-public-license"], mariadb: ["general-public-license"] };

const instance = checkLaw("db-instance-engine-arguments", ["rds/instance"], INSTANCE, (db) => {
  const engine = text(db["engine"]);
  const licences = LICENCES[engine ?? ""];
  if (engine === undefined || licences === undefined) return commercial(db, engine);
  const licence = text(db["licenseModel"]);
  const [size, most] = [num(db["allocatedStorage"]), num(db["maxAllocatedStorage"])];
  return [
    ...noIf(licence !== undefined && licence !== "" && !licences.includes(licence), COMBINATION, `Invalid license model '${licence}' for engine '${engine}'. Valid license models are: ${licences.join(", ")}.`, "licenseModel"),
    ...["characterSetName", "ncharCharacterSetName", "replicaMode", "timezone"].flatMap((key) => noIf(given(db[key]), COMBINATION, `The parameter ${key} is not valid for engine ${engine}.`, key)),
    ...noIf(engine === "postgres" && db["dbName"] === "db", VALUE, "DBName db cannot be used.  It is a reserved word for this engine", "dbName"),
    ...noIf(size !== undefined && most !== undefined && most > size && most < size * 1.1, COMBINATION, `Invalid max storage size for engine name ${engine}: ${most} must be at least 10% greater than ${size}`, "maxAllocatedStorage"),
  ];
});

function commercial(db: Props, engine: string | undefined) {
  const known = engine !== undefined && /^(oracle|sqlserver)-/.test(engine);
  return noIf(known && flag(db["iamDatabaseAuthenticationEnabled"]) === true, COMBINATION, `IAM Database Authentication is not supported for engine ${engine}.`, "iamDatabaseAuthenticationEnabled");
}

/** What a cluster of Aurora has no use for, and what a Multi-AZ DB cluster has none for. */
const NOT_AURORA = ["iops", "dbClusterInstanceClass"];
const NOT_MULTI_AZ = ["backtrackWindow", "globalClusterIdentifier", "replicationSourceIdentifier", "enableGlobalWriteForwarding", "serverlessv2ScalingConfiguration", "scalingConfiguration"];

const cluster = checkLaw("db-cluster-engine-arguments", ["rds/cluster"], CLUSTER, (db, change) => {
  const engine = text(db["engine"]) ?? "";
  const aurora = engine.startsWith("aurora-");
  const multi = engine === "mysql" || engine === "postgres";
  const fresh = change.operation === "create" && ["snapshotIdentifier", "restoreToPointInTime"].every((key) => absent(db[key]));
  const storage = text(db["storageType"]);
  const said = (key: string) => given(db[key]) && db[key] !== false && num(db[key]) !== 0;
  return [
    ...NOT_AURORA.flatMap((key) => noIf(aurora && said(key), COMBINATION, `The parameter ${key} isn't valid for Aurora clusters.`, key)),
    ...(aurora ? oneOf(storage, ["aurora", "aurora-iopt1"], COMBINATION, "storageType", `Invalid storage type for DB engine ${engine}: ${storage}`) : []),
    ...(multi ? oneOf(storage, ["io1", "io2", "gp3"], COMBINATION, "storageType", `Invalid storage type for DB engine ${engine}: ${storage}`) : []),
    ...(multi && fresh ? ["allocatedStorage", "dbClusterInstanceClass"] : []).flatMap((key) => noIf(absent(db[key]), COMBINATION, `The parameter ${key} must be provided for a Multi-AZ DB cluster.`, key)),
    ...NOT_MULTI_AZ.flatMap((key) => noIf(multi && said(key), COMBINATION, `The parameter ${key} isn't valid for Multi-AZ DB clusters.`, key)),
    ...noIf(engine === "aurora-postgresql" && (num(db["backtrackWindow"]) ?? 0) > 0, COMBINATION, "Backtrack is not enabled for the aurora-postgresql engine.", "backtrackWindow"),
    ...noIf((num(db["monitoringInterval"]) ?? 0) > 0 && absent(db["monitoringRoleArn"]), COMBINATION, "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.", "monitoringRoleArn"),
    ...noIf(text(db["databaseName"]) !== undefined && db["databaseName"] !== "" && !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text(db["databaseName"])!), VALUE, `DatabaseName must begin with a letter and contain only alphanumeric characters. (${text(db["databaseName"])})`, "databaseName"),
  ];
});

const pause = checkLaw("db-cluster-auto-pause", ["rds/cluster"], PAUSE, ({ serverlessv2ScalingConfiguration }) => {
  const scaling = fields(serverlessv2ScalingConfiguration);
  const [least, seconds] = [num(scaling["minCapacity"]), num(scaling["secondsUntilAutoPause"])];
  const at = "serverlessv2ScalingConfiguration.secondsUntilAutoPause";
  return [
    ...noIf(seconds !== undefined && (seconds < 300 || seconds > 86_400), VALUE, `Invalid SecondsUntilAutoPause ${seconds}: it is between 300 and 86400.`, at),
    ...noIf(seconds !== undefined && least !== undefined && least > 0, COMBINATION, "SecondsUntilAutoPause can only be set when the minimum capacity is 0.", at),
  ];
});

const parameters = checkLaw("db-parameter-list", ["rds/parameterGroup", "rds/clusterParameterGroup"], PARAMETERS, ({ parameters: list }) => {
  const names = items(list).map((one) => text(fields(one)["name"])?.toLowerCase()).filter((name) => name !== undefined);
  return noIf(settled(list) && repeated(names).length > 0, COMBINATION, `Parameter is given more than once: ${repeated(names).join(", ")}`, "parameters");
});

const pool = checkLaw("db-proxy-pool", ["rds/proxyDefaultTargetGroup"], POOL, ({ connectionPoolConfig }) => {
  const config = fields(connectionPoolConfig);
  const [most, idle] = [num(config["maxConnectionsPercent"]), num(config["maxIdleConnectionsPercent"])];
  return noIf(idle !== undefined && idle > (most ?? 100), VALUE, `Invalid MaxIdleConnectionsPercent ${idle}: it must not be greater than MaxConnectionsPercent ${most ?? 100}.`, "connectionPoolConfig.maxIdleConnectionsPercent");
});

/** Laws of engines. */
export const rdsEngineLaws: readonly Law[] = [instance, cluster, pause, parameters, pool];
