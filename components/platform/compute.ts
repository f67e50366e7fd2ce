/** The cluster, and the edge in front of it. */
import { calendarOf } from "../../config/sections/maintenance.ts";
import { GLOBAL_REGION } from "../arn.ts";
import { Cluster } from "../cluster/cluster.ts";
import { Edge } from "../edge/edge.ts";
import { contentSecurityPolicy } from "../edge/headers.ts";
import { disruptionBudgets } from "../maintenance/change-calendar.ts";
import { browserDestinations } from "../observability/program-settings.ts";
import { TLS_PORT } from "../workloads/parts.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";

/** Where the programs listen within their pods and the cluster, and where they answer that they are well (PRC-038, PRC-040, PRC-041). */
export const PROGRAMS = {
  api: { port: 3001, healthPath: "/api/health" },
  web: { port: 3000, healthPath: "/health" },
} as const;

export function createCluster({ config, context, part, parent }: Ground, { network, encryption }: Foundation): Cluster {
  const { cluster, logRetentionDays } = config;
  return new Cluster(
    part("cluster"),
    {
      context,
      ...(cluster.version === undefined ? {} : { version: cluster.version }),
      subnetIds: network.privateSubnetIds,
      subnetCidrs: [network.blocks.private],
      secretsKeyArn: encryption.keyArns.secrets,
      volumeKeyArn: encryption.keyArns.data,
      logsKeyArn: encryption.keyArns.logs,
      logRetentionDays,
      deployRoleArn: cluster.deployRoleArn,
      admins: cluster.admins,
      ...(cluster.publicAccessCidrs === undefined ? {} : { publicAccessCidrs: cluster.publicAccessCidrs }),
      nodes: { architecture: cluster.architecture, spot: cluster.spot, cpuLimit: cluster.cpuLimit, memoryLimitGiB: cluster.memoryLimitGiB, budgets: disruptionBudgets(calendarOf(config)) },
    },
    // Nodes pull images and report through these from their first minute.
    { parent, dependsOn: [network] },
  );
}

export function createEdge({ config, context, part, parent }: Ground, { network, encryption, logs, buckets }: Foundation, cluster: Cluster): Edge {
  const { edge, logRetentionDays } = config;
  return new Edge(
    part("edge"),
    {
      context,
      domain: edge.domain,
      alternativeNames: edge.alternativeNames,
      zone: edge.hostedZoneId === undefined ? { create: true } : { id: edge.hostedZoneId },
      vpcId: network.vpcId,
      subnetIds: network.privateSubnetIds,
      logBucket: logs.bucketName,
      logsKeyArn: encryption.keyArns.logs,
      globalLogsKeyArn: encryption.keyArnIn("logs", GLOBAL_REGION),
      logRetentionDays,
      clusterName: cluster.clusterName,
      podSecurityGroupId: cluster.securityGroupId,
      podPort: TLS_PORT,
      ...PROGRAMS,
      rateLimits: edge.rateLimits,
      maintenance: edge.maintenance,
      priceClass: edge.priceClass,
      shieldAdvanced: edge.shieldAdvanced,
      contentSecurityPolicy: contentSecurityPolicy(browserDestinations(context.region, config.observability.sentry.ingestHost)),
      assets: buckets.buckets.assets,
      assetsCopy: buckets.copies.assets,
      build: edge.build,
      // The load balancer cannot log before the bucket admits it, nor CloudFront enter before the VPC has a gateway.
      after: [logs.policy, network.internetGateway],
    },
    { parent },
  );
}
