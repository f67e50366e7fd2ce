/** ResourceQuota and LimitRange. Source: pkg/apis/core/validation. */
import type { Law } from "../types.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { qualifiedName } from "./names.ts";
import { units } from "./quantity.ts";
import { checkAmount, checkContainerResourceName, overcommits, quantityAt } from "./resources.ts";

const COMPUTE = ["cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"];
const STORAGE = ["requests.storage", "requests.ephemeral-storage", "limits.ephemeral-storage", "ephemeral-storage"];
const COUNTS = ["pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers"];
const QUOTA_NAMES: ReadonlySet<string> = new Set([...COMPUTE, ...STORAGE, ...COUNTS]);
const STANDARD_NAMES: ReadonlySet<string> = new Set([...QUOTA_NAMES, "storage"]);
const SCOPES = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];

const isQuotaHugePages = (name: string): boolean => name.startsWith("hugepages-") || name.startsWith("requests.hugepages-");

function checkResourceName(field: Field, name: string): boolean {
  const reasons = qualifiedName(name);
  field.syntax(reasons, name);
  if (reasons.length > 0) return false;
  if (name.includes("/") || STANDARD_NAMES.has(name) || isQuotaHugePages(name)) return true;
  field.invalid("must be a standard resource type or fully qualified", name);
  return false;
}

function suits(scope: string, name: string): boolean {
  if (!QUOTA_NAMES.has(name) && !isQuotaHugePages(name)) return true;
  if (scope === "BestEffort") return name === "pods";
  if (scope === "VolumeAttributesClass") return name === "persistentvolumeclaims" || name === "requests.storage";
  return !SCOPES.includes(scope) || name === "pods" || COMPUTE.includes(name);
}

function checkScopePairs(place: Field, scopes: readonly string[], about: Field): void {
  for (const pair of [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]]) {
    if (pair.every((scope) => scopes.includes(scope))) place.invalid("conflicting scopes", about.value);
  }
}

function checkQuota(root: Field): void {
  const spec = root.at("spec");
  const names: string[] = [];
  for (const [name, amount] of spec.at("hard").entries()) {
    names.push(name);
    checkResourceName(amount, name);
    if (!name.includes("/") && !QUOTA_NAMES.has(name) && !isQuotaHugePages(name)) amount.invalid("must be a standard resource for quota", name);
    checkAmount(amount, name);
  }
  const scopes = spec.at("scopes");
  for (const scope of scopes.texts) {
    if (!SCOPES.includes(scope)) scopes.invalid("unsupported scope");
    for (const name of names) if (!suits(scope, name)) scopes.invalid("unsupported scope applied to resource");
  }
  checkScopePairs(scopes, scopes.texts, scopes);
  const selector = spec.at("scopeSelector");
  const expressions = selector.at("matchExpressions");
  for (const expression of expressions.items()) checkScopeExpression(expression, expressions, selector, names);
  checkScopePairs(expressions, expressions.items().flatMap((one) => one.at("scopeName").text ?? []), scopes);
}

