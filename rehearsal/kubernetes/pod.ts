/** Pods and templates of pods. Source: pkg/apis/core/validation, ValidatePodSpec. */
import { familyOf, NOT_AN_IP } from "./addresses.ts";
import { checkContainers, checkHostNetworkPorts, podContext } from "./container.ts";
import type { Field } from "./field.ts";
import { checkAnnotations, checkLabels } from "./meta.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import { checkAffinity, checkSpread, checkTolerations } from "./scheduling.ts";
import { checkAmount, checkPodResources } from "./resources.ts";
import { checkPodSecurityContext } from "./security-context.ts";
import { checkVolumes } from "./volumes.ts";

const MOST_SECONDS = 2 ** 31 - 1;

/** Limits of resolv.conf. */
const DNS = { nameservers: 3, searches: 32, searchBytes: 2048 } as const;

function checkDns(spec: Field): void {
  const policy = spec.at("dnsPolicy");
  const config = spec.at("dnsConfig");
  if (policy.text !== undefined && policy.text !== "" && !["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"].includes(policy.text)) policy.unsupported(["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]);
  const servers = config.at("nameservers");
  if (policy.text === "None") {
    if (!config.given) return config.required("must provide `dnsConfig` when `dnsPolicy` is None");
    if (servers.empty) return servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
  }
  if (servers.items().length > DNS.nameservers) servers.invalid(`must not have more than ${DNS.nameservers} nameservers`);
  for (const server of servers.items()) if (server.text !== undefined && familyOf(server.text) === undefined) server.invalid(NOT_AN_IP);
  const searches = config.at("searches");
  if (searches.items().length > DNS.searches) searches.invalid(`must not have more than ${DNS.searches} search paths`);
  if (searches.texts.join(" ").length > DNS.searchBytes) searches.invalid(`must not have more than ${DNS.searchBytes} characters (including spaces) in the search list`);
  for (const search of searches.items()) {
    if (search.text === undefined || search.text === ".") continue;
    // Underscores are accepted in search paths.
    const name = search.text.replace(/\.$/, "");
    search.syntax(dnsSubdomain(name.replaceAll("_", "-")).length > 0 && !/^[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*$/.test(name) ? dnsSubdomain(name) : [], name);
  }
  for (const option of config.at("options").items()) if (option.at("name").empty) option.required("must not be empty");
}

function checkNamesOfOthers(spec: Field): void {
  for (const key of ["serviceAccountName", "nodeName", "priorityClassName"]) {
    const name = spec.at(key);
    if (name.text !== undefined && name.text !== "") name.syntax(dnsSubdomain(name.text));
  }
  const runtime = spec.at("runtimeClassName");
  if (runtime.text !== undefined) runtime.syntax(dnsSubdomain(runtime.text));
  for (const key of ["hostname", "subdomain"]) {
    const name = spec.at(key);
    if (name.text !== undefined && name.text !== "") name.syntax(dnsLabel(name.text));
  }
}

function checkGates(spec: Field): void {
  for (const gate of spec.at("readinessGates").items()) {
    const type = gate.at("conditionType");
    if (!type.unknown) type.syntax(qualifiedName(type.text ?? ""), type.text ?? "");
  }
  const seen = new Set<string>();
  for (const gate of spec.at("schedulingGates").items()) {
    const { text } = gate.at("name");
    if (text === undefined) continue;
    gate.syntax(qualifiedName(text), text);
    if (seen.has(text)) gate.duplicate(text);
    seen.add(text);
  }
}

function checkHost(spec: Field): void {
  if (spec.at("hostUsers").flag === false) {
    if (spec.at("hostNetwork").flag === true) spec.at("hostNetwork").forbidden("when `hostUsers` is false");
    if (spec.at("hostPID").flag === true) spec.at("HostPID").forbidden("when `hostUsers` is false");
    if (spec.at("hostIPC").flag === true) spec.at("HostIPC").forbidden("when `hostUsers` is false");
    for (const container of [...spec.at("initContainers").items(), ...spec.at("containers").items()]) {
      if (!container.at("volumeDevices").empty) container.at("volumeDevices").forbidden("when `hostUsers` is false");
    }
  }
  if (spec.at("shareProcessNamespace").flag === true && spec.at("hostPID").flag === true) {
    spec.at("securityContext", "shareProcessNamespace").invalid("ShareProcessNamespace and HostPID cannot both be enabled", true);
  }
  for (const alias of spec.at("hostAliases").items()) {
    const ip = alias.at("ip");
    if (!ip.unknown && familyOf(ip.text ?? "") === undefined) ip.invalid(NOT_AN_IP, ip.text ?? "");
    for (const name of alias.at("hostnames").items()) if (name.text !== undefined) name.syntax(dnsSubdomain(name.text));
  }
}

/** Fields that say how Linux treats the pod, which a Windows pod must not have, and the reverse. */
function checkOs(spec: Field): void {
  const os = spec.at("os");
  if (!os.given || os.unknown) return;
  const name = os.at("name");
  if (name.empty) name.required();
  else if (name.text !== undefined && !["linux", "windows"].includes(name.text)) name.unsupported(["linux", "windows"]);
  if (name.text === "windows") checkWindows(spec);
  if (name.text === "linux") checkLinux(spec);
}

const NOT_ON_WINDOWS = {
  spec: ["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"],
  pod: ["appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy"],
  container: ["appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup"],
} as const;

/** These count as nothing where they are false or empty; the others wherever they are given. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(["hostPID", "hostIPC", "sysctls"]);

function refuse(holder: Field, names: readonly string[], why: string): void {
  for (const name of names) {
    const field = holder.at(name);
    if (!field.unknown && field.given && !(MAY_BE_EMPTY.has(name) && field.empty)) field.forbidden(why);
  }
}

const containersOf = (spec: Field): Field[] => ["containers", "initContainers"].flatMap((key) => spec.at(key).items());

function checkWindows(spec: Field): void {
  const why = "cannot be set for a windows pod";
  refuse(spec, NOT_ON_WINDOWS.spec, why);
  refuse(spec.at("securityContext"), NOT_ON_WINDOWS.pod, why);
  for (const container of containersOf(spec)) refuse(container.at("securityContext"), NOT_ON_WINDOWS.container, why);
}

function checkLinux(spec: Field): void {
  for (const holder of [spec, ...containersOf(spec)]) refuse(holder.at("securityContext"), ["windowsOptions"], "windows options cannot be set for a linux pod");
}

/** @param templates claim templates of a StatefulSet, which are volumes of its pods */
export function checkPodSpec(spec: Field, templates: readonly Field[] = []): void {
  if (spec.unknown) return;
  const volumes = checkVolumes(spec, templates);
  checkContainers(spec, podContext(spec, volumes));
  checkHostNetworkPorts(spec);
  const restart = spec.at("restartPolicy");
  if (restart.text !== undefined && restart.text !== "" && !["Always", "Never", "OnFailure"].includes(restart.text)) restart.unsupported(["Always", "Never", "OnFailure"]);
  checkDns(spec);
  checkLabels(spec.at("nodeSelector"));
  checkPodSecurityContext(spec);
  checkAffinity(spec.at("affinity"));
  checkGates(spec);
  checkSpread(spec.at("topologySpreadConstraints"));
  checkHost(spec);
  checkNamesOfOthers(spec);
  const deadline = spec.at("activeDeadlineSeconds");
  if (deadline.number !== undefined && (deadline.number < 1 || deadline.number > MOST_SECONDS)) deadline.invalid(`must be between 1 and ${MOST_SECONDS}, inclusive`);
  checkTolerations(spec.at("tolerations"));
  spec.at("preemptionPolicy").oneOf(["Never", "PreemptLowerPriority"]);
  for (const [name, amount] of spec.at("overhead").entries()) checkAmount(amount, name);
  checkOs(spec);
  checkPodResources(spec.at("resources"));
}

/** Annotations that the API server itself reads. */
export function checkPodAnnotations(annotations: Field): void {
  checkAnnotations(annotations);
  const cost = annotations.key("controller.kubernetes.io/pod-deletion-cost");
  if (cost.text !== undefined && !/^(0|[1-9]\d*|-[1-9]\d*)$/.test(cost.text)) cost.invalid("must be a 32bit integer");
}

/** The template of pods in a controller. */
export function checkPodTemplate(template: Field, templates: readonly Field[] = []): void {
  if (template.unknown) return;
  checkLabels(template.at("metadata", "labels").named(`${template.path}.labels`));
  checkPodAnnotations(template.at("metadata", "annotations").named(`${template.path}.annotations`));
  checkPodSpec(template.at("spec"), templates);
  const ephemeral = template.at("spec", "ephemeralContainers");
  if (!ephemeral.unknown && !ephemeral.empty) ephemeral.forbidden("ephemeral containers not allowed in pod template");
}
