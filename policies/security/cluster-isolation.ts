/**
 * Environment isolation inside the cluster: PRC-018…PRC-020.
 */
import type { Graph, Node } from "../graph.ts";
import { dig, isOpen, list, quoted, record, strings, text, word } from "../inputs.ts";
import { isEmptySelector, namespaceOf, objectName, podLabels, selects } from "../pods.ts";
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
  return governs(policy).filter((type) => list(dig(policy.props["spec"], type.toLowerCase())).length === 0);
}

/** The directions in which a policy governs every pod of its namespace. */
function governs(policy: Node): string[] {
  const { spec } = policy.props;
  // A left-out selector is the empty one (networking.k8s.io/v1 NetworkPolicySpec).
  if (!isEmptySelector(dig(spec, "podSelector"))) return [];
  const given = strings(dig(spec, "policyTypes"));
  // Left out, policyTypes are Ingress, and Egress where there are egress rules.
  return given.length > 0 ? given : list(dig(spec, "egress")).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

const guarded: StackRule = {
  name: "namespace-network-policy",
  items: ["PRC-018", "PRC-020"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.3.2" }, { name: "CIS EKS", reference: "5.4.4" }, { name: "NIST 800-53", reference: "SC-7(5)" }],
  demands: "In every namespace that the stack makes, NetworkPolicies govern every pod, in and out.",
  why: "What an add-on or a chart runs there is in no resource graph; its traffic would be free.",
  remediation: "Add a NetworkPolicy with an empty podSelector, policyTypes [Ingress, Egress] and the flows that are needed.",
  looksAt: "stack",
  subjects: ["kubernetes:core/v1:Namespace"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const namespace = objectName(node);
      const governed = new Set(policiesOf(graph, namespace).flatMap(governs));
      for (const direction of ["Ingress", "Egress"]) check.that(() => governed.has(direction), `no policy governs the ${direction.toLowerCase()} of every pod of ${namespace}`);
    });
  },
};

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
 * First version whose restricted standard asks for all that the latest asks of pods and containers, apart from the hosts of
 * probes (since 1.34), which rule pod-not-in-host-namespaces looks at (Kubernetes, Pod Security Admission: minimum versions of checks).
 */
const STANDARD_SINCE = 23;
const VERSION = "pod-security.kubernetes.io/enforce-version";

/** Whether the standard is as strict as the latest; where nothing is said it is the latest (Pod Security Admission). */
function isRecent(version: unknown): boolean {
  const written = word(version ?? "latest");
  return written === "latest" || Number(/^v1\.(\d+)$/.exec(written)?.[1] ?? 0) >= STANDARD_SINCE;
}

/**
 * Agents that run on every node, such as a log shipper or a CSI driver, mount directories of the node, which no standard
 * but `privileged` allows. They are let be where EKS itself runs them: in a namespace that is made for an add-on, which comes after it.
 */
const podSecurity: StackRule = {
  name: "namespace-pod-security",
  items: ["PRC-017", "PRC-020"],
  severity: "high",
  frameworks: [...["4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5"].map((reference) => ({ name: "CIS EKS" as const, reference })), { name: "Pod Security Standards", reference: "Restricted" }],
  demands: "Every namespace enforces the restricted Pod Security Standard; only one that an EKS add-on comes after may be privileged.",
  why: "What is created beside Pulumi is then refused by the API server as well.",
  remediation: "Label the namespace pod-security.kubernetes.io/enforce=restricted.",
  looksAt: "stack",
  subjects: ["kubernetes:core/v1:Namespace"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const key = "pod-security.kubernetes.io/enforce";
      const labels = record(dig(node.props["metadata"], "labels")) ?? {};
      const level = labels[key];
      if (level === "restricted") return check.that(() => isRecent(labels[VERSION]), () => `${VERSION} is ${quoted(labels[VERSION])}, which asks for less`, `metadata.labels["${VERSION}"]`);
      const addon = graph.ofType(["aws:eks/addon:Addon"]).some(({ dependencies }) => dependencies.includes(node.urn));
      check.that(() => addon && level === "privileged", `${key} is ${quoted(level)}`, `metadata.labels["${key}"]`);
    });
  },
};

/** Namespaces that every cluster starts with (Kubernetes, "Initial namespaces"). */
const NOT_OURS = /^(default|kube-(system|public|node-lease))$/;

