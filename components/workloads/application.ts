/**
 * What a program that runs on the platform is, what its numbers are where none are given, and what may be wrong with it.
 */
import type * as pulumi from "@pulumi/pulumi";

/** Computing resources of one pod. */
export interface Resources {
  /** Processor share it is promised, in thousandths of a vCPU. */
  readonly cpuRequest: number;
  /** Processor share it may use, in thousandths of a vCPU. */
  readonly cpuLimit: number;
  /** Memory it is promised and may use, in MiB: a pod over its request is the first to go when a node runs short. */
  readonly memory: number;
  /** Disk for logs and scratch files, in MiB. */
  readonly ephemeralStorage: number;
}

/** How many pods run, and when that changes. */
export interface Scaling {
  /** Fewest pods: at least two, or a node's end is an outage (PRC-037, PRC-066). */
  readonly min: number;
  /** Most pods. */
  readonly max: number;
  /** Share of the requested processor time at which pods are added, in percent. Default 60. */
  readonly cpuPercent?: number;
  /** Share of the requested memory at which pods are added, in percent. Default 75. */
  readonly memoryPercent?: number;
}

/** A directory a program writes to; everything else is read-only. */
export interface ScratchDirectory {
  /** Absolute path in the container. */
  readonly path: string;
  /** Most it may hold, in MiB; counts towards the pod's ephemeral storage. */
  readonly size: number;
}

/** A program of the platform. */
export interface Application {
  /** Image by digest, `repository@sha256:…`: a tag can be moved, a digest cannot. */
  readonly image: string;
  /** Port it listens on. At least 1024: the container has no right to lower ones. */
  readonly port: number;
  /** Path that answers 200 while the pod can serve. */
  readonly healthPath: string;
  /** Path that answers 200 while the process is alive, whatever its database does. Default `healthPath`. */
  readonly livenessPath?: string;
  /** Target group of the load balancer. */
  readonly targetGroupArn: pulumi.Input<string>;
  /** How many pods. Default 3 to 12. */
  readonly scaling?: Scaling;
  /** Size of a pod. Default {@link DEFAULT_RESOURCES}. */
  readonly resources?: Resources;
  /** Settings that are not secret. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Directories it writes to, beside `/tmp`. */
  readonly scratch?: readonly ScratchDirectory[];
}

/** Size of a pod where none is given. */
export const DEFAULT_RESOURCES: Resources = { cpuRequest: 500, cpuLimit: 2000, memory: 1024, ephemeralStorage: 1024 };
/** Number of pods where none is given: one a zone at least. */
export const DEFAULT_SCALING = { min: 3, max: 12, cpuPercent: 60, memoryPercent: 75 } as const;
/** Share of new pods that a rolling update starts before old ones go, in percent. */
export const SURGE_PERCENT = 25;
/** MiB of a pod's disk on the platform: holds its scratch directories, and its logs until they are shipped. */
export const POD_DISK = 2_048;
/** MiB of `/tmp`. */
export const TMP_SIZE = 256;

const DIGEST = /^[a-z0-9]+(?:[._:/-]+[a-z0-9]+)*@sha256:[0-9a-f]{64}$/;
const SECRET_NAME = /(SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ENCRYPTION_KEY|API_KEY|ACCESS_KEY|TOKEN|CREDENTIALS?)$/;
const CREDENTIALS_IN_URL = /:\/\/[^/\s:@]*:[^/\s@]+@/;
const RESERVED = new Set(["NODE_ENV", "PORT", "HOSTNAME"]);

function environmentMistakes(path: string, environment: Application["environment"] = {}): string[] {
  return Object.entries(environment).flatMap(([key, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return [`${path}.${key}: not the name of an environment variable`];
    if (RESERVED.has(key)) return [`${path}.${key}: set by the platform, leave it out`];
    if (SECRET_NAME.test(key)) return [`${path}.${key}: looks like a secret; secrets come from Secrets Manager, not from here`];
    if (typeof value === "string" && CREDENTIALS_IN_URL.test(value)) {
      return [`${path}.${key}: holds a password in a URL; secrets come from Secrets Manager, not from here`];
    }
    return [];
  });
}

function applicationMistakes(name: string, application: Application): string[] {
  const { image, port, healthPath, scaling = DEFAULT_SCALING, resources = DEFAULT_RESOURCES, scratch = [] } = application;
  const scratchSize = scratch.reduce((sum, { size }) => sum + size, TMP_SIZE);
  const checks: readonly (readonly [boolean, string])[] = [
    [DIGEST.test(image), `${name}.image: ${image} is not an image by digest; repository@sha256:<64 hex digits> is accepted`],
    [Number.isInteger(port) && port >= 1024 && port <= 65535, `${name}.port: ${port} is not a whole number from 1024 to 65535`],
    [healthPath.startsWith("/"), `${name}.healthPath: ${healthPath} does not begin with /`],
    [scaling.min >= 2, `${name}.scaling.min: ${scaling.min} pods cannot survive the loss of one; at least 2 are accepted`],
    [scaling.max >= scaling.min, `${name}.scaling.max: ${scaling.max} is below the minimum of ${scaling.min}`],
    [resources.cpuLimit >= resources.cpuRequest, `${name}.resources.cpuLimit: ${resources.cpuLimit} is below the request of ${resources.cpuRequest}`],
    [
      resources.ephemeralStorage >= scratchSize,
      `${name}.resources.ephemeralStorage: ${resources.ephemeralStorage} MiB do not hold scratch directories of ${scratchSize} MiB`,
    ],
  ];
  return [
    ...checks.filter(([right]) => !right).map(([, message]) => message),
    ...environmentMistakes(`${name}.environment`, application.environment),
  ];
}

/** What is wrong with the programs, all of it: one sentence a mistake, each beginning with the path of the argument. */
export function mistakes(applications: Readonly<Record<string, Application>>): string[] {
  return Object.entries(applications).flatMap(([name, application]) => applicationMistakes(name, application));
}

/** Upper limits of a namespace, as Kubernetes quantities. */
export type Quota = Readonly<Record<string, string>>;

/**
 * The quota that just holds all programs at their largest, in the middle of a rolling update, when as many pods are
 * still stopping as are starting: a runaway deployment or a stolen credential gets no more (PRC-021, PRC-022). No
 * volumes, no load balancers, no ports on nodes.
 */
export function quota(applications: readonly Application[]): Quota {
  const total = { pods: 0, cpuRequest: 0, cpuLimit: 0, memory: 0, ephemeralStorage: 0 };
  for (const { scaling = DEFAULT_SCALING, resources = DEFAULT_RESOURCES } of applications) {
    const surge = Math.ceil((scaling.max * SURGE_PERCENT) / 100);
    const pods = scaling.max + 2 * surge;
    total.pods += pods;
    total.cpuRequest += pods * resources.cpuRequest;
    total.cpuLimit += pods * resources.cpuLimit;
    total.memory += pods * resources.memory;
    total.ephemeralStorage += pods * resources.ephemeralStorage;
  }
  return {
    pods: String(total.pods),
    "requests.cpu": `${total.cpuRequest}m`,
    "limits.cpu": `${total.cpuLimit}m`,
    "requests.memory": `${total.memory}Mi`,
    "limits.memory": `${total.memory}Mi`,
    "requests.ephemeral-storage": `${total.ephemeralStorage}Mi`,
    "limits.ephemeral-storage": `${total.ephemeralStorage}Mi`,
    persistentvolumeclaims: "0",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}
