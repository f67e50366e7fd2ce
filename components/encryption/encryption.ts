/** One customer-managed key per data class, with replicas where another Region has to read the same data. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { DataClassification, PlatformContext } from "../context.ts";
import { DATA_CLASSES, keyPolicy } from "./key-policy.ts";
import type { DataClass } from "./key-policy.ts";
import { replicaRegions } from "./replicas.ts";

export interface EncryptionArgs {
  readonly context: PlatformContext;
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly key?: Transform<aws.kms.KeyArgs>;
    readonly replica?: Transform<aws.kms.ReplicaKeyArgs>;
  };
}

/** Days between two key materials: a year (CIS 3.6; the default of KMS). */
const ROTATION_DAYS = 365;
/** Days in which a deletion can be taken back: the longest KMS gives. */
const DELETION_WINDOW_DAYS = 30;

const PURPOSE: Readonly<Record<DataClass, { readonly text: string; readonly classification: DataClassification }>> = {
  data: { text: "databases, caches and volumes", classification: "confidential" },
  logs: { text: "logs", classification: "confidential" },
  secrets: { text: "secrets", classification: "restricted" },
  backups: { text: "backups", classification: "confidential" },
  audit: { text: "the audit trail", classification: "restricted" },
  alerts: { text: "alerts", classification: "internal" },
  metrics: { text: "metrics", classification: "internal" },
};

/** Keys of the platform (checklist PRC-111, OPT-38, OPT-53). */
export class Encryption extends Component {
  /** ARN of each class's key in the home Region. */
  readonly keyArns: Readonly<Record<DataClass, pulumi.Output<string>>>;
  /** Name of each class's alias, the same in every Region that has the key. */
  readonly aliases: Readonly<Record<DataClass, string>>;
  readonly #home: string;
  readonly #replicas = new Map<string, pulumi.Output<string>>();

  constructor(name: string, args: EncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("encryption", "Encryption", name, opts);
    this.#home = args.context.region;

    const keys = byClass((dataClass) => this.createKey(args, dataClass));
    this.aliases = byClass((dataClass) => this.createAlias(args, dataClass, keys[dataClass]));
    for (const dataClass of DATA_CLASSES) {
      for (const region of replicaRegions(dataClass, args.context)) this.createReplica(args, dataClass, region, keys[dataClass]);
    }

    this.keyArns = byClass((dataClass) => keys[dataClass].arn);
    this.registerOutputs({ keyArns: this.keyArns });
  }

  /**
   * ARN of a class's key in a Region: the key itself at home, its replica elsewhere.
   *
   * @throws where the class has no key in that Region, with the Regions it has
   */
  keyArnIn(dataClass: DataClass, region: string): pulumi.Output<string> {
    if (region === this.#home) return this.keyArns[dataClass];
    const found = this.#replicas.get(`${dataClass}/${region}`);
    if (found !== undefined) return found;
    const regions = [...this.#replicas.keys()].filter((key) => key.startsWith(`${dataClass}/`)).map((key) => key.split("/")[1]);
    throw new pulumi.RunError(`the key for ${dataClass} is not in ${region}; it is in ${[this.#home, ...regions].join(", ")}`);
  }

  private createKey({ context, transform }: EncryptionArgs, dataClass: DataClass): aws.kms.Key {
    const name = this.part(dataClass);
    const { text, classification } = PURPOSE[dataClass];
    const args = transformed<aws.kms.KeyArgs>(transform?.key, name, {
      description: `${context.name}: ${text}`,
      enableKeyRotation: true,
      rotationPeriodInDays: ROTATION_DAYS,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      multiRegion: replicaRegions(dataClass, context).length > 0,
      policy: policyIn(context, dataClass, context.region),
      tags: tags(context, classification, name),
    });
    return new aws.kms.Key(name, args, this.child(keep(context.protect)));
  }

  private createAlias({ context }: EncryptionArgs, dataClass: DataClass, key: aws.kms.Key): string {
    const alias = `alias/${context.name}/${dataClass}`;
    new aws.kms.Alias(this.part(`${dataClass}-alias`), { name: alias, targetKeyId: key.keyId }, this.child());
    return alias;
  }

  private createReplica({ context, transform }: EncryptionArgs, dataClass: DataClass, region: string, key: aws.kms.Key): void {
    const name = this.part(`${dataClass}-${region}`);
    const { text, classification } = PURPOSE[dataClass];
    const args = transformed<aws.kms.ReplicaKeyArgs>(transform?.replica, name, {
      region,
      primaryKeyArn: key.arn,
      description: `${context.name}: ${text}, replica`,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyIn(context, dataClass, region),
      tags: tags(context, classification, name),
    });
    const replica = new aws.kms.ReplicaKey(name, args, this.child(keep(context.protect)));
    new aws.kms.Alias(
      this.part(`${dataClass}-alias-${region}`),
      { region, name: `alias/${context.name}/${dataClass}`, targetKeyId: replica.keyId },
      this.child(),
    );
    this.#replicas.set(`${dataClass}/${region}`, replica.arn);
  }
}

function policyIn(context: PlatformContext, dataClass: DataClass, region: string): pulumi.Output<string> {
  return pulumi.output(context.accountId).apply((account) => JSON.stringify(keyPolicy(dataClass, { account, region })));
}

function byClass<T>(make: (dataClass: DataClass) => T): Record<DataClass, T> {
  return Object.fromEntries(DATA_CLASSES.map((dataClass) => [dataClass, make(dataClass)])) as Record<DataClass, T>;
}
