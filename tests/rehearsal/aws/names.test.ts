import { describe, expect, test } from "@jest/globals";
import { nameLaws, tagLaws } from "../../../rehearsal/aws/names.ts";
import { codes, judge, thing, type Ask } from "./world.ts";

const forms: readonly (readonly [short: string, property: string, good: string, bad: readonly string[], code: string])[] = [
  ["iam/role", "name", "optibid-api", ["x".repeat(65), "a b"], "ValidationError"],
  ["iam/policy", "name", "x".repeat(128), ["x".repeat(129)], "ValidationError"],
  ["lb/loadBalancer", "name", "web-1", ["-web", "web-", "internal-web", "x".repeat(33), "web_1"], "ValidationError"],
  ["lb/targetGroup", "name", "internal-web", ["-web", "x".repeat(33)], "ValidationError"],
  ["s3/bucket", "bucket", "optibid.logs-1", ["ab", "x".repeat(64), "Upper", "a..b", "192.168.0.1", "xn--a", "sthree-a", "name-s3alias", "a_b", "-abc"], "InvalidBucketName"],
  ["rds/instance", "identifier", "orders-1", ["1orders", "a--b", "orders-", "x".repeat(64), "a_b"], "InvalidParameterValue"],
  ["rds/subnetGroup", "name", "data tier", ["default", "a/b"], "InvalidParameterValue"],
  ["rds/parameterGroup", "name", "pg17.5", ["17pg", "a--b"], "InvalidParameterValue"],
  ["rds/optionGroup", "name", "mysql8", ["8mysql", "a--b"], "InvalidParameterValue"],
  ["rds/eventSubscription", "name", "1-orders--x-", ["a_b", "a b", "x".repeat(256)], "InvalidParameterValue"],
  ["elasticache/replicationGroup", "replicationGroupId", "cache", ["x".repeat(41), "a--b", "1a"], "InvalidParameterValue"],
  ["elasticache/cluster", "clusterId", "cache", ["x".repeat(51)], "InvalidParameterValue"],
  ["elasticache/subnetGroup", "name", "cache-1", ["a_b"], "InvalidParameterValue"],
  ["elasticache/parameterGroup", "name", "valkey8", ["8valkey"], "InvalidParameterValue"],
  ["elasticache/user", "userId", "app", ["x".repeat(41), "1a"], "InvalidParameterValue"],
  ["cloudwatch/logGroup", "name", "/optibid/api#1", ["x".repeat(513), "a b", "aws/x"], "InvalidParameterException"],
  ["cloudwatch/logMetricFilter", "name", "errors", ["a:b", "a*"], "InvalidParameterException"],
  ["lambda/function", "name", "fn_1", ["x".repeat(65), "a.b"], "ValidationException"],
  ["dynamodb/table", "name", "a.b", ["ab", "x".repeat(256), "a b"], "ValidationException"],
  ["eks/cluster", "name", "main_1", ["-main", "x".repeat(101)], "InvalidParameterException"],
  ["eks/nodeGroup", "nodeGroupName", "n-1", ["x".repeat(64)], "InvalidParameterException"],
  ["ecr/repository", "name", "optibid/api-v2", ["Optibid", "a//b", "a", "-a"], "InvalidParameterException"],
  ["secretsmanager/secret", "name", "app/db-AbCdEf", ["a b", "x".repeat(513)], "ValidationException"],
  ["wafv2/webAcl", "name", "edge_1", ["a.b", "x".repeat(129)], "WAFInvalidParameterException"],
  ["cloudfront/function", "name", "f-1", ["a.b", "x".repeat(65)], "InvalidArgument"],
  ["cloudfront/originAccessControl", "name", "o.1", ["x".repeat(65)], "InvalidArgument"],
  ["cloudfront/cachePolicy", "name", "p_1", ["a b", "x".repeat(129)], "InvalidArgument"],
  ["backup/vault", "name", "vault-1", ["v", "a.b", "x".repeat(51)], "InvalidParameterValueException"],
  ["backup/plan", "name", "plan.1", ["a b"], "InvalidParameterValueException"],
  ["cloudtrail/trail", "name", "audit.1", ["a-_b", "10.0.0.1", "ab"], "InvalidTrailNameException"],
  ["cloudwatch/metricAlarm", "name", "CPU high", ["x".repeat(256)], "ValidationError"],
  ["cloudwatch/dashboard", "dashboardName", "main", ["a b"], "InvalidParameterInput"],
  ["cloudwatch/eventRule", "name", "r.1", ["a b", "x".repeat(65)], "ValidationException"],
  ["ecs/cluster", "name", "main_1", ["a.b"], "InvalidParameterException"],
  ["autoscaling/group", "name", "g 1", ["a:b"], "ValidationError"],
  ["ec2/launchTemplate", "name", "lt(1)", ["ab", "a b c"], "InvalidLaunchTemplateName.MalformedException"],
  ["ec2/keyPair", "keyName", "mine", ["x".repeat(256)], "InvalidParameterValue"],
  ["kinesis/firehoseDeliveryStream", "name", "aws-waf-logs-x", ["a b", "x".repeat(65)], "ValidationException"],
];

