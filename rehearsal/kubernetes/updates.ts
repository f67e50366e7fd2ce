/** What cannot be changed once it is there. Sources: the `Validate…Update` functions of the API server. */
import { isDeepStrictEqual } from "node:util";
import type { Change, Law, Props, Refusal } from "../types.ts";
import { Field, isObject, refusalsOf } from "./field.ts";
import type { Kind } from "./kinds.ts";
import { worldLaw } from "./law.ts";
import { subjectOf } from "./meta.ts";
import { parseQuantity } from "./quantity.ts";

const IMMUTABLE = "field is immutable";

interface Pair {
  readonly before: Field;
  readonly after: Field;
}

/** What a change does not say stays as the cluster has it, so only what is said on both sides can differ. */
function same(before: Field, after: Field, strict = false): boolean {
  if (!before.settled || !after.settled) return true;
  if (!strict && (!before.given || !after.given)) return true;
  return isDeepStrictEqual(normal(before.value), normal(after.value));
}

/** What the API server fills in itself, so that leaving it out changes nothing. */
const FILLED_IN: Readonly<Record<string, string>> = { volumeMode: "Filesystem", apiGroup: "rbac.authorization.k8s.io" };

/** Members that hold quantities: `1Gi` and `1024Mi` are the same. */
const QUANTITIES: ReadonlySet<string> = new Set(["storage", "cpu", "memory", "ephemeral-storage"]);

/** Without empty members and what is filled in, and with equal quantities written alike. */
function normal(value: Field["value"]): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (!isObject(value)) return value;
  const kept = Object.keys(value).filter((key) => !new Field(value[key]).empty && key !== "__defaults" && key !== "status" && value[key] !== FILLED_IN[key]);
  return Object.fromEntries(kept.sort().map((key) => [key, QUANTITIES.has(key) ? String(parseQuantity(value[key])) : normal(value[key])]));
}

const fixed = (...paths: string[][]) => ({ before, after }: Pair): void => {
  for (const path of paths) if (!same(before.at(...path), after.at(...path))) after.at(...path).invalid(IMMUTABLE, after.at(...path).value);
};

/** Fields of a StatefulSet that may be changed. */
const STATEFUL_MUTABLE: ReadonlySet<string> = new Set([
  "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
]);

function statefulSet({ before, after }: Pair): void {
  const names = new Set([...before.at("spec").entries(), ...after.at("spec").entries()].map(([name]) => name));
  const changed = [...names].some((name) => !STATEFUL_MUTABLE.has(name) && !same(before.at("spec", name), after.at("spec", name), name === "serviceName"));
  if (changed) {
    after.at("spec").forbidden(
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    );
  }
}

function frozenData({ before, after }: Pair): void {
  if (before.at("immutable").flag !== true) return;
  const detail = "field is immutable when `immutable` is set";
  if (after.at("immutable").flag !== true && !after.at("immutable").unknown) after.at("immutable").forbidden(detail);
  for (const key of ["data", "binaryData", "stringData"]) {
    if (!same(before.at(key), after.at(key), true)) (key === "stringData" ? after.at("data") : after.at(key)).forbidden(detail);
  }
}

function secret(pair: Pair): void {
  frozenData(pair);
  const [before, after] = [pair.before.at("type"), pair.after.at("type")];
  if (before.unknown || after.unknown) return;
  const [old, next] = [before.text || "Opaque", after.text || "Opaque"];
  if (old !== next) after.invalid(IMMUTABLE, next);
}

function roleRef({ before, after }: Pair): void {
  if (!same(before.at("roleRef"), after.at("roleRef"))) after.at("roleRef").invalid("cannot change roleRef");
}

function service({ before, after }: Pair): void {
  const type = (side: Field): string => side.at("spec", "type").text || "ClusterIP";
  const address = (side: Field): Field => side.at("spec", "clusterIP");
  // To and from ExternalName the address comes and goes.
  if (type(before) === "ExternalName" || type(after) === "ExternalName") return;
  const [old, next] = [address(before).text ?? before.at("spec", "clusterIPs").texts[0] ?? "", address(after).text ?? after.at("spec", "clusterIPs").texts[0] ?? ""];
  if (!address(after).unknown && old !== "" && next !== "" && old !== next) after.at("spec", "clusterIPs").named("spec.clusterIPs[0]").invalid("may not change once set", [next]);
  const [oldClass, nextClass] = [before.at("spec", "loadBalancerClass"), after.at("spec", "loadBalancerClass")];
  if (type(before) === "LoadBalancer" && type(after) === "LoadBalancer" && oldClass.settled && nextClass.settled && (oldClass.text ?? "") !== (nextClass.text ?? "")) {
    nextClass.invalid("may not change once set", nextClass.value ?? null);
  }
}

