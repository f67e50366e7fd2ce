/**
 * Decisions about who reaches the Kubernetes API, and how a client gets in.
 */

/** EKS's default range for Services where it is not in the VPC's way. */
export const DEFAULT_SERVICE_CIDR = "172.20.0.0/16";

/**
 * What is wrong with a list of networks that may reach the public API endpoint.
 *
 * @returns one sentence a mistake; empty when there is none
 */
export function publicAccessMistakes(cidrs: readonly string[]): string[] {
  if (cidrs.length === 0) {
    return ["publicAccessCidrs is empty: leave it out for a private endpoint, or name the networks that may reach it"];
  }
  return cidrs.flatMap((cidr) =>
    /\/0+$/.test(cidr)
      ? [`publicAccessCidrs holds ${cidr}, the whole internet: name the networks of your offices or runners instead`]
      : [],
  );
}

/**
 * Address of the cluster's DNS service: EKS gives it the tenth address of the service range.
 *
 * @param serviceCidr IPv4 range of Services, such as `172.20.0.0/16`
 */
export function dnsAddress(serviceCidr: string): string {
  const [network = ""] = serviceCidr.split("/");
  return `${network.split(".").slice(0, 3).join(".")}.10`;
}

/** What a kubeconfig needs to know. */
export interface KubeconfigParts {
  readonly name: string;
  readonly region: string;
  /** HTTPS address of the API server. */
  readonly endpoint: string;
  /** The API server's certificate authority, base64. */
  readonly certificateAuthority: string;
}

/**
 * A kubeconfig that asks the AWS command line for a fresh token on every use, so it holds no credential itself.
 *
 * @returns JSON, which every reader of kubeconfig accepts
 */
export function kubeconfig({ name, region, endpoint, certificateAuthority }: KubeconfigParts): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"],
            interactiveMode: "Never",
            provideClusterInfo: false,
          },
        },
      },
    ],
  });
}
