/** Policies of admission that judge what is sent to the cluster. */
import { describe, expect, test } from "@jest/globals";
import { keep, parseExpression, readable, valueOf } from "../../../rehearsal/kubernetes/expression.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Entity, Props } from "../../../rehearsal/types.ts";
import { change, good, said, thing, worldOf } from "./objects.ts";

const OBJECT: Props = { spec: { replicas: 3, share: 0.5, image: "a:1", names: ["a", "b"], ports: [{ name: "web", port: 80 }, { port: UNKNOWN }], mixed: ["a", UNKNOWN], none: null, secret: UNKNOWN }, metadata: { labels: { tier: "web" } } };

describe("values", () => {
  const value = (text: string): unknown => {
    const expression = parseExpression(text);
    const variables = { two: 2n };
    keep(variables, "later", UNKNOWN);
    return expression === undefined ? "unread" : valueOf(expression, { object: readable(OBJECT), oldObject: null, variables });
  };
  test.each<[string, unknown]>([
    ["object.spec.replicas >= 3 && object.spec.replicas < 4", true],
    ["object.spec.replicas <= 5 && object.spec.share < 1 && object.spec.replicas in [1, 2]", false],
    ["object.spec.replicas > variables.two ? 'more' : 'less'", "more"],
    ["'has ' + string(object.spec.replicas - 1)", "has 2"],
    ["object.spec.names + ['c']", ["a", "b", "c"]],
    ["(has(object.spec.names) ? object.spec.names.map(n, n) : []) + (has(object.spec.others) ? object.spec.others : [])", ["a", "b"]],
    ["object.spec.names.filter(n, n != 'a').map(n, n + '!').join(', ')", "b!"],
    ["object.spec.names.filter(n, n == 'c').join(', ')", ""],
    ["object.spec.names.map(n, n == 'a', n)", ["a"]],
    ["object.spec.names.all(n, n.size() == 1) || false", true],
    ["object.spec.names.exists_one(n, n == 'a')", true],
    ["object.spec.image.startsWith('a') && object.spec.image.endsWith('1') && object.spec.image.contains(':')", true],
    ["object.spec.image.matches('@sha256:[0-9a-f]{64}$')", false],
    ["object.spec.image.matches('^\\\\w+:\\\\d$')", true],
    ["object.spec.image.matches('(?i)A')", UNKNOWN],
    ["object.spec.image.matches('^[[:alpha:]]')", UNKNOWN],
    ["object.spec.image.matches('1\\\\z')", UNKNOWN],
    ["object.spec.names.all(n, n.matches(object.spec.image))", UNKNOWN],
    ["has(object.spec.image) && !has(object.spec.nothing) && !has(object.spec.none)", true],
    ["object.spec.nothing == 1", UNKNOWN],
    ["object.?spec.?nothing.orValue('x') + object.spec[?'image'].orValue('y')", "xa:1"],
    ["oldObject == null || oldObject.spec == object.spec", true],
    ["object.metadata.labels['tier'] in ['web', 'api']", true],
    ["'tier' in object.metadata.labels", true],
    ["object.spec.names[1]", "b"],
    ["object.spec.names[2]", UNKNOWN],
    ["object.spec.secret == 'x'", UNKNOWN],
    ["has(object.spec.secret)", UNKNOWN],
    ["variables.later", UNKNOWN],
    ["false && object.spec.secret == 'x'", false],
    ["object.spec.secret == 'x' || true", true],
    ["object.spec.ports.all(p, p.port == 80)", UNKNOWN],
    ["object.spec.ports.all(p, p.port == 81)", false],
    ["size(object.spec.mixed) == 2 && 'a' in object.spec.mixed", true],
    ["'b' in object.spec.mixed", UNKNOWN],
    ["object.spec.mixed == ['a', 'b']", UNKNOWN],
    ["{'a': [1]} == {'a': [1]}", true],
    ["size(object.spec.names) != 2", false],
    ["object.spec.image.replace('a', 'b') == 'b:1'", UNKNOWN],
    ["quantity('1').isLessThan(quantity('2'))", UNKNOWN],
    ["request.operation == 'CREATE'", UNKNOWN],
    ["object.spec.?image.optMap(i, i + '!').orValue('')", UNKNOWN],
    ["object.spec.`a-b`", "unread"],
    ["[?object.spec.?image]", "unread"],
    ["{?'a': object.spec.?image}", "unread"],
    [".object.spec.share < .5", "unread"],
    ["object.spec.share < .5", "unread"],
    ["Object{spec: 1} == object", "unread"],
    ["br'a' == b'a'", "unread"],
    ["r'\\' == '\\\\'", "unread"],
  ])("%s", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

const IMAGES = "variables.spec.containers.all(c, c.image.contains('@sha256:'))";
const policy = (spec: Props = {}): Entity =>
  thing("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", {
    metadata: { name: "digests" },
    spec: {
      matchConstraints: { resourceRules: [{ apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["deployments"] }] },
      variables: [{ name: "spec", expression: "object.spec.template.spec" }],
      validations: [{ expression: IMAGES, messageExpression: "'not by digest: ' + variables.spec.containers[0].image", reason: "Forbidden" }],
      ...spec,
    },
  });
const binding = (spec: Props = {}): Entity => thing("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding", { metadata: { name: "bound" }, spec: { policyName: "digests", validationActions: ["Deny"], ...spec } });
const shop = thing("core/v1:Namespace", { metadata: { name: "shop" } });
const only = (name: string): Props => ({ matchResources: { namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [name] }] } } });
const tagged = (changes: Props = {}): Props => good("apps/v1:Deployment", { "metadata.namespace": "shop", "spec.template.spec.containers.0.image": "web:1", ...changes });
const DENIED = "Forbidden: deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'digests' with binding 'bound' denied request: not by digest: web:1";
const REASON = `Invalid: deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'digests' with binding 'bound' denied request: failed expression: ${IMAGES}`;

