/**
 * What can be referred to: which types stand for it, by which property it is named, what AWS says when it is not
 * there, and what it says when it is deleted while something still needs it.
 */

/** Something that other resources name. */
export interface Referent {
  /**
   * Types that are one, with the properties a reference may give; `id` is the provider-assigned id. A property may be
   * a path (`masterUserSecrets[].secretArn`): a thing made by another resource.
   */
  readonly things: readonly (readonly [short: string, ...keys: string[]])[];
  /** Code and wording where the thing is not there; `%` stands for the value. */
  readonly missing: readonly [code: string, message: string];
  /** Values that live outside any stack: AWS-managed ones and defaults. */
  readonly outside?: RegExp;
  /** Code and wording of a deletion while it is in use: types that are deleted so, code, message (`%` the thing, `#` the user). */
  readonly inUse?: readonly [shorts: readonly string[], code: string, message: string];
  /** May be in another region than the resource that names it; `arn`: only where it is named by its ARN. */
  readonly anywhere?: true | "arn";
  /** Makes a reference comparable: drops a qualifier or a prefix. */
  readonly plain?: (value: string) => string;
}

const functionName = (value: string): string => {
  const name = /^(?:arn:[^:]+:lambda:[^:]*:[^:]*:)?(?:\d{12}:)?(?:function:)?([^:]+)/.exec(value);
  return name === null ? value : name[1]!;
};

const afterSlash = (value: string): string => value.slice(value.lastIndexOf("/") + 1);

/** The published ids of CloudFront's managed policies. */
const MANAGED_CACHE_POLICIES =
  /^(658327ea-f89d-4fab-a63d-7e88639e58f6|4135ea2d-6df8-44a3-9df3-4b5a84be39ad|b2884449-e4de-46a7-ac36-70bc7f1ddd6d|08627262-05a9-4f76-9ded-b50ca2e3a84f|2e54312d-136d-493c-8eb9-b001f22f67d2|83da9c7e-98b4-4e11-a168-04f0df8e2c65|4cc15a8a-d715-48a4-82b8-cc0b614638fe|4d1d2f1d-3a71-49ad-9e08-7ea5d843a556|1c6db51a-a33f-469a-8245-dae26771f530|7e5fad67-ee98-4ad0-b05a-394999eefc1a|a6bad946-36c3-4c33-aa98-362c74a7fb13)$/;
const MANAGED_ORIGIN_REQUEST_POLICIES =
  /^(216adef6-5c7f-47e4-b989-5492eafa07d3|b689b0a8-53d0-40ab-baf2-68738e2966ac|88a5eaf4-2fd4-4709-b370-b4c650ea3fcf|59781a5b-3903-41f3-afcb-af62929ccde1|775133bc-15f2-49f9-abea-afb2e0bf67d2|acba4595-bd28-49b8-b9fe-13317c0390fa|33f36d7e-f396-46d9-90e0-52428a34d9dc|bf0718e1-ba1e-49d1-88b1-f726733018ae)$/;
const MANAGED_RESPONSE_HEADERS_POLICIES =
  /^(60669652-455b-4ae9-85a4-c4c02393f86c|5cc3b908-e619-4b99-88e5-2cf7f45965bd|67f7725c-6f97-4210-82d7-5512b31e9d03|e61eb60c-9c35-4d20-a928-2b84e02af89c|eaab4381-ed33-4a86-88ca-d9558dc6cd63)$/;

const DEPENDENCY = "DependencyViolation";

