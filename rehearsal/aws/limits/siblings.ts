/** Limits on single values: services beside those that are deployed here. */
import { among, between, betweenOrUnset, upTo, type ServiceLimits } from "./limit.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const siblingsLimits: readonly ServiceLimits[] = [
  {
    service: "ses",
    code: "ValidationError",
    source: `${DOCS}/ses/latest/APIReference`,
    types: {
      "ses/receiptFilter": { policy: among("Block", "Allow") },
      "ses/receiptRule": { tlsPolicy: among("Require", "Optional") },
      "ses/identityNotificationTopic": { notificationType: among("Bounce", "Complaint", "Delivery") },
      "ses/identityPolicy": { name: upTo(64) },
    },
  },
  {
    service: "apprunner",
    code: "InvalidRequestException",
    source: `${DOCS}/apprunner/latest/api`,
    types: {
      "apprunner/autoScalingConfigurationVersion": { maxConcurrency: betweenOrUnset(1, 200), maxSize: betweenOrUnset(1) },
      "apprunner/connection": { connectionName: upTo(32, 4), providerType: among("GITHUB", "BITBUCKET") },
      "apprunner/service": { serviceName: upTo(40, 4) },
    },
  },
  {
    service: "codeartifact",
    code: "ValidationException",
    source: `${DOCS}/codeartifact/latest/APIReference`,
    types: {
      "codeartifact/domain": { encryptionKey: upTo(1011) },
      "codeartifact/repository": { domainOwner: upTo(12, 12), description: upTo(1000) },
      "codeartifact/repositoryPermissionsPolicy": { domainOwner: upTo(12, 12), policyRevision: upTo(100) },
    },
  },
  {
    service: "fsx",
    code: "BadRequest",
    source: `${DOCS}/fsx/latest/APIReference`,
    types: {
      "fsx/ontapFileSystem": { deploymentType: among("MULTI_AZ_1", "SINGLE_AZ_1", "SINGLE_AZ_2", "MULTI_AZ_2"), automaticBackupRetentionDays: between(0, 90), endpointIpAddressRange: upTo(17, 9), throughputCapacity: betweenOrUnset(8) },
      "fsx/ontapStorageVirtualMachine": { name: upTo(47), rootVolumeSecurityStyle: among("UNIX", "NTFS", "MIXED") },
      "fsx/ontapVolume": { name: upTo(203), junctionPath: upTo(255), securityStyle: among("UNIX", "NTFS", "MIXED"), sizeInMegabytes: between(0) },
      "fsx/openZfsFileSystem": { deploymentType: among("SINGLE_AZ_1", "SINGLE_AZ_2", "SINGLE_AZ_HA_1", "SINGLE_AZ_HA_2", "MULTI_AZ_1"), storageCapacity: between(0), throughputCapacity: betweenOrUnset(8), automaticBackupRetentionDays: between(0, 90), storageType: among("SSD", "HDD", "INTELLIGENT_TIERING") },
      "fsx/openZfsSnapshot": { name: upTo(203) },
      "fsx/openZfsVolume": { dataCompressionType: among("NONE", "ZSTD", "LZ4"), storageCapacityQuotaGib: between(0), storageCapacityReservationGib: between(0) },
      "fsx/windowsFileSystem": { storageCapacity: between(0), throughputCapacity: betweenOrUnset(8), automaticBackupRetentionDays: between(0, 90) },
    },
  },
  {
    service: "acm-pca",
    code: "ValidationException",
    source: `${DOCS}/privateca/latest/APIReference`,
    types: {
      "acmpca/certificate": { signingAlgorithm: among("SHA256WITHECDSA", "SHA384WITHECDSA", "SHA512WITHECDSA", "SHA256WITHRSA", "SHA384WITHRSA", "SHA512WITHRSA", "SHA256WITHRSA_PSS", "SHA384WITHRSA_PSS", "SHA512WITHRSA_PSS", "SM3WITHSM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87") },
      "acmpca/certificateAuthority": { type: among("ROOT", "SUBORDINATE") },
    },
  },
  {
    service: "emr",
    code: "InvalidRequestException",
    source: `${DOCS}/emr/latest/APIReference`,
    types: {
      "emr/cluster": { scaleDownBehavior: among("TERMINATE_AT_INSTANCE_HOUR", "TERMINATE_AT_TASK_COMPLETION") },
      "emr/studio": { authMode: among("SSO", "IAM") },
      "emr/studioSessionMapping": { identityType: among("USER", "GROUP") },
    },
  },
  {
    service: "kinesisanalyticsv2",
    code: "InvalidArgumentException",
    source: `${DOCS}/managed-flink/latest/apiv2`,
    types: {
      "kinesisanalyticsv2/application": { name: upTo(128), serviceExecutionRole: upTo(2048), description: upTo(1024) },
    },
  },
  {
    service: "codecommit",
    code: "ValidationException",
    source: `${DOCS}/codecommit/latest/APIReference`,
    types: {
      "codecommit/approvalRuleTemplate": { content: upTo(3000), name: upTo(100), description: upTo(1000) },
      "codecommit/repository": { repositoryName: upTo(100), description: upTo(1000), defaultBranch: upTo(256) },
    },
  },
  {
    service: "sso-admin",
    code: "ValidationException",
    source: `${DOCS}/singlesignon/latest/APIReference`,
    types: {
      "ssoadmin/accountAssignment": { principalType: among("USER", "GROUP"), targetType: among("AWS_ACCOUNT") },
      "ssoadmin/permissionSet": { description: upTo(700), name: upTo(32), relayState: upTo(240) },
    },
  },
  {
    service: "imagebuilder",
    code: "ValidationException",
    source: `${DOCS}/imagebuilder/latest/APIReference`,
    types: {
      "imagebuilder/component": { platform: among("Windows", "Linux", "macOS"), changeDescription: upTo(1024), description: upTo(1024) },
      "imagebuilder/distributionConfiguration": { description: upTo(1024) },
      "imagebuilder/imagePipeline": { description: upTo(1024), status: among("DISABLED", "ENABLED") },
      "imagebuilder/imageRecipe": { parentImage: upTo(1024), description: upTo(1024), workingDirectory: upTo(1024) },
      "imagebuilder/infrastructureConfiguration": { description: upTo(1024), keyPair: upTo(1024) },
    },
  },
  {
    service: "appmesh",
    code: "BadRequestException",
    source: `${DOCS}/app-mesh/latest/APIReference`,
    types: {
      "appmesh/gatewayRoute": { name: upTo(255), meshOwner: upTo(12, 12) },
      "appmesh/mesh": { name: upTo(255) },
      "appmesh/route": { name: upTo(255) },
      "appmesh/virtualGateway": { name: upTo(255), meshOwner: upTo(12, 12) },
      "appmesh/virtualNode": { name: upTo(255) },
      "appmesh/virtualRouter": { name: upTo(255) },
      "appmesh/virtualService": { name: upTo(255) },
    },
  },
  {
    service: "appsync",
    code: "BadRequestException",
    source: `${DOCS}/appsync/latest/APIReference`,
    types: {
      "appsync/dataSource": { name: upTo(65536), type: among("AWS_LAMBDA", "AMAZON_DYNAMODB", "AMAZON_ELASTICSEARCH", "NONE", "HTTP", "RELATIONAL_DATABASE", "AMAZON_OPENSEARCH_SERVICE", "AMAZON_EVENTBRIDGE", "AMAZON_BEDROCK_RUNTIME") },
      "appsync/graphQLApi": { authenticationType: among("API_KEY", "AWS_IAM", "AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT", "AWS_LAMBDA") },
      "appsync/resolver": { type: upTo(65536), field: upTo(65536), dataSource: upTo(65536) },
      "appsync/function": { dataSource: upTo(65536), name: upTo(65536) },
    },
  },
  {
    service: "elasticbeanstalk",
    code: "InvalidParameterValue",
    source: `${DOCS}/elasticbeanstalk/latest/api`,
    types: {
      "elasticbeanstalk/application": { name: upTo(100), description: upTo(200) },
      "elasticbeanstalk/applicationVersion": { name: upTo(100), description: upTo(200) },
      "elasticbeanstalk/configurationTemplate": { name: upTo(100), description: upTo(200) },
      "elasticbeanstalk/environment": { description: upTo(200) },
    },
  },
];
