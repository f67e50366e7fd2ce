/** The roles of people: who may take them, for how long, and what they are for. Pure. */
import { iamArn } from "./documents.ts";
import type { Place, PolicyStatement } from "./documents.ts";
import { SERVICE_NAMES, actionsOf, resourcesOf } from "./services.ts";

/** The roles, from the widest to the narrowest. */
export const PEOPLE = ["admin", "operator", "developer", "read-only"] as const;

/** One of {@link PEOPLE}. */
export type Person = (typeof PEOPLE)[number];

/** What a role is. */
export interface PersonRole {
  readonly description: string;
  /** Longest session, in seconds: 3,600 to 43,200. */
  readonly sessionSeconds: number;
  /** How long ago somebody may have shown the second factor, in seconds. */
  readonly mfaMaxAgeSeconds: number;
  /** AWS's own policies that go with it, by their name after `policy/`. */
  readonly managed: readonly string[];
  /** What it may do beyond them; at most 6,144 characters as a policy. */
  readonly statements: (place: Place) => readonly PolicyStatement[];
}

const HOUR = 3_600;

/** Contents of what the platform keeps: metadata is for everybody, data only for who works on it. */
const NO_DATA: PolicyStatement = {
  Sid: "NoData",
  Effect: "Deny",
  Action: ["s3:GetObject*", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "ssm:GetParameter*", "kms:Decrypt", "sqs:ReceiveMessage", "rds-data:*", "rds-db:*", "elasticache:Connect"],
  Resource: "*",
};

const WATCH: PolicyStatement = {
  Sid: "Watch",
  Effect: "Allow",
  Action: [
    "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:GetDashboard", "cloudwatch:Describe*", "cloudwatch:List*",
    "xray:Get*", "xray:BatchGet*", "synthetics:Describe*", "rum:ListAppMonitors", "aps:ListWorkspaces", "health:Describe*",
  ],
  Resource: "*",
};

const all = (services: Parameters<typeof resourcesOf>[0], place: Place): string[] => resourcesOf(services, place);

