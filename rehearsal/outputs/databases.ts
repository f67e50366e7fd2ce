/** RDS and ElastiCache: endpoints, ARNs and versions. Source: the RDS and ElastiCache user guides. */
import type { Inventor, InventContext, Props } from "../types.ts";
import { arn, digest, hexOf, inventor, letters, lookup, named, text, texts, uuid } from "./forms.ts";
import { rdsZone, zoneId, zoneNames } from "./regions.ts";

type Known = InventContext & { readonly id: string };

/** Ports on which engines listen where none is asked for. */
const PORTS: readonly (readonly [RegExp, number])[] = [[/postgres/, 5432], [/mysql|mariadb/, 3306], [/oracle/, 1521], [/sqlserver/, 1433], [/^aurora$/, 3306]];

/** The latest minor version of a major one, where only the major one is asked for. */
const LATEST: Readonly<Record<string, string>> = { "13": "13.22", "14": "14.19", "15": "15.14", "16": "16.10", "17": "17.6", "18": "18.1", "8.0": "8.0.43", "8.4": "8.4.6" };

/** Part of every database endpoint of an account in a region. */
const mark = (context: InventContext): string => `c${letters(digest(`rds:${context.account}:${context.region}`, 64), 11)}`;
const rdsHost = (context: InventContext, name: string): string => `${name}.${mark(context)}.${context.region}.rds.amazonaws.com`;
const port = (inputs: Props): number => (typeof inputs["port"] === "number" ? inputs["port"] : (PORTS.find(([engine]) => engine.test(named(inputs, "engine")))?.[1] ?? 5432));
const actual = (inputs: Props): string => LATEST[named(inputs, "engineVersion")] ?? named(inputs, "engineVersion", LATEST["17"]);

/** The replica's source, by identifier or ARN. */
function source(context: InventContext): Props | undefined {
  const id = text(context.inputs["replicateSourceDb"])?.split(":").at(-1);
  return context.world.list("aws:rds/instance:Instance").find((entity) => entity.outputs["identifier"] === id)?.outputs;
}

function masterSecret(context: Known, name: string): Props[] {
  if (context.inputs["manageMasterUserPassword"] !== true) return [];
  const kmsKeyId = named(context.inputs, "masterUserSecretKmsKeyId", arn(context, "kms", "alias/aws/secretsmanager"));
  return [{ kmsKeyId, secretStatus: "active", secretArn: arn(context, "secretsmanager", `secret:rds!${name}-${uuid(context, "secret")}-${letters(hexOf(context, "secret", 12), 6)}`) }];
}

function instance(context: Known): Props {
  const inherited = source(context);
  const inputs: Props = { ...(inherited === undefined ? {} : { engine: inherited["engine"], engineVersion: inherited["engineVersion"], port: inherited["port"], username: inherited["username"], allocatedStorage: inherited["allocatedStorage"], storageEncrypted: inherited["storageEncrypted"], dbName: inherited["dbName"] }), ...context.inputs };
  const name = named(inputs, "identifier");
  const host = rdsHost(context, name);
  return {
    ...Object.fromEntries(["engine", "username", "dbName", "allocatedStorage"].flatMap((key) => (inputs[key] === undefined ? [] : [[key, inputs[key]]]))),
    address: host,
    arn: arn(context, "rds", `db:${name}`),
    endpoint: `${host}:${port(inputs)}`,
    port: port(inputs),
    engineVersion: named(inputs, "engineVersion", actual(inputs)),
    engineVersionActual: actual(inputs),
    hostedZoneId: rdsZone(context.region),
    resourceId: context.id,
    status: "available",
    masterUserSecrets: masterSecret({ ...context, inputs }, "db"),
    replicas: [],
    latestRestorableTime: "",
    availabilityZone: named(inputs, "availabilityZone", zoneNames(context.region)[0]),
    backupRetentionPeriod: inputs["backupRetentionPeriod"] ?? 0,
    caCertIdentifier: named(inputs, "caCertIdentifier", "rds-ca-rsa2048-g1"),
    networkType: named(inputs, "networkType", "IPV4"),
    storageType: named(inputs, "storageType", "gp2"),
    licenseModel: named(inputs, "licenseModel", /postgres/.test(named(inputs, "engine")) ? "postgresql-license" : "general-public-license"),
    multiAz: inputs["multiAz"] ?? false,
  };
}

