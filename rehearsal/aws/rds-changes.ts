/** RDS: versions and sizes, how an instance may change, and what managed passwords exclude. */
import type { Change, Entity, Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, num, parseArn, prop, range, settled, text } from "./kit.ts";
import { zoneOf } from "./zones.ts";

const CREATE = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
const MODIFY = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html";
const MANAGED = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations";
const PARAMETERS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";
const CLUSTER = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html";
const SNAPSHOT = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";
const VALUE = "InvalidParameterValue";
const COMBINATION = "InvalidParameterCombination";

/** Major versions that can be asked for, a few ahead of what there is, since AWS adds them all the time. */
const VERSIONS: Record<string, RegExp> = {
  postgres: /^(1[1-9]|20)(\.\d+)?(-rds\.\d{8}|-R\d+)?$/,
  mysql: /^(5\.7|8\.0|8\.4|9\.\d+)(\.\d+)?(-rds\.\d{8})?$/,
  mariadb: /^(10\.(4|5|6|11)|1[1-9]\.\d+)(\.\d+)?(-rds\.\d{8})?$/,
};

const versions = checkLaw("db-engine-version", ["rds/instance"], CREATE, ({ engine, engineVersion }) => {
  const legal = VERSIONS[text(engine) ?? ""];
  const version = text(engineVersion);
  return noIf(legal !== undefined && version !== undefined && version !== "" && !legal.test(version), COMBINATION, `Cannot find version ${version} for ${text(engine)}`, "engineVersion");
});

const names = checkLaw("db-instance-names", ["rds/instance"], CREATE, (db, change) => {
  const name = text(db["dbName"]);
  const engine = text(db["engine"]) ?? "";
  const open = ["postgres", "mysql", "mariadb"].includes(engine);
  const identifier = text(db["identifier"]);
  const zone = text(db["availabilityZone"]);
  const password = text(db["password"]);
  const [size, iops, kind] = [num(db["allocatedStorage"]), num(db["iops"]), text(db["storageType"]) ?? "io1"];
  const most = kind === "io1" ? 50 : kind === "io2" ? 1000 : undefined;
  return [
    ...noIf(open && name !== undefined && name !== "" && (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) || name.length > (engine === "postgres" ? 63 : 64)), VALUE, `DBName must begin with a letter and contain only alphanumeric characters. (${name})`, "dbName"),
    ...noIf(identifier !== undefined && identifier !== identifier.toLowerCase(), VALUE, `only lowercase alphanumeric characters and hyphens allowed in "identifier": ${identifier}`, "identifier"),
    ...noIf(zone !== undefined && zone !== "" && !zoneOf(zone, change.region), VALUE, `The availability zone ${zone} is not a zone of ${change.region}`, "availabilityZone"),
    ...noIf((engine === "mysql" || engine === "mariadb") && (password?.length ?? 0) > 41, VALUE, "The parameter MasterUserPassword is not a valid password because it is longer than 41 characters.", "password"),
    ...noIf(given(db["kmsKeyId"]) && text(db["kmsKeyId"]) !== undefined && parseArn(db["kmsKeyId"]) === undefined, VALUE, `"kms_key_id" (${text(db["kmsKeyId"])}) is an invalid ARN: arn: invalid prefix`, "kmsKeyId"),
    ...noIf(open && most !== undefined && size !== undefined && iops !== undefined && iops > size * most, COMBINATION, `Invalid iops to storage (GB) ratio: ${iops} to ${size}. A ${kind} volume takes at most ${most} IOPS per GB.`, "iops"),
  ];
});

const groupNames = checkLaw("db-group-names", ["rds/subnetGroup", "rds/parameterGroup", "rds/clusterParameterGroup", "rds/cluster"], CREATE, (group, change) => {
  const key = change.token.endsWith(":Cluster") ? "clusterIdentifier" : "name";
  const name = text(group[key]);
  return noIf(name !== undefined && name !== name.toLowerCase(), VALUE, `only lowercase alphanumeric characters allowed in "${key}": ${name}`, key);
});

const emptyGroup = checkLaw("db-subnet-group-empty", ["rds/subnetGroup"], "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html", ({ subnetIds }) =>
  noIf(Array.isArray(subnetIds) && subnetIds.length === 0, "DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: none. Add subnets to cover at least 2 AZs.", "subnetIds"),
);

/** The source of a replica, by identifier in the region or by ARN anywhere. */
function sourceOf(change: Change, value: Value): Entity | undefined {
  const arn = parseArn(value);
  return all(change, "rds/instance").find((one) => (arn === undefined ? one.region === change.region && [one.id, prop(one, "identifier")].includes(text(value)) : prop(one, "arn") === value));
}

