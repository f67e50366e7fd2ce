/**
 * Valkey on ElastiCache: one primary, replicas in other zones, TLS, a user per purpose.
 *
 * Users log in with IAM tokens that live for fifteen minutes: there is no cache password to leak or to rotate.
 * Cluster mode is off: with it there is only one logical database, and the platform has four.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { arnIn } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { finalSnapshotIdentifier } from "../database/final-snapshot.ts";
import { DATA_PORTS } from "../network/tiers.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { cacheMistakes, cacheSettingsOf } from "./args.ts";
import type { CacheArgs, CacheSettings } from "./args.ts";
import { CACHE_PARAMETERS, DEFAULT_USER_ACCESS, LOGICAL_DATABASES, OPERATOR_ACCESS, PURPOSES, userId } from "./databases.ts";
import type { Purpose } from "./databases.ts";

/** Engine, with the minor version: ElastiCache applies patches within it. Its parameter group family goes with it. */
const ENGINE = { name: "valkey", version: "8.1", family: "valkey8" } as const;
/** The logs ElastiCache can deliver: slow commands, and what the server has to say. */
const LOG_TYPES = ["slow-log", "engine-log"] as const;

/** What a workload needs to use one logical database. */
export interface DatabaseAccess {
  /** Number to `SELECT`. */
  readonly index: number;
  /** Every key starts with it. */
  readonly keyPrefix: string;
  /** User to log in as, with an IAM token. */
  readonly user: string;
  /** What the workload's role needs `elasticache:Connect` on. Known at preview. */
  readonly connectArns: readonly pulumi.Output<string>[];
}

/** The cache of the platform (checklist PRC-004, PRC-013, PRC-024, PRC-043, PRC-068, OPT-03, OPT-30). */
export class Cache extends Component {
  /** Where to write, and to read what must be current. */
  readonly endpoint: pulumi.Output<string>;
  /** Where to read what may be a moment old. */
  readonly readerEndpoint: pulumi.Output<string>;
  readonly port = DATA_PORTS.valkey;
  /** The four logical databases. */
  readonly databases: Readonly<Record<Purpose, DatabaseAccess>>;
  /** Known at preview: alarms name it. */
  readonly replicationGroupId: string;

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cache", "Cache", name, opts);
    const settings = cacheSettingsOf(args);
    const mistakes = cacheMistakes(settings);
    if (mistakes.length > 0) throw new pulumi.RunError(`${name}: ${mistakes.join("; ")}`);
    this.replicationGroupId = groupId(settings.context);

    const subnetGroup = this.createSubnetGroup(settings);
    const securityGroup = this.createSecurityGroup(settings);
    const parameterGroup = this.createParameterGroup(settings);
    const userGroup = this.createUserGroup(settings, this.createUsers(settings));
    const logs = this.createLogGroups(settings);
    const group = this.createReplicationGroup(settings, { subnetGroup, securityGroup, parameterGroup, userGroup, logs });

