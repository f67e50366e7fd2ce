/**
 * Which properties name other resources. One row: the types, the paths, what is named, and where it differs from the
 * referent's own entry in {@link REFERENTS} the service's own code and wording (`%` is the value).
 */
import type { ReferentName } from "./referents.ts";

/** Extras of a row. */
export interface ReferenceOptions {
  /** The service's own code and wording for a missing referent. */
  readonly missing?: readonly [code: string, message: string];
  /** The referent cannot be deleted while this reference exists. */
  readonly holds?: true;
  /** The referent may live in another region. */
  readonly anywhere?: true;
  /** A missing referent is not noticed by AWS: the row is only for deletions. */
  readonly unchecked?: true;
}

/** One row. */
export type Reference = readonly [
  shorts: readonly string[],
  paths: readonly string[],
  to: ReferentName,
  options?: ReferenceOptions,
];

const LB = ["lb/loadBalancer", "alb/loadBalancer"];
const LISTENER = ["lb/listener", "alb/listener"];
const RULE = ["lb/listenerRule", "alb/listenerRule"];
const TG = ["lb/targetGroup", "alb/targetGroup"];
const HOLDS: ReferenceOptions = { holds: true };

const EKS_SUBNET = ["InvalidParameterException", "The subnet ID '%' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSubnetID.NotFound)"] as const;
const EKS_GROUP = ["InvalidParameterException", "The security group '%' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidGroup.NotFound)"] as const;
const EKS_ROLE = ["InvalidParameterException", "The role % cannot be found, or could not be assumed because it does not exist or the trusted entity is not correct"] as const;
const LAMBDA_SUBNET = ["InvalidParameterValueException", "The subnet ID '%' does not exist"] as const;
const LAMBDA_GROUP = ["InvalidParameterValueException", "The security group '%' does not exist"] as const;
const ECS_PARAMETER = ["InvalidParameterException", "Error retrieving network configuration information for '%'"] as const;
const INVALID_SUBNET = ["InvalidSubnet", "The subnet '%' is not valid: it does not exist"] as const;
const RDS_GROUP = ["InvalidParameterValue", "Invalid security group , groupId= %, groupName=."] as const;
const RDS_KEY = ["KMSKeyNotAccessibleFault", "The specified KMS key [%] does not exist, is not enabled or you do not have permissions to access it."] as const;
const MONITORING_ROLE = ["InvalidParameterValue", "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING (%)"] as const;
const CACHE_SUBNET = ["InvalidParameterValue", "Some input subnets in :[%] are invalid."] as const;
const CACHE_GROUP = ["InvalidParameterValue", "Some security group Ids are invalid: %"] as const;
const NOTIFICATION = ["InvalidArgument", "Unable to validate the following destination configurations (%)"] as const;
const VALIDATION = ["ValidationError", "The subnet ID '%' does not exist"] as const;

