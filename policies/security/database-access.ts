/**
 * How databases and caches are reached, beside who may: PRC-003, PRC-012, PRC-018, PRC-112.
 */
import { engineOf, isGiven, isReplica } from "../databases.ts";
import { flag, list, number, quoted, text, word } from "../inputs.ts";
import { familyOf } from "../parameters.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { oneOf, settingsRule } from "../settings.ts";
import { CACHE_CLUSTER, DB_CLUSTER, DB_CLUSTER_INSTANCE, DB_INSTANCE, DOCUMENT_CLUSTER, GRAPH_CLUSTER, REPLICATION_GROUP, SERVERLESS_CACHE } from "../types.ts";
import { isHidden } from "../unknown.ts";

const tokens: ResourceRule = {
  name: "database-iam-authentication",
  items: ["PRC-003", "PRC-118"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.10" }, { name: "AWS FSBP", reference: "RDS.12" }, { name: "AWS FSBP", reference: "Neptune.7" }],
  demands: "Databases that can let programs in by tokens of IAM do.",
  why: "A token lasts fifteen minutes and is bound to a role; a password lasts until somebody changes it.",
  remediation: "Set iamDatabaseAuthenticationEnabled to true.",
  looksAt: [DB_INSTANCE, DB_CLUSTER, GRAPH_CLUSTER],
  judge(node) {
    const engine = engineOf(node) ?? "";
    // Replicas and restores take over the engine of their source and say none.
    if (node.type !== GRAPH_CLUSTER && engine !== "" && !["postgres", "mysql"].includes(familyOf(engine))) return notApplicable("the engine takes no tokens of IAM");
    if (node.type === DB_INSTANCE && engine.startsWith("aurora")) return notApplicable("the cluster decides");
    return examine((check) => check.that(() => flag(node.props["iamDatabaseAuthenticationEnabled"]) === true, "it is off, which is the default", "iamDatabaseAuthenticationEnabled"));
  },
};

/** Names that are tried first, because they are the defaults of consoles and engines. */
const GUESSED = ["admin", "administrator", "awsuser", "master", "mysql", "postgres", "root", "sa"];

/** Where each type says the name of its master user. */
const USER_AT: Readonly<Record<string, string>> = { [DB_INSTANCE]: "username", [DB_CLUSTER]: "masterUsername", [DOCUMENT_CLUSTER]: "masterUsername" };

const administrator: ResourceRule = {
  name: "database-administrator-renamed",
  items: ["PRC-003"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.24" }, { name: "AWS FSBP", reference: "RDS.25" }],
  demands: "The master user of a database has a name of its own.",
  why: "Passwords are tried with the names that everybody knows.",
  remediation: "Set username or masterUsername to something else than admin or postgres.",
  looksAt: Object.keys(USER_AT),
  judge(node) {
    if (isReplica(node)) return notApplicable("a replica has the users of its source");
    const property = word(USER_AT[node.type]);
    const restored = ["snapshotIdentifier", "restoreToPointInTime"].some((source) => isHidden(() => node.props[source]) || (node.props[source] ?? undefined) !== undefined);
    if (restored && !isGiven(node, property)) return notApplicable("a restored database has the users of its source");
    return examine((check) => {
      const name = text(node.props[property]);
      check.that(() => name !== undefined && !GUESSED.includes(name.toLowerCase()), `it is ${quoted(name)}`, property);
    });
  },
};

const authority = settingsRule(
  {
    name: "database-certificate-authority",
    items: ["PRC-006", "PRC-112"],
    severity: "medium",
    frameworks: [{ name: "NIST 800-53", reference: "SC-17" }],
    demands: "Databases show a certificate of an authority that is still valid.",
    why: "The authority rds-ca-2019 ended in August 2024: clients that check the certificate refuse it.",
    remediation: "Set caCertIdentifier to rds-ca-rsa2048-g1, or leave it out.",
  },
  Object.fromEntries(
    [DB_INSTANCE, DB_CLUSTER_INSTANCE, "aws:docdb/clusterInstance:ClusterInstance"].map((type) => [
      type,
      () => [oneOf("caCertIdentifier", ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1", undefined], "the authority is at its end or unknown")],
    ]),
  ),
);

/** Where each type says in which subnets it is. */
const SUBNETS_AT: Readonly<Record<string, string>> = {
  [DB_INSTANCE]: "dbSubnetGroupName", [DB_CLUSTER]: "dbSubnetGroupName", [DOCUMENT_CLUSTER]: "dbSubnetGroupName", [GRAPH_CLUSTER]: "neptuneSubnetGroupName",
  [REPLICATION_GROUP]: "subnetGroupName", [CACHE_CLUSTER]: "subnetGroupName", [SERVERLESS_CACHE]: "subnetIds",
};

const ownSubnets: ResourceRule = {
  name: "data-service-own-subnets",
  items: ["PRC-018", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ElastiCache.7" }, { name: "NIST 800-53", reference: "SC-7(21)" }],
  demands: "Databases and caches are in subnets that were chosen for them.",
  why: "Left out, they are in the default VPC, all of whose subnets lead to the internet.",
  remediation: "Set the subnet group to one with the subnets of the data tier.",
  looksAt: Object.keys(SUBNETS_AT),
  judge(node) {
    const property = word(SUBNETS_AT[node.type]);
    if (node.type === CACHE_CLUSTER && isGiven(node, "replicationGroupId")) return notApplicable("the replication group decides");
    if (node.type === DB_INSTANCE && isReplica(node) && !isGiven(node, property)) return notApplicable("a replica is in the subnets of its source");
    return examine((check) => {
      const chosen = () => isHidden(() => node.props[property]) || (list(node.props[property]).length > 0 && text(node.props[property]) !== "default" && node.props[property] !== "");
      check.that(chosen, () => `${property} is ${quoted(node.props[property])}`, property);
    });
  },
};

/** Ports that engines listen on where none is asked for. Source: Amazon RDS API Reference, CreateDBInstance and CreateDBCluster: `Port`. */
const PORTS: readonly (readonly [engine: RegExp, port: number])[] = [
  [/postgres/, 5432], [/mysql|mariadb|^aurora$/, 3306], [/oracle/, 1521], [/sqlserver/, 1433], [/^db2/, 50_000],
];

const ownPort: ResourceRule = {
  name: "database-port-not-default",
  items: ["PRC-012"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.23" }, { name: "NIST 800-53", reference: "SC-7(9)" }],
  demands: "Databases listen on another port than their engine's own.",
  why: "Whoever looks for databases tries the known ports first.",
  remediation: "Set port, and open it in the security groups; a proxy in front keeps the engine's own port.",
  looksAt: [DB_INSTANCE, DB_CLUSTER],
  judge(node) {
    const engine = engineOf(node);
    if (node.type === DB_INSTANCE && engine?.startsWith("aurora") === true) return notApplicable("the cluster decides");
    const port = number(node.props["port"]);
    const derived = isReplica(node) || ["snapshotIdentifier", "restoreToPointInTime"].some((source) => isHidden(() => node.props[source]) || (node.props[source] ?? undefined) !== undefined);
    if (port === undefined && derived) return notApplicable("it takes over the port of its source");
    // Without an engine, as replicas are, it must be the port of none.
    const known = PORTS.filter(([of]) => engine === undefined || of.test(engine)).map(([, at]) => at);
    return examine((check) => check.that(() => port !== undefined && !known.includes(port), port === undefined ? "it has the engine's own port, which is the default" : `it is ${port}, the engine's own`, "port"));
  },
};

export const rules: readonly Rule[] = [tokens, administrator, authority, ownSubnets, ownPort];
