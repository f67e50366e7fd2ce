/** RDS: what depends on the subnets, groups and instances that are there. */
import type { Change, Entity, Law, Props, Value } from "../types.ts";
import { absent, all, applyLaw, flag, given, lookup, no, noIf, num, parseArn, prop, text, texts } from "./kit.ts";
import { networksOf, subnetsOf, zonesOf } from "./zones.ts";

const SUBNETS = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html";
const REPLICA = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html";
const DELETE = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";
const PARAMETERS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";

const zones = applyLaw("db-subnet-group-zones", ["rds/subnetGroup", "docdb/subnetGroup", "neptune/subnetGroup"], SUBNETS, ({ subnetIds }, change) => {
  const subnets = subnetsOf(change, texts(subnetIds));
  if (subnets.length === 0 || subnets.length < texts(subnetIds).length) return [];
  const covered = zonesOf(subnets);
  const vpcs = networksOf(subnets);
  return [
    ...noIf(
      covered !== undefined && covered.length < 2,
      "DBSubnetGroupDoesNotCoverEnoughAZs",
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${covered?.join(", ")}. Add subnets to cover at least 2 AZs.`,
      "subnetIds",
    ),
    ...noIf(vpcs.length > 1, "InvalidParameterValue", `The requested subnets are not all in the same VPC: ${vpcs.join(", ")}`, "subnetIds"),
  ];
});

/** The one VPC of the subnets of a DB subnet group. */
function groupNetwork(change: Change, name: Value): string | undefined {
  const group = lookup(change, ["rds/subnetGroup"], name, "name");
  if (group === undefined) return undefined;
  return networksOf(subnetsOf(change, texts(prop(group, "subnetIds"))))[0];
}

const sameNetwork = applyLaw("db-security-groups-same-vpc", ["rds/instance", "rds/cluster"], SUBNETS, (db, change) => {
  const vpc = groupNetwork(change, db["dbSubnetGroupName"]);
  if (vpc === undefined) return [];
  return texts(db["vpcSecurityGroupIds"]).flatMap((id) => {
    const group = lookup(change, ["ec2/securityGroup"], id);
    const theirs = group === undefined ? undefined : text(prop(group, "vpcId"));
    return noIf(
      theirs !== undefined && theirs !== vpc,
      "InvalidVPCNetworkStateFault",
      `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpc} and the EC2 security group ${id} is in ${theirs}`,
      "vpcSecurityGroupIds",
    );
  });
});

const proxyNetwork = applyLaw("db-proxy-network", ["rds/proxy"], "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-planning.html", ({ vpcSubnetIds, vpcSecurityGroupIds }, change) => {
  const subnets = subnetsOf(change, texts(vpcSubnetIds));
  const covered = zonesOf(subnets);
  const vpcs = networksOf(subnets);
  const groups = texts(vpcSecurityGroupIds).flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? []);
  return [
    ...noIf(subnets.length > 0 && subnets.length === texts(vpcSubnetIds).length && covered !== undefined && covered.length < 2, "InvalidSubnet", "The subnets of a DB proxy must be in at least two Availability Zones", "vpcSubnetIds"),
    ...noIf(vpcs.length > 1, "InvalidSubnet", `The subnets of a DB proxy must be in one VPC: ${vpcs.join(", ")}`, "vpcSubnetIds"),
    ...groups
      .filter((group) => vpcs.length === 1 && text(prop(group, "vpcId")) !== undefined && prop(group, "vpcId") !== vpcs[0])
      .map((group) => ({ code: "InvalidVPCNetworkStateFault", message: `The security group ${group.id} and the subnets are in different VPCs`, property: "vpcSecurityGroupIds" })),
  ];
});

function sourceOf(change: Change, value: Value): Entity | undefined {
  const name = text(value);
  if (name === undefined) return undefined;
  const arn = parseArn(name);
  const identifier = arn === undefined ? name : arn.resource.replace(/^db:/, "");
  return all(change, "rds/instance").find(
    (one) => one.region === (arn?.region || change.region) && (one.id === identifier || prop(one, "identifier") === identifier || prop(one, "resourceId") === identifier),
  );
}

const replica = applyLaw("db-replica-source", ["rds/instance"], REPLICA, (db, change) => {
  const source = sourceOf(change, db["replicateSourceDb"]);
  if (source === undefined || change.operation !== "create") return [];
  const elsewhere = source.region !== change.region;
  const encrypted = flag(prop(source, "storageEncrypted")) === true;
  const size = num(db["allocatedStorage"]);
  const theirs = num(prop(source, "allocatedStorage"));
  return [
    ...noIf(
      (num(prop(source, "backupRetentionPeriod")) ?? 0) === 0,
      "InvalidDBInstanceState",
      `Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value. (${text(prop(source, "identifier")) ?? source.id})`,
      "replicateSourceDb",
    ),
    ...noIf(elsewhere && encrypted && absent(db["kmsKeyId"]), "InvalidParameterValue", "You must specify a KMS key for a cross-Region read replica of an encrypted DB instance: the parameter KmsKeyId is missing.", "kmsKeyId"),
    ...noIf(!encrypted && (given(db["kmsKeyId"]) || flag(db["storageEncrypted"]) === true), "InvalidParameterCombination", "Cannot create an encrypted Read Replica from unencrypted DB instance", "storageEncrypted"),
    ...noIf(!elsewhere && given(db["dbSubnetGroupName"]) && otherNetwork(change, db, source), "InvalidParameterCombination", "The DB subnet group of a read replica in the same Region must be in the VPC of its source.", "dbSubnetGroupName"),
    ...noIf(size !== undefined && theirs !== undefined && size < theirs, "InvalidParameterValue", `The allocated storage ${size} of a read replica must be at least its source's ${theirs}.`, "allocatedStorage"),
  ];
});

