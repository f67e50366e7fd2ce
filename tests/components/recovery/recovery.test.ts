import { beforeAll, describe, expect, test } from "@jest/globals";
import { Recovery } from "../../../components/recovery/recovery.ts";
import type { RecoveryArgs } from "../../../components/recovery/recovery.ts";
import { recoveryContext } from "../../../components/recovery/region.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { key } from "../backup/fixture.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, PRODUCTION, strays } from "../network/fixture.ts";

const SOURCE = "arn:aws:rds:eu-central-1:123456789012:db:optibid-production";
const ARGS: RecoveryArgs = {
  context: PRODUCTION,
  cidr: "10.60.0.0/16",
  zones: ["eu-west-1a", "eu-west-1b"],
  keyArns: { data: key("data", "eu-west-1"), logs: key("logs", "eu-west-1") },
  replica: { sourceArn: SOURCE, databaseName: "optibid", instanceClass: "db.r7g.large", maxStorage: 1_000, insights: "advanced", backupRetentionDays: 35, backupWindow: "01:00-02:00", maintenanceWindow: "sun:03:00-sun:04:00" },
};
const { replica: _left, ...WITHOUT } = ARGS;
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new Recovery("recovery", ARGS));
});

const REPLICA_ONLY = ["iam:Role recovery-monitoring", "iam:RolePolicyAttachment recovery-monitoring-policy", "rds:Instance recovery-replica", ...["postgresql", "upgrade", "iam-db-auth-error"].map((log) => `cloudwatch:LogGroup recovery-replica-${log}-logs`)];

test("exactly these children beside the network's", () => {
  const own = (registrations: Registration[]): string[] => children(registrations).filter((each) => !each.includes(" recovery-network"));
  const always = ["golive:recovery:Recovery recovery", "rds:SubnetGroup recovery-subnets", "rds:ParameterGroup recovery-parameters", "ec2:SecurityGroup recovery-sg", "vpc:SecurityGroupIngressRule recovery-from-programs"];
  expect(own(graph)).toEqual([...always, ...REPLICA_ONLY].sort());
  expect(strays(graph)).toEqual([]);
});

test("without a replica, the rest", async () => {
  const bare = await record(() => new Recovery("recovery", WITHOUT));
  expect(children(graph).filter((each) => !children(bare).includes(each))).toEqual([...REPLICA_ONLY].sort());
  expect(refusals(bare)).toEqual([]);
});

test("everything is in the other Region, except what has none", () => {
  const elsewhere = graph.filter(({ custom, inputs }) => custom && inputs["region"] !== "eu-west-1").map(({ type }) => type);
  expect([...new Set(elsewhere)].sort()).toEqual(["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"]);
  expect(graph.filter(({ type }) => type === "aws:ec2/subnet:Subnet").map(({ inputs }) => inputs["availabilityZone"]).sort()).toEqual(["eu-west-1a", "eu-west-1a", "eu-west-1a", "eu-west-1b", "eu-west-1b", "eu-west-1b"]);
});

test("AWS refuses nothing and no rule is broken", () => {
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
});

test("a pilot light costs little: one way out, no interface endpoints", () => {
  expect(graph.filter(({ type }) => type === "aws:ec2/natGateway:NatGateway")).toHaveLength(1);
  expect(graph.filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs["serviceName"])).toEqual(["com.amazonaws.eu-west-1.s3"]);
});

test("the replica: from the primary's ARN, under this Region's key, backed up and kept", () => {
  const replica = only(graph, "aws:rds/instance:Instance");
  expect(replica.inputs).toEqual({
    region: "eu-west-1",
    identifier: "optibid-production-dr",
    replicateSourceDb: SOURCE,
    instanceClass: "db.r7g.large",
    port: 5433,
    networkType: "IPV4",
    publiclyAccessible: false,
    multiAz: false,
    dbSubnetGroupName: "optibid-production-dr",
    vpcSecurityGroupIds: ["<unknown>"],
    parameterGroupName: "optibid-production-dr",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    iamDatabaseAuthenticationEnabled: true,
    storageType: "gp3",
    storageEncrypted: true,
    kmsKeyId: key("data", "eu-west-1"),
    maxAllocatedStorage: 1_000,
    backupRetentionPeriod: 35,
    backupWindow: "01:00-02:00",
    maintenanceWindow: "sun:03:00-sun:04:00",
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
    deletionProtection: true,
    skipFinalSnapshot: true,
    enabledCloudwatchLogsExports: ["postgresql", "upgrade", "iam-db-auth-error"],
    monitoringInterval: 60,
    monitoringRoleArn: "<unknown>",
    databaseInsightsMode: "advanced",
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: key("data", "eu-west-1"),
    performanceInsightsRetentionPeriod: 465,
    tags: expectedTags("confidential", "recovery-replica"),
  });
  expect(namesOf(replica.propertyDependencies["dbSubnetGroupName"])).toEqual(["recovery-subnets"]);
  expect(keptNames(graph)).toContain("recovery-replica");
});

test("hooks change what is passed", async () => {
  const hooked = await record(() => new Recovery("recovery", { ...ARGS, transform: { replica: (args) => ({ ...args, multiAz: true }) } }));
  expect(only(hooked, "aws:rds/instance:Instance").inputs["multiAz"]).toBe(true);
});

describe("the name there", () => {
  test("ends in -dr and has no further Region", () => {
    expect(recoveryContext(PRODUCTION)).toMatchObject({ name: "optibid-production-dr", region: "eu-west-1", accountId: "123456789012", environment: "production" });
    expect("drRegion" in recoveryContext(PRODUCTION)).toBe(false);
  });
  test.each([
    ["no other Region", DEVELOPMENT, /drRegion: required/],
    ["a name too long", { ...PRODUCTION, name: "a".repeat(22) }, /25 characters; at most 24/],
  ])("%s is refused", (_, context, message) => {
    expect(() => recoveryContext(context)).toThrow(message);
  });
});
