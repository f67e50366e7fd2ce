import { beforeAll, describe, expect, test } from "@jest/globals";
import { Database } from "../../../components/database/database.ts";
import type { DatabaseArgs } from "../../../components/database/args.ts";
import { databaseParameters } from "../../../components/database/parameters.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { children, expectedTags, keptNames, namesOf, strays, ZONES } from "../network/fixture.ts";
import { ARGS, INSTANCE, key, SMALL } from "./fixture.ts";


let graph: Registration[];
let small: Registration[];
let database: Database;

beforeAll(async () => {
  graph = await record(() => {
    database = new Database("db", ARGS);
  });
  small = await record(() => new Database("db", SMALL));
});

describe("children", () => {
  const logs = (part: string): string[] => ["postgresql", "upgrade", "iam-db-auth-error"].map((log) => `cloudwatch:LogGroup db-${part}-${log}-logs`);
  const shared = [
    "golive:database:Database db",
    "golive:database:DatabaseSecurityGroups db-access",
    "golive:database:DatabaseProxy db-pool",
    "golive:database:MasterSecret db-master",
    ...["instances", "proxy", "rotation"].map((part) => `ec2:SecurityGroup db-access-${part}`),
    ...["instances-from-cluster", "instances-from-proxy", "instances-from-rotation", "proxy-from-cluster"].map((part) => `vpc:SecurityGroupIngressRule db-access-${part}`),
    ...["proxy-to-instances", "rotation-to-instances", "rotation-to-endpoints"].map((part) => `vpc:SecurityGroupEgressRule db-access-${part}`),
    "rds:ParameterGroup db-parameters",
    "iam:Role db-monitoring",
    "iam:RolePolicyAttachment db-monitoring-policy",
    "index:RandomPassword db-password",
    "rds:SubnetGroup db-subnets",
    "rds:Instance db-primary",
    ...logs("primary"),
    "secretsmanager:Secret db-master-secret",
    "secretsmanager:SecretVersion db-master-initial",
    "cloudwatch:LogGroup db-master-function-logs",
    "serverlessrepository:CloudFormationStack db-master-function",
    "secretsmanager:SecretRotation db-master-rotation",
    "cloudwatch:LogGroup db-pool-logs",
    "iam:Role db-pool-role",
    "iam:RolePolicy db-pool-policy",
    "rds:Proxy db-pool-proxy",
    "rds:ProxyDefaultTargetGroup db-pool-targets",
    "rds:ProxyTarget db-pool-target",
  ];

  test("exactly these in production", () => {
    expect(children(graph)).toEqual(
      [...shared, "index:RandomId db-final-snapshot", "rds:SubnetGroup db-replica-subnets", "rds:Instance db-replica-1", ...logs("replica-1"), "rds:InstanceAutomatedBackupsReplication db-backups"].sort(),
    );
    expect(strays(graph)).toEqual([]);
  });

  test("exactly these in development", () => {
    expect(children(small)).toEqual([...shared].sort());
  });

  test("instances, secret, backups and logs are protected and kept in production, nothing in development", () => {
    expect(keptNames(graph)).toEqual(
      [
        "db-primary",
        "db-replica-1",
        "db-backups",
        "db-master-secret",
        "db-master-function-logs",
        "db-pool-logs",
        ...["primary", "replica-1"].flatMap((part) => ["postgresql", "upgrade", "iam-db-auth-error"].map((log) => `db-${part}-${log}-logs`)),
      ].sort(),
    );
    expect(keptNames(small)).toEqual([]);
  });
});

