/** VPCs, subnets and what hangs in them. Source of the codes: the EC2 API error list. */
import type { Change, Entity, Law, Refusal, Value } from "../types.ts";
import { overlap, parseCidr, within, type Cidr } from "./cidr.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, isSelf, items, lookup, no, noIf, num, others, pick, prop, repeated, settled, text, texts } from "./kit.ts";
import { zoneOf } from "./zones.ts";

const EC2_ERRORS = "https://docs.aws.amazon.com/ec2/latest/devguide/ec2-error-codes.html";
const VPC_CIDR = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";
const SUBNET = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
const ENDPOINT = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html";

function block(value: Value): Cidr | undefined {
  const cidr = text(value);
  return cidr === undefined ? undefined : parseCidr(cidr);
}

/** All IPv4 and IPv6 ranges of a VPC: its own and those associated later. */
function rangesOf(change: Change, vpc: Entity): Cidr[] {
  const more = others(change, "ec2/vpcIpv4CidrBlockAssociation", "ec2/vpcIpv6CidrBlockAssociation").filter(
    (association) => prop(association, "vpcId") === vpc.id,
  );
  return [vpc, ...more].flatMap((entity) => [block(prop(entity, "cidrBlock")), block(prop(entity, "ipv6CidrBlock"))]).filter((cidr) => cidr !== undefined);
}

const vpcRange = checkLaw("vpc-cidr-range", ["ec2/vpc", "ec2/vpcIpv4CidrBlockAssociation"], VPC_CIDR, ({ cidrBlock }) => {
  const value = text(cidrBlock);
  if (value === undefined || value === "") return [];
  const cidr = parseCidr(value);
  if (cidr === undefined || cidr.version !== 4 || !cidr.canonical) {
    return no("InvalidParameterValue", `Value (${value}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`, "cidrBlock");
  }
  return noIf(cidr.prefix < 16 || cidr.prefix > 28, "InvalidVpc.Range", `The CIDR '${value}' is invalid.`, "cidrBlock");
});

const secondaryOverlap = applyLaw("vpc-cidr-conflict", ["ec2/vpcIpv4CidrBlockAssociation"], VPC_CIDR, ({ vpcId, cidrBlock }, change) => {
  const vpc = lookup(change, ["ec2/vpc"], vpcId);
  const cidr = block(cidrBlock);
  if (vpc === undefined || cidr === undefined || change.operation !== "create") return [];
  return noIf(
    rangesOf(change, vpc).some((range) => overlap(range, cidr)),
    "CidrConflict",
    `The CIDR '${text(cidrBlock)}' conflicts with another subnet`,
    "cidrBlock",
  );
});

const subnetRange = checkLaw("subnet-cidr-size", ["ec2/subnet"], SUBNET, ({ cidrBlock }) => {
  const value = text(cidrBlock);
  if (value === undefined || value === "") return [];
  const cidr = parseCidr(value);
  if (cidr === undefined || cidr.version !== 4 || !cidr.canonical) {
    return no("InvalidParameterValue", `Value (${value}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`, "cidrBlock");
  }
  return noIf(cidr.prefix < 16 || cidr.prefix > 28, "InvalidSubnet.Range", `The CIDR '${value}' is invalid.`, "cidrBlock");
});

const subnetFits = applyLaw("subnet-cidr-in-vpc", ["ec2/subnet"], SUBNET, ({ vpcId, cidrBlock }, change) => {
  const vpc = lookup(change, ["ec2/vpc", "ec2/defaultVpc"], vpcId);
  const cidr = block(cidrBlock);
  if (vpc === undefined || cidr === undefined) return [];
  const ranges = rangesOf(change, vpc);
  const refusals: Refusal[] = noIf(
    ranges.length > 0 && !ranges.some((range) => within(cidr, range)),
    "InvalidSubnet.Range",
    `The CIDR '${text(cidrBlock)}' is invalid.`,
    "cidrBlock",
  );
  const conflict = others(change, "ec2/subnet").find((subnet) => {
    const theirs = block(prop(subnet, "cidrBlock"));
    return prop(subnet, "vpcId") === vpcId && theirs !== undefined && overlap(theirs, cidr);
  });
  return [
    ...refusals,
    ...noIf(conflict !== undefined, "InvalidSubnet.Conflict", `The CIDR '${text(cidrBlock)}' conflicts with another subnet`, "cidrBlock"),
  ];
});

