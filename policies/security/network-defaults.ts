/**
 * What a region and a network allow beside security groups: PRC-010, PRC-011, PRC-018…PRC-020.
 */
import { stated, type Node } from "../graph.ts";
import { dig, isOpen, list, quoted, text } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { notOff, on, oneOf, settingsRule } from "../settings.ts";
import { CLASSIC_LOAD_BALANCER, EKS_CLUSTER, LOAD_BALANCERS, SUBNET, VPC } from "../types.ts";
import { isHidden } from "../unknown.ts";

const internetBlocked = settingsRule(
  {
    name: "vpc-public-access-blocked",
    items: ["PRC-018", "PRC-019"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.172" }],
    demands: "Where public access to VPCs is governed for a region, what comes in through internet gateways is blocked.",
    why: "The switch that is meant to close every VPC leaves them open.",
    remediation: "Set internetGatewayBlockMode to block-ingress or block-bidirectional, and exclude the VPC with the load balancer.",
  },
  { "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": () => [oneOf("internetGatewayBlockMode", ["block-ingress", "block-bidirectional"], "internet gateways let traffic in")] },
);

const attachments = settingsRule(
  {
    name: "network-attachment-approved",
    items: ["PRC-020"],
    severity: "high",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.23" }],
    demands: "Networks of other accounts are attached only when somebody accepts them.",
    why: "Whoever the transit gateway is shared with could join the network unasked.",
    remediation: "Leave autoAcceptSharedAttachments out.",
  },
  // Disabled by default (EC2 API, TransitGatewayRequestOptions).
  { "aws:ec2transitgateway/transitGateway:TransitGateway": () => [oneOf("autoAcceptSharedAttachments", ["disable", undefined], "attachments are accepted unasked")] },
);

const interfaces = settingsRule(
  {
    name: "network-interface-source-checked",
    items: ["PRC-020"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.180" }],
    demands: "Network interfaces take and send only traffic that is theirs.",
    why: "A machine could pass traffic between networks, or speak in another's name.",
    remediation: "Leave sourceDestCheck out; use a NAT gateway instead of a machine.",
  },
  // On by default (EC2 API, ModifyNetworkInterfaceAttribute).
  {
    "aws:ec2/networkInterface:NetworkInterface": () => [notOff("sourceDestCheck", "it passes on traffic of others")],
    "aws:ec2/instance:Instance": () => [notOff("sourceDestCheck", "it passes on traffic of others")],
  },
);

const vpn = settingsRule(
  {
    name: "vpn-connections-logged",
    items: ["PRC-116"],
    severity: "low",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.51" }],
    demands: "A Client VPN endpoint logs who connects.",
    why: "Who was in the network, and when, is written nowhere else.",
    remediation: "Set connectionLogOptions.enabled and a log group.",
  },
  { "aws:ec2clientvpn/endpoint:Endpoint": () => [on("connectionLogOptions.enabled", "connections are not logged")] },
);

const prefixLists: ResourceRule = {
  name: "prefix-list-not-open",
  items: ["PRC-010", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.18" }, { name: "AWS FSBP", reference: "EC2.19" }, { name: "NIST 800-53", reference: "SC-7" }],
  demands: "No prefix list holds the internet at large.",
  why: "Every security group that trusts the list would be open, without a rule that shows it.",
  remediation: "List the address blocks that are meant.",
  looksAt: ["aws:ec2/managedPrefixList:ManagedPrefixList", "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"],
  judge(node) {
    return examine((check) => {
      const refuse = (cidr: unknown, property: string) => {
        if (isOpen(cidr)) check.fail(`it holds ${quoted(cidr)}`, property);
      };
      if (node.type.endsWith("Entry")) return refuse(node.props["cidr"], "cidr");
      check.each(() => list(node.props["entries"]), (entry, index) => refuse(dig(entry, "cidr"), `entries[${index}].cidr`));
    });
  },
};

const ACL_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";

const aclInUse: StackRule = {
  name: "network-acl-in-use",
  items: ["PRC-020"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.16" }],
  demands: "Every network ACL guards a subnet.",
  why: "A reader takes it for a wall, and there is none.",
  remediation: "Set subnetIds, or remove the ACL.",
  looksAt: "stack",
  subjects: ["aws:ec2/networkAcl:NetworkAcl"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const listed = isHidden(() => node.props["subnetIds"]) || list(node.props["subnetIds"]).length > 0;
      check.that(() => listed || graph.referrers(node, [ACL_ASSOCIATION], "networkAclId").length > 0, "no subnet uses it", "subnetIds");
    });
  },
};

const balancers = settingsRule(
  {
    name: "load-balancer-internal",
    items: ["PRC-018", "PRC-019"],
    severity: "high",
    frameworks: [{ name: "NIST 800-53", reference: "SC-7" }],
    demands: "Load balancers have no public address; CloudFront reaches them inside the VPC.",
    why: "Traffic would come in past CloudFront, its firewall and its access logs.",
    remediation: "Set internal to true and add a VpcOrigin to the distribution.",
  },
  // Internet-facing where it is left out (ELB API, CreateLoadBalancer); a Gateway Load Balancer has no address to call.
  {
    ...Object.fromEntries(LOAD_BALANCERS.map((type) => [type, ({ props }: Node) => (props["loadBalancerType"] === "gateway" ? "a Gateway Load Balancer takes no calls" : [on("internal", "it faces the internet, which is the default")])])),
    [CLASSIC_LOAD_BALANCER]: () => [on("internal", "it faces the internet, which is the default")],
  },
);

const ROUTE = "aws:ec2/route:Route";

const peering: ResourceRule = {
  name: "peering-route-narrow",
  items: ["PRC-020"],
  severity: "medium",
  frameworks: [{ name: "CIS AWS 3.0", reference: "5.5" }, { name: "NIST 800-53", reference: "SC-7" }],
  demands: "Routes to a peered VPC are for its addresses, not for all.",
  why: "Whatever has no other way out would go through somebody else's network.",
  remediation: "Set the destination to the range of the peer, or to the part of it that is needed.",
  looksAt: [ROUTE, "aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"],
  judge(node) {
    const [routes, blocks] = node.type === ROUTE
      ? [() => [node.props], ["destinationCidrBlock", "destinationIpv6CidrBlock"]]
      : [() => list(node.props["routes"]), ["cidrBlock", "ipv6CidrBlock"]];
    return examine((check) =>
      check.each(routes, (route) => {
        const open = blocks.filter((block) => isOpen(dig(route, block)));
        const peered = () => isHidden(() => dig(route, "vpcPeeringConnectionId")) || text(dig(route, "vpcPeeringConnectionId")) !== undefined;
        if (open.length > 0) check.that(() => !peered(), "it leads everything to the peer", open[0]);
      }),
    );
  },
};

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

/**
 * What nodes ask for whenever they start: the EC2 API, both parts of ECR, and the bucket in which ECR keeps layers; and
 * Systems Manager, which has the parameters. Not Incident Manager (AWS FSBP, EC2.58 and EC2.60), which AWS has given to no
 * new customer since November 2025, and which the platform does not use (Incident Manager User Guide, "availability change").
 */
const SERVICES = ["ec2", "ecr.api", "ecr.dkr", "s3", "ssm"];

const endpoints: StackRule = {
  name: "vpc-service-endpoints",
  items: ["PRC-018"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.10" }, { name: "AWS FSBP", reference: "EC2.55" }, { name: "AWS FSBP", reference: "EC2.56" }, { name: "AWS FSBP", reference: "EC2.57" }, { name: "CIS AWS 7.0", reference: "6.8" }],
  demands: "A VPC in which a cluster runs has endpoints for EC2, ECR, Systems Manager and S3.",
  why: "Credentials and images would travel over the internet otherwise.",
  remediation: "Add interface endpoints for ec2, ecr.api, ecr.dkr and ssm, and a gateway endpoint for s3.",
  looksAt: "stack",
  subjects: [VPC],
  judge(node, _policy, graph) {
    const clusters = graph.ofType([EKS_CLUSTER]).filter((cluster) => graph.referenced(cluster, "vpcConfig", [SUBNET]).some((subnet) => graph.points(subnet, "vpcId", node)));
    if (clusters.length === 0) return notApplicable("no cluster runs in it");
    return examine((check) => {
      const found = graph.referrers(node, [ENDPOINT], "vpcId").map(({ props }) => text(props["serviceName"]) ?? "");
      for (const service of SERVICES) check.that(() => found.some((name) => name.endsWith(`.${service}`)), `it has no endpoint for ${service}`);
    });
  },
};

/** What can have an elastic address, and the properties that name it. */
const ADDRESSED: readonly (readonly [type: string, properties: readonly string[]])[] = [
  ["aws:ec2/natGateway:NatGateway", ["allocationId", "secondaryAllocationIds", "availabilityZoneAddresses"]],
  ["aws:ec2/eipAssociation:EipAssociation", ["allocationId", "publicIp"]],
  ...LOAD_BALANCERS.map((type) => [type, ["subnetMappings"]] as const),
];

const addresses: StackRule = {
  name: "address-in-use",
  items: ["PRC-020"],
  severity: "low",
  frameworks: [{ name: "AWS Security Hub", reference: "EC2.12" }, { name: "NIST 800-53", reference: "CM-8(1)" }],
  demands: "Every elastic address belongs to something.",
  why: "It costs, and whoever trusts the address trusts whatever gets it next.",
  remediation: "Give it to a NAT gateway, a load balancer, a machine or an interface, or release it.",
  looksAt: "stack",
  subjects: ["aws:ec2/eip:Eip"],
  judge(address, _policy, graph) {
    return examine((check) => {
      const holder = (property: string) => (address.propertyDependencies[property] ?? []).length > 0 || text(stated(address, property)) !== undefined;
      const held = ADDRESSED.some(([type, properties]) => properties.some((property) => graph.referrers(address, [type], property).length > 0));
      check.that(() => held || ["instance", "networkInterface"].some(holder), "nothing uses it");
    });
  },
};

const nodeSsh: ResourceRule = {
  name: "node-group-no-ssh",
  items: ["PRC-011"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "5.4.3" }, { name: "AWS Security Hub", reference: "EC2.13" }],
  demands: "SSH to the nodes of a cluster is open to named security groups only.",
  why: "With a key and no security group EKS opens port 22 of every node to the internet.",
  remediation: "Remove remoteAccess and use Session Manager, or set sourceSecurityGroupIds.",
  looksAt: ["aws:eks/nodeGroup:NodeGroup"],
  judge(node) {
    return examine((check) => {
      const access = node.props["remoteAccess"];
      if (text(dig(access, "ec2SshKey")) === undefined) return;
      check.that(() => list(dig(access, "sourceSecurityGroupIds")).length > 0, "everybody reaches port 22", "remoteAccess.sourceSecurityGroupIds");
    });
  },
};

export const rules: readonly Rule[] = [internetBlocked, balancers, attachments, interfaces, vpn, prefixLists, aclInUse, peering, endpoints, addresses, nodeSsh];
