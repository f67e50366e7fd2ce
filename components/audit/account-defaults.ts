/** AccountDefaults: what the account does unless somebody asks for something else. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep } from "../component.ts";
import type { PlatformContext } from "../context.ts";

export interface AccountDefaultsArgs {
  readonly context: PlatformContext;
  /** Key of new volumes at home (class `data`). */
  readonly volumeKeyArn: pulumi.Input<string>;
  /** Its replica in the Region of disaster recovery; needed where there is one. */
  readonly drVolumeKeyArn?: pulumi.Input<string> | undefined;
}

/** Settings of the whole account, at home and in the Region of disaster recovery (checklist PRC-019, PRC-111, OPT-38). */
export class AccountDefaults extends Component {
  /** @throws when there is a Region of disaster recovery and no key in it */
  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "AccountDefaults", name, opts);
    const { context, drVolumeKeyArn } = args;
    this.blockPublicBuckets(context);
    this.regionDefaults(context, context.region, args.volumeKeyArn);
    if (context.drRegion !== undefined) {
      if (drVolumeKeyArn === undefined) throw new pulumi.RunError(`${name}: drVolumeKeyArn is missing, and ${context.drRegion} needs a key for its volumes`);
      this.regionDefaults(context, context.drRegion, drVolumeKeyArn);
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

  private regionDefaults(context: PlatformContext, region: string, keyArn: pulumi.Input<string>): void {
    const suffix = region === context.region ? "" : `-${region}`;
    const options = (): pulumi.CustomResourceOptions => this.child(keep(context.protect));
    new aws.ebs.EncryptionByDefault(this.part(`volume-encryption${suffix}`), { region, enabled: true }, options());
    new aws.ebs.DefaultKmsKey(this.part(`volume-key${suffix}`), { region, keyArn }, options());
    new aws.ebs.SnapshotBlockPublicAccess(this.part(`no-public-snapshots${suffix}`), { region, state: "block-all-sharing" }, options());
    new aws.ec2.ImageBlockPublicAccess(this.part(`no-public-images${suffix}`), { region, state: "block-new-sharing" }, options());
    // A pod is one hop further from the metadata service than its node: with one hop it cannot take the node's role.
    new aws.ec2.InstanceMetadataDefaults(this.part(`metadata${suffix}`), { region, httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled", instanceMetadataTags: "disabled" }, options());
  }
}