const subnetZone = checkLaw("subnet-zone-in-region", ["ec2/subnet"], EC2_ERRORS, ({ availabilityZone }, change) => {
  const zone = text(availabilityZone);
  return noIf(
    zone !== undefined && zone !== "" && !zoneOf(zone, change.region),
    "InvalidParameterValue",
    `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the availability zones of ${change.region}.`,
    "availabilityZone",
  );
});

const oneGateway = applyLaw("vpc-one-internet-gateway", ["ec2/internetGateway", "ec2/internetGatewayAttachment"], EC2_ERRORS, ({ vpcId }, change) => {
  if (text(vpcId) === undefined) return [];
  const taken = others(change, "ec2/internetGateway", "ec2/internetGatewayAttachment").find(
    (other) => text(other.inputs["vpcId"]) === vpcId && other.id !== change.inputs["internetGatewayId"],
  );
  return noIf(taken !== undefined, "InvalidParameterValue", `Network ${text(vpcId)} already has an internet gateway attached`, "vpcId");
});

const oneTable = applyLaw("subnet-one-route-table", ["ec2/routeTableAssociation"], EC2_ERRORS, ({ subnetId, routeTableId }, change) => {
  if (text(subnetId) === undefined) return [];
  const taken = others(change, "ec2/routeTableAssociation").find((other) => prop(other, "subnetId") === subnetId);
  const subnet = lookup(change, ["ec2/subnet"], subnetId);
  const table = lookup(change, ["ec2/routeTable"], routeTableId);
  return [
    ...noIf(
      taken !== undefined,
      "Resource.AlreadyAssociated",
      `the specified association for route table ${text(routeTableId)} conflicts with an existing association`,
      "subnetId",
    ),
    ...noIf(
      subnet !== undefined && table !== undefined && prop(subnet, "vpcId") !== prop(table, "vpcId"),
      "InvalidParameterValue",
      `Route table ${text(routeTableId)} and subnet ${text(subnetId)} belong to different networks`,
      "subnetId",
    ),
  ];
});

const aclNetwork = applyLaw("network-acl-same-vpc", ["ec2/networkAclAssociation"], EC2_ERRORS, ({ networkAclId, subnetId }, change) => {
  const acl = lookup(change, ["ec2/networkAcl"], networkAclId);
  const subnet = lookup(change, ["ec2/subnet"], subnetId);
  return noIf(
    acl !== undefined && subnet !== undefined && prop(acl, "vpcId") !== prop(subnet, "vpcId"),
    "InvalidParameterValue",
    `Network ACL ${text(networkAclId)} and subnet ${text(subnetId)} belong to different networks`,
    "subnetId",
  );
});

const TARGETS = ["gatewayId", "natGatewayId", "egressOnlyGatewayId", "carrierGatewayId", "localGatewayId", "networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId", "coreNetworkArn", "odbNetworkArn"];
const DESTINATIONS = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];

const routeShape = checkLaw("route-one-target", ["ec2/route"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html", (route) => {
  const targets = TARGETS.filter((key) => given(route[key]));
  const destinations = DESTINATIONS.filter((key) => given(route[key]));
  const cidrs = pick(route, "destinationCidrBlock").filter(({ value }) => {
    const cidr = block(value);
    return cidr === undefined || cidr.version !== 4 || !cidr.canonical;
  });
  return [
    ...noIf(targets.length > 1 || TARGETS.every((key) => absent(route[key])), "InvalidParameterCombination", `A route needs exactly one target, not ${targets.length}${targets.length === 0 ? "" : `: ${targets.join(", ")}`}.`),
    ...noIf(destinations.length > 1 || DESTINATIONS.every((key) => absent(route[key])), "InvalidParameterCombination", `A route needs exactly one destination, not ${destinations.length}.`),
    ...cidrs.map(({ path, value }) => ({ code: "InvalidParameterValue", message: `Value (${text(value)}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`, property: path })),
  ];
});

