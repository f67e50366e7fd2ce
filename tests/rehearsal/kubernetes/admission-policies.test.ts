/** Policies of admission that an API server of Kubernetes 1.34 refuses and accepts; the reasons are its own, shortened where it shows a compiler's. */
import { describe, expect, test } from "@jest/globals";
import type { Props, Value } from "../../../rehearsal/types.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import { change, judge } from "./objects.ts";

const BODIES: Readonly<Record<string, Props>> = {
  policy: {
    metadata: { name: "web" },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }] },
      validations: [{ expression: "object.spec.containers.all(c, c.image != '')" }],
    },
  },
  binding: { metadata: { name: "web" }, spec: { policyName: "web", validationActions: ["Deny"], matchResources: { namespaceSelector: { matchLabels: { a: "b" } } } } },
};
const KINDS: Readonly<Record<string, string>> = { policy: "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", binding: "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding" };

function put(object: Props, [head = "", ...rest]: string[], value: Value): void {
  if (rest.length === 0) object[head] = value === null ? undefined : value;
  else put((object[head] ??= {}) as Props, rest, value);
}

/** What is said of a good object with the values at dotted paths put in; null takes out. */
function said(kind: string, changes: Props): string[] {
  const object = structuredClone(BODIES[kind] ?? {}) as Props;
  for (const [path, value] of Object.entries(changes)) put(object, path.split("."), value);
  return judge(change(KINDS[kind] ?? "", object), "check").map(({ message }) => message.split(" is invalid: ").at(-1) ?? "");
}

