/**
 * Workloads broken, one rule at a time.
 */
import { adds, breaks, removes, JOB_POD, type Mutation } from "../mutation.ts";
import { DEPLOYMENTS } from "../types.ts";

const SPEC = "spec.template.spec";
const C = `${SPEC}.containers[0]`;
const S = `${C}.securityContext`;

/** Breaks a field of a Deployment's pod. */
function pod(rule: string, title: string, patch: Readonly<Record<string, unknown>>, alsoFires: readonly string[] = []): Mutation {
  return breaks(rule, title, patch, { types: DEPLOYMENTS, alsoFires });
}

/** A Job that satisfies every rule about pods, in a namespace of its own choice. */
function job(namespace: string) {
  return {
    type: "kubernetes:batch/v1:Job",
    props: {
      metadata: { name: "mutation", namespace },
      spec: { template: { metadata: { labels: { app: "mutation" } }, spec: JOB_POD } },
    },
  };
}

/** Adds a role with one rule. */
function role(rule: string, title: string, given: object): Mutation {
  return adds(rule, title, { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", props: { rules: [given] } });
}

const NODE_CLASS = "kubernetes:eks.amazonaws.com/v1:NodeClass";
const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** Autoscalers would hide the number of replicas, so they go first. */
const singleReplica: Mutation = {
  rule: "workload-replicated",
  title: "leaves one replica and no autoscaler",
  alsoFires: [],
  mutate(graph) {
    const fixed = graph.filter(({ type }) => !type.endsWith(":HorizontalPodAutoscaler"));
    return breaks("workload-replicated", "leaves one replica", { "spec.replicas": 1 }, { types: DEPLOYMENTS }).mutate(fixed);
  },
};

export const mutations: readonly Mutation[] = [
  pod("container-no-plain-secrets", "writes a database password into the environment", { [`${C}.env`]: [{ name: "DB_PASSWORD", value: "not-a-secret" }] }),
  breaks("config-map-no-secrets", "puts the session secret into a ConfigMap", { "data.SESSION_SECRET": "not-a-secret" }, { extra: { type: "kubernetes:core/v1:ConfigMap", props: { data: {} } } }),
  pod("container-image-by-digest", "runs the tag latest", { [`${C}.image`]: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:latest" }),
  pod("container-image-private-registry", "runs an image of somebody else", { [`${C}.image`]: `docker.io/library/nginx@sha256:${"0".repeat(64)}` }),
  pod("container-non-root-group", "puts the pod into root's group", { [`${SPEC}.securityContext.supplementalGroups`]: [0] }),
  pod("workload-own-service-account", "runs as the default service account", { [`${SPEC}.serviceAccountName`]: undefined }),
  pod("container-non-root", "lets the container run as root", { [`${S}.runAsNonRoot`]: false }),
  pod("container-read-only-root", "makes the root filesystem writable", { [`${S}.readOnlyRootFilesystem`]: false }),
  pod("pod-no-service-account-token", "mounts the token of the service account", { [`${SPEC}.automountServiceAccountToken`]: true }),
  pod("container-no-privilege-escalation", "allows more privileges", { [`${S}.allowPrivilegeEscalation`]: true }),
  pod("container-capabilities-dropped", "adds SYS_ADMIN", { [`${S}.capabilities.add`]: ["SYS_ADMIN"] }),
  pod("container-not-privileged", "makes the container privileged", { [`${S}.privileged`]: true }),
  pod("pod-seccomp-profile", "runs unconfined", { [`${S}.seccompProfile`]: { type: "Unconfined" } }),
  pod("pod-not-in-host-namespaces", "joins the node's network", { [`${SPEC}.hostNetwork`]: true }),
  pod("pod-volume-types", "mounts the node's root directory", { [`${SPEC}.volumes`]: [{ name: "host", hostPath: { path: "/" } }] }),
  pod("pod-kernel-settings", "unmasks /proc", { [`${S}.procMount`]: "Unmasked" }),
  breaks("namespace-default-deny", "lets everything into the namespace", { "spec.ingress": [{}] }, { types: [NETWORK_POLICY], alsoFires: ["network-policy-narrow"], where: (node) => deniesIngress(node) && node.name.endsWith("programs-default-deny") }),
  adds("workload-network-policy", "starts a job in a namespace without policies", job("unguarded"), ["namespace-default-deny", "namespace-quota"]),
  removes("namespace-network-policy", "leaves the namespace of an add-on open", [NETWORK_POLICY], ({ props }) => namespaceIs(props, "kube-state-metrics")),
  breaks("namespace-pod-security", "drops the Pod Security labels", { "metadata.labels": undefined }),
  adds("workload-own-namespace", "starts a job in the namespace default", job("default"), ["namespace-default-deny", "namespace-quota", "workload-network-policy"]),
  adds("network-policy-narrow", "lets pods out to everywhere", { type: NETWORK_POLICY, props: { metadata: { name: "out", namespace: "optibid" }, spec: { podSelector: { matchLabels: { app: "none" } }, policyTypes: ["Egress"], egress: [{}] } } }),
  breaks("service-internal", "puts a Service on the internet", { "spec.type": "LoadBalancer", "metadata.annotations": {} }, { extra: { type: "kubernetes:core/v1:Service", props: { spec: {} } } }),
  breaks("ingress-object-internal", "makes an Ingress face the internet", { "metadata.annotations": { "alb.ingress.kubernetes.io/scheme": "internet-facing" } }, { extra: { type: "kubernetes:networking.k8s.io/v1:Ingress", props: { metadata: {}, spec: { tls: [{ hosts: ["optibid.com"] }] } } } }),
  adds("ingress-object-tls", "serves an Ingress over HTTP", { type: "kubernetes:networking.k8s.io/v1:Ingress", props: { metadata: { name: "plain", namespace: "optibid" }, spec: { ingressClassName: "alb" } } }),
  pod("container-secrets-as-files", "puts a Secret into the environment", { [`${C}.env`]: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "database", key: "password" } } }] }),
  adds("persistent-volume-not-host-path", "makes a volume of the node's disk", { type: "kubernetes:core/v1:PersistentVolume", props: { metadata: { name: "node" }, spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/" } } } }),
  role("cluster-role-no-escalation", "lets a role bind roles", { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["bind"] }),
  role("cluster-role-no-secrets", "lets a role read every Secret", { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }),
  role("cluster-role-no-pods", "lets a role run commands in pods", { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }),
  adds("cluster-binding-narrow", "binds a role to the default service account", { type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", props: { metadata: { namespace: "optibid" }, roleRef: { kind: "ClusterRole", name: "view" }, subjects: [{ kind: "ServiceAccount", name: "default", namespace: "optibid" }] } }),
  removes("namespace-quota", "takes the quotas away", ["kubernetes:core/v1:ResourceQuota"]),
  breaks("node-role-pulls-only", "lets nodes push images", { policyArn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser" }, {
    types: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"], where: ({ props }) => String(props["policyArn"]).endsWith("/AmazonEC2ContainerRegistryPullOnly"),
  }),
  adds("node-class-private", "gives nodes public addresses", { type: NODE_CLASS, props: { spec: { networkPolicy: "DefaultDeny", advancedNetworking: { associatePublicIPAddress: true } } } }),
  adds("node-class-network-policy", "starts pods with an open network", { type: NODE_CLASS, props: { spec: {} } }),
  removes("cluster-network-policies-enforced", "leaves network policies to themselves", ["kubernetes:core/v1:ConfigMap"], ({ props }) => (props["metadata"] as { name?: string } | undefined)?.name === "amazon-vpc-cni"),
  adds("node-pool-bounded", "lets a pool of nodes grow without end", { type: "kubernetes:karpenter.sh/v1:NodePool", props: { spec: { limits: { cpu: "10" }, template: { spec: { expireAfter: "336h" } } } } }),
  adds("default-service-account-without-token", "gives pods the default token", { type: "kubernetes:core/v1:ServiceAccount", props: { metadata: { name: "default", namespace: "optibid" } } }),
  adds("service-account-token-expires", "keeps a token that never expires", { type: "kubernetes:core/v1:Secret", props: { metadata: { name: "api-token", namespace: "optibid" }, type: "kubernetes.io/service-account-token" } }),
  adds("cluster-config-map-no-masters", "puts a role into system:masters", { type: "kubernetes:core/v1:ConfigMap", props: { metadata: { name: "aws-auth", namespace: "kube-system" }, data: { mapRoles: "- rolearn: arn:aws:iam::111111111111:role/admin\n  groups: [system:masters]\n" } } }),
  breaks("helm-release-contained", "takes the newest version of a chart", { version: undefined }, { extra: { type: "kubernetes:helm.sh/v3:Release", props: { chart: "oci://registry.example/chart" } } }),
  adds("cluster-object-whole", "patches a Deployment that is not the stack's", { type: "kubernetes:apps/v1:DeploymentPatch", props: { metadata: { name: "coredns", namespace: "kube-system" }, spec: { template: { spec: { hostNetwork: true } } } } }),
  adds("admission-fails-closed", "lets in what a webhook cannot check", { type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", props: { webhooks: [{ name: "images.optibid.com", failurePolicy: "Ignore" }] } }),
  breaks("disruption-budget-lets-drain", "lets no pod go", { "spec.maxUnavailable": 0, "spec.minAvailable": undefined }),
  pod("container-cpu-limit", "drops the processor limit", { [`${C}.resources.limits.cpu`]: undefined }),
  pod("container-memory-limit", "drops the memory limit", { [`${C}.resources.limits.memory`]: undefined }),
  pod("container-readiness-probe", "drops the readiness probe", { [`${C}.readinessProbe`]: undefined }),
  pod("container-liveness-probe", "drops the liveness probe", { [`${C}.livenessProbe`]: undefined }),
  pod("container-startup-probe", "drops the startup probe", { [`${C}.startupProbe`]: undefined }),
  singleReplica,
  breaks("autoscaler-minimum", "lets an autoscaler go down to one", { "spec.minReplicas": 1 }, {
    alsoFires: ["workload-replicated"],
    extra: { type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", props: { spec: { minReplicas: 2 } } },
  }),
  removes("workload-disruption-budget", "takes the disruption budgets away", ["kubernetes:policy/v1:PodDisruptionBudget"]),
  pod("workload-spread", "lets all pods land in one zone", { [`${SPEC}.topologySpreadConstraints`]: undefined, [`${SPEC}.affinity`]: undefined }),
  pod("workload-rollout-without-gap", "stops all pods before a new version", { "spec.strategy": { type: "Recreate" } }),
];

function namespaceIs(props: Readonly<Record<string, unknown>>, name: string): boolean {
  return (props["metadata"] as { namespace?: string } | undefined)?.namespace === name;
}

function deniesIngress({ props }: { readonly props: Readonly<Record<string, unknown>> }): boolean {
  const spec = props["spec"] as { podSelector?: { matchLabels?: object; matchExpressions?: unknown[] }; ingress?: unknown[]; policyTypes?: string[] } | undefined;
  const everyPod = Object.keys(spec?.podSelector?.matchLabels ?? {}).length === 0 && (spec?.podSelector?.matchExpressions ?? []).length === 0;
  return everyPod && (spec?.ingress ?? []).length === 0 && (spec?.policyTypes ?? ["Ingress"]).includes("Ingress");
}
