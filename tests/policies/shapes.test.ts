/**
 * Less common ways to write the same thing: other types, older arguments, values of an odd kind, and what a wildcard covers.
 */
import { describe, expect, test } from "@jest/globals";
import type { Node } from "../../policies/graph.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { deployment, DIGEST } from "./fixtures.ts";
import { SELF_SIGNED } from "./certificates.ts";
import { outcome, patched, resource, type Outcome } from "./support.ts";

type Row = readonly [rule: string, type: string, props: Record<string, unknown>, expected: Outcome, others?: readonly Node[]];

function judge(rows: readonly Row[]): void {
  test.each(rows.map(([rule, type, props, expected, others = []]) => [rule, type.split(":").at(-1), JSON.stringify(props).slice(0, 120), expected, () => outcome(rule, [resource(type, "subject", props), ...others])] as const))(
    "%s: a %s %s: %s",
    (_rule, _type, _props, expected, run) => expect(run()).toBe(expected),
  );
}

const ANY = "0.0.0.0/0";

describe("ways in", () => {
  const GROUP = "aws:ec2/securityGroup:SecurityGroup";
  const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
  const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const ACL = "aws:ec2/networkAcl:NetworkAcl";
  const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
  judge([
    ["ingress-administration-restricted", GROUP, { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [ANY] }] }, "violation"],
    ["ingress-administration-restricted", GROUP, { ingress: [{ protocol: "6", fromPort: 20, toPort: 25, ipv6CidrBlocks: ["::/0"] }] }, "violation"],
    ["ingress-administration-restricted", GROUP, { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }] }, "violation"],
    ["ingress-administration-restricted", GROUP, { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], securityGroups: ["sg-1"] }] }, "pass"],
    ["ingress-administration-restricted", GROUP, { ingress: ["odd"] }, "pass"],
    ["ingress-administration-restricted", RULE, { type: "ingress", protocol: "all", cidrBlocks: [ANY] }, "violation"],
    ["ingress-administration-restricted", RULE, { type: "egress", protocol: "-1", cidrBlocks: [ANY] }, "pass"],
    ["ingress-administration-restricted", RULE, { type: "ingress", protocol: "tcp", fromPort: 3000, toPort: 4000, cidrBlocks: [ANY] }, "violation"],
    ["ingress-administration-restricted", INGRESS, { ipProtocol: "tcp", fromPort: 3389, toPort: 3389, cidrIpv6: "::/0" }, "violation"],
    ["ingress-administration-restricted", INGRESS, { ipProtocol: "-1", referencedSecurityGroupId: "sg-1" }, "pass"],
    ["ingress-administration-restricted", INGRESS, { ipProtocol: "icmp", fromPort: 8, toPort: 0, cidrIpv4: ANY }, "pass"],
    ["ingress-world-web-only", INGRESS, { ipProtocol: "-1", cidrIpv4: ANY }, "violation"],
    ["ingress-world-web-only", INGRESS, { ipProtocol: "udp", fromPort: 443, toPort: 443, cidrIpv4: ANY }, "pass"],
    ["network-acl-administration-restricted", ACL, { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: ANY }] }, "violation"],
    ["network-acl-administration-restricted", ACL, { ingress: ["odd"] }, "pass"],
    ["network-acl-administration-restricted", ACL, { ingress: [{ action: "allow", protocol: "-1", ipv6CidrBlock: UNKNOWN }] }, "deferred"],
    ["network-acl-administration-restricted", ACL_RULE, { egress: true, ruleAction: "allow", protocol: "-1", cidrBlock: ANY }, "pass"],
    ["network-acl-administration-restricted", ACL_RULE, { ruleAction: "allow", protocol: "-1", cidrBlock: UNKNOWN }, "deferred"],
    ["network-acl-administration-restricted", ACL_RULE, { networkAclId: "acl-1", ruleNumber: 2, ruleAction: "allow", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: ANY }, "violation", [resource(ACL_RULE, "hidden", { networkAclId: "acl-1", ruleNumber: 1, ruleAction: "deny", protocol: "-1", cidrBlock: UNKNOWN })]],
    ["machine-no-public-address", "aws:ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [{ associatePublicIpAddress: "false" }] }, "pass"],
    ["bucket-acl-private", "aws:s3/bucketAcl:BucketAcl", { accessControlPolicy: { grants: [{ grantee: { uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" } }] } }, "violation"],
    ["resource-policy-not-public", "aws:sqs/queuePolicy:QueuePolicy", { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", NotAction: "sqs:DeleteQueue" }] }) }, "violation"],
  ]);
  const GATEWAY = resource("aws:ec2/internetGateway:InternetGateway", "gateway", { id: "igw-1" });
  const subnet = resource("aws:ec2/subnet:Subnet", "subnet", { id: "subnet-1" });
  const associated = resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", { subnetId: "subnet-1", routeTableId: "rtb-1" });
  const table = (routes: unknown) => resource("aws:ec2/routeTable:RouteTable", "table", { id: "rtb-1", routes });
  const route = (props: Record<string, unknown>) => resource("aws:ec2/route:Route", "route", { routeTableId: "rtb-1", ...props });
  judge([
    ["data-subnets-isolated", "aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["subnet-1"] }, "violation", [subnet, associated, GATEWAY, table([{ cidrBlock: ANY, gatewayId: "igw-1" }])]],
    ["data-subnets-isolated", "aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["subnet-1"] }, "violation", [subnet, associated, table([{ cidrBlock: "10.0.0.0/16", gatewayId: "local" }, { cidrBlock: ANY, gatewayId: "igw-2" }])]],
    ["data-subnets-isolated", "aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["subnet-1"] }, "violation", [subnet, associated, table(undefined), route({ destinationIpv6CidrBlock: "::/0", gatewayId: "igw-2" })]],
    ["data-subnets-isolated", "aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["subnet-1"] }, "pass", [subnet, associated, table(undefined), route({ destinationCidrBlock: ANY, gatewayId: "vgw-1" })]],
  ]);
});

describe("pods", () => {
  const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
  const SPEC = "spec.template.spec";
  const C = `${SPEC}.containers[0]`;
  const good = deployment();
  const of = (patch: Record<string, unknown>) => patched(good, patch) as Record<string, unknown>;
  const policy = (spec: unknown) => resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "policy", { metadata: { namespace: "optibid" }, spec });
  const expression = (operator: unknown, values?: unknown, key: unknown = "app") => policy({ podSelector: { matchExpressions: [{ key, operator, values }] } });
  judge([
    ["container-image-by-digest", DEPLOYMENT, { spec: {} }, "violation"],
    ["container-image-by-digest", DEPLOYMENT, of({ [`${SPEC}.containers`]: ["odd"] }), "violation"],
    ["container-image-by-digest", DEPLOYMENT, of({ [`${C}.name`]: undefined, [`${C}.image`]: "app" }), "violation"],
    ["pod-not-in-host-namespaces", DEPLOYMENT, of({ [`${C}.ports`]: [{ containerPort: 80 }] }), "pass"],
    ["pod-volume-types", DEPLOYMENT, of({ [`${SPEC}.volumes`]: ["odd", { name: "tmp" }] }), "pass"],
    ["pod-kernel-settings", DEPLOYMENT, of({ [`${SPEC}.securityContext`]: { sysctls: [{ value: "1" }] } }), "violation"],
    ["pod-kernel-settings", DEPLOYMENT, of({ "spec.template.metadata.annotations": { "container.apparmor.security.beta.kubernetes.io/app": null } }), "pass"],
    ["workload-network-policy", DEPLOYMENT, good, "pass", [policy({ podSelector: { matchLabels: {} } })]],
    ["workload-network-policy", DEPLOYMENT, good, "pass", [policy({})]],
    ["workload-network-policy", DEPLOYMENT, good, "violation", [policy({ podSelector: "odd" })]],
    ["workload-network-policy", DEPLOYMENT, good, "pass", [expression("NotIn", ["web"])]],
    ["workload-network-policy", DEPLOYMENT, good, "violation", [expression("NotIn", ["app"])]],
    ["workload-network-policy", DEPLOYMENT, good, "pass", [expression("Exists")]],
    ["workload-network-policy", DEPLOYMENT, good, "violation", [expression("DoesNotExist")]],
    ["workload-network-policy", DEPLOYMENT, good, "violation", [expression("odd")]],
    ["workload-network-policy", DEPLOYMENT, good, "violation", [policy({ podSelector: { matchExpressions: ["odd"] } })]],
    ["workload-network-policy", DEPLOYMENT, good, "pass", [policy({ podSelector: { matchExpressions: [{ operator: "DoesNotExist" }] } })]],
    ["namespace-default-deny", DEPLOYMENT, good, "violation", [policy(undefined)]],
    ["network-policy-narrow", "kubernetes:networking.k8s.io/v1:NetworkPolicy", {}, "pass"],
    ["service-internal", "kubernetes:core/v1:Service", {}, "pass"],
    ["workload-spread", DEPLOYMENT, of({ [`${SPEC}.topologySpreadConstraints`]: undefined, [`${SPEC}.affinity`]: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "topology.kubernetes.io/zone" }] } } }), "pass"],
    ["volume-fast", "kubernetes:storage.k8s.io/v1:StorageClass", { provisioner: "ebs.csi.aws.com", parameters: { type: "gp2" } }, "violation"],
    ["volume-fast", "kubernetes:storage.k8s.io/v1:StorageClass", { provisioner: "ebs.csi.eks.amazonaws.com" }, "pass"],
    ["volume-fast", "kubernetes:storage.k8s.io/v1:StorageClass", { provisioner: "efs.csi.aws.com", parameters: { type: "odd" } }, "pass"],
    ["volume-fast", "kubernetes:storage.k8s.io/v1:StorageClass", {}, "pass"],
    ["volume-fast", "aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ deviceName: "/dev/a", ebs: { volumeType: "gp2" } }] }, "violation"],
    ["volume-fast", "aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ ebs: { volumeType: "gp3" } }, { ebs: { encrypted: "true" } }, { virtualName: "ephemeral0" }] }, "pass"],
    ["image-repository-scans", "aws:ecr/repository:Repository", {}, "violation", [resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "scans", { rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "other" }] }] })]],
  ]);
  test("digests of volumes count", () => expect(outcome("container-image-by-digest", [resource(DEPLOYMENT, "subject", of({ [`${SPEC}.volumes`]: [{ name: "m", image: { reference: DIGEST } }] }))])).toBe("pass"));
});

describe("databases and caches", () => {
  const DB = "aws:rds/instance:Instance";
  const DB_CLUSTER = "aws:rds/cluster:Cluster";
  const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
  const CACHE = "aws:elasticache/cluster:Cluster";
  const parameters = (family: string, given: readonly object[] = []) => resource("aws:rds/parameterGroup:ParameterGroup", "parameters", { name: "p", family, parameters: given });
  const postgres = { engine: "postgres", parameterGroupName: "p" };
  const plan = resource("aws:backup/plan:Plan", "plan", { id: "plan", rules: [{ copyActions: [{}] }] });
  const selection = (props: Record<string, unknown>) => resource("aws:backup/selection:Selection", "selection", { planId: "plan", ...props });
  judge([
    ["database-backup-retention", "aws:docdb/cluster:Cluster", { replicationSourceIdentifier: "arn" }, "violation"],
    ["database-backup-retention", DB_CLUSTER, { replicationSourceIdentifier: "arn" }, "not-applicable"],
    ["database-backup-retention", DB_CLUSTER, { globalClusterIdentifier: "g" }, "not-applicable"],
    ["database-backup-retention", DB_CLUSTER, { globalClusterIdentifier: "g", masterUsername: "owner" }, "violation"],
    ["database-connections-pooled", DB_CLUSTER, { engine: "aurora-postgresql", clusterIdentifier: "c" }, "pass", [resource("aws:rds/proxyTarget:ProxyTarget", "target", { dbClusterIdentifier: "c" })]],
    ["database-slow-queries-logged", DB, { engine: "oracle-ee" }, "not-applicable"],
    ["database-slow-queries-logged", DB, postgres, "violation", [parameters("postgres17")]],
    ["database-slow-queries-logged", DB, { ...postgres, engine: "mysql" }, "violation", [parameters("mysql8.4", [{ name: "slow_query_log", value: "1" }])]],
    ["database-vacuum-scheduled", DB, postgres, "violation", [parameters("postgres17")]],
    ["database-statements-recorded", DB, postgres, "pass", [parameters("postgres17")]],
    ["database-storage-grows", DB, { engine: "aurora-mysql" }, "not-applicable"],
    ["database-storage-grows", DB, { engine: "postgres" }, "violation"],
    ["database-multi-az", DB, { engine: "aurora-postgresql" }, "not-applicable"],
    ["database-deletion-protected", DB, { engine: "aurora-postgresql" }, "not-applicable"],
    ["database-replicated", DB_CLUSTER, { engine: "mysql", dbClusterInstanceClass: "db.m6gd.large" }, "pass"],
    ["database-backups-off-site", DB, { arn: "arn:aws:rds:eu-central-1:1:db:a" }, "pass", [plan, selection({ resources: ["*"] })]],
    ["database-backups-off-site", DB_CLUSTER, { arn: "arn:aws:rds:eu-central-1:1:cluster:a" }, "pass", [plan, selection({ resources: ["arn:aws:rds:*:*:cluster:*"] })]],
    ["database-backups-off-site", DB_CLUSTER, {}, "pass", [plan, selection({ resources: ["arn:aws:rds:*:*:cluster:*"] })]],
    ["database-backups-off-site", DB, {}, "violation", [plan, selection({ selectionTags: [{ key: "backup", value: "daily" }] })]],
    ["cache-engine-supported", CACHE, { engine: "redis", replicationGroupId: "g" }, "not-applicable"],
    ["cache-engine-supported", CACHE, { engine: "redis", engineVersion: "5.0.6" }, "violation"],
    ["cache-snapshots-kept", CACHE, { engine: "redis", replicationGroupId: "g" }, "not-applicable"],
    ["cache-snapshots-kept", CACHE, { engine: "redis" }, "violation"],
    ["cache-failover", GROUP, { automaticFailoverEnabled: true, multiAzEnabled: true, nodeGroupConfigurations: [{ replicaCount: 1 }, { replicaCount: 2 }] }, "pass"],
    ["cache-failover", GROUP, { automaticFailoverEnabled: true, multiAzEnabled: true, nodeGroupConfigurations: [{ replicaCount: 1 }, {}] }, "violation"],
    ["cache-failover", GROUP, { automaticFailoverEnabled: true, multiAzEnabled: true, globalReplicationGroupId: "g" }, "pass"],
    ["data-service-multi-az", "aws:opensearch/domain:Domain", { clusterConfig: { zoneAwarenessEnabled: true, instanceCount: "odd" } }, "violation"],
    ["maintenance-outside-office-hours", DB_CLUSTER, { preferredMaintenanceWindow: "odd" }, "violation"],
    ["maintenance-outside-office-hours", DB_CLUSTER, { preferredMaintenanceWindow: "sun:03:00-sun:04:00" }, "pass"],
    ["maintenance-outside-office-hours", DB, { maintenanceWindow: "mon:17:00-tue:02:00" }, "violation"],
    ["maintenance-outside-office-hours", DB, { maintenanceWindow: "mon:04:00-mon:05:00" }, "pass"],
    ["recovery-replica-ready", DB, { replicateSourceDb: "arn:a", region: "eu-west-1" }, "not-applicable", [resource(DB, "source", { arn: "arn:a", region: "eu-west-1" })]],
    ["recovery-replica-ready", DB, { replicateSourceDb: "arn:a", region: "eu-west-1", storageEncrypted: true, deletionProtection: true, backupRetentionPeriod: 7, instanceClass: "db.t4g.small" }, "violation", [resource(DB, "source", { arn: "arn:a", instanceClass: "db.r7g.large" })]],
    ["recovery-replica-ready", DB, { replicateSourceDb: "arn:a", region: "eu-west-1", storageEncrypted: true, deletionProtection: true, backupRetentionPeriod: 7 }, "pass"],
  ]);
});

describe("the edge", () => {
  const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
  const CERTIFICATE = "aws:iam/serverCertificate:ServerCertificate";
  judge([
    ["distribution-compresses", DISTRIBUTION, { defaultCacheBehavior: [{ compress: true }] }, "pass"],
    ["distribution-compresses", DISTRIBUTION, { defaultCacheBehavior: "odd" }, "violation"],
    ["distribution-caches", DISTRIBUTION, { defaultCacheBehavior: { cachePolicyId: "policy" } }, "pass", [resource("aws:cloudfront/cachePolicy:CachePolicy", "policy", { id: "policy" })]],
    ["web-acl-rate-limit", "aws:wafv2/webAcl:WebAcl", { rules: [{ action: { block: {} }, statement: { rateBasedStatement: {} } }] }, "violation"],
    ["certificate-not-self-signed", CERTIFICATE, {}, "violation"],
    ["certificate-not-self-signed", CERTIFICATE, { certificateBody: SELF_SIGNED }, "violation"],
    ["certificate-not-expiring", CERTIFICATE, { expiration: "2026-01-20T00:00:00Z" }, "violation"],
    ["certificate-not-expiring", CERTIFICATE, { expiration: "2027-01-20T00:00:00Z" }, "pass"],
    ["certificate-not-expiring", CERTIFICATE, {}, "violation"],
  ]);
});
