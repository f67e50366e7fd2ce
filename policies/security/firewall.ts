/**
 * Firewall configured: PRC-010…PRC-013.
 */
import { ACL_RULE, aclEntries, isDeniedBefore, openDoors } from "../firewall.ts";
import { stated, type Graph, type Node } from "../graph.ts";
import { covers, isOpen, list, text, type PortRange } from "../inputs.ts";
import { peek } from "../unknown.ts";
import { examine, type Judgement, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { INGRESS, NETWORK_ACLS, VPCS } from "../types.ts";

/** SSH and RDP (AWS Security Hub EC2.13, EC2.14). */
const ADMINISTRATION: Readonly<Record<number, string>> = { 22: "SSH", 3389: "RDP" };

/** The databases AWS sells, at the ports they listen on by default. */
const DATABASES: Readonly<Record<number, string>> = {
  1433: "SQL Server", 1434: "SQL Server", 1521: "Oracle", 2484: "Oracle", 3306: "MySQL", 4333: "mSQL", 5432: "PostgreSQL",
  5433: "PostgreSQL", 5439: "Redshift", 5984: "CouchDB", 7000: "Cassandra", 7001: "Cassandra", 8086: "InfluxDB", 8111: "DAX",
  8182: "Neptune", 9042: "Cassandra", 9142: "Keyspaces", 9200: "OpenSearch", 9300: "OpenSearch", 27017: "MongoDB", 27018: "MongoDB", 50000: "Db2",
};

const CACHES: Readonly<Record<number, string>> = { 6379: "Redis", 6380: "Redis", 11211: "Memcached", 16379: "Redis cluster bus" };

function closedTo(ports: Readonly<Record<number, string>>): (node: Node) => Judgement {
  return (node) =>
    examine((check) =>
      openDoors(node, check, ({ range, source, property }) => {
        const exposed = Object.entries(ports).filter(([port]) => covers(range, Number(port)));
        if (exposed.length > 0) check.fail(`${source} reaches ${named(exposed)}`, property);
      }),
    );
}

function named(ports: readonly (readonly [string, string])[]): string {
  return ports.map(([port, service]) => `${port} (${service})`).join(", ");
}

function written({ protocol, from, to }: PortRange): string {
  const ports = from === to ? String(from) : `${from}-${to}`;
  return protocol === "any" ? "every port and protocol" : `${protocol} ${ports}`;
}

const webOnly: ResourceRule = {
  name: "ingress-world-web-only",
  items: ["PRC-010", "PRC-019"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.18" }, { name: "AWS FSBP", reference: "EC2.19" }, { name: "CIS AWS 5.0", reference: "5.1.2" }, { name: "NIST 800-53", reference: "SC-7" }],
  demands: "The internet at large is let in at ports 80 and 443 and nowhere else.",
  why: "Every other open port is a service that was not meant to be found.",
  remediation: "Replace the open range by the security group or prefix list that needs the port.",
  looksAt: INGRESS,
  judge(node) {
    return examine((check) =>
      openDoors(node, check, ({ range, source, property }) => {
        const web = range.protocol !== "any" && range.from === range.to && (range.from === 443 || (range.from === 80 && range.protocol === "tcp"));
        if (!web) check.fail(`${source} reaches ${written(range)}`, property);
      }),
    );
  },
};

const administration: ResourceRule = {
  name: "ingress-administration-restricted",
  items: ["PRC-011"],
  severity: "critical",
  frameworks: [{ name: "AWS Security Hub", reference: "EC2.13" }, { name: "AWS Security Hub", reference: "EC2.14" }, { name: "AWS Security Hub", reference: "EC2.53" }, { name: "AWS Security Hub", reference: "EC2.54" }, { name: "CIS AWS 3.0", reference: "5.2" }, { name: "CIS AWS 3.0", reference: "5.3" }],
  demands: "SSH (22) and RDP (3389) are not open to the internet.",
  why: "Both are attacked within minutes of being found.",
  remediation: "Remove the entry and use SSM Session Manager.",
  looksAt: INGRESS,
  judge: closedTo(ADMINISTRATION),
};

const databases: ResourceRule = {
  name: "ingress-database-closed",
  items: ["PRC-012"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.19" }, { name: "NIST 800-53", reference: "SC-7" }],
  demands: "Database ports are not open to the internet.",
  why: "One weak password or unpatched flaw then gives away all data.",
  remediation: "Let in only the security groups of the services that use the database.",
  looksAt: INGRESS,
  judge: closedTo(DATABASES),
};

const caches: ResourceRule = {
  name: "ingress-cache-closed",
  items: ["PRC-013"],
  severity: "critical",
  frameworks: [{ name: "NIST 800-53", reference: "SC-7" }],
  demands: "Redis and Memcached ports are not open to the internet.",
  why: "Sessions and rate-limit counters could be read and forged.",
  remediation: "Let in only the security groups of the services that use the cache.",
  looksAt: INGRESS,
  judge: closedTo(CACHES),
};

const acls: StackRule = {
  name: "network-acl-administration-restricted",
  items: ["PRC-011", "PRC-020"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.21" }, { name: "CIS AWS 3.0", reference: "5.1" }],
  demands: "No network ACL lets the internet in at SSH (22) or RDP (3389).",
  why: "The ACL is the second line behind a security group that was opened by mistake.",
  remediation: "Allow only the ports the subnet serves, or the VPC's own range.",
  looksAt: "stack",
  subjects: NETWORK_ACLS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const entries = aclEntries(node);
      const all = [...entries, ...siblings(node, graph).flatMap((rule) => peek(() => aclEntries(rule)) ?? [])];
      for (const entry of entries) {
        const { allow, source, range, property } = entry;
        if (!allow || !isOpen(source) || range === undefined) continue;
        const exposed = Object.entries(ADMINISTRATION).filter(([port]) => covers(range, Number(port)) && !isDeniedBefore(entry, Number(port), all));
        if (exposed.length > 0) check.fail(`${source} reaches ${named(exposed)}`, property);
      }
    });
  },
};

/** The other rules of the ACL that a rule belongs to. */
function siblings(node: Node, graph: Graph): Node[] {
  if (node.type !== ACL_RULE) return [];
  const owners = (rule: Node) => [...(rule.propertyDependencies["networkAclId"] ?? []), text(peek(() => rule.props["networkAclId"]))].filter((owner) => owner !== undefined);
  const own = owners(node);
  return graph.ofType([ACL_RULE]).filter((rule) => rule.urn !== node.urn && owners(rule).some((owner) => own.includes(owner)));
}

const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

const defaultGroup: StackRule = {
  name: "default-security-group-closed",
  items: ["PRC-020"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.2" }, { name: "CIS AWS 3.0", reference: "5.4" }],
  demands: "The default security group of every VPC lets nothing in and nothing out.",
  why: "Whatever is started without a security group lands in it.",
  remediation: "Adopt the group with a DefaultSecurityGroup that has no ingress and no egress.",
  looksAt: "stack",
  subjects: [...VPCS, DEFAULT_GROUP],
  judge(node, _policy, graph) {
    return examine((check) => {
      if (node.type !== DEFAULT_GROUP) {
        const adopted = graph.referrers(node, [DEFAULT_GROUP], "vpcId").length > 0;
        return check.that(() => adopted, "its default security group is left as AWS makes it: open among its members, and to everywhere");
      }
      // Adopting the group without entries removes all of them (AWS provider, DefaultSecurityGroup).
      for (const direction of ["ingress", "egress"]) {
        check.that(() => list(stated(node, direction)).length === 0, `the default group has ${direction} entries`, direction);
      }
      const additions = ["aws:ec2/securityGroupRule:SecurityGroupRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"];
      for (const rule of graph.referrers(node, additions, "securityGroupId")) check.fail(`${rule.name} adds an entry to the default group`);
    });
  },
};

const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";

const defaultAcl: ResourceRule = {
  name: "default-network-acl-closed",
  items: ["PRC-020"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-7(5)" }],
  demands: "The default network ACL lets nothing through.",
  why: "A subnet that nobody gave an ACL gets this one.",
  remediation: "Adopt it with a DefaultNetworkAcl without entries, and give every subnet an ACL of its own.",
  looksAt: [DEFAULT_ACL],
  judge(node) {
    return examine((check) => {
      for (const direction of ["ingress", "egress"]) {
        check.each(() => list(node.props[direction]), (entry, index) => {
          if ((entry as { action?: unknown } | null)?.action !== "deny") check.fail("the default ACL lets traffic through", `${direction}[${index}]`);
        });
      }
    });
  },
};

export const rules: readonly Rule[] = [webOnly, administration, databases, caches, acls, defaultGroup, defaultAcl];
