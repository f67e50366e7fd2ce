/**
 * What comes into the cluster from elsewhere: images, charts, and parts of objects.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { deployment, DIGEST } from "./fixtures.ts";
import { check, outcome, resource } from "./support.ts";

const SPEC = "spec.template.spec";
const IMAGE = `${SPEC}.containers[0].image`;
const at = (host: string) => ({ [IMAGE]: `${host}/app@sha256:${"a".repeat(64)}` });

describe("where images come from", () => {
  check("container-image-private-registry", {
    type: "kubernetes:apps/v1:Deployment", good: deployment(),
    bad: [
      ...["docker.io", "public.ecr.aws", "registry.k8s.io", "12345678901.dkr.ecr.eu-central-1.amazonaws.com", "123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.example", "evil.example/123456789012.dkr.ecr.eu-central-1.amazonaws.com"].map(at),
      { [IMAGE]: "nginx" }, { [`${SPEC}.initContainers`]: [{ name: "init", image: "busybox" }] }, { [`${SPEC}.ephemeralContainers`]: [{ name: "debug", image: "busybox" }] },
      { [`${SPEC}.volumes`]: [{ name: "model", image: { reference: "quay.io/model:1" } }] }, { [`${SPEC}.volumes`]: [{ name: "model", image: {} }] },
    ],
    fine: [
      ...["123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", "123456789012.dkr-ecr.eu-central-1.on.aws"].map(at),
      { [`${SPEC}.volumes`]: [{ name: "model", image: { reference: DIGEST } }, { name: "tmp", emptyDir: {}, image: null }] },
    ],
    missing: [IMAGE], unknown: [IMAGE, `${SPEC}.volumes`],
  });

  const ROLE = "aws:iam/role:Role";
  const nodes = resource("kubernetes:eks.amazonaws.com/v1:NodeClass", "nodes", { spec: { role: UNKNOWN } }, { spec: ["subject"] });
  const attached = (policyArn: unknown, edges: Record<string, string[]> = {}) => resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", { role: UNKNOWN, policyArn }, { role: ["subject"], ...edges });
  const inline = (policy: unknown) => resource("aws:iam/rolePolicy:RolePolicy", "inline", { role: UNKNOWN, policy }, { role: ["subject"] });
  const allows = (Action: string | string[], Effect = "Allow") => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource: "*" }] });
  check("node-role-pulls-only", {
    type: ROLE, edges: { managedPolicyArns: ["arns"], inlinePolicies: ["documents"] }, good: { name: "nodes", managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"] }, others: [nodes],
    bad: [{ managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"] }, { inlinePolicies: [{ name: "push", policy: allows("ecr:PutImage") }] }],
    fine: [{ inlinePolicies: [{ name: "pull", policy: allows(["ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "s3:PutObject"]) }] }],
    safe: ["managedPolicyArns"], unknown: ["managedPolicyArns", "inlinePolicies"],
  });
  test.each([
    ["a policy of AWS that pushes", [nodes, attached("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess")], "violation"],
    ["a policy of AWS that pulls", [nodes, attached("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly")], "pass"],
    ["a policy that is not known yet", [nodes, attached(UNKNOWN)], "deferred"],
    ["nothing but what AWS fills in at preview", [nodes], "pass"],
    ["an attachment of nothing", [nodes, attached(undefined)], "pass"],
    ["a policy of its own that deletes images", [nodes, inline(allows(["ecr:BatchDeleteImage"]))], "violation"],
    ["a policy of its own that may do everything with images", [nodes, inline(allows("ecr:*"))], "violation"],
    ["a policy of its own that forbids", [nodes, inline(allows("ecr:PutImage", "Deny"))], "pass"],
    ["a policy of its own that is not known yet", [nodes, inline(UNKNOWN)], "deferred"],
    ["a policy of its own that is no policy", [nodes, inline("{")], "pass"],
    ["a policy of the stack", [nodes, attached(UNKNOWN, { policyArn: ["policy"] }), resource("aws:iam/policy:Policy", "policy", { policy: allows("ecr-public:PutImage") })], "violation"],
    ["no machine that takes it", [attached("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess")], "not-applicable"],
  ])("a role with %s: %s", (_title, others, expected) => expect(outcome("node-role-pulls-only", [resource(ROLE, "subject", { name: "nodes", managedPolicyArns: UNKNOWN, inlinePolicies: UNKNOWN }), ...others])).toBe(expected));
  test.each([["aws:eks/cluster:Cluster", "computeConfig"], ["aws:eks/nodeGroup:NodeGroup", "nodeRoleArn"], ["aws:eks/fargateProfile:FargateProfile", "podExecutionRoleArn"], ["kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "spec"]])(
    "the role of a %s pulls only",
    (type, property) => expect(outcome("node-role-pulls-only", [resource(ROLE, "subject", { managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"] }), resource(type, "nodes", { [property]: UNKNOWN }, { [property]: ["subject"] })])).toBe("violation"),
  );
});

describe("objects that no other rule sees into", () => {
  const RELEASE = "kubernetes:helm.sh/v3:Release";
  const namespace = (name: string, labels: unknown) => resource("kubernetes:core/v1:Namespace", `namespace-${name}`, { metadata: { name, labels } });
  const strict = namespace("charts", { "pod-security.kubernetes.io/enforce": "restricted" });
  const others = [strict, namespace("loose", { "pod-security.kubernetes.io/enforce": "baseline" }), namespace("bare", undefined)];
  check("helm-release-contained", {
    type: RELEASE, good: { chart: "oci://registry.example/chart", version: "1.2.3", namespace: "charts" }, others,
    bad: [...["^1.2.3", "1.2", "1.x", "latest", ">= 1.0.0", ""].map((version) => ({ version })), ...["loose", "bare", "elsewhere", "kube-system"].map((name) => ({ namespace: name }))],
    fine: [{ version: "v1.2.3-rc.1+build.5" }, { version: undefined, chart: "./charts/app" }, { version: undefined, chart: `oci://registry.example/chart@sha256:${"a".repeat(64)}` }],
    missing: ["version", "namespace"], safe: ["chart"], unknown: ["version", "namespace", "chart"],
  });
  test("a release whose namespace has labels that are not known yet waits", () => {
    expect(outcome("helm-release-contained", [resource(RELEASE, "subject", { chart: "chart", version: "1.2.3", namespace: "later" }), namespace("later", UNKNOWN)])).toBe("deferred");
  });

  check("cluster-object-whole", {
    type: "kubernetes:core/v1:ServicePatch", good: { apiVersion: "v1", kind: "Service", metadata: { name: "kube-dns" } },
    bad: [{ spec: { type: "LoadBalancer" } }, { "metadata.labels": { team: "platform" } }, { "metadata.annotations": { scheme: "internet-facing" } }], fine: [{ "metadata.labels": null }], safe: ["metadata"], unknown: ["metadata", "metadata.annotations"],
  });
  const META = { metadata: { name: "x", labels: { "pod-security.kubernetes.io/enforce": "privileged" } } };
  test.each([
    ["kubernetes:core/v1:ServiceAccountPatch", { metadata: { name: "default" }, automountServiceAccountToken: false }, "pass"],
    ["kubernetes:core/v1:ServiceAccountPatch", { metadata: { name: "default" }, automountServiceAccountToken: true }, "violation"],
    ["kubernetes:core/v1:ServiceAccountPatch", { metadata: { name: "default" }, automountServiceAccountToken: UNKNOWN }, "deferred"],
    ["kubernetes:core/v1:NamespacePatch", META, "violation"], ["kubernetes:core/v1:NamespacePatch", { metadata: { name: "x", labels: null } }, "pass"],
    ["kubernetes:apps/v1:DeploymentPatch", { metadata: { labels: { team: "platform" } } }, "pass"], ["kubernetes:apps/v1:DeploymentPatch", { spec: { replicas: 3 } }, "violation"], ["kubernetes:core/v1:ConfigMapPatch", META, "pass"],
    ["kubernetes:networking.k8s.io/v1:IngressPatch", { metadata: UNKNOWN }, "deferred"],
    ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch", { rules: [] }, "violation"], ["kubernetes:apps/v1:DaemonSetList", { items: [] }, "violation"], ["kubernetes:core/v1:PodList", {}, "violation"],
  ])("a %s of %j: %s", (type, props, expected) => expect(outcome("cluster-object-whole", [resource(type, "subject", props)])).toBe(expected));
});
