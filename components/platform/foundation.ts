/** What everything else stands on: keys, buckets, the network. */
import { Encryption } from "../encryption/encryption.ts";
import { Network } from "../network/network.ts";
import { LogBucket } from "../storage/log-bucket.ts";
import type { Ground } from "./ground.ts";

export interface Foundation {
  readonly encryption: Encryption;
  readonly logs: LogBucket;
  readonly network: Network;
}

/** Logs are archived after 90 days, so a bucket keeps them a little longer even where log groups do not. */
const SHORTEST_ARCHIVE_DAYS = 120;

export function layFoundation({ config, context, part, parent }: Ground): Foundation {
  const { network, logRetentionDays } = config;
  const encryption = new Encryption(part("encryption"), { context }, { parent });
  const logs = new LogBucket(part("logs"), { context, retentionDays: Math.max(logRetentionDays, SHORTEST_ARCHIVE_DAYS) }, { parent });
  return {
    encryption,
    logs,
    network: new Network(
      part("network"),
      { context, cidr: network.cidr, zones: network.zones, natGateways: network.natGateways, logsKeyArn: encryption.keyArns.logs, flowLogRetentionDays: logRetentionDays },
      { parent },
    ),
  };
}
