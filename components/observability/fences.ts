/** Who may talk to whom in the namespace of observability, as plain NetworkPolicy rules (PRC-018…PRC-020). What is not here is denied. */
import type * as pulumi from "@pulumi/pulumi";
import { networks, pods as podsWith, tcp, TO_CREDENTIALS, TO_HTTPS, toNames } from "../cluster/network-rules.ts";
import type { EgressRule, IngressRule, NetworkPolicySpec, Peer } from "../cluster/network-rules.ts";

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

function pods(server: ServerName): Peer {
  return podsWith({ "app.kubernetes.io/name": server });
}

/** AWS, with the credentials of the pod's own role. */
const AWS: readonly EgressRule[] = [TO_CREDENTIALS, TO_HTTPS];

/** The flows of each server; the scraper reads the metrics of all but Grafana. */
export function serverFlows(server: ServerName, surroundings: Surroundings): NetworkPolicySpec {
  const scraped: IngressRule = { from: networks(surroundings.nodeCidrs), ports: tcp(PORTS.metrics) };
  const senders = surroundings.senders.map((name): Peer => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } }));
  const flows: Record<ServerName, { readonly ingress?: IngressRule[]; readonly egress: EgressRule[] }> = {
    collector: {
      ingress: [{ from: senders, ports: tcp(PORTS.otlpGrpc, PORTS.otlpHttp) }, scraped],
      egress: [toNames(surroundings), { to: [pods("sampler")], ports: tcp(PORTS.otlpGrpc) }, ...AWS],
    },
    sampler: {
      ingress: [{ from: [pods("collector")], ports: tcp(PORTS.otlpGrpc) }, scraped],
      egress: [toNames(surroundings), { to: [pods("jaeger")], ports: tcp(PORTS.otlpGrpc) }],
    },
    jaeger: {
      ingress: [{ from: [pods("sampler")], ports: tcp(PORTS.otlpGrpc) }, { from: [pods("grafana")], ports: tcp(PORTS.query) }, scraped],
      egress: [toNames(surroundings)],
    },
    // People reach it through the Kubernetes API (`kubectl port-forward`), which asks for their role; no pod calls it.
    grafana: { egress: [toNames(surroundings), { to: [pods("jaeger")], ports: tcp(PORTS.query) }, ...AWS] },
  };
  return { podSelector: { matchLabels: { "app.kubernetes.io/name": server } }, policyTypes: ["Ingress", "Egress"], ...flows[server] };
}
