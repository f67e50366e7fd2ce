/**
 * Environment isolation inside the cluster: PRC-018…PRC-020.
 */
import type { Graph, Node } from "../graph.ts";
import { dig, isOpen, list, quoted, record, strings, text, word } from "../inputs.ts";
import { namespaceOf, podLabels, selects } from "../pods.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { INGRESSES, NETWORK_POLICIES, WORKLOADS } from "../types.ts";

const defaultDeny: StackRule = {
  name: "namespace-default-deny",
  items: ["PRC-018", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.3.2" }, { name: "NIST 800-53", reference: "SC-7(5)" }],
  demands: "In every namespace with workloads a NetworkPolicy denies what no other policy allows, in and out.",
  why: "Pods reach each other and the whole network until a policy selects them.",
  remediation: "Add a NetworkPolicy with an empty podSelector, policyTypes [Ingress, Egress] and no rules.",
  looksAt: "stack",
  subjects: WORKLOADS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const namespace = namespaceOf(node);
      const denied = new Set(policiesOf(graph, namespace).flatMap(denies));
      for (const direction of ["Ingress", "Egress"]) {
        check.that(() => denied.has(direction), `namespace ${namespace} does not deny ${direction.toLowerCase()} by default`);
      }
    });
  },
};

function policiesOf(graph: Graph, namespace: string): Node[] {
  return graph.ofType(NETWORK_POLICIES).filter((policy) => namespaceOf(policy) === namespace);
}

/** The directions a policy denies to every pod of its namespace. */
function denies(policy: Node): string[] {
  const spec = record(policy.props["spec"]) ?? {};
  // A left-out selector is the empty one (networking.k8s.io/v1 NetworkPolicySpec).
  if (!isEmptySelector(spec["podSelector"])) return [];
  const ingress = list(spec["ingress"]);
  const egress = list(spec["egress"]);
  const given = strings(spec["policyTypes"]);
  // Left out, policyTypes are Ingress, and Egress where there are egress rules.
  const types = given.length > 0 ? given : ["Ingress"];
  return types.filter((type) => (type === "Ingress" ? ingress : egress).length === 0);
}

function isEmptySelector(selector: unknown): boolean {
  return Object.keys(record(dig(selector, "matchLabels")) ?? {}).length === 0 && list(dig(selector, "matchExpressions")).length === 0;
}

const selected: StackRule = {
  name: "workload-network-policy",
  items: ["PRC-020"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.3.2" }],
  demands: "Every workload is selected by a NetworkPolicy.",
  why: "A pod that no policy selects accepts traffic from everywhere.",
  remediation: "Add a NetworkPolicy whose podSelector matches the pod's labels.",
  looksAt: "stack",
  subjects: WORKLOADS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const labels = podLabels(node);
      const found = policiesOf(graph, namespaceOf(node)).some((policy) => selects(dig(policy.props["spec"], "podSelector") ?? {}, labels));
      check.that(() => found, "no NetworkPolicy selects its pods");
    });
  },
};

/** Whether a peer is the internet at large, or every pod of every namespace. */
function isEverybody(peer: unknown): boolean {
  const block = dig(peer, "ipBlock");
  if (block !== undefined && block !== null) return isOpen(dig(block, "cidr"));
  const namespaces = dig(peer, "namespaceSelector");
  // Without a selector of namespaces the peers are pods of the policy's own (networking.k8s.io/v1 NetworkPolicyPeer).
  return namespaces !== undefined && namespaces !== null && isEmptySelector(namespaces) && isEmptySelector(dig(peer, "podSelector"));
}

const narrow: ResourceRule = {
  name: "network-policy-narrow",
  items: ["PRC-018", "PRC-020"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.3.2" }, { name: "NIST 800-53", reference: "SC-7" }],
  demands: "No NetworkPolicy lets everybody in, or lets pods out to everywhere at every port.",
  why: "Policies add up: one that allows everything undoes all others.",
  remediation: "Name the pods, namespaces or address blocks in from and to, and the ports of what goes out.",
  looksAt: NETWORK_POLICIES,
  judge(node) {
    const spec = record(node.props["spec"]) ?? {};
    return examine((check) => {
      const peers = (rule: unknown, key: "from" | "to") => list(dig(rule, key));
      check.each(() => list(spec["ingress"]), (rule, index) => {
        const from = peers(rule, "from");
        // A rule without peers is one for all of them.
        if (from.length === 0 || from.some(isEverybody)) check.fail("it lets everybody in", `spec.ingress[${index}].from`);
      });
      check.each(() => list(spec["egress"]), (rule, index) => {
        const to = peers(rule, "to");
        if (list(dig(rule, "ports")).length === 0 && (to.length === 0 || to.some(isEverybody))) check.fail("it lets pods out to everywhere", `spec.egress[${index}]`);
      });
    });
  },
};

/**
 * Agents that run on every node, such as a log shipper or a CSI driver, mount directories of the node, which no standard
 * but `privileged` allows. They are let be where EKS itself runs them: in a namespace that is made for an add-on, which comes after it.
 */
const podSecurity: StackRule = {
  name: "namespace-pod-security",
  items: ["PRC-017", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.2.1" }, { name: "Pod Security Standards", reference: "Restricted" }],
  demands: "Every namespace enforces the restricted Pod Security Standard; only one that an EKS add-on comes after may be privileged.",
  why: "What is created beside Pulumi is then refused by the API server as well.",
  remediation: "Label the namespace pod-security.kubernetes.io/enforce=restricted.",
  looksAt: "stack",
  subjects: ["kubernetes:core/v1:Namespace"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const key = "pod-security.kubernetes.io/enforce";
      const level = record(dig(node.props["metadata"], "labels"))?.[key];
      if (level === "restricted") return;
      const addon = graph.ofType(["aws:eks/addon:Addon"]).some(({ dependencies }) => dependencies.includes(node.urn));
      check.that(() => addon && level === "privileged", `${key} is ${quoted(level)}`, `metadata.labels["${key}"]`);
    });
  },
};

