/** The programs and tasks that the tests of workloads build. */
import * as k8s from "@pulumi/kubernetes";
import type { Application, Server } from "../../../components/workloads/application.ts";
import { ProgramNamespace } from "../../../components/workloads/namespace.ts";
import type { Terminator } from "../../../components/workloads/tls.ts";
import { Workloads } from "../../../components/workloads/workloads.ts";
import type { Jobs, Programs, WorkloadsArgs } from "../../../components/workloads/workloads.ts";
import { record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { production } from "../cluster/context.ts";

export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const targets = (name: string) => `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/0123456789abcdef`;

export const api: Server = {
  image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/api@${DIGEST}`,
  port: 8080,
  healthPath: "/api/health",
  targetGroupArn: targets("api"),
};
export const web: Server = { ...api, image: api.image.replace("/api@", "/web@"), port: 3000, healthPath: "/health", targetGroupArn: targets("web") };
export const tls: Terminator = { image: api.image.replace("/api@", "/caddy@"), resources: { cpuRequest: 100, cpuLimit: 1_000, memory: 256, ephemeralStorage: 256 } };
export const worker: Application = { image: api.image, command: ["node", "dist/worker.js"], port: 3002, healthPath: "/health", scaling: { min: 2, max: 8 } };
export const programs: Programs = { api, web, email: worker, sms: worker };
export const jobs: Jobs = {
  migration: {
    image: api.image,
    command: ["node", "dist/migrate.js"],
    deadlineSeconds: 1_800,
    retries: 2,
    maintenanceSql: "SELECT 1;\n",
    secretFiles: { className: "migration", path: "/run/secrets/optibid", variables: { DATABASE_CREDENTIALS_FILE: "master.json" } },
  },
  export: { image: api.image, command: ["node", "dist/export.js"], deadlineSeconds: 7_200, retries: 1, schedule: "15 4 * * *", timeZone: "Europe/Berlin", environment: { EXPORT_BUCKET: "optibid-exports" } },
};
export const surroundings = {
  loadBalancerCidrs: ["10.20.32.0/20"],
  dataCidrs: ["10.20.96.0/20"],
  nodeCidrs: ["10.20.32.0/20"],
  dnsAddress: "172.20.0.10",
};

export type Given = Partial<Omit<WorkloadsArgs, "context" | "provider" | "namespace">>;

export function build(more: Given = {}, name?: string): Promise<Registration[]> {
  return record(() => {
    const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
    const namespace = new ProgramNamespace("n", { context: production, provider, namespace: name });
    new Workloads("w", { context: production, provider, namespace, programs, jobs, tls, surroundings, ...more });
  });
}

export function metadata({ inputs }: Registration): { readonly name: string; readonly namespace?: string; readonly labels: Record<string, string>; readonly annotations?: Record<string, string> } {
  return inputs["metadata"] as unknown as ReturnType<typeof metadata>;
}

export function spec<T>({ inputs }: Registration): T {
  return inputs["spec"] as unknown as T;
}

/** Security context that every container must have. */
export const CONTAINER_CONTEXT = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 10001,
  runAsGroup: 10001,
  seccompProfile: { type: "RuntimeDefault" },
};
