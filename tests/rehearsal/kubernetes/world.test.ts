/** What must exist, what must not exist twice, and what a cluster serves. */
import { describe, expect, test } from "@jest/globals";
import type { Entity, Props } from "../../../rehearsal/types.ts";
import { change, CLUSTER, good, judge, said, thing, worldOf } from "./objects.ts";

const namespace = (name: string, labels: Props = {}): Entity => thing("core/v1:Namespace", { metadata: { name, labels } });
const account = thing("core/v1:ServiceAccount", { metadata: { name: "api", namespace: "shop" } });
const release = (inputs: Props): Entity => ({ ...thing("helm.sh/v3:Release", inputs), token: "kubernetes:helm.sh/v3:Release" });
const custom = { metadata: { name: "x" } };
const definition = thing("apiextensions/v1:CustomResourceDefinition", {
  metadata: { name: "things.example.com" },
  spec: { group: "example.com", scope: "Namespaced", names: { kind: "Thing", plural: "things" }, versions: [{ name: "v1", served: true, storage: true }] },
});

const GONE = (name: string): string => `NotFound: namespaces ${JSON.stringify(name)} not found`;
const MISSING = 'deployments.apps "web" can never become ready: its pods are refused: pods "web-" is forbidden: error looking up service account shop/api: serviceaccount "api" not found';
const inShop = { "metadata.namespace": "shop", "spec.template.spec.serviceAccountName": "api" };

interface Case {
  readonly title: string;
  readonly kind: string;
  readonly inputs: Props;
  readonly things?: readonly Entity[];
  readonly region?: string;
  readonly expected: readonly string[];
}

