import { arn, network, thing, type Cases } from "../world.ts";

const subnet = { vpcId: "vpc-1", cidrBlock: "10.0.9.0/24", availabilityZone: "eu-central-1c" };
const rule = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/16" };
const table = thing("ec2/routeTable", "rtb-1", { vpcId: "vpc-1" });
const acl = thing("ec2/networkAcl", "acl-1", { vpcId: "vpc-1" });
const gateway = thing("ec2/internetGateway", "igw-1", { vpcId: "vpc-1" });
const address = thing("ec2/eip", "eipalloc-1", { allocationId: "eipalloc-1" });
const nat = thing("ec2/natGateway", "nat-1", { subnetId: "subnet-a", allocationId: "eipalloc-1", connectivityType: "public" });
const route = { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const aclRule = { networkAclId: "acl-1", ruleNumber: 100, protocol: "tcp", ruleAction: "allow", cidrBlock: "0.0.0.0/0", fromPort: 443, toPort: 443 };
const endpoint = { vpcId: "vpc-1", serviceName: "com.amazonaws.eu-central-1.ecr.api", vpcEndpointType: "Interface", subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"], privateDnsEnabled: true };
const s3 = { vpcId: "vpc-1", serviceName: "com.amazonaws.eu-central-1.s3", vpcEndpointType: "Gateway", routeTableIds: ["rtb-1"] };

export const networkCases: readonly Cases[] = [
  {
    law: "vpc-cidr-range",
    refuses: [
      ["InvalidVpc.Range", { short: "ec2/vpc", inputs: { cidrBlock: "10.0.0.0/8" } }],
      ["InvalidVpc.Range", { short: "ec2/vpc", inputs: { cidrBlock: "10.0.0.0/29" } }],
      ["InvalidParameterValue", { short: "ec2/vpc", inputs: { cidrBlock: "10.0.0.0" } }],
      ["InvalidParameterValue", { short: "ec2/vpc", inputs: { cidrBlock: "10.0.0.1/16" } }],
    ],
    accepts: [{ short: "ec2/vpc", inputs: { cidrBlock: "10.0.0.0/16" } }, { short: "ec2/vpc", inputs: { cidrBlock: "10.0.0.0/28" } }],
  },
  {
    law: "vpc-cidr-conflict",
    refuses: [["CidrConflict", { short: "ec2/vpcIpv4CidrBlockAssociation", inputs: { vpcId: "vpc-1", cidrBlock: "10.0.128.0/20" }, world: network }]],
    accepts: [{ short: "ec2/vpcIpv4CidrBlockAssociation", inputs: { vpcId: "vpc-1", cidrBlock: "10.3.0.0/16" }, world: network }],
  },
  {
    law: "subnet-cidr-size",
    refuses: [
      ["InvalidSubnet.Range", { short: "ec2/subnet", inputs: { ...subnet, cidrBlock: "10.0.9.0/29" } }],
      ["InvalidParameterValue", { short: "ec2/subnet", inputs: { ...subnet, cidrBlock: "10.0.9.0/33" } }],
    ],
    accepts: [{ short: "ec2/subnet", inputs: { ...subnet, cidrBlock: "10.0.9.0/28" }, world: network }],
  },
  {
    law: "subnet-cidr-in-vpc",
    refuses: [
      ["InvalidSubnet.Range", { short: "ec2/subnet", inputs: { ...subnet, cidrBlock: "10.9.0.0/24" }, world: network }],
      ["InvalidSubnet.Conflict", { short: "ec2/subnet", inputs: { ...subnet, cidrBlock: "10.0.1.128/25" }, world: network }],
    ],
    accepts: [
      { short: "ec2/subnet", inputs: subnet, world: network },
      { short: "ec2/subnet", inputs: { ...subnet, cidrBlock: "100.64.0.0/24" }, world: [...network, thing("ec2/vpcIpv4CidrBlockAssociation", "assoc", { vpcId: "vpc-1", cidrBlock: "100.64.0.0/16" })] },
      { short: "ec2/subnet", operation: "update", id: "subnet-a", inputs: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }, world: network },
    ],
  },
  {
    law: "subnet-zone-in-region",
    refuses: [["InvalidParameterValue", { short: "ec2/subnet", inputs: { ...subnet, availabilityZone: "eu-west-1a" } }], ["InvalidParameterValue", { short: "ec2/subnet", inputs: { ...subnet, availabilityZone: "eu-central-10a" } }]],
    accepts: [{ short: "ec2/subnet", inputs: subnet, world: network }, { short: "ec2/subnet", inputs: { ...subnet, availabilityZone: "eu-central-1-ham-1a" }, world: network }],
  },
  {
    law: "vpc-one-internet-gateway",
    refuses: [["InvalidParameterValue", { short: "ec2/internetGateway", inputs: { vpcId: "vpc-1" }, world: [...network, gateway] }]],
    accepts: [{ short: "ec2/internetGateway", inputs: { vpcId: "vpc-2" }, world: [...network, gateway] }, { short: "ec2/internetGateway", inputs: {}, world: [...network, gateway] }],
  },
  {
    law: "subnet-one-route-table",
    refuses: [
      ["Resource.AlreadyAssociated", { short: "ec2/routeTableAssociation", inputs: { subnetId: "subnet-a", routeTableId: "rtb-1" }, world: [...network, table, thing("ec2/routeTableAssociation", "rtbassoc-1", { subnetId: "subnet-a", routeTableId: "rtb-1" })] }],
      ["InvalidParameterValue", { short: "ec2/routeTableAssociation", inputs: { subnetId: "subnet-x", routeTableId: "rtb-1" }, world: [...network, table] }],
    ],
    accepts: [{ short: "ec2/routeTableAssociation", inputs: { subnetId: "subnet-a", routeTableId: "rtb-1" }, world: [...network, table] }],
  },
  {
    law: "network-acl-same-vpc",
    refuses: [["InvalidParameterValue", { short: "ec2/networkAclAssociation", inputs: { subnetId: "subnet-x", networkAclId: "acl-1" }, world: [...network, acl] }]],
    accepts: [{ short: "ec2/networkAclAssociation", inputs: { subnetId: "subnet-a", networkAclId: "acl-1" }, world: [...network, acl] }],
  },
  {
    law: "route-one-target",
    refuses: [
      ["InvalidParameterCombination", { short: "ec2/route", inputs: { ...route, natGatewayId: "nat-1" } }],
      ["InvalidParameterCombination", { short: "ec2/route", inputs: { routeTableId: "rtb-1", gatewayId: "igw-1" } }],
      ["InvalidParameterValue", { short: "ec2/route", inputs: { ...route, destinationCidrBlock: "anywhere" } }],
    ],
    accepts: [{ short: "ec2/route", inputs: route, world: [...network, table, gateway] }],
  },
  {
    law: "route-already-exists",
    refuses: [
      ["RouteAlreadyExists", { short: "ec2/route", inputs: route, world: [...network, table, gateway, thing("ec2/route", "r-1", route)] }],
      ["RouteAlreadyExists", { short: "ec2/route", inputs: { ...route, destinationCidrBlock: "10.0.0.0/16" }, world: [...network, table, gateway] }],
    ],
    accepts: [{ short: "ec2/route", inputs: route, world: [...network, table, gateway, thing("ec2/route", "r-1", { ...route, routeTableId: "rtb-2" })] }],
  },
  {
    law: "route-table-routes",
    refuses: [["RouteAlreadyExists", { short: "ec2/routeTable", inputs: { vpcId: "vpc-1", routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }, { cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }] } }]],
    accepts: [{ short: "ec2/routeTable", inputs: { vpcId: "vpc-1", routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }] }, world: [...network, gateway] }],
  },
  {
    law: "nat-gateway-address",
    refuses: [
      ["MissingParameter", { short: "ec2/natGateway", inputs: { subnetId: "subnet-a" } }],
      ["InvalidParameterCombination", { short: "ec2/natGateway", inputs: { subnetId: "subnet-a", connectivityType: "private", allocationId: "eipalloc-1" } }],
      ["MissingParameter", { short: "ec2/natGateway", inputs: { allocationId: "eipalloc-1" } }],
    ],
    accepts: [{ short: "ec2/natGateway", inputs: { subnetId: "subnet-a", allocationId: "eipalloc-1" }, world: [...network, address, gateway] }, { short: "ec2/natGateway", inputs: { subnetId: "subnet-a", connectivityType: "private" }, world: network }],
  },
  {
    law: "elastic-ip-in-use",
    refuses: [["Resource.AlreadyAssociated", { short: "ec2/natGateway", inputs: { subnetId: "subnet-b", allocationId: "eipalloc-1" }, world: [...network, address, nat] }]],
    accepts: [{ short: "ec2/natGateway", operation: "update", id: "nat-1", inputs: nat.inputs, world: [...network, address, nat] }],
  },
  {
    law: "nat-before-gateway",
    refuses: [["DependencyViolation", { short: "ec2/internetGateway", operation: "delete", id: "igw-1", inputs: { vpcId: "vpc-1" }, world: [...network, gateway, nat] }]],
    accepts: [{ short: "ec2/internetGateway", operation: "delete", id: "igw-1", inputs: { vpcId: "vpc-1" }, world: [...network, gateway] }],
  },
  {
    law: "vpc-endpoint-shape",
    refuses: [
      ["InvalidServiceName", { short: "ec2/vpcEndpoint", inputs: { ...s3, serviceName: "com.amazonaws.us-east-1.s3" } }],
      ["InvalidParameter", { short: "ec2/vpcEndpoint", inputs: { ...s3, serviceName: "com.amazonaws.eu-central-1.kms" } }],
      ["InvalidParameter", { short: "ec2/vpcEndpoint", inputs: { ...s3, subnetIds: ["subnet-a"] } }],
      ["InvalidParameter", { short: "ec2/vpcEndpoint", inputs: { ...endpoint, routeTableIds: ["rtb-1"] } }],
    ],
    accepts: [{ short: "ec2/vpcEndpoint", inputs: s3, world: [...network, table] }, { short: "ec2/vpcEndpoint", inputs: endpoint, world: network }],
  },
  {
    law: "vpc-endpoint-network",
    refuses: [
      ["InvalidSubnetId.NotFound", { short: "ec2/vpcEndpoint", inputs: { ...endpoint, subnetIds: ["subnet-x"] }, world: network }],
      ["DuplicateSubnetsInSameZone", { short: "ec2/vpcEndpoint", inputs: { ...endpoint, subnetIds: ["subnet-a", "subnet-a2"] }, world: network }],
      ["InvalidParameter", { short: "ec2/vpcEndpoint", inputs: { ...endpoint, vpcId: "vpc-2", subnetIds: ["subnet-x"], securityGroupIds: [] }, world: network }],
      ["InvalidParameter", { short: "ec2/vpcEndpoint", inputs: endpoint, world: [...network, thing("ec2/vpcEndpoint", "vpce-1", endpoint)] }],
    ],
    accepts: [{ short: "ec2/vpcEndpoint", inputs: endpoint, world: [...network, thing("ec2/vpcEndpoint", "vpce-1", { ...endpoint, serviceName: "com.amazonaws.eu-central-1.kms" })] }],
  },
  {
    law: "flow-log-shape",
    refuses: [
      ["InvalidParameter", { short: "ec2/flowLog", inputs: { vpcId: "vpc-1", trafficType: "ALL", logDestinationType: "s3", maxAggregationInterval: 300 } }],
      ["InvalidParameter", { short: "ec2/flowLog", inputs: { vpcId: "vpc-1", trafficType: "ALL" } }],
      ["MissingParameter", { short: "ec2/flowLog", inputs: { vpcId: "vpc-1", logDestinationType: "s3" } }],
    ],
    accepts: [{ short: "ec2/flowLog", inputs: { vpcId: "vpc-1", trafficType: "ALL", iamRoleArn: arn("iam", "role/r", ""), maxAggregationInterval: 60 }, world: network }],
  },
  {
    law: "security-group-names",
    refuses: [
      ["InvalidParameterValue", { short: "ec2/securityGroup", inputs: { name: "sg-mine", description: "d" } }],
      ["InvalidParameterValue", { short: "ec2/securityGroup", inputs: { name: "default", description: "d" } }],
      ["InvalidParameterValue", { short: "ec2/securityGroup", inputs: { name: "ok", description: "x".repeat(256) } }],
      ["InvalidParameterValue", { short: "ec2/securityGroup", inputs: { name: "ok", description: "Größe" } }],
    ],
    accepts: [{ short: "ec2/securityGroup", inputs: { name: "data", description: "Data tier: 5432 from pods, [a-z]", vpcId: "vpc-1" }, world: network }],
  },
  {
    law: "security-group-rule-shape",
    refuses: [
      ["InvalidParameterCombination", { short: "vpc/securityGroupIngressRule", inputs: { ...rule, referencedSecurityGroupId: "sg-1" } }],
      ["InvalidParameterCombination", { short: "vpc/securityGroupIngressRule", inputs: { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 1, toPort: 1 } }],
      ["InvalidParameterCombination", { short: "vpc/securityGroupEgressRule", inputs: { ...rule, ipProtocol: "-1" } }],
      ["InvalidParameterValue", { short: "vpc/securityGroupIngressRule", inputs: { ...rule, fromPort: 500 } }],
      ["InvalidParameterValue", { short: "vpc/securityGroupIngressRule", inputs: { ...rule, toPort: 70000 } }],
      ["InvalidParameterValue", { short: "vpc/securityGroupIngressRule", inputs: { securityGroupId: "sg-1", ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" } }],
      ["InvalidParameterValue", { short: "vpc/securityGroupIngressRule", inputs: { ...rule, cidrIpv4: "0.0.0.0" } }],
    ],
    accepts: [
      { short: "vpc/securityGroupIngressRule", inputs: rule, world: network },
      { short: "vpc/securityGroupEgressRule", inputs: { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }, world: network },
      { short: "vpc/securityGroupIngressRule", inputs: { securityGroupId: "sg-1", ipProtocol: "icmp", fromPort: -1, toPort: -1, cidrIpv4: "10.0.0.0/16" }, world: network },
      { short: "vpc/securityGroupIngressRule", inputs: { ...rule, cidrIpv4: undefined, prefixListId: "pl-0123456789abcdef0" }, world: network },
    ],
  },
  {
    law: "security-group-old-rule-shape",
    refuses: [
      ["InvalidParameterCombination", { short: "ec2/securityGroupRule", inputs: { type: "ingress", securityGroupId: "sg-1", protocol: "tcp", fromPort: 1, toPort: 2 } }],
      ["InvalidParameterCombination", { short: "ec2/securityGroupRule", inputs: { type: "ingress", securityGroupId: "sg-1", protocol: "tcp", fromPort: 1, toPort: 2, sourceSecurityGroupId: "sg-1", cidrBlocks: ["10.0.0.0/8"] } }],
    ],
    accepts: [{ short: "ec2/securityGroupRule", inputs: { type: "egress", securityGroupId: "sg-1", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }, world: network }],
  },
  {
    law: "security-group-inline-rules",
    refuses: [
      ["InvalidParameterValue", { short: "ec2/securityGroup", inputs: { ingress: [{ protocol: "-1", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }] } }],
      ["InvalidParameterValue", { short: "ec2/securityGroup", inputs: { ingress: [{ protocol: "tcp", fromPort: 90, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }] } }],
    ],
    accepts: [{ short: "ec2/securityGroup", inputs: { vpcId: "vpc-1", egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }, world: network }],
  },
  {
    law: "security-group-rule-duplicate-ingress",
    refuses: [["InvalidPermission.Duplicate", { short: "vpc/securityGroupIngressRule", inputs: { ...rule, description: "again" }, world: [...network, thing("vpc/securityGroupIngressRule", "sgr-1", rule)] }]],
    accepts: [{ short: "vpc/securityGroupIngressRule", inputs: { ...rule, toPort: 444 }, world: [...network, thing("vpc/securityGroupIngressRule", "sgr-1", rule)] }],
  },
  {
    law: "security-group-rule-duplicate-egress",
    refuses: [["InvalidPermission.Duplicate", { short: "vpc/securityGroupEgressRule", inputs: rule, world: [...network, thing("vpc/securityGroupEgressRule", "sgr-1", rule)] }]],
    accepts: [{ short: "vpc/securityGroupEgressRule", inputs: rule, world: [...network, thing("vpc/securityGroupIngressRule", "sgr-1", rule)] }],
  },
  {
    law: "network-acl-rule-shape",
    refuses: [
      ["InvalidParameterValue", { short: "ec2/networkAclRule", inputs: { ...aclRule, ruleNumber: 32767 } }],
      ["InvalidParameterValue", { short: "ec2/networkAclRule", inputs: { ...aclRule, ruleAction: "drop" } }],
      ["MissingParameter", { short: "ec2/networkAclRule", inputs: { ...aclRule, cidrBlock: undefined } }],
    ],
    accepts: [{ short: "ec2/networkAclRule", inputs: aclRule, world: [...network, acl] }],
  },
  {
    law: "network-acl-rule-number",
    refuses: [["NetworkAclEntryAlreadyExists", { short: "ec2/networkAclRule", inputs: aclRule, world: [...network, acl, thing("ec2/networkAclRule", "nacl-1", { ...aclRule, protocol: "udp" })] }]],
    accepts: [{ short: "ec2/networkAclRule", inputs: { ...aclRule, egress: true }, world: [...network, acl, thing("ec2/networkAclRule", "nacl-1", aclRule)] }],
  },
  {
    law: "network-acl-inline-rules",
    refuses: [["NetworkAclEntryAlreadyExists", { short: "ec2/networkAcl", inputs: { ingress: [{ ruleNo: 1, action: "deny", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }, { ruleNo: 1, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "10.0.0.0/8" }] } }]],
    accepts: [{ short: "ec2/networkAcl", inputs: { vpcId: "vpc-1", ingress: [{ ruleNo: 1, action: "deny", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }] }, world: network }],
  },
];
