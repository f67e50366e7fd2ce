/** Where alerts go, and what raises them. */
import { Alarms } from "../alerting/alarms/alarms.ts";
import type { Subjects } from "../alerting/alarms/subjects.ts";
import { Alerting } from "../alerting/alerting.ts";
import { forwarderRoleArn } from "../alerting/forwarder.ts";
import type { ForwardedChannel } from "../alerting/forwarder.ts";
import { deadLetterQueueName } from "../alerting/topics.ts";
import { GLOBAL_REGION } from "../arn.ts";
import { vaultName } from "../backup/vault.ts";
import type { Cache } from "../cache/cache.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { Cost } from "../cost/cost.ts";
import type { Database } from "../database/database.ts";
import type { Edge } from "../edge/edge.ts";
import { CANARY_SPECS } from "../observability/canary-specs.ts";
import { appMonitorName, canaryName } from "../observability/names.ts";
import type { CanaryKind } from "../observability/names.ts";
import type { Secrets } from "../secrets/secrets.ts";
import { DEFAULT_NAMESPACE, PARTS } from "../workloads/parts.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";
import type { Readerships } from "./identities.ts";

const CHANNELS: readonly ForwardedChannel[] = ["pagerduty", "slack", "teams"];

/** The forwarders' roles read the credential of their channel; their names are fixed, so the secrets need not wait for them. */
export function alertReaders({ context }: Ground): Readerships {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, [forwarderRoleArn(context, channel)]]));
}

export function createAlerting({ config, context, part, parent }: Ground, { encryption }: Foundation, secrets: Secrets): Alerting {
  const { routes, email, pagerdutyRegion } = config.alerting;
  const secretArns = Object.fromEntries(CHANNELS.flatMap((channel) => (secrets.arns[channel] === undefined ? [] : [[channel, secrets.arns[channel]]])));
  return new Alerting(
    part("alerting"),
    {
      context,
      routes,
      emails: email,
      secretArns,
      keyArns: encryption.keyArns,
      ...(context.region === GLOBAL_REGION ? {} : { globalKeyArn: encryption.keyArnIn("alerts", GLOBAL_REGION) }),
      logRetentionDays: config.logRetentionDays,
      pagerdutyRegion,
    },
    { parent },
  );
}

/** What alarms look at. */
export interface Watched {
  readonly network: Foundation["network"];
  readonly cluster: Cluster;
  readonly database: Database;
  readonly cache: Cache;
  readonly edge: Edge;
}

/** Alarms come last: they name everything. */
export function createAlarms({ config, context, part, parent }: Ground, alerting: Alerting, watched: Watched): void {
  new Alarms(
    part("alarms"),
    { context, topicArns: alerting.topics.arns, globalTopicArns: alerting.globalTopics.arns, thresholds: config.alerting.thresholds, maintenance: config.edge.maintenance.enabled, subjects: subjectsOf({ config, context, part, parent }, watched) },
    { parent },
  );
  new Cost(part("cost"), { context, topicArn: alerting.globalTopics.arns.warning, ...config.cost }, { parent });
}

function subjectsOf({ config, context }: Ground, { network, cluster, database, cache, edge }: Watched): Subjects {
  const [primary = "", ...replicas] = database.identifiers;
  const journey = (kind: CanaryKind, step?: string) => ({ canary: canaryName(context, kind), everyMinutes: CANARY_SPECS[kind].everyMinutes, ...(step === undefined ? {} : { step }) });
  const { balancer, distribution, domain, webAclNames } = edge;
  return {
    loadBalancer: { suffix: balancer.loadBalancer.arnSuffix, apiTargetGroup: balancer.apiTargetGroup.arnSuffix, webTargetGroup: balancer.webTargetGroup.arnSuffix },
    distributionId: distribution.distribution.id,
    webAcls: webAclNames,
    certificates: { edge: { arn: domain.cloudfrontCertificateArn, global: true }, balancer: { arn: domain.regionalCertificateArn, global: false } },
    database: {
      identifiers: [primary, ...replicas],
      instanceClass: config.database.instanceClass,
      allocatedStorage: config.database.storage.allocated,
      proxyName: `${context.name}-proxy`,
      maintenanceWindow: config.database.maintenanceWindow,
    },
    cache: { replicationGroupId: cache.replicationGroupId, nodes: config.cache.nodes, maintenanceWindow: config.cache.maintenanceWindow },
    cluster: { name: cluster.clusterName, workloads: [PARTS.api, PARTS.web, PARTS.email, PARTS.sms].map(({ name }) => ({ namespace: DEFAULT_NAMESPACE, name })) },
    natGateways: network.natGatewayIds,
    canaries: { api: journey("api-health"), frontend: journey("frontend", "page"), login: journey("login", "login"), email: journey("email", "email"), sms: journey("sms", "sms") },
    appMonitor: appMonitorName(context),
    functions: { "database-rotation": `${context.name}-db-rotation`, "key-rotation": `${context.name}-key-rotation` },
    deadLetterQueues: { alerts: deadLetterQueueName(context) },
    backupVaults: { home: vaultName(context) },
  };
}
