/** Networks and instances: ids of the EC2 API. Source: "Resource IDs" in the EC2 User Guide. */
import type { Inventor, InventContext, Props } from "../types.ts";
import { arn, digest, hexOf, inventor, lookup, named, number, prefixed, record, text, texts, uuid } from "./forms.ts";
import { zoneId, zoneNames } from "./regions.ts";

type Known = InventContext & { readonly id: string };

const ec2Arn = (context: InventContext, resource: string): string => arn(context, "ec2", resource);
const address = (context: InventContext, label: string): string => {
  const hex = hexOf(context, label, 36);
  return `3.${64 + number(hex.slice(0, 12), 60)}.${number(hex.slice(12, 24), 255)}.${1 + number(hex.slice(24, 36), 253)}`;
};

/** A type whose id is a prefix with hex, with an ARN `arn:…:ec2:…:<kind>/<id>` and an owner. */
const plain = (token: string, prefix: string, kind: string, more: (context: Known) => Props = () => ({})): Inventor =>
  inventor([token], (context) => prefixed(context, prefix), (context) => ({ arn: ec2Arn(context, `${kind}/${context.id}`), ownerId: context.account, ...more(context) }));

function vpc(context: Known): Props {
  const ipv6 = context.inputs["assignGeneratedIpv6CidrBlock"] === true;
  const main = prefixed(context, "rtb");
  return {
    defaultNetworkAclId: prefixed(context, "acl"),
    defaultRouteTableId: main,
    defaultSecurityGroupId: prefixed(context, "sg"),
    dhcpOptionsId: `dopt-0${digest(`dopt:${context.account}:${context.region}`, 16)}`,
    mainRouteTableId: main,
    enableDnsSupport: context.inputs["enableDnsSupport"] ?? true,
    enableDnsHostnames: context.inputs["enableDnsHostnames"] ?? false,
    instanceTenancy: context.inputs["instanceTenancy"] ?? "default",
    ipv6AssociationId: ipv6 ? prefixed(context, "vpc-cidr-assoc") : "",
    ipv6CidrBlock: ipv6 ? `2a05:d014:${hexOf(context, "ipv6", 4)}:${hexOf(context, "ipv6b", 2)}00::/56` : named(context.inputs, "ipv6CidrBlock"),
    ipv6CidrBlockNetworkBorderGroup: ipv6 ? context.region : "",
  };
}

function subnet(context: Known): Props {
  const zone = named(context.inputs, "availabilityZone", zoneNames(context.region)[0] ?? "");
  return {
    availabilityZone: zone,
    availabilityZoneId: named(context.inputs, "availabilityZoneId", zoneId(context.region, zone)),
    ipv6CidrBlockAssociationId: text(context.inputs["ipv6CidrBlock"]) === undefined ? "" : prefixed(context, "subnet-cidr-assoc"),
    privateDnsHostnameTypeOnLaunch: named(context.inputs, "privateDnsHostnameTypeOnLaunch", "ip-name"),
  };
}

function endpoint(context: Known): Props {
  const type = named(context.inputs, "vpcEndpointType", "Gateway");
  const service = named(context.inputs, "serviceName");
  const subnets = texts(context.inputs["subnetIds"]);
  const short = service.replace(`com.amazonaws.${context.region}.`, "").split(".").reverse().join(".");
  const own = `${context.id}-${hexOf(context, "dns", 8)}.${short}.${context.region}.vpce.amazonaws.com`;
  const privateNames = context.inputs["privateDnsEnabled"] === true ? [`${short}.${context.region}.amazonaws.com`] : [];
  return {
    state: "available",
    requesterManaged: false,
    vpcEndpointType: type,
    serviceRegion: named(context.inputs, "serviceRegion", context.region),
    cidrBlocks: type === "Gateway" ? ["52.219.170.0/23", "3.5.134.0/23"] : [],
    prefixListId: type === "Gateway" ? `pl-${digest(service, 8)}` : "",
    networkInterfaceIds: type === "Interface" ? subnets.map((id) => prefixed(context, "eni", `eni:${id}`)) : [],
    dnsEntries: type === "Interface" ? [own, ...privateNames].map((dnsName) => ({ dnsName, hostedZoneId: `Z${hexOf(context, "zone", 13).toUpperCase()}` })) : [],
    ipAddressType: named(context.inputs, "ipAddressType", "ipv4"),
  };
}

function elasticIp(context: Known): Props {
  const ip = address(context, "ip");
  return {
    allocationId: context.id,
    publicIp: ip,
    publicDns: `ec2-${ip.replaceAll(".", "-")}.${context.region}.compute.amazonaws.com`,
    domain: named(context.inputs, "domain", "vpc"),
    networkBorderGroup: named(context.inputs, "networkBorderGroup", context.region),
    publicIpv4Pool: named(context.inputs, "publicIpv4Pool", "amazon"),
    arn: ec2Arn(context, `elastic-ip/${context.id}`),
  };
}

