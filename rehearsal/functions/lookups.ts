/** Functions that look for things in the rehearsed account. */
import { arn, digest, record } from "../outputs/forms.ts";
import type { Entity, Props, Value } from "../types.ts";
import { regionOf, select, selectOne } from "./context.ts";
import type { Answer, FunctionContext } from "./context.ts";

/** The arguments, and what the thing reports of what the function's result has. */
function reported(token: string, entity: Entity, args: Props, context: FunctionContext, more: Props = {}): Props {
  const wanted = context.schemas.function(token).outputs;
  const known = Object.entries(entity.outputs).filter(([name]) => wanted[name] !== undefined);
  return { ...args, ...Object.fromEntries(known), tags: entity.outputs["tagsAll"] ?? entity.outputs["tags"] ?? {}, region: regionOf(args, context), ...more, id: entity.id };
}

const vpc: Answer = (args, context) => {
  const entity = selectOne("aws:ec2/vpc:Vpc", "EC2 VPC", args, context, ["id", "cidrBlock", "dhcpOptionsId"]);
  if (args["default"] === true) throw new Error("no matching EC2 VPC found: the rehearsed account has no default VPC");
  const associations: Props[] = [{ associationId: `vpc-cidr-assoc-0${digest(entity.id, 16)}`, cidrBlock: entity.outputs["cidrBlock"], state: "associated" }];
  return reported("aws:ec2/getVpc:getVpc", entity, args, context, { default: false, state: "available", cidrBlockAssociations: associations, ipv6CidrBlockAssociations: [] });
};

const vpcs: Answer = (args, context) => ({ ...args, id: regionOf(args, context), region: regionOf(args, context), tags: args["tags"] ?? {}, ids: select("aws:ec2/vpc:Vpc", args, context, []).map(({ id }) => id) });

const subnets: Answer = (args, context) => ({ ...args, id: regionOf(args, context), region: regionOf(args, context), tags: args["tags"] ?? {}, ids: select("aws:ec2/subnet:Subnet", args, context, []).map(({ id }) => id) });

const subnet: Answer = (args, context) => {
  const entity = selectOne("aws:ec2/subnet:Subnet", "EC2 Subnet", args, context, ["id", "vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"]);
  const size = 2 ** (32 - Number(String(entity.outputs["cidrBlock"]).split("/")[1] ?? 24));
  // AWS keeps five addresses of every subnet.
  return reported("aws:ec2/getSubnet:getSubnet", entity, args, context, { state: "available", defaultForAz: false, availableIpAddressCount: size - 5 });
};

const securityGroup: Answer = (args, context) =>
  reported("aws:ec2/getSecurityGroup:getSecurityGroup", selectOne("aws:ec2/securityGroup:SecurityGroup", "EC2 Security Group", args, context, ["id", "name", "vpcId"]), args, context);

/** Aliases of keys that AWS manages exist in every account as soon as the service is used. */
const kmsAlias: Answer = (args, context) => {
  const name = String(args["name"]);
  const place = { ...context, region: regionOf(args, context) };
  const own = context.world.list("aws:kms/alias:Alias", place.region).find((entity) => entity.id === name);
  const known = (targetKeyArn: string): Props => ({ ...args, name, region: place.region, id: arn(place, "kms", name), arn: arn(place, "kms", name), targetKeyArn, targetKeyId: targetKeyArn.split("/").at(-1) ?? "" });
  if (own !== undefined) return known(String(own.outputs["targetKeyArn"]));
  if (!name.startsWith("alias/aws/")) throw new Error(`reading KMS Alias (${name}): no such alias`);
  const hex = digest(`${context.account}:${place.region}:${name}`, 32);
  return known(arn(place, "kms", `key/${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`));
};

const zone: Answer = (args, context) => {
  const plain = (name: Value): string => String(name ?? "").replace(/\.$/, "");
  const found = context.world.list("aws:route53/zone:Zone").filter((entity) => {
    const isPrivate = Array.isArray(entity.outputs["vpcs"]) && entity.outputs["vpcs"].length > 0;
    return (args["zoneId"] === undefined || entity.id === args["zoneId"]) && (args["name"] === undefined || plain(entity.outputs["name"]) === plain(args["name"])) && (args["zoneId"] !== undefined || isPrivate === (args["privateZone"] === true));
  });
  const [only] = found;
  if (only === undefined) throw new Error("no matching Route 53 Hosted Zone found");
  if (found.length > 1) throw new Error("multiple Route 53 Hosted Zones matched");
  // Hosted zones have no region.
  return Object.fromEntries(Object.entries(reported("aws:route53/getZone:getZone", only, args, context, { zoneId: only.id, callerReference: `pulumi-${digest(only.id, 26)}`, resourceRecordSetCount: 2, linkedServiceDescription: "", linkedServicePrincipal: "", name: plain(only.outputs["name"]) })).filter(([name]) => name !== "region"));
};

