/** Where a request goes: the AWS region, or the Kubernetes cluster, that a resource lives in. */
import { parse } from "yaml";
import { UNKNOWN } from "../types.ts";
import type { PackageName, Props } from "../types.ts";
import type { ResourceSchema } from "../schema/index.ts";

/** The account of every rehearsed world; AWS's documentation uses this number for examples. */
export const REHEARSAL_ACCOUNT = "123456789012";

/** Where things live that have no region: IAM, CloudFront, Route 53. */
export const GLOBAL = "aws-global";

/** Region where neither provider nor environment names one. */
export const AMBIENT_REGION = "us-east-1";

/** The cluster of a Kubernetes provider without a kubeconfig. */
export const AMBIENT_CLUSTER = "ambient";

/** `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * Region or cluster of a resource: its own `region` argument, else the provider's.
 *
 * @param config the provider's configuration
 * @param ambient region of a provider that names none
 */
export function placeOf(pkg: PackageName, schema: ResourceSchema | undefined, inputs: Props, config: Props, ambient: string): string {
  if (pkg === "kubernetes") return kubernetesCluster(config) ?? AMBIENT_CLUSTER;
  if (schema !== undefined && !("region" in schema.inputs)) return GLOBAL;
  return text(inputs["region"]) ?? text(config["region"]) ?? ambient;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Address of the API server a kubeconfig's current context points at; undefined without one, or while it is unknown. */
export function kubernetesCluster(config: Props): string | undefined {
  const kubeconfig = config["kubeconfig"];
  if (kubeconfig === undefined || kubeconfig === UNKNOWN) return undefined;
  try {
    const parsed = (typeof kubeconfig === "string" ? parse(kubeconfig) : kubeconfig) as {
      "current-context"?: string;
      contexts?: { name: string; context: { cluster: string } }[];
      clusters?: { name: string; cluster: { server?: string } }[];
    };
    const context = parsed.contexts?.find(({ name }) => name === parsed["current-context"]) ?? parsed.contexts?.[0];
    const cluster = parsed.clusters?.find(({ name }) => name === context?.context.cluster) ?? parsed.clusters?.[0];
    return text(cluster?.cluster.server);
  } catch {
    return undefined; // not YAML: the provider's own check says so
  }
}
