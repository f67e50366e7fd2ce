/** How the platform sees itself: logs of the cluster, add-ons, metrics, traces, dashboards, canaries. */
import type * as pulumi from "@pulumi/pulumi";
import type { Alerting } from "../alerting/alerting.ts";
import { arnIn } from "../arn.ts";
import type { Cache } from "../cache/cache.ts";
import { DEFAULT_SERVICE_CIDR } from "../cluster/access.ts";
import { Addons } from "../cluster/addons.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { STORAGE_CLASS } from "../cluster/node-specs.ts";
import type { Database } from "../database/database.ts";
import type { Edge } from "../edge/edge.ts";
import { ClusterLogs } from "../observability/logs.ts";
import { canaryRoleName, grafanaRoleName } from "../observability/names.ts";
import { Observability } from "../observability/observability.ts";
import type { Secrets } from "../secrets/secrets.ts";
import { ACCESS_LOG_PREFIX } from "../storage/log-bucket-policy.ts";
import { DEFAULT_NAMESPACE } from "../workloads/parts.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";
import type { Readerships } from "./identities.ts";

/** Grafana and the canaries that sign in read a secret each; their roles' names are fixed, so the secrets need not wait for them. */
export function observabilityReaders({ context }: Ground): Readerships {
  const role = (name: string) => arnIn(context, "iam", `role/${name}`, "");
  return {
    "grafana-admin": [role(grafanaRoleName(context))],
    "synthetic-user": (["login", "email", "sms"] as const).map((kind) => role(canaryRoleName(context, kind))),
  };
}

/** What EKS installs, after the log groups it writes to. */
export function createAddons({ config, context, part, parent }: Ground, { encryption, network }: Foundation, cluster: Cluster): Addons {
  const logs = new ClusterLogs(
    part("cluster-logs"),
    { context, clusterName: cluster.clusterName, logsKeyArn: encryption.keyArns.logs, applicationDays: config.logRetentionDays, infrastructureDays: config.observability.infrastructureLogDays },
    { parent },
  );
  return new Addons(
    part("addons"),
    {
      context,
      clusterName: cluster.clusterName,
      provider: cluster.provider,
      surroundings: { subnetCidrs: [network.blocks.private], serviceCidr: DEFAULT_SERVICE_CIDR },
      after: [cluster.nodes, ...Object.values(logs.groups)],
    },
    { parent },
  );
}

/** What is watched, and what has to be there before. */
export interface Sights {
  readonly cluster: Cluster;
  readonly addons: Addons;
  readonly database: Database;
  readonly cache: Cache;
  readonly edge: Edge;
  readonly alerting: Alerting;
  readonly secrets: Secrets;
  /** What admits pods. */
  readonly guards: readonly pulumi.Resource[];
}

export function createObservability({ config, context, part, parent }: Ground, { encryption, network, logs }: Foundation, sights: Sights): Observability {
  const { cluster, addons, database, cache, edge, alerting, secrets } = sights;
  const { keyArns } = encryption;
  const { observability, logRetentionDays } = config;
  const [databaseId = "", ...replicaIds] = database.identifiers;
  return new Observability(
    part("observability"),
    {
      context,
      prometheus: {
        clusterName: cluster.clusterName,
        subnetIds: network.privateSubnetIds,
        securityGroupId: cluster.securityGroupId,
        keyArns,
        topicArns: alerting.topics.arns,
        retentionDays: observability.metricsRetentionDays,
        logRetentionDays,
        after: [cluster.cluster, alerting],
      },
      telemetry: {
        provider: cluster.provider,
        clusterName: cluster.clusterName,
        images: observability.images,
        grafana: { adminSecretArn: secretArn(secrets, "grafana-admin"), secretsKeyArn: keyArns.secrets },
        storageClass: STORAGE_CLASS,
        collectors: observability.collectors,
        sampling: observability.sampling,
        jaeger: observability.traces,
        surroundings: { nodeCidrs: [network.blocks.private], dnsAddress: cluster.dnsAddress, senders: [DEFAULT_NAMESPACE] },
        after: [cluster.nodes, addons, ...secrets.policies, ...sights.guards],
      },
      canaries: {
        baseUrl: `https://${config.edge.domain}`,
        credentialsSecretArn: secretArn(secrets, "synthetic-user"),
        keyArns,
        enabled: observability.canaries.enabled,
        artifactDays: observability.canaries.artifactDays,
        logRetentionDays,
        accessLog: { bucket: logs.bucketName, prefix: `${ACCESS_LOG_PREFIX}/canaries/` },
      },
      realUsers: { domain: config.edge.domain, sessionSampleRate: observability.realUsers.sessionSampleRate, allowCookies: observability.realUsers.cookies },
      watched: edge.distribution.distribution.id.apply((distributionId) => ({
        databaseId,
        replicaIds,
        cacheNodeIds: Array.from({ length: config.cache.nodes }, (_, index) => `${cache.replicationGroupId}-${String(index + 1).padStart(3, "0")}`),
        distributionId,
        webAclName: part("edge-cloudfront-firewall-acl"),
      })),
    },
    { parent },
  );
}

function secretArn({ arns }: Secrets, name: "grafana-admin" | "synthetic-user"): pulumi.Input<string> {
  const found = arns[name];
  if (found === undefined) throw new Error(`the platform makes no secret ${name}`);
  return found;
}
