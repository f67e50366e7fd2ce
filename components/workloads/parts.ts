/** The programs and tasks of the platform by name, and the addresses they have. Pure. */
import type { Part } from "../cluster/labels.ts";

/** Port of every pod behind the load balancer, on which TLS ends. */
export const TLS_PORT = 8_443;
/** Port of such a pod that only its node asks, whether TLS works there; whether the program does is for the program's own probes. */
export const PROBE_PORT = 8_444;

/** Namespace of the programs where none is given. */
export const DEFAULT_NAMESPACE = "optibid";

/**
 * Programs and tasks as their objects are called; the name is also that of the service account, to which a role is
 * bound. E-mail and SMS are sent by workers of their own, so that a thousand newsletters never stand in front of a
 * verification code (OPT-P5: 30 s, OPT-P6: 10 s).
 */
export const PARTS = {
  api: { name: "api", component: "backend" },
  web: { name: "web", component: "frontend" },
  email: { name: "email-worker", component: "worker" },
  sms: { name: "sms-worker", component: "worker" },
  migration: { name: "migration", component: "migration" },
  export: { name: "export", component: "export" },
} as const satisfies Readonly<Record<string, Part>>;

/** Address of the API within the cluster. */
export function apiUrl(namespace: string, port: number): string {
  return `http://${PARTS.api.name}.${namespace}.svc.cluster.local:${port}`;
}
