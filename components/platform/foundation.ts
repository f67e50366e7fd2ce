/** What everything else stands on: keys, buckets, the network. */
import { Encryption } from "../encryption/encryption.ts";
import { Network } from "../network/network.ts";
import { Buckets } from "../storage/buckets.ts";
import { LogBucket } from "../storage/log-bucket.ts";
import type { Ground } from "./ground.ts";

export interface Foundation {
  readonly encryption: Encryption;
  readonly logs: LogBucket;
  readonly buckets: Buckets;
  readonly network: Network;
}

/** Logs are archived after 90 days, so a bucket keeps them a little longer even where log groups do not. */
const SHORTEST_ARCHIVE_DAYS = 120;

export function layFoundation({ config, context, part, parent }: Ground): Foundation {
  const { network, database, logRetentionDays, storage, audit, edge } = config;
  const { drRegion } = context;
  const encryption = new Encryption(part("encryption"), { context }, { parent });
  const retentionDays = Math.max(logRetentionDays, SHORTEST_ARCHIVE_DAYS);
  const logs = new LogBucket(part("logs"), { context, retentionDays }, { parent });
  return {
    encryption,
    logs,
    buckets: new Buckets(
      part("buckets"),
      {
        context,
        logs,
        uploadOrigins: [`https://${edge.domain}`],
        keyArns: encryption.keyArns,
        drKeyArns: drRegion === undefined ? undefined : { data: encryption.keyArnIn("data", drRegion), backups: encryption.keyArnIn("backups", drRegion) },
        logRetentionDays: retentionDays,
        organisationId: audit.trail.organizationId,
        retention: storage,
        replicationTimeControl: storage.replicationTimeControl,
      },
      { parent },
    ),
    network: new Network(
      part("network"),
      { context, cidr: network.cidr, zones: network.zones, databasePort: database.port, natGateways: network.natGateways, logsKeyArn: encryption.keyArns.logs, flowLogRetentionDays: logRetentionDays },
      { parent },
    ),
  };
}
