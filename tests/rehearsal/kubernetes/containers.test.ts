/** Arguments that an API server of Kubernetes 1.34 refuses and accepts; the reasons are its own. */
import { describe, expect, test } from "@jest/globals";
import type { Props } from "../../../rehearsal/types.ts";
import { wrong } from "./objects.ts";

/** Kind, what is changed in a good object of it, and what is said; nothing where it is accepted. */
type Case = readonly [kind: string, changes: Props, said: readonly string[]];

const FIRST: readonly Case[] = [
  ["apps/v1:Deployment", { "spec.template.spec.containers": [] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers: Required value"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.name": "Web" }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].name: Invalid value: \"Web\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.name": "" }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].name: Required value"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.image": "" }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].image: Required value"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.1": { name: "web", image: "x" } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[1].name: Duplicate value: \"web\""]],
  ["apps/v1:Deployment", { "spec.template.spec.initContainers": [{ name: "web", image: "x" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.initContainers[0].name: Duplicate value: \"web\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.imagePullPolicy": "Sometimes" }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"IfNotPresent\", \"Never\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 0 }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].containerPort: Required value"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 65536 }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 80, name: "much-too-long-name" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].name: Invalid value: \"much-too-long-name\": must be no more than 15 characters"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 80, name: "8080" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].name: Invalid value: \"8080\": must contain at least one letter (a-z)"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 80, name: "a--b" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].name: Invalid value: \"a--b\": must not contain consecutive hyphens"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 80, name: "http" }, { containerPort: 81, name: "http" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[1].name: Duplicate value: \"http\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 80, protocol: "HTTP" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].protocol: Unsupported value: \"HTTP\": supported values: \"SCTP\", \"TCP\", \"UDP\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 80 }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//80\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.ports": [{ containerPort: 53, name: "dns" }, { containerPort: 53, name: "dns-tcp", protocol: "UDP" }] }, []],
  ["apps/v1:Deployment", { "spec.template.spec.hostNetwork": true, "spec.template.spec.containers.0.ports": [{ containerPort: 80, hostPort: 81 }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].name: Required value"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A=B", value: "x" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "1.any thing", value: "x" }, { name: "1.any thing", value: "y" }] }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: {} }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", value: "x", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" }, configMapKeyRef: { name: "s", key: "k" } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not have more than one field specified at a time"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { secretKeyRef: { name: "not-there", key: "k" } } }] }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "a b" } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }, { name: "B", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }] }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { fieldRef: { fieldPath: "spec.containers" } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.containers\": error converting fieldPath: field label not supported: spec.containers"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.labels" } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"metadata.labels\": supported values: \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", \"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } }] }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.env": [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.gpu" } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: \"limits.gpu\": supported values: \"limits.cpu\", \"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", \"requests.ephemeral-storage\", \"requests.memory\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.envFrom": [{ prefix: "P_" }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.envFrom": [{ configMapRef: { name: "c" } }, { secretRef: { name: "s" } }] }, []],
];

describe("Containers", () => {
  test.each(FIRST.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const SECOND: readonly Case[] = [
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": {} }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe: Required value: must specify a handler type"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { httpGet: { path: "/", port: 80 }, tcpSocket: { port: 80 } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { httpGet: { path: "/", port: "http" }, periodSeconds: 5 } }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { httpGet: { path: "/", port: "8080" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe.httpGet.port: Invalid value: \"8080\": must contain at least one letter (a-z)"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { httpGet: { path: "/", port: 0 } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { httpGet: { port: 80, scheme: "https" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: \"https\": supported values: \"HTTP\", \"HTTPS\""]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { exec: { command: [] } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe.exec.command: Required value"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.livenessProbe": { tcpSocket: { port: 80 }, successThreshold: 2 } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.readinessProbe": { tcpSocket: { port: 80 }, successThreshold: 2 } }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.startupProbe": { grpc: { port: 80 }, failureThreshold: -1 } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].startupProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.readinessProbe": { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.lifecycle": { preStop: {} } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].lifecycle.preStop: Required value: must specify a handler type"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.lifecycle": { preStop: { sleep: { seconds: 31 } } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.lifecycle": { preStop: { sleep: { seconds: 31 } } }, "spec.template.spec.terminationGracePeriodSeconds": 60 }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.lifecycle": { postStart: { exec: { command: ["a"] } }, preStop: { sleep: { seconds: 0 } } } }, []],
  ["apps/v1:Deployment", { "spec.template.spec.initContainers": [{ name: "init", image: "x", livenessProbe: { exec: { command: ["a"] } } }] }, ["Deployment.apps \"web\" is invalid: spec.template.spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"]],
  ["apps/v1:Deployment", { "spec.template.spec.initContainers": [{ name: "side", image: "x", restartPolicy: "Always", livenessProbe: { exec: { command: ["a"] } } }] }, []],
];

describe("Probes and hooks", () => {
  test.each(SECOND.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const THIRD: readonly Case[] = [
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { requests: { cpu: "500m", memory: "128Mi" }, limits: { cpu: 1, memory: "1.5Gi" } } }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { requests: { cpu: "2" }, limits: { cpu: "1500m" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1500m"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { requests: { memory: "1Gb" } } }, ["Deployment in version \"v1\" cannot be handled as a Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { requests: { memory: "lots" } } }, ["Deployment in version \"v1\" cannot be handled as a Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { requests: { memory: "" } } }, ["Deployment in version \"v1\" cannot be handled as a Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { cpu: "-1" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { "ephemeral-storage": "2Gi", "nvidia.com/gpu": 1 } } }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { storage: "1Gi" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits[storage]: Invalid value: \"storage\": must be a standard resource for containers"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { gpu: "1" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits[gpu]: Invalid value: \"gpu\": must be a standard resource for containers"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { "nvidia.com/gpu": "500m" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits[nvidia.com/gpu]: Invalid value: \"500m\": must be an integer"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { requests: { "nvidia.com/gpu": 1 } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { "hugepages-2Mi": "4Mi" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources: Forbidden: HugePages require cpu or memory"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { "hugepages-2Mi": "4Mi", memory: "1Gi" } } }, []],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { "hugepages-2Mi": "3Mi", memory: "1Gi" } } }, ["Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3145728 is not positive integer multiple of 2097152"]],
  ["apps/v1:Deployment", { "spec.template.spec.containers.0.resources": { limits: { cpu: 0.5 } } }, []],
];

describe("Requests and limits", () => {
  test.each(THIRD.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});