const defaultNamespace: ResourceRule = {
  name: "workload-own-namespace",
  items: ["PRC-020"],
  severity: "low",
  frameworks: [{ name: "CIS EKS", reference: "4.5.1" }, { name: "CIS EKS", reference: "4.5.2" }],
  demands: "No workload runs in the namespace default, nor in one of the system's own.",
  why: "Policies, quotas and roles are given by namespace, and the system's are those of the cluster.",
  remediation: "Set metadata.namespace to a namespace of its own.",
  looksAt: WORKLOADS,
  judge(node) {
    return examine((check) => check.that(() => !NOT_OURS.test(namespaceOf(node)), () => `it runs in the namespace ${namespaceOf(node)}`, "metadata.namespace"));
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

/** What an IngressClass of EKS Auto Mode, or of the AWS Load Balancer Controller, says of all its load balancers. */
const CLASS_PARAMETERS = ["kubernetes:eks.amazonaws.com/v1:IngressClassParams", "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"];

const ingresses: ResourceRule = {
  name: "ingress-object-internal",
  items: ["PRC-019"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-7" }],
  demands: "No Ingress makes a load balancer that faces the internet.",
  why: "Traffic would come in past CloudFront, the firewall and the access logs.",
  remediation: "Set the annotation alb.ingress.kubernetes.io/scheme, or scheme of the IngressClassParams, to internal, or leave it out.",
  looksAt: [...INGRESSES, ...CLASS_PARAMETERS],
  judge(node) {
    if (CLASS_PARAMETERS.includes(node.type)) {
      const given = () => dig(node.props["spec"], "scheme");
      return examine((check) => check.that(() => (given() ?? "internal") === "internal", () => `the scheme is ${quoted(given())}`, "spec.scheme"));
    }
    const annotations = record(dig(node.props["metadata"], "annotations")) ?? {};
    // Default internal (AWS Load Balancer Controller, ingress annotations).
    const scheme = annotations["alb.ingress.kubernetes.io/scheme"];
    return examine((check) => check.that(() => (scheme ?? "internal") === "internal", `the scheme is ${quoted(scheme)}`, 'metadata.annotations["alb.ingress.kubernetes.io/scheme"]'));
  },
};

/** Parameters of the class of an Ingress: the class it names, or the cluster's default one (networking.k8s.io/v1 IngressSpec). */
function classParameters(ingress: Node, graph: Graph): unknown {
  const name = text(dig(ingress.props["spec"], "ingressClassName"));
  const isDefault = ({ props }: Node) => record(dig(props["metadata"], "annotations"))?.["ingressclass.kubernetes.io/is-default-class"] === "true";
  const [chosen] = graph.ofType(["kubernetes:networking.k8s.io/v1:IngressClass"]).filter((each) => (name === undefined ? isDefault(each) : objectName(each) === name));
  const parameters = text(dig(chosen?.props["spec"], "parameters", "name"));
  return graph.ofType(CLASS_PARAMETERS).find((each) => objectName(each) === parameters)?.props["spec"];
}

const ingressTls: StackRule = {
  name: "ingress-object-tls",
  items: ["PRC-112", "OPT-44"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "5.4.5" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "Every Ingress serves HTTPS with a certificate, and HTTP to redirect to it at most.",
  why: "Passwords and session cookies would cross the network in the clear.",
  remediation: "Set spec.tls, the annotation alb.ingress.kubernetes.io/certificate-arn, or certificateARNs of the IngressClassParams.",
  looksAt: "stack",
  subjects: INGRESSES,
  judge(node, _policy, graph) {
    const annotation = (name: string) => text(dig(node.props["metadata"], "annotations", `alb.ingress.kubernetes.io/${name}`));
    return examine((check) => {
      const ofClass = (key: string) => list(dig(classParameters(node, graph), key));
      check.that(() => list(dig(node.props["spec"], "tls")).length > 0 || annotation("certificate-arn") !== undefined || ofClass("certificateARNs").length > 0, "it has no certificate", "spec.tls");
      // Ports are a list of objects such as {"HTTP": 80}, in JSON (AWS Load Balancer Controller, ingress annotations).
      const plain = () => /"HTTP"/.test(annotation("listen-ports") ?? "") && annotation("ssl-redirect") === undefined && ofClass("sslRedirectPort").length === 0;
      check.that(() => !plain(), "it serves HTTP, and does not redirect", 'metadata.annotations["alb.ingress.kubernetes.io/listen-ports"]');
    });
  },
};

export const rules: readonly Rule[] = [defaultDeny, guarded, selected, narrow, podSecurity, defaultNamespace, services, ingresses, ingressTls];
