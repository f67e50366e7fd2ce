/**
 * High availability and backups of data services beside databases and caches: PRC-062, PRC-063, PRC-066, PRC-067.
 */
import { dig, flag, list, number, quoted, text } from "../inputs.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { on, oneOf, settingsRule, type Setting } from "../settings.ts";
import { KAFKA, MEMORY_CLUSTER, SEARCH_DOMAINS, WAREHOUSE } from "../types.ts";

function atLeast(path: string, least: number, preset: number, wrong: string): Setting {
  return { path, wrong, holds: (value) => (number(value ?? preset) ?? 0) >= least };
}

const FILES = "aws:efs/fileSystem:FileSystem";

const severalZones = settingsRule(
  {
    name: "data-service-multi-az",
    items: ["PRC-066", "PRC-067"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "Redshift.18" }, { name: "AWS FSBP", reference: "Opensearch.6" }, { name: "AWS FSBP", reference: "ES.6" }, { name: "NIST 800-53", reference: "CP-10" }],
    demands: "Warehouses, search domains, brokers, migrations, in-memory databases and file systems are in several zones.",
    why: "A zone that fails takes the service with it for as long as a restore takes.",
    remediation: "Switch Multi-AZ or zone awareness on, with a node in each zone.",
  },
  {
    [WAREHOUSE]: () => [on("multiAz", "it is in one zone")],
    ...Object.fromEntries(SEARCH_DOMAINS.map((type) => [type, () => [on("clusterConfig.zoneAwarenessEnabled", "it is in one zone"), atLeast("clusterConfig.instanceCount", 3, 1, "it has fewer than three data nodes")]])),
    "aws:mq/broker:Broker": () => [oneOf("deploymentMode", ["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"], "the broker stands alone")],
    "aws:dms/replicationInstance:ReplicationInstance": () => [on("multiAz", "it is in one zone")],
    // One replica by default (MemoryDB API, CreateCluster).
    [MEMORY_CLUSTER]: () => [atLeast("numReplicasPerShard", 1, 1, "its shards have no replica")],
    // Given only for One Zone storage (EFS API, CreateFileSystem).
    [FILES]: () => [{ path: "availabilityZoneName", wrong: "it stores in one zone", holds: (value) => text(value) === undefined }],
    [KAFKA]: () => [{ path: "brokerNodeGroupInfo.clientSubnets", wrong: "its brokers are in one zone", holds: (value) => list(value).length >= 2 }],
  },
);

const files: StackRule = {
  name: "file-system-backed-up",
  items: ["PRC-062", "OPT-76"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "EFS.2" }, { name: "NIST 800-53", reference: "CP-9" }],
  demands: "Every file system is backed up.",
  why: "A file overwritten or deleted by mistake is gone otherwise.",
  remediation: "Add an EFS BackupPolicy with status ENABLED, or select the file system in a backup plan.",
  looksAt: "stack",
  subjects: [FILES],
  judge(node, _policy, graph) {
    return examine((check) => {
      const policies = graph.referrers(node, ["aws:efs/backupPolicy:BackupPolicy"], "fileSystemId");
      const on = policies.some((policy) => dig(policy.props["backupPolicy"], "status") === "ENABLED");
      const selected = graph.referrers(node, ["aws:backup/selection:Selection"], "resources").length > 0;
      check.that(() => on || selected, "nothing backs it up");
    });
  },
};

const snapshots: ResourceRule = {
  name: "warehouse-backup-retention",
  items: ["PRC-062", "PRC-063"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "Redshift.3" }],
  demands: "Warehouses are snapshotted and the snapshots kept for at least 30 days, and one is made before deletion.",
  why: "A mistake found after the retention cannot be undone.",
  remediation: "Set automatedSnapshotRetentionPeriod to 30 to 35, and finalSnapshotIdentifier instead of skipFinalSnapshot.",
  thresholds: ["backupDays"],
  looksAt: [WAREHOUSE],
  judge(node, { thresholds }) {
    return examine((check) => {
      const days = () => node.props["automatedSnapshotRetentionPeriod"];
      check.that(() => (number(days()) ?? 1) >= thresholds.backupDays, () => `automatedSnapshotRetentionPeriod is ${quoted(days())}; the default is one day`, "automatedSnapshotRetentionPeriod");
      check.that(() => flag(node.props["skipFinalSnapshot"] ?? false) === false, "the final snapshot is skipped", "skipFinalSnapshot");
    });
  },
};

export const rules: readonly Rule[] = [severalZones, files, snapshots];
