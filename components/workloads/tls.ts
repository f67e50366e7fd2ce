/**
 * The end of TLS in the pods that the load balancer reaches (PRC-112; AWS FSBP ELB.21, ELB.22): a container beside the
 * program that takes HTTPS and passes each request on to the program, within the pod. Pure.
 *
 * The load balancer takes any certificate of a target, so the container makes one of its own, renews it, and keeps its
 * key in memory: there is no certificate to hand out, to store or to let expire. The container runs Caddy.
 *
 * Tried with Caddy 2.10.2 as user 10001 without any capability, on a read-only file system: requests without and with
 * any server name and host, health checks, 20 MB up in one piece and in chunks, answers in pieces, WebSockets, a
 * connection that is idle for longer than the load balancer's, renewal while it serves, a request that is under way
 * when the container is told to stop.
 *
 * Source: Elastic Load Balancing, "Target groups for your Application Load Balancers"; Caddy, "JSON Config Structure".
 */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Executable, Resources } from "./application.ts";
import { CONTAINER_SECURITY } from "../cluster/hardening.ts";
import { PROBE_PORT, TLS_PORT } from "./parts.ts";

type Container = k8s.types.input.core.v1.Container;
type Volume = k8s.types.input.core.v1.Volume;

/** What ends TLS. */
export interface Terminator extends Pick<Executable, "image"> {
  /** Its size, beside the program's. */
  readonly resources: Resources;
}

/** Seconds it has for the last answers, after the program has ended: a native sidecar is told to stop last. */
export const TLS_SHUTDOWN_SECONDS = 10;
/** Seconds a connection may be idle: longer than at the load balancer, which must be the one to close it or sends into nothing. */
export const TLS_IDLE_SECONDS = 300;
/** Seconds a connection to the program is kept: less than the five after which Node closes it. Source: Node.js, `server.keepAliveTimeout`. */
const PROGRAM_IDLE_SECONDS = 4;

/** Name in the certificate, used where a client names none or another. Nobody resolves it. */
const CERTIFICATE_NAME = "pod.internal";
const SETTINGS = { volume: "tls-settings", path: "/etc/optibid/tls", file: "caddy.json" } as const;
/** MiB of memory that keys and certificates may take. */
const STATE = { volume: "tls-state", path: "/run/tls", size: 8 } as const;

function server(port: number, handle: readonly object[]) {
  return {
    listen: [`:${port}`],
    protocols: ["h1"],
    automatic_https: { disable: true },
    read_header_timeout: `${TLS_IDLE_SECONDS}s`,
    idle_timeout: `${TLS_IDLE_SECONDS}s`,
    tls_connection_policies: [{ default_sni: CERTIFICATE_NAME, fallback_sni: CERTIFICATE_NAME }],
    routes: [{ handle }],
  };
}

/**
 * Caddy's configuration in its native form. Nothing is compressed, cached or limited in size here; the program gets the
 * headers as the load balancer wrote them, and clients the program's.
 *
 * @param port where the program listens
 */
export function terminatorSettings(port: number) {
  return {
    admin: { disabled: true, config: { persist: false } },
    logging: { logs: { default: { level: "WARN" } } },
    storage: { module: "file_system", root: STATE.path },
    apps: {
      pki: { certificate_authorities: { local: { install_trust: false } } },
      tls: {
        certificates: { automate: [CERTIFICATE_NAME] },
        automation: { policies: [{ subjects: [CERTIFICATE_NAME], issuers: [{ module: "internal" }], disable_ocsp_stapling: true }] },
      },
      http: {
        grace_period: `${TLS_SHUTDOWN_SECONDS / 2}s`,
        servers: {
          program: server(TLS_PORT, [
            { handler: "headers", response: { deferred: true, delete: ["Server", "Via"] } },
            {
              handler: "reverse_proxy",
              upstreams: [{ dial: `127.0.0.1:${port}` }],
              headers: { request: { set: { "X-Forwarded-For": ["{http.request.header.X-Forwarded-For}"] }, delete: ["Early-Data", "Via", "X-Forwarded-Host"] } },
              transport: { protocol: "http", dial_timeout: "2s", keep_alive: { enabled: true, idle_timeout: `${PROGRAM_IDLE_SECONDS}s` }, compression: false },
            },
          ]),
          probe: server(PROBE_PORT, [{ handler: "static_response", status_code: 200 }]),
        },
      },
    },
  };
}

/** The settings as the file of a ConfigMap. */
export function settingsFile(port: number): Record<string, string> {
  return { [SETTINGS.file]: JSON.stringify(terminatorSettings(port), undefined, 2) };
}

function probe(periodSeconds: number, failureThreshold: number) {
  return { httpGet: { path: "/", port: PROBE_PORT, scheme: "HTTPS" }, timeoutSeconds: 3, periodSeconds, failureThreshold };
}

/**
 * The container, as a native sidecar: it is there before the program starts and until it has ended, so no request of
 * the load balancer finds it missing. Its probes ask it alone, since the program starts only after them.
 *
 * Source: Kubernetes, "Sidecar Containers".
 */
export function terminatorContainer({ image, resources }: Terminator): Container {
  const { cpuRequest, cpuLimit, memory, ephemeralStorage } = resources;
  const sizes = { memory: `${memory}Mi`, "ephemeral-storage": `${ephemeralStorage}Mi` };
  return {
    name: "tls",
    image,
    imagePullPolicy: "IfNotPresent",
    restartPolicy: "Always",
    command: ["caddy", "run", "--config", `${SETTINGS.path}/${SETTINGS.file}`],
    env: [
      { name: "HOME", value: STATE.path },
      { name: "GOMEMLIMIT", value: `${Math.floor(memory * 0.8)}MiB` },
    ],
    ports: [
      { name: "https", containerPort: TLS_PORT, protocol: "TCP" },
      { name: "tls-probe", containerPort: PROBE_PORT, protocol: "TCP" },
    ],
    resources: { requests: { cpu: `${cpuRequest}m`, ...sizes }, limits: { cpu: `${cpuLimit}m`, ...sizes } },
    startupProbe: probe(1, 60),
    readinessProbe: probe(5, 3),
    livenessProbe: probe(10, 6),
    securityContext: CONTAINER_SECURITY,
    volumeMounts: [
      { name: SETTINGS.volume, mountPath: SETTINGS.path, readOnly: true },
      { name: STATE.volume, mountPath: STATE.path },
    ],
  };
}

/** What the container reads and writes; its keys are never on a disk. */
export function terminatorVolumes(configMap: pulumi.Input<string>): Volume[] {
  return [
    { name: SETTINGS.volume, configMap: { name: configMap, defaultMode: 0o444 } },
    { name: STATE.volume, emptyDir: { medium: "Memory", sizeLimit: `${STATE.size}Mi` } },
  ];
}
