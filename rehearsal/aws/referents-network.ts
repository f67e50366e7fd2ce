/** What networks, load balancers, databases and caches are referred to by. */
import type { Referent } from "./referent.ts";

const DEPENDENCY = "DependencyViolation";

/** Referents of EC2, load balancing, RDS and ElastiCache. */
export const NETWORK_AND_DATA = {
  // EC2 and VPC: docs.aws.amazon.com/ec2/latest/devguide/ec2-error-codes.html
  vpc: {
    things: [["ec2/vpc", "id"], ["ec2/defaultVpc", "id"]],
    missing: ["InvalidVpcID.NotFound", "The vpc ID '%' does not exist"],
    inUse: [["ec2/vpc"], DEPENDENCY, "The vpc '%' has dependencies and cannot be deleted. (#)"],
  },
  subnet: {
    things: [["ec2/subnet", "id"], ["ec2/defaultSubnet", "id"]],
    missing: ["InvalidSubnetID.NotFound", "The subnet ID '%' does not exist"],
    inUse: [["ec2/subnet"], DEPENDENCY, "The subnet '%' has dependencies and cannot be deleted. (#)"],
  },
  securityGroup: {
    things: [
      ["ec2/securityGroup", "id"],
      ["ec2/defaultSecurityGroup", "id"],
      ["ec2/vpc", "defaultSecurityGroupId"],
      ["ec2/defaultVpc", "defaultSecurityGroupId"],
      ["eks/cluster", "vpcConfig.clusterSecurityGroupId"],
    ],
    missing: ["InvalidGroup.NotFound", "The security group '%' does not exist"],
    inUse: [["ec2/securityGroup"], DEPENDENCY, "resource % has a dependent object (#)"],
  },
  routeTable: {
    things: [
      ["ec2/routeTable", "id"],
      ["ec2/defaultRouteTable", "id"],
      ["ec2/vpc", "defaultRouteTableId", "mainRouteTableId"],
      ["ec2/defaultVpc", "defaultRouteTableId", "mainRouteTableId"],
    ],
    missing: ["InvalidRouteTableID.NotFound", "The routeTable ID '%' does not exist"],
  },
  networkAcl: {
    things: [
      ["ec2/networkAcl", "id"],
      ["ec2/defaultNetworkAcl", "id"],
      ["ec2/vpc", "defaultNetworkAclId"],
      ["ec2/defaultVpc", "defaultNetworkAclId"],
    ],
    missing: ["InvalidNetworkAclID.NotFound", "The networkAcl ID '%' does not exist"],
  },
  gateway: {
    things: [["ec2/internetGateway", "id"], ["ec2/vpnGateway", "id"], ["ec2/egressOnlyInternetGateway", "id"], ["ec2/carrierGateway", "id"]],
    missing: ["InvalidGatewayID.NotFound", "The gateway ID '%' does not exist"],
    outside: /^(local|vpce-.*)$/,
  },
  internetGateway: {
    things: [["ec2/internetGateway", "id"]],
    missing: ["InvalidInternetGatewayID.NotFound", "The internetGateway ID '%' does not exist"],
  },
  vpnGateway: {
    things: [["ec2/vpnGateway", "id"]],
    missing: ["InvalidVpnGatewayID.NotFound", "The vpnGateway ID '%' does not exist"],
    inUse: [["ec2/vpnGateway"], "IncorrectState", "The vpnGateway '%' is in use. (#)"],
  },
  customerGateway: {
    things: [["ec2/customerGateway", "id"]],
    missing: ["InvalidCustomerGatewayID.NotFound", "The customerGateway ID '%' does not exist"],
    inUse: [["ec2/customerGateway"], "IncorrectState", "The customer gateway '%' is in use. (#)"],
  },
  natGateway: {
    things: [["ec2/natGateway", "id"]],
    missing: ["InvalidNatGatewayID.NotFound", "The natGateway ID '%' does not exist"],
  },
  elasticIp: {
    things: [["ec2/eip", "id", "allocationId"]],
    missing: ["InvalidAllocationID.NotFound", "The allocation ID '%' does not exist"],
    inUse: [["ec2/eip"], "InvalidIPAddress.InUse", "The address with allocation ID '%' is in use. (#)"],
  },
  networkInterface: {
    things: [
      ["ec2/networkInterface", "id"],
      ["ec2/vpcEndpoint", "networkInterfaceIds[]"],
      ["ec2/natGateway", "networkInterfaceId"],
      ["ec2/instance", "primaryNetworkInterfaceId"],
      ["efs/mountTarget", "networkInterfaceId"],
    ],
    missing: ["InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%' does not exist"],
  },
  vpcEndpoint: {
    things: [["ec2/vpcEndpoint", "id"]],
    missing: ["InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%' does not exist"],
  },
  peering: {
    things: [["ec2/vpcPeeringConnection", "id"], ["ec2/vpcPeeringConnectionAccepter", "id", "vpcPeeringConnectionId"]],
    missing: ["InvalidVpcPeeringConnectionID.NotFound", "The vpcPeeringConnection ID '%' does not exist"],
    anywhere: true,
  },
  dhcpOptions: {
    things: [["ec2/vpcDhcpOptions", "id"], ["ec2/defaultVpcDhcpOptions", "id"], ["ec2/vpc", "dhcpOptionsId"]],
    missing: ["InvalidDhcpOptionID.NotFound", "The dhcpOption ID '%' does not exist"],
    outside: /^default$/,
  },
  instance: {
    things: [["ec2/instance", "id"], ["ec2/spotInstanceRequest", "spotInstanceId"]],
    missing: ["InvalidInstanceID.NotFound", "The instance ID '%' does not exist"],
  },
  volume: {
    things: [["ebs/volume", "id"]],
    missing: ["InvalidVolume.NotFound", "The volume '%' does not exist."],
    inUse: [["ebs/volume"], "VolumeInUse", "Volume % is currently attached. (#)"],
  },
  keyPair: {
    things: [["ec2/keyPair", "id", "keyName"]],
    missing: ["InvalidKeyPair.NotFound", "The key pair '%' does not exist"],
  },
  launchTemplate: {
    things: [["ec2/launchTemplate", "id"]],
    missing: ["InvalidLaunchTemplateId.NotFound", "The specified launch template, with template ID %, does not exist."],
  },
  transitGateway: {
    // May be shared by another account, so a missing one is not refused; only its deletion is judged.
    things: [["ec2transitgateway/transitGateway", "id"]],
    missing: ["InvalidTransitGatewayID.NotFound", "Transit Gateway % was deleted or does not exist."],
    outside: /^/,
    inUse: [["ec2transitgateway/transitGateway"], "IncorrectState", "% has non-deleted Transit Gateway Attachments: #"],
  },
  // Elastic Load Balancing
  loadBalancer: {
    things: [["lb/loadBalancer", "id", "arn"], ["alb/loadBalancer", "id", "arn"]],
    missing: ["LoadBalancerNotFound", "One or more load balancers not found: '%'"],
    inUse: [
      ["lb/loadBalancer", "alb/loadBalancer"],
      "ResourceInUse",
      "Load balancer '%' cannot be deleted because it is currently associated with another service (#)",
    ],
  },
  targetGroup: {
    things: [["lb/targetGroup", "id", "arn"], ["alb/targetGroup", "id", "arn"]],
    missing: ["TargetGroupNotFound", "Target groups '%' not found"],
    inUse: [["lb/targetGroup", "alb/targetGroup"], "ResourceInUse", "Target group '%' is currently in use by a listener or a rule (#)"],
  },
  listener: {
    things: [["lb/listener", "id", "arn"], ["alb/listener", "id", "arn"]],
    missing: ["ListenerNotFound", "One or more listeners not found: '%'"],
  },
  trustStore: {
    things: [["lb/trustStore", "id", "arn"]],
    missing: ["TrustStoreNotFound", "Trust store '%' not found"],
    inUse: [["lb/trustStore"], "TrustStoreInUse", "Trust store '%' is currently in use by a listener (#)"],
  },
  // RDS
  dbSubnetGroup: {
    things: [["rds/subnetGroup", "id", "name"], ["docdb/subnetGroup", "id", "name"], ["neptune/subnetGroup", "id", "name"]],
    missing: ["DBSubnetGroupNotFoundFault", "DB subnet group '%' does not exist."],
    outside: /^default(-vpc-[0-9a-f]+)?$/,
    inUse: [
      ["rds/subnetGroup", "docdb/subnetGroup", "neptune/subnetGroup"],
      "InvalidDBSubnetGroupStateFault",
      "Cannot delete the subnet group '%' because at least one database instance: # is still using it.",
    ],
  },
  dbParameterGroup: {
    things: [["rds/parameterGroup", "id", "name"]],
    missing: ["DBParameterGroupNotFound", "DBParameterGroup not found: %"],
    outside: /^default\./,
    inUse: [
      ["rds/parameterGroup"],
      "InvalidDBParameterGroupState",
      "One or more database instances are still members of this parameter group %, so the group cannot be deleted (#)",
    ],
  },
  dbClusterParameterGroup: {
    things: [["rds/clusterParameterGroup", "id", "name"]],
    missing: ["DBClusterParameterGroupNotFound", "DBClusterParameterGroup not found: %"],
    outside: /^default\./,
    inUse: [
      ["rds/clusterParameterGroup"],
      "InvalidDBParameterGroupState",
      "One or more DB clusters are still members of this parameter group %, so the group cannot be deleted (#)",
    ],
  },
  dbOptionGroup: {
    things: [["rds/optionGroup", "id", "name"]],
    missing: ["OptionGroupNotFoundFault", "Specified OptionGroupName: % not found"],
    outside: /^default:/,
    inUse: [["rds/optionGroup"], "InvalidOptionGroupStateFault", "The option group '%' cannot be deleted because it is in use. (#)"],
  },
  dbCluster: {
    things: [["rds/cluster", "id", "clusterIdentifier", "arn"]],
    missing: ["DBClusterNotFoundFault", "DBCluster % not found"],
    inUse: [["rds/cluster"], "InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state. (#)"],
  },
  dbInstance: {
    things: [["rds/instance", "id", "identifier", "arn", "resourceId"], ["rds/clusterInstance", "id", "identifier", "arn"]],
    missing: ["DBInstanceNotFound", "DBInstance % not found."],
    anywhere: "arn",
  },
  dbProxy: {
    things: [["rds/proxy", "id", "name"]],
    missing: ["DBProxyNotFoundFault", "DBProxy % not found."],
  },
  globalCluster: {
    things: [["rds/globalCluster", "id", "globalClusterIdentifier"]],
    missing: ["GlobalClusterNotFoundFault", "Global cluster % not found"],
    anywhere: true,
    inUse: [["rds/globalCluster"], "InvalidGlobalClusterStateFault", "Global cluster % is not empty (#)"],
  },
  // ElastiCache
  cacheSubnetGroup: {
    things: [["elasticache/subnetGroup", "id", "name"]],
    missing: ["CacheSubnetGroupNotFoundFault", "Cache Subnet Group % does not exist."],
    outside: /^default$/,
    inUse: [["elasticache/subnetGroup"], "CacheSubnetGroupInUse", "Cache subnet group % is currently in use by a cache cluster. (#)"],
  },
  cacheParameterGroup: {
    things: [["elasticache/parameterGroup", "id", "name"]],
    missing: ["CacheParameterGroupNotFound", "CacheParameterGroup % not found."],
    outside: /^default\./,
    inUse: [
      ["elasticache/parameterGroup"],
      "InvalidCacheParameterGroupState",
      "One or more cache clusters are still members of this parameter group %, so the group cannot be deleted. (#)",
    ],
  },
  replicationGroup: {
    things: [["elasticache/replicationGroup", "id", "replicationGroupId"]],
    missing: ["ReplicationGroupNotFoundFault", "Replication group % not found"],
  },
  globalReplicationGroup: {
    things: [["elasticache/globalReplicationGroup", "id", "globalReplicationGroupId"]],
    missing: ["GlobalReplicationGroupNotFoundFault", "Global Replication Group % not found"],
    anywhere: true,
  },
  cacheUser: {
    things: [["elasticache/user", "id", "userId"]],
    missing: ["UserNotFound", "User % not found."],
    outside: /^default$/,
  },
  cacheUserGroup: {
    things: [["elasticache/userGroup", "id", "userGroupId"]],
    missing: ["UserGroupNotFound", "UserGroup % not found."],
    inUse: [["elasticache/userGroup"], "InvalidUserGroupState", "User group % is associated with a replication group and cannot be deleted. (#)"],
  },
} as const satisfies Record<string, Referent>;
