/**
 * Objects of the cluster that no other rule can see into: charts that Helm unfolds, and parts and lists of objects. PRC-014, PRC-017, PRC-020.
 */
import { dig, flag, quoted, record, text } from "../inputs.ts";
import type { Node } from "../graph.ts";
import { objectName } from "../pods.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { CLUSTER_ROLES, INGRESSES, NETWORK_POLICIES, ROLE_BINDINGS, WORKLOADS } from "../types.ts";

const NAMESPACE = "kubernetes:core/v1:Namespace";

/** A version that names one chart only; Helm takes the newest of a range (Masterminds/semver, "Basic Comparisons"). */
const EXACT = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** A chart that lies beside the program, and so changes with it alone. */
const LOCAL = /^\.{0,2}\//;

const charts: StackRule = {
  name: "helm-release-contained",
  items: ["PRC-014", "PRC-017", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "Pod Security Standards", reference: "Restricted" }, { name: "NIST 800-53", reference: "CM-7(5)" }],
  demands: "A Helm release is of one exact version of its chart, in a namespace of the stack that enforces the restricted Pod Security Standard.",
  why: "Helm unfolds the chart in the cluster: no rule sees what comes of it, so the API server has to refuse what rules would.",
  remediation: "Set version, and namespace to one labelled pod-security.kubernetes.io/enforce=restricted; or use Chart, whose objects rules see.",
  looksAt: "stack",
  subjects: ["kubernetes:helm.sh/v3:Release"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const chart = text(node.props["chart"]) ?? "";
      const version = () => text(node.props["version"]) ?? "";
      check.that(() => EXACT.test(version()) || LOCAL.test(chart) || /@sha256:[0-9a-f]{64}$/.test(chart), () => `the version is ${quoted(node.props["version"])}, and may be another tomorrow`, "version");
      // The provider's default where it is left out, as Helm's own.
      const namespace = text(node.props["namespace"]) ?? "default";
      const home = graph.ofType([NAMESPACE]).find((each) => objectName(each) === namespace);
      const level = () => record(dig(home?.props["metadata"], "labels"))?.["pod-security.kubernetes.io/enforce"];
      check.that(() => level() === "restricted", () => (home === undefined ? `the stack makes no namespace ${namespace}` : `namespace ${namespace} enforces ${quoted(level())}`), "namespace");
    });
  },
};

/** What rules look at, and parts of which would go past them. */
const WHOLE = [
  ...WORKLOADS, ...CLUSTER_ROLES, ...ROLE_BINDINGS, ...NETWORK_POLICIES, ...INGRESSES,
  NAMESPACE, ...["Service", "ServiceAccount", "ConfigMap", "PersistentVolume"].map((kind) => `kubernetes:core/v1:${kind}`),
  ...["ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"].map((kind) => `kubernetes:admissionregistration.k8s.io/v1:${kind}`),
];

/** Kinds whose labels and annotations say as much as their specification. */
const BY_METADATA = /:(Namespace|Service|Ingress)Patch$/;

/** Whether a patch is harmless: it says nothing but a name, labels or notes, or takes the token from a service account. */
function isHarmless({ type, props }: Node): boolean {
  const parts = Object.keys(props).filter((key) => !["apiVersion", "kind", "metadata"].includes(key));
  const about = BY_METADATA.test(type) ? [dig(props["metadata"], "labels"), dig(props["metadata"], "annotations")].filter((each) => (each ?? null) !== null) : [];
  return about.length === 0 && parts.every((part) => part === "automountServiceAccountToken" && flag(props[part]) === false);
}

const whole: ResourceRule = {
  name: "cluster-object-whole",
  items: ["PRC-017", "PRC-020", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "CM-6" }],
  demands: "Objects of the cluster are declared whole and one by one, not as patches of what is there or as lists.",
  why: "A part of an object cannot be judged: what it leaves out may be what makes it unsafe.",
  remediation: "Declare the object itself, and import it where it exists; a list as its elements.",
  looksAt: WHOLE.flatMap((type) => [`${type}Patch`, `${type}List`]),
  judge(node) {
    return examine((check) => {
      if (node.type.endsWith("List")) return check.fail("it is a list of objects");
      check.that(() => isHarmless(node), "it changes a part of an object that is declared elsewhere");
    });
  },
};

export const rules: readonly Rule[] = [charts, whole];