/** The size may grow; the rest of a claim stays. */
function claim({ before, after }: Pair): void {
  const size = ["spec", "resources", "requests", "storage"];
  const [old, next] = [parseQuantity(before.at(...size).value), parseQuantity(after.at(...size).value)];
  if (old !== undefined && next !== undefined && next < old) after.at(...size).forbidden("field can not be less than status.capacity");
  const names = ["accessModes", "selector", "storageClassName", "volumeMode", "dataSource", "dataSourceRef"];
  const rest = (side: Field): Field => new Field(Object.fromEntries(side.at("spec", "resources", "requests").entries().flatMap(([name, { value }]) => (name === "storage" ? [] : [[name, value]]))));
  if (names.some((name) => !same(before.at("spec", name), after.at("spec", name))) || !same(rest(before), rest(after))) {
    after.at("spec").forbidden("spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
  }
}

function storageClass({ before, after }: Pair): void {
  for (const key of ["parameters", "provisioner", "reclaimPolicy"]) {
    if (!same(before.at(key), after.at(key))) after.at(key).forbidden(`updates to ${key} are forbidden.`);
  }
  fixed(["volumeBindingMode"])({ before, after });
}

function scopes({ before, after }: Pair): void {
  const set = (side: Field): string[] => [...new Set(side.at("spec", "scopes").texts)].sort();
  if (before.at("spec", "scopes").settled && after.at("spec", "scopes").settled && !isDeepStrictEqual(set(before), set(after))) after.at("spec", "scopes").invalid(IMMUTABLE);
}

const RULES: Readonly<Record<string, (pair: Pair) => void>> = {
  "apps/v1:Deployment": fixed(["spec", "selector"]),
  "apps/v1:ReplicaSet": fixed(["spec", "selector"]),
  "apps/v1:DaemonSet": fixed(["spec", "selector"]),
  "apps/v1:StatefulSet": statefulSet,
  "batch/v1:Job": fixed(["spec", "selector"], ["spec", "template"], ["spec", "completionMode"], ["spec", "podFailurePolicy"], ["spec", "backoffLimitPerIndex"], ["spec", "managedBy"], ["spec", "successPolicy"]),
  "core/v1:ConfigMap": frozenData,
  "core/v1:Secret": secret,
  "core/v1:Service": service,
  "core/v1:PersistentVolumeClaim": claim,
  "core/v1:ResourceQuota": scopes,
  "networking/v1:IngressClass": fixed(["spec", "controller"]),
  "rbac/v1:RoleBinding": roleRef,
  "rbac/v1:ClusterRoleBinding": roleRef,
  "scheduling/v1:PriorityClass": fixed(["value"], ["preemptionPolicy"]),
  "storage/v1:StorageClass": storageClass,
};

function judgeUpdate(change: Change, kind: Kind, rule: (pair: Pair) => void): Refusal[] {
  const body = change.inputs;
  const after = new Field(body);
  rule({ before: new Field(oldArguments(change)), after });
  return refusalsOf(after.errors, { kind: kind.kind, version: kind.version, subject: subjectOf(kind, body) });
}

/** What was asked for last time, where the world still knows; else the state. */
function oldArguments(change: Change): Props {
  const entity = change.id === undefined ? undefined : change.world.get(change.token, change.id, change.region);
  return entity?.inputs ?? change.olds ?? {};
}

/** Updates that are refused. */
export const updateLaws: readonly Law[] = Object.entries(RULES).map(([kind, rule]) =>
  worldLaw(`update-${kind.replace(/^.*:/, "").replaceAll(/(?<!^)([A-Z])/g, "-$1").toLowerCase()}`, "https://kubernetes.io/docs/reference/kubernetes-api/", (change, own) => judgeUpdate(change, own, rule), ["update"], [kind]),
);
