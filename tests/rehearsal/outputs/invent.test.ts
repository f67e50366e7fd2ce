import { afterAll, describe, expect, test } from "@jest/globals";
import { INVENTORS, inventOutputs } from "../../../rehearsal/outputs/index.ts";
import type { Property } from "../../../rehearsal/schema/index.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props, Value } from "../../../rehearsal/types.ts";
import { ACCOUNT, creation, REGION, temporarySchemas, worldOf } from "./world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

const invent = (token: string, inputs: Props, more: Parameters<typeof creation>[2] = {}) => inventOutputs(schemas.resource(token), creation(token, inputs, more));

describe("inventors", () => {
  test("each type has one at most, and exists", () => {
    const tokens = INVENTORS.flatMap((one) => one.tokens);
    expect(tokens.filter((token, index) => tokens.indexOf(token) !== index)).toEqual([]);
    expect(tokens.map((token) => schemas.resource(token).token)).toEqual(tokens);
  });
});

/** A value for every argument that cannot be left out, and for the names. */
function sample(inputs: Readonly<Record<string, Property>>): Props {
  const value = (name: string, property: Property): Value => {
    switch (property.type.kind) {
      case "number": return 1;
      case "boolean": return true;
      case "array": return [];
      case "map": case "object": return {};
      default: return /Arn$|^topic$|^secretId$/.test(name) ? `arn:aws:some:eu-central-1:${ACCOUNT}:thing/${name}` : `some-${name.toLowerCase()}`;
    }
  };
  return Object.fromEntries(Object.entries(inputs).filter(([name, { required }]) => required || name === "name").map(([name, property]) => [name, value(name, property)]));
}

describe("every type", () => {
  test.each(["aws", "kubernetes"] as const)("%s: has an id, all that its class declares, and is the same every time", (pkg) => {
    const problems: string[] = [];
    for (const token of schemas.tokens(pkg).filter((one) => !one.startsWith("pulumi:"))) {
      const schema = schemas.resource(token);
      const context = creation(token, sample(schema.inputs));
      const first = inventOutputs(schema, context);
      const text = JSON.stringify(first);
      if (first.id === "" || /undefined|NaN|\[object/.test(text)) problems.push(`${token}: ${text.slice(0, 200)}`);
      if (pkg === "aws") problems.push(...Object.keys(schema.outputs).filter((name) => schema.outputs[name]?.required === true && first.outputs[name] === undefined).map((name) => `${token}: no ${name}`));
      if (JSON.stringify(inventOutputs(schema, context)) !== text) problems.push(`${token}: not the same twice`);
      const arn = first.outputs["arn"];
      if (pkg === "aws" && schema.computed.includes("arn") && !/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|)?:.+/.test(String(arn))) problems.push(`${token}: arn ${String(arn)}`);
    }
    expect(problems).toEqual([]);
  }, 60_000);
});

const subnetWorld = worldOf([{ token: "aws:ec2/subnet:Subnet", id: "subnet-1", outputs: { vpcId: "vpc-9", availabilityZone: "eu-central-1b" } }]);

