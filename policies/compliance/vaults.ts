/**
 * Where backups lie, and what goes there: PRC-062…PRC-064, OPT-53, OPT-76.
 */
import { isOwnKey } from "../databases.ts";
import { atLeast, flag, list, quoted } from "../inputs.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { notOff, settingsRule } from "../settings.ts";

const VAULT = "aws:backup/vault:Vault";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";

const encrypted: ResourceRule = {
  name: "backup-vault-own-key",
  items: ["PRC-111", "OPT-53"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "Backup.1" }, { name: "NIST 800-53", reference: "CP-9(8)" }],
  demands: "Backups are encrypted with a key of ours.",
  why: "AWS's own key for backups cannot be used by another account, and access to it can be taken away from nobody.",
  remediation: "Set kmsKeyArn of the vault.",
  looksAt: [VAULT, "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"],
  judge(node) {
    const property = node.type === VAULT ? "kmsKeyArn" : "encryptionKeyArn";
    return examine((check) => check.that(() => isOwnKey(() => node.props[property]), "it has no key of ours", property));
  },
};

const locked: StackRule = {
  name: "backup-vault-locked",
  items: ["PRC-062", "PRC-063"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9" }, { name: "NIST 800-53", reference: "AU-9" }],
  demands: "Backups in a vault cannot be deleted before 30 days are over.",
  why: "Whoever wants a ransom deletes the backups first.",
  remediation: "Add a VaultLockConfiguration with minRetentionDays of 30 or more.",
  thresholds: ["backupDays"],
  looksAt: "stack",
  subjects: [VAULT],
  judge(vault, { thresholds }, graph) {
    return examine((check) => {
      const [lock] = graph.referrers(vault, [LOCK], "backupVaultName");
      if (lock === undefined) return check.fail("it has no lock");
      const days = () => lock.props["minRetentionDays"];
      check.that(() => atLeast(days(), thresholds.backupDays), () => `minRetentionDays is ${quoted(days())}; left out, nothing has to stay`);
    });
  },
};

const chosen: StackRule = {
  name: "backup-plan-selects",
  items: ["PRC-062", "OPT-74", "OPT-76"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9" }],
  demands: "Every backup plan says what it backs up.",
  why: "A plan without a selection runs every night and backs up nothing.",
  remediation: "Add a Selection of the plan with resources, selectionTags or both.",
  looksAt: "stack",
  subjects: [PLAN],
  judge(plan, _policy, graph) {
    return examine((check) => {
      const selections = graph.referrers(plan, [SELECTION], "planId");
      check.that(() => selections.some(({ props }) => list(props["resources"]).length > 0 || list(props["selectionTags"]).length > 0), "nothing is selected for it");
    });
  },
};

const optedIn = settingsRule(
  {
    name: "backup-services-opted-in",
    items: ["PRC-062", "OPT-76"],
    severity: "medium",
    frameworks: [{ name: "NIST 800-53", reference: "CP-9" }],
    demands: "AWS Backup may back up databases, disks, buckets, tables and file systems.",
    why: "A service that is left out is skipped by every plan, and no job fails.",
    remediation: "Set RDS, Aurora, EBS, S3, DynamoDB and EFS to true in resourceTypeOptInPreference, or leave them out.",
  },
  { "aws:backup/regionSettings:RegionSettings": () => ["RDS", "Aurora", "EBS", "S3", "DynamoDB", "EFS"].map((service) => notOff(`resourceTypeOptInPreference.${service}`, `${service} is left out`)) },
);

const keys = settingsRule(
  {
    name: "key-usable",
    items: ["PRC-005", "PRC-111"],
    severity: "high",
    frameworks: [{ name: "AWS FSBP", reference: "KMS.3" }, { name: "NIST 800-53", reference: "SC-12" }],
    demands: "KMS keys are switched on, and their policies are checked so that they lock nobody out.",
    why: "What is encrypted with a key that nobody may use, or change, is lost, backups included.",
    remediation: "Leave isEnabled at true and bypassPolicyLockoutSafetyCheck at false.",
  },
  Object.fromEntries(
    ["Key", "ReplicaKey", "ExternalKey", "ReplicaExternalKey"].map((kind) => [
      `aws:kms/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
      () => [
        notOff(kind === "Key" ? "isEnabled" : "enabled", "it is switched off"),
        { path: "bypassPolicyLockoutSafetyCheck", wrong: "its policy may lock everybody out", holds: (value: unknown) => flag(value ?? false) === false },
      ],
    ]),
  ),
);

export const rules: readonly Rule[] = [encrypted, locked, chosen, optedIn, keys];
