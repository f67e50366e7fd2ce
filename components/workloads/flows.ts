/**
 * Who may talk to whom, as plain NetworkPolicy rules (PRC-018, PRC-019, PRC-020). What is not here is denied.
 */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type EgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** Where things are. */
export interface Surroundings {
  /** IPv4 ranges of the load balancer's subnets. */
  readonly loadBalancerCidrs: readonly pulumi.Input<string>[];
  /** IPv4 ranges of the isolated subnets: database and cache. */
  readonly dataCidrs: readonly pulumi.Input<string>[];
  /** IPv4 ranges of the nodes' subnets. */
  readonly nodeCidrs: readonly pulumi.Input<string>[];
  /** Address of the cluster's DNS service. */
  readonly dnsAddress: string;
  /** Port of the database proxy. Default 5432. */
  readonly databasePort?: number | undefined;
  /** Port of the cache. Default 6379. */
  readonly cachePort?: number | undefined;
}

/** Address of EKS Pod Identity's agent on every node. Source: Amazon EKS User Guide, "Set up the Amazon EKS Pod Identity Agent". */
const POD_IDENTITY_AGENT = "169.254.170.23/32";
/** Link-local addresses, the instance metadata service among them. */
const LINK_LOCAL = "169.254.0.0/16";

function networks(cidrs: readonly pulumi.Input<string>[]): Peer[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

function tcp(...ports: readonly number[]) {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

function pods(matchLabels: Record<string, string>): Peer {
  return { podSelector: { matchLabels } };
}

/** Names are asked of the DNS service, which in Auto Mode answers on every node. */
function names({ dnsAddress, nodeCidrs }: Surroundings): EgressRule {
  return {
    to: [{ ipBlock: { cidr: `${dnsAddress}/32` } }, ...networks(nodeCidrs)],
    ports: [{ protocol: "UDP", port: 53 }, { protocol: "TCP", port: 53 }],
  };
}

/** Nothing in, nothing out, for every pod of the namespace. */
export const DEFAULT_DENY: NetworkPolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** Labels of the two programs' pods, and their ports. */
export interface Programs {
  readonly api: { readonly labels: Record<string, string>; readonly port: number };
  readonly web: { readonly labels: Record<string, string>; readonly port: number };
}

/**
 * The API: in from the load balancer and from the frontend; out to names, database, cache, AWS credentials, and HTTPS
 * anywhere but the node's own addresses (AWS endpoints, mail and payment services).
 */
export function apiFlows({ api, web }: Programs, surroundings: Surroundings): NetworkPolicySpec {
  const { databasePort = 5432, cachePort = 6379 } = surroundings;
  return {
    podSelector: { matchLabels: api.labels },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: networks(surroundings.loadBalancerCidrs), ports: tcp(api.port) },
      { from: [pods(web.labels)], ports: tcp(api.port) },
    ],
    egress: [
      names(surroundings),
      { to: networks(surroundings.dataCidrs), ports: tcp(databasePort, cachePort) },
      { to: [{ ipBlock: { cidr: POD_IDENTITY_AGENT } }], ports: tcp(80) },
      { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [LINK_LOCAL] } }], ports: tcp(443) },
    ],
  };
}

/** The frontend: in from the load balancer; out to names and to the API. It never sees the data tier. */
export function webFlows({ api, web }: Programs, surroundings: Surroundings): NetworkPolicySpec {
  return {
    podSelector: { matchLabels: web.labels },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: networks(surroundings.loadBalancerCidrs), ports: tcp(web.port) }],
    egress: [names(surroundings), { to: [pods(api.labels)], ports: tcp(api.port) }],
  };
}
