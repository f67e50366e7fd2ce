/**
 * Key policies: who may use the key of a data class, and through which service. Pure.
 *
 * Nobody gets `kms:*`. The account's administrators manage a key but cannot use it through this policy; data is read
 * only by asking the service that holds it, and only by principals to whom IAM gives the permission as well.
 */
import { PUBLISHER_PRINCIPALS } from "../alerting/topic-policy.ts";
import { arn } from "../arn.ts";

/** What a key protects: databases, caches and volumes; logs; secrets; backups; the audit trail; alerts on their way; metrics. */
export const DATA_CLASSES = ["data", "logs", "secrets", "backups", "audit", "alerts", "metrics"] as const;

/** One of {@link DATA_CLASSES}. */
export type DataClass = (typeof DATA_CLASSES)[number];

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of a key policy. */
export interface KeyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string } | { readonly Service: string | readonly string[] };
  readonly Action: readonly string[];
  /** In a key policy, `*` is the key itself. */
  readonly Resource: "*";
  readonly Condition?: Condition;
}

/** A key policy. */
export interface KeyPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly KeyStatement[];
}

/** Where the key is. */
export interface KeyPlace {
  /** Twelve digits. */
  readonly account: string;
  /** Region of the key or replica: a service calls KMS in its own Region. */
  readonly region: string;
}

/**
 * Administration without use. `kms:Put*` keeps the key manageable: KMS refuses a policy that would lock its author out.
 * Source: AWS KMS Developer Guide, "Allows key administrators to administer the KMS key"; narrowed by `kms:CreateGrant`,
 * with which an administrator could give the use away.
 */
const ADMINISTRATION = [
  "kms:CreateAlias",
  "kms:CreateKey",
  "kms:Describe*",
  "kms:Enable*",
  "kms:List*",
  "kms:Put*",
  "kms:Update*",
  "kms:Revoke*",
  "kms:Disable*",
  "kms:Get*",
  "kms:Delete*",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
  "kms:ReplicateKey",
  "kms:SynchronizeMultiRegionKey",
  "kms:RotateKeyOnDemand",
] as const;

/** What reading and writing encrypted data takes. */
const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"] as const;

/** Services through which each class's key is used, by the name KMS knows them under (`kms:ViaService`). */
const SERVICES: Readonly<Record<DataClass, readonly string[]>> = {
  data: ["rds", "elasticache", "s3", "ecr"],
  logs: ["s3"],
  secrets: ["secretsmanager", "ssm"],
  backups: ["rds", "backup", "elasticache", "s3", "ec2"],
  audit: ["s3"],
  alerts: ["sns", "sqs"],
  metrics: ["aps"],
};

/**
 * The policy of one class's key in one place.
 *
 * @param dataClass what the key protects
 */
export function keyPolicy(dataClass: DataClass, place: KeyPlace): KeyPolicy {
  const extra: Readonly<Record<DataClass, (place: KeyPlace) => KeyStatement[]>> = {
    data: (where) => [...volumes(where), readAssets(where), readByMacie(where)],
    logs: (where) => [useByCloudWatchLogs(where), useByLogDelivery(where)],
    secrets: (where) => [grantsForClusterSecrets(where)],
    backups: (where) => [retireGrants(where)],
    audit: (where) => [useByCloudTrail(where), useByConfig(where)],
    alerts: (where) => [publishAlerts(where), queueAlerts(where)],
    metrics: () => [],
  };
  return {
    Version: "2012-10-17",
    Statement: [administer(place), use(dataClass, place), grant(dataClass, place), ...extra[dataClass](place)],
  };
}

function root({ account, region }: KeyPlace): { readonly AWS: string } {
  return { AWS: arn({ service: "iam", account, resource: "root", partitionRegion: region }) };
}

function through(dataClass: DataClass, { region }: KeyPlace): string[] {
  return SERVICES[dataClass].map((service) => `${service}.${region}.amazonaws.com`);
}

function administer(place: KeyPlace): KeyStatement {
  return { Sid: "AdministerThroughIam", Effect: "Allow", Principal: root(place), Action: ADMINISTRATION, Resource: "*" };
}

function use(dataClass: DataClass, place: KeyPlace): KeyStatement {
  return {
    Sid: "UseThroughServices",
    Effect: "Allow",
    Principal: root(place),
    Action: USE,
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": through(dataClass, place) } },
  };
}

/** Services keep using a key through grants (RDS storage, backups): only they may be given one. */
function grant(dataClass: DataClass, place: KeyPlace): KeyStatement {
  return {
    Sid: "GrantToServices",
    Effect: "Allow",
    Principal: root(place),
    Action: ["kms:CreateGrant"],
    Resource: "*",
    Condition: {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: { "kms:ViaService": through(dataClass, place) },
    },
  };
}

