import { describe, expect, test } from "@jest/globals";
import { DEREGISTRATION_SECONDS, IDLE_SECONDS } from "../../../components/edge/balancer.ts";
import { API_LIFE, WEB_LIFE } from "../../../components/workloads/lifecycle.ts";
import { TLS_IDLE_SECONDS, TLS_SHUTDOWN_SECONDS, settingsFile, terminatorContainer, terminatorSettings, terminatorVolumes } from "../../../components/workloads/tls.ts";
import { CONTAINER_CONTEXT } from "./fixture.ts";

const probe = { httpGet: { path: "/", port: 8444, scheme: "HTTPS" }, timeoutSeconds: 3 };
const resources = { cpuRequest: 100, cpuLimit: 1_000, memory: 256, ephemeralStorage: 192 };
const sizes = { memory: "256Mi", "ephemeral-storage": "192Mi" };

test("the container that ends TLS is exactly this", () => {
  expect(terminatorContainer({ image: "optibid/caddy@sha256:0", resources })).toEqual({
    name: "tls",
    image: "optibid/caddy@sha256:0",
    imagePullPolicy: "IfNotPresent",
    restartPolicy: "Always",
    command: ["caddy", "run", "--config", "/etc/optibid/tls/caddy.json"],
    env: [{ name: "HOME", value: "/run/tls" }, { name: "GOMEMLIMIT", value: "204MiB" }],
    ports: [{ name: "https", containerPort: 8443, protocol: "TCP" }, { name: "tls-probe", containerPort: 8444, protocol: "TCP" }],
    resources: { requests: { cpu: "100m", ...sizes }, limits: { cpu: "1000m", ...sizes } },
    startupProbe: { ...probe, periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { ...probe, periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...probe, periodSeconds: 10, failureThreshold: 6 },
    securityContext: CONTAINER_CONTEXT,
    volumeMounts: [{ name: "tls-settings", mountPath: "/etc/optibid/tls", readOnly: true }, { name: "tls-state", mountPath: "/run/tls" }],
  });
});

test("its keys are in memory, and its settings come from the ConfigMap", () => {
  expect(terminatorVolumes("api-tls")).toEqual([
    { name: "tls-settings", configMap: { name: "api-tls", defaultMode: 0o444 } },
    { name: "tls-state", emptyDir: { medium: "Memory", sizeLimit: "8Mi" } },
  ]);
});

describe("its settings", () => {
  const server = (port: number, handle: object[]) => ({
    listen: [`:${port}`],
    protocols: ["h1"],
    automatic_https: { disable: true },
    read_header_timeout: "300s",
    idle_timeout: "300s",
    tls_connection_policies: [{ default_sni: "pod.internal", fallback_sni: "pod.internal" }],
    routes: [{ handle }],
  });

  test("are exactly these", () => {
    expect(terminatorSettings(3001)).toEqual({
      admin: { disabled: true, config: { persist: false } },
      logging: { logs: { default: { level: "WARN" } } },
      storage: { module: "file_system", root: "/run/tls" },
      apps: {
        pki: { certificate_authorities: { local: { install_trust: false } } },
        tls: { certificates: { automate: ["pod.internal"] }, automation: { policies: [{ subjects: ["pod.internal"], issuers: [{ module: "internal" }], disable_ocsp_stapling: true }] } },
        http: {
          grace_period: "5s",
          servers: {
            program: server(8443, [
              { handler: "headers", response: { deferred: true, delete: ["Server", "Via"] } },
              {
                handler: "reverse_proxy",
                upstreams: [{ dial: "127.0.0.1:3001" }],
                headers: { request: { set: { "X-Forwarded-For": ["{http.request.header.X-Forwarded-For}"] }, delete: ["Early-Data", "Via", "X-Forwarded-Host"] } },
                transport: { protocol: "http", dial_timeout: "2s", keep_alive: { enabled: true, idle_timeout: "4s" }, compression: false },
              },
            ]),
            probe: server(8444, [{ handler: "static_response", status_code: 200 }]),
          },
        },
      },
    });
  });

  test("are the file that the container is told to read", () => {
    const { command = [] } = terminatorContainer({ image: "x", resources }) as { command?: string[] };
    expect(Object.entries(settingsFile(3000)).map(([name, text]) => [name, JSON.parse(text)])).toEqual([[command.at(-1)?.split("/").at(-1), terminatorSettings(3000)]]);
  });

  test("keep a connection for longer than the load balancer does", () => {
    expect(TLS_IDLE_SECONDS).toBeGreaterThan(IDLE_SECONDS);
  });
});

test("it ends after the program, which goes on until the load balancer has stopped sending", () => {
  for (const { shutdownDelay = 0 } of [API_LIFE, WEB_LIFE]) expect(shutdownDelay).toBeGreaterThan(DEREGISTRATION_SECONDS);
  expect(TLS_SHUTDOWN_SECONDS).toBeGreaterThan(0);
});
