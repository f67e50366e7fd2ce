/**
 * Services that the platform may come to use, broken one rule at a time: APIs, tasks, streams, warehouses, brokers and rights.
 */
import { adds, breaks, type Mutation } from "../mutation.ts";

const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const PERMISSION = "aws:lambda/permission:Permission";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const WAREHOUSE = "aws:redshift/cluster:Cluster";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...statement }] });
}

const CONTAINER = {
  name: "app",
  image: `registry.example/app@sha256:${"0".repeat(64)}`,
  user: "1000",
  cpu: 256,
  memory: 512,
  readonlyRootFilesystem: true,
  logConfiguration: { logDriver: "awslogs" },
};

/** Adds a task whose container satisfies every rule but for what is changed. */
function task(rule: string, title: string, change: object, props: object = {}): Mutation {
  return adds(rule, title, { type: TASK, props: { containerDefinitions: JSON.stringify([{ ...CONTAINER, ...change }]), ...props } });
}

export const mutations: readonly Mutation[] = [
  adds("classic-load-balancer-tls-minimum", "lets a Classic Load Balancer speak TLS 1.0", {
    type: "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy", props: { attributes: [{ name: "Protocol-TLSv1", value: "true" }, { name: "Protocol-TLSv1.2", value: "true" }] },
  }),
  adds("api-domain-tls-minimum", "lets an API's domain speak TLS 1.0", { type: "aws:apigateway/domainName:DomainName", props: { domainName: "api.optibid.example", securityPolicy: "TLS_1_0" } }),
  breaks("machine-no-plain-secrets", "writes a password into user data", { userData: Buffer.from("#!/bin/sh\nexport DB_PASSWORD=not-a-secret\n").toString("base64") }, {
    types: [TEMPLATE], extra: { type: TEMPLATE, props: { metadataOptions: { httpTokens: "required" } } },
  }),
  breaks("resource-policy-not-public", "lets everyone send to a queue", { policy: document({ Principal: "*", Action: "sqs:SendMessage" }) }, { types: [QUEUE_POLICY], extra: { type: QUEUE_POLICY, props: {} } }),
  breaks("function-permission-narrow", "lets everyone invoke a function", { principal: "*", sourceArn: undefined, sourceAccount: undefined, principalOrgId: undefined }, {
    types: [PERMISSION], extra: { type: PERMISSION, props: { action: "lambda:InvokeFunction" } },
  }),
  adds("function-url-authenticated", "gives a function a URL for everyone", { type: "aws:lambda/functionUrl:FunctionUrl", props: { authorizationType: "NONE" } }),
  adds("snapshot-not-public", "shares a machine image with everyone", { type: "aws:ec2/amiLaunchPermission:AmiLaunchPermission", props: { group: "all" } }),
  adds("public-access-block-complete", "leaves the account one way to publish buckets", {
    type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", props: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true },
  }),
  task("task-not-in-host-namespaces", "lets a task see its machine's processes", {}, { pidMode: "host" }),
  task("task-image-by-digest", "runs the tag latest in a task", { image: "registry.example/app:latest" }),
  task("task-non-root", "runs a task as root", { user: "0:0" }),
  task("task-read-only-root", "makes a task's root filesystem writable", { readonlyRootFilesystem: false }),
  task("task-not-privileged", "makes a task privileged", { privileged: true }),
  task("task-limits", "drops a task's memory limit", { memory: undefined }),
  task("task-logs", "keeps a task's output nowhere", { logConfiguration: undefined }),
  adds("data-store-encrypted", "adds a stream in the clear", { type: "aws:kinesis/stream:Stream", props: { encryptionType: "NONE" } }),
  adds("data-store-encrypted-in-transit", "migrates a database in the clear", { type: "aws:dms/endpoint:Endpoint", props: { engineName: "postgres", sslMode: "none" } }),
  adds("data-store-tls-forced", "adds a warehouse that takes connections without TLS", { type: WAREHOUSE, props: { multiAz: true, automatedSnapshotRetentionPeriod: 35 } }),
  adds("warehouse-backup-retention", "keeps a warehouse's snapshots for a day", { type: WAREHOUSE, props: { multiAz: true } }, ["data-store-tls-forced"]),
  adds("volume-encryption-by-default", "switches encryption of new disks off", { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", props: { enabled: false } }),
  adds("api-access-logs", "adds an API stage without access logs", { type: "aws:apigatewayv2/stage:Stage", props: { defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 } } }),
  adds("data-service-logs", "adds a broker without an audit log", { type: "aws:mq/broker:Broker", props: { engineType: "ActiveMQ", deploymentMode: "ACTIVE_STANDBY_MULTI_AZ", logs: { general: true } } }),
  adds("data-service-multi-az", "adds a migration in one zone", { type: "aws:dms/replicationInstance:ReplicationInstance", props: { multiAz: false } }),
  adds("file-system-backed-up", "adds a file system that nothing backs up", { type: "aws:efs/fileSystem:FileSystem", props: { encrypted: true } }),
  adds("network-firewall-deletion-protected", "adds a network firewall that can be deleted", { type: "aws:networkfirewall/firewall:Firewall", props: { deleteProtection: false } }),
  adds("api-web-acl", "adds a user pool without a web ACL", { type: "aws:cognito/userPool:UserPool", props: {} }),
  adds("iam-administrator-not-attached", "gives a role every right", { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", props: { role: "deploy", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" } }),
  adds("iam-policy-no-service-wildcard", "allows everything on every bucket", { type: "aws:iam/policy:Policy", props: { policy: document({ Action: "s3:*" }) } }, ["iam-policy-no-reading-everything"]),
  adds("cluster-role-no-wildcard", "allows every verb in the cluster", { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", props: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }] } }),
  adds("cluster-editor-not-bound", "lets developers edit everything", { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", props: { roleRef: { kind: "ClusterRole", name: "edit" }, subjects: [{ kind: "Group", name: "developers" }] } }),
  adds("cluster-admin-not-bound", "binds cluster-admin", { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", props: { roleRef: { kind: "ClusterRole", name: "cluster-admin" }, subjects: [{ kind: "Group", name: "developers" }] } }),
];
