/**
 * Arguments whose change makes a new resource though the SDK's documentation does not say so.
 * Source: `ForceNew` and `RequiresReplace` in the AWS provider; immutable fields of the Kubernetes API.
 */
import { MORE_REPLACES } from "./replaces-more.ts";
import { OBSERVABILITY_REPLACES } from "./replaces-observability.ts";

const split = (names: string): readonly string[] => names.split(" ");

/** Paths by resource type; a leading `-` takes back what the documentation says. */
const AWS: Readonly<Record<string, readonly string[]>> = {
  ...MORE_REPLACES,
  ...OBSERVABILITY_REPLACES,
  "ec2/vpc:Vpc": split("cidrBlock ipv4IpamPoolId ipv4NetmaskLength"),
  "ec2/subnet:Subnet": split("vpcId cidrBlock availabilityZone availabilityZoneId ipv6Native outpostArn"),
  "ec2/securityGroup:SecurityGroup": split("name namePrefix description vpcId"),
  "ec2/securityGroupRule:SecurityGroupRule": split("type fromPort toPort protocol cidrBlocks ipv6CidrBlocks prefixListIds securityGroupId sourceSecurityGroupId self"),
  "vpc/securityGroupIngressRule:SecurityGroupIngressRule": split("securityGroupId"),
  "vpc/securityGroupEgressRule:SecurityGroupEgressRule": split("securityGroupId"),
  "ec2/routeTable:RouteTable": split("vpcId"),
  "ec2/route:Route": split("routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId"),
  "ec2/routeTableAssociation:RouteTableAssociation": split("subnetId gatewayId"),
  "ec2/natGateway:NatGateway": split("allocationId subnetId connectivityType privateIp availabilityMode vpcId"),
  "ec2/eip:Eip": split("domain address publicIpv4Pool networkBorderGroup"),
  "ec2/networkAcl:NetworkAcl": split("vpcId"),
  "ec2/networkAclRule:NetworkAclRule": split("networkAclId ruleNumber egress protocol ruleAction cidrBlock ipv6CidrBlock fromPort toPort icmpType icmpCode"),
  "ec2/networkAclAssociation:NetworkAclAssociation": split("subnetId"),
  "ec2/defaultNetworkAcl:DefaultNetworkAcl": split("defaultNetworkAclId"),
  "ec2/defaultRouteTable:DefaultRouteTable": split("defaultRouteTableId"),
  "ec2/defaultSecurityGroup:DefaultSecurityGroup": split("vpcId"),
  "ec2/vpcEndpoint:VpcEndpoint": split("vpcId serviceName vpcEndpointType serviceRegion"),
  "ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": split("vpcEndpointId routeTableId"),
  "ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": split("vpcEndpointId subnetId"),
  "ec2/flowLog:FlowLog": split("vpcId subnetId eniId transitGatewayId trafficType logDestination logDestinationType logFormat iamRoleArn deliverCrossAccountRole maxAggregationInterval destinationOptions"),
  "ec2/launchTemplate:LaunchTemplate": split("name namePrefix"),
  "ec2/instance:Instance": split("ami availabilityZone subnetId keyName associatePublicIpAddress privateIp rootBlockDevice.encrypted rootBlockDevice.kmsKeyId ephemeralBlockDevices tenancy placementGroup hibernation enclaveOptions"),
  "ec2/keyPair:KeyPair": split("keyName publicKey"),
  "ebs/volume:Volume": split("availabilityZone encrypted kmsKeyId snapshotId outpostArn multiAttachEnabled"),
  "autoscaling/group:Group": split("name namePrefix"),
  "rds/instance:Instance": split("availabilityZone backupTarget characterSetName dbName engine kmsKeyId ncharCharacterSetName restoreToPointInTime s3Import snapshotIdentifier storageEncrypted timezone username customIamInstanceProfile"),
  "rds/cluster:Cluster": split("clusterIdentifier clusterIdentifierPrefix availabilityZones databaseName engine engineMode kmsKeyId masterUsername dbSubnetGroupName restoreToPointInTime snapshotIdentifier s3Import storageEncrypted"),
  "rds/clusterInstance:ClusterInstance": split("availabilityZone clusterIdentifier engine dbSubnetGroupName"),
  "rds/subnetGroup:SubnetGroup": split("name namePrefix"),
  "rds/parameterGroup:ParameterGroup": split("name namePrefix family description"),
  "rds/clusterParameterGroup:ClusterParameterGroup": split("name namePrefix family description"),
  "rds/optionGroup:OptionGroup": split("name namePrefix engineName majorEngineVersion optionGroupDescription"),
  "rds/proxy:Proxy": split("engineFamily vpcSubnetIds endpointNetworkType targetConnectionNetworkType"),
  "rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": split("dbProxyName"),
  "rds/proxyTarget:ProxyTarget": split("dbProxyName targetGroupName dbInstanceIdentifier dbClusterIdentifier"),
  "rds/proxyEndpoint:ProxyEndpoint": split("dbProxyName dbProxyEndpointName vpcSubnetIds targetRole"),
  "rds/eventSubscription:EventSubscription": split("name namePrefix"),
  "rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": split("sourceDbInstanceArn kmsKeyId preSignedUrl retentionPeriod"),
  "elasticache/replicationGroup:ReplicationGroup": split("replicationGroupId atRestEncryptionEnabled dataTieringEnabled kmsKeyId networkType port preferredCacheClusterAzs securityGroupNames snapshotArns snapshotName subnetGroupName -transitEncryptionEnabled"),
  "elasticache/cluster:Cluster": split("clusterId availabilityZone engine networkType port replicationGroupId snapshotArns snapshotName subnetGroupName"),
  "elasticache/subnetGroup:SubnetGroup": split("name"),
  "elasticache/parameterGroup:ParameterGroup": split("name family description"),
  "elasticache/user:User": split("userId userName"),
  "elasticache/userGroup:UserGroup": split("userGroupId"),
  "eks/cluster:Cluster": split("name roleArn outpostConfig bootstrapSelfManagedAddons kubernetesNetworkConfig.ipFamily kubernetesNetworkConfig.serviceIpv4Cidr accessConfig.bootstrapClusterCreatorAdminPermissions"),
  "eks/nodeGroup:NodeGroup": split("clusterName nodeGroupName nodeGroupNamePrefix amiType capacityType diskSize instanceTypes nodeRoleArn remoteAccess subnetIds"),
  "eks/addon:Addon": split("clusterName addonName"),
  "eks/fargateProfile:FargateProfile": split("clusterName fargateProfileName podExecutionRoleArn selectors subnetIds"),
  "eks/accessEntry:AccessEntry": split("clusterName principalArn type"),
  "eks/accessPolicyAssociation:AccessPolicyAssociation": split("clusterName principalArn policyArn accessScope"),
  "eks/podIdentityAssociation:PodIdentityAssociation": split("clusterName namespace serviceAccount"),
  "iam/role:Role": split("name namePrefix path"),
  "iam/policy:Policy": split("name namePrefix path description"),
  "iam/rolePolicy:RolePolicy": split("name namePrefix role"),
  "iam/rolePolicyAttachment:RolePolicyAttachment": split("role policyArn"),
  "iam/instanceProfile:InstanceProfile": split("name namePrefix path"),
  "iam/openIdConnectProvider:OpenIdConnectProvider": split("url"),
  "iam/serviceLinkedRole:ServiceLinkedRole": split("awsServiceName customSuffix"),
  "kms/key:Key": split("customerMasterKeySpec keyUsage multiRegion customKeyStoreId xksKeyId"),
  "kms/replicaKey:ReplicaKey": split("primaryKeyArn"),
  "kms/alias:Alias": split("name namePrefix"),
  "kms/grant:Grant": split("name keyId granteePrincipal operations constraints retiringPrincipal grantCreationTokens retireOnDelete"),
  "s3/bucket:Bucket": split("bucket bucketPrefix objectLockEnabled"),
  "s3/bucketPolicy:BucketPolicy": split("bucket"),
  "s3/bucketVersioning:BucketVersioning": split("bucket expectedBucketOwner"),
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": split("bucket"),
  "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": split("bucket expectedBucketOwner"),
  "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": split("bucket expectedBucketOwner"),
  "s3/bucketOwnershipControls:BucketOwnershipControls": split("bucket"),
  "s3/bucketReplicationConfig:BucketReplicationConfig": split("bucket"),
  "s3/bucketLogging:BucketLogging": split("bucket expectedBucketOwner"),
  "s3/bucketNotification:BucketNotification": split("bucket"),
  "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": split("bucket expectedBucketOwner"),
  "s3/bucketObjectv2:BucketObjectv2": split("bucket key"),
  "cloudfront/function:Function": split("name"),
  "lb/loadBalancer:LoadBalancer": split("name namePrefix internal loadBalancerType customerOwnedIpv4Pool"),
  "lb/targetGroup:TargetGroup": split("name namePrefix port protocol protocolVersion targetType vpcId ipAddressType"),
  "lb/listener:Listener": split("loadBalancerArn"),
  "lb/listenerRule:ListenerRule": split("listenerArn"),
  "lb/targetGroupAttachment:TargetGroupAttachment": split("targetGroupArn targetId port availabilityZone"),
  "lb/listenerCertificate:ListenerCertificate": split("listenerArn certificateArn"),
  "acm/certificate:Certificate": split("domainName subjectAlternativeNames validationMethod keyAlgorithm validationOptions certificateAuthorityArn"),
  "acm/certificateValidation:CertificateValidation": split("certificateArn validationRecordFqdns"),
  "route53/zone:Zone": split("name delegationSetId"),
  "route53/record:Record": split("zoneId name type setIdentifier"),
  "route53/queryLog:QueryLog": split("zoneId cloudwatchLogGroupArn"),
  "route53/healthCheck:HealthCheck": split("type referenceName requestInterval measureLatency"),
  "wafv2/webAcl:WebAcl": split("name namePrefix scope"),
  "wafv2/ipSet:IpSet": split("name namePrefix scope ipAddressVersion"),
  "wafv2/ruleGroup:RuleGroup": split("name namePrefix scope capacity"),
  "wafv2/regexPatternSet:RegexPatternSet": split("name namePrefix scope"),
  "wafv2/webAclAssociation:WebAclAssociation": split("webAclArn resourceArn"),
  "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": split("resourceArn"),
  "cloudwatch/logGroup:LogGroup": split("name namePrefix logGroupClass"),
  "cloudwatch/logMetricFilter:LogMetricFilter": split("name logGroupName"),
  "cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": split("name logGroup"),
  "cloudwatch/metricAlarm:MetricAlarm": split("name"),
  "cloudwatch/compositeAlarm:CompositeAlarm": split("alarmName"),
  "cloudwatch/dashboard:Dashboard": split("dashboardName"),
  "cloudwatch/eventRule:EventRule": split("name namePrefix eventBusName"),
  "cloudwatch/eventTarget:EventTarget": split("rule targetId eventBusName"),
  "secretsmanager/secret:Secret": split("name namePrefix"),
  "secretsmanager/secretVersion:SecretVersion": split("secretId secretString secretBinary"),
  "secretsmanager/secretRotation:SecretRotation": split("secretId"),
  "secretsmanager/secretPolicy:SecretPolicy": split("secretArn"),
  "ssm/parameter:Parameter": split("name"),
  "sns/topic:Topic": split("name namePrefix fifoTopic"),
  "sns/topicSubscription:TopicSubscription": split("topic protocol endpoint"),
  "sns/topicPolicy:TopicPolicy": split("arn"),
  "sqs/queue:Queue": split("name namePrefix fifoQueue"),
  "sqs/queuePolicy:QueuePolicy": split("queueUrl"),
  "ecr/repository:Repository": split("name encryptionConfigurations"),
  "ecr/lifecyclePolicy:LifecyclePolicy": split("repository policy"),
  "ecr/repositoryPolicy:RepositoryPolicy": split("repository"),
  "backup/vault:Vault": split("name kmsKeyArn"),
  "backup/plan:Plan": split("name"),
  "backup/selection:Selection": split("name planId iamRoleArn selectionTags conditions resources notResources"),
  "backup/vaultLockConfiguration:VaultLockConfiguration": split("backupVaultName changeableForDays maxRetentionDays minRetentionDays"),
  "backup/vaultPolicy:VaultPolicy": split("backupVaultName"),
  "backup/vaultNotifications:VaultNotifications": split("backupVaultName backupVaultEvents snsTopicArn"),
  "cloudtrail/trail:Trail": split("name"),
  "account/alternativeContact:AlternativeContact": split("alternateContactType accountId"),
  "guardduty/detectorFeature:DetectorFeature": split("detectorId name"),
  "securityhub/standardsSubscription:StandardsSubscription": split("standardsArn"),
  "cfg/recorder:Recorder": split("name"),
  "cfg/deliveryChannel:DeliveryChannel": split("name"),
  "cfg/rule:Rule": split("name"),
  "accessanalyzer/analyzer:Analyzer": split("analyzerName type"),
  "budgets/budget:Budget": split("name namePrefix accountId"),
  "lambda/function:Function": split("name packageType"),
  "lambda/permission:Permission": split("action function principal statementId qualifier sourceArn sourceAccount"),
  "dynamodb/table:Table": split("name hashKey rangeKey localSecondaryIndexes"),
  "scheduler/schedule:Schedule": split("name namePrefix groupName"),
};

