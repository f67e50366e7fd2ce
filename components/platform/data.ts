/** The data tier: database and cache. */
import type * as pulumi from "@pulumi/pulumi";
import type { Alerting } from "../alerting/alerting.ts";
import { Cache } from "../cache/cache.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { Database } from "../database/database.ts";
import { DatabaseEvents } from "../database/events.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";

export interface DataTier {
  readonly database: Database;
  readonly cache: Cache;
}

export function createDatabase({ config, context, part, parent }: Ground, { network, encryption }: Foundation, cluster: Cluster): Database {
  const { drRegion } = context;
  const drKeyArns = drRegion === undefined ? undefined : { backups: encryption.keyArnIn("backups", drRegion), secrets: encryption.keyArnIn("secrets", drRegion) };
  return new Database(
    part("database"),
    {
      context,
      ...config.database,
      logRetentionDays: config.logRetentionDays,
      vpcId: network.vpcId,
      zones: config.network.zones,
      isolatedSubnetIds: network.isolatedSubnetIds,
      rotationSubnetIds: network.privateSubnetIds,
      rotationAfter: [network],
      endpointSecurityGroupId: network.endpointSecurityGroupId,
      clients: { cluster: cluster.securityGroupId },
      keyArns: encryption.keyArns,
      ...(drKeyArns === undefined ? {} : { drKeyArns }),
    },
    { parent },
  );
}

/** Apart from the database: the ways of its alerts come later than it does. */
export function createDatabaseEvents({ context, part, parent }: Ground, alerting: Alerting): void {
  new DatabaseEvents(part("database-events"), { context, topicArns: alerting.topics.arns }, { parent });
}

export function createCache({ config, context, part, parent }: Ground, { network, encryption }: Foundation, cluster: Cluster, operatorPassword: pulumi.Input<string>): Cache {
  return new Cache(
    part("cache"),
    { context, ...config.cache, operatorPassword, logRetentionDays: config.logRetentionDays, vpcId: network.vpcId, isolatedSubnetIds: network.isolatedSubnetIds, clients: { cluster: cluster.securityGroupId }, keyArns: encryption.keyArns },
    { parent },
  );
}