function clusterOf(args: Props, context: FunctionContext): Entity {
  const entity = context.world.get("aws:eks/cluster:Cluster", String(args["name"]), regionOf(args, context));
  if (entity === undefined) throw new Error(`reading EKS Cluster (${String(args["name"])}): ResourceNotFoundException: No cluster found for name: ${String(args["name"])}.`);
  return entity;
}

const cluster: Answer = (args, context) => {
  const entity = clusterOf(args, context);
  // The result wraps in lists what the resource has as single objects.
  const several: Readonly<Record<string, string>> = { accessConfigs: "accessConfig", certificateAuthorities: "certificateAuthority", computeConfigs: "computeConfig", kubernetesNetworkConfigs: "kubernetesNetworkConfig", upgradePolicies: "upgradePolicy", zonalShiftConfigs: "zonalShiftConfig", storageConfigs: "storageConfig", remoteNetworkConfigs: "remoteNetworkConfig", outpostConfigs: "outpostConfig", controlPlaneScalingConfigs: "controlPlaneScalingConfig", kubeApiServerConfigs: "kubeApiServerConfig", kubeControllerManagerConfigs: "kubeControllerManagerConfig", kubeSchedulerConfigs: "kubeSchedulerConfig" };
  const lists = Object.entries(several).map(([name, from]) => [name, entity.outputs[from] === undefined ? [] : [record(entity.outputs[from])]] as const);
  return reported("aws:eks/getCluster:getCluster", entity, args, context, { ...Object.fromEntries(lists), enabledClusterLogTypes: entity.outputs["enabledClusterLogTypes"] ?? [] });
};

const bucket: Answer = (args, context) => {
  const entity = context.world.list("aws:s3/bucket:Bucket").find((one) => one.outputs["bucket"] === args["bucket"]);
  if (entity === undefined) throw new Error(`reading S3 Bucket (${String(args["bucket"])}): couldn't find resource`);
  return reported("aws:s3/getBucket:getBucket", entity, args, context, { bucketRegion: entity.region, region: entity.region });
};

const secret: Answer = (args, context) => {
  const entity = context.world.list("aws:secretsmanager/secret:Secret", regionOf(args, context)).find((one) => one.outputs["name"] === args["name"] || one.id === args["arn"]);
  if (entity === undefined) throw new Error(`reading Secrets Manager Secret (${String(args["name"] ?? args["arn"])}): couldn't find resource`);
  return reported("aws:secretsmanager/getSecret:getSecret", entity, args, context, { createdDate: "2026-01-01T00:00:00Z", lastChangedDate: "2026-01-01T00:00:00Z", kmsKeyId: entity.outputs["kmsKeyId"] ?? "" });
};

const secretVersion: Answer = (args, context) => {
  const wanted = String(args["secretId"]);
  const entity = context.world.list("aws:secretsmanager/secretVersion:SecretVersion", regionOf(args, context)).find((one) => one.outputs["secretId"] === wanted);
  if (entity === undefined) throw new Error(`reading Secrets Manager Secret Version (${wanted}|AWSCURRENT): couldn't find resource`);
  return { ...args, id: entity.id, arn: wanted, secretArn: wanted, region: regionOf(args, context), secretString: entity.outputs["secretString"] ?? "", secretBinary: entity.outputs["secretBinary"] ?? "", versionId: entity.outputs["versionId"], versionStages: entity.outputs["versionStages"] ?? ["AWSCURRENT"], createdDate: "2026-01-01T00:00:00Z" };
};

/** Functions answered here, by token. */
export const LOOKUPS: Readonly<Record<string, Answer>> = {
  "aws:ec2/getVpc:getVpc": vpc,
  "aws:ec2/getVpcs:getVpcs": vpcs,
  "aws:ec2/getSubnet:getSubnet": subnet,
  "aws:ec2/getSubnets:getSubnets": subnets,
  "aws:ec2/getSecurityGroup:getSecurityGroup": securityGroup,
  "aws:kms/getAlias:getAlias": kmsAlias,
  "aws:route53/getZone:getZone": zone,
  "aws:eks/getCluster:getCluster": cluster,
  "aws:eks/getClusterAuth:getClusterAuth": (args, context) => ({ ...args, id: clusterOf(args, context).id, region: regionOf(args, context), token: `k8s-aws-v1.${Buffer.from(digest(`${context.account}:${String(args["name"])}`, 96), "hex").toString("base64url")}` }),
  "aws:s3/getBucket:getBucket": bucket,
  "aws:secretsmanager/getSecret:getSecret": secret,
  "aws:secretsmanager/getSecretVersion:getSecretVersion": secretVersion,
};
