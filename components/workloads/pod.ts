/**
 * The pods of programs and tasks, as plain values that meet the restricted Pod Security standard
 * (PRC-015, PRC-016, PRC-017).
 */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_RESOURCES, TMP_SIZE } from "./application.ts";
import type { Application, Executable } from "./application.ts";
import { CONTAINER_SECURITY, USER_ID } from "../cluster/hardening.ts";
import { probes } from "./lifecycle.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { TLS_SHUTDOWN_SECONDS, terminatorContainer, terminatorVolumes } from "./tls.ts";
import type { Terminator } from "./tls.ts";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type Volume = k8s.types.input.core.v1.Volume;
type EnvVar = k8s.types.input.core.v1.EnvVar;

/** Driver of the Secrets Store CSI add-on. */
const SECRETS_DRIVER = "secrets-store.csi.k8s.io";
/**
 * Share of the memory limit that V8's heap may fill, in percent: the rest is for buffers, code and stacks, so that a
 * leak ends in an error of the program with a stack trace, before the kernel kills it without one.
 */
const HEAP_PERCENT = 75;
/** Seconds a task has to stop when it is out of time or its node goes. */
export const TASK_SHUTDOWN_SECONDS = 60;

/** A directory in the container, and what is in it. */
interface Mount {
  readonly path: string;
  readonly readOnly?: true;
  readonly source: Omit<Volume, "name">;
}

/** A file that comes from a ConfigMap. */
export interface ConfigDirectory {
  /** Name of the ConfigMap. */
  readonly configMap: Volume["name"];
  /** Absolute path of the directory its keys appear in as files. */
  readonly path: string;
}

/** Directory name for a volume: `/app/.next/cache` is `app-next-cache`. */
function volumeName(path: string): string {
  return path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").toLowerCase();
}

function mounts({ scratch = [], secretFiles }: Executable, config?: ConfigDirectory): Mount[] {
  const writable = [{ path: "/tmp", size: TMP_SIZE }, ...scratch].map(({ path, size }): Mount => ({ path, source: { emptyDir: { sizeLimit: `${size}Mi` } } }));
  const files: Mount[] = config === undefined ? [] : [{ path: config.path, readOnly: true, source: { configMap: { name: config.configMap, defaultMode: 0o444 } } }];
  if (secretFiles === undefined) return [...writable, ...files];
  const csi = { driver: SECRETS_DRIVER, readOnly: true, volumeAttributes: { secretProviderClass: secretFiles.className } };
  return [...writable, ...files, { path: secretFiles.path, readOnly: true, source: { csi } }];
}

function environment(executable: Executable, more: Readonly<Record<string, string>>): EnvVar[] {
  const { resources = DEFAULT_RESOURCES, environment: settings = {}, secretFiles } = executable;
  const heap = Math.floor((resources.memory * HEAP_PERCENT) / 100);
  const files = Object.entries(secretFiles?.variables ?? {}).map(([name, file]) => [name, `${secretFiles?.path ?? ""}/${file}`] as const);
  const fixed = { NODE_ENV: "production", NODE_OPTIONS: `--max-old-space-size=${heap}`, ...more };
  return Object.entries({ ...fixed, ...settings, ...Object.fromEntries(files) }).map(([name, value]) => ({ name, value }));
}

function container(name: string, executable: Executable, volumes: readonly Mount[], settings: Readonly<Record<string, string>>): Container {
  const { image, command, resources = DEFAULT_RESOURCES } = executable;
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ...(command === undefined ? {} : { command: [...command] }),
    env: environment(executable, settings),
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
    securityContext: CONTAINER_SECURITY,
    volumeMounts: volumes.map(({ path, readOnly }) => ({ name: volumeName(path), mountPath: path, ...(readOnly === undefined ? {} : { readOnly }) })),
  };
}

/** What every pod has: its account without a token, its user, its priority and its volumes. */
function foundation(name: string, priorityClassName: string, volumes: readonly Mount[]) {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      fsGroup: USER_ID,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumes: volumes.map(({ path, source }) => ({ name: volumeName(path), ...source })),
  } satisfies Partial<PodSpec>;
}

/** What a pod is called and how it is treated. */
export interface PodArgs {
  /** The program, its container and its service account. */
  readonly name: string;
  readonly priorityClassName: string;
}

/** What a program's pod is made with, beside the program. */
export interface ProgramPodArgs extends PodArgs {
  readonly life: Lifecycle;
  readonly matchLabels: Record<string, string>;
  /** What ends TLS in it, and the ConfigMap with its settings. Without it, nobody outside the cluster reaches the program. */
  readonly tls?: { readonly terminator: Terminator; readonly configMap: pulumi.Input<string> } | undefined;
}

/** Specification of a program's pods: spread over zones without exception and over nodes where possible. */
export function programPod({ name, priorityClassName, life, matchLabels, tls }: ProgramPodArgs, application: Application): PodSpec {
  const { port, healthPath, livenessPath = healthPath } = application;
  const volumes = mounts(application);
  const spread = { maxSkew: 1, labelSelector: { matchLabels }, matchLabelKeys: ["pod-template-hash"] };
  const { shutdownDelay, shutdownSeconds } = life;
  const common = foundation(name, priorityClassName, volumes);
  return {
    ...common,
    ...(tls === undefined ? {} : { initContainers: [terminatorContainer(tls.terminator)], volumes: [...common.volumes, ...terminatorVolumes(tls.configMap)] }),
    terminationGracePeriodSeconds: tls === undefined ? shutdownSeconds : shutdownSeconds + TLS_SHUTDOWN_SECONDS,
    topologySpreadConstraints: [
      { ...spread, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      { ...spread, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
    ],
    containers: [
      {
        ...container(name, application, volumes, { PORT: String(port), HOSTNAME: "0.0.0.0" }),
        ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
        ...probes(life, healthPath, livenessPath),
        ...(shutdownDelay === undefined ? {} : { lifecycle: { preStop: { sleep: { seconds: shutdownDelay } } } }),
      },
    ],
  };
}

/** Specification of a task's pod: not restarted in place, so that each attempt has its own log and is counted. */
export function taskPod({ name, priorityClassName, config }: PodArgs & { readonly config?: ConfigDirectory }, task: Executable): PodSpec {
  const volumes = mounts(task, config);
  return {
    ...foundation(name, priorityClassName, volumes),
    terminationGracePeriodSeconds: TASK_SHUTDOWN_SECONDS,
    restartPolicy: "Never",
    containers: [container(name, task, volumes, {})],
  };
}
