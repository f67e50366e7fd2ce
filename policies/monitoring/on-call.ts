/**
 * Who hears of it: connections of databases, and critical alerts that nobody answers: PRC-054, PRC-057, PRC-058.
 */
import { isAway } from "../databases.ts";
import { stated, type Graph, type Node } from "../graph.ts";
import { dig, number, text, word } from "../inputs.ts";
import { examine, notApplicable, type Rule, type StackRule } from "../rule.ts";
import { someHold } from "../unknown.ts";
import { DB_CLUSTER, DB_INSTANCE } from "../types.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const connections: StackRule = {
  name: "database-connections-alarm",
  items: ["PRC-054", "PRC-056", "OPT-60", "OPT-72"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }, { name: "NIST 800-53", reference: "SC-5(3)" }],
  demands: "An alarm goes off when a database has more connections than it should.",
  why: "The next program that wants a connection is refused, and with it every visitor.",
  remediation: "Add a MetricAlarm on DatabaseConnections of the database with GreaterThanThreshold and a threshold below max_connections.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isAway(node, graph)) return notApplicable("it waits in another region and is connected to by nobody");
    return examine((check) => {
      const alarms = graph.ofType([ALARM]);
      check.that(() => someHold(alarms, (alarm) => watches(alarm, node)), "no alarm goes off when there are too many connections");
    });
  },
};

/** Whether an alarm goes off when a database has too many connections. */
function watches({ props, propertyDependencies }: Node, database: Node): boolean {
  if (props["metricName"] !== "DatabaseConnections" || !word(props["comparisonOperator"]).startsWith("GreaterThan") || number(props["threshold"]) === undefined) return false;
  // By its edge, while the name is not known; by the dimension's own name, because a cluster may be called as its instance.
  if (propertyDependencies["dimensions"]?.includes(database.urn) === true) return true;
  const [dimension, property] = database.type === DB_CLUSTER ? ["DBClusterIdentifier", "clusterIdentifier"] : ["DBInstanceIdentifier", "identifier"];
  return dig(props["dimensions"], dimension) === text(database.props[property]);
}

/** Names of topics for what somebody has to be woken for. */
const CRITICAL = /(^|[-_])(critical|page|pager|on-?call|emergency)([-_]|$)/i;

/** Protocols that lead to a person or to a service that calls one; a queue or a stream is read by nobody. */
const HEARD = ["email", "email-json", "sms", "application", "https", "lambda"];

/** A subscription may name the topic by way of its policy, so that it comes after it. */
function heard(graph: Graph, topic: Node): Node[] {
  const holders = [topic, ...graph.referrers(topic, [TOPIC_POLICY], "arn")];
  return holders.flatMap((holder) => graph.referrers(holder, [SUBSCRIPTION], "topic")).filter((subscription) => HEARD.includes(word(subscription.props["protocol"])));
}

function isCritical(topic: Node): boolean {
  return CRITICAL.test(text(stated(topic, "name")) ?? topic.name);
}

const reached: StackRule = {
  name: "critical-alerts-reach-on-call",
  items: ["PRC-057", "OPT-69"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IR-4(1)" }, { name: "NIST 800-53", reference: "IR-6(1)" }],
  demands: "Critical alerts lead to whoever is on call: a person, or a service that calls one.",
  why: "At night nobody reads a queue.",
  remediation: "Subscribe the on-call service's function or https endpoint, a phone number or an e-mail address to the topic for critical alerts.",
  looksAt: "stack",
  subjects: [TOPIC],
  judge(topic, _policy, graph) {
    if (!isCritical(topic)) return notApplicable("nobody is woken for what is sent to it");
    return examine((check) => check.that(() => heard(graph, topic).length > 0, "it leads to nobody"));
  },
};

const escalated: StackRule = {
  name: "critical-alerts-escalate",
  items: ["PRC-058", "OPT-69"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "IR-6(1)" }, { name: "NIST 800-53", reference: "IR-7(1)" }],
  demands: "A critical alert that is not answered goes further: it leads to two places at least, one of which is a service.",
  why: "Whoever is on call may be asleep, ill or without a signal.",
  remediation: "Subscribe the service that knows the escalation (function or https endpoint) and a second way beside it.",
  looksAt: "stack",
  subjects: [TOPIC],
  judge(topic, _policy, graph) {
    if (!isCritical(topic)) return notApplicable("nobody is woken for what is sent to it");
    return examine((check) => {
      const ways = heard(graph, topic);
      // A person's mailbox or phone passes nothing on.
      check.that(() => ways.some((way) => ["https", "lambda"].includes(word(way.props["protocol"]))), "no service takes it further when nobody answers");
      check.that(() => ways.length > 1, "there is no second way");
    });
  },
};

export const rules: readonly Rule[] = [connections, reached, escalated];
