/**
 * The Pod Security Standards, check by check, in the words of the admission controller.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ as of Kubernetes 1.34.
 */
import { Field } from "./field.ts";
import type { Props } from "../types.ts";

/** How strict a namespace is. */
export type Level = "privileged" | "baseline" | "restricted";

/** The names of the levels, from lax to strict. */
export const LEVELS: readonly Level[] = ["privileged", "baseline", "restricted"];

interface Pod {
  readonly spec: Field;
  /** Containers in the order of the admission controller: init, regular, ephemeral. */
  readonly containers: readonly Field[];
  readonly annotations: Field;
}

/** One check: the reason and its detail, or nothing. */
type Check = (pod: Pod) => string | undefined;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();
const nameOf = (container: Field): string => container.at("name").text ?? "";
const listed = (containers: readonly Field[]): string => `${containers.length === 1 ? "container" : "containers"} ${quoted(containers.map(nameOf))}`;
const security = (place: Field, ...keys: string[]): Field => place.at("securityContext", ...keys);
const isWindows = ({ spec }: Pod): boolean => spec.at("os", "name").text === "windows";

/** Pod and containers where something holds, as `pod and container "a"`; undefined where it holds nowhere. */
function setters({ spec, containers }: Pod, holds: (place: Field) => boolean): string | undefined {
  const bad = containers.filter(holds);
  const who = [...(holds(spec) ? ["pod"] : []), ...(bad.length > 0 ? [listed(bad)] : [])];
  return who.length > 0 ? who.join(" and ") : undefined;
}

const CAPABILITIES: ReadonlySet<string> = new Set([
  "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
]);

const SYSCTLS: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
]);

const SELINUX_TYPES: ReadonlySet<string> = new Set(["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]);
const GOOD_VOLUMES = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];
const GOOD_SECCOMP: ReadonlySet<string> = new Set(["RuntimeDefault", "Localhost"]);
const APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

function appArmor(pod: Pod): string | undefined {
  const type = (place: Field): Field => security(place, "appArmorProfile", "type");
  const isBad = (place: Field): boolean => security(place, "appArmorProfile").given && !GOOD_SECCOMP.has(type(place).text ?? "");
  const who = setters(pod, isBad);
  const annotations = pod.annotations
    .entries()
    .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !/^(|runtime\/default|localhost\/.*)$/s.test(value.text ?? ""))
    .map(([key, value]) => `${key}=${JSON.stringify(value.text ?? "")}`)
    .sort();
  if (who === undefined && annotations.length === 0) return undefined;
  const values = [...sorted([pod.spec, ...pod.containers].filter(isBad).map((place) => type(place).text ?? "")), ...annotations];
  const all = [...(who === undefined ? [] : [who]), ...(annotations.length > 0 ? [annotations.length === 1 ? "annotation" : "annotations"] : [])];
  return `forbidden AppArmor profile${values.length === 1 ? "" : "s"} (${all.join(" and ")} must not set AppArmor profile type to ${quoted(values)})`;
}

function baselineCapabilities({ containers }: Pod): string | undefined {
  const added = (container: Field): string[] => security(container, "capabilities", "add").texts.filter((one) => !CAPABILITIES.has(one));
  const bad = containers.filter((container) => added(container).length > 0);
  if (bad.length === 0) return undefined;
  return `non-default capabilities (${listed(bad)} must not include ${quoted(sorted(bad.flatMap(added)))} in securityContext.capabilities.add)`;
}

function hostNamespaces({ spec }: Pod): string | undefined {
  const shared = ["hostNetwork", "hostPID", "hostIPC"].filter((key) => spec.at(key).flag === true);
  return shared.length === 0 ? undefined : `host namespaces (${shared.map((key) => `${key}=true`).join(", ")})`;
}

function hostPath({ spec }: Pod): string | undefined {
  const bad = spec.at("volumes").items().filter((volume) => volume.at("hostPath").given).map(nameOf);
  return bad.length === 0 ? undefined : `hostPath volumes (${bad.length === 1 ? "volume" : "volumes"} ${quoted(bad)})`;
}