const managedSource = applyLaw("db-replica-of-managed-password", ["rds/instance"], MANAGED, (db, change) => {
  const message = "Creating a read replica isn't supported when the source DB instance manages its credentials with AWS Secrets Manager.";
  const managed = (one: Props) => flag(one["manageMasterUserPassword"]) === true && text(one["engine"])?.startsWith("sqlserver") !== true;
  if (change.operation === "create") {
    const source = given(db["replicateSourceDb"]) ? sourceOf(change, db["replicateSourceDb"]) : undefined;
    return noIf(source !== undefined && managed(source.inputs), COMBINATION, message, "replicateSourceDb");
  }
  const mine = [change.id, text(change.olds?.["identifier"]), text(change.olds?.["arn"])];
  const replicas = all(change, "rds/instance").filter((one) => text(one.inputs["replicateSourceDb"]) !== undefined && mine.includes(text(one.inputs["replicateSourceDb"])));
  return noIf(managed(db) && flag(change.olds?.["manageMasterUserPassword"]) !== true && replicas.length > 0, COMBINATION, "You can't manage the master user password of a DB instance with read replicas in AWS Secrets Manager.", "manageMasterUserPassword");
});

/** Fifteen replicas a source for these engines, five for the others: USER_ReadRepl in the RDS User Guide. */
const manyReplicas = applyLaw("db-replicas-per-source", ["rds/instance"], "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html", (db, change) => {
  const source = given(db["replicateSourceDb"]) ? sourceOf(change, db["replicateSourceDb"]) : undefined;
  if (source === undefined) return [];
  const most = ["postgres", "mysql", "mariadb"].includes(text(prop(source, "engine")) ?? "") ? 15 : 5;
  const names_ = [source.id, text(prop(source, "identifier")), text(prop(source, "arn"))];
  const replicas = all(change, "rds/instance").filter((one) => names_.includes(text(one.inputs["replicateSourceDb"])));
  return noIf(replicas.length >= most, "InstanceQuotaExceeded", `A DB instance has at most ${most} read replicas.`, "replicateSourceDb");
}, ["create"]);

const major = (engine: string, version: string): number[] => version.split(".").slice(0, engine === "postgres" ? 1 : 2).map(Number);
const compare = (a: readonly number[], b: readonly number[]): number => a.map((one, index) => one - (b[index] ?? 0)).find((n) => n !== 0) ?? 0;

