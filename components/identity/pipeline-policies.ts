/** What the pipeline on GitHub may do: look, or deploy this platform and nothing else. Pure. */
import { APPLICATION_ROLES, ownIam, state } from "./boundary.ts";
import { iamArn } from "./documents.ts";
import type { Place, PolicyStatement } from "./documents.ts";
import { ACCOUNT_WIDE, actionsOf, resourcesOf } from "./services.ts";
import type { ServiceName } from "./services.ts";

/** Host that issues the tokens of GitHub Actions; also the name of the provider in IAM. */
export const GITHUB = "token.actions.githubusercontent.com";

/** Audience that `aws-actions/configure-aws-credentials` asks a token for. */
export const AUDIENCE = "sts.amazonaws.com";

/**
 * Lets workflows take a role whose token names exactly these subjects.
 *
 * @param provider ARN of the OpenID Connect provider
 * @param subjects values of `sub`; no wildcards, which would admit what nobody thought of
 */
export function workflowTrust(provider: string, subjects: readonly string[]): PolicyStatement[] {
  return [
    {
      Sid: "GitHubActions",
      Effect: "Allow",
      Principal: { Federated: provider },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${GITHUB}:aud`]: AUDIENCE, [`${GITHUB}:sub`]: subjects } },
    },
  ];
}

/** Subjects of runs that only look: of pull requests, and of the branches that are watched for drift. */
export function planSubjects(repository: string, branches: readonly string[]): string[] {
  return [`repo:${repository}:pull_request`, ...branches.map((branch) => `repo:${repository}:ref:refs/heads/${branch}`)];
}

/** Subject of a run in a GitHub environment: its reviewers and branch rules are asked first. */
export function deploySubjects(repository: string, environment: string): string[] {
  return [`repo:${repository}:environment:${environment}`];
}

/**
 * What planning takes beyond AWS's `ReadOnlyAccess`, and what it must not read.
 *
 * @param stateKeyArn key that encrypts secrets in Pulumi's state
 */
export function planStatements({ partition, buckets }: Place, stateKeyArn: string | undefined): PolicyStatement[] {
  const objects = buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/*`);
  return [
    ...(objects.length === 0 ? [] : [{ Sid: "ReadState", Effect: "Allow" as const, Action: "s3:GetObject", Resource: objects }]),
    ...(stateKeyArn === undefined ? [] : [{ Sid: "DecryptState", Effect: "Allow" as const, Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: stateKeyArn }]),
    objects.length === 0
      ? { Sid: "NoObjects", Effect: "Deny", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: "*" }
      : { Sid: "NoOtherObjects", Effect: "Deny", Action: ["s3:GetObject", "s3:GetObjectVersion"], NotResource: objects },
    {
      Sid: "NoData",
      Effect: "Deny",
      Action: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "ssm:GetParameter*", "sqs:ReceiveMessage", "logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:Unmask", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "ecr:GetDownloadUrlForLayer"],
      Resource: "*",
    },
  ];
}

/** The services of the platform in parts, each of which makes a policy of at most 6,144 characters. */
const PARTS = {
  foundation: ["ec2", "elasticloadbalancing", "kms", "logs", "s3", "route53", "acm", "cloudfront", "wafv2", "shield"],
  data: ["rds", "elasticache", "secretsmanager", "ssm", "backup", "cloudformation", "serverlessrepo"],
  applications: ["eks", "ecr", "lambda", "events", "scheduler", "sns", "sqs", "cloudwatch", "synthetics", "rum", "cognito-identity", "aps", "codebuild", "codeconnections"],
  security: ["guardduty", "securityhub", "inspector2", "access-analyzer", "config", "cloudtrail", "budgets", "ce"],
} as const satisfies Record<string, readonly ServiceName[]>;

/** Services that the roles of the platform may be handed to. */
const PASSED_TO = [
  "eks.amazonaws.com", "pods.eks.amazonaws.com", "ec2.amazonaws.com", "rds.amazonaws.com", "monitoring.rds.amazonaws.com", "lambda.amazonaws.com", "backup.amazonaws.com", "vpc-flow-logs.amazonaws.com",
  "cloudtrail.amazonaws.com", "config.amazonaws.com", "s3.amazonaws.com", "events.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com", "synthetics.amazonaws.com",
  "codebuild.amazonaws.com", "ecr.amazonaws.com", "cognito-identity.amazonaws.com", "firehose.amazonaws.com", "delivery.logs.amazonaws.com", "logs.amazonaws.com",
] as const;

/** The parts of what deploying takes, by the end of their policy's name. */
export const DEPLOY_PARTS = [...(Object.keys(PARTS) as (keyof typeof PARTS)[]), "account"] as const;

/** One of {@link DEPLOY_PARTS}. */
export type DeployPart = (typeof DEPLOY_PARTS)[number];

/** A policy of the deploying role; reading comes from AWS's `ReadOnlyAccess`. */
export function deployStatements(part: DeployPart, place: Place): PolicyStatement[] {
  const inRegions = { StringEquals: { "aws:RequestedRegion": place.regions } };
  if (part !== "account") {
    return [{ Sid: "Manage", Effect: "Allow", Action: actionsOf(PARTS[part]), Resource: resourcesOf(PARTS[part], place), Condition: inRegions }];
  }
  return [
    { Sid: "AccountWide", Effect: "Allow", Action: ACCOUNT_WIDE, Resource: "*", Condition: inRegions },
    ...state(place),
    {
      Sid: "OwnRolesAndPolicies",
      Effect: "Allow",
      Action: [
        "iam:CreateRole", "iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
        "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy", "iam:TagPolicy", "iam:UntagPolicy",
        "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile",
      ],
      Resource: ownIam(place),
    },
    { Sid: "HandOnOwnRoles", Effect: "Allow", Action: "iam:PassRole", Resource: [iamArn(place, `role/${place.name}-*`), iamArn(place, APPLICATION_ROLES), iamArn(place, "role/aws-service-role/config.amazonaws.com/*")], Condition: { StringEquals: { "iam:PassedToService": PASSED_TO } } },
    { Sid: "RolesOfServices", Effect: "Allow", Action: ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:TagRole"], Resource: iamArn(place, "role/aws-service-role/*") },
    { Sid: "Federation", Effect: "Allow", Action: ["iam:CreateOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider", "iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider", "iam:AddClientIDToOpenIDConnectProvider", "iam:RemoveClientIDFromOpenIDConnectProvider"], Resource: iamArn(place, `oidc-provider/${GITHUB}`) },
    { Sid: "Passwords", Effect: "Allow", Action: ["iam:UpdateAccountPasswordPolicy", "iam:DeleteAccountPasswordPolicy"], Resource: "*" },
    { Sid: "NotItself", Effect: "Deny", Action: ["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"], Resource: ["deploy", "break-glass"].map((role) => iamArn(place, `role/${place.name}-${role}`)) },
  ];
}
