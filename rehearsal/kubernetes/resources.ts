/** Requests, limits and the names of resources. Source: pkg/apis/core/validation, pkg/apis/core/helper. */
import type { Field } from "./field.ts";
import { qualifiedName } from "./names.ts";
import { isWhole, parseQuantity, quantityProblem } from "./quantity.ts";

/** The resources without a domain that a container may ask for. */
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);

/** Resources that a quota or a limit range counts, beside `count/…` and the ones with a domain. */
const INTEGER_RESOURCES: ReadonlySet<string> = new Set([
  "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
]);

export const NOT_INTEGER = "must be an integer";
export const NEGATIVE = "must be greater than or equal to 0";

const isHugePages = (name: string): boolean => name.startsWith("hugepages-");
const isNative = (name: string): boolean => !name.includes("/") || name.includes("kubernetes.io/");

/** A resource of a device plugin: with a domain that is not Kubernetes' own. */
export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith("requests.") && qualifiedName(`requests.${name}`).length === 0;
}

/** Whether only whole amounts make sense. */
export function isInteger(name: string): boolean {
  return INTEGER_RESOURCES.has(name) || isExtended(name);
}

/** Whether more may be promised than there is. */
export function overcommits(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** The amount at this place in billionths; complains where it is none. */
export function quantityAt(field: Field): bigint | undefined {
  if (!field.given || field.unknown) return undefined;
  const problem = quantityProblem(field.value);
  if (problem !== undefined) field.malformed(problem);
  return parseQuantity(field.value);
}

/** Name of a resource that a container may ask for. */
export function checkContainerResourceName(field: Field, name: string): void {
  field.syntax(qualifiedName(name), name);
  if (!name.includes("/")) {
    if (!CONTAINER_RESOURCES.has(name) && !isHugePages(name)) field.invalid("must be a standard resource for containers", name);
  } else if (!isNative(name) && !isExtended(name)) {
    field.invalid("doesn't follow extended resource name standard", name);
  }
}

/** An amount that must not be negative, and whole where the resource is counted. */
export function checkAmount(field: Field, name: string): bigint | undefined {
  const amount = quantityAt(field);
  if (amount === undefined) return undefined;
  if (amount < 0n) field.invalid(NEGATIVE);
  if (isInteger(name) && !isWhole(amount)) field.invalid(NOT_INTEGER);
  return amount;
}

function hugePageProblem(name: string, amount: bigint): string | undefined {
  const size = parseQuantity(name.slice("hugepages-".length));
  if (size === undefined) return undefined;
  if (size > 0n && amount % size !== 0n) return `${amount / 10n ** 9n} is not positive integer multiple of ${size / 10n ** 9n}`;
  return undefined;
}

/** Requests and limits of a container. */
export function checkResources(resources: Field): void {
  if (!resources.given) return;
  const limits = resources.at("limits");
  const requests = resources.at("requests");
  const known = new Map<string, bigint>();
  for (const [name, field] of limits.entries()) {
    checkContainerResourceName(field, name);
    const amount = checkAmount(field, name);
    if (amount !== undefined) known.set(name, amount);
    if (amount !== undefined && isHugePages(name)) reportHugePages(field, name, amount);
  }
  for (const [name, field] of requests.entries()) {
    checkContainerResourceName(field, name);
    const amount = checkAmount(field, name);
    if (amount !== undefined && isHugePages(name)) reportHugePages(field, name, amount);
    if (amount !== undefined) compare(requests, limits, field, name, amount, known.get(name));
  }
  const names = [...limits.entries(), ...requests.entries()].map(([name]) => name);
  if (limits.unknown || requests.unknown) return;
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory")) resources.forbidden("HugePages require cpu or memory");
}

/** Requests and limits of a pod as a whole. */
export function checkPodResources(resources: Field): void {
  const limits = resources.at("limits");
  const requests = resources.at("requests");
  const claims = resources.at("claims");
  if (claims.given && !claims.unknown) claims.forbidden("claims may not be set for Resources at pod-level");
  const known = new Map<string, bigint>();
  for (const list of [limits, requests]) {
    for (const [name, field] of list.entries()) {
      if (name !== "cpu" && name !== "memory" && !isHugePages(name)) field.unsupportedValue(name, ["cpu", "hugepages-", "memory"]);
      const amount = checkAmount(field, name);
      if (amount === undefined) continue;
      if (list === limits) known.set(name, amount);
      else compare(requests, limits, field, name, amount, known.get(name));
    }
  }
}

function reportHugePages(field: Field, name: string, amount: bigint): void {
  const problem = hugePageProblem(name, amount);
  if (problem !== undefined) field.invalid(problem);
}

function compare(requests: Field, limits: Field, request: Field, name: string, amount: bigint, limit: bigint | undefined): void {
  const shown = String(request.value);
  const most = limits.key(name);
  if (!most.given) {
    if (!limits.unknown && !overcommits(name)) limits.required("Limit must be set for non overcommitable resources");
    return;
  }
  if (limit === undefined) return;
  if (amount !== limit && !overcommits(name)) requests.invalid(`must be equal to ${name} limit of ${String(most.value)}`, shown);
  else if (amount > limit) requests.invalid(`must be less than or equal to ${name} limit of ${String(most.value)}`, shown);
}
