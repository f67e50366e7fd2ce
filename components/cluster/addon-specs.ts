/**
 * The add-ons of the cluster beside metrics-server, as plain values.
 *
 * No versions: EKS installs the default one for the cluster's Kubernetes version. Auto Mode brings the network, DNS,
 * storage and Pod Identity agents itself.
 */

import { DEFAULT_DENY, networks, tcp, TO_CREDENTIALS, TO_HTTPS } from "./network-rules.ts";
import type { NetworkPolicySpec } from "./network-rules.ts";

/** Where things are, for the network policies of add-ons: nodes deny what no policy allows. */
export interface AddonSurroundings {
  /** IPv4 ranges of nodes, pods and the control plane's interfaces. */
  readonly subnetCidrs: readonly string[];
  /** IPv4 range of Services. */
  readonly serviceCidr: string;
}

/** An add-on of EKS. */
export interface AddonSpec {
  /** Name by which EKS knows it. */
  readonly name: string;
  /** Namespace it is in. */
  readonly namespace: string;
  /**
   * What the namespace lets its pods do, as Pod Security calls it. `host` where the add-on is put in a namespace of EKS's
   * own, with pods on the nodes' network, which no NetworkPolicy is about.
   */
  readonly standard: "restricted" | "privileged" | "host";
  /** Service account whose pods use AWS, and the AWS managed policies it needs. */
  readonly identity?: { readonly serviceAccount: string; readonly policies: readonly string[] };
  /** Settings that differ from the add-on's defaults, by its own schema. */
  readonly configuration?: unknown;
  /** Ports on which pods are called from within the VPC: scrapers, and the API server's webhook calls. */
  readonly ingressPorts: readonly number[];
  /** Whether pods call AWS or anything else over HTTPS outside the VPC; within it, all may. */
  readonly reachesOut: boolean;
}

/** Port of the webhooks by which the API server asks the CloudWatch operator. */
const WEBHOOK_PORT = 9443;
/** Ports on which the CloudWatch agent takes application signals: OTLP over gRPC and HTTP, X-Ray, proxy. */
const AGENT_PORTS = [4315, 4316, 2000] as const;

/** Secrets reach pods as files; a rotated secret follows within two minutes. Nothing is copied to Kubernetes Secrets. */
const SECRETS_STORE: AddonSpec = {
  name: "aws-secrets-store-csi-driver-provider",
  namespace: "aws-secrets-manager",
  // Mounts volumes into the directories of kubelets.
  standard: "privileged",
  configuration: { "secrets-store-csi-driver": { syncSecret: { enabled: false }, enableSecretRotation: true, rotationPollInterval: "120s" } },
  ingressPorts: [],
  reachesOut: true,
};

/**
 * Logs of all containers, and metrics of nodes and pods, in CloudWatch. Programs instrument themselves with
 * OpenTelemetry, so nothing is injected into them.
 *
 * Source: Amazon CloudWatch User Guide, "Install the CloudWatch agent with the Amazon CloudWatch Observability EKS
 * add-on", with Pod Identity.
 */
const CLOUDWATCH: AddonSpec = {
  name: "amazon-cloudwatch-observability",
  namespace: "amazon-cloudwatch",
  // Reads the logs and the kernel's counters of its node.
  standard: "privileged",
  identity: { serviceAccount: "cloudwatch-agent", policies: ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"] },
  configuration: {
    containerLogs: { enabled: true },
    agent: {
      config: {
        logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true }, application_signals: {} } },
        traces: { traces_collected: { application_signals: {} } },
      },
    },
    manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
  },
  ingressPorts: [WEBHOOK_PORT, ...AGENT_PORTS],
  reachesOut: true,
};

const KUBE_STATE_METRICS: AddonSpec = { name: "kube-state-metrics", namespace: "kube-state-metrics", standard: "restricted", ingressPorts: [8080], reachesOut: false };
const NODE_EXPORTER: AddonSpec = { name: "prometheus-node-exporter", namespace: "kube-system", standard: "host", ingressPorts: [], reachesOut: false };

/** Every add-on, in the order in which they are made. */
export const ADDONS = [SECRETS_STORE, CLOUDWATCH, KUBE_STATE_METRICS, NODE_EXPORTER] as const;

/** Name of one of {@link ADDONS}. */
export type AddonName = (typeof ADDONS)[number]["name"];

const KUBELET_PORT = 10_250;

/** Who may talk to the pods of an add-on, and whom they may reach: names, kubelets, the API server; AWS where they need it. */
export function addonFlows({ ingressPorts, reachesOut }: AddonSpec, { subnetCidrs, serviceCidr }: AddonSurroundings): NetworkPolicySpec {
  const network = networks(subnetCidrs);
  return {
    ...DEFAULT_DENY,
    ...(ingressPorts.length === 0 ? {} : { ingress: [{ from: network, ports: tcp(...ingressPorts) }] }),
    egress: [
      { to: [...network, ...networks([serviceCidr])], ports: [{ protocol: "UDP", port: 53 }, ...tcp(53, 443, KUBELET_PORT)] },
      ...(reachesOut ? [TO_CREDENTIALS, TO_HTTPS] : []),
    ],
  };
}
