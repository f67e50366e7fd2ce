/** The programs and tasks of the platform by name, and the addresses they have. Pure. */
import type { Part } from "../cluster/labels.ts";

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
