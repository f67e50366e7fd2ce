/** What routes, gateways, peerings and interfaces may join: everything in a packet's way belongs to one VPC. */
import type { Change, Entity, Law, Refusal, Value } from "../types.ts";
import { overlap, parseCidr, within } from "./cidr.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, oneOf, others, pickTexts, prop, settled, text, texts } from "./kit.ts";
import { networksOf, subnetsOf } from "./zones.ts";

const VPC = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html";
const SECONDARY = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";
const SUBNET = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html";
const ERRORS = "https://docs.aws.amazon.com/ec2/latest/devguide/ec2-error-codes.html";
const PEERING = "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html";
const ENDPOINT = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html";
const FLOW_LOG = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html";
const RUN = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html";

const vpcShape = checkLaw("vpc-shape", ["ec2/vpc"], VPC, (vpc) => [
  ...noIf(absent(vpc["cidrBlock"]) && absent(vpc["ipv4IpamPoolId"]), "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.", "cidrBlock"),
  ...oneOf(vpc["instanceTenancy"], ["default", "dedicated"], "InvalidParameterValue", "instanceTenancy"),
]);

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((block) => parseCidr(block)!);
const BENCHMARK = parseCidr("198.19.0.0/16")!;

const secondary = applyLaw("vpc-cidr-restricted", ["ec2/vpcIpv4CidrBlockAssociation"], SECONDARY, ({ vpcId, cidrBlock }, change) => {
  const first = parseCidr(text(prop(lookup(change, ["ec2/vpc"], vpcId) ?? NOTHING, "cidrBlock")) ?? "");
  const wanted = parseCidr(text(cidrBlock) ?? "");
  if (first === undefined || wanted === undefined) return [];
  const range = PRIVATE.find((one) => overlap(one, wanted));
  const restricted = (range !== undefined && !overlap(range, first)) || (overlap(BENCHMARK, wanted) && !overlap(BENCHMARK, first));
  return noIf(restricted, "InvalidVpc.Range", `The CIDR '${text(cidrBlock)}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR.`, "cidrBlock");
});

const NOTHING: Entity = { token: "", id: "", region: "", inputs: {}, outputs: {} };

const subnetShape = checkLaw("subnet-shape", ["ec2/subnet"], SUBNET, (subnet) => [
  ...noIf(["cidrBlock", "ipv4IpamPoolId", "ipv6CidrBlock", "ipv6IpamPoolId"].every((key) => absent(subnet[key])), "MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.", "cidrBlock"),
  ...noIf(given(subnet["availabilityZone"]) && given(subnet["availabilityZoneId"]), "InvalidParameterCombination", "Only one of availabilityZone and availabilityZoneId may be given.", "availabilityZoneId"),
  ...noIf(flag(subnet["assignIpv6AddressOnCreation"]) === true && absent(subnet["ipv6CidrBlock"]) && absent(subnet["ipv6IpamPoolId"]), "InvalidParameterValue", "Invalid value 'true' for assignIpv6AddressOnCreation: the subnet does not have an IPv6 CIDR block.", "assignIpv6AddressOnCreation"),
]);

const subnetSix = applyLaw("subnet-ipv6-in-vpc", ["ec2/subnet"], "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html", ({ vpcId, ipv6CidrBlock }, change) => {
  const written = text(ipv6CidrBlock);
  const vpc = lookup(change, ["ec2/vpc", "ec2/defaultVpc"], vpcId);
  if (written === undefined || written === "" || vpc === undefined) return [];
  const cidr = parseCidr(written);
  if (cidr === undefined || cidr.version !== 6 || !cidr.canonical) return no("InvalidParameterValue", `Value (${written}) for parameter ipv6CidrBlock is invalid. This is not a valid CIDR block.`, "ipv6CidrBlock");
  const more = all(change, "ec2/vpcIpv6CidrBlockAssociation").filter((one) => prop(one, "vpcId") === vpcId);
  const ranges = [vpc, ...more].flatMap((one) => parseCidr(text(prop(one, "ipv6CidrBlock")) ?? "") ?? []);
  const taken = others(change, "ec2/subnet").some((one) => {
    const theirs = parseCidr(text(prop(one, "ipv6CidrBlock")) ?? "");
    return prop(one, "vpcId") === vpcId && theirs !== undefined && overlap(theirs, cidr);
  });
  return [
    ...noIf(cidr.prefix < 44 || cidr.prefix > 64 || cidr.prefix % 4 !== 0 || !ranges.some((range) => within(cidr, range)), "InvalidSubnet.Range", `The CIDR '${written}' is invalid.`, "ipv6CidrBlock"),
    ...noIf(taken, "InvalidSubnet.Conflict", `The CIDR '${written}' conflicts with another subnet`, "ipv6CidrBlock"),
  ];
});

