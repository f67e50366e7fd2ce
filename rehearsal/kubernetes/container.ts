/** Containers of a pod. Source: pkg/apis/core/validation, validateContainers and what it calls. */
import { checkEnvSource, checkFieldRef, checkKeyRef, checkResourceFieldRef, ENV_FIELDS } from "./downward.ts";
import type { Field } from "./field.ts";
import { dnsLabel, environmentName, portName, portNumber } from "./names.ts";
import { checkProbes, DEFAULT_GRACE_SECONDS } from "./probes.ts";
import { checkResources } from "./resources.ts";
import { checkDescendingPath, checkSecurityContext } from "./security-context.ts";

/** What a container needs to know of its pod. */
export interface PodContext {
  /** Names of the volumes; undefined where not all are known. */
  readonly volumes: ReadonlyMap<string, Field> | undefined;
  /** Seconds; undefined while unknown. */
  readonly grace: number | undefined;
  /** Whether the pod shares the host's user namespace; undefined while unknown. */
  readonly hostUsers: boolean | undefined;
}

/** Reads the {@link PodContext} of a pod's spec. */
export function podContext(spec: Field, volumes: ReadonlyMap<string, Field> | undefined): PodContext {
  const grace = spec.at("terminationGracePeriodSeconds");
  const hostUsers = spec.at("hostUsers");
  return { volumes, grace: grace.given ? grace.number : DEFAULT_GRACE_SECONDS, hostUsers: hostUsers.given ? hostUsers.flag : true };
}

function checkPorts(ports: Field): void {
  const names = new Set<string>();
  for (const port of ports.items()) {
    const name = port.at("name");
    if (name.text !== undefined && name.text !== "") {
      const reasons = portName(name.text);
      if (reasons.length > 0) name.syntax(reasons);
      else if (names.has(name.text)) name.duplicate();
      else names.add(name.text);
    }
    const number = port.at("containerPort");
    if (number.empty) number.required();
    else if (number.number !== undefined) number.syntax(portNumber(number.number));
    const host = port.at("hostPort");
    if (host.number !== undefined && host.number !== 0) host.syntax(portNumber(host.number));
    port.at("protocol").oneOf(["SCTP", "TCP", "UDP"]);
  }
}

function checkValueFrom(variable: Field): void {
  const from = variable.at("valueFrom");
  if (!from.given || from.unknown) return;
  const sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"].filter((key) => from.at(key).given);
  if (sources.includes("fieldRef")) checkFieldRef(from.at("fieldRef"), ENV_FIELDS);
  if (sources.includes("resourceFieldRef")) checkResourceFieldRef(from.at("resourceFieldRef"), false);
  if (sources.includes("configMapKeyRef")) checkKeyRef(from.at("configMapKeyRef"));
  if (sources.includes("secretKeyRef")) checkKeyRef(from.at("secretKeyRef"));
  if (sources.length === 0) from.invalid("must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`", "");
  else if (!variable.at("value").empty && !variable.at("value").unknown) from.invalid("may not be specified when `value` is not empty", "");
  else if (sources.length > 1) from.invalid("may not have more than one field specified at a time", "");
}

function checkEnvironment(container: Field): void {
  for (const variable of container.at("env").items()) {
    const name = variable.at("name");
    if (name.empty) name.required();
    else if (name.text !== undefined) name.syntax(environmentName(name.text));
    checkValueFrom(variable);
  }
  const envFrom = container.at("envFrom");
  for (const source of envFrom.items()) {
    if (source.unknown) continue;
    const prefix = source.at("prefix");
    if (prefix.text !== undefined && prefix.text !== "") prefix.syntax(environmentName(prefix.text));
    const given = ["configMapRef", "secretRef"].filter((key) => source.at(key).given);
    for (const key of given) checkEnvSource(source.at(key));
    if (given.length === 0) envFrom.invalid("must specify one of: `configMapRef` or `secretRef`", "");
    if (given.length > 1) envFrom.invalid("may not have more than one field specified at a time", "");
  }
}

function checkMounts(container: Field, pod: PodContext): void {
  const mounts = container.at("volumeMounts");
  const devices = container.at("volumeDevices").items();
  const paths = new Set<string>();
  for (const mount of mounts.items()) {
    const name = mount.at("name");
    const path = mount.at("mountPath");
    name.require();
    if (!name.unknown && pod.volumes !== undefined && !pod.volumes.has(name.text ?? "")) name.notFound();
    path.require();
    if (path.text !== undefined) {
      if (paths.has(path.text)) path.invalid("must be unique");
      paths.add(path.text);
    }
    if (name.text !== undefined && devices.some((device) => device.at("name").text === name.text)) name.invalid("must not already exist in volumeDevices");
    if (path.text !== undefined && devices.some((device) => device.at("devicePath").text === path.text)) {
      path.invalid("must not already exist as a path in volumeDevices");
    }
    checkSubPaths(mounts, mount);
    checkPropagation(mounts, mount, container);
  }
}

/** The API server reports these on the list, without the index. */
function checkSubPaths(mounts: Field, mount: Field): void {
  const subPath = mount.at("subPath");
  const expression = mount.at("subPathExpr");
  if (subPath.text !== undefined && subPath.text !== "") checkDescendingPath(subPath, mounts.at("subPath"));
  if (expression.text === undefined || expression.text === "") return;
  if (subPath.text !== undefined && subPath.text !== "") expression.invalid("subPathExpr and subPath are mutually exclusive");
  checkDescendingPath(expression, mounts.at("subPathExpr"));
}

