/**
 * Who may do what in the cluster: PRC-118, PRC-119, and what the cluster lets in: PRC-014.
 *
 * Rights that lead to all other rights: kubernetes.io/docs/concepts/security/rbac-good-practices.
 */
import type { Props } from "../graph.ts";
import { dig, flag, list, quoted, record, strings, text, word } from "../inputs.ts";
import { namespaceOf, objectName } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { oneOf, settingsRule } from "../settings.ts";
import { CLUSTER_ROLES, EKS_CLUSTER, ROLE_BINDINGS } from "../types.ts";

const READING = ["get", "list", "watch"];
const WRITING = ["create", "update", "patch", "delete", "deletecollection"];

/** Verbs on resources, in the singular sense of RBAC: any of the verbs on any of the resources. */
interface Right {
  readonly verbs: readonly string[];
  /** Absent for verbs that are dangerous whatever they are allowed on. */
  readonly resources?: readonly string[];
}

/** Rights with which the holder gives itself others (RBAC Good Practices, "Privilege escalation risks"). */
const ESCALATING: readonly Right[] = [
  { verbs: ["bind", "escalate", "impersonate"] },
  { verbs: ["create", "get"], resources: ["nodes/proxy"] },
  { verbs: ["create"], resources: ["serviceaccounts/token", "persistentvolumes"] },
  { verbs: ["update", "patch"], resources: ["certificatesigningrequests/approval"] },
  { verbs: ["approve", "sign"], resources: ["signers"] },
  { verbs: WRITING, resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] },
];

/** What makes pods: who writes their template writes the pods (RBAC Good Practices, "Workload creation"). */
const POD_MAKERS = ["pods", "podtemplates", "replicationcontrollers", "deployments", "statefulsets", "daemonsets", "replicasets", "jobs", "cronjobs"];

/** Rights over what runs in pods, and so over everything that pods may use. */
const POD_MAKING: readonly Right[] = [
  { verbs: ["create", "update", "patch"], resources: POD_MAKERS },
  { verbs: ["create", "get"], resources: ["pods/exec", "pods/attach"] },
  { verbs: ["update", "patch"], resources: ["pods/ephemeralcontainers"] },
];

/** What of these rights a role's rule gives, in words. A wildcard is left to the rule that forbids wildcards, unless it stands for the owner of a subresource. */
function given(rule: Props, rights: readonly Right[]): string[] {
  const verbs = strings(rule["verbs"]);
  const resources = strings(rule["resources"]);
  return rights.flatMap((right) => {
    const dangerous = verbs.filter((verb) => right.verbs.includes(verb));
    const on = right.resources === undefined ? resources : resources.filter((resource) => right.resources?.some((each) => [each, each.replace(/^[^/]+(?=\/)/, "*")].includes(resource)));
    return dangerous.length > 0 && on.length > 0 ? [`${dangerous.join(", ")} on ${on.join(", ")}`] : [];
  });
}

/** A rule against rights that a role may not give. */
function roleRule(rule: Omit<ResourceRule, "items" | "looksAt" | "judge">, found: (rule: Props) => readonly string[]): ResourceRule {
  return {
    ...rule,
    items: ["PRC-118", "PRC-119"],
    looksAt: CLUSTER_ROLES,
    judge: (node) =>
      examine((check) =>
        check.each(() => list(node.props["rules"]), (raw, index) => {
          for (const right of found(record(raw) ?? {})) check.fail(`it allows ${right}`, `rules[${index}]`);
        }),
      ),
  };
}

const escalation = roleRule(
  {
    name: "cluster-role-no-escalation",
    severity: "high",
    frameworks: [...["4.1.8", "4.1.9", "4.1.10", "4.1.11", "4.1.12"].map((reference) => ({ name: "CIS EKS" as const, reference })), { name: "NIST 800-53", reference: "AC-6(1)" }],
    demands: "No role in the cluster lets its holder take rights it was not given: bind, escalate, impersonate, node proxies, tokens, certificate approval, webhooks or volumes.",
    why: "Each of these leads to every right in the cluster, past all other roles.",
    remediation: "Remove the right; let the pipeline, not a program, make roles, tokens and webhooks.",
  },
  (rule) => given(rule, ESCALATING),
);

