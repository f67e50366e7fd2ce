/**
 * ValidatingAdmissionPolicy and its binding. Source: pkg/apis/admissionregistration/validation.
 *
 * Of expressions the syntax is read and the names are looked up; types are only looked at where a literal is all there is.
 */
import type { Law } from "../types.ts";
import { namesIn, parseExpression, SyntaxProblem } from "./expression.ts";
import type { Expression } from "./expression.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { dnsSubdomain, pathSegment, qualifiedName } from "./names.ts";
import { checkSelector } from "./selector.ts";

const SOURCE = "https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/";
const ACTIONS = ["Deny", "Warn", "Audit"];
const OPERATIONS = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"];
const MOST_AUDIT_ANNOTATIONS = 20;
const LONGEST_AUDIT_EXPRESSION = 5 * 1024;
const MOST_CONDITIONS = 64;

const RESERVED: ReadonlySet<string> = new Set("true false null in as break const continue else for function if import let loop package namespace return var void while".split(" "));

/** What an expression may name beside the request itself. */
interface Scope {
  readonly variables: ReadonlySet<string>;
  readonly params: boolean;
}

/** What every expression may name: the request, and the types. */
const DECLARED: ReadonlySet<string> = new Set("object oldObject request params namespaceObject authorizer variables bool int uint double string bytes list map null_type type dyn google".split(" "));

/** @param literal types that a literal may have where it is the whole expression */
function checkExpression(field: Field, scope: Scope | undefined, missing: string | undefined, literal: readonly string[] = []): void {
  const expression = field.text;
  if (field.unknown) return;
  if (expression === undefined || expression.trim() === "") {
    field.required(missing);
    return;
  }
  const node = parsed(field, expression)?.ast;
  if (node === undefined) return;
  for (const { name, at, field: read, called } of namesIn(node)) {
    // What a function is called on may be the name of a library of functions.
    const undeclared = !DECLARED.has(name) && called !== true;
    if (undeclared || (name === "params" && scope?.params === false)) field.invalid(`compilation failed: ERROR: <input>:1:${at}: undeclared reference to '${name}' (in container '')`);
    else if (name === "variables" && read !== undefined && scope !== undefined && !scope.variables.has(read)) field.invalid(`compilation failed: ERROR: <input>:1:${at}: undefined field '${read}'`);
  }
  if (node.op === "value" && literal.length > 0 && !literal.includes(typeof node.args)) field.invalid(`must evaluate to ${literal.join(" or ")}`);
}

function parsed(field: Field, expression: string): Expression | undefined {
  try {
    return parseExpression(expression);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    field.invalid(`compilation failed: ERROR: ${error.message}`);
    return undefined;
  }
}

/** A list in which a star stands alone. */
function checkStar(field: Field, what: string): void {
  if (field.empty) field.required();
  else if (field.texts.length > 1 && field.texts.includes("*")) field.invalid(`if '*' is present, must not specify other ${what}`);
}

function checkResources(field: Field): void {
  if (field.empty) field.required();
  const { texts } = field;
  for (const [index, each] of field.items().entries()) {
    if (each.text === "") each.required();
    const [resource = "", sub] = (each.text ?? "").split("/", 2);
    if (sub === undefined) continue;
    const before = texts.slice(0, index);
    if (before.includes(`${resource}/*`)) each.invalid(`if '${resource}/*' is present, must not specify ${resource}/${sub}`);
    if (before.includes(`*/${sub}`)) each.invalid(`if '*/${sub}' is present, must not specify ${resource}/${sub}`);
  }
  if (texts.length > 1 && texts.includes("*/*")) field.invalid("if '*/*' is present, must not specify other resources");
  // As the API server has it: the last one without a subresource decides.
  const last = texts.filter((each) => each !== "" && !each.includes("/")).at(-1);
  if (texts.includes("*") && last !== undefined && last !== "*") field.invalid("if '*' is present, must not specify other resources without subresources");
}

function checkRule(rule: Field): void {
  const names = new Set<string>();
  for (const name of rule.at("resourceNames").items()) {
    if (name.text === undefined) continue;
    name.syntax(pathSegment(name.text));
    if (names.has(name.text)) name.duplicate();
    names.add(name.text);
  }
  checkStar(rule.at("operations"), "operations");
  for (const operation of rule.at("operations").items()) operation.ifGivenOneOf(OPERATIONS);
  checkStar(rule.at("apiGroups"), "API groups");
  checkStar(rule.at("apiVersions"), "API versions");
  for (const version of rule.at("apiVersions").items()) if (version.text === "") version.required();
  checkResources(rule.at("resources"));
  rule.at("scope").ifGivenOneOf(["Cluster", "Namespaced", "*"]);
}

function checkMatch(match: Field): void {
  match.at("matchPolicy").ifGivenOneOf(["Exact", "Equivalent"]);
  checkSelector(match.at("namespaceSelector"));
  checkSelector(match.at("objectSelector"));
  for (const rule of [...match.at("resourceRules").items(), ...match.at("excludeResourceRules").items()]) checkRule(rule);
}

function checkConditions(conditions: Field): void {
  const items = conditions.items();
  if (items.length > MOST_CONDITIONS) conditions.tooMany(items.length, MOST_CONDITIONS);
  const names = new Set<string>();
  for (const condition of items) {
    checkExpression(condition.at("expression"), undefined, undefined);
    const name = condition.at("name");
    name.require();
    if (name.text === undefined || name.text === "") continue;
    name.syntax(qualifiedName(name.text));
    if (names.has(name.text)) name.duplicate();
    names.add(name.text);
  }
}

