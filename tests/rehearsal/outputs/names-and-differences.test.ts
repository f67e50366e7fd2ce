import { afterAll, describe, expect, test } from "@jest/globals";
import { autoname, autonames, diffProperties, listComputedAtPreview, NameTooLongError } from "../../../rehearsal/outputs/index.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { temporarySchemas } from "./world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

describe("autonames", () => {
  test.each<[string, string | undefined, number | undefined]>([
    ["aws:s3/bucket:Bucket", "bucket", 63],
    ["aws:rds/instance:Instance", "identifier", 255],
    ["aws:rds/cluster:Cluster", "clusterIdentifier", 255],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", 40],
    ["aws:lb/loadBalancer:LoadBalancer", "name", 32],
    ["aws:iam/role:Role", "name", 64],
    ["aws:cloudwatch/logGroup:LogGroup", "name", 255],
    ["aws:ec2/vpc:Vpc", undefined, undefined],
    ["aws:route53/record:Record", undefined, undefined],
    ["aws:elasticache/user:User", undefined, undefined],
    ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", undefined, undefined],
    ["random:index/randomId:RandomId", undefined, undefined],
    ["kubernetes:apps/v1:Deployment", "metadata.name", 253],
    ["kubernetes:apps/v1:DeploymentPatch", undefined, undefined],
  ])("%s", (token, property, maxLength) => {
    const rule = autonames(token, schemas.resource(token));
    expect([rule?.property, rule?.maxLength]).toEqual([property, maxLength]);
  });

  test.each<[string, string, Props, string]>([
    ["aws:s3/bucket:Bucket", "Logs", {}, "logs-0123456"],
    ["aws:sqs/queue:Queue", "jobs", { fifoQueue: true }, "jobs-0123456.fifo"],
    ["aws:sqs/queue:Queue", "jobs", {}, "jobs-0123456"],
    ["aws:kms/alias:Alias", "data", {}, "alias/data-0123456"],
    ["aws:glue/catalogDatabase:CatalogDatabase", "db", {}, "db_0123456"],
    ["aws:lb/loadBalancer:LoadBalancer", "a".repeat(24), {}, `${"a".repeat(24)}-0123456`],
  ])("%s called %s", (token, logicalName, inputs, name) => {
    const rule = autonames(token, schemas.resource(token));
    expect(rule === undefined ? undefined : autoname(logicalName, rule, "0123456789", inputs)).toBe(name);
  });

  test("a name that would be too long is refused, as the provider does", () => {
    const rule = autonames("aws:lb/loadBalancer:LoadBalancer", schemas.resource("aws:lb/loadBalancer:LoadBalancer"));
    expect(() => rule && autoname("a".repeat(25), rule, "0123456")).toThrow(NameTooLongError);
    expect(() => rule && autoname("a".repeat(25), rule, "0123456")).toThrow(/plus 7 random chars is longer than maximum length 32/);
  });
});

describe("listComputedAtPreview", () => {
  test("arguments stay, everything else is unknown", () => {
    const shown = listComputedAtPreview(schemas.resource("aws:sns/topic:Topic"), { name: "a", policy: UNKNOWN, __defaults: [] });
    expect(shown).toMatchObject({ name: "a", policy: UNKNOWN, arn: UNKNOWN, id: UNKNOWN, owner: UNKNOWN, tagsAll: UNKNOWN });
    expect(Object.keys(shown)).not.toContain("__defaults");
    expect(shown).not.toHaveProperty("displayName");
  });

  test("a Kubernetes object knows its name, not its uid", () => {
    expect(listComputedAtPreview(schemas.resource("kubernetes:apps/v1:Deployment"), { metadata: { name: "web" }, spec: {} })).toMatchObject({ metadata: { name: "web", uid: UNKNOWN }, spec: {}, status: UNKNOWN });
  });
});

describe("diffProperties", () => {
  test.each<[string, string, Props, Props, string[], string[]]>([
    ["nothing", "aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", __defaults: [] }, { cidrBlock: "10.0.0.0/16", tags: null }, [], []],
    ["text and numbers alike", "aws:rds/instance:Instance", { allocatedStorage: "20" }, { allocatedStorage: 20 }, [], []],
    ["in place", "aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", tags: { a: "1" } }, { cidrBlock: "10.0.0.0/16", tags: { a: "2", "b-c": "3" } }, ["tags.a", 'tags["b-c"]'], []],
    ["a new network", "aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }, ["cidrBlock"], ["cidrBlock"]],
    ["another region", "aws:sns/topic:Topic", {}, { region: "eu-west-1" }, ["region"], ["region"]],
    ["inside a list", "aws:ec2/securityGroup:SecurityGroup", { ingress: [{ fromPort: 80 }] }, { ingress: [{ fromPort: 81 }, { fromPort: 82 }] }, ["ingress[0].fromPort", "ingress[1]"], []],
    ["not known yet", "aws:eks/cluster:Cluster", { roleArn: "a" }, { roleArn: UNKNOWN }, ["roleArn"], ["roleArn"]],
    ["part of an argument", "aws:eks/cluster:Cluster", { kubernetesNetworkConfig: { ipFamily: "ipv4" } }, { kubernetesNetworkConfig: { ipFamily: "ipv6", elasticLoadBalancing: { enabled: true } } }, ["kubernetesNetworkConfig.elasticLoadBalancing", "kubernetesNetworkConfig.ipFamily"], ["kubernetesNetworkConfig.ipFamily"]],
    ["taken back from the documentation", "aws:elasticache/replicationGroup:ReplicationGroup", { transitEncryptionEnabled: false }, { transitEncryptionEnabled: true }, ["transitEncryptionEnabled"], []],
    ["by the documentation", "aws:cfg/deliveryChannel:DeliveryChannel", { name: "a" }, { name: "b" }, ["name"], ["name"]],
    ["under the other module name", "aws:alb/targetGroup:TargetGroup", { port: 80 }, { port: 81 }, ["port"], ["port"]],
    ["anything random", "random:index/randomPassword:RandomPassword", { length: 20 }, { length: 21 }, ["length"], ["length"]],
    ["replicas", "kubernetes:apps/v1:Deployment", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, ["spec.replicas"], []],
    ["a selector", "kubernetes:apps/v1:Deployment", { spec: { selector: { matchLabels: { a: "1" } } } }, { spec: { selector: { matchLabels: { a: "2" } } } }, ["spec.selector.matchLabels.a"], ["spec.selector.matchLabels.a"]],
    ["a name", "kubernetes:core/v1:Service", { metadata: { name: "a", labels: { x: "1" } } }, { metadata: { name: "b", labels: { x: "2" } } }, ["metadata.labels.x", "metadata.name"], ["metadata.name"]],
    ["data of a config map", "kubernetes:core/v1:ConfigMap", { data: { a: "1" } }, { data: { a: "2" } }, ["data.a"], ["data.a"]],
  ])("%s (%s)", (_, token, before, after, changed, replaces) => {
    expect(diffProperties(schemas.resource(token), before, after)).toEqual({ changed, replaces });
  });
});
