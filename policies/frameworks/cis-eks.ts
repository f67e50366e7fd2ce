/** CIS Amazon Elastic Kubernetes Service Benchmark. */
import type { Benchmark, Control, Outside } from "./benchmark.ts";

const FILE: Outside = { why: "not-in-a-graph", reason: "a file on the machine, which EKS Auto Mode makes and seals: nobody can log in, and the root filesystem is read-only" };
const KUBELET: Outside = { why: "not-in-a-graph", reason: "a setting of the kubelet, which EKS Auto Mode owns and gives nobody a way to change" };

/** Number, what it asks for, and why nothing decides it. Source: CIS Amazon EKS Benchmark v1.8.0; v1.7.0 is the same without 4.1.9 to 4.1.12. */
const ROWS: readonly (readonly [id: string, asks: string, outside?: Outside])[] = [
  ["2.1.1", "the control plane writes its audit log"],
  ["2.1.2", "logs of the control plane are collected and kept"],
  ["3.1.1", "permissions of the kubelet's kubeconfig file", FILE],
  ["3.1.2", "owner of the kubelet's kubeconfig file", FILE],
  ["3.1.3", "permissions of the kubelet's configuration file", FILE],
  ["3.1.4", "owner of the kubelet's configuration file", FILE],
  ["3.2.1", "the kubelet answers nobody who is not signed in", KUBELET],
  ["3.2.2", "the kubelet asks who may do what", KUBELET],
  ["3.2.3", "the kubelet knows the authority of its clients", KUBELET],
  ["3.2.4", "the kubelet has no read-only port", KUBELET],
  ["3.2.5", "the kubelet ends idle connections", KUBELET],
  ["3.2.6", "the kubelet keeps iptables in order", KUBELET],
  ["3.2.7", "the kubelet records enough events", KUBELET],
  ["3.2.8", "the kubelet renews its client certificate", KUBELET],
  ["3.2.9", "the kubelet renews its server certificate", KUBELET],
  ["4.1.1", "cluster-admin is given only where it has to be"],
  ["4.1.2", "few may read Secrets"],
  ["4.1.3", "roles without wildcards"],
  ["4.1.4", "few may make pods"],
  ["4.1.5", "default service accounts are not used"],
  ["4.1.6", "tokens are mounted only where needed"],
  ["4.1.7", "access to the cluster by access entries"],
  ["4.1.8", "few may bind, impersonate and escalate"],
  ["4.1.9", "few may make persistent volumes"],
  ["4.1.10", "few may use the proxy of nodes"],
  ["4.1.11", "few may change webhook configurations"],
  ["4.1.12", "few may make tokens of service accounts"],
  ["4.2.1", "no privileged containers"],
  ["4.2.2", "no sharing of the host's processes"],
  ["4.2.3", "no sharing of the host's memory"],
  ["4.2.4", "no sharing of the host's network"],
  ["4.2.5", "no privilege escalation"],
  ["4.3.1", "the network plugin enforces policies"],
  ["4.3.2", "every namespace has network policies"],
  ["4.4.1", "secrets as files rather than environment variables"],
  ["4.4.2", "secrets in a store outside the cluster"],
  ["4.5.1", "namespaces as boundaries"],
  ["4.5.2", "the namespace default stays empty"],
  ["5.1.1", "images are scanned"],
  ["5.1.2", "few people may use the registry"],
  ["5.1.3", "the cluster only reads from the registry"],
  ["5.1.4", "images from approved registries only"],
  ["5.2.1", "service accounts of their own with roles of AWS"],
  ["5.3.1", "secrets of the cluster are encrypted with a key of ours"],
  ["5.4.1", "access to the API endpoint is restricted"],
  ["5.4.2", "the endpoint is private"],
  ["5.4.3", "nodes without public addresses"],
  ["5.4.4", "network policies are switched on and set"],
  ["5.4.5", "TLS at load balancers"],
  ["5.5.1", "people sign in through IAM"],
];

/** The benchmark with what decides each of its recommendations. */
export const cisEks: Benchmark = {
  name: "CIS EKS",
  edition: "CIS Amazon EKS Benchmark v1.8.0",
  controls: ROWS.map(([id, asks, outside]): Control => ({ id, asks, ...(outside === undefined ? {} : { outside }) })),
};
