/**
 * ResourceQuota: objects of which a namespace has enough, and pods for which it has no room.
 *
 * What a namespace uses is counted from below: Jobs may be over and autoscalers may have added pods, so a refusal here
 * is one there as well. Quotas with scopes are left alone.
 *
 * Sources: staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota, pkg/quota/v1/evaluator/core.
 */
import type { Change, Law, Refusal, World } from "../types.ts";
import { MAKERS, admission, forbidden } from "./admission.ts";
import type { Made } from "./admission.ts";
import { Field } from "./field.ts";
import { qualifiedPlural } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { worldLaw } from "./law.ts";
import { nameOf, namespaceOf } from "./meta.ts";
import { amounts, containersOf, inNamespace, rangesOf, shownAmount, totalOf } from "./pod-size.ts";
import type { Amounts, Range, Sized } from "./pod-size.ts";
import { units } from "./quantity.ts";

const SOURCE = "https://kubernetes.io/docs/concepts/policy/resource-quotas/";

interface Quota {
  readonly name: string;
  readonly hard: Amounts;
}

function quotasOf(world: World, cluster: string, namespace: string): Quota[] {
  return inNamespace(world, cluster, "kubernetes:core/v1:ResourceQuota", namespace)
    .filter(({ root }) => root.at("spec", "scopes").empty && root.at("spec", "scopeSelector").empty)
    .map(({ name, root }) => ({ name, hard: amounts(root.at("spec", "hard")) }));
}

/** `exceeded quota: …` for the first quota that what is asked for does not fit into. */
function excess(quotas: readonly Quota[], asked: Amounts, used: Amounts): string | undefined {
  for (const { name, hard } of quotas) {
    const over = [...hard.keys()].filter((resource) => (asked.get(resource) ?? 0n) > 0n && (asked.get(resource) ?? 0n) + (used.get(resource) ?? 0n) > (hard.get(resource) ?? 0n)).sort();
    if (over.length === 0) continue;
    const list = (from: Amounts): string => over.map((resource) => `${resource}=${shownAmount(resource, from.get(resource) ?? 0n)}`).join(",");
    return `exceeded quota: ${name}, requested: ${list(asked)}, used: ${list(used)}, limited: ${list(hard)}`;
  }
  return undefined;
}

/** Kinds of which a quota counts the objects by a name of its own. */
const COUNTED: ReadonlySet<string> = new Set(["resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims"]);

/** What an object counts for. */
function counts(kind: Pick<Kind, "plural" | "group">, root: Field): Map<string, bigint> {
  const found = new Map([[`count/${qualifiedPlural(kind)}`, units(1)]]);
  if (kind.group !== "" || !COUNTED.has(kind.plural)) return found;
  found.set(kind.plural, units(1));
  if (kind.plural !== "services") return found;
  const type = root.at("spec", "type").text;
  const outside = type === "NodePort" || (type === "LoadBalancer" && root.at("spec", "allocateLoadBalancerNodePorts").flag !== false);
  if (type === "LoadBalancer") found.set("services.loadbalancers", units(1));
  if (outside) found.set("services.nodeports", units(root.at("spec", "ports").items().length));
  return found;
}

function add(total: Map<string, bigint>, more: Amounts, times = 1): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0n) + amount * BigInt(times));
}

function judgeObject(change: Change, kind: Kind): Refusal[] {
  const namespace = namespaceOf(change.inputs);
  const { world, region, inputs } = change;
  if (!kind.namespaced || kind.form !== "object" || namespace === undefined) return [];
  const quotas = quotasOf(world, region, namespace);
  if (quotas.length === 0) return [];
  const used = new Map<string, bigint>();
  for (const { root } of inNamespace(world, region, change.token, namespace)) add(used, counts(kind, root));
  // Every namespace has the certificate authority's ConfigMap.
  if (kind.plural === "configmaps" && kind.group === "") add(used, counts(kind, new Field({})));
  const why = excess(quotas, counts(kind, new Field(inputs)), used);
  return why === undefined ? [] : [{ code: "Forbidden", message: `${qualifiedPlural(kind)} ${JSON.stringify(nameOf(inputs) ?? "")} is forbidden: ${why}` }];
}

