/** Arguments that an API server of Kubernetes 1.34 refuses and accepts; the reasons are its own. */
import { describe, expect, test } from "@jest/globals";
import type { Props } from "../../../rehearsal/types.ts";
import { wrong } from "./objects.ts";

/** Kind, what is changed in a good object of it, and what is said; nothing where it is accepted. */
type Case = readonly [kind: string, changes: Props, said: readonly string[]];

const FIRST: readonly Case[] = [
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.minReplicas": 11 }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.maxReplicas: Invalid value: 10: must be greater than or equal to `minReplicas`"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.maxReplicas": 0 }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.maxReplicas: Invalid value: 0: must be greater than 0", "HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.minReplicas": 0 }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.minReplicas: Invalid value: 0: must be greater than or equal to 1", "HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.minReplicas": 10 }, []],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.scaleTargetRef.apiVersion": "v1" }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.scaleTargetRef.apiVersion: Invalid value: \"v1\": apiVersion must specify API group"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.scaleTargetRef.name": "" }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.scaleTargetRef.name: Required value"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics": undefined }, []],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics.0.type": "Cpu" }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.metrics[0].type: Unsupported value: \"Cpu\": supported values: \"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\""]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics.0.pods": { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: 100 } } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.metrics[0].pods: Forbidden: must populate the given metric source only"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics.0": { type: "Pods", pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "100" } } } }, []],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics.0.resource.target": { type: "Utilization" } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics.0.resource.target": { type: "Utilization", averageUtilization: 0 } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.metrics.0.resource.target": { type: "Utilization", averageUtilization: 70, averageValue: "1" } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.behavior": { scaleDown: { stabilizationWindowSeconds: 3601 } } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.behavior": { scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Percent", value: 10, periodSeconds: 60 }] } } }, []],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.behavior": { scaleUp: { policies: [{ type: "Half", value: 0, periodSeconds: 1801 }] } } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.behavior.scaleUp.policies[0].type: Unsupported value: \"Half\": supported values: \"Percent\", \"Pods\"", "HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero", "HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800"]],
  ["autoscaling/v2:HorizontalPodAutoscaler", { "spec.behavior": { scaleUp: { selectPolicy: "Average" } } }, ["HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.behavior.scaleUp.selectPolicy: Unsupported value: \"Average\": supported values: \"Disabled\", \"Max\", \"Min\""]],
  ["policy/v1:PodDisruptionBudget", { "spec.maxUnavailable": 1 }, ["PodDisruptionBudget.policy \"web\" is invalid: spec: Invalid value: {\"minAvailable\":\"50%\",\"selector\":{\"matchLabels\":{\"app\":\"web\"}},\"maxUnavailable\":1}: minAvailable and maxUnavailable cannot be both set"]],
  ["policy/v1:PodDisruptionBudget", { "spec.minAvailable": "101%" }, ["PodDisruptionBudget.policy \"web\" is invalid: spec.minAvailable: Invalid value: \"101%\": must not be greater than 100%"]],
  ["policy/v1:PodDisruptionBudget", { "spec.minAvailable": -1 }, ["PodDisruptionBudget.policy \"web\" is invalid: spec.minAvailable: Invalid value: -1: must be greater than or equal to 0"]],
  ["policy/v1:PodDisruptionBudget", { "spec.minAvailable": "half" }, ["PodDisruptionBudget.policy \"web\" is invalid: spec.minAvailable: Invalid value: \"half\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"]],
  ["policy/v1:PodDisruptionBudget", { "spec.minAvailable": undefined, "spec.maxUnavailable": 0 }, []],
  ["policy/v1:PodDisruptionBudget", { "spec.unhealthyPodEvictionPolicy": "Never" }, ["PodDisruptionBudget.policy \"web\" is invalid: spec.unhealthyPodEvictionPolicy: Unsupported value: \"Never\": supported values: \"AlwaysAllow\", \"IfHealthyBudget\""]],
];

