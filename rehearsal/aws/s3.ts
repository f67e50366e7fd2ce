/** S3 buckets and their configurations. */
import type { Change, Entity, Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, noIf, num, oneOf, others, prop, range, repeated, text } from "./kit.ts";

const LIFECYCLE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html";
const TRANSITIONS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
const REPLICATION = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html";
const LOCK = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html";
const SSE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html";
const ACL = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html";

function bucketOf(change: Change, value: Value): Entity | undefined {
  const name = text(value)?.replace(/^arn:[^:]+:s3:::/, "");
  return all(change, "s3/bucket", "s3/bucketV2").find((one) => one.id === name || prop(one, "bucket") === name);
}

/** Whether a bucket keeps versions: by its own argument, by a versioning resource, or because it has Object Lock. */
function versioned(change: Change, bucket: Entity): boolean {
  const own = fields(bucket.inputs["versioning"]);
  if (flag(own["enabled"]) === true || flag(bucket.inputs["objectLockEnabled"]) === true) return true;
  return all(change, "s3/bucketVersioning", "s3/bucketVersioningV2").some(
    (one) => one.inputs["bucket"] === bucket.id && fields(one.inputs["versioningConfiguration"])["status"] === "Enabled",
  );
}

const replication = applyLaw("bucket-replication-versioning", ["s3/bucketReplicationConfig"], REPLICATION, (config, change) => {
  const source = bucketOf(change, config["bucket"]);
  const destinations = items(config["rules"]).map((rule) => fields(fields(rule)["destination"])["bucket"]);
  return [
    ...noIf(source !== undefined && !versioned(change, source), "InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration", "bucket"),
    ...destinations.flatMap((one, index) => {
      const bucket = bucketOf(change, one);
      return noIf(bucket !== undefined && !versioned(change, bucket), "InvalidRequest", `Destination bucket must have versioning enabled. (${text(one)})`, `rules[${index}].destination.bucket`);
    }),
  ];
});

const replicationShape = checkLaw("bucket-replication-shape", ["s3/bucketReplicationConfig"], REPLICATION, (config) => {
  const rules = items(config["rules"]).map(fields);
  const priorities = rules.map((rule) => num(rule["priority"])).filter((n) => n !== undefined);
  const ids = rules.map((rule) => text(rule["id"])).filter((id) => id !== undefined && id !== "");
  return [
    ...noIf(repeated(priorities).length > 0 && rules.every((rule) => given(rule["filter"])), "InvalidRequest", `Found duplicate priority ${repeated(priorities).join(", ")}`, "rules"),
    ...noIf(repeated(ids).length > 0, "InvalidArgument", "Rule Id must be unique. Found same Id for more than one rule", "rules"),
    ...rules.flatMap((rule, index) => {
      const destination = fields(rule["destination"]);
      const encrypted = fields(fields(rule["sourceSelectionCriteria"])["sseKmsEncryptedObjects"])["status"];
      return [
        ...oneOf(rule["status"], ["Enabled", "Disabled"], "MalformedXML", `rules[${index}].status`),
        ...noIf(given(rule["filter"]) && absent(rule["deleteMarkerReplication"]), "InvalidRequest", "DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema.", `rules[${index}].deleteMarkerReplication`),
        ...noIf(encrypted === "Enabled" && absent(fields(destination["encryptionConfiguration"])["replicaKmsKeyId"]), "InvalidRequest", "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.", `rules[${index}].destination.encryptionConfiguration`),
        ...noIf(fields(destination["replicationTime"])["status"] === "Enabled" && absent(destination["metrics"]), "InvalidRequest", "ReplicationTime needs Metrics.", `rules[${index}].destination.metrics`),
      ];
    }),
  ];
});

const CLASSES = ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

const lifecycle = checkLaw("bucket-lifecycle", ["s3/bucketLifecycleConfiguration", "s3/bucketLifecycleConfigurationV2"], LIFECYCLE, (config) => {
  const rules = items(config["rules"]).map(fields);
  const ids = rules.map((rule) => text(rule["id"])).filter((id) => id !== undefined && id !== "");
  return [
    ...noIf(repeated(ids).length > 0, "InvalidArgument", `Rule ID must be unique. Found same ID for more than one rule: ${repeated(ids).join(", ")}`, "rules"),
    ...noIf(rules.length > 1000, "InvalidArgument", "A lifecycle configuration has at most 1,000 rules.", "rules"),
    ...rules.flatMap((rule, index) => lifecycleRule(rule, `rules[${index}]`)),
  ];
});