function gateway(context: Known): Props {
  const known = lookup(context, "aws:ec2/eip:Eip", context.inputs["allocationId"]);
  const isPublic = named(context.inputs, "connectivityType", "public") === "public";
  return {
    associationId: isPublic ? prefixed(context, "eipassoc") : "",
    networkInterfaceId: prefixed(context, "eni"),
    publicIp: isPublic ? (known?.["publicIp"] ?? address(context, "ip")) : "",
    privateIp: named(context.inputs, "privateIp", `10.0.${number(hexOf(context, "a", 12), 255)}.${4 + number(hexOf(context, "b", 12), 250)}`),
    connectivityType: isPublic ? "public" : "private",
    availabilityMode: named(context.inputs, "availabilityMode", "zonal"),
    vpcId: named(context.inputs, "vpcId", text(lookup(context, "aws:ec2/subnet:Subnet", context.inputs["subnetId"])?.["vpcId"]) ?? ""),
    routeTableId: "",
  };
}

function instance(context: Known): Props {
  const ip = named(context.inputs, "privateIp", `10.0.${number(hexOf(context, "a", 12), 255)}.${4 + number(hexOf(context, "b", 12), 250)}`);
  return {
    arn: ec2Arn(context, `instance/${context.id}`),
    instanceState: "running",
    availabilityZone: named(context.inputs, "availabilityZone", text(lookup(context, "aws:ec2/subnet:Subnet", context.inputs["subnetId"])?.["availabilityZone"]) ?? zoneNames(context.region)[0] ?? ""),
    privateIp: ip,
    privateDns: `ip-${ip.replaceAll(".", "-")}.${context.region}.compute.internal`,
    primaryNetworkInterfaceId: prefixed(context, "eni"),
    tenancy: named(context.inputs, "tenancy", "default"),
  };
}

/** A number such as Terraform's hash of a key, which the provider appends to ids that AWS does not give. */
const hash = (key: string): number => number(digest(key, 12), 4_294_967_296);

function ruleKey(inputs: Props): string {
  return JSON.stringify(["type", "protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId", "self"].map((name) => inputs[name] ?? null));
}

const destination = (inputs: Props): string =>
  text(inputs["destinationCidrBlock"]) ?? text(inputs["destinationIpv6CidrBlock"]) ?? named(inputs, "destinationPrefixListId");

/** The default security group and its like are not made: they are adopted from the VPC. */
function adopted(context: InventContext, property: string, prefix: string): string {
  return text(lookup(context, "aws:ec2/vpc:Vpc", context.inputs["vpcId"])?.[property]) ?? prefixed(context, prefix);
}

const vpcOf = (context: InventContext, property: string, id: string): string => {
  const owner = context.world.list("aws:ec2/vpc:Vpc", context.region).find((entity) => entity.outputs[property] === id);
  return owner?.id ?? "";
};

