/** AWS Foundational Security Best Practices v1.0.0, as Security Hub CSPM has it. */
import type { Benchmark, Control } from "./benchmark.ts";

/** Numbers of the controls of each service. Source: AWS Security Hub CSPM, "Control reference", March 2026, and what AWS added until September 2026. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  Account: [1],
  ACM: [1, 2],
  APIGateway: [1, 2, 3, 4, 5, 8, 9, 10, 11],
  AppSync: [2, 5],
  Athena: [4],
  AutoScaling: [1, 2, 3, 6, 9],
  Autoscaling: [5],
  Backup: [1],
  BedrockAgentCore: [1, 2, 5, 6],
  CloudFormation: [3, 4],
  CloudFront: [1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17],
  CloudTrail: [1, 2, 4, 5],
  CodeBuild: [1, 2, 3, 4, 7],
  Cognito: [1, 2, 3, 4, 5, 6],
  Config: [1],
  Connect: [2],
  DataFirehose: [1],
  DataSync: [1],
  DMS: [1, 6, 7, 8, 9, 10, 11, 12, 13],
  DocumentDB: [1, 2, 3, 4, 5, 6],
  DynamoDB: [1, 2, 3, 6, 7],
  EC2: [1, 2, 3, 4, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 51, 55, 56, 57, 58, 60, 170, 171, 172, 173, 180, 181, 182],
  ECR: [1, 2, 3],
  ECS: [2, 3, 4, 5, 8, 9, 10, 12, 16, 18, 19, 20, 21],
  EFS: [1, 2, 3, 4, 6, 7, 8],
  EKS: [1, 2, 3, 8, 9],
  ElastiCache: [1, 2, 3, 4, 5, 6, 7],
  ElasticBeanstalk: [1, 2, 3],
  ELB: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 17, 18, 21, 22],
  EMR: [1, 2, 3, 4],
  ES: [1, 2, 3, 4, 5, 6, 7, 8],
  EventBridge: [3],
  FSx: [1, 2, 3, 4, 5],
  Glue: [3, 4],
  GuardDuty: [1, 5, 6, 7, 8, 9, 10, 11, 12, 13],
  IAM: [1, 2, 3, 4, 5, 6, 7, 8, 21],
  Inspector: [1, 2, 3, 4],
  Kinesis: [1, 3],
  KMS: [1, 2, 3, 5],
  Lambda: [1, 2, 5],
  Macie: [1, 2],
  MSK: [1, 3, 4, 5, 6],
  MQ: [2],
  Neptune: [1, 2, 3, 4, 5, 6, 7, 8],
  NetworkFirewall: [2, 3, 4, 5, 6, 9, 10],
  Opensearch: [1, 2, 3, 4, 5, 6, 7, 8, 10],
  PCA: [1],
  RDS: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 27, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 50, 51],
  Redshift: [1, 2, 3, 4, 6, 7, 8, 10, 15, 18],
  RedshiftServerless: [1, 2, 3, 5, 6],
  Route53: [2],
  S3: [1, 2, 3, 5, 6, 8, 9, 12, 13, 19, 24, 25],
  SageMaker: [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15],
  SecretsManager: [1, 2, 3, 4],
  ServiceCatalog: [1],
  SES: [3],
  SNS: [4],
  SQS: [1, 3],
  SSM: [1, 2, 3, 4, 6, 7],
  StepFunctions: [1],
  Transfer: [2, 3],
  WAF: [1, 2, 3, 4, 6, 7, 8, 10, 12],
  WorkSpaces: [1, 2],
};

/** What the platform has none of, by service or by control, and the types or beginnings of types that would show otherwise. */
const NOT_DEPLOYED: Readonly<Record<string, readonly string[]>> = {
  APIGateway: ["aws:apigateway/", "aws:apigatewayv2/"],
  AppSync: ["aws:appsync/"],
  Athena: ["aws:athena/"],
  AutoScaling: ["aws:autoscaling/", "aws:ec2/launchConfiguration:LaunchConfiguration"],
  Autoscaling: ["aws:ec2/launchConfiguration:LaunchConfiguration"],
  BedrockAgentCore: ["aws:bedrock/"],
  Connect: ["aws:connect/"],
  DataSync: ["aws:datasync/"],
  DMS: ["aws:dms/"],
  DocumentDB: ["aws:docdb/"],
  DynamoDB: ["aws:dynamodb/"],
  ECS: ["aws:ecs/"],
  EFS: ["aws:efs/"],
  ElasticBeanstalk: ["aws:elasticbeanstalk/"],
  EMR: ["aws:emr/"],
  ES: ["aws:elasticsearch/"],
  EventBridge: ["aws:cloudwatch/eventBus:EventBus"],
  FSx: ["aws:fsx/"],
  Glue: ["aws:glue/"],
  Kinesis: ["aws:kinesis/stream:Stream"],
  MSK: ["aws:msk/", "aws:mskconnect/"],
  MQ: ["aws:mq/"],
  Neptune: ["aws:neptune/"],
  NetworkFirewall: ["aws:networkfirewall/"],
  Opensearch: ["aws:opensearch/"],
  PCA: ["aws:acmpca/"],
  Redshift: ["aws:redshift/"],
  RedshiftServerless: ["aws:redshiftserverless/"],
  SageMaker: ["aws:sagemaker/"],
  ServiceCatalog: ["aws:servicecatalog/"],
  SES: ["aws:ses/", "aws:sesv2/"],
  StepFunctions: ["aws:sfn/"],
  Transfer: ["aws:transfer/"],
  WorkSpaces: ["aws:workspaces/"],
  "Cognito.1": ["aws:cognito/userPool:UserPool"],
  "Cognito.3": ["aws:cognito/userPool:UserPool"],
  "Cognito.4": ["aws:cognito/userPool:UserPool"],
  "Cognito.5": ["aws:cognito/userPool:UserPool"],
  "Cognito.6": ["aws:cognito/userPool:UserPool"],
  "EC2.4": ["aws:ec2/instance:Instance"],
  "EC2.17": ["aws:ec2/instance:Instance", "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment"],
  "EC2.20": ["aws:ec2/vpnConnection:VpnConnection"],
  "EC2.24": ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
  "EC2.171": ["aws:ec2/vpnConnection:VpnConnection"],
  "EC2.173": ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
  "EC2.181": ["aws:ec2/launchTemplate:LaunchTemplate"],
  "EKS.9": ["aws:eks/nodeGroup:NodeGroup"],
  "ELB.2": ["aws:elb/"],
  "RDS.4": ["aws:rds/snapshot:Snapshot", "aws:rds/clusterSnapshot:ClusterSnapshot"],
  "RDS.14": ["aws:rds/cluster:Cluster"],
  "RDS.34": ["aws:rds/cluster:Cluster"],
  "RDS.37": ["aws:rds/cluster:Cluster"],
  "RDS.45": ["aws:rds/cluster:Cluster"],
  "RDS.47": ["aws:rds/cluster:Cluster"],
  "RDS.48": ["aws:rds/cluster:Cluster"],
  "RDS.51": ["aws:rds/globalCluster:GlobalCluster"],
  "S3.24": ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"],
  "S3.25": ["aws:s3/directoryBucket:DirectoryBucket"],
  "WAF.1": ["aws:waf/"],
  "WAF.2": ["aws:wafregional/"],
  "WAF.3": ["aws:wafregional/"],
  "WAF.4": ["aws:wafregional/"],
  "WAF.6": ["aws:waf/"],
  "WAF.7": ["aws:waf/"],
  "WAF.8": ["aws:waf/"],
};