function readLogs(place: Place): PolicyStatement[] {
  return [
    { Sid: "ReadLogs", Effect: "Allow", Action: ["logs:StartQuery", "logs:GetLogEvents", "logs:FilterLogEvents", "logs:GetLogRecord", "logs:StartLiveTail"], Resource: all(["logs"], place) },
    { Sid: "ReadQueries", Effect: "Allow", Action: ["logs:GetQueryResults", "logs:Describe*"], Resource: "*" },
    { Sid: "ReadMetrics", Effect: "Allow", Action: ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"], Resource: all(["aps"], place) },
  ];
}

/** The roles by name (checklist PRC-118, PRC-119, PRC-121). */
export const PEOPLE_ROLES: Readonly<Record<Person, PersonRole>> = {
  admin: {
    description: "Administers the platform, within the boundary",
    sessionSeconds: HOUR,
    mfaMaxAgeSeconds: HOUR,
    managed: ["job-function/ViewOnlyAccess", "SecurityAudit"],
    statements: (place) => [
      { Sid: "Platform", Effect: "Allow", Action: actionsOf(SERVICE_NAMES), Resource: resourcesOf(SERVICE_NAMES, place) },
      {
        Sid: "RolesOfPlatform",
        Effect: "Allow",
        Action: ["iam:CreateRole", "iam:UpdateRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:TagRole", "iam:DeleteRole"],
        Resource: [iamArn(place, `role/${place.name}-*`)],
      },
      { Sid: "HandOn", Effect: "Allow", Action: "iam:PassRole", Resource: [iamArn(place, `role/${place.name}-*`)] },
    ],
  },
  operator: {
    description: "Keeps the platform running: restarts, scales, restores, switches",
    sessionSeconds: 4 * HOUR,
    mfaMaxAgeSeconds: HOUR,
    // Who handles an incident opens the case with AWS. Source: CIS AWS Foundations Benchmark 3.0, 1.17.
    managed: ["job-function/ViewOnlyAccess", "SecurityAudit", "AWSSupportAccess"],
    statements: (place) => [
      {
        Sid: "Operate",
        Effect: "Allow",
        Action: [
          "rds:RebootDBInstance", "rds:StartDBInstance", "rds:StopDBInstance", "rds:CreateDBSnapshot", "rds:PromoteReadReplica", "rds:RestoreDBInstanceToPointInTime", "rds:RestoreDBInstanceFromDBSnapshot", "rds:AddTagsToResource",
          "elasticache:TestFailover", "elasticache:CreateSnapshot", "elasticache:ModifyReplicationGroup", "elasticache:AddTagsToResource",
          "backup:StartBackupJob", "backup:StartRestoreJob", "backup:StartCopyJob",
          "cloudwatch:SetAlarmState", "cloudwatch:DisableAlarmActions", "cloudwatch:EnableAlarmActions",
          "cloudfront:CreateInvalidation", "lambda:InvokeFunction", "sqs:StartMessageMoveTask", "sqs:PurgeQueue", "sns:Publish",
          "synthetics:StartCanary", "synthetics:StopCanary", "secretsmanager:RotateSecret", "events:DisableRule", "events:EnableRule",
          "eks:DescribeCluster", "eks:AccessKubernetesApi", "securityhub:BatchUpdateFindings",
        ],
        Resource: all(["rds", "elasticache", "backup", "cloudwatch", "cloudfront", "lambda", "sqs", "sns", "synthetics", "secretsmanager", "events", "eks", "securityhub"], place),
      },
      // AWS knows no resource for these. Source: Service Authorization Reference, AWS Backup; Amazon GuardDuty.
      { Sid: "OperateAccount", Effect: "Allow", Action: ["backup:StopBackupJob", "guardduty:ArchiveFindings", "guardduty:UnarchiveFindings", "guardduty:UpdateFindingsFeedback"], Resource: "*" },
      { Sid: "RestoreAs", Effect: "Allow", Action: "iam:PassRole", Resource: [iamArn(place, `role/${place.name}-*`)], Condition: { StringEquals: { "iam:PassedToService": ["backup.amazonaws.com", "monitoring.rds.amazonaws.com"] } } },
      WATCH,
      ...readLogs(place),
      NO_DATA,
    ],
  },
  developer: {
    description: "Sees how the programs do: logs, traces, metrics, images",
    sessionSeconds: 8 * HOUR,
    mfaMaxAgeSeconds: 8 * HOUR,
    managed: ["job-function/ViewOnlyAccess"],
    statements: (place) => [
      WATCH,
      ...readLogs(place),
      { Sid: "PullImages", Effect: "Allow", Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability", "ecr:DescribeImageScanFindings"], Resource: all(["ecr"], place) },
      { Sid: "SignInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      { Sid: "Cluster", Effect: "Allow", Action: ["eks:DescribeCluster", "eks:AccessKubernetesApi"], Resource: all(["eks"], place) },
      NO_DATA,
    ],
  },
  "read-only": {
    description: "Sees what there is, and none of the data in it",
    sessionSeconds: 8 * HOUR,
    mfaMaxAgeSeconds: 8 * HOUR,
    managed: ["job-function/ViewOnlyAccess", "SecurityAudit"],
    statements: (place) => [WATCH, { Sid: "Cluster", Effect: "Allow", Action: ["eks:DescribeCluster", "eks:AccessKubernetesApi"], Resource: all(["eks"], place) }, NO_DATA],
  },
};

/**
 * Who may take a role, and only with a second factor.
 *
 * - The account itself and its users show it to AWS: `aws:MultiFactorAuthPresent`, and not too long ago.
 * - A role, as IAM Identity Center makes them, carries no such key into the next role. Its session must bear the tag
 *   `mfa` with the value `true`, which the identity source sets ("Attributes for access control").
 * - A SAML provider must put the same tag on the session it asks for.
 *
 * Source: IAM User Guide, "AWS global condition context keys", aws:MultiFactorAuthPresent: not in requests of federated sessions.
 *
 * @param principals ARNs of the account's root, users, roles or SAML providers
 * @param mfaMaxAgeSeconds how old the second factor may be
 */
export function peopleTrust(principals: readonly string[], mfaMaxAgeSeconds: number): PolicyStatement[] {
  const roles = principals.filter((principal) => /:role\//.test(principal));
  const providers = principals.filter((principal) => /:saml-provider\//.test(principal));
  const others = principals.filter((principal) => !roles.includes(principal) && !providers.includes(principal));
  return [
    ...(others.length === 0
      ? []
      : [
          {
            Sid: "WithMfa",
            Effect: "Allow" as const,
            Principal: { AWS: others },
            Action: "sts:AssumeRole",
            Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" }, NumericLessThan: { "aws:MultiFactorAuthAge": String(mfaMaxAgeSeconds) } },
          },
        ]),
    ...(roles.length === 0
      ? []
      : [{ Sid: "SessionWithMfa", Effect: "Allow" as const, Principal: { AWS: roles }, Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:PrincipalTag/mfa": "true" } } }]),
    ...(providers.length === 0
      ? []
      : [
          {
            Sid: "SamlWithMfa",
            Effect: "Allow" as const,
            Principal: { Federated: providers },
            Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
            Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml", "aws:RequestTag/mfa": "true" } },
          },
        ]),
  ];
}
