/** Limits on single values that stand in blocks of arguments, or that a service's guide states and its model does not. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";

const DOCS = "https://docs.aws.amazon.com";

/** A transition of EFS: after so many days without access. */
const AGE = among("AFTER_1_DAY", "AFTER_7_DAYS", "AFTER_14_DAYS", "AFTER_30_DAYS", "AFTER_60_DAYS", "AFTER_90_DAYS", "AFTER_180_DAYS", "AFTER_270_DAYS", "AFTER_365_DAYS");

/** Events that a bucket tells of. */
const EVENTS = among(
  "s3:ReducedRedundancyLostObject", "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload", "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete",
  "s3:ObjectRemoved:DeleteMarkerCreated", "s3:ObjectRestore:*", "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete", "s3:Replication:*", "s3:Replication:OperationFailedReplication",
  "s3:Replication:OperationNotTracked", "s3:Replication:OperationMissedThreshold", "s3:Replication:OperationReplicatedAfterThreshold", "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put",
  "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated", "s3:ObjectTagging:*", "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete", "s3:ObjectAnnotation:*",
  "s3:ObjectAnnotation:Put", "s3:ObjectAnnotation:Delete", "s3:ObjectRetention:Put",
);

/** By service, the limits of each type. */
export const blockLimits: readonly ServiceLimits[] = [
  {
    service: "autoscaling-blocks",
    code: "ValidationError",
    source: `${DOCS}/autoscaling/ec2/APIReference/API_PutLifecycleHook.html`,
    types: {
      "autoscaling/lifecycleHook": { lifecycleTransition: among("autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"), heartbeatTimeout: betweenOrUnset(30, 7200), defaultResult: among("CONTINUE", "ABANDON") },
      "autoscaling/group": { "suspendedProcesses[]": among("Launch", "Terminate", "AddToLoadBalancer", "AlarmNotification", "AZRebalance", "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy", "ScheduledActions"), metricsGranularity: among("1Minute") },
    },
  },
  {
    service: "rds-blocks",
    code: "InvalidParameterValue",
    source: `${DOCS}/AmazonRDS/latest/APIReference/API_ConnectionPoolConfiguration.html`,
    types: {
      "rds/proxyDefaultTargetGroup": { "connectionPoolConfig.maxConnectionsPercent": betweenOrUnset(1, 100), "connectionPoolConfig.maxIdleConnectionsPercent": between(0, 100), "connectionPoolConfig.connectionBorrowTimeout": between(0, 300), "connectionPoolConfig.sessionPinningFilters[]": among("EXCLUDE_VARIABLE_SETS") },
      "rds/instance": { engineLifecycleSupport: among("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"), backupTarget: among("region", "outposts"), replicaMode: among("open-read-only", "mounted"), networkType: among("IPV4", "DUAL", "IPV6") },
      "rds/cluster": { networkType: among("IPV4", "DUAL", "IPV6"), engineMode: among("provisioned", "serverless", "parallelquery", "global", "multimaster"), engineLifecycleSupport: among("open-source-rds-extended-support", "open-source-rds-extended-support-disabled") },
      "rds/parameterGroup": { "parameters[].applyMethod": among("immediate", "pending-reboot") },
      "rds/clusterParameterGroup": { "parameters[].applyMethod": among("immediate", "pending-reboot") },
    },
  },
  {
    service: "route53-blocks",
    code: "InvalidInput",
    source: `${DOCS}/Route53/latest/APIReference/API_ResourceRecordSet.html`,
    types: { "route53/record": { "weightedRoutingPolicies[].weight": between(0, 255), "failoverRoutingPolicies[].type": among("PRIMARY", "SECONDARY"), setIdentifier: upTo(128) } },
  },
  {
    service: "s3-blocks",
    code: "MalformedXML",
    source: `${DOCS}/AmazonS3/latest/API`,
    types: {
      "s3/bucketNotification": { "topics[].events[]": EVENTS, "queues[].events[]": EVENTS, "lambdaFunctions[].events[]": EVENTS },
      "s3/bucketIntelligentTieringConfiguration": { "tierings[].accessTier": among("ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS") },
      "s3/inventory": { "schedule.frequency": among("Daily", "Weekly"), "destination.bucket.format": among("CSV", "ORC", "Parquet") },
    },
  },
  {
    service: "efs-blocks",
    code: "BadRequest",
    source: `${DOCS}/efs/latest/ug/API_LifecyclePolicy.html`,
    types: { "efs/fileSystem": { "lifecyclePolicies[].transitionToIa": AGE, "lifecyclePolicies[].transitionToArchive": AGE, "lifecyclePolicies[].transitionToPrimaryStorageClass": among("AFTER_1_ACCESS") } },
  },
  {
    service: "kinesis-blocks",
    code: "ValidationException",
    source: `${DOCS}/kinesis/latest/APIReference/API_CreateStream.html`,
    types: {
      "kinesis/stream": {
        retentionPeriod: betweenOrUnset(24, 8760),
        "streamModeDetails.streamMode": among("PROVISIONED", "ON_DEMAND"),
        "shardLevelMetrics[]": among("IncomingBytes", "IncomingRecords", "OutgoingBytes", "OutgoingRecords", "WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded", "IteratorAgeMilliseconds", "ALL"),
      },
    },
  },
  {
    service: "firehose-blocks",
    code: "InvalidArgumentException",
    source: `${DOCS}/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html`,
    types: {
      "kinesis/firehoseDeliveryStream": {
        "extendedS3Configuration.bufferingInterval": between(0, 900), "extendedS3Configuration.bufferingSize": between(1, 128), "extendedS3Configuration.compressionFormat": among("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"),
        "extendedS3Configuration.s3BackupMode": among("Disabled", "Enabled"),
      },
    },
  },
  {
    service: "elbv2-blocks",
    code: "InvalidConfigurationRequest",
    source: `${DOCS}/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html`,
    types: {
      "lb/targetGroup": { loadBalancingAlgorithmType: among("round_robin", "least_outstanding_requests", "weighted_random"), loadBalancingAnomalyMitigation: among("on", "off"), loadBalancingCrossZoneEnabled: among("true", "false", "use_load_balancer_configuration") },
      "lb/listenerRule": { "conditions[].hostHeader.values[]": upTo(128), "conditions[].pathPattern.values[]": upTo(128), "conditions[].httpHeader.httpHeaderName": upTo(40) },
    },
  },
  {
    service: "ec2-blocks",
    code: "InvalidParameter",
    source: `${DOCS}/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html`,
    types: { "ec2/vpcEndpoint": { "dnsOptions.dnsRecordIpType": among("ipv4", "dualstack", "service-defined", "ipv6") } },
  },
  {
    service: "eks-blocks",
    code: "InvalidParameterException",
    source: `${DOCS}/eks/latest/userguide/service-quotas.html`,
    types: { "eks/cluster": { "vpcConfig.publicAccessCidrs": count(40) }, "eks/fargateProfile": { selectors: count(5, 1) } },
  },
  {
    service: "elasticache-blocks",
    code: "InvalidParameterValue",
    source: `${DOCS}/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html`,
    types: {
      "elasticache/parameterGroup": { family: like(/^(memcached1\.[456]|redis(2\.6|2\.8|3\.2|4\.0|5\.0|6\.x|7)|valkey\d{1,2})$/) },
      "elasticache/cluster": { networkType: among("ipv4", "ipv6", "dual_stack") },
      "elasticache/serverlessCache": { networkType: among("ipv4", "ipv6", "dual_stack"), engine: among("memcached", "redis", "valkey"), "cacheUsageLimits.dataStorage.unit": among("GB") },
    },
  },
  {
    service: "cognito-blocks",
    code: "InvalidParameterException",
    source: `${DOCS}/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html`,
    types: { "cognito/userPool": { "passwordPolicy.minimumLength": betweenOrUnset(6, 99), "passwordPolicy.temporaryPasswordValidityDays": between(0, 365), "passwordPolicy.passwordHistorySize": between(0, 24) } },
  },
  {
    service: "ssm-blocks",
    code: "ValidationException",
    source: `${DOCS}/systems-manager/latest/APIReference/API_PutParameter.html`,
    types: { "ssm/parameter": { dataType: among("text", "aws:ec2:image", "aws:ssm:integration") } },
  },
];