/** EC2 and VPC. */
const NETWORK: readonly Reference[] = [
  [["ec2/subnet", "ec2/routeTable", "ec2/networkAcl", "ec2/securityGroup", "ec2/vpcEndpoint", "ec2/internetGateway", "ec2/egressOnlyInternetGateway", "ec2/vpnGateway", "ec2/vpnGatewayAttachment", "ec2/internetGatewayAttachment"], ["vpcId"], "vpc", HOLDS],
  [["ec2/mainRouteTableAssociation", "ec2/vpcDhcpOptionsAssociation", "ec2/defaultSecurityGroup", "ec2/flowLog", "ec2/vpcIpv4CidrBlockAssociation", "ec2/vpcIpv6CidrBlockAssociation", "ec2/natGateway"], ["vpcId"], "vpc"],
  [["ec2/vpcPeeringConnection"], ["vpcId"], "vpc"],
  [["ec2transitgateway/vpcAttachment"], ["vpcId"], "vpc", HOLDS],
  [["ec2/routeTableAssociation", "ec2/networkAclAssociation", "ec2/vpcEndpointSubnetAssociation", "ec2/flowLog"], ["subnetId"], "subnet"],
  [["ec2/natGateway", "ec2/networkInterface", "ec2/instance"], ["subnetId"], "subnet", HOLDS],
  [["ec2/networkAcl", "ec2/defaultNetworkAcl"], ["subnetIds[]"], "subnet"],
  [["ec2/vpcEndpoint"], ["subnetIds[]", "subnetConfigurations[].subnetId"], "subnet", HOLDS],
  [["ec2transitgateway/vpcAttachment"], ["subnetIds[]"], "subnet", HOLDS],
  [["ec2/routeTableAssociation", "ec2/mainRouteTableAssociation", "ec2/route", "ec2/vpcEndpointRouteTableAssociation", "ec2/vpnGatewayRoutePropagation"], ["routeTableId"], "routeTable"],
  [["ec2/vpcEndpoint"], ["routeTableIds[]"], "routeTable"],
  [["ec2/networkAclRule", "ec2/networkAclAssociation"], ["networkAclId"], "networkAcl"],
  [["ec2/route"], ["gatewayId", "egressOnlyGatewayId", "carrierGatewayId"], "gateway"],
  [["ec2/routeTable", "ec2/defaultRouteTable"], ["routes[].gatewayId", "routes[].egressOnlyGatewayId"], "gateway"],
  [["ec2/routeTableAssociation"], ["gatewayId"], "gateway"],
  [["ec2/internetGatewayAttachment"], ["internetGatewayId"], "internetGateway"],
  [["ec2/vpnGatewayAttachment", "ec2/vpnGatewayRoutePropagation"], ["vpnGatewayId"], "vpnGateway"],
  [["ec2/vpnConnection"], ["vpnGatewayId"], "vpnGateway", HOLDS],
  [["ec2/vpnConnection"], ["customerGatewayId"], "customerGateway", HOLDS],
  [["ec2/route"], ["natGatewayId"], "natGateway"],
  [["ec2/routeTable", "ec2/defaultRouteTable"], ["routes[].natGatewayId"], "natGateway"],
  [["ec2/natGateway"], ["allocationId", "secondaryAllocationIds[]", "availabilityZoneAddresses[].allocationIds[]"], "elasticIp", HOLDS],
  [["ec2/eipAssociation"], ["allocationId"], "elasticIp"],
  [LB, ["subnetMappings[].allocationId"], "elasticIp", { holds: true, missing: ["AllocationIdNotFound", "The allocation ID '%' does not exist"] }],
  [["ec2/eipAssociation", "ec2/networkInterfaceAttachment", "ec2/networkInterfaceSecurityGroupAttachment", "ec2/route"], ["networkInterfaceId"], "networkInterface"],
  [["ec2/instance"], ["networkInterfaces[].networkInterfaceId", "primaryNetworkInterface.networkInterfaceId"], "networkInterface"],
  [["ec2/route", "ec2/vpcEndpointRouteTableAssociation", "ec2/vpcEndpointSubnetAssociation", "ec2/vpcEndpointPolicy", "ec2/securityGroupAssociation"], ["vpcEndpointId"], "vpcEndpoint"],
  [["ec2/routeTable"], ["routes[].vpcEndpointId"], "vpcEndpoint"],
  [["ec2/route"], ["vpcPeeringConnectionId"], "peering"],
  [["ec2/routeTable", "ec2/defaultRouteTable"], ["routes[].vpcPeeringConnectionId"], "peering"],
  [["ec2/vpcDhcpOptionsAssociation"], ["dhcpOptionsId"], "dhcpOptions"],
  [["ec2transitgateway/vpcAttachment"], ["transitGatewayId"], "transitGateway", HOLDS],
  [["ec2/securityGroup", "ec2/defaultSecurityGroup"], ["ingress[].securityGroups[]", "egress[].securityGroups[]"], "securityGroup", HOLDS],
  [["vpc/securityGroupIngressRule", "vpc/securityGroupEgressRule", "ec2/securityGroupRule", "ec2/securityGroupAssociation", "ec2/networkInterfaceSecurityGroupAttachment"], ["securityGroupId"], "securityGroup"],
  [["vpc/securityGroupIngressRule", "vpc/securityGroupEgressRule"], ["referencedSecurityGroupId"], "securityGroup", HOLDS],
  [["ec2/securityGroupRule"], ["sourceSecurityGroupId"], "securityGroup", HOLDS],
  [["ec2/vpcEndpoint"], ["securityGroupIds[]"], "securityGroup", HOLDS],
  [["ec2/instance"], ["vpcSecurityGroupIds[]"], "securityGroup", HOLDS],
  [["ec2/networkInterface"], ["securityGroups[]"], "securityGroup", HOLDS],
  [["ec2/instance"], ["keyName"], "keyPair"],
  [["ec2/instance"], ["iamInstanceProfile"], "instanceProfile"],
  [["ec2/instance"], ["launchTemplate.id"], "launchTemplate"],
  [["ec2/volumeAttachment"], ["volumeId"], "volume", HOLDS],
  [["ec2/volumeAttachment", "ec2/eipAssociation", "ec2/networkInterfaceAttachment"], ["instanceId"], "instance"],
];