function lifecycleRule(rule: Props, path: string): Refusal[] {
  const expiration = fields(rule["expiration"]);
  const days = num(expiration["days"]);
  const transitions = items(rule["transitions"]).map(fields);
  const noncurrent = fields(rule["noncurrentVersionExpiration"]);
  const last = transitions.map((one) => num(one["days"])).filter((n) => n !== undefined).toSorted((a, b) => b - a)[0];
  const actions = ["expiration", "noncurrentVersionExpiration", "abortIncompleteMultipartUpload"].some((key) => !absent(rule[key])) || ["transitions", "noncurrentVersionTransitions"].some((key) => !Array.isArray(rule[key]) ? !absent(rule[key]) : items(rule[key]).length > 0);
  const abort = fields(rule["abortIncompleteMultipartUpload"]);
  const markers = flag(expiration["expiredObjectDeleteMarker"]) === true;
  return [
    ...oneOf(rule["status"], ["Enabled", "Disabled"], "MalformedXML", `${path}.status`),
    ...noIf((text(rule["id"])?.length ?? 0) > 255, "InvalidArgument", "ID length should not exceed allowed limit of 255", `${path}.id`),
    ...noIf(!actions, "InvalidRequest", "At least one action needs to be specified in a rule.", path),
    ...noIf(days !== undefined && (days < 1 || !Number.isInteger(days)) && !markers && absent(expiration["date"]), "InvalidArgument", "'Days' for Expiration action must be a positive integer", `${path}.expiration.days`),
    ...noIf(markers && ((days ?? 0) > 0 || given(expiration["date"])), "MalformedXML", "ExpiredObjectDeleteMarker cannot be given with Days or Date.", `${path}.expiration`),
    ...noIf(num(noncurrent["noncurrentDays"]) !== undefined && num(noncurrent["noncurrentDays"])! < 1, "InvalidArgument", "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer", `${path}.noncurrentVersionExpiration.noncurrentDays`),
    ...range(noncurrent["newerNoncurrentVersions"], 1, 100, "InvalidArgument", `${path}.noncurrentVersionExpiration.newerNoncurrentVersions`),
    ...noIf(num(abort["daysAfterInitiation"]) !== undefined && num(abort["daysAfterInitiation"])! < 1, "InvalidArgument", "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer", `${path}.abortIncompleteMultipartUpload.daysAfterInitiation`),
    ...noIf(days !== undefined && days > 0 && last !== undefined && days <= last, "InvalidArgument", `'Days' in the Expiration action for filter must be greater than 'Days' in the Transition action: ${days} is not greater than ${last}`, `${path}.expiration.days`),
    ...transitions.flatMap((one, index) => transition(one, "days", `${path}.transitions[${index}]`)),
    ...items(rule["noncurrentVersionTransitions"]).flatMap((one, index) => transition(fields(one), "noncurrentDays", `${path}.noncurrentVersionTransitions[${index}]`)),
  ];
}

/** Objects stay at least 30 days before they move to an infrequent-access class: {@link TRANSITIONS}. */
function transition(one: Props, key: string, path: string): Refusal[] {
  const storage = text(one["storageClass"]);
  const days = num(one[key]);
  return [
    ...oneOf(storage, CLASSES, "MalformedXML", `${path}.storageClass`),
    ...noIf(
      (storage === "STANDARD_IA" || storage === "ONEZONE_IA") && days !== undefined && days < 30,
      "InvalidArgument",
      `'Days' in Transition action must be greater than or equal to 30 for storageClass '${storage}' (${TRANSITIONS})`,
      `${path}.${key}`,
    ),
    ...noIf(days !== undefined && days < 0, "InvalidArgument", `'${key}' must not be negative`, `${path}.${key}`),
  ];
}

const versioning = checkLaw("bucket-versioning-status", ["s3/bucketVersioning", "s3/bucketVersioningV2"], "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html", (config) => {
  const state = fields(config["versioningConfiguration"]);
  return [
    ...oneOf(state["status"], ["Enabled", "Suspended", "Disabled"], "IllegalVersioningConfigurationException", "versioningConfiguration.status"),
    ...oneOf(state["mfaDelete"], ["Enabled", "Disabled"], "MalformedXML", "versioningConfiguration.mfaDelete"),
  ];
});

