/** Buckets, tables, file systems and streams: arguments that exclude or need each other. */
import type { Law, Props } from "../types.ts";
import { absent, checkLaw, fields, flag, given, items, no, noIf, num, repeated, settled, text, texts } from "./kit.ts";

const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_";
const TABLE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html";
const QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html";
const EFS = "https://docs.aws.amazon.com/efs/latest/ug/API_PutLifecycleConfiguration.html";
const STREAM = "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html";
const FIREHOSE = "https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html";

const website = checkLaw("bucket-website", ["s3/bucketWebsiteConfiguration", "s3/bucketWebsiteConfigurationV2"], `${S3}PutBucketWebsite.html`, (config) => {
  const suffix = text(fields(config["indexDocument"])["suffix"]);
  const [index, redirect] = [given(config["indexDocument"]), given(config["redirectAllRequestsTo"])];
  return [
    ...noIf(index && redirect, "InvalidRequest", "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules, IndexDocument or ErrorDocument.", "redirectAllRequestsTo"),
    ...noIf(absent(config["indexDocument"]) && absent(config["redirectAllRequestsTo"]), "MalformedXML", "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty", "indexDocument"),
    ...noIf(suffix?.includes("/") === true, "InvalidArgument", "The IndexDocument Suffix is not well formed: it has no slash.", "indexDocument.suffix"),
  ];
});

const acceleration = checkLaw("bucket-acceleration-name", ["s3/bucketAccelerateConfiguration"], `${S3}PutBucketAccelerateConfiguration.html`, ({ bucket }) =>
  noIf(text(bucket)?.includes(".") === true, "InvalidRequest", "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names", "bucket"),
);

/** Least and most days without access before objects move. Source: API_Tiering. */
const TIERS: Readonly<Record<string, readonly [least: number, most: number]>> = { ARCHIVE_ACCESS: [90, 730], DEEP_ARCHIVE_ACCESS: [180, 730] };

const tiering = checkLaw("bucket-tiering-days", ["s3/bucketIntelligentTieringConfiguration"], `${S3}Tiering.html`, ({ tierings }) =>
  items(tierings).map(fields).flatMap((one, index) => {
    const range = TIERS[text(one["accessTier"]) ?? ""];
    const days = num(one["days"]);
    return noIf(range !== undefined && days !== undefined && (days < range[0] || days > range[1]), "InvalidArgument", `'Days' for the tier ${text(one["accessTier"])} must be between ${range?.[0]} and ${range?.[1]}: ${days}`, `tierings[${index}].days`);
  }),
);

const objects = checkLaw("bucket-object-arguments", ["s3/bucketObjectv2", "s3/bucketObject"], `${S3}PutObject.html`, (object) => {
  const bodies = ["source", "content", "contentBase64"].filter((key) => given(object[key]));
  return [
    ...noIf(bodies.length > 1, "InvalidArgument", `An object has one body, not ${bodies.join(", ")}.`, bodies[1]),
    ...noIf(object["serverSideEncryption"] === "AES256" && given(object["kmsKeyId"]), "InvalidArgument", "Server Side Encryption with Customer provided key is incompatible with the encryption method specified", "kmsKeyId"),
    ...noIf(given(object["objectLockMode"]) !== given(object["objectLockRetainUntilDate"]) && settled(object["objectLockMode"]) && settled(object["objectLockRetainUntilDate"]), "InvalidArgument", "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied", "objectLockMode"),
  ];
});

