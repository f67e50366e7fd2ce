/** What NetworkPolicies are put together from, as plain values: who is at the other end, and the ways that many pods need. */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
export type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
export type IngressRule = k8s.types.input.networking.v1.NetworkPolicyIngressRule;
export type EgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** Address of EKS Pod Identity's agent on every node. Source: Amazon EKS User Guide, "Set up the Amazon EKS Pod Identity Agent". */
const POD_IDENTITY_AGENT = "169.254.170.23/32";
/** Link-local addresses, the instance metadata service among them. */
const LINK_LOCAL = "169.254.0.0/16";

/** Nothing in, nothing out, for every pod of the namespace. */
export const DEFAULT_DENY: NetworkPolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** Ports of TCP. */
export function tcp(...ports: readonly number[]): { protocol: string; port: number }[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

/** IPv4 ranges. */
export function networks(cidrs: readonly pulumi.Input<string>[]): Peer[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

/** Pods of the same namespace. */
export function pods(matchLabels: Readonly<Record<string, string>>): Peer {
  return { podSelector: { matchLabels: { ...matchLabels } } };
}

/** Where names are asked. */
export interface NameService {
  /** Address of the cluster's DNS service. */
  readonly dnsAddress: string;
  /** IPv4 ranges of the nodes' subnets. */
  readonly nodeCidrs: readonly pulumi.Input<string>[];
}

/** Names are asked of the DNS service, which in Auto Mode answers on every node. */
export function toNames({ dnsAddress, nodeCidrs }: NameService): EgressRule {
  return { to: [{ ipBlock: { cidr: `${dnsAddress}/32` } }, ...networks(nodeCidrs)], ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)] };
}

/** The credentials of the pod's own role; never the node's. */
export const TO_CREDENTIALS: EgressRule = { to: networks([POD_IDENTITY_AGENT]), ports: tcp(80) };

/** HTTPS anywhere but the node's own addresses. */
export const TO_HTTPS: EgressRule = { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [LINK_LOCAL] } }], ports: tcp(443) };
