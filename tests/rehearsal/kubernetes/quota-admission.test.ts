/** What a namespace's LimitRanges and ResourceQuotas make of pods and objects. */
import { describe, expect, test } from "@jest/globals";
import type { Entity, Props } from "../../../rehearsal/types.ts";
import { shownAmount } from "../../../rehearsal/kubernetes/pod-size.ts";
import { parseQuantity } from "../../../rehearsal/kubernetes/quantity.ts";
import { change, good, said, thing, worldOf } from "./objects.ts";

const range = (...limits: Props[]): Entity => thing("core/v1:LimitRange", { metadata: { name: "limits", namespace: "default" }, spec: { limits } });
const quota = (hard: Props, more: Props = {}): Entity => thing("core/v1:ResourceQuota", { metadata: { name: "quota", namespace: "default" }, spec: { hard, ...more } });
const RESOURCES = "spec.template.spec.containers.0.resources";
const deployment = (resources: Props, more: Props = {}): Props => good("apps/v1:Deployment", { [RESOURCES]: resources, ...more });
const pod = (resources: Props, more: Props = {}): Props => good("core/v1:Pod", { "spec.containers.0.resources": resources, ...more });
const other = (replicas: number, resources: Props): Entity => thing("apps/v1:Deployment", deployment(resources, { "metadata.name": "other", "spec.replicas": replicas }));
const NEVER = 'Forbidden: deployments.apps "web" can never become ready: its pods are refused: pods "web-" is forbidden: ';
const POD = 'Forbidden: pods "web" is forbidden: ';
const size = (cpu: string, memory: string): Props => ({ cpu, memory });

interface Case {
  readonly title: string;
  readonly kind?: string;
  readonly inputs: Props;
  readonly things: readonly Entity[];
  readonly expected: readonly string[];
}

function table(cases: readonly Case[]): void {
  test.each(cases)("$title", ({ kind = "apps/v1:Deployment", inputs, things, expected }) => {
    expect(said(change(kind, inputs, { world: worldOf(...things) }))).toEqual(expected);
  });
}

