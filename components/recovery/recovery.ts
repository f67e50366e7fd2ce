/** The pilot light: what stands ready in another Region, should the home Region be lost. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { LOG_EXPORTS } from "../database/instance.ts";
import { createMonitoringRole } from "../database/monitoring-role.ts";
import { databaseParameters } from "../database/parameters.ts";
import { Network } from "../network/network.ts";
import { DATABASE_PORT } from "../network/tiers.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { inRegion, recoveryContext } from "./region.ts";
import type { RecoveryContext } from "./region.ts";

export interface RecoveryArgs {
  /** The stack at home; has a `drRegion`. */
  readonly context: PlatformContext;
  /** IPv4 block of the network there; apart from the one at home. */
  readonly cidr: string;
  /** Availability Zones there, append-only. At least two. */
  readonly zones: readonly string[];
  /** Default `single`: the pilot light calls nobody. */
  readonly natGateways?: "per-zone" | "single" | undefined;
  /** Port of the database. Default {@link DATABASE_PORT}. */
  readonly databasePort?: number | undefined;
  /** ARNs of the keys in the other Region. */
  readonly keyArns: Readonly<Record<"data" | "logs", pulumi.Input<string>>>;
  /** Days logs are kept; one of CloudWatch's values. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** A read replica of the database, ready to be promoted. Left out, the database comes back from its replicated backups. */
  readonly replica?: ReplicaRequest | undefined;
  readonly transform?: {
    readonly replica?: Transform<aws.rds.InstanceArgs>;
    readonly parameterGroup?: Transform<aws.rds.ParameterGroupArgs>;
  };
}

/** What the replica takes over from its source. */
export interface ReplicaRequest {
  /** ARN of the primary. */
  readonly sourceArn: pulumi.Input<string>;
  /** Name of the application's database. */
  readonly databaseName: string;
  readonly instanceClass: string;
  /** GiB it may grow to. */
  readonly maxStorage: number;
  readonly insights: "advanced" | "standard";
  /** Days of point-in-time recovery, so that it has a history when it is promoted. */
  readonly backupRetentionDays: number;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
}

/** Family of the parameter group: that of the primary's engine. */
const FAMILY = "postgres17";
/** Days of performance data by mode. Source: Amazon RDS User Guide, "Database Insights". */
const INSIGHTS_DAYS = { advanced: 465, standard: 7 } as const;

/** The pilot light (checklist PRC-070…PRC-072). */
export class Recovery extends Component {
  /** The stack as it is called there. */
  readonly context: RecoveryContext;
  readonly network: Network;
  readonly subnetGroup: aws.rds.SubnetGroup;
  readonly parameterGroup: aws.rds.ParameterGroup;
  readonly securityGroupId: pulumi.Output<string>;
  /** Name of the replica, known at preview: alarms on its lag name it. Undefined where there is none. */
  readonly replicaIdentifier?: string | undefined;

  constructor(name: string, args: RecoveryArgs, opts?: pulumi.ComponentResourceOptions) {
    const context = recoveryContext(args.context);
    super("recovery", "Recovery", name, { ...opts, transformations: [...(opts?.transformations ?? []), inRegion(context.region)] });
    this.context = context;

    this.network = this.createNetwork(args);
    this.subnetGroup = this.createSubnetGroup();
    this.parameterGroup = this.createParameterGroup(args);
    this.securityGroupId = this.createSecurityGroup(args).id;
    this.replicaIdentifier = this.createReplica(args);

    this.registerOutputs({ vpcId: this.network.vpcId, subnetGroup: this.subnetGroup.name, parameterGroup: this.parameterGroup.name, securityGroupId: this.securityGroupId, replica: this.replicaIdentifier });
  }

  /** No interface endpoints: they cost by the hour and nothing calls them before the Region is made the home. */
  private createNetwork({ cidr, zones, natGateways = "single", databasePort, keyArns, logRetentionDays }: RecoveryArgs): Network {
    return new Network(
      this.part("network"),
      { context: this.context, cidr, zones, natGateways, databasePort, logsKeyArn: keyArns.logs, flowLogRetentionDays: logRetentionDays, interfaceServices: [] },
      { parent: this },
    );
  }

