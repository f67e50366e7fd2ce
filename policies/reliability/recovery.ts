/**
 * That backups can be restored, and another region can take over: PRC-065, PRC-071…073, PRC-134.
 */
import { isGiven, isReplica } from "../databases.ts";
import { stated } from "../graph.ts";
import { atLeast, dig, flag, list, quoted, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { BUCKETS, DB_CLUSTER, DB_INSTANCE } from "../types.ts";

const PLAN = "aws:backup/plan:Plan";
const TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
const TESTED = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

const planned: StackRule = {
  name: "backup-plan-restores-tested",
  items: ["PRC-065", "PRC-073"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9(1)" }],
  demands: "Where AWS Backup makes backups, a restore testing plan restores some of them on a schedule.",
  why: "A backup that was never restored is a hope.",
  remediation: "Add a RestoreTestingPlan with a scheduleExpression.",
  looksAt: "stack",
  subjects: [PLAN],
  judge(_node, _policy, graph) {
    return examine((check) => check.that(() => graph.ofType([TESTING]).length > 0, "no restore testing plan tries its backups"));
  },
};

/** The kinds of resources whose restore is tried, with AWS Backup's name for them. */
const KINDS: readonly (readonly [string, readonly string[]])[] = [["RDS", [DB_INSTANCE]], ["S3", BUCKETS], ["Aurora", [DB_CLUSTER]]];

const covering: StackRule = {
  name: "restore-testing-covers-data",
  items: ["PRC-065", "PRC-073", "OPT-74"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9(1)" }, { name: "NIST 800-53", reference: "CP-4" }],
  demands: "A restore testing plan has a schedule, and restores the databases and buckets of the stack.",
  why: "What is not restored is found to be unreadable when it is needed.",
  remediation: "Add a RestoreTestingSelection for each of RDS, Aurora and S3 that the stack has.",
  looksAt: "stack",
  subjects: [TESTING],
  judge(node, _policy, graph) {
    return examine((check) => {
      check.that(() => text(node.props["scheduleExpression"]) !== undefined, "it has no schedule", "scheduleExpression");
      const selections = graph.ofType([TESTED]).filter((selection) => graph.points(selection, "restoreTestingPlanName", node) || word(selection.props["restoreTestingPlanName"]) === word(node.props["name"]));
      const tried = selections.map((selection) => word(selection.props["protectedResourceType"]));
      for (const [kind, types] of KINDS) {
        if (graph.ofType(types).length === 0) continue;
        check.that(() => tried.includes(kind), `no selection restores ${kind}`);
      }
    });
  },
};

const copies: ResourceRule = {
  name: "backup-plan-copies-away",
  items: ["PRC-064", "PRC-071"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9(3)" }, { name: "NIST 800-53", reference: "CP-6" }],
  demands: "Every rule of a backup plan copies what it made to another vault.",
  why: "Who can delete the vault, or the region that fails, takes every backup in it.",
  remediation: "Add copyActions with the vault of another region to every rule.",
  looksAt: [PLAN],
  judge(node) {
    return examine((check) => {
      check.that(() => list(node.props["rules"]).length > 0, "it has no rules", "rules");
      check.each(() => list(node.props["rules"]), (rule, index) => check.that(() => list(dig(rule, "copyActions")).length > 0, "it copies nothing", `rules[${index}].copyActions`));
    });
  },
};

const standby: StackRule = {
  name: "recovery-replica-ready",
  items: ["PRC-071", "PRC-072"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CP-7" }, { name: "NIST 800-53", reference: "CP-10" }],
  demands: "A replica in another region is encrypted, of its source's class, protected and backed up, so that it can take over.",
  why: "A replica that is smaller or without backups is no primary when it has to be one.",
  remediation: "Give the replica the instanceClass of its source, storageEncrypted, deletionProtection and a backupRetentionPeriod.",
  looksAt: "stack",
  subjects: [DB_INSTANCE],
  judge(node, _policy, graph) {
    const region = stated(node, "region");
    if (!isReplica(node) || region === undefined) return notApplicable("it is no replica in another region");
    const [source] = graph.referenced(node, "replicateSourceDb", [DB_INSTANCE]);
    if (source !== undefined && stated(source, "region") === region) return notApplicable("it is in its source's region");
    return examine((check) => {
      check.that(() => flag(node.props["storageEncrypted"]) === true, "it is not encrypted", "storageEncrypted");
      check.that(() => flag(node.props["deletionProtection"]) === true, "it can be deleted", "deletionProtection");
      check.that(() => atLeast(node.props["backupRetentionPeriod"], 1), "it has no backups, which is a replica's default", "backupRetentionPeriod");
      if (source === undefined) return;
      check.that(() => text(node.props["instanceClass"]) === text(source.props["instanceClass"]), () => `it is a ${quoted(node.props["instanceClass"])}, its source a ${quoted(source.props["instanceClass"])}`, "instanceClass");
    });
  },
};

/** Hours of UTC in which people in Europe work. */
const OFFICE = { from: 6, to: 18 } as const;
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"];

const windows: ResourceRule = {
  name: "maintenance-outside-office-hours",
  items: ["PRC-134"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "MA-2" }],
  demands: "A maintenance window that is stated is not on a working day between 06:00 and 18:00 UTC.",
  why: "AWS restarts what it maintains, and that is when users would notice.",
  remediation: "Set maintenanceWindow to a night or a Sunday, such as sun:03:00-sun:04:00.",
  looksAt: [DB_INSTANCE, DB_CLUSTER, "aws:rds/clusterInstance:ClusterInstance", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  judge(node) {
    const property = node.type === DB_INSTANCE || node.type.startsWith("aws:elasticache") ? "maintenanceWindow" : "preferredMaintenanceWindow";
    // Left out, AWS picks eight hours of the region's night (RDS User Guide, "The Amazon RDS maintenance window").
    if (!isGiven(node, property)) return notApplicable("AWS picks a window in the region's night");
    return examine((check) => {
      const [day, from, to] = /^([a-z]{3}):(\d\d):\d\d-[a-z]{3}:(\d\d):\d\d$/i.exec(word(node.props[property]))?.slice(1) ?? [];
      if (day === undefined) return check.fail(`the window is ${quoted(node.props[property])}`, property);
      const busy = WEEKDAYS.includes(day.toLowerCase()) && Number(from) < OFFICE.to && (Number(to) > OFFICE.from || Number(to) < Number(from));
      check.that(() => !busy, `the window is ${quoted(node.props[property])}`, property);
    });
  },
};

export const rules: readonly Rule[] = [planned, covering, copies, standby, windows];
