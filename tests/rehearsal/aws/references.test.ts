import { describe, expect, test } from "@jest/globals";
import { inUseLaws, referenceLaws } from "../../../rehearsal/aws/reference-laws.ts";
import { REFERENCES } from "../../../rehearsal/aws/references.ts";
import type { Referent } from "../../../rehearsal/aws/referent.ts";
import { REFERENTS } from "../../../rehearsal/aws/referents.ts";
import type { Props, Value } from "../../../rehearsal/types.ts";
import { hasArgument, isType } from "./schema.ts";
import { arn, codes, judge, network, REGION, thing } from "./world.ts";

/** Arguments that hold one value at a path. */
function at(path: string, value: Value): Props {
  const [step = "", ...rest] = path.split(".");
  const many = step.endsWith("[]");
  const inner = rest.length === 0 ? value : at(rest.join("."), value);
  return { [many ? step.slice(0, -2) : step]: many ? [inner] : inner };
}

const rows = REFERENCES.flatMap(([shorts, paths, to, options]) => shorts.flatMap((short) => paths.map((path) => ({ short, path, to, options, referent: REFERENTS[to] as Referent }))));
const checked = rows.filter(({ options, referent }) => options?.unchecked === undefined && referent.outside?.test("x-1") !== true);
const held = rows.filter(({ options }) => options?.holds === true);

describe("the tables speak of real types and properties", () => {
  test("every referring property is an argument of its type", () => {
    expect(rows.filter(({ short, path }) => !isType(short) || !hasArgument(short, path)).map(({ short, path }) => `${short}: ${path}`)).toEqual([]);
  });

  test("every referent is made of real types", () => {
    const shorts = Object.values(REFERENTS).flatMap(({ things }) => things.map(([short]) => short));
    expect(shorts.filter((short) => !isType(short))).toEqual([]);
  });

  test("whatever holds a referent has a law that keeps it", () => {
    expect(held.filter(({ referent }) => referent.inUse === undefined).map(({ short, path }) => `${short}: ${path}`)).toEqual([]);
  });
});

describe("references", () => {
  test.each(checked.map((row) => [row.short, row.path, row] as const))("%s.%s must name what is there", (short, path, { options, referent }) => {
    const [code] = options?.missing ?? referent.missing;
    const [, key = "id"] = referent.things[0]!;
    const owner = (region: string) => thing(referent.things[0]![0], "x-1", key === "id" ? {} : at(key, "x-1"), region);
    const inputs = at(path, "x-1");
    expect(codes(referenceLaws, { short, inputs })).toEqual([code]);
    expect(codes(referenceLaws, { short, inputs, world: [owner(REGION)] })).toEqual([]);
    const anywhere = referent.anywhere === true || options?.anywhere === true;
    expect(codes(referenceLaws, { short, inputs, world: [owner("us-east-1")] })).toEqual(anywhere ? [] : [code]);
  });

  test.each([
    ["rds/instance", { parameterGroupName: "default.postgres17" }],
    ["elasticache/replicationGroup", { parameterGroupName: "default.valkey8" }],
    ["iam/rolePolicyAttachment", { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    ["rds/instance", { kmsKeyId: `arn:aws:kms:${REGION}:123456789012:alias/aws/rds` }],
    ["kms/grant", { keyId: "arn:aws:kms:eu-central-1:999999999999:key/other-account" }],
    ["cloudfront/distribution", { defaultCacheBehavior: { cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3", responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03" } }],
    ["ec2/route", { gatewayId: "local" }],
    ["cloudwatch/logMetricFilter", { logGroupName: "/aws/rds/instance/orders/postgresql" }],
    ["ecs/service", { cluster: "default" }],
    ["elasticache/userGroup", { userIds: ["default"] }],
  ] as const)("%s may name %j, which lives outside every stack", (short, inputs) => {
    expect(judge(referenceLaws, { short, inputs: inputs as unknown as Props })).toEqual([]);
  });

  test.each([
    ["ec2/flowLog", { vpcId: "vpc-1" }, [thing("ec2/vpc", "vpc-1")]],
    ["lambda/permission", { function: arn("lambda", "function:fn:live") }, [thing("lambda/function", "fn", { name: "fn" })]],
    ["route53/record", { zoneId: "/hostedzone/Z1" }, [thing("route53/zone", "Z1", { zoneId: "Z1" }, "aws-global")]],
    ["vpc/securityGroupIngressRule", { securityGroupId: "sg-9" }, [thing("eks/cluster", "c", { vpcConfig: { clusterSecurityGroupId: "sg-9" } })]],
    ["secretsmanager/secretPolicy", { secretArn: "s" }, [thing("rds/instance", "db", { masterUserSecrets: [{ secretArn: "s" }] })]],
    ["cloudtrail/trail", { cloudWatchLogsGroupArn: arn("logs", "log-group:g:*") }, [thing("cloudwatch/logGroup", "g", { arn: arn("logs", "log-group:g") })]],
  ] as const)("%s finds %j", (short, inputs, world) => {
    expect(codes(referenceLaws, { short, inputs: inputs as unknown as Props, world: [...world] })).toEqual([]);
  });
});

describe("deletion", () => {
  test.each(held.map((row) => [row.to, row.short, row.path, row.referent] as const))("of a %s is refused while %s.%s names it", (_, short, path, referent) => {
    if (referent.inUse === undefined) throw new Error("no law keeps it");
    const [[victim], code] = [referent.inUse[0], referent.inUse[1]];
    const [, key = "id"] = referent.things.find(([one]) => one === victim)!;
    const self = thing(victim!, "x-1", key === "id" ? {} : at(key, "x-1"));
    const user = thing(short, "user", at(path, "x-1"));
    const ask = { short: victim!, operation: "delete" as const, id: "x-1", inputs: {} };
    expect(codes(inUseLaws, { ...ask, world: [self, user] })).toEqual([code]);
    expect(codes(inUseLaws, { ...ask, world: [self] })).toEqual([]);
  });

  test("of a security group is not hindered by its own rules", () => {
    const self = thing("ec2/securityGroup", "sg-9", { ingress: [{ securityGroups: ["sg-9"] }] });
    expect(codes(inUseLaws, { short: "ec2/securityGroup", operation: "delete", id: "sg-9", inputs: {}, world: [...network, self] })).toEqual([]);
  });
});