/** Load balancing and scaling. */
const TRAFFIC: readonly Reference[] = [
  [LB, ["subnets[]", "subnetMappings[].subnetId"], "subnet", { holds: true, missing: ["SubnetNotFound", "The subnet ID '%' does not exist"] }],
  [LB, ["securityGroups[]"], "securityGroup", { holds: true, missing: ["InvalidSecurityGroup", "The security group '%' does not exist"] }],
  [TG, ["vpcId"], "vpc", { missing: ["ValidationError", "The VPC ID '%' is not found"] }],
  [LISTENER, ["loadBalancerArn"], "loadBalancer"],
  [LISTENER, ["certificateArn"], "certificate", HOLDS],
  [LISTENER, ["defaultActions[].targetGroupArn", "defaultActions[].forward.targetGroups[].arn"], "targetGroup", HOLDS],
  [LISTENER, ["mutualAuthentication.trustStoreArn"], "trustStore", HOLDS],
  [RULE, ["listenerArn"], "listener"],
  [RULE, ["actions[].targetGroupArn", "actions[].forward.targetGroups[].arn"], "targetGroup", HOLDS],
  [["lb/listenerCertificate", "alb/listenerCertificate"], ["listenerArn"], "listener"],
  [["lb/listenerCertificate", "alb/listenerCertificate"], ["certificateArn"], "certificate", HOLDS],
  [["lb/targetGroupAttachment", "alb/targetGroupAttachment"], ["targetGroupArn"], "targetGroup"],
  [["autoscaling/group"], ["vpcZoneIdentifiers[]"], "subnet", { missing: VALIDATION }],
  [["autoscaling/group"], ["targetGroupArns[]"], "targetGroup", { missing: ["ValidationError", "Provided Target Groups may not be valid. Please ensure they exist and try again. (%)"] }],
  [["autoscaling/group"], ["launchTemplate.id", "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId"], "launchTemplate", { missing: ["ValidationError", "You must use a valid fully-formed launch template. The specified launch template, with template ID %, does not exist."] }],
  [["autoscaling/policy", "autoscaling/schedule", "autoscaling/lifecycleHook", "autoscaling/attachment"], ["autoscalingGroupName"], "autoscalingGroup"],
  [["autoscaling/attachment"], ["lbTargetGroupArn"], "targetGroup", { missing: ["ValidationError", "Provided Target Groups may not be valid. Please ensure they exist and try again. (%)"] }],
  [["ec2/vpcEndpointService"], ["networkLoadBalancerArns[]", "gatewayLoadBalancerArns[]"], "loadBalancer", HOLDS],
  [["apigateway/vpcLink"], ["targetArn"], "loadBalancer", { holds: true, unchecked: true }],
];