const routeOnce = applyLaw("route-already-exists", ["ec2/route"], EC2_ERRORS, (route, change) => {
  const key = DESTINATIONS.find((one) => text(route[one]) !== undefined && route[one] !== "");
  if (key === undefined) return [];
  const inline = ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"][DESTINATIONS.indexOf(key)]!;
  const table = lookup(change, ["ec2/routeTable"], route["routeTableId"]);
  const vpc = table === undefined ? undefined : lookup(change, ["ec2/vpc"], prop(table, "vpcId"));
  const taken =
    others(change, "ec2/route").some((other) => other.inputs["routeTableId"] === route["routeTableId"] && other.inputs[key] === route[key]) ||
    items(table?.inputs["routes"]).some((one) => fields(one)[inline] === route[key]) ||
    (vpc !== undefined && prop(vpc, "cidrBlock") === route[key]);
  return noIf(taken && change.operation === "create", "RouteAlreadyExists", `The route identified by ${text(route[key])} already exists.`, key);
});

const inlineRoutes = checkLaw("route-table-routes", ["ec2/routeTable", "ec2/defaultRouteTable"], EC2_ERRORS, ({ routes }) =>
  ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"].flatMap((key) =>
    repeated(items(routes).map((route) => text(fields(route)[key])).filter((one) => one !== undefined && one !== "")).flatMap((one) =>
      no("RouteAlreadyExists", `The route identified by ${one} already exists.`, "routes"),
    ),
  ),
);

const natShape = checkLaw("nat-gateway-address", ["ec2/natGateway"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html", (nat) => {
  const type = nat["connectivityType"];
  if (!settled(type) || nat["availabilityMode"] === "regional" || !settled(nat["availabilityMode"])) return [];
  return [
    ...noIf(type === "private" && given(nat["allocationId"]), "InvalidParameterCombination", "AllocationId cannot be specified for a private NAT gateway.", "allocationId"),
    ...noIf(type !== "private" && absent(nat["allocationId"]), "MissingParameter", "The request must contain the parameter AllocationId.", "allocationId"),
    ...noIf(absent(nat["subnetId"]), "MissingParameter", "The request must contain the parameter SubnetId.", "subnetId"),
  ];
});

const addressOnce = applyLaw("elastic-ip-in-use", ["ec2/natGateway", "ec2/eipAssociation"], EC2_ERRORS, (inputs, change) => {
  const wanted = text(inputs["allocationId"]);
  if (wanted === undefined || flag(inputs["allowReassociation"]) === true) return [];
  const taken = others(change, "ec2/natGateway", "ec2/eipAssociation").find((other) => text(other.inputs["allocationId"]) === wanted);
  return noIf(taken !== undefined, "Resource.AlreadyAssociated", `resource ${wanted} is already associated with associate-id ${taken?.id}`, "allocationId");
});

