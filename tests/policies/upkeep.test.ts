/**
 * Versions and what keeps them current, how data services are reached, and what a network allows beside security groups.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { check, outcome, resource } from "./support.ts";

const DB = "aws:rds/instance:Instance";
const DB_CLUSTER = "aws:rds/cluster:Cluster";
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const CACHE = "aws:elasticache/cluster:Cluster";
const FUNCTION = "aws:lambda/function:Function";

describe("functions and machines", () => {
  // The moment of judgement is 15 January 2026.
  check("function-runtime-supported", {
    type: FUNCTION, good: { runtime: "nodejs22.x" },
    bad: ["nodejs16.x", "nodejs18.x", "nodejs4.3-edge", "python3.8", "python3.9", "python2.7", "java8", "dotnetcore3.1", "dotnet6", "dotnet5.0", "ruby2.7", "go1.x", "provided"].map((runtime) => ({ runtime })),
    fine: ["nodejs20.x", "nodejs24.x", "python3.14", "java8.al2", "java21", "dotnet8", "ruby3.4", "provided.al2023", "nodejs99.x"].map((runtime) => ({ runtime })),
    missing: ["runtime"], unknown: ["runtime"], exempt: [{ packageType: "Image", runtime: undefined }],
  });
  check("function-several-zones", {
    type: FUNCTION, good: { vpcConfig: { subnetIds: ["a", "b"] } }, bad: [{ "vpcConfig.subnetIds": ["a"] }], fine: [{ "vpcConfig.subnetIds": [] }, { "vpcConfig.subnetIds": [UNKNOWN, UNKNOWN] }], safe: ["vpcConfig"], unknown: ["vpcConfig"],
  });
  check("machine-group-launch-template", {
    type: "aws:autoscaling/group:Group", good: { launchTemplate: { id: "lt-1" } }, bad: [{ launchConfiguration: "old" }, { launchConfiguration: UNKNOWN }], fine: [{ launchConfiguration: "" }], safe: ["launchConfiguration"],
  });
});

describe("upkeep of data services", () => {
  check("data-service-minor-upgrades", {
    type: DB, good: { autoMinorVersionUpgrade: true }, bad: [{ autoMinorVersionUpgrade: false }, { autoMinorVersionUpgrade: "false" }], safe: ["autoMinorVersionUpgrade"], unknown: ["autoMinorVersionUpgrade"],
  });
  test.each([[{}, "pass"], [{ autoMinorVersionUpgrade: "false" }, "violation"], [{ engine: "memcached", autoMinorVersionUpgrade: "false" }, "not-applicable"]])("a cache cluster with %j: minor versions %s", (props, expected) => {
    expect(outcome("data-service-minor-upgrades", [resource(CACHE, "subject", props)])).toBe(expected);
  });
  check("database-snapshot-tags", { type: DB, good: { copyTagsToSnapshot: true }, bad: [{ copyTagsToSnapshot: false }], missing: ["copyTagsToSnapshot"], unknown: ["copyTagsToSnapshot"], exempt: [{ engine: "aurora-mysql" }] });
  test("a cluster copies its tags only when told", () => expect(outcome("database-snapshot-tags", [resource(DB_CLUSTER, "subject", {})])).toBe("violation"));
});

describe("how data services are reached", () => {
  check("database-iam-authentication", {
    type: DB, good: { engine: "postgres", iamDatabaseAuthenticationEnabled: true }, bad: [{ iamDatabaseAuthenticationEnabled: false }, { engine: "mariadb", iamDatabaseAuthenticationEnabled: undefined }, { engine: undefined, iamDatabaseAuthenticationEnabled: undefined }],
    missing: ["iamDatabaseAuthenticationEnabled"], safe: ["engine"], unknown: ["iamDatabaseAuthenticationEnabled", "engine"], exempt: [{ engine: "sqlserver-se" }, { engine: "aurora-postgresql" }],
  });
  test.each([[DB_CLUSTER, { engine: "aurora-postgresql" }, "violation"], [DB_CLUSTER, { engine: "aurora-mysql", iamDatabaseAuthenticationEnabled: true }, "pass"], ["aws:neptune/cluster:Cluster", { engine: "neptune" }, "violation"]])("%s %j: tokens %s", (type, props, expected) => {
    expect(outcome("database-iam-authentication", [resource(type, "subject", props)])).toBe(expected);
  });
  check("database-administrator-renamed", {
    type: DB, good: { username: "optibid_admin" }, bad: [{ username: "postgres" }, { username: "Admin" }], missing: ["username"], unknown: ["username"],
    fine: [{ username: "owner", snapshotIdentifier: "s" }], exempt: [{ username: undefined, replicateSourceDb: "p" }, { username: undefined, snapshotIdentifier: "s" }, { username: undefined, restoreToPointInTime: { useLatestRestorableTime: true } }, { username: undefined, snapshotIdentifier: UNKNOWN }],
  });
  test("a cluster's administrator", () => expect(outcome("database-administrator-renamed", [resource(DB_CLUSTER, "subject", { masterUsername: "root" })])).toBe("violation"));
  check("database-certificate-authority", {
    type: DB, good: { caCertIdentifier: "rds-ca-rsa2048-g1" }, bad: [{ caCertIdentifier: "rds-ca-2019" }], fine: [{ caCertIdentifier: "rds-ca-ecc384-g1" }], safe: ["caCertIdentifier"], unknown: ["caCertIdentifier"],
  });
  check("database-port-not-default", {
    type: DB, good: { engine: "postgres", port: 5433 }, bad: [{ port: 5432 }, { port: "5432" }, { engine: "mysql", port: 3306 }, { engine: "oracle-ee", port: 1521 }, { engine: "sqlserver-se", port: 1433 }, { engine: "db2-ae", port: 50_000 }, { engine: undefined, replicateSourceDb: "p", port: 5432 }],
    fine: [{ port: 3306 }, { engine: "mysql", port: 5432 }, { engine: undefined, replicateSourceDb: UNKNOWN, port: 6000 }], missing: ["port"], unknown: ["port", "engine"],
    exempt: [{ engine: "aurora-postgresql", port: undefined }, { replicateSourceDb: "p", port: undefined }, { snapshotIdentifier: UNKNOWN, port: undefined }, { restoreToPointInTime: { useLatestRestorableTime: true }, port: undefined }],
  });
  test.each([["aurora-postgresql", 5432, "violation"], ["aurora-mysql", 3306, "violation"], ["aurora", 3306, "violation"], ["aurora-mysql", undefined, "violation"], ["aurora-mysql", 3307, "pass"]] as const)("a cluster of %s on %s: %s", (engine, port, expected) => {
    expect(outcome("database-port-not-default", [resource(DB_CLUSTER, "subject", { engine, port })])).toBe(expected);
  });
  check("data-service-own-subnets", {
    type: DB, good: { dbSubnetGroupName: "data" }, bad: [{ dbSubnetGroupName: "default" }, { dbSubnetGroupName: "" }], fine: [{ dbSubnetGroupName: UNKNOWN }, { replicateSourceDb: "p" }], missing: ["dbSubnetGroupName"], exempt: [{ replicateSourceDb: "p", dbSubnetGroupName: undefined }],
  });
  test.each([
    [GROUP, {}, "violation"], [GROUP, { subnetGroupName: "cache" }, "pass"], [CACHE, {}, "violation"], [CACHE, { replicationGroupId: "g" }, "not-applicable"],
    ["aws:elasticache/serverlessCache:ServerlessCache", { subnetIds: [] }, "violation"], ["aws:elasticache/serverlessCache:ServerlessCache", { subnetIds: ["a", "b"] }, "pass"], ["aws:neptune/cluster:Cluster", { neptuneSubnetGroupName: "graph" }, "pass"],
  ])("%s %j: subnets %s", (type, props, expected) => expect(outcome("data-service-own-subnets", [resource(type, "subject", props)])).toBe(expected));
});

describe("networks", () => {
  check("vpc-public-access-blocked", {
    type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", good: { internetGatewayBlockMode: "block-ingress" }, bad: [{ internetGatewayBlockMode: "off" }], fine: [{ internetGatewayBlockMode: "block-bidirectional" }],
    missing: ["internetGatewayBlockMode"], unknown: ["internetGatewayBlockMode"],
  });
  check("network-attachment-approved", {
    type: "aws:ec2transitgateway/transitGateway:TransitGateway", good: { autoAcceptSharedAttachments: "disable" }, bad: [{ autoAcceptSharedAttachments: "enable" }], safe: ["autoAcceptSharedAttachments"], unknown: ["autoAcceptSharedAttachments"],
  });
  check("network-interface-source-checked", { type: "aws:ec2/networkInterface:NetworkInterface", good: { sourceDestCheck: true }, bad: [{ sourceDestCheck: false }], safe: ["sourceDestCheck"], unknown: ["sourceDestCheck"] });
  check("vpn-connections-logged", {
    type: "aws:ec2clientvpn/endpoint:Endpoint", good: { connectionLogOptions: { enabled: true } }, bad: [{ "connectionLogOptions.enabled": false }], missing: ["connectionLogOptions"], unknown: ["connectionLogOptions"],
  });
  check("prefix-list-not-open", {
    type: "aws:ec2/managedPrefixList:ManagedPrefixList", good: { entries: [{ cidr: "203.0.113.0/24" }] }, bad: [{ "entries[1]": { cidr: "0.0.0.0/0" } }, { "entries[0].cidr": "::/0" }, { entries: [{ cidr: "0.0.0.0/1" }, { cidr: "128.0.0.0/1" }] }],
    safe: ["entries"], unknown: ["entries", "entries[0].cidr"],
  });
  test.each([["0.0.0.0/0", "violation"], ["10.0.0.0/8", "pass"]])("an entry of a list that is %s: %s", (cidr, expected) => expect(outcome("prefix-list-not-open", [resource("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "subject", { cidr })])).toBe(expected));
  check("peering-route-narrow", {
    type: "aws:ec2/route:Route", good: { destinationCidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" }, bad: [{ destinationCidrBlock: "0.0.0.0/0" }, { destinationIpv6CidrBlock: "::/0" }, { destinationCidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: UNKNOWN }],
    fine: [{ destinationCidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: undefined, gatewayId: "igw-1" }], safe: ["destinationCidrBlock", "vpcPeeringConnectionId"], unknown: ["destinationCidrBlock"],
  });
  test.each([
    [[{ cidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-1" }], "violation"], [[{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }, { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" }], "pass"], [undefined, "pass"], [UNKNOWN, "deferred"],
  ])("a table with routes %j: peers %s", (routes, expected) => expect(outcome("peering-route-narrow", [resource("aws:ec2/routeTable:RouteTable", "subject", { routes })])).toBe(expected));
  test("a machine that passes on traffic", () => expect(outcome("network-interface-source-checked", [resource("aws:ec2/instance:Instance", "subject", { sourceDestCheck: false })])).toBe("violation"));
  check("load-balancer-internal", { type: "aws:lb/loadBalancer:LoadBalancer", good: { internal: true }, bad: [{ internal: false }, { loadBalancerType: "network", internal: undefined }], missing: ["internal"], unknown: ["internal"], exempt: [{ loadBalancerType: "gateway", internal: undefined }] });
  test("a Classic Load Balancer faces the internet by default", () => expect(outcome("load-balancer-internal", [resource("aws:elb/loadBalancer:LoadBalancer", "subject", {})])).toBe("violation"));
  const ACL = "aws:ec2/networkAcl:NetworkAcl";
  check("network-acl-in-use", { type: ACL, good: { subnetIds: ["subnet-1"] }, bad: [{ subnetIds: [] }], missing: ["subnetIds"] });
  const EIP = "aws:ec2/eip:Eip";
  check("address-in-use", { type: EIP, good: { id: "eipalloc-1", domain: "vpc", instance: "i-1" }, fine: [{ instance: undefined, networkInterface: "eni-1" }], bad: [{ instance: "" }], missing: ["instance"] });
  test.each([
    ["aws:ec2/natGateway:NatGateway", { allocationId: "eipalloc-1" }, "pass"],
    ["aws:ec2/natGateway:NatGateway", { allocationId: "eipalloc-2", secondaryAllocationIds: ["eipalloc-1"] }, "pass"],
    ["aws:ec2/eipAssociation:EipAssociation", { allocationId: "eipalloc-1", instanceId: "i-1" }, "pass"],
    ["aws:lb/loadBalancer:LoadBalancer", { subnetMappings: [{ subnetId: "subnet-1", allocationId: "eipalloc-1" }] }, "pass"],
    ["aws:ec2/natGateway:NatGateway", { allocationId: "eipalloc-2" }, "violation"],
  ])("an address beside a %s %j: %s", (type, props, expected) => {
    expect(outcome("address-in-use", [resource(EIP, "subject", { id: "eipalloc-1", domain: "vpc", instance: UNKNOWN }), resource(type, "other", props)])).toBe(expected);
  });
  test("an address for a machine that is made with it", () => {
    expect(outcome("address-in-use", [resource(EIP, "subject", { instance: UNKNOWN }, { instance: ["machine"] }), resource("aws:ec2/instance:Instance", "machine", {})])).toBe("pass");
  });
  test("an ACL that an association puts to use", () => {
    expect(outcome("network-acl-in-use", [resource(ACL, "subject", { id: "acl-1" }), resource("aws:ec2/networkAclAssociation:NetworkAclAssociation", "association", { networkAclId: "acl-1", subnetId: "subnet-1" })])).toBe("pass");
  });
});