describe("policies", () => {
  test.each<[title: string, things: readonly Entity[], inputs: Props, said: readonly string[]]>([
    ["an image by its tag", [policy(), binding()], tagged(), [DENIED]],
    ["an image by its digest", [policy(), binding()], tagged({ "spec.template.spec.containers.0.image": "web@sha256:0" }), []],
    ["an image not known yet", [policy(), binding()], tagged({ "spec.template.spec.containers.0.image": UNKNOWN }), []],
    ["without a binding", [policy()], tagged(), []],
    ["without the policy", [binding()], tagged(), []],
    ["a binding that only warns", [policy(), binding({ validationActions: ["Warn"] })], tagged(), []],
    ["a binding to this namespace", [policy(), binding(only("shop"))], tagged(), [DENIED]],
    ["a binding to another namespace", [policy(), binding(only("other"))], tagged(), []],
    ["a binding to other objects", [policy(), binding({ matchResources: { objectSelector: { matchLabels: { app: "api" } } } })], tagged(), []],
    ["a policy about other resources", [policy({ matchConstraints: { resourceRules: [{ apiGroups: ["apps"], apiVersions: ["v1"], operations: ["*"], resources: ["statefulsets"] }] } }), binding()], tagged(), []],
    ["a policy with exceptions", [policy({ matchConstraints: { resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }], excludeResourceRules: [{ apiGroups: ["apps"], apiVersions: ["v1"], operations: ["*"], resources: ["deployments"] }] } }), binding()], tagged(), []],
    ["a policy with conditions", [policy({ matchConditions: [{ name: "a", expression: "true" }] }), binding()], tagged(), []],
    ["no words of its own", [policy({ validations: [{ expression: IMAGES }] }), binding()], tagged(), [REASON]],
    ["a message", [policy({ validations: [{ expression: IMAGES, message: "by digest, please" }] }), binding()], tagged(), [REASON.replace(`failed expression: ${IMAGES}`, "by digest, please")]],
    ["a variable that asks for itself", [policy({ variables: [{ name: "spec", expression: "variables.spec" }] }), binding()], tagged(), []],
    ["a variable that uses another", [policy({ variables: [{ name: "pod", expression: "object.spec.template" }, { name: "spec", expression: "variables.pod.spec" }] }), binding()], tagged(), [DENIED]],
    ["a variable before what it uses", [policy({ variables: [{ name: "spec", expression: "variables.pod.spec" }, { name: "pod", expression: "object.spec.template" }] }), binding()], tagged(), []],
    ["an expression that is not read here", [policy({ validations: [{ expression: ".object.spec == 1" }] }), binding()], tagged(), []],
    ["an expression that is none", [policy({ validations: [{ expression: "(" }] }), binding()], tagged(), []],
  ])("%s", (_title, things, inputs, expected) => {
    expect(said(change("apps/v1:Deployment", inputs, { world: worldOf(shop, ...things) }))).toEqual(expected);
  });
});
