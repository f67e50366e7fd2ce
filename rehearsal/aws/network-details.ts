/** Load balancers, machines, clusters, caches and distributions: arguments that exclude or need each other. */
import { parse } from "yaml";
import type { Law, Refusal, Value } from "../types.ts";
import { overlap, parseCidr } from "./cidr.ts";
import { absent, applyLaw, checkLaw, fields, flag, given, items, noIf, num, oneOf, pickTexts, settled, text, texts } from "./kit.ts";
import { subnetsOf, zonesOf } from "./zones.ts";

const GROUP = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html";
const RULE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SourceIpConditionConfig.html";
const BALANCER = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SubnetMapping.html";
const USER_DATA = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html";
const VOLUME = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html";
const RUN = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html";
const EKS = "https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html";
const ENDPOINT = "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html";
const ADDON = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html";
const SERVERLESS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html";
const FRONT = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html";

const groups = checkLaw("target-group-attributes", ["lb/targetGroup", "alb/targetGroup"], GROUP, (group) => {
  const algorithm = text(group["loadBalancingAlgorithmType"]);
  const stickiness = fields(group["stickiness"]);
  const cookie = text(stickiness["cookieName"]);
  const code = "InvalidConfigurationRequest";
  return [
    ...noIf(group["protocol"] === "GENEVE" && num(group["port"]) !== undefined && num(group["port"]) !== 6081, "ValidationError", `The port of a target group with protocol GENEVE must be 6081: ${num(group["port"])}`, "port"),
    ...noIf((num(group["slowStart"]) ?? 0) > 0 && algorithm !== undefined && algorithm !== "" && algorithm !== "round_robin", code, `Slow start mode is not supported with the ${algorithm} algorithm`, "slowStart"),
    ...noIf(group["loadBalancingAnomalyMitigation"] === "on" && settled(group["loadBalancingAlgorithmType"]) && algorithm !== "weighted_random", code, "Anomaly mitigation is only supported with the weighted_random algorithm", "loadBalancingAnomalyMitigation"),
    ...noIf(stickiness["type"] === "app_cookie" && absent(stickiness["cookieName"]) && flag(stickiness["enabled"]) !== false, code, "A cookie name is required for stickiness type 'app_cookie'", "stickiness.cookieName"),
    ...noIf(/^AWSALB(APP|TG)?$/.test(cookie ?? ""), code, `The cookie name '${cookie}' is reserved`, "stickiness.cookieName"),
  ];
});

const sources = checkLaw("listener-rule-source-ip", ["lb/listenerRule", "alb/listenerRule"], RULE, (rule) =>
  pickTexts(rule, "conditions[].sourceIp.values[]").flatMap(({ path, value }) => noIf(parseCidr(value) === undefined, "ValidationError", `The source IP '${value}' must be in CIDR format`, path)),
);

const addresses = checkLaw("load-balancer-elastic-ip", ["lb/loadBalancer", "alb/loadBalancer"], BALANCER, ({ loadBalancerType, subnetMappings }) => {
  const application = settled(loadBalancerType) && (absent(loadBalancerType) || loadBalancerType === "application");
  return noIf(application && items(subnetMappings).some((one) => given(fields(one)["allocationId"])), "InvalidConfigurationRequest", "Elastic IP addresses are not supported for load balancers with type 'application'", "subnetMappings");
});

/** Most bytes of user data before they are encoded. */
const USER_DATA_BYTES = 16_384;

const userData = checkLaw("launch-template-user-data", ["ec2/launchTemplate"], USER_DATA, ({ userData: written }) => {
  const data = text(written);
  if (data === undefined || data === "") return [];
  const encoded = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data) && data.replace(/\s/g, "").length % 4 === 0;
  return [
    ...noIf(!encoded, "InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.", "userData"),
    ...noIf(encoded && Buffer.from(data, "base64").length > USER_DATA_BYTES, "InvalidUserData.Malformed", `User data is limited to ${USER_DATA_BYTES} bytes`, "userData"),
  ];
});

const volumes = applyLaw("ebs-volume-grows", ["ebs/volume"], VOLUME, ({ size }, change) => {
  const [before, after] = [num(change.olds?.["size"]), num(size)];
  return noIf(before !== undefined && after !== undefined && after < before, "InvalidParameterValue", `New size cannot be smaller than existing size: ${after}, ${before}`, "size");
}, ["update"]);

const interfaces = checkLaw("instance-or-interface", ["ec2/instance"], RUN, (instance) =>
  items(instance["networkInterfaces"]).length === 0
    ? []
    : ["subnetId", "vpcSecurityGroupIds", "privateIp"].flatMap((key) => noIf(given(instance[key]) && !(Array.isArray(instance[key]) && items(instance[key]).length === 0), "InvalidParameterCombination", `Network interfaces and an instance-level ${key} may not be specified on the same request`, key)),
);

