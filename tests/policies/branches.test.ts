/**
 * The less usual ways to say what a rule asks for, one row each: with the tables beside it, every branch of the rules is taken.
 */
import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { statements } from "../../policies/inputs.ts";
import { breaks, patched } from "../../policies/mutation.ts";
import { mutations } from "../../policies/mutations.ts";
import { ruleNamed } from "../../policies/catalogue.ts";
import { selects } from "../../policies/pods.ts";
import { isHidden, peek, UNKNOWN } from "../../policies/unknown.ts";
import { platform } from "./platform.ts";
import { outcome, resource, type Outcome } from "./support.ts";

const CLUSTER = "aws:rds/cluster:Cluster";
const INSTANCE = "aws:rds/instance:Instance";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const PASSWORD = "random:index/randomPassword:RandomPassword";
const STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
const group = (parameters: readonly object[], family = "postgres17") => resource("aws:rds/parameterGroup:ParameterGroup", "parameters", { name: "parameters", family, parameters });
const postgres = resource(INSTANCE, "subject", { engine: "postgres", parameterGroupName: "parameters" });
const mysql = resource(INSTANCE, "subject", { engine: "mysql", parameterGroupName: "parameters" });
const backups = (resources: readonly string[]) => [
  resource("aws:backup/plan:Plan", "plan", { id: "plan-1", rules: [{ copyActions: [{ destinationVaultArn: "arn" }] }] }),
  resource("aws:backup/selection:Selection", "selection", { planId: "plan-1", resources }),
];
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" };
const aclRule = (name: string, props: Record<string, unknown>) => resource(ACL_RULE, name, { networkAclId: "acl-1", ...ssh, ...props });

const ROWS: readonly (readonly [rule: string, what: string, expected: Outcome, nodes: readonly Node[]])[] = [
  ["distribution-caches", "a cache policy that leaves the longest time at a year", "pass", [resource("aws:cloudfront/distribution:Distribution", "subject", { defaultCacheBehavior: { cachePolicyId: "policy-1" } }), resource("aws:cloudfront/cachePolicy:CachePolicy", "policy", { id: "policy-1" })]],
  ["database-connections-pooled", "a cluster with a proxy", "pass", [resource(CLUSTER, "subject", { engine: "aurora-postgresql", clusterIdentifier: "c" }), resource("aws:rds/proxyTarget:ProxyTarget", "target", { dbClusterIdentifier: "c" })]],
  ["database-slow-queries-logged", "PostgreSQL with the parameter left out", "violation", [postgres, group([])]],
  ["database-slow-queries-logged", "MySQL with the time left out", "violation", [mysql, group([{ name: "slow_query_log", value: "1" }], "mysql8.0")]],
  ["database-vacuum-scheduled", "PostgreSQL that loads nothing", "violation", [postgres, group([])]],
  ["database-statements-recorded", "PostgreSQL that loads what it loads by default", "pass", [postgres, group([])]],
  ["volume-fast", "a class of the driver for EBS without a type", "pass", [resource(STORAGE_CLASS, "subject", { provisioner: "ebs.csi.aws.com" })]],
  ["volume-fast", "a class of the driver for EBS with a slow type", "violation", [resource(STORAGE_CLASS, "subject", { provisioner: "ebs.csi.aws.com", parameters: { type: "st1" } })]],
  ["volume-fast", "a class of another driver", "pass", [resource(STORAGE_CLASS, "subject", { provisioner: "efs.csi.aws.com" })]],
  ["volume-fast", "a class of no driver", "pass", [resource(STORAGE_CLASS, "subject", {})]],
  ["volume-fast", "disks of an image as they are", "pass", [resource("aws:ec2/launchTemplate:LaunchTemplate", "subject", { blockDeviceMappings: [{ ebs: null }, { deviceName: "/dev/sda" }, { ebs: { volumeSize: 8 } }, { ebs: { volumeType: "gp3" } }] })]],
  ["volume-fast", "one slow disk of two", "violation", [resource("aws:ec2/launchTemplate:LaunchTemplate", "subject", { blockDeviceMappings: [{ ebs: { volumeType: "gp3" } }, { ebs: { volumeType: "standard" } }] })]],
  ["database-storage-grows", "Aurora", "not-applicable", [resource(INSTANCE, "subject", { engine: "aurora-mysql" })]],
  ["database-multi-az", "Aurora", "not-applicable", [resource(INSTANCE, "subject", { engine: "aurora-postgresql" })]],
  ["database-deletion-protected", "a member of an Aurora cluster", "not-applicable", [resource(INSTANCE, "subject", { engine: "aurora-postgresql" })]],
  ["database-deletion-protected", "a read replica", "not-applicable", [resource(INSTANCE, "subject", { replicateSourceDb: "db" })]],
  ["config-map-no-secrets", "a connection that is empty", "pass", [resource("kubernetes:core/v1:ConfigMap", "subject", { data: { database_url: "" } })]],
  ["database-backups-off-site", "a plan that copies everything", "pass", [resource(INSTANCE, "subject", { identifier: "db" }), ...backups(["*"])]],
  ["database-backups-off-site", "a plan that copies every cluster", "pass", [resource(CLUSTER, "subject", { clusterIdentifier: "c" }), ...backups(["arn:aws:rds:*:*:cluster:*"])]],
  ["database-backups-off-site", "a plan that copies every instance, of a cluster", "violation", [resource(CLUSTER, "subject", { clusterIdentifier: "c" }), ...backups(["arn:aws:rds:*:*:db:*"])]],
  ["ingress-world-web-only", "one port", "violation", [resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "subject", { cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 22, toPort: 22 })]],
  ["ingress-world-web-only", "a range of ports", "violation", [resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "subject", { cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 22, toPort: 80 })]],
  ["network-acl-administration-restricted", "entries that are none", "pass", [resource(ACL, "subject", { ingress: ["x", null] })]],
  ["network-acl-administration-restricted", "an entry denied before it comes to it", "pass", [aclRule("subject", { ruleAction: "allow", ruleNumber: 200 }), aclRule("deny", { ruleAction: "deny", ruleNumber: 100 })]],
  ["network-acl-administration-restricted", "an entry denied after it", "violation", [aclRule("subject", { ruleAction: "allow", ruleNumber: 50 }), aclRule("deny", { ruleAction: "deny", ruleNumber: 100 })]],
  ["network-acl-administration-restricted", "an entry without a number", "violation", [aclRule("subject", { ruleAction: "allow" }), aclRule("deny", { ruleAction: "deny", ruleNumber: 100 })]],
  ["network-acl-administration-restricted", "an entry whose number is not known yet", "deferred", [aclRule("subject", { ruleAction: "allow", ruleNumber: UNKNOWN }), aclRule("deny", { ruleAction: "deny", ruleNumber: 100 })]],
  ["network-acl-administration-restricted", "an entry beside one that is not known yet", "violation", [aclRule("subject", { ruleAction: "allow", ruleNumber: 200 }), aclRule("deny", { ruleAction: "deny", ruleNumber: 100, cidrBlock: UNKNOWN })]],
  ["secret-rotation-frequent", "months that are none", "violation", [resource("aws:secretsmanager/secretRotation:SecretRotation", "subject", { rotationRules: { scheduleExpression: "cron(0 0 1 FOO ? *)" } })]],
  ["generated-secret-strong", "a password of no characters", "violation", [resource(PASSWORD, "subject", { length: 64, lower: false, upper: false, numeric: false, special: false })]],
  ["cache-authenticated", "Memcached", "not-applicable", [resource("aws:elasticache/cluster:Cluster", "subject", { engine: "memcached" })]],
];