const KUBERNETES_ALWAYS = ["apiVersion", "kind", "metadata.name", "metadata.namespace"] as const;

/** Fields that the API server refuses to change, so that the provider makes a new object. By kind. */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec.selector"],
  ReplicaSet: ["spec.selector"],
  DaemonSet: ["spec.selector"],
  StatefulSet: ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
  Job: ["spec.selector", "spec.template", "spec.completionMode", "spec.completions"],
  Pod: ["spec"],
  Service: ["spec.clusterIP"],
  PersistentVolumeClaim: ["spec.accessModes", "spec.storageClassName", "spec.volumeName", "spec.volumeMode", "spec.selector", "spec.dataSource"],
  PersistentVolume: ["spec.awsElasticBlockStore", "spec.csi", "spec.nfs", "spec.volumeMode"],
  StorageClass: ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
  IngressClass: ["spec.controller"],
  PriorityClass: ["value", "preemptionPolicy"],
  CSIDriver: ["spec.attachRequired", "spec.volumeLifecycleModes"],
  // The provider treats both as immutable unless it is told otherwise (`enableConfigMapMutable`, `enableSecretMutable`).
  ConfigMap: ["data", "binaryData", "immutable"],
  Secret: ["data", "stringData", "immutable", "type"],
  Release: ["name", "namespace"],
};

/** Load balancing has two module names of one API. */
const canonical = (token: string): string => token.slice("aws:".length).replace(/^alb\//, "lb/");

/** Whether a path is a field or lies inside it. */
const under = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);

/** Whether AWS makes a new resource when the argument at this path changes; undefined where the table has no opinion. */
export function awsReplaces(token: string, path: string): boolean | undefined {
  // A resource cannot move between regions. Source: provider v7, `region`.
  if (path === "region") return true;
  const list = AWS[canonical(token)] ?? [];
  if (list.some((entry) => entry.startsWith("-") && under(path, entry.slice(1)))) return false;
  return list.some((entry) => under(path, entry)) ? true : undefined;
}

/** Whether a change at this path makes a new Kubernetes object. */
export function kubernetesReplaces(token: string, path: string): boolean {
  const kind = (token.split(":").at(-1) ?? "").replace(/Patch$/, "");
  if (KUBERNETES_ALWAYS.some((field) => path === field) && kind !== "Release") return true;
  return (KUBERNETES[kind] ?? []).some((field) => under(path, field));
}
