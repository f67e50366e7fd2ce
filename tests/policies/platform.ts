/**
 * A small platform that satisfies every rule: the ground on which mutations are tried.
 */
import type { Node } from "../../policies/graph.ts";
import { deployment } from "./fixtures.ts";
import { operations } from "./operations.ts";
import { resource } from "./support.ts";

const MANAGED = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesAmazonIpReputationList"];
const webRules = [
  { name: "rate", priority: 0, action: { block: {} }, statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP" } } },
  ...MANAGED.map((name, index) => ({ name, priority: index + 1, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { name, vendorName: "AWS" } } })),
];
const counted = { cloudwatchMetricsEnabled: true, metricName: "acl", sampledRequestsEnabled: true };
const tlsOnly = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }] });
const behaviour = { viewerProtocolPolicy: "redirect-to-https", compress: true, cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6", responseHeadersPolicyId: "headers" };
const database = {
  engine: "postgres", port: 5433, storageEncrypted: true, deletionProtection: true, storageType: "gp3", allocatedStorage: 100, maxAllocatedStorage: 500, multiAz: true,
  performanceInsightsEnabled: true, monitoringInterval: 60, enabledCloudwatchLogsExports: ["postgresql", "upgrade"], backupRetentionPeriod: 35,
  finalSnapshotIdentifier: "final", manageMasterUserPassword: true, iamDatabaseAuthenticationEnabled: true, copyTagsToSnapshot: true, username: "optibid_admin", dbSubnetGroupName: "subnets",
};

/** Every resource of the platform. */
export function platform(): Node[] {
  return [
    resource("aws:ec2/vpc:Vpc", "vpc", {}),
    resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", {}, { vpcId: ["vpc"] }),
    resource("aws:ec2/flowLog:FlowLog", "flow", { trafficType: "ALL" }, { vpcId: ["vpc"] }),
    resource("aws:ec2/internetGateway:InternetGateway", "gateway", {}, { vpcId: ["vpc"] }),
    resource("aws:ec2/subnet:Subnet", "data-a", {}, { vpcId: ["vpc"] }),
    resource("aws:ec2/routeTable:RouteTable", "data", {}, { vpcId: ["vpc"] }),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "data-a-routes", {}, { subnetId: ["data-a"], routeTableId: ["data"] }),
    resource("aws:rds/subnetGroup:SubnetGroup", "subnets", { subnetIds: ["subnet-1"] }, { subnetIds: ["data-a"] }),
    resource("aws:rds/parameterGroup:ParameterGroup", "parameters", {
      family: "postgres17",
      parameters: [{ name: "rds.force_ssl", value: "1" }, { name: "log_min_duration_statement", value: "100" }, { name: "shared_preload_libraries", value: "pg_stat_statements,pg_cron" }],
    }),
    resource("aws:rds/instance:Instance", "db", database, { parameterGroupName: ["parameters"] }),
    resource("aws:rds/instance:Instance", "db-replica", { replicateSourceDb: "db", performanceInsightsEnabled: true, monitoringInterval: 60, enabledCloudwatchLogsExports: ["postgresql", "upgrade"], iamDatabaseAuthenticationEnabled: true, copyTagsToSnapshot: true }, { replicateSourceDb: ["db"] }),
    resource("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "dr", {}, { sourceDbInstanceArn: ["db"] }),
    resource("aws:rds/eventSubscription:EventSubscription", "db-events", { sourceType: "db-instance", eventCategories: ["configuration change", "failure", "maintenance"] }),
    resource("aws:rds/eventSubscription:EventSubscription", "parameter-events", { sourceType: "db-parameter-group", eventCategories: ["configuration change"] }),
    resource("aws:rds/eventSubscription:EventSubscription", "security-events", { sourceType: "db-security-group", eventCategories: ["configuration change", "failure"] }),
    resource("aws:rds/proxy:Proxy", "proxy", { requireTls: true }),
    resource("aws:rds/proxyTarget:ProxyTarget", "target", {}, { dbInstanceIdentifier: ["db"] }),
    resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
      engine: "valkey", engineVersion: "8.0", atRestEncryptionEnabled: true, transitEncryptionEnabled: true, automaticFailoverEnabled: true, multiAzEnabled: true, numCacheClusters: 2,
      snapshotRetentionLimit: 35, subnetGroupName: "cache", userGroupIds: ["app"], logDeliveryConfigurations: [{ logType: "slow-log" }, { logType: "engine-log" }],
    }),
    resource("aws:route53/zone:Zone", "zone", { name: "optibid.com" }),
    resource("aws:route53/queryLog:QueryLog", "queries", {}, { zoneId: ["zone"] }),
    resource("aws:s3/bucket:Bucket", "logs", {}),
    resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "logs-block", { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }, { bucket: ["logs"] }),
    resource("aws:s3/bucketVersioning:BucketVersioning", "logs-versions", { versioningConfiguration: { status: "Enabled" } }, { bucket: ["logs"] }),
    resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "logs-config-lifecycle", { rules: [{ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 90 } }] }, { bucket: ["logs"] }),
    resource("aws:s3/bucketLogging:BucketLogging", "logs-logs", { targetBucket: "elsewhere" }, { bucket: ["logs"] }),
    resource("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "logs-lock", { rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } } }, { bucket: ["logs"] }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "logs-policy", { policy: tlsOnly }, { bucket: ["logs"] }),
    resource("aws:kms/key:Key", "key", { enableKeyRotation: true }),
    resource("aws:cloudwatch/logGroup:LogGroup", "group", { retentionInDays: 90, kmsKeyId: "arn" }),
    resource("aws:ecr/repository:Repository", "images", { name: "app", imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } }),
    resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "images-lifecycle", { policy: JSON.stringify({ rules: [{ selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 } }] }) }, { repository: ["images"] }),
    resource("aws:eks/cluster:Cluster", "cluster", {
      version: "1.35", deletionProtection: true, accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true, subnetIds: ["subnet-2"] },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: "arn" } },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    }, { vpcConfig: ["nodes-a"] }),
    resource("aws:ec2/subnet:Subnet", "nodes-a", {}, { vpcId: ["vpc"] }),
    ...["ec2", "ecr.api", "ecr.dkr", "s3", "ssm"].map((service) => resource("aws:ec2/vpcEndpoint:VpcEndpoint", `endpoint-${service}`, { serviceName: `com.amazonaws.eu-central-1.${service}` }, { vpcId: ["vpc"] })),
    resource("aws:acm/certificate:Certificate", "certificate", { domainName: "optibid.example", validationMethod: "DNS", notAfter: "2099-01-01T00:00:00Z" }),
    resource("aws:lb/loadBalancer:LoadBalancer", "alb", { internal: true, subnets: ["a", "b"], enableDeletionProtection: true, dropInvalidHeaderFields: true, accessLogs: { bucket: "logs", enabled: true } }),
    resource("aws:lb/targetGroup:TargetGroup", "api", { protocol: "HTTPS", healthCheck: { protocol: "HTTPS", path: "/healthz" }, stickiness: { type: "lb_cookie", enabled: true } }),
    resource("aws:lb/listener:Listener", "http", { port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }] }),
    resource("aws:lb/listener:Listener", "https", { port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", defaultActions: [{ type: "forward" }] }),
    resource("aws:wafv2/webAcl:WebAcl", "acl", { rules: webRules.map((rule) => ({ ...rule, visibilityConfig: counted })), visibilityConfig: counted }),
    resource("aws:wafv2/webAclAssociation:WebAclAssociation", "acl-alb", {}, { resourceArn: ["alb"], webAclArn: ["acl"] }),
    resource("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "acl-logs", { redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }] }, { resourceArn: ["acl"] }),
    resource("aws:cloudfront/vpcOrigin:VpcOrigin", "origin", { vpcOriginEndpointConfig: { originProtocolPolicy: "https-only", originSslProtocols: { items: ["TLSv1.2"], quantity: 1 } } }),
    resource("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "headers", { securityHeadersConfig: {
      strictTransportSecurity: { accessControlMaxAgeSec: 63072000, override: true }, contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true },
      contentTypeOptions: { override: true }, frameOptions: { frameOption: "DENY", override: true }, referrerPolicy: { referrerPolicy: "same-origin", override: true },
    } }),
    resource("aws:cloudfront/distribution:Distribution", "edge", {
      webAclId: "arn", defaultCacheBehavior: { ...behaviour, allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"], targetOriginId: "alb" },
      orderedCacheBehaviors: [{ ...behaviour, pathPattern: "/files/*", targetOriginId: "files" }],
      origins: ["alb", "here", "there"].map((originId) => ({ originId, domainName: originId, vpcOriginConfig: { vpcOriginId: "vo" } })),
      originGroups: [{ originId: "files", members: [{ originId: "here" }, { originId: "there" }], failoverCriteria: { statusCodes: [500, 502, 503, 504] } }],
      viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion: "TLSv1.2_2021", sslSupportMethod: "sni-only" }, loggingConfig: { bucket: "logs" },
    }, { webAclId: ["acl"] }),
    resource("kubernetes:core/v1:Namespace", "namespace", { metadata: { name: "optibid", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } }),
    resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "programs-default-deny", { metadata: { namespace: "optibid" }, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }),
    resource("kubernetes:core/v1:Namespace", "add-on", { metadata: { name: "kube-state-metrics", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } }),
    resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "add-on-flows", { metadata: { namespace: "kube-state-metrics" }, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], egress: [{ ports: [{ port: 443 }] }] } }),
    resource("aws:iam/role:Role", "node-role", { name: "nodes", assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] }) }),
    resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "node-pulls", { role: "nodes", policyArn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly" }, { role: ["node-role"] }),
    resource("kubernetes:eks.amazonaws.com/v1:NodeClass", "nodes", { spec: { role: "nodes", networkPolicy: "DefaultDeny" } }, { spec: ["node-role"] }),
    resource("kubernetes:core/v1:ConfigMap", "network-policies", { metadata: { name: "amazon-vpc-cni", namespace: "kube-system" }, data: { "enable-network-policy-controller": "true" } }),
    resource("kubernetes:core/v1:ResourceQuota", "quota", { metadata: { namespace: "optibid" }, spec: { hard: { "limits.cpu": "10", "limits.memory": "10Gi" } } }),
    resource("kubernetes:apps/v1:Deployment", "app", deployment()),
    resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "hpa", { metadata: { namespace: "optibid" }, spec: { minReplicas: 2, scaleTargetRef: { kind: "Deployment", name: "app" } } }),
    resource("kubernetes:policy/v1:PodDisruptionBudget", "pdb", { metadata: { namespace: "optibid" }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: "app" } } } }),
    ...operations(),
  ];
}