/** Databases, caches and storage. */
const DATA: readonly Reference[] = [
  [["rds/subnetGroup", "docdb/subnetGroup", "neptune/subnetGroup"], ["subnetIds[]"], "subnet", { missing: INVALID_SUBNET }],
  [["rds/instance", "rds/cluster", "docdb/cluster"], ["dbSubnetGroupName"], "dbSubnetGroup", HOLDS],
  [["rds/clusterInstance"], ["dbSubnetGroupName"], "dbSubnetGroup"],
  [["neptune/cluster"], ["neptuneSubnetGroupName"], "dbSubnetGroup", HOLDS],
  [["rds/instance"], ["parameterGroupName"], "dbParameterGroup", HOLDS],
  [["rds/clusterInstance"], ["dbParameterGroupName"], "dbParameterGroup", HOLDS],
  [["rds/cluster"], ["dbInstanceParameterGroupName"], "dbParameterGroup"],
  [["rds/cluster"], ["dbClusterParameterGroupName"], "dbClusterParameterGroup", HOLDS],
  [["rds/instance"], ["optionGroupName"], "dbOptionGroup", HOLDS],
  [["rds/instance", "rds/cluster"], ["vpcSecurityGroupIds[]"], "securityGroup", { holds: true, missing: RDS_GROUP }],
  [["rds/instance", "rds/cluster"], ["kmsKeyId", "performanceInsightsKmsKeyId", "masterUserSecretKmsKeyId"], "key", { missing: RDS_KEY }],
  [["rds/clusterInstance"], ["performanceInsightsKmsKeyId"], "key", { missing: RDS_KEY }],
  [["rds/instanceAutomatedBackupsReplication"], ["kmsKeyId"], "key", { missing: RDS_KEY }],
  [["rds/instance", "rds/cluster", "rds/clusterInstance"], ["monitoringRoleArn"], "role", { missing: MONITORING_ROLE }],
  [["rds/clusterInstance", "rds/clusterEndpoint"], ["clusterIdentifier"], "dbCluster"],
  [["rds/clusterInstance"], ["clusterIdentifier"], "dbCluster", { holds: true, unchecked: true }],
  [["rds/cluster"], ["globalClusterIdentifier"], "globalCluster", HOLDS],
  [["rds/instance"], ["replicateSourceDb"], "dbInstance"],
  [["rds/instanceAutomatedBackupsReplication"], ["sourceDbInstanceArn"], "dbInstance"],
  [["rds/snapshot"], ["dbInstanceIdentifier"], "dbInstance"],
  [["rds/proxy"], ["vpcSubnetIds[]"], "subnet", { holds: true, missing: INVALID_SUBNET }],
  [["rds/proxy"], ["vpcSecurityGroupIds[]"], "securityGroup", { holds: true, missing: RDS_GROUP }],
  [["rds/proxy"], ["roleArn"], "role", { missing: ["InvalidParameterValue", "The IAM role % does not exist or cannot be assumed by RDS"] }],
  [["rds/proxyDefaultTargetGroup", "rds/proxyTarget", "rds/proxyEndpoint"], ["dbProxyName"], "dbProxy"],
  [["rds/proxyTarget"], ["dbInstanceIdentifier"], "dbInstance"],
  [["rds/proxyTarget"], ["dbClusterIdentifier"], "dbCluster"],
  [["elasticache/subnetGroup"], ["subnetIds[]"], "subnet", { missing: CACHE_SUBNET }],
  [["elasticache/replicationGroup", "elasticache/cluster"], ["subnetGroupName"], "cacheSubnetGroup", HOLDS],
  [["elasticache/replicationGroup", "elasticache/cluster"], ["parameterGroupName"], "cacheParameterGroup", HOLDS],
  [["elasticache/replicationGroup", "elasticache/cluster", "elasticache/serverlessCache"], ["securityGroupIds[]"], "securityGroup", { holds: true, missing: CACHE_GROUP }],
  [["elasticache/serverlessCache"], ["subnetIds[]"], "subnet", { holds: true, missing: CACHE_SUBNET }],
  [["elasticache/replicationGroup", "elasticache/serverlessCache"], ["kmsKeyId"], "key", { missing: ["InvalidKMSKeyFault", "The specified KMS key % does not exist"] }],
  [["elasticache/replicationGroup"], ["userGroupIds[]"], "cacheUserGroup", HOLDS],
  [["elasticache/serverlessCache", "elasticache/userGroupAssociation"], ["userGroupId"], "cacheUserGroup"],
  [["elasticache/userGroup"], ["userIds[]"], "cacheUser"],
  [["elasticache/userGroupAssociation"], ["userId"], "cacheUser"],
  [["elasticache/cluster"], ["replicationGroupId"], "replicationGroup"],
  [["elasticache/replicationGroup"], ["globalReplicationGroupId"], "globalReplicationGroup"],
  [["s3/bucketPolicy", "s3/bucketVersioning", "s3/bucketServerSideEncryptionConfiguration", "s3/bucketPublicAccessBlock", "s3/bucketOwnershipControls", "s3/bucketLifecycleConfiguration", "s3/bucketLogging", "s3/bucketAcl", "s3/bucketCorsConfiguration", "s3/bucketReplicationConfig", "s3/bucketObjectLockConfiguration", "s3/bucketNotification", "s3/bucketWebsiteConfiguration", "s3/bucketMetric", "s3/bucketIntelligentTieringConfiguration", "s3/inventory", "s3/analyticsConfiguration", "s3/bucketAccelerateConfiguration", "s3/bucketRequestPaymentConfiguration", "s3/bucketObject", "s3/bucketObjectv2"], ["bucket"], "bucket"],
  [["s3/bucketVersioningV2", "s3/bucketServerSideEncryptionConfigurationV2", "s3/bucketLifecycleConfigurationV2", "s3/bucketLoggingV2", "s3/bucketAclV2", "s3/bucketCorsConfigurationV2", "s3/bucketObjectLockConfigurationV2", "s3/bucketWebsiteConfigurationV2"], ["bucket"], "bucket"],
  [["s3/bucketLogging", "s3/bucketLoggingV2"], ["targetBucket"], "bucket", { missing: ["InvalidTargetBucketForLogging", "The target bucket for logging does not exist (%)"] }],
  [["s3/bucketReplicationConfig"], ["rules[].destination.bucket"], "bucket", { missing: ["InvalidRequest", "Destination bucket must exist. (%)"] }],
  [["s3/bucketNotification"], ["topics[].topicArn"], "topic", { missing: NOTIFICATION }],
  [["s3/bucketNotification"], ["queues[].queueArn"], "queue", { missing: NOTIFICATION }],
  [["s3/bucketNotification"], ["lambdaFunctions[].lambdaFunctionArn"], "lambda", { missing: NOTIFICATION }],
  [["efs/mountTarget", "efs/accessPoint", "efs/fileSystemPolicy", "efs/backupPolicy"], ["fileSystemId"], "fileSystem"],
  [["efs/mountTarget"], ["fileSystemId"], "fileSystem", { holds: true, unchecked: true }],
  [["efs/mountTarget"], ["subnetId"], "subnet", { holds: true, missing: ["SubnetNotFound", "The subnet ID '%' does not exist"] }],
  [["efs/mountTarget"], ["securityGroups[]"], "securityGroup", { holds: true, missing: ["SecurityGroupNotFound", "The security group '%' does not exist"] }],
  [["dynamodb/tableItem", "dynamodb/contributorInsights", "dynamodb/kinesisStreamingDestination"], ["tableName"], "table"],
  [["dynamodb/table"], ["serverSideEncryption.kmsKeyArn"], "key", { missing: ["ValidationException", "One or more parameter values were invalid: KMS validation error: Key '%' does not exist"] }],
  [["backup/plan"], ["rules[].targetVaultName"], "backupVault", { missing: ["InvalidParameterValueException", "Backup vault does not exist: %"] }],
  [["backup/vaultPolicy", "backup/vaultNotifications", "backup/vaultLockConfiguration"], ["backupVaultName"], "backupVault"],
  [["backup/vault"], ["kmsKeyArn"], "key", { missing: ["InvalidParameterValueException", "The KMS key % does not exist"] }],
  [["backup/selection"], ["planId"], "backupPlan", HOLDS],
  [["backup/selection"], ["iamRoleArn"], "role", { missing: ["InvalidParameterValueException", "IAM Role % cannot be assumed by AWS Backup"] }],
];