describe("instances", () => {
  const common = {
    instanceClass: "db.r7g.large",
    port: 5433,
    networkType: "IPV4",
    publiclyAccessible: false,
    vpcSecurityGroupIds: ["<unknown>"],
    parameterGroupName: "<unknown>",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    iamDatabaseAuthenticationEnabled: true,
    storageType: "gp3",
    storageEncrypted: true,
    maxAllocatedStorage: 1000,
    backupRetentionPeriod: 35,
    backupWindow: "01:00-02:00",
    maintenanceWindow: "sun:03:00-sun:04:00",
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
    deletionProtection: true,
    enabledCloudwatchLogsExports: ["postgresql", "upgrade", "iam-db-auth-error"],
    monitoringInterval: 60,
    monitoringRoleArn: "<unknown>",
    databaseInsightsMode: "advanced",
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: ARGS.keyArns.data,
    performanceInsightsRetentionPeriod: 465,
    dbSubnetGroupName: "<unknown>",
  };

  test("the primary", () => {
    expect(only(graph, INSTANCE, "primary").inputs).toEqual({
      ...common,
      identifier: "optibid-production",
      engine: "postgres",
      engineVersion: "17",
      kmsKeyId: ARGS.keyArns.data,
      dbName: "optibid",
      username: "optibid_admin",
      password: "<unknown>",
      allocatedStorage: 100,
      multiAz: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "<unknown>",
      deleteAutomatedBackups: false,
      tags: { ...expectedTags("confidential", "db-primary"), backup: "daily" },
    });
  });

  test("the last snapshot has a name that no earlier stack has used", async () => {
    const known = await record(() => new Database("db", ARGS), { outputs: (type) => (type === "random:index/randomId:RandomId" ? { hex: "c0ffee00" } : {}) });
    expect(only(known, INSTANCE, "primary").inputs["finalSnapshotIdentifier"]).toBe("optibid-production-final-c0ffee00");
  });

  test("wait until the monitoring role has its permission: RDS refuses a role without", () => {
    for (const { dependencies } of graph.filter(({ type }) => type === INSTANCE)) expect(namesOf(dependencies)).toContain("db-monitoring-policy");
  });

  test("the replica: no engine, credentials, size, key or final snapshot of its own", () => {
    expect(only(graph, INSTANCE, "replica-1").inputs).toEqual({
      ...common,
      identifier: "optibid-production-replica-1",
      replicateSourceDb: "<unknown>",
      availabilityZone: "eu-central-1c",
      multiAz: false,
      skipFinalSnapshot: true,
      tags: expectedTags("confidential", "db-replica-1"),
    });
  });

  test("the replica follows the primary, in a zone the primary cannot be in", () => {
    const replica = only(graph, INSTANCE, "replica-1");
    expect(namesOf(replica.propertyDependencies["replicateSourceDb"])).toEqual(["db-primary"]);
    expect(namesOf(replica.propertyDependencies["dbSubnetGroupName"])).toEqual(["db-replica-subnets"]);
    expect(only(graph, "aws:rds/subnetGroup:SubnetGroup", "db-subnets").inputs["subnetIds"]).toEqual(["subnet-a", "subnet-b"]);
    expect(only(graph, "aws:rds/subnetGroup:SubnetGroup", "db-replica-subnets").inputs["subnetIds"]).toEqual(["subnet-a", "subnet-b", "subnet-c"]);
  });

  test("with two zones the replica shares the primary's subnet group, and names its source by identifier", async () => {
    const two = await record(() => new Database("db", { ...ARGS, zones: ZONES.slice(0, 2), isolatedSubnetIds: ["subnet-a", "subnet-b"] }));
    const { inputs, propertyDependencies } = only(two, INSTANCE, "replica-1");
    expect([inputs["availabilityZone"], inputs["replicateSourceDb"], inputs["dbSubnetGroupName"]]).toEqual(["eu-central-1b", "optibid-production", undefined]);
    expect(namesOf(propertyDependencies["replicateSourceDb"])).toEqual(["db-primary"]);
  });

  test("RDS manages no password here: it would refuse the replica", () => {
    for (const { inputs } of graph.filter(({ type }) => type === INSTANCE)) expect(inputs).not.toHaveProperty("manageMasterUserPassword");
  });

  test("log groups are there first, under the names RDS will use", () => {
    for (const [name, identifier] of [["primary", "optibid-production"], ["replica-1", "optibid-production-replica-1"]] as const) {
      const wanted = namesOf(only(graph, INSTANCE, name).dependencies).filter((each) => each.endsWith("-logs"));
      const groups = graph.filter((each) => wanted.includes(each.name)).map(({ inputs }) => inputs);
      expect(groups.map((inputs) => inputs["name"]).sort()).toEqual(["iam-db-auth-error", "postgresql", "upgrade"].map((log) => `/aws/rds/instance/${identifier}/${log}`));
      for (const inputs of groups) expect(inputs).toMatchObject({ kmsKeyId: ARGS.keyArns.logs, retentionInDays: 400 });
    }
  });

  test("in development: one instance that can be destroyed", () => {
    expect(only(small, INSTANCE).inputs).toMatchObject({ multiAz: false, deletionProtection: false, skipFinalSnapshot: true, deleteAutomatedBackups: true, backupRetentionPeriod: 7, databaseInsightsMode: "standard", performanceInsightsRetentionPeriod: 7, storageEncrypted: true, publiclyAccessible: false });
    expect(only(small, INSTANCE).inputs).not.toHaveProperty("finalSnapshotIdentifier");
  });

  test("speed of the volume is passed on where it may be set, and left to RDS elsewhere", async () => {
    const tuned = await record(() => new Database("db", { ...ARGS, storage: { allocated: 400, max: 2000, iops: 16_000, throughput: 1000 } }));
    expect(only(tuned, INSTANCE, "primary").inputs).toMatchObject({ iops: 16_000, storageThroughput: 1000 });
    expect(only(graph, INSTANCE, "primary").inputs).not.toHaveProperty("iops");
  });
});

