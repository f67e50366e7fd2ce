/**
 * How the pods of a kind of program start, prove that they are well, and stop: what a process manager did on a
 * machine, done by the cluster (docs/adr/0004-pm2-by-kubernetes.md; PRC-038, PRC-040, PRC-041). Pure.
 */
import type * as k8s from "@pulumi/kubernetes";

type Probe = k8s.types.input.core.v1.Probe;

/** How often a probe asks, and after how many wrong answers it acts. */
interface Patience {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/** The life of a pod. */
export interface Lifecycle {
  /** Most time to start; killed and started anew after it. */
  readonly startup: Patience;
  /** When a pod counts as unable to work: no requests, and no further step of a rolling update. */
  readonly readiness: Patience;
  /** When a pod counts as hung, and is started anew. */
  readonly liveness: Patience;
  /** Seconds a pod goes on working before it is told to stop; none where nobody sends to it. */
  readonly shutdownDelay?: number;
  /** Seconds it has in all to stop, the delay included. */
  readonly shutdownSeconds: number;
  /** Seconds a new pod must have been well before an old one goes. */
  readonly minReadySeconds: number;
  /** What the autoscaler looks at. */
  readonly scalesOn: readonly ("cpu" | "memory")[];
}

/**
 * Seconds a server waits before it is told to stop: longer than the load balancer needs to stop sending (30 s of
 * draining and the time until the controller notices).
 */
export const SHUTDOWN_DELAY = 45;

/**
 * The API. A minute and a half to start; out of service after 15 s of trouble; restarted only after a minute of it.
 * A new pod serves for half a minute before an old one goes: by then the load balancer, which asks twice in twenty
 * seconds, sends to it as well.
 */
export const API_LIFE: Lifecycle = {
  startup: { periodSeconds: 3, failureThreshold: 30 },
  readiness: { periodSeconds: 5, failureThreshold: 3 },
  liveness: { periodSeconds: 10, failureThreshold: 6 },
  shutdownDelay: SHUTDOWN_DELAY,
  shutdownSeconds: SHUTDOWN_DELAY + 45,
  minReadySeconds: 30,
  scalesOn: ["cpu", "memory"],
};

/** The frontend: it opens no connections when it starts, so half the time is enough, and has only pages to finish. */
export const WEB_LIFE: Lifecycle = {
  ...API_LIFE,
  startup: { periodSeconds: 3, failureThreshold: 15 },
  shutdownSeconds: SHUTDOWN_DELAY + 30,
};

/**
 * A worker. Nobody sends to it, so it stops at once: takes nothing new from the queue and finishes what it has, which
 * takes a provider's time-out of 30 s twice at most. Readiness only gates the rolling update. Its health path says
 * whether the queue was looked at lately; a slow provider is no hang, so it is restarted only after two minutes.
 *
 * It scales on processor time alone: its memory does not grow with the queue. Sending is mostly waiting, so the
 * fewest pods, each with many jobs in hand, carry the daily load; the processor tells of bursts.
 */
export const WORKER_LIFE: Lifecycle = {
  startup: { periodSeconds: 3, failureThreshold: 20 },
  readiness: { periodSeconds: 10, failureThreshold: 3 },
  liveness: { periodSeconds: 15, failureThreshold: 8 },
  shutdownSeconds: 75,
  minReadySeconds: 10,
  scalesOn: ["cpu"],
};

function probe(path: string, patience: Patience): Probe {
  return { httpGet: { path, port: "http", scheme: "HTTP" }, timeoutSeconds: 3, ...patience };
}

/** The three probes of a program's container. */
export function probes({ startup, readiness, liveness }: Lifecycle, healthPath: string, livenessPath: string) {
  return {
    startupProbe: probe(healthPath, startup),
    readinessProbe: probe(healthPath, readiness),
    livenessProbe: probe(livenessPath, liveness),
  };
}