/** Compute, identity and keys. */
const COMPUTE: readonly Reference[] = [
  [["eks/cluster"], ["vpcConfig.subnetIds[]"], "subnet", { holds: true, missing: EKS_SUBNET }],
  [["eks/cluster"], ["vpcConfig.securityGroupIds[]"], "securityGroup", { holds: true, missing: EKS_GROUP }],
  [["eks/cluster"], ["roleArn", "computeConfig.nodeRoleArn"], "role", { missing: EKS_ROLE }],
  [["eks/cluster"], ["encryptionConfig.provider.keyArn"], "key", { missing: ["InvalidParameterException", "The KMS key % does not exist"] }],
  [["eks/nodeGroup", "eks/fargateProfile"], ["clusterName"], "eksCluster", HOLDS],
  [["eks/addon", "eks/accessEntry", "eks/accessPolicyAssociation", "eks/podIdentityAssociation", "eks/identityProviderConfig"], ["clusterName"], "eksCluster"],
  [["eks/nodeGroup", "eks/fargateProfile"], ["subnetIds[]"], "subnet", { missing: EKS_SUBNET }],
  [["eks/nodeGroup"], ["nodeRoleArn"], "role", { missing: EKS_ROLE }],
  [["eks/nodeGroup"], ["launchTemplate.id"], "launchTemplate", { missing: ["InvalidRequestException", "The specified launch template, with template ID %, does not exist."] }],
  [["eks/fargateProfile"], ["podExecutionRoleArn"], "role", { missing: EKS_ROLE }],
  [["eks/podIdentityAssociation"], ["roleArn"], "role", { missing: ["InvalidParameterException", "Role provided in the request does not exist. (%)"] }],
  [["eks/addon"], ["serviceAccountRoleArn", "podIdentityAssociations[].roleArn"], "role", { missing: ["InvalidParameterException", "Role provided in the request does not exist. (%)"] }],
  [["ecs/service"], ["cluster"], "ecsCluster", HOLDS],
  [["ecs/clusterCapacityProviders"], ["clusterName"], "ecsCluster"],
  [["ecs/service"], ["taskDefinition"], "taskDefinition"],
  [["ecs/service"], ["networkConfiguration.subnets[]"], "subnet", { missing: ECS_PARAMETER }],
  [["ecs/service"], ["networkConfiguration.securityGroups[]"], "securityGroup", { holds: true, missing: ECS_PARAMETER }],
  [["ecs/service"], ["loadBalancers[].targetGroupArn"], "targetGroup", { missing: ["InvalidParameterException", "Unable to find target group %"] }],
  [["ecr/lifecyclePolicy", "ecr/repositoryPolicy"], ["repository"], "repository"],
  [["ecr/repository"], ["encryptionConfigurations[].kmsKey"], "key", { missing: ["KmsException", "The KMS key % does not exist"] }],
  [["ecr/repositoryCreationTemplate"], ["encryptionConfigurations[].kmsKey"], "key", { missing: ["KmsException", "The KMS key % does not exist"] }],
  [["ecr/repositoryCreationTemplate"], ["customRoleArn"], "role", { missing: ["InvalidParameterException", "The custom role % does not exist or cannot be assumed"] }],
  [["codebuild/project"], ["vpcConfig.vpcId"], "vpc", { missing: ["InvalidInputException", "Invalid vpc config: the VPC % does not exist"] }],
  [["codebuild/project"], ["vpcConfig.subnets[]"], "subnet", { holds: true, missing: ["InvalidInputException", "Invalid vpc config: the subnet % does not exist"] }],
  [["codebuild/project"], ["vpcConfig.securityGroupIds[]"], "securityGroup", { holds: true, missing: ["InvalidInputException", "Invalid vpc config: the security group % does not exist"] }],
  [["codebuild/project"], ["serviceRole"], "role", { missing: ["InvalidInputException", "CodeBuild is not authorized to perform: sts:AssumeRole on service role % (it does not exist)"] }],
  [["codebuild/webhook"], ["projectName"], "buildProject"],
  [["lambda/function"], ["role"], "role", { missing: ["InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda. (%)"] }],
  [["lambda/function"], ["vpcConfig.subnetIds[]"], "subnet", { holds: true, missing: LAMBDA_SUBNET }],
  [["lambda/function"], ["vpcConfig.securityGroupIds[]"], "securityGroup", { holds: true, missing: LAMBDA_GROUP }],
  [["lambda/function"], ["s3Bucket"], "bucket", { missing: ["InvalidParameterValueException", "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist (%)"] }],
  [["lambda/permission"], ["function"], "lambda"],
  [["lambda/alias", "lambda/eventSourceMapping", "lambda/functionUrl", "lambda/provisionedConcurrencyConfig", "lambda/functionEventInvokeConfig", "lambda/invocation"], ["functionName"], "lambda"],
  [["iam/rolePolicyAttachment", "iam/policyAttachment", "iam/userPolicyAttachment", "iam/groupPolicyAttachment"], ["policyArn"], "managedPolicy", HOLDS],
  [["iam/role"], ["managedPolicyArns[]"], "managedPolicy", HOLDS],
  [["iam/role", "iam/user"], ["permissionsBoundary"], "managedPolicy", { holds: true, missing: ["NoSuchEntity", "Scope ARN: % does not exist or is not attachable."] }],
  [["iam/rolePolicy", "iam/rolePolicyAttachment", "iam/instanceProfile"], ["role"], "role"],
  [["iam/policyAttachment"], ["roles[]"], "role"],
  [["iam/policyAttachment"], ["users[]"], "user"],
  [["iam/policyAttachment"], ["groups[]"], "group"],
  [["iam/userPolicy", "iam/userPolicyAttachment", "iam/accessKey", "iam/userLoginProfile", "iam/userGroupMembership"], ["user"], "user"],
  [["iam/groupPolicy", "iam/groupPolicyAttachment", "iam/groupMembership"], ["group"], "group"],
  [["iam/userGroupMembership"], ["groups[]"], "group"],
  [["iam/groupMembership"], ["users[]"], "user"],
  [["kms/alias"], ["targetKeyId"], "key"],
  [["kms/grant", "kms/keyPolicy", "kms/ciphertext"], ["keyId"], "key"],
  [["kms/replicaKey"], ["primaryKeyArn"], "key", { anywhere: true }],
];