    this.endpoint = group.primaryEndpointAddress;
    this.readerEndpoint = group.readerEndpointAddress;
    this.databases = this.accesses(settings);
    this.registerOutputs({ endpoint: this.endpoint, readerEndpoint: this.readerEndpoint, databases: this.databases });
  }

  private createSubnetGroup({ context, isolatedSubnetIds }: CacheSettings): aws.elasticache.SubnetGroup {
    const name = this.part("subnets");
    return new aws.elasticache.SubnetGroup(
      name,
      { description: `${context.name}: isolated tier`, subnetIds: [...isolatedSubnetIds], tags: tags(context, "internal", name) },
      this.child(),
    );
  }

  private createSecurityGroup({ context, vpcId, clients }: CacheSettings): aws.ec2.SecurityGroup {
    const name = this.part("sg");
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId, description: "Valkey", tags: tags(context, "internal", name) },
      this.child(),
    );
    for (const [client, peer] of Object.entries(clients)) {
      const ruleName = this.part(`from-${client}`);
      new aws.vpc.SecurityGroupIngressRule(
        ruleName,
        {
          securityGroupId: group.id,
          referencedSecurityGroupId: peer,
          description: `Applications: ${client}`,
          ipProtocol: "tcp",
          fromPort: DATA_PORTS.valkey,
          toPort: DATA_PORTS.valkey,
          tags: tags(context, "internal", ruleName),
        },
        this.child(),
      );
    }
    return group;
  }

  private createParameterGroup({ context, transform }: CacheSettings): aws.elasticache.ParameterGroup {
    const name = this.part("parameters");
    const args = transformed<aws.elasticache.ParameterGroupArgs>(transform?.parameterGroup, name, {
      family: ENGINE.family,
      description: `${context.name}: eviction by time to live`,
      parameters: CACHE_PARAMETERS.map((parameter) => ({ ...parameter })),
      tags: tags(context, "internal", name),
    });
    return new aws.elasticache.ParameterGroup(name, args, this.child());
  }

  private createUsers({ context, operatorPassword, transform }: CacheSettings): aws.elasticache.User[] {
    const create = (part: string, args: Omit<aws.elasticache.UserArgs, "engine" | "tags">): aws.elasticache.User => {
      const name = this.part(part);
      const userArgs = { ...args, engine: ENGINE.name, tags: tags(context, "restricted", name) };
      return new aws.elasticache.User(name, transformed<aws.elasticache.UserArgs>(transform?.user, name, userArgs), this.child());
    };
    const users = PURPOSES.map((purpose) => {
      const id = userId(context.name, purpose);
      return create(`user-${purpose.toLowerCase()}`, {
        userId: id,
        userName: id,
        accessString: LOGICAL_DATABASES[purpose].accessString,
        authenticationMode: { type: "iam" },
      });
    });
    const operator = userId(context.name, "operator");
    const operators =
      operatorPassword === undefined
        ? []
        : [create("user-operator", { userId: operator, userName: operator, accessString: OPERATOR_ACCESS, authenticationMode: { type: "password", passwords: [pulumi.secret(operatorPassword)] } })];
    const unused = create("user-default", {
      userId: `${context.name}-default`,
      userName: "default",
      accessString: DEFAULT_USER_ACCESS,
      authenticationMode: { type: "password", passwords: [pulumi.secret(this.createUnusedPassword().result)] },
    });
    return [...users, ...operators, unused];
  }

  /** Valkey takes no user without authentication, not even one that is switched off; nobody is given this password. */
  private createUnusedPassword(): random.RandomPassword {
    return new random.RandomPassword(
      this.part("default-password"),
      { length: 64, special: false },
      this.child(),
    );
  }

  private createUserGroup({ context }: CacheSettings, users: readonly aws.elasticache.User[]): aws.elasticache.UserGroup {
    const name = this.part("users");
    return new aws.elasticache.UserGroup(
      name,
      {
        engine: ENGINE.name,
        userGroupId: `${context.name}-users`,
        userIds: users.map((user) => user.userId),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  /** Names below `/aws/vendedlogs/` need no line each in the account's log resource policy, which is short. */
  private createLogGroups({ context, keyArns, logRetentionDays }: CacheSettings): aws.cloudwatch.LogGroup[] {
    return LOG_TYPES.map((log) =>
      createLogGroup(
        this.part(log),
        { context, groupName: `/aws/vendedlogs/elasticache/${this.replicationGroupId}/${log}`, keyArn: keyArns.logs, retentionInDays: logRetentionDays },
        this.child(),
      ),
    );
  }

  private createReplicationGroup(settings: CacheSettings, parts: Parts): aws.elasticache.ReplicationGroup {
    const { context, nodes, keyArns, transform } = settings;
    const name = this.part("valkey");
    const args = transformed<aws.elasticache.ReplicationGroupArgs>(transform?.replicationGroup, name, {
      replicationGroupId: this.replicationGroupId,
      description: `${context.name}: ${PURPOSES.join(", ")}`,
      engine: ENGINE.name,
      engineVersion: ENGINE.version,
      nodeType: settings.nodeType,
      port: DATA_PORTS.valkey,
      clusterMode: "disabled",
      numCacheClusters: nodes,
      automaticFailoverEnabled: nodes > 1,
      multiAzEnabled: nodes > 1,
      networkType: "ipv4",
      ipDiscovery: "ipv4",
      subnetGroupName: parts.subnetGroup.name,
      securityGroupIds: [parts.securityGroup.id],
      parameterGroupName: parts.parameterGroup.name,
      userGroupIds: [parts.userGroup.userGroupId],
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: true,
      kmsKeyId: keyArns.data,
      autoMinorVersionUpgrade: true,
      maintenanceWindow: settings.maintenanceWindow,
      snapshotWindow: settings.snapshotWindow,
      snapshotRetentionLimit: settings.snapshotRetentionDays,
      ...(context.deletionProtection
        ? { finalSnapshotIdentifier: finalSnapshotIdentifier(this.part("final-snapshot"), this.replicationGroupId, this.child()) }
        : {}),
      logDeliveryConfigurations: parts.logs.map((log, index) => ({
        destination: log.name,
        destinationType: "cloudwatch-logs",
        logFormat: "json",
        logType: LOG_TYPES[index] as string,
      })),
      tags: tags(context, "confidential", name),
    });
    return new aws.elasticache.ReplicationGroup(name, args, this.child(keep(context.protect)));
  }

  private accesses({ context }: CacheSettings): Record<Purpose, DatabaseAccess> {
    const grants = cacheGrants(context);
    return Object.fromEntries(
      PURPOSES.map((purpose): [Purpose, DatabaseAccess] => {
        const { index, keyPrefix } = LOGICAL_DATABASES[purpose];
        return [purpose, { index, keyPrefix, user: userId(context.name, purpose), connectArns: grants[purpose] }];
      }),
    ) as Record<Purpose, DatabaseAccess>;
  }
}

/** Id of the replication group. */
function groupId({ name }: Pick<PlatformContext, "name">): string {
  return `${name}-cache`;
}

/** What a role needs `elasticache:Connect` on to use each logical database. Known before the cache is made. */
export function cacheGrants(context: PlatformContext): Readonly<Record<Purpose, readonly pulumi.Output<string>[]>> {
  const group = arnIn(context, "elasticache", `replicationgroup:${groupId(context)}`);
  return Object.fromEntries(PURPOSES.map((purpose) => [purpose, [group, arnIn(context, "elasticache", `user:${userId(context.name, purpose)}`)]])) as unknown as Record<
    Purpose,
    readonly pulumi.Output<string>[]
  >;
}

/** What the replication group is put together from. */
interface Parts {
  readonly subnetGroup: aws.elasticache.SubnetGroup;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly parameterGroup: aws.elasticache.ParameterGroup;
  readonly userGroup: aws.elasticache.UserGroup;
  readonly logs: readonly aws.cloudwatch.LogGroup[];
}