const gatewayOnce = applyLaw("internet-gateway-one-vpc", ["ec2/internetGatewayAttachment"], ERRORS, ({ internetGatewayId }, change) => {
  const at = networkOfGateway(change, internetGatewayId);
  return noIf(at !== undefined, "Resource.AlreadyAssociated", `resource ${text(internetGatewayId)} is already attached to network ${at}`, "internetGatewayId");
});

/** The VPC that an internet gateway is attached to, by its own argument or by an attachment of another resource. */
function networkOfGateway(change: Change, id: Value): string | undefined {
  const own = lookup(change, ["ec2/internetGateway"], id);
  const later = others(change, "ec2/internetGatewayAttachment").find((one) => one.inputs["internetGatewayId"] === id);
  return [own, later].map((one) => (one === undefined ? undefined : text(prop(one, "vpcId")))).find((vpc) => vpc !== undefined && vpc !== "");
}

/** Refuses a way out through a gateway of another network. */
function strangeWay(change: Change, vpc: string, table: string, way: { gateway: Value; nat: Value }, path: string): Refusal[] {
  const gateway = lookup(change, ["ec2/internetGateway"], way.gateway);
  const nat = lookup(change, ["ec2/natGateway"], way.nat);
  const natVpc = nat === undefined ? undefined : networksOf(subnetsOf(change, texts([prop(nat, "subnetId")])))[0];
  return [
    ...noIf(gateway !== undefined && networkOfGateway(change, way.gateway) !== vpc, "InvalidParameterValue", `route table ${table} and network gateway ${gateway?.id} belong to different networks`, `${path}gatewayId`),
    ...noIf(natVpc !== undefined && natVpc !== vpc, "InvalidParameterValue", `route table ${table} and network gateway ${nat?.id} belong to different networks`, `${path}natGatewayId`),
  ];
}

const routeNetwork = applyLaw("route-same-network", ["ec2/route"], ERRORS, (route, change) => {
  const table = lookup(change, ["ec2/routeTable"], route["routeTableId"]);
  const vpc = table === undefined ? undefined : text(prop(table, "vpcId"));
  return vpc === undefined ? [] : strangeWay(change, vpc, String(table?.id), { gateway: route["gatewayId"], nat: route["natGatewayId"] }, "");
});

const tableNetwork = applyLaw("route-table-same-network", ["ec2/routeTable"], ERRORS, ({ vpcId, routes }, change) => {
  const vpc = text(vpcId);
  if (vpc === undefined) return [];
  return items(routes).map(fields).flatMap((route, index) => strangeWay(change, vpc, change.id ?? "", { gateway: route["gatewayId"], nat: route["natGatewayId"] }, `routes[${index}].`));
});

const routeSix = checkLaw("route-ipv6-destination", ["ec2/route"], ERRORS, ({ destinationIpv6CidrBlock }) => {
  const written = text(destinationIpv6CidrBlock);
  const cidr = parseCidr(written ?? "");
  return noIf(written !== undefined && written !== "" && (cidr === undefined || cidr.version !== 6 || !cidr.canonical), "InvalidParameterValue", `Value (${written}) for parameter destinationIpv6CidrBlock is invalid. This is not a valid IPv6 CIDR block.`, "destinationIpv6CidrBlock");
});

const associationShape = checkLaw("route-table-association-shape", ["ec2/routeTableAssociation"], ERRORS, ({ subnetId, gatewayId }) => [
  ...noIf(absent(subnetId) && absent(gatewayId), "MissingParameter", "The request must contain the parameter subnetId or gatewayId", "subnetId"),
  ...noIf(given(subnetId) && given(gatewayId), "InvalidParameterCombination", "Only one of subnetId and gatewayId may be given.", "gatewayId"),
]);

