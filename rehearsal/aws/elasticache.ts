/** ElastiCache: replication groups, clusters, users. */
import type { Law, Props } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, flag, given, items, lookup, noIf, num, oneOf, pick, prop, range, settled, text, texts } from "./kit.ts";
import { windows } from "./windows.ts";
import { networksOf, subnetsOf, zonesOf } from "./zones.ts";

const CREATE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
const AUTH = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html";
const USERS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html";
const SUBNETS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html";

const GROUP = ["elasticache/replicationGroup"];

/** Nodes of one shard; undefined where that is not known or not said. */
function nodesPerShard(group: Props): number | undefined {
  const clusters = num(group["numCacheClusters"]);
  if (clusters !== undefined) return clusters;
  const replicas = num(group["replicasPerNodeGroup"]);
  if (replicas !== undefined) return replicas + 1;
  const untold = ["numCacheClusters", "replicasPerNodeGroup", "nodeGroupConfigurations", "globalReplicationGroupId", "numNodeGroups", "preferredCacheClusterAzs"].every((key) => absent(group[key]));
  return untold ? 1 : undefined;
}

const shape = checkLaw("cache-replication-group-shape", GROUP, CREATE, (group) => {
  const failover = flag(group["automaticFailoverEnabled"]);
  const type = text(group["nodeType"]);
  const nodes = nodesPerShard(group);
  const shards = num(group["numNodeGroups"]);
  const clustered = (shards !== undefined && shards > 1) || group["clusterMode"] === "enabled";
  const zones = items(group["preferredCacheClusterAzs"]);
  const clusters = num(group["numCacheClusters"]);
  const noFailover = failover === false || absent(group["automaticFailoverEnabled"]);
  return [
    ...noIf(failover === true && nodes === 1 && !clustered && (shards === undefined || group["clusterMode"] === "disabled"), "InvalidParameterCombination", "Must specify at least two cache clusters in order to auto failover.", "automaticFailoverEnabled"),
    ...noIf(flag(group["multiAzEnabled"]) === true && noFailover && absent(group["globalReplicationGroupId"]), "InvalidParameterCombination", "Must enable automatic failover if Multi-AZ is enabled.", "multiAzEnabled"),
    ...noIf(flag(group["multiAzEnabled"]) === true && failover === true && nodes === 1 && clustered, "InvalidParameterCombination", "Multi-AZ must have at least one replica in each node group.", "multiAzEnabled"),
    ...noIf(shards !== undefined && shards > 1 && noFailover, "InvalidParameterValue", "Redis with cluster mode enabled cannot be created with auto failover turned off.", "automaticFailoverEnabled"),
    ...noIf(given(group["numCacheClusters"]) && (given(group["numNodeGroups"]) || given(group["replicasPerNodeGroup"])), "InvalidParameterCombination", "NumCacheClusters conflicts with NumNodeGroups and ReplicasPerNodeGroup.", "numCacheClusters"),
    ...range(group["numCacheClusters"], 1, 6, "InvalidParameterValue", "numCacheClusters", `The number of replicas per node group must be within 0 and 5. (${String(clusters)} nodes)`),
    ...range(group["replicasPerNodeGroup"], 0, 5, "InvalidParameterValue", "replicasPerNodeGroup", "The number of replicas per node group must be within 0 and 5."),
    ...range(group["numNodeGroups"], 1, 500, "InvalidParameterValue", "numNodeGroups"),
    ...noIf(zones.length > 0 && clusters !== undefined && settled(group["preferredCacheClusterAzs"]) && zones.length !== clusters, "InvalidParameterCombination", `The number of preferred availability zones (${zones.length}) must be the number of cache clusters (${clusters}).`, "preferredCacheClusterAzs"),
    ...range(group["snapshotRetentionLimit"], 0, 35, "InvalidParameterValue", "snapshotRetentionLimit", `Snapshot retention limit ${String(num(group["snapshotRetentionLimit"]))} must be between 0 and 35 days.`),
    ...range(group["port"], 1, 65535, "InvalidParameterValue", "port"),
    ...nodeType(group),
    ...noIf(failover === true && /^cache\.t1\./.test(type ?? ""), "InvalidParameterCombination", `Automatic failover is not supported for cache node type ${type}.`, "automaticFailoverEnabled"),
    ...noIf(flag(group["dataTieringEnabled"]) === true && type !== undefined && !type.startsWith("cache.r6gd."), "InvalidParameterCombination", `Data tiering is not supported for cache node type ${type}.`, "dataTieringEnabled"),
    ...windows(
      { value: text(group["snapshotWindow"]) || undefined, property: "snapshotWindow", least: 60 },
      { value: text(group["maintenanceWindow"]) || undefined, property: "maintenanceWindow", least: 60, most: 1440 },
    ),
    ...oneOf(group["engine"], ["redis", "valkey"], "InvalidParameterValue", "engine", `Invalid cache engine for a replication group: ${text(group["engine"])}`),
    ...oneOf(group["clusterMode"], ["enabled", "disabled", "compatible"], "InvalidParameterValue", "clusterMode"),
    ...oneOf(group["transitEncryptionMode"], ["preferred", "required"], "InvalidParameterValue", "transitEncryptionMode"),
    ...oneOf(group["networkType"], ["ipv4", "ipv6", "dual_stack"], "InvalidParameterValue", "networkType"),
    ...noIf(text(group["description"]) === "", "InvalidParameterValue", "The parameter ReplicationGroupDescription must be provided and must not be blank.", "description"),
    ...logs(group),
  ];
});

