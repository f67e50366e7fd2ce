/** Physical names: what they may look like, how long they may be, and where they must be unique. */
import type { Change, Law, Refusal, Value } from "../types.ts";
import { absent, isSelf, items, no, noIf, prop, text, token } from "./kit.ts";

/** Form of a name. */
interface NameRule {
  readonly at: readonly (readonly [short: string, property: string])[];
  readonly code: string;
  readonly most: number;
  readonly least?: number;
  readonly form?: RegExp;
  /** What no such name may match. */
  readonly not?: RegExp;
  readonly says: string;
}

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const DASHED = /^[a-zA-Z][a-zA-Z0-9-]*$/;
const NO_DASHES = /--|-$/;
const IAM_FORM = /^[\w+=,.@-]+$/;

/** One row a service and kind of name; the limits are those of the service's API reference for its Create call. */
const NAMES: readonly NameRule[] = [
  { at: [["iam/role", "name"], ["iam/user", "name"]], code: "ValidationError", most: 64, form: IAM_FORM, says: `letters, digits and _+=,.@- (${IAM})` },
  { at: [["iam/policy", "name"], ["iam/group", "name"], ["iam/instanceProfile", "name"], ["iam/rolePolicy", "name"], ["iam/userPolicy", "name"], ["iam/groupPolicy", "name"]], code: "ValidationError", most: 128, form: IAM_FORM, says: "letters, digits and _+=,.@-" },
  { at: [["lb/loadBalancer", "name"], ["alb/loadBalancer", "name"]], code: "ValidationError", most: 32, form: /^[a-zA-Z0-9-]+$/, not: /^-|-$|^internal-/, says: "letters, digits and hyphens, none at either end, not beginning with internal-" },
  { at: [["lb/targetGroup", "name"], ["alb/targetGroup", "name"]], code: "ValidationError", most: 32, form: /^[a-zA-Z0-9-]+$/, not: /^-|-$/, says: "letters, digits and hyphens, none at either end" },
  { at: [["s3/bucket", "bucket"], ["s3/bucketV2", "bucket"]], code: "InvalidBucketName", least: 3, most: 63, form: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, not: /\.\.|^\d{1,3}(\.\d{1,3}){3}$|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$/, says: "lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit, no IP address, no reserved prefix or suffix" },
  { at: [["rds/instance", "identifier"], ["rds/cluster", "clusterIdentifier"], ["rds/clusterInstance", "identifier"], ["rds/proxy", "name"]], code: "InvalidParameterValue", most: 63, form: DASHED, not: NO_DASHES, says: "letters, digits and hyphens, beginning with a letter, not ending with a hyphen or containing two consecutive hyphens" },
  { at: [["rds/instance", "finalSnapshotIdentifier"], ["rds/cluster", "finalSnapshotIdentifier"], ["rds/optionGroup", "name"]], code: "InvalidParameterValue", most: 255, form: DASHED, not: NO_DASHES, says: "letters, digits and hyphens, beginning with a letter, not ending with a hyphen or containing two consecutive hyphens" },
  { at: [["rds/parameterGroup", "name"], ["rds/clusterParameterGroup", "name"]], code: "InvalidParameterValue", most: 255, form: /^[a-zA-Z][a-zA-Z0-9.-]*$/, not: NO_DASHES, says: "letters, digits, hyphens and periods, beginning with a letter, not ending with a hyphen or containing two consecutive hyphens" },
  { at: [["rds/subnetGroup", "name"]], code: "InvalidParameterValue", most: 255, form: /^[a-zA-Z0-9._ -]+$/, not: /^default$/i, says: "letters, digits, dots, underscores, spaces and hyphens, and not default" },
  { at: [["rds/eventSubscription", "name"]], code: "InvalidParameterValue", most: 255, form: /^[0-9A-Za-z-]+$/, says: "letters, digits and hyphens" },
  { at: [["elasticache/replicationGroup", "replicationGroupId"]], code: "InvalidParameterValue", most: 40, form: DASHED, not: NO_DASHES, says: "letters, digits and hyphens, beginning with a letter, not ending with a hyphen or containing two consecutive hyphens" },
  { at: [["elasticache/cluster", "clusterId"]], code: "InvalidParameterValue", most: 50, form: DASHED, not: NO_DASHES, says: "letters, digits and hyphens, beginning with a letter, not ending with a hyphen or containing two consecutive hyphens" },
  { at: [["elasticache/subnetGroup", "name"]], code: "InvalidParameterValue", most: 255, form: /^[a-zA-Z0-9-]+$/, says: "letters, digits and hyphens" },
  { at: [["elasticache/parameterGroup", "name"]], code: "InvalidParameterValue", most: 255, form: DASHED, not: NO_DASHES, says: "letters, digits and hyphens, beginning with a letter" },
  { at: [["elasticache/user", "userId"], ["elasticache/userGroup", "userGroupId"]], code: "InvalidParameterValue", most: 40, form: DASHED, not: NO_DASHES, says: "letters, digits and hyphens, beginning with a letter" },
  { at: [["cloudwatch/logGroup", "name"]], code: "InvalidParameterException", most: 512, form: /^[.\-_/#A-Za-z0-9]+$/, not: /^aws\//, says: "letters, digits and ._-/#, not beginning with aws/" },
  { at: [["cloudwatch/logMetricFilter", "name"], ["cloudwatch/logSubscriptionFilter", "name"]], code: "InvalidParameterException", most: 512, form: /^[^:*]*$/, says: "anything but : and *" },
  { at: [["lambda/function", "name"]], code: "ValidationException", most: 64, form: /^[a-zA-Z0-9-_]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["dynamodb/table", "name"]], code: "ValidationException", least: 3, most: 255, form: /^[a-zA-Z0-9_.-]+$/, says: "letters, digits and _.-" },
  { at: [["eks/cluster", "name"]], code: "InvalidParameterException", most: 100, form: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/, says: "letters, digits, hyphens and underscores, beginning with a letter or digit" },
  { at: [["eks/nodeGroup", "nodeGroupName"]], code: "InvalidParameterException", most: 63, form: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/, says: "letters, digits, hyphens and underscores, beginning with a letter or digit" },
  { at: [["ecr/repository", "name"]], code: "InvalidParameterException", least: 2, most: 256, form: /^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/, says: "lower-case letters and digits, divided by ._-/" },
  { at: [["secretsmanager/secret", "name"]], code: "ValidationException", most: 512, form: /^[A-Za-z0-9/_+=.@!-]+$/, says: "letters, digits and /_+=.@-!" },
  { at: [["wafv2/webAcl", "name"], ["wafv2/ipSet", "name"], ["wafv2/ruleGroup", "name"], ["wafv2/regexPatternSet", "name"]], code: "WAFInvalidParameterException", most: 128, form: /^[\w-]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["cloudfront/function", "name"]], code: "InvalidArgument", most: 64, form: /^[a-zA-Z0-9-_]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["cloudfront/originAccessControl", "name"]], code: "InvalidArgument", most: 64, says: "at most 64 characters" },
  { at: [["cloudfront/cachePolicy", "name"], ["cloudfront/originRequestPolicy", "name"], ["cloudfront/responseHeadersPolicy", "name"]], code: "InvalidArgument", most: 128, form: /^[A-Za-z0-9-_]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["backup/vault", "name"]], code: "InvalidParameterValueException", least: 2, most: 50, form: /^[a-zA-Z0-9\-_]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["backup/plan", "name"], ["backup/selection", "name"]], code: "InvalidParameterValueException", most: 50, form: /^[a-zA-Z0-9\-_.]+$/, says: "letters, digits, hyphens, underscores and dots" },
  { at: [["cloudtrail/trail", "name"]], code: "InvalidTrailNameException", least: 3, most: 128, form: /^[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]$/, not: /[._-]{2}|^\d{1,3}(\.\d{1,3}){3}$/, says: "letters, digits, dots, underscores and hyphens, no two of these in a row, no IP address" },
  { at: [["cloudwatch/metricAlarm", "name"], ["cloudwatch/compositeAlarm", "alarmName"]], code: "ValidationError", most: 255, says: "at most 255 characters" },
  { at: [["cloudwatch/dashboard", "dashboardName"]], code: "InvalidParameterInput", most: 255, form: /^[A-Za-z0-9\-_]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["cloudwatch/eventRule", "name"]], code: "ValidationException", most: 64, form: /^[.\-_A-Za-z0-9]+$/, says: "letters, digits and .-_" },
  { at: [["ecs/cluster", "name"], ["ecs/service", "name"], ["ecs/taskDefinition", "family"]], code: "InvalidParameterException", most: 255, form: /^[a-zA-Z0-9_-]+$/, says: "letters, digits, hyphens and underscores" },
  { at: [["autoscaling/group", "name"]], code: "ValidationError", most: 255, form: /^[^:]+$/, says: "anything but a colon" },
  { at: [["ec2/launchTemplate", "name"]], code: "InvalidLaunchTemplateName.MalformedException", least: 3, most: 128, form: /^[a-zA-Z0-9().\-/_]+$/, says: "letters, digits and ().-/_" },
  { at: [["ec2/keyPair", "keyName"]], code: "InvalidParameterValue", most: 255, says: "at most 255 characters" },
  { at: [["kinesis/firehoseDeliveryStream", "name"]], code: "ValidationException", most: 64, form: /^[a-zA-Z0-9_.-]+$/, says: "letters, digits and _.-" },
];

