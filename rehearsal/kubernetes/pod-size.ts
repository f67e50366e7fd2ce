/**
 * What a pod asks for, as admission sees it: with what the API server and the LimitRanges of its namespace fill in.
 * Amounts are in billionths, by resource.
 *
 * Sources: pkg/apis/core/v1/defaults.go, plugin/pkg/admission/limitranger, pkg/api/v1/resource (PodRequests, PodLimits).
 */
import type { Value, World } from "../types.ts";
import { bodyOf } from "./existence.ts";
import { Field } from "./field.ts";
import { namespaceOf, nameOf } from "./meta.ts";
import { parseQuantity } from "./quantity.ts";

/** Amounts by resource. */
export type Amounts = ReadonlyMap<string, bigint>;

/** Requests and limits. */
export interface Sized {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** A container's size. */
export interface SizedContainer extends Sized {
  readonly name: string;
  /** What it is started as: one that runs to its end before the others, one that runs beside them, or one of them. */
  readonly role: "init" | "sidecar" | "main";
}

/** One entry of a LimitRange. */
export interface Range {
  readonly type: string;
  readonly min: Amounts;
  readonly max: Amounts;
  readonly ratio: Amounts;
  readonly usual: Amounts;
  readonly usualRequest: Amounts;
}

/** The amounts of a map of quantities. */
export function amounts(field: Field): Map<string, bigint> {
  return new Map(field.entries().flatMap(([name, { value }]) => {
    const amount = parseQuantity(value);
    return amount === undefined ? [] : [[name, amount] as const];
  }));
}

/** Things of a kind in a namespace, by name. */
export function inNamespace(world: World, cluster: string, token: string, namespace: string): { readonly name: string; readonly root: Field }[] {
  return world
    .list(token, cluster)
    .map((entity) => bodyOf(entity))
    .filter((body) => namespaceOf(body) === namespace)
    .map((body) => ({ name: nameOf(body) ?? "", root: new Field(body) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The entries of all LimitRanges of a namespace, with what the API server derives for containers: default from maximum, request from default, else from minimum. */
export function rangesOf(world: World, cluster: string, namespace: string): Range[] {
  return inNamespace(world, cluster, "kubernetes:core/v1:LimitRange", namespace).flatMap(({ root }) =>
    root.at("spec", "limits").items().map((limit): Range => {
      const [min, max, ratio] = [amounts(limit.at("min")), amounts(limit.at("max")), amounts(limit.at("maxLimitRequestRatio"))];
      const container = limit.at("type").text === "Container";
      const usual = new Map([...(container ? max : []), ...amounts(limit.at("default"))]);
      const usualRequest = new Map([...(container ? [...min, ...usual] : []), ...amounts(limit.at("defaultRequest"))]);
      return { type: limit.at("type").text ?? "", min, max, ratio, usual, usualRequest };
    }),
  );
}

/** The containers of a pod, filled in. */
export function containersOf(spec: Field, ranges: readonly Range[]): SizedContainer[] {
  const forContainers = ranges.filter(({ type }) => type === "Container");
  const sized = (container: Field, role: SizedContainer["role"]): SizedContainer => {
    const limits = amounts(container.at("resources", "limits"));
    const requests = new Map([...limits, ...amounts(container.at("resources", "requests"))]);
    for (const { usual, usualRequest } of forContainers) {
      for (const [name, amount] of usualRequest) if (!requests.has(name)) requests.set(name, amount);
      for (const [name, amount] of usual) if (!limits.has(name)) limits.set(name, amount);
    }
    return { name: container.at("name").text ?? "", role, requests, limits };
  };
  return [
    ...spec.at("initContainers").items().map((each) => sized(each, each.at("restartPolicy").text === "Always" ? "sidecar" : "init")),
    ...spec.at("containers").items().map((each) => sized(each, "main")),
  ];
}

function sum(...parts: readonly Amounts[]): Map<string, bigint> {
  const total = new Map<string, bigint>();
  for (const part of parts) for (const [name, amount] of part) total.set(name, (total.get(name) ?? 0n) + amount);
  return total;
}

function most(one: Amounts, other: Amounts): Map<string, bigint> {
  const top = new Map(one);
  for (const [name, amount] of other) if (amount > (top.get(name) ?? 0n)) top.set(name, amount);
  return top;
}

/** What the pod takes: its containers at once, or the start of it where that takes more. */
export function totalOf(containers: readonly SizedContainer[], overhead: Amounts): Sized {
  const total = (side: "requests" | "limits"): Map<string, bigint> => {
    let beside: Amounts = new Map();
    let peak: Amounts = new Map();
    for (const { role, [side]: own } of containers) {
      if (role === "main") continue;
      if (role === "sidecar") beside = sum(beside, own);
      peak = most(peak, role === "sidecar" ? beside : sum(beside, own));
    }
    return most(sum(beside, ...containers.filter(({ role }) => role === "main").map((container) => container[side])), peak);
  };
  const limits = total("limits");
  return {
    requests: sum(total("requests"), overhead),
    // A limit that is not there stays unlimited.
    limits: sum(limits, new Map([...overhead].filter(([name]) => limits.has(name)))),
  };
}

const BINARY = ["Ki", "Mi", "Gi", "Ti", "Pi"] as const;

/** The amount as the API server writes it. */
export function shownAmount(resource: string, amount: bigint): string {
  const one = 10n ** 9n;
  if (amount % one !== 0n) return amount % (one / 1000n) === 0n ? `${amount / (one / 1000n)}m` : `${amount}n`;
  let whole = amount / one;
  if (!/memory|storage|^hugepages-/.test(resource)) return String(whole);
  let suffix: Value = "";
  for (const next of BINARY) {
    if (whole === 0n || whole % 1024n !== 0n) break;
    whole /= 1024n;
    suffix = next;
  }
  return `${whole}${suffix}`;
}
