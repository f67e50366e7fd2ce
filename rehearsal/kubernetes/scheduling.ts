/** Where pods may run: affinity, spread, tolerations, node selectors. Source: pkg/apis/core/validation. */
import type { Field } from "./field.ts";
import { dnsLabel, dnsSubdomain, labelValue, qualifiedName } from "./names.ts";
import { checkSelector } from "./selector.ts";

const key = (field: Field): void => {
  if (!field.unknown) field.syntax(qualifiedName(field.text ?? ""), field.text ?? "");
};

function checkWeight(weight: Field): void {
  if (!weight.unknown && ((weight.number ?? 0) <= 0 || (weight.number ?? 0) > 100)) weight.invalid("must be in the range 1-100", weight.number ?? 0);
}

function checkNodeRequirement(requirement: Field, strict: boolean): void {
  const operator = requirement.at("operator");
  const values = requirement.at("values");
  const count = values.unknown ? undefined : values.items().length;
  if (operator.text === "In" || operator.text === "NotIn") {
    if (count === 0) values.required("must be specified when `operator` is 'In' or 'NotIn'");
  } else if (operator.text === "Exists" || operator.text === "DoesNotExist") {
    if (count !== undefined && count > 0) values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (operator.text === "Gt" || operator.text === "Lt") {
    if (count !== undefined && count !== 1) values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
  } else if (!operator.unknown) operator.invalid("not a valid selector operator", operator.text ?? "");
  key(requirement.at("key"));
  if (strict) for (const value of values.items()) if (value.text !== undefined) value.syntax(labelValue(value.text));
}

function checkFieldRequirement(requirement: Field): void {
  const operator = requirement.at("operator");
  const values = requirement.at("values");
  if (operator.text === "In" || operator.text === "NotIn") {
    if (!values.unknown && values.items().length !== 1) values.required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  } else if (!operator.unknown) operator.invalid("not a valid selector operator", operator.text ?? "");
  const name = requirement.at("key");
  if (name.unknown) return;
  if (name.text !== "metadata.name") name.invalid("not a valid field selector key", name.text ?? "");
  else for (const value of values.items()) if (value.text !== undefined) value.syntax(dnsSubdomain(value.text));
}

/** A term of a node selector; values of labels are only looked at where the term is required. */
function checkNodeTerm(term: Field, strict: boolean): void {
  for (const requirement of term.at("matchExpressions").items()) checkNodeRequirement(requirement, strict);
  for (const requirement of term.at("matchFields").items()) checkFieldRequirement(requirement);
}

/** A node selector with at least one term. */
export function checkNodeSelector(selector: Field): void {
  const terms = selector.at("nodeSelectorTerms");
  if (terms.empty) terms.required("must have at least one node selector term");
  for (const term of terms.items()) checkNodeTerm(term, true);
}

function checkLabelKeys(keys: Field, selector: Field): void {
  if (keys.empty || keys.unknown) return;
  if (!selector.given) keys.forbidden("must not be specified when labelSelector is not set");
  else for (const item of keys.items()) key(item);
}

/** Keys whose values are taken from the pod itself must not be selected by as well. */
function checkMatchLabelKeys(term: Field): void {
  const selector = term.at("labelSelector");
  const match = term.at("matchLabelKeys");
  const mismatch = term.at("mismatchLabelKeys");
  checkLabelKeys(match, selector);
  checkLabelKeys(mismatch, selector);
  for (const item of match.items()) {
    if (item.text !== undefined && mismatch.texts.includes(item.text)) item.invalid("exists in both matchLabelKeys and mismatchLabelKeys");
  }
}

function checkPodTerm(term: Field): void {
  if (term.unknown) return;
  for (const selector of [term.at("labelSelector"), term.at("namespaceSelector")]) if (selector.given) checkSelector(selector);
  for (const namespace of term.at("namespaces").items()) if (namespace.text !== undefined) term.at("namespace").syntax(dnsLabel(namespace.text), namespace.text);
  checkMatchLabelKeys(term);
  const topology = term.at("topologyKey");
  if (topology.empty) topology.required("can not be empty");
  key(topology);
}

/** Affinity and anti-affinity. */
export function checkAffinity(affinity: Field): void {
  const nodes = affinity.at("nodeAffinity");
  const required = nodes.at("requiredDuringSchedulingIgnoredDuringExecution");
  if (required.given && !required.unknown) checkNodeSelector(required);
  for (const term of nodes.at("preferredDuringSchedulingIgnoredDuringExecution").items()) {
    checkWeight(term.at("weight"));
    checkNodeTerm(term.at("preference"), false);
  }
  for (const side of ["podAffinity", "podAntiAffinity"]) {
    for (const term of affinity.at(side, "requiredDuringSchedulingIgnoredDuringExecution").items()) checkPodTerm(term);
    for (const term of affinity.at(side, "preferredDuringSchedulingIgnoredDuringExecution").items()) {
      checkWeight(term.at("weight"));
      checkPodTerm(term.at("podAffinityTerm"));
    }
  }
}

/** Topology spread constraints of a pod. */
export function checkSpread(constraints: Field): void {
  const list = constraints.items();
  list.forEach((constraint, index) => {
    if (constraint.unknown) return;
    const skew = constraint.at("maxSkew");
    if (!skew.unknown && (skew.number ?? 0) <= 0) skew.invalid("must be greater than zero", skew.number ?? 0);
    const topology = constraint.at("topologyKey");
    const when = constraint.at("whenUnsatisfiable");
    if (topology.empty) topology.required("can not be empty");
    if (!when.unknown && !["DoNotSchedule", "ScheduleAnyway"].includes(when.text ?? "")) when.unsupported(["DoNotSchedule", "ScheduleAnyway"]);
    const again = list.slice(index + 1).some((other) => topology.text !== undefined && other.at("topologyKey").text === topology.text && when.text !== undefined && other.at("whenUnsatisfiable").text === when.text);
    if (again) constraint.at("{topologyKey, whenUnsatisfiable}").duplicate(`{${topology.text ?? ""}, ${when.text ?? ""}}`);
    checkMinDomains(constraint);
    for (const policy of ["nodeAffinityPolicy", "nodeTaintsPolicy"]) constraint.at(policy).ifGivenOneOf(["Honor", "Ignore"]);
    checkMatchLabelKeys(constraint);
    const selector = constraint.at("labelSelector");
    if (selector.given) checkSelector(selector);
  });
}

function checkMinDomains(constraint: Field): void {
  const least = constraint.at("minDomains");
  const when = constraint.at("whenUnsatisfiable");
  if (least.number === undefined) return;
  if (least.number <= 0) least.invalid("must be greater than zero");
  if (!when.unknown && when.text !== "DoNotSchedule") least.invalid(`can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${when.text ?? ""}`);
}

/** Tolerations of a pod. */
export function checkTolerations(tolerations: Field): void {
  for (const toleration of tolerations.items()) {
    if (toleration.unknown) continue;
    const name = toleration.at("key");
    const operator = toleration.at("operator");
    const effect = toleration.at("effect");
    const value = toleration.at("value");
    if (name.text !== undefined && name.text !== "") name.syntax(qualifiedName(name.text));
    if (name.empty && !operator.unknown && operator.text !== "Exists") {
      operator.invalid("operator must be Exists when `key` is empty, which means \"match all values and all keys\"", operator.text ?? "");
    }
    if (toleration.at("tolerationSeconds").given && !toleration.at("tolerationSeconds").unknown && !effect.unknown && effect.text !== "NoExecute") {
      effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set", effect.text ?? "");
    }
    if (operator.empty || operator.text === "Equal") {
      const reasons = labelValue(value.text ?? "");
      if (value.text !== undefined && reasons.length > 0) operator.invalid(reasons.join(";"), value.text);
    } else if (operator.text === "Exists") {
      if (value.text !== undefined && value.text !== "") operator.invalid("value must be empty when `operator` is 'Exists'", value.text);
    } else if (operator.text !== undefined) operator.unsupported(["Equal", "Exists"]);
    effect.oneOf(["NoExecute", "NoSchedule", "PreferNoSchedule"]);
  }
}