const secretReaders = roleRule(
  {
    name: "cluster-role-no-secrets",
    severity: "high",
    frameworks: [{ name: "CIS EKS", reference: "4.1.2" }, { name: "NIST 800-53", reference: "AC-6" }],
    demands: "No role in the cluster reads Secrets, unless it names them.",
    why: "Tokens of service accounts are Secrets too: who reads all of them may do what any of them may.",
    remediation: "Name the Secrets in resourceNames, and allow get alone.",
  },
  // With a name, only a request for that name is allowed; a list has none (RBAC, "Referring to resources").
  (rule) => (list(rule["resourceNames"]).length > 0 ? [] : given(rule, [{ verbs: READING, resources: ["secrets"] }])),
);

const podMakers = roleRule(
  {
    name: "cluster-role-no-pods",
    severity: "medium",
    frameworks: [{ name: "CIS EKS", reference: "4.1.4" }],
    demands: "No role in the cluster makes or changes pods or what makes them, or runs commands in them.",
    why: "Who makes a pod may use every Secret and service account of its namespace.",
    remediation: "Deploy with the pipeline; for debugging use an access policy of EKS that ends by itself.",
  },
  (rule) => given(rule, POD_MAKING),
);

/** Groups of everybody who signed in, and of every service account; a service account may also be named as a user (RBAC, "Referring to subjects"). */
const CROWDS = /^system:(authenticated|serviceaccounts(:.*)?)$/;
const DEFAULT_USER = /^system:serviceaccount:[^:]*:default$/;

