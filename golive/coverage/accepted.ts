/**
 * What the rules may leave unseen, and why. Everything else that they do not see fails `golive policies coverage --strict`,
 * and so does an acceptance that nothing needs any more.
 */
import type { STACKS } from "../graph/stacks.ts";

/** A stack that is checked in. */
export type StackName = (typeof STACKS)[number];

/** Stacks that have every part of the platform. */
export const WHOLE: readonly StackName[] = ["production", "local"];

interface Acceptance {
  /** A reason that holds for all that is accepted. */
  readonly reason: string;
  /** The stacks it holds in; in every stack, and needed by those of {@link WHOLE}, where it is left out. */
  readonly stacks?: readonly StackName[];
}

/** Resource types, as globs over type tokens. */
export interface AcceptedTypes extends Acceptance {
  readonly types: readonly string[];
}

/** Rules by name. */
export interface AcceptedRules extends Acceptance {
  readonly rules: readonly string[];
}

export interface Acceptances {
  /** Types the platform goes without: a rule that answers for these alone may match nothing. */
  readonly absent: readonly AcceptedTypes[];
  /** Rules that may have nothing to say although the stack has resources of their types. */
  readonly rules: readonly AcceptedRules[];
  /** Types the platform has and no rule looks at. */
  readonly types: readonly AcceptedTypes[];
}

