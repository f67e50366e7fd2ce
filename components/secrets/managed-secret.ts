/** ManagedSecret: one secret in Secrets Manager with its value, its policy and its replica. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { secretPolicy } from "./access.ts";
import type { SecretKeys } from "./access.ts";

export interface ManagedSecretArgs extends SecretKeys {
  readonly context: PlatformContext;
  /** Name in Secrets Manager. At most 512 characters. */
  readonly secretName: string;
  /** What it is for. */
  readonly description: string;
  /** What it holds, by key; stored as JSON. */
  readonly value: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Whether others write the later values (rotation). Then this one is only ever the first: it does not follow
   * changes of `value`, and were it made again, it would not become the current one.
   */
  readonly seed?: boolean;
  /** ARNs of roles that may read it. */
  readonly readers: readonly pulumi.Input<string>[];
  /** ARNs of roles that may read and write it: at least the one that deploys. */
  readonly writers: readonly pulumi.Input<string>[];
  readonly transform?: ManagedSecretTransform | undefined;
}

/** Changes the arguments of children. */
export interface ManagedSecretTransform {
  readonly secret?: Transform<aws.secretsmanager.SecretArgs>;
  readonly policy?: Transform<aws.secretsmanager.SecretPolicyArgs>;
}

/**
 * Staging label of the first value of a secret that rotates. It does two things. A version with a label is never
 * cleaned up, so that it does not go missing one day and is made again. And a version that is put with a label of its
 * own does not take `AWSCURRENT` away from a newer one; the first version of a secret gets that anyway.
 * Source: AWS Secrets Manager API Reference, PutSecretValue.
 */
export const SEED_STAGE = "SEED";

/**
 * Days in which a deletion can be taken back: the longest Secrets Manager gives. None in dev, which is taken down and
 * put up again, while a name stays taken as long as its deletion can be taken back.
 */
export function recoveryDays({ environment }: Pick<PlatformContext, "environment">): 0 | 30 {
  return environment === "dev" ? 0 : 30;
}

/** A secret that only the named roles can read. */
export class ManagedSecret extends Component {
  readonly arn: pulumi.Output<string>;
  /** The value: what a rotation waits for. */
  readonly version: aws.secretsmanager.SecretVersion;
  /** What readers wait for: before it, IAM alone decides. */
  readonly policy: aws.secretsmanager.SecretPolicy;

  constructor(name: string, args: ManagedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("secrets", "ManagedSecret", name, opts);
    const secret = this.createSecret(args);
    this.version = this.createVersion(args, secret);
    this.policy = this.createPolicy(args, secret);
    this.arn = secret.arn;
    this.registerOutputs({ arn: this.arn });
  }

  private createSecret({ context, secretName, description, keyArn, drKeyArn, transform }: ManagedSecretArgs): aws.secretsmanager.Secret {
    const name = this.part("secret");
    if (context.drRegion !== undefined && drKeyArn === undefined) {
      throw new pulumi.RunError(`${this.logicalName}: drRegion is ${context.drRegion}, so drKeyArn is required`);
    }
    const args = transformed<aws.secretsmanager.SecretArgs>(transform?.secret, name, {
      name: secretName,
      description,
      kmsKeyId: keyArn,
      recoveryWindowInDays: recoveryDays(context),
      ...(context.drRegion === undefined || drKeyArn === undefined ? {} : { replicas: [{ region: context.drRegion, kmsKeyId: drKeyArn }] }),
      tags: tags(context, "restricted", name),
    });
    return new aws.secretsmanager.Secret(name, args, this.child(keep(context.protect)));
  }

  private createVersion({ value, seed = false }: ManagedSecretArgs, secret: aws.secretsmanager.Secret): aws.secretsmanager.SecretVersion {
    const args = { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(value)) };
    if (!seed) return new aws.secretsmanager.SecretVersion(this.part("value"), args, this.child());
    return new aws.secretsmanager.SecretVersion(
      this.part("seed"),
      { ...args, versionStages: [SEED_STAGE] },
      this.child({ ignoreChanges: ["secretString", "versionStages"] }),
    );
  }

  /** After the value, so that the first deployment may be anybody's who may make secrets. */
  private createPolicy({ context, readers, writers, transform }: ManagedSecretArgs, secret: aws.secretsmanager.Secret): aws.secretsmanager.SecretPolicy {
    const name = this.part("policy");
    const policy = pulumi
      .all([pulumi.output(context.accountId), pulumi.all([...readers]), pulumi.all([...writers])])
      .apply(([account, reading, writing]) => JSON.stringify(secretPolicy({ account, readers: reading, writers: writing })));
    const args = transformed<aws.secretsmanager.SecretPolicyArgs>(transform?.policy, name, { secretArn: secret.arn, policy, blockPublicPolicy: true });
    return new aws.secretsmanager.SecretPolicy(name, args, this.child({ dependsOn: [this.version] }));
  }
}
