/** What every step of putting the platform together starts from. */
import type * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/schema.ts";
import type { PlatformContext } from "../context.ts";

export interface PlatformArgs {
  readonly config: StackConfig;
  /** Home region. */
  readonly region: string;
  /** The twelve digits of the account. */
  readonly accountId: pulumi.Input<string>;
}

/** The stack's configuration, what it says about the stack as a whole, and where parts hang. */
export interface Ground {
  readonly config: StackConfig;
  readonly context: PlatformContext;
  /** Name of a part of the platform. */
  readonly part: (part: string) => string;
  /** The platform. */
  readonly parent: pulumi.ComponentResource;
}

/** What the configuration says about the stack as a whole. */
export function contextOf(name: string, { config, region, accountId }: PlatformArgs): PlatformContext {
  return {
    name,
    environment: config.environment,
    accountId,
    region,
    drRegion: config.drRegion,
    protect: config.environment === "production",
    deletionProtection: config.environment !== "dev",
    owner: config.owner,
    costCentre: config.costCentre,
  };
}