export const ACCEPTED: Acceptances = {
  absent: [
    {
      types: ["aws:ec2/{instance,spotInstanceRequest,spotFleetRequest,fleet,launchTemplate,launchConfiguration}:*", "aws:autoscaling/**", "aws:ebs/{volume,snapshotCopy}:*", "aws:ec2/ami*:*"],
      reason: "EKS Auto Mode owns the machines, their disks and their groups (docs/adr/0002-eks-auto-mode.md)",
    },
    { types: ["aws:workspaces/**"], reason: "nobody works on desktops in this account" },
    { types: ["aws:ecs/**"], reason: "containers run on EKS, none on ECS" },
    { types: ["aws:elb/**"], reason: "Application Load Balancers only, no Classic Load Balancer" },
    { types: ["aws:apigateway/**", "aws:apigatewayv2/**", "aws:appsync/**", "aws:cognito/userPool:UserPool"], reason: "the API is a service in the cluster behind the load balancer, and signs its users in itself" },
    { types: ["aws:lambda/functionUrl:FunctionUrl"], reason: "functions are called by AWS services, none by address" },
    {
      types: ["aws:dynamodb/**", "aws:docdb/**", "aws:neptune/**", "aws:redshift/**", "aws:opensearch/**", "aws:elasticsearch/**", "aws:memorydb/**", "aws:dax/**", "aws:efs/**", "aws:msk/**", "aws:mq/**", "aws:kinesis/**", "aws:dms/**"],
      reason: "data lives in RDS, ElastiCache and S3 alone",
    },
    { types: ["aws:rds/*napshot*:*"], reason: "snapshots are made by RDS and AWS Backup, none by a program" },
    { types: ["aws:ec2/vpcBlockPublicAccessOptions:*"], reason: "the switch closes every VPC of a Region, and so the load balancer's too" },
    { types: ["aws:ec2transitgateway/**", "aws:ec2clientvpn/**"], reason: "no other network is joined to the platform's" },
    { types: ["aws:ec2/networkInterface:*"], reason: "AWS makes the interfaces of load balancers, endpoints and nodes" },
    { types: ["aws:ec2/managedPrefixList*:*"], reason: "security groups name other groups, and AWS's own lists" },
    { types: ["aws:eks/nodeGroup:*"], reason: "EKS Auto Mode owns the machines, without SSH (docs/adr/0002-eks-auto-mode.md)" },
    { types: ["kubernetes:*/*:*{Patch,List}"], reason: "objects are declared whole and one by one" },
    { types: ["kubernetes:core/v1:Secret"], reason: "secrets live in Secrets Manager, and reach pods as files through its CSI driver" },
    { types: ["kubernetes:core/v1:PersistentVolume"], reason: "the storage class makes disks for claims, none is made by hand" },
    { types: ["aws:networkfirewall/**"], reason: "traffic is filtered by security groups, network ACLs and the web application firewall" },
    { types: ["kubernetes:{networking.k8s.io,extensions}/**:Ingress", "kubernetes:{eks.amazonaws.com,elbv2.k8s.aws}/*:IngressClassParams"], reason: "the load balancer reaches pods through target group bindings" },
    { types: ["aws:iam/{user,userLoginProfile,accessKey,policyAttachment,userPolicy,userPolicyAttachment,userPolicyAttachmentsExclusive}:*"], reason: "there are no users: people, pipelines and programs take roles" },
    { types: ["aws:ecr/{repository,lifecyclePolicy,repositoryCreationTemplate}:*"], stacks: ["staging", "dev"], reason: "they run the images of production's registry (delivery.registry.mode: adopt)" },
    {
      types: [
        "aws:cloudtrail/trail:*", "aws:guardduty/detector:*", "aws:securityhub/account:*", "aws:accessanalyzer/analyzer:*", "aws:ebs/{encryptionByDefault,snapshotBlockPublicAccess}:*",
        "aws:cfg/recorder:*", "aws:cloudwatch/logMetricFilter:*", "aws:ec2/{imageBlockPublicAccess,instanceMetadataDefaults}:*", "aws:iam/accountPasswordPolicy:*", "aws:inspector2/enabler:*", "aws:ssm/serviceSetting:*", "aws:macie2/account:*", "aws:account/alternativeContact:*",
      ],
      stacks: ["staging", "dev"],
      reason: "an account has it once only; they find it there, made by production's stack (audit.*.mode: adopt)",
    },
    { types: ["aws:s3/bucketReplicationConfig:*"], stacks: ["dev"], reason: "dev has no Region of disaster recovery to copy objects to" },
    { types: ["aws:codebuild/{project,reportGroup}:*"], stacks: ["staging", "dev"], reason: "the runner in the network deploys production and local alone (delivery.runner)" },
  ],
  rules: [
    { rules: ["certificate-not-self-signed"], reason: "every certificate is issued by ACM, none imported" },
    { rules: ["certificate-chain-included"], reason: "every certificate is issued by ACM, which serves the chain itself; none is imported" },
    { rules: ["listener-rule-https"], reason: "rules belong to the listener for HTTPS; the one for HTTP redirects and has none" },
    { rules: ["network-listener-tls"], reason: "Application Load Balancers only, no Network Load Balancer" },
    { rules: ["default-service-account-without-token"], reason: "every program has a service account of its own; the default ones are left as they are, and no pod uses them" },
    { rules: ["cluster-config-map-no-masters"], reason: "access is given by access entries alone; there is no aws-auth" },
    { rules: ["parameter-secrets-encrypted"], reason: "secrets live in Secrets Manager; parameters hold the release that runs, which is no secret" },
    { rules: ["recovery-replica-ready"], stacks: ["staging", "dev"], reason: "a read replica in another Region is kept in production and local alone (recovery.replica); the others recover from backups" },
    { rules: ["subscription-dead-letters"], stacks: ["dev"], reason: "dev sends its alerts to people by e-mail alone (alerting.routes), no program subscribes" },
  ],
  types: [
    {
      types: [
        "aws:cloudwatch/{logDelivery,logDeliveryDestination}:*", "aws:cognito/identityPoolRoleAttachment:*", "aws:codebuild/webhook:*", "aws:backup/vaultNotifications:*",
        "aws:eks/podIdentityAssociation:*", "aws:rds/proxyDefaultTargetGroup:*", "aws:elasticache/userGroup:*", "aws:iam/openIdConnectProvider:*",
        "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
      ],
      reason: "joins resources each of which rules look at: what could be unsafe is a setting of those",
    },
    {
      types: ["aws:kms/alias:*", "aws:route53/record:*", "random:index/randomId:*", "kubernetes:scheduling.k8s.io/v1:PriorityClass"],
      reason: "a name, an address or an order: nothing the checklist asks about",
    },
    { types: ["aws:budgets/**", "aws:costexplorer/**"], reason: "money, which no item of the checklist is about" },
    {
      types: ["aws:s3/bucketCorsConfiguration:*"],
      reason: "says which pages may read an upload in a browser; who may read it at all is decided by policies, which rules judge",
    },
    {
      types: ["aws:cfg/rule:*", "aws:backup/{framework,reportPlan}:*", "aws:securityhub/findingAggregator:*"],
      reason: "measures what is there and tells of it: the settings that it measures are judged by rules of their own",
    },
    { types: ["aws:ebs/defaultKmsKey:*"], reason: "says which of our keys new disks are under; the key is judged as a key, and that disks are encrypted by a rule of its own" },
    {
      types: ["kubernetes:core/v1:{LimitRange,ResourceQuota}"],
      reason: "says how much fits: rules demand limits of every container and a quota of every namespace with workloads",
    },
    { types: ["aws:ecr/registryScanningConfiguration:*"], reason: "read where a repository does not scan by itself what is pushed, which here each does (rule image-repository-scans)" },
    { types: ["aws:ecr/replicationConfiguration:*"], reason: "says where copies of images go; what they are like there is decided by the template for them, which a rule judges" },
    {
      types: ["kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy"],
      reason: "no rule judges it yet: it keeps unsigned images out, and a rule demands images by digest besides; the golden graphs hold its settings",
    },
    {
      types: ["aws:amp/scraperLoggingConfiguration:*", "aws:cloudfront/originRequestPolicy:*", "aws:elasticache/parameterGroup:*", "aws:route53/healthCheck:*", "aws:scheduler/schedule:*", "aws:serverlessrepository/cloudFormationStack:*"],
      reason: "no rule judges it yet: the program gives it the same settings in every stack, and the golden graphs hold them",
    },
  ],
};
