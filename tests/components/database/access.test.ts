import { beforeAll, describe, expect, test } from "@jest/globals";
import { Database } from "../../../components/database/database.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { expectedTags, namesOf, policy } from "../network/fixture.ts";
import { ARGS, INSTANCE, key, SMALL } from "./fixture.ts";

let graph: Registration[];
let small: Registration[];

beforeAll(async () => {
  graph = await record(() => new Database("db", ARGS));
  small = await record(() => new Database("db", SMALL));
});

describe("master secret", () => {
  test("encrypted with the secrets key, in both Regions, and can be taken back for 30 days", () => {
    expect(only(graph, "aws:secretsmanager/secret:Secret").inputs).toEqual({
      name: "optibid-production/database",
      description: "Master credentials of optibid-production",
      kmsKeyId: ARGS.keyArns.secrets,
      recoveryWindowInDays: 30,
      replicas: [{ region: "eu-west-1", kmsKeyId: key("eu-west-1", "secrets") }],
      tags: expectedTags("restricted", "db-master-secret"),
    });
    expect(only(small, "aws:secretsmanager/secret:Secret").inputs).not.toHaveProperty("replicas");
  });

  test("holds what the rotation function reads", async () => {
    const known = await record(() => new Database("db", ARGS), {
      outputs: (type) => (type === INSTANCE ? { address: "db.example" } : type === "random:index/randomPassword:RandomPassword" ? { result: "hunter2" } : {}),
    });
    const content = only(known, "aws:secretsmanager/secretVersion:SecretVersion").inputs["secretString"] as { secret: string };
    expect(JSON.parse(content.secret)).toEqual({ engine: "postgres", host: "db.example", port: 5433, dbname: "optibid", dbInstanceIdentifier: "optibid-production", username: "optibid_admin", password: "hunter2" });
    expect(JSON.stringify(known.map(({ inputs }) => inputs)).split("hunter2").length - 1).toBe(2); // the secret and the instance
    expect(only(known, INSTANCE, "primary").inputs["password"]).toEqual({ secret: "hunter2" });
  });

  test("its first version is never written again: it would undo the rotation", () => {
    expect(only(graph, "aws:secretsmanager/secretVersion:SecretVersion").ignoreChanges).toEqual(["secretString"]);
  });

  test("rotated every 30 days, and at once when everything it needs is there", () => {
    const rotation = only(graph, "aws:secretsmanager/secretRotation:SecretRotation");
    expect(rotation.inputs).toEqual({
      secretId: "<unknown>",
      rotationLambdaArn: "arn:aws:lambda:eu-central-1:123456789012:function:optibid-production-db-rotation",
      rotateImmediately: true,
      rotationRules: { automaticallyAfterDays: 30 },
    });
    expect(namesOf(rotation.dependencies)).toEqual(
      ["instances-from-cluster", "instances-from-proxy", "instances-from-rotation", "proxy-from-cluster", "proxy-to-instances", "rotation-to-endpoints", "rotation-to-instances"]
        .map((part) => `db-access-${part}`)
        .concat(["db-master-function", "db-master-initial", "db-master-secret", "db-primary"])
        .sort(),
    );
  });

  test("the function runs in the private subnets and may decrypt", () => {
    expect(only(graph, "aws:serverlessrepository/cloudFormationStack:CloudFormationStack").inputs).toEqual({
      name: "optibid-production-db-rotation",
      applicationId: "arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser",
      capabilities: ["CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY"],
      parameters: {
        functionName: "optibid-production-db-rotation",
        endpoint: "https://secretsmanager.eu-central-1.amazonaws.com",
        kmsKeyArn: ARGS.keyArns.secrets,
        vpcSubnetIds: "subnet-pa,subnet-pb",
        vpcSecurityGroupIds: "<unknown>",
      },
      tags: expectedTags("restricted", "db-master-function"),
    });
  });
});

describe("pool", () => {
  test("TLS and IAM only, from the isolated tier", () => {
    expect(only(graph, "aws:rds/proxy:Proxy").inputs).toEqual({
      name: "optibid-production-proxy",
      engineFamily: "POSTGRESQL",
      requireTls: true,
      defaultAuthScheme: "IAM_AUTH",
      roleArn: "<unknown>",
      idleClientTimeout: 1800,
      debugLogging: false,
      vpcSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      vpcSecurityGroupIds: ["<unknown>"],
      tags: expectedTags("confidential", "db-pool-proxy"),
    });
    expect(namesOf(only(graph, "aws:rds/proxy:Proxy").dependencies)).toEqual(expect.arrayContaining(["db-pool-logs", "db-pool-policy"]));
  });

  test("points at the primary and leaves connections for others", () => {
    const target = only(graph, "aws:rds/proxyTarget:ProxyTarget");
    expect(namesOf(target.propertyDependencies["dbInstanceIdentifier"])).toEqual(["db-primary"]);
    expect(only(graph, "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup").inputs["connectionPoolConfig"]).toEqual({ maxConnectionsPercent: 80, maxIdleConnectionsPercent: 40, connectionBorrowTimeout: 10 });
  });

  test("its role may log in as the application, and nothing else", async () => {
    const known = await record(() => new Database("db", ARGS), { outputs: (type) => (type === INSTANCE ? { resourceId: "db-ABC" } : {}) });
    expect(policy(only(known, "aws:iam/rolePolicy:RolePolicy").inputs["policy"]).Statement).toEqual([
      { Effect: "Allow", Action: "rds-db:connect", Resource: "arn:aws:rds-db:eu-central-1:123456789012:dbuser:db-ABC/optibid_app" },
    ]);
  });
});

test("security groups: who opens connections to whom", () => {
  const flows = graph
    .filter(({ type }) => type.startsWith("aws:vpc/securityGroup"))
    .map(({ type, propertyDependencies, inputs }) => {
      const own = namesOf(propertyDependencies["securityGroupId"])[0];
      const peer = namesOf(propertyDependencies["referencedSecurityGroupId"])[0] ?? inputs["referencedSecurityGroupId"];
      const arrow = type.endsWith("IngressRule") ? "<-" : "->";
      return `${String(own)} ${arrow} ${String(peer)} ${String(inputs["ipProtocol"])} ${String(inputs["fromPort"])}-${String(inputs["toPort"])}`;
    });
  expect(flows.sort()).toEqual(
    [
      "db-access-instances <- sg-cluster tcp 5433-5433",
      "db-access-instances <- db-access-proxy tcp 5433-5433",
      "db-access-instances <- db-access-rotation tcp 5433-5433",
      "db-access-proxy <- sg-cluster tcp 5432-5432",
      "db-access-proxy -> db-access-instances tcp 5433-5433",
      "db-access-rotation -> db-access-instances tcp 5433-5433",
      "db-access-rotation -> sg-endpoints tcp 443-443",
    ].sort(),
  );
});

test("monitoring is trusted for this platform's instances only", () => {
  expect(policy(only(graph, "aws:iam/role:Role", "monitoring").inputs["assumeRolePolicy"]).Statement[0]?.["Condition"]).toEqual({
    StringEquals: { "aws:SourceAccount": "123456789012" },
    ArnLike: { "aws:SourceArn": "arn:aws:rds:eu-central-1:123456789012:db:optibid-production*" },
  });
});