/** Every referent by the name the reference table uses. */
export const REFERENTS = {
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
  },
  // EKS, ECS, ECR, Lambda
  eksCluster: {
    things: [["eks/cluster", "id", "name"]],
    missing: ["ResourceNotFoundException", "No cluster found for name: %."],
    inUse: [["eks/cluster"], "ResourceInUseException", "Cluster % has resources attached (#)"],
  },
  ecsCluster: {
    things: [["ecs/cluster", "id", "arn", "name"]],
    missing: ["ClusterNotFoundException", "Cluster not found: %"],
    outside: /^default$/,
    inUse: [["ecs/cluster"], "ClusterContainsServicesException", "The Cluster % cannot be deleted while Services are active. (#)"],
  },
  taskDefinition: {
    things: [["ecs/taskDefinition", "id", "arn", "arnWithoutRevision", "family"]],
    missing: ["ClientException", "Unable to describe task definition. (%)"],
    plain: (value) => value.replace(/:\d+$/, ""),
  },
  repository: {
    things: [["ecr/repository", "id", "name"]],
    missing: ["RepositoryNotFoundException", "The repository with name '%' does not exist in the registry"],
  },
  lambda: {
    things: [["lambda/function", "id", "name"]],
    missing: ["ResourceNotFoundException", "Function not found: %"],
    plain: functionName,
  },
  // IAM
  role: {
    things: [["iam/role", "id", "name", "arn"], ["iam/serviceLinkedRole", "name", "arn"]],
    missing: ["NoSuchEntity", "The role with name % cannot be found."],
    outside: /:role\/aws-service-role\/|^AWSServiceRoleFor/,
  },
  user: {
    things: [["iam/user", "id", "name", "arn"]],
    missing: ["NoSuchEntity", "The user with name % cannot be found."],
  },
  group: {
    things: [["iam/group", "id", "name"]],
    missing: ["NoSuchEntity", "The group with name % cannot be found."],
  },
  managedPolicy: {
    things: [["iam/policy", "id", "arn"]],
    missing: ["NoSuchEntity", "Policy % does not exist or is not attachable."],
    outside: /^arn:[^:]+:iam::aws:policy\//,
    inUse: [["iam/policy"], "DeleteConflict", "Cannot delete a policy attached to entities. (#)"],
  },
  instanceProfile: {
    things: [["iam/instanceProfile", "id", "name", "arn"]],
    missing: ["InvalidParameterValue", "Value (%) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"],
  },
  // KMS
  key: {
    things: [
      ["kms/key", "id", "keyId", "arn"],
      ["kms/replicaKey", "id", "keyId", "arn"],
      ["kms/externalKey", "id", "keyId", "arn"],
      ["kms/replicaExternalKey", "id", "keyId", "arn"],
      ["kms/alias", "name", "arn"],
    ],
    missing: ["NotFoundException", "Key '%' does not exist"],
    outside: /(^|:)alias\/aws\//,
  },
  // Storage
  bucket: {
    things: [["s3/bucket", "id", "bucket", "arn"], ["s3/bucketV2", "id", "bucket", "arn"], ["s3/directoryBucket", "id", "bucket", "arn"]],
    missing: ["NoSuchBucket", "The specified bucket does not exist (%)"],
    anywhere: true,
  },
  fileSystem: {
    things: [["efs/fileSystem", "id", "arn"]],
    missing: ["FileSystemNotFound", "File system '%' does not exist."],
    inUse: [["efs/fileSystem"], "FileSystemInUse", "File system '%' has mount targets (#)"],
  },
  table: {
    things: [["dynamodb/table", "id", "name", "arn"]],
    missing: ["ResourceNotFoundException", "Requested resource not found: Table: % not found"],
  },
  backupVault: {
    things: [["backup/vault", "id", "name", "arn"], ["backup/logicallyAirGappedVault", "id", "name", "arn"]],
    missing: ["ResourceNotFoundException", "Backup vault % does not exist"],
    outside: /(^|:backup-vault:)Default$/,
    anywhere: true,
  },
  backupPlan: {
    things: [["backup/plan", "id"]],
    missing: ["ResourceNotFoundException", "Backup plan % does not exist"],
    inUse: [["backup/plan"], "InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan deletion (#)"],
  },
  // Edge
  certificate: {
    things: [["acm/certificate", "id", "arn"], ["iam/serverCertificate", "arn"]],
    missing: ["CertificateNotFound", "Certificate '%' not found"],
    inUse: [["acm/certificate"], "ResourceInUseException", "Certificate % is in use. (#)"],
  },
  hostedZone: {
    things: [["route53/zone", "id", "zoneId"]],
    missing: ["NoSuchHostedZone", "No hosted zone found with ID: %"],
    plain: afterSlash,
  },
  healthCheck: {
    things: [["route53/healthCheck", "id"]],
    missing: ["NoSuchHealthCheck", "No health check exists with the specified ID: %"],
  },
  cachePolicy: {
    things: [["cloudfront/cachePolicy", "id"]],
    missing: ["NoSuchCachePolicy", "The specified cache policy does not exist. (%)"],
    outside: MANAGED_CACHE_POLICIES,
    inUse: [["cloudfront/cachePolicy"], "CachePolicyInUse", "The cache policy % is attached to one or more cache behaviors. (#)"],
  },
  originRequestPolicy: {
    things: [["cloudfront/originRequestPolicy", "id"]],
    missing: ["NoSuchOriginRequestPolicy", "The specified origin request policy does not exist. (%)"],
    outside: MANAGED_ORIGIN_REQUEST_POLICIES,
    inUse: [["cloudfront/originRequestPolicy"], "OriginRequestPolicyInUse", "The origin request policy % is attached to one or more cache behaviors. (#)"],
  },
  responseHeadersPolicy: {
    things: [["cloudfront/responseHeadersPolicy", "id"]],
    missing: ["NoSuchResponseHeadersPolicy", "The specified response headers policy does not exist. (%)"],
    outside: MANAGED_RESPONSE_HEADERS_POLICIES,
    inUse: [["cloudfront/responseHeadersPolicy"], "ResponseHeadersPolicyInUse", "The response headers policy % is attached to one or more cache behaviors. (#)"],
  },
  edgeFunction: {
    things: [["cloudfront/function", "arn"]],
    missing: ["InvalidFunctionAssociation", "The function ARN % does not exist or is not published."],
    inUse: [["cloudfront/function"], "FunctionInUse", "Cannot delete function %, it is in use by # distributions"],
  },
  originAccessControl: {
    things: [["cloudfront/originAccessControl", "id"]],
    missing: ["InvalidOriginAccessControl", "The origin access control % does not exist."],
    inUse: [["cloudfront/originAccessControl"], "OriginAccessControlInUse", "Cannot delete the origin access control % because it's in use by one or more distributions. (#)"],
  },
  vpcOrigin: {
    things: [["cloudfront/vpcOrigin", "id"]],
    missing: ["EntityNotFound", "The VPC origin % was not found."],
    inUse: [["cloudfront/vpcOrigin"], "CannotDeleteEntityWhileInUse", "The VPC origin % cannot be deleted while it is in use. (#)"],
  },
  keyGroup: {
    things: [["cloudfront/keyGroup", "id"]],
    missing: ["TrustedKeyGroupDoesNotExist", "The specified key group does not exist: %"],
    inUse: [["cloudfront/keyGroup"], "ResourceInUse", "The key group % is in use by a distribution. (#)"],
  },
  publicKey: {
    things: [["cloudfront/publicKey", "id"]],
    missing: ["InvalidArgument", "The public key % does not exist."],
    inUse: [["cloudfront/publicKey"], "PublicKeyInUse", "The specified public key is in use: % (#)"],
  },
  realtimeLog: {
    things: [["cloudfront/realtimeLogConfig", "arn", "id"]],
    missing: ["NoSuchRealtimeLogConfig", "The real-time log configuration does not exist: %"],
    inUse: [["cloudfront/realtimeLogConfig"], "RealtimeLogConfigInUse", "Cannot delete the real-time log configuration % because it is attached to cache behaviors. (#)"],
  },
  webAcl: {
    things: [["wafv2/webAcl", "id", "arn"]],
    missing: ["WAFNonexistentItemException", "AWS WAF couldn't perform the operation because your resource doesn't exist. (%)"],
    inUse: [
      ["wafv2/webAcl"],
      "WAFAssociatedItemException",
      "AWS WAF couldn't perform the operation because your resource is being used by another resource or it's associated with another resource. (%, #)",
    ],
  },
  wafSet: {
    things: [["wafv2/ipSet", "arn"], ["wafv2/regexPatternSet", "arn"], ["wafv2/ruleGroup", "arn"]],
    missing: ["WAFNonexistentItemException", "AWS WAF couldn't perform the operation because your resource doesn't exist. (%)"],
    inUse: [
      ["wafv2/ipSet", "wafv2/regexPatternSet", "wafv2/ruleGroup"],
      "WAFAssociatedItemException",
      "AWS WAF couldn't perform the operation because your resource is being used by another resource or it's associated with another resource. (%, #)",
    ],
  },
  // Logs, messages, secrets, scaling
  logGroup: {
    things: [["cloudwatch/logGroup", "id", "name", "arn"]],
    missing: ["ResourceNotFoundException", "The specified log group does not exist. (%)"],
    // Lambda, RDS, EKS and others make their own log groups below /aws/.
    outside: /^(arn:[^:]+:logs:[^:]*:\d*:log-group:)?(\/aws\/|API-Gateway-Execution-Logs_|RDSOSMetrics|aws-waf-logs-default)/,
    plain: (value) => value.replace(/:\*$/, ""),
  },
  topic: {
    things: [["sns/topic", "id", "arn"]],
    missing: ["NotFoundException", "Topic does not exist (%)"],
  },
  queue: {
    things: [["sqs/queue", "id", "url", "arn"]],
    missing: ["AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist. (%)"],
  },
  secret: {
    things: [
      ["secretsmanager/secret", "id", "arn", "name"],
      ["rds/instance", "masterUserSecrets[].secretArn"],
      ["rds/cluster", "masterUserSecrets[].secretArn"],
    ],
    missing: ["ResourceNotFoundException", "Secrets Manager can't find the specified secret. (%)"],
  },
  autoscalingGroup: {
    things: [["autoscaling/group", "id", "name"], ["eks/nodeGroup", "resources[].autoscalingGroups[].name"]],
    missing: ["ValidationError", "AutoScalingGroup name not found - %"],
  },
  eventBus: {
    things: [["cloudwatch/eventBus", "id", "name", "arn"]],
    missing: ["ResourceNotFoundException", "Event bus % does not exist."],
    outside: /(^|\/)default$|^aws\.partner\//,
  },
  eventRule: {
    things: [["cloudwatch/eventRule", "name", "id", "arn"]],
    missing: ["ResourceNotFoundException", "Rule % does not exist on EventBus default."],
  },
} as const satisfies Record<string, Referent>;

/** Name of a row of {@link REFERENTS}. */
export type ReferentName = keyof typeof REFERENTS;
