/** Who may talk to whom in the namespace of observability, as plain NetworkPolicy rules (PRC-018…PRC-020). What is not here is denied. */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Egress = k8s.types.input.networking.v1.NetworkPolicyEgressRule;
type Ingress = k8s.types.input.networking.v1.NetworkPolicyIngressRule;

/** Where things are. */
export interface Surroundings {
  /** IPv4 ranges of the nodes' subnets; the scraper's interfaces are there too. */
  readonly nodeCidrs: readonly pulumi.Input<string>[];
  /** Address of the cluster's DNS service. */
  readonly dnsAddress: string;
  /** Namespaces whose pods send telemetry. */
  readonly senders: readonly string[];
}

/** The servers of the namespace, by the name of their Service and of their pods (`app.kubernetes.io/name`). */
export type ServerName = "collector" | "sampler" | "jaeger" | "grafana";

/** Ports of the servers. */
export const PORTS = { otlpGrpc: 4317, otlpHttp: 4318, metrics: 8888, health: 13_133, query: 16_686, grafana: 3000 } as const;

/** Address of EKS Pod Identity's agent on every node. Source: Amazon EKS User Guide, "Set up the Amazon EKS Pod Identity Agent". */
const POD_IDENTITY_AGENT = "169.254.170.23/32";
/** Link-local addresses, the instance metadata service among them. */
const LINK_LOCAL = "169.254.0.0/16";

function tcp(...ports: readonly number[]) {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

function pods(server: ServerName): Peer {
  return { podSelector: { matchLabels: { "app.kubernetes.io/name": server } } };
}

function networks(cidrs: readonly pulumi.Input<string>[]): Peer[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

/** Names are asked of the DNS service, which in Auto Mode answers on every node. */
function names({ dnsAddress, nodeCidrs }: Surroundings): Egress {
  return { to: [{ ipBlock: { cidr: `${dnsAddress}/32` } }, ...networks(nodeCidrs)], ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)] };
}

/** AWS, with the credentials of the pod's own role; never the node's. */
const AWS: readonly Egress[] = [
  { to: [{ ipBlock: { cidr: POD_IDENTITY_AGENT } }], ports: tcp(80) },
  { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [LINK_LOCAL] } }], ports: tcp(443) },
];

/** The flows of each server; the scraper reads the metrics of all but Grafana. */
export function serverFlows(server: ServerName, surroundings: Surroundings): NetworkPolicySpec {
  const scraped: Ingress = { from: networks(surroundings.nodeCidrs), ports: tcp(PORTS.metrics) };
  const senders = surroundings.senders.map((name): Peer => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } }));
  const flows: Record<ServerName, { readonly ingress?: Ingress[]; readonly egress: Egress[] }> = {
    collector: {
      ingress: [{ from: senders, ports: tcp(PORTS.otlpGrpc, PORTS.otlpHttp) }, scraped],
      egress: [names(surroundings), { to: [pods("sampler")], ports: tcp(PORTS.otlpGrpc) }, ...AWS],
    },
    sampler: {
      ingress: [{ from: [pods("collector")], ports: tcp(PORTS.otlpGrpc) }, scraped],
      egress: [names(surroundings), { to: [pods("jaeger")], ports: tcp(PORTS.otlpGrpc) }],
    },
    jaeger: {
      ingress: [{ from: [pods("sampler")], ports: tcp(PORTS.otlpGrpc) }, { from: [pods("grafana")], ports: tcp(PORTS.query) }, scraped],
      egress: [names(surroundings)],
    },
    // People reach it through the Kubernetes API (`kubectl port-forward`), which asks for their role; no pod calls it.
    grafana: { egress: [names(surroundings), { to: [pods("jaeger")], ports: tcp(PORTS.query) }, ...AWS] },
  };
  return { podSelector: { matchLabels: { "app.kubernetes.io/name": server } }, policyTypes: ["Ingress", "Egress"], ...flows[server] };
}
