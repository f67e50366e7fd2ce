import { beforeAll, describe, expect, test } from "@jest/globals";
import { Cluster } from "../../../components/cluster/cluster.ts";
import type { ClusterArgs } from "../../../components/cluster/cluster.ts";
import { PodIdentity } from "../../../components/cluster/pod-identity.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { census, clusterOutputs, kept, namesOf, production, throwaway, untagged } from "./context.ts";

const args: ClusterArgs = {
  context: production,
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  subnetCidrs: ["10.20.32.0/20", "10.20.48.0/20", "10.20.64.0/20"],
  secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
  volumeKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/data",
  logsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  deployRoleArn: "arn:aws:iam::123456789012:role/deploy",
  admins: { operations: "arn:aws:iam::123456789012:role/operations" },
};

function build(more: Partial<ClusterArgs> = {}): Promise<Registration[]> {
  return record(() => void new Cluster("c", { ...args, ...more }), { outputs: clusterOutputs });
}

describe("a production cluster", () => {
  let graph: Registration[];
  beforeAll(async () => {
    graph = await build();
  });

  test("is made of exactly these", () => {
    expect(census(graph)).toEqual([
      "aws:cloudwatch/logGroup:LogGroup c-logs",
      "aws:eks/accessEntry:AccessEntry c-access-admin-operations",
      "aws:eks/accessEntry:AccessEntry c-access-deploy",
      "aws:eks/accessEntry:AccessEntry c-access-nodes",
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation c-access-admin-operations-policy",
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation c-access-deploy-policy",
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation c-access-nodes-policy",
      "aws:eks/addon:Addon c-nodes-metrics-server",
      "aws:eks/cluster:Cluster c-cluster",
      "aws:iam/role:Role c-cluster-role",
      "aws:iam/role:Role c-node-role",
      "aws:iam/rolePolicy:RolePolicy c-custom-tags",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-cluster-role-AmazonEKSBlockStoragePolicyV2",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-cluster-role-AmazonEKSClusterPolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-cluster-role-AmazonEKSComputePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-cluster-role-AmazonEKSLoadBalancingPolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-cluster-role-AmazonEKSNetworkingPolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-node-role-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-node-role-AmazonEKSWorkerNodeMinimalPolicy",
      "golive:cluster:Cluster c",
      "golive:cluster:Nodes c-nodes",
      "kubernetes:core/v1:ConfigMap c-nodes-network-policies",
      "kubernetes:eks.amazonaws.com/v1:NodeClass c-nodes-node-class",
      "kubernetes:karpenter.sh/v1:NodePool c-nodes-node-pool",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy c-nodes-metrics-server-policy",
      "kubernetes:storage.k8s.io/v1:StorageClass c-nodes-storage-class",
      "pulumi:providers:kubernetes c-kubernetes",
    ]);
  });

  test("every child has its component as parent", () => {
    const parents = new Set(graph.filter(({ type }) => type !== "golive:cluster:Cluster").map(({ parent }) => namesOf([parent ?? "none"])[0]));
    expect([...parents].sort()).toEqual(["c", "c-nodes"]);
  });

  test("has these exact arguments", () => {
    expect(only(graph, "aws:eks/cluster:Cluster").inputs).toEqual({
      name: "optibid-production",
      version: "1.35",
      roleArn: "<unknown>",
      vpcConfig: { subnetIds: ["subnet-a", "subnet-b", "subnet-c"], endpointPrivateAccess: true, endpointPublicAccess: false },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      computeConfig: { enabled: true },
      storageConfig: { blockStorage: { enabled: true } },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16", elasticLoadBalancing: { enabled: true } },
      encryptionConfig: { provider: { keyArn: args.secretsKeyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      deletionProtection: true,
      tags: {
        owner: "platform-team",
        environment: "production",
        "cost-centre": "optibid-4711",
        "data-classification": "confidential",
        Name: "optibid-production",
      },
    });
  });

  test("waits for its log group and for every permission of its role", () => {
    expect(namesOf(only(graph, "aws:eks/cluster:Cluster").dependencies)).toEqual(
      expect.arrayContaining([
        "c-cluster-role-AmazonEKSBlockStoragePolicyV2",
        "c-cluster-role-AmazonEKSClusterPolicy",
        "c-cluster-role-AmazonEKSComputePolicy",
        "c-cluster-role-AmazonEKSLoadBalancingPolicy",
        "c-cluster-role-AmazonEKSNetworkingPolicy",
        "c-custom-tags",
        "c-logs",
      ]),
    );
  });

  test("logs to an encrypted group with the name EKS writes to", () => {
    expect(only(graph, "aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({
      name: "/aws/eks/optibid-production/cluster",
      kmsKeyId: args.logsKeyArn,
      retentionInDays: 400,
    });
  });

  test("keeps what holds data", () => {
    expect(kept(graph)).toEqual(["c-cluster", "c-logs"]);
  });

  test("admits nodes, the deploying role and the administrators, and nobody else", () => {
    const entries = graph.filter(({ type }) => type === "aws:eks/accessEntry:AccessEntry");
    expect(entries.map(({ name, inputs }) => [name, inputs["type"], inputs["principalArn"]])).toEqual([
      ["c-access-admin-operations", "STANDARD", "arn:aws:iam::123456789012:role/operations"],
      ["c-access-deploy", "STANDARD", "arn:aws:iam::123456789012:role/deploy"],
      ["c-access-nodes", "EC2", "<unknown>"],
    ]);
    const policies = graph.filter(({ type }) => type === "aws:eks/accessPolicyAssociation:AccessPolicyAssociation");
    const admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
    expect(policies.map(({ inputs }) => inputs["policyArn"])).toEqual([
      admin,
      admin,
      "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy",
    ]);
    expect(policies.map(({ inputs }) => inputs["accessScope"])).toEqual([{ type: "cluster" }, { type: "cluster" }, { type: "cluster" }]);
  });

  test("talks to Kubernetes only after the deploying role has access, and only through its own provider", () => {
    expect(namesOf(only(graph, "pulumi:providers:kubernetes").dependencies)).toEqual(
      expect.arrayContaining(["c-access-deploy", "c-access-deploy-policy"]),
    );
    const objects = graph.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(new Set(objects.map(({ provider }) => provider))).toEqual(new Set(["c-kubernetes"]));
  });

  test("nodes take the cluster's security group, the private subnets and the volume key", () => {
    expect(only(graph, "kubernetes:eks.amazonaws.com/v1:NodeClass").inputs["spec"]).toMatchObject({
      role: "<unknown>",
      subnetSelectorTerms: [{ id: "subnet-a" }, { id: "subnet-b" }, { id: "subnet-c" }],
      securityGroupSelectorTerms: [{ id: "sg-cluster" }],
      ephemeralStorage: { kmsKeyID: args.volumeKeyArn },
      networkPolicy: "DefaultDeny",
    });
  });

  test("nodes are asked for only once their role may join", () => {
    expect(namesOf(only(graph, "kubernetes:eks.amazonaws.com/v1:NodeClass").dependencies)).toEqual(
      expect.arrayContaining([
        "c-access-nodes",
        "c-access-nodes-policy",
        "c-node-role-AmazonEC2ContainerRegistryPullOnly",
        "c-node-role-AmazonEKSWorkerNodeMinimalPolicy",
      ]),
    );
  });

  test("enforces network policies and lets the metrics server work under them", () => {
    expect(only(graph, "kubernetes:core/v1:ConfigMap").inputs).toMatchObject({
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    });
    const addon = only(graph, "aws:eks/addon:Addon");
    expect(addon.inputs).toMatchObject({ clusterName: "optibid-production", addonName: "metrics-server" });
    expect(namesOf(addon.dependencies)).toEqual(
      expect.arrayContaining(["c-nodes-metrics-server-policy", "c-nodes-network-policies", "c-nodes-node-pool"]),
    );
    expect(only(graph, "kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs["spec"]).toMatchObject({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
      policyTypes: ["Ingress", "Egress"],
    });
  });

  test("volumes that pods claim are encrypted with the same key", () => {
    expect(only(graph, "kubernetes:storage.k8s.io/v1:StorageClass").inputs).toMatchObject({
      provisioner: "ebs.csi.eks.amazonaws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: args.volumeKeyArn },
      volumeBindingMode: "WaitForFirstConsumer",
    });
  });

  test("tags everything that takes tags", () => {
    expect(untagged(graph)).toEqual([]);
    const tagless = new Set(["golive", "kubernetes", "pulumi"]);
    const without = graph.filter(({ type, inputs }) => !tagless.has(type.split(":")[0] ?? "") && !("tags" in inputs));
    expect(new Set(without.map(({ type }) => type))).toEqual(
      new Set([
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      ]),
    );
  });
});

test("nothing is kept of a cluster that may be thrown away", async () => {
  const graph = await build({ context: throwaway });
  expect(kept(graph)).toEqual([]);
  expect(only(graph, "aws:eks/cluster:Cluster").inputs["deletionProtection"]).toBe(false);
});

test("the endpoint is public only towards the networks named", async () => {
  const graph = await build({ publicAccessCidrs: ["203.0.113.0/24"] });
  expect(only(graph, "aws:eks/cluster:Cluster").inputs["vpcConfig"]).toEqual({
    subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["203.0.113.0/24"],
  });
});

test.each([[["0.0.0.0/0"]], [["::/0"]], [[]]])("a public endpoint for %j is refused", async (publicAccessCidrs) => {
  await expect(build({ publicAccessCidrs })).rejects.toThrow(/^c: publicAccessCidrs/);
});

test("a transform changes what a child is made with", async () => {
  const graph = await build({
    transform: {
      cluster: (given) => ({ ...given, version: "1.36" }),
      nodes: { metricsServer: (given) => ({ ...given, addonVersion: "v0.8.0-eksbuild.1" }) },
    },
  });
  expect(only(graph, "aws:eks/cluster:Cluster").inputs["version"]).toBe("1.36");
  expect(only(graph, "aws:eks/addon:Addon").inputs["addonVersion"]).toBe("v0.8.0-eksbuild.1");
});

test("a pod identity is a role for one service account of one cluster", async () => {
  const graph = await record(
    () =>
      void new PodIdentity("p", {
        context: production,
        clusterName: "optibid-production",
        namespace: "optibid",
        serviceAccount: "api",
        statements: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" }],
      }),
  );
  expect(census(graph)).toEqual([
    "aws:eks/podIdentityAssociation:PodIdentityAssociation p-association",
    "aws:iam/role:Role p-role",
    "aws:iam/rolePolicy:RolePolicy p-policy",
    "golive:cluster:PodIdentity p",
  ]);
  expect(only(graph, "aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).toMatchObject({
    clusterName: "optibid-production",
    namespace: "optibid",
    serviceAccount: "api",
  });
  expect(namesOf(only(graph, "aws:eks/podIdentityAssociation:PodIdentityAssociation").dependencies)).toContain("p-policy");
  expect(JSON.parse(only(graph, "aws:iam/role:Role").inputs["assumeRolePolicy"] as string).Statement[0].Condition).toEqual({
    StringEquals: { "aws:SourceAccount": "123456789012" },
    ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:cluster/optibid-production" },
  });
  expect(JSON.parse(only(graph, "aws:iam/rolePolicy:RolePolicy").inputs["policy"] as string)).toEqual({
    Version: "2012-10-17",
    Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" }],
  });
});
