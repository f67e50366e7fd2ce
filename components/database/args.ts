/** Arguments of the database, their defaults, and what is refused before anything is created. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { DATABASE_PORT } from "../network/tiers.ts";
import { LOG_RETENTION_DAYS } from "../storage/log-group.ts";
import { storageMistakes } from "./layout.ts";
import type { StorageRequest } from "./layout.ts";
import { RDS_WINDOWS, windowMistakes } from "./windows.ts";

export interface DatabaseArgs {
  readonly context: PlatformContext;
  readonly vpcId: pulumi.Input<string>;
  /** Availability Zones, in the order of the subnets. At least two. */
  readonly zones: readonly string[];
  /** One subnet a zone, without a way to the internet. */
  readonly isolatedSubnetIds: readonly pulumi.Input<string>[];
  /** Subnets of the function that rotates the master password: it calls Secrets Manager through its endpoint. */
  readonly rotationSubnetIds: readonly pulumi.Input<string>[];
  /** What lies on the function's way to its endpoint, and has to be there before the first rotation. Default nothing. */
  readonly rotationAfter?: readonly pulumi.Resource[] | undefined;
  /** Security group of the interface endpoints. */
  readonly endpointSecurityGroupId: pulumi.Input<string>;
  /** Who may connect: a short name, such as `cluster`, and its security group. Append-only names. */
  readonly clients: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARNs of the keys. */
  readonly keyArns: Readonly<Record<"data" | "logs" | "secrets", pulumi.Input<string>>>;
  /** ARNs of the keys in the Region of disaster recovery. Required where the context has one. */
  readonly drKeyArns?: Readonly<Record<"backups" | "secrets", pulumi.Input<string>>> | undefined;
  /** Name of the application's database. Default `optibid`. */
  readonly databaseName?: string | undefined;
  /** Role applications log in as, with IAM tokens. Default `optibid_app`. */
  readonly applicationUser?: string | undefined;
  /** Port of primary and replicas, 1150 to 65535; changing it restarts them. The pool's is always 5432. Default 5433. */
  readonly port?: number | undefined;
  /** Instance class of primary and replicas. Default `db.r7g.large`. */
  readonly instanceClass?: string | undefined;
  /** A standby in another zone. Default true. */
  readonly multiAz?: boolean | undefined;
  /** Number of read replicas, 0 to 15. Default 1. */
  readonly replicas?: number | undefined;
  /** gp3 storage. Default 100 GiB, growing to 1,000. */
  readonly storage?: StorageRequest | undefined;
  /** Days of point-in-time recovery, 1 to 35. Default 35. */
  readonly backupRetentionDays?: number | undefined;
  /** `advanced` keeps 15 months of performance data, `standard` 7 days. Default `advanced`. */
  readonly insights?: "advanced" | "standard" | undefined;
  /** Daily backup, UTC. Default `01:00-02:00`. */
  readonly backupWindow?: string | undefined;
  /** Weekly maintenance, UTC. Default `sun:03:00-sun:04:00`. */
  readonly maintenanceWindow?: string | undefined;
  /** Days logs are kept; one of CloudWatch's values. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** When the nightly VACUUM starts: cron, UTC. Default `0 2 * * *`. */
  readonly vacuumSchedule?: string | undefined;
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly primary?: Transform<aws.rds.InstanceArgs>;
    readonly replica?: Transform<aws.rds.InstanceArgs>;
    readonly parameterGroup?: Transform<aws.rds.ParameterGroupArgs>;
    readonly proxy?: Transform<aws.rds.ProxyArgs>;
    readonly targetGroup?: Transform<aws.rds.ProxyDefaultTargetGroupArgs>;
    readonly secret?: Transform<aws.secretsmanager.SecretArgs>;
    readonly rotation?: Transform<aws.secretsmanager.SecretRotationArgs>;
  };
}

/** What may be left out, filled in: the defaults are production's. */
export const DATABASE_DEFAULTS = {
  databaseName: "optibid",
  applicationUser: "optibid_app",
  port: DATABASE_PORT,
  instanceClass: "db.r7g.large",
  multiAz: true,
  replicas: 1,
  storage: { allocated: 100, max: 1_000 },
  backupRetentionDays: 35,
  insights: "advanced",
  backupWindow: "01:00-02:00",
  maintenanceWindow: "sun:03:00-sun:04:00",
  logRetentionDays: LOG_RETENTION_DAYS,
  vacuumSchedule: "0 2 * * *",
} as const;

type Optional = keyof typeof DATABASE_DEFAULTS;

/** Arguments with nothing left out. */
export type Settings = Omit<DatabaseArgs, Optional> & { readonly [Key in Optional]-?: NonNullable<DatabaseArgs[Key]> };

/** Fills in the defaults. */
export function settingsOf(args: DatabaseArgs): Settings {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  return { ...DATABASE_DEFAULTS, ...given } as Settings;
}

/** Read replicas RDS for PostgreSQL gives one instance. Source: Amazon RDS User Guide, "Working with read replicas for RDS for PostgreSQL". */
const MAX_REPLICAS = 15;
/** Source: Amazon RDS API Reference, CreateDBInstance: `Port`. */
const PORTS = { min: 1150, max: 65_535 } as const;
/** Days of automated backups. Source: Amazon RDS API Reference, CreateDBInstance: `BackupRetentionPeriod`; replicas need at least one. */
const RETENTION = { min: 1, max: 35 } as const;

/** Everything RDS would refuse about these settings. */
export function settingsMistakes(settings: Settings): string[] {
  const { zones, isolatedSubnetIds, replicas, backupRetentionDays, context, drKeyArns, port } = settings;
  const mistakes = [
    ...storageMistakes(settings.storage),
    ...windowMistakes(settings.backupWindow, settings.maintenanceWindow, RDS_WINDOWS),
  ];
  if (zones.length < 2) mistakes.push(`zones: ${zones.length} named; a database subnet group needs at least two`);
  if (isolatedSubnetIds.length !== zones.length) {
    mistakes.push(`isolatedSubnetIds: ${isolatedSubnetIds.length} for ${zones.length} zones; one a zone, in their order`);
  }
  if (!Number.isInteger(port) || port < PORTS.min || port > PORTS.max) mistakes.push(`port ${port}: a whole number from ${PORTS.min} to ${PORTS.max}`);
  if (!Number.isInteger(replicas) || replicas < 0 || replicas > MAX_REPLICAS) {
    mistakes.push(`replicas ${replicas}: a whole number from 0 to ${MAX_REPLICAS}`);
  }
  if (!Number.isInteger(backupRetentionDays) || backupRetentionDays < RETENTION.min || backupRetentionDays > RETENTION.max) {
    mistakes.push(`backupRetentionDays ${backupRetentionDays}: a whole number from ${RETENTION.min} to ${RETENTION.max}`);
  }
  if (context.drRegion !== undefined && drKeyArns === undefined) {
    mistakes.push(`drKeyArns: required, because the context has a drRegion (${context.drRegion})`);
  }
  return mistakes;
}
