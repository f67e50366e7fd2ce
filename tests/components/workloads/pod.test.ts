import { describe, expect, test } from "@jest/globals";
import { DEREGISTRATION_SECONDS } from "../../../components/edge/balancer.ts";
import { API_LIFE, SHUTDOWN_DELAY, WEB_LIFE, WORKER_LIFE } from "../../../components/workloads/lifecycle.ts";
import { programPod, taskPod } from "../../../components/workloads/pod.ts";
import { terminatorContainer, terminatorVolumes } from "../../../components/workloads/tls.ts";
import { CONTAINER_CONTEXT } from "./fixture.ts";
import type { Application } from "../../../components/workloads/application.ts";

const application: Application = {
  image: "optibid/api@sha256:0",
  port: 8080,
  healthPath: "/api/health",
  livenessPath: "/api/alive",
  environment: { LOG_LEVEL: "info" },
  scratch: [{ path: "/app/.next/cache", size: 512 }],
  secretFiles: { className: "api", path: "/run/secrets/optibid", variables: { JWT_SECRET_FILE: "jwt" } },
};
const matchLabels = { "app.kubernetes.io/name": "api" };
const podContext = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, fsGroupChangePolicy: "OnRootMismatch", seccompProfile: { type: "RuntimeDefault" } };
const sized = (cpu: string) => ({ cpu, memory: "1024Mi", "ephemeral-storage": "1024Mi" });

test("a program's pod is exactly this", () => {
  const spread = { maxSkew: 1, labelSelector: { matchLabels }, matchLabelKeys: ["pod-template-hash"] };
  expect(programPod({ name: "api", priorityClassName: "optibid-serving", life: API_LIFE, matchLabels }, application)).toEqual({
    serviceAccountName: "api",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: "optibid-serving",
    terminationGracePeriodSeconds: 90,
    securityContext: podContext,
    topologySpreadConstraints: [
      { ...spread, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      { ...spread, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
    ],
    containers: [
      {
        name: "api",
        image: "optibid/api@sha256:0",
        imagePullPolicy: "IfNotPresent",
        ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
        env: [
          { name: "NODE_ENV", value: "production" },
          { name: "NODE_OPTIONS", value: "--max-old-space-size=768" },
          { name: "PORT", value: "8080" },
          { name: "HOSTNAME", value: "0.0.0.0" },
          { name: "LOG_LEVEL", value: "info" },
          { name: "JWT_SECRET_FILE", value: "/run/secrets/optibid/jwt" },
        ],
        resources: { requests: sized("500m"), limits: sized("2000m") },
        startupProbe: { httpGet: { path: "/api/health", port: "http", scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds: 3, failureThreshold: 30 },
        readinessProbe: { httpGet: { path: "/api/health", port: "http", scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds: 5, failureThreshold: 3 },
        livenessProbe: { httpGet: { path: "/api/alive", port: "http", scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds: 10, failureThreshold: 6 },
        lifecycle: { preStop: { sleep: { seconds: 45 } } },
        securityContext: CONTAINER_CONTEXT,
        volumeMounts: [
          { name: "tmp", mountPath: "/tmp" },
          { name: "app-next-cache", mountPath: "/app/.next/cache" },
          { name: "run-secrets-optibid", mountPath: "/run/secrets/optibid", readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
      { name: "app-next-cache", emptyDir: { sizeLimit: "512Mi" } },
      { name: "run-secrets-optibid", csi: { driver: "secrets-store.csi.k8s.io", readOnly: true, volumeAttributes: { secretProviderClass: "api" } } },
    ],
  });
});

test("behind the load balancer, TLS ends in the pod too, and there is time to end it last", () => {
  const args = { name: "api", priorityClassName: "optibid-serving", life: API_LIFE, matchLabels };
  const tls = { terminator: { image: "optibid/caddy@sha256:0", resources: { cpuRequest: 1, cpuLimit: 1, memory: 1, ephemeralStorage: 1 } }, configMap: "api-tls" };
  const [bare, beside] = [programPod(args, application), programPod({ ...args, tls }, application)] as { volumes: object[]; terminationGracePeriodSeconds: number }[];
  expect(beside).toEqual({
    ...bare,
    terminationGracePeriodSeconds: 100,
    initContainers: [terminatorContainer(tls.terminator)],
    volumes: [...(bare?.volumes ?? []), ...terminatorVolumes("api-tls")],
  });
});

test("a task's pod is exactly this", () => {
  const task = { image: "optibid/api@sha256:0", command: ["node", "dist/migrate.js"], environment: { A: "b" } };
  expect(taskPod({ name: "migration", priorityClassName: "optibid-background", config: { configMap: "sql", path: "/etc/sql" } }, task)).toEqual({
    serviceAccountName: "migration",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: "optibid-background",
    terminationGracePeriodSeconds: 60,
    restartPolicy: "Never",
    securityContext: podContext,
    containers: [
      {
        name: "migration",
        image: "optibid/api@sha256:0",
        imagePullPolicy: "IfNotPresent",
        command: ["node", "dist/migrate.js"],
        env: [
          { name: "NODE_ENV", value: "production" },
          { name: "NODE_OPTIONS", value: "--max-old-space-size=768" },
          { name: "A", value: "b" },
        ],
        resources: { requests: sized("500m"), limits: sized("2000m") },
        securityContext: CONTAINER_CONTEXT,
        volumeMounts: [
          { name: "tmp", mountPath: "/tmp" },
          { name: "etc-sql", mountPath: "/etc/sql", readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
      { name: "etc-sql", configMap: { name: "sql", defaultMode: 0o444 } },
    ],
  });
});

describe("a heap", () => {
  test.each([[64, 48], [512, 384], [1000, 750]])("of a pod of %i MiB is %i MiB", (memory, heap) => {
    const { containers } = taskPod({ name: "x", priorityClassName: "y" }, { image: "z", resources: { cpuRequest: 1, cpuLimit: 1, memory, ephemeralStorage: 256 } }) as { containers: { env: object[] }[] };
    expect(containers[0]?.env).toContainEqual({ name: "NODE_OPTIONS", value: `--max-old-space-size=${heap}` });
  });

  test("can be set by hand", () => {
    const { containers } = taskPod({ name: "x", priorityClassName: "y" }, { image: "z", environment: { NODE_OPTIONS: "--trace-warnings" } }) as { containers: { env: object[] }[] };
    expect(containers[0]?.env.filter((each) => (each as { name: string }).name === "NODE_OPTIONS")).toEqual([{ name: "NODE_OPTIONS", value: "--trace-warnings" }]);
  });
});

describe("shutdown", () => {
  test("of a server begins after the load balancer has stopped sending, and leaves time to finish", () => {
    expect(SHUTDOWN_DELAY).toBeGreaterThan(DEREGISTRATION_SECONDS);
    for (const life of [API_LIFE, WEB_LIFE]) expect(life.shutdownSeconds - (life.shutdownDelay ?? 0)).toBeGreaterThanOrEqual(30);
  });

  test("of a worker begins at once", () => {
    const { containers, terminationGracePeriodSeconds } = programPod({ name: "email-worker", priorityClassName: "y", life: WORKER_LIFE, matchLabels }, application) as { containers: object[]; terminationGracePeriodSeconds: number };
    expect(containers[0]).not.toHaveProperty("lifecycle");
    expect(terminationGracePeriodSeconds).toBe(75);
  });
});
