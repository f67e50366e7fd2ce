/**
 * Docker security, security options: PRC-017, the controls of the Pod Security Standards one by one.
 *
 * Field names and allowed values: kubernetes.io/docs/concepts/security/pod-security-standards.
 */
import type { Node } from "../graph.ts";
import { dig, flag, list, number, quoted, record, text, word } from "../inputs.ts";
import { eachContainer, isWindows, nameOf, podTemplate, type Container, type PodTemplate } from "../pods.ts";
import { examine, notApplicable, type Check, type Judgement, type ResourceRule, type Rule } from "../rule.ts";
import { WORKLOADS } from "../types.ts";
import { isHidden } from "../unknown.ts";

type PodJudge = (pod: PodTemplate, check: Check) => void;

/** A rule over the pods of every kind of workload. */
function podRule(rule: Omit<ResourceRule, "looksAt" | "judge" | "items"> & { readonly linuxOnly?: boolean; readonly look: PodJudge }): ResourceRule {
  const { linuxOnly = false, look, ...rest } = rule;
  return {
    ...rest,
    items: ["PRC-017"],
    looksAt: WORKLOADS,
    judge(node: Node): Judgement {
      const pod = podTemplate(node);
      if (linuxOnly && isWindows(pod)) return notApplicable("the control is for Linux; the pod runs on Windows");
      return examine((check) => look(pod, check));
    },
  };
}

function standard(control: string) {
  return { name: "Pod Security Standards", reference: control } as const;
}

/** Looks at the same field of the security context of the pod and of each container. */
function eachContext(pod: PodTemplate, check: Check, look: (context: unknown, path: string, container?: Container) => void): void {
  check.part(() => look(pod.spec["securityContext"], `${pod.path}.securityContext`));
  eachContainer(pod, check, (container) => look(container.spec["securityContext"], `${container.path}.securityContext`, container));
}

const escalation = podRule({
  name: "container-no-privilege-escalation",
  severity: "high",
  frameworks: [standard("Restricted: Privilege Escalation"), { name: "CIS EKS", reference: "4.2.5" }],
  demands: "No container may gain more privileges than it started with.",
  why: "A set-user-id program in the image would make its user root.",
  remediation: "Set securityContext.allowPrivilegeEscalation to false.",
  linuxOnly: true,
  look: (pod, check) =>
    eachContainer(pod, check, (container) =>
      check.that(
        () => flag(dig(container.spec, "securityContext", "allowPrivilegeEscalation")) === false,
        `container ${nameOf(container)} may gain privileges`,
        `${container.path}.securityContext.allowPrivilegeEscalation`,
      ),
    ),
});

const capabilities = podRule({
  name: "container-capabilities-dropped",
  severity: "high",
  frameworks: [standard("Restricted: Capabilities"), standard("Baseline: Capabilities")],
  demands: "Every container drops all capabilities and adds back none but NET_BIND_SERVICE.",
  why: "The capabilities a container gets by default include raw sockets and changing file owners.",
  remediation: "Set securityContext.capabilities.drop to [ALL].",
  linuxOnly: true,
  look: (pod, check) =>
    eachContainer(pod, check, (container) => {
      const given = dig(container.spec, "securityContext", "capabilities");
      const at = `${container.path}.securityContext.capabilities`;
      check.that(() => list(dig(given, "drop")).includes("ALL"), `container ${nameOf(container)} does not drop ALL`, `${at}.drop`);
      check.each(() => list(dig(given, "add")), (capability) => {
        if (capability !== "NET_BIND_SERVICE") check.fail(`container ${nameOf(container)} adds ${word(capability)}`, `${at}.add`);
      });
    }),
});

