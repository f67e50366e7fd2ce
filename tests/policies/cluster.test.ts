/**
 * Rights in the cluster, what it lets in, and the cluster itself.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { check, outcome, resource } from "./support.ts";

const CLUSTER = "aws:eks/cluster:Cluster";
const ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
const read = { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] };

describe("rights in the cluster", () => {
  const roles = { type: ROLE, good: { rules: [read] }, safe: ["rules"], unknown: ["rules", "rules[0].verbs", "rules[0].resources"] };
  const rule = (resources: string[], verbs: string[], more: object = {}) => ({ "rules[1]": { apiGroups: [""], resources, verbs, ...more } });
  check("cluster-role-no-escalation", {
    ...roles,
    bad: [
      rule(["clusterroles"], ["bind"]), rule(["roles"], ["escalate"]), rule(["users"], ["impersonate"]), rule(["nodes/proxy"], ["get"]), rule(["serviceaccounts/token"], ["create"]), rule(["persistentvolumes"], ["create"]),
      rule(["certificatesigningrequests/approval"], ["update"]), rule(["signers"], ["approve"]), rule(["mutatingwebhookconfigurations"], ["patch"]), rule(["*/approval"], ["update"]), rule(["*/proxy"], ["get"]), rule(["*/token"], ["create"]),
    ],
    fine: [rule(["nodes"], ["get", "patch"]), rule(["serviceaccounts"], ["create"]), rule(["persistentvolumes"], ["get"]), rule(["clusterroles"], ["get"]), { "rules[1]": "odd" }, { "rules[1]": { nonResourceURLs: ["/metrics"], verbs: ["get"] } }],
  });
  check("cluster-role-no-secrets", {
    ...roles, unknown: ["rules", "rules[0].verbs", "rules[0].resources", "rules[0].resourceNames"],
    bad: [rule(["secrets"], ["get"]), rule(["configmaps", "secrets"], ["list"]), rule(["secrets"], ["watch"], { resourceNames: [] })],
    fine: [rule(["secrets"], ["create"]), rule(["secrets"], ["get"], { resourceNames: ["app"] }), rule(["configmaps"], ["get"])],
  });
  check("cluster-role-no-pods", {
    ...roles, bad: [rule(["pods"], ["create"]), rule(["pods/exec"], ["get"]), rule(["pods/attach"], ["create"]), rule(["pods/ephemeralcontainers"], ["patch"]), rule(["deployments"], ["patch"]), rule(["cronjobs"], ["create"]), rule(["daemonsets", "jobs"], ["update"]), rule(["*/exec"], ["create"])],
    fine: [rule(["deployments"], ["get", "delete"]), rule(["deployments/scale"], ["patch"]), rule(["*/log"], ["get"]), rule(["pods/eviction"], ["create"]), rule(["pods"], ["delete"]), rule(["pods/log"], ["get"])],
  });
  const BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";
  check("cluster-binding-narrow", {
    type: BINDING, good: { subjects: [{ kind: "ServiceAccount", name: "api" }, { kind: "Group", name: "developers" }] },
    bad: [{ "subjects[0].name": "default" }, { "subjects[1].name": "system:authenticated" }, { "subjects[1].name": "system:serviceaccounts" }, { "subjects[1].name": "system:serviceaccounts:kube-system" }, { "subjects[1]": { kind: "User", name: "system:serviceaccount:optibid:default" } }],
    fine: [{ "subjects[1].name": "default" }, { "subjects[1]": { kind: "User", name: "system:serviceaccount:default:api" } }], safe: ["subjects"], unknown: ["subjects", "subjects[0].name"],
  });
  check("default-service-account-without-token", {
    type: "kubernetes:core/v1:ServiceAccount", good: { metadata: { name: "default", namespace: "optibid" }, automountServiceAccountToken: false }, bad: [{ automountServiceAccountToken: true }],
    missing: ["automountServiceAccountToken"], unknown: ["automountServiceAccountToken"], exempt: [{ "metadata.name": "api" }],
  });
  check("service-account-token-expires", {
    type: "kubernetes:core/v1:Secret", good: { type: "Opaque", stringData: {} }, bad: [{ type: "kubernetes.io/service-account-token", metadata: { annotations: { "kubernetes.io/service-account.name": "api" } } }], safe: ["type"], unknown: ["type"],
  });
  const access = { accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } };
  check("cluster-access-by-entries", {
    type: CLUSTER, good: access, bad: [{ "accessConfig.authenticationMode": "API_AND_CONFIG_MAP" }, { "accessConfig.authenticationMode": "CONFIG_MAP" }], missing: ["accessConfig", "accessConfig.authenticationMode"], unknown: ["accessConfig"],
  });
  check("cluster-creator-no-administrator", {
    type: CLUSTER, good: access, bad: [{ "accessConfig.bootstrapClusterCreatorAdminPermissions": true }], missing: ["accessConfig", "accessConfig.bootstrapClusterCreatorAdminPermissions"], unknown: ["accessConfig"],
  });
  check("cluster-config-map-no-masters", {
    type: "kubernetes:core/v1:ConfigMap", good: { metadata: { name: "aws-auth", namespace: "kube-system" }, data: { mapRoles: "- groups: [system:nodes]\n" } },
    bad: [{ "data.mapRoles": "- groups:\n  - system:masters\n" }, { "data.mapUsers": "- groups: [system:masters]" }], safe: ["data", "data.mapRoles"], unknown: ["data.mapRoles"], exempt: [{ "metadata.name": "other" }, { "metadata.namespace": "optibid" }],
  });
});