const change_ = applyLaw("db-instance-modification", ["rds/instance"], MODIFY, (db, change) => {
  const olds = change.olds ?? {};
  const engine = text(db["engine"]) ?? text(olds["engine"]) ?? "";
  const [before, after] = [num(olds["allocatedStorage"]), num(db["allocatedStorage"])];
  const [from, to] = [text(olds["engineVersionActual"]) ?? text(olds["engineVersion"]), text(db["engineVersion"])];
  const known = VERSIONS[engine] !== undefined && from !== undefined && from !== "" && to !== undefined && to !== "";
  const step = known ? compare(major(engine, to), major(engine, from)) : 0;
  const minor = known && step === 0 && to.split(".").length === from.split(".").length ? compare(to.split(".").map(Number), from.split(".").map(Number)) : 0;
  return [
    ...noIf(before !== undefined && after !== undefined && after < before, VALUE, `Requested storage size (${after}) cannot be less than the current storage size (${before}).`, "allocatedStorage"),
    ...noIf(step < 0 || minor < 0, COMBINATION, `Cannot upgrade ${engine} from ${from} to ${to}`, "engineVersion"),
    ...noIf(step > 0 && flag(db["allowMajorVersionUpgrade"]) !== true, COMBINATION, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.", "engineVersion"),
  ];
}, ["update"]);

const finalSnapshot = applyLaw("db-final-snapshot-exists", ["rds/instance"], SNAPSHOT, (inputs, change) => {
  const state: Props = { ...inputs, ...change.olds };
  const name = text(state["finalSnapshotIdentifier"]);
  const taken = all(change, "rds/snapshot").some((one) => one.region === change.region && one.inputs["dbSnapshotIdentifier"] === name);
  return noIf(flag(state["skipFinalSnapshot"]) !== true && name !== undefined && taken, "DBSnapshotAlreadyExists", `Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`, "finalSnapshotIdentifier");
}, ["delete"]);

/** Parameters that need a restart, of those that are set most: "Type: static" in the engines' default groups. */
const STATIC: Record<string, readonly string[]> = {
  postgres: ["shared_preload_libraries", "max_connections", "shared_buffers", "wal_buffers", "max_worker_processes", "max_wal_senders", "max_replication_slots", "max_locks_per_transaction", "max_prepared_transactions", "autovacuum_max_workers", "autovacuum_freeze_max_age", "rds.logical_replication", "track_activity_query_size", "huge_pages", "pg_stat_statements.max", "cron.database_name", "superuser_reserved_connections"],
  mysql: ["performance_schema", "innodb_log_file_size", "lower_case_table_names", "log_bin_use_v1_row_events", "innodb_read_io_threads", "innodb_write_io_threads", "innodb_buffer_pool_instances", "skip_name_resolve", "back_log"],
};

const FAMILY = /^(postgres(9\.[3-6]|1\d|20)|mysql\d+\.\d+|mariadb\d+\.\d+|aurora5\.6|aurora-(mysql|postgresql)[\d.]+|(custom-)?(oracle|sqlserver)-[a-z0-9-]+-[\d.]+|db2-(ae|se)-[\d.]+)$/;

const parameters = checkLaw("db-parameters", ["rds/parameterGroup"], PARAMETERS, ({ family, parameters: list }) => {
  const written = text(family);
  const engine = /^(postgres|mysql)/.exec(written ?? "")?.[1] ?? "";
  return [
    ...noIf(written !== undefined && written !== "" && !FAMILY.test(written), VALUE, `ParameterGroupFamily ${written} is not a valid parameter group family`, "family"),
    ...items(list).map(fields).flatMap((one, index): Refusal[] =>
      (STATIC[engine] ?? []).includes(text(one["name"]) ?? "") && (absent(one["applyMethod"]) || one["applyMethod"] === "immediate") && settled(one["applyMethod"])
        ? no(COMBINATION, `cannot use immediate apply method for static parameter ${text(one["name"])}`, `parameters[${index}].applyMethod`)
        : [],
    ),
  ];
});

const ELSEWHERE = ["snapshotIdentifier", "replicationSourceIdentifier", "globalClusterIdentifier", "restoreToPointInTime", "s3Import"];

const clusterCredentials = checkLaw("db-cluster-credentials", ["rds/cluster"], CLUSTER, (db, change) => {
  const password = text(db["masterPassword"]);
  const fresh = change.operation === "create" && ELSEWHERE.every((key) => absent(db[key])) && ["aurora-mysql", "aurora-postgresql", "mysql", "postgres"].includes(text(db["engine"]) ?? "");
  const known = settled(db["manageMasterUserPassword"]);
  return [
    ...noIf(fresh && absent(db["masterUsername"]), VALUE, "The parameter MasterUsername must be provided and must not be blank.", "masterUsername"),
    ...noIf(fresh && known && flag(db["manageMasterUserPassword"]) !== true && absent(db["masterPassword"]) && absent(db["masterPasswordWo"]), VALUE, "The parameter MasterUserPassword must be provided and must not be blank.", "masterPassword"),
    ...noIf(password !== undefined && password !== "" && (password.length < 8 || password.length > 128 || /[/@" ]|[^\x20-\x7e]/.test(password)), VALUE, "The parameter MasterUserPassword is not a valid password: it has 8 to 128 printable ASCII characters besides '/', '@', '\"' and ' '.", "masterPassword"),
    ...range(db["port"], 1150, 65535, VALUE, "port"),
  ];
});

const clusterMember = applyLaw("db-cluster-member", ["rds/clusterInstance"], CREATE, (db, change) => {
  const cluster = lookup(change, ["rds/cluster"], db["clusterIdentifier"], "clusterIdentifier");
  if (cluster === undefined) return [];
  const [mine, theirs] = [text(db["engine"]), text(prop(cluster, "engine"))];
  return [
    ...noIf(mine !== undefined && theirs !== undefined && mine !== theirs, COMBINATION, `The engine name requested for your DB instance (${mine}) doesn't match the engine name of your DB cluster (${theirs}).`, "engine"),
    ...noIf(db["instanceClass"] === "db.serverless" && absent(cluster.inputs["serverlessv2ScalingConfiguration"]), COMBINATION, "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.", "instanceClass"),
  ];
});

/** Engines of each family of proxies. */
const FAMILIES: Record<string, RegExp> = { POSTGRESQL: /postgres/, MYSQL: /mysql|mariadb/, SQLSERVER: /^sqlserver/ };

const proxied = applyLaw("db-proxy-target-engine", ["rds/proxyTarget"], "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RegisterDBProxyTargets.html", (inputs, change) => {
  const proxy = lookup(change, ["rds/proxy"], inputs["dbProxyName"], "name");
  const target = lookup(change, ["rds/instance"], inputs["dbInstanceIdentifier"], "identifier") ?? lookup(change, ["rds/cluster"], inputs["dbClusterIdentifier"], "clusterIdentifier");
  const family = text(proxy?.inputs["engineFamily"]) ?? "";
  const engine = target === undefined ? undefined : text(prop(target, "engine"));
  return noIf(engine !== undefined && FAMILIES[family] !== undefined && !FAMILIES[family].test(engine), VALUE, `The engine ${engine} of the target does not belong to the engine family ${family} of the proxy.`, "dbInstanceIdentifier");
});

/** Laws of versions, sizes and changes of RDS. */
export const rdsChangeLaws: readonly Law[] = [versions, names, groupNames, emptyGroup, managedSource, manyReplicas, change_, finalSnapshot, parameters, clusterCredentials, clusterMember, proxied];