const privileged = podRule({
  name: "container-not-privileged",
  severity: "critical",
  frameworks: [standard("Baseline: Privileged Containers"), standard("Baseline: HostProcess"), { name: "CIS EKS", reference: "4.2.1" }],
  demands: "No container is privileged, and no Windows container is a host process.",
  why: "A privileged container is the node.",
  remediation: "Remove securityContext.privileged and windowsOptions.hostProcess.",
  // Both default to false (core/v1 SecurityContext, WindowsSecurityContextOptions).
  look: (pod, check) =>
    eachContext(pod, check, (context, path, container) => {
      check.that(() => (flag(dig(context, "privileged")) ?? false) === false, `container ${container === undefined ? "" : nameOf(container)} is privileged`, `${path}.privileged`);
      check.that(() => (flag(dig(context, "windowsOptions", "hostProcess")) ?? false) === false, "runs as a process of the host", `${path}.windowsOptions.hostProcess`);
    }),
});

const seccomp = podRule({
  name: "pod-seccomp-profile",
  severity: "medium",
  frameworks: [standard("Restricted: Seccomp"), standard("Baseline: Seccomp")],
  demands: "Every container runs under the runtime's seccomp profile or one of ours.",
  why: "Without it the whole system call surface of the kernel is open to the container.",
  remediation: "Set securityContext.seccompProfile.type to RuntimeDefault.",
  linuxOnly: true,
  look(pod, check) {
    const allowed = ["RuntimeDefault", "Localhost"];
    const ofPod = dig(pod.spec, "securityContext", "seccompProfile", "type");
    if (ofPod !== undefined && ofPod !== null && !allowed.includes(word(ofPod))) check.fail(`the pod's profile is ${quoted(ofPod)}`, `${pod.path}.securityContext.seccompProfile.type`);
    eachContainer(pod, check, (container) => {
      const own = dig(container.spec, "securityContext", "seccompProfile", "type") ?? ofPod;
      check.that(() => allowed.includes(word(own)), `the profile of container ${nameOf(container)} is ${quoted(own)}`, `${container.path}.securityContext.seccompProfile.type`);
    });
  },
});

const host = podRule({
  name: "pod-not-in-host-namespaces",
  severity: "critical",
  frameworks: [standard("Baseline: Host Namespaces"), standard("Baseline: Host Ports"), standard("Baseline: Host Probes / Lifecycle Hooks"), ...["4.2.2", "4.2.3", "4.2.4"].map((reference) => ({ name: "CIS EKS" as const, reference }))],
  demands: "No pod shares the node's network, processes or memory, and no container takes a port of the node.",
  why: "The pod could listen to its neighbours, signal them, and get around network policies.",
  remediation: "Remove hostNetwork, hostPID, hostIPC and hostPort; reach the pod through a Service.",
  look(pod, check) {
    // All three default to false (core/v1 PodSpec).
    for (const field of ["hostNetwork", "hostPID", "hostIPC"]) {
      check.that(() => (flag(pod.spec[field]) ?? false) === false, `${field} is on`, `${pod.path}.${field}`);
    }
    eachContainer(pod, check, (container) => {
      check.each(() => list(container.spec["ports"]), (port, index) => {
        if ((number(dig(port, "hostPort")) ?? 0) !== 0) check.fail(`container ${nameOf(container)} takes a port of the node`, `${container.path}.ports[${index}].hostPort`);
      });
      for (const hook of ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"]) {
        for (const action of ["httpGet", "tcpSocket"]) {
          const target = dig(container.spec, ...hook.split("."), action, "host");
          check.that(() => text(target) === undefined, `${hook} of container ${nameOf(container)} is sent to another host`, `${container.path}.${hook}.${action}.host`);
        }
      }
    });
  },
});

const VOLUME_TYPES = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

const volumes = podRule({
  name: "pod-volume-types",
  severity: "high",
  frameworks: [standard("Restricted: Volume Types"), standard("Baseline: HostPath Volumes")],
  demands: "Pods mount only configuration, secrets, scratch space and claims; never a path of the node.",
  why: "A path of the node leads to the credentials and the other pods on it.",
  remediation: "Use a persistentVolumeClaim, emptyDir, configMap, secret or projected volume.",
  look: (pod, check) =>
    check.each(() => list(pod.spec["volumes"]), (volume, index) => {
      const sources = record(volume) ?? {};
      const kinds = Object.keys(sources).filter((key) => key !== "name" && (isHidden(() => sources[key]) || (sources[key] ?? null) !== null));
      const path = `${pod.path}.volumes[${index}]`;
      // A volume without a source is an emptyDir (core/v1 Volume).
      for (const kind of kinds) check.that(() => VOLUME_TYPES.includes(kind), `volume ${quoted(dig(volume, "name"))} is a ${kind}`, `${path}.${kind}`);
    }),
});

