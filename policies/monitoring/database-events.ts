/**
 * What RDS tells of databases by itself, and whether somebody listens: PRC-055, PRC-056.
 */
import { isAway } from "../databases.ts";
import { stated, type Graph, type Node } from "../graph.ts";
import { flag, list, strings, text } from "../inputs.ts";
import { parameterGroup } from "../parameters.ts";
import { examine, notApplicable, type Judgement, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { someHold } from "../unknown.ts";
import { DB_CLUSTER, DB_INSTANCE } from "../types.ts";

const SUBSCRIPTION = "aws:rds/eventSubscription:EventSubscription";

/** What has to be heard of each type of source. Source: AWS Security Hub User Guide, controls RDS.19 to RDS.22. */
const DEMANDED = {
  "db-cluster": ["maintenance", "failure"],
  "db-instance": ["maintenance", "configuration change", "failure"],
  "db-parameter-group": ["configuration change"],
  "db-security-group": ["configuration change", "failure"],
} as const satisfies Record<string, readonly string[]>;

type Source = keyof typeof DEMANDED;

const SOURCES = Object.keys(DEMANDED) as Source[];

/** The demanded categories of a type of source that a subscription leaves out. One that names none has them all. */
function silent(subscription: Node, type: Source): readonly string[] {
  const heard = strings(subscription.props["eventCategories"]).map((category) => category.toLowerCase());
  return heard.length === 0 ? [] : DEMANDED[type].filter((category) => !heard.includes(category));
}

function isOn({ props }: Node): boolean {
  return flag(props["enabled"] ?? true) === true;
}

/** Whether a subscription hears all that is demanded of one source; of every source of the type where none is given. */
function hears(graph: Graph, subscription: Node, type: Source, source: Node | undefined): boolean {
  const { props } = subscription;
  if (!isOn(subscription) || (text(props["sourceType"]) ?? type) !== type || silent(subscription, type).length > 0) return false;
  return (source !== undefined && graph.points(subscription, "sourceIds", source)) || list(props["sourceIds"]).length === 0;
}

/** Looks for a subscription in the database's own region: RDS tells nobody of another one. */
function heard(database: Node, graph: Graph, type: Source, source: Node | undefined): Judgement {
  if (isAway(database, graph)) return notApplicable("it waits in another region for the day it is promoted");
  const beside = graph.ofType([SUBSCRIPTION]).filter((subscription) => stated(subscription, "region") === stated(database, "region"));
  return examine((check) => check.that(() => someHold(beside, (subscription) => hears(graph, subscription, type, source)), `no subscription for ${type} hears of it: ${DEMANDED[type].join(", ")}`));
}

const REMEDIATION = "Add an EventSubscription with this sourceType, an alert topic as snsTopic, and either no eventCategories, which is all of them, or those that are missing.";

const happenings: StackRule = {
  name: "database-events-heard",
  items: ["PRC-055", "PRC-056", "OPT-72"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.19" }, { name: "AWS FSBP", reference: "RDS.20" }, { name: "NIST 800-53", reference: "CA-7" }],
  demands: "A subscription tells of maintenance and failures of every database, and of changes of instances.",
  why: "That RDS restarts a database, or cannot, is in its own list of events and in no metric.",
  remediation: REMEDIATION,
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge: (node, _policy, graph) => heard(node, graph, node.type === DB_CLUSTER ? "db-cluster" : "db-instance", node),
};

const parameters: StackRule = {
  name: "database-parameter-changes-heard",
  items: ["PRC-055", "OPT-72"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.21" }, { name: "NIST 800-53", reference: "CM-3" }],
  demands: "A subscription tells of changes of the parameters of databases.",
  why: "A parameter changed by hand can switch off TLS or the audit log, and nobody deployed it.",
  remediation: REMEDIATION,
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge: (node, _policy, graph) => heard(node, graph, "db-parameter-group", parameterGroup(node, graph)),
};

const securityGroups: StackRule = {
  name: "database-security-group-changes-heard",
  items: ["PRC-055", "OPT-72"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.22" }, { name: "NIST 800-53", reference: "CM-3" }],
  demands: "A subscription tells of changes of the security groups of databases.",
  why: "Who can reach a database changes with its groups.",
  remediation: REMEDIATION,
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge: (node, _policy, graph) => heard(node, graph, "db-security-group", undefined),
};

const complete: ResourceRule = {
  name: "database-event-categories",
  items: ["PRC-055", "OPT-72"],
  severity: "low",
  frameworks: ["RDS.19", "RDS.20", "RDS.21", "RDS.22"].map((reference) => ({ name: "AWS FSBP", reference })),
  demands: "A subscription to the events of databases, parameter groups or security groups is on and leaves out nothing that is critical.",
  why: "Who subscribed takes silence for health.",
  remediation: "Leave enabled at true, and leave eventCategories out or name configuration change, failure and maintenance as far as the type of source has them.",
  looksAt: [SUBSCRIPTION],
  judge(node) {
    const type = text(node.props["sourceType"]);
    const types = SOURCES.filter((source) => type === undefined || source === type);
    if (types.length === 0) return notApplicable("nothing is demanded of this type of source");
    return examine((check) => {
      check.that(() => isOn(node), "it is switched off", "enabled");
      check.part(() => {
        const missing = new Set(types.flatMap((each) => silent(node, each)));
        if (missing.size > 0) check.fail(`it does not hear of ${[...missing].join(", ")}`, "eventCategories");
      });
    });
  },
};

export const rules: readonly Rule[] = [happenings, parameters, securityGroups, complete];
