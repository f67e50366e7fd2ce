/**
 * What every component of the platform knows about the stack it is built in.
 */
import type * as pulumi from "@pulumi/pulumi";

/** How sensitive the data is that a resource holds or carries; the value of the tag `data-classification`. */
export type DataClassification = "public" | "internal" | "confidential" | "restricted";

export interface PlatformContext {
  /** Prefix of logical names and, where AWS needs an explicit one, of physical names: `optibid-production`. At most 24 characters. */
  readonly name: string;
  /** The environment the stack stands for; `local` is the production topology in the rehearsal cloud. */
  readonly environment: "production" | "staging" | "dev" | "local";
  /** The twelve digits of the AWS account. Known at preview. */
  readonly accountId: pulumi.Input<string>;
  /** Home region, such as `eu-central-1`. */
  readonly region: string;
  /** Region that receives copies of backups and secrets; undefined where the environment has no disaster recovery. */
  readonly drRegion?: string | undefined;
  /** Whether Pulumi protects stateful resources (`protect`) and keeps them when they leave the program (`retainOnDelete`). */
  readonly protect: boolean;
  /** Whether AWS refuses to delete databases, clusters and load balancers, and takes a last snapshot when it is made to. */
  readonly deletionProtection: boolean;
  /** Who answers for the resources: a team, not a person. */
  readonly owner: string;
  /** The cost centre that pays. */
  readonly costCentre: string;
}

/** Tag keys that every taggable resource carries (checklist: ownership, cost and data classification). */
export const REQUIRED_TAGS = ["owner", "environment", "cost-centre", "data-classification"] as const;

/**
 * The tags of one resource. The one tagger of the platform: no component writes these keys by hand.
 *
 * @param context what the stack is
 * @param classification how sensitive the resource's data is
 * @param name value of the `Name` tag, shown in the AWS console; left out where absent
 */
export function tags(
  context: PlatformContext,
  classification: DataClassification,
  name?: string,
): Record<string, string> {
  return {
    owner: context.owner,
    environment: context.environment,
    "cost-centre": context.costCentre,
    "data-classification": classification,
    ...(name === undefined ? {} : { Name: name }),
  };
}