/** What no declared resource shows. */
const NOT_IN_A_GRAPH: Readonly<Record<string, readonly [asks: string, reason: string]>> = {
  "EC2.1": ["EBS snapshots are shared with nobody", "who may restore a snapshot is a permission of the snapshot, which AWS Backup and not the program makes; that the account shares none is decided by the account's setting (EC2.182)"],
  "IAM.4": ["the root user has no access key", "credentials of the root user are no resource; Security Hub, which every stack switches on, reports them"],
  "IAM.6": ["the root user signs in with a hardware token", "credentials of the root user are no resource; Security Hub reports them"],
  "IAM.8": ["credentials that nobody uses are removed", "use is seen over time; the analyzer of unused access, which every stack has, reports it"],
  "SecretsManager.2": ["rotations succeed", "seen once a rotation has run; an alarm watches the function that rotates"],
  "SecretsManager.3": ["secrets that nobody reads are removed", "use is seen over time"],
  "SSM.1": ["instances are managed by Systems Manager", "the nodes are EKS Auto Mode's, which AWS keeps and lets nobody into; the platform declares no instance"],
  "SSM.2": ["managed instances have their patches", "seen on running instances; nodes of EKS Auto Mode are replaced by AWS instead"],
  "SSM.3": ["associations of managed instances are compliant", "seen on running instances, of which the platform declares none"],
};

