/** What the registry keeps, who may pull from it, and what it does with copies. Pure. */
import { arn } from "../arn.ts";

/** A rule of a lifecycle policy. Source: Amazon ECR User Guide, "Lifecycle policy properties in Amazon ECR". */
export interface LifecycleRule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection: {
    readonly tagStatus: "tagged" | "untagged";
    readonly tagPatternList?: readonly string[];
    readonly countType: "imageCountMoreThan" | "sinceImagePushed";
    readonly countUnit?: "days";
    readonly countNumber: number;
  };
  readonly action: { readonly type: "expire" };
}

/** How much of a repository is kept. */
export interface Keeping {
  /** Tagged images kept: every release that may be rolled back to is among them. */
  readonly images: number;
  /** Days an image without a tag is kept. Parts of an image for several architectures live as long as their index. */
  readonly untaggedDays: number;
}

/**
 * Tags under which cosign stores what it says of an image: `sha256-<digest>.sig`, `.att` and `.sbom`. They are immutable
 * like all others, so an image is signed once, when it is built.
 */
const SIGNATURE_TAGS = "sha256-*";
/** Signature, attestation and bill of materials. */
const SIGNATURES_AN_IMAGE = 3;

/**
 * Signatures first: an image that a rule of higher priority looks at is left alone by all others, so they do not count
 * as releases.
 */
export function lifecyclePolicy({ images, untaggedDays }: Keeping): { readonly rules: readonly LifecycleRule[] } {
  return {
    rules: [
      {
        rulePriority: 1,
        description: "Signatures of the images that are kept",
        selection: { tagStatus: "tagged", tagPatternList: [SIGNATURE_TAGS], countType: "imageCountMoreThan", countNumber: images * SIGNATURES_AN_IMAGE },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: "What has no tag is nobody's",
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: untaggedDays },
        action: { type: "expire" },
      },
      {
        rulePriority: 3,
        description: "Releases that may be rolled back to",
        selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: images },
        action: { type: "expire" },
      },
    ],
  };
}

/** A statement of a repository policy; the resource is the repository itself. */
export interface RepositoryStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | { readonly AWS: readonly string[] };
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Nobody without TLS; other accounts may pull and nothing else. The account's own principals need no word here: IAM says
 * what they may.
 *
 * @param readers accounts whose stacks run these images, twelve digits each
 */
export function repositoryPolicy(readers: readonly string[], region: string): { readonly Version: "2012-10-17"; readonly Statement: readonly RepositoryStatement[] } {
  const pull: RepositoryStatement = {
    Sid: "PullByOtherAccounts",
    Effect: "Allow",
    Principal: { AWS: readers.map((account) => arn({ service: "iam", account, resource: "root", partitionRegion: region })) },
    Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"],
  };
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "OnlyOverTls", Effect: "Deny", Principal: "*", Action: "ecr:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ...(readers.length === 0 ? [] : [pull]),
    ],
  };
}

/** Host of an account's registry. Source: Amazon ECR User Guide, "Amazon ECR private registry". */
export function registryHost(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/**
 * What ECR may do to make the copies' repositories as the originals are. Source: Amazon ECR User Guide, "IAM
 * permissions for creating repository creation templates".
 */
export function creationStatements(prefix: string, account: string, region: string, keyArn: string) {
  return [
    {
      Sid: "MakeRepositories",
      Effect: "Allow" as const,
      Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
      Resource: arn({ service: "ecr", region, account, resource: `repository/${prefix}/*` }),
    },
    {
      Sid: "EncryptRepositories",
      Effect: "Allow" as const,
      Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": `ecr.${region}.amazonaws.com` } },
    },
  ];
}
