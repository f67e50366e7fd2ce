/** EKS clusters, node groups and what belongs to them. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, num, oneOf, others, parseArn, pick, prop, range, settled, text, texts } from "./kit.ts";
import { parseCidr } from "./cidr.ts";
import { parsePolicy } from "./policy-document.ts";
import { networksOf, subnetsOf, zonesOf } from "./zones.ts";

const CREATE = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html";
const SUBNETS = "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html";
const NODES = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html";
const ACCESS = "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html";
const INVALID = "InvalidParameterException";

/** Oldest version that extended support still covers; newer ones than are known here are accepted. */
const OLDEST_MINOR = 30;

/** Kubernetes brings three minor versions a year; what lies years ahead is a slip of the pen. */
const FARTHEST_MINOR = 45;

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Zones whose ids EKS does not put a control plane in: network-reqs, "Subnet requirements for clusters". */
const UNSUPPORTED_ZONES = ["use1-az3", "usw1-az2", "cac1-az3"];

const shape = checkLaw("eks-cluster-shape", ["eks/cluster"], CREATE, (cluster) => {
  const vpc = fields(cluster["vpcConfig"]);
  const subnets = texts(vpc["subnetIds"]);
  const version = /^1\.(\d+)$/.exec(text(cluster["version"]) ?? "");
  const given_ = text(cluster["version"]);
  const support = text(fields(cluster["upgradePolicy"])["supportType"]);
  return [
    ...noIf(settled(vpc["subnetIds"]) && new Set(subnets).size < 2 && absent(cluster["outpostConfig"]), INVALID, "Subnets specified must be in at least two different AZs", "vpcConfig.subnetIds"),
    ...noIf(given_ !== undefined && given_ !== "" && (version === null || Number(version[1]) < OLDEST_MINOR || Number(version[1]) > FARTHEST_MINOR), INVALID, `unsupported Kubernetes version ${given_}`, "version"),
    ...noIf(text(cluster["roleArn"]) !== undefined && cluster["roleArn"] !== "" && parseArn(cluster["roleArn"]) === undefined, INVALID, `"role_arn" (${text(cluster["roleArn"])}) is an invalid ARN: arn: invalid prefix`, "roleArn"),
    ...texts(cluster["enabledClusterLogTypes"]).flatMap((type, index) => oneOf(type, LOG_TYPES, INVALID, `enabledClusterLogTypes[${index}]`)),
    ...noIf(flag(vpc["endpointPrivateAccess"]) !== true && settled(vpc["endpointPrivateAccess"]) && flag(vpc["endpointPublicAccess"]) === false, INVALID, "Private and public endpoint access cannot be false", "vpcConfig.endpointPublicAccess"),
    ...pick(vpc, "publicAccessCidrs[]").flatMap(({ path, value }) => noIf(parseCidr(text(value) ?? "") === undefined, INVALID, `The following CIDRs are invalid in publicAccessCidrs: ${text(value)}`, `vpcConfig.${path}`)),
    ...oneOf(fields(cluster["accessConfig"])["authenticationMode"], ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"], INVALID, "accessConfig.authenticationMode"),
    ...oneOf(support, ["STANDARD", "EXTENDED"], INVALID, "upgradePolicy.supportType"),
    ...encryption(cluster),
    ...autoMode(cluster),
    ...serviceRange(cluster),
  ];
});

function encryption(cluster: Props): Refusal[] {
  const config = cluster["encryptionConfig"];
  if (absent(config)) return [];
  const resources = fields(config)["resources"];
  if (!Array.isArray(resources) || !settled(resources)) return [];
  return noIf(resources.length !== 1 || resources[0] !== "secrets", INVALID, `The encryption config resources ${JSON.stringify(resources)} are not valid: it is ["secrets"].`, "encryptionConfig.resources");
}

/** Auto Mode is on or off as a whole: compute, block storage and load balancing. */
function autoMode(cluster: Props): Refusal[] {
  const compute = fields(cluster["computeConfig"]);
  const flags: Value[] = [compute["enabled"], fields(fields(cluster["storageConfig"])["blockStorage"])["enabled"], fields(fields(cluster["kubernetesNetworkConfig"])["elasticLoadBalancing"])["enabled"]];
  if (!flags.every(settled)) return [];
  const on = flags.filter((one) => flag(one) === true).length;
  const pools = texts(compute["nodePools"]);
  return [
    ...noIf(on !== 0 && on !== 3, INVALID, "For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.", "computeConfig.enabled"),
    ...noIf(pools.length > 0 && absent(compute["nodeRoleArn"]), INVALID, "When Compute Config nodePools are set, a nodeRoleArn must be given.", "computeConfig.nodeRoleArn"),
    ...noIf(given(compute["nodeRoleArn"]) && pools.length === 0 && settled(compute["nodePools"]), INVALID, "When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided.", "computeConfig.nodePools"),
    ...pools.flatMap((pool, index) => oneOf(pool, ["general-purpose", "system"], INVALID, `computeConfig.nodePools[${index}]`)),
    ...noIf(on === 3 && flag(cluster["bootstrapSelfManagedAddons"]) !== false && settled(cluster["bootstrapSelfManagedAddons"]), INVALID, "bootstrapSelfManagedAddons must be false with EKS Auto Mode.", "bootstrapSelfManagedAddons"),
    ...noIf(on === 3 && fields(cluster["accessConfig"])["authenticationMode"] === "CONFIG_MAP", INVALID, "EKS Auto Mode needs authentication mode API or API_AND_CONFIG_MAP.", "accessConfig.authenticationMode"),
  ];
}

function serviceRange(cluster: Props): Refusal[] {
  const written = text(fields(cluster["kubernetesNetworkConfig"])["serviceIpv4Cidr"]);
  if (written === undefined || written === "") return [];
  const cidr = parseCidr(written);
  const private_ = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((one) => parseCidr(one)!);
  const legal = cidr !== undefined && cidr.version === 4 && cidr.prefix >= 12 && cidr.prefix <= 24 && private_.some((one) => cidr.first >= one.first && cidr.last <= one.last);
  return noIf(!legal, INVALID, `The specified serviceIpv4Cidr ${written} is not valid: it is a block between /24 and /12 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`, "kubernetesNetworkConfig.serviceIpv4Cidr");
}

const network = applyLaw("eks-cluster-network", ["eks/cluster"], SUBNETS, (cluster, change) => {
  const vpc = fields(cluster["vpcConfig"]);
  const ids = texts(vpc["subnetIds"]);
  const subnets = subnetsOf(change, ids);
  const covered = zonesOf(subnets);
  const vpcs = networksOf(subnets);
  const groups = texts(vpc["securityGroupIds"]).flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? []);
  const bad = subnets.find((subnet) => UNSUPPORTED_ZONES.includes(text(prop(subnet, "availabilityZoneId")) ?? ""));
  return [
    ...noIf(subnets.length > 1 && subnets.length === ids.length && covered !== undefined && covered.length < 2, INVALID, "Subnets specified must be in at least two different AZs", "vpcConfig.subnetIds"),
    ...noIf(vpcs.length > 1, INVALID, "Subnets specified must belong to the same VPC: " + vpcs.join(", "), "vpcConfig.subnetIds"),
    ...noIf(bad !== undefined, "UnsupportedAvailabilityZoneException", `Cannot create cluster because ${bad === undefined ? "" : text(prop(bad, "availabilityZone"))}, the targeted availability zone, does not currently have sufficient capacity to support the cluster.`, "vpcConfig.subnetIds"),
    ...groups
      .filter((group) => vpcs.length === 1 && text(prop(group, "vpcId")) !== undefined && prop(group, "vpcId") !== vpcs[0])
      .map((group) => ({ code: INVALID, message: `Security group(s) [${group.id}] are not in the same VPC as the subnets. Please specify the security groups of ${vpcs[0]}.`, property: "vpcConfig.securityGroupIds" })),
  ];
});

