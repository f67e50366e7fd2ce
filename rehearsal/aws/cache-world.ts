/** ElastiCache, DynamoDB and EFS: what their parts must agree on. */
import type { Entity, Law } from "../types.ts";
import { absent, all, applyLaw, checkLaw, flag, items, lookup, noIf, num, others, pickTexts, prop, repeated, settled, text, texts } from "./kit.ts";
import { networksOf, subnetsOf, zoneOf } from "./zones.ts";

const CREATE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
const VERSIONS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html";
const USER_GROUP = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html";
const GROUP = ["elasticache/replicationGroup"];
const COMBINATION = "InvalidParameterCombination";

/** Versions that a cache may be made with; Redis up to 5 is written in full, 6 also as `6.x`, Valkey starts at 7.2. */
const LEGAL: Record<string, RegExp> = {
  redis: /^(7\.[01]|6\.[x02]|5\.0\.6|5\.0\.[0-5]|4\.0\.10|3\.2\.(4|6|10)|2\.8\.\d+)$/,
  valkey: /^(7\.2|8(\.[0-9])?|9(\.\d)?|1\d(\.\d)?)$/,
};

const needs = checkLaw("cache-replication-group-needs", GROUP, `${CREATE} and ${VERSIONS}`, (group, change) => {
  const engine = text(group["engine"]) || "redis";
  const version = text(group["engineVersion"]);
  const own = text(group["parameterGroupName"]);
  const single = num(group["numNodeGroups"]) === 1 && num(group["replicasPerNodeGroup"]) === 0;
  const plain = (absent(group["parameterGroupName"]) || (own?.startsWith("default.") === true && !own.endsWith(".cluster.on"))) && absent(group["clusterMode"]);
  const known = settled(group["globalReplicationGroupId"]) && absent(group["globalReplicationGroupId"]);
  return [
    ...noIf(known && absent(group["nodeType"]), "InvalidParameterValue", "The parameter CacheNodeType must be provided and must not be blank.", "nodeType"),
    ...noIf(settled(group["engine"]) && version !== undefined && version !== "" && LEGAL[engine] !== undefined && !LEGAL[engine].test(version), COMBINATION, `Cannot find version ${version} for ${engine}`, "engineVersion"),
    ...noIf(flag(group["automaticFailoverEnabled"]) === true && single && plain, COMBINATION, "Must specify at least two cache clusters in order to auto failover.", "automaticFailoverEnabled"),
    ...pickTexts(group, "preferredCacheClusterAzs[]").flatMap(({ path, value }) => noIf(!zoneOf(value, change.region), "InvalidParameterValue", `${value} is not a valid availability zone of ${change.region}.`, path)),
  ];
});

/** The parameter group family of a version. */
function familyOf(engine: string, version: string): string | undefined {
  const [major = "", minor = ""] = version.split(".");
  if (engine === "valkey") return `valkey${major}`;
  return major === "7" ? "redis7" : major === "6" ? "redis6.x" : minor === "" ? undefined : `redis${major}.${minor}`;
}

const family = applyLaw("cache-parameter-group-family", GROUP, CREATE, (group, change) => {
  const name = text(group["parameterGroupName"]);
  const version = text(group["engineVersion"]);
  const own = lookup(change, ["elasticache/parameterGroup"], name, "name");
  const theirs = own === undefined ? /^default\.(.+?)(\.cluster\.on)?$/.exec(name ?? "")?.[1] : text(prop(own, "family"));
  const engine = text(group["engine"]) || "redis";
  const wanted = version === undefined || version === "" ? undefined : familyOf(engine, version);
  const kin = theirs === undefined || theirs.startsWith(engine);
  return noIf(theirs !== undefined && (!kin || (wanted !== undefined && wanted !== theirs)), COMBINATION, `Expected a parameter group of family ${wanted ?? engine} but found one of family ${theirs}`, "parameterGroupName");
});

const userGroupEngine = applyLaw("cache-user-group-engine", GROUP, "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html", (group, change) => {
  const engine = text(group["engine"]) || "redis";
  return texts(group["userGroupIds"]).flatMap((id) => {
    const theirs = text(lookup(change, ["elasticache/userGroup"], id, "userGroupId")?.inputs["engine"])?.toLowerCase();
    return noIf(engine === "redis" && theirs === "valkey", COMBINATION, `User group ${id} of engine valkey cannot be used with engine redis.`, "userGroupIds");
  });
});

const authentication = checkLaw("cache-user-authentication", ["elasticache/user"], "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html", (user) => {
  const said = ["authenticationMode", "passwords", "passwordsWo", "noPasswordRequired"].some((key) => !absent(user[key]) && user[key] !== false && !(Array.isArray(user[key]) && items(user[key]).length === 0));
  return noIf(!said, COMBINATION, "Input Authentication type: null is not in the allowed list: [password,no-password-required,iam]", "authenticationMode");
});

const userNames = applyLaw("cache-user-group-user-names", ["elasticache/userGroup"], USER_GROUP, ({ userIds }, change) => {
  const names = texts(userIds).flatMap((id) => (id === "default" ? ["default"] : (text(lookup(change, ["elasticache/user"], id, "userId")?.inputs["userName"]) ?? [])));
  return noIf(repeated(names).length > 0, "DuplicateUserName", `A user with the user name ${repeated(names).join(", ")} is already in the group.`, "userIds");
});

const tableKeys = checkLaw("dynamodb-table-keys", ["dynamodb/table"], "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html", ({ hashKey, rangeKey }) =>
  noIf(text(hashKey) !== undefined && hashKey !== "" && hashKey === rangeKey, "ValidationException", `Both the Hash Key and the Range Key element in the KeySchema have the same name: ${text(hashKey)}`, "rangeKey"),
);

const mountNetwork = applyLaw("efs-mount-target-groups", ["efs/mountTarget"], "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html", (inputs, change) => {
  const vpc = networksOf(subnetsOf(change, texts([inputs["subnetId"]])))[0];
  return texts(inputs["securityGroups"])
    .flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? [])
    .filter((one) => vpc !== undefined && text(prop(one, "vpcId")) !== undefined && prop(one, "vpcId") !== vpc)
    .flatMap((one) => noIf(true, "SecurityGroupNotFound", `The security group ${one.id} doesn't exist in the subnet's virtual private cloud`, "securityGroups"));
});

/** Databases and caches keep interfaces in the subnets of their groups. */
const subnetHeld = applyLaw("subnet-of-a-running-database", ["ec2/subnet"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html", (_, change) => {
  const names = (short: string): string[] => others(change, short).filter((group) => texts(prop(group, "subnetIds")).includes(change.id ?? "")).flatMap((group) => [group.id, text(prop(group, "name")) ?? group.id]);
  const [databases, caches] = [names("rds/subnetGroup"), names("elasticache/subnetGroup")];
  const uses = (one: Entity, key: string, groups: readonly string[]) => one.region === change.region && groups.includes(text(prop(one, key)) ?? "");
  const user = all(change, "rds/instance", "rds/clusterInstance", "rds/cluster").find((one) => uses(one, "dbSubnetGroupName", databases)) ?? all(change, "elasticache/replicationGroup", "elasticache/cluster").find((one) => uses(one, "subnetGroupName", caches));
  return noIf(user !== undefined, "DependencyViolation", `The subnet '${change.id}' has dependencies and cannot be deleted. (${user?.id})`);
}, ["delete"]);

/** Laws of what data stores share. */
export const cacheWorldLaws: readonly Law[] = [needs, family, userGroupEngine, authentication, userNames, tableKeys, mountNetwork, subnetHeld];