function cluster(context: Known): Props {
  const { inputs } = context;
  const members = texts(inputs["availabilityZones"]);
  return {
    arn: arn(context, "rds", `cluster:${context.id}`),
    clusterResourceId: `cluster-${letters(hexOf(context, "resource", 64), 26).toUpperCase()}`,
    endpoint: `${context.id}.cluster-${mark(context)}.${context.region}.rds.amazonaws.com`,
    readerEndpoint: `${context.id}.cluster-ro-${mark(context)}.${context.region}.rds.amazonaws.com`,
    engineVersionActual: actual(inputs),
    hostedZoneId: rdsZone(context.region),
    masterUserSecrets: masterSecret(context, "cluster"),
    port: port(inputs),
    availabilityZones: members.length > 0 ? members : zoneNames(context.region).slice(0, 3),
  };
}

const proxyTarget = (context: Known): Props => {
  const db = context.world.list("aws:rds/instance:Instance", context.region).find((entity) => entity.outputs["identifier"] === context.inputs["dbInstanceIdentifier"])?.outputs;
  return {
    type: text(context.inputs["dbInstanceIdentifier"]) === undefined ? "TRACKED_CLUSTER" : "RDS_INSTANCE",
    rdsResourceId: named(context.inputs, "dbInstanceIdentifier", named(context.inputs, "dbClusterIdentifier")),
    endpoint: text(db?.["address"]) ?? "",
    port: typeof db?.["port"] === "number" ? db["port"] : 5432,
    targetArn: "",
    trackedClusterId: "",
  };
};

/** A type named by an argument, whose id is that name and whose ARN has a kind and the name. */
const group = (token: string, service: string, kind: string, property: string, more: (context: Known) => Props = () => ({})): Inventor =>
  inventor([token], ({ inputs }) => named(inputs, property), (context) => ({ arn: arn(context, service, `${kind}:${context.id}`), ...more(context) }));

const vpcOfSubnets = (context: InventContext): string => text(lookup(context, "aws:ec2/subnet:Subnet", texts(context.inputs["subnetIds"])[0])?.["vpcId"]) ?? "";

export const RDS: readonly Inventor[] = [
  // The id is the resource id (`db-…`), the identifier may change. Source: v6 upgrade guide of the provider.
  inventor(["aws:rds/instance:Instance"], (context) => `db-${letters(hexOf(context, "dbi", 64), 26).toUpperCase()}`, instance),
  inventor(["aws:rds/cluster:Cluster"], ({ inputs }) => named(inputs, "clusterIdentifier"), cluster),
  inventor(["aws:rds/clusterInstance:ClusterInstance"], ({ inputs }) => named(inputs, "identifier"), (context) => ({
    arn: arn(context, "rds", `db:${context.id}`), endpoint: rdsHost(context, context.id), port: port(context.inputs), dbiResourceId: `db-${letters(hexOf(context, "dbi", 64), 26).toUpperCase()}`, engineVersionActual: actual(context.inputs),
  })),
  group("aws:rds/subnetGroup:SubnetGroup", "rds", "subgrp", "name", (context) => ({ vpcId: vpcOfSubnets(context), supportedNetworkTypes: ["IPV4"], description: named(context.inputs, "description", "Managed by Pulumi") })),
  group("aws:rds/parameterGroup:ParameterGroup", "rds", "pg", "name", ({ inputs }) => ({ description: named(inputs, "description", "Managed by Pulumi") })),
  group("aws:rds/clusterParameterGroup:ClusterParameterGroup", "rds", "cluster-pg", "name", ({ inputs }) => ({ description: named(inputs, "description", "Managed by Pulumi") })),
  group("aws:rds/optionGroup:OptionGroup", "rds", "og", "name", ({ inputs }) => ({ optionGroupDescription: named(inputs, "optionGroupDescription", "Managed by Pulumi") })),
  group("aws:rds/eventSubscription:EventSubscription", "rds", "es", "name", (context) => ({ customerAwsId: context.account })),
  inventor(["aws:rds/proxy:Proxy"], ({ inputs }) => named(inputs, "name"), (context) => ({
    arn: arn(context, "rds", `db-proxy:prx-0${hexOf(context, "prx", 16)}`),
    endpoint: `${context.id}.proxy-${mark(context)}.${context.region}.rds.amazonaws.com`,
    idleClientTimeout: context.inputs["idleClientTimeout"] ?? 1800,
  })),
  inventor(["aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"], ({ inputs }) => named(inputs, "dbProxyName"), (context) => ({ name: "default", arn: arn(context, "rds", `target-group:prx-tg-0${hexOf(context, "tg", 16)}`) })),
  inventor(["aws:rds/proxyTarget:ProxyTarget"], ({ inputs }) => [named(inputs, "dbProxyName"), named(inputs, "targetGroupName"), text(inputs["dbInstanceIdentifier"]) === undefined ? "TRACKED_CLUSTER" : "RDS_INSTANCE", named(inputs, "dbInstanceIdentifier", named(inputs, "dbClusterIdentifier"))].join("/"), proxyTarget),
  inventor(["aws:rds/proxyEndpoint:ProxyEndpoint"], ({ inputs }) => `${named(inputs, "dbProxyName")}/${named(inputs, "dbProxyEndpointName")}`, (context) => ({
    arn: arn(context, "rds", `db-proxy-endpoint:prx-endpoint-0${hexOf(context, "pe", 16)}`), isDefault: false,
    endpoint: `${named(context.inputs, "dbProxyEndpointName")}.endpoint.proxy-${mark(context)}.${context.region}.rds.amazonaws.com`,
    vpcId: text(lookup(context, "aws:ec2/subnet:Subnet", texts(context.inputs["vpcSubnetIds"])[0])?.["vpcId"]) ?? "",
  })),
  inventor(["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"], (context) => arn(context, "rds", `auto-backup:ab-${letters(hexOf(context, "ab", 80), 39)}`)),
];