function nameLaw(rule: NameRule): Law {
  const [[short, property]] = rule.at as [readonly [string, string]];
  return {
    name: `name-form-${short.replace("/", "-").toLowerCase()}-${property.toLowerCase()}`,
    tokens: [...new Set(rule.at.map(([one]) => token(one)))],
    on: ["create", "update"],
    phase: "check",
    source: "The Create operation of the service's API reference",
    judge: (change) => rule.at.filter(([one]) => token(one) === change.token).flatMap(([, key]) => malformed(change.inputs[key], rule, key)),
  };
}

function malformed(value: Value, rule: NameRule, property: string): Refusal[] {
  const name = text(value);
  if (name === undefined || name === "") return [];
  if (name.length > rule.most) return no(rule.code, `Value '${name}' at '${property}' failed to satisfy constraint: Member must have length less than or equal to ${rule.most}`, property);
  if (name.length < (rule.least ?? 1)) return no(rule.code, `Value '${name}' at '${property}' failed to satisfy constraint: Member must have length greater than or equal to ${rule.least}`, property);
  const legal = (rule.form?.test(name) ?? true) && !(rule.not?.test(name) ?? false);
  return noIf(!legal, rule.code, `The name '${name}' is not valid: it has ${rule.says}.`, property);
}

/** Aliases of KMS keys begin with `alias/`, and `alias/aws/` is AWS's own. */
const keyAlias: Law = {
  name: "name-form-kms-alias",
  tokens: [token("kms/alias")],
  on: ["create", "update"],
  phase: "check",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  judge: ({ inputs }) => {
    const name = text(inputs["name"]);
    if (name === undefined || name === "") return [];
    if (name.startsWith("alias/aws/")) return no("NotAuthorizedException", `The alias prefix 'alias/aws/' is reserved: ${name}`, "name");
    if (!name.startsWith("alias/")) return no("ValidationException", `Alias must start with the prefix "alias/": ${name}`, "name");
    return noIf(!/^alias\/[a-zA-Z0-9/_-]+$/.test(name) || name.length > 256, "InvalidAliasNameException", `Alias ${name} contains invalid characters or is longer than 256.`, "name");
  },
};