const natAttached = applyLaw("nat-gateway-way-out", ["ec2/natGateway"], ERRORS, (nat, change) => {
  if (change.operation !== "create" || nat["connectivityType"] === "private" || nat["availabilityMode"] === "regional") return [];
  const vpc = networksOf(subnetsOf(change, texts([nat["subnetId"]])))[0];
  if (vpc === undefined || lookup(change, ["ec2/vpc"], vpc) === undefined) return [];
  const way = others(change, "ec2/internetGateway", "ec2/internetGatewayAttachment").some((one) => prop(one, "vpcId") === vpc);
  return noIf(!way, "Gateway.NotAttached", `Network ${vpc} has no Internet gateway attached`, "subnetId");
});

const aclSubnets = applyLaw("network-acl-subnets-same-vpc", ["ec2/networkAcl"], ERRORS, ({ vpcId, subnetIds }, change) =>
  subnetsOf(change, texts(subnetIds))
    .filter((subnet) => text(vpcId) !== undefined && prop(subnet, "vpcId") !== vpcId)
    .flatMap((subnet) => no("InvalidParameterValue", `Network ACL and subnet ${subnet.id} belong to different networks`, "subnetIds")),
);

const peeringShape = checkLaw("vpc-peering-shape", ["ec2/vpcPeeringConnection"], PEERING, (peering, change) => [
  ...noIf(flag(peering["autoAccept"]) === true && given(peering["peerRegion"]) && peering["peerRegion"] !== change.region, "InvalidParameterCombination", "`peer_region` cannot be set whilst `auto_accept` is `true` when creating an EC2 VPC Peering Connection", "autoAccept"),
  ...noIf(given(peering["vpcId"]) && peering["vpcId"] === peering["peerVpcId"], "InvalidParameterValue", "A VPC cannot be peered with itself.", "peerVpcId"),
]);

const peeringWorld = applyLaw("vpc-peering-reaches", ["ec2/vpcPeeringConnection"], PEERING, (peering, change) => {
  const owner = text(peering["peerOwnerId"]);
  if (owner !== undefined && owner !== "" && owner !== change.account) return [];
  const region = text(peering["peerRegion"]) || change.region;
  const mine = lookup(change, ["ec2/vpc"], peering["vpcId"]);
  const theirs = change.world.list("aws:ec2/vpc:Vpc").find((one) => one.id === peering["peerVpcId"] && one.region === region);
  const [a, b] = [mine, theirs].map((vpc) => (vpc === undefined ? undefined : parseCidr(text(prop(vpc, "cidrBlock")) ?? "")));
  const wrong = theirs === undefined || (a !== undefined && b !== undefined && overlap(a, b));
  return noIf(text(peering["peerVpcId"]) !== undefined && peering["peerVpcId"] !== peering["vpcId"] && wrong, "InvalidVpcPeeringConnection", "unexpected state 'failed': Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range", "peerVpcId");
});