test.each(ROWS.map(([rule, what, expected, nodes]) => [rule, what, expected, nodes] as const))("%s: %s: %s", (rule, _what, expected, nodes) => expect(outcome(rule, nodes)).toBe(expected));

describe("label selectors (meta/v1 LabelSelector)", () => {
  const labels = { app: "web", tier: "front" };
  test.each([
    [{}, true], [undefined, false], ["x", false], [{ matchLabels: { app: "web" } }, true], [{ matchLabels: { app: "api" } }, false], [{ matchLabels: { constructor: "x" } }, false],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true], [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
    [{ matchExpressions: [{ key: "app", operator: "Exists" }] }, true], [{ matchExpressions: [{ key: "zone", operator: "DoesNotExist" }] }, true], [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
    [{ matchExpressions: [{ operator: "Exists" }] }, false], [{ matchExpressions: ["x"] }, false], [{ matchExpressions: [{ key: "app", operator: "Like" }] }, false],
  ])("%j: %s", (selector, expected) => expect(selects(selector, labels)).toBe(expected));
});

test("a statement that is none is read as one that allows nothing in particular", () => {
  expect(statements({ Statement: "x" })).toMatchObject([{ effect: "Allow", actions: [], resources: [] }]);
});

describe("what is not known", () => {
  test.each([["peek", peek], ["isHidden", isHidden]])("%s hides no bug", (_name, look) => expect(() => look(() => { throw new TypeError("oops"); })).toThrow("oops"));
});

describe("mutations", () => {
  test("of a rule that nobody knows change nothing", () => {
    const graph = platform();
    expect(breaks("no-such-rule", "does nothing", {}).mutate(graph)).toEqual(graph);
  });

  test("where there is nothing to break, change nothing unless they add it", () => {
    expect(breaks("key-rotated", "does not rotate", {}).mutate([])).toEqual([]);
    expect(breaks("key-rotated", "does not rotate", {}, { extra: { type: "aws:kms/key:Key", props: {} } }).mutate([])).toHaveLength(1);
  });

  test("make lists and objects on the way", () => expect(patched({ c: null }, { "a[0].b": 1, "c.d": 2, e: undefined })).toEqual({ a: [{ b: 1 }], c: { d: 2 } }));

  test.each(mutations.map((mutation) => [mutation.rule, mutation.title, mutation] as const))("%s: %s: in outputs as in inputs, and harmlessly where there is nothing", (name, _title, mutation) => {
    const reported = mutation.mutate(platform().map((node) => ({ ...node, outputs: node.props })));
    expect(evaluate(reported, [ruleNamed(name)!]).some(({ outcome: is }) => is === "violation")).toBe(true);
    expect(() => mutation.mutate([])).not.toThrow();
    expect(() => mutation.mutate(platform().map((node) => ({ ...node, props: {} })))).not.toThrow();
    expect(() => mutation.mutate(platform().map((node) => ({ ...node, propertyDependencies: {} })))).not.toThrow();
    const unrouted = platform().map((node) => ({ ...node, propertyDependencies: Object.fromEntries(Object.entries(node.propertyDependencies).filter(([property]) => property !== "routeTableId")) }));
    expect(() => mutation.mutate(unrouted)).not.toThrow();
  });
});
