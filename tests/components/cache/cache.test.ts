import { beforeAll, describe, expect, test } from "@jest/globals";
import { Cache } from "../../../components/cache/cache.ts";
import type { CacheArgs } from "../../../components/cache/args.ts";
import { LOGICAL_DATABASES, PURPOSES, userId } from "../../../components/cache/databases.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, PRODUCTION, strays } from "../network/fixture.ts";

const ARGS: CacheArgs = {
  context: PRODUCTION,
  vpcId: "vpc-1",
  isolatedSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  clients: { cluster: "sg-cluster" },
  keyArns: { data: "arn:aws:kms:eu-central-1:123456789012:key/data", logs: "arn:aws:kms:eu-central-1:123456789012:key/logs" },
};
const USER = "aws:elasticache/user:User";
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
let graph: Registration[];
let connectArns: Record<string, unknown>;

beforeAll(async () => {
  graph = await record(async () => {
    const cache = new Cache("cache", ARGS);
    connectArns = Object.fromEntries(
      await Promise.all(PURPOSES.map(async (purpose) => [purpose, await Promise.all(cache.databases[purpose].connectArns.map((each) => new Promise((resolve) => each.apply(resolve))))])),
    ) as Record<string, unknown>;
  });
});

test("exactly these children", () => {
  expect(children(graph)).toEqual(
    [
      "golive:cache:Cache cache",
      "elasticache:SubnetGroup cache-subnets",
      "elasticache:ParameterGroup cache-parameters",
      "elasticache:ReplicationGroup cache-valkey",
      "elasticache:UserGroup cache-users",
      ...["cache", "default", "queues", "ratelimits", "sessions"].map((user) => `elasticache:User cache-user-${user}`),
      "index:RandomId cache-final-snapshot",
      "index:RandomPassword cache-default-password",
      "ec2:SecurityGroup cache-sg",
      "vpc:SecurityGroupIngressRule cache-from-cluster",
      "cloudwatch:LogGroup cache-slow-log",
      "cloudwatch:LogGroup cache-engine-log",
    ].sort(),
  );
  expect(strays(graph)).toEqual([]);
  expect(keptNames(graph)).toEqual(["cache-engine-log", "cache-slow-log", "cache-valkey"]);
});

test("the replication group", () => {
  const group = only(graph, GROUP);
  expect(group.inputs).toEqual({
    replicationGroupId: "optibid-production-cache",
    description: "optibid-production: sessions, cache, rateLimits, queues",
    engine: "valkey",
    engineVersion: "8.1",
    nodeType: "cache.r7g.large",
    port: 6379,
    clusterMode: "disabled",
    numCacheClusters: 3,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    networkType: "ipv4",
    ipDiscovery: "ipv4",
    subnetGroupName: "<unknown>",
    securityGroupIds: ["<unknown>"],
    parameterGroupName: "<unknown>",
    userGroupIds: ["optibid-production-users"],
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    atRestEncryptionEnabled: true,
    kmsKeyId: ARGS.keyArns.data,
    autoMinorVersionUpgrade: true,
    maintenanceWindow: "sun:03:00-sun:04:00",
    snapshotWindow: "01:00-02:00",
    snapshotRetentionLimit: 35,
    finalSnapshotIdentifier: "<unknown>",
    logDeliveryConfigurations: ["slow-log", "engine-log"].map((log) => ({
      destination: `/aws/vendedlogs/elasticache/optibid-production-cache/${log}`,
      destinationType: "cloudwatch-logs",
      logFormat: "json",
      logType: log,
    })),
    tags: expectedTags("confidential", "cache-valkey"),
  });
  expect(namesOf(group.propertyDependencies["userGroupIds"])).toEqual(["cache-users"]);
  expect(namesOf(group.propertyDependencies["logDeliveryConfigurations"])).toEqual(["cache-engine-log", "cache-slow-log"]);
  expect(namesOf(group.propertyDependencies["subnetGroupName"])).toEqual(["cache-subnets"]);
});

test("parameters: what expires soonest goes first, so that queues are never evicted", () => {
  expect(only(graph, "aws:elasticache/parameterGroup:ParameterGroup").inputs).toMatchObject({ family: "valkey8", parameters: [{ name: "maxmemory-policy", value: "volatile-ttl" }] });
});

test("logs are encrypted and kept as long as asked", async () => {
  const logs = (registrations: Registration[]): unknown[] => registrations.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => [inputs["kmsKeyId"], inputs["retentionInDays"]]);
  expect(logs(graph)).toEqual([[ARGS.keyArns.logs, 400], [ARGS.keyArns.logs, 400]]);
  expect(logs(await record(() => new Cache("cache", { ...ARGS, logRetentionDays: 30 })))).toEqual([[ARGS.keyArns.logs, 30], [ARGS.keyArns.logs, 30]]);
});