describe("ids", () => {
  test.each<[string, Props, RegExp | string]>([
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, /^vpc-[0-9a-f]{17}$/],
    ["aws:ec2/subnet:Subnet", {}, /^subnet-[0-9a-f]{17}$/],
    ["aws:ec2/eip:Eip", {}, /^eipalloc-[0-9a-f]{17}$/],
    ["aws:ec2/routeTableAssociation:RouteTableAssociation", {}, /^rtbassoc-[0-9a-f]{17}$/],
    ["aws:ec2/route:Route", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" }, /^r-rtb-1\d+$/],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {}, /^sgr-[0-9a-f]{17}$/],
    ["aws:rds/instance:Instance", { identifier: "db" }, /^db-[A-Z0-9]{26}$/],
    ["aws:rds/proxyTarget:ProxyTarget", { dbProxyName: "p", targetGroupName: "default", dbInstanceIdentifier: "db" }, "p/default/RDS_INSTANCE/db"],
    ["aws:eks/nodeGroup:NodeGroup", { clusterName: "c", nodeGroupName: "n" }, "c:n"],
    ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation", { clusterName: "c", principalArn: "arn:r", policyArn: "arn:p" }, "c#arn:r#arn:p"],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn: "arn:p" }, "r/arn:p"],
    ["aws:iam/role:Role", { name: "r" }, "r"],
    ["aws:kms/key:Key", {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
    ["aws:kms/key:Key", { multiRegion: true }, /^mrk-[0-9a-f]{32}$/],
    ["aws:kms/replicaKey:ReplicaKey", { primaryKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/mrk-1" }, "mrk-1"],
    ["aws:s3/bucket:Bucket", { bucket: "logs" }, "logs"],
    ["aws:s3/bucketVersioning:BucketVersioning", { bucket: "logs", expectedBucketOwner: ACCOUNT }, `logs,${ACCOUNT}`],
    ["aws:cloudfront/distribution:Distribution", {}, /^E[A-Z0-9]{13}$/],
    ["aws:lb/loadBalancer:LoadBalancer", { name: "web" }, /^arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer\/app\/web\/[0-9a-f]{16}$/],
    ["aws:alb/loadBalancer:LoadBalancer", { name: "web" }, /^arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer\/app\/web\/[0-9a-f]{16}$/],
    ["aws:route53/zone:Zone", { name: "example.com" }, /^Z[A-Z0-9]{20}$/],
    ["aws:route53/record:Record", { zoneId: "Z1", name: "WWW", type: "A", setIdentifier: "eu" }, "Z1_www_A_eu"],
    ["aws:wafv2/webAclAssociation:WebAclAssociation", { webAclArn: "a", resourceArn: "b" }, "a,b"],
    ["aws:secretsmanager/secret:Secret", { name: "db" }, /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-[A-Za-z0-9]{6}$/],
    ["aws:sns/topic:Topic", { name: "alerts" }, `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`],
    ["aws:sqs/queue:Queue", { name: "jobs" }, `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/jobs`],
    ["aws:cloudwatch/logGroup:LogGroup", { name: "/app" }, "/app"],
    ["aws:guardduty/detector:Detector", {}, /^[0-9a-f]{32}$/],
    ["aws:budgets/budget:Budget", { name: "monthly" }, `${ACCOUNT}:monthly`],
    // Without an inventor: by the example of `pulumi import`.
    ["aws:transfer/server:Server", {}, /^s-[0-9a-f]{17}$/],
    ["aws:ec2/customerGateway:CustomerGateway", {}, /^cgw-[0-9a-f]{17}$/],
    ["kubernetes:apps/v1:Deployment", { metadata: { name: "web", namespace: "app" } }, "app/web"],
    ["kubernetes:core/v1:ConfigMap", { metadata: { name: "web" } }, "default/web"],
    ["kubernetes:core/v1:Namespace", { metadata: { name: "app" } }, "app"],
    ["kubernetes:cert-manager.io/v1:Certificate", { metadata: { name: "web", namespace: "app" } }, "app/web"],
  ])("%s %j", (token, inputs, id) => {
    const made = invent(token, inputs).id;
    if (typeof id === "string") expect(made).toBe(id);
    else expect(made).toMatch(id);
  });
});

describe("outputs", () => {
  test("a name made of a prefix has 26 characters more, and is in the ARN", () => {
    const { outputs } = invent("aws:lb/targetGroup:TargetGroup", { namePrefix: "api-", port: 80, protocol: "HTTP", vpcId: "vpc-1" });
    expect(outputs["name"]).toMatch(/^api-\d{26}$/);
    expect(outputs["arn"]).toContain(`:targetgroup/${String(outputs["name"])}/`);
  });

  test("a database: endpoint, version, managed secret", () => {
    const { outputs } = invent("aws:rds/instance:Instance", { identifier: "db", engine: "postgres", engineVersion: "17", instanceClass: "db.m7g.large", manageMasterUserPassword: true });
    expect(outputs["address"]).toMatch(/^db\.c[a-z0-9]{11}\.eu-central-1\.rds\.amazonaws\.com$/);
    expect(outputs["endpoint"]).toBe(`${String(outputs["address"])}:5432`);
    expect(outputs).toMatchObject({ arn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:db`, engineVersion: "17", engineVersionActual: expect.stringMatching(/^17\.\d+$/), port: 5432, status: "available" });
    expect(outputs["masterUserSecrets"]).toEqual([{ kmsKeyId: expect.any(String), secretStatus: "active", secretArn: expect.stringMatching(/:secret:rds!db-/) }]);
  });

  test("a replica has its source's engine", () => {
    const world = worldOf([{ token: "aws:rds/instance:Instance", id: "db-1", outputs: { identifier: "db", engine: "postgres", engineVersion: "17.6", username: "root", port: 5433 } }]);
    expect(invent("aws:rds/instance:Instance", { identifier: "replica", replicateSourceDb: "db" }, { world }).outputs).toMatchObject({ engine: "postgres", engineVersion: "17.6", username: "root", port: 5433, masterUserSecrets: [] });
  });

  test.each<[string, Props, Props]>([
    ["one shard", { numCacheClusters: 2 }, { clusterEnabled: false, memberClusters: ["c-001", "c-002"], configurationEndpointAddress: "", primaryEndpointAddress: expect.stringMatching(/^master\.c\.[a-z0-9]{6}\.euc1\.cache\.amazonaws\.com$/) as unknown as string }],
    ["shards", { numNodeGroups: 2, replicasPerNodeGroup: 1 }, { clusterEnabled: true, memberClusters: ["c-0001-001", "c-0001-002", "c-0002-001", "c-0002-002"], primaryEndpointAddress: "", configurationEndpointAddress: expect.stringMatching(/^clustercfg\.c\./) as unknown as string }],
  ])("a cache of %s", (_, inputs, outputs) => {
    expect(invent("aws:elasticache/replicationGroup:ReplicationGroup", { replicationGroupId: "c", engine: "valkey", engineVersion: "8.0", transitEncryptionEnabled: true, ...inputs }).outputs).toMatchObject({ engineVersionActual: "8.0.1", ...outputs });
  });

  test("a cluster: endpoint, issuer, authority and what AWS adds to the arguments", () => {
    const { outputs } = invent("aws:eks/cluster:Cluster", { name: "c", roleArn: "r", vpcConfig: { subnetIds: ["subnet-1"], endpointPublicAccess: false } }, { world: subnetWorld });
    const mark = /^https:\/\/([0-9A-F]{32})\.\w{3}\.eu-central-1\.eks\.amazonaws\.com$/.exec(String(outputs["endpoint"]))?.[1];
    expect(outputs["identities"]).toEqual([{ oidcs: [{ issuer: `https://oidc.eks.eu-central-1.amazonaws.com/id/${mark}` }] }]);
    expect(outputs["vpcConfig"]).toMatchObject({ subnetIds: ["subnet-1"], vpcId: "vpc-9", clusterSecurityGroupId: expect.stringMatching(/^sg-/), publicAccessCidrs: [] });
    expect(Buffer.from((outputs["certificateAuthority"] as { data: string }).data, "base64").toString()).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });

  test("a VPC has its defaults", () => {
    const { outputs } = invent("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" });
    expect(outputs).toMatchObject({ defaultSecurityGroupId: expect.stringMatching(/^sg-/), defaultNetworkAclId: expect.stringMatching(/^acl-/), mainRouteTableId: outputs["defaultRouteTableId"], ownerId: ACCOUNT, enableDnsSupport: true, enableDnsHostnames: false });
  });

  test("a default security group is the VPC's", () => {
    const world = worldOf([{ token: "aws:ec2/vpc:Vpc", id: "vpc-1", outputs: { defaultSecurityGroupId: "sg-7" } }]);
    expect(invent("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { vpcId: "vpc-1" }, { world }).id).toBe("sg-7");
  });

  test("a certificate is proved by one record for a name and its wildcard", () => {
    const { outputs } = invent("aws:acm/certificate:Certificate", { domainName: "example.com", subjectAlternativeNames: ["*.example.com", "example.org"], validationMethod: "DNS" });
    const options = outputs["domainValidationOptions"] as Props[];
    expect(options.map(({ domainName }) => domainName)).toEqual(["example.com", "*.example.com", "example.org"]);
    expect(options[0]?.["resourceRecordName"]).toBe(options[1]?.["resourceRecordName"]);
    expect(options[2]?.["resourceRecordName"]).toMatch(/^_[0-9a-f]{32}\.example\.org\.$/);
    expect(outputs["status"]).toBe("PENDING_VALIDATION");
  });

  test.each<[string, Props, Props]>([
    ["application", { internal: true }, { dnsName: expect.stringMatching(/^internal-web-\d{10}\.eu-central-1\.elb\.amazonaws\.com$/) as unknown as string, zoneId: "Z215JYRZR1TBD5", vpcId: "vpc-9" }],
    ["network", { loadBalancerType: "network" }, { dnsName: expect.stringMatching(/^web-[0-9a-f]{16}\.elb\.eu-central-1\.amazonaws\.com$/) as unknown as string, zoneId: "Z3F0SRJ5LGBH90" }],
  ])("a load balancer (%s)", (_, inputs, outputs) => {
    expect(invent("aws:lb/loadBalancer:LoadBalancer", { name: "web", subnets: ["subnet-1"], ...inputs }, { world: subnetWorld }).outputs).toMatchObject(outputs);
  });

  test("a web ACL of CloudFront is global, in us-east-1", () => {
    expect(invent("aws:wafv2/webAcl:WebAcl", { name: "edge", scope: "CLOUDFRONT", rules: [{ statement: { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet" } } }, { statement: { rateBasedStatement: {} } }] }, { region: "us-east-1" }).outputs).toMatchObject({ arn: expect.stringMatching(/^arn:aws:wafv2:us-east-1:111122223333:global\/webacl\/edge\//), capacity: 702 });
  });

  test("an interface endpoint has an interface in each subnet", () => {
    const { outputs } = invent("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcId: "vpc-1", serviceName: "com.amazonaws.eu-central-1.ecr.api", vpcEndpointType: "Interface", subnetIds: ["a", "b"], privateDnsEnabled: true });
    expect(outputs["networkInterfaceIds"]).toHaveLength(2);
    expect((outputs["dnsEntries"] as Props[]).map(({ dnsName }) => dnsName)).toEqual([expect.stringMatching(/\.api\.ecr\.eu-central-1\.vpce\.amazonaws\.com$/), "api.ecr.eu-central-1.amazonaws.com"]);
  });

  test("regions, tags and secrets of the arguments", () => {
    const schema = schemas.resource("aws:sns/topic:Topic");
    const made = inventOutputs(schema, creation("aws:sns/topic:Topic", { name: "a", region: "eu-west-1", tags: { owner: "x" }, __defaults: ["name"], displayName: UNKNOWN }, { region: "eu-west-1" }), { owner: "y", stage: "z" });
    expect(made.outputs).toMatchObject({ region: "eu-west-1", tagsAll: { owner: "x", stage: "z" }, arn: `arn:aws:sns:eu-west-1:${ACCOUNT}:a` });
    expect(made.outputs).not.toHaveProperty("__defaults");
    expect(made.outputs["displayName"]).toBeUndefined();
    expect(invent("aws:rds/instance:Instance", { identifier: "a", passwordWo: "hunter2" }).outputs["passwordWo"]).toBeUndefined();
  });

  test("an update keeps the id and what was made once", () => {
    const first = invent("aws:ec2/launchTemplate:LaunchTemplate", { name: "a" });
    const second = invent("aws:ec2/launchTemplate:LaunchTemplate", { name: "a", ebsOptimized: "true" }, { operation: "update", id: first.id, olds: first.outputs });
    expect(second.id).toBe(first.id);
    expect([first.outputs["latestVersion"], second.outputs["latestVersion"]]).toEqual([1, 2]);
  });

  test("other regions and partitions", () => {
    expect(invent("aws:s3/bucket:Bucket", { bucket: "b" }, { region: "cn-north-1", partition: "aws-cn" }).outputs).toMatchObject({ arn: "arn:aws-cn:s3:::b", bucketRegionalDomainName: "b.s3.cn-north-1.amazonaws.com.cn" });
  });
});

describe("Kubernetes objects", () => {
  test("metadata and status of a deployment", () => {
    const { outputs } = invent("kubernetes:apps/v1:Deployment", { metadata: { name: "web" }, spec: { replicas: 3 } });
    expect(outputs).toMatchObject({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "default", uid: expect.stringMatching(/^[0-9a-f-]{36}$/), generation: 1 }, status: { readyReplicas: 3, availableReplicas: 3 } });
  });

  test("what the server defaults in a service", () => {
    const { outputs } = invent("kubernetes:core/v1:Service", { metadata: { name: "web" }, spec: { type: "LoadBalancer", ports: [{ port: 80 }, { port: 81, targetPort: "http", protocol: "UDP" }] } });
    expect(outputs["spec"]).toMatchObject({ clusterIP: expect.stringMatching(/^172\.20\./), ports: [{ port: 80, targetPort: 80, protocol: "TCP", nodePort: expect.any(Number) }, { port: 81, targetPort: "http", protocol: "UDP" }] });
  });

  test("a secret's text is written into its data", () => {
    expect(invent("kubernetes:core/v1:Secret", { metadata: { name: "s" }, stringData: { a: "b" } }).outputs).toMatchObject({ type: "Opaque", data: { a: "Yg==" } });
  });

  test("an update raises the generation and keeps the uid", () => {
    const inputs = { metadata: { name: "web" }, spec: { replicas: 1 } };
    const first = invent("kubernetes:apps/v1:Deployment", inputs);
    const { outputs } = invent("kubernetes:apps/v1:Deployment", inputs, { operation: "update", id: first.id, olds: first.outputs });
    expect(outputs["metadata"]).toMatchObject({ generation: 2, uid: (first.outputs["metadata"] as Props)["uid"] });
  });
});
