/** ConfigMaps, Secrets, PriorityClasses. Source: pkg/apis/core/validation, pkg/apis/scheduling/validation. */
import type { Law } from "../types.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { bytes, configKey } from "./names.ts";

/** Most that a ConfigMap or a Secret holds (1 MiB). */
const MOST_BYTES = 1024 * 1024;

/** Highest priority that a class of one's own may have. */
const MOST_PRIORITY = 1_000_000_000;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes that base64 text stands for; undefined where it is none. Line breaks are skipped. */
function decodedSize(text: string): number | undefined {
  const joined = text.replaceAll(/[\r\n]/g, "");
  return BASE64.test(joined) ? Buffer.byteLength(joined, "base64") : undefined;
}

function sizeOfBase64(value: Field, field: string): number {
  if (value.text === undefined) return 0;
  const size = decodedSize(value.text);
  if (size === undefined) value.malformed(`error decoding from json: illegal base64 data in ${field}`);
  return size ?? 0;
}

function checkConfigMap(root: Field): void {
  const data = root.at("data");
  const binary = root.at("binaryData");
  let total = 0;
  for (const [key, value] of data.entries()) {
    value.syntax(configKey(key), key);
    if (binary.key(key).given) value.invalid("duplicate of key present in binaryData", key);
    total += bytes(value.text ?? "");
  }
  for (const [key, value] of binary.entries()) {
    value.syntax(configKey(key), key);
    if (data.key(key).given) value.invalid("duplicate of key present in data", key);
    total += sizeOfBase64(value, "binaryData");
  }
  if (total > MOST_BYTES) root.at("").named("").tooLong(MOST_BYTES);
}

/** Keys that a Secret of a type must have. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};

const JSON_KEYS: ReadonlySet<string> = new Set([".dockercfg", ".dockerconfigjson"]);

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || (typeof value === "object" && !Array.isArray(value));
  } catch {
    return false;
  }
}

function checkSecretType(root: Field): void {
  const data = root.at("data");
  const plain = root.at("stringData");
  const { text: type = "" } = root.at("type");
  if (type === "kubernetes.io/service-account-token") {
    const name = root.at("metadata", "annotations").key("kubernetes.io/service-account.name");
    if (name.empty) name.required();
  }
  if (data.unknown || plain.unknown) return;
  const has = (key: string): boolean => data.key(key).given || plain.key(key).given;
  if (type === "kubernetes.io/basic-auth" && !has("username") && !has("password")) {
    data.key("username").required();
    data.key("password").required();
  }
  for (const key of Object.hasOwn(KEYS, type) ? (KEYS[type] ?? []) : []) {
    const bare = type === "kubernetes.io/ssh-auth" && (plain.key(key).given ? plain.key(key) : data.key(key)).text === "";
    if (!has(key) || bare) data.key(key).required();
    else if (JSON_KEYS.has(key)) {
      const encoded = data.key(key).text;
      const text = plain.key(key).given ? plain.key(key).text : encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
      if (text !== undefined && !isJsonObject(text)) data.key(key).invalid("is not a JSON object", "<secret contents redacted>");
    }
  }
}

function checkSecret(root: Field): void {
  const data = root.at("data");
  const plain = root.at("stringData");
  let total = 0;
  for (const [key, value] of data.entries()) {
    value.syntax(configKey(key), key);
    const size = sizeOfBase64(value, "data");
    // The plain text of the same key takes the place of the encoded.
    if (!plain.key(key).given) total += size;
  }
  for (const [key, value] of plain.entries()) {
    if (!data.key(key).given) data.key(key).syntax(configKey(key), key);
    total += bytes(value.text ?? "");
  }
  if (total > MOST_BYTES) data.tooLong(MOST_BYTES);
  checkSecretType(root);
}

/** The classes every cluster has, with their values. */
export const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = { "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000 };

function checkPriorityClass(root: Field): void {
  const name = root.at("metadata", "name");
  const value = root.at("value");
  if (name.text?.startsWith("system-") === true) {
    if (!Object.hasOwn(SYSTEM_PRIORITIES, name.text)) {
      name.forbidden(`priority class names with 'system-' prefix are reserved for system use only. error: ${name.text} is not a known system priority class`);
    } else if (value.number !== undefined && value.number !== SYSTEM_PRIORITIES[name.text]) {
      name.forbidden(`priority class names with 'system-' prefix are reserved for system use only. error: value of ${name.text} PriorityClass must be ${SYSTEM_PRIORITIES[name.text]}`);
    }
  } else if ((value.number ?? 0) > MOST_PRIORITY) value.forbidden(`maximum allowed value of a user defined priority is ${MOST_PRIORITY}`);
  const preemption = root.at("preemptionPolicy");
  if (preemption.text === "") preemption.required();
  else if (preemption.text !== undefined && !["Never", "PreemptLowerPriority"].includes(preemption.text)) preemption.unsupported(["Never", "PreemptLowerPriority"]);
}

/** Arguments of what configures pods. */
export const configurationLaws: readonly Law[] = [
  objectLaw("config-map", ["core/v1:ConfigMap"], "https://kubernetes.io/docs/concepts/configuration/configmap/", checkConfigMap),
  objectLaw("secret", ["core/v1:Secret"], "https://kubernetes.io/docs/concepts/configuration/secret/", checkSecret),
  objectLaw("priority-class", ["scheduling/v1:PriorityClass"], "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/", checkPriorityClass),
];
