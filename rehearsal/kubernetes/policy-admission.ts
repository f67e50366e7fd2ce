/**
 * What the ValidatingAdmissionPolicies of a cluster say to an object that is sent to it.
 *
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/. A policy with
 * parameters or conditions, and an expression that cannot be evaluated here, has no say.
 */
import { UNKNOWN } from "../types.ts";
import type { Change, Entity, Law, Refusal, Value } from "../types.ts";
import { bodyOf, findObject } from "./existence.ts";
import { keep, parseExpression, readable, SyntaxProblem, valueOf } from "./expression.ts";
import type { Names } from "./expression.ts";
import { Field } from "./field.ts";
import { qualifiedPlural } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { worldLaw } from "./law.ts";
import { nameOf, namespaceOf } from "./meta.ts";
import { matches } from "./selector.ts";

const GROUP = "kubernetes:admissionregistration.k8s.io/v1:";
const OPERATION = { create: "CREATE", update: "UPDATE", delete: "DELETE" } as const;

const among = (field: Field, value: string): boolean => field.texts.includes("*") || field.texts.includes(value);

function ruleMatches(rule: Field, { group, version, plural }: Kind, change: Change): boolean {
  if (!rule.settled || rule.at("resourceNames").texts.length > 0) return false;
  const resources = rule.at("resources").texts;
  return among(rule.at("operations"), OPERATION[change.operation]) && among(rule.at("apiGroups"), group) && among(rule.at("apiVersions"), version) && (resources.includes(plural) || resources.includes("*") || resources.includes("*/*"));
}

/** Labels of the namespace an object is in, with the one that every namespace has. */
function namespaceLabels(change: Change): Field | undefined {
  const name = namespaceOf(change.inputs);
  const entity = name === undefined ? undefined : findObject(change.world, change.region, ["kubernetes:core/v1:Namespace"], name);
  if (name === undefined || entity === undefined) return undefined;
  const labels = new Field(bodyOf(entity)).at("metadata", "labels");
  return labels.settled ? new Field({ ...(labels.value as Record<string, Value> | undefined), "kubernetes.io/metadata.name": name }) : undefined;
}

function selects(selector: Field, labels: Field | undefined): boolean {
  return selector.empty || (labels !== undefined && matches(selector, labels) === true);
}

function applies(constraints: Field, kind: Kind, change: Change): boolean {
  if (constraints.unknown || constraints.at("excludeResourceRules").items().some((rule) => !rule.settled || ruleMatches(rule, kind, change))) return false;
  const rules = constraints.at("resourceRules").items();
  const own = new Field(change.inputs).at("metadata", "labels");
  return (rules.length === 0 || rules.some((rule) => ruleMatches(rule, kind, change))) && selects(constraints.at("namespaceSelector"), kind.namespaced ? namespaceLabels(change) : undefined) && selects(constraints.at("objectSelector"), own.given ? own : new Field({}));
}

function answer(text: string | undefined, names: Names): unknown {
  if (text === undefined || text === "") return UNKNOWN;
  try {
    const expression = parseExpression(text);
    return expression === undefined ? UNKNOWN : valueOf(expression, names);
  } catch (error) {
    if (error instanceof SyntaxProblem) return UNKNOWN;
    throw error;
  }
}

/** The object and the policy's variables, of which each may use those before it. */
function namesOf(spec: Field, change: Change): Names {
  const variables = {};
  const names = { object: readable(change.inputs), oldObject: readable(change.olds ?? null), variables };
  for (const variable of spec.at("variables").items()) keep(variables, variable.at("name").text ?? "", answer(variable.at("expression").text, names));
  return names;
}

function* denials(policy: Entity, change: Change): Generator<Refusal> {
  const spec = new Field(bodyOf(policy)).at("spec");
  if (spec.at("paramKind").given || !spec.at("matchConditions").empty) return;
  const names = namesOf(spec, change);
  for (const validation of spec.at("validations").items()) {
    if (answer(validation.at("expression").text, names) !== false) continue;
    const said = answer(validation.at("messageExpression").text, names);
    const why = (typeof said === "string" ? said : "") || validation.at("message").text || `failed expression: ${validation.at("expression").text ?? ""}`;
    yield { code: validation.at("reason").text || "Invalid", message: why };
  }
}

function judgePolicies(change: Change, kind: Kind): Refusal[] {
  if (kind.form !== "object" || kind.group === "admissionregistration.k8s.io") return [];
  const subject = `${qualifiedPlural(kind)} ${JSON.stringify(nameOf(change.inputs) ?? "")}`;
  return change.world.list(`${GROUP}ValidatingAdmissionPolicyBinding`, change.region).flatMap((entity): Refusal[] => {
    const body = bodyOf(entity);
    const spec = new Field(body).at("spec");
    const name = spec.at("policyName").text;
    const policy = name === undefined ? undefined : findObject(change.world, change.region, [`${GROUP}ValidatingAdmissionPolicy`], name);
    if (policy === undefined || !spec.at("validationActions").texts.includes("Deny") || spec.at("paramRef").given) return [];
    if (!applies(new Field(bodyOf(policy)).at("spec", "matchConstraints"), kind, change) || !applies(spec.at("matchResources"), kind, change)) return [];
    return [...denials(policy, change)].slice(0, 1).map(({ code, message }) => ({ code, message: `${subject} is forbidden: ValidatingAdmissionPolicy '${name ?? ""}' with binding '${nameOf(body) ?? ""}' denied request: ${message}` }));
  });
}

/** Policies of the cluster itself. */
export const policyAdmissionLaws: readonly Law[] = [
  worldLaw("policies-admit", "https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/", judgePolicies),
];