const CASES: readonly (readonly [kind: string, changes: Props, said: readonly string[]])[] = [
  ["policy", {}, []],
  ["policy", {"spec.failurePolicy": "Maybe"}, ["spec.failurePolicy: Unsupported value: \"Maybe\": supported values: \"Fail\", \"Ignore\""]],
  ["policy", {"spec.matchConstraints": null}, ["spec.matchConstraints: Required value"]],
  ["policy", {"spec.matchConstraints.resourceRules": []}, ["spec.matchConstraints.resourceRules: Required value"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.operations": []}, ["spec.matchConstraints.resourceRules[0].operations: Required value"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.operations": ["*", "CREATE"]}, ["spec.matchConstraints.resourceRules[0].operations: Invalid value: [\"*\",\"CREATE\"]: if '*' is present, must not specify other operations"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.operations": ["PATCH"]}, ["spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: \"PATCH\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\""]],
  ["policy", {"spec.matchConstraints.resourceRules.0.apiGroups": []}, ["spec.matchConstraints.resourceRules[0].apiGroups: Required value"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.apiGroups": ["*", "apps"]}, ["spec.matchConstraints.resourceRules[0].apiGroups: Invalid value: [\"*\",\"apps\"]: if '*' is present, must not specify other API groups"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.apiVersions": [""]}, ["spec.matchConstraints.resourceRules[0].apiVersions[0]: Required value"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.resources": []}, ["spec.matchConstraints.resourceRules[0].resources: Required value"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.resources": ["*", "pods"]}, ["spec.matchConstraints.resourceRules[0].resources: Invalid value: [\"*\",\"pods\"]: if '*' is present, must not specify other resources without subresources"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.resources": ["pods", "*"]}, []],
  ["policy", {"spec.matchConstraints.resourceRules.0.resources": ["*/*", "pods"]}, ["spec.matchConstraints.resourceRules[0].resources: Invalid value: [\"*/*\",\"pods\"]: if '*/*' is present, must not specify other resources"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.resources": ["pods/*", "pods/status"]}, ["spec.matchConstraints.resourceRules[0].resources[1]: Invalid value: \"pods/status\": if 'pods/*' is present, must not specify pods/status"]],
  ["policy", {"spec.matchConstraints.resourceRules.0.resources": ["pods/status", "pods/*"]}, []],
  ["policy", {"spec.matchConstraints.resourceRules.0.scope": "Zone"}, ["spec.matchConstraints.resourceRules[0].scope: Unsupported value: \"Zone\": supported values: \"*\", \"Cluster\", \"Namespaced\""]],
  ["policy", {"spec.matchConstraints.resourceRules.0.resourceNames": ["a", "a"]}, ["spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: \"a\""]],
  ["policy", {"spec.matchConstraints.matchPolicy": "Loose"}, ["spec.matchConstraints.matchPolicy: Unsupported value: \"Loose\": supported values: \"Equivalent\", \"Exact\""]],
  ["policy", {"spec.validations": []}, ["spec.validations: Required value: validations or auditAnnotations must contain at least one item", "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item"]],
  ["policy", {"spec.validations": [], "spec.auditAnnotations": [{"key": "a", "valueExpression": "'x'"}]}, []],
  ["policy", {"spec.validations.0.expression": " "}, ["spec.validations[0].expression: Required value: expression is not specified"]],
  ["policy", {"spec.validations.0.expression": "object.spec.containers.all(c, c.image == 'a"}, ["spec.validations[0].expression: Invalid value: \"object.spec.containers.all(c, c.image == 'a\": compilation failed: ERROR: <input>:1:42: Syntax error: Unterminated string"]],
  ["policy", {"spec.validations.0.expression": "(1 == 1"}, ["spec.validations[0].expression: Invalid value: \"(1 == 1\": compilation failed: ERROR: <input>:1:8: Syntax error: mismatched input '<EOF>'"]],
  ["policy", {"spec.validations.0.expression": "variables.nothing == 1"}, ["spec.validations[0].expression: Invalid value: \"variables.nothing == 1\": compilation failed: ERROR: <input>:1:1: undefined field 'nothing'"]],
  ["policy", {"spec.validations.0.expression": "params.x == 1"}, ["spec.validations[0].expression: Invalid value: \"params.x == 1\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')"]],
  ["policy", {"spec.validations.0.expression": "Exists"}, ["spec.validations[0].expression: Invalid value: \"Exists\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'Exists' (in container '')"]],
  ["policy", {"spec.validations.0.expression": "object.spec.replicas > "}, ["spec.validations[0].expression: Invalid value: \"object.spec.replicas > \": compilation failed: ERROR: <input>:1:24: Syntax error: mismatched input '<EOF>'"]],
  ["policy", {"spec.validations.0.expression": "1024Mi"}, ["spec.validations[0].expression: Invalid value: \"1024Mi\": compilation failed: ERROR: <input>:1:5: Syntax error: mismatched input 'Mi'"]],
  ["policy", {"spec.validations.0.expression": "'text'"}, ["spec.validations[0].expression: Invalid value: \"'text'\": must evaluate to boolean"]],
  ["policy", {"spec.validations.0.expression": "object.spec.package == 1"}, []],
  ["policy", {"spec.validations.0.expression": "package == 1"}, ["spec.validations[0].expression: Invalid value: \"package == 1\": compilation failed: ERROR: <input>:1:1: Syntax error: Reserved identifier: package"]],
  ["policy", {"spec.validations.0.expression": `${"(".repeat(300)}true${")".repeat(300)}`}, [expect.stringContaining("Syntax error: Exceeded maxDepth (250)") as unknown as string]],
  ["policy", {"spec.validations.0.expression": "object.metadata.labels[?'a'].orValue(r'\\d') != \"\"\"x\"\"\" ? !has(object.spec.nodeName) : [1, 2u, 0x1F, 1.5e3,].exists(n, n in {'a': 1, 'b': 2,}.map(k, k.size()))"}, []],
  ["policy", {"spec.validations.0.expression": "quantity(object.spec.containers[0].resources.limits['cpu']).isLessThan(quantity('2')) && sets.contains([1], [1]) // a remark"}, []],
  ["policy", {"spec.validations.0.expression": "object.spec..x == 1"}, ["spec.validations[0].expression: Invalid value: \"object.spec..x == 1\": compilation failed: ERROR: <input>:1:13: Syntax error: mismatched input '.'"]],
  ["policy", {"spec.validations.0.expression": "object.spec.x == '${x}' && ${x}"}, ["spec.validations[0].expression: Invalid value: \"object.spec.x == '${x}' && ${x}\": compilation failed: ERROR: <input>:1:28: Syntax error: mismatched input '$'"]],
  ["policy", {"spec.validations.0.expression": "x == 1 && object.spec.a.all(x, x == y)"}, ["spec.validations[0].expression: Invalid value: \"x == 1 && object.spec.a.all(x, x == y)\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'x' (in container '')", "spec.validations[0].expression: Invalid value: \"x == 1 && object.spec.a.all(x, x == y)\": compilation failed: ERROR: <input>:1:37: undeclared reference to 'y' (in container '')"]],
  ["policy", {"spec.validations.0.expression": "{'a': [b]}.size() == 1"}, ["spec.validations[0].expression: Invalid value: \"{'a': [b]}.size() == 1\": compilation failed: ERROR: <input>:1:8: undeclared reference to 'b' (in container '')"]],
  ["policy", {"spec.validations.0.expression": "object.spec.?a.optMap(v, v == 1).orValue(true) && [1].exists(i, v, i == v) && cel.bind(x, 1, x == 1)"}, []],
  ["policy", {"spec.validations.0.expression": "isURL('http://a') && url('http://a').getHost() == 'a' && ip('::1').family() == 6 && format.dns1123Label().validate('a').hasValue() && 'a'.find('a') == 'a' && [1].isSorted() && authorizer.group('').resource('pods').check('get').allowed()"}, []],
  ["policy", {"spec.validations.0.expression": "namespaceObject.metadata.name == request.namespace && object.spec.`a-b` == 1 && [?object.?a, 1].size() == 1"}, []],
  ["policy", {"spec.validations.0.expression": `${"1, ".repeat(2000)}`.replace(/^(.*), $/, "1 in [$1]")}, []],
  ["policy", {"spec.validations.0.messageExpression": "5"}, ["spec.validations[0].messageExpression: Invalid value: \"5\": must evaluate to string"]],
  ["policy", {"spec.validations.0.expression": "object.variables.nothing == 1"}, []],
  ["policy", {"spec.validations.0.expression": "'variables.nothing' == \"it's\""}, []],
  ["policy", {"spec.validations.0.reason": "Because"}, ["spec.validations[0].reason: Unsupported value: \"Because\": supported values: \"Forbidden\", \"Invalid\", \"RequestEntityTooLarge\""]],
  ["policy", {"spec.validations.0.reason": "Unauthorized"}, ["spec.validations[0].reason: Unsupported value: \"Unauthorized\": supported values: \"Forbidden\", \"Invalid\", \"RequestEntityTooLarge\""]],
  ["policy", {"spec.validations.0.message": " "}, ["spec.validations[0].message: Invalid value: \" \": must be non-empty if specified"]],
  ["policy", {"spec.validations.0.message": "a\nb"}, ["spec.validations[0].message: Invalid value: \"a\\nb\": must not contain line breaks"]],
  ["policy", {"spec.validations.0.messageExpression": " "}, ["spec.validations[0].messageExpression: Invalid value: \" \": must be non-empty if specified"]],
  ["policy", {"spec.validations.0.messageExpression": "variables.nothing"}, ["spec.validations[0].messageExpression: Invalid value: \"variables.nothing\": compilation failed: ERROR: <input>:1:1: undefined field 'nothing'"]],
  ["policy", {"spec.variables": [{"name": "in", "expression": "1"}]}, ["spec.variables[0].name: Invalid value: \"in\": must be a valid CEL identifier"]],
  ["policy", {"spec.variables": [{"name": "a-b", "expression": "1"}]}, ["spec.variables[0].name: Invalid value: \"a-b\": must be a valid CEL identifier"]],
  ["policy", {"spec.variables": [{"name": "", "expression": "1"}]}, ["spec.variables[0].name: Required value: name is not specified"]],
  ["policy", {"spec.variables": [{"name": "a", "expression": ""}]}, ["spec.variables[0].expression: Required value: expression is not specified"]],
  ["policy", {"spec.variables": [{"name": "b", "expression": "variables.a"}, {"name": "a", "expression": "1"}]}, ["spec.variables[0].expression: Invalid value: \"variables.a\": compilation failed: ERROR: <input>:1:1: undefined field 'a'"]],
  ["policy", {"spec.variables": [{"name": "a", "expression": "1"}, {"name": "b", "expression": "variables.a"}], "spec.validations.0.expression": "variables.b == 1"}, []],
  ["policy", {"spec.matchConditions": [{"name": "a", "expression": "true"}, {"name": "a", "expression": "true"}]}, ["spec.matchConditions[1].name: Duplicate value: \"a\""]],
  ["policy", {"spec.matchConditions": [{"name": "", "expression": ""}]}, ["spec.matchConditions[0].expression: Required value", "spec.matchConditions[0].name: Required value"]],
  ["policy", {"spec.auditAnnotations": [{"key": "a", "valueExpression": ""}]}, ["spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified"]],
  ["policy", {"spec.auditAnnotations": [{"key": "a", "valueExpression": "'x'"}, {"key": "a", "valueExpression": "'x'"}]}, ["spec.auditAnnotations[1].key: Duplicate value: \"a\""]],
  ["policy", {"spec.auditAnnotations": [{"key": "a b", "valueExpression": "'x'"}]}, ["spec.auditAnnotations[0].key: Invalid value: \"web/a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]],
  ["policy", {"spec.paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}, "spec.validations.0.expression": "params.data.x == 'a'"}, []],
  ["binding", {}, []],
  ["binding", {"spec.policyName": null}, ["spec.policyName: Required value"]],
  ["binding", {"spec.policyName": "A B"}, ["spec.policyName: Invalid value: \"A B\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
  ["binding", {"spec.validationActions": []}, ["spec.validationActions: Required value: at least one validation action is required"]],
  ["binding", {"spec.validationActions": ["Deny", "Warn"]}, ["spec.validationActions: Invalid value: [\"Deny\",\"Warn\"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)"]],
  ["binding", {"spec.validationActions": ["Audit", "Audit"]}, ["spec.validationActions[1]: Duplicate value: \"Audit\""]],
  ["binding", {"spec.validationActions": ["Refuse"]}, ["spec.validationActions[0]: Unsupported value: \"Refuse\": supported values: \"Audit\", \"Deny\", \"Warn\""]],
  ["binding", {"spec.validationActions": ["Warn", "Audit"]}, []],
  ["binding", {"spec.matchResources.namespaceSelector": {"matchExpressions": [{"key": "a", "operator": "Like", "values": ["x"]}]}}, ["spec.matchResources.namespaceSelector.matchExpressions[0].operator: Invalid value: \"Like\": not a valid selector operator"]],
  ["binding", {"spec.matchResources.namespaceSelector": {"matchLabels": {"a b": "c"}}}, ["spec.matchResources.namespaceSelector.matchLabels: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]],
  ["binding", {"spec.matchResources.resourceRules": []}, []],
  ["binding", {"spec.paramRef": {"parameterNotFoundAction": "Deny"}}, ["spec.paramRef: Required value: one of name or selector must be specified"]],
  ["binding", {"spec.paramRef": {"name": "a"}}, ["spec.paramRef.parameterNotFoundAction: Required value"]],
  ["binding", {"spec.paramRef": {"name": "a", "selector": {}, "parameterNotFoundAction": "Deny"}}, ["spec.paramRef.name: Forbidden: name and selector are mutually exclusive", "spec.paramRef.selector: Forbidden: name and selector are mutually exclusive"]],
  ["binding", {"spec.paramRef": {"name": "a", "parameterNotFoundAction": "Maybe"}}, ["spec.paramRef.parameterNotFoundAction: Unsupported value: \"Maybe\": supported values: \"Allow\", \"Deny\""]],
  ["binding", {"spec.paramRef": {"name": "a", "parameterNotFoundAction": "Allow"}}, []],
];

describe("policies and bindings", () => {
  test.each(CASES)("%s %j", (kind, changes, expected) => {
    expect(said(kind, changes)).toEqual(expected);
  });

  test("what is not known yet is not judged", () => {
    for (const kind of ["policy", "binding"]) expect(judge(change(KINDS[kind] ?? "", { metadata: { name: "web" }, spec: UNKNOWN }), "check")).toEqual([]);
    expect(said("policy", { "spec.validations.0.expression": UNKNOWN })).toEqual([]);
    expect(said("policy", { "spec.variables": UNKNOWN, "spec.validations.0.expression": "variables.any == 1" })).toEqual([]);
    expect(said("binding", { "spec.validationActions": UNKNOWN, "spec.policyName": UNKNOWN })).toEqual([]);
  });
});
