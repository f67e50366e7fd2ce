/** What each step of a recovery does to the copied world, under AWS's laws. */
import { REHEARSAL_ACCOUNT } from "../../rehearsal/server/places.ts";
import type { Props } from "../../rehearsal/types.ts";
import type { Kept } from "../../rehearsal/world/store.ts";
import { Failure } from "../run/failure.ts";
import { balancerThere } from "./application.ts";
import type { Assets } from "./assets.ts";
import { clusterThere, databaseThere } from "./commands.ts";
import type { WorldCopy } from "./copy.ts";
import { property, record, records, text, told } from "./estate.ts";
import type { Estate, Thing } from "./estate.ts";
import type { StepId } from "./plan.ts";

/** What the drill works on. */
export interface Drill {
  readonly estate: Estate;
  /** Read before the Region was lost: what had to be brought back. */
  readonly assets: Assets;
  readonly world: WorldCopy;
}

const token = (short: string): string => `aws:${short}:${short.split("/")[1]?.replace(/^./, (letter) => letter.toUpperCase()) ?? ""}`;

/** Removes everything in the home Region, and every cluster there with what runs in it. Returns what was lost, by type. */
export function loseRegion({ estate, world }: Drill): Map<string, number> {
  const lost = new Map<string, number>();
  for (const thing of [...world.store.all()]) {
    // What runs in a cluster lives at the address of its API.
    if (thing.region !== estate.home && !thing.region.endsWith(`.${estate.home}.eks.amazonaws.com`)) continue;
    world.store.remove(thing.token, thing.region, thing.id);
    lost.set(thing.token, (lost.get(thing.token) ?? 0) + 1);
  }
  return lost;
}

/** What a step found or made, in a few words. */
export type Outcome = readonly string[];

/** Takes one step. @throws Failure or RefusedError where it cannot be taken */
export function take(step: Exclude<StepId, "declare">, drill: Drill): Outcome {
  return { promote, credentials, application, cache, dns, verify }[step](drill);
}

function kept({ store }: WorldCopy, { type, id, region }: Thing): Kept {
  const found = region === "" ? store.get(token(type), id) : store.get(token(type), id, region);
  if (found === undefined) throw new Failure(`${type} ${id} is no longer there`);
  return found;
}

function promote(drill: Drill): Outcome {
  const { estate, assets, world } = drill;
  const { database, pilot, primary } = assets;
  const identifier = databaseThere(estate, assets);
  if (database.kind === "promote") {
    const replica = kept(world, database.replica);
    const { replicateSourceDb: _source, ...own } = replica.inputs;
    // What it took over from its source it now has of its own.
    const inherited = Object.fromEntries(["engine", "allocatedStorage"].flatMap((key) => (replica.outputs[key] === undefined ? [] : [[key, replica.outputs[key]]]))) as Props;
    world.update(replica, { ...inherited, ...own, multiAz: true });
    return [`${identifier} is a primary of its own, with a standby`];
  }
  if (database.kind === "none" || primary === undefined) throw new Failure(`There is nothing in ${estate.away} to bring the database back from`);
  if (pilot.subnetGroup === undefined || pilot.securityGroup === undefined) throw new Failure(`There is no subnet group or security group for a database in ${estate.away}`);
  const own = ["instanceClass", "port", "storageType", "maxAllocatedStorage", "backupRetentionPeriod", "engine", "username"].flatMap((key) => (property(primary, key) === undefined ? [] : [[key, property(primary, key)]]));
  world.create(token("rds/instance"), identifier, {
    ...(Object.fromEntries(own) as Props),
    region: estate.away,
    identifier,
    storageEncrypted: true,
    publiclyAccessible: false,
    multiAz: true,
    skipFinalSnapshot: true,
    dbSubnetGroupName: told(pilot.subnetGroup, "name"),
    vpcSecurityGroupIds: [pilot.securityGroup.id],
    ...(database.kind === "restore" ? { restoreToPointInTime: { sourceDbInstanceAutomatedBackupsArn: database.backups.id, useLatestRestorableTime: true } } : { snapshotIdentifier: `arn:aws:rds:${estate.away}:${REHEARSAL_ACCOUNT}:snapshot:awsbackup:copy-${identifier}` }),
  });
  return [`${identifier} is restored from ${database.kind === "restore" ? "replicated backups" : `a copy in ${told(database.vault, "name")}`}`];
}