function nodeType(cache: Props) {
  const type = text(cache["nodeType"]);
  const burst = type !== undefined && /^cache\.t1\./.test(type);
  return [
    ...noIf(type !== undefined && type !== "" && !/^cache\.[a-z0-9]+\.[a-z0-9]+$/.test(type), "InvalidParameterValue", `The parameter CacheNodeType is not valid: ${type}`, "nodeType"),
    ...noIf(burst && (num(cache["snapshotRetentionLimit"]) ?? 0) > 0, "InvalidParameterCombination", `Snapshots are not supported on ${type}.`, "snapshotRetentionLimit"),
  ];
}

function logs(cache: Props) {
  const configured = items(cache["logDeliveryConfigurations"]).map(fields);
  const types = configured.map((one) => text(one["logType"])).filter((type) => type !== undefined);
  return [
    ...configured.flatMap((one, index) => [
      ...oneOf(one["logType"], ["slow-log", "engine-log"], "InvalidParameterValue", `logDeliveryConfigurations[${index}].logType`),
      ...oneOf(one["logFormat"], ["text", "json"], "InvalidParameterValue", `logDeliveryConfigurations[${index}].logFormat`),
      ...oneOf(one["destinationType"], ["cloudwatch-logs", "kinesis-firehose"], "InvalidParameterValue", `logDeliveryConfigurations[${index}].destinationType`),
    ]),
    ...noIf(types.length > new Set(types).size, "InvalidParameterValue", "Each log type may be delivered once.", "logDeliveryConfigurations"),
  ];
}