describe("Autoscalers and disruption budgets", () => {
  test.each(FIRST.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const SECOND: readonly Case[] = [
  ["rbac/v1:Role", { "rules.0.verbs": [] }, ["Role.rbac.authorization.k8s.io \"web\" is invalid: rules[0].verbs: Required value: verbs must contain at least one value"]],
  ["rbac/v1:Role", { "rules.0.apiGroups": [] }, ["Role.rbac.authorization.k8s.io \"web\" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group"]],
  ["rbac/v1:Role", { "rules.0.resources": undefined }, ["Role.rbac.authorization.k8s.io \"web\" is invalid: rules[0].resources: Required value: resource rules must supply at least one resource"]],
  ["rbac/v1:Role", { rules: [{ nonResourceURLs: ["/healthz"], verbs: ["get"] }] }, ["Role.rbac.authorization.k8s.io \"web\" is invalid: rules[0].nonResourceURLs: Invalid value: [\"/healthz\"]: namespaced rules cannot apply to non-resource URLs"]],
  ["rbac/v1:ClusterRole", { rules: [{ nonResourceURLs: ["/healthz"], verbs: ["get"] }] }, []],
  ["rbac/v1:ClusterRole", { "rules.0.nonResourceURLs": ["/healthz"] }, ["ClusterRole.rbac.authorization.k8s.io \"web\" is invalid: rules[0].nonResourceURLs: Invalid value: [\"/healthz\"]: rules cannot apply to both regular resources and non-resource URLs"]],
  ["rbac/v1:ClusterRole", { rules: undefined, aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] } }, []],
  ["rbac/v1:RoleBinding", { "roleRef.kind": "Group" }, ["RoleBinding.rbac.authorization.k8s.io \"web\" is invalid: roleRef.kind: Unsupported value: \"Group\": supported values: \"ClusterRole\", \"Role\""]],
  ["rbac/v1:RoleBinding", { "roleRef.kind": "ClusterRole" }, []],
  ["rbac/v1:RoleBinding", { "roleRef.name": "not-there" }, []],
  ["rbac/v1:ClusterRoleBinding", { "roleRef.kind": "Role" }, ["ClusterRoleBinding.rbac.authorization.k8s.io \"web\" is invalid: roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\""]],
  ["rbac/v1:ClusterRoleBinding", { "subjects.0.namespace": undefined }, ["ClusterRoleBinding.rbac.authorization.k8s.io \"web\" is invalid: subjects[0].namespace: Required value"]],
  ["rbac/v1:RoleBinding", { "subjects.0": { kind: "User", name: "ann", apiGroup: "" } }, []],
  ["rbac/v1:RoleBinding", { "subjects.0": { kind: "Group", name: "ops", apiGroup: "v1" } }, ["RoleBinding.rbac.authorization.k8s.io \"web\" is invalid: subjects[0].apiGroup: Unsupported value: \"v1\": supported values: \"rbac.authorization.k8s.io\""]],
  ["rbac/v1:RoleBinding", { "subjects.0": { kind: "Robot", name: "r2" } }, ["RoleBinding.rbac.authorization.k8s.io \"web\" is invalid: subjects[0].kind: Unsupported value: \"Robot\": supported values: \"Group\", \"ServiceAccount\", \"User\""]],
  ["rbac/v1:RoleBinding", { "subjects.0": { kind: "ServiceAccount", name: "" } }, ["RoleBinding.rbac.authorization.k8s.io \"web\" is invalid: subjects[0].name: Required value"]],
  ["rbac/v1:RoleBinding", { "roleRef.apiGroup": "rbac" }, ["RoleBinding.rbac.authorization.k8s.io \"web\" is invalid: roleRef.apiGroup: Unsupported value: \"rbac\": supported values: \"rbac.authorization.k8s.io\""]],
];

describe("Access", () => {
  test.each(SECOND.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const THIRD: readonly Case[] = [
  ["core/v1:ConfigMap", { data: { "a b": "x" } }, ["ConfigMap \"web\" is invalid: data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"]],
  ["core/v1:ConfigMap", { data: { "..": "x" } }, ["ConfigMap \"web\" is invalid: data[..]: Invalid value: \"..\": must not be '..'"]],
  ["core/v1:ConfigMap", { data: { "A_b-c.d": "x".repeat(1048576) } }, []],
  ["core/v1:ConfigMap", { data: { a: "x".repeat(1048577) } }, ["ConfigMap \"web\" is invalid: : Too long: may not be more than 1048576 bytes"]],
  ["core/v1:ConfigMap", { data: { a: "x" }, binaryData: { a: "eA==" } }, ["ConfigMap \"web\" is invalid: data[a]: Invalid value: \"a\": duplicate of key present in binaryData", "ConfigMap \"web\" is invalid: binaryData[a]: Invalid value: \"a\": duplicate of key present in data"]],
  ["core/v1:ConfigMap", { binaryData: { b: "not base64" } }, ["ConfigMap in version \"v1\" cannot be handled as a ConfigMap: error decoding from json: illegal base64 data in binaryData"]],
  ["core/v1:Secret", { data: { a: "eA==" } }, []],
  ["core/v1:Secret", { data: { a: "plain text" } }, ["Secret in version \"v1\" cannot be handled as a Secret: error decoding from json: illegal base64 data in data"]],
  ["core/v1:Secret", { stringData: { "a/b": "x" } }, ["Secret \"web\" is invalid: data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"]],
  ["core/v1:Secret", { type: "kubernetes.io/tls", stringData: { "tls.crt": "c", "tls.key": "k" } }, []],
  ["core/v1:Secret", { type: "kubernetes.io/tls", stringData: { "tls.crt": "c" } }, ["Secret \"web\" is invalid: data[tls.key]: Required value"]],
  ["core/v1:Secret", { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": "{}" } }, []],
  ["core/v1:Secret", { type: "kubernetes.io/dockerconfigjson" }, ["Secret \"web\" is invalid: data[.dockerconfigjson]: Required value"]],
  ["core/v1:Secret", { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": "[" } }, ["Secret \"web\" is invalid: data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": is not a JSON object"]],
  ["core/v1:Secret", { type: "kubernetes.io/basic-auth" }, []],
  ["core/v1:Secret", { type: "kubernetes.io/basic-auth", stringData: { username: "" } }, []],
  ["core/v1:Secret", { type: "kubernetes.io/ssh-auth", stringData: { "ssh-privatekey": "" } }, ["Secret \"web\" is invalid: data[ssh-privatekey]: Required value"]],
  ["core/v1:Secret", { type: "kubernetes.io/service-account-token" }, ["Secret \"web\" is invalid: metadata.annotations[kubernetes.io/service-account.name]: Required value"]],
  ["core/v1:Secret", { type: "example.com/own" }, []],
  ["scheduling/v1:PriorityClass", { value: 1000000001 }, ["PriorityClass.scheduling.k8s.io \"web\" is invalid: value: Forbidden: maximum allowed value of a user defined priority is 1000000000"]],
  ["scheduling/v1:PriorityClass", { value: 1000000000 }, []],
  ["scheduling/v1:PriorityClass", { "metadata.name": "system-node-critical" }, ["PriorityClass.scheduling.k8s.io \"system-node-critical\" is invalid: metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of system-node-critical PriorityClass must be 2000001000"]],
  ["scheduling/v1:PriorityClass", { "metadata.name": "system-node-critical", "value": 2_000_001_000 }, []],
  ["scheduling/v1:PriorityClass", { "preemptionPolicy": "" }, ["PriorityClass.scheduling.k8s.io \"web\" is invalid: preemptionPolicy: Required value"]],
  ["scheduling/v1:PriorityClass", { "metadata.name": "system-mine" }, ["PriorityClass.scheduling.k8s.io \"system-mine\" is invalid: metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class"]],
];

describe("Configuration", () => {
  test.each(THIRD.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const FOURTH: readonly Case[] = [
  ["core/v1:ResourceQuota", { "spec.hard": { "requests.cpu": "lots" } }, ["ResourceQuota in version \"v1\" cannot be handled as a ResourceQuota: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"]],
  ["core/v1:ResourceQuota", { "spec.hard": { pods: "1.5" } }, ["ResourceQuota \"web\" is invalid: spec.hard[pods]: Invalid value: \"1.5\": must be an integer"]],
  ["core/v1:ResourceQuota", { "spec.hard": { cats: "1" } }, ["ResourceQuota \"web\" is invalid: spec.hard[cats]: Invalid value: \"cats\": must be a standard resource type or fully qualified", "ResourceQuota \"web\" is invalid: spec.hard[cats]: Invalid value: \"cats\": must be a standard resource for quota"]],
  ["core/v1:ResourceQuota", { "spec.hard": { pods: -1 } }, ["ResourceQuota \"web\" is invalid: spec.hard[pods]: Invalid value: -1: must be greater than or equal to 0"]],
  ["core/v1:ResourceQuota", { "spec.hard": { pods: "5" }, "spec.scopes": ["BestEffort", "NotBestEffort"] }, ["ResourceQuota \"web\" is invalid: spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes"]],
  ["core/v1:ResourceQuota", { "spec.hard": { "requests.storage": "5" }, "spec.scopes": ["Terminating"] }, ["ResourceQuota \"web\" is invalid: spec.scopes: Invalid value: [\"Terminating\"]: unsupported scope applied to resource"]],
  ["core/v1:ResourceQuota", { "spec.hard": { pods: "5" }, "spec.scopes": ["Terminating"] }, []],
  ["core/v1:LimitRange", { "spec.limits.0.min.cpu": "3" }, ["LimitRange \"web\" is invalid: spec.limits[0].min[cpu]: Invalid value: \"3\": min value 3 is greater than max value 2", "LimitRange \"web\" is invalid: spec.limits[0].defaultRequest[cpu]: Invalid value: \"100m\": min value 3 is greater than default request value 100m", "LimitRange \"web\" is invalid: spec.limits[0].default[cpu]: Invalid value: \"3\": min value 3 is greater than default value 500m"]],
  ["core/v1:LimitRange", { "spec.limits.0.defaultRequest.cpu": "1" }, ["LimitRange \"web\" is invalid: spec.limits[0].defaultRequest[cpu]: Invalid value: \"1\": default request value 1 is greater than default limit value 500m"]],
  ["core/v1:LimitRange", { "spec.limits.0.default.cpu": "3" }, ["LimitRange \"web\" is invalid: spec.limits[0].default[cpu]: Invalid value: 2: default value 3 is greater than max value 2"]],
  ["core/v1:LimitRange", { "spec.limits.0.type": "Node" }, ["LimitRange \"web\" is invalid: spec.limits[0].type: Invalid value: \"Node\": must be a standard limit type or fully qualified"]],
  ["core/v1:LimitRange", { "spec.limits.1": { type: "Container", max: { memory: "1Gi" } } }, ["LimitRange \"web\" is invalid: spec.limits[1].type: Duplicate value: \"Container\""]],
  ["core/v1:LimitRange", { "spec.limits.1": { type: "Pod", max: { memory: "1Gi" } } }, []],
  ["core/v1:LimitRange", { "spec.limits.1": { type: "Pod", default: { memory: "1Gi" } } }, ["LimitRange \"web\" is invalid: spec.limits[1].default: Forbidden: may not be specified when `type` is 'Pod'"]],
  ["core/v1:LimitRange", { "spec.limits.1": { type: "PersistentVolumeClaim" } }, ["LimitRange \"web\" is invalid: spec.limits[1].limits: Required value: either minimum or maximum storage value is required, but neither was provided"]],
  ["core/v1:LimitRange", { "spec.limits.0.maxLimitRequestRatio": { cpu: "0.5" } }, ["LimitRange \"web\" is invalid: spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"0.5\": ratio 0.5 is less than 1"]],
  ["core/v1:LimitRange", { "spec.limits": [{ type: "Container", max: { cpu: "4" } }] }, []],
  ["core/v1:PersistentVolumeClaim", { "spec.accessModes": [] }, ["PersistentVolumeClaim \"web\" is invalid: spec.accessModes: Required value: at least 1 access mode is required"]],
  ["core/v1:PersistentVolumeClaim", { "spec.accessModes": ["ReadWrite"] }, ["PersistentVolumeClaim \"web\" is invalid: spec.accessModes: Unsupported value: \"ReadWrite\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\""]],
  ["core/v1:PersistentVolumeClaim", { "spec.accessModes": ["ReadWriteOnce", "ReadWriteOncePod"] }, ["PersistentVolumeClaim \"web\" is invalid: spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes"]],
  ["core/v1:PersistentVolumeClaim", { "spec.resources": {} }, ["PersistentVolumeClaim \"web\" is invalid: spec.resources.requests[storage]: Required value"]],
  ["core/v1:PersistentVolumeClaim", { "spec.resources.requests.storage": "0" }, ["PersistentVolumeClaim \"web\" is invalid: spec.resources.requests[storage]: Invalid value: \"0\": must be greater than zero"]],
  ["core/v1:PersistentVolumeClaim", { "spec.storageClassName": "gp3", "spec.volumeMode": "Raw" }, ["PersistentVolumeClaim \"web\" is invalid: spec.volumeMode: Unsupported value: \"Raw\": supported values: \"Block\", \"Filesystem\""]],
  ["core/v1:PersistentVolume", { "spec.csi": undefined }, ["PersistentVolume \"web\" is invalid: spec: Required value: must specify a volume type"]],
  ["core/v1:PersistentVolume", { "spec.capacity": {} }, ["PersistentVolume \"web\" is invalid: spec.capacity: Required value", "PersistentVolume \"web\" is invalid: spec.capacity: Unsupported value: {}: supported values: \"storage\""]],
  ["core/v1:PersistentVolume", { "spec.persistentVolumeReclaimPolicy": "Keep" }, ["PersistentVolume \"web\" is invalid: spec.persistentVolumeReclaimPolicy: Unsupported value: \"Keep\": supported values: \"Delete\", \"Recycle\", \"Retain\""]],
  ["core/v1:PersistentVolume", { "spec.nfs": { server: "a", path: "/" } }, ["PersistentVolume \"web\" is invalid: spec.csi: Forbidden: may not specify more than 1 volume type"]],
  ["storage/v1:StorageClass", { provisioner: "" }, ["StorageClass.storage.k8s.io \"web\" is invalid: provisioner: Required value"]],
  ["storage/v1:StorageClass", { reclaimPolicy: "Recycle" }, ["StorageClass.storage.k8s.io \"web\" is invalid: reclaimPolicy: Unsupported value: \"Recycle\": supported values: \"Delete\", \"Retain\""]],
  ["storage/v1:StorageClass", { volumeBindingMode: "Later" }, ["StorageClass.storage.k8s.io \"web\" is invalid: volumeBindingMode: Unsupported value: \"Later\": supported values: \"Immediate\", \"WaitForFirstConsumer\""]],
  ["storage/v1:StorageClass", { reclaimPolicy: "Retain", volumeBindingMode: "WaitForFirstConsumer" }, []],
];

describe("Quotas and storage", () => {
  test.each(FOURTH.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});
