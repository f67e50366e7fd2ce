/** The admission controller that checks signatures: its chart's values, its policy and its fences, as plain values. */
import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_DENY, networks, tcp, TO_CREDENTIALS, TO_HTTPS, toNames } from "../cluster/network-rules.ts";
import type { NetworkPolicySpec } from "../cluster/network-rules.ts";


/** Namespace of the controller. */
export const VERIFICATION_NAMESPACE = "image-verification";
/** Service account of the controller's pods. */
export const VERIFICATION_ACCOUNT = "policy-controller";

/**
 * Chart and controller belong together: the chart's release of 2026 that carries version 0.13.1 of the controller.
 * Source: github.com/sigstore/helm-charts, charts/policy-controller/Chart.yaml.
 */
export const VERIFICATION_CHART = { chart: "oci://ghcr.io/sigstore/helm-charts/policy-controller", version: "0.10.6" } as const;
/** Digest of the image that chart was released with; a mirror keeps it. Source: the same file. */
export const CONTROLLER_DIGEST = "sha256:0bcd60beb93f4427c29cf3a669743caf58490e98ded4380c33c09f092734a6ab";
/** Port of the controller's webhook in its pods. */
const WEBHOOK_PORT = 8443;

/** What the values depend on. */
export interface VerificationValues {
  /** Mirror of the controller's image, without digest. */
  readonly repository: string;
  /** Namespaces whose pods are judged. */
  readonly namespaces: readonly string[];
  readonly region: string;
}

/**
 * Values of the chart. Fails closed; two pods, so that a node's end stops no deployment; no pod below the restricted Pod
 * Security standard. An image that no policy names is refused (`no-match-policy`).
 */
export function chartValues({ repository, namespaces, region }: VerificationValues) {
  return {
    webhook: {
      replicaCount: 2,
      image: { repository, version: CONTROLLER_DIGEST, pullPolicy: "IfNotPresent" },
      failurePolicy: "Fail",
      namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces] }] },
      configData: { "no-match-policy": "deny" },
      env: { AWS_REGION: region },
      serviceAccount: { create: true, name: VERIFICATION_ACCOUNT },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      priorityClass: "system-cluster-critical",
      podSecurityContext: {
        enabled: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 65_532,
        runAsGroup: 65_532,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
      resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
    },
  };
}

/**
 * Every image of the registry carries a signature by the key. In cosign's classic form, which needs nobody's
 * transparency log: what is built and when is not made public.
 *
 * @param sources beginnings of images
 * @param keyAliasArn ARN of the key's alias; the controller takes no ARN of a multi-Region key
 */
export function imagePolicySpec(sources: readonly string[], keyAliasArn: string) {
  return {
    mode: "enforce",
    images: sources.map((source) => ({ glob: `${source}**` })),
    authorities: [{ name: "pipeline", key: { kms: `awskms:///${keyAliasArn}`, hashAlgorithm: "sha256" } }],
  };
}

/** Where things are, as the controller's network policy needs them. */
export interface VerificationSurroundings {
  /** IPv4 ranges of the nodes' subnets: the control plane's interfaces are there too. */
  readonly nodeCidrs: readonly pulumi.Input<string>[];
  /** IPv4 range of Services, for the API server's own address. */
  readonly serviceCidr: string;
  /** Address of the cluster's DNS service. */
  readonly dnsAddress: string;
}

/** In from the API server and the kubelets' probes; out to names, the API server, credentials, and HTTPS: ECR, S3 and KMS. */
export function verificationFlows({ nodeCidrs, serviceCidr, dnsAddress }: VerificationSurroundings): NetworkPolicySpec {
  return {
    ...DEFAULT_DENY,
    ingress: [{ from: networks(nodeCidrs), ports: tcp(WEBHOOK_PORT) }],
    egress: [toNames({ dnsAddress, nodeCidrs }), { to: networks([serviceCidr]), ports: tcp(443) }, TO_CREDENTIALS, TO_HTTPS],
  };
}
