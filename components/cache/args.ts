/** Arguments of the cache, their defaults, and what is refused before anything is created. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { ELASTICACHE_WINDOWS, windowMistakes } from "../database/windows.ts";
import { LOG_RETENTION_DAYS } from "../storage/log-group.ts";

export interface CacheArgs {
  readonly context: PlatformContext;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets without a way to the internet, in at least two zones. */
  readonly isolatedSubnetIds: readonly pulumi.Input<string>[];
  /** Who may connect: a short name, such as `cluster`, and its security group. Append-only names. */
  readonly clients: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARNs of the keys. */
  readonly keyArns: Readonly<Record<"data" | "logs", pulumi.Input<string>>>;
  /** Password of the operator's user: 16 to 128 printable characters. Without one there is no such user. */
  readonly operatorPassword?: pulumi.Input<string> | undefined;
  /** Node type. Default `cache.r7g.large`. */
  readonly nodeType?: string | undefined;
  /** Primary and replicas, 1 to 6; with two or more, failover and Multi-AZ are on. Default 3. */
  readonly nodes?: number | undefined;
  /** Days snapshots are kept, 1 to 35. Default 35. */
  readonly snapshotRetentionDays?: number | undefined;
  /** Daily snapshot, UTC. Default `01:00-02:00`. */
  readonly snapshotWindow?: string | undefined;
  /** Weekly maintenance, UTC. Default `sun:03:00-sun:04:00`. */
  readonly maintenanceWindow?: string | undefined;
  /** Days logs are kept; one of CloudWatch's values. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly replicationGroup?: Transform<aws.elasticache.ReplicationGroupArgs>;
    readonly parameterGroup?: Transform<aws.elasticache.ParameterGroupArgs>;
    readonly user?: Transform<aws.elasticache.UserArgs>;
  };
}

/** What may be left out, filled in: the defaults are production's. */
export const CACHE_DEFAULTS = {
  nodeType: "cache.r7g.large",
  nodes: 3,
  snapshotRetentionDays: 35,
  snapshotWindow: "01:00-02:00",
  maintenanceWindow: "sun:03:00-sun:04:00",
  logRetentionDays: LOG_RETENTION_DAYS,
} as const;

type Optional = keyof typeof CACHE_DEFAULTS;

/** Arguments with nothing left out. */
export type CacheSettings = Omit<CacheArgs, Optional> & { readonly [Key in Optional]-?: NonNullable<CacheArgs[Key]> };

/** Fills in the defaults. */
export function cacheSettingsOf(args: CacheArgs): CacheSettings {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  return { ...CACHE_DEFAULTS, ...given } as CacheSettings;
}

/** A primary and at most five replicas. Source: Amazon ElastiCache User Guide, "Replication: cluster mode disabled". */
const NODES = { min: 1, max: 6 } as const;
/** Days ElastiCache keeps automatic snapshots; none would leave queues without a way back (PRC-068). */
const RETENTION = { min: 1, max: 35 } as const;

/** Everything ElastiCache would refuse about these settings, and a cache without snapshots. */
export function cacheMistakes(settings: CacheSettings): string[] {
  const { nodes, snapshotRetentionDays, isolatedSubnetIds } = settings;
  const mistakes = windowMistakes(settings.snapshotWindow, settings.maintenanceWindow, ELASTICACHE_WINDOWS);
  if (!Number.isInteger(nodes) || nodes < NODES.min || nodes > NODES.max) {
    mistakes.push(`nodes ${nodes}: a whole number from ${NODES.min} to ${NODES.max}`);
  }
  if (!Number.isInteger(snapshotRetentionDays) || snapshotRetentionDays < RETENTION.min || snapshotRetentionDays > RETENTION.max) {
    mistakes.push(`snapshotRetentionDays ${snapshotRetentionDays}: a whole number from ${RETENTION.min} to ${RETENTION.max}`);
  }
  if (nodes > 1 && isolatedSubnetIds.length < 2) {
    mistakes.push(`isolatedSubnetIds: ${isolatedSubnetIds.length} given; ${nodes} nodes spread over at least two zones`);
  }
  return mistakes;
}
