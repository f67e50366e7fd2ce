import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSchemas, UnknownTypeError } from "../../../rehearsal/schema/index.ts";
import type { Property, Schemas, TypeSpec } from "../../../rehearsal/schema/index.ts";

let cacheDirectory: string;
let schemas: Schemas;

beforeAll(() => {
  cacheDirectory = mkdtempSync(join(tmpdir(), "schemas-"));
  schemas = openSchemas({ cacheDirectory });
});
afterAll(() => rmSync(cacheDirectory, { recursive: true, force: true }));

/** Follows every nested type, so that a reference that leads nowhere throws. Returns how many were seen. */
function walk(properties: Readonly<Record<string, Property>>, seen: Set<string>, problems: string[]): void {
  const visit = (type: TypeSpec, path: string): void => {
    if (type.kind === "array") visit(type.items, path);
    else if (type.kind === "map") visit(type.values, path);
    else if (type.kind === "union") type.of.forEach((member) => visit(member, path));
    else if (type.kind === "enum" && type.values.length === 0) problems.push(`${path}: empty enumeration`);
    else if (type.kind === "object" && !seen.has(type.name)) {
      seen.add(type.name);
      walk(type.properties, seen, problems);
    }
  };
  for (const [name, property] of Object.entries(properties)) visit(property.type, name);
}

describe("every type of the installed packages parses", () => {
  test.each([
    ["aws", 1700, 680, ["aws:ram/sharingWithOrganization:SharingWithOrganization"]],
    ["kubernetes", 550, 3, ["kubernetes:helm.sh/v3:Chart"]],
    ["random", 11, 0, ["pulumi:providers:random"]],
  ] as const)("%s", (pkg, resources, functions, withoutOutputs) => {
    const seen = new Set<string>();
    const problems: string[] = [];
    const empty: string[] = [];
    for (const token of schemas.tokens(pkg)) {
      const schema = schemas.resource(token);
      expect(schema.token).toBe(token);
      if (Object.keys(schema.outputs).length === 0) empty.push(token);
      walk(schema.inputs, seen, problems);
      walk(schema.outputs, seen, problems);
    }
    for (const token of schemas.functions(pkg)) {
      walk(schemas.function(token).inputs, seen, problems);
      walk(schemas.function(token).outputs, seen, problems);
    }
    expect(problems).toEqual([]);
    expect(empty).toEqual(withoutOutputs);
    expect(schemas.tokens(pkg).length).toBeGreaterThanOrEqual(resources);
    expect(schemas.functions(pkg).length).toBeGreaterThanOrEqual(functions);
  }, 60_000);
});

