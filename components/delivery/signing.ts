/** SigningKey: the key that images are signed with. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { signingAlias, signingKeyPolicy } from "./signing-policy.ts";

export interface SigningKeyArgs {
  readonly context: PlatformContext;
  /** The registry's prefix: part of the alias. */
  readonly prefix: string;
  /** ARNs of the roles that sign. */
  readonly signers: readonly string[];
  /** Other accounts that check signatures, twelve digits each. Default none. */
  readonly readers?: readonly string[];
  readonly transform?: { readonly key?: Transform<aws.kms.KeyArgs> };
}

/** Days in which a deletion can be taken back: the longest KMS gives. */
const DELETION_WINDOW_DAYS = 30;

/**
 * An asymmetric key that never leaves KMS (checklist PRC-014; docs/adr/0005-image-signing.md). Its replica in the Region
 * of disaster recovery lets a cluster there check signatures while the home Region is away.
 */
export class SigningKey extends Component {
  readonly key: aws.kms.Key;
  /** Name of the alias, the same in every Region that has the key. */
  readonly alias: string;

  constructor(name: string, args: SigningKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "SigningKey", name, opts);
    this.alias = signingAlias(args.prefix);
    this.key = this.createKey(args);
    this.createReplica(args);
    this.registerOutputs({ keyArn: this.key.arn });
  }

  private createKey(args: SigningKeyArgs): aws.kms.Key {
    const { context, transform } = args;
    const name = this.part("key");
    const key = new aws.kms.Key(
      name,
      transformed<aws.kms.KeyArgs>(transform?.key, name, {
        description: `${context.name}: signatures of images`,
        keyUsage: "SIGN_VERIFY",
        customerMasterKeySpec: "ECC_NIST_P256",
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        multiRegion: context.drRegion !== undefined,
        policy: policyIn(args),
        tags: tags(context, "internal", name),
      }),
      this.child(keep(context.protect)),
    );
    new aws.kms.Alias(this.part("alias"), { name: this.alias, targetKeyId: key.keyId }, this.child());
    return key;
  }

  private createReplica(args: SigningKeyArgs): void {
    const { context } = args;
    if (context.drRegion === undefined) return;
    const name = this.part("replica");
    const replica = new aws.kms.ReplicaKey(
      name,
      {
        region: context.drRegion,
        primaryKeyArn: this.key.arn,
        description: `${context.name}: signatures of images, replica`,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: policyIn(args),
        tags: tags(context, "internal", name),
      },
      this.child(keep(context.protect)),
    );
    new aws.kms.Alias(this.part("replica-alias"), { region: context.drRegion, name: this.alias, targetKeyId: replica.keyId }, this.child());
  }
}

function policyIn({ context, signers, readers = [] }: SigningKeyArgs): pulumi.Output<string> {
  return pulumi.output(context.accountId).apply((account) => JSON.stringify(signingKeyPolicy({ account, region: context.region, signers, readers })));
}
