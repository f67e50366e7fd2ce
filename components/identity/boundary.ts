/**
 * Permissions boundaries: the most that anybody may come to do here, whatever policies are attached. Pure.
 *
 * Two of them, both at most 6,144 characters, as managed policies are: one for people, one for the pipeline.
 */
import { iamArn } from "./documents.ts";
import type { Place, PolicyStatement } from "./documents.ts";
import { ACCOUNT_WIDE, GLOBAL_ACTIONS, SERVICE_NAMES, actionsOf, readsOf, resourcesOf } from "./services.ts";

/** Whose boundary. */
export type Bounded = "people" | "deploy";

/** Name of a boundary's policy. */
export function boundaryName(name: string, whose: Bounded): string {
  return `${name}-${whose}-boundary`;
}

/** What a boundary keeps from happening in an environment that holds something of value. */
export interface BoundaryOptions {
  /**
   * Whether nobody within the boundary may switch off what watches the account, nor change a boundary: not where
   * the whole environment may be thrown away.
   */
  readonly guarded: boolean;
}

/**
 * The boundary of people: everything of the platform in this account and these Regions, but no way to more rights.
 */
export function peopleBoundary(place: Place, { guarded }: BoundaryOptions): PolicyStatement[] {
  return [
    ...allowed(place, ["iam:Get*", "iam:List*", "health:Describe*", "xray:*Get*", ...SUPPORT]),
    { Sid: "IamOfPlatform", Effect: "Allow", Action: ["iam:Get*", "iam:List*", "iam:*Role*", "iam:*Policy*"], Resource: [iamArn(place, "role/*"), iamArn(place, "policy/*"), iamArn(place, "instance-profile/*")] },
    ...NO_KEYS,
    {
      Sid: "NoRoleBeyondThis",
      Effect: "Deny",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:AttachRolePolicy", "iam:PutRolePolicy"],
      Resource: "*",
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": iamArn(place, `policy/${boundaryName(place.name, "people")}`) } },
    },
    // Whom these roles trust decides who has no boundary, or another one.
    { Sid: "NoOtherTrust", Effect: "Deny", Action: "iam:UpdateAssumeRolePolicy", Resource: ["break-glass", "deploy", "plan"].map((role) => iamArn(place, `role/${place.name}-${role}`)) },
    ...(guarded ? watched(place) : []),
    { Sid: "NoLossOfKeys", Effect: "Deny", Action: ["kms:ScheduleKeyDeletion", "s3:BypassGovernanceRetention"], Resource: "*" },
    ...confined(place),
  ];
}

/**
 * The boundary of the pipeline: what deploying takes, for the resources of this environment only.
 *
 * @param environment value of the tag `environment` of what may be touched
 */
export function deployBoundary(place: Place, environment: string, { guarded }: BoundaryOptions): PolicyStatement[] {
  return [
    ...allowed(place, ["iam:Get*", "iam:List*", "iam:*AccountPasswordPolicy"]),
    ...state(place),
    { Sid: "Iam", Effect: "Allow", Action: "iam:*", Resource: [...ownIam(place), iamArn(place, "role/aws-service-role/*"), iamArn(place, "oidc-provider/token.actions.githubusercontent.com")] },
    ...NO_KEYS,
    { Sid: "NoAdministrators", Effect: "Deny", Action: "iam:AttachRolePolicy", Resource: "*", Condition: { ArnLike: { "iam:PolicyARN": ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"].map((policy) => `arn:${place.partition}:iam::aws:policy/${policy}`) } } },
    { Sid: "NoOtherRole", Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" },
    {
      Sid: "NoOtherEnvironment",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:ResourceTag/environment": environment }, Null: { "aws:ResourceTag/environment": "false" } },
    },
    ...(guarded ? watched(place) : []),
    ...confined(place),
  ];
}

/**
 * Roles that applications of the Serverless Application Repository make: CloudFormation begins their name with the
 * stack's, which the repository begins with this, and cuts it short within the stack's own name.
 */
export const APPLICATION_ROLES = "role/serverlessrepo-*";

/** Roles, policies and profiles of the stack. */
export function ownIam(place: Place): string[] {
  return [...["role", "policy", "instance-profile"].map((kind) => `${kind}/${place.name}-*`), APPLICATION_ROLES].map((resource) => iamArn(place, resource));
}

/** @param more what else these may do where AWS knows no resource; in one statement, for the length of the policy */
function allowed(place: Place, more: readonly string[]): PolicyStatement[] {
  return [
    { Sid: "Platform", Effect: "Allow", Action: actionsOf(SERVICE_NAMES), Resource: resourcesOf(SERVICE_NAMES, place) },
    { Sid: "AccountWide", Effect: "Allow", Action: [...readsOf(SERVICE_NAMES), ...ACCOUNT_WIDE, ...more], Resource: "*" },
  ];
}

/** Pulumi's state: to read it, to write it, and to lock it. */
export function state({ partition, buckets }: Place): PolicyStatement[] {
  if (buckets.length === 0) return [];
  const arns = buckets.map((bucket) => `arn:${partition}:s3:::${bucket}`);
  return [{ Sid: "State", Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: [...arns, ...arns.map((arn) => `${arn}/*`)] }];
}

/** People come through roles, pipelines through OpenID Connect: nobody gets a password or a key that lasts. */
const NO_KEYS: readonly PolicyStatement[] = [
  {
    Sid: "NoUsersAndKeys",
    Effect: "Deny",
    Action: ["iam:CreateUser", "iam:CreateAccessKey", "iam:*LoginProfile", "iam:CreateServiceSpecificCredential", "iam:UploadS*", "iam:AddUserToGroup", "iam:*UserPolicy", "iam:*GroupPolicy", "iam:*SAMLProvider"],
    Resource: "*",
  },
  { Sid: "NoWayOut", Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary", "organizations:*"], Resource: "*" },
];

/** Cases with AWS: to open them, to talk about them, to close them. AWS knows no resource for them. Source: Service Authorization Reference, AWS Support. */
const SUPPORT = ["support:Add*", "support:Create*", "support:Describe*", "support:Initiate*", "support:Put*", "support:Resolve*", "support:Search*"] as const;

/** Nobody blinds the account, and nobody changes the boundaries: that takes the break-glass role. */
function watched(place: Place): PolicyStatement[] {
  return [
    {
      Sid: "NoBlinding",
      Effect: "Deny",
      Action: [
        "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel",
        "guardduty:DeleteDetector", "guardduty:Dis*", "securityhub:Disable*", "inspector2:Disable", "macie2:Dis*", "access-analyzer:Delete*",
      ],
      Resource: "*",
    },
    {
      Sid: "NoChangeOfBoundaries",
      Effect: "Deny",
      Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy"],
      Resource: [iamArn(place, `policy/${place.name}-*-boundary`)],
    },
  ];
}

function confined({ regions }: Place): PolicyStatement[] {
  return [{ Sid: "NoOtherRegion", Effect: "Deny", NotAction: GLOBAL_ACTIONS, Resource: "*", Condition: { StringNotEquals: { "aws:RequestedRegion": regions } } }];
}