/** The resources of a quota that every container has to name. */
const COMPUTE = ["cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"] as const;

/** What a pod counts for, by the names of a quota. */
function usage({ requests, limits }: Sized): Map<string, bigint> {
  const found = new Map([["pods", units(1)], ["count/pods", units(1)]]);
  for (const [name, amount] of requests) {
    found.set(name, amount);
    found.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) found.set(`limits.${name}`, amount);
  return found;
}

function unsaid({ hard }: Quota, containers: ReturnType<typeof containersOf>): string | undefined {
  const missing = COMPUTE.filter((resource) => hard.has(resource)).flatMap((resource) => {
    const [, side = "requests", name = resource] = /^(requests|limits)\.(.+)$/.exec(resource) ?? [];
    const silent = containers.filter((container) => !(side === "limits" ? container.limits : container.requests).has(name)).map((container) => container.name);
    return silent.length === 0 ? [] : [`${resource} for: ${silent.sort().join(",")}`];
  });
  return missing.length === 0 ? undefined : missing.join("; ");
}

function sizeOf(spec: Field, ranges: readonly Range[]): { readonly containers: ReturnType<typeof containersOf>; readonly total: Map<string, bigint> } {
  const containers = containersOf(spec, ranges);
  return { containers, total: usage(totalOf(containers, amounts(spec.at("overhead")))) };
}

/** Kinds whose pods stay, so that they count for certain. */
const LASTING = ["apps/v1:Deployment", "apps/v1:StatefulSet"] as const;

const podsOf = (root: Field): number => root.at("spec", "replicas").number ?? 1;

/** What the pods of all others in the namespace use at least. */
function usedBeside({ change, namespace }: Made, ranges: readonly Range[]): Map<string, bigint> {
  const { world, region, token, inputs } = change;
  const used = new Map<string, bigint>();
  for (const kind of LASTING) {
    const full = `kubernetes:${kind}`;
    for (const { name, root } of inNamespace(world, region, full, namespace)) {
      if (full === token && name === nameOf(inputs)) continue;
      add(used, sizeOf(root.at(...(MAKERS[kind] ?? []), "spec"), ranges).total, podsOf(root));
    }
  }
  return used;
}

function judgePods(made: Made): Refusal[] {
  const { change, namespace, spec, kind } = made;
  const quotas = quotasOf(change.world, change.region, namespace);
  // Resources of the pod as a whole are counted in another way.
  if (quotas.length === 0 || spec.at("resources").given) return [];
  const ranges = rangesOf(change.world, change.region, namespace);
  const { containers, total } = sizeOf(spec, ranges);
  for (const quota of quotas) {
    const missing = unsaid(quota, containers);
    if (missing !== undefined) return [forbidden(made, `failed quota: ${quota.name}: must specify ${missing}`, "spec.containers")];
  }
  // When a CronJob's time comes there may be room; of a DaemonSet nobody knows how many pods there will be.
  const alone = kind.kind === "CronJob" || kind.kind === "DaemonSet";
  const times = LASTING.some((each) => `kubernetes:${each}` === change.token) ? podsOf(new Field(change.inputs)) : 1;
  const used = alone ? new Map<string, bigint>() : usedBeside(made, ranges);
  // The one that no longer fits is refused when the others are there.
  add(used, total, times - 1);
  const why = excess(quotas, total, used);
  return why === undefined ? [] : [forbidden(made, why, "spec.containers")];
}

/** Whether there is room for objects and pods. */
export const quotaAdmissionLaws: readonly Law[] = [
  worldLaw("quota-objects", SOURCE, judgeObject, ["create"]),
  admission("quota-pods", SOURCE, judgePods),
];
