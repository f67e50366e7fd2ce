/**
 * The pod of a program, as a plain value that meets the restricted Pod Security standard (PRC-015, PRC-016, PRC-017).
 */
import type * as k8s from "@pulumi/kubernetes";
import { DEFAULT_RESOURCES, TMP_SIZE } from "./application.ts";
import type { Application } from "./application.ts";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type Probe = k8s.types.input.core.v1.Probe;

/** User and group of every container: above 10,000, so that none is a user of the node. */
const USER_ID = 10_001;

/**
 * Seconds a pod waits before it is told to stop: longer than the load balancer needs to stop sending (30 s of
 * draining and the time until the controller notices).
 */
export const SHUTDOWN_DELAY = 45;
/** Seconds a pod has in all, its own shutdown included. */
export const SHUTDOWN_SECONDS = 90;

function probe(path: string, more: Probe): Probe {
  return { httpGet: { path, port: "http", scheme: "HTTP" }, timeoutSeconds: 3, ...more };
}

/** Directory name for a volume: `/app/.next/cache` is `app-next-cache`. */
function volumeName(path: string): string {
  return path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").toLowerCase();
}

function directories({ scratch = [] }: Application) {
  return [{ path: "/tmp", size: TMP_SIZE }, ...scratch];
}

function environment({ port, environment: settings = {} }: Application): Container["env"] {
  const fixed = { NODE_ENV: "production", PORT: String(port), HOSTNAME: "0.0.0.0" };
  return Object.entries({ ...fixed, ...settings }).map(([name, value]) => ({ name, value }));
}

function container(name: string, application: Application): Container {
  const { image, port, healthPath, livenessPath = healthPath, resources = DEFAULT_RESOURCES } = application;
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
    env: environment(application),
    resources: {
      requests: {
        cpu: `${resources.cpuRequest}m`,
        memory: `${resources.memory}Mi`,
        "ephemeral-storage": `${resources.ephemeralStorage}Mi`,
      },
      limits: {
        cpu: `${resources.cpuLimit}m`,
        memory: `${resources.memory}Mi`,
        "ephemeral-storage": `${resources.ephemeralStorage}Mi`,
      },
    },
    // A minute and a half to start; out of service after 15 s of trouble; restarted only after a minute of it.
    startupProbe: probe(healthPath, { periodSeconds: 3, failureThreshold: 30 }),
    readinessProbe: probe(healthPath, { periodSeconds: 5, failureThreshold: 3 }),
    livenessProbe: probe(livenessPath, { periodSeconds: 10, failureThreshold: 6 }),
    lifecycle: { preStop: { sleep: { seconds: SHUTDOWN_DELAY } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: directories(application).map(({ path }) => ({ name: volumeName(path), mountPath: path })),
  };
}

/**
 * Specification of a program's pods: spread over zones without exception and over nodes where possible.
 *
 * @param name the program, its container and its service account
 * @param matchLabels labels of its pods
 */
export function podSpec(name: string, application: Application, matchLabels: Record<string, string>): PodSpec {
  const spread = { maxSkew: 1, labelSelector: { matchLabels }, matchLabelKeys: ["pod-template-hash"] };
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: SHUTDOWN_SECONDS,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      fsGroup: USER_ID,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: [
      { ...spread, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      { ...spread, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
    ],
    containers: [container(name, application)],
    volumes: directories(application).map(({ path, size }) => ({
      name: volumeName(path),
      emptyDir: { sizeLimit: `${size}Mi` },
    })),
  };
}
