/**
 * Data protection of everything that stores or passes on data beside databases, caches, disks and buckets: PRC-111, PRC-112.
 */
import { dig, flag, list, record, word } from "../inputs.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { notOff, on, oneOf, settingsRule, type Setting } from "../settings.ts";
import { DOCUMENT_CLUSTER, KAFKA, MEMORY_CLUSTER, SEARCH_DOMAINS, WAREHOUSE } from "../types.ts";

const DAX = "aws:dax/cluster:Cluster";
const API_CACHE = "aws:appsync/apiCache:ApiCache";
const METHODS = "aws:apigateway/methodSettings:MethodSettings";
const SNAPSHOT_COPY = "aws:ebs/snapshotCopy:SnapshotCopy";
const PLAIN = "it is not encrypted at rest";

const atRest = settingsRule(
  {
    name: "data-store-encrypted",
    items: ["PRC-111", "OPT-38", "OPT-53"],
    severity: "high",
    frameworks: [
      { name: "AWS FSBP", reference: "Opensearch.1" }, { name: "AWS FSBP", reference: "ES.1" }, { name: "AWS FSBP", reference: "DynamoDB.3" },
      { name: "AWS FSBP", reference: "Kinesis.1" }, { name: "AWS FSBP", reference: "DataFirehose.1" }, { name: "AWS FSBP", reference: "APIGateway.5" }, { name: "NIST 800-53", reference: "SC-28" },
    ],
    demands: "Warehouses, search domains, streams, images and caches in front of APIs and tables are encrypted at rest.",
    why: "A copied snapshot or disk gives away what is on it.",
    remediation: "Switch encryption at rest on, with a customer-managed key where the service takes one.",
  },
  {
    // On by default since January 2025 (Redshift Management Guide, "Amazon Redshift database encryption").
    [WAREHOUSE]: () => [notOff("encrypted", PLAIN)],
    ...Object.fromEntries(SEARCH_DOMAINS.map((type) => [type, () => [on("encryptAtRest.enabled", PLAIN)]])),
    [DAX]: () => [on("serverSideEncryption.enabled", PLAIN)],
    "aws:kinesis/stream:Stream": () => [oneOf("encryptionType", ["KMS"], PLAIN)],
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ({ props }) =>
      record(props["kinesisSourceConfiguration"]) !== undefined || record(props["mskSourceConfiguration"]) !== undefined ? "the stream it reads from is what is encrypted" : [on("serverSideEncryption.enabled", PLAIN)],
    [API_CACHE]: () => [on("atRestEncryptionEnabled", PLAIN)],
    [METHODS]: ({ props }) => (flag(dig(props["settings"], "cachingEnabled")) === true ? [on("settings.cacheDataEncrypted", PLAIN)] : "responses are not cached"),
    "aws:workspaces/workspace:Workspace": () => [on("rootVolumeEncryptionEnabled", PLAIN), on("userVolumeEncryptionEnabled", PLAIN)],
    [SNAPSHOT_COPY]: () => [on("encrypted", PLAIN)],
    "aws:ec2/amiCopy:AmiCopy": () => [on("encrypted", PLAIN)],
  },
);

/** TLS policies of OpenSearch without TLS 1.0 and 1.1 (OpenSearch Service API, DomainEndpointOptions). */
const SEARCH_TLS = ["Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10", "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08"];

function searchDomain(): Setting[] {
  return [
    on("nodeToNodeEncryption.enabled", "nodes speak to each other in the clear"),
    notOff("domainEndpointOptions.enforceHttps", "it answers plain HTTP"),
    oneOf("domainEndpointOptions.tlsSecurityPolicy", SEARCH_TLS, "it accepts TLS 1.0"),
  ];
}

/** Off by default (ECS API, EFSVolumeConfiguration). */
const SHARED_FILES: Setting = {
  path: "volumes",
  wrong: "it reads a file system in the clear",
  holds: (value) => list(value).every((volume) => {
    const files = record(dig(volume, "efsVolumeConfiguration"));
    return files === undefined || dig(files, "transitEncryption") === "ENABLED";
  }),
};

