/**
 * Which of AWS Config's managed rules watch the account, and what each is for. Pure.
 *
 * Source of identifiers and parameters: AWS Config Developer Guide, "List of AWS Config Managed Rules".
 */
import { REQUIRED_TAGS } from "../context.ts";

/** One managed rule. */
export interface ConfigRule {
  /** AWS's identifier. */
  readonly identifier: string;
  readonly description: string;
  /** Parameters; Config takes every value as text. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Longest age of access keys and shortest time after which unused credentials count, in days (CIS 3.0 1.12, 1.14). */
const ACCESS_KEY_DAYS = 90;
const UNUSED_DAYS = 45;
/** Days before its end at which a certificate is reported (checklist PRC-008). */
const CERTIFICATE_DAYS = 30;

/** What the account's password policy has to demand; the policy itself is made of the same numbers (CIS 3.0 1.8, 1.9). */
export const PASSWORDS = { minimumLength: 14, remembered: 24, maximumAgeDays: 90 } as const;

const rule = (identifier: string, description: string, parameters?: Readonly<Record<string, string>>): ConfigRule => ({
  identifier,
  description,
  ...(parameters === undefined ? {} : { parameters }),
});

/**
 * The rules by the name they have in the account, without the stack's prefix.
 *
 * @param databasePort port of the database, beside the pool's
 */
export const configRules = (databasePort: number): Readonly<Record<string, ConfigRule>> => ({
  // Audit logging: PRC-115, PRC-116, PRC-117, OPT-55.
  "trail-in-every-region": rule("MULTI_REGION_CLOUD_TRAIL_ENABLED", "CloudTrail records every Region"),
  "trail-validated": rule("CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", "CloudTrail signs its log files"),
  "trail-encrypted": rule("CLOUD_TRAIL_ENCRYPTION_ENABLED", "CloudTrail encrypts its log files with a key of ours"),
  "trail-to-log-group": rule("CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED", "CloudTrail also writes to CloudWatch Logs"),
  "cluster-logs": rule("EKS_CLUSTER_LOGGING_ENABLED", "The cluster's control plane logs, its audit log included"),
  "flow-logs": rule("VPC_FLOW_LOGS_ENABLED", "Each network logs its flows"),
  "log-groups-encrypted": rule("CLOUDWATCH_LOG_GROUP_ENCRYPTED", "Log groups are encrypted with a key of ours"),

  // Access control and reviews: PRC-118, PRC-119, PRC-120, PRC-121.
  "password-policy": rule("IAM_PASSWORD_POLICY", "The account's password policy is the CIS one", {
    RequireUppercaseCharacters: "true",
    RequireLowercaseCharacters: "true",
    RequireSymbols: "true",
    RequireNumbers: "true",
    MinimumPasswordLength: String(PASSWORDS.minimumLength),
    PasswordReusePrevention: String(PASSWORDS.remembered),
    MaxPasswordAge: String(PASSWORDS.maximumAgeDays),
  }),
  "root-mfa": rule("ROOT_ACCOUNT_MFA_ENABLED", "The root user signs in with MFA"),
  "root-no-keys": rule("IAM_ROOT_ACCESS_KEY_CHECK", "The root user has no access key"),
  "console-mfa": rule("MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS", "Everybody who has a password signs in with MFA"),
  "access-keys-rotated": rule("ACCESS_KEYS_ROTATED", "No access key lives long", { maxAccessKeyAge: String(ACCESS_KEY_DAYS) }),
  "unused-credentials": rule("IAM_USER_UNUSED_CREDENTIALS_CHECK", "Credentials nobody uses are taken away", { maxCredentialUsageAge: String(UNUSED_DAYS) }),
  "no-administrator-policies": rule("IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", "No policy of ours gives all rights on everything"),
  "no-policies-on-users": rule("IAM_USER_NO_POLICIES_CHECK", "Rights hang on roles and groups, not on users"),

  // Detection: OPT-54.
  "guardduty-on": rule("GUARDDUTY_ENABLED_CENTRALIZED", "GuardDuty watches the account"),
  "securityhub-on": rule("SECURITYHUB_ENABLED", "Security Hub collects findings"),

  // Encryption at rest and in transit: PRC-111, PRC-112, OPT-38, OPT-53.
  "database-encrypted": rule("RDS_STORAGE_ENCRYPTED", "Databases are encrypted"),
  "volumes-encrypted": rule("ENCRYPTED_VOLUMES", "Attached volumes are encrypted"),
  "volumes-encrypted-by-default": rule("EC2_EBS_ENCRYPTION_BY_DEFAULT", "New volumes are encrypted unasked"),
  "cluster-secrets-encrypted": rule("EKS_SECRETS_ENCRYPTED", "Kubernetes secrets are encrypted with a key of ours"),
  "cache-encrypted-at-rest": rule("ELASTICACHE_REPL_GRP_ENCRYPTED_AT_REST", "Caches are encrypted at rest"),
  "cache-encrypted-in-transit": rule("ELASTICACHE_REPL_GRP_ENCRYPTED_IN_TRANSIT", "Caches are only reached over TLS"),
  "buckets-tls-only": rule("S3_BUCKET_SSL_REQUESTS_ONLY", "Buckets refuse requests without TLS"),
  "topics-encrypted": rule("SNS_ENCRYPTED_KMS", "Topics are encrypted"),
  "keys-rotated": rule("CMK_BACKING_KEY_ROTATION_ENABLED", "Keys get new material every year"),
  "keys-not-going": rule("KMS_CMK_NOT_SCHEDULED_FOR_DELETION", "No key is about to be deleted"),
  "secrets-rotated": rule("SECRETSMANAGER_SCHEDULED_ROTATION_SUCCESS_CHECK", "Secrets that rotate did so on time"),
  "recovery-points-encrypted": rule("BACKUP_RECOVERY_POINT_ENCRYPTED", "Backups are encrypted"),
  "certificates-valid": rule("ACM_CERTIFICATE_EXPIRATION_CHECK", "No certificate is about to end", { daysToExpiration: String(CERTIFICATE_DAYS) }),

  // Exposure: PRC-011, PRC-012, PRC-013, PRC-019.
  "no-open-ssh": rule("INCOMING_SSH_DISABLED", "No security group opens SSH to the internet"),
  "no-open-data-ports": rule("RESTRICTED_INCOMING_TRAFFIC", "No security group opens a port of the data tier or of administration to the internet", {
    blockedPort1: "5432",
    blockedPort2: "6379",
    blockedPort3: "3389",
    blockedPort4: String(databasePort),
    blockedPort5: "10250",
  }),
  "default-group-closed": rule("VPC_DEFAULT_SECURITY_GROUP_CLOSED", "The default security group lets nothing through"),
  "database-not-public": rule("RDS_INSTANCE_PUBLIC_ACCESS_CHECK", "No database has a public address"),
  "database-snapshots-not-public": rule("RDS_SNAPSHOTS_PUBLIC_PROHIBITED", "No database snapshot is shared with everybody"),
  "account-blocks-public-buckets": rule("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", "The account blocks public buckets"),
  "buckets-not-readable": rule("S3_BUCKET_PUBLIC_READ_PROHIBITED", "No bucket can be read by everybody"),
  "buckets-not-writable": rule("S3_BUCKET_PUBLIC_WRITE_PROHIBITED", "No bucket can be written by everybody"),
  "metadata-tokens": rule("EC2_IMDSV2_CHECK", "Instances hand out credentials only against a token (IMDSv2)"),
  "images-scanned": rule("ECR_PRIVATE_IMAGE_SCANNING_ENABLED", "Images are scanned when they are pushed (PRC-014)"),
  "image-tags-immutable": rule("ECR_PRIVATE_TAG_IMMUTABILITY_ENABLED", "An image's tag cannot be moved"),

  // Reliability: PRC-052 and following.
  "database-backed-up": rule("DB_INSTANCE_BACKUP_ENABLED", "Databases are backed up"),
  "database-in-two-zones": rule("RDS_MULTI_AZ_SUPPORT", "Databases have a standby in another zone"),
  "database-protected": rule("RDS_INSTANCE_DELETION_PROTECTION_ENABLED", "Databases are protected against deletion"),
  "cache-backed-up": rule("ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK", "Caches are backed up"),
  "recovery-points-kept": rule("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", "Nobody deletes backups by hand"),

  // Ownership.
  "tagged": rule("REQUIRED_TAGS", "Resources say whose they are", Object.fromEntries(REQUIRED_TAGS.map((key, index) => [`tag${index + 1}Key`, key]))),
});
