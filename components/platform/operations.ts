/** What keeps the platform safe and brings it back: delivery, backups, recovery, audit, identity, maintenance. */
import type { Alerting } from "../alerting/alerting.ts";
import { Audit } from "../audit/audit.ts";
import { Backup } from "../backup/backup.ts";
import { hasReplica, recoveryZones } from "../../config/sections/backup.ts";
import { versionsOf } from "../../config/sections/delivery.ts";
import { calendarOf } from "../../config/sections/maintenance.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { DEFAULT_SERVICE_CIDR } from "../cluster/access.ts";
import { Delivery } from "../delivery/delivery.ts";
import { Identity } from "../identity/identity.ts";
import { Maintenance } from "../maintenance/maintenance.ts";
import { OBSERVABILITY_NAMESPACE } from "../observability/names.ts";
import { Recovery } from "../recovery/recovery.ts";
import { DEFAULT_NAMESPACE } from "../workloads/parts.ts";
import type { DataTier } from "./data.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";

/** When the state of the infrastructure is copied, UTC. */
const STATE_COPY_AT = "04:00";

export function createDelivery({ config, context, part, parent }: Ground, { encryption, network }: Foundation, cluster: Cluster): Delivery {
  const { cluster: { deployRoleArn }, delivery: { registry, images, mirrors, signing, runner }, release, logRetentionDays } = config;
  const { current, previous } = release === undefined ? {} : versionsOf(release);
  return new Delivery(
    part("delivery"),
    {
      context,
      registry: { mode: registry.mode, prefix: registry.prefix, account: registry.account },
      own: {
        images: [...images, ...mirrors],
        keeping: { images: registry.keepImages, untaggedDays: registry.untaggedDays },
        readers: registry.readers,
        scanning: registry.scanning,
        drKeyArn: context.drRegion !== undefined && registry.replicate ? encryption.keyArnIn("data", context.drRegion) : undefined,
      },
      keyArns: encryption.keyArns,
      signers: [deployRoleArn, ...signing.signers],
      enforceSignatures: signing.enforce,
      cluster: {
        provider: cluster.provider,
        name: cluster.clusterName,
        namespaces: [DEFAULT_NAMESPACE, OBSERVABILITY_NAMESPACE],
        after: [cluster.nodes],
        surroundings: { nodeCidrs: [network.blocks.private], serviceCidr: DEFAULT_SERVICE_CIDR, dnsAddress: cluster.dnsAddress },
      },
      runner: runner && {
        repository: runner.repository,
        computeType: runner.computeType,
        connection: runner.connectionArn === undefined ? { confirmed: runner.connectionConfirmed } : { arn: runner.connectionArn },
        vpcId: network.vpcId,
        subnetIds: network.privateSubnetIds,
        clusterSecurityGroupId: cluster.securityGroupId,
        logRetentionDays,
      },
      release: current && { current: { version: current.version, images: current.images }, previous: previous && { version: previous.version, images: previous.images } },
    },
    { parent },
  );
}

export function createAudit({ config, context, part, parent }: Ground, { encryption, network, buckets }: Foundation, { topics }: Alerting): Audit {
  const { drRegion } = context;
  const { audit, config: history, uploads, exports, backups } = buckets.buckets;
  return new Audit(
    part("audit"),
    {
      context,
      ...config.audit,
      databasePort: config.database.port,
      bucket: { name: audit.bucketName, policy: audit.policy },
      configBucket: { name: history.bucketName, policy: history.policy },
      dataBucketArns: [uploads.arn, exports.arn, backups.arn],
      keyArns: { audit: encryption.keyArns.audit, logs: encryption.keyArns.logs, data: encryption.keyArns.data, ...(drRegion === undefined ? {} : { drData: encryption.keyArnIn("data", drRegion), drLogs: encryption.keyArnIn("logs", drRegion) }) },
      monitored: [network],
      topics: topics.arns,
      logRetentionDays: config.logRetentionDays,
    },
    { parent },
  );
}

export function createIdentity({ config, context, part, parent }: Ground, cluster: Cluster, audit: Audit, { topics }: Alerting): void {
  const { github, ...identity } = config.identity;
  new Identity(
    part("identity"),
    {
      context,
      ...identity,
      ...(github === undefined ? {} : { github }),
      cluster: { name: cluster.clusterName, provider: cluster.provider, namespaces: [DEFAULT_NAMESPACE], admitted: [config.cluster.deployRoleArn, ...Object.values(config.cluster.admins)] },
      topics: topics.arns,
      trailLogGroupName: audit.trailLogGroupName,
    },
    { parent, dependsOn: [cluster.cluster] },
  );
}

export function createBackup({ config, context, part, parent }: Ground, { encryption, network, logs, buckets }: Foundation, { database, cache }: DataTier, audit: Audit, { topics }: Alerting): void {
  const { backup, database: { storage } } = config;
  const { drRegion } = context;
  new Backup(
    part("backup"),
    {
      context,
      retention: backup,
      lockGraceDays: backup.lockGraceDays,
      restoreTest: { day: backup.restoreTestDay, at: backup.restoreTestAt },
      cacheExportAt: backup.cacheExportAt,
      manageRegion: backup.manageRegion,
      databaseArn: database.primaryArn,
      databaseGiB: storage.allocated,
      databasePort: database.instancePort,
      restoredContent: { database: database.databaseName, tables: backup.restoreTestTables },
      replicationGroupId: cache.replicationGroupId,
      vpcId: network.vpcId,
      isolatedSubnetIds: network.isolatedSubnetIds,
      keyArns: encryption.keyArns,
      drKeyArn: drRegion === undefined ? undefined : encryption.keyArnIn("backups", drRegion),
      topicArn: topics.arns.warning,
      logRetentionDays: config.logRetentionDays,
      accessLogs: { home: logs, away: buckets.drLogs },
      // The controls are rules of AWS Config, which another stack may run.
      audit: config.audit.config.mode === "off" ? undefined : { restoreMinutes: backup.objectives.database.rtoMinutes, reportBucket: logs.bucketName, after: [audit, logs.policy] },
      state: backup.stateBucket === undefined ? undefined : { from: backup.stateBucket, to: buckets.buckets.backups.bucketName, keyArn: encryption.keyArns.backups, at: STATE_COPY_AT },
    },
    { parent },
  );
}

/** The pilot light, where there is a Region for it. */
export function createRecovery({ config, context, part, parent }: Ground, { encryption }: Foundation, { database }: DataTier): void {
  const { drRegion } = context;
  if (drRegion === undefined) return;
  const { instanceClass, storage, insights, backupRetentionDays, backupWindow, maintenanceWindow } = config.database;
  new Recovery(
    part("recovery"),
    {
      context,
      cidr: config.recovery.cidr,
      zones: recoveryZones(config.recovery, drRegion),
      natGateways: config.recovery.natGateways,
      databasePort: database.instancePort,
      keyArns: { data: encryption.keyArnIn("data", drRegion), logs: encryption.keyArnIn("logs", drRegion) },
      logRetentionDays: config.logRetentionDays,
      replica: hasReplica(config.recovery, config)
        ? { sourceArn: database.primaryArn, databaseName: database.databaseName, instanceClass, maxStorage: storage.max, insights, backupRetentionDays, backupWindow, maintenanceWindow }
        : undefined,
    },
    { parent },
  );
}

export function createMaintenance({ config, context, part, parent }: Ground, { topics }: Alerting): void {
  new Maintenance(part("maintenance"), { context, entries: calendarOf(config), topicArn: config.maintenance.announce ? topics.arns.info : undefined }, { parent });
}
