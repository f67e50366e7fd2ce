/**
 * APIs, tasks, streams, warehouses, search domains and brokers.
 */
import { describe, expect, test } from "@jest/globals";
import { check, outcome, resource } from "./support.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const WAREHOUSE = "aws:redshift/cluster:Cluster";
const SEARCH = "aws:opensearch/domain:Domain";
const DOCUMENTS = "aws:docdb/cluster:Cluster";
const KAFKA = "aws:msk/cluster:Cluster";
const BROKER = "aws:mq/broker:Broker";

const search = {
  vpcOptions: { subnetIds: ["subnet-1"] }, encryptAtRest: { enabled: true }, nodeToNodeEncryption: { enabled: true },
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
  clusterConfig: { zoneAwarenessEnabled: true, instanceCount: 3 }, logPublishingOptions: [{ logType: "AUDIT_LOGS" }],
};

describe("encryption", () => {
  check("data-store-encrypted", {
    type: SEARCH, good: search, bad: [{ "encryptAtRest.enabled": false }], fine: [{ "encryptAtRest.enabled": "true" }, { encryptAtRest: [{ enabled: true }] }],
    missing: ["encryptAtRest"], unknown: ["encryptAtRest", "encryptAtRest.enabled"],
  });
  test.each([
    [WAREHOUSE, {}, "pass"], [WAREHOUSE, { encrypted: false }, "violation"], [WAREHOUSE, { encrypted: "false" }, "violation"],
    ["aws:elasticsearch/domain:Domain", {}, "violation"],
    ["aws:dax/cluster:Cluster", { serverSideEncryption: { enabled: true } }, "pass"], ["aws:dax/cluster:Cluster", {}, "violation"],
    ["aws:kinesis/stream:Stream", { encryptionType: "KMS" }, "pass"], ["aws:kinesis/stream:Stream", {}, "violation"],
    ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {}, "violation"],
    ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", { kinesisSourceConfiguration: {} }, "not-applicable"],
    ["aws:apigateway/methodSettings:MethodSettings", { settings: { cachingEnabled: true } }, "violation"],
    ["aws:apigateway/methodSettings:MethodSettings", { settings: { cachingEnabled: true, cacheDataEncrypted: true } }, "pass"],
    ["aws:apigateway/methodSettings:MethodSettings", { settings: {} }, "not-applicable"],
    ["aws:ebs/snapshotCopy:SnapshotCopy", {}, "violation"], ["aws:ec2/amiCopy:AmiCopy", { encrypted: true }, "pass"],
  ])("%s %j at rest: %s", (type, props, expected) => expect(outcome("data-store-encrypted", [resource(type, "subject", props)])).toBe(expected));

  check("data-store-encrypted-in-transit", {
    type: SEARCH, good: search,
    bad: [{ "nodeToNodeEncryption.enabled": false }, { "domainEndpointOptions.enforceHttps": false }, { "domainEndpointOptions.tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07" }],
    safe: ["domainEndpointOptions.enforceHttps"], missing: ["nodeToNodeEncryption", "domainEndpointOptions.tlsSecurityPolicy"], unknown: ["domainEndpointOptions"],
  });
  test.each([
    [KAFKA, {}, "pass"], [KAFKA, { encryptionInfo: { encryptionInTransit: { clientBroker: "TLS_PLAINTEXT" } } }, "violation"],
    [KAFKA, { encryptionInfo: { encryptionInTransit: { inCluster: false } } }, "violation"],
    ["aws:dax/cluster:Cluster", {}, "violation"], ["aws:dax/cluster:Cluster", { clusterEndpointEncryptionType: "TLS" }, "pass"],
    ["aws:memorydb/cluster:Cluster", {}, "pass"], ["aws:memorydb/cluster:Cluster", { tlsEnabled: false }, "violation"],
    ["aws:appsync/apiCache:ApiCache", {}, "violation"],
    ["aws:dms/endpoint:Endpoint", { engineName: "postgres" }, "violation"], ["aws:dms/endpoint:Endpoint", { engineName: "postgres", sslMode: "verify-full" }, "pass"],
    ["aws:dms/endpoint:Endpoint", { engineName: "s3" }, "not-applicable"],
    [TASK, { volumes: [{ name: "plain" }] }, "not-applicable"], [TASK, { volumes: [{ name: "a" }, { name: "b", efsVolumeConfiguration: {} }] }, "violation"],
    [TASK, { volumes: [{ name: "b", efsVolumeConfiguration: { fileSystemId: UNKNOWN, transitEncryption: "DISABLED" } }] }, "violation"],
    [TASK, { volumes: [{ name: "b", efsVolumeConfiguration: { transitEncryption: "ENABLED" } }] }, "pass"],
  ])("%s %j in transit: %s", (type, props, expected) => expect(outcome("data-store-encrypted-in-transit", [resource(type, "subject", props)])).toBe(expected));

  const group = (value: unknown) => resource("aws:redshift/parameterGroup:ParameterGroup", "parameters", { name: "warehouse", parameters: [{ name: "require_ssl", value }] });
  check("data-store-tls-forced", { type: WAREHOUSE, good: { clusterParameterGroupName: "warehouse" }, others: [group("true")], bad: [{ clusterParameterGroupName: "other" }], missing: ["clusterParameterGroupName"] });
  test.each([["false", "violation"], [UNKNOWN, "deferred"]])("require_ssl %s: %s", (value, expected) => {
    expect(outcome("data-store-tls-forced", [resource(WAREHOUSE, "subject", { clusterParameterGroupName: "warehouse" }), group(value)])).toBe(expected);
  });
  test.each([[undefined, "violation"], ["false", "violation"], ["true", "pass"]])("a parameter group of Redshift with require_ssl %s: %s", (value, expected) => {
    const parameters = value === undefined ? [] : [{ name: "require_ssl", value }];
    expect(outcome("data-store-tls-forced", [resource("aws:redshift/parameterGroup:ParameterGroup", "subject", { parameters })])).toBe(expected);
  });
  test.each([[[], "pass"], [[{ name: "tls", value: "disabled" }], "violation"], [[{ name: "tls", value: "tls1.2+" }], "pass"]])("DocumentDB parameters %j: %s", (parameters, expected) => {
    const own = resource("aws:docdb/clusterParameterGroup:ClusterParameterGroup", "parameters", { parameters });
    expect(outcome("data-store-tls-forced", [resource(DOCUMENTS, "subject", { dbClusterParameterGroupName: UNKNOWN }, { dbClusterParameterGroupName: ["parameters"] }), own])).toBe(expected);
  });
  check("volume-encryption-by-default", { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", good: { enabled: true }, bad: [{ enabled: false }], safe: ["enabled"], unknown: ["enabled"] });
  check("api-domain-tls-minimum", {
    type: "aws:apigateway/domainName:DomainName", good: { securityPolicy: "TLS_1_2" }, bad: [{ securityPolicy: "TLS_1_0" }], fine: [{ securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" }],
    missing: ["securityPolicy"], unknown: ["securityPolicy"],
  });
  test("a domain of an HTTP API", () => {
    expect(outcome("api-domain-tls-minimum", [resource("aws:apigatewayv2/domainName:DomainName", "subject", { domainNameConfiguration: { securityPolicy: "TLS_1_2" } })])).toBe("pass");
    expect(outcome("api-domain-tls-minimum", [resource("aws:apigatewayv2/domainName:DomainName", "subject", {})])).toBe("violation");
  });
  check("classic-load-balancer-tls-minimum", {
    type: "aws:elb/loadBalancerPolicy:LoadBalancerPolicy", good: { policyTypeName: "SSLNegotiationPolicyType", policyAttributes: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-TLS-1-2-2017-01" }] },
    bad: [{ "policyAttributes[0].value": "ELBSecurityPolicy-2016-08" }, { policyAttributes: [{ name: "Protocol-TLSv1.2", value: "true" }, { name: "Protocol-TLSv1.1", value: "true" }] }],
    fine: [{ policyAttributes: [{ name: "Protocol-TLSv1.2", value: "true" }, { name: "Protocol-TLSv1", value: "false" }] }],
    missing: ["policyAttributes"], unknown: ["policyAttributes", "policyAttributes[0].value"], exempt: [{ policyTypeName: "ProxyProtocolPolicyType" }],
  });
});

describe("availability and backups", () => {
  check("data-service-multi-az", {
    type: SEARCH, good: search, bad: [{ "clusterConfig.zoneAwarenessEnabled": false }, { "clusterConfig.instanceCount": 2 }], missing: ["clusterConfig", "clusterConfig.instanceCount"], unknown: ["clusterConfig.instanceCount"],
  });
  test.each([
    [WAREHOUSE, {}, "violation"], [WAREHOUSE, { multiAz: true }, "pass"], [BROKER, { deploymentMode: "SINGLE_INSTANCE" }, "violation"], [BROKER, { deploymentMode: "CLUSTER_MULTI_AZ" }, "pass"],
    ["aws:memorydb/cluster:Cluster", {}, "pass"], ["aws:memorydb/cluster:Cluster", { numReplicasPerShard: 0 }, "violation"],
    ["aws:efs/fileSystem:FileSystem", {}, "pass"], ["aws:efs/fileSystem:FileSystem", { availabilityZoneName: "eu-central-1a" }, "violation"],
    [KAFKA, { brokerNodeGroupInfo: { clientSubnets: ["a", "b"] } }, "pass"], [KAFKA, { brokerNodeGroupInfo: { clientSubnets: ["a"] } }, "violation"],
  ])("%s %j in several zones: %s", (type, props, expected) => expect(outcome("data-service-multi-az", [resource(type, "subject", props)])).toBe(expected));
  const policy = (status: unknown) => resource("aws:efs/backupPolicy:BackupPolicy", "policy", { fileSystemId: "fs-1", backupPolicy: { status } });
  check("file-system-backed-up", { type: "aws:efs/fileSystem:FileSystem", good: { id: "fs-1" }, others: [policy("ENABLED")], bad: [{ id: "fs-2" }], missing: ["id"] });
  test.each([["DISABLED", "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a backup policy of status %s: %s", (status, expected) => {
    expect(outcome("file-system-backed-up", [resource("aws:efs/fileSystem:FileSystem", "subject", { id: "fs-1" }), policy(status)])).toBe(expected);
  });
  test("a file system in a backup plan", () => {
    const selection = resource("aws:backup/selection:Selection", "selection", { resources: [UNKNOWN] }, { resources: ["subject"] });
    expect(outcome("file-system-backed-up", [resource("aws:efs/fileSystem:FileSystem", "subject", {}), selection])).toBe("pass");
  });
  check("warehouse-backup-retention", {
    type: WAREHOUSE, good: { automatedSnapshotRetentionPeriod: 35 }, bad: [{ automatedSnapshotRetentionPeriod: 0 }, { automatedSnapshotRetentionPeriod: 29 }, { skipFinalSnapshot: true }],
    missing: ["automatedSnapshotRetentionPeriod"], unknown: ["automatedSnapshotRetentionPeriod", "skipFinalSnapshot"],
  });
  check("network-firewall-deletion-protected", { type: "aws:networkfirewall/firewall:Firewall", good: { deleteProtection: true }, bad: [{ deleteProtection: false }], missing: ["deleteProtection"], unknown: ["deleteProtection"] });
  test.each([["aws:dynamodb/table:Table", { deletionProtectionEnabled: true }, "pass"], ["aws:dynamodb/table:Table", { deletionProtection: true }, "violation"], ["aws:docdb/globalCluster:GlobalCluster", {}, "violation"]])(
    "%s %j protected from deletion: %s", (type, props, expected) => expect(outcome("database-deletion-protected", [resource(type, "subject", props)])).toBe(expected));
  test.each([[{ storageEncrypted: true }, "pass"], [{}, "violation"], [{ sourceDbClusterIdentifier: "arn" }, "not-applicable"]])("a global cluster %j: encrypted %s", (props, expected) => {
    expect(outcome("database-encrypted", [resource("aws:rds/globalCluster:GlobalCluster", "subject", props)])).toBe(expected);
  });
});

describe("logs and limits of APIs", () => {
  check("api-access-logs", { type: "aws:apigateway/stage:Stage", good: { accessLogSettings: { destinationArn: "arn" } }, bad: [{ accessLogSettings: {} }], missing: ["accessLogSettings"], unknown: ["accessLogSettings.destinationArn"] });
  test.each([[{ logConfig: { fieldLogLevel: "ERROR" } }, "pass"], [{ logConfig: { fieldLogLevel: "NONE" } }, "violation"], [{}, "violation"]])("a GraphQL API %j: %s", (props, expected) => {
    expect(outcome("api-access-logs", [resource("aws:appsync/graphQLApi:GraphQLApi", "subject", props)])).toBe(expected);
  });
  check("data-service-logs", { type: DOCUMENTS, good: { enabledCloudwatchLogsExports: ["audit", "profiler"] }, bad: [{ enabledCloudwatchLogsExports: ["profiler"] }], missing: ["enabledCloudwatchLogsExports"], unknown: ["enabledCloudwatchLogsExports"] });
  test.each([
    ["aws:neptune/cluster:Cluster", { enableCloudwatchLogsExports: ["audit"] }, "pass"], [SEARCH, search, "pass"], [SEARCH, { logPublishingOptions: [{ logType: "AUDIT_LOGS", enabled: false }] }, "violation"],
    [SEARCH, { logPublishingOptions: [{ logType: "AUDIT_LOGS", enabled: false, cloudwatchLogGroupArn: UNKNOWN }] }, "violation"],
    [KAFKA, { loggingInfo: { brokerLogs: { s3: { enabled: true } } } }, "pass"], [KAFKA, {}, "violation"],
    [BROKER, { engineType: "ActiveMQ", logs: { general: true } }, "violation"], [BROKER, { engineType: "RabbitMQ", logs: { general: true } }, "pass"],
  ])("%s %j: logs %s", (type, props, expected) => expect(outcome("data-service-logs", [resource(type, "subject", props)])).toBe(expected));
  const association = resource("aws:wafv2/webAclAssociation:WebAclAssociation", "association", { resourceArn: "arn:stage" });
  check("api-web-acl", { type: "aws:apigateway/stage:Stage", good: { arn: "arn:stage" }, others: [association], bad: [{ arn: "arn:other" }], missing: ["arn"] });
  test("a stage of a private API needs none", () => {
    const api = resource("aws:apigateway/restApi:RestApi", "api", { id: "api-1", endpointConfiguration: { types: "PRIVATE" } });
    expect(outcome("api-web-acl", [resource("aws:apigateway/stage:Stage", "subject", { restApi: "api-1" }), api])).toBe("not-applicable");
  });
  test.each([["*/*", {}, "violation"], ["*/*", { throttlingRateLimit: 10, throttlingBurstLimit: -1 }, "violation"], ["*/*", { throttlingRateLimit: 10, throttlingBurstLimit: 20 }, "pass"], ["pets/GET", {}, "not-applicable"]])(
    "methods %s with %j: throttled %s", (methodPath, settings, expected) => expect(outcome("api-stage-throttled", [resource("aws:apigateway/methodSettings:MethodSettings", "subject", { methodPath, settings })])).toBe(expected));
});

describe("tasks of ECS", () => {
  const container = { name: "app", image: `r/app@sha256:${"a".repeat(64)}`, user: "1000:1000", cpu: 256, memory: 512, readonlyRootFilesystem: true, logConfiguration: { logDriver: "awslogs" } };
  const good = { containerDefinitions: [container] };
  const C = "containerDefinitions[0]";
  const one = { type: TASK, good };
  const broken = [{ containerDefinitions: "{" }, { containerDefinitions: "[]" }];
  check("task-not-privileged", { ...one, bad: [{ [`${C}.privileged`]: true }, ...broken], safe: [`${C}.privileged`], missing: ["containerDefinitions"], unknown: ["containerDefinitions", `${C}.privileged`] });
  check("task-non-root", { ...one, bad: [{ [`${C}.user`]: "root" }, { [`${C}.user`]: "0:1000" }, { [`${C}.user`]: "" }, ...broken], fine: [{ [`${C}.user`]: "app" }, { containerDefinitions: JSON.stringify([container]) }], missing: [`${C}.user`], unknown: [`${C}.user`] });
  check("task-read-only-root", { ...one, bad: [{ [`${C}.readonlyRootFilesystem`]: false }], missing: [`${C}.readonlyRootFilesystem`], unknown: ["containerDefinitions"] });
  check("task-limits", { ...one, bad: [{ [`${C}.cpu`]: 0 }], fine: [{ [`${C}.cpu`]: undefined, cpu: "256" }], missing: [`${C}.cpu`, `${C}.memory`], unknown: ["containerDefinitions"] });
  check("task-logs", { ...one, bad: [{ [`${C}.logConfiguration.logDriver`]: "none" }], missing: [`${C}.logConfiguration`], unknown: ["containerDefinitions"] });
  check("task-image-by-digest", { ...one, bad: [{ [`${C}.image`]: "app:latest" }], missing: [`${C}.image`], unknown: [`${C}.image`] });
  check("task-not-in-host-namespaces", { ...one, bad: [{ pidMode: "host" }, { ipcMode: "host" }], fine: [{ pidMode: "task" }], safe: ["pidMode"], unknown: ["pidMode"] });
});
