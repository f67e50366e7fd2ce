/** Limits on single values: instances, containers, functions and their registries. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { ACCOUNT, ALIAS, DOTTED, NO_BLANKS, QUALIFIER, REPOSITORY_PREFIX, WORD } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const computeLimits: readonly ServiceLimits[] = [
  {
    service: "autoscaling",
    code: "ValidationError",
    source: `${DOCS}/autoscaling/ec2/APIReference`,
    types: {
      "autoscaling/group": { "availabilityZones[]": upTo(255), desiredCapacityType: upTo(255), "terminationPolicies[]": upTo(1600) },
      "autoscaling/policy": { adjustmentType: upTo(255), metricAggregationType: upTo(32), name: upTo(255), policyType: upTo(64) },
      "autoscaling/lifecycleHook": { name: like(/^[\w/-]+$/, 255), notificationMetadata: like(/^[\t\n\r\x20-\x7e]+$/, 4000) },
      "autoscaling/schedule": { recurrence: upTo(255), scheduledActionName: upTo(255), timeZone: upTo(255) },
      "ec2/launchConfiguration": { spotPrice: upTo(255) },
    },
  },
  {
    service: "application-autoscaling",
    code: "ValidationException",
    source: `${DOCS}/autoscaling/application/APIReference`,
    types: {
      "appautoscaling/target": { scalableDimension: among("ecs:service:DesiredCount", "ec2:spot-fleet-request:TargetCapacity", "elasticmapreduce:instancegroup:InstanceCount", "appstream:fleet:DesiredCapacity", "dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits", "dynamodb:index:ReadCapacityUnits", "dynamodb:index:WriteCapacityUnits", "rds:cluster:ReadReplicaCount", "sagemaker:variant:DesiredInstanceCount", "custom-resource:ResourceType:Property", "comprehend:document-classifier-endpoint:DesiredInferenceUnits", "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits", "lambda:function:ProvisionedConcurrency", "cassandra:table:ReadCapacityUnits", "cassandra:table:WriteCapacityUnits", "kafka:broker-storage:VolumeSize", "elasticache:cache-cluster:Nodes", "elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas", "neptune:cluster:ReadReplicaCount", "sagemaker:variant:DesiredProvisionedConcurrency", "sagemaker:inference-component:DesiredCopyCount", "workspaces:workspacespool:DesiredUserSessions"), serviceNamespace: among("ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker", "custom-resource", "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune", "workspaces") },
      "appautoscaling/policy": { name: upTo(256), policyType: among("StepScaling", "TargetTrackingScaling", "PredictiveScaling"), scalableDimension: among("ecs:service:DesiredCount", "ec2:spot-fleet-request:TargetCapacity", "elasticmapreduce:instancegroup:InstanceCount", "appstream:fleet:DesiredCapacity", "dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits", "dynamodb:index:ReadCapacityUnits", "dynamodb:index:WriteCapacityUnits", "rds:cluster:ReadReplicaCount", "sagemaker:variant:DesiredInstanceCount", "custom-resource:ResourceType:Property", "comprehend:document-classifier-endpoint:DesiredInferenceUnits", "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits", "lambda:function:ProvisionedConcurrency", "cassandra:table:ReadCapacityUnits", "cassandra:table:WriteCapacityUnits", "kafka:broker-storage:VolumeSize", "elasticache:cache-cluster:Nodes", "elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas", "neptune:cluster:ReadReplicaCount", "sagemaker:variant:DesiredProvisionedConcurrency", "sagemaker:inference-component:DesiredCopyCount", "workspaces:workspacespool:DesiredUserSessions"), serviceNamespace: among("ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker", "custom-resource", "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune", "workspaces") },
      "appautoscaling/scheduledAction": { name: like(/^(?! )[^\x00-\x1f\x7f-\x9f:/|]+(?<! )$/, 256), scalableDimension: among("ecs:service:DesiredCount", "ec2:spot-fleet-request:TargetCapacity", "elasticmapreduce:instancegroup:InstanceCount", "appstream:fleet:DesiredCapacity", "dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits", "dynamodb:index:ReadCapacityUnits", "dynamodb:index:WriteCapacityUnits", "rds:cluster:ReadReplicaCount", "sagemaker:variant:DesiredInstanceCount", "custom-resource:ResourceType:Property", "comprehend:document-classifier-endpoint:DesiredInferenceUnits", "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits", "lambda:function:ProvisionedConcurrency", "cassandra:table:ReadCapacityUnits", "cassandra:table:WriteCapacityUnits", "kafka:broker-storage:VolumeSize", "elasticache:cache-cluster:Nodes", "elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas", "neptune:cluster:ReadReplicaCount", "sagemaker:variant:DesiredProvisionedConcurrency", "sagemaker:inference-component:DesiredCopyCount", "workspaces:workspacespool:DesiredUserSessions"), schedule: upTo(1600), serviceNamespace: among("ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker", "custom-resource", "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune", "workspaces"), timezone: upTo(1600) },
    },
  },
  {
    service: "ec2",
    code: "InvalidParameterValue",
    source: `${DOCS}/AWSEC2/latest/APIReference`,
    types: {
      "ec2/natGateway": { secondaryPrivateIpAddressCount: betweenOrUnset(1, 31) },
      "ec2/eip": { domain: among("vpc", "standard") },
      "ec2/flowLog": { tagFieldSpecifications: count(3) },
      "ec2/vpcEndpoint": { ipAddressType: among("ipv4", "dualstack", "ipv6"), vpcEndpointType: among("Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork", "Tunnel") },
      "ec2/instance": { instanceInitiatedShutdownBehavior: among("stop", "terminate"), tenancy: among("default", "dedicated", "host") },
      "ec2/launchTemplate": { instanceInitiatedShutdownBehavior: among("stop", "terminate"), description: upTo(255) },
      "ec2/placementGroup": { spreadLevel: among("host", "rack"), strategy: among("cluster", "spread", "partition", "precision-time") },
      "ec2/networkInterface": { interfaceType: among("efa", "efa-only", "branch", "trunk") },
      "ec2/customerGateway": { type: among("ipsec.1") },
      "ec2/vpnConnection": { tunnelBandwidth: among("standard", "large"), tunnelInsideIpVersion: among("ipv4", "ipv6") },
      "ec2/vpcIpam": { meteredAccount: among("ipam-owner", "resource-owner"), operatingRegions: count(50), tier: among("free", "advanced") },
      "ec2/vpcIpamPool": { addressFamily: among("ipv4", "ipv6"), allocationDefaultNetmaskLength: between(0, 128), allocationMaxNetmaskLength: between(0, 128), allocationMinNetmaskLength: between(0, 128), publicIpSource: among("amazon", "byoip") },
      "ec2/fleet": { excessCapacityTerminationPolicy: among("no-termination", "termination"), launchTemplateConfigs: count(50), type: among("request", "maintain", "instant") },
      "ec2/spotFleetRequest": { allocationStrategy: among("lowestPrice", "diversified", "capacityOptimized", "capacityOptimizedPrioritized", "priceCapacityOptimized"), onDemandAllocationStrategy: among("lowestPrice", "prioritized"), targetCapacityUnitType: among("vcpu", "memory-mib", "units"), instanceInterruptionBehaviour: among("hibernate", "stop", "terminate") },
      "ec2/capacityReservation": { endDateType: among("unlimited", "limited"), instanceMatchCriteria: among("open", "targeted"), instancePlatform: among("Linux/UNIX", "Red Hat Enterprise Linux", "SUSE Linux", "Windows", "Windows with SQL Server", "Windows with SQL Server Enterprise", "Windows with SQL Server Standard", "Windows with SQL Server Web", "Linux with SQL Server Standard", "Linux with SQL Server Web", "Linux with SQL Server Enterprise", "RHEL with SQL Server Standard", "RHEL with SQL Server Enterprise", "RHEL with SQL Server Web", "RHEL with HA", "RHEL with HA and SQL Server Standard", "RHEL with HA and SQL Server Enterprise", "Ubuntu Pro"), tenancy: among("default", "dedicated") },
      "ec2transitgateway/transitGateway": { autoAcceptSharedAttachments: among("enable", "disable"), defaultRouteTableAssociation: among("enable", "disable"), defaultRouteTablePropagation: among("enable", "disable"), dnsSupport: among("enable", "disable"), multicastSupport: among("enable", "disable"), securityGroupReferencingSupport: among("enable", "disable"), vpnEcmpSupport: among("enable", "disable") },
      "ec2transitgateway/vpcAttachment": { applianceModeSupport: among("enable", "disable"), dnsSupport: among("enable", "disable"), ipv6Support: among("enable", "disable"), securityGroupReferencingSupport: among("enable", "disable") },
      "ec2clientvpn/endpoint": { endpointIpAddressType: among("ipv4", "ipv6", "dual-stack"), selfServicePortal: among("enabled", "disabled"), trafficIpAddressType: among("ipv4", "ipv6", "dual-stack"), transportProtocol: among("tcp", "udp") },
      "ec2/trafficMirrorFilterRule": { trafficDirection: among("ingress", "egress") },
      "ec2/ami": { architecture: among("i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac") },
      "ec2/availabilityZoneGroup": { optInStatus: among("opted-in", "not-opted-in") },
      "ec2/subnetCidrReservation": { reservationType: among("prefix", "explicit") },
      "ec2/spotInstanceRequest": { instanceInterruptionBehavior: among("hibernate", "stop", "terminate") },
    },
  },
  {
    service: "ecr",
    code: "InvalidParameterException",
    source: `${DOCS}/AmazonECR/latest/APIReference`,
    types: {
      "ecr/pullThroughCacheRule": { ecrRepositoryPrefix: like(REPOSITORY_PREFIX, 30, 2), upstreamRepositoryPrefix: like(REPOSITORY_PREFIX, 30, 2) },
      "ecr/repositoryCreationTemplate": { imageTagMutabilityExclusionFilters: count(5) },
    },
  },
  {
    service: "ecs",
    code: "InvalidParameterException",
    source: `${DOCS}/AmazonECS/latest/APIReference`,
    types: {
      "ecs/service": { availabilityZoneRebalancing: among("ENABLED", "DISABLED"), launchType: among("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"), propagateTags: among("TASK_DEFINITION", "SERVICE", "NONE"), schedulingStrategy: among("REPLICA", "DAEMON") },
      "ecs/taskDefinition": { ipcMode: among("host", "task", "none"), pidMode: among("host", "task"), "requiresCompatibilities[]": among("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES") },
      "ecs/accountSettingDefault": { name: among("serviceLongArnFormat", "taskLongArnFormat", "containerInstanceLongArnFormat", "awsvpcTrunking", "containerInsights", "fargateFIPSMode", "tagResourceAuthorization", "fargateTaskRetirementWaitPeriod", "guardDutyActivate", "defaultLogDriverMode", "fargateEventWindows") },
      "ecs/taskSet": { launchType: among("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES") },
    },
  },
  {
    service: "elbv2",
    code: "ValidationError",
    source: `${DOCS}/elasticloadbalancing/latest/APIReference`,
    types: {
      "lb/loadBalancer": { enablePrefixForIpv6SourceNat: among("on", "off") },
      "lb/targetGroup": { ipAddressType: among("ipv4", "ipv6"), targetControlPort: betweenOrUnset(1, 65535) },
      "lb/trustStore": { name: like(/^([a-zA-Z0-9]+-)*[a-zA-Z0-9]+$/, 32) },
      "alb/targetGroupAttachment": { port: betweenOrUnset(1, 65535) },
    },
  },
  {
    service: "lambda",
    code: "ValidationException",
    source: `${DOCS}/lambda/latest/api`,
    types: {
      "lambda/function": { architectures: count(1), description: upTo(256), s3Key: upTo(1024), s3ObjectVersion: upTo(1024) },
      "lambda/permission": { eventSourceToken: like(DOTTED, 256), functionUrlAuthType: among("NONE", "AWS_IAM"), principal: like(NO_BLANKS, 2048), principalOrgId: like(/^o-[a-z0-9]{10,32}$/, 34, 12), qualifier: like(QUALIFIER, 128), sourceAccount: like(ACCOUNT, 12), statementId: like(WORD, 100) },
      "lambda/alias": { description: upTo(256), functionVersion: like(/^(\$LATEST(\.PUBLISHED)?|\d+)$/, 1024), name: like(ALIAS, 128) },
      "lambda/eventSourceMapping": { functionResponseTypes: count(1), "functionResponseTypes[]": among("ReportBatchItemFailures"), maximumRecordAgeInSeconds: between(-1, 604800), maximumRetryAttempts: between(-1, 10000), sourceAccessConfigurations: count(23), startingPosition: among("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"), topics: count(1), tumblingWindowInSeconds: between(0, 900) },
      "lambda/functionUrl": { "cors.allowHeaders": count(100), "cors.allowHeaders[]": upTo(1024), "cors.allowMethods": count(6), "cors.allowMethods[]": upTo(6), "cors.allowOrigins": count(100), "cors.allowOrigins[]": upTo(253), "cors.exposeHeaders": count(100), "cors.exposeHeaders[]": upTo(1024), "cors.maxAge": between(0, 86400), invokeMode: among("BUFFERED", "RESPONSE_STREAM"), qualifier: like(ALIAS, 128) },
      "lambda/layerVersion": { compatibleArchitectures: count(2), "compatibleArchitectures[]": among("x86_64", "arm64"), compatibleRuntimes: count(15), description: upTo(256), layerName: like(/^(arn:.+:layer:)?[\w-]{1,140}$/, 2048), licenseInfo: upTo(512), s3Key: upTo(1024), s3ObjectVersion: upTo(1024) },
      "lambda/provisionedConcurrencyConfig": { provisionedConcurrentExecutions: between(1), qualifier: like(QUALIFIER, 128) },
      "lambda/functionEventInvokeConfig": { maximumEventAgeInSeconds: betweenOrUnset(60, 21600), maximumRetryAttempts: between(0, 2), qualifier: like(QUALIFIER, 128) },
      "lambda/codeSigningConfig": { description: upTo(256) },
      "lambda/layerVersionPermission": { principal: upTo(10000) },
    },
  },
];