function checkScopeExpression(expression: Field, place: Field, selector: Field, names: readonly string[]): void {
  const scope = expression.at("scopeName");
  const operator = expression.at("operator");
  const values = expression.at("values");
  if (scope.text !== undefined) {
    if (!SCOPES.includes(scope.text)) place.at("scopeName").invalid("unsupported scope", scope.text);
    for (const name of names) if (!suits(scope.text, name)) place.invalid("unsupported scope applied to resource", selector.value);
    if (!["PriorityClass", "VolumeAttributesClass"].includes(scope.text) && SCOPES.includes(scope.text) && operator.text !== undefined && operator.text !== "Exists") {
      place.at("operator").invalid("must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity", operator.text);
    }
  }
  if (operator.text === "In" || operator.text === "NotIn") {
    if (values.empty) place.at("values").required("must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
  } else if (operator.text === "Exists" || operator.text === "DoesNotExist") {
    if (values.items().length > 0) place.at("values").invalid("must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector", values.value);
  } else if (!operator.unknown) place.at("operator").invalid("not a valid selector operator", operator.text ?? "");
}

const LISTS = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;
type Amounts = Readonly<Record<(typeof LISTS)[number], ReadonlyMap<string, bigint>>>;

function checkLimitType(type: Field): void {
  if (type.unknown) return;
  const reasons = qualifiedName(type.text ?? "");
  type.syntax(reasons, type.text ?? "");
  if (reasons.length === 0 && type.text?.includes("/") === false && !["Container", "PersistentVolumeClaim", "Pod"].includes(type.text)) {
    type.invalid("must be a standard limit type or fully qualified");
  }
}

function checkOrder(limit: Field, name: string, { max, min, default: usual, defaultRequest: asked, maxLimitRequestRatio: ratios }: Amounts): void {
  const at = (list: (typeof LISTS)[number]): Field => limit.at(list).key(name);
  const text = (list: (typeof LISTS)[number]): string => String(at(list).value);
  const [top, bottom, given, request, ratio] = [max.get(name), min.get(name), usual.get(name), asked.get(name), ratios.get(name)];
  const above = (a: bigint | undefined, b: bigint | undefined): boolean => a !== undefined && b !== undefined && a > b;
  if (above(bottom, top)) at("min").invalid(`min value ${text("min")} is greater than max value ${text("max")}`);
  if (above(bottom, request)) at("defaultRequest").invalid(`min value ${text("min")} is greater than default request value ${text("defaultRequest")}`);
  if (above(request, top)) at("defaultRequest").invalid(`default request value ${text("defaultRequest")} is greater than max value ${text("max")}`);
  if (above(request, given)) at("defaultRequest").invalid(`default request value ${text("defaultRequest")} is greater than default limit value ${text("default")}`);
  if (above(bottom, given)) at("default").invalid(`min value ${text("min")} is greater than default value ${text("default")}`, at("min").value);
  if (above(given, top)) at("default").invalid(`default value ${text("default")} is greater than max value ${text("max")}`, at("max").value);
  if (ratio !== undefined && ratio < units(1)) at("maxLimitRequestRatio").invalid(`ratio ${text("maxLimitRequestRatio")} is less than 1`);
  if (ratio !== undefined && top !== undefined && bottom !== undefined && ratio * bottom > top * units(1)) {
    at("maxLimitRequestRatio").invalid(`ratio ${text("maxLimitRequestRatio")} is greater than max/min = ${(Number(top) / Number(bottom)).toFixed(6)}`);
  }
  if (!overcommits(name) && given !== undefined && request !== undefined && given !== request) {
    at("defaultRequest").invalid(`default value ${text("default")} must equal to defaultRequest value ${text("defaultRequest")} in ${name}`);
  }
}

function checkLimit(limit: Field): void {
  const type = limit.at("type");
  checkLimitType(type);
  const amounts = Object.fromEntries(LISTS.map((list) => [list, new Map<string, bigint>()])) as Record<(typeof LISTS)[number], Map<string, bigint>>;
  for (const list of LISTS) {
    if (type.text === "Pod" && list.startsWith("default")) {
      if (!limit.at(list).empty && !limit.at(list).unknown) limit.at(list).forbidden("may not be specified when `type` is 'Pod'");
      continue;
    }
    for (const [name, field] of limit.at(list).entries()) {
      if (type.text === "Pod" || type.text === "Container") checkContainerResourceName(field, name);
      else checkResourceName(field, name);
      const amount = quantityAt(field);
      if (amount !== undefined) amounts[list].set(name, amount);
    }
  }
  const [low, high] = [limit.at("min"), limit.at("max")];
  if (type.text === "PersistentVolumeClaim" && !low.key("storage").given && !high.key("storage").given) {
    limit.at("limits").required("either minimum or maximum storage value is required, but neither was provided");
  }
  fillDefaults(type, amounts);
  for (const name of new Set(LISTS.flatMap((list) => [...amounts[list].keys()]))) checkOrder(limit, name, amounts);
}

/** For containers the API server derives what is left out: the limit from the maximum, the request from the limit, else the minimum. */
function fillDefaults(type: Field, amounts: Record<(typeof LISTS)[number], Map<string, bigint>>): void {
  if (type.text !== "Container") return;
  for (const [name, amount] of amounts.max) if (!amounts.default.has(name)) amounts.default.set(name, amount);
  for (const [name, amount] of amounts.default) if (!amounts.defaultRequest.has(name)) amounts.defaultRequest.set(name, amount);
  for (const [name, amount] of amounts.min) if (!amounts.defaultRequest.has(name)) amounts.defaultRequest.set(name, amount);
}

function checkLimitRange(root: Field): void {
  const seen = new Set<string>();
  for (const limit of root.at("spec", "limits").items()) {
    if (limit.unknown) continue;
    const type = limit.at("type");
    checkLimit(limit);
    if (type.text === undefined) continue;
    if (seen.has(type.text)) type.duplicate();
    seen.add(type.text);
  }
}

/** Arguments of quotas and limit ranges. */
export const quotaLaws: readonly Law[] = [
  objectLaw("resource-quota", ["core/v1:ResourceQuota"], "https://kubernetes.io/docs/concepts/policy/resource-quotas/", checkQuota),
  objectLaw("limit-range", ["core/v1:LimitRange"], "https://kubernetes.io/docs/concepts/policy/limit-range/", checkLimitRange),
];