function credentials({ estate, assets, world }: Drill): Outcome {
  const without = assets.secrets.filter(({ keyThere }) => keyThere === undefined).map(({ name }) => name);
  if (without.length > 0) throw new Failure(`These secrets are gone with ${estate.home}, they have no copy in ${estate.away}: ${without.join(", ")}`);
  for (const { secret, name, keyThere } of assets.secrets) {
    world.create(token("secretsmanager/secret"), name, { region: estate.away, name, kmsKeyId: keyThere, description: told(secret, "description") ?? "", tags: record(property(secret, "tags")) });
  }
  return [`${assets.secrets.length} secrets stand on their own in ${estate.away}`];
}

function application({ estate, assets, world }: Drill): Outcome {
  const { cluster, pilot, loadBalancer } = assets;
  if (cluster === undefined || loadBalancer === undefined || pilot.vpc === undefined) throw new Failure(`There is no cluster, load balancer or network to start the programs with in ${estate.away}`);
  const subnetIds = pilot.privateSubnets.map(({ id }) => id);
  const name = clusterThere(assets);
  const keys = ["roleArn", "version", "accessConfig", "computeConfig", "storageConfig", "bootstrapSelfManagedAddons"];
  const own = Object.fromEntries(keys.flatMap((key) => (cluster.inputs[key] === undefined ? [] : [[key, cluster.inputs[key]]]))) as Props;
  world.create(token("eks/cluster"), name, {
    ...own,
    region: estate.away,
    name,
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
  });
  const group = world.create(token("ec2/securityGroup"), `${name}-alb`, { region: estate.away, name: `${name}-alb`, vpcId: pilot.vpc.id, description: "Load balancer: from CloudFront, to pods" });
  const balancer = world.create(token("lb/loadBalancer"), `${name}-alb`, { region: estate.away, name: balancerThere(loadBalancer, estate.stack), internal: true, loadBalancerType: "application", subnets: subnetIds, securityGroups: [group.id] });
  return [`cluster ${name} in ${subnetIds.length} subnets`, `load balancer ${text(balancer.outputs["dnsName"]) ?? balancer.id}`];
}

function cache({ estate, assets, world }: Drill): Outcome {
  const to = assets.cacheExports?.to;
  if (to === undefined || assets.cache === undefined) throw new Failure(`Exports of the cache do not reach ${estate.away}`);
  if (world.store.list(token("s3/bucket"), estate.away).every(({ outputs, id }) => (text(outputs["bucket"]) ?? id) !== to)) throw new Failure(`The bucket ${to} with the exports of the cache is not in ${estate.away}`);
  const name = told(assets.cache, "replicationGroupId") ?? assets.cache.id;
  world.create(token("elasticache/subnetGroup"), name, { region: estate.away, name, subnetIds: assets.pilot.privateSubnets.map(({ id }) => id) });
  world.create(token("elasticache/replicationGroup"), name, {
    region: estate.away,
    replicationGroupId: name,
    description: "after a failover",
    engine: property(assets.cache, "engine"),
    engineVersion: property(assets.cache, "engineVersion"),
    nodeType: property(assets.cache, "nodeType"),
    numCacheClusters: 2,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    transitEncryptionEnabled: true,
    atRestEncryptionEnabled: true,
    subnetGroupName: name,
    snapshotArns: `arn:aws:s3:::${to}/${name}-0001.rdb`,
  });
  return [`${name} is seeded from ${to}`];
}

