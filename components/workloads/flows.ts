/**
 * Who may talk to whom, as plain NetworkPolicy rules (PRC-018, PRC-019, PRC-020). What is not here is denied.
 *
 * A NetworkPolicy knows addresses, not names: whoever may speak HTTPS may speak it to anyone, so only those may who
 * call somebody outside or AWS. The probes of a pod's own node are always let in.
 */
import type * as pulumi from "@pulumi/pulumi";
import { networks, pods, tcp, TO_CREDENTIALS, TO_HTTPS, toNames } from "../cluster/network-rules.ts";
import type { EgressRule, IngressRule, NetworkPolicySpec } from "../cluster/network-rules.ts";
import { DATA_PORTS, DATABASE_PORT } from "../network/tiers.ts";
import { TLS_PORT } from "./parts.ts";

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
  /** Port of the pool in front of the database. Default 5432, RDS Proxy's. */
  readonly poolPort?: number | undefined;
  /** Port of the database itself. Default {@link DATABASE_PORT}. */
  readonly databasePort?: number | undefined;
  /** Port of the cache. Default 6379. */
  readonly cachePort?: number | undefined;
  /** Pods that collect traces and metrics. Without them nobody sends any. */
  readonly telemetry?: Telemetry | undefined;
}

/** The collector of traces and metrics. */
export interface Telemetry {
  /** Its namespace. */
  readonly namespace: string;
  /** Labels that its pods have, and no others. */
  readonly labels: Readonly<Record<string, string>>;
  /** Port it takes OTLP over HTTP on. Default 4318. */
  readonly port?: number | undefined;
}

/** Where a program may send to, beside the names that everybody asks for. */
export type Destination = "pool" | "database" | "cache" | "credentials" | "https" | "telemetry";

/** OTLP over HTTP. Source: OpenTelemetry Protocol Specification, "OTLP/HTTP default port". */
export const OTLP_PORT = 4318;

function way(destination: Destination, surroundings: Surroundings): EgressRule[] {
  const { dataCidrs, poolPort = DATA_PORTS.pool, databasePort = DATABASE_PORT, cachePort = DATA_PORTS.valkey, telemetry } = surroundings;
  switch (destination) {
    case "pool":
      return [{ to: networks(dataCidrs), ports: tcp(poolPort) }];
    case "database":
      return [{ to: networks(dataCidrs), ports: tcp(databasePort) }];
    case "cache":
      return [{ to: networks(dataCidrs), ports: tcp(cachePort) }];
    case "credentials":
      return [TO_CREDENTIALS];
    case "https":
      return [TO_HTTPS];
    case "telemetry": {
      if (telemetry === undefined) return [];
      const { namespace, labels, port = OTLP_PORT } = telemetry;
      return [{ to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } }, ...pods(labels) }], ports: tcp(port) }];
    }
  }
}

function fence(labels: Readonly<Record<string, string>>, ingress: IngressRule[], egress: EgressRule[]): NetworkPolicySpec {
  return { podSelector: { matchLabels: { ...labels } }, policyTypes: ["Ingress", "Egress"], ...(ingress.length === 0 ? {} : { ingress }), egress };
}

/** Labels of a server's pods, and the port that other pods reach it on; the load balancer comes to {@link TLS_PORT}. */
export interface Place {
  readonly labels: Readonly<Record<string, string>>;
  readonly port: number;
}

/** The two servers. */
export interface Servers {
  readonly api: Place;
  readonly web: Place;
}

/**
 * The API: in from the load balancer, over TLS, and from the frontend; out to names, database, cache, AWS credentials, traces,
 * and HTTPS anywhere but the node's own addresses (AWS endpoints, mail and payment services).
 */
export function apiFlows({ api, web }: Servers, surroundings: Surroundings): NetworkPolicySpec {
  const ingress = [
    { from: networks(surroundings.loadBalancerCidrs), ports: tcp(TLS_PORT) },
    { from: [pods(web.labels)], ports: tcp(api.port) },
  ];
  return fence(api.labels, ingress, outward(["pool", "cache", "credentials", "https", "telemetry"], surroundings));
}

/** The frontend: in from the load balancer, over TLS; out to names, to the API and to the collector. It never sees the data tier or the internet. */
export function webFlows({ api, web }: Servers, surroundings: Surroundings): NetworkPolicySpec {
  const ingress = [{ from: networks(surroundings.loadBalancerCidrs), ports: tcp(TLS_PORT) }];
  const [names, ...toCollector] = outward(["telemetry"], surroundings);
  return fence(web.labels, ingress, [names, { to: [pods(api.labels)], ports: tcp(api.port) }, ...toCollector]);
}

/**
 * A worker: nobody calls it; out to names, to its queue and the database, for AWS credentials, to the collector, and
 * over HTTPS to the services it sends with (OPT-05, OPT-06).
 */
export function workerFlows(labels: Readonly<Record<string, string>>, surroundings: Surroundings): NetworkPolicySpec {
  return fence(labels, [], outward(["pool", "cache", "credentials", "https", "telemetry"], surroundings));
}

/** A task: nobody calls it, and it reaches only what it names. */
export function taskFlows(labels: Readonly<Record<string, string>>, to: readonly Destination[], surroundings: Surroundings): NetworkPolicySpec {
  return fence(labels, [], outward(to, surroundings));
}

function outward(to: readonly Destination[], surroundings: Surroundings): [EgressRule, ...EgressRule[]] {
  return [toNames(surroundings), ...to.flatMap((destination) => way(destination, surroundings))];
}
