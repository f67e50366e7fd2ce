/** The pod of a server of observability, as a plain value that meets the restricted Pod Security standard (PRC-015…PRC-017, PRC-021, PRC-022). */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { CONTAINER_SECURITY, USER_ID } from "../cluster/hardening.ts";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type Volume = k8s.types.input.core.v1.Volume;

/** MiB of `/tmp`. */
const TMP_SIZE = 64;

/** Computing resources of one pod. */
export interface ServerResources {
  /** Processor share it is promised, in thousandths of a vCPU. */
  readonly cpuRequest: number;
  /** Processor share it may use, in thousandths of a vCPU. */
  readonly cpuLimit: number;
  /** Memory it is promised and may use, in MiB. */
  readonly memory: number;
  /** Disk for logs and scratch files, in MiB. */
  readonly ephemeralStorage: number;
}

/** Something a container sees as a directory. */
export interface Mount {
  readonly name: string;
  readonly path: string;
  readonly readOnly?: boolean;
  /** Where it comes from; left out where a claim of the StatefulSet brings it. */
  readonly volume?: Omit<Volume, "name">;
}

/** What runs in the pod. */
export interface ServerSpec {
  /** Image by digest. */
  readonly image: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Port by name; the Service has the same ones. */
  readonly ports: Readonly<Record<string, number>>;
  /** Where it says that it is well. */
  readonly health: { readonly path: string; readonly port: number };
  readonly resources: ServerResources;
  readonly mounts: readonly Mount[];
  /** Seconds it is given to send what it holds before it is killed. */
  readonly shutdownSeconds: number;
}

function container(name: string, { image, args, environment = {}, ports, health, resources, mounts }: ServerSpec): Container {
  const { cpuRequest, cpuLimit, memory, ephemeralStorage } = resources;
  const probe = (periodSeconds: number, failureThreshold: number) => ({ httpGet: { path: health.path, port: health.port, scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds, failureThreshold });
  const sizes = { memory: `${memory}Mi`, "ephemeral-storage": `${ephemeralStorage}Mi` };
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ...(args === undefined ? {} : { args: [...args] }),
    env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort, protocol: "TCP" })),
    resources: { requests: { cpu: `${cpuRequest}m`, ...sizes }, limits: { cpu: `${cpuLimit}m`, ...sizes } },
    startupProbe: probe(3, 40),
    readinessProbe: probe(5, 3),
    livenessProbe: probe(10, 6),
    securityContext: CONTAINER_SECURITY,
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      ...mounts.map(({ name: volume, path, readOnly }) => ({ name: volume, mountPath: path, ...(readOnly === true ? { readOnly } : {}) })),
    ],
  };
}

/**
 * Specification of a server's pods.
 *
 * @param name the server, its container and its service account
 * @param matchLabels labels of its pods, spread over zones and nodes
 */
export function serverPod(name: string, spec: ServerSpec, matchLabels: Record<string, string>): PodSpec {
  const spread = { maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels } };
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: spec.shutdownSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      fsGroup: USER_ID,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: [
      { ...spread, topologyKey: "topology.kubernetes.io/zone" },
      { ...spread, topologyKey: "kubernetes.io/hostname" },
    ],
    containers: [container(name, spec)],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: `${TMP_SIZE}Mi` } },
      ...spec.mounts.flatMap(({ name: volume, volume: source }) => (source === undefined ? [] : [{ name: volume, ...source }])),
    ],
  };
}

/** How many pods of a server there may be at once. */
export interface Counted {
  readonly resources: ServerResources;
  /** Pods while a new version replaces the old one. */
  readonly most: number;
}

/** The quota that just holds all servers while each is being replaced, and the volumes of traces. */
export function serverQuota(servers: readonly Counted[], volumes: { readonly claims: number; readonly gib: number }): Record<string, string> {
  const sum = (of: (resources: ServerResources) => number) => servers.reduce((total, { resources, most }) => total + most * of(resources), 0);
  return {
    pods: String(servers.reduce((total, { most }) => total + most, 0)),
    "requests.cpu": `${sum(({ cpuRequest }) => cpuRequest)}m`,
    "limits.cpu": `${sum(({ cpuLimit }) => cpuLimit)}m`,
    "requests.memory": `${sum(({ memory }) => memory)}Mi`,
    "limits.memory": `${sum(({ memory }) => memory)}Mi`,
    "requests.ephemeral-storage": `${sum(({ ephemeralStorage }) => ephemeralStorage)}Mi`,
    "limits.ephemeral-storage": `${sum(({ ephemeralStorage }) => ephemeralStorage)}Mi`,
    "requests.storage": `${volumes.claims * volumes.gib}Gi`,
    persistentvolumeclaims: String(volumes.claims),
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}
