/**
 * Workloads that satisfy every rule, to be broken one field at a time.
 */

export const DIGEST = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${"a".repeat(64)}`;

const probe = { httpGet: { path: "/healthz", port: 8080 } };

const securityContext = {
  runAsNonRoot: true,
  runAsGroup: 10_001,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** A pod spec that satisfies every rule. */
export function podSpec(): Record<string, unknown> {
  return {
    automountServiceAccountToken: false,
    serviceAccountName: "app",
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" }],
    containers: [
      {
        name: "app",
        image: DIGEST,
        resources: { limits: { cpu: "500m", memory: "256Mi" } },
        env: [{ name: "NODE_ENV", value: "production" }, { name: "LOG_LEVEL", value: "info" }],
        readinessProbe: probe,
        livenessProbe: probe,
        startupProbe: probe,
        securityContext,
      },
    ],
  };
}

/** A Deployment that satisfies every rule about one resource. */
export function deployment(): Record<string, unknown> {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "app", namespace: "optibid" },
    spec: {
      replicas: 3,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: { app: "app" } },
      template: { metadata: { labels: { app: "app" } }, spec: podSpec() },
    },
  };
}