/** Queues and topics: FIFO ones end in `.fifo`, and only these. */
const queues: Law = {
  name: "name-form-queue-topic",
  tokens: [token("sqs/queue"), token("sns/topic")],
  on: ["create", "update"],
  phase: "check",
  source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
  judge: ({ inputs, token: kind }) => {
    const queue = kind === token("sqs/queue");
    const name = text(inputs["name"]);
    if (name === undefined || name === "") return [];
    const fifo = inputs[queue ? "fifoQueue" : "fifoTopic"];
    const limit = queue ? 80 : 256;
    const code = queue ? "InvalidParameterValue" : "InvalidParameter";
    const bad = !new RegExp(`^[A-Za-z0-9_-]{1,${limit}}(\\.fifo)?$`).test(name) || name.length > limit;
    return [
      ...noIf(bad, code, `Invalid name ${name}. Can only include alphanumeric characters, hyphens, or underscores. 1 to ${limit} in length`, "name"),
      ...noIf(!bad && fifo === true && !name.endsWith(".fifo"), code, `The name of a FIFO ${queue ? "queue" : "topic"} can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix: ${name}`, "name"),
      ...noIf(!bad && (absent(fifo) || fifo === false) && name.endsWith(".fifo"), code, `The name ${name} ends with .fifo, but FIFO is not enabled.`, "name"),
    ];
  },
};

/** A name that only one thing may have: types, property, scope, code and wording (`%`). */
type Unique = readonly [shorts: readonly string[], property: string, scope: "everywhere" | "region" | readonly string[], code: string, message: string, cased?: true];

