/**
 * Alarms, whom they reach, and the performance targets they watch: PRC-055, PRC-056, OPT-69…73, OPT-P1…P6.
 */
import type { Graph, Node } from "../graph.ts";
import { isGiven } from "../databases.ts";
import { dig, flag, list, number, quoted, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { TARGETS } from "../targets.ts";
import { LOAD_BALANCERS } from "../types.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const CANARY = "aws:synthetics/canary:Canary";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const acts: ResourceRule = {
  name: "alarm-has-actions",
  items: ["PRC-055", "PRC-056", "OPT-72", "OPT-80"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "AU-6(1)" }, { name: "NIST 800-53", reference: "SI-4(5)" }],
  demands: "Every alarm does something when it goes off.",
  why: "An alarm that only changes colour is seen after the users have called.",
  remediation: "Set alarmActions to a topic and leave actionsEnabled at true.",
  looksAt: [ALARM, COMPOSITE],
  judge(node) {
    return examine((check) => {
      check.that(() => list(node.props["alarmActions"]).length > 0, "it has no actions", "alarmActions");
      check.that(() => flag(node.props["actionsEnabled"] ?? true) === true, "its actions are switched off", "actionsEnabled");
    });
  },
};

const heard: StackRule = {
  name: "topic-subscribed",
  items: ["PRC-055", "PRC-160", "OPT-69", "OPT-70", "OPT-71"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IR-6(1)" }],
  demands: "Every topic has a subscription.",
  why: "What is sent to a topic without one reaches nobody.",
  remediation: "Add a TopicSubscription for e-mail, chat or the service that calls people.",
  looksAt: "stack",
  subjects: [TOPIC],
  judge(node, _policy, graph) {
    return examine((check) => check.that(() => subscriptions(graph, node).length > 0, "nobody has subscribed to it"));
  },
};

/** A subscription may name the topic by way of its policy, so that it comes after it. */
function subscriptions(graph: Graph, topic: Node): Node[] {
  const holders = [topic, ...graph.referrers(topic, [TOPIC_POLICY], "arn")];
  return holders.flatMap((holder) => graph.referrers(holder, [SUBSCRIPTION], "topic"));
}

const delivered: ResourceRule = {
  name: "subscription-dead-letters",
  items: ["PRC-055"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SI-11" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "A subscription of a program keeps what could not be delivered, and none sends it in the clear.",
  why: "SNS gives up after a while, and the alert is lost.",
  remediation: "Set redrivePolicy to a queue, and use https rather than http.",
  looksAt: [SUBSCRIPTION],
  judge(node) {
    const protocol = word(node.props["protocol"]);
    // People's own: what cannot be delivered is not kept by their providers either.
    if (["email", "email-json", "sms", "application"].includes(protocol)) return notApplicable("a person receives it");
    return examine((check) => {
      check.that(() => protocol !== "http", "it sends in the clear", "protocol");
      check.that(() => isGiven(node, "redrivePolicy"), "what cannot be delivered is lost", "redrivePolicy");
    });
  },
};

const canaryRuns: StackRule = {
  name: "canary-watched",
  items: ["PRC-154", "PRC-155", "PRC-156", "OPT-66", "OPT-73"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4" }],
  demands: "Every canary is started, and an alarm goes off when it fails or stops.",
  why: "A check whose failure nobody hears of checks nothing.",
  remediation: "Set startCanary, and add an alarm on SuccessPercent that treats missing data as breaching.",
  looksAt: "stack",
  subjects: [CANARY],
  judge(node, _policy, graph) {
    return examine((check) => {
      check.that(() => flag(node.props["startCanary"]) === true, "it is not started, which is the default", "startCanary");
      const alarms = alarmsOf(graph, node, "SuccessPercent");
      check.that(() => alarms.length > 0, "no alarm goes off when it fails");
      check.that(() => alarms.length === 0 || alarms.some((alarm) => alarm.props["treatMissingData"] === "breaching"), "no alarm goes off when it stops");
    });
  },
};

function alarmsOf(graph: Graph, canary: Node, metric: string): Node[] {
  const name = text(canary.props["name"]);
  return graph.ofType([ALARM]).filter((alarm) => alarm.props["metricName"] === metric && (graph.points(alarm, "dimensions", canary) || dig(alarm.props["dimensions"], "CanaryName") === name));
}

/** What a canary measures by its name, and the milliseconds it may take. */
const MEASURED: readonly (readonly [RegExp, string, number])[] = [
  [/login|auth/, "logging in", TARGETS.loginMs],
  [/e-?mail/, "an e-mail", TARGETS.emailSeconds * 1_000],
  [/sms/, "a text message", TARGETS.smsSeconds * 1_000],
  [/frontend|page|web/, "the page", TARGETS.pageLoadMs],
];

const targets: StackRule = {
  name: "canary-target-alarm",
  items: ["OPT-P2", "OPT-P4", "OPT-P5", "OPT-P6"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-5(3)" }],
  demands: "An alarm goes off when logging in takes 500 ms, the page 3 s, a text message 10 s or an e-mail 30 s.",
  why: "A target that nothing measures is missed unseen.",
  remediation: "Add an alarm on the canary's Duration with the target's milliseconds as its threshold.",
  looksAt: "stack",
  subjects: [CANARY],
  judge(node, _policy, graph) {
    const name = text(node.props["name"]) ?? node.name;
    const target = MEASURED.find(([pattern]) => pattern.test(name));
    if (target === undefined) return notApplicable("it measures no target");
    const [, what, most] = target;
    return examine((check) => {
      check.that(() => alarmsOf(graph, node, "Duration").some((alarm) => isAbove(alarm, most)), `no alarm goes off when ${what} takes over ${most} ms`);
    });
  },
};

/** Whether the alarm goes off above this value or one below it. */
function isAbove(alarm: Node, most: number): boolean {
  const threshold = number(alarm.props["threshold"]);
  return threshold !== undefined && threshold <= most && word(alarm.props["comparisonOperator"]).startsWith("GreaterThan");
}

const latency: StackRule = {
  name: "api-latency-alarm",
  items: ["OPT-P1", "PRC-162", "OPT-59"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-5(3)" }],
  demands: "An alarm on a load balancer's TargetResponseTime goes off when more than 5 % of the requests take over 200 ms.",
  why: "An average hides the slow requests.",
  remediation: "Set extendedStatistic p95 or higher, a threshold of at most 0.2 and the operator GreaterThanThreshold.",
  looksAt: "stack",
  subjects: [ALARM],
  judge(node, _policy, graph) {
    if (node.props["metricName"] !== "TargetResponseTime") return notApplicable("it watches something else");
    return examine((check) => {
      const percentile = /^p(\d+(?:\.\d+)?)$/.exec(word(node.props["extendedStatistic"]))?.[1];
      check.that(() => percentile !== undefined && Number(percentile) >= 95, `the statistic is ${quoted(node.props["extendedStatistic"])}`, "extendedStatistic");
      check.that(() => isAbove(node, TARGETS.apiResponseMs / 1_000), `the threshold is ${quoted(node.props["threshold"])} seconds`, "threshold");
      check.that(() => graph.referenced(node, "dimensions", LOAD_BALANCERS).length > 0 || dig(node.props["dimensions"], "LoadBalancer") !== undefined, "it watches no load balancer", "dimensions");
    });
  },
};

const queries: ResourceRule = {
  name: "database-latency-alarm",
  items: ["OPT-P3", "OPT-60"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-5(3)" }],
  demands: "Where an alarm watches what the database's proxy waits for, it goes off at 100 ms.",
  why: "A simple query that takes longer has met a lock or a missing index.",
  remediation: "Set the threshold of the alarm on QueryDatabaseResponseLatency to at most 100000 microseconds.",
  looksAt: [ALARM],
  judge(node) {
    if (node.props["metricName"] !== "QueryDatabaseResponseLatency") return notApplicable("it watches something else");
    return examine((check) => check.that(() => isAbove(node, TARGETS.databaseQueryMs * 1_000), `the threshold is ${quoted(node.props["threshold"])} microseconds`, "threshold"));
  },
};

export const rules: readonly Rule[] = [acts, heard, delivered, canaryRuns, targets, latency, queries];
