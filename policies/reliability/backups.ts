/**
 * Backup strategy: PRC-062…PRC-064.
 */
import { isGiven, isReplica } from "../databases.ts";
import { identities, stated, type Graph, type Node } from "../graph.ts";
import { atLeast, dig, flag, list, matchesGlob, number, own, quoted, record, strings, text, word } from "../inputs.ts";
import { examine, notApplicable, type Judgement, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import type { Policy } from "../config.ts";
import { BUCKET_VERSIONINGS, BUCKETS, CACHE_CLUSTER, DB_CLUSTER, DB_INSTANCE, DOCUMENT_CLUSTER, GRAPH_CLUSTER, MEMORY_CLUSTER, REPLICATION_GROUP, SERVERLESS_CACHE } from "../types.ts";

const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";

const databaseRetention: ResourceRule = {
  name: "database-backup-retention",
  items: ["PRC-062", "PRC-063", "OPT-74"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.11" }, { name: "AWS FSBP", reference: "RDS.50" }, { name: "AWS FSBP", reference: "DocumentDB.2" }, { name: "AWS FSBP", reference: "Neptune.5" }, { name: "NIST 800-53", reference: "CP-9" }],
  demands: "Databases are backed up every day and the backups kept for at least 30 days.",
  why: "A mistake found after the retention cannot be undone.",
  remediation: "Set backupRetentionPeriod to 30 to 35.",
  thresholds: ["backupDays"],
  looksAt: [DB_INSTANCE, DB_CLUSTER, DOCUMENT_CLUSTER, GRAPH_CLUSTER],
  judge(node, { thresholds }) {
    if (isReplica(node)) return notApplicable("the backups of its source count");
    const value = () => node.props["backupRetentionPeriod"];
    return examine((check) => check.that(() => atLeast(value(), thresholds.backupDays), () => `backupRetentionPeriod is ${quoted(value())}; left out it is 0 or 1`, "backupRetentionPeriod"));
  },
};

const keptAfterDeletion: ResourceRule = {
  name: "database-final-snapshot",
  items: ["PRC-062", "OPT-74"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9" }],
  demands: "A database that is deleted leaves a final snapshot.",
  why: "Automated backups go with the database unless told otherwise.",
  remediation: "Set finalSnapshotIdentifier and leave skipFinalSnapshot out.",
  looksAt: [DB_INSTANCE, DB_CLUSTER, DOCUMENT_CLUSTER, GRAPH_CLUSTER],
  judge(node) {
    if (isReplica(node)) return notApplicable("a replica leaves no final snapshot");
    return examine((check) => {
      check.that(() => (flag(node.props["skipFinalSnapshot"]) ?? false) === false, "the final snapshot is skipped", "skipFinalSnapshot");
      check.that(() => isGiven(node, "finalSnapshotIdentifier"), "the final snapshot has no name, so the deletion would fail or leave none", "finalSnapshotIdentifier");
    });
  },
};

function cacheSnapshots(node: Node, { thresholds }: Policy): Judgement {
  const { props } = node;
  if (text(props["engine"]) === "memcached") return notApplicable("Memcached has no snapshots");
  if (node.type === CACHE_CLUSTER && text(props["replicationGroupId"]) !== undefined) return notApplicable("the replication group decides");
  const value = () => props["snapshotRetentionLimit"];
  return examine((check) => check.that(() => atLeast(value(), thresholds.backupDays), () => `snapshotRetentionLimit is ${quoted(value())}; left out there are no snapshots`, "snapshotRetentionLimit"));
}

const cacheRetention: ResourceRule = {
  name: "cache-snapshots-kept",
  items: ["PRC-062", "PRC-063", "PRC-068", "OPT-75"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ElastiCache.1" }],
  demands: "Redis and Valkey are snapshotted every day and the snapshots kept for at least 30 days.",
  why: "Queues and sessions are gone with the last node otherwise.",
  remediation: "Set snapshotRetentionLimit to 30 to 35 and a snapshotWindow.",
  thresholds: ["backupDays"],
  looksAt: [REPLICATION_GROUP, CACHE_CLUSTER, SERVERLESS_CACHE, MEMORY_CLUSTER],
  judge: cacheSnapshots,
};

const plans: ResourceRule = {
  name: "backup-plan-retention",
  items: ["PRC-062", "PRC-063"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9" }],
  demands: "Every rule of a backup plan runs on a schedule and keeps what it made for at least 30 days.",
  why: "A mistake found after the retention cannot be undone.",
  remediation: "Set schedule, and lifecycle.deleteAfter to 30 or more.",
  thresholds: ["backupDays"],
  looksAt: [PLAN],
  judge(node, { thresholds }) {
    return examine((check) => {
      check.that(() => list(node.props["rules"]).length > 0, "it has no rules", "rules");
      check.each(() => list(node.props["rules"]), (rule, index) => {
        check.that(() => text(dig(rule, "schedule")) !== undefined, "it has no schedule", `rules[${index}].schedule`);
        for (const [holder, path] of [[rule, `rules[${index}]`], ...list(dig(rule, "copyActions")).map((copy, at) => [copy, `rules[${index}].copyActions[${at}]`])] as [unknown, string][]) {
          const days = dig(holder, "lifecycle", "deleteAfter");
          // Left out, a recovery point is kept until somebody deletes it (AWS Backup API, Lifecycle).
          if (days === undefined || days === null) continue;
          check.that(() => atLeast(days, thresholds.backupDays), `deleted after ${quoted(days)} days`, `${path}.lifecycle.deleteAfter`);
        }
      });
    });
  },
};

const offSite: StackRule = {
  name: "database-backups-off-site",
  items: ["PRC-064"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9(3)" }, { name: "NIST 800-53", reference: "CP-6" }],
  demands: "Backups of every database are also kept in another region.",
  why: "A region that fails would take the database and its backups together.",
  remediation: "Replicate the automated backups to another region, or copy them there with a backup plan.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isReplica(node)) return notApplicable("the backups of its source count");
    return examine((check) => {
      const replicated = graph.referrers(node, ["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"], "sourceDbInstanceArn");
      check.that(() => replicated.length > 0 || isCopied(node, graph), "its backups stay in its region");
    });
  },
};

/** Whether a backup plan that copies elsewhere selects the resource: by edge, ARN, wildcard or tag. */
function isCopied(node: Node, graph: Graph): boolean {
  const copying = graph.ofType([PLAN]).filter((plan) => list(plan.props["rules"]).some((rule) => list(dig(rule, "copyActions")).length > 0));
  return copying.some((plan) =>
    graph.referrers(plan, [SELECTION], "planId").some(
      (selection) => graph.points(selection, "resources", node) || strings(selection.props["resources"]).some((pattern) => covers(pattern, node)) || isTagged(selection, node),
    ),
  );
}

function covers(pattern: string, node: Node): boolean {
  if (pattern === "*") return true;
  if (identities(node).some((identity) => matchesGlob(pattern, identity))) return true;
  const service = node.type === DB_CLUSTER ? "cluster" : "db";
  return pattern === `arn:aws:rds:*:*:${service}:*`;
}

function isTagged(selection: Node, node: Node): boolean {
  const tags = record(node.props["tags"]) ?? {};
  return list(selection.props["selectionTags"]).some((tag) => own(tags, word(dig(tag, "key"))) === dig(tag, "value"));
}

const versioned: StackRule = {
  name: "bucket-versioned",
  items: ["PRC-062", "OPT-76"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "S3.14" }, { name: "NIST 800-53", reference: "CP-9" }],
  demands: "Every bucket keeps earlier versions of its objects.",
  why: "An object overwritten or deleted by mistake is gone otherwise.",
  remediation: "Add a BucketVersioning with status Enabled.",
  looksAt: "stack",
  subjects: BUCKETS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const [own] = graph.referrers(node, BUCKET_VERSIONINGS, "bucket");
      const on = own === undefined ? ["versioning", "versionings"].some((property) => flag(dig(stated(node, property), "enabled")) === true) : dig(own.props["versioningConfiguration"], "status") === "Enabled";
      check.that(() => on, "versioning is off, which is the default");
    });
  },
};

const table: ResourceRule = {
  name: "table-point-in-time-recovery",
  items: ["PRC-062", "PRC-063"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "DynamoDB.2" }],
  demands: "DynamoDB tables can be restored to any moment of the last 30 days or more.",
  why: "A mistake found later cannot be undone otherwise.",
  remediation: "Set pointInTimeRecovery.enabled to true.",
  thresholds: ["backupDays"],
  looksAt: ["aws:dynamodb/table:Table"],
  judge(node, { thresholds }) {
    return examine((check) => {
      const recovery = node.props["pointInTimeRecovery"];
      check.that(() => flag(dig(recovery, "enabled")) === true, "point-in-time recovery is off, which is the default", "pointInTimeRecovery.enabled");
      // 35 days by default (DynamoDB API, PointInTimeRecoverySpecification).
      check.that(() => (number(dig(recovery, "recoveryPeriodInDays")) ?? 35) >= thresholds.backupDays, "the recovery period is too short", "pointInTimeRecovery.recoveryPeriodInDays");
    });
  },
};

export const rules: readonly Rule[] = [databaseRetention, keptAfterDeletion, cacheRetention, plans, offSite, versioned, table];