describe("users", () => {
  test.each([
    ["sessions", "on ~sessions:* -@all +@read +@write +@connection +@transaction -@dangerous"],
    ["cache", "on ~cache:* -@all +@read +@write +@connection +@transaction -@dangerous"],
    ["ratelimits", "on ~ratelimits:* -@all +@read +@write +@connection +@transaction +@scripting -@dangerous"],
    ["queues", "on ~queues:* -@all +@read +@write +@connection +@transaction +@scripting +@blocking -@dangerous +info"],
  ])("%s: by IAM, with one name, on its own keys", (part, accessString) => {
    const id = `optibid-production-${part}`;
    expect(only(graph, USER, `user-${part}`).inputs).toEqual({
      userId: id,
      userName: id,
      accessString,
      authenticationMode: { type: "iam" },
      engine: "valkey",
      tags: expectedTags("restricted", `cache-user-${part}`),
    });
  });

  test("the default user is switched off, behind a password nobody has", async () => {
    const known = await record(() => new Cache("cache", ARGS), {
      outputs: (type) => (type === "random:index/randomPassword:RandomPassword" ? { result: "hunter2" } : {}),
    });
    expect(only(known, USER, "user-default").inputs).toEqual({
      userId: "optibid-production-default",
      userName: "default",
      accessString: "off ~keys* -@all +get",
      authenticationMode: { type: "password", passwords: [{ secret: "hunter2" }] },
      engine: "valkey",
      tags: expectedTags("restricted", "cache-user-default"),
    });
    const readers = graph.filter(({ dependencies }) => namesOf(dependencies).includes("cache-default-password")).map(({ name }) => name);
    expect(readers).toEqual(["cache-user-default"]);
  });

  test("all of them, and no others, are in the group", () => {
    expect(only(graph, "aws:elasticache/userGroup:UserGroup").inputs["userIds"]).toEqual(
      ["sessions", "cache", "ratelimits", "queues", "default"].map((part) => `optibid-production-${part}`),
    );
  });

  test("ids fit ElastiCache's 40 characters for the longest platform name", () => {
    for (const purpose of PURPOSES) expect(userId("a".repeat(24), purpose).length).toBeLessThanOrEqual(40);
  });
});

describe("logical databases", () => {
  test("four, numbered from 0, each with its own prefix", () => {
    expect(PURPOSES.map((purpose) => LOGICAL_DATABASES[purpose].index)).toEqual([0, 1, 2, 3]);
    const prefixes = PURPOSES.map((purpose) => LOGICAL_DATABASES[purpose].keyPrefix);
    for (const prefix of prefixes) expect(prefixes.filter((other) => other.startsWith(prefix))).toEqual([prefix]);
  });

  test("a workload of one purpose may connect as that user only", () => {
    expect(connectArns).toEqual(
      Object.fromEntries(
        PURPOSES.map((purpose) => [
          purpose,
          [
            "arn:aws:elasticache:eu-central-1:123456789012:replicationgroup:optibid-production-cache",
            `arn:aws:elasticache:eu-central-1:123456789012:user:optibid-production-${purpose.toLowerCase()}`,
          ],
        ]),
      ),
    );
  });
});

test("only clients come in, on Valkey's port", () => {
  expect(only(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs).toMatchObject({ referencedSecurityGroupId: "sg-cluster", ipProtocol: "tcp", fromPort: 6379, toPort: 6379 });
  expect(graph.filter(({ type }) => type.includes("EgressRule"))).toEqual([]);
});

test("one node: no failover, no final snapshot where the environment may be thrown away; TLS all the same", async () => {
  const small = await record(() => new Cache("cache", { ...ARGS, context: DEVELOPMENT, nodes: 1, nodeType: "cache.t4g.small", snapshotRetentionDays: 1 }));
  const { inputs } = only(small, GROUP);
  expect(inputs).toMatchObject({ numCacheClusters: 1, automaticFailoverEnabled: false, multiAzEnabled: false, transitEncryptionMode: "required", snapshotRetentionLimit: 1 });
  expect(inputs).not.toHaveProperty("finalSnapshotIdentifier");
  expect(keptNames(small)).toEqual([]);
});

describe("refusals", () => {
  test.each<[string, Partial<CacheArgs>, string]>([
    ["windows that overlap", { snapshotWindow: "03:30-04:30" }, 'cache: snapshotWindow "03:30-04:30" and maintenanceWindow "sun:03:00-sun:04:00" overlap; move one of them'],
    ["no snapshots", { snapshotRetentionDays: 0 }, "cache: snapshotRetentionDays 0: a whole number from 1 to 35"],
    ["seven nodes", { nodes: 7 }, "cache: nodes 7: a whole number from 1 to 6"],
    ["replicas in one zone", { isolatedSubnetIds: ["subnet-a"] }, "cache: isolatedSubnetIds: 1 given; 3 nodes spread over at least two zones"],
  ])("%s", async (_, wrong, message) => {
    await expect(record(() => new Cache("cache", { ...ARGS, ...wrong }))).rejects.toThrow(message);
  });
});

test("a transform sees every user by name", async () => {
  const seen: string[] = [];
  await record(() => new Cache("cache", { ...ARGS, transform: { user: (args, name) => (seen.push(name), args) } }));
  expect(seen.sort()).toEqual(["cache", "default", "queues", "ratelimits", "sessions"].map((part) => `cache-user-${part}`));
});

test("an operator logs in with a password, sees the server and no program's keys", async () => {
  const withOperator = await record(() => new Cache("cache", { ...ARGS, operatorPassword: "a".repeat(32) }));
  const operator = only(withOperator, USER, "user-operator");
  expect(operator.inputs).toMatchObject({
    userId: "optibid-production-operator",
    userName: "optibid-production-operator",
    authenticationMode: { type: "password", passwords: [{ secret: "a".repeat(32) }] },
  });
  expect(String(operator.inputs["accessString"])).not.toMatch(/@read|@write|@dangerous|~\*/);
  expect(namesOf(only(withOperator, "aws:elasticache/userGroup:UserGroup").propertyDependencies["userIds"])).toContain("cache-user-operator");
});