/** The names of the variables, in the order in which they may be used. */
function checkVariables(variables: Field, params: boolean): ReadonlySet<string> {
  const known = new Set<string>();
  for (const variable of variables.items()) {
    const name = variable.at("name");
    if (!name.unknown && (name.text ?? "").trim() === "") name.required("name is not specified");
    else if (name.text !== undefined && (!/^[_a-zA-Z]\w*$/.test(name.text) || RESERVED.has(name.text))) name.invalid("must be a valid CEL identifier");
    checkExpression(variable.at("expression"), { variables: known, params }, "expression is not specified");
    if (name.text !== undefined) known.add(name.text);
  }
  return known;
}

function checkMessage(validation: Field): void {
  const message = validation.at("message");
  const text = message.text ?? "";
  if (text !== "" && text.trim() === "") message.invalid("must be non-empty if specified");
  else if (/[\n\r]/.test(text.trim())) message.invalid("must not contain line breaks");
}

function checkPolicy(root: Field): void {
  const spec = root.at("spec");
  spec.at("failurePolicy").ifGivenOneOf(["Fail", "Ignore"]);
  const constraints = spec.at("matchConstraints");
  if (!constraints.given) constraints.required();
  else {
    checkMatch(constraints);
    if (!constraints.unknown && constraints.at("resourceRules").empty) constraints.at("resourceRules").required();
  }
  checkConditions(spec.at("matchConditions"));
  const params = spec.at("paramKind").given;
  const variables = spec.at("variables");
  const names = checkVariables(variables, params);
  // A variable whose name is not known yet may be any.
  const scope = variables.settled ? { variables: names, params } : undefined;
  const [validations, annotations] = [spec.at("validations"), spec.at("auditAnnotations")];
  if (validations.empty && annotations.empty) {
    validations.required("validations or auditAnnotations must contain at least one item");
    annotations.required("validations or auditAnnotations must contain at least one item");
  }
  for (const validation of validations.items()) {
    checkExpression(validation.at("expression"), scope, "expression is not specified", ["boolean"]);
    const message = validation.at("messageExpression");
    if (message.text !== undefined && message.text !== "") {
      if (message.text.trim() === "") message.invalid("must be non-empty if specified");
      else checkExpression(message, scope, undefined, ["string"]);
    }
    checkMessage(validation);
    validation.at("reason").ifGivenOneOf(["Forbidden", "Invalid", "RequestEntityTooLarge"]);
  }
  checkAnnotations(root, annotations, scope);
}

function checkAnnotations(root: Field, annotations: Field, scope: Scope | undefined): void {
  const items = annotations.items();
  if (items.length > MOST_AUDIT_ANNOTATIONS) annotations.invalid(`must not have more than ${MOST_AUDIT_ANNOTATIONS} auditAnnotations`);
  const policy = root.at("metadata", "name").text;
  const keys = new Set<string>();
  for (const annotation of items) {
    const key = annotation.at("key");
    if (key.text !== undefined) {
      if (policy !== undefined) key.syntax(qualifiedName(`${policy}/${key.text}`), `${policy}/${key.text}`);
      if (keys.has(key.text)) key.duplicate();
      keys.add(key.text);
    }
    const value = annotation.at("valueExpression");
    if ((value.text ?? "").trim().length > LONGEST_AUDIT_EXPRESSION) value.required(`must not exceed ${LONGEST_AUDIT_EXPRESSION} bytes in length`);
    else checkExpression(value, scope, "valueExpression is not specified", ["string", "object"]);
  }
}

function checkParameters(reference: Field): void {
  if (!reference.given || reference.unknown) return;
  const [name, selector] = [reference.at("name"), reference.at("selector")];
  if (name.text !== undefined && name.text !== "") {
    name.syntax(pathSegment(name.text));
    if (selector.given) name.forbidden("name and selector are mutually exclusive");
  }
  if (selector.given) {
    checkSelector(selector);
    if (name.text !== undefined && name.text !== "") selector.forbidden("name and selector are mutually exclusive");
  } else if (name.empty) reference.required("one of name or selector must be specified");
  const action = reference.at("parameterNotFoundAction");
  action.require();
  action.oneOf(["Deny", "Allow"]);
}

function checkBinding(root: Field): void {
  const spec = root.at("spec");
  const policy = spec.at("policyName");
  policy.require();
  if (policy.text !== undefined && policy.text !== "") policy.syntax(dnsSubdomain(policy.text));
  checkParameters(spec.at("paramRef"));
  checkMatch(spec.at("matchResources"));
  const actions = spec.at("validationActions");
  const seen = new Set<string>();
  for (const action of actions.items()) {
    if (action.text === undefined) continue;
    action.ifGivenOneOf(ACTIONS);
    if (seen.has(action.text)) action.duplicate();
    seen.add(action.text);
  }
  if (seen.has("Deny") && seen.has("Warn")) {
    actions.invalid("must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
  }
  if (actions.empty) actions.required("at least one validation action is required");
}

/** Policies of admission that the API server judges itself. */
export const admissionPolicyLaws: readonly Law[] = [
  objectLaw("validating-admission-policy", ["admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy"], SOURCE, checkPolicy),
  objectLaw("validating-admission-policy-binding", ["admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding"], SOURCE, checkBinding),
];