const defaultNamespace: ResourceRule = {
  name: "workload-own-namespace",
  items: ["PRC-020"],
  severity: "low",
  frameworks: [{ name: "CIS EKS", reference: "4.5.2" }],
  demands: "No workload runs in the namespace default.",
  why: "Policies, quotas and roles are given by namespace.",
  remediation: "Set metadata.namespace.",
  looksAt: WORKLOADS,
  judge(node) {
    return examine((check) => check.that(() => namespaceOf(node) !== "default", "it runs in the namespace default", "metadata.namespace"));
  },
};

const INTERNAL = [
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
] as const;

/** Load balancers of the AWS Load Balancer Controller and of EKS Auto Mode. */
const INTERNAL_CLASSES = ["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"];

const services: ResourceRule = {
  name: "service-internal",
  items: ["PRC-019"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-7" }],
  demands: "No Service is put on the internet by a load balancer or external address of its own, and none takes a port of the nodes.",
  why: "Traffic would come in past CloudFront, the firewall and the access logs.",
  remediation: "Use type ClusterIP behind the platform's load balancer, or annotate the Service as internal.",
  looksAt: ["kubernetes:core/v1:Service"],
  judge(node) {
    const spec = record(node.props["spec"]) ?? {};
    return examine((check) => {
      check.that(() => list(spec["externalIPs"]).length === 0, "it claims external addresses", "spec.externalIPs");
      check.that(() => spec["type"] !== "NodePort", "it takes a port of every node", "spec.type");
      // Default ClusterIP (core/v1 ServiceSpec).
      if (spec["type"] !== "LoadBalancer") return;
      const annotations = record(dig(node.props["metadata"], "annotations")) ?? {};
      // Unlike the cloud provider built into Kubernetes, these make internal load balancers by default.
      const scheme = annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"];
      if (INTERNAL_CLASSES.includes(word(spec["loadBalancerClass"])) && (scheme === undefined || scheme === null)) return;
      check.that(() => INTERNAL.some(([key, value]) => word(annotations[key]) === value), "its load balancer faces the internet", "spec.type");
    });
  },
};

const ingresses: ResourceRule = {
  name: "ingress-object-internal",
  items: ["PRC-019"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-7" }],
  demands: "No Ingress makes a load balancer that faces the internet.",
  why: "Traffic would come in past CloudFront, the firewall and the access logs.",
  remediation: "Set the annotation alb.ingress.kubernetes.io/scheme to internal, or leave it out.",
  looksAt: INGRESSES,
  judge(node) {
    const annotations = record(dig(node.props["metadata"], "annotations")) ?? {};
    // Default internal (AWS Load Balancer Controller, ingress annotations).
    const scheme = annotations["alb.ingress.kubernetes.io/scheme"];
    return examine((check) => check.that(() => (scheme ?? "internal") === "internal", `the scheme is ${quoted(scheme)}`, 'metadata.annotations["alb.ingress.kubernetes.io/scheme"]'));
  },
};

const ingressTls: ResourceRule = {
  name: "ingress-object-tls",
  items: ["PRC-112", "OPT-44"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "5.4.5" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "Every Ingress serves HTTPS with a certificate.",
  why: "Passwords and session cookies would cross the network in the clear.",
  remediation: "Set spec.tls, or the annotation alb.ingress.kubernetes.io/certificate-arn.",
  looksAt: INGRESSES,
  judge(node) {
    const certificate = () => text(dig(node.props["metadata"], "annotations", "alb.ingress.kubernetes.io/certificate-arn"));
    return examine((check) => check.that(() => list(dig(node.props["spec"], "tls")).length > 0 || certificate() !== undefined, "it has no certificate", "spec.tls"));
  },
};

export const rules: readonly Rule[] = [defaultDeny, selected, narrow, podSecurity, defaultNamespace, services, ingresses, ingressTls];
