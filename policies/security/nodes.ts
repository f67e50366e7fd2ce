/**
 * Nodes of the cluster and the room a namespace has on them: PRC-018…PRC-022, PRC-134. And the signature of CloudFront's requests.
 */
import type { Node } from "../graph.ts";
import { dig, flag, isPositiveQuantity, quoted, record, text, word } from "../inputs.ts";
import { namespaceOf, objectName } from "../pods.ts";
import { examine, type Rule, type StackRule } from "../rule.ts";
import { oneOf, settingsRule, type Setting } from "../settings.ts";
import { EKS_CLUSTER, WORKLOADS } from "../types.ts";
import { someHold } from "../unknown.ts";

const NODE_CLASS = "kubernetes:eks.amazonaws.com/v1:NodeClass";
const KARPENTER_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";

const privateNodes = settingsRule(
  {
    name: "node-class-private",
    items: ["PRC-018", "PRC-019"],
    severity: "high",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.9" }, { name: "CIS EKS", reference: "5.4.3" }],
    demands: "Nodes of the cluster have no public addresses.",
    why: "What listens on a node would be one security group entry away from the internet.",
    remediation: "Set associatePublicIPAddress to false, or leave it out in private subnets.",
  },
  {
    // Left out, the subnet decides, which rule subnet-no-public-addresses looks at.
    [NODE_CLASS]: () => [{ path: "spec.advancedNetworking.associatePublicIPAddress", wrong: "nodes get public addresses", holds: (value) => flag(value) !== true }],
    [KARPENTER_CLASS]: () => [{ path: "spec.associatePublicIPAddress", wrong: "nodes get public addresses", holds: (value) => flag(value) !== true }],
  },
);

const deniedFromStart = settingsRule(
  {
    name: "node-class-network-policy",
    items: ["PRC-018", "PRC-020"],
    severity: "medium",
    frameworks: [{ name: "CIS EKS", reference: "4.3.1" }, { name: "CIS EKS", reference: "5.4.4" }, { name: "NIST 800-53", reference: "SC-7(5)" }],
    demands: "Nodes enforce network policies, and a new pod reaches nothing until its policies are known.",
    why: "A pod could use the first seconds of its life to reach what its policies forbid.",
    remediation: "Set networkPolicy to DefaultDeny.",
  },
  // DefaultAllow where it is left out (EKS User Guide, "Create a Node Class for Amazon EKS").
  { [NODE_CLASS]: () => [oneOf("spec.networkPolicy", ["DefaultDeny"], "pods start with an open network")] },
);

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const ADDON = "aws:eks/addon:Addon";

/** Whether a resource switches policies on: the ConfigMap of EKS Auto Mode, or the settings, JSON or YAML, of the add-on where machines are the account's own. */
function enforces(node: Node): boolean {
  const { type, props } = node;
  if (type === ADDON) return props["addonName"] === "vpc-cni" && /enableNetworkPolicy["']?\s*:\s*["']?true/.test(text(props["configurationValues"]) ?? "");
  return objectName(node) === "amazon-vpc-cni" && namespaceOf(node) === "kube-system" && flag(dig(props["data"], "enable-network-policy-controller")) === true;
}

const enforced: StackRule = {
  name: "cluster-network-policies-enforced",
  items: ["PRC-018", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.3.1" }, { name: "CIS EKS", reference: "5.4.4" }, { name: "NIST 800-53", reference: "SC-7(5)" }],
  demands: "The cluster's network enforces NetworkPolicies.",
  why: "EKS takes the policies and does nothing about them until that is switched on.",
  remediation: "Add the ConfigMap amazon-vpc-cni to kube-system with enable-network-policy-controller, or set enableNetworkPolicy of the add-on vpc-cni.",
  looksAt: "stack",
  subjects: [EKS_CLUSTER],
  judge: (_node, _policy, graph) => examine((check) => check.that(() => someHold(graph.ofType([CONFIG_MAP, ADDON]), enforces), "nothing switches it on, and it is off by default")),
};

/** A limit of a pool on one kind of room. */
function limited(resource: "cpu" | "memory"): Setting {
  return { path: `spec.limits.${resource}`, wrong: "the pool grows without end", holds: isPositiveQuantity };
}

const pools = settingsRule(
  {
    name: "node-pool-bounded",
    items: ["PRC-021", "PRC-022", "PRC-134"],
    severity: "medium",
    frameworks: [{ name: "NIST 800-53", reference: "SC-6" }, { name: "NIST 800-53", reference: "SI-2" }],
    demands: "A pool of nodes has limits, and its nodes are replaced in time.",
    why: "One broken autoscaler could buy a thousand machines, and a node that is never replaced is never patched.",
    remediation: "Set limits.cpu and limits.memory, and leave expireAfter out or set it to some days.",
  },
  { [NODE_POOL]: () => [limited("cpu"), limited("memory"), { path: "spec.template.spec.expireAfter", wrong: "nodes stay for ever", holds: (value) => word(value) !== "Never" }] },
);

const QUOTA = "kubernetes:core/v1:ResourceQuota";

const quota: StackRule = {
  name: "namespace-quota",
  items: ["PRC-021", "PRC-022"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-6" }],
  demands: "Every namespace with workloads has a quota of processor and memory.",
  why: "One namespace that scales without end leaves no room for the others.",
  remediation: "Add a ResourceQuota with limits.cpu and limits.memory.",
  looksAt: "stack",
  subjects: WORKLOADS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const namespace = namespaceOf(node);
      const quotas = graph.ofType([QUOTA]).filter((each) => namespaceOf(each) === namespace);
      for (const resource of ["limits.cpu", "limits.memory"]) {
        check.that(() => quotas.some(({ props }) => isPositiveQuantity(record(dig(props["spec"], "hard"))?.[resource])), `namespace ${quoted(namespace)} has no quota of ${resource}`);
      }
    });
  },
};

const signing = settingsRule(
  {
    name: "origin-access-signed",
    items: ["PRC-019"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "CloudFront.13" }, { name: "AWS FSBP", reference: "CloudFront.16" }],
    demands: "An origin access control signs every request.",
    why: "A bucket or function that has to take unsigned requests is open to everyone.",
    remediation: "Set signingBehavior to always.",
  },
  { "aws:cloudfront/originAccessControl:OriginAccessControl": () => [oneOf("signingBehavior", ["always"], "requests may go unsigned")] },
);

export const rules: readonly Rule[] = [privateNodes, deniedFromStart, enforced, pools, quota, signing];