/** A list as scope: the names of properties that must be the same, beside the region, for two names to collide. */
const UNIQUE: readonly Unique[] = [
  [["iam/role"], "name", "everywhere", "EntityAlreadyExists", "Role with name % already exists."],
  [["iam/user"], "name", "everywhere", "EntityAlreadyExists", "User with name % already exists."],
  [["iam/group"], "name", "everywhere", "EntityAlreadyExists", "Group with name % already exists."],
  [["iam/policy"], "name", "everywhere", "EntityAlreadyExists", "A policy called % already exists. Duplicate names are not allowed."],
  [["iam/openIdConnectProvider"], "url", "everywhere", "EntityAlreadyExists", "Provider with url % already exists."],
  [["iam/instanceProfile"], "name", "everywhere", "EntityAlreadyExists", "Instance Profile % already exists."],
  [["s3/bucket", "s3/bucketV2"], "bucket", "everywhere", "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it. (%)"],
  [["ec2/securityGroup"], "name", ["vpcId"], "InvalidGroup.Duplicate", "The security group '%' already exists for this VPC"],
  [["ec2/keyPair"], "keyName", "region", "InvalidKeyPair.Duplicate", "The keypair already exists: %"],
  [["ec2/launchTemplate"], "name", "region", "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use: %"],
  [["lb/loadBalancer", "alb/loadBalancer"], "name", "region", "DuplicateLoadBalancerName", "A load balancer with the same name '%' exists, but with different settings"],
  [["lb/targetGroup", "alb/targetGroup"], "name", "region", "DuplicateTargetGroupName", "A target group with the same name '%' exists, but with different settings"],
  [["rds/instance", "rds/clusterInstance"], "identifier", "region", "DBInstanceAlreadyExists", "DB instance already exists: %"],
  [["rds/cluster"], "clusterIdentifier", "region", "DBClusterAlreadyExistsFault", "DB Cluster already exists: %"],
  [["rds/subnetGroup"], "name", "region", "DBSubnetGroupAlreadyExists", "The DB subnet group '%' already exists."],
  [["rds/parameterGroup"], "name", "region", "DBParameterGroupAlreadyExists", "Parameter group % already exists"],
  [["rds/clusterParameterGroup"], "name", "region", "DBParameterGroupAlreadyExists", "Parameter group % already exists"],
  [["rds/optionGroup"], "name", "region", "OptionGroupAlreadyExistsFault", "An option group named % already exists."],
  [["rds/proxy"], "name", "region", "DBProxyAlreadyExistsFault", "DB Proxy % already exists"],
  [["rds/eventSubscription"], "name", "region", "SubscriptionAlreadyExist", "Event subscription % already exists."],
  [["elasticache/replicationGroup"], "replicationGroupId", "region", "ReplicationGroupAlreadyExistsFault", "Replication Group % already exists"],
  [["elasticache/cluster"], "clusterId", "region", "CacheClusterAlreadyExists", "Cache Cluster % already exists"],
  [["elasticache/subnetGroup"], "name", "region", "CacheSubnetGroupAlreadyExists", "Cache subnet group % already exists."],
  [["elasticache/parameterGroup"], "name", "region", "CacheParameterGroupAlreadyExists", "Cache parameter group % already exists."],
  [["elasticache/user"], "userId", "region", "UserAlreadyExists", "User % already exists."],
  [["elasticache/userGroup"], "userGroupId", "region", "UserGroupAlreadyExists", "User group % already exists."],
  [["eks/cluster"], "name", "region", "ResourceInUseException", "Cluster already exists with name: %", true],
  [["eks/nodeGroup"], "nodeGroupName", ["clusterName"], "ResourceInUseException", "NodeGroup already exists with name %", true],
  [["cloudwatch/logGroup"], "name", "region", "ResourceAlreadyExistsException", "The specified log group already exists: %", true],
  [["kms/alias"], "name", "region", "AlreadyExistsException", "An alias with the name % already exists", true],
  [["lambda/function"], "name", "region", "ResourceConflictException", "Function already exist: %"],
  [["dynamodb/table"], "name", "region", "ResourceInUseException", "Table already exists: %", true],
  [["ecr/repository"], "name", "region", "RepositoryAlreadyExistsException", "The repository with name '%' already exists in the registry"],
  [["secretsmanager/secret"], "name", "region", "ResourceExistsException", "The operation failed because the secret % already exists."],
  [["wafv2/webAcl"], "name", ["scope"], "WAFDuplicateItemException", "AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one: %"],
  [["wafv2/ipSet"], "name", ["scope"], "WAFDuplicateItemException", "AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one: %"],
  [["wafv2/ruleGroup"], "name", ["scope"], "WAFDuplicateItemException", "AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one: %"],
  [["cloudfront/function"], "name", "everywhere", "FunctionAlreadyExists", "A function with the same name already exists: %"],
  [["cloudfront/cachePolicy"], "name", "everywhere", "CachePolicyAlreadyExists", "A cache policy with the same name already exists: %"],
  [["cloudfront/originRequestPolicy"], "name", "everywhere", "OriginRequestPolicyAlreadyExists", "An origin request policy with the same name already exists: %"],
  [["cloudfront/responseHeadersPolicy"], "name", "everywhere", "ResponseHeadersPolicyAlreadyExists", "A response headers policy with the same name already exists: %"],
  [["cloudfront/originAccessControl"], "name", "everywhere", "OriginAccessControlAlreadyExists", "An origin access control with the same name already exists: %"],
  [["backup/vault"], "name", "region", "AlreadyExistsException", "Backup vault with the same name already exists: %"],
  [["cloudtrail/trail"], "name", "region", "TrailAlreadyExistsException", "Trail % already exists"],
  [["autoscaling/group"], "name", "region", "AlreadyExists", "AutoScalingGroup by this name already exists: %"],
  [["kinesis/firehoseDeliveryStream"], "name", "region", "ResourceInUseException", "Firehose % already exists"],
];