test("every log group is kept as long as asked", async () => {
  const short = await record(() => new Database("db", { ...ARGS, logRetentionDays: 30 }));
  const groups = short.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => [inputs["kmsKeyId"], inputs["retentionInDays"]]);
  expect(groups).toEqual(Array.from({ length: 8 }, () => [ARGS.keyArns.logs, 30]));
});

test("the parameter group belongs to the engine's family", () => {
  expect(only(graph, "aws:rds/parameterGroup:ParameterGroup").inputs).toMatchObject({ family: "postgres17", parameters: databaseParameters("optibid") });
});

test("backups are copied to the Region of recovery, under the key there, as long as at home", () => {
  const copy = only(graph, "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication");
  expect(copy.inputs).toEqual({ region: "eu-west-1", sourceDbInstanceArn: "<unknown>", kmsKeyId: key("eu-west-1", "backups"), retentionPeriod: 35 });
  expect(namesOf(copy.propertyDependencies["sourceDbInstanceArn"])).toEqual(["db-primary"]);
});

test("what others need is known at preview", () => {
  expect(database.identifiers).toEqual(["optibid-production", "optibid-production-replica-1"]);
  expect([database.port, database.instancePort, database.databaseName, database.applicationUser]).toEqual([5432, 5433, "optibid", "optibid_app"]);
  expect(database.maintenanceSql).toContain("cron.schedule('nightly-vacuum', '0 2 * * *'");
  expect(database.connectArns).toHaveLength(2);
});

describe("refusals", () => {
  test.each<[string, Partial<DatabaseArgs>, string]>([
    ["windows that overlap", { backupWindow: "03:30-04:30" }, 'db: backupWindow "03:30-04:30" and maintenanceWindow "sun:03:00-sun:04:00" overlap; move one of them'],
    ["no backups", { backupRetentionDays: 0 }, "db: backupRetentionDays 0: a whole number from 1 to 35"],
    ["36 days", { backupRetentionDays: 36 }, "db: backupRetentionDays 36: a whole number from 1 to 35"],
    ["a privileged port", { port: 1149 }, "db: port 1149: a whole number from 1150 to 65535"],
    ["a port beyond the last", { port: 65_536 }, "db: port 65536: a whole number from 1150 to 65535"],
    ["half a port", { port: 5433.5 }, "db: port 5433.5: a whole number from 1150 to 65535"],
    ["16 replicas", { replicas: 16 }, "db: replicas 16: a whole number from 0 to 15"],
    ["one zone", { zones: ["eu-central-1a"], isolatedSubnetIds: ["subnet-a"] }, "db: zones: 1 named; a database subnet group needs at least two"],
    ["subnets that do not match the zones", { isolatedSubnetIds: ["subnet-a"] }, "db: isolatedSubnetIds: 1 for 3 zones; one a zone, in their order"],
    ["recovery without keys", { drKeyArns: undefined }, "db: drKeyArns: required, because the context has a drRegion (eu-west-1)"],
    ["several at once", { replicas: -1, backupRetentionDays: 99 }, "db: replicas -1: a whole number from 0 to 15; backupRetentionDays 99: a whole number from 1 to 35"],
  ])("%s", async (_, wrong, message) => {
    await expect(record(() => new Database("db", { ...ARGS, ...wrong }))).rejects.toThrow(message);
  });
});

test("transforms reach primary and replica apart", async () => {
  const changed = await record(() => new Database("db", { ...ARGS, transform: { replica: (args) => ({ ...args, instanceClass: "db.r7g.xlarge" }) } }));
  expect(["primary", "replica-1"].map((name) => only(changed, INSTANCE, name).inputs["instanceClass"])).toEqual(["db.r7g.large", "db.r7g.xlarge"]);
});
