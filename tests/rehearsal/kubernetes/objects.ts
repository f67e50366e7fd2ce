/** Good objects of many kinds, and a way to change one thing in them. */
import type { Change, Entity, Law, Props, Refusal, Value, World } from "../../../rehearsal/types.ts";
import { kubernetesLaws } from "../../../rehearsal/kubernetes/index.ts";
import { sdkToken } from "../../../rehearsal/kubernetes/kinds.ts";

export const CLUSTER = "https://0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com";

const template = (restartPolicy?: string): Props => ({
  metadata: { labels: { app: "web" } },
  spec: {
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
    containers: [{ name: "web", image: "example.com/web@sha256:0" }],
  },
});

const selector = { matchLabels: { app: "web" } };
const metadata = { name: "web", labels: { app: "web" } };

/** A good object of each kind, without its metadata. */
const BODIES: Readonly<Record<string, Props>> = {
  "apps/v1:DaemonSet": { spec: { selector, template: template() } },
  "apps/v1:Deployment": { spec: { replicas: 2, selector, template: template() } },
  "apps/v1:ReplicaSet": { spec: { selector, template: template() } },
  "apps/v1:StatefulSet": {
    spec: {
      serviceName: "web",
      selector,
      template: template(),
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }],
    },
  },
  "autoscaling/v2:HorizontalPodAutoscaler": {
    spec: {
      minReplicas: 2,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    },
  },
  "batch/v1:CronJob": { spec: { schedule: "*/5 * * * *", jobTemplate: { spec: { template: template("Never") } } } },
  "batch/v1:Job": { spec: { template: template("Never") } },
  "core/v1:ConfigMap": { data: { "app.conf": "a=b" } },
  "core/v1:LimitRange": { spec: { limits: [{ type: "Container", min: { cpu: "10m" }, default: { cpu: "500m" }, defaultRequest: { cpu: "100m" }, max: { cpu: 2 } }] } },
  "core/v1:Namespace": {},
  "core/v1:PersistentVolume": { spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteMany"], csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-0" } } },
  "core/v1:PersistentVolumeClaim": { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } } },
  "core/v1:Pod": { spec: template()["spec"] },
  "core/v1:ReplicationController": { spec: { selector: { app: "web" }, template: template() } },
  "core/v1:ResourceQuota": { spec: { hard: { pods: "10", "requests.cpu": 4, "count/deployments.apps": "5" } } },
  "core/v1:Secret": { stringData: { password: "secret" } },
  "core/v1:Service": { spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }] } },
  "core/v1:ServiceAccount": {},
  "eks.amazonaws.com/v1:NodeClass": {
    spec: {
      role: "optibid-node",
      subnetSelectorTerms: [{ id: "subnet-0a1b" }, { tags: { tier: "private" } }],
      securityGroupSelectorTerms: [{ id: "sg-0a1b" }],
      ephemeralStorage: { size: "80Gi", iops: 3000, throughput: 125 },
      advancedNetworking: { associatePublicIPAddress: false },
      networkPolicy: "DefaultDeny",
      tags: { owner: "platform" },
    },
  },
  "eks.amazonaws.com/v1:TargetGroupBinding": { spec: { serviceRef: { name: "web", port: 80 }, targetGroupARN: "arn", targetType: "ip", networking: { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: "http", protocol: "TCP" }] }] } } },
  "karpenter.sh/v1:NodePool": {
    spec: {
      disruption: { budgets: [{ nodes: "10%" }, { nodes: "0", schedule: "0 5 * * 1", duration: "13h0m", reasons: ["Underutilized"] }], consolidateAfter: "5m", consolidationPolicy: "WhenEmpty" },
      limits: { cpu: 128, memory: "512Gi" },
      template: {
        metadata: { labels: { tier: "web" } },
        spec: {
          expireAfter: "336h",
          nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "web" },
          requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["arm64"] }, { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["5"] }],
          taints: [{ key: "web", effect: "NoSchedule" }],
        },
      },
      weight: 5,
    },
  },
  "networking/v1:Ingress": { spec: { rules: [{ host: "www.example.com", http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }] } }] } },
  "networking/v1:IngressClass": { spec: { controller: "eks.amazonaws.com/alb" } },
  "networking/v1:NetworkPolicy": { spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [{ podSelector: selector }], ports: [{ port: 8080 }] }] } },
  "policy/v1:PodDisruptionBudget": { spec: { minAvailable: "50%", selector } },
  "rbac/v1:ClusterRole": { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
  "rbac/v1:ClusterRoleBinding": { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" }, subjects: [{ kind: "ServiceAccount", name: "web", namespace: "default" }] },
  "rbac/v1:Role": { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
  "rbac/v1:RoleBinding": { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" }, subjects: [{ kind: "ServiceAccount", name: "web" }] },
  "scheduling/v1:PriorityClass": { value: 1000 },
  "storage/v1:StorageClass": { provisioner: "ebs.csi.eks.amazonaws.com" },
};

/** Kinds that {@link good} knows. */
export const KINDS: readonly string[] = Object.keys(BODIES);

/** A good object of this kind, with the values at dotted paths put in; `undefined` takes out. */
export function good(kind: string, changes: Props = {}): Props {
  const object = structuredClone({ metadata, ...BODIES[kind] }) as Props;
  for (const [path, value] of Object.entries(changes)) put(object, path.split("."), value);
  return object;
}

function put(object: Props, [head = "", ...rest]: string[], value: Value): void {
  const at = object as Record<string, Value>;
  if (rest.length === 0) {
    if (value === undefined) delete at[head];
    else at[head] = value;
    return;
  }
  if (typeof at[head] !== "object" || at[head] === null) at[head] = /^\d+$/.test(rest[0] ?? "") ? [] : {};
  put(at[head] as Props, rest, value);
}

/** A world of these things. */
export function worldOf(...things: readonly Entity[]): World {
  return {
    get: (token, id, region) => things.find((thing) => thing.token === token && thing.id === id && (region === undefined || thing.region === region)),
    list: (token, region) => things.filter((thing) => thing.token === token && (region === undefined || thing.region === region)),
    all: () => things,
  };
}

/** A thing in {@link CLUSTER}; its id is that of the Kubernetes provider. */
export function thing(kind: string, inputs: Props, region: string = CLUSTER): Entity {
  const { name, namespace } = (inputs["metadata"] ?? {}) as { name?: string; namespace?: string };
  return { token: sdkToken(kind), id: `${typeof namespace === "string" ? namespace : "default"}/${typeof name === "string" ? name : ""}`, region, inputs, outputs: inputs };
}

/** A change in {@link CLUSTER}. */
export function change(kind: string, inputs: Props, more: Partial<Change> = {}): Change {
  return { operation: "create", token: sdkToken(kind), region: CLUSTER, account: "123456789012", inputs, world: worldOf(), ...more };
}

/** What the laws say to a change, in one phase. */
export function judge(asked: Change, phase: Law["phase"]): Refusal[] {
  return kubernetesLaws
    .filter((law) => law.phase === phase && law.on.includes(asked.operation))
    .filter(({ tokens }) => tokens.includes(asked.token) || tokens.includes("kubernetes:*"))
    .flatMap((law) => law.judge(asked));
}

/** Messages of what is wrong with the arguments. */
export function wrong(kind: string, changes: Props = {}): string[] {
  return judge(change(kind, good(kind, changes)), "check").map(({ message }) => message);
}

/** `code: message` of what the world says to a change. */
export function said(asked: Change): string[] {
  return judge(asked, "apply").map(({ code, message }) => `${code}: ${message}`);
}
