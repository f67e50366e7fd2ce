/** What of an estate is left when the home Region is gone, and what was there to bring back. Pure. */
import { DAY } from "../../config/sections/objectives.ts";
import type { Protection } from "../../config/sections/objectives.ts";
import { property, record, records, told } from "./estate.ts";
import type { Estate, Thing } from "./estate.ts";

/** How the database comes back, the quickest way that is there. */
export type DatabaseWay =
  | { readonly kind: "promote"; readonly replica: Thing }
  | { readonly kind: "restore"; readonly backups: Thing }
  | { readonly kind: "copy"; readonly vault: Thing }
  | { readonly kind: "none" };

/** A bucket with data, and the one it is replicated to. */
export interface Replicated {
  readonly bucket: Thing;
  /** Name of the bucket in the other Region. */
  readonly to?: string | undefined;
}

/** A secret, and whether a copy of it is in the other Region. */
export interface ReplicatedSecret {
  readonly secret: Thing;
  readonly name: string;
  /** ARN of the copy's key; undefined where there is no copy. */
  readonly keyThere?: string | undefined;
}

/** The network of the pilot light. */
export interface Pilot {
  readonly vpc?: Thing | undefined;
  readonly privateSubnets: readonly Thing[];
  readonly subnetGroup?: Thing | undefined;
  readonly parameterGroup?: Thing | undefined;
  readonly securityGroup?: Thing | undefined;
}

export interface Assets {
  readonly primary?: Thing | undefined;
  readonly database: DatabaseWay;
  readonly secrets: readonly ReplicatedSecret[];
  /** Buckets with the data of users: those that carry the tag of the backups. */
  readonly objects: readonly Replicated[];
  /** Other buckets at home: what is in them can be made again, or is a copy. */
  readonly otherBuckets: readonly Replicated[];
  /** The bucket with exports of the cache. */
  readonly cacheExports?: Replicated | undefined;
  readonly cache?: Thing | undefined;
  readonly cluster?: Thing | undefined;
  readonly loadBalancer?: Thing | undefined;
  readonly vpcOrigin?: Thing | undefined;
  readonly distribution?: Thing | undefined;
  readonly pilot: Pilot;
  /** Whether images are replicated there. */
  readonly images: boolean;
}

/** Reads the estate. */
export function assetsOf(estate: Estate): Assets {
  const { home, away } = estate;
  const at = (type: string, region: string): Thing[] => estate.things.filter((one) => one.type === type && one.region === region);
  const primary = at("rds/instance", home).find((one) => told(one, "replicateSourceDb") === undefined);
  const buckets = at("s3/bucket", home);
  const replicated = (bucket: Thing): Replicated => ({ bucket, to: replicaOf(estate, bucket) });
  const exports = buckets.find((one) => told(one, "bucket")?.includes("-rdb-") === true);
  return {
    primary,
    database: wayBack(estate, primary),
    secrets: at("secretsmanager/secret", home).map((secret) => ({ secret, name: told(secret, "name") ?? secret.id, keyThere: keyThere(secret, away) })),
    objects: buckets.filter(holdsData).map(replicated),
    otherBuckets: buckets.filter((one) => !holdsData(one)).map(replicated),
    cacheExports: exports === undefined ? undefined : replicated(exports),
    cache: at("elasticache/replicationGroup", home)[0],
    cluster: at("eks/cluster", home)[0],
    loadBalancer: at("lb/loadBalancer", home)[0],
    vpcOrigin: estate.things.find(({ type }) => type === "cloudfront/vpcOrigin"),
    distribution: estate.things.find(({ type }) => type === "cloudfront/distribution"),
    pilot: pilotOf(at, away),
    images: estate.things.some((one) => one.type === "ecr/replicationConfiguration" && JSON.stringify(one.inputs).includes(`"${away}"`)),
  };
}

const holdsData = (bucket: Thing): boolean => record(property(bucket, "tags"))["backup"] !== undefined;

function wayBack(estate: Estate, primary: Thing | undefined): DatabaseWay {
  if (primary === undefined) return { kind: "none" };
  const names = [primary.id, told(primary, "arn"), told(primary, "identifier")];
  const there = (type: string): Thing[] => estate.things.filter((one) => one.type === type && one.region === estate.away);
  const replica = there("rds/instance").find((one) => names.includes(told(one, "replicateSourceDb")));
  if (replica !== undefined) return { kind: "promote", replica };
  const backups = there("rds/instanceAutomatedBackupsReplication").find((one) => names.includes(told(one, "sourceDbInstanceArn")));
  if (backups !== undefined) return { kind: "restore", backups };
  const vault = there("backup/vault").find((one) => copiesTo(estate, one));
  return vault === undefined ? { kind: "none" } : { kind: "copy", vault };
}