const lifecycle = checkLaw("bucket-lifecycle-exclusions", ["s3/bucketLifecycleConfiguration", "s3/bucketLifecycleConfigurationV2"], `${S3}LifecycleExpiration.html`, ({ rules }) =>
  items(rules).map(fields).flatMap((rule, index) => {
    const gone = fields(rule["expiration"]);
    const filter = fields(rule["filter"]);
    const tagged = given(filter["tag"]) || Object.keys(fields(fields(filter["and"])["tags"])).length > 0;
    const both = (num(gone["days"]) ?? 0) > 0 && given(gone["date"]);
    return [
      ...noIf(both, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema: Days and Date exclude each other", `rules[${index}].expiration`),
      ...noIf(tagged && given(rule["abortIncompleteMultipartUpload"]), "InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags.", `rules[${index}].abortIncompleteMultipartUpload`),
      ...noIf(tagged && flag(gone["expiredObjectDeleteMarker"]) === true, "InvalidRequest", "ExpiredObjectDeleteMarker cannot be specified with Tags.", `rules[${index}].expiration.expiredObjectDeleteMarker`),
    ];
  }),
);

const notifications = checkLaw("bucket-notification-overlap", ["s3/bucketNotification"], `${S3}PutBucketNotificationConfiguration.html`, (config) => {
  const all = ["topics", "queues", "lambdaFunctions"].flatMap((key) => items(config[key]).map(fields));
  const covers = (a: string, b: string) => a === b || (a.endsWith("*") && b.startsWith(a.slice(0, -1)));
  const meet = (one: Props, two: Props) => {
    const parts = (key: string) => [text(one[key]) ?? "", text(two[key]) ?? ""] as const;
    const [[a, b], [c, d]] = [parts("filterPrefix"), parts("filterSuffix")];
    const places = (a.startsWith(b) || b.startsWith(a)) && (c.endsWith(d) || d.endsWith(c));
    return places && texts(one["events"]).some((x) => texts(two["events"]).some((y) => covers(x, y) || covers(y, x)));
  };
  const clash = all.every(settled) && all.some((one, index) => all.slice(index + 1).some((two) => meet(one, two)));
  return noIf(clash, "InvalidArgument", "Configurations overlap. Configurations on the same bucket cannot share a common event type, with overlapping prefixes and suffixes.");
});

const acl = checkLaw("bucket-acl-or-policy", ["s3/bucketAcl", "s3/bucketAclV2"], `${S3}PutBucketAcl.html`, (config) =>
  noIf(given(config["acl"]) && given(config["accessControlPolicy"]), "InvalidRequest", "Specifying both Canned ACLs and Header Grants is not allowed", "acl"),
);

const table = checkLaw("dynamodb-table-details", ["dynamodb/table"], TABLE, (inputs, change) => {
  const code = "ValidationException";
  const replicas = items(inputs["replicas"]).map((one) => text(fields(one)["regionName"]));
  const ttl = fields(inputs["ttl"]);
  return [
    ...noIf(flag(ttl["enabled"]) === true && absent(ttl["attributeName"]), code, "TimeToLive needs the name of an attribute.", "ttl.attributeName"),
    ...noIf(replicas.includes(change.region), code, `A replica of the table cannot be in its own Region ${change.region}.`, "replicas"),
    ...noIf(repeated(replicas.filter((one) => one !== undefined)).length > 0, code, "A Region has at most one replica of a table.", "replicas"),
    ...noIf(flag(inputs["streamEnabled"]) === false && given(inputs["streamViewType"]), code, "One or more parameter values were invalid: StreamViewType is only for enabled streams", "streamViewType"),
    ...noIf(flag(inputs["streamEnabled"]) === false && replicas.length > 0, code, "A table with replicas needs its stream.", "streamEnabled"),
    ...["globalSecondaryIndexes", "localSecondaryIndexes"].flatMap((key) =>
      items(inputs[key]).flatMap((one, index) => {
        const name = text(fields(one)["name"]);
        return noIf(name !== undefined && !/^[a-zA-Z0-9_.-]{3,255}$/.test(name), code, `The index name ${name} has 3 to 255 letters, digits and _.-`, `${key}[${index}].name`);
      }),
    ),
  ];
});

const projections = checkLaw("dynamodb-projected-attributes", ["dynamodb/table"], QUOTAS, ({ globalSecondaryIndexes, localSecondaryIndexes }) => {
  const sum = [...items(globalSecondaryIndexes), ...items(localSecondaryIndexes)].reduce<number>((total, one) => total + items(fields(one)["nonKeyAttributes"]).length, 0);
  return noIf(sum > 100, "ValidationException", `One or more parameter values were invalid: the indexes of a table project at most 100 attributes of their own: ${sum}`, "globalSecondaryIndexes");
});

const fileSystem = checkLaw("efs-lifecycle", ["efs/fileSystem"], EFS, ({ lifecyclePolicies, throughputMode }) => {
  const policies = items(lifecyclePolicies).map(fields);
  const archives = policies.some((one) => given(one["transitionToArchive"]));
  return [
    ...policies.flatMap((one, index) => noIf(["transitionToIa", "transitionToArchive", "transitionToPrimaryStorageClass"].filter((key) => given(one[key])).length > 1, "BadRequest", "Each LifecyclePolicy object has one transition.", `lifecyclePolicies[${index}]`)),
    ...noIf(archives && settled(throughputMode) && throughputMode !== "elastic", "BadRequest", "TransitionToArchive needs throughput mode elastic.", "lifecyclePolicies"),
  ];
});

const stream = checkLaw("kinesis-stream-capacity", ["kinesis/stream"], STREAM, ({ shardCount, streamModeDetails }) => {
  const demand = fields(streamModeDetails)["streamMode"] === "ON_DEMAND";
  const known = settled(streamModeDetails);
  return [
    ...noIf(demand && (num(shardCount) ?? 0) > 0, "ValidationException", "ShardCount must not be set when the stream mode is ON_DEMAND.", "shardCount"),
    ...noIf(known && !demand && settled(shardCount) && (num(shardCount) ?? 0) < 1, "ValidationException", "ShardCount must be at least 1 when the stream mode is PROVISIONED.", "shardCount"),
  ];
});

/** The block of arguments that each destination has. */
const DESTINATIONS: Readonly<Record<string, string>> = {
  extended_s3: "extendedS3Configuration", http_endpoint: "httpEndpointConfiguration", opensearch: "opensearchConfiguration", opensearchserverless: "opensearchserverlessConfiguration",
  redshift: "redshiftConfiguration", splunk: "splunkConfiguration", elasticsearch: "elasticsearchConfiguration", snowflake: "snowflakeConfiguration", iceberg: "icebergConfiguration",
};

const firehose = checkLaw("firehose-destination", ["kinesis/firehoseDeliveryStream"], FIREHOSE, (inputs) => {
  const destination = text(inputs["destination"]);
  const block = DESTINATIONS[destination ?? ""];
  if (destination === undefined) return [];
  if (block === undefined) return no("InvalidArgumentException", `Unknown destination ${destination}: it is one of ${Object.keys(DESTINATIONS).join(", ")}.`, "destination");
  return noIf(absent(inputs[block]), "InvalidArgumentException", `The destination ${destination} needs its configuration.`, block);
});

/** Laws of details of storage. */
export const storageDetailLaws: readonly Law[] = [website, acceleration, tiering, objects, lifecycle, notifications, acl, table, projections, fileSystem, stream, firehose];