  private createSubnetGroup(): aws.rds.SubnetGroup {
    const name = this.part("subnets");
    return new aws.rds.SubnetGroup(
      name,
      { name: this.context.name, description: `${this.context.name}: isolated tier`, subnetIds: [...this.network.isolatedSubnetIds], tags: tags(this.context, "internal", name) },
      this.child(),
    );
  }

  private createParameterGroup({ replica, transform }: RecoveryArgs): aws.rds.ParameterGroup {
    const name = this.part("parameters");
    const args = transformed<aws.rds.ParameterGroupArgs>(transform?.parameterGroup, name, {
      name: this.context.name,
      family: FAMILY,
      description: `${this.context.name}: the settings of the database at home`,
      parameters: databaseParameters(replica?.databaseName ?? "postgres"),
      tags: tags(this.context, "internal", name),
    });
    return new aws.rds.ParameterGroup(name, args, this.child());
  }

  /** Programs in the private tier of this network, when there are any. */
  private createSecurityGroup({ databasePort = DATABASE_PORT }: RecoveryArgs): aws.ec2.SecurityGroup {
    const name = this.part("sg");
    const group = new aws.ec2.SecurityGroup(name, { vpcId: this.network.vpcId, description: "PostgreSQL after a failover", tags: tags(this.context, "internal", name) }, this.child());
    const ruleName = this.part("from-programs");
    new aws.vpc.SecurityGroupIngressRule(
      ruleName,
      {
        securityGroupId: group.id,
        cidrIpv4: this.network.blocks.private,
        description: "Programs in the private tier",
        ipProtocol: "tcp",
        fromPort: databasePort,
        toPort: databasePort,
        tags: tags(this.context, "internal", ruleName),
      },
      this.child(),
    );
    return group;
  }

  /**
   * Encrypted with this Region's key, as RDS demands of a replica from elsewhere, and backed up from the start.
   * Source: Amazon RDS API Reference, CreateDBInstanceReadReplica: `KmsKeyId`, `SourceDBInstanceIdentifier`.
   */
  private createReplica({ databasePort = DATABASE_PORT, keyArns, logRetentionDays, replica, transform }: RecoveryArgs): string | undefined {
    if (replica === undefined) return undefined;
    const { context } = this;
    const identifier = context.name;
    const monitoring = createMonitoringRole(this.part("monitoring"), context, this.child());
    const logs = LOG_EXPORTS.map((log) =>
      createLogGroup(this.part(`replica-${log}-logs`), { context, groupName: `/aws/rds/instance/${identifier}/${log}`, keyArn: keyArns.logs, retentionInDays: logRetentionDays }, this.child()),
    );
    const name = this.part("replica");
    const args = transformed<aws.rds.InstanceArgs>(transform?.replica, name, {
      identifier,
      replicateSourceDb: replica.sourceArn,
      instanceClass: replica.instanceClass,
      port: databasePort,
      networkType: "IPV4",
      publiclyAccessible: false,
      multiAz: false, // a standby is added when it is promoted
      dbSubnetGroupName: this.subnetGroup.name,
      vpcSecurityGroupIds: [this.securityGroupId],
      parameterGroupName: this.parameterGroup.name,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      iamDatabaseAuthenticationEnabled: true,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: keyArns.data,
      maxAllocatedStorage: replica.maxStorage,
      backupRetentionPeriod: replica.backupRetentionDays,
      backupWindow: replica.backupWindow,
      maintenanceWindow: replica.maintenanceWindow,
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      deletionProtection: context.deletionProtection,
      skipFinalSnapshot: true, // RDS takes none of a replica
      enabledCloudwatchLogsExports: [...LOG_EXPORTS],
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.role.arn,
      databaseInsightsMode: replica.insights,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keyArns.data,
      performanceInsightsRetentionPeriod: INSIGHTS_DAYS[replica.insights],
      tags: tags(context, "confidential", name),
    });
    new aws.rds.Instance(name, args, this.child({ ...keep(context.protect), dependsOn: [monitoring.permission, ...logs] }));
    return identifier;
  }
}
