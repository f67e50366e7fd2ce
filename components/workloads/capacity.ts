/**
 * How much the programs and tasks may take together and each, as plain values of ResourceQuota and LimitRange
 * (PRC-021, PRC-022).
 */
import type * as k8s from "@pulumi/kubernetes";
import { DEFAULT_RESOURCES, DEFAULT_SCALING, SURGE_PERCENT } from "./application.ts";
import type { Application, Executable, Resources, Server, Task } from "./application.ts";
import type { Terminator } from "./tls.ts";

/** Limits of one container. */
export type Limit = k8s.types.input.core.v1.LimitRangeItem;

/** Upper limits of a namespace, as Kubernetes quantities. */
export type Quota = Readonly<Record<string, string>>;

/** Pods of a task at once: one that stops, and the one after it. */
const TASK_PODS = 2;

/** Pods of a program at its largest, in the middle of a rolling update, when as many are still stopping as are starting. */
function mostPods({ scaling = DEFAULT_SCALING }: Application): number {
  return scaling.max + 2 * Math.ceil((scaling.max * SURGE_PERCENT) / 100);
}

/** What the pods of a program take: behind the load balancer, something beside it ends TLS. */
function podResources(application: Application | Server, { resources: beside }: Terminator): Resources {
  const { resources = DEFAULT_RESOURCES } = application;
  if (!("targetGroupArn" in application)) return resources;
  return {
    cpuRequest: resources.cpuRequest + beside.cpuRequest,
    cpuLimit: resources.cpuLimit + beside.cpuLimit,
    memory: resources.memory + beside.memory,
    ephemeralStorage: resources.ephemeralStorage + beside.ephemeralStorage,
  };
}

/**
 * The quota that just holds all programs at their largest and all tasks: a runaway deployment or a stolen credential
 * gets no more. No volumes, no load balancers, no ports on nodes, and no Secrets: they come as files from Secrets
 * Manager.
 */
export function quota(applications: readonly (Application | Server)[], tasks: readonly Task[], tls: Terminator): Quota {
  const total = { pods: 0, cpuRequest: 0, cpuLimit: 0, memory: 0, ephemeralStorage: 0 };
  const add = (pods: number, resources: Resources = DEFAULT_RESOURCES): void => {
    total.pods += pods;
    total.cpuRequest += pods * resources.cpuRequest;
    total.cpuLimit += pods * resources.cpuLimit;
    total.memory += pods * resources.memory;
    total.ephemeralStorage += pods * resources.ephemeralStorage;
  };
  for (const application of applications) add(mostPods(application), podResources(application, tls));
  for (const task of tasks) add(TASK_PODS, task.resources);
  return {
    pods: String(total.pods),
    "requests.cpu": `${total.cpuRequest}m`,
    "limits.cpu": `${total.cpuLimit}m`,
    "requests.memory": `${total.memory}Mi`,
    "limits.memory": `${total.memory}Mi`,
    "requests.ephemeral-storage": `${total.ephemeralStorage}Mi`,
    "limits.ephemeral-storage": `${total.ephemeralStorage}Mi`,
    persistentvolumeclaims: "0",
    secrets: "0",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}

/** What a container gets that asks for nothing: one that somebody starts to look into a problem. */
const FALLBACK = { cpuRequest: 100, cpuLimit: 500, memory: 256, ephemeralStorage: 256 } as const;

/** Limits of one container: what it gets that asks for nothing, and no more than the largest program or task has. */
export function limits(executables: readonly Executable[]): Limit {
  const sizes = [FALLBACK, ...executables.map(({ resources = DEFAULT_RESOURCES }) => resources)];
  const most = (key: keyof Resources): number => Math.max(...sizes.map((size) => size[key]));
  return {
    type: "Container",
    defaultRequest: { cpu: `${FALLBACK.cpuRequest}m`, memory: `${FALLBACK.memory}Mi`, "ephemeral-storage": `${FALLBACK.ephemeralStorage}Mi` },
    default: { cpu: `${FALLBACK.cpuLimit}m`, memory: `${FALLBACK.memory}Mi`, "ephemeral-storage": `${FALLBACK.ephemeralStorage}Mi` },
    max: { cpu: `${most("cpuLimit")}m`, memory: `${most("memory")}Mi`, "ephemeral-storage": `${most("ephemeralStorage")}Mi` },
  };
}