const encryption = checkLaw("cache-auth-needs-tls", GROUP, AUTH, (group) => {
  const token = text(group["authToken"]) ?? text(group["authTokenWo"]);
  const secret = given(group["authToken"]) || given(group["authTokenWo"]);
  const tls = flag(group["transitEncryptionEnabled"]) === true || !settled(group["transitEncryptionEnabled"]);
  const valkey = group["engine"] === "valkey";
  const rest = flag(group["atRestEncryptionEnabled"]);
  return [
    ...noIf(secret && !tls, "InvalidParameterCombination", "The AUTH token is only supported when encryption-in-transit is enabled.", "authToken"),
    ...noIf(token !== undefined && token !== "" && !/^[^\s@"/]{16,128}$/.test(token), "InvalidParameterValue", "Invalid AuthToken provided. It has 16 to 128 printable characters; the characters '@', '\"', '/' and blanks are not allowed.", "authToken"),
    ...noIf(token !== undefined && /[^\x21-\x7e]/.test(token), "InvalidParameterValue", "Invalid AuthToken provided: only printable ASCII characters are allowed.", "authToken"),
    ...noIf(texts(group["userGroupIds"]).length > 0 && !tls, "InvalidParameterCombination", "User group based access control requires encryption-in-transit to be enabled.", "userGroupIds"),
    ...noIf(items(group["userGroupIds"]).length > 1, "InvalidParameterValue", "A replication group has at most one user group.", "userGroupIds"),
    ...noIf(secret && items(group["userGroupIds"]).length > 0, "InvalidParameterCombination", "Only one of AuthToken and UserGroupIds may be given.", "authToken"),
    ...noIf(given(group["transitEncryptionMode"]) && !tls, "InvalidParameterCombination", "TransitEncryptionMode needs encryption-in-transit.", "transitEncryptionMode"),
    ...noIf(given(group["kmsKeyId"]) && rest !== true && settled(group["atRestEncryptionEnabled"]) && !(valkey && absent(group["atRestEncryptionEnabled"])), "InvalidParameterCombination", "KmsKeyId needs encryption at rest.", "kmsKeyId"),
  ];
});

const clusterShape = checkLaw("cache-cluster-shape", ["elasticache/cluster"], "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html", (cluster) => {
  const redis = cluster["engine"] === "redis" || cluster["engine"] === "valkey";
  const nodes = num(cluster["numCacheNodes"]);
  return [
    ...oneOf(cluster["engine"], ["memcached", "redis", "valkey"], "InvalidParameterValue", "engine"),
    ...noIf(redis && nodes !== undefined && nodes !== 1, "InvalidParameterValue", "Cannot create a Redis cluster with a NumCacheNodes parameter greater than 1.", "numCacheNodes"),
    ...noIf(cluster["engine"] === "memcached" && nodes !== undefined && (nodes < 1 || nodes > 60), "InvalidParameterValue", "The number of nodes of a Memcached cluster must be between 1 and 60.", "numCacheNodes"),
    ...noIf(cluster["azMode"] === "cross-az" && nodes === 1, "InvalidParameterCombination", "At least two nodes are needed for AZMode cross-az.", "azMode"),
    ...noIf(cluster["engine"] === "memcached" && (num(cluster["snapshotRetentionLimit"]) ?? 0) > 0, "InvalidParameterCombination", "Snapshots are not supported for Memcached.", "snapshotRetentionLimit"),
    ...range(cluster["snapshotRetentionLimit"], 0, 35, "InvalidParameterValue", "snapshotRetentionLimit"),
    ...nodeType(cluster),
    ...windows(
      { value: text(cluster["snapshotWindow"]) || undefined, property: "snapshotWindow", least: 60 },
      { value: text(cluster["maintenanceWindow"]) || undefined, property: "maintenanceWindow", least: 60, most: 1440 },
    ),
  ];
});

/**
 * ElastiCache takes a subnet group of one subnet; what it cannot do is to fail over to another zone inside it. So the
 * replication group is refused, not the group.
 */
const zones = applyLaw("cache-subnet-group-zones", GROUP, SUBNETS, (group, change) => {
  const failover = flag(group["automaticFailoverEnabled"]) === true || flag(group["multiAzEnabled"]) === true;
  const subnetGroup = lookup(change, ["elasticache/subnetGroup"], group["subnetGroupName"], "name");
  const ids = subnetGroup === undefined ? [] : texts(prop(subnetGroup, "subnetIds"));
  const subnets = subnetsOf(change, ids);
  if (subnets.length === 0 || subnets.length < ids.length) return [];
  const covered = zonesOf(subnets);
  const vpc = networksOf(subnets)[0];
  const strangers = texts(group["securityGroupIds"])
    .flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? [])
    .filter((one) => text(prop(one, "vpcId")) !== undefined && prop(one, "vpcId") !== vpc);
  return [
    ...noIf(failover && covered !== undefined && covered.length < 2, "InvalidParameterCombination", `Multi-AZ with automatic failover needs subnets in at least two Availability Zones; subnet group ${subnetGroup?.id} covers ${covered?.join(", ")}.`, "subnetGroupName"),
    ...strangers.map((one) => ({ code: "InvalidParameterValue", message: `Security group ${one.id} is not in the VPC ${vpc} of the cache subnet group`, property: "securityGroupIds" })),
  ];
});

const subnetNetwork = applyLaw("cache-subnet-group-vpc", ["elasticache/subnetGroup"], SUBNETS, ({ subnetIds }, change) => {
  const subnets = subnetsOf(change, texts(subnetIds));
  const strange = subnets.find((subnet) => prop(subnet, "vpcId") !== prop(subnets[0]!, "vpcId"));
  return noIf(strange !== undefined, "InvalidSubnet", `Subnets ${subnets[0]?.id} and ${strange?.id} are not in the same VPC.`, "subnetIds");
});

const users = checkLaw("cache-user-shape", ["elasticache/user"], USERS, (user) => {
  const mode = text(fields(user["authenticationMode"])["type"]);
  const passwords = [...pick(user, "passwords[]"), ...pick(user, "authenticationMode.passwords[]")];
  const access = text(user["accessString"]);
  const iam = mode === "iam";
  return [
    ...oneOf(user["engine"], ["redis", "valkey", "REDIS", "VALKEY"], "InvalidParameterValue", "engine"),
    ...oneOf(mode, ["password", "no-password-required", "iam"], "InvalidParameterValue", "authenticationMode.type"),
    ...noIf(passwords.length > 2, "InvalidParameterValue", "A user has at most two passwords.", "passwords"),
    ...passwords.flatMap(({ path, value }) => noIf(text(value) !== undefined && (text(value)!.length < 16 || text(value)!.length > 128), "InvalidParameterValue", "Passwords length must be between 16-128 characters.", path)),
    ...noIf(mode === "password" && passwords.length === 0 && settled(user["authenticationMode"]) && settled(user["passwords"]) && absent(user["passwordsWo"]), "InvalidParameterCombination", "A user with authentication type password needs a password.", "authenticationMode"),
    ...noIf((iam || mode === "no-password-required" || flag(user["noPasswordRequired"]) === true) && passwords.length > 0, "InvalidParameterCombination", "Passwords cannot be given for this authentication type.", "passwords"),
    ...noIf(iam && text(user["userId"]) !== undefined && text(user["userName"]) !== undefined && text(user["userId"])!.toLowerCase() !== text(user["userName"])!.toLowerCase(), "InvalidParameterCombination", "The user name and the user id must be identical for a user with IAM authentication.", "userName"),
    ...noIf(access !== undefined && !/^(on|off)(\s|$)/.test(access.trim()), "InvalidParameterValue", `Access String - ${access} - has syntax errors: it starts with on or off.`, "accessString"),
  ];
});

const userGroups = applyLaw("cache-user-group-default-user", ["elasticache/userGroup"], "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html", (group, change) => {
  const ids = texts(group["userIds"]);
  if (text(group["engine"])?.toLowerCase() === "valkey") return [];
  const hasDefault = ids.some((id) => id === "default" || lookup(change, ["elasticache/user"], id, "userId")?.inputs["userName"] === "default");
  return noIf(!hasDefault, "DefaultUserRequired", "You must add default user to a user group.", "userIds");
});

/** Laws of ElastiCache. */
export const elasticacheLaws: readonly Law[] = [shape, encryption, clusterShape, zones, subnetNetwork, users, userGroups];
