/** AccountDefaults: what the account does unless somebody asks for something else. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";

/** Keys of one Region, by ARN. */
export interface RegionKeys {
  /** Key of new volumes (class `data`). */
  readonly volumes: pulumi.Input<string>;
  /** Key of what runbooks write (class `logs`). */
  readonly logs: pulumi.Input<string>;
}

export interface AccountDefaultsArgs {
  readonly context: PlatformContext;
  /** Keys at home. */
  readonly keyArns: RegionKeys;
  /** Their replicas in the Region of disaster recovery; needed where there is one. */
  readonly drKeyArns?: RegionKeys | undefined;
  /** Days the output of runbooks is kept. Default: that of every log group. */
  readonly logRetentionDays?: number | undefined;
}

/**
 * Settings of Systems Manager, by the end of their name. The provider keeps the path and not the ARN, of which the API
 * takes either.
 * Source: AWS Systems Manager API Reference, UpdateServiceSetting.
 */
const SETTINGS = {
  publicDocuments: "/ssm/documents/console/public-sharing-permission",
  outputTo: "/ssm/automation/customer-script-log-destination",
  outputGroup: "/ssm/automation/customer-script-log-group-name",
} as const;

/** Settings of the whole account, at home and in the Region of disaster recovery (checklist PRC-019, PRC-044, PRC-111, OPT-38). */
export class AccountDefaults extends Component {
  /** @throws when there is a Region of disaster recovery and no keys in it */
  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "AccountDefaults", name, opts);
    const { context, drKeyArns } = args;
    this.blockPublicBuckets(context);
    this.regionDefaults(args, context.region, args.keyArns);
    if (context.drRegion !== undefined) {
      if (drKeyArns === undefined) throw new pulumi.RunError(`${name}: drKeyArns are missing, and ${context.drRegion} needs keys for its volumes and logs`);
      this.regionDefaults(args, context.drRegion, drKeyArns);
    }
    this.registerOutputs();
  }

  private blockPublicBuckets(context: PlatformContext): void {
    new aws.s3.AccountPublicAccessBlock(
      this.part("no-public-buckets"),
      { accountId: context.accountId, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      this.child(keep(context.protect)),
    );
  }

  private regionDefaults(args: AccountDefaultsArgs, region: string, keyArns: RegionKeys): void {
    const { context } = args;
    const suffix = region === context.region ? "" : `-${region}`;
    const options = (): pulumi.CustomResourceOptions => this.child(keep(context.protect));
    new aws.ebs.EncryptionByDefault(this.part(`volume-encryption${suffix}`), { region, enabled: true }, options());
    new aws.ebs.DefaultKmsKey(this.part(`volume-key${suffix}`), { region, keyArn: keyArns.volumes }, options());
    new aws.ebs.SnapshotBlockPublicAccess(this.part(`no-public-snapshots${suffix}`), { region, state: "block-all-sharing" }, options());
    new aws.ec2.ImageBlockPublicAccess(this.part(`no-public-images${suffix}`), { region, state: "block-new-sharing" }, options());
    // A pod is one hop further from the metadata service than its node: with one hop it cannot take the node's role.
    new aws.ec2.InstanceMetadataDefaults(this.part(`metadata${suffix}`), { region, httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled", instanceMetadataTags: "disabled" }, options());
    new aws.ssm.ServiceSetting(this.part(`no-public-documents${suffix}`), { region, settingId: SETTINGS.publicDocuments, settingValue: "Disable" }, options());
    this.keepOutput(args, region, suffix, keyArns.logs);
  }

  /** What the scripts of runbooks print goes to a group of ours, and not to one without a key and an end. */
  private keepOutput({ context, logRetentionDays }: AccountDefaultsArgs, region: string, suffix: string, keyArn: pulumi.Input<string>): void {
    const options = (): pulumi.CustomResourceOptions => this.child(keep(context.protect));
    const group = createLogGroup(
      this.part(`runbook-logs${suffix}`),
      { context, region, groupName: `/aws/ssm/automation/${context.name}`, keyArn, retentionInDays: logRetentionDays },
      this.child(),
    );
    new aws.ssm.ServiceSetting(this.part(`runbook-log-group${suffix}`), { region, settingId: SETTINGS.outputGroup, settingValue: group.name }, options());
    new aws.ssm.ServiceSetting(this.part(`runbook-output${suffix}`), { region, settingId: SETTINGS.outputTo, settingValue: "CloudWatch" }, options());
  }
}
