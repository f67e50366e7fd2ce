/** The servers of observability one by one: what each runs with, as plain values. */
import { PORTS } from "./fences.ts";
import { GRAFANA_PATHS } from "./grafana.ts";
import type { ServerResources, ServerSpec } from "./server-pod.ts";

/** Directory of a server's configuration. */
export const CONFIG_DIRECTORY = "/etc/optibid/config";
/** Where Jaeger's volume is mounted. */
export const JAEGER_DATA = "/var/lib/jaeger";

const small: ServerResources = { cpuRequest: 200, cpuLimit: 1_000, memory: 512, ephemeralStorage: 256 };

/** Numbers where none are given. A sampler holds all traces of half a minute, so it has the memory. */
export const DEFAULTS = {
  collectors: 2,
  jaegers: 2,
  grafanas: 2,
  retentionHours: 168,
  storageGiB: 50,
  collector: small,
  sampler: { ...small, memory: 1_024 },
  jaeger: { ...small, memory: 1_024 },
  grafana: small,
} as const;

const CONFIG_ARGUMENT = [`--config=${CONFIG_DIRECTORY}/config.yaml`] as const;
const HEALTH = { path: "/", port: PORTS.health } as const;
/** Share of the memory limit that Go's collector of garbage aims at, in MiB. */
const goMemory = (resources: ServerResources) => ({ GOMEMLIMIT: `${Math.floor(resources.memory * 0.8)}MiB` });

/** A collector of the first tier, or a sampler: the same program with another configuration. */
export function collectorPod(server: "collector" | "sampler", image: string, environment: Readonly<Record<string, string>> = {}): ServerSpec {
  const resources = DEFAULTS[server];
  return {
    image,
    args: CONFIG_ARGUMENT,
    environment: { ...goMemory(resources), ...environment },
    ports: { "otlp-grpc": PORTS.otlpGrpc, ...(server === "collector" ? { "otlp-http": PORTS.otlpHttp } : {}), metrics: PORTS.metrics },
    health: HEALTH,
    resources,
    mounts: [],
    // A sampler decides about its last traces before it goes: decision wait and a little.
    shutdownSeconds: server === "sampler" ? 60 : 30,
  };
}

/** Jaeger: takes traces, stores them and answers questions about them. */
export function jaegerPod(image: string): ServerSpec {
  return {
    image,
    args: CONFIG_ARGUMENT,
    environment: goMemory(DEFAULTS.jaeger),
    ports: { "otlp-grpc": PORTS.otlpGrpc, query: PORTS.query, metrics: PORTS.metrics },
    health: { path: "/status", port: PORTS.health },
    resources: DEFAULTS.jaeger,
    mounts: [],
    // Badger writes out what it has in memory.
    shutdownSeconds: 60,
  };
}

/**
 * Grafana.
 *
 * @param secretClass the Secrets Store object that brings the administrator's password as a file
 */
export function grafanaPod(image: string, environment: Readonly<Record<string, string>>, secretClass: string): ServerSpec {
  return {
    image,
    environment,
    ports: { http: PORTS.grafana },
    health: { path: "/api/health", port: PORTS.grafana },
    resources: DEFAULTS.grafana,
    mounts: [
      { name: "data", path: GRAFANA_PATHS.data, volume: { emptyDir: { sizeLimit: "128Mi" } } },
      { name: "secrets", path: GRAFANA_PATHS.secrets, readOnly: true, volume: { csi: { driver: "secrets-store.csi.k8s.io", readOnly: true, volumeAttributes: { secretProviderClass: secretClass } } } },
    ],
    shutdownSeconds: 30,
  };
}