function otherNetwork(change: Change, db: Props, source: Entity): boolean {
  const mine = groupNetwork(change, db["dbSubnetGroupName"]);
  const theirs = groupNetwork(change, prop(source, "dbSubnetGroupName"));
  return mine !== undefined && theirs !== undefined && mine !== theirs;
}

const keepBackups = applyLaw("db-backups-kept-for-replicas", ["rds/instance"], "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html", (db, change) => {
  if (change.operation !== "update" || num(db["backupRetentionPeriod"]) !== 0) return [];
  const names = [change.id, text(db["identifier"]), text(change.olds?.["arn"])].filter((name) => name !== undefined);
  const replicas = all(change, "rds/instance").filter((one) => names.includes(text(one.inputs["replicateSourceDb"]) ?? ""));
  return noIf(replicas.length > 0, "InvalidDBInstanceState", `Cannot disable automated backups of a DB instance that has read replicas: ${replicas.map(({ id }) => id).join(", ")}`, "backupRetentionPeriod");
});

/** Family that an engine version belongs to: `postgres17`, `mysql8.0`; undefined where it is not known. */
function familyOf(engine: string, version: string): string | undefined {
  const [major = "", minor = ""] = version.split(".");
  if (engine === "postgres" || engine === "aurora-postgresql") return Number(major) >= 10 ? `${engine}${major}` : undefined;
  if (engine === "mysql" || engine === "mariadb") return minor === "" ? undefined : `${engine}${major}.${minor}`;
  return undefined;
}

const family = applyLaw("db-parameter-group-family", ["rds/instance"], PARAMETERS, (db, change) => {
  const engine = text(db["engine"]);
  const version = text(db["engineVersion"]);
  if (engine === undefined || version === undefined) return [];
  const name = text(db["parameterGroupName"]);
  const group = lookup(change, ["rds/parameterGroup"], name, "name");
  const theirs = group === undefined ? /^default\.(.+)$/.exec(name ?? "")?.[1] : text(prop(group, "family"));
  const wanted = familyOf(engine, version);
  return noIf(
    theirs !== undefined && wanted !== undefined && theirs !== wanted,
    "InvalidParameterCombination",
    `The parameter group ${name} with DBParameterGroupFamily ${theirs} cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${wanted}`,
    "parameterGroupName",
  );
});

const deleteInstance = applyLaw(
  "db-instance-deletion",
  ["rds/instance", "rds/cluster", "docdb/cluster", "neptune/cluster"],
  DELETE,
  (inputs, change) => {
    const cluster = change.token.endsWith(":Cluster");
    const state = { ...inputs, ...change.olds };
    const replica = given(inputs["replicateSourceDb"]) || given(change.olds?.["replicateSourceDb"]);
    return [
      ...noIf(
        flag(state["deletionProtection"]) === true,
        "InvalidParameterCombination",
        `Cannot delete protected ${cluster ? "Cluster" : "DB Instance"}, please disable deletion protection and try again.`,
        "deletionProtection",
      ),
      ...noIf(
        flag(state["skipFinalSnapshot"]) !== true && absent(state["finalSnapshotIdentifier"]),
        "InvalidParameterCombination",
        "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
        "finalSnapshotIdentifier",
      ),
      ...noIf(
        replica && flag(state["skipFinalSnapshot"]) !== true && given(state["finalSnapshotIdentifier"]),
        "InvalidParameterCombination",
        "FinalDBSnapshotIdentifier cannot be specified when deleting a read replica; set SkipFinalSnapshot.",
        "finalSnapshotIdentifier",
      ),
    ];
  },
  ["delete"],
);

const replication = applyLaw("db-backups-replication", ["rds/instanceAutomatedBackupsReplication"], "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBInstanceAutomatedBackupsReplication.html", (inputs, change) => {
  const arn = parseArn(inputs["sourceDbInstanceArn"]);
  const source = sourceOf(change, inputs["sourceDbInstanceArn"]);
  const encrypted = source !== undefined && flag(prop(source, "storageEncrypted")) === true;
  return [
    ...noIf(arn !== undefined && arn.region === change.region, "InvalidParameterValue", "Automated backups can only be replicated to another Region.", "sourceDbInstanceArn"),
    ...noIf(source !== undefined && (num(prop(source, "backupRetentionPeriod")) ?? 0) === 0, "InvalidDBInstanceState", "Automated backups are not enabled for this database instance.", "sourceDbInstanceArn"),
    ...noIf(encrypted && absent(inputs["kmsKeyId"]), "InvalidParameterCombination", "A KMS key is required to replicate the automated backups of an encrypted DB instance.", "kmsKeyId"),
    ...(num(inputs["retentionPeriod"]) !== undefined && (num(inputs["retentionPeriod"])! < 1 || num(inputs["retentionPeriod"])! > 35)
      ? no("InvalidParameterValue", `Invalid backup retention period: ${num(inputs["retentionPeriod"])}`, "retentionPeriod")
      : []),
  ];
});

/** Laws of RDS that need the world. */
export const rdsWorldLaws: readonly Law[] = [zones, sameNetwork, proxyNetwork, replica, keepBackups, family, deleteInstance, replication];