/** Part of every cache endpoint of an account in a region. */
const cacheMark = (context: InventContext): string => letters(digest(`cache:${context.account}:${context.region}`, 12), 6);
/** The region's short name, which is the first part of its zone ids. */
const cacheNames = (region: string): string => zoneId(region, "").split("-")[0] ?? region;

function replicationGroup(context: Known): Props {
  const { inputs, id } = context;
  const shards = typeof inputs["numNodeGroups"] === "number" ? inputs["numNodeGroups"] : 1;
  const replicas = typeof inputs["replicasPerNodeGroup"] === "number" ? inputs["replicasPerNodeGroup"] : undefined;
  const sharded = inputs["clusterMode"] === "enabled" || (shards > 1);
  const nodes = sharded ? shards * ((replicas ?? 0) + 1) : typeof inputs["numCacheClusters"] === "number" ? inputs["numCacheClusters"] : (replicas ?? 0) + 1;
  const tail = `${id}.${cacheMark(context)}.${cacheNames(context.region)}.cache.amazonaws.com`;
  const plain = `${id}.${cacheMark(context)}`;
  const tls = inputs["transitEncryptionEnabled"] === true;
  // With TLS the role leads the name; without it, it follows: `name.mark.ng.0001.region`.
  const primary = tls ? `master.${tail}` : `${plain}.ng.0001.${cacheNames(context.region)}.cache.amazonaws.com`;
  const reader = tls ? `replica.${tail}` : `${id}-ro.${cacheMark(context)}.ng.0001.${cacheNames(context.region)}.cache.amazonaws.com`;
  return {
    arn: arn(context, "elasticache", `replicationgroup:${id}`),
    clusterEnabled: sharded,
    configurationEndpointAddress: sharded ? (tls ? `clustercfg.${tail}` : `${id}.${cacheMark(context)}.clustercfg.${cacheNames(context.region)}.cache.amazonaws.com`) : "",
    primaryEndpointAddress: sharded ? "" : primary,
    readerEndpointAddress: sharded ? "" : reader,
    memberClusters: sharded
      ? Array.from({ length: nodes }, (_, index) => `${id}-${String(Math.floor(index / ((replicas ?? 0) + 1)) + 1).padStart(4, "0")}-${String((index % ((replicas ?? 0) + 1)) + 1).padStart(3, "0")}`)
      : Array.from({ length: nodes }, (_, index) => `${id}-${String(index + 1).padStart(3, "0")}`),
    numCacheClusters: nodes,
    numNodeGroups: shards,
    replicasPerNodeGroup: sharded ? (replicas ?? 0) : nodes - 1,
    engine: named(inputs, "engine", "redis"),
    engineVersionActual: cacheVersion(inputs),
    engineVersion: named(inputs, "engineVersion", "7.1"),
    port: inputs["port"] ?? 6379,
    clusterMode: sharded ? "enabled" : named(inputs, "clusterMode", "disabled"),
    networkType: named(inputs, "networkType", "ipv4"),
    ipDiscovery: named(inputs, "ipDiscovery", "ipv4"),
  };
}

