/** Arguments that an API server of Kubernetes 1.34 refuses and accepts; the reasons are its own. */
import { describe, expect, test } from "@jest/globals";
import type { Props } from "../../../rehearsal/types.ts";
import { wrong } from "./objects.ts";

/** Kind, what is changed in a good object of it, and what is said; nothing where it is accepted. */
type Case = readonly [kind: string, changes: Props, said: readonly string[]];

const FIRST: readonly Case[] = [
  ["core/v1:Service", { "spec.ports": [] }, ["Service \"web\" is invalid: spec.ports: Required value"]],
  ["core/v1:Service", { "spec.ports": [], "spec.clusterIP": "None" }, []],
  ["core/v1:Service", { "spec.type": "ExternalName", "spec.ports": undefined, "spec.externalName": "db.example.com." }, []],
  ["core/v1:Service", { "spec.type": "ExternalName", "spec.ports": undefined }, ["Service \"web\" is invalid: spec.externalName: Required value"]],
  ["core/v1:Service", { "spec.type": "Internal" }, ["Service \"web\" is invalid: spec.type: Unsupported value: \"Internal\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\""]],
  ["core/v1:Service", { "spec.ports": [{ port: 80 }, { port: 81 }] }, ["Service \"web\" is invalid: spec.ports[0].name: Required value", "Service \"web\" is invalid: spec.ports[1].name: Required value"]],
  ["core/v1:Service", { "spec.ports": [{ name: "a", port: 80 }, { name: "a", port: 81 }] }, ["Service \"web\" is invalid: spec.ports[1].name: Duplicate value: \"a\""]],
  ["core/v1:Service", { "spec.ports": [{ name: "a", port: 80 }, { name: "b", port: 80 }] }, ["Service \"web\" is invalid: spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}"]],
  ["core/v1:Service", { "spec.ports": [{ name: "a", port: 80 }, { name: "b", port: 80, protocol: "UDP" }] }, []],
  ["core/v1:Service", { "spec.ports.0.port": 0 }, ["Service \"web\" is invalid: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"]],
  ["core/v1:Service", { "spec.ports.0.targetPort": "much-too-long-name" }, ["Service \"web\" is invalid: spec.ports[0].targetPort: Invalid value: \"much-too-long-name\": must be no more than 15 characters"]],
  ["core/v1:Service", { "spec.ports.0.targetPort": 70000 }, ["Service \"web\" is invalid: spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive"]],
  ["core/v1:Service", { "spec.ports.0.nodePort": 30080 }, ["Service \"web\" is invalid: spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]],
  ["core/v1:Service", { "spec.type": "NodePort", "spec.ports.0.nodePort": 30080 }, []],
  ["core/v1:Service", { "spec.type": "NodePort", "spec.ports.0.nodePort": 80 }, ["Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767"]],
  ["core/v1:Service", { "spec.type": "NodePort", "spec.clusterIP": "None" }, ["Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"]],
  ["core/v1:Service", { "spec.clusterIP": "10.0.0.300" }, ["Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: \"10.0.0.300\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]],
  ["core/v1:Service", { "spec.sessionAffinity": "Cookie" }, ["Service \"web\" is invalid: spec.sessionAffinity: Unsupported value: \"Cookie\": supported values: \"ClientIP\", \"None\""]],
  ["core/v1:Service", { "spec.sessionAffinity": "ClientIP", "spec.sessionAffinityConfig": { clientIP: { timeoutSeconds: 86401 } } }, ["Service \"web\" is invalid: spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400"]],
  ["core/v1:Service", { "spec.loadBalancerClass": "eks.amazonaws.com/nlb" }, ["Service \"web\" is invalid: spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"]],
  ["core/v1:Service", { "spec.type": "LoadBalancer", "spec.loadBalancerClass": "eks.amazonaws.com/nlb", "spec.loadBalancerSourceRanges": ["10.0.0.0/8"], "spec.externalTrafficPolicy": "Cluster" }, []],
  ["core/v1:Service", { "spec.type": "LoadBalancer", "spec.loadBalancerSourceRanges": ["10.0.0.0"] }, ["Service \"web\" is invalid: spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]],
  ["core/v1:Service", { "spec.externalTrafficPolicy": "Local" }, ["Service \"web\" is invalid: spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services"]],
  ["core/v1:Service", { "spec.allocateLoadBalancerNodePorts": false }, ["Service \"web\" is invalid: spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'"]],
  ["core/v1:Service", { "spec.ipFamilies": ["IPv4", "IPv4"] }, ["Service \"web\" is invalid: spec.ipFamilies[1]: Duplicate value: \"IPv4\""]],
  ["core/v1:Service", { "spec.ipFamilyPolicy": "Dual" }, ["Service \"web\" is invalid: spec.ipFamilyPolicy: Unsupported value: \"Dual\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\""]],
  ["core/v1:Service", { "spec.internalTrafficPolicy": "Zone" }, ["Service \"web\" is invalid: spec.internalTrafficPolicy: Unsupported value: \"Zone\": supported values: \"Cluster\", \"Local\""]],
  ["core/v1:Service", { "spec.trafficDistribution": "PreferClose" }, []],
  ["core/v1:Service", { "spec.selector": { app: "not valid" } }, ["Service \"web\" is invalid: spec.selector: Invalid value: \"not valid\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"]],
];

describe("Services", () => {
  test.each(FIRST.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const SECOND: readonly Case[] = [
  ["networking/v1:Ingress", { "spec.rules": [] }, ["Ingress.networking.k8s.io \"web\" is invalid: spec: Invalid value: []: either `defaultBackend` or `rules` must be specified"]],
  ["networking/v1:Ingress", { "spec.rules": undefined, "spec.defaultBackend": { service: { name: "web", port: { name: "http" } } } }, []],
  ["networking/v1:Ingress", { "spec.rules.0.host": "10.0.0.1" }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].host: Invalid value: \"10.0.0.1\": must be a DNS name, not an IP address"]],
  ["networking/v1:Ingress", { "spec.rules.0.host": "*.example.com" }, []],
  ["networking/v1:Ingress", { "spec.rules.0.host": "*" }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].host: Invalid value: \"*\": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
  ["networking/v1:Ingress", { "spec.rules.0.host": "WWW.example.com" }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].host: Invalid value: \"WWW.example.com\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.pathType": undefined }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.pathType": "Regex" }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].pathType: Unsupported value: \"Regex\": supported values: \"Exact\", \"ImplementationSpecific\", \"Prefix\""]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.path": "api" }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].path: Invalid value: \"api\": must be an absolute path"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.path": "/a//b" }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].path: Invalid value: \"/a//b\": must not contain '//'"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.path": "/api", "spec.rules.0.http.paths.0.pathType": "ImplementationSpecific" }, []],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.backend": {} }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].backend: Invalid value: \"\": resource or service backend is required"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.backend": { service: { name: "web", port: { number: 80 } }, resource: { kind: "K", name: "n" } } }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].backend: Invalid value: \"\": cannot set both resource and service backends"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.backend": { service: { name: "web", port: { number: 80, name: "http" } } } }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].backend: Invalid value: \"\": cannot set both port name & port number"]],
  ["networking/v1:Ingress", { "spec.rules.0.http.paths.0.backend": { service: { name: "web", port: {} } } }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].http.paths[0].backend: Required value: port name or number is required"]],
  ["networking/v1:Ingress", { "spec.tls": [{ hosts: ["www.example.com"], secretName: "Not Valid" }] }, ["Ingress.networking.k8s.io \"web\" is invalid: spec.tls[0].secretName: Invalid value: \"Not Valid\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
  ["networking/v1:Ingress", { "spec.ingressClassName": "alb", "metadata.annotations": { "kubernetes.io/ingress.class": "nginx" } }, ["Ingress.networking.k8s.io \"web\" is invalid: annotations.kubernetes.io/ingress.class: Invalid value: \"nginx\": must match `ingressClassName` when both are specified"]],
  ["networking/v1:IngressClass", { "spec.controller": "alb" }, ["IngressClass.networking.k8s.io \"web\" is invalid: spec.controller: Invalid value: \"alb\": must be a domain-prefixed path (such as \"acme.io/foo\")"]],
  ["networking/v1:IngressClass", { "spec.parameters": { apiGroup: "eks.amazonaws.com", kind: "IngressClassParams", name: "alb" } }, []],
  ["networking/v1:IngressClass", { "spec.parameters": { kind: "P", name: "alb", scope: "Namespace" } }, ["IngressClass.networking.k8s.io \"web\" is invalid: spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"]],
];

describe("Ingresses", () => {
  test.each(SECOND.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const THIRD: readonly Case[] = [
  ["networking/v1:NetworkPolicy", { "spec.ingress": [], "spec.policyTypes": ["Ingress", "Egress"] }, []],
  ["networking/v1:NetworkPolicy", { "spec.policyTypes": ["Inbound"] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.policyTypes[0]: Unsupported value: \"Inbound\": supported values: \"Egress\", \"Ingress\""]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{}] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].from[0]: Required value: must specify a peer"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }] }, []],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{ ipBlock: { cidr: "10.0.0.0/8", except: ["192.168.0.0/16"] } }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"192.168.0.0/16\": must be a strict subset of `cidr`"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.0.0/8"] } }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{ ipBlock: { cidr: "10.0.0.0/33" } }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].from[0].ipBlock.cidr: Invalid value: \"10.0.0.0/33\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.from": [{ namespaceSelector: { matchLabels: { a: "b" } }, podSelector: {} }] }, []],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.ports": [{ port: 80, endPort: 79 }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.ports": [{ port: 80, endPort: 90 }] }, []],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.ports": [{ port: "http", endPort: 90 }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.ports": [{ endPort: 90 }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is not specified"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.ports": [{ port: 0, protocol: "ICMP" }] }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"", "NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"]],
  ["networking/v1:NetworkPolicy", { "spec.ingress.0.ports": [{ port: "http", protocol: "UDP" }] }, []],
  ["networking/v1:NetworkPolicy", { "spec.podSelector": { matchExpressions: [{ key: "a", operator: "In" }] } }, ["NetworkPolicy.networking.k8s.io \"web\" is invalid: spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"]],
];

describe("Network policies", () => {
  test.each(THIRD.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});
