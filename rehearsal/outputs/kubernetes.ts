/** What a Kubernetes API server adds to an object, and what its controllers report once all is well. */
import type { InventContext, Props, Value } from "../types.ts";
import { hexOf, letters, moment, named, number, record, text, uuid } from "./forms.ts";

/** Kinds without a namespace. Source: `kubectl api-resources --namespaced=false`. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "VolumeAttachment", "CSIDriver", "CSINode", "PriorityClass",
  "RuntimeClass", "IngressClass", "CustomResourceDefinition", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
  "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "CertificateSigningRequest", "ClusterTrustBundle",
  "FlowSchema", "PriorityLevelConfiguration", "DeviceClass", "ResourceSlice", "VolumeAttributesClass", "ServiceCIDR", "IPAddress", "ComponentStatus", "PodSecurityPolicy",
  "ClusterIssuer", "ClusterSecretStore", "ClusterExternalSecret", "ClusterPolicy", "NodePool", "EC2NodeClass", "NodeClass", "GatewayClass", "VolumeSnapshotClass", "VolumeSnapshotContent", "IngressClassParams",
]);

const kindOf = (token: string): string => (token.split(":").at(-1) ?? "").replace(/Patch$/, "");
const apiVersionOf = (token: string): string => (token.split(":")[1] ?? "").replace(/^core\//, "");

/** `namespace/name`, or the name alone for kinds without a namespace. */
export function kubernetesId(context: InventContext): string {
  const metadata = record(context.inputs["metadata"]);
  const name = objectName(context, metadata);
  if (context.token === "kubernetes:helm.sh/v3:Release") return `${named(context.inputs, "namespace", "default")}/${named(context.inputs, "name", name)}`;
  return CLUSTER_SCOPED.has(kindOf(context.token)) ? name : `${named(metadata, "namespace", "default")}/${name}`;
}

const objectName = (context: InventContext, metadata: Props): string =>
  text(metadata["name"]) ?? text(record(context.olds?.["metadata"])["name"]) ?? `${named(metadata, "generateName", `${kindOf(context.token).toLowerCase()}-`)}${hexOf(context, "name", 8)}`;

const condition = (context: InventContext, type: string, reason: string): Props => ({ type, status: "True", reason, message: "", lastTransitionTime: moment(context), lastUpdateTime: moment(context) });

const replicasOf = (spec: Props): number => (typeof spec["replicas"] === "number" ? spec["replicas"] : 1);