function dns({ estate, assets, world }: Drill): Outcome {
  const { distribution, loadBalancer, vpcOrigin, objects, otherBuckets } = assets;
  if (distribution === undefined || loadBalancer === undefined) throw new Failure("There is no distribution, or no load balancer it led to");
  const balancer = world.store.list(token("lb/loadBalancer"), estate.away).find(({ outputs }) => outputs["name"] === balancerThere(loadBalancer, estate.stack));
  if (balancer === undefined) throw new Failure(`There is no load balancer in ${estate.away} to lead traffic to`);
  const gateways = world.store.list(token("ec2/internetGateway"), estate.away);
  if (gateways.length === 0) throw new Failure(`The network in ${estate.away} has no internet gateway, which CloudFront asks for`);
  const way = world.create(token("cloudfront/vpcOrigin"), balancerThere(loadBalancer, estate.stack), {
    vpcOriginEndpointConfig: { ...record(vpcOrigin?.inputs["vpcOriginEndpointConfig"]), name: balancerThere(loadBalancer, estate.stack), arn: text(balancer.outputs["arn"]) ?? balancer.id },
  });
  const there = kept(world, distribution);
  const origins = records(there.inputs["origins"]).map((origin): Props => {
    const of = (bucket: Thing): boolean => text(origin["domainName"])?.startsWith(`${told(bucket, "bucket") ?? bucket.id}.s3.`) === true;
    const replica = [...objects, ...otherBuckets].find(({ bucket, to }) => to !== undefined && of(bucket));
    const { originAccessControlId: _signed, ...unsigned } = origin;
    const toPods = { ...unsigned, domainName: text(balancer.outputs["dnsName"]), vpcOriginConfig: { ...record(origin["vpcOriginConfig"]), vpcOriginId: way.id } };
    const programs = origin["vpcOriginConfig"] !== undefined || otherBuckets.some(({ bucket, to }) => to === undefined && of(bucket));
    if (replica === undefined && !programs) return origin;
    // What the frontend was built with is in its image too: it serves the files until their bucket is filled again.
    return replica === undefined ? toPods : { ...origin, domainName: `${replica.to ?? ""}.s3.${estate.away}.amazonaws.com` };
  });
  world.update(there, { ...there.inputs, origins });
  const leading = origins.filter((origin) => record(origin["vpcOriginConfig"])["vpcOriginId"] === way.id || text(origin["domainName"])?.includes(`.s3.${estate.away}.`) === true);
  return [`${leading.length} of ${origins.length} origins of ${distribution.id} lead to ${estate.away}`];
}

/** Looks at the copied world as a user and an auditor would. */
function verify({ estate, assets, world }: Drill): Outcome {
  const { store } = world;
  const faults: string[] = [];
  const check = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  const identifier = databaseThere(estate, assets);
  const database = store.list(token("rds/instance"), estate.away).find(({ outputs }) => outputs["identifier"] === identifier);
  check(database !== undefined, `there is no database ${identifier} in ${estate.away}`);
  check(text(database?.inputs["replicateSourceDb"]) === undefined, "the database still replicates from the lost Region");
  check(database?.outputs["storageEncrypted"] === true, "its storage is not encrypted");
  check(Number(database?.outputs["backupRetentionPeriod"] ?? 0) > 0, "it is not backed up");
  const keys = new Set(["kms/key", "kms/replicaKey"].flatMap((type) => store.list(token(type), estate.away)).flatMap(({ id, outputs }) => [id, text(outputs["arn"]) ?? id]));
  for (const { name } of assets.secrets) {
    const secret = store.list(token("secretsmanager/secret"), estate.away).find(({ outputs }) => outputs["name"] === name);
    check(secret !== undefined, `secret ${name} is not in ${estate.away}`);
    check(keys.has(text(secret?.inputs["kmsKeyId"]) ?? ""), `secret ${name} is under a key that is not in ${estate.away}`);
  }
  const balancers = store.list(token("lb/loadBalancer"), estate.away).map(({ outputs }) => outputs["dnsName"]);
  const origins = records(store.list(token("cloudfront/distribution"))[0]?.inputs["origins"]);
  check(origins.some(({ domainName }) => balancers.includes(domainName)), "traffic is not led to a load balancer in this Region");
  for (const { domainName } of origins) check(!String(domainName).includes(`.${estate.home}.`), `an origin is still in ${estate.home}: ${String(domainName)}`);
  if (faults.length > 0) throw new Failure(`What is served from ${estate.away} is not whole: ${faults.join("; ")}`);
  return [`the database, ${assets.secrets.length} secrets and ${origins.length} origins are in ${estate.away}`];
}
