/**
 * Type tokens that mean the same thing, so that a rule covers every way to write a resource.
 */

export const SECURITY_GROUPS = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] as const;

/** Every type that can let traffic into a security group. */
export const INGRESS = [
  ...SECURITY_GROUPS,
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
] as const;

export const NETWORK_ACLS = [
  "aws:ec2/networkAcl:NetworkAcl",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "aws:ec2/networkAclRule:NetworkAclRule",
] as const;

/** The provider's older module names for load balancers are types of their own, not aliases. */
const LOAD_BALANCER_MODULES = ["lb", "alb"] as const;

/** Application, network and gateway load balancers. */
export const LOAD_BALANCERS = LOAD_BALANCER_MODULES.map((module) => `aws:${module}/loadBalancer:LoadBalancer`);
export const LISTENERS = LOAD_BALANCER_MODULES.map((module) => `aws:${module}/listener:Listener`);
export const LISTENER_RULES = LOAD_BALANCER_MODULES.map((module) => `aws:${module}/listenerRule:ListenerRule`);
export const TARGET_GROUPS = LOAD_BALANCER_MODULES.map((module) => `aws:${module}/targetGroup:TargetGroup`);

export const CLASSIC_LOAD_BALANCER = "aws:elb/loadBalancer:LoadBalancer";

export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;

/** A setting of a bucket that is a resource of its own, under its name and its older one. */
function ofBucket(setting: string): readonly string[] {
  return [`aws:s3/bucket${setting}:Bucket${setting}`, `aws:s3/bucket${setting}V2:Bucket${setting}V2`];
}

export const BUCKET_VERSIONINGS = ofBucket("Versioning");
export const BUCKET_LOGGINGS = ofBucket("Logging");
export const BUCKET_LIFECYCLES = ofBucket("LifecycleConfiguration");
export const BUCKET_ENCRYPTIONS = ofBucket("ServerSideEncryptionConfiguration");
export const BUCKET_LOCKS = ofBucket("ObjectLockConfiguration");

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
export const DB_INSTANCE = "aws:rds/instance:Instance";
export const DB_CLUSTER = "aws:rds/cluster:Cluster";
export const DB_CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
export const DB_PARAMETER_GROUPS = ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"] as const;
export const DOCUMENT_CLUSTER = "aws:docdb/cluster:Cluster";
export const GRAPH_CLUSTER = "aws:neptune/cluster:Cluster";
export const GLOBAL_CLUSTERS: readonly string[] = ["aws:rds/globalCluster:GlobalCluster", "aws:docdb/globalCluster:GlobalCluster", "aws:neptune/globalCluster:GlobalCluster"];
export const WAREHOUSE = "aws:redshift/cluster:Cluster";
export const KAFKA = "aws:msk/cluster:Cluster";
/** OpenSearch, and Elasticsearch under its older name. */
export const SEARCH_DOMAINS = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"] as const;
export const TABLE = "aws:dynamodb/table:Table";
export const MEMORY_CLUSTER = "aws:memorydb/cluster:Cluster";
export const CACHE_CLUSTER = "aws:elasticache/cluster:Cluster";
export const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
export const SERVERLESS_CACHE = "aws:elasticache/serverlessCache:ServerlessCache";
export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
export const VPC = "aws:ec2/vpc:Vpc";
/** VPCs, and the one that AWS made in every region, where a program adopts it. */
export const VPCS: readonly string[] = [VPC, "aws:ec2/defaultVpc:DefaultVpc"];
export const SUBNET = "aws:ec2/subnet:Subnet";
export const EKS_CLUSTER = "aws:eks/cluster:Cluster";

export const POD = "kubernetes:core/v1:Pod";
export const DEPLOYMENTS = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1beta1:Deployment",
  "kubernetes:apps/v1beta2:Deployment",
  "kubernetes:extensions/v1beta1:Deployment",
] as const;
export const STATEFUL_SETS = [
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:apps/v1beta1:StatefulSet",
  "kubernetes:apps/v1beta2:StatefulSet",
] as const;
export const DAEMON_SETS = [
  "kubernetes:apps/v1:DaemonSet",
  "kubernetes:apps/v1beta2:DaemonSet",
  "kubernetes:extensions/v1beta1:DaemonSet",
] as const;
export const REPLICA_SETS = [
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:apps/v1beta2:ReplicaSet",
  "kubernetes:extensions/v1beta1:ReplicaSet",
  "kubernetes:core/v1:ReplicationController",
] as const;
export const JOBS = ["kubernetes:batch/v1:Job"] as const;
export const CRON_JOBS = ["kubernetes:batch/v1:CronJob", "kubernetes:batch/v1beta1:CronJob", "kubernetes:batch/v2alpha1:CronJob"] as const;

/** A kind of the API group for rights, under each of its versions. */
function ofRights(kind: string): readonly string[] {
  return ["v1", "v1beta1", "v1alpha1"].map((version) => `kubernetes:rbac.authorization.k8s.io/${version}:${kind}`);
}

export const CLUSTER_ROLES = [...ofRights("ClusterRole"), ...ofRights("Role")];
export const ROLE_BINDINGS = [...ofRights("ClusterRoleBinding"), ...ofRights("RoleBinding")];

export const NETWORK_POLICIES = ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "kubernetes:extensions/v1beta1:NetworkPolicy"] as const;
export const INGRESSES = ["kubernetes:networking.k8s.io/v1:Ingress", "kubernetes:networking.k8s.io/v1beta1:Ingress", "kubernetes:extensions/v1beta1:Ingress"] as const;
export const AUTOSCALERS = ["v1", "v2", "v2beta1", "v2beta2"].map((version) => `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`);

export const POD_TEMPLATE = "kubernetes:core/v1:PodTemplate";

/** Workloads that run until they are stopped. */
export const SERVICES_OF_PODS = [POD, ...DEPLOYMENTS, ...STATEFUL_SETS, ...DAEMON_SETS, ...REPLICA_SETS] as const;

/** Everything that makes pods. */
export const WORKLOADS = [...SERVICES_OF_PODS, ...JOBS, ...CRON_JOBS, POD_TEMPLATE] as const;