/** `7.1` is reported as `7.1.0`, `8.0` of Valkey as `8.0.1`. */
function cacheVersion(inputs: Props): string {
  const version = named(inputs, "engineVersion", "7.1");
  if (version.split(".").length >= 3) return version;
  return named(inputs, "engine") === "valkey" ? `${version}.1` : `${version}.0`;
}

function cacheCluster(context: Known): Props {
  const { inputs, id } = context;
  const count = typeof inputs["numCacheNodes"] === "number" ? inputs["numCacheNodes"] : 1;
  const listens = typeof inputs["port"] === "number" ? inputs["port"] : named(inputs, "engine") === "memcached" ? 11211 : 6379;
  const host = (node: string): string => `${id}.${cacheMark(context)}.${node}.${cacheNames(context.region)}.cache.amazonaws.com`;
  return {
    arn: arn(context, "elasticache", `cluster:${id}`),
    cacheNodes: Array.from({ length: count }, (_, index) => {
      const node = String(index + 1).padStart(4, "0");
      return { id: node, address: host(node), port: listens, availabilityZone: named(inputs, "availabilityZone", zoneNames(context.region)[0]), outpostArn: "" };
    }),
    clusterAddress: named(inputs, "engine") === "memcached" ? host("cfg") : "",
    configurationEndpoint: named(inputs, "engine") === "memcached" ? `${host("cfg")}:${listens}` : "",
    engineVersionActual: cacheVersion(inputs),
    port: listens,
  };
}

export const ELASTICACHE: readonly Inventor[] = [
  inventor(["aws:elasticache/replicationGroup:ReplicationGroup"], ({ inputs }) => named(inputs, "replicationGroupId").toLowerCase(), replicationGroup),
  inventor(["aws:elasticache/cluster:Cluster"], ({ inputs }) => named(inputs, "clusterId").toLowerCase(), cacheCluster),
  inventor(["aws:elasticache/serverlessCache:ServerlessCache"], ({ inputs }) => named(inputs, "name"), (context) => {
    const host = (kind: string): string => `${context.id}-${letters(hexOf(context, kind, 12), 6)}.serverless.${cacheNames(context.region)}.cache.amazonaws.com`;
    return { arn: arn(context, "elasticache", `serverlesscache:${context.id}`), endpoints: [{ address: host("rw"), port: 6379 }], readerEndpoints: [{ address: host("ro"), port: 6380 }], status: "available", fullEngineVersion: named(context.inputs, "majorEngineVersion", "7") };
  }),
  group("aws:elasticache/subnetGroup:SubnetGroup", "elasticache", "subnetgroup", "name", (context) => ({ vpcId: vpcOfSubnets(context), description: named(context.inputs, "description", "Managed by Pulumi") })),
  group("aws:elasticache/parameterGroup:ParameterGroup", "elasticache", "parametergroup", "name", ({ inputs }) => ({ description: named(inputs, "description", "Managed by Pulumi") })),
  group("aws:elasticache/user:User", "elasticache", "user", "userId"),
  group("aws:elasticache/userGroup:UserGroup", "elasticache", "usergroup", "userGroupId"),
  inventor(["aws:elasticache/userGroupAssociation:UserGroupAssociation"], ({ inputs }) => `${named(inputs, "userGroupId")},${named(inputs, "userId")}`),
  inventor(["aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"], ({ inputs, hex }) => `${letters(digest(hex(32), 12), 5)}-${named(inputs, "globalReplicationGroupIdSuffix")}`, (context) => ({ arn: arn(context, "elasticache", `globalreplicationgroup:${context.id}`, { region: "" }), globalReplicationGroupId: context.id, transitEncryptionEnabled: context.inputs["transitEncryptionEnabled"] ?? false, clusterEnabled: false, engineVersionActual: cacheVersion(context.inputs) })),
];
