/**
 * The whole platform: the components, and how they hang together. Reads a stack's configuration; nothing below it does.
 */
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config/schema.ts";
import { Cache } from "./cache/cache.ts";
import { PURPOSES } from "./cache/databases.ts";
import { Cluster } from "./cluster/cluster.ts";
import type { Statement } from "./cluster/iam.ts";
import { PodIdentity } from "./cluster/pod-identity.ts";
import { Component } from "./component.ts";
import type { PlatformContext } from "./context.ts";
import { Database } from "./database/database.ts";
import { Edge } from "./edge/edge.ts";
import { CLOUDFRONT_REGION } from "./edge/names.ts";
import { Encryption } from "./encryption/encryption.ts";
import { Network } from "./network/network.ts";
import { LogBucket } from "./storage/log-bucket.ts";
import { POD_DISK } from "./workloads/application.ts";
import type { Application } from "./workloads/application.ts";
import { API, DEFAULT_NAMESPACE, Workloads } from "./workloads/workloads.ts";

export interface PlatformArgs {
  readonly config: StackConfig;
  /** Home region. */
  readonly region: string;
  /** The twelve digits of the account. */
  readonly accountId: pulumi.Input<string>;
}

/** Where the programs listen, and where they answer that they are well (PRC-038, PRC-040, PRC-041). */
const PROGRAMS = {
  api: { port: 3001, healthPath: "/api/health" },
  web: { port: 3000, healthPath: "/health" },
} as const;

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
    const { config } = args;
    const context = contextOf(name, args);
    const encryption = new Encryption(this.part("encryption"), { context }, { parent: this });
    const logs = new LogBucket(this.part("logs"), { context, retentionDays: Math.max(config.logRetentionDays, SHORTEST_ARCHIVE_DAYS) }, { parent: this });
    this.network = this.createNetwork(config, context, encryption);
    this.cluster = this.createCluster(config, context, encryption);
    this.database = this.createDatabase(config, context, encryption);
    this.cache = this.createCache(config, context, encryption);
    this.edge = this.createEdge(config, context, encryption, logs);
    const identity = this.grantApi(context);
    this.workloads = this.createWorkloads(config, context, identity);
    this.registerOutputs({ domainName: this.edge.distribution.distribution.domainName });
  }

  private createNetwork({ network, logRetentionDays }: StackConfig, context: PlatformContext, { keyArns }: Encryption): Network {
    return new Network(
      this.part("network"),
      { context, cidr: network.cidr, zones: network.zones, natGateways: network.natGateways, logsKeyArn: keyArns.logs, flowLogRetentionDays: logRetentionDays },
      { parent: this },
    );
  }

  private createCluster({ cluster, logRetentionDays }: StackConfig, context: PlatformContext, { keyArns }: Encryption): Cluster {
    return new Cluster(
      this.part("cluster"),
      {
        context,
        ...(cluster.version === undefined ? {} : { version: cluster.version }),
        subnetIds: this.network.privateSubnetIds,
        subnetCidrs: [this.network.blocks.private],
        secretsKeyArn: keyArns.secrets,
        volumeKeyArn: keyArns.data,
        logsKeyArn: keyArns.logs,
        logRetentionDays,
        deployRoleArn: cluster.deployRoleArn,
        admins: cluster.admins,
        ...(cluster.publicAccessCidrs === undefined ? {} : { publicAccessCidrs: cluster.publicAccessCidrs }),
        nodes: { architecture: cluster.architecture, spot: cluster.spot, cpuLimit: cluster.cpuLimit, memoryLimitGiB: cluster.memoryLimitGiB },
      },
      // Nodes pull images and report through these from their first minute.
      { parent: this, dependsOn: [this.network] },
    );
  }

  private createDatabase({ database, network, drRegion, logRetentionDays }: StackConfig, context: PlatformContext, encryption: Encryption): Database {
    const drKeyArns = drRegion === undefined ? undefined : { backups: encryption.keyArnIn("backups", drRegion), secrets: encryption.keyArnIn("secrets", drRegion) };
    return new Database(
      this.part("database"),
      {
        context,
        ...database,
        logRetentionDays,
        vpcId: this.network.vpcId,
        zones: network.zones,
        isolatedSubnetIds: this.network.isolatedSubnetIds,
        rotationSubnetIds: this.network.privateSubnetIds,
        rotationAfter: [this.network],
        endpointSecurityGroupId: this.network.endpointSecurityGroupId,
        clients: { cluster: this.cluster.securityGroupId },
        keyArns: encryption.keyArns,
        ...(drKeyArns === undefined ? {} : { drKeyArns }),
      },
      { parent: this },
    );
  }

  private createCache({ cache, logRetentionDays }: StackConfig, context: PlatformContext, { keyArns }: Encryption): Cache {
    return new Cache(
      this.part("cache"),
      { context, ...cache, logRetentionDays, vpcId: this.network.vpcId, isolatedSubnetIds: this.network.isolatedSubnetIds, clients: { cluster: this.cluster.securityGroupId }, keyArns },
      { parent: this },
    );
  }

  private createEdge({ edge, logRetentionDays }: StackConfig, context: PlatformContext, encryption: Encryption, logs: LogBucket): Edge {
    return new Edge(
      this.part("edge"),
      {
        context,
        domain: edge.domain,
        alternativeNames: edge.alternativeNames,
        zone: edge.hostedZoneId === undefined ? { create: true } : { id: edge.hostedZoneId },
        vpcId: this.network.vpcId,
        subnetIds: this.network.privateSubnetIds,
        logBucket: logs.bucketName,
        logsKeyArn: encryption.keyArns.logs,
        globalLogsKeyArn: encryption.keyArnIn("logs", CLOUDFRONT_REGION),
        logRetentionDays,
        clusterName: this.cluster.clusterName,
        podSecurityGroupId: this.cluster.securityGroupId,
        ...PROGRAMS,
        rateLimits: edge.rateLimits,
        maintenance: edge.maintenance,
        priceClass: edge.priceClass,
        shieldAdvanced: edge.shieldAdvanced,
        // The load balancer cannot log before the bucket admits it, nor CloudFront enter before the VPC has a gateway.
        after: [logs.policy, this.network.internetGateway],
      },
      { parent: this },
    );
  }

  /** The API logs in to the database and the cache with IAM tokens: there is no password to hand out (PRC-003, PRC-004). */
  private grantApi(context: PlatformContext): PodIdentity {
    const cacheArns = pulumi.all(PURPOSES.flatMap((purpose) => this.cache.databases[purpose].connectArns));
    return new PodIdentity(
      this.part("api-identity"),
      {
        context,
        clusterName: this.cluster.clusterName,
        namespace: DEFAULT_NAMESPACE,
        serviceAccount: API.name,
        statements: [
          { Sid: "LogInToDatabase", Effect: "Allow", Action: "rds-db:connect", Resource: pulumi.all([...this.database.connectArns]) },
          { Sid: "LogInToCache", Effect: "Allow", Action: "elasticache:Connect", Resource: cacheArns.apply((arns) => [...new Set(arns)]) },
        ].map((statement) => pulumi.output(statement) as pulumi.Output<Statement>),
      },
      { parent: this, dependsOn: [this.cluster.cluster] },
    );
  }

  /** Where the data tier is, as settings of the API: names and addresses, nothing secret (OPT-26, OPT-29, OPT-30). */
  private connections({ region }: PlatformContext): Record<string, pulumi.Input<string>> {
    const { database, cache } = this;
    const logical = PURPOSES.flatMap((purpose) => {
      const { index, user, keyPrefix } = cache.databases[purpose];
      const name = `REDIS_${purpose.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
      return [[`${name}_DATABASE`, String(index)], [`${name}_USER`, user], [`${name}_KEY_PREFIX`, keyPrefix]];
    });
    return {
      AWS_REGION: region,
      DATABASE_HOST: database.endpoint,
      DATABASE_PORT: String(database.port),
      DATABASE_NAME: database.databaseName,
      DATABASE_USER: database.applicationUser,
      DATABASE_SSL_MODE: "verify-full",
      REDIS_HOST: cache.endpoint,
      REDIS_PORT: String(cache.port),
      REDIS_TLS: "true",
      ...Object.fromEntries(logical),
    };
  }

  private createWorkloads({ workloads }: StackConfig, context: PlatformContext, identity: PodIdentity): Workloads {
    const { blocks } = this.network;
    return new Workloads(
      this.part("workloads"),
      {
        context,
        provider: this.cluster.provider,
        api: application(workloads.api, PROGRAMS.api, this.edge.apiTargetGroupArn, this.connections(context)),
        web: application(workloads.web, PROGRAMS.web, this.edge.webTargetGroupArn),
        surroundings: { loadBalancerCidrs: [blocks.private], dataCidrs: [blocks.isolated], nodeCidrs: [blocks.private], dnsAddress: this.cluster.dnsAddress },
        // EKS gives a pod its credentials when the pod is made: one that is there before the association never gets any.
        after: [this.cluster.nodes, identity],
      },
      { parent: this },
    );
  }
}

/** Logs are archived after 90 days, so a bucket keeps them a little longer even where log groups do not. */
const SHORTEST_ARCHIVE_DAYS = 120;

function contextOf(name: string, { config, region, accountId }: PlatformArgs): PlatformContext {
  return {
    name,
    environment: config.environment,
    accountId,
    region,
    drRegion: config.drRegion,
    protect: config.environment === "production",
    deletionProtection: config.environment !== "dev",
    owner: config.owner,
    costCentre: config.costCentre,
  };
}

function application(
  program: StackConfig["workloads"]["api"],
  place: { readonly port: number; readonly healthPath: string },
  targetGroupArn: pulumi.Input<string>,
  connections: Readonly<Record<string, pulumi.Input<string>>> = {},
): Application {
  const { image, min, max, cpuRequest, cpuLimit, memory, environment } = program;
  return { ...place, image, targetGroupArn, scaling: { min, max }, resources: { cpuRequest, cpuLimit, memory, ephemeralStorage: POD_DISK }, environment: { ...connections, ...environment } };
}