/** Sysctls that are namespaced and cannot reach other pods. */
const SYSCTLS = [
  "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
  "net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat",
];
const SELINUX_TYPES = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

const kernel = podRule({
  name: "pod-kernel-settings",
  severity: "high",
  frameworks: [standard("Baseline: /proc Mount Type"), standard("Restricted: /proc Mount Type"), standard("Baseline: Sysctls"), standard("Baseline: SELinux"), standard("Baseline: AppArmor")],
  demands: "Pods keep the default /proc mount, safe sysctls, and the AppArmor and SELinux confinement of the runtime.",
  why: "Each of these takes away one of the walls between the container and the kernel.",
  remediation: "Remove procMount, unsafe sysctls, unconfined AppArmor profiles and SELinux users, roles and foreign types.",
  look(pod, check) {
    check.each(() => list(dig(pod.spec, "securityContext", "sysctls")), (sysctl, index) => {
      const name = word(dig(sysctl, "name") ?? "");
      // A runtime that hands them on as name=value, joined by +, would set others with them (CVE-2022-0811).
      check.that(() => !/[+=]/.test(word(dig(sysctl, "value") ?? "")), "the value of a sysctl sets others", `${pod.path}.securityContext.sysctls[${index}].value`);
      // The API server takes slashes for dots.
      if (!SYSCTLS.includes(name.replaceAll("/", "."))) check.fail(`sysctl ${quoted(name)} is not a safe one`, `${pod.path}.securityContext.sysctls[${index}]`);
    });
    const annotations = record(pod.metadata["annotations"]) ?? {};
    for (const key of Object.keys(annotations).filter((name) => name.startsWith("container.apparmor.security.beta.kubernetes.io/"))) {
      check.that(() => /^(runtime\/default|localhost\/.*)?$/.test(word(annotations[key] ?? "")), () => `AppArmor profile is ${quoted(annotations[key])}`, `metadata.annotations.${key}`);
    }
    eachContext(pod, check, (context, path) => {
      check.that(() => [undefined, null, "", "Default"].includes(dig(context, "procMount") as string), "/proc is mounted unmasked", `${path}.procMount`);
      const profile = dig(context, "appArmorProfile", "type");
      check.that(() => [undefined, null, "RuntimeDefault", "Localhost"].includes(profile as string), `AppArmor profile is ${quoted(profile)}`, `${path}.appArmorProfile.type`);
      const options = dig(context, "seLinuxOptions");
      check.that(() => SELINUX_TYPES.includes(word(dig(options, "type") ?? "")), "SELinux type is not one of the container types", `${path}.seLinuxOptions.type`);
      for (const field of ["user", "role"]) check.that(() => text(dig(options, field)) === undefined, `SELinux ${field} is set`, `${path}.seLinuxOptions.${field}`);
    });
  },
});

const persistentVolume: ResourceRule = {
  name: "persistent-volume-not-host-path",
  items: ["PRC-017", "PRC-020"],
  severity: "high",
  frameworks: [standard("Baseline: HostPath Volumes"), { name: "NIST 800-53", reference: "SC-4" }],
  demands: "No persistent volume is a path of the node.",
  why: "A claim is a volume that every standard allows: what is behind it is seen here alone.",
  remediation: "Let the storage class make a disk, or use a CSI driver.",
  looksAt: ["kubernetes:core/v1:PersistentVolume"],
  judge: (node) => examine((check) => check.that(() => (dig(node.props["spec"], "hostPath") ?? null) === null, "it is a path of the node", "spec.hostPath")),
};

export const rules: readonly Rule[] = [escalation, capabilities, privileged, seccomp, host, volumes, kernel, persistentVolume];