const inTransit = settingsRule(
  {
    name: "data-store-encrypted-in-transit",
    items: ["PRC-112", "OPT-38"],
    severity: "high",
    frameworks: [
      { name: "AWS FSBP", reference: "Opensearch.3" }, { name: "AWS FSBP", reference: "Opensearch.8" }, { name: "AWS FSBP", reference: "ES.3" }, { name: "AWS FSBP", reference: "ES.8" },
      { name: "AWS FSBP", reference: "DynamoDB.7" }, { name: "AWS FSBP", reference: "MSK.1" }, { name: "AWS FSBP", reference: "DMS.9" }, { name: "NIST 800-53", reference: "SC-8" },
    ],
    demands: "Clients and nodes of search domains, brokers, in-memory databases, caches and migrations speak TLS.",
    why: "Queries and their results would cross the network in the clear.",
    remediation: "Switch encryption in transit on, with TLS 1.2 as the least.",
  },
  {
    ...Object.fromEntries(SEARCH_DOMAINS.map((type) => [type, searchDomain])),
    // TLS everywhere is MSK's default.
    [KAFKA]: () => [
      oneOf("encryptionInfo.encryptionInTransit.clientBroker", ["TLS", undefined], "clients may speak to brokers in the clear"),
      notOff("encryptionInfo.encryptionInTransit.inCluster", "brokers speak to each other in the clear"),
    ],
    [DAX]: () => [oneOf("clusterEndpointEncryptionType", ["TLS"], "clients speak to it in the clear")],
    // On by default (MemoryDB API, CreateCluster).
    [MEMORY_CLUSTER]: () => [notOff("tlsEnabled", "clients speak to it in the clear")],
    [API_CACHE]: () => [on("transitEncryptionEnabled", "the API speaks to it in the clear")],
    "aws:dms/endpoint:Endpoint": ({ props }) =>
      ["s3", "dynamodb", "kinesis", "kafka", "elasticsearch", "opensearch", "neptune", "redshift"].includes(word(props["engineName"]))
        ? "the service is reached over its own protocol"
        : [oneOf("sslMode", ["require", "verify-ca", "verify-full"], "it speaks to the database in the clear")],
    "aws:ecs/taskDefinition:TaskDefinition": ({ props }) =>
      list(props["volumes"]).some((volume) => record(dig(volume, "efsVolumeConfiguration")) !== undefined) ? [SHARED_FILES] : "it mounts no file system",
  },
);

const PARAMETER_GROUPS = [
  // Off in a new group (Redshift Management Guide, "Amazon Redshift parameter groups").
  { cluster: WAREHOUSE, property: "clusterParameterGroupName", group: "aws:redshift/parameterGroup:ParameterGroup", name: "require_ssl", preset: "false" },
  // On in a new group (DocumentDB Developer Guide, "Encrypting data in transit").
  { cluster: DOCUMENT_CLUSTER, property: "dbClusterParameterGroupName", group: "aws:docdb/clusterParameterGroup:ClusterParameterGroup", name: "tls", preset: "enabled" },
] as const;

const parameterTls: StackRule = {
  name: "data-store-tls-forced",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "Redshift.2" }, { name: "AWS FSBP", reference: "DocumentDB.6" }],
  demands: "Redshift and DocumentDB refuse connections without TLS.",
  why: "One client configured wrongly would send its password in the clear.",
  remediation: "Set require_ssl to true in Redshift's parameter group; leave tls at enabled in DocumentDB's.",
  looksAt: "stack",
  subjects: Object.values(PARAMETER_GROUPS).flatMap(({ cluster, group }) => [cluster, group]),
  judge(node, _policy, graph) {
    const { cluster, property, group, name, preset } = PARAMETER_GROUPS.find((place) => node.type === place.cluster || node.type === place.group) as (typeof PARAMETER_GROUPS)[number];
    return examine((check) => {
      const found = node.type === cluster ? graph.referenced(node, property, [group])[0] : node;
      const entry = list(found?.props["parameters"]).find((parameter) => dig(parameter, "name") === name);
      const value = word(dig(entry, "value") ?? preset).toLowerCase();
      check.that(() => !["false", "0", "off", "disabled"].includes(value), `${name} is ${value}${entry === undefined ? ", the default" : ""}`, node.type === cluster ? property : "parameters");
    });
  },
};

const byDefault: ResourceRule = settingsRule(
  {
    name: "volume-encryption-by-default",
    items: ["PRC-111", "OPT-38"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.7" }, { name: "CIS AWS 3.0", reference: "2.2.1" }],
    demands: "Encryption of new disks is not switched off for the account.",
    why: "Disks that nobody thought of would be made in the clear.",
    remediation: "Set enabled to true, or leave it out.",
  },
  { "aws:ebs/encryptionByDefault:EncryptionByDefault": () => [notOff("enabled", "new disks are not encrypted")] },
);

export const rules: readonly Rule[] = [atRest, inTransit, parameterTls, byDefault];