/** What the controllers report when the object is ready. */
function statusOf(context: InventContext, spec: Props): Value {
  const replicas = replicasOf(spec);
  switch (kindOf(context.token)) {
    case "Deployment":
      return { observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas, conditions: [condition(context, "Available", "MinimumReplicasAvailable"), condition(context, "Progressing", "NewReplicaSetAvailable")] };
    case "ReplicaSet":
      return { observedGeneration: 1, replicas, fullyLabeledReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
    case "StatefulSet":
      return { observedGeneration: 1, replicas, currentReplicas: replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas, currentRevision: `rev-${hexOf(context, "revision", 10)}`, updateRevision: `rev-${hexOf(context, "revision", 10)}`, collisionCount: 0 };
    case "DaemonSet":
      return { observedGeneration: 1, currentNumberScheduled: 3, desiredNumberScheduled: 3, numberAvailable: 3, numberMisscheduled: 0, numberReady: 3, updatedNumberScheduled: 3 };
    case "Job":
      return { succeeded: typeof spec["completions"] === "number" ? spec["completions"] : 1, startTime: moment(context), completionTime: moment(context), conditions: [condition(context, "Complete", "CompletionsReached")] };
    case "Pod":
      return { phase: "Running", podIP: `10.0.${number(hexOf(context, "ip", 12), 255)}.${2 + number(hexOf(context, "ip2", 12), 250)}`, startTime: moment(context), conditions: [condition(context, "Ready", "")] };
    case "Namespace": return { phase: "Active" };
    case "PersistentVolumeClaim": return { phase: "Bound", accessModes: spec["accessModes"] ?? [], capacity: record(record(spec["resources"])["requests"]) };
    case "PersistentVolume": return { phase: "Available" };
    case "Service": return { loadBalancer: spec["type"] === "LoadBalancer" ? { ingress: [{ hostname: elbName(context) }] } : {} };
    case "Ingress": return { loadBalancer: { ingress: [{ hostname: elbName(context) }] } };
    case "HorizontalPodAutoscaler": return { currentReplicas: spec["minReplicas"] ?? 1, desiredReplicas: spec["minReplicas"] ?? 1, conditions: [condition(context, "AbleToScale", "ReadyForNewScale")] };
    case "PodDisruptionBudget": return { observedGeneration: 1, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    case "CustomResourceDefinition": return { acceptedNames: record(spec["names"]), conditions: [condition(context, "Established", "InitialNamesAccepted")], storedVersions: [] };
    case "APIService": return { conditions: [condition(context, "Available", "Passed")] };
    default: return undefined;
  }
}

const elbName = (context: InventContext): string => `k8s-${letters(hexOf(context, "elb", 64), 16)}-${hexOf(context, "elb2", 10)}.elb.amazonaws.com`;

/** What the API server defaults in a Service. Source: Kubernetes API reference, ServiceSpec. */
function service(context: InventContext, spec: Props): Props {
  const type = named(spec, "type", "ClusterIP");
  const ip = `172.20.${number(hexOf(context, "ip", 12), 255)}.${1 + number(hexOf(context, "ip2", 12), 253)}`;
  const clusterIP = type === "ExternalName" ? undefined : named(spec, "clusterIP", text(record(context.olds?.["spec"])["clusterIP"]) ?? ip);
  const outside = type === "NodePort" || type === "LoadBalancer";
  const ports = (Array.isArray(spec["ports"]) ? spec["ports"] : []).map((item, index): Props => {
    const given = record(item);
    return { protocol: "TCP", targetPort: given["port"], ...(outside ? { nodePort: 30_000 + number(hexOf(context, `node${index}`, 12), 2768) } : {}), ...given };
  });
  return { sessionAffinity: "None", ...(clusterIP === undefined ? {} : { clusterIP, clusterIPs: [clusterIP], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack", internalTrafficPolicy: "Cluster" }), ...(outside ? { externalTrafficPolicy: "Cluster", allocateLoadBalancerNodePorts: true } : {}), ...spec, type, ports };
}

/** The live object: what was sent, and what the server and its controllers add. */
export function kubernetesOutputs(context: InventContext & { readonly id: string }, given: Props): Props {
  if (context.token === "kubernetes:helm.sh/v3:Release") return release(context, given);
  const before = record(context.olds?.["metadata"]);
  const metadata = record(given["metadata"]);
  const kind = named(given, "kind", kindOf(context.token));
  const spec = record(given["spec"]);
  const generation = context.operation === "update" && typeof before["generation"] === "number" ? before["generation"] + 1 : 1;
  const status = statusOf(context, spec);
  return {
    ...given,
    apiVersion: named(given, "apiVersion", apiVersionOf(context.token)),
    kind,
    metadata: {
      ...metadata,
      ...(kind === "Namespace" ? { labels: { "kubernetes.io/metadata.name": context.id, ...record(metadata["labels"]) } } : {}),
      name: context.id.split("/").at(-1) ?? context.id,
      ...(CLUSTER_SCOPED.has(kind) ? {} : { namespace: named(metadata, "namespace", "default") }),
      uid: text(before["uid"]) ?? uuid(context, "uid"),
      creationTimestamp: text(before["creationTimestamp"]) ?? moment(context),
      resourceVersion: String(1000 + number(hexOf(context, `version:${generation}`, 12), 1_000_000)),
      generation,
    },
    ...(kind === "Service" && given["spec"] !== undefined ? { spec: service(context, spec) } : {}),
    ...(kind === "Secret" ? secret(given) : {}),
    ...(status === undefined ? {} : { status }),
  };
}

/** `stringData` is written into `data` in base64 and not shown again. */
function secret(given: Props): Props {
  const written = Object.entries(record(given["stringData"])).map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")] as const);
  return { type: named(given, "type", "Opaque"), data: { ...record(given["data"]), ...Object.fromEntries(written) } };
}

function release(context: InventContext & { readonly id: string }, given: Props): Props {
  const [namespace = "default", name = ""] = context.id.split("/");
  const revision = context.operation === "update" && typeof record(context.olds?.["status"])["revision"] === "number" ? Number(record(context.olds?.["status"])["revision"]) + 1 : 1;
  const chart = named(given, "chart").split("/").at(-1) ?? "";
  return { ...given, name, namespace, manifest: {}, resourceNames: {}, status: { name, namespace, chart, version: named(given, "version"), appVersion: "", revision, status: "deployed" } };
}
