/** What the other services' things are referred to by. */
import type { Referent } from "./referent.ts";

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

/** Referents of compute, identity, storage, edge and messages. */
export const SERVICES = {
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
  buildProject: {
    things: [["codebuild/project", "id", "arn", "name"]],
    missing: ["ResourceNotFoundException", "Project cannot be found: %"],
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
    inUse: [["cloudwatch/eventRule"], "ValidationException", "Rule can't be deleted since it has targets. (%, #)"],
  },
} as const satisfies Record<string, Referent>;
