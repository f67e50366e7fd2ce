/**
 * Data protection: PRC-111, PRC-112.
 */
import { isGiven, isOwnKey, isReplica } from "../databases.ts";
import { stated, type Node } from "../graph.ts";
import { dig, flag, list, quoted, record, statements, strings, text } from "../inputs.ts";
import { family, familyOf, isOn, parameter, parameterGroup, postgresMajor, type Family } from "../parameters.ts";
import { examine, notApplicable, type Check, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { isHidden, NotYetKnown } from "../unknown.ts";
import { BUCKETS, CACHE_CLUSTER, DB_CLUSTER, DB_INSTANCE, DB_PARAMETER_GROUPS, DOCUMENT_CLUSTER, GLOBAL_CLUSTERS, GRAPH_CLUSTER, REPLICATION_GROUP } from "../types.ts";

const databaseEncrypted: ResourceRule = {
  name: "database-encrypted",
  items: ["PRC-111", "OPT-38", "OPT-53"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.3" }, { name: "AWS FSBP", reference: "RDS.27" }, { name: "CIS AWS 3.0", reference: "2.3.1" }, { name: "NIST 800-53", reference: "SC-28" }],
  demands: "Databases and their backups are encrypted at rest.",
  why: "It cannot be switched on later without a new database.",
  remediation: "Set storageEncrypted to true, with a customer-managed key in kmsKeyId.",
  looksAt: [DB_INSTANCE, DB_CLUSTER, DOCUMENT_CLUSTER, GRAPH_CLUSTER, ...GLOBAL_CLUSTERS],
  judge(node) {
    if (node.type === DB_INSTANCE && isReplica(node) && !isGiven(node, "storageEncrypted") && flag(node.props["storageEncrypted"]) === undefined) {
      return notApplicable("a read replica is encrypted as its source is");
    }
    if (GLOBAL_CLUSTERS.includes(node.type) && isGiven(node, "sourceDbClusterIdentifier")) return notApplicable("the global cluster is encrypted as its source is");
    // Aurora Serverless v1 is always encrypted (Aurora User Guide).
    if (node.props["engineMode"] === "serverless") return { kind: "pass" };
    return examine((check) => check.that(() => flag(node.props["storageEncrypted"]) === true, "storage is not encrypted, which is the default", "storageEncrypted"));
  },
};

const volumesEncrypted: ResourceRule = {
  name: "volume-encrypted",
  items: ["PRC-111", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.3" }, { name: "AWS FSBP", reference: "EFS.1" }, { name: "AWS FSBP", reference: "EFS.8" }, { name: "CIS AWS 3.0", reference: "2.4.1" }, { name: "NIST 800-53", reference: "SC-28" }],
  demands: "Disks and file systems are encrypted at rest.",
  why: "A copied snapshot gives away what is on it.",
  remediation: "Set encrypted to true.",
  looksAt: ["aws:ebs/volume:Volume", "aws:efs/fileSystem:FileSystem", "aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest", "aws:ec2/launchConfiguration:LaunchConfiguration"],
  judge(node) {
    const { props } = node;
    if (node.type.startsWith("aws:ebs/") || node.type.startsWith("aws:efs/")) {
      return examine((check) => check.that(() => flag(props["encrypted"]) === true, "it is not encrypted, which is the default", "encrypted"));
    }
    if (node.type === "aws:ec2/launchTemplate:LaunchTemplate") {
      return examine((check) =>
        check.each(() => list(props["blockDeviceMappings"]), (mapping, index) => {
          const ebs = dig(mapping, "ebs");
          if (record(ebs) !== undefined && flag(dig(ebs, "encrypted")) !== true) check.fail("the disk is not encrypted", `blockDeviceMappings[${index}].ebs.encrypted`);
        }),
      );
    }
    return examine((check) => {
      check.that(() => flag(dig(props["rootBlockDevice"], "encrypted")) === true, "the root disk is not encrypted", "rootBlockDevice.encrypted");
      check.each(() => list(props["ebsBlockDevices"]), (device, index) => {
        if (flag(dig(device, "encrypted")) !== true) check.fail("the disk is not encrypted", `ebsBlockDevices[${index}].encrypted`);
      });
    });
  },
};

const cacheAtRest: ResourceRule = {
  name: "cache-encrypted-at-rest",
  items: ["PRC-111", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ElastiCache.4" }],
  demands: "Redis and Valkey are encrypted at rest.",
  why: "Snapshots hold the sessions of every user.",
  remediation: "Set atRestEncryptionEnabled to true.",
  looksAt: [REPLICATION_GROUP],
  judge(node) {
    return examine((check) => {
      // On by default for Valkey, off for Redis (ElastiCache API, CreateReplicationGroup).
      const preset = text(node.props["engine"]) === "valkey" ? true : undefined;
      check.that(() => (flag(node.props["atRestEncryptionEnabled"]) ?? preset) === true, "it is not encrypted at rest", "atRestEncryptionEnabled");
    });
  },
};

const cacheInTransit: ResourceRule = {
  name: "cache-encrypted-in-transit",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ElastiCache.5" }],
  demands: "Clients speak to the cache over TLS only.",
  why: "Session tokens would cross the network in the clear.",
  remediation: "Set transitEncryptionEnabled to true and transitEncryptionMode to required.",
  looksAt: [REPLICATION_GROUP, CACHE_CLUSTER],
  judge(node) {
    const { props } = node;
    if (node.type === CACHE_CLUSTER && text(props["replicationGroupId"]) !== undefined) return notApplicable("the replication group decides");
    return examine((check) => {
      check.that(() => flag(props["transitEncryptionEnabled"]) === true, "connections are not encrypted", "transitEncryptionEnabled");
      check.that(() => (text(props["transitEncryptionMode"]) ?? "required") === "required", "unencrypted connections are accepted as well", "transitEncryptionMode");
    });
  },
};

const forcedTls: StackRule = {
  name: "database-tls-forced",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.38" }, { name: "AWS FSBP", reference: "RDS.39" }, { name: "AWS FSBP", reference: "RDS.41" }, { name: "AWS FSBP", reference: "RDS.44" }],
  demands: "Databases refuse connections without TLS.",
  why: "One client configured wrongly would send its password in the clear.",
  remediation: "Set rds.force_ssl to 1 in the parameter group; for MySQL require_secure_transport to 1.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER, ...DB_PARAMETER_GROUPS],
  judge(node, _policy, graph) {
    if (DB_PARAMETER_GROUPS.some((type) => type === node.type)) return examine((check) => switchedOff(node, check));
    if (isReplica(node) && !isGiven(node, "parameterGroupName")) return notApplicable("the replica takes its parameters from its source");
    const kind = family(node, graph);
    const wanted = TLS_PARAMETER[isReplica(node) && kind === "other" ? "postgres" : kind];
    if (wanted === undefined) return notApplicable("the engine has no such parameter, or is not given");
    return examine((check) => {
      const group = parameterGroup(node, graph);
      if (group === undefined) return check.fail(`it has no parameter group in the stack that sets ${wanted}`);
      if (kind === "db2") return check.that(() => parameter(group, wanted)?.toUpperCase() === "SSL", `${wanted} of ${group.name} is not SSL`);
      // On by default from PostgreSQL 15 on (RDS User Guide, "Requiring an SSL connection"); Aurora PostgreSQL from 17 on.
      const since = text(group.props["family"])?.startsWith("aurora") === true ? 17 : 15;
      const preset = kind === "postgres" && (postgresMajor(group) ?? 0) >= since ? "1" : undefined;
      check.that(() => isOn(parameter(group, wanted) ?? preset), `${wanted} of ${group.name} is not on`);
    });
  },
};

/** A parameter group may leave the parameter to the engine; what it must not do is to switch it off. */
function switchedOff(group: Node, check: Check): void {
  const name = TLS_PARAMETER[familyOf(text(group.props["family"]) ?? "")];
  const value = name === undefined || name === "db2comm" ? undefined : parameter(group, name);
  check.that(() => value === undefined || isOn(value), `${name} is ${value}`, "parameters");
}

/** The parameter by which each engine refuses connections without TLS (RDS User Guide). */
const TLS_PARAMETER: Readonly<Record<Family, string | undefined>> = {
  postgres: "rds.force_ssl", sqlserver: "rds.force_ssl", mysql: "require_secure_transport", db2: "db2comm", other: undefined,
};

const proxyTls: ResourceRule = {
  name: "database-proxy-tls",
  items: ["PRC-112"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.43" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "RDS Proxy refuses connections without TLS.",
  why: "The proxy would accept what the database behind it refuses.",
  remediation: "Set requireTls to true.",
  looksAt: ["aws:rds/proxy:Proxy"],
  judge(node) {
    return examine((check) => check.that(() => flag(node.props["requireTls"]) === true, "connections without TLS are accepted, which is the default", "requireTls"));
  },
};

const POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const bucketTls: StackRule = {
  name: "bucket-tls-only",
  items: ["PRC-112", "OPT-38"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "S3.5" }, { name: "CIS AWS 3.0", reference: "2.1.1" }],
  demands: "Every bucket denies requests without TLS.",
  why: "S3 answers plain HTTP unless told not to.",
  remediation: "Add a bucket policy that denies s3:* where aws:SecureTransport is false.",
  looksAt: "stack",
  subjects: BUCKETS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const policies = graph.referrers(node, [POLICY], "bucket");
      const documents = [...policies.map((policy) => () => policy.props["policy"]), () => stated(node, "policy")];
      const unknown = documents.some((read) => isHidden(read));
      const denies = documents.filter((read) => !isHidden(read)).some((read) => (statements(read()) ?? []).some(isTlsDeny));
      if (!denies && unknown) throw new NotYetKnown("the bucket policy is not known yet");
      check.that(() => denies, "no policy denies requests without TLS");
    });
  },
};

function isTlsDeny(statement: NonNullable<ReturnType<typeof statements>>[number]): boolean {
  const everyone = statement.principals.includes("*");
  const everything = statement.actions.some((action) => action === "*" || action.toLowerCase() === "s3:*");
  // The bucket, which is listed, and its objects: their ARNs differ (S3 User Guide, "Policy resources for Amazon S3").
  const everywhere = [/^(\*|arn:[a-z-]{1,12}:s3:::[^/]*)$/, /^(\*|arn:[a-z-]{1,12}:s3:::[^/]*\/?\*)$/].every((part) => statement.resources.some((resource) => part.test(resource)));
  // Whatever else a condition asks, requests without TLS get past the denial by not fitting it.
  const tests = Object.entries(statement.condition).flatMap(([operator, tested]) => Object.entries(record(tested) ?? {}).map(([key, value]) => ({ operator, key, value })));
  const insecure = tests.length === 1 && tests.every(({ operator, key, value }) => /^bool(ifexists)?$/i.test(operator) && key.toLowerCase() === "aws:securetransport" && strings(list(value).map(String)).includes("false"));
  return statement.effect === "Deny" && everyone && everything && everywhere && insecure;
}

const logsEncrypted: ResourceRule = {
  name: "log-group-encrypted",
  items: ["PRC-111", "PRC-117"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "AU-9(3)" }],
  demands: "Log groups are encrypted with a key of ours.",
  why: "Access to logs can then be taken away, and is recorded.",
  remediation: "Set kmsKeyId to the key of the class logs.",
  looksAt: ["aws:cloudwatch/logGroup:LogGroup"],
  judge(node) {
    return examine((check) => check.that(() => isOwnKey(() => node.props["kmsKeyId"]), "it has no key of ours", "kmsKeyId"));
  },
};