describe("known types", () => {
  /** Names of the arguments as the SDK's own constructor passes them on. */
  const passed = (file: string): string[] => {
    const text = readFileSync(join("node_modules/@pulumi", `${file}.js`), "utf8");
    return [...new Set([...text.matchAll(/resourceInputs\["(\w+)"\] = .*args\?\.(\w+)/g)].map((match) => match[1] ?? ""))].sort();
  };
  const required = (file: string): string[] => {
    const text = readFileSync(join("node_modules/@pulumi", `${file}.js`), "utf8");
    return [...new Set([...text.matchAll(/Missing required property '(\w+)'/g)].map((match) => match[1] ?? ""))].sort();
  };

  test.each([
    ["aws:rds/instance:Instance", "aws/rds/instance"],
    ["aws:ec2/vpc:Vpc", "aws/ec2/vpc"],
    ["aws:ec2/securityGroup:SecurityGroup", "aws/ec2/securityGroup"],
    ["aws:s3/bucketV2:BucketV2", "aws/s3/bucketV2"],
    ["aws:s3/bucket:Bucket", "aws/s3/bucket"],
    ["aws:eks/cluster:Cluster", "aws/eks/cluster"],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "aws/elasticache/replicationGroup"],
    ["aws:lb/listener:Listener", "aws/lb/listener"],
    ["aws:wafv2/webAcl:WebAcl", "aws/wafv2/webAcl"],
    ["aws:cloudfront/distribution:Distribution", "aws/cloudfront/distribution"],
    ["aws:iam/role:Role", "aws/iam/role"],
    ["aws:kms/key:Key", "aws/kms/key"],
    ["random:index/randomPassword:RandomPassword", "random/randomPassword"],
  ])("%s has exactly the arguments that the SDK sends", (token, file) => {
    const schema = schemas.resource(token);
    expect(Object.keys(schema.inputs).sort()).toEqual(passed(file));
    expect(Object.keys(schema.inputs).filter((name) => schema.inputs[name]?.required).sort()).toEqual(required(file));
  });

  test("outputs, secrets, import ids and nested types of a database", () => {
    const schema = schemas.resource("aws:rds/instance:Instance");
    expect(schema.computed).toEqual([
      "address", "arn", "endpoint", "engineVersionActual", "hostedZoneId", "latestRestorableTime", "listenerEndpoints",
      "masterUserSecrets", "replicas", "resourceId", "status", "tagsAll", "upgradeRolloutOrder",
    ]);
    expect(schema.inputs["password"]?.secret).toBe(true);
    expect(schema.inputs["engine"]?.secret).toBeUndefined();
    expect(schema.imports).toEqual(["mydb-rds-instance"]);
    const restore = schema.inputs["restoreToPointInTime"]?.type;
    expect(restore?.kind === "object" ? Object.keys(restore.properties) : restore).toEqual([
      "restoreTime", "sourceDbInstanceAutomatedBackupsArn", "sourceDbInstanceIdentifier", "sourceDbiResourceId", "useLatestRestorableTime",
    ]);
  });

  test("enumerations are open where the SDK takes any string, closed where the documentation closes them", () => {
    const rds = schemas.resource("aws:rds/instance:Instance").inputs;
    expect(rds["instanceClass"]?.type).toMatchObject({ kind: "enum", open: true });
    expect(schemas.resource("aws:ec2/flowLog:FlowLog").inputs["trafficType"]?.values).toEqual(["ACCEPT", "REJECT", "ALL"]);
    expect(schemas.resource("aws:kms/key:Key").inputs["keyUsage"]?.values).toBeUndefined();
    expect(schemas.resource("kubernetes:apps/v1:Deployment").inputs["kind"]?.type).toEqual({ kind: "enum", values: ["Deployment"], open: false });
  });

  test("what changes make a new resource", () => {
    const of = (token: string): string[] => Object.entries(schemas.resource(token).inputs).filter(([, { replaces }]) => replaces).map(([name]) => name);
    expect(of("aws:eks/cluster:Cluster")).toEqual(["bootstrapSelfManagedAddons"]);
    expect(of("aws:ecs/service:Service")).toEqual([]);
    expect(of("random:index/randomPassword:RandomPassword")).toContain("keepers");
  });

  test("providers and custom resources", () => {
    expect(Object.keys(schemas.resource("pulumi:providers:aws").inputs)).toEqual(expect.arrayContaining(["region", "assumeRoles", "defaultTags"]));
    expect(schemas.resource("kubernetes:cert-manager.io/v1:Certificate")).toMatchObject({ open: true, token: "kubernetes:cert-manager.io/v1:Certificate" });
    expect(Object.keys(schemas.function("aws:ec2/getVpc:getVpc").outputs)).toContain("cidrBlock");
  });

  test.each([
    ["aws:rds/instnce:Instance", /aws:rds\/instnce:Instance is not known to @pulumi\/aws@\d+\.\d+\.\d+; did you mean aws:rds\/instance:Instance/],
    ["kubernetes:apps/v1:Deploymnt", /@pulumi\/kubernetes@.*; did you mean kubernetes:apps\/v1:Deployment,/],
    ["kubernetes:networking.k8s.io/v1:Ingres", /did you mean kubernetes:networking\.k8s\.io\/v1:Ingress/],
    ["gcp:a/b:C", /gcp:a\/b:C is not known to @pulumi\/aws@/],
  ])("%s is refused with a hint", (token, message) => {
    expect(() => schemas.resource(token)).toThrow(UnknownTypeError);
    expect(() => schemas.resource(token)).toThrow(message);
  });

  test("an unknown function is refused", () => {
    expect(() => schemas.function("aws:ec2/getVpcc:getVpcc")).toThrow(/did you mean aws:ec2\/getVpc:getVpc/);
  });
});

describe("the cache", () => {
  const file = (directory: string, token: string): string => {
    const name = `${token.replaceAll(/[:/]/g, "~")}.json`;
    const folder = readdirSync(directory).find((entry) => entry.startsWith("aws-")) ?? "";
    return join(directory, folder, "resources", name);
  };

  test.each([
    ["truncated", (text: string) => text.slice(0, text.length / 2)],
    ["edited", (text: string) => text.replace("cidrBlock", "cidrBloc")],
    ["emptied", () => ""],
  ])("a file that was %s is made again", (_, damage) => {
    const directory = mkdtempSync(join(tmpdir(), "schemas-"));
    try {
      const before = openSchemas({ cacheDirectory: directory }).resource("aws:ec2/vpc:Vpc");
      const path = file(directory, "aws:ec2/vpc:Vpc");
      const good = readFileSync(path, "utf8");
      writeFileSync(path, damage(good));
      const after = openSchemas({ cacheDirectory: directory }).resource("aws:ec2/vpc:Vpc");
      expect(Object.keys(after.inputs)).toEqual(Object.keys(before.inputs));
      expect(readFileSync(path, "utf8")).toBe(good);
      expect(readdirSync(join(path, "..")).filter((name) => !name.endsWith(".json"))).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 30_000);
});
