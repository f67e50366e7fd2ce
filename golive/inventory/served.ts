/**
 * The items of the checklist that infrastructure can serve, each with the kinds of resources that do; and for the
 * others, who serves them.
 */
import type { ItemId } from "../../checklist/ids.ts";

/** A resource type, and where not every resource of the type counts, a pattern of logical names after a space. */
export type Selector = string;

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BUCKET = "aws:s3/bucket:Bucket";
const CANARY = "aws:synthetics/canary:Canary";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const CLUSTER = "aws:eks/cluster:Cluster";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const DATABASE = "aws:rds/instance:Instance";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const FIREWALL = "aws:wafv2/webAcl:WebAcl";
const FLOWS = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const JOB = "kubernetes:batch/v1:Job";
const KEY = "aws:kms/key:Key";
const LISTENER = "aws:lb/listener:Listener";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const PROXY = "aws:rds/proxy:Proxy";
const REPLICATION = "aws:elasticache/replicationGroup:ReplicationGroup";
const ROLE = "aws:iam/role:Role";
const RULES = "aws:amp/ruleGroupNamespace:RuleGroupNamespace";
const SECRET = "aws:secretsmanager/secret:Secret";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const TOPIC = "aws:sns/topic:Topic";
const TRAIL = "aws:cloudtrail/trail:Trail";
const VAULT = "aws:backup/vault:Vault";
const PLAN = "aws:backup/plan:Plan";

