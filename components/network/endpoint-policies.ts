/** Which AWS services are reached through endpoints, and by whom: pure. */
import { arn } from "../arn.ts";

/**
 * Services with an interface endpoint: what nodes, pods and the rotation of secrets call. S3 has a gateway endpoint.
 * Not load balancing and auto scaling: in Auto Mode their controllers run outside the VPC.
 */
export const INTERFACE_SERVICES = [
  "ecr.api", // image manifests and tokens
  "ecr.dkr", // the registry itself
  "sts", // role credentials
  "secretsmanager", // application and database secrets
  "kms", // decryption of the above
  "logs", // container logs
  "monitoring", // CloudWatch metrics
  "ec2", // nodes describe themselves, volumes
  "eks", // nodes find their cluster
  "eks-auth", // Pod Identity
  "ssm", // the release that runs, read by whatever deploys from within; as every other, about 9 dollars a month and zone
] as const;

/** A service of {@link INTERFACE_SERVICES}. */
export type InterfaceService = (typeof INTERFACE_SERVICES)[number];

/** IAM prefix of an endpoint's actions, where it is not the endpoint's own name. */
const ACTION_PREFIX: Partial<Record<InterfaceService, string>> = {
  "ecr.api": "ecr",
  "ecr.dkr": "ecr",
  monitoring: "cloudwatch",
};

/**
 * Services whose every target lies in the account, so that the endpoint can be bound to it on both sides. Not ECR:
 * the images of EKS itself and of its add-ons lie in registries of AWS accounts.
 */
const OWN_RESOURCES_ONLY: readonly InterfaceService[] = ["secretsmanager", "kms", "logs"];

/**
 * Services whose endpoint is left with AWS's own policy. Only of `eks`, not of `eks-auth`, does the Amazon EKS User Guide
 * say that its endpoint takes one, and AWS refuses a policy where a service takes none. The only action of `eks-auth` is
 * open to nobody but the nodes of a cluster, with a pod's token.
 */
export const WITHOUT_POLICY: readonly InterfaceService[] = ["eks-auth"];

/** A statement of an IAM-style policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Policy of an interface endpoint: only the account's own principals, and only its own resources where that is possible. */
export function interfacePolicy(service: InterfaceService, account: string): PolicyDocument {
  const prefix = ACTION_PREFIX[service] ?? service;
  const own: Statement = {
    Sid: "OwnPrincipals",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: `${prefix}:*`,
    Resource: "*",
    Condition: {
      StringEquals: {
        "aws:PrincipalAccount": account,
        ...(OWN_RESOURCES_ONLY.includes(service) ? { "aws:ResourceAccount": account } : {}),
      },
    },
  };
  // Service-account tokens are exchanged for a role before there is any AWS principal to compare.
  const federated: Statement = {
    Sid: "OwnRolesByWebIdentity",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceAccount": account } },
  };
  return { Version: "2012-10-17", Statement: service === "sts" ? [own, federated] : [own] };
}

/**
 * Policy of the S3 gateway endpoint: the account's buckets for its principals, and the bucket ECR serves image layers
 * from (its URLs are signed by ECR, not by a principal of the account). Source: Amazon ECR User Guide, "Amazon ECR
 * interface VPC endpoints: minimum Amazon S3 bucket permissions".
 */
export function s3Policy(region: string, account: string): PolicyDocument {
  const layers = arn({ service: "s3", resource: `prod-${region}-starport-layer-bucket/*`, partitionRegion: region });
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OwnBuckets",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": account, "aws:ResourceAccount": account } },
      },
      { Sid: "ImageLayers", Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: layers },
    ],
  };
}

/** Name of a service's endpoint. Source: AWS PrivateLink Guide, "AWS services that integrate with AWS PrivateLink". */
export function serviceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}