/** Refuses a role whose trust policy does not let a service assume it. */
function trusted(role: Props | undefined, services: readonly string[]): boolean {
  const document = parsePolicy(role?.["assumeRolePolicy"]);
  if (document === undefined) return true;
  return document.statements.some((statement) => {
    const service = fields(statement["Principal"])["Service"];
    const named = typeof service === "string" ? [service] : texts(service);
    return statement["Effect"] === "Allow" && (statement["Principal"] === "*" || named.some((one) => services.includes(one)));
  });
}

const roles = applyLaw("eks-role-trust", ["eks/cluster", "eks/podIdentityAssociation", "eks/fargateProfile"], CREATE, (inputs, change) => {
  const [key, service] = change.token.includes("podIdentity")
    ? ["roleArn", "pods.eks.amazonaws.com"]
    : change.token.includes("fargate")
      ? ["podExecutionRoleArn", "eks-fargate-pods.amazonaws.com"]
      : ["roleArn", "eks.amazonaws.com"];
  const role = lookup(change, ["iam/role"], inputs[key], "arn");
  return noIf(
    role !== undefined && !trusted(role.inputs, [service]),
    INVALID,
    service === "pods.eks.amazonaws.com"
      ? `Trust policy of role provided in the request is invalid: it does not trust ${service}`
      : `Role with arn: ${text(inputs[key])}, could not be assumed because it does not exist or the trusted entity is not correct`,
    key,
  );
});

