/** PostgreSQL on RDS: a Multi-AZ primary, read replicas, a pool in front, backups here and in another Region. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { BACKUP_TAGS } from "../backup/tag.ts";
import { Component, keep, transformed } from "../component.ts";
import { tags } from "../context.ts";
import { DATA_PORTS } from "../network/tiers.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { settingsMistakes, settingsOf } from "./args.ts";
import type { DatabaseArgs, Settings } from "./args.ts";
import { finalSnapshotIdentifier } from "./final-snapshot.ts";
import { commonInstanceArgs, LOG_EXPORTS } from "./instance.ts";
import { placement } from "./layout.ts";
import type { Placement } from "./layout.ts";
import { maintenanceSql } from "./maintenance.sql.ts";
import { MasterSecret } from "./master-secret.ts";
import { createMonitoringRole } from "./monitoring-role.ts";
import { databaseParameters } from "./parameters.ts";
import { connectArn, DatabaseProxy } from "./proxy.ts";
import { DatabaseSecurityGroups } from "./security-groups.ts";

/** Major version; RDS picks and applies the minor ones. Its parameter group family goes with it. */
const ENGINE = { name: "postgres", version: "17", family: "postgres17" } as const;
/** The administrator; applications never log in as it. */
const MASTER_USER = "optibid_admin";
/** Characters RDS takes in a master password, beside letters and digits, that need no quoting in a URL or a shell. */
const PASSWORD_SPECIALS = "-_=+.,~";

/** The database of the platform (checklist PRC-003, PRC-012, PRC-029…PRC-031, PRC-042, PRC-062…PRC-067). */
export class Database extends Component {
  /** Where applications connect for writing: the pool. */
  readonly endpoint: pulumi.Output<string>;
  /** The primary itself, for migrations: they need session features the pool does not pass on. */
  readonly primaryAddress: pulumi.Output<string>;
  /** Where applications may read. */
  readonly replicaAddresses: readonly pulumi.Output<string>[];
  /** Port of {@link endpoint}. */
  readonly port = DATA_PORTS.pool;
  /** Port of {@link primaryAddress} and {@link replicaAddresses}. */
  readonly instancePort: number;
  readonly databaseName: string;
  readonly applicationUser: string;
  /** Identifiers, known at preview: the primary first. Alarms name them. */
  readonly identifiers: readonly string[];
  /** Secret with the master credentials, for the migration job only. */
  readonly masterSecretArn: pulumi.Output<string>;
  /** What a workload's role needs `rds-db:connect` on to log in as the application, here and on the replicas. */
  readonly connectArns: readonly pulumi.Output<string>[];
  /** SQL for the migration job: extensions, the application's role, scheduled VACUUM. May be repeated. */
  readonly maintenanceSql: string;
  readonly primaryArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("database", "Database", name, opts);
    const settings = settingsOf(args);
    const mistakes = settingsMistakes(settings);
    if (mistakes.length > 0) throw new pulumi.RunError(`${name}: ${mistakes.join("; ")}`);
    const { context, databaseName, applicationUser, replicas } = settings;
    const places = placement(settings.zones, replicas);

    const groups = new DatabaseSecurityGroups(this.part("access"), settings, this.child());
    const parameterGroup = this.createParameterGroup(settings);
    const monitoring = createMonitoringRole(this.part("monitoring"), context, this.child());
    const password = this.createPassword();
    const shared = { settings, parameterGroup, monitoringRoleArn: monitoring.role.arn, after: [monitoring.permission], securityGroupId: groups.instanceGroupId };

    const primary = this.createPrimary(shared, places, password);
    const replicaInstances = this.createReplicas(shared, places, primary);
    this.replicateBackups(settings, primary);
    const secret = this.createSecret(settings, groups, primary, password);
    const proxy = this.createProxy(settings, groups, primary);