describe("limit ranges", () => {
  const upTo = range({ type: "Container", max: { cpu: "2", memory: "1Gi" } });
  table([
    { title: "a container that asks for nothing gets the most", inputs: deployment({}), things: [upTo], expected: [] },
    { title: "a container of just the largest size", inputs: deployment({ limits: size("2000m", "1024Mi") }), things: [upTo], expected: [] },
    { title: "a container that is too large", inputs: deployment({ limits: size("3", "1Gi") }), things: [upTo], expected: [`${NEVER}maximum cpu usage per Container is 2, but limit is 3`] },
    { title: "a container that is too large twice", inputs: deployment({ limits: size("3", "2Gi") }), things: [upTo], expected: [`${NEVER}[maximum cpu usage per Container is 2, but limit is 3, maximum memory usage per Container is 1Gi, but limit is 2Gi]`] },
    { title: "a pod that is too large", kind: "core/v1:Pod", inputs: pod({ limits: { memory: "1025Mi" } }), things: [upTo], expected: [`${POD}maximum memory usage per Container is 1Gi, but limit is 1025Mi`] },
    { title: "a start that is too large", inputs: deployment({}, { "spec.template.spec.initContainers": [{ name: "first", image: "x@sha256:0", resources: { limits: { cpu: "3" } } }] }), things: [upTo], expected: [`${NEVER}maximum cpu usage per Container is 2, but limit is 3`] },
    { title: "a CronJob's container that is too large", kind: "batch/v1:CronJob", inputs: good("batch/v1:CronJob", { "spec.jobTemplate.spec.template.spec.containers.0.resources": { limits: { cpu: "3" } } }), things: [upTo], expected: ['Forbidden: cronjobs.batch "web" can never become ready: its pods are refused: pods "web-" is forbidden: maximum cpu usage per Container is 2, but limit is 3'] },
    { title: "too little", inputs: deployment({ requests: { cpu: "5m" } }), things: [range({ type: "Container", min: { cpu: "10m" } })], expected: [`${NEVER}minimum cpu usage per Container is 10m, but request is 5m`] },
    { title: "nothing, which becomes the least", inputs: deployment({}), things: [range({ type: "Container", min: { cpu: "10m" } })], expected: [] },
    { title: "a limit far above the request", inputs: deployment({ requests: { cpu: "100m" }, limits: { cpu: "500m" } }), things: [range({ type: "Container", maxLimitRequestRatio: { cpu: "4" } })], expected: [`${NEVER}cpu max limit to request ratio per Container is 4, but provided ratio is 5.000000`] },
    { title: "a limit not so far above the request", inputs: deployment({ requests: { cpu: "100m" }, limits: { cpu: "400m" } }), things: [range({ type: "Container", maxLimitRequestRatio: { cpu: "4" } })], expected: [] },
    { title: "two containers that are too large together", inputs: deployment({ limits: { cpu: "2" } }, { "spec.template.spec.containers.1": { name: "two", image: "x@sha256:0", resources: { limits: { cpu: "2" } } } }), things: [range({ type: "Pod", max: { cpu: "3" } })], expected: [`${NEVER}maximum cpu usage per Pod is 3, but limit is 4`] },
    { title: "a start and a container that are not there at once", inputs: deployment({ limits: { cpu: "2" } }, { "spec.template.spec.initContainers": [{ name: "first", image: "x@sha256:0", resources: { limits: { cpu: "2" } } }] }), things: [range({ type: "Pod", max: { cpu: "3" } })], expected: [] },
    { title: "a sidecar and a container that are", inputs: deployment({ limits: { cpu: "2" } }, { "spec.template.spec.initContainers": [{ name: "first", image: "x@sha256:0", restartPolicy: "Always", resources: { limits: { cpu: "2" } } }] }), things: [range({ type: "Pod", max: { cpu: "3" } })], expected: [`${NEVER}maximum cpu usage per Pod is 3, but limit is 4`] },
    { title: "a pod without the limit that its range asks for", inputs: deployment({}), things: [range({ type: "Pod", max: { cpu: "3" } })], expected: [`${NEVER}maximum cpu usage per Pod is 3.  No limit is specified`] },
    { title: "the limits of another namespace", inputs: deployment({ limits: { cpu: "3" } }), things: [thing("core/v1:LimitRange", { metadata: { name: "limits", namespace: "shop" }, spec: { limits: [{ type: "Container", max: { cpu: "2" } }] } })], expected: [] },
    { title: "more than the limit of those without one", inputs: deployment({ requests: { memory: "1Gi" } }), things: [range({ type: "Container", default: { memory: "256Mi" } })], expected: ['Invalid: deployments.apps "web" can never become ready: its pods are refused: Pod "web-" is invalid: spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 256Mi'] },
    { title: "a pod of more than the limit of those without one", kind: "core/v1:Pod", inputs: pod({ requests: { cpu: "2" } }), things: [range({ type: "Container", default: { cpu: "1" } })], expected: ['Invalid: Pod "web" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'] },
    { title: "as much as the limit of those without one", inputs: deployment({ requests: { memory: "256Mi" } }), things: [range({ type: "Container", default: { memory: "256Mi" } })], expected: [] },
    { title: "a limit of one's own", inputs: deployment({ requests: { memory: "1Gi" }, limits: { memory: "2Gi" } }), things: [range({ type: "Container", default: { memory: "256Mi" } })], expected: [] },
    { title: "claims have limits of their own", inputs: deployment({}), things: [range({ type: "PersistentVolumeClaim", max: { storage: "1Gi" } })], expected: [] },
  ]);
});

