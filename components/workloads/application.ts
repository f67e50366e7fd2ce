/**
 * What a program or a task that runs on the platform is, what its numbers are where none are given, and what may be
 * wrong with it.
 */
import type * as pulumi from "@pulumi/pulumi";
import { PROBE_PORT, TLS_PORT } from "./parts.ts";

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
  /** Share of the requested memory at which pods are added, in percent; workers do not look at it. Default 75. */
  readonly memoryPercent?: number;
}

/** A directory a program writes to; everything else is read-only. */
export interface ScratchDirectory {
  /** Absolute path in the container. */
  readonly path: string;
  /** Most it may hold, in MiB; counts towards the pod's ephemeral storage. */
  readonly size: number;
}

/** Secrets as files, which the Secrets Store CSI driver writes when the pod starts and when they are rotated. */
export interface SecretFiles {
  /** Name of the SecretProviderClass, in the namespace of the programs. */
  readonly className: pulumi.Input<string>;
  /** Absolute path of the directory they appear in, read-only. */
  readonly path: string;
  /** Environment variables that name a file of the directory: `{ JWT_SECRET_FILE: "jwt" }` says where the key is, not what. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What runs in a pod: the part that programs and tasks have in common. */
export interface Executable {
  /** Image by digest, `repository@sha256:…`: a tag can be moved, a digest cannot. */
  readonly image: string;
  /** Words of the command. Default the image's own. */
  readonly command?: readonly string[];
  /** Size of a pod. Default {@link DEFAULT_RESOURCES}. */
  readonly resources?: Resources;
  /** Settings that are not secret. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Directories it writes to, beside `/tmp`. */
  readonly scratch?: readonly ScratchDirectory[];
  /** Its secrets. Default none. */
  readonly secretFiles?: SecretFiles;
  /** What its pods need before they start: its role, its secrets, its data. Default nothing. */
  readonly after?: readonly pulumi.Resource[];
}

/** A program that runs all the time: a server, or a worker that nobody calls. */
export interface Application extends Executable {
  /** Port it listens on; a worker answers its probes there. At least 1024: the container has no right to lower ones. */
  readonly port: number;
  /** Path that answers 200 while the pod can do its work. */
  readonly healthPath: string;
  /** Path that answers 200 while the process is alive, whatever its database does. Default `healthPath`. */
  readonly livenessPath?: string;
  /** How many pods. Default 3 to 12. */
  readonly scaling?: Scaling;
}

/** A program behind the load balancer. */
export interface Server extends Application {
  /** Target group of the load balancer. */
  readonly targetGroupArn: pulumi.Input<string>;
}

/** Something that runs to its end. */
export interface Task extends Executable {
  /** Seconds it may take, attempts that failed included; then it is stopped and counts as failed. */
  readonly deadlineSeconds: number;
  /** How often it is tried again after a failure; losing its node is none. */
  readonly retries: number;
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
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECRET_NAME = /(SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ENCRYPTION_KEY|API_KEY|ACCESS_KEY|TOKEN|CREDENTIALS?)$/;
const CREDENTIALS_IN_URL = /:\/\/[^/\s:@]*:[^/\s@]+@/;
const RESERVED: ReadonlySet<string> = new Set(["NODE_ENV", "PORT", "HOSTNAME"]);

type Checks = readonly (readonly [right: boolean, message: string])[];

const wrongOf = (checks: Checks): string[] => checks.filter(([right]) => !right).map(([, message]) => message);

function settingMistake(name: string, value: unknown): string | undefined {
  if (!VARIABLE.test(name)) return "not the name of an environment variable";
  if (RESERVED.has(name)) return "set by the platform, leave it out";
  if (SECRET_NAME.test(name)) return "looks like a secret; secrets come from Secrets Manager, not from here";
  if (typeof value === "string" && CREDENTIALS_IN_URL.test(value)) return "holds a password in a URL; secrets come from Secrets Manager, not from here";
  return undefined;
}

/** What is wrong with settings, without repeating any value: one of them may be a secret. */
export function environmentMistakes(path: string, environment: Executable["environment"] = {}): string[] {
  return Object.entries(environment).flatMap(([key, value]) => {
    const mistake = settingMistake(key, value);
    return mistake === undefined ? [] : [`${path}.${key}: ${mistake}`];
  });
}

function secretMistakes(name: string, { secretFiles, scratch = [], environment = {} }: Executable): string[] {
  if (secretFiles === undefined) return [];
  const { path, variables = {} } = secretFiles;
  const taken = ["/tmp", ...scratch.map((directory) => directory.path)];
  return [
    ...wrongOf([
      [path.startsWith("/") && !path.includes(":") && !path.split("/").includes(".."), `${name}.secretFiles.path: ${path} is not an absolute path`],
      [!taken.includes(path), `${name}.secretFiles.path: ${path} is a scratch directory already`],
    ]),
    ...Object.entries(variables).flatMap(([key, file]) =>
      wrongOf([
        [/^[A-Za-z_][A-Za-z0-9_]*_FILE$/.test(key), `${name}.secretFiles.variables.${key}: does not end in _FILE; its value is a path, not the secret`],
        [/^[A-Za-z0-9._-]+$/.test(file), `${name}.secretFiles.variables.${key}: ${file} is not the name of a file`],
        [!(key in environment), `${name}.secretFiles.variables.${key}: is a setting already`],
      ]),
    ),
  ];
}

function executableMistakes(name: string, executable: Executable): string[] {
  const { image, command, resources = DEFAULT_RESOURCES, scratch = [] } = executable;
  const scratchSize = scratch.reduce((sum, { size }) => sum + size, TMP_SIZE);
  return [
    ...wrongOf([
      [DIGEST.test(image), `${name}.image: ${image} is not an image by digest; repository@sha256:<64 hex digits> is accepted`],
      [command === undefined || command.length > 0, `${name}.command: has no words; leave it out for the image's own command`],
      [resources.cpuLimit >= resources.cpuRequest, `${name}.resources.cpuLimit: ${resources.cpuLimit} is below the request of ${resources.cpuRequest}`],
      [
        resources.ephemeralStorage >= scratchSize,
        `${name}.resources.ephemeralStorage: ${resources.ephemeralStorage} MiB do not hold scratch directories of ${scratchSize} MiB`,
      ],
    ]),
    ...environmentMistakes(`${name}.environment`, executable.environment),
    ...secretMistakes(name, executable),
  ];
}

function applicationMistakes(name: string, application: Application): string[] {
  const { port, healthPath, scaling = DEFAULT_SCALING } = application;
  return [
    ...executableMistakes(name, application),
    ...wrongOf([
      [Number.isInteger(port) && port >= 1024 && port <= 65535, `${name}.port: ${port} is not a whole number from 1024 to 65535`],
      [port !== TLS_PORT && port !== PROBE_PORT, `${name}.port: ${port} is where TLS ends in the pods behind the load balancer`],
      [healthPath.startsWith("/"), `${name}.healthPath: ${healthPath} does not begin with /`],
      [scaling.min >= 2, `${name}.scaling.min: ${scaling.min} pods cannot survive the loss of one; at least 2 are accepted`],
      [scaling.max >= scaling.min, `${name}.scaling.max: ${scaling.max} is below the minimum of ${scaling.min}`],
    ]),
  ];
}

function taskMistakes(name: string, task: Task): string[] {
  const { deadlineSeconds, retries } = task;
  return [
    ...executableMistakes(name, task),
    ...wrongOf([
      [Number.isInteger(deadlineSeconds) && deadlineSeconds >= 1, `${name}.deadlineSeconds: ${deadlineSeconds} is not a whole number of at least 1`],
      [Number.isInteger(retries) && retries >= 0, `${name}.retries: ${retries} is not a whole number of at least 0`],
    ]),
  ];
}

/** What is wrong with programs, tasks and what runs beside them, all of it: one sentence a mistake, each beginning with the path of the argument. */
export function mistakes(applications: Readonly<Record<string, Application>>, tasks: Readonly<Record<string, Task>> = {}, others: Readonly<Record<string, Executable>> = {}): string[] {
  return [
    ...Object.entries(applications).flatMap(([name, application]) => applicationMistakes(name, application)),
    ...Object.entries(tasks).flatMap(([name, task]) => taskMistakes(name, task)),
    ...Object.entries(others).flatMap(([name, executable]) => executableMistakes(name, executable)),
  ];
}