/** Edge, messages, secrets and observation. */
const EDGE: readonly Reference[] = [
  [["acm/certificateValidation"], ["certificateArn"], "certificate", { missing: ["ResourceNotFoundException", "Could not find certificate %."] }],
  [["route53/record", "route53/queryLog", "route53/zoneAssociation"], ["zoneId"], "hostedZone"],
  [["route53/queryLog"], ["cloudwatchLogGroupArn"], "logGroup", { anywhere: true, missing: ["NoSuchCloudWatchLogsLogGroup", "The specified CloudWatch Logs log group doesn't exist: %"] }],
  [["route53/hostedZoneDnsSec", "route53/keySigningKey"], ["hostedZoneId"], "hostedZone"],
  [["route53/record"], ["healthCheckId"], "healthCheck"],
  [["route53/healthCheck"], ["childHealthchecks[]"], "healthCheck", { missing: ["InvalidInput", "The health check % does not exist"] }],
  [["route53/zone"], ["vpcs[].vpcId"], "vpc", { anywhere: true, missing: ["InvalidVPCId", "The VPC ID % is not a valid ID or the current account is not authorized to access this VPC."] }],
  [["route53/zoneAssociation"], ["vpcId"], "vpc", { anywhere: true, missing: ["InvalidVPCId", "The VPC ID % is not a valid ID or the current account is not authorized to access this VPC."] }],
  [["cloudfront/distribution"], ["viewerCertificate.acmCertificateArn"], "certificate", { holds: true, unchecked: true, anywhere: true }],
  [["cloudfront/distribution"], ["defaultCacheBehavior.cachePolicyId", "orderedCacheBehaviors[].cachePolicyId"], "cachePolicy", HOLDS],
  [["cloudfront/distribution"], ["defaultCacheBehavior.originRequestPolicyId", "orderedCacheBehaviors[].originRequestPolicyId"], "originRequestPolicy", HOLDS],
  [["cloudfront/distribution"], ["defaultCacheBehavior.responseHeadersPolicyId", "orderedCacheBehaviors[].responseHeadersPolicyId"], "responseHeadersPolicy", HOLDS],
  [["cloudfront/distribution"], ["defaultCacheBehavior.functionAssociations[].functionArn", "orderedCacheBehaviors[].functionAssociations[].functionArn"], "edgeFunction", HOLDS],
  [["cloudfront/distribution"], ["defaultCacheBehavior.trustedKeyGroups[]", "orderedCacheBehaviors[].trustedKeyGroups[]"], "keyGroup", HOLDS],
  [["cloudfront/distribution"], ["defaultCacheBehavior.realtimeLogConfigArn", "orderedCacheBehaviors[].realtimeLogConfigArn"], "realtimeLog", HOLDS],
  [["cloudfront/distribution"], ["origins[].originAccessControlId"], "originAccessControl", HOLDS],
  [["cloudfront/distribution"], ["origins[].vpcOriginConfig.vpcOriginId"], "vpcOrigin", HOLDS],
  [["cloudfront/keyGroup"], ["items[]"], "publicKey", HOLDS],
  [["cloudfront/vpcOrigin"], ["vpcOriginEndpointConfig.arn"], "loadBalancer", { holds: true, anywhere: true, missing: ["InvalidArgument", "The VPC origin endpoint % does not exist."] }],
  [["cloudfront/distribution"], ["webAclId"], "webAcl", { holds: true, unchecked: true, anywhere: true }],
  [["wafv2/webAclAssociation"], ["webAclArn"], "webAcl", HOLDS],
  [["wafv2/webAclLoggingConfiguration"], ["resourceArn"], "webAcl"],
  [["wafv2/webAcl"], ["rules[].statement.ipSetReferenceStatement.arn", "rules[].statement.regexPatternSetReferenceStatement.arn", "rules[].statement.ruleGroupReferenceStatement.arn", "rules[].statement.andStatement.statements[].ipSetReferenceStatement.arn", "rules[].statement.orStatement.statements[].ipSetReferenceStatement.arn", "rules[].statement.rateBasedStatement.scopeDownStatement.ipSetReferenceStatement.arn"], "wafSet", HOLDS],
  [["wafv2/ruleGroup"], ["rules[].statement.ipSetReferenceStatement.arn", "rules[].statement.regexPatternSetReferenceStatement.arn"], "wafSet", HOLDS],
  [["cloudwatch/logGroup"], ["kmsKeyId"], "key", { missing: ["AccessDeniedException", "The specified KMS key does not exist or is not allowed to be used with this log group (%)"] }],
  [["cloudwatch/logMetricFilter"], ["logGroupName"], "logGroup"],
  [["cloudwatch/logSubscriptionFilter"], ["logGroup"], "logGroup"],
  [["cloudwatch/logStream"], ["logGroupName"], "logGroup"],
  [["cloudwatch/eventTarget"], ["rule"], "eventRule", HOLDS],
  [["cloudwatch/eventRule", "cloudwatch/eventTarget"], ["eventBusName"], "eventBus"],
  [["cloudtrail/trail"], ["s3BucketName"], "bucket", { missing: ["S3BucketDoesNotExistException", "S3 bucket % does not exist!"] }],
  [["cloudtrail/trail"], ["kmsKeyId"], "key", { missing: ["KmsKeyNotFoundException", "The KMS key % does not exist"] }],
  [["cloudtrail/trail"], ["cloudWatchLogsGroupArn"], "logGroup", { missing: ["InvalidCloudWatchLogsLogGroupArnException", "CloudTrail cannot validate the specified log group ARN. (%)"] }],
  [["cloudtrail/trail"], ["cloudWatchLogsRoleArn"], "role", { missing: ["InvalidCloudWatchLogsRoleArnException", "Access denied. Check the trust relationships for your role. (%)"] }],
  [["sns/topicPolicy"], ["arn"], "topic"],
  [["sns/topicSubscription"], ["topic"], "topic", { anywhere: true }],
  [["rds/eventSubscription"], ["snsTopic"], "topic", { missing: ["SNSTopicArnNotFound", "The SNS topic ARN % does not exist."] }],
  [["sqs/queuePolicy", "sqs/redrivePolicy", "sqs/redriveAllowPolicy"], ["queueUrl"], "queue"],
  [["secretsmanager/secretVersion", "secretsmanager/secretRotation"], ["secretId"], "secret"],
  [["secretsmanager/secretPolicy"], ["secretArn"], "secret"],
  [["secretsmanager/secret"], ["kmsKeyId"], "key", { missing: ["EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key: % does not exist."] }],
];

/** The whole table. */
export const REFERENCES: readonly Reference[] = [...NETWORK, ...TRAFFIC, ...DATA, ...COMPUTE, ...EDGE];
