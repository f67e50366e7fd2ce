import { describe, expect, test } from "@jest/globals";
import { DEREGISTRATION_SECONDS } from "../../../components/edge/balancer.ts";
import { SHUTDOWN_DELAY, SHUTDOWN_SECONDS, podSpec } from "../../../components/workloads/pod.ts";
import type { Application } from "../../../components/workloads/application.ts";

const application: Application = {
  image: "optibid/api@sha256:0",
  port: 8080,
  healthPath: "/api/health",
  livenessPath: "/api/alive",
  targetGroupArn: "arn",
  environment: { LOG_LEVEL: "info" },
  scratch: [{ path: "/app/.next/cache", size: 512 }],
};
const matchLabels = { "app.kubernetes.io/name": "api" };

test("a pod is exactly this", () => {
  const spread = { maxSkew: 1, labelSelector: { matchLabels }, matchLabelKeys: ["pod-template-hash"] };
  expect(podSpec("api", application, matchLabels)).toEqual({
    serviceAccountName: "api",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 90,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
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
          { name: "PORT", value: "8080" },
          { name: "HOSTNAME", value: "0.0.0.0" },
          { name: "LOG_LEVEL", value: "info" },
        ],
        resources: {
          requests: { cpu: "500m", memory: "1024Mi", "ephemeral-storage": "1024Mi" },
          limits: { cpu: "2000m", memory: "1024Mi", "ephemeral-storage": "1024Mi" },
        },
        startupProbe: { httpGet: { path: "/api/health", port: "http", scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds: 3, failureThreshold: 30 },
        readinessProbe: { httpGet: { path: "/api/health", port: "http", scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds: 5, failureThreshold: 3 },
        livenessProbe: { httpGet: { path: "/api/alive", port: "http", scheme: "HTTP" }, timeoutSeconds: 3, periodSeconds: 10, failureThreshold: 6 },
        lifecycle: { preStop: { sleep: { seconds: 45 } } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          runAsUser: 10001,
          runAsGroup: 10001,
          seccompProfile: { type: "RuntimeDefault" },
        },
        volumeMounts: [
          { name: "tmp", mountPath: "/tmp" },
          { name: "app-next-cache", mountPath: "/app/.next/cache" },
        ],
      },
    ],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
      { name: "app-next-cache", emptyDir: { sizeLimit: "512Mi" } },
    ],
  });
});

describe("shutdown", () => {
  test("begins after the load balancer has stopped sending, and leaves time to finish", () => {
    expect(SHUTDOWN_DELAY).toBeGreaterThan(DEREGISTRATION_SECONDS);
    expect(SHUTDOWN_SECONDS - SHUTDOWN_DELAY).toBeGreaterThanOrEqual(30);
  });
});
