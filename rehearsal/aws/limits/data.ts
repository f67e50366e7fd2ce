/** Limits on single values: storage, databases, streams and what moves data. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { ACCOUNT, DOTTED, LETTER_HYPHENED, WORD } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const dataLimits: readonly ServiceLimits[] = [
  {
    service: "dynamodb",
    code: "ValidationException",
    source: `${DOCS}/amazondynamodb/latest/APIReference`,
    types: {
      "dynamodb/globalTable": { name: like(DOTTED, 255, 3) },
    },
  },
  {
    service: "efs",
    code: "ValidationException",
    source: `${DOCS}/efs/latest/ug`,
    types: {
      "efs/fileSystem": { creationToken: upTo(64), provisionedThroughputInMibps: betweenOrUnset(1) },
      "efs/mountTarget": { ipAddressType: among("IPV4_ONLY", "IPV6_ONLY", "DUAL_STACK"), ipv6Address: upTo(39, 3), securityGroups: count(100) },
    },
  },
  {
    service: "elasticache",
    code: "InvalidParameterValue",
    source: `${DOCS}/AmazonElastiCache/latest/APIReference`,
    types: {
      "elasticache/replicationGroup": { durability: among("default", "async", "sync", "disabled") },
      "elasticache/cluster": { outpostMode: among("single-outpost", "cross-outpost") },
    },
  },
  {
    service: "kinesis",
    code: "ValidationException",
    source: `${DOCS}/kinesis/latest/APIReference`,
    types: {
      "kinesis/stream": { maxRecordSizeInKib: betweenOrUnset(1024, 10240), name: like(DOTTED, 128), shardCount: betweenOrUnset(1), warmThroughputMibPs: between(0), encryptionType: among("NONE", "KMS") },
    },
  },
  {
    service: "rds",
    code: "InvalidParameterValue",
    source: `${DOCS}/AmazonRDS/latest/APIReference`,
    types: {
      "rds/cluster": { clusterScalabilityType: among("standard", "limitless") },
      "rds/proxy": { auths: count(200), "auths[].clientPasswordAuthType": among("MYSQL_NATIVE_PASSWORD", "MYSQL_CACHING_SHA2_PASSWORD", "POSTGRES_SCRAM_SHA_256", "POSTGRES_MD5", "SQL_SERVER_AUTHENTICATION"), "auths[].description": upTo(1000), targetConnectionNetworkType: among("IPV4", "IPV6") },
      "rds/proxyEndpoint": { dbProxyEndpointName: like(/^[a-zA-Z](-?[a-zA-Z0-9])*$/, 63) },
      "rds/globalCluster": { globalClusterIdentifier: like(/^[A-Za-z][\w:.-]*$/, 255) },
    },
  },
  {
    service: "s3",
    code: "MalformedXML",
    source: `${DOCS}/AmazonS3/latest/API`,
    types: {
      "s3/bucket": { bucketNamespace: among("account-regional", "global"), accelerationStatus: among("Enabled", "Suspended"), requestPayer: among("Requester", "BucketOwner") },
      "s3/bucketObjectv2": { acl: among("private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"), checksumAlgorithm: among("CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"), objectLockLegalHoldStatus: among("ON", "OFF"), objectLockMode: among("GOVERNANCE", "COMPLIANCE"), serverSideEncryption: among("AES256", "aws:fsx", "aws:backup", "aws:kms", "aws:kms:dsse"), storageClass: among("STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP", "AWS_BACKUP_WARM", "AWS_BACKUP_LOW_COST_WARM") },
      "s3/bucketAccelerateConfiguration": { status: among("Enabled", "Suspended") },
      "s3/bucketIntelligentTieringConfiguration": { status: among("Enabled", "Disabled") },
      "s3/inventory": { includedObjectVersions: among("All", "Current"), "optionalFields[]": among("Size", "LastModifiedDate", "StorageClass", "ETag", "IsMultipartUploaded", "ReplicationStatus", "EncryptionStatus", "ObjectLockRetainUntilDate", "ObjectLockMode", "ObjectLockLegalHoldStatus", "ObjectLockEventHoldStatus", "ObjectLockEventHoldDuration", "IntelligentTieringAccessTier", "BucketKeyStatus", "ChecksumAlgorithm", "ObjectAccessControlList", "ObjectOwner", "LifecycleExpirationDate", "IntelligentTieringReferenceDate") },
      "s3/bucketObject": { acl: among("private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"), storageClass: among("STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP", "AWS_BACKUP_WARM", "AWS_BACKUP_LOW_COST_WARM"), serverSideEncryption: among("AES256", "aws:fsx", "aws:backup", "aws:kms", "aws:kms:dsse") },
      "s3/objectCopy": { acl: among("private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"), metadataDirective: among("COPY", "REPLACE"), objectLockLegalHoldStatus: among("ON", "OFF"), objectLockMode: among("GOVERNANCE", "COMPLIANCE"), requestPayer: among("requester"), serverSideEncryption: among("AES256", "aws:fsx", "aws:backup", "aws:kms", "aws:kms:dsse"), storageClass: among("STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP", "AWS_BACKUP_WARM", "AWS_BACKUP_LOW_COST_WARM"), taggingDirective: among("COPY", "REPLACE") },
    },
  },
  {
    service: "s3control",
    code: "InvalidRequest",
    source: `${DOCS}/AmazonS3/latest/API`,
    types: {
      "s3/accessPoint": { accountId: like(ACCOUNT, 64), bucketAccountId: like(ACCOUNT, 64) },
      "s3control/accessGrant": { accountId: like(ACCOUNT, 64), "grantee.granteeType": among("DIRECTORY_USER", "DIRECTORY_GROUP", "IAM"), permission: among("READ", "WRITE", "READWRITE"), s3PrefixType: among("Object") },
      "s3control/storageLensConfiguration": { accountId: like(ACCOUNT, 64), configId: like(WORD, 64) },
    },
  },
  {
    service: "stepfunctions",
    code: "ValidationException",
    source: `${DOCS}/step-functions/latest/apireference`,
    types: {
      "sfn/stateMachine": { name: upTo(80), type: among("STANDARD", "EXPRESS") },
      "sfn/activity": { name: upTo(80) },
    },
  },
  {
    service: "opensearch",
    code: "ValidationException",
    source: `${DOCS}/opensearch-service/latest/APIReference`,
    types: {
      "opensearch/domain": { domainName: like(/^[a-z][a-z0-9-]+$/, 28, 3), ipAddressType: among("ipv4", "dualstack") },
    },
  },
  {
    service: "kafka",
    code: "BadRequestException",
    source: `${DOCS}/msk/1.0/apireference`,
    types: {
      "msk/cluster": { enhancedMonitoring: among("DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"), kafkaVersion: upTo(128), storageMode: among("LOCAL", "TIERED") },
    },
  },
  {
    service: "athena",
    code: "InvalidRequestException",
    source: `${DOCS}/athena/latest/APIReference`,
    types: {
      "athena/workgroup": { description: upTo(1024), name: like(DOTTED, 128), state: among("ENABLED", "DISABLED") },
      "athena/namedQuery": { description: upTo(1024), name: upTo(128) },
      "athena/dataCatalog": { description: upTo(1024), name: upTo(256), type: among("LAMBDA", "GLUE", "HIVE", "FEDERATED") },
    },
  },
  {
    service: "glue",
    code: "ValidationException",
    source: `${DOCS}/glue/latest/webapi`,
    types: {
      "glue/catalogDatabase": { description: upTo(2048), locationUri: upTo(1024), name: upTo(255) },
      "glue/job": { "command.pythonVersion": like(/^(2|3|3\.9)$/), description: upTo(2048), executionClass: among("FLEX", "STANDARD"), jobMode: among("SCRIPT", "VISUAL", "NOTEBOOK"), maintenanceWindow: like(/^(Sun|Mon|Tue|Wed|Thu|Fri|Sat):([01]?\d|2[0-3])$/), name: upTo(255), timeout: betweenOrUnset(1), workerType: among("Standard", "G.1X", "G.2X", "G.4X", "G.8X", "G.025X", "Z.2X", "G.12X", "G.16X", "R.1X", "R.2X", "R.4X", "R.8X") },
      "glue/crawler": { "classifiers[]": upTo(255), description: upTo(2048), name: upTo(255), tablePrefix: upTo(128) },
      "glue/trigger": { description: upTo(2048), name: upTo(255), type: among("SCHEDULED", "CONDITIONAL", "ON_DEMAND", "EVENT") },
      "glue/catalogTable": { retention: between(0), tableType: upTo(255) },
      "glue/devEndpoint": { workerType: among("Standard", "G.1X", "G.2X", "G.4X", "G.8X", "G.025X", "Z.2X", "G.12X", "G.16X", "R.1X", "R.2X", "R.4X", "R.8X") },
      "glue/mLTransform": { glueVersion: upTo(255), timeout: betweenOrUnset(1), workerType: among("Standard", "G.1X", "G.2X", "G.4X", "G.8X", "G.025X", "Z.2X", "G.12X", "G.16X", "R.1X", "R.2X", "R.4X", "R.8X") },
      "glue/registry": { registryName: upTo(255) },
      "glue/resourcePolicy": { enableHybrid: among("TRUE", "FALSE") },
      "glue/schema": { schemaName: upTo(255), dataFormat: among("AVRO", "JSON", "PROTOBUF"), compatibility: among("NONE", "DISABLED", "BACKWARD", "BACKWARD_ALL", "FORWARD", "FORWARD_ALL", "FULL", "FULL_ALL") },
      "glue/userDefinedFunction": { ownerType: among("USER", "ROLE", "GROUP") },
    },
  },
  {
    service: "transfer",
    code: "InvalidRequestException",
    source: `${DOCS}/transfer/latest/APIReference`,
    types: {
      "transfer/server": { domain: among("S3", "EFS"), endpointType: among("PUBLIC", "VPC", "VPC_ENDPOINT"), identityProviderType: among("SERVICE_MANAGED", "API_GATEWAY", "AWS_DIRECTORY_SERVICE", "AWS_LAMBDA"), ipAddressType: among("IPV4", "DUALSTACK"), postAuthenticationLoginBanner: like(/^[\t-\r\x20-\x7e]*$/, 4096), preAuthenticationLoginBanner: like(/^[\t-\r\x20-\x7e]*$/, 4096), protocols: count(4), "protocols[]": among("SFTP", "FTP", "FTPS", "AS2"), securityPolicyName: like(/^Transfer[A-Za-z0-9]*SecurityPolicy-[A-Za-z0-9-]+$/, 100), structuredLogDestinations: count(1), sftpAuthenticationMethods: among("PASSWORD", "PUBLIC_KEY", "PUBLIC_KEY_OR_PASSWORD", "PUBLIC_KEY_AND_PASSWORD") },
      "transfer/user": { homeDirectory: like(/^\//, 1024), homeDirectoryMappings: count(50000), homeDirectoryType: among("PATH", "LOGICAL"), policy: upTo(2048), userName: like(/^\w[\w@.-]+$/, 100, 3) },
      "transfer/access": { homeDirectory: upTo(1024), homeDirectoryType: among("PATH", "LOGICAL") },
    },
  },
  {
    service: "dms",
    code: "InvalidParameterValueException",
    source: `${DOCS}/dms/latest/APIReference`,
    types: {
      "dms/replicationInstance": { replicationInstanceClass: upTo(30) },
      "dms/endpoint": { endpointType: among("source", "target"), sslMode: among("none", "require", "verify-ca", "verify-full") },
      "dms/replicationTask": { migrationType: among("full-load", "cdc", "full-load-and-cdc") },
    },
  },
  {
    service: "memorydb",
    code: "InvalidParameterValueException",
    source: `${DOCS}/memorydb/latest/APIReference`,
    types: {
      "memorydb/user": { userName: like(LETTER_HYPHENED) },
      "memorydb/acl": { "userNames[]": like(LETTER_HYPHENED) },
    },
  },
];