describe("quotas of pods", () => {
  const half = { requests: { cpu: "500m" }, limits: { cpu: "1" } };
  table([
    { title: "room for exactly these", inputs: deployment(half), things: [quota({ pods: "2", "requests.cpu": "1", "limits.cpu": "2" })], expected: [] },
    { title: "room for one pod of two", inputs: deployment(half), things: [quota({ pods: "1" })], expected: [`${NEVER}exceeded quota: quota, requested: pods=1, used: pods=1, limited: pods=1`] },
    { title: "room for the processor time of one pod", inputs: deployment(half), things: [quota({ pods: "9", "requests.cpu": "900m" })], expected: [`${NEVER}exceeded quota: quota, requested: requests.cpu=500m, used: requests.cpu=500m, limited: requests.cpu=900m`] },
    { title: "room that others have taken", inputs: deployment(half), things: [quota({ pods: "4" }), other(3, half)], expected: [`${NEVER}exceeded quota: quota, requested: pods=1, used: pods=4, limited: pods=4`] },
    { title: "room that others have left", inputs: deployment(half), things: [quota({ pods: "5" }), other(3, half)], expected: [] },
    { title: "room that finished tasks have left", inputs: deployment(half), things: [quota({ pods: "2" }), thing("batch/v1:Job", good("batch/v1:Job"))], expected: [] },
    { title: "a pod that does not say what it takes", kind: "core/v1:Pod", inputs: pod({ requests: { cpu: "1" } }), things: [quota({ "requests.cpu": "2", "limits.cpu": "2", "limits.memory": "1Gi" })], expected: [`${POD}failed quota: quota: must specify limits.cpu for: web; limits.memory for: web`] },
    { title: "a limit that stands for the request", kind: "core/v1:Pod", inputs: pod({ limits: { cpu: "1" } }), things: [quota({ "requests.cpu": "2" })], expected: [] },
    { title: "a limit range that says it for the pod", kind: "core/v1:Pod", inputs: pod({}), things: [quota({ "requests.cpu": "2", "limits.cpu": "2" }), range({ type: "Container", default: { cpu: "1" }, defaultRequest: { cpu: "100m" } })], expected: [] },
    { title: "disk may be left unsaid", kind: "core/v1:Pod", inputs: pod({}), things: [quota({ "requests.ephemeral-storage": "2Gi" })], expected: [] },
    { title: "a CronJob that fits when it is alone", kind: "batch/v1:CronJob", inputs: good("batch/v1:CronJob"), things: [quota({ pods: "1" }), other(1, {})], expected: [] },
    { title: "a quota of some pods only", inputs: deployment(half), things: [quota({ pods: "1" }, { scopes: ["Terminating"] })], expected: [] },
    { title: "no pods", inputs: deployment(half, { "spec.replicas": 0 }), things: [quota({ pods: "0" })], expected: [] },
  ]);

  test("count a deployment that changes once", () => {
    const before = thing("apps/v1:Deployment", deployment(half));
    expect(said(change("apps/v1:Deployment", deployment(half), { operation: "update", id: before.id, world: worldOf(quota({ pods: "2" }), before) }))).toEqual([]);
  });
});

describe("quotas of objects", () => {
  const outside = (type: string, more: Props = {}): Props => good("core/v1:Service", { "spec.type": type, ...more });
  table([
    { title: "no more Secrets", kind: "core/v1:Secret", inputs: good("core/v1:Secret"), things: [quota({ secrets: "0" })], expected: ['Forbidden: secrets "web" is forbidden: exceeded quota: quota, requested: secrets=1, used: secrets=0, limited: secrets=0'] },
    { title: "one more Secret", kind: "core/v1:Secret", inputs: good("core/v1:Secret"), things: [quota({ secrets: "1" })], expected: [] },
    { title: "a ConfigMap beside the one that is always there", kind: "core/v1:ConfigMap", inputs: good("core/v1:ConfigMap"), things: [quota({ configmaps: "1" })], expected: ['Forbidden: configmaps "web" is forbidden: exceeded quota: quota, requested: configmaps=1, used: configmaps=1, limited: configmaps=1'] },
    { title: "a load balancer", kind: "core/v1:Service", inputs: outside("LoadBalancer"), things: [quota({ "services.loadbalancers": "0", "services.nodeports": "0" })], expected: ['Forbidden: services "web" is forbidden: exceeded quota: quota, requested: services.loadbalancers=1,services.nodeports=1, used: services.loadbalancers=0,services.nodeports=0, limited: services.loadbalancers=0,services.nodeports=0'] },
    { title: "a load balancer without ports on nodes", kind: "core/v1:Service", inputs: outside("LoadBalancer", { "spec.allocateLoadBalancerNodePorts": false }), things: [quota({ "services.nodeports": "0" })], expected: [] },
    { title: "a Service within the cluster", kind: "core/v1:Service", inputs: good("core/v1:Service"), things: [quota({ "services.loadbalancers": "0", "services.nodeports": "0" })], expected: [] },
    { title: "a kind that is counted by its full name", inputs: deployment({}), things: [quota({ "count/deployments.apps": "1" }), other(1, {})], expected: ['Forbidden: deployments.apps "web" is forbidden: exceeded quota: quota, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1'] },
    { title: "a thing of no namespace", kind: "rbac/v1:ClusterRole", inputs: good("rbac/v1:ClusterRole"), things: [quota({ "count/clusterroles.rbac.authorization.k8s.io": "0" })], expected: [] },
    { title: "the quota itself", kind: "core/v1:ResourceQuota", inputs: good("core/v1:ResourceQuota"), things: [], expected: [] },
  ]);
});

test.each([
  ["memory", "1024Mi", "1Gi"],
  ["memory", "1025Mi", "1025Mi"],
  ["requests.memory", "1000", "1000"],
  ["ephemeral-storage", "0", "0"],
  ["cpu", "1024", "1024"],
  ["cpu", "1.5", "1500m"],
  ["cpu", "100n", "100n"],
])("%s of %s is written %s", (resource, given, written) => {
  expect(shownAmount(resource, parseQuantity(given) ?? -1n)).toBe(written);
});