function checkPropagation(mounts: Field, mount: Field, container: Field): void {
  const propagation = mount.at("mountPropagation");
  const legal = ["Bidirectional", "HostToContainer", "None"];
  const place = mounts.at("mountPropagation");
  if (propagation.text !== undefined && !legal.includes(propagation.text)) {
    place.unsupportedValue(propagation.text, legal);
  }
  const privileged = container.at("securityContext", "privileged");
  if (propagation.text === "Bidirectional" && !privileged.unknown && privileged.flag !== true) place.forbidden("Bidirectional mount propagation is available only to privileged containers");
  const recursive = mount.at("recursiveReadOnly").text;
  const where = mounts.at("recursiveReadOnly");
  if (recursive === undefined || recursive === "Disabled") return;
  if (recursive !== "Enabled" && recursive !== "IfPossible") return where.unsupportedValue(recursive, ["Disabled", "Enabled", "IfPossible"]);
  if (!mount.at("readOnly").unknown && mount.at("readOnly").flag !== true) where.forbidden("may only be specified when readOnly is true");
  if (propagation.text !== undefined && propagation.text !== "None") where.forbidden("may only be specified when mountPropagation is None or not specified");
}

function checkDevices(container: Field, pod: PodContext): void {
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const device of container.at("volumeDevices").items()) {
    const name = device.at("name");
    const path = device.at("devicePath");
    name.require();
    if (name.text !== undefined) {
      if (names.has(name.text)) name.invalid("must be unique");
      names.add(name.text);
    }
    const volume = pod.volumes?.get(name.text ?? "");
    if (volume !== undefined && !volume.at("persistentVolumeClaim").given && !volume.at("ephemeral").given) {
      name.invalid("can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
    if (!name.unknown && pod.volumes !== undefined && volume === undefined) name.notFound();
    path.require();
    if (path.text === undefined) continue;
    if (paths.has(path.text)) path.invalid("must be unique");
    if (path.text.split("/").includes("..")) path.invalid("can not contain backsteps ('..')");
    else paths.add(path.text);
  }
}

function checkResizePolicy(container: Field): void {
  const seen = new Set<string>();
  const list = container.at("resizePolicy");
  for (const policy of list.items()) {
    if (policy.at("resourceName").empty || policy.at("restartPolicy").empty) list.required();
    const { text } = policy.at("resourceName");
    if (text === undefined || text === "") continue;
    if (seen.has(text)) policy.duplicate(text);
    seen.add(text);
    if (!["cpu", "memory"].includes(text)) list.unsupportedValue(text, ["cpu", "memory"]);
    const restart = policy.at("restartPolicy").text;
    if (restart !== undefined && restart !== "" && !["NotRequired", "RestartContainer"].includes(restart)) list.unsupportedValue(restart, ["NotRequired", "RestartContainer"]);
  }
}

/** What holds for every container, of whatever sort. */
export function checkContainer(container: Field, pod: PodContext): void {
  const name = container.at("name");
  if (name.empty) name.required();
  else if (name.text !== undefined) name.syntax(dnsLabel(name.text));
  container.at("image").require();
  container.at("terminationMessagePolicy").oneOf(["FallbackToLogsOnError", "File"]);
  checkPorts(container.at("ports"));
  checkEnvironment(container);
  checkMounts(container, pod);
  checkDevices(container, pod);
  container.at("imagePullPolicy").oneOf(["Always", "IfNotPresent", "Never"]);
  checkResources(container.at("resources"));
  checkResizePolicy(container);
  checkSecurityContext(container.at("securityContext"), pod.hostUsers);
}

/** Ports of the host are taken once, by protocol, address and number. */
function checkHostPorts(containers: readonly Field[]): void {
  const taken = new Set<string>();
  for (const port of containers.flatMap((container) => container.at("ports").items())) {
    const host = port.at("hostPort");
    const protocol = port.at("protocol");
    const address = port.at("hostIP");
    if (host.number === undefined || host.number === 0 || protocol.unknown || address.unknown) continue;
    const key = `${protocol.text || "TCP"}/${address.text ?? ""}/${host.number}`;
    if (taken.has(key)) host.duplicate(key);
    taken.add(key);
  }
}

function checkNames(containers: readonly Field[], taken: Set<string>): void {
  for (const container of containers) {
    const name = container.at("name");
    if (name.text === undefined) continue;
    if (taken.has(name.text)) name.duplicate();
    else if (name.text !== "") taken.add(name.text);
  }
}

/** The containers and init containers of a pod. */
export function checkContainers(spec: Field, pod: PodContext): void {
  const list = spec.at("containers");
  if (list.empty) list.required();
  const containers = list.items();
  const names = new Set<string>();
  for (const container of containers) {
    checkContainer(container, pod);
    checkProbes(container, pod.grace);
  }
  checkNames(containers, names);
  checkHostPorts(containers);
  const inits = spec.at("initContainers").items();
  for (const container of inits) {
    checkContainer(container, pod);
    checkHostPorts([container]);
    const policy = container.at("restartPolicy");
    // Other values than Always are dropped by Kubernetes 1.34, with or without a word.
    if (policy.unknown) continue;
    if (policy.text === "Always") checkProbes(container, pod.grace);
    else {
      for (const key of ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]) {
        if (container.at(key).given && !container.at(key).unknown) container.at(key).forbidden("may not be set for init containers without restartPolicy=Always");
      }
    }
  }
  checkNames(inits, names);
}

/** On the host's network a container's port is the host's port. */
export function checkHostNetworkPorts(spec: Field): void {
  if (spec.at("hostNetwork").flag !== true) return;
  for (const port of spec.at("containers").items().flatMap((container) => container.at("ports").items())) {
    const host = port.at("hostPort");
    const own = port.at("containerPort").number;
    // A host port that is left out becomes the container's.
    if (host.number !== undefined && host.number !== 0 && own !== undefined && host.number !== own) {
      host.invalid("must match `containerPort` when `hostNetwork` is true");
    }
  }
}

