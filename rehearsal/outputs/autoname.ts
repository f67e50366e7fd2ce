/**
 * Physical names that the provider makes up from the logical name where the program gives none.
 * Source: the provider gives every optional `name` one, of at most 255 characters; the others are in the table.
 */
import type { ResourceSchema } from "../schema/index.ts";

/** How a physical name is made. */
export interface NameRule {
  /** The argument that is filled in. */
  readonly property: string;
  /** Longest name that the provider makes; a longer one is refused, not cut. */
  readonly maxLength: number;
  /** What stands between the logical name and the hex. */
  readonly separator: string;
  /** Put before the name, such as `alias/`. */
  readonly prefix?: string;
  /** Whether the name is made lower-case. */
  readonly lowerCase?: boolean;
  /** An argument that, where it is true, makes the name end in `.fifo`. */
  readonly fifo?: string;
}

const rule = (property: string, maxLength = 255, more: Partial<NameRule> = {}): NameRule => ({ property, maxLength, separator: "-", ...more });
const LOWER = { lowerCase: true };

/** Types whose rule differs from an optional `name` of 255 characters. */
const RULES: Readonly<Record<string, NameRule>> = {
  "aws:s3/bucket:Bucket": rule("bucket", 63, LOWER),
  "aws:s3/bucketV2:BucketV2": rule("bucket", 63, LOWER),
  "aws:rds/instance:Instance": rule("identifier", 255, LOWER),
  "aws:rds/clusterInstance:ClusterInstance": rule("identifier", 255, LOWER),
  "aws:rds/cluster:Cluster": rule("clusterIdentifier", 255, LOWER),
  "aws:rds/subnetGroup:SubnetGroup": rule("name", 255, LOWER),
  "aws:rds/parameterGroup:ParameterGroup": rule("name", 255, LOWER),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": rule("name", 255, LOWER),
  "aws:rds/optionGroup:OptionGroup": rule("name", 255, LOWER),
  "aws:elasticache/replicationGroup:ReplicationGroup": rule("replicationGroupId", 40, LOWER),
  "aws:elasticache/cluster:Cluster": rule("clusterId", 50, LOWER),
  "aws:elasticache/subnetGroup:SubnetGroup": rule("name", 255, LOWER),
  "aws:elasticache/parameterGroup:ParameterGroup": rule("name", 255, LOWER),
  "aws:lb/loadBalancer:LoadBalancer": rule("name", 32),
  "aws:alb/loadBalancer:LoadBalancer": rule("name", 32),
  "aws:lb/targetGroup:TargetGroup": rule("name", 32),
  "aws:alb/targetGroup:TargetGroup": rule("name", 32),
  "aws:elb/loadBalancer:LoadBalancer": rule("name", 32),
  "aws:sqs/queue:Queue": rule("name", 80, { fifo: "fifoQueue" }),
  "aws:sns/topic:Topic": rule("name", 256, { fifo: "fifoTopic" }),
  "aws:kms/alias:Alias": rule("name", 250, { prefix: "alias/" }),
  "aws:eks/cluster:Cluster": rule("name", 100),
  "aws:eks/nodeGroup:NodeGroup": rule("nodeGroupName"),
  "aws:eks/fargateProfile:FargateProfile": rule("fargateProfileName"),
  "aws:efs/fileSystem:FileSystem": rule("creationToken"),
  "aws:ec2/keyPair:KeyPair": rule("keyName"),
  "aws:iam/role:Role": rule("name", 64),
  "aws:iam/user:User": rule("name", 64),
  "aws:iam/policy:Policy": rule("name", 128),
  "aws:lambda/function:Function": rule("name", 64),
  "aws:lambda/permission:Permission": rule("statementId", 100),
  "aws:secretsmanager/secret:Secret": rule("name", 512),
  "aws:ecr/repository:Repository": rule("name", 255, LOWER),
  "aws:elasticsearch/domain:Domain": rule("domainName", 28, LOWER),
  "aws:opensearch/domain:Domain": rule("domainName", 28, LOWER),
  "aws:glue/catalogDatabase:CatalogDatabase": rule("name", 255, { separator: "_", ...LOWER }),
  "aws:glue/catalogTable:CatalogTable": rule("name", 255, { separator: "_", ...LOWER }),
};

/**
 * The rule by which the provider names a thing of this type, or undefined where the name is AWS's or the program's:
 * a required name is never made up. Kubernetes objects are named after the logical name in `metadata.name`.
 */
export function autonames(token: string, schema: ResourceSchema): NameRule | undefined {
  if (token.startsWith("kubernetes:")) {
    return token === "kubernetes:helm.sh/v3:Release" ? rule("name", 53) : schema.inputs["metadata"] === undefined || token.endsWith("Patch") || token.endsWith("List") ? undefined : rule("metadata.name", 253);
  }
  if (!token.startsWith("aws:")) return undefined;
  const found = RULES[token] ?? rule("name");
  const property = schema.inputs[found.property];
  const textual = property?.type.kind === "string" || property?.type.kind === "enum";
  return property !== undefined && !property.required && textual ? found : undefined;
}

/** Random characters at the end of a made-up name. */
const HEX = 7;

/** The provider refuses to make up the name, since it would be too long. */
export class NameTooLongError extends Error {
  constructor(logicalName: string, maxLength: number) {
    super(`name '${logicalName}' plus ${HEX} random chars is longer than maximum length ${maxLength}`);
    this.name = "NameTooLongError";
  }
}

/**
 * Makes up a physical name: logical name, separator and seven hex digits.
 *
 * @param hex at least seven hex digits
 * @param inputs the other arguments: a FIFO queue or topic ends in `.fifo`
 * @throws NameTooLongError as the provider does, which never cuts a name
 */
export function autoname(logicalName: string, property: NameRule, hex: string, inputs: Readonly<Record<string, unknown>> = {}): string {
  const cased = property.lowerCase === true ? logicalName.toLowerCase() : logicalName;
  const stem = `${property.prefix ?? ""}${cased}${property.separator}`;
  const tail = property.fifo !== undefined && inputs[property.fifo] === true ? ".fifo" : "";
  if (stem.length + HEX + tail.length > property.maxLength) throw new NameTooLongError(stem, property.maxLength);
  return `${stem}${hex.slice(0, HEX)}${tail}`;
}
