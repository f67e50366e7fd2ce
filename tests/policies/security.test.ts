import { describe, expect, test } from "@jest/globals";
import { check, outcome, resource } from "./support.ts";
import { deployment } from "./fixtures.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SPEC = "spec.template.spec";
const C = `${SPEC}.containers[0]`;
const good = deployment();

describe("secrets", () => {
  check("container-no-plain-secrets", {
    type: DEPLOYMENT,
    good,
    bad: [
      { [`${C}.env[2]`]: { name: "DB_PASSWORD", value: "hunter2" } },
      { [`${C}.env[2]`]: { name: "jwtSecret", value: "x" } },
      { [`${C}.env[2]`]: { name: "API_KEY", value: "x" } },
      { [`${C}.env[2]`]: { name: "PGPASSWORD", value: "x" } },
      { [`${C}.env[2]`]: { name: "DB_PASS", value: "x" } },
      { [`${C}.env[2]`]: { name: "DATABASE_URL", value: "postgres://app:hunter2@db:5432/app" } },
      { [`${C}.env[2]`]: { name: "HARMLESS", value: "AKIAABCDEFGHIJKLMNOP" } },
      { [`${SPEC}.initContainers`]: [{ name: "migrate", env: [{ name: "DB_PASSWORD", value: "x" }] }] },
      // An unknown one does not hide the one that is known.
      { [`${C}.env[2]`]: { name: "DB_PASSWORD", value: "x" }, [`${C}.env[3]`]: { name: "TOKEN", value: UNKNOWN } },
    ],
    fine: [
      { [`${C}.env[2]`]: { name: "JWT_SECRET_FILE", value: "/run/secrets/jwt" } },
      { [`${C}.env[2]`]: { name: "JWT_SECRET_ARN", value: "arn:aws:secretsmanager:eu-central-1:1:secret:jwt" } },
      { [`${C}.env[2]`]: { name: "DB_PASSWORD", value: "" } },
      { [`${C}.env[2]`]: { name: "DB_HOST", value: UNKNOWN } },
      { [`${C}.env[2]`]: { name: "DATABASE_URL", value: "postgres://db:5432/app" } },
      { [`${C}.env`]: undefined },
    ],
    missing: [`${SPEC}.containers`],
    unknown: [`${C}.env`, `${C}.env[1].name`],
  });
  check("config-map-no-secrets", {
    type: "kubernetes:core/v1:ConfigMap",
    good: { data: { LOG_LEVEL: "info" } },
    bad: [{ "data.SESSION_SECRET": "x" }, { "data.REDIS_URL": "redis://:pw@cache:6379" }, { "data.env": "LOG_LEVEL=info\nexport DB_PASSWORD='x'\n" }],
    fine: [{ "data.env": "DB_PASSWORD=$(cat /run/secrets/db)\nDB_PASSWORD_FILE=/run/secrets/db\nDB_PASSWORD=\n" }, { "data.env": UNKNOWN }],
    safe: ["data"],
    unknown: ["data", "data.SESSION_SECRET"],
  });
  check("function-and-task-no-plain-secrets", {
    type: "aws:lambda/function:Function",
    good: { environment: { variables: { STAGE: "production" } } },
    bad: [{ "environment.variables.API_TOKEN": "x" }],
    safe: ["environment"],
    unknown: ["environment"],
  });
  check("parameter-secrets-encrypted", {
    type: "aws:ssm/parameter:Parameter",
    good: { name: "/app/db_password", type: "SecureString" },
    bad: [{ type: "String" }],
    missing: ["type"],
    unknown: ["type", "name"],
    exempt: [{ name: "/app/log-level" }, { name: "/app/secret_arn" }],
  });
  check("generated-secret-strong", {
    type: "random:index/randomPassword:RandomPassword",
    good: { length: 32 },
    bad: [{ length: 16 }, { length: 24, upper: false, lower: false, special: false }],
    fine: [{ length: "24", special: false }, { length: 24 }],
    missing: ["length"],
    unknown: ["length"],
  });
  test.each([[63, "violation"], [64, "pass"]])("JWT keys of %i bytes: %s", (length, expected) => {
    expect(outcome("generated-secret-strong", [resource("random:index/randomBytes:RandomBytes", "app-jwt", { length })])).toBe(expected);
  });
  check("secret-rotation-frequent", {
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    good: { rotationRules: { automaticallyAfterDays: 30 } },
    bad: [
      { "rotationRules.automaticallyAfterDays": 91 },
      { rotationEnabled: false },
      { rotationRules: { scheduleExpression: "rate(100 days)" } },
      { rotationRules: { scheduleExpression: "cron(0 4 1 */6 ? *)" } },
      { rotationRules: { scheduleExpression: "sometimes" } },
      { rotationRules: { scheduleExpression: "cron(0 4 1 1/0 ? *)" } },
      { rotationRules: { scheduleExpression: "cron(0 4 1 1/0.0000001 ? *)" } },
    ],
    fine: [
      { rotationRules: { scheduleExpression: "rate(30 days)" } },
      { rotationRules: { scheduleExpression: "rate(12 hours)" } },
      { rotationRules: { scheduleExpression: "cron(0 16 1,15 * ? *)" } },
    ],
    missing: ["rotationRules"],
    unknown: ["rotationRules"],
  });
  check("database-password-managed", {
    type: "aws:rds/instance:Instance",
    good: { manageMasterUserPassword: true },
    bad: [{ manageMasterUserPassword: false }, { password: "x" }, { password: "x", manageMasterUserPassword: undefined }],
    fine: [{ manageMasterUserPassword: undefined, passwordWoVersion: 1 }],
    missing: ["manageMasterUserPassword"],
    unknown: ["manageMasterUserPassword"],
    exempt: [{ replicateSourceDb: "primary" }, { replicateSourceDb: UNKNOWN, manageMasterUserPassword: undefined }],
  });
  const password = resource("random:index/randomPassword:RandomPassword", "password", { length: 40 });
  const secret = resource("aws:secretsmanager/secret:Secret", "secret", {});
  const version = resource("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretString: UNKNOWN }, { secretId: ["secret"], secretString: ["password"] });
  const rotation = resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", {}, { secretId: ["secret"] });
  test.each([
    ["and rotated", [password, secret, version, rotation], "pass"],
    ["and kept, but not rotated", [password, secret, version], "violation"],
    ["while another secret rotates", [password, secret, rotation], "violation"],
  ])("a generated password %s", (_title, others, expected) => {
    expect(outcome("database-password-managed", [resource("aws:rds/instance:Instance", "subject", { password: UNKNOWN }, { password: ["password"] }), ...others])).toBe(expected);
  });
  test("a saved state without edges tells a generated and rotated password by its value", () => {
    const saved = [
      resource("aws:rds/instance:Instance", "subject", { password: "generated" }),
      resource("random:index/randomPassword:RandomPassword", "password", { length: 40, result: "generated" }),
      resource("aws:secretsmanager/secret:Secret", "secret", { id: "arn:secret", arn: "arn:secret" }),
      resource("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretId: "arn:secret", secretString: JSON.stringify({ username: "app", password: "generated" }) }),
      resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", { secretId: "arn:secret" }),
    ];
    expect(outcome("database-password-managed", saved)).toBe("pass");
    expect(outcome("database-password-managed", saved.slice(0, -1))).toBe("violation");
  });
  check("cache-authenticated", {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    good: { userGroupIds: ["app"] },
    bad: [{ userGroupIds: [] }],
    fine: [{ userGroupIds: undefined, authToken: "t" }, { userGroupIds: [UNKNOWN] }],
    missing: ["userGroupIds"],
    unknown: ["userGroupIds"],
  });
  check("cache-users-authenticate", {
    type: "aws:elasticache/user:User",
    good: { accessString: "on ~* +@all", authenticationMode: { type: "iam" } },
    bad: [{ noPasswordRequired: true }, { authenticationMode: { type: "no-password-required" } }],
    fine: [{ authenticationMode: undefined, passwords: ["x"] }],
    missing: ["authenticationMode"],
    unknown: ["authenticationMode"],
    exempt: [{ accessString: "off ~* -@all", noPasswordRequired: true }],
  });
  check("cluster-secrets-encrypted", {
    type: "aws:eks/cluster:Cluster",
    good: { encryptionConfig: { resources: ["secrets"], provider: { keyArn: "arn" } } },
    bad: [{ "encryptionConfig.resources": ["pods"] }, { "encryptionConfig.provider": {} }, { "encryptionConfig.provider.keyArn": "arn:aws:kms:eu-central-1:111111111111:alias/aws/eks" }],
    fine: [{ "encryptionConfig.provider.keyArn": UNKNOWN }],
    missing: ["encryptionConfig", "encryptionConfig.provider"],
    unknown: ["encryptionConfig"],
  });
});

describe("firewall", () => {
  const GROUP = "aws:ec2/securityGroup:SecurityGroup";
  const rule = (more: Record<string, unknown>) => ({ ingress: [{ protocol: "tcp", cidrBlocks: ["0.0.0.0/0"], ...more }] });
  const web = rule({ fromPort: 443, toPort: 443 });
  check("ingress-administration-restricted", {
    type: GROUP,
    good: web,
    bad: [
      rule({ fromPort: 22, toPort: 22 }),
      rule({ fromPort: "22", toPort: "22" }),
      rule({ fromPort: 0, toPort: 65535 }),
      rule({ fromPort: 20, toPort: 25, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }),
      rule({ fromPort: 3389, toPort: 3389, cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: undefined, ipv6CidrBlocks: ["0000:0000:0000:0000:0000:0000:0000:0000/0"] }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: undefined, ipv6CidrBlocks: ["::"] }),
      rule({ fromPort: 0, toPort: 0, protocol: "-1" }),
      rule({ fromPort: 0, toPort: 0, protocol: "all" }),
      rule({ fromPort: 22, toPort: 22, protocol: "6" }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: ["128.0.0.0/1"] }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: [UNKNOWN, "0.0.0.0/0"] }),
      rule({ protocol: "tcp" }),
    ],
    fine: [
      rule({ fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.7/32"] }),
      rule({ fromPort: 23, toPort: 3388 }),
      rule({ fromPort: 8, toPort: 0, protocol: "icmp" }),
      rule({ fromPort: 22, toPort: 22, protocol: "50" }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: undefined, securityGroups: [UNKNOWN] }),
      { ingress: [] },
    ],
    safe: ["ingress"],
    unknown: ["ingress", "ingress[0]", "ingress[0].fromPort", "ingress[0].cidrBlocks", "ingress[0].cidrBlocks[0]"],
  });
  test.each([
    ["aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }, "violation"],
    ["aws:ec2/securityGroupRule:SecurityGroupRule", { type: "egress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }, "pass"],
    ["aws:ec2/securityGroupRule:SecurityGroupRule", { type: UNKNOWN, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }, "deferred"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" }, "violation"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { ipProtocol: "-1", cidrIpv6: "::/0" }, "violation"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { ipProtocol: "tcp", fromPort: 22, toPort: 22, referencedSecurityGroupId: UNKNOWN }, "pass"],
    ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { ingress: [{ protocol: -1, fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }, "violation"],
    ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { ingress: [{ protocol: -1, fromPort: 0, toPort: 0, self: true }] }, "pass"],
  ])("%s %j: %s", (type, props, expected) => {
    expect(outcome("ingress-administration-restricted", [resource(type, "subject", props)])).toBe(expected);
  });
  check("ingress-database-closed", {
    type: GROUP,
    good: web,
    bad: [rule({ fromPort: 5432, toPort: 5432 }), rule({ fromPort: 3000, toPort: 6000 }), rule({ fromPort: 1433, toPort: 1433, protocol: "TCP" })],
    fine: [rule({ fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16"] })],
    safe: ["ingress"],
    unknown: ["ingress"],
  });
  check("ingress-cache-closed", {
    type: GROUP,
    good: web,
    bad: [rule({ fromPort: 6379, toPort: 6379 }), rule({ fromPort: 11211, toPort: 11211, protocol: "udp" })],
    safe: ["ingress"],
    unknown: ["ingress"],
  });
  check("ingress-world-web-only", {
    type: GROUP,
    good: web,
    bad: [rule({ fromPort: 8080, toPort: 8080 }), rule({ fromPort: 80, toPort: 443 }), rule({ fromPort: 80, toPort: 80, protocol: "udp" })],
    fine: [rule({ fromPort: 80, toPort: 80 }), rule({ fromPort: 443, toPort: 443, protocol: "udp" })],
    safe: ["ingress"],
    unknown: ["ingress"],
  });
  check("network-acl-administration-restricted", {
    type: "aws:ec2/networkAcl:NetworkAcl",
    good: { ingress: [{ action: "allow", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0", ruleNo: 100 }] },
    bad: [{ "ingress[0].fromPort": 22, "ingress[0].toPort": 22 }, { "ingress[0].protocol": "-1" }, { "ingress[0].fromPort": 3000, "ingress[0].toPort": 4000 }],
    fine: [{ "ingress[0].protocol": "-1", "ingress[0].action": "deny" }, { "ingress[0].protocol": "-1", "ingress[0].cidrBlock": "10.0.0.0/8" }],
    missing: ["ingress[0].protocol"],
    unknown: ["ingress[0].cidrBlock", "ingress[0].fromPort"],
  });
  const ACL = "aws:ec2/networkAcl:NetworkAcl";
  const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
  test.each([["without edges: AWS fills it in", {}, "pass"], ["with edges: the program fills it in", { ingress: ["vpc"] }, "deferred"]])("unknown entries of a network ACL, %s", (_title, edges, expected) => {
    expect(outcome("network-acl-administration-restricted", [resource(ACL, "subject", { ingress: UNKNOWN }, edges)])).toBe(expected);
  });
  const everything = { action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0", ruleNo: 100 };
  const deny = (more: Record<string, unknown>) => ({ action: "deny", protocol: "tcp", fromPort: 22, toPort: 3389, cidrBlock: "0.0.0.0/0", ruleNo: 10, ...more });
  test.each([
    ["before", deny({}), "pass"],
    ["after", deny({ ruleNo: 200 }), "violation"],
    ["without a number", deny({ ruleNo: undefined }), "violation"],
    ["for one of the ports", deny({ toPort: 22 }), "violation"],
    ["for half of the addresses", deny({ cidrBlock: "0.0.0.0/1" }), "violation"],
    ["for the other kind of address", deny({ cidrBlock: undefined, ipv6CidrBlock: "::/0" }), "violation"],
    ["for UDP", deny({ protocol: "udp" }), "violation"],
  ])("what is denied %s: %s", (_title, entry, expected) => {
    expect(outcome("network-acl-administration-restricted", [resource(ACL, "subject", { ingress: [everything, entry] })])).toBe(expected);
  });
  test.each([["the same", "acl-1", "pass"], ["another", "acl-2", "violation"]])("a rule of its own that denies in %s ACL", (_title, networkAclId, expected) => {
    const allow = resource(ACL_RULE, "subject", { networkAclId: "acl-1", ruleAction: "allow", ruleNumber: 100, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" });
    const denied = resource(ACL_RULE, "deny", { networkAclId, ruleAction: "deny", ruleNumber: 10, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" });
    expect(outcome("network-acl-administration-restricted", [allow, denied])).toBe(expected);
  });
  const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16", id: "vpc-1" });
  check("default-security-group-closed", {
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    good: { vpcId: "vpc-1", ingress: [], egress: [] },
    bad: [{ egress: [{ protocol: "-1", fromPort: 0, toPort: 0 }] }, { ingress: [{ self: true, protocol: "-1", fromPort: 0, toPort: 0 }] }],
    safe: ["ingress", "egress"],
    others: [vpc],
  });
  test.each([
    ["without edges: AWS fills it in", {}, "pass"],
    ["with edges: the program fills it in", { ingress: ["vpc"] }, "deferred"],
  ])("unknown entries of the default group, %s", (_title, edges, expected) => {
    expect(outcome("default-security-group-closed", [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "subject", { vpcId: "vpc-1", ingress: UNKNOWN }, edges), vpc])).toBe(expected);
  });
  test.each([
    ["no group", [], "violation"],
    ["by id", [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: "vpc-1" })], "pass"],
    ["by edge", [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: UNKNOWN }, { vpcId: ["vpc"] })], "pass"],
    ["another VPC's", [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: "vpc-2" })], "violation"],
  ])("a VPC's default group, %s", (_title, others, expected) => {
    expect(outcome("default-security-group-closed", [vpc, ...others])).toBe(expected);
    expect(outcome("default-security-group-closed", [{ ...vpc, type: "aws:ec2/defaultVpc:DefaultVpc" }, ...others])).toBe(expected);
  });
  check("default-network-acl-closed", {
    type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    good: { ingress: [] },
    bad: [{ ingress: [{ action: "allow" }] }, { egress: [{}] }],
    fine: [{ ingress: [{ action: "deny" }] }],
    safe: ["ingress"],
    unknown: ["ingress"],
  });
});