describe("forms of names", () => {
  test.each(forms)("%s.%s", (short, property, good, bad, code) => {
    expect(judge(nameLaws, { short, inputs: { [property]: good } })).toEqual([]);
    expect(bad.map((name) => codes(nameLaws, { short, inputs: { [property]: name } }))).toEqual(bad.map(() => [code]));
  });

  test.each<[string, Ask, string[]]>([
    ["an alias", { short: "kms/alias", inputs: { name: "alias/optibid/data" } }, []],
    ["an alias without its prefix", { short: "kms/alias", inputs: { name: "optibid" } }, ["ValidationException"]],
    ["AWS's own alias", { short: "kms/alias", inputs: { name: "alias/aws/s3" } }, ["NotAuthorizedException"]],
    ["an alias with a dot", { short: "kms/alias", inputs: { name: "alias/a.b" } }, ["InvalidAliasNameException"]],
    ["a FIFO queue", { short: "sqs/queue", inputs: { name: "q.fifo", fifoQueue: true } }, []],
    ["a FIFO queue without its suffix", { short: "sqs/queue", inputs: { name: "q", fifoQueue: true } }, ["InvalidParameterValue"]],
    ["a long queue", { short: "sqs/queue", inputs: { name: "x".repeat(81) } }, ["InvalidParameterValue"]],
    ["a topic with a suffix it has no right to", { short: "sns/topic", inputs: { name: "t.fifo" } }, ["InvalidParameter"]],
  ])("%s", (_, ask, expected) => {
    expect(codes(nameLaws, ask)).toEqual(expected);
  });
});

describe("names that are taken", () => {
  test.each([
    ["iam/role", "name", "EntityAlreadyExists", true],
    ["s3/bucket", "bucket", "BucketAlreadyOwnedByYou", true],
    ["rds/instance", "identifier", "DBInstanceAlreadyExists", false],
    ["lb/loadBalancer", "name", "DuplicateLoadBalancerName", false],
    ["elasticache/replicationGroup", "replicationGroupId", "ReplicationGroupAlreadyExistsFault", false],
    ["eks/cluster", "name", "ResourceInUseException", false],
    ["cloudwatch/logGroup", "name", "ResourceAlreadyExistsException", false],
    ["ec2/securityGroup", "name", "InvalidGroup.Duplicate", false],
    ["secretsmanager/secret", "name", "ResourceExistsException", false],
  ])("%s.%s: %s", (short, property, code, everywhere) => {
    const inputs = { [property]: "taken" };
    expect(codes(nameLaws, { short, inputs, world: [thing(short, "other", inputs)] })).toEqual([code]);
    expect(codes(nameLaws, { short, inputs, world: [thing(short, "other", { [property]: "else" })] })).toEqual([]);
    expect(codes(nameLaws, { short, inputs, world: [thing(short, "other", inputs, "us-east-1")] })).toEqual(everywhere ? [code] : []);
  });

  test("every name law is about names of its own", () => {
    const lists = nameLaws.filter(({ name }) => name.startsWith("name-form-")).length;
    expect(lists).toBe(forms.length + 2);
  });
});

describe("tags", () => {
  test.each<[string, Record<string, string>, string[]]>([
    ["ordinary ones", { owner: "platform", "cost-centre": "42" }, []],
    ["fifty-one", Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"])), ["TagLimitExceeded"]],
    ["a long key", { ["k".repeat(129)]: "v" }, ["InvalidParameterValue"]],
    ["a long value", { k: "v".repeat(257) }, ["InvalidParameterValue"]],
    ["AWS's own prefix", { "aws:name": "v" }, ["InvalidParameterValue"]],
  ])("%s", (_, tags, expected) => {
    expect(codes(tagLaws, { short: "ec2/vpc", inputs: { tags } })).toEqual(expected);
  });
});