const CASES: readonly Case[] = [
  { title: "a namespace that is not there", kind: "core/v1:ConfigMap", inputs: good("core/v1:ConfigMap", { "metadata.namespace": "shop" }), expected: [GONE("shop")] },
  { title: "a namespace that is there", kind: "core/v1:ConfigMap", inputs: good("core/v1:ConfigMap", { "metadata.namespace": "shop" }), things: [namespace("shop")], expected: [] },
  { title: "a namespace of another cluster", kind: "core/v1:ConfigMap", inputs: good("core/v1:ConfigMap", { "metadata.namespace": "shop" }), things: [thing("core/v1:Namespace", { metadata: { name: "shop" } }, "other")], expected: [GONE("shop")] },
  { title: "a namespace every cluster has", kind: "core/v1:ConfigMap", inputs: good("core/v1:ConfigMap", { "metadata.namespace": "kube-system" }), expected: [] },
  { title: "a namespace that a chart makes", kind: "core/v1:ConfigMap", inputs: good("core/v1:ConfigMap", { "metadata.namespace": "shop" }), things: [release({ namespace: "shop", createNamespace: true })], expected: [] },
  { title: "a namespace on a kind that has none", kind: "rbac/v1:ClusterRole", inputs: good("rbac/v1:ClusterRole", { "metadata.namespace": "shop" }), expected: [] },
  { title: "a name that is taken", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment"), things: [thing("apps/v1:Deployment", good("apps/v1:Deployment"))], expected: ['AlreadyExists: deployments.apps "web" already exists'] },
  { title: "a name that is taken in another namespace", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", { "metadata.namespace": "shop" }), things: [namespace("shop"), thing("apps/v1:Deployment", good("apps/v1:Deployment"))], expected: [] },
  { title: "a name that is taken in another version", kind: "autoscaling/v2:HorizontalPodAutoscaler", inputs: good("autoscaling/v2:HorizontalPodAutoscaler"), things: [thing("autoscaling/v1:HorizontalPodAutoscaler", { metadata: { name: "web" } })], expected: ['AlreadyExists: horizontalpodautoscalers.autoscaling "web" already exists'] },
  { title: "a patch of what is there", kind: "apps/v1:DeploymentPatch", inputs: good("apps/v1:Deployment"), things: [thing("apps/v1:Deployment", good("apps/v1:Deployment"))], expected: [] },
  { title: "a namespace that every cluster has already", kind: "core/v1:Namespace", inputs: { metadata: { name: "default" } }, expected: ['AlreadyExists: namespaces "default" already exists'] },
  { title: "a pod without its account", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.serviceAccountName": "api" }), expected: ['Forbidden: pods "web" is forbidden: error looking up service account default/api: serviceaccount "api" not found'] },
  { title: "a deployment without its account", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", inShop), things: [namespace("shop")], expected: [`Forbidden: ${MISSING}`] },
  { title: "a deployment with its account", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", inShop), things: [namespace("shop"), account], expected: [] },
  { title: "an account of another namespace", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.serviceAccountName": "api" }), things: [namespace("shop"), account], expected: ['Forbidden: pods "web" is forbidden: error looking up service account default/api: serviceaccount "api" not found'] },
  { title: "the account every namespace has", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", { "spec.template.spec.serviceAccountName": "default" }), expected: [] },
  { title: "an account a chart may have made", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", inShop), things: [namespace("shop"), release({ namespace: "shop" })], expected: [] },
  { title: "a deployment of no pods", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", { ...inShop, "spec.replicas": 0 }), things: [namespace("shop")], expected: [] },
  { title: "a deployment nobody waits for", kind: "apps/v1:Deployment", inputs: good("apps/v1:Deployment", { ...inShop, "metadata.annotations": { "pulumi.com/skipAwait": "true" } }), things: [namespace("shop")], expected: [] },
  { title: "a priority class that is not there", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priorityClassName": "high" }), expected: ['Forbidden: pods "web" is forbidden: no PriorityClass with name high was found'] },
  { title: "a priority class that is there", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priorityClassName": "high" }), things: [thing("scheduling/v1:PriorityClass", { metadata: { name: "high" }, value: 5 })], expected: [] },
  { title: "another pre-emption than the class's", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priorityClassName": "high", "spec.preemptionPolicy": "Never" }), things: [thing("scheduling/v1:PriorityClass", { metadata: { name: "high" }, value: 5 })], expected: ['Forbidden: pods "web" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name'] },
  { title: "the pre-emption of the class", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priorityClassName": "high", "spec.preemptionPolicy": "Never", "spec.priority": 5 }), things: [thing("scheduling/v1:PriorityClass", { metadata: { name: "high" }, value: 5, preemptionPolicy: "Never" })], expected: [] },
  { title: "another priority than the class's", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priorityClassName": "system-node-critical", "spec.priority": 7 }), expected: ['Forbidden: pods "web" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 2000001000 from the given PriorityClass name'] },
  { title: "a priority where no class is for all", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priority": 7 }), expected: ['Forbidden: pods "web" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name'] },
  { title: "the priority of the class for all", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priority": 7 }), things: [thing("scheduling/v1:PriorityClass", { metadata: { name: "all" }, value: 7, globalDefault: true })], expected: [] },
  { title: "a priority where a chart may have brought the class for all", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priority": 7 }), things: [release({ namespace: "shop" })], expected: [] },
  { title: "a priority class every cluster has", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.priorityClassName": "system-cluster-critical" }), expected: [] },
  { title: "a runtime class that is not there", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.runtimeClassName": "gvisor" }), expected: ['Forbidden: pods "web" is forbidden: pod rejected: RuntimeClass "gvisor" not found'] },
  { title: "ConfigMaps and Secrets that are not there", kind: "core/v1:Pod", inputs: good("core/v1:Pod", { "spec.volumes": [{ name: "c", configMap: { name: "none" } }], "spec.containers.0.envFrom": [{ secretRef: { name: "none" } }] }), expected: [] },
  { title: "a version that is no longer served", kind: "extensions/v1beta1:Ingress", inputs: custom, expected: ['NotFound: no matches for kind "Ingress" in version "extensions/v1beta1"'] },
  { title: "a beta version", kind: "policy/v1beta1:PodDisruptionBudget", inputs: custom, expected: ['NotFound: no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"'] },
  { title: "a custom kind without a definition", kind: "example.com/v1:Thing", inputs: custom, expected: ['NotFound: no matches for kind "Thing" in version "example.com/v1"'] },
  { title: "a custom kind with a definition", kind: "example.com/v1:Thing", inputs: custom, things: [definition], expected: [] },
  { title: "another version than the definition's", kind: "example.com/v2:Thing", inputs: custom, things: [definition], expected: ['NotFound: no matches for kind "Thing" in version "example.com/v2"'] },
  { title: "a custom kind a chart may have brought", kind: "example.com/v1:Thing", inputs: custom, things: [release({ namespace: "shop" })], expected: [] },
  { title: "a custom kind on a cluster that is not rehearsed", kind: "example.com/v1:Thing", inputs: custom, region: "ambient", expected: [] },
  { title: "a custom kind of EKS Auto Mode", kind: "eks.amazonaws.com/v1:NodeClass", inputs: custom, expected: [] },
  { title: "a node pool", kind: "karpenter.sh/v1:NodePool", inputs: custom, expected: [] },
];

test.each(CASES)("$title", ({ kind, inputs, things = [], region = CLUSTER, expected }) => {
  expect(said(change(kind, inputs, { world: worldOf(...things), region }))).toEqual(expected);
});

describe("deletion", () => {
  test.each([["default", ['Forbidden: namespaces "default" is forbidden: this namespace may not be deleted']], ["shop", []], ["kube-node-lease", []]])("of the namespace %s", (name, expected) => {
    expect(said(change("core/v1:Namespace", { metadata: { name } }, { operation: "delete", id: name }))).toEqual(expected);
  });
});

describe("definitions of kinds", () => {
  const body = (changes: Props = {}): Props => good("none", {
    "metadata.name": "things.example.com",
    "spec.group": "example.com", "spec.scope": "Namespaced", "spec.names": { kind: "Thing", plural: "things" },
    "spec.versions": [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties: { weight: { type: "number", minimum: 0.5 } } } } }],
    ...changes,
  });
  test.each<[Props, string[]]>([
    [{}, []],
    [{ "metadata.name": "thing.example.com" }, ['metadata.name: Invalid value: "thing.example.com": must be spec.names.plural+"."+spec.group']],
    [{ "spec.scope": "Global" }, ['spec.scope: Unsupported value: "Global": supported values: "Cluster", "Namespaced"']],
    [{ "spec.versions.0.storage": false }, ["must have exactly one version marked as storage version"]],
    [{ "spec.versions.0.schema": undefined }, ["spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required"]],
  ])("%j", (changes, expected) => {
    const token = "apiextensions/v1:CustomResourceDefinition";
    const messages = judge(change(token, body(changes)), "check").map(({ message }) => message);
    expect([messages.length, messages.every((message, index) => message.endsWith(expected[index] ?? ""))]).toEqual([expected.length, true]);
  });
});