/** Items that infrastructure can serve. */
export const SERVED: Readonly<Partial<Record<ItemId, readonly Selector[]>>> = {
  "PRC-001": [`${SECRET} *-secrets-jwt*`, "aws:secretsmanager/secretRotation:SecretRotation *-secrets-jwt*"],
  "PRC-002": [`${SECRET} *-secrets-session*`, "aws:secretsmanager/secretRotation:SecretRotation *-secrets-session*"],
  "PRC-003": [`${SECRET} *-database-*`, "aws:secretsmanager/secretRotation:SecretRotation *-database-*"],
  "PRC-004": ["aws:elasticache/user:User", `${SECRET} *-secrets-cache*`],
  "PRC-005": [`${SECRET} *-secrets-encryption*`],
  "PRC-006": [CERTIFICATE, "aws:acm/certificateValidation:CertificateValidation"],
  "PRC-007": [CERTIFICATE],
  "PRC-008": [CERTIFICATE, `${ALARM} *certificate*`],
  "PRC-009": [CERTIFICATE],
  "PRC-010": [INGRESS, LISTENER, DISTRIBUTION],
  "PRC-011": ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws:ec2/networkAcl:NetworkAcl"],
  "PRC-012": [`${INGRESS} *-database-*`, `aws:ec2/subnet:Subnet *-isolated-*`],
  "PRC-013": [`${INGRESS} *-cache-*`, `aws:ec2/subnet:Subnet *-isolated-*`],
  "PRC-014": ["aws:ecr/repository:Repository", "aws:inspector2/enabler:Enabler"],
  "PRC-015": [DEPLOYMENT, "kubernetes:core/v1:Namespace"],
  "PRC-016": [DEPLOYMENT],
  "PRC-017": [DEPLOYMENT, "kubernetes:core/v1:Namespace"],
  "PRC-018": ["aws:ec2/subnet:Subnet", FLOWS],
  "PRC-019": ["aws:ec2/subnet:Subnet", INGRESS, FLOWS],
  "PRC-020": ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/securityGroup:SecurityGroup", FLOWS],
  "PRC-021": [DEPLOYMENT, "kubernetes:core/v1:LimitRange", "kubernetes:core/v1:ResourceQuota"],
  "PRC-022": [DEPLOYMENT, "kubernetes:core/v1:LimitRange", "kubernetes:core/v1:ResourceQuota"],
  "PRC-023": [DATABASE],
  "PRC-024": [REPLICATION],
  "PRC-025": [REPLICATION, "aws:cloudfront/cachePolicy:CachePolicy"],
  "PRC-026": ["aws:cloudfront/cachePolicy:CachePolicy", DISTRIBUTION],
  "PRC-027": ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  "PRC-029": [PROXY],
  "PRC-030": [PARAMETERS],
  "PRC-031": [`${CONFIG_MAP} *migration*`, PARAMETERS],
  "PRC-036": [DISTRIBUTION],
  "PRC-037": [DEPLOYMENT, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"],
  "PRC-038": [TARGETS, DEPLOYMENT],
  "PRC-039": [TARGETS],
  "PRC-040": [`${TARGETS} *api*`, CANARY],
  "PRC-041": [`${TARGETS} *web*`, CANARY],
  "PRC-042": [`${ALARM} *database*`, PROXY],
  "PRC-043": [`${ALARM} *cache*`],
  "PRC-044": ["aws:eks/addon:Addon", LOG_GROUP],
  "PRC-045": [LOG_GROUP],
  "PRC-046": [DEPLOYMENT],
  "PRC-047": ["aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"],
  "PRC-048": ["aws:amp/workspace:Workspace", "aws:amp/scraper:Scraper"],
  "PRC-049": [`${CONFIG_MAP} *dashboard*`],
  "PRC-050": [RULES],
  "PRC-051": [RULES],
  "PRC-052": [RULES],
  "PRC-053": [RULES, ALARM],
  "PRC-054": [`${ALARM} *connections*`, RULES],
  "PRC-055": [TOPIC, SUBSCRIPTION, "aws:rds/eventSubscription:EventSubscription"],
  "PRC-056": [ALARM, RULES],
  "PRC-057": ["aws:lambda/function:Function *alerting*"],
  "PRC-058": ["aws:lambda/function:Function *alerting*"],
  "PRC-059": ["kubernetes:apps/v1:StatefulSet *jaeger*"],
  "PRC-060": [`${CONFIG_MAP} *collector*`],
  "PRC-061": [`${CONFIG_MAP} *collector*`],
  "PRC-062": [PLAN, DATABASE, REPLICATION],
  "PRC-063": [PLAN, DATABASE],
  "PRC-064": ["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", VAULT],
  "PRC-065": ["aws:backup/restoreTestingPlan:RestoreTestingPlan"],
  "PRC-066": [DEPLOYMENT, "kubernetes:policy/v1:PodDisruptionBudget"],
  "PRC-067": [DATABASE],
  "PRC-068": [REPLICATION],
  "PRC-069": [DEPLOYMENT, "kubernetes:policy/v1:PodDisruptionBudget"],
  "PRC-071": [PLAN, "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"],
  "PRC-072": [`${DATABASE} *recovery*`],
  "PRC-073": ["aws:backup/restoreTestingSelection:RestoreTestingSelection"],
  "PRC-074": [FIREWALL],
  "PRC-075": [FIREWALL, DISTRIBUTION],
  "PRC-076": [FIREWALL],
  "PRC-091": ["aws:ecr/repository:Repository", "aws:inspector2/enabler:Enabler"],
  "PRC-111": [KEY],
  "PRC-112": [LISTENER, TARGETS, DISTRIBUTION, REPLICATION, PARAMETERS],
  "PRC-113": ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", LOG_GROUP],
  "PRC-114": [PARAMETERS, TRAIL],
  "PRC-115": [TRAIL, CLUSTER, LOG_GROUP],
  "PRC-116": ["aws:guardduty/detector:Detector", "aws:securityhub/account:Account", "aws:macie2/account:Account", "aws:cloudwatch/eventRule:EventRule"],
  "PRC-117": [`${BUCKET} *audit*`, TRAIL],
  "PRC-118": ["aws:eks/accessEntry:AccessEntry", ROLE],
  "PRC-119": [IDENTITY, ROLE],
  "PRC-120": ["aws:accessanalyzer/analyzer:Analyzer"],
  "PRC-121": [`${ROLE} *identity*`],
  "PRC-122": ["aws:codebuild/project:Project"],
  "PRC-124": ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", `${ROLE} *identity*`],
  "PRC-125": ["aws:ecr/lifecyclePolicy:LifecyclePolicy", "aws:ssm/parameter:Parameter"],
  "PRC-126": [`${CONFIG_MAP} *dashboard*`],
  "PRC-127": ["aws:amp/workspace:Workspace", LOG_GROUP],
  "PRC-128": [`${CONFIG_MAP} *dashboard*`],
  "PRC-129": ["aws:cloudwatch/dashboard:Dashboard"],
  "PRC-134": [DATABASE, REPLICATION],
  "PRC-136": ["aws:cloudfront/function:Function"],
  "PRC-154": [CANARY, TARGETS],
  "PRC-155": [CANARY, TARGETS],
  "PRC-156": [CANARY],
  "PRC-158": ["aws:amp/scraper:Scraper"],
  "PRC-159": [LOG_GROUP, "aws:eks/addon:Addon"],
  "PRC-160": [ALARM, SUBSCRIPTION],
  "PRC-161": ["aws:cloudwatch/dashboard:Dashboard", `${CONFIG_MAP} *dashboard*`],
  "PRC-162": [`${ALARM} *api*`],
  "PRC-163": [`${ALARM} *error*`],
  "PRC-164": [ALARM],
  "PRC-165": [ALARM],
  "OPT-01": [`${DEPLOYMENT} *-web-*`],
  "OPT-02": [JOB],
  "OPT-03": ["aws:elasticache/user:User"],
  "OPT-04": [`${SECRET} *-secrets-jwt*`],
  "OPT-05": [`${SECRET} *sendgrid*`],
  "OPT-06": [`${SECRET} *twilio*`],
  "OPT-07": [`${SECRET} *sentry*`],
  "OPT-08": [FIREWALL],
  "OPT-09": ["aws:elasticache/user:User *ratelimits*"],
  "OPT-10": ["aws:elasticache/user:User *sessions*", `${SECRET} *-secrets-session*`],
  "OPT-16": [DEPLOYMENT, TARGETS],
  "OPT-17": [DEPLOYMENT, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"],
  "OPT-18": [DEPLOYMENT],
  "OPT-19": [DEPLOYMENT, "aws:ecr/repository:Repository"],
  "OPT-20": [DEPLOYMENT, "kubernetes:core/v1:Service"],
  "OPT-21": ["aws:codebuild/project:Project", "aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
  "OPT-23": [`${SECRET} *sendgrid*`],
  "OPT-24": [`${SECRET} *twilio*`],
  "OPT-25": [`${SECRET} *sentry*`],
  "OPT-26": [`${DEPLOYMENT} *-api-*`, PROXY],
  "OPT-27": [`${SECRET} *-secrets-jwt*`, `${SECRET} *-secrets-encryption*`],
  "OPT-28": [DEPLOYMENT],
  "OPT-29": [`${DEPLOYMENT} *-api-*`],
  "OPT-30": [`${DEPLOYMENT} *-api-*`],
  "OPT-31": [`${DEPLOYMENT} *-api-*`],
  "OPT-34": ["aws:elasticache/user:User *sessions*"],
  "OPT-38": [KEY, LISTENER, REPLICATION, PARAMETERS],
  "OPT-39": ["aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"],
  "OPT-40": [FIREWALL, LISTENER],
  "OPT-42": [FIREWALL],
  "OPT-43": ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  "OPT-44": [DISTRIBUTION, LISTENER],
  "OPT-45": ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  "OPT-46": [FIREWALL],
  "OPT-48": [PARAMETERS, TRAIL],
  "OPT-49": ["kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"],
  "OPT-50": [CERTIFICATE],
  "OPT-51": [FIREWALL],
  "OPT-52": [FIREWALL, DISTRIBUTION],
  "OPT-53": [`${KEY} *backups*`, VAULT],
  "OPT-54": ["aws:cloudwatch/eventRule:EventRule", "aws:guardduty/detector:Detector"],
  "OPT-55": [TRAIL, CLUSTER],
  "OPT-56": [`${SECRET} *sentry*`],
  "OPT-57": ["aws:amp/workspace:Workspace", RULES],
  "OPT-58": ["aws:rum/appMonitor:AppMonitor", PARAMETERS],
  "OPT-59": [RULES, `${ALARM} *api*`],
  "OPT-60": [DATABASE, `${ALARM} *database*`],
  "OPT-61": [RULES, ALARM],
  "OPT-62": [`${CONFIG_MAP} *dashboard*`, RULES],
  "OPT-63": [`${CONFIG_MAP} *dashboard*`, RULES],
  "OPT-64": [`${CONFIG_MAP} *dashboard*`, FIREWALL],
  "OPT-65": [`${CONFIG_MAP} *dashboard*`, RULES],
  "OPT-66": [`${CONFIG_MAP} *dashboard*`, CANARY],
  "OPT-67": [`${CONFIG_MAP} *dashboard*`, RULES],
  "OPT-69": [`${SECRET} *pagerduty*`, SUBSCRIPTION],
  "OPT-70": [SUBSCRIPTION],
  "OPT-71": [SUBSCRIPTION, `${SECRET} *slack*`],
  "OPT-72": [ALARM],
  "OPT-73": [CANARY, TARGETS],
  "OPT-74": [PLAN, DATABASE],
  "OPT-75": [REPLICATION],
  "OPT-76": [BUCKET, PLAN],
  "OPT-77": [`${BUCKET} *-buckets-backups-bucket`, `${BUCKET} *-buckets-config-bucket`],
  "OPT-78": ["kubernetes:batch/v1:CronJob", `${BUCKET} *exports*`],
  "OPT-79": ["aws:cloudwatch/dashboard:Dashboard", `${CONFIG_MAP} *dashboard*`],
  "OPT-80": [ALARM],
  "OPT-82": [ALARM, "aws:eks/addon:Addon"],
  "OPT-83": ["aws:rum/appMonitor:AppMonitor"],
  "OPT-P1": [`${ALARM} *api*`],
  "OPT-P2": [ALARM],
  "OPT-P3": [`${ALARM} *database*`],
  "OPT-P4": [ALARM],
  "OPT-P5": [ALARM],
  "OPT-P6": [ALARM],
};

const CODE = "the application's code, judged by its own tests";
const BUILD = "the frontend's build, judged by what it brings out";
const TESTS = "test runs of the application";
const PAPER = "documents and people, signed for by a role";
const RUN = "a run against the deployed platform";

/** Who serves what infrastructure cannot. */
export const ELSEWHERE: Readonly<Partial<Record<ItemId, string>>> = {
  "PRC-028": "the schema's migrations, judged by the database's own statistics",
  ...each(["PRC-032", "PRC-033", "PRC-034", "PRC-035"], BUILD),
  "PRC-070": "docs/runbooks/disaster-recovery.md",
  ...each(["PRC-077", "PRC-078", "PRC-079", "PRC-080", "PRC-081", "PRC-082", "PRC-083", "PRC-084", "PRC-085"], TESTS),
  ...each(["PRC-086", "PRC-087", "PRC-088", "PRC-089", "PRC-090", "PRC-092", "PRC-093"], "reports of load and security tests"),
  ...each(["PRC-094", "PRC-095", "PRC-096", "PRC-097", "PRC-098", "PRC-099", "PRC-100", "PRC-101", "PRC-102", "PRC-103", "PRC-104", "PRC-105", "PRC-106", "PRC-107", "PRC-108", "PRC-109", "PRC-110"], PAPER),
  "PRC-123": TESTS,
  ...each(["PRC-130", "PRC-131", "PRC-132", "PRC-133", "PRC-135", "PRC-137"], PAPER),
  ...each(["PRC-138", "PRC-139", "PRC-140", "PRC-141"], RUN),
  ...each(["PRC-142", "PRC-143", "PRC-144", "PRC-145", "PRC-146", "PRC-147", "PRC-148", "PRC-149", "PRC-150", "PRC-151", "PRC-152", "PRC-153"], PAPER),
  "PRC-157": RUN,
  ...each(["PRC-166", "PRC-167", "PRC-168", "PRC-169"], PAPER),
  ...each(["OPT-11", "OPT-12", "OPT-13", "OPT-14", "OPT-15"], TESTS),
  "OPT-22": "the images' build",
  ...each(["OPT-32", "OPT-33", "OPT-35", "OPT-36", "OPT-37", "OPT-41", "OPT-47"], CODE),
  "OPT-68": "rules in Sentry itself, which AWS has no resource for",
  "OPT-81": RUN,
};

function each(ids: readonly ItemId[], who: string): Partial<Record<ItemId, string>> {
  return Object.fromEntries(ids.map((id) => [id, who]));
}