function uniqueLaw([shorts, property, scope, code, message, cased]: Unique): Law {
  const same = (name: string | undefined) => (cased === true ? name : name?.toLowerCase());
  return {
    name: `name-unique-${shorts[0]!.replace("/", "-").toLowerCase()}`,
    tokens: shorts.map(token),
    on: ["create"],
    phase: "apply",
    source: "The Create operation of the service's API reference, Errors",
    judge: (change) => {
      const name = same(text(change.inputs[property]));
      if (name === undefined || name === "") return [];
      const taken = shorts.flatMap((short) => change.world.list(token(short))).some((other) => !isSelf(change, other) && same(text(prop(other, property))) === name && collides(change, other, scope));
      return noIf(taken, code, message.replace("%", name), property);
    },
  };
}

function collides(change: Change, other: Parameters<typeof prop>[0], scope: Unique[2]): boolean {
  if (scope === "everywhere") return true;
  if (other.region !== change.region) return false;
  return scope === "region" || scope.every((key) => (prop(other, key) ?? null) === (change.inputs[key] ?? null));
}

/** Laws of physical names. */
export const nameLaws: readonly Law[] = [...NAMES.map(nameLaw), keyAlias, queues, ...UNIQUE.map(uniqueLaw)];

/** Limits every taggable AWS resource shares: keys of 128 characters, values of 256, 50 tags, `aws:` reserved. */
export const tagLaws: readonly Law[] = [
  {
    name: "tags",
    tokens: ["aws:*"],
    on: ["create", "update"],
    phase: "check",
    source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    judge: ({ inputs }) => {
      const tags = inputs["tags"];
      if (typeof tags !== "object" || tags === null) return [];
      const pairs: [string, Value][] = Array.isArray(tags)
        ? items(tags).flatMap((tag) => (typeof tag === "object" && tag !== null && !Array.isArray(tag) && typeof tag["key"] === "string" ? [[tag["key"], tag["value"]] as [string, Value]] : []))
        : Object.entries(tags);
      return [
        ...noIf(pairs.length > 50, "TagLimitExceeded", `A resource has at most 50 tags, not ${pairs.length}.`, "tags"),
        ...pairs.flatMap(([key, value]) => [
          ...noIf(key.length < 1 || key.length > 128, "InvalidParameterValue", `Tag keys must be between 1 and 128 characters in length: ${key}`, `tags.${key}`),
          ...noIf(/^aws:/i.test(key), "InvalidParameterValue", `Tag keys starting with 'aws:' are reserved for internal use: ${key}`, `tags.${key}`),
          ...noIf((text(value)?.length ?? 0) > 256, "InvalidParameterValue", `Tag values can't be longer than 256 characters: ${key}`, `tags.${key}`),
        ]),
      ];
    },
  },
];
