/**
 * The IAM documents of the cluster, as plain values: who may take which role, and what the roles may do beyond
 * AWS's managed policies.
 */
import { arn } from "../arn.ts";

/** A statement of an IAM policy document. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An IAM policy document of the current policy language. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Wraps statements in a document. */
export function document(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/**
 * AWS managed policies of the cluster role in Auto Mode: EKS uses it to launch instances, attach volumes, wire the
 * network and register load balancer targets.
 *
 * Source: Amazon EKS User Guide, "Amazon EKS Auto Mode cluster IAM role".
 */
export const CLUSTER_POLICIES = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicyV2",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
] as const;

/**
 * AWS managed policies of the node role: registering with the cluster and pulling images, nothing else. What a pod
 * may do it gets through Pod Identity.
 *
 * Source: Amazon EKS User Guide, "Amazon EKS Auto Mode node IAM role".
 */
export const NODE_POLICIES = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"] as const;

/** ARN of an AWS managed policy in the partition of a region. */
export function managedPolicyArn(name: string, region: string): string {
  return arn({ service: "iam", account: "aws", resource: `policy/${name}`, partitionRegion: region });
}

/** ARN of one of EKS's access policies, such as `AmazonEKSClusterAdminPolicy`, in the partition of a region. */
export function accessPolicyArn(name: string, region: string): string {
  return arn({ service: "eks", account: "aws", resource: `cluster-access-policy/${name}`, partitionRegion: region });
}

/**
 * Lets EKS take the cluster role. Auto Mode tags its session with the cluster's name (`sts:TagSession`), which the
 * managed policies compare with the tags of what they touch.
 */
export const CLUSTER_TRUST: PolicyDocument = document({
  Sid: "EksControlPlane",
  Effect: "Allow",
  Principal: { Service: "eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});

/** Lets EC2 instances take the node role. */
export const NODE_TRUST: PolicyDocument = document({
  Sid: "Ec2Instances",
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});

/**
 * Lets EKS Pod Identity take a role, for pods of this one cluster.
 *
 * @param accountId twelve digits
 * @param clusterArn the cluster whose pods may take the role
 */
export function podIdentityTrust(accountId: string, clusterArn: string): PolicyDocument {
  return document({
    Sid: "EksPodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnEquals: { "aws:SourceArn": clusterArn },
    },
  });
}

const OWN_CLUSTER = { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" } as const;

/**
 * Lets Auto Mode put our own tags on what it launches: the managed policies allow only EKS's tag keys.
 *
 * Source: Amazon EKS User Guide, "Amazon EKS Auto Mode cluster IAM role", custom AWS tags.
 */
export function customTags(region: string): PolicyDocument {
  const anyOf = (resource: string) => arn({ service: "ec2", region: "*", account: "*", resource, partitionRegion: region });
  return document(
    {
      Sid: "Compute",
      Effect: "Allow",
      Action: ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
      Resource: "*",
      Condition: {
        StringEquals: OWN_CLUSTER,
        StringLike: {
          "aws:RequestTag/eks:kubernetes-node-class-name": "*",
          "aws:RequestTag/eks:kubernetes-node-pool-name": "*",
        },
      },
    },
    {
      Sid: "Storage",
      Effect: "Allow",
      Action: ["ec2:CreateVolume", "ec2:CreateSnapshot"],
      Resource: [anyOf("volume/*"), anyOf("snapshot/*")],
      Condition: { StringEquals: OWN_CLUSTER },
    },
    {
      Sid: "Networking",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: "*",
      Condition: { StringEquals: OWN_CLUSTER, StringLike: { "aws:RequestTag/eks:kubernetes-cni-node-name": "*" } },
    },
  );
}