describe("rights under older versions", () => {
  const GROUP = "kubernetes:rbac.authorization.k8s.io";
  const wide = { rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }] };
  const bound = { roleRef: { kind: "ClusterRole", name: "cluster-admin" }, subjects: [{ kind: "Group", name: "system:authenticated" }] };
  test.each([
    ["cluster-role-no-secrets", `${GROUP}/v1beta1:ClusterRole`, wide], ["cluster-role-no-secrets", `${GROUP}/v1alpha1:Role`, wide],
    ["cluster-admin-not-bound", `${GROUP}/v1beta1:RoleBinding`, bound], ["cluster-binding-narrow", `${GROUP}/v1alpha1:ClusterRoleBinding`, bound],
  ])("%s: %s", (rule, type, props) => expect(outcome(rule, [resource(type, "subject", props)])).toBe("violation"));
});

describe("what the cluster lets in", () => {
  const GROUP = "kubernetes:admissionregistration.k8s.io/v1";
  check("admission-fails-closed", {
    type: `${GROUP}:ValidatingWebhookConfiguration`, good: { webhooks: [{ name: "a", failurePolicy: "Fail" }, { name: "b" }] },
    bad: [{ "webhooks[1].failurePolicy": "Ignore" }], safe: ["webhooks", "webhooks[0].failurePolicy"], unknown: ["webhooks", "webhooks[0].failurePolicy"],
  });
  test.each([
    ["ValidatingAdmissionPolicy", {}, "pass"], ["ValidatingAdmissionPolicy", { failurePolicy: "Ignore" }, "violation"],
    ["ValidatingAdmissionPolicyBinding", { validationActions: ["Deny", "Audit"] }, "pass"], ["ValidatingAdmissionPolicyBinding", { validationActions: ["Warn"] }, "violation"], ["ValidatingAdmissionPolicyBinding", {}, "violation"],
  ])("a %s with %j: %s", (kind, spec, expected) => expect(outcome("admission-fails-closed", [resource(`${GROUP}:${kind}`, "subject", { spec })])).toBe(expected));
});

