/** Kinds of the Kubernetes API: from the token of a resource type to group, version, plural and scope. */

/** A kind as the API server serves it. */
export interface Kind {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Kind of the object itself; for `DeploymentPatch` this is `Deployment`. */
  readonly kind: string;
  /** Lower-case plural, as in URLs and in "not found" errors. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** `patch` and `list` are Pulumi's own companions of each kind. */
  readonly form: "object" | "patch" | "list";
  /** Whether the group belongs to Kubernetes itself; false for custom resources. */
  readonly builtIn: boolean;
}

/** Full API group of each module of the SDK. */
const GROUPS: Readonly<Record<string, string>> = {
  admissionregistration: "admissionregistration.k8s.io",
  apiextensions: "apiextensions.k8s.io",
  apiregistration: "apiregistration.k8s.io",
  apps: "apps",
  auditregistration: "auditregistration.k8s.io",
  autoscaling: "autoscaling",
  batch: "batch",
  certificates: "certificates.k8s.io",
  coordination: "coordination.k8s.io",
  core: "",
  discovery: "discovery.k8s.io",
  events: "events.k8s.io",
  extensions: "extensions",
  flowcontrol: "flowcontrol.apiserver.k8s.io",
  lifecycle: "lifecycle.k8s.io",
  networking: "networking.k8s.io",
  node: "node.k8s.io",
  policy: "policy",
  rbac: "rbac.authorization.k8s.io",
  resource: "resource.k8s.io",
  scheduling: "scheduling.k8s.io",
  settings: "settings.k8s.io",
  storage: "storage.k8s.io",
  storagemigration: "storagemigration.k8s.io",
};

/** Modules of the SDK that are no API group: charts, files and the like. */
const NOT_AN_API: ReadonlySet<string> = new Set(["helm", "helm.sh", "yaml", "kustomize", "meta"]);

/** Built-in kinds that live in no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "APIService", "AuditSink", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterCIDR", "ClusterRole", "ClusterRoleBinding",
  "ClusterTrustBundle", "CustomResourceDefinition", "DeviceClass", "DeviceTaintRule", "FlowSchema", "IPAddress", "IngressClass",
  "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node", "PersistentVolume",
  "PodSecurityPolicy", "PriorityClass", "PriorityLevelConfiguration", "ResourceClass", "ResourcePoolStatusRequest", "ResourceSlice", "RuntimeClass", "ServiceCIDR",
  "StorageClass", "StorageVersionMigration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration",
  "VolumeAttachment", "VolumeAttributesClass",
]);

/** Custom kinds known to live in no namespace; of others the scope is read from their definition. */
const CLUSTER_SCOPED_CUSTOM: ReadonlySet<string> = new Set([
  "eks.amazonaws.com/NodeClass", "eks.amazonaws.com/NodeDiagnostic", "eks.amazonaws.com/IngressClassParams", "eks.amazonaws.com/CNINode",
  "karpenter.sh/NodePool", "karpenter.sh/NodeClaim", "karpenter.k8s.aws/EC2NodeClass", "elbv2.k8s.aws/IngressClassParams",
  "vpcresources.k8s.aws/CNINode", "gateway.networking.k8s.io/GatewayClass", "cert-manager.io/ClusterIssuer",
  "snapshot.storage.k8s.io/VolumeSnapshotClass", "snapshot.storage.k8s.io/VolumeSnapshotContent", "external-secrets.io/ClusterSecretStore",
]);

/** Plurals that neither rule below gives. */
const PLURALS: Readonly<Record<string, string>> = { Endpoints: "endpoints" };

/** The plural the API server uses: as the code generators form it. */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  const special = PLURALS[kind];
  if (special !== undefined) return special;
  if (/(s|x|z|ch|sh)$/.test(lower)) return `${lower}es`;
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return `${lower}s`;
}

const OWN_GROUPS: ReadonlySet<string> = new Set(Object.values(GROUPS));

/**
 * The SDK's tokens of a kind written as `networking/v1:NetworkPolicy`: they name the whole group, such as
 * `kubernetes:networking.k8s.io/v1:NetworkPolicy`. `*` stays what it is.
 */
export function sdkToken(kind: string): string {
  const [module = "", rest] = kind.split("/");
  const group = Object.hasOwn(GROUPS, module) ? GROUPS[module] : module;
  return rest === undefined ? `kubernetes:${kind}` : `kubernetes:${group === "" ? "core" : (group ?? module)}/${rest}`;
}

/**
 * Reads a token such as `kubernetes:apps/v1:Deployment`. Undefined for what is no API object: charts, files,
 * providers.
 */
export function kindOf(token: string): Kind | undefined {
  const match = /^kubernetes:([^/:]+)\/(v\d+(?:(?:alpha|beta)\d+)?):([A-Z]\w*)$/.exec(token);
  const [, module, version, name] = match ?? [];
  if (module === undefined || version === undefined || name === undefined || NOT_AN_API.has(module)) return undefined;
  const own = Object.hasOwn(GROUPS, module) ? GROUPS[module] : OWN_GROUPS.has(module) ? module : undefined;
  const builtIn = own !== undefined;
  const group = own ?? module;
  const ending = builtIn ? /^(\w+?)(Patch|List)$/.exec(name) : null;
  const kind = ending?.[1] ?? name;
  const form = ending?.[2] === "Patch" ? "patch" : ending?.[2] === "List" ? "list" : "object";
  const namespaced = builtIn ? !CLUSTER_SCOPED.has(kind) : !CLUSTER_SCOPED_CUSTOM.has(`${group}/${kind}`);
  return { group, version, kind, plural: pluralOf(kind), namespaced, form, builtIn };
}

/** `Deployment.apps`; plain `Pod` for the core group. */
export function qualifiedKind({ kind, group }: Pick<Kind, "kind" | "group">): string {
  return group === "" ? kind : `${kind}.${group}`;
}

/** `deployments.apps`; plain `pods` for the core group. */
export function qualifiedPlural({ plural, group }: Pick<Kind, "plural" | "group">): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** `apps/v1`; plain `v1` for the core group. */
export function apiVersionOf({ group, version }: Pick<Kind, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}
