import { afterAll, describe, expect, test } from "@jest/globals";
import { ANSWERS, FunctionError, invoke } from "../../../rehearsal/functions/index.ts";
import { UnknownTypeError } from "../../../rehearsal/schema/index.ts";
import type { Entity, Props } from "../../../rehearsal/types.ts";
import { ACCOUNT, REGION, temporarySchemas, worldOf } from "../outputs/world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

const ask = (name: string, args: Props = {}, entities: readonly Partial<Entity>[] = [], region = REGION): Props => {
  const [module = "", fn = ""] = name.split("/");
  const token = `aws:${module}/${fn}:${fn}`;
  return invoke(token, args, { region, account: ACCOUNT, partition: "aws", world: worldOf(entities), schemas });
};

/** Properties of an answer that the SDK declares as present, and are not. */
const missing = (name: string, answer: Props): string[] => {
  const [module = "", fn = ""] = name.split("/");
  return Object.entries(schemas.function(`aws:${module}/${fn}:${fn}`).outputs).filter(([property, { required }]) => required && answer[property] === undefined).map(([property]) => property);
};

test("every function that is played exists", () => {
  expect(Object.keys(ANSWERS).map((token) => schemas.function(token).token)).toEqual(Object.keys(ANSWERS));
});

describe("the account", () => {
  test.each<[string, Props, Props]>([
    ["index/getCallerIdentity", {}, { accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/golive-rehearsal/pulumi` }],
    ["index/getPartition", {}, { partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
    ["index/getRegion", {}, { name: REGION, region: REGION, description: "Europe (Frankfurt)" }],
    ["index/getRegion", { region: "us-east-1" }, { name: "us-east-1" }],
    ["index/getAvailabilityZones", { state: "available" }, { names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"], zoneIds: ["euc1-az1", "euc1-az2", "euc1-az3"] }],
    ["index/getAvailabilityZones", { region: "us-west-1" }, { names: ["us-west-1a", "us-west-1c"] }],
    ["index/getAvailabilityZones", { excludeZoneIds: ["euc1-az2"], filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] }, { names: ["eu-central-1a", "eu-central-1c"] }],
    ["index/getAvailabilityZones", { filters: [{ name: "zone-type", values: ["local-zone"] }] }, { names: [], groupNames: [] }],
    ["elb/getServiceAccount", {}, { id: "054676820928", arn: "arn:aws:iam::054676820928:root" }],
    ["lb/getHostedZoneId", {}, { id: "Z215JYRZR1TBD5" }],
  ])("%s %j", (name, args, answer) => {
    const given = ask(name, args);
    expect(given).toMatchObject(answer);
    expect(missing(name, given)).toEqual([]);
  });
});

describe("what AWS publishes", () => {
  test.each<[string, Props, Props]>([
    ["cloudfront/getCachePolicy", { name: "Managed-CachingDisabled" }, { id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", maxTtl: 0 }],
    ["cloudfront/getCachePolicy", { id: "658327ea-f89d-4fab-a63d-7e88639e58f6" }, { name: "Managed-CachingOptimized" }],
    ["cloudfront/getOriginRequestPolicy", { name: "Managed-AllViewerExceptHostHeader" }, { id: "b689b0a8-53d0-40ab-baf2-68738e2966ac" }],
    ["cloudfront/getResponseHeadersPolicy", { name: "Managed-SecurityHeadersPolicy" }, { id: "67f7725c-6f97-4210-82d7-5512b31e9d03" }],
    ["ec2/getAmi", { owners: ["amazon"], mostRecent: true, filters: [{ name: "name", values: ["al2023-ami-*-arm64"] }] }, { id: expect.stringMatching(/^ami-0[0-9a-f]{16}$/) as unknown as string, architecture: "arm64", rootDeviceType: "ebs", state: "available" }],
    ["iam/getPolicy", { name: "ReadOnlyAccess" }, { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess", path: "/" }],
    ["iam/getPolicy", { arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" }, { name: "AWSLambdaBasicExecutionRole", path: "/service-role/" }],
    ["ec2/getPrefixList", { name: "com.amazonaws.eu-central-1.s3" }, { id: expect.stringMatching(/^pl-[0-9a-f]{8}$/) as unknown as string, name: "com.amazonaws.eu-central-1.s3" }],
    ["ec2/getManagedPrefixList", { name: "com.amazonaws.global.cloudfront.origin-facing" }, { ownerId: "AWS", maxEntries: 55 }],
    ["ssm/getParameter", { name: "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id" }, { value: expect.stringMatching(/^ami-[0-9a-f]{17}$/) as unknown as string }],
    ["ssm/getParameter", { name: "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/release_version" }, { value: "1.33.1-20260101" }],
    ["eks/getAddonVersion", { addonName: "vpc-cni", kubernetesVersion: "1.34" }, { version: expect.stringMatching(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/) as unknown as string }],
    ["kms/getAlias", { name: "alias/aws/ebs" }, { targetKeyArn: expect.stringMatching(/^arn:aws:kms:eu-central-1:111122223333:key\/[0-9a-f-]{36}$/) as unknown as string }],
  ])("%s %j", (name, args, answer) => {
    const given = ask(name, args);
    expect(given).toMatchObject(answer);
    expect(missing(name, given)).toEqual([]);
  });
});

describe("getPolicyDocument", () => {
  const render = (args: Props): unknown => JSON.parse(String(ask("iam/getPolicyDocument", args)["json"]));

  test("single values stand alone, lists in descending order, empty parts are left out", () => {
    const statements = [
      { sid: "", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/&{aws:username}"], principals: [{ type: "AWS", identifiers: ["*"] }] },
      { sid: "Two", effect: "Deny", actions: ["a:B", "c:D"], resources: ["*"], principals: [{ type: "Service", identifiers: ["a.amazonaws.com", "b.amazonaws.com"] }], conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1", "2"] }, { test: "StringEquals", variable: "aws:Other", values: ["3"] }] },
    ];
    expect(render({ statements })).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/${aws:username}", Principal: "*" },
        { Sid: "Two", Effect: "Deny", Action: ["c:D", "a:B"], Resource: "*", Principal: { Service: ["b.amazonaws.com", "a.amazonaws.com"] }, Condition: { StringEquals: { "aws:Other": "3", "aws:SourceAccount": ["1", "2"] } } },
      ],
    });
  });

  test("two notations of the same document", () => {
    const { json, minifiedJson } = ask("iam/getPolicyDocument", { statements: [{ actions: ["*"], resources: ["*"] }] });
    expect(json).toBe('{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "*",\n      "Resource": "*"\n    }\n  ]\n}');
    expect(minifiedJson).toBe('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}');
  });

  test("sources come first, overrides replace by Sid", () => {
    const source = JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "A", Effect: "Allow", Action: "a:*", Resource: "*" }] });
    const override = JSON.stringify({ Statement: [{ Sid: "B", Effect: "Deny", Action: "b:*", Resource: "*" }] });
    expect(render({ sourcePolicyDocuments: [source], statements: [{ sid: "B", actions: ["x:Y"], resources: ["*"] }], overridePolicyDocuments: [override] })).toMatchObject({ Statement: [{ Sid: "A" }, { Sid: "B", Effect: "Deny", Action: "b:*" }] });
  });

  test.each<[string, Props, RegExp]>([
    ["the same Sid twice", { statements: [{ sid: "A", actions: ["a:B"] }, { sid: "A", actions: ["a:B"] }] }, /duplicate Sid \(A\)/],
    ["a source that is no JSON", { sourcePolicyDocuments: ["{"] }, /sourcePolicyDocuments\[0\] is not a JSON policy/],
    ["an unknown argument", { statement: [] }, /statement: unknown property; did you mean statements\?/],
  ])("refuses %s", (_, args, message) => {
    expect(() => ask("iam/getPolicyDocument", args)).toThrow(message);
  });
});

describe("things in the account", () => {
  const world: Partial<Entity>[] = [
    { token: "aws:ec2/vpc:Vpc", id: "vpc-1", outputs: { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } } },
    { token: "aws:ec2/vpc:Vpc", id: "vpc-2", outputs: { cidrBlock: "10.1.0.0/16", tags: { Name: "other" } } },
    { token: "aws:ec2/subnet:Subnet", id: "subnet-1", outputs: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", tags: { tier: "data" } } },
    { token: "aws:ec2/subnet:Subnet", id: "subnet-2", outputs: { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24", tags: { tier: "public" } } },
    { token: "aws:ec2/subnet:Subnet", id: "subnet-3", region: "eu-west-1", outputs: { vpcId: "vpc-1" } },
    { token: "aws:route53/zone:Zone", id: "Z1", region: "aws-global", outputs: { name: "example.com", nameServers: ["ns-1"] } },
    { token: "aws:route53/zone:Zone", id: "Z2", region: "aws-global", outputs: { name: "example.com", vpcs: [{ vpcId: "vpc-1" }] } },
    { token: "aws:eks/cluster:Cluster", id: "c", outputs: { name: "c", version: "1.34", certificateAuthority: { data: "eA==" } } },
    { token: "aws:kms/alias:Alias", id: "alias/data", outputs: { targetKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/k" } },
  ];

  test.each<[string, Props, Props]>([
    ["ec2/getVpc", { id: "vpc-1" }, { id: "vpc-1", cidrBlock: "10.0.0.0/16" }],
    ["ec2/getVpc", { tags: { Name: "other" } }, { id: "vpc-2" }],
    ["ec2/getVpc", { filters: [{ name: "tag:Name", values: ["ma*"] }] }, { id: "vpc-1" }],
    ["ec2/getSubnets", { filters: [{ name: "vpc-id", values: ["vpc-1"] }] }, { ids: ["subnet-1", "subnet-2"] }],
    ["ec2/getSubnets", { tags: { tier: "data" } }, { ids: ["subnet-1"] }],
    ["ec2/getSubnets", { region: "eu-west-1" }, { ids: ["subnet-3"], region: "eu-west-1" }],
    ["ec2/getSubnet", { id: "subnet-1" }, { availableIpAddressCount: 251 }],
    ["route53/getZone", { name: "example.com." }, { zoneId: "Z1", nameServers: ["ns-1"] }],
    ["route53/getZone", { name: "example.com", privateZone: true }, { zoneId: "Z2" }],
    ["eks/getCluster", { name: "c" }, { version: "1.34", certificateAuthorities: [{ data: "eA==" }] }],
    ["kms/getAlias", { name: "alias/data" }, { targetKeyId: "k" }],
  ])("%s %j", (name, args, answer) => {
    expect(ask(name, args, world)).toMatchObject(answer);
  });

  test.each<[string, Props, RegExp]>([
    ["ec2/getVpc", { id: "vpc-9" }, /invoking aws:ec2\/getVpc:getVpc: no matching EC2 VPC found/],
    ["ec2/getVpc", {}, /multiple EC2 VPCs matched/],
    ["route53/getZone", { name: "example.org" }, /no matching Route 53 Hosted Zone found/],
    ["eks/getCluster", { name: "d" }, /No cluster found for name: d/],
    ["kms/getAlias", { name: "alias/none" }, /no such alias/],
    ["iam/getPolicy", { arn: `arn:aws:iam::${ACCOUNT}:policy/none` }, /couldn't find resource/],
    ["s3/getBucket", { bucket: "none" }, /couldn't find resource/],
    ["secretsmanager/getSecret", { name: "none" }, /couldn't find resource/],
    ["ssm/getParameter", { name: "/app/x" }, /ParameterNotFound/],
    ["cloudfront/getCachePolicy", { name: "Managed-Nothing" }, /no cache policy Managed-Nothing; AWS publishes Managed-CachingDisabled/],
  ])("%s %j finds nothing", (name, args, message) => {
    expect(() => ask(name, args, world)).toThrow(message);
  });
});

describe("kubernetes:yaml:decode", () => {
  const decode = (args: Props): Props => invoke("kubernetes:yaml:decode", args, { region: REGION, account: ACCOUNT, partition: "aws", world: worldOf(), schemas });

  test("documents and lists, with the default namespace where a kind has one", () => {
    const text = ["apiVersion: v1", "kind: Namespace", "metadata: {name: a}", "---", "# nothing", "---", "apiVersion: v1", "kind: List", "items:", "- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}", "- {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: d}}"].join("\n");
    expect(decode({ text, defaultNamespace: "app" })).toEqual({
      result: [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } },
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "b", namespace: "app" } },
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "d" } },
      ],
    });
  });

  test.each([["no YAML", "a: [", /invoking kubernetes:yaml:decode:/], ["no kind", "metadata: {name: x}", /needs apiVersion and kind/]])("refuses %s", (_, text, message) => {
    expect(() => decode({ text })).toThrow(message);
  });
});

describe("what is not played", () => {
  test("a function of the package is named, never echoed", () => {
    expect(() => ask("lambda/getFunction", { functionName: "f" })).toThrow(FunctionError);
    expect(() => ask("lambda/getFunction", { functionName: "f" })).toThrow(/aws:lambda\/getFunction:getFunction: the rehearsal cannot answer this function/);
  });

  test("a function that does not exist is named", () => {
    expect(() => ask("lambda/getFunctionn")).toThrow(UnknownTypeError);
  });
});