const queues: ResourceRule = {
  name: "message-encrypted",
  items: ["PRC-111"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "SNS.1" }, { name: "AWS FSBP", reference: "SQS.1" }],
  demands: "Topics and queues are encrypted at rest.",
  why: "Messages carry what the database protects.",
  remediation: "Set kmsMasterKeyId.",
  looksAt: ["aws:sns/topic:Topic", "aws:sqs/queue:Queue"],
  judge(node) {
    if (isGiven(node, "kmsMasterKeyId")) return { kind: "pass" };
    return examine((check) => {
      // Queues are encrypted with SQS's own keys unless that is switched off (SQS API, SqsManagedSseEnabled).
      if (node.type === "aws:sqs/queue:Queue") return check.that(() => flag(node.props["sqsManagedSseEnabled"]) !== false, "encryption is switched off", "sqsManagedSseEnabled");
      check.fail("messages are not encrypted, which is the default", "kmsMasterKeyId");
    });
  },
};

const keyRotation: ResourceRule = {
  name: "key-rotated",
  items: ["PRC-005", "PRC-111"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "KMS.4" }, { name: "CIS AWS 3.0", reference: "3.6" }],
  demands: "KMS keys rotate every year.",
  why: "Less is encrypted under one key, and an old key ages out.",
  remediation: "Set enableKeyRotation to true.",
  looksAt: ["aws:kms/key:Key"],
  judge(node) {
    const spec = text(node.props["customerMasterKeySpec"]) ?? "SYMMETRIC_DEFAULT";
    const usage = text(node.props["keyUsage"]) ?? "ENCRYPT_DECRYPT";
    // Only symmetric keys in KMS's own store do (KMS Developer Guide, "Rotating keys").
    if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT" || isGiven(node, "customKeyStoreId")) return notApplicable(`keys of kind ${quoted(spec)} for ${quoted(usage)} cannot rotate by themselves`);
    return examine((check) => check.that(() => flag(node.props["enableKeyRotation"]) === true, "rotation is off, which is the default", "enableKeyRotation"));
  },
};

export const rules: readonly Rule[] = [
  databaseEncrypted, volumesEncrypted, cacheAtRest, cacheInTransit, forcedTls, proxyTls, bucketTls, logsEncrypted, queues, keyRotation,
];