/** Addresses from which nobody comes to a public endpoint. */
const RESERVED = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16"].map((range) => parseCidr(range)!);

const cluster = checkLaw("eks-cluster-addresses", ["eks/cluster"], `${EKS} and ${ENDPOINT}`, (inputs) => {
  const network = fields(inputs["kubernetesNetworkConfig"]);
  const code = "InvalidParameterException";
  return [
    ...oneOf(network["ipFamily"], ["ipv4", "ipv6"], code, "kubernetesNetworkConfig.ipFamily"),
    ...noIf(network["ipFamily"] === "ipv6" && given(network["serviceIpv4Cidr"]), code, "serviceIpv4Cidr cannot be specified with ipFamily ipv6", "kubernetesNetworkConfig.serviceIpv4Cidr"),
    ...pickTexts(inputs, "vpcConfig.publicAccessCidrs[]").flatMap(({ path, value }) => {
      const range = parseCidr(value);
      const reserved = range !== undefined && range.prefix > 0 && RESERVED.some((one) => one.first <= range.first && range.last <= one.last && overlap(one, range));
      return noIf(reserved, code, `The following CIDRs are not allowed in publicAccessCidrs: [${value}]`, path);
    }),
  ];
});

const addon = checkLaw("eks-addon-configuration", ["eks/addon"], ADDON, ({ configurationValues }) => {
  const written = text(configurationValues);
  if (written === undefined || written.trim() === "") return [];
  let value: Value;
  try {
    value = parse(written) as Value;
  } catch {
    value = undefined;
  }
  return noIf(typeof value !== "object" || value === null || Array.isArray(value), "InvalidParameterException", "ConfigurationValue provided in request is not supported: it is neither a JSON nor a YAML object", "configurationValues");
});

const serverless = checkLaw("serverless-cache-limits", ["elasticache/serverlessCache"], SERVERLESS, ({ cacheUsageLimits, subnetIds }) => {
  const limits = fields(cacheUsageLimits);
  const within = (value: Value, low: number, high: number, property: string): Refusal[] => {
    const n = num(value);
    return noIf(n !== undefined && n !== 0 && (n < low || n > high), "InvalidParameterValue", `The limit ${n} at ${property} must be between ${low} and ${high}.`, `cacheUsageLimits.${property}`);
  };
  const subnets = texts(subnetIds).length;
  return [
    ...["maximum", "minimum"].flatMap((key) => within(fields(limits["dataStorage"])[key], 1, 5000, `dataStorage.${key}`)),
    ...items(limits["ecpuPerSeconds"]).flatMap((one, index) => ["maximum", "minimum"].flatMap((key) => within(fields(one)[key], 1000, 15_000_000, `ecpuPerSeconds[${index}].${key}`))),
    ...noIf(settled(subnetIds) && subnets === 1, "InvalidParameterValue", "A serverless cache needs subnets in at least two Availability Zones.", "subnetIds"),
    ...noIf(subnets > 3, "InvalidParameterValue", "A serverless cache has at most three subnets.", "subnetIds"),
  ];
});

const serverlessZones = applyLaw("serverless-cache-zones", ["elasticache/serverlessCache"], SERVERLESS, ({ subnetIds }, change) => {
  const subnets = subnetsOf(change, texts(subnetIds));
  const zones = zonesOf(subnets);
  return noIf(subnets.length > 1 && zones !== undefined && zones.length < subnets.length, "InvalidParameterValue", "The subnets of a serverless cache must be in different Availability Zones.", "subnetIds");
});

const front = checkLaw("cloudfront-places", ["cloudfront/distribution"], FRONT, (distribution) => {
  const bucket = text(fields(distribution["loggingConfig"])["bucket"]);
  return [
    ...pickTexts(distribution, "restrictions.geoRestriction.locations[]").flatMap(({ path, value }) => noIf(!/^[A-Z]{2}$/.test(value), "InvalidGeoRestrictionParameter", `The specified geo restriction parameter is not valid: ${value}`, path)),
    ...noIf(bucket !== undefined && bucket !== "" && !/\.s3([.-][a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/.test(bucket), "InvalidArgument", `The parameter Logging Bucket does not refer to a valid S3 bucket: ${bucket}`, "loggingConfig.bucket"),
  ];
});

const store = checkLaw("cloudfront-function-store", ["cloudfront/function"], "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html", ({ runtime, keyValueStoreAssociations }) => {
  const count = items(keyValueStoreAssociations).length;
  return [
    ...noIf(count > 0 && runtime === "cloudfront-js-1.0", "InvalidArgument", "Key value stores need the runtime cloudfront-js-2.0.", "runtime"),
    ...noIf(count > 1, "InvalidArgument", "A function has at most one key value store.", "keyValueStoreAssociations"),
  ];
});

/** Laws of details of networks. */
export const networkDetailLaws: readonly Law[] = [groups, sources, addresses, userData, volumes, interfaces, cluster, addon, serverless, serverlessZones, front, store];