const endpointService = checkLaw("vpc-endpoint-service-name", ["ec2/vpcEndpoint"], ENDPOINT, ({ serviceName }) => {
  const service = text(serviceName);
  return noIf(service !== undefined && service !== "" && !/^(cn\.)?com\.(amazonaws|amazon)\.|^aws\./.test(service), "InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`, "serviceName");
});

const endpointWorld = applyLaw("vpc-endpoint-parts-same-vpc", ["ec2/vpcEndpoint"], ENDPOINT, (endpoint, change) => {
  const vpc = text(endpoint["vpcId"]);
  const strange = (ids: Value, shorts: readonly string[]) => texts(ids).flatMap((id) => lookup(change, shorts, id) ?? []).filter((one) => text(prop(one, "vpcId")) !== undefined && prop(one, "vpcId") !== vpc);
  const tables = texts(endpoint["routeTableIds"]);
  const twin = others(change, "ec2/vpcEndpoint").find((one) => one.inputs["serviceName"] === endpoint["serviceName"] && texts(one.inputs["routeTableIds"]).some((table) => tables.includes(table)));
  return [
    ...strange(endpoint["securityGroupIds"], ["ec2/securityGroup"]).flatMap((one) => no("InvalidParameter", `Security group ${one.id} does not belong to VPC ${vpc}`, "securityGroupIds")),
    ...strange(endpoint["routeTableIds"], ["ec2/routeTable"]).flatMap((one) => no("InvalidRouteTableId.NotFound", `The route table ${one.id} does not exist in VPC ${vpc}`, "routeTableIds")),
    ...noIf(twin !== undefined, "RouteAlreadyExists", `a route table of ${twin?.id} already has a route with the prefix list of ${text(endpoint["serviceName"])}`, "routeTableIds"),
  ];
});

const SUBJECTS = ["vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId", "regionalNatGatewayId"];

const flowSubject = checkLaw("flow-log-subject", ["ec2/flowLog"], FLOW_LOG, (log) => {
  const subjects = SUBJECTS.filter((key) => given(log[key]));
  return [
    ...noIf(subjects.length > 1 || SUBJECTS.every((key) => absent(log[key])), "InvalidParameterCombination", `A flow log has exactly one of ${SUBJECTS.join(", ")}; ${subjects.length} are given.`, subjects[1]),
    ...noIf(log["logDestinationType"] === "s3" && given(log["iamRoleArn"]), "InvalidParameter", "DeliverLogsPermissionArn is not applicable for s3 delivery", "iamRoleArn"),
  ];
});

const flowOnce = applyLaw("flow-log-once", ["ec2/flowLog"], ERRORS, (log, change) => {
  const same = (other: Entity) => [...SUBJECTS, "trafficType", "logDestination", "logDestinationType", "logFormat"].every((key) => (other.inputs[key] ?? null) === (log[key] ?? null));
  return noIf(change.operation === "create" && others(change, "ec2/flowLog").some(same), "FlowLogAlreadyExists", "Error. There is an existing Flow Log with the same configuration and log destination.");
});

const interfaceNetwork = applyLaw("network-interface-network", ["ec2/networkInterface"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html", (inputs, change) => {
  const subnet = subnetsOf(change, texts([inputs["subnetId"]]))[0];
  if (subnet === undefined) return [];
  const range = parseCidr(text(prop(subnet, "cidrBlock")) ?? "");
  const strangers = texts(inputs["securityGroups"]).flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? []).filter((group) => text(prop(group, "vpcId")) !== undefined && prop(group, "vpcId") !== prop(subnet, "vpcId"));
  return [
    ...strangers.flatMap((group) => no("InvalidParameter", `You have specified two resources that belong to different networks: ${group.id} and ${subnet.id}.`, "securityGroups")),
    ...pickTexts(inputs, "privateIps[]").flatMap(({ path, value }) => {
      const address = parseCidr(`${value}/32`);
      return noIf(range !== undefined && (address === undefined || !within(address, range)), "InvalidParameterValue", `Address ${value} does not fall within the subnet's address range`, path);
    }),
  ];
});

const instanceForm = checkLaw("instance-type-and-image", ["ec2/instance", "ec2/launchTemplate"], RUN, (inputs, change) => {
  const kind = text(inputs["instanceType"]);
  const key = change.token.endsWith(":Instance") ? "ami" : "imageId";
  const image = text(inputs[key]);
  return [
    ...noIf(kind !== undefined && kind !== "" && !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(kind), "InvalidParameterValue", `Invalid value '${kind}' for InstanceType.`, "instanceType"),
    ...noIf(image !== undefined && image !== "" && !/^(ami-|resolve:ssm:)/.test(image), "InvalidAMIID.Malformed", `Invalid id: "${image}" (expecting "ami-...")`, key),
    ...noIf(key === "ami" && absent(inputs["ami"]) && absent(inputs["launchTemplate"]) && settled(inputs["launchTemplate"]), "MissingParameter", "The request must contain the parameter ImageId", "ami"),
  ];
});

/** Laws of what a packet passes on its way. */
export const routingLaws: readonly Law[] = [
  vpcShape, secondary, subnetShape, subnetSix, gatewayOnce, routeNetwork, tableNetwork, routeSix, associationShape, natAttached, aclSubnets,
  peeringShape, peeringWorld, endpointService, endpointWorld, flowSubject, flowOnce, interfaceNetwork, instanceForm,
];
