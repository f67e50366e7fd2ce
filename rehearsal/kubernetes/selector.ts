/** Label selectors: what is wrong with them, and what they match. Source: apimachinery/pkg/apis/meta/v1/validation. */
import type { Field } from "./field.ts";
import { labelValue, qualifiedName } from "./names.ts";

/** A label selector; a missing one has nothing wrong. */
export function checkSelector(selector: Field): void {
  const labels = selector.at("matchLabels");
  for (const [key, value] of labels.entries()) {
    labels.syntax(qualifiedName(key), key);
    if (value.text !== undefined) labels.syntax(labelValue(value.text), value.text);
  }
  for (const requirement of selector.at("matchExpressions").items()) checkRequirement(requirement);
}

function checkRequirement(requirement: Field): void {
  const operator = requirement.at("operator");
  const values = requirement.at("values");
  if (operator.text === "In" || operator.text === "NotIn") {
    if (values.empty) values.required("must be specified when `operator` is 'In' or 'NotIn'");
  } else if (operator.text === "Exists" || operator.text === "DoesNotExist") {
    if (!values.empty && !values.unknown) values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (!operator.unknown) {
    operator.invalid("not a valid selector operator");
  }
  const key = requirement.at("key");
  if (!key.unknown) key.syntax(qualifiedName(key.text ?? ""));
  for (const value of values.items()) if (value.text !== undefined) value.syntax(labelValue(value.text));
}

/** Whether the selector selects by anything at all. */
export function selectsNothingSpecial(selector: Field): boolean {
  return selector.at("matchLabels").empty && selector.at("matchExpressions").empty;
}

/**
 * Whether labels match; undefined while either side is unknown, or where the selector is not valid.
 * A missing selector matches nothing, an empty one everything.
 */
export function matches(selector: Field, labels: Field): boolean | undefined {
  if (!selector.settled || !labels.settled) return undefined;
  if (!selector.given) return false;
  const own = new Map(labels.entries().map(([key, value]) => [key, value.text ?? ""]));
  const byLabel = selector.at("matchLabels").entries().every(([key, value]) => own.get(key) === (value.text ?? ""));
  const byExpression = selector.at("matchExpressions").items().map((requirement) => fulfils(requirement, own));
  if (byExpression.includes(undefined)) return undefined;
  return byLabel && byExpression.every((fulfilled) => fulfilled === true);
}

function fulfils(requirement: Field, own: ReadonlyMap<string, string>): boolean | undefined {
  const key = requirement.at("key").text ?? "";
  const value = own.get(key);
  const values = requirement.at("values").texts;
  switch (requirement.at("operator").text) {
    case "In": return values.length === 0 ? undefined : value !== undefined && values.includes(value);
    case "NotIn": return values.length === 0 ? undefined : value === undefined || !values.includes(value);
    case "Exists": return values.length > 0 ? undefined : value !== undefined;
    case "DoesNotExist": return values.length > 0 ? undefined : value === undefined;
    default: return undefined;
  }
}
