/**
 * Specifications of the objects that tell EKS Auto Mode which machines to run, as plain values.
 */
import type * as pulumi from "@pulumi/pulumi";
import { BACKUP_TAGS } from "../backup/tag.ts";
import type { DisruptionBudget } from "../maintenance/change-calendar.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

/** Name of the platform's node class and node pool. `default` belongs to EKS. */
export const NODE_POOL_NAME = "platform";

/** Which instances the node pool may launch, and how many. */
export interface NodePoolSize {
  /** CPU architecture. Default `arm64`. The images must be built for it. */
  readonly architecture?: "arm64" | "amd64";
  /** Whether spare capacity may be bought as Spot instances. Default false: they go away at two minutes' notice. */
  readonly spot?: boolean;
  /** Upper limit of all nodes' vCPUs together: a ceiling on the bill. Default 128. */
  readonly cpuLimit?: number;
  /** Upper limit of all nodes' memory together, in GiB. Default 512. */
  readonly memoryLimitGiB?: number;
  /** How many nodes may be disrupted, and when. Default a tenth, at any time. */
  readonly budgets?: readonly DisruptionBudget[];
}

/** What a node class is made of. */
export interface NodeClassParts {
  /** Name, not ARN, of the node role. */
  readonly roleName: pulumi.Input<string>;
  /** Private subnets that nodes live in. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** The cluster's security group. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Customer-managed key of the nodes' volumes. */
  readonly volumeKeyArn: pulumi.Input<string>;
  /** Tags of instances, volumes and network interfaces. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Private nodes with encrypted volumes, on which a pod that no NetworkPolicy admits reaches nothing.
 *
 * IMDSv2 with a hop limit of one needs no field: Auto Mode allows nothing else.
 * Source: Amazon EKS User Guide, "Create a Node Class for Amazon EKS".
 */
export function nodeClassSpec(parts: NodeClassParts): Record<string, unknown> {
  return {
    role: parts.roleName,
    subnetSelectorTerms: parts.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: parts.securityGroupId }],
    snatPolicy: "Random",
    networkPolicy: "DefaultDeny",
    networkPolicyEventLogs: "Enabled",
    advancedNetworking: { associatePublicIPAddress: false },
    ephemeralStorage: { size: "80Gi", iops: 3000, throughput: 125, kmsKeyID: parts.volumeKeyArn },
    tags: parts.tags,
  };
}

/**
 * Current-generation machines, replaced after two weeks so that none runs an old image (Auto Mode's ceiling is 21
 * days), at most a tenth of them at a time.
 *
 * Source: Amazon EKS User Guide, "Create a Node Pool for EKS Auto Mode"; Karpenter, "NodePools".
 */
export function nodePoolSpec(size: NodePoolSize = {}): Record<string, unknown> {
  const { architecture = "arm64", spot = false, cpuLimit = 128, memoryLimitGiB = 512, budgets = [{ nodes: "10%" }] } = size;
  return {
    template: {
      spec: {
        nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: NODE_POOL_NAME },
        requirements: [
          { key: "karpenter.sh/capacity-type", operator: "In", values: spot ? ["on-demand", "spot"] : ["on-demand"] },
          { key: "kubernetes.io/arch", operator: "In", values: [architecture] },
          { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
          { key: "eks.amazonaws.com/instance-category", operator: "In", values: ["c", "m", "r"] },
          { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["5"] },
        ],
        expireAfter: "336h",
        terminationGracePeriod: "1h",
      },
    },
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "5m",
      budgets,
    },
    limits: { cpu: String(cpuLimit), memory: `${memoryLimitGiB}Gi` },
  };
}

/**
 * Parameters of a storage class that put the platform's tags on the volumes it makes, and the one by which backups find them.
 *
 * Source: Amazon EBS CSI driver, "Tagging".
 */
export function volumeTags(context: PlatformContext): Record<string, string> {
  const pairs = Object.entries({ ...tags(context, "confidential"), ...BACKUP_TAGS });
  return Object.fromEntries(pairs.map(([key, value], index) => [`tagSpecification_${index + 1}`, `${key}=${value}`]));
}

/** Name of the storage class for volumes on EBS, encrypted with the platform's key. */
export const STORAGE_CLASS = "encrypted";
