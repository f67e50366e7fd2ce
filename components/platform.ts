/**
 * The whole platform: the components, and how they hang together. Reads a stack's configuration; nothing below it does.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Cache } from "./cache/cache.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { Component } from "./component.ts";
import type { Database } from "./database/database.ts";
import type { Edge } from "./edge/edge.ts";
import type { Network } from "./network/network.ts";
import { createCluster, createEdge } from "./platform/compute.ts";
import { createDataTier } from "./platform/data.ts";
import { layFoundation } from "./platform/foundation.ts";
import { contextOf } from "./platform/ground.ts";
import type { Ground, PlatformArgs } from "./platform/ground.ts";
import { createWorkloads } from "./platform/programs.ts";
import type { Workloads } from "./workloads/workloads.ts";

/** OptiBid's platform in one environment. */
export class Platform extends Component {
  readonly network: Network;
  readonly database: Database;
  readonly cache: Cache;
  readonly cluster: Cluster;
  readonly edge: Edge;
  readonly workloads: Workloads;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform", "Platform", name, opts);
    const ground: Ground = { config: args.config, context: contextOf(name, args), part: (part) => this.part(part), parent: this };
    const foundation = layFoundation(ground);
    this.network = foundation.network;
    this.cluster = createCluster(ground, foundation);
    const data = createDataTier(ground, foundation, this.cluster);
    this.database = data.database;
    this.cache = data.cache;
    this.edge = createEdge(ground, foundation, this.cluster);
    this.workloads = createWorkloads(ground, foundation, this.cluster, this.edge, data);
    this.registerOutputs({ domainName: this.edge.distribution.distribution.domainName });
  }
}