/** Whether a plan at home copies to the vault every day. */
function copiesTo({ things, home }: Estate, vault: Thing): boolean {
  return things
    .filter((one) => one.type === "backup/plan" && one.region === home)
    .flatMap((plan) => records(plan.inputs["rules"]))
    .some((rule) => /^cron\(\d+ \d+ \* \* \? \*\)$/.test(String(rule["schedule"])) && records(rule["copyActions"]).some((copy) => copy["destinationVaultArn"] === told(vault, "arn")));
}

function replicaOf({ things }: Estate, bucket: Thing): string | undefined {
  const name = told(bucket, "bucket") ?? bucket.id;
  const rule = things
    .filter((one) => /^s3\/bucketReplicationConfig/.test(one.type) && told(one, "bucket") === name)
    .flatMap((one) => records(one.inputs["rules"]))
    .find((one) => one["status"] === "Enabled");
  return rule === undefined ? undefined : String(record(rule["destination"])["bucket"]).split(":::").at(-1);
}

function keyThere(secret: Thing, away: string): string | undefined {
  const copy = records(secret.inputs["replicas"]).find((one) => one["region"] === away);
  return copy === undefined ? undefined : String(copy["kmsKeyId"] ?? "alias/aws/secretsmanager");
}

function pilotOf(at: (type: string, region: string) => Thing[], away: string): Pilot {
  const vpc = at("ec2/vpc", away)[0];
  const subnets = at("ec2/subnet", away).filter((one) => vpc !== undefined && told(one, "vpcId") === vpc.id);
  return {
    vpc,
    privateSubnets: subnets.filter((one) => record(property(one, "tags"))["tier"] === "private"),
    subnetGroup: at("rds/subnetGroup", away)[0],
    parameterGroup: at("rds/parameterGroup", away)[0],
    securityGroup: at("ec2/securityGroup", away).find((one) => /PostgreSQL/.test(told(one, "description") ?? "")),
  };
}

/** How the estate is protected, in the terms objectives are measured in. */
export function protectionOf(estate: Estate, assets: Assets): Protection {
  const scheduled = (name: RegExp): boolean => estate.things.some((one) => one.type === "scheduler/schedule" && one.region === estate.home && name.test(told(one, "name") ?? "") && told(one, "state") !== "DISABLED");
  const exported = assets.cacheExports?.to !== undefined && scheduled(/-export-cache$/);
  return {
    database: {
      pointInTime: Number(property(assets.primary ?? NOTHING, "backupRetentionPeriod") ?? 0) > 0,
      elsewhere: true,
      replica: assets.database.kind === "promote",
      replicatedBackups: assets.database.kind === "restore",
      copiedEveryMinutes: assets.database.kind === "copy" ? DAY : undefined,
    },
    cache: { elsewhere: true, snapshotEveryMinutes: Number(property(assets.cache ?? NOTHING, "snapshotRetentionLimit") ?? 0) > 0 ? DAY : undefined, exportLagMinutes: exported ? exportLag(estate, assets.cache) : undefined },
    objects: { elsewhere: true, continuous: false, replicated: assets.objects.length > 0 && assets.objects.every(({ to }) => to !== undefined) },
    configuration: { copiedEveryMinutes: scheduled(/-copy-state$/) ? DAY : undefined },
  };
}

/** Minutes an export of a snapshot and its replication take, beside waiting for its time. */
const EXPORT_MINUTES = 45;

function exportLag({ things, home }: Estate, cache: Thing | undefined): number {
  const schedule = things.find((one) => one.type === "scheduler/schedule" && one.region === home && /-export-cache$/.test(told(one, "name") ?? ""));
  const [, minute, hour] = /^cron\((\d+) (\d+) /.exec(String(schedule?.inputs["scheduleExpression"])) ?? [];
  const [hours = 0, minutes = 0] = (told(cache ?? NOTHING, "snapshotWindow") ?? "00:00").slice(0, 5).split(":").map(Number);
  return ((Number(hour) * 60 + Number(minute) - hours * 60 - minutes + DAY) % DAY) + EXPORT_MINUTES;
}

const NOTHING: Thing = { type: "", id: "", region: "", inputs: {}, outputs: {} };
