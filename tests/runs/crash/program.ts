/**
 * A program of some forty resources in which everything occurs that a crash can cut in two: chains, names that AWS
 * takes once and things without any, secrets, random values; and, from the first edition to the second, updates,
 * replacements in both orders, things that go and things that come.
 */
import * as pulumi from "@pulumi/pulumi";

class Thing extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
  declare readonly result: pulumi.Output<string>;

  constructor(type: string, name: string, props: pulumi.Inputs, outputs: readonly string[] = [], opts?: pulumi.CustomResourceOptions) {
    super(type, name, { ...Object.fromEntries(outputs.map((each) => [each, undefined])), ...props }, opts);
  }
}

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] });
const allow = (action: string): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

const keyPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
    { Effect: "Allow", Principal: { Service: "logs.eu-central-1.amazonaws.com" }, Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"], Resource: "*" },
  ],
});

/** @param edition 1, or 2 for the changed program */
export function program(edition: 1 | 2): () => Promise<void> {
  return async () => {
    const tags = { Edition: String(edition) };
    const vpc = new Thing("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16", tags });
    new Thing("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: vpc.id });
    const subnets = [0, 1, 2].map((index) => {
      // The second subnet moves: a replacement of something without a name, on which others depend.
      const third = index === 1 && edition === 2 ? 40 : index;
      const subnet = new Thing("aws:ec2/subnet:Subnet", `subnet-${index}`, { vpcId: vpc.id, cidrBlock: `10.0.${third}.0/24`, availabilityZone: `eu-central-1${"abc"[index] ?? "a"}`, tags });
      const table = new Thing("aws:ec2/routeTable:RouteTable", `table-${index}`, { vpcId: vpc.id });
      new Thing("aws:ec2/routeTableAssociation:RouteTableAssociation", `association-${index}`, { subnetId: subnet.id, routeTableId: table.id });
      return subnet;
    });
    new Thing("aws:rds/subnetGroup:SubnetGroup", "subnets", { name: "crash-subnets", subnetIds: subnets.map(({ id }) => id) });
    for (const index of [0, 1, 2]) {
      const key = new Thing("aws:kms/key:Key", `key-${index}`, { enableKeyRotation: true, policy: keyPolicy, tags }, ["arn"]);
      new Thing("aws:kms/alias:Alias", `alias-${index}`, { name: `alias/crash-${index}`, targetKeyId: key.id });
      new Thing("aws:cloudwatch/logGroup:LogGroup", `logs-${index}`, { name: `/crash/${index}`, kmsKeyId: key.arn, retentionInDays: edition === 1 ? 30 : 60 });
    }
    // A path that changes replaces the role: this one has a name of its own and goes before its successor comes.
    const named = new Thing("aws:iam/role:Role", "named", { name: "crash-role", path: edition === 1 ? "/" : "/second/", assumeRolePolicy: trust }, ["arn"]);
    // The provider named this one: its successor comes first.
    const unnamed = new Thing("aws:iam/role:Role", "unnamed", { path: edition === 1 ? "/" : "/second/", assumeRolePolicy: trust }, ["arn"]);
    for (const [name, role] of [["one", named], ["two", unnamed]] as const) {
      new Thing("aws:iam/rolePolicy:RolePolicy", `policy-${name}`, { role: role.id, policy: allow("s3:ListAllMyBuckets") });
    }
    const password = new Thing("random:index/randomPassword:RandomPassword", "password", { length: edition === 1 ? 32 : 40 }, ["result"], { additionalSecretOutputs: ["result", "bcryptHash"] });
    const secret = new Thing("aws:secretsmanager/secret:Secret", "secret", { name: "crash-secret" });
    new Thing("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretId: secret.id, secretString: password.result });
    new Thing("aws:ssm/parameter:Parameter", "parameter", { name: "/crash/parameter", type: "SecureString", value: pulumi.secret("hush") });
    const queue = new Thing("aws:sqs/queue:Queue", "queue", { name: "crash-queue", visibilityTimeoutSeconds: edition === 1 ? 30 : 60 }, ["arn"]);
    const topic = new Thing("aws:sns/topic:Topic", "topic", { name: "crash-topic" }, ["arn"]);
    new Thing("aws:sns/topicSubscription:TopicSubscription", "subscription", { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
    new Thing("kubernetes:core/v1:Namespace", "namespace", { metadata: { name: "crash" } });
    new Thing("kubernetes:core/v1:ConfigMap", "settings", { metadata: { name: "settings", namespace: "crash" }, data: { edition: String(edition) } }, [], { dependsOn: [named] });
    for (const index of edition === 1 ? [0, 1, 2] : [2, 3, 4]) new Thing("aws:ec2/eip:Eip", `address-${index}`, { domain: "vpc" });
  };
}