    this.endpoint = proxy.endpoint;
    this.instancePort = settings.port;
    this.primaryAddress = primary.address;
    this.replicaAddresses = replicaInstances.map(({ address }) => address);
    this.databaseName = databaseName;
    this.applicationUser = applicationUser;
    this.identifiers = [context.name, ...replicaInstances.map((_, index) => replicaIdentifier(context.name, index))];
    this.masterSecretArn = secret.secretArn;
    this.connectArns = [proxy.connectArn, ...replicaInstances.map(({ resourceId }) => connectArn(context, resourceId, applicationUser))];
    this.maintenanceSql = maintenanceSql({ database: databaseName, applicationUser, vacuumSchedule: settings.vacuumSchedule });
    this.primaryArn = primary.arn;
    this.registerOutputs({
      endpoint: this.endpoint,
      primaryAddress: this.primaryAddress,
      replicaAddresses: this.replicaAddresses,
      masterSecretArn: this.masterSecretArn,
      maintenanceSql: this.maintenanceSql,
    });
  }

  private createSubnetGroup({ context, zones, isolatedSubnetIds }: Settings, part: string, wanted: readonly string[]): aws.rds.SubnetGroup {
    const name = this.part(part);
    return new aws.rds.SubnetGroup(
      name,
      {
        description: `${context.name}: ${wanted.join(", ")}`,
        subnetIds: isolatedSubnetIds.filter((_, index) => wanted.includes(zones[index] as string)),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  private createParameterGroup({ context, databaseName, transform }: Settings): aws.rds.ParameterGroup {
    const name = this.part("parameters");
    const args = transformed<aws.rds.ParameterGroupArgs>(transform?.parameterGroup, name, {
      family: ENGINE.family,
      description: `${context.name}: TLS, slow queries, audit, vacuum`,
      parameters: databaseParameters(databaseName),
      tags: tags(context, "internal", name),
    });
    return new aws.rds.ParameterGroup(name, args, this.child());
  }

  private createPassword(): random.RandomPassword {
    return new random.RandomPassword(
      this.part("password"),
      { length: 40, special: true, overrideSpecial: PASSWORD_SPECIALS, minLower: 4, minUpper: 4, minNumeric: 4, minSpecial: 4 },
      this.child(),
    );
  }

  /** RDS makes log groups without a key and without an end when it finds none. */
  private createLogGroups({ context, keyArns, logRetentionDays }: Settings, part: string, identifier: string): aws.cloudwatch.LogGroup[] {
    return LOG_EXPORTS.map((log) =>
      createLogGroup(
        this.part(`${part}-${log}-logs`),
        { context, groupName: `/aws/rds/instance/${identifier}/${log}`, keyArn: keyArns.logs, retentionInDays: logRetentionDays },
        this.child(),
      ),
    );
  }

  private createPrimary(shared: Shared, places: Placement, password: random.RandomPassword): aws.rds.Instance {
    const { settings } = shared;
    const { context, storage } = settings;
    const name = this.part("primary");
    const identifier = context.name;
    const args = transformed<aws.rds.InstanceArgs>(settings.transform?.primary, name, {
      ...commonInstanceArgs({ ...shared, identifier, name }),
      engine: ENGINE.name,
      engineVersion: ENGINE.version,
      kmsKeyId: settings.keyArns.data,
      dbName: settings.databaseName,
      username: MASTER_USER,
      password: pulumi.secret(password.result),
      allocatedStorage: storage.allocated,
      ...(storage.iops === undefined ? {} : { iops: storage.iops }),
      ...(storage.throughput === undefined ? {} : { storageThroughput: storage.throughput }),
      dbSubnetGroupName: this.createSubnetGroup(settings, "subnets", places.primary).name,
      multiAz: settings.multiAz,
      ...(context.deletionProtection
        ? { skipFinalSnapshot: false, finalSnapshotIdentifier: finalSnapshotIdentifier(this.part("final-snapshot"), identifier, this.child()) }
        : { skipFinalSnapshot: true }),
      deleteAutomatedBackups: !context.protect,
      tags: { ...tags(context, "confidential", name), ...BACKUP_TAGS },
    });
    return new aws.rds.Instance(
      name,
      args,
      this.child({ ...keep(context.protect), dependsOn: [...shared.after, ...this.createLogGroups(settings, "primary", identifier)] }),
    );
  }

  private createReplicas(shared: Shared, places: Placement, primary: aws.rds.Instance): aws.rds.Instance[] {
    const { settings } = shared;
    const { context } = settings;
    const apart = places.replicas.some((zone) => !places.primary.includes(zone));
    const group = apart ? this.createSubnetGroup(settings, "replica-subnets", settings.zones) : undefined;
    return places.replicas.map((zone, index) => {
      const part = `replica-${index + 1}`;
      const name = this.part(part);
      const identifier = replicaIdentifier(context.name, index);
      const args = transformed<aws.rds.InstanceArgs>(settings.transform?.replica, name, {
        ...commonInstanceArgs({ ...shared, identifier, name }),
        // A subnet group of its own needs the source by ARN, also within a Region.
        ...(group === undefined ? { replicateSourceDb: primary.identifier } : { replicateSourceDb: primary.arn, dbSubnetGroupName: group.name }),
        availabilityZone: zone,
        multiAz: false,
        skipFinalSnapshot: true, // RDS takes none of a replica
      });
      return new aws.rds.Instance(
        name,
        args,
        this.child({ ...keep(context.protect), dependsOn: [...shared.after, ...this.createLogGroups(settings, part, identifier)] }),
      );
    });
  }

  private replicateBackups({ context, drKeyArns, backupRetentionDays }: Settings, primary: aws.rds.Instance): void {
    if (context.drRegion === undefined || drKeyArns === undefined) return;
    new aws.rds.InstanceAutomatedBackupsReplication(
      this.part("backups"),
      {
        region: context.drRegion,
        sourceDbInstanceArn: primary.arn,
        kmsKeyId: drKeyArns.backups,
        retentionPeriod: backupRetentionDays,
      },
      this.child(keep(context.protect)),
    );
  }

  private createSecret(settings: Settings, groups: DatabaseSecurityGroups, primary: aws.rds.Instance, password: random.RandomPassword): MasterSecret {
    const { context, keyArns, drKeyArns, rotationSubnetIds, databaseName, transform } = settings;
    return new MasterSecret(
      this.part("master"),
      {
        context,
        credentials: pulumi.all([primary.address, password.result]).apply(([host, secret]) => ({
          engine: ENGINE.name,
          host,
          port: settings.port,
          dbname: databaseName,
          dbInstanceIdentifier: context.name,
          username: MASTER_USER,
          password: secret,
        })),
        secretsKeyArn: keyArns.secrets,
        drSecretsKeyArn: drKeyArns?.secrets,
        logsKeyArn: keyArns.logs,
        logRetentionDays: settings.logRetentionDays,
        subnetIds: rotationSubnetIds,
        securityGroupId: groups.rotationGroupId,
        reachableAfter: [primary, ...groups.rules, ...(settings.rotationAfter ?? [])],
        transform,
      },
      this.child(),
    );
  }

  private createProxy(settings: Settings, groups: DatabaseSecurityGroups, primary: aws.rds.Instance): DatabaseProxy {
    const { context, applicationUser, isolatedSubnetIds, keyArns, transform } = settings;
    return new DatabaseProxy(
      this.part("pool"),
      {
        context,
        primary,
        applicationUser,
        subnetIds: isolatedSubnetIds,
        securityGroupId: groups.proxyGroupId,
        logsKeyArn: keyArns.logs,
        logRetentionDays: settings.logRetentionDays,
        transform,
      },
      this.child(),
    );
  }
}

interface Shared {
  readonly settings: Settings;
  readonly parameterGroup: aws.rds.ParameterGroup;
  readonly monitoringRoleArn: pulumi.Output<string>;
  /** What instances wait for. */
  readonly after: readonly pulumi.Resource[];
  readonly securityGroupId: pulumi.Output<string>;
}

function replicaIdentifier(name: string, index: number): string {
  return `${name}-replica-${index + 1}`;
}