const suspended = applyLaw("bucket-versioning-kept", ["s3/bucketVersioning", "s3/bucketVersioningV2"], REPLICATION, (config, change) => {
  if (fields(config["versioningConfiguration"])["status"] !== "Suspended") return [];
  const bucket = bucketOf(change, config["bucket"]);
  const replicated = others(change, "s3/bucketReplicationConfig").some((one) => one.inputs["bucket"] === config["bucket"]);
  return [
    ...noIf(replicated, "InvalidBucketState", "A replication configuration is present on this bucket, so the versioning state cannot be changed.", "versioningConfiguration.status"),
    ...noIf(bucket !== undefined && flag(bucket.inputs["objectLockEnabled"]) === true, "InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", "versioningConfiguration.status"),
  ];
});

const lock = checkLaw("bucket-object-lock-shape", ["s3/bucketObjectLockConfiguration", "s3/bucketObjectLockConfigurationV2"], LOCK, (config) => {
  const retention = fields(fields(config["rule"])["defaultRetention"]);
  const [days, years] = [num(retention["days"]), num(retention["years"])];
  return [
    ...oneOf(retention["mode"], ["GOVERNANCE", "COMPLIANCE"], "MalformedXML", "rule.defaultRetention.mode"),
    ...noIf((days ?? 0) > 0 && (years ?? 0) > 0, "MalformedXML", "Only one of Days and Years may be given.", "rule.defaultRetention"),
    ...noIf(days !== undefined && (days < 0 || days > 36500), "InvalidArgument", "Default retention period must be a positive integer value of at most 36500 days", "rule.defaultRetention.days"),
    ...noIf(years !== undefined && (years < 0 || years > 100), "InvalidArgument", "Default retention period must be at most 100 years", "rule.defaultRetention.years"),
  ];
});

const lockVersioned = applyLaw("bucket-object-lock-versioning", ["s3/bucketObjectLockConfiguration", "s3/bucketObjectLockConfigurationV2"], LOCK, (config, change) => {
  const bucket = bucketOf(change, config["bucket"]);
  return noIf(bucket !== undefined && !versioned(change, bucket), "InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", "bucket");
});

const encryption = checkLaw("bucket-encryption-shape", ["s3/bucketServerSideEncryptionConfiguration", "s3/bucketServerSideEncryptionConfigurationV2"], SSE, (config) =>
  items(config["rules"]).flatMap((rule, index) => {
    const one = fields(fields(rule)["applyServerSideEncryptionByDefault"]);
    const path = `rules[${index}].applyServerSideEncryptionByDefault`;
    return [
      ...oneOf(one["sseAlgorithm"], ["AES256", "aws:kms", "aws:kms:dsse"], "MalformedXML", `${path}.sseAlgorithm`),
      ...noIf(one["sseAlgorithm"] === "AES256" && given(one["kmsMasterKeyId"]), "InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse", `${path}.kmsMasterKeyId`),
    ];
  }),
);

const acl = applyLaw("bucket-acl-needs-ownership", ["s3/bucketAcl", "s3/bucketAclV2"], ACL, (inputs, change) => {
  const ownership = all(change, "s3/bucketOwnershipControls").find((one) => one.inputs["bucket"] === inputs["bucket"]);
  const setting = text(fields(ownership?.inputs["rule"])["objectOwnership"]) ?? "BucketOwnerEnforced";
  return noIf(setting === "BucketOwnerEnforced" && inputs["acl"] !== "bucket-owner-full-control", "AccessControlListNotSupported", "The bucket does not allow ACLs", "acl");
});

const notEmpty = applyLaw(
  "bucket-not-empty",
  ["s3/bucket", "s3/bucketV2"],
  "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
  (inputs, change) => {
    if (flag({ ...inputs, ...change.olds }["forceDestroy"]) === true) return [];
    const full = all(change, "s3/bucketObject", "s3/bucketObjectv2").some((one) => one.inputs["bucket"] === change.id);
    return noIf(full, "BucketNotEmpty", `The bucket you tried to delete is not empty (${change.id})`);
  },
  ["delete"],
);

/** Laws of S3, bucket policies and names apart. */
export const s3Laws: readonly Law[] = [replication, replicationShape, lifecycle, versioning, suspended, lock, lockVersioned, encryption, acl, notEmpty];