const protectedCluster = applyLaw(
  "eks-cluster-deletion-protection",
  ["eks/cluster"],
  "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html",
  (inputs, change) => noIf(flag({ ...inputs, ...change.olds }["deletionProtection"]) === true, "InvalidRequestException", `Cluster ${change.id} has deletion protection enabled.`, "deletionProtection"),
  ["delete"],
);

const nodeGroup = checkLaw("eks-node-group-shape", ["eks/nodeGroup"], NODES, (group) => {
  const scaling = fields(group["scalingConfig"]);
  const [low, wanted, high] = [num(scaling["minSize"]), num(scaling["desiredSize"]), num(scaling["maxSize"])];
  const template = fields(group["launchTemplate"]);
  const update = fields(group["updateConfig"]);
  return [
    ...noIf(low !== undefined && high !== undefined && low > high, INVALID, `Minimum capacity ${low} can't be greater than max size ${high}`, "scalingConfig.minSize"),
    ...noIf(wanted !== undefined && high !== undefined && wanted > high, INVALID, `Desired capacity ${wanted} can't be greater than max size ${high}`, "scalingConfig.desiredSize"),
    ...noIf(wanted !== undefined && low !== undefined && wanted < low, INVALID, `Minimum capacity ${low} can't be greater than desired size ${wanted}`, "scalingConfig.desiredSize"),
    ...noIf(high !== undefined && high < 1, INVALID, "Maximum capacity must be at least 1", "scalingConfig.maxSize"),
    ...oneOf(group["capacityType"], ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"], INVALID, "capacityType"),
    ...noIf(text(group["amiType"]) !== undefined && group["amiType"] !== "" && !/^(AL2_|AL2023_|BOTTLEROCKET_|WINDOWS_)[A-Za-z0-9_]+$|^CUSTOM$/.test(text(group["amiType"])!), INVALID, `Value '${text(group["amiType"])}' at 'amiType' failed to satisfy constraint: Member must satisfy enum value set`, "amiType"),
    ...noIf(given(template["id"]) && given(template["name"]), INVALID, "Either provide a launch template name or a launch template id, not both.", "launchTemplate"),
    ...noIf(given(group["launchTemplate"]) && given(group["diskSize"]), INVALID, "Disk size must be specified within the launch template.", "diskSize"),
    ...noIf(given(group["launchTemplate"]) && given(group["remoteAccess"]), INVALID, "Remote access configuration cannot be specified with a launch template.", "remoteAccess"),
    ...noIf(given(update["maxUnavailable"]) && given(update["maxUnavailablePercentage"]), INVALID, "Only one of maxUnavailable and maxUnavailablePercentage may be given.", "updateConfig"),
    ...range(update["maxUnavailable"], 1, 100, INVALID, "updateConfig.maxUnavailable"),
    ...range(update["maxUnavailablePercentage"], 1, 100, INVALID, "updateConfig.maxUnavailablePercentage"),
    ...items(group["taints"]).flatMap((taint, index) => oneOf(fields(taint)["effect"], ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"], INVALID, `taints[${index}].effect`)),
    ...noIf(Array.isArray(group["subnetIds"]) && group["subnetIds"].length === 0, INVALID, "Subnets are required", "subnetIds"),
  ];
});

const nodeNetwork = applyLaw("eks-node-group-network", ["eks/nodeGroup", "eks/fargateProfile"], NODES, ({ subnetIds, clusterName }, change) => {
  const cluster = lookup(change, ["eks/cluster"], clusterName, "name");
  const home = cluster === undefined ? undefined : networksOf(subnetsOf(change, texts(fields(prop(cluster, "vpcConfig"))["subnetIds"])))[0];
  const strange = subnetsOf(change, texts(subnetIds)).find((subnet) => home !== undefined && prop(subnet, "vpcId") !== home);
  return noIf(strange !== undefined, INVALID, `Subnet ${strange?.id} is not in the cluster's VPC ${home}`, "subnetIds");
});

const access = checkLaw("eks-access-policy-scope", ["eks/accessPolicyAssociation"], ACCESS, (inputs) => {
  const scope = fields(inputs["accessScope"]);
  const arn = text(inputs["policyArn"]);
  return [
    ...oneOf(scope["type"], ["cluster", "namespace"], INVALID, "accessScope.type"),
    ...noIf(scope["type"] === "namespace" && items(scope["namespaces"]).length === 0 && settled(scope["namespaces"]), INVALID, "Namespaces are required when the access scope is namespace.", "accessScope.namespaces"),
    ...noIf(scope["type"] === "cluster" && items(scope["namespaces"]).length > 0, INVALID, "Namespaces cannot be given when the access scope is cluster.", "accessScope.namespaces"),
    ...noIf(arn !== undefined && !/^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/[A-Za-z0-9]+$/.test(arn), INVALID, `The policyArn parameter format is not valid: ${arn}`, "policyArn"),
  ];
});

const accessEntry = checkLaw("eks-access-entry-shape", ["eks/accessEntry"], ACCESS, (entry) => {
  const type = text(entry["type"]);
  const custom = type === undefined || type === "" || type === "STANDARD";
  const groups = texts(entry["kubernetesGroups"]);
  return [
    ...oneOf(type, ["STANDARD", "EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX"], INVALID, "type"),
    ...noIf(!custom && (groups.length > 0 || given(entry["userName"])), INVALID, `Kubernetes groups and user name cannot be given for an access entry of type ${type}`, "kubernetesGroups"),
    ...groups.flatMap((group) => noIf(group.startsWith("system:"), INVALID, `The kubernetes group name ${group} is invalid, it cannot start with system:`, "kubernetesGroups")),
    ...noIf(parseArn(entry["principalArn"]) === undefined && text(entry["principalArn"]) !== undefined, INVALID, "The principalArn parameter format is not valid", "principalArn"),
  ];
});

const accessOnce = applyLaw("eks-access-once", ["eks/accessEntry", "eks/podIdentityAssociation", "eks/addon"], ACCESS, (inputs, change) => {
  const keys = change.token.includes("accessEntry") ? ["clusterName", "principalArn"] : change.token.includes("addon") ? ["clusterName", "addonName"] : ["clusterName", "namespace", "serviceAccount"];
  const short = change.token.includes("accessEntry") ? "eks/accessEntry" : change.token.includes("addon") ? "eks/addon" : "eks/podIdentityAssociation";
  if (change.operation !== "create") return [];
  return noIf(others(change, short).some((other) => keys.every((key) => other.inputs[key] === inputs[key])), "ResourceInUseException", `The specified ${short.slice(4)} already exists: ${keys.map((key) => text(inputs[key])).join(", ")}`);
});

const authenticationMode = applyLaw("eks-access-needs-api-mode", ["eks/accessEntry", "eks/accessPolicyAssociation"], ACCESS, ({ clusterName, principalArn }, change) => {
  const cluster = lookup(change, ["eks/cluster"], clusterName, "name");
  if (cluster === undefined) return [];
  const entry = all(change, "eks/accessEntry").some((one) => one.inputs["clusterName"] === clusterName && one.inputs["principalArn"] === principalArn);
  return [
    ...noIf(fields(prop(cluster, "accessConfig"))["authenticationMode"] === "CONFIG_MAP", "InvalidRequestException", "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.", "clusterName"),
    ...(change.token.includes("accessPolicyAssociation") && !entry && fields(cluster.inputs["accessConfig"])["bootstrapClusterCreatorAdminPermissions"] === false
      ? no("ResourceNotFoundException", `The specified principalArn could not be found: ${text(principalArn)}. You can view your available access entries with 'list-access-entries'.`, "principalArn")
      : []),
  ];
});

/** Laws of EKS. */
export const eksLaws: readonly Law[] = [shape, network, roles, protectedCluster, nodeGroup, nodeNetwork, access, accessEntry, accessOnce, authenticationMode];