describe("the cluster", () => {
  // The moment of judgement is 15 January 2026.
  check("cluster-version-supported", {
    type: CLUSTER, good: { version: "1.34" }, bad: [{ version: "1.31" }, { version: "1.30" }, { version: "1.21" }, { version: 1.29 }], fine: [{ version: "1.32" }, { version: "1.99" }], safe: ["version"], unknown: ["version"],
  });
  check("cluster-upgrade-not-forced", { type: CLUSTER, good: { forceUpdateVersion: false }, bad: [{ forceUpdateVersion: true }], safe: ["forceUpdateVersion"], unknown: ["forceUpdateVersion"] });
  check("cluster-deletion-protected", { type: CLUSTER, good: { deletionProtection: true }, bad: [{ deletionProtection: false }], missing: ["deletionProtection"], unknown: ["deletionProtection"] });
  check("node-group-no-ssh", {
    type: "aws:eks/nodeGroup:NodeGroup", good: { remoteAccess: { ec2SshKey: "key", sourceSecurityGroupIds: ["sg-1"] } }, bad: [{ "remoteAccess.sourceSecurityGroupIds": [] }],
    missing: ["remoteAccess.sourceSecurityGroupIds"], safe: ["remoteAccess"], unknown: ["remoteAccess", "remoteAccess.sourceSecurityGroupIds"],
  });
  const NODE_CLASS = "kubernetes:eks.amazonaws.com/v1:NodeClass";
  check("node-class-private", {
    type: NODE_CLASS, good: { spec: { advancedNetworking: { associatePublicIPAddress: false } } }, bad: [{ "spec.advancedNetworking.associatePublicIPAddress": true }], safe: ["spec.advancedNetworking"], unknown: ["spec"],
  });
  test.each([[true, "violation"], [undefined, "pass"]])("a class of Karpenter's own with associatePublicIPAddress %s: %s", (associatePublicIPAddress, expected) => {
    expect(outcome("node-class-private", [resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "subject", { spec: { associatePublicIPAddress } })])).toBe(expected);
  });
  check("node-class-network-policy", { type: NODE_CLASS, good: { spec: { networkPolicy: "DefaultDeny" } }, bad: [{ "spec.networkPolicy": "DefaultAllow" }], missing: ["spec.networkPolicy", "spec"], unknown: ["spec.networkPolicy"] });
  const switchedOn = (data: unknown, metadata: unknown = { name: "amazon-vpc-cni", namespace: "kube-system" }) => resource("kubernetes:core/v1:ConfigMap", "map", { metadata, data });
  const addon = (configurationValues: unknown, addonName = "vpc-cni") => resource("aws:eks/addon:Addon", "addon", { addonName, configurationValues });
  const YES = { "enable-network-policy-controller": "true" };
  check("cluster-network-policies-enforced", { type: CLUSTER, good: {}, others: [switchedOn(YES)], bad: [] });
  test.each([
    ["nothing", [], "violation"], ["a ConfigMap that says no", [switchedOn({ "enable-network-policy-controller": "false" })], "violation"], ["one without data", [switchedOn(undefined)], "violation"], ["another one", [switchedOn(YES, { name: "other", namespace: "kube-system" })], "violation"],
    ["one elsewhere", [switchedOn(YES, { name: "amazon-vpc-cni", namespace: "optibid" })], "violation"], ["one that is not known yet", [switchedOn(UNKNOWN)], "deferred"], ["one that is not known yet and one that does", [switchedOn(UNKNOWN), addon('{"enableNetworkPolicy":"true"}')], "pass"],
    ["an add-on", [addon('{"enableNetworkPolicy": true}')], "pass"], ["an add-on in YAML", [addon("enableNetworkPolicy: 'true'")], "pass"], ["an add-on that says no", [addon('{"enableNetworkPolicy": "false"}')], "violation"], ["an add-on as it comes", [addon(undefined)], "violation"], ["another add-on", [addon("enableNetworkPolicy: true", "coredns")], "violation"],
  ])("a cluster with %s: %s", (_title, others, expected) => expect(outcome("cluster-network-policies-enforced", [resource(CLUSTER, "subject", {}), ...others])).toBe(expected));
  check("node-pool-bounded", {
    type: "kubernetes:karpenter.sh/v1:NodePool", good: { spec: { limits: { cpu: "128", memory: "512Gi" }, template: { spec: { expireAfter: "336h" } } } }, bad: [{ "spec.template.spec.expireAfter": "Never" }, { "spec.limits.cpu": "0" }],
    missing: ["spec.limits", "spec.limits.cpu", "spec.limits.memory"], safe: ["spec.template.spec.expireAfter"], unknown: ["spec.limits", "spec.template"],
  });
  const room = (hard: unknown, namespace = "optibid") => resource("kubernetes:core/v1:ResourceQuota", "quota", { metadata: { namespace }, spec: { hard } });
  check("namespace-quota", {
    type: "kubernetes:apps/v1:Deployment", good: { metadata: { namespace: "optibid" } }, others: [room({ "limits.cpu": "8", "limits.memory": "8Gi" })], bad: [{ "metadata.namespace": "other" }], missing: ["metadata.namespace"], unknown: ["metadata.namespace"],
  });
  test.each([[{ "limits.cpu": "8" }, "violation"], [{ pods: "10" }, "violation"], [undefined, "violation"], [{ "limits.cpu": "8", "limits.memory": UNKNOWN }, "deferred"]])("a quota of %j: %s", (hard, expected) => {
    expect(outcome("namespace-quota", [resource("kubernetes:apps/v1:Deployment", "subject", { metadata: { namespace: "optibid" } }), room(hard)])).toBe(expected);
  });
  const vpc = { id: "vpc-1" };
  const subnet = resource("aws:ec2/subnet:Subnet", "subnet", { id: "subnet-1", vpcId: "vpc-1" });
  const cluster = resource(CLUSTER, "cluster", { vpcConfig: { subnetIds: ["subnet-1"] } });
  const endpoint = (service: string) => resource("aws:ec2/vpcEndpoint:VpcEndpoint", `endpoint-${service}`, { vpcId: "vpc-1", serviceName: `com.amazonaws.eu-central-1.${service}` });
  const all = ["ec2", "ecr.api", "ecr.dkr", "s3", "ssm"].map(endpoint);
  check("vpc-service-endpoints", { type: "aws:ec2/vpc:Vpc", good: vpc, others: [subnet, cluster, ...all, resource("aws:ec2/subnet:Subnet", "bare", { id: "subnet-3", vpcId: "vpc-3" }), resource(CLUSTER, "lonely", { vpcConfig: { subnetIds: ["subnet-3"] } })], bad: [{ id: "vpc-3" }], exempt: [{ id: "vpc-2" }, { id: undefined }] });
  test.each(all.map((each, index) => [each.name, index]))("a VPC without %s", (_name, index) => {
    expect(outcome("vpc-service-endpoints", [resource("aws:ec2/vpc:Vpc", "subject", vpc), subnet, cluster, ...all.filter((_each, at) => at !== index), resource("aws:ec2/vpcEndpoint:VpcEndpoint", "nameless", { vpcId: "vpc-1" })])).toBe("violation");
  });
});
