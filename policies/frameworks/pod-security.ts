/** Kubernetes Pod Security Standards. */
import type { Benchmark, Control } from "./benchmark.ts";

/** Level and control, and what it asks for. Source: Kubernetes documentation, "Pod Security Standards". */
const ROWS: readonly (readonly [id: string, asks: string])[] = [
  ["Baseline: HostProcess", "no Windows container is a process of the host"],
  ["Baseline: Host Namespaces", "no sharing of the host's network, processes or memory"],
  ["Baseline: Privileged Containers", "no privileged containers"],
  ["Baseline: Capabilities", "no capabilities beyond the runtime's own"],
  ["Baseline: HostPath Volumes", "no paths of the node"],
  ["Baseline: Host Ports", "no ports of the node"],
  ["Baseline: Host Probes / Lifecycle Hooks", "probes and hooks go to the pod itself (since 1.34)"],
  ["Baseline: AppArmor", "the runtime's or a local AppArmor profile"],
  ["Baseline: SELinux", "only container types, no user or role"],
  ["Baseline: /proc Mount Type", "the masked /proc"],
  ["Baseline: Seccomp", "no unconfined seccomp profile"],
  ["Baseline: Sysctls", "only the safe sysctls"],
  ["Restricted: Volume Types", "configuration, secrets, scratch space and claims only"],
  ["Restricted: Privilege Escalation", "no more privileges than at the start"],
  ["Restricted: Running as Non-root", "runAsNonRoot is true"],
  ["Restricted: Running as Non-root user", "no user 0"],
  ["Restricted: Seccomp", "a seccomp profile is set"],
  ["Restricted: Capabilities", "all capabilities dropped, NET_BIND_SERVICE at most added back"],
  ["Restricted: /proc Mount Type", "the masked /proc, also in pods with users of their own (since 1.35)"],
  ["Restricted", "namespaces enforce the standard at the API server"],
];

/** The standards up to `restricted`, which every pod here meets. */
export const podSecurity: Benchmark = {
  name: "Pod Security Standards",
  edition: "Kubernetes Pod Security Standards, levels baseline and restricted, as of Kubernetes 1.35",
  controls: ROWS.map(([id, asks]): Control => ({ id, asks })),
};