const subjects: ResourceRule = {
  name: "cluster-binding-narrow",
  items: ["PRC-118", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.1.5" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "Roles in the cluster are bound to groups and service accounts of their own, never to a default service account or to all that signed in.",
  why: "Every pod that says nothing else runs as the default service account, and would have the right.",
  remediation: "Make a service account for the program and bind the role to it.",
  looksAt: ROLE_BINDINGS,
  judge(node) {
    return examine((check) =>
      check.each(() => list(node.props["subjects"]), (subject, index) => {
        const name = word(dig(subject, "name"));
        const isDefault = (dig(subject, "kind") === "ServiceAccount" && name === "default") || DEFAULT_USER.test(name);
        if (isDefault || CROWDS.test(name)) check.fail(`it binds ${isDefault ? "the default service account" : name}`, `subjects[${index}].name`);
      }),
    );
  },
};

const defaultAccount: ResourceRule = {
  name: "default-service-account-without-token",
  items: ["PRC-017", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.1.5" }],
  demands: "A default service account that the stack manages mounts no token.",
  why: "It is what pods run as that nobody gave an account.",
  remediation: "Set automountServiceAccountToken to false.",
  looksAt: ["kubernetes:core/v1:ServiceAccount"],
  judge(node) {
    if (objectName(node) !== "default") return notApplicable("it is not a namespace's default one");
    return examine((check) => check.that(() => flag(node.props["automountServiceAccountToken"]) === false, "pods get its token, which is the default", "automountServiceAccountToken"));
  },
};

const lastingToken: ResourceRule = {
  name: "service-account-token-expires",
  items: ["PRC-017", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.1.6" }, { name: "NIST 800-53", reference: "IA-5" }],
  demands: "No Secret holds a token of a service account.",
  why: "Such a token never expires, and works from anywhere; the one that a pod is given lives for an hour and as long as the pod.",
  remediation: "Ask for a token with TokenRequest, or mount a projected volume with serviceAccountToken.",
  looksAt: ["kubernetes:core/v1:Secret"],
  // Opaque where it is left out (core/v1 Secret).
  judge: (node) => examine((check) => check.that(() => node.props["type"] !== "kubernetes.io/service-account-token", "Kubernetes fills it with a token that never expires", "type")),
};

const authentication = settingsRule(
  {
    name: "cluster-access-by-entries",
    items: ["PRC-118", "PRC-119"],
    severity: "medium",
    frameworks: [{ name: "CIS EKS", reference: "4.1.7" }, { name: "CIS EKS", reference: "5.5.1" }, { name: "NIST 800-53", reference: "AC-2" }],
    demands: "Access to the cluster is given by EKS access entries alone.",
    why: "The ConfigMap aws-auth is seen by no audit of IAM, and one mistake in it locks everybody out.",
    remediation: "Set accessConfig.authenticationMode to API, and give access with AccessEntry.",
  },
  // Left out it is CONFIG_MAP (EKS API, CreateAccessConfigRequest).
  { [EKS_CLUSTER]: () => [oneOf("accessConfig.authenticationMode", ["API"], "the ConfigMap aws-auth gives access too")] },
);

const creator = settingsRule(
  {
    name: "cluster-creator-no-administrator",
    items: ["PRC-119"],
    severity: "medium",
    frameworks: [{ name: "CIS EKS", reference: "4.1.1" }, { name: "NIST 800-53", reference: "AC-6(5)" }],
    demands: "Whoever creates the cluster is not made its administrator for good.",
    why: "The right is the creator's without an entry that anybody could see or take away in a review.",
    remediation: "Set accessConfig.bootstrapClusterCreatorAdminPermissions to false and add an AccessEntry.",
  },
  { [EKS_CLUSTER]: () => [{ path: "accessConfig.bootstrapClusterCreatorAdminPermissions", wrong: "the creator is made administrator, which is the default", holds: (value) => flag(value) === false }] },
);

const awsAuth: ResourceRule = {
  name: "cluster-config-map-no-masters",
  items: ["PRC-118", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.1.1" }],
  demands: "The ConfigMap aws-auth puts nobody into system:masters.",
  why: "That group owns the cluster, and no role can be taken away from it.",
  remediation: "Give the access with an AccessEntry and an access policy.",
  looksAt: ["kubernetes:core/v1:ConfigMap"],
  judge(node) {
    if (objectName(node) !== "aws-auth" || namespaceOf(node) !== "kube-system") return notApplicable("it is not the ConfigMap that gives access");
    return examine((check) => {
      for (const key of ["mapRoles", "mapUsers"]) {
        check.that(() => !(text(dig(node.props["data"], key)) ?? "").includes("system:masters"), "somebody is put into system:masters", `data.${key}`);
      }
    });
  },
};

const WEBHOOKS = ["v1", "v1beta1"].map((version) => `kubernetes:admissionregistration.k8s.io/${version}:ValidatingWebhookConfiguration`);
const ADMISSION = ["v1", "v1beta1", "v1alpha1"];
const POLICIES = ADMISSION.map((version) => `kubernetes:admissionregistration.k8s.io/${version}:ValidatingAdmissionPolicy`);
const POLICY_BINDINGS = ADMISSION.map((version) => `kubernetes:admissionregistration.k8s.io/${version}:ValidatingAdmissionPolicyBinding`);

const admission: ResourceRule = {
  name: "admission-fails-closed",
  items: ["PRC-014", "PRC-017"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CM-7(5)" }, { name: "NIST 800-53", reference: "SI-7(6)" }],
  demands: "What validates objects refuses them when it cannot decide, and its bindings deny.",
  why: "A control that is down, or only warns, lets everything in.",
  remediation: "Set failurePolicy to Fail, and validationActions to Deny.",
  looksAt: [...WEBHOOKS, ...POLICIES, ...POLICY_BINDINGS],
  judge(node) {
    return examine((check) => {
      // Fail where it is left out (admissionregistration/v1).
      const fails = (holder: unknown, path: string) =>
        check.that(() => (dig(holder, "failurePolicy") ?? "Fail") === "Fail", () => `failurePolicy is ${quoted(dig(holder, "failurePolicy"))}`, `${path}.failurePolicy`);
      if (WEBHOOKS.includes(node.type)) return check.each(() => list(node.props["webhooks"]), (webhook, index) => fails(webhook, `webhooks[${index}]`));
      if (POLICIES.includes(node.type)) return fails(node.props["spec"], "spec");
      check.that(() => list(dig(node.props["spec"], "validationActions")).includes("Deny"), "what breaks the policy is not denied", "spec.validationActions");
    });
  },
};

export const rules: readonly Rule[] = [escalation, secretReaders, podMakers, subjects, defaultAccount, lastingToken, authentication, creator, awsAuth, admission];