/**
 * Volumes of cluster nodes, whose roles AWS makes and whose policies name no key: everybody in the account who may use
 * EBS, and only through it, as in the policy of the AWS managed key for EBS.
 * Source: Amazon EKS User Guide, "Enable EBS volume encryption with customer managed KMS keys for EKS Auto Mode".
 */
function volumes({ account, region }: KeyPlace): KeyStatement[] {
  const byEbs = { "kms:CallerAccount": account, "kms:ViaService": `ec2.${region}.amazonaws.com` };
  const all = { Effect: "Allow", Principal: { AWS: "*" }, Resource: "*" } as const;
  return [
    { Sid: "UseForVolumes", ...all, Action: USE, Condition: { StringEquals: byEbs } },
    {
      Sid: "GrantForVolumes",
      ...all,
      Action: ["kms:CreateGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" }, StringEquals: byEbs },
    },
  ];
}

/**
 * CloudFront reads static assets. Any distribution of the account: naming ours would make the key wait for it, and it for
 * the key. Source: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin", SSE-KMS.
 */
function readAssets({ account, region }: KeyPlace): KeyStatement {
  return {
    Sid: "ReadAssetsByCloudFront",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: ["kms:Decrypt"],
    Resource: "*",
    Condition: { ArnLike: { "aws:SourceArn": arn({ service: "cloudfront", account, resource: "distribution/*", partitionRegion: region }) } },
  };
}

/**
 * Macie looks for personal data in objects. Its role is AWS's and comes with Macie, after the key: KMS takes no principal
 * that is not there, and so the role is named in the condition.
 * Source: Amazon Macie User Guide, "Analyzing encrypted Amazon S3 objects".
 */
function readByMacie({ account, region }: KeyPlace): KeyStatement {
  const role = arn({ service: "iam", account, resource: "role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie", partitionRegion: region });
  return {
    Sid: "ReadObjectsByMacie",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:Decrypt"],
    Resource: "*",
    Condition: { StringEquals: { "kms:CallerAccount": account, "aws:PrincipalArn": role } },
  };
}

/** Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS". */
function useByCloudWatchLogs({ account, region }: KeyPlace): KeyStatement {
  return {
    Sid: "EncryptLogGroups",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn({ service: "logs", region, account, resource: "log-group:*" }) },
    },
  };
}

/** Source: Amazon CloudWatch Logs User Guide, "Enable logging from AWS services: server-side encryption with KMS". */
function useByLogDelivery({ account, region }: KeyPlace): KeyStatement {
  return {
    Sid: "DeliverLogs",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": arn({ service: "logs", region, account, resource: "*" }) },
    },
  };
}

/**
 * Envelope encryption of Kubernetes secrets. EKS refuses a key whose `kms:CreateGrant` is bound to
 * `kms:GrantIsForAWSResource`. Source: Amazon EKS User Guide, "Encrypt Kubernetes secrets with KMS on existing clusters".
 */
function grantsForClusterSecrets(place: KeyPlace): KeyStatement {
  return {
    Sid: "GrantForClusterSecrets",
    Effect: "Allow",
    Principal: root(place),
    Action: ["kms:CreateGrant", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:CallerAccount": place.account } },
  };
}

/** A vault gives back what it was given. Source: AWS Backup Developer Guide, "Encryption for backups", permissions to create a vault. */
function retireGrants(place: KeyPlace): KeyStatement {
  return {
    Sid: "RetireGrantsOfVaults",
    Effect: "Allow",
    Principal: root(place),
    Action: ["kms:RetireGrant"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `backup.${place.region}.amazonaws.com` } },
  };
}

/** Source: AWS CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail". */
function useByCloudTrail({ account, region }: KeyPlace): KeyStatement {
  const trail = arn({ service: "cloudtrail", region: "*", account, resource: "trail/*", partitionRegion: region });
  return {
    Sid: "EncryptTrail",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": trail } },
  };
}

/** Source: AWS Config Developer Guide, "Permissions for the KMS key for the AWS Config delivery channel". */
function useByConfig({ account }: KeyPlace): KeyStatement {
  return {
    Sid: "EncryptConfigurationHistory",
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}

/**
 * The services that raise alerts, for topics of this account only. Bound by the encryption context, which SNS always
 * gives: not every publisher names its source account.
 * Source: Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs", event sources and encryption context.
 */
function publishAlerts({ account, region }: KeyPlace): KeyStatement {
  return {
    Sid: "PublishAlerts",
    Effect: "Allow",
    Principal: { Service: PUBLISHER_PRINCIPALS },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": arn({ service: "sns", region, account, resource: "*" }) } },
  };
}

/** SNS and EventBridge put what they could not deliver into our encrypted queues. Source: Amazon SQS Developer Guide, "Key management". */
function queueAlerts({ account, region }: KeyPlace): KeyStatement {
  return {
    Sid: "QueueUndeliveredAlerts",
    Effect: "Allow",
    Principal: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:sqs:arn": arn({ service: "sqs", region, account, resource: "*" }) } },
  };
}
