/**
 * The whole platform: the components, and how they hang together. Reads a stack's configuration; nothing below it does.
 */
import type * as pulumi from "@pulumi/pulumi";
import { versionsOf } from "../config/sections/delivery.ts";
import type { Cache } from "./cache/cache.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { Component } from "./component.ts";
import type { Database } from "./database/database.ts";
import type { Edge } from "./edge/edge.ts";
import type { Network } from "./network/network.ts";
import { alertReaders, createAlarms, createAlerting } from "./platform/alerts.ts";
import { createCluster, createEdge } from "./platform/compute.ts";
import { createCache, createDatabase, createDatabaseEvents } from "./platform/data.ts";
import { layFoundation } from "./platform/foundation.ts";
import { contextOf } from "./platform/ground.ts";
import type { Ground, PlatformArgs } from "./platform/ground.ts";
import { createIdentities } from "./platform/identities.ts";
import { createAddons, createObservability, observabilityReaders } from "./platform/observing.ts";
import { createAudit, createBackup, createDelivery, createIdentity, createMaintenance, createRecovery } from "./platform/operations.ts";
import { createWorkloads } from "./platform/programs.ts";

/** OptiBid's platform in one environment. */
export class Platform extends Component {
  readonly network: Network;
  readonly database: Database;
  readonly cache: Cache;
  readonly cluster: Cluster;
  readonly edge: Edge;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform", "Platform", name, opts);
    const { config } = args;
    const ground: Ground = { config, context: contextOf(name, args), part: (part) => this.part(part), parent: this };
    const foundation = layFoundation(ground);
    this.network = foundation.network;
    const cluster = createCluster(ground, foundation);
    const database = createDatabase(ground, foundation, cluster);
    const { members, secrets } = createIdentities(ground, foundation, cluster, database, { ...alertReaders(ground), ...observabilityReaders(ground) });
    const cache = createCache(ground, foundation, cluster, secrets.cacheOperatorPassword);
    const data = { database, cache };
    const alerting = createAlerting(ground, foundation, secrets);
    createDatabaseEvents(ground, alerting);
    const edge = createEdge(ground, foundation, cluster);
    const delivery = createDelivery(ground, foundation, cluster);
    const addons = createAddons(ground, foundation, cluster);
    createObservability(ground, foundation, { cluster, addons, database, cache, edge, alerting, secrets, guards: delivery.guards });
    createWorkloads(ground, foundation, { cluster, data, edge, members, version: config.release && versionsOf(config.release).current?.version, after: [addons, ...secrets.policies, ...delivery.guards] });
    const audit = createAudit(ground, foundation, alerting);
    createIdentity(ground, cluster, audit, alerting);
    createBackup(ground, foundation, data, audit, alerting);
    createRecovery(ground, foundation, data);
    createMaintenance(ground, alerting);
    createAlarms(ground, alerting, { network: this.network, cluster, database, cache, edge });
    this.cluster = cluster;
    this.database = database;
    this.cache = cache;
    this.edge = edge;
    this.registerOutputs({ domainName: edge.distribution.distribution.domainName });
  }
}