function hostPorts({ containers }: Pod): string | undefined {
  const ports = (container: Field): string[] => container.at("ports").items().flatMap((port) => (port.at("hostPort").number ? [String(port.at("hostPort").number)] : []));
  const bad = containers.filter((container) => ports(container).length > 0);
  if (bad.length === 0) return undefined;
  const all = sorted(bad.flatMap(ports));
  return `hostPort (${listed(bad)} ${bad.length === 1 ? "uses" : "use"} ${all.length === 1 ? "hostPort" : "hostPorts"} ${all.join(", ")})`;
}

function hostProbes({ containers }: Pod): string | undefined {
  const hosts = (container: Field): string[] =>
    [["livenessProbe"], ["readinessProbe"], ["startupProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]].flatMap((path) =>
      ["httpGet", "tcpSocket"].flatMap((handler) => container.at(...path).at(handler, "host").text || []),
    );
  const bad = containers.filter((container) => hosts(container).length > 0);
  if (bad.length === 0) return undefined;
  const all = sorted(bad.flatMap(hosts));
  const names = sorted(bad.map(nameOf));
  return `probe or lifecycle host (${names.length === 1 ? "container" : "containers"} ${quoted(names)} ${names.length === 1 ? "uses" : "use"} probe or lifecycle ${all.length === 1 ? "host" : "hosts"} ${quoted(all)})`;
}

function privileged({ containers }: Pod): string | undefined {
  const bad = containers.filter((container) => security(container, "privileged").flag === true);
  return bad.length === 0 ? undefined : `privileged (${listed(bad)} must not set securityContext.privileged=true)`;
}

function procMount({ containers }: Pod): string | undefined {
  const bad = containers.filter((container) => security(container, "procMount").given && security(container, "procMount").text !== "Default");
  if (bad.length === 0) return undefined;
  const values = sorted(bad.map((container) => security(container, "procMount").text ?? ""));
  return `procMount (${listed(bad)} must not set securityContext.procMount to ${quoted(values)})`;
}

function seLinux(pod: Pod): string | undefined {
  const options = (place: Field): Field => security(place, "seLinuxOptions");
  const isBad = (place: Field): boolean =>
    options(place).given && (!SELINUX_TYPES.has(options(place).at("type").text ?? "") || !options(place).at("user").empty || !options(place).at("role").empty);
  const who = setters(pod, isBad);
  if (who === undefined) return undefined;
  const places = [pod.spec, ...pod.containers].map(options);
  const types = sorted(places.map((place) => place.at("type").text ?? "").filter((type) => !SELINUX_TYPES.has(type)));
  const data = [
    ...(types.length > 0 ? [`${types.length === 1 ? "type" : "types"} ${quoted(types)}`] : []),
    ...(places.some((place) => !place.at("user").empty) ? ["user may not be set"] : []),
    ...(places.some((place) => !place.at("role").empty) ? ["role may not be set"] : []),
  ];
  return `seLinuxOptions (${who} set forbidden securityContext.seLinuxOptions: ${data.join("; ")})`;
}

const seccompType = (place: Field): string => security(place, "seccompProfile", "type").text ?? "";
const setsBadSeccomp = (place: Field): boolean => security(place, "seccompProfile").given && !GOOD_SECCOMP.has(seccompType(place));

function seccomp(pod: Pod): string | undefined {
  const who = setters(pod, setsBadSeccomp);
  if (who === undefined) return undefined;
  const values = sorted([pod.spec, ...pod.containers].filter(setsBadSeccomp).map(seccompType));
  return `seccompProfile (${who} must not set securityContext.seccompProfile.type to ${quoted(values)})`;
}

function sysctls({ spec }: Pod): string | undefined {
  const bad = security(spec, "sysctls").items().map(nameOf).filter((name) => !SYSCTLS.has(name));
  return bad.length === 0 ? undefined : `forbidden sysctls (${bad.join(", ")})`;
}

function hostProcess(pod: Pod): string | undefined {
  const who = setters(pod, (place) => security(place, "windowsOptions", "hostProcess").flag === true);
  return who === undefined ? undefined : `hostProcess (${who} must not set securityContext.windowsOptions.hostProcess=true)`;
}

function escalation(pod: Pod): string | undefined {
  const bad = isWindows(pod) ? [] : pod.containers.filter((container) => security(container, "allowPrivilegeEscalation").flag !== false);
  return bad.length === 0 ? undefined : `allowPrivilegeEscalation != false (${listed(bad)} must set securityContext.allowPrivilegeEscalation=false)`;
}

function restrictedCapabilities(pod: Pod): string | undefined {
  if (isWindows(pod)) return undefined;
  const keeps = pod.containers.filter((container) => !security(container, "capabilities", "drop").texts.includes("ALL"));
  const added = (container: Field): string[] => security(container, "capabilities", "add").texts.filter((one) => one !== "NET_BIND_SERVICE");
  const adds = pod.containers.filter((container) => added(container).length > 0);
  const details = [
    ...(keeps.length > 0 ? [`${listed(keeps)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adds.length > 0 ? [`${listed(adds)} must not include ${quoted(sorted(adds.flatMap(added)))} in securityContext.capabilities.add`] : []),
  ];
  return details.length === 0 ? undefined : `unrestricted capabilities (${details.join("; ")})`;
}

function restrictedVolumes({ spec }: Pod): string | undefined {
  const typeOf = (volume: Field): string | undefined => volume.entries().find(([key, value]) => key !== "name" && value.given)?.[0];
  // A volume of no type becomes an emptyDir before anything is judged.
  const bad = spec.at("volumes").items().filter((volume) => typeOf(volume) !== undefined && !GOOD_VOLUMES.some((kind) => volume.at(kind).given));
  if (bad.length === 0) return undefined;
  const types = sorted(bad.flatMap((volume) => typeOf(volume) ?? []));
  const many = bad.length === 1 ? ["volume", "uses"] : ["volumes", "use"];
  return `restricted volume types (${many[0]} ${quoted(bad.map(nameOf))} ${many[1]} restricted volume type${types.length === 1 ? "" : "s"} ${quoted(types)})`;
}

function nonRoot(pod: Pod): string | undefined {
  const flag = (place: Field): Field => security(place, "runAsNonRoot");
  const who = setters(pod, (place) => flag(place).flag === false);
  if (who !== undefined) return `runAsNonRoot != true (${who} must not set securityContext.runAsNonRoot=false)`;
  const missing = flag(pod.spec).flag === true ? [] : pod.containers.filter((container) => !flag(container).given);
  return missing.length === 0 ? undefined : `runAsNonRoot != true (pod or ${listed(missing)} must set securityContext.runAsNonRoot=true)`;
}

function rootUser(pod: Pod): string | undefined {
  const who = setters(pod, (place) => security(place, "runAsUser").number === 0);
  return who === undefined ? undefined : `runAsUser=0 (${who} must not set runAsUser=0)`;
}

function restrictedSeccomp(pod: Pod): string | undefined {
  if (isWindows(pod)) return undefined;
  const bad = seccomp(pod);
  if (bad !== undefined) return bad;
  const missing = security(pod.spec, "seccompProfile").given ? [] : pod.containers.filter((container) => !security(container, "seccompProfile").given);
  return missing.length === 0 ? undefined : `seccompProfile (pod or ${listed(missing)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`;
}

/** In the order in which the admission controller lists them. */
const BASELINE: readonly Check[] = [appArmor, baselineCapabilities, hostNamespaces, hostPath, hostPorts, hostProbes, privileged, procMount, seLinux, seccomp, sysctls, hostProcess];

/** What `restricted` asks beside the baseline; three of its checks take the place of laxer ones. */
const RESTRICTED: readonly Check[] = [
  ...BASELINE.filter((check) => check !== baselineCapabilities && check !== hostPath && check !== seccomp),
  escalation, restrictedCapabilities, restrictedVolumes, nonRoot, rootUser, restrictedSeccomp,
];

/**
 * What in a pod a level forbids, as the admission controller says it: `privileged (container "a" must not …), …`.
 *
 * @returns undefined where the pod is allowed
 */
export function podSecurityProblems(level: Level, metadata: Props, spec: Field): string | undefined {
  const containers = ["initContainers", "containers", "ephemeralContainers"].flatMap((key) => spec.at(key).items());
  const pod: Pod = { spec, containers, annotations: new Field(metadata).at("annotations") };
  const checks = level === "privileged" ? [] : level === "baseline" ? BASELINE : RESTRICTED;
  const problems = checks.flatMap((check) => check(pod) ?? []);
  return problems.length === 0 ? undefined : problems.join(", ");
}
