/** What cannot be changed once it is there, and what can. */
import { expect, test } from "@jest/globals";
import type { Props } from "../../../rehearsal/types.ts";
import { change, good, said, thing, worldOf } from "./objects.ts";

const STATEFUL = 'Invalid: StatefulSet.apps "web" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\', \'ordinals\', \'template\', \'updateStrategy\', \'revisionHistoryLimit\', \'persistentVolumeClaimRetentionPolicy\' and \'minReadySeconds\' are forbidden';
const CLAIM = 'Invalid: PersistentVolumeClaim "web" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
const FROZEN = "field is immutable when `immutable` is set";

test.each<[kind: string, before: Props, after: Props, said: string[]]>([
  ["apps/v1:Deployment", {}, { "spec.replicas": 5, "spec.template.spec.containers.0.image": "other" }, []],
  ["apps/v1:Deployment", {}, { "spec.selector": { matchLabels: { app: "web", tier: "a" } } }, ['Invalid: Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"a"}}: field is immutable']],
  ["apps/v1:StatefulSet", {}, { "spec.replicas": 3, "spec.updateStrategy": { type: "OnDelete" }, "spec.minReadySeconds": 5 }, []],
  ["apps/v1:StatefulSet", {}, { "spec.serviceName": "other" }, [STATEFUL]],
  ["apps/v1:StatefulSet", {}, { "spec.volumeClaimTemplates.0.spec.resources.requests.storage": "2Gi" }, [STATEFUL]],
  ["apps/v1:StatefulSet", {}, { "spec.volumeClaimTemplates.0.spec.resources.requests.storage": "1024Mi", "spec.volumeClaimTemplates.0.spec.volumeMode": "Filesystem" }, []],
  ["rbac/v1:RoleBinding", {}, { "roleRef.apiGroup": undefined }, []],
  ["batch/v1:Job", {}, { "spec.template.spec.containers.0.image": "other" }, ["spec.template"]],
  ["batch/v1:Job", {}, { "spec.parallelism": 2, "spec.backoffLimit": 1 }, []],
  ["core/v1:ConfigMap", { immutable: true }, { immutable: true, "data": { a: "b" } }, [`Invalid: ConfigMap "web" is invalid: data: Forbidden: ${FROZEN}`]],
  ["core/v1:ConfigMap", { immutable: true }, {}, [`Invalid: ConfigMap "web" is invalid: immutable: Forbidden: ${FROZEN}`]],
  ["core/v1:ConfigMap", {}, { "data": { a: "b" } }, []],
  ["core/v1:Secret", {}, { type: "kubernetes.io/basic-auth" }, ['Invalid: Secret "web" is invalid: type: Invalid value: "kubernetes.io/basic-auth": field is immutable']],
  ["core/v1:Secret", {}, { type: "Opaque", "stringData": { password: "new" } }, []],
  ["core/v1:Service", { "spec.clusterIP": "10.0.0.1" }, { "spec.clusterIP": "10.0.0.2" }, ['Invalid: Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set']],
  ["core/v1:Service", { "spec.clusterIP": "10.0.0.1" }, { "spec.clusterIP": undefined, "spec.type": "NodePort" }, []],
  ["core/v1:Service", { "spec.type": "LoadBalancer", "spec.loadBalancerClass": "a.b/c" }, { "spec.type": "LoadBalancer", "spec.loadBalancerClass": "a.b/d" }, ['Invalid: Service "web" is invalid: spec.loadBalancerClass: Invalid value: "a.b/d": may not change once set']],
  ["core/v1:PersistentVolumeClaim", {}, { "spec.resources.requests.storage": "20Gi" }, []],
  ["core/v1:PersistentVolumeClaim", {}, { "spec.resources.requests.storage": "5Gi" }, ['Invalid: PersistentVolumeClaim "web" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity']],
  ["core/v1:PersistentVolumeClaim", {}, { "spec.resources.requests.iops": "100" }, [CLAIM]],
  ["core/v1:PersistentVolumeClaim", {}, { "spec.accessModes": ["ReadWriteMany"] }, [CLAIM]],
  ["rbac/v1:RoleBinding", {}, { "roleRef.name": "writer" }, ['Invalid: RoleBinding.rbac.authorization.k8s.io "web" is invalid: roleRef: Invalid value: {"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"writer"}: cannot change roleRef']],
  ["rbac/v1:RoleBinding", {}, { subjects: [] }, []],
  ["storage/v1:StorageClass", {}, { provisioner: "other.example.com" }, ['Invalid: StorageClass.storage.k8s.io "web" is invalid: provisioner: Forbidden: updates to provisioner are forbidden.']],
  ["scheduling/v1:PriorityClass", {}, { value: 5 }, ['Invalid: PriorityClass.scheduling.k8s.io "web" is invalid: value: Invalid value: 5: field is immutable']],
])("%s, %j becoming %j", (kind, before, after, expected) => {
  const old = thing(kind, good(kind, before));
  const answers = said(change(kind, good(kind, { ...before, ...(before["immutable"] === undefined ? {} : { immutable: undefined }), ...after }), { operation: "update", id: old.id, olds: old.outputs, world: worldOf(old) }));
  expect(answers.map((answer) => (expected[0] === "spec.template" ? (/ (spec\.template): Invalid value: .*: field is immutable$/.exec(answer)?.[1] ?? answer) : answer))).toEqual(expected);
});
