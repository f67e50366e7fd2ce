/** A backup vault with a key of ours, a lock, and a policy under which nobody deletes what is in it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

export interface BackupVaultArgs {
  readonly context: PlatformContext;
  /** Region of the vault. */
  readonly region: string;
  /** ARN of the key for backups in that Region. */
  readonly keyArn: pulumi.Input<string>;
  /** Days; backups that ask for less are refused. */
  readonly minRetentionDays: number;
  /** Days; backups that ask for more are refused. */
  readonly maxRetentionDays: number;
  /**
   * Days until the lock can no longer be taken off, by anybody: compliance mode, at least 3. Left out, the lock is in
   * governance mode and goes with the stack.
   */
  readonly complianceAfterDays?: number | undefined;
  /** ARN of the topic that hears of failed copies and of objects that were skipped; in the vault's Region. */
  readonly topicArn?: pulumi.Input<string> | undefined;
  readonly transform?: BackupVaultTransform | undefined;
}

export interface BackupVaultTransform {
  readonly vault?: Transform<aws.backup.VaultArgs>;
  readonly lock?: Transform<aws.backup.VaultLockConfigurationArgs>;
}

/** Only what needs a person: jobs that fail are told of by their own rule. */
const EVENTS = ["COPY_JOB_FAILED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"] as const;

/** A vault (checklist PRC-064, OPT-53). */
export class BackupVault extends Component {
  /** Known at preview: plans and tests name it. */
  readonly vaultName: string;
  readonly arn: pulumi.Output<string>;
  /** What backups wait for. */
  readonly vault: aws.backup.Vault;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupVault", name, opts);
    this.vaultName = vaultName(args.context);

    this.vault = this.createVault(args);
    this.lock(args);
    this.forbidDeletion(args);
    this.notify(args);

    this.arn = this.vault.arn;
    this.registerOutputs({ vaultName: this.vaultName, arn: this.arn });
  }

  private createVault({ context, region, keyArn, transform }: BackupVaultArgs): aws.backup.Vault {
    const name = this.part("vault");
    const args = transformed<aws.backup.VaultArgs>(transform?.vault, name, {
      region,
      name: this.vaultName,
      kmsKeyArn: keyArn,
      forceDestroy: !context.protect,
      tags: tags(context, "confidential", name),
    });
    return new aws.backup.Vault(name, args, this.child(keep(context.protect)));
  }

  private lock({ context, region, minRetentionDays, maxRetentionDays, complianceAfterDays, transform }: BackupVaultArgs): void {
    const name = this.part("lock");
    const args = transformed<aws.backup.VaultLockConfigurationArgs>(transform?.lock, name, {
      region,
      backupVaultName: this.vault.name,
      minRetentionDays,
      maxRetentionDays,
      ...(complianceAfterDays === undefined ? {} : { changeableForDays: complianceAfterDays }),
    });
    new aws.backup.VaultLockConfiguration(name, args, this.child(keep(context.protect)));
  }

  /** The lock holds against shortening; this holds against deleting, in governance mode too. */
  private forbidDeletion({ context, region }: BackupVaultArgs): void {
    const policy = pulumi.output(context.accountId).apply((account) => JSON.stringify(vaultPolicy(arn({ service: "backup", region, account, resource: `backup-vault:${this.vaultName}` }))));
    new aws.backup.VaultPolicy(this.part("policy"), { region, backupVaultName: this.vault.name, policy }, this.child());
  }

  private notify({ region, topicArn }: BackupVaultArgs): void {
    if (topicArn === undefined) return;
    new aws.backup.VaultNotifications(
      this.part("notifications"),
      { region, backupVaultName: this.vault.name, snsTopicArn: topicArn, backupVaultEvents: [...EVENTS] },
      this.child(),
    );
  }
}

/**
 * Nobody deletes a backup, detaches one or shortens its life: they expire. `*` as the resource stands for the recovery
 * points, whose ARNs are those of other services.
 * Source: AWS Backup Developer Guide, "Vault access policies: deny permission to delete recovery points".
 */
export function vaultPolicy(vaultArn: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "BackupsExpire", Effect: "Deny", Principal: "*", Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:DisassociateRecoveryPoint"], Resource: "*" },
      { Sid: "OnlyOverTls", Effect: "Deny", Principal: "*", Action: "backup:*", Resource: vaultArn, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
  };
}

/** Name of the stack's vaults, the same in every Region. */
export function vaultName({ name }: Pick<PlatformContext, "name">): string {
  return `${name}-backups`;
}