const endpointShape = checkLaw("vpc-endpoint-shape", ["ec2/vpcEndpoint"], ENDPOINT, (endpoint, change) => {
  const kind = endpoint["vpcEndpointType"];
  const gateway = kind === "Gateway" || kind === undefined || kind === null;
  const service = text(endpoint["serviceName"]);
  const region = text(endpoint["serviceRegion"]) ?? change.region;
  const owned = service === undefined ? null : /^(?:com\.amazonaws|aws\.[a-z]+)\.((?:af|ap|ca|cn|eu|il|me|mx|sa|us)-[a-z-]+-\d)\./.exec(service);
  const wrongRegion = owned !== null && owned[1] !== region && settled(endpoint["serviceRegion"]);
  const wrongKind = gateway && service !== undefined && /^com\.amazonaws\.[^.]+-\d\./.test(service) && !/\.(s3|dynamodb|s3express)$/.test(service);
  return [
    ...noIf(wrongRegion, "InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`, "serviceName"),
    ...noIf(!wrongRegion && wrongKind, "InvalidParameter", `Endpoint type (Gateway) does not match available service types ([Interface]) of ${service}.`, "vpcEndpointType"),
    ...noIf(gateway && given(endpoint["subnetIds"]) && items(endpoint["subnetIds"]).length > 0, "InvalidParameter", "Subnets are not supported for Gateway endpoints.", "subnetIds"),
    ...noIf(gateway && items(endpoint["securityGroupIds"]).length > 0, "InvalidParameter", "SecurityGroups are not supported for Gateway endpoints.", "securityGroupIds"),
    ...noIf(gateway && flag(endpoint["privateDnsEnabled"]) === true, "InvalidParameter", "PrivateDnsEnabled is not supported for Gateway endpoints.", "privateDnsEnabled"),
    ...noIf(kind === "Interface" && items(endpoint["routeTableIds"]).length > 0, "InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint.", "routeTableIds"),
  ];
});

const endpointNetwork = applyLaw("vpc-endpoint-network", ["ec2/vpcEndpoint"], ENDPOINT, (endpoint, change) => {
  const vpc = lookup(change, ["ec2/vpc"], endpoint["vpcId"]);
  if (vpc === undefined) return [];
  const subnets = texts(endpoint["subnetIds"]).flatMap((id) => lookup(change, ["ec2/subnet"], id) ?? []);
  const zones = subnets.map((subnet) => text(prop(subnet, "availabilityZone"))).filter((zone) => zone !== undefined && zone !== "");
  const privateDns = flag(endpoint["privateDnsEnabled"]) === true;
  const twin = others(change, "ec2/vpcEndpoint").find(
    (other) => other.inputs["vpcId"] === endpoint["vpcId"] && other.inputs["serviceName"] === endpoint["serviceName"] && flag(other.inputs["privateDnsEnabled"]) === true,
  );
  const hostnames = flag(prop(vpc, "enableDnsHostnames")) === true && flag(prop(vpc, "enableDnsSupport")) !== false;
  return [
    ...subnets
      .filter((subnet) => prop(subnet, "vpcId") !== vpc.id)
      .map((subnet) => ({ code: "InvalidSubnetId.NotFound", message: `The subnet ID '${subnet.id}' does not exist in VPC ${vpc.id}`, property: "subnetIds" })),
    ...noIf(zones.length > new Set(zones).size, "DuplicateSubnetsInSameZone", `Found another VPC endpoint subnet in the availability zone of ${repeated(zones).join(", ")}`, "subnetIds"),
    ...noIf(
      privateDns && !hostnames,
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
      "privateDnsEnabled",
    ),
    ...noIf(
      privateDns && twin !== undefined,
      "InvalidParameter",
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${text(endpoint["serviceName"])} in the VPC ${vpc.id}`,
      "privateDnsEnabled",
    ),
  ];
});

const flowLog = checkLaw("flow-log-shape", ["ec2/flowLog"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html", (log) => {
  const interval = log["maxAggregationInterval"];
  const transit = given(log["transitGatewayId"]) || given(log["transitGatewayAttachmentId"]);
  const other = absent(log["transitGatewayId"]) && absent(log["transitGatewayAttachmentId"]);
  return [
    ...noIf(typeof interval === "number" && interval !== 60 && interval !== 600, "InvalidParameter", `MaxAggregationInterval ${num(interval)} is not valid: it is 60 or 600 seconds.`, "maxAggregationInterval"),
    ...noIf(transit && interval === 600, "InvalidParameter", "MaxAggregationInterval for a transit gateway must be 60 seconds.", "maxAggregationInterval"),
    ...noIf(
      (log["logDestinationType"] === undefined || log["logDestinationType"] === "cloud-watch-logs") && absent(log["iamRoleArn"]) && absent(log["deliverCrossAccountRole"]),
      "InvalidParameter",
      "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
      "iamRoleArn",
    ),
    ...noIf(other && absent(log["trafficType"]), "MissingParameter", "The request must contain the parameter TrafficType.", "trafficType"),
  ];
});

const natBeforeGateway = applyLaw(
  "nat-before-gateway",
  ["ec2/internetGateway"],
  EC2_ERRORS,
  ({ vpcId }, change) => {
    const nat = all(change, "ec2/natGateway").find((one) => {
      const subnet = lookup(change, ["ec2/subnet"], prop(one, "subnetId"));
      return !isSelf(change, one) && prop(one, "connectivityType") !== "private" && subnet !== undefined && prop(subnet, "vpcId") === vpcId;
    });
    return noIf(
      nat !== undefined,
      "DependencyViolation",
      `Network ${text(vpcId)} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway. (${nat?.id})`,
    );
  },
  ["delete"],
);

/** Laws of VPCs and their parts, security groups and network ACL rules apart. */
export const networkLaws: readonly Law[] = [
  vpcRange, secondaryOverlap, subnetRange, subnetFits, subnetZone, oneGateway, oneTable, aclNetwork,
  routeShape, routeOnce, inlineRoutes, natShape, addressOnce, endpointShape, endpointNetwork, flowLog, natBeforeGateway,
];
