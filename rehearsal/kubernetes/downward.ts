/** References from a container to fields of its pod, and to keys of ConfigMaps and Secrets. Source: pkg/apis/core/validation. */
import type { Field } from "./field.ts";
import { configKey, dnsSubdomain, qualifiedName } from "./names.ts";
import { quantityAt } from "./resources.ts";
import { parseQuantity } from "./quantity.ts";

/** Fields that an environment variable may take. */
export const ENV_FIELDS = [
  "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
];

/** Fields that a file of a volume may take. */
export const VOLUME_FIELDS = ["metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid"];

/** Field labels of a pod that can be asked for at all. */
const FIELD_LABELS: ReadonlySet<string> = new Set([
  ...ENV_FIELDS, ...VOLUME_FIELDS, "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host",
]);

const RESOURCES = ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];
const CPU_DIVISORS = ["1m", "1"];
const BYTE_DIVISORS = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/** `fieldRef` of an environment variable or a volume file. */
export function checkFieldRef(ref: Field, allowed: readonly string[]): void {
  const path = ref.at("fieldPath");
  if (ref.unknown || path.unknown) return;
  const { text } = path;
  if (text === undefined || text === "") return path.required();
  const version = ref.at("apiVersion");
  if (version.text !== undefined && version.text !== "" && version.text !== "v1") {
    return path.invalid(`error converting fieldPath: unsupported pod version: ${version.text}`);
  }
  const subscript = /^(.*)\['(.*)'\]$/s.exec(text);
  if (subscript !== null) {
    const [, base = "", key = ""] = subscript;
    if (base === "metadata.annotations") ref.syntax(qualifiedName(key.toLowerCase()), key.toLowerCase());
    else if (base === "metadata.labels") ref.syntax(qualifiedName(key), key);
    else path.invalid(`error converting fieldPath: field label does not support subscript: ${text}`);
    return;
  }
  if (!FIELD_LABELS.has(text)) path.invalid(`error converting fieldPath: field label not supported: ${text}`);
  else if (!allowed.includes(text === "spec.host" ? "spec.nodeName" : text)) path.unsupported(allowed);
}

/** `resourceFieldRef`; in a volume the container must be named. */
export function checkResourceFieldRef(ref: Field, volume: boolean): void {
  if (ref.unknown) return;
  const resource = ref.at("resource");
  const container = ref.at("containerName");
  if (volume && container.empty) container.required();
  else if (resource.empty) resource.required();
  else if (resource.text !== undefined && !RESOURCES.includes(resource.text) && !/^(limits|requests)\.hugepages-/.test(resource.text)) resource.unsupported(RESOURCES);
  const divisor = ref.at("divisor");
  const amount = quantityAt(divisor);
  if (amount === undefined || amount === 0n || resource.text === undefined) return;
  const cpu = resource.text.endsWith(".cpu");
  const legal = cpu ? CPU_DIVISORS : /\.(memory|ephemeral-storage)$|\.hugepages-/.test(resource.text) ? BYTE_DIVISORS : undefined;
  if (legal === undefined || legal.some((one) => parseQuantity(one) === amount)) return;
  ref.at("divisor").invalid(cpu ? "only divisor's values 1m and 1 are supported with the cpu resource" : "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with this resource", resource.text);
}

/** `configMapKeyRef` or `secretKeyRef`. Whether the thing exists is not looked at: the kubelet waits for it. */
export function checkKeyRef(ref: Field): void {
  if (ref.unknown) return;
  const name = ref.at("name");
  const key = ref.at("key");
  if (!name.unknown) name.syntax(dnsSubdomain(name.text ?? ""), name.text ?? "");
  if (key.empty) key.required();
  else if (key.text !== undefined) key.syntax(configKey(key.text));
}

/** `configMapRef` or `secretRef` of `envFrom`. */
export function checkEnvSource(ref: Field): void {
  const name = ref.at("name");
  if (name.empty) name.required();
  else if (name.text !== undefined) name.syntax(dnsSubdomain(name.text));
}
