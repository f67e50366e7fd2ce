/** The AWS services the platform is made of, as IAM sees them: their ARNs, and the verbs with which they are read. Pure. */
import type { Place } from "./documents.ts";

/** `D`escribe, `G`et, `L`ist, `B`atchGet; none where everything that is read has an ARN. */
type Verbs = string;

interface Service {
  readonly verbs: Verbs;
  /** ARNs after the partition, with `{a}` for the account and `{n}` for the stack's name. Default: all of the service in the account. */
  readonly arns?: readonly string[];
}

/**
 * Services by their prefix. Names bound what has a name of ours (buckets); the account bounds the rest, where AWS
 * makes up the names, and the tag of the environment decides there (see the boundaries).
 * Source: Service Authorization Reference, resource types of each service.
 */
const SERVICES = {
  ec2: { verbs: "DG" },
  elasticloadbalancing: { verbs: "D" },
  rds: { verbs: "D" },
  elasticache: { verbs: "D" },
  eks: { verbs: "DL" },
  ecr: { verbs: "D" },
  // The second is where the Serverless Application Repository puts the templates of its applications.
  s3: { verbs: "L", arns: ["s3:::{n}-*", "s3:::awsserverlessrepo-changesets-*"] },
  kms: { verbs: "L" },
  secretsmanager: { verbs: "L" },
  ssm: { verbs: "D" },
  logs: { verbs: "DG" },
  cloudwatch: { verbs: "DGL", arns: ["cloudwatch:*:{a}:*", "cloudwatch::{a}:dashboard/*"] },
  events: { verbs: "L" },
  scheduler: { verbs: "L" },
  sns: { verbs: "L" },
  sqs: { verbs: "L" },
  // The second are AWS's layers with the runtime of a canary: CloudWatch Synthetics makes its function as whoever makes the canary.
  lambda: { verbs: "L", arns: ["lambda:*:{a}:*", "lambda:*:*:layer:*Synthetics*"] },
  backup: { verbs: "DL" },
  cloudfront: { verbs: "L", arns: ["cloudfront::{a}:*"] },
  wafv2: { verbs: "L" },
  shield: { verbs: "L", arns: ["shield::{a}:*"] },
  acm: { verbs: "L" },
  route53: { verbs: "L", arns: ["route53:::*"] },
  synthetics: { verbs: "D" },
  rum: { verbs: "L" },
  aps: { verbs: "L" },
  codebuild: { verbs: "L" },
  codeconnections: { verbs: "" },
  "cognito-identity": { verbs: "" },
  // Applications and their transform are AWS's, not the account's.
  cloudformation: { verbs: "", arns: ["cloudformation:*:*:*"] },
  serverlessrepo: { verbs: "", arns: ["serverlessrepo:*:*:*"] },
  guardduty: { verbs: "L" },
  securityhub: { verbs: "D" },
  inspector2: { verbs: "BGL" },
  "access-analyzer": { verbs: "L" },
  config: { verbs: "DG" },
  cloudtrail: { verbs: "DL" },
  budgets: { verbs: "D", arns: ["budgets::{a}:*"] },
  ce: { verbs: "G", arns: ["ce::{a}:*"] },
} as const satisfies Record<string, Service>;

/** Prefix of one of the platform's services. */
export type ServiceName = keyof typeof SERVICES;

/** All of them. */
export const SERVICE_NAMES = Object.keys(SERVICES) as readonly ServiceName[];

const VERBS: Readonly<Record<string, string>> = { D: "Describe*", G: "Get*", L: "List*", B: "BatchGet*" };

/** Every action of the services: `rds:*`. Only ever together with {@link resourcesOf}. */
export function actionsOf(services: readonly ServiceName[]): string[] {
  return services.map((service) => `${service}:*`);
}

/** What of the services is in this account, and where it has a name of ours, of this stack. */
export function resourcesOf(services: readonly ServiceName[], { partition, account, name }: Pick<Place, "partition" | "account" | "name">): string[] {
  return services.flatMap((service) => {
    const { arns = [`${service}:*:{a}:*`] }: Service = SERVICES[service];
    return arns.map((arn) => `arn:${partition}:${arn.replace("{a}", account).replace("{n}", name)}`);
  });
}

/**
 * The reading actions of the services for which AWS knows no resource, or which read what is not ours: lists and
 * overviews. What reads one thing has its ARN and goes with {@link resourcesOf}. Contents of secrets and parameters
 * are not among them.
 */
export function readsOf(services: readonly ServiceName[]): string[] {
  return services.flatMap((service) => [...SERVICES[service].verbs].map((verb) => `${service}:${VERBS[verb]}`));
}

/**
 * Actions for which AWS knows no resource, and which deploying the platform takes.
 * Source: Service Authorization Reference, actions without a required resource type.
 */
export const ACCOUNT_WIDE = [
  "account:*Alternate*",
  "acm:RequestCertificate",
  "aps:CreateWorkspace",
  "backup-storage:MountCapsule",
  "backup:UpdateRegionSettings",
  "ce:*AllocationTags*",
  "ce:CreateAnomaly*",
  "cloudfront:Create*",
  "codeconnections:CreateC*",
  "cognito-identity:*Pool*",
  "config:DeleteDeliveryChannel",
  "config:Put*",
  "ec2:*Default*",
  "ec2:*BlockPublicAccess",
  "ecr:*Template",
  "ecr:Get*",
  "ecr:Put*",
  "eks:CreateCluster",
  "guardduty:CreateDetector",
  "inspector2:*able",
  "kms:CreateKey",
  "logs:*LogDeliver*",
  "logs:*ResourcePolicy",
  "macie2:*Macie*",
  "rds:CreateDBP*",
  "rds:Cross*",
  "route53:CreateH*",
  "s3:*AccountPublicAccessBlock",
  "securityhub:CreateF*",
  "sns:*tSubscriptionA*",
  "sns:Unsub*",
  "synthetics:CreateC*",
] as const;

/**
 * Services without Regions, or whose calls go to us-east-1 wherever they come from: bound by account, not by Region.
 * Source: AWS Organizations User Guide, "Deny access to AWS based on the requested AWS Region".
 */
export const GLOBAL_ACTIONS = [
  "iam:*",
  "sts:*",
  "route53:*",
  "cloudfront:*",
  "budgets:*",
  "ce:*",
  "health:*",
] as const;