/** Where the platform means to do otherwise. */
const DEPARTS: Readonly<Record<string, readonly [asks: string, reason: string]>> = {
  "EC2.58": ["an interface endpoint for Incident Manager's contacts", "AWS takes no new customers for Incident Manager since 7 November 2025; nobody here calls it"],
  "EC2.60": ["an interface endpoint for Incident Manager", "AWS takes no new customers for Incident Manager since 7 November 2025; nobody here calls it"],
  "Macie.2": ["Macie looks into buckets for personal data by itself", "Macie's administrator, or an account without one, switches it on through an API for which the provider has no resource; Macie itself is decided by Macie.1"],
  "CloudFormation.3": ["stacks are protected from termination", "the one stack is what the Serverless Application Repository makes of AWS's published rotation function; the provider's resource has no argument for it, and Pulumi protects the resource itself"],
  "CloudFormation.4": ["stacks have a service role", "the one stack is what the Serverless Application Repository makes of AWS's published rotation function; the provider's resource has no argument for it"],
};

/** Where our rule asks for less than the control. */
const NARROWER: Readonly<Record<string, string>> = {
  "CloudFront.17": "the control fails every distribution that anybody may read; ours only those that let accounts' keys sign",
  "IAM.21": "the control fails every action `service:*`, whatever the resource; ours where nothing binds it to resources of the account, as the policies of the deployment role and the boundary of people are bound",
  "KMS.1": "the control ignores conditions and fails every pattern that all keys fit; ours takes conditions and the account as bounds",
  "KMS.2": "as KMS.1, for policies of one role",
};

function controlOf(service: string, id: string): Control {
  const types = NOT_DEPLOYED[id] ?? NOT_DEPLOYED[service];
  if (types !== undefined) return { id, outside: { why: "not-deployed", types } };
  const unseen = NOT_IN_A_GRAPH[id];
  if (unseen !== undefined) return { id, asks: unseen[0], outside: { why: "not-in-a-graph", reason: unseen[1] } };
  const departs = DEPARTS[id];
  if (departs !== undefined) return { id, asks: departs[0], outside: { why: "departs", reason: departs[1] } };
  const narrower = NARROWER[id];
  return { id, ...(narrower === undefined ? {} : { narrower }) };
}

/** The standard with what decides each of its controls. */
export const fsbp: Benchmark = {
  name: "AWS FSBP",
  edition: "AWS Foundational Security Best Practices v1.0.0 (AWS Security Hub CSPM, “Control reference”, March 2026, and the additions until September 2026)",
  controls: Object.entries(NUMBERS).flatMap(([service, numbers]) => numbers.map((number) => controlOf(service, `${service}.${number}`))),
};