export const EC2: readonly Inventor[] = [
  plain("aws:ec2/vpc:Vpc", "vpc", "vpc", vpc),
  plain("aws:ec2/subnet:Subnet", "subnet", "subnet", subnet),
  plain("aws:ec2/securityGroup:SecurityGroup", "sg", "security-group", ({ inputs }) => ({ description: named(inputs, "description", "Managed by Pulumi") })),
  plain("aws:ec2/routeTable:RouteTable", "rtb", "route-table"),
  plain("aws:ec2/internetGateway:InternetGateway", "igw", "internet-gateway"),
  plain("aws:ec2/networkAcl:NetworkAcl", "acl", "network-acl"),
  plain("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dopt", "dhcp-options"),
  plain("aws:ec2/managedPrefixList:ManagedPrefixList", "pl", "prefix-list", () => ({ version: 1 })),
  plain("aws:ec2/networkInterface:NetworkInterface", "eni", "network-interface"),
  plain("aws:ec2/vpcEndpoint:VpcEndpoint", "vpce", "vpc-endpoint", endpoint),
  plain("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw", "transit-gateway"),
  inventor(["aws:ec2/flowLog:FlowLog"], (context) => prefixed(context, "fl"), (context) => ({
    arn: ec2Arn(context, `vpc-flow-log/${context.id}`),
    logDestinationType: named(context.inputs, "logDestinationType", "cloud-watch-logs"),
    maxAggregationInterval: context.inputs["maxAggregationInterval"] ?? 600,
    logFormat: named(context.inputs, "logFormat", "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"),
  })),
  inventor(["aws:ec2/eip:Eip"], (context) => prefixed(context, "eipalloc"), elasticIp),
  inventor(["aws:ec2/eipAssociation:EipAssociation"], (context) => prefixed(context, "eipassoc")),
  inventor(["aws:ec2/natGateway:NatGateway"], (context) => prefixed(context, "nat"), gateway),
  inventor(["aws:ec2/instance:Instance"], (context) => prefixed(context, "i"), instance),
  inventor(["aws:ebs/volume:Volume"], (context) => prefixed(context, "vol"), (context) => ({ arn: ec2Arn(context, `volume/${context.id}`) })),
  inventor(["aws:ebs/snapshot:Snapshot"], (context) => prefixed(context, "snap"), (context) => ({ arn: ec2Arn(context, `snapshot/${context.id}`) })),
  inventor(["aws:ec2/launchTemplate:LaunchTemplate"], (context) => prefixed(context, "lt"), (context) => ({
    arn: ec2Arn(context, `launch-template/${context.id}`),
    // Every change makes a new version of the template.
    latestVersion: context.operation === "update" && typeof context.olds?.["latestVersion"] === "number" ? context.olds["latestVersion"] + 1 : 1,
    defaultVersion: context.inputs["defaultVersion"] ?? 1,
  })),
  inventor(["aws:ec2/keyPair:KeyPair"], (context) => named(context.inputs, "keyName"), (context) => ({
    arn: ec2Arn(context, `key-pair/${context.id}`), keyPairId: prefixed(context, "key"), keyType: "rsa",
    fingerprint: (hexOf(context, "fingerprint", 32).match(/../g) ?? []).join(":"),
  })),
  inventor(["aws:ec2/route:Route"], ({ inputs }) => `r-${named(inputs, "routeTableId")}${hash(destination(inputs))}`, () => ({ origin: "CreateRoute", state: "active", instanceId: "", instanceOwnerId: "" })),
  inventor(["aws:ec2/routeTableAssociation:RouteTableAssociation", "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"], (context) => prefixed(context, "rtbassoc"), (context) => {
    const original = text(lookup(context, "aws:ec2/vpc:Vpc", context.inputs["vpcId"])?.["mainRouteTableId"]);
    return original === undefined ? {} : { originalRouteTableId: original };
  }),
  inventor(["aws:ec2/networkAclAssociation:NetworkAclAssociation"], (context) => prefixed(context, "aclassoc")),
  inventor(["aws:ec2/networkAclRule:NetworkAclRule"], ({ inputs }) => `nacl-${hash(JSON.stringify([inputs["networkAclId"], inputs["ruleNumber"], inputs["egress"] ?? false, inputs["protocol"]]))}`),
  inventor(["aws:ec2/securityGroupRule:SecurityGroupRule"], ({ inputs }) => `sgrule-${hash(`${named(inputs, "securityGroupId")}${ruleKey(inputs)}`)}`, (context) => ({ securityGroupRuleId: prefixed(context, "sgr") })),
  inventor(["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"], (context) => prefixed(context, "sgr"), (context) => ({
    arn: ec2Arn(context, `security-group-rule/${context.id}`), securityGroupRuleId: context.id,
  })),
  inventor(["aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"], ({ inputs }) => `a-${named(inputs, "vpcEndpointId")}${hash(named(inputs, "routeTableId"))}`),
  inventor(["aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"], ({ inputs }) => `a-${named(inputs, "vpcEndpointId")}${hash(named(inputs, "subnetId"))}`),
  inventor(["aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"], ({ inputs }) => named(inputs, "vpcEndpointId")),
  inventor(["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"], (context) => prefixed(context, "pcx"), (context) => ({ acceptStatus: context.inputs["autoAccept"] === true ? "active" : "pending-acceptance", peerOwnerId: named(context.inputs, "peerOwnerId", context.account), peerRegion: named(context.inputs, "peerRegion", context.region) })),
  inventor(["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"], (context) => adopted(context, "defaultSecurityGroupId", "sg"), (context) => ({
    arn: ec2Arn(context, `security-group/${context.id}`), ownerId: context.account, name: "default", description: "default VPC security group",
  })),
  inventor(["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"], ({ inputs }) => named(inputs, "defaultNetworkAclId"), (context) => ({
    arn: ec2Arn(context, `network-acl/${context.id}`), ownerId: context.account, vpcId: vpcOf(context, "defaultNetworkAclId", context.id),
  })),
  inventor(["aws:ec2/defaultRouteTable:DefaultRouteTable"], ({ inputs }) => named(inputs, "defaultRouteTableId"), (context) => ({
    arn: ec2Arn(context, `route-table/${context.id}`), ownerId: context.account, vpcId: vpcOf(context, "defaultRouteTableId", context.id),
  })),
  inventor(["aws:ebs/encryptionByDefault:EncryptionByDefault", "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"], () => "default"),
  inventor(["aws:ebs/defaultKmsKey:DefaultKmsKey"], ({ inputs }) => named(inputs, "keyArn")),
  inventor(["aws:autoscaling/group:Group"], ({ inputs }) => named(inputs, "name"), (context) => ({
    arn: arn(context, "autoscaling", `autoScalingGroup:${uuid(context, "group")}:autoScalingGroupName/${context.id}`),
    desiredCapacity: context.inputs["desiredCapacity"] ?? context.inputs["minSize"] ?? 0,
    availabilityZones: record(context.inputs)["availabilityZones"] ?? texts(context.inputs["vpcZoneIdentifiers"]).flatMap((id) => text(lookup(context, "aws:ec2/subnet:Subnet", id)?.["availabilityZone"]) ?? []),
  })),
];
