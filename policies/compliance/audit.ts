/**
 * What CloudTrail records, who reads it, and what threat detection finds: PRC-114, PRC-116, PRC-120, OPT-48, OPT-54.
 */
import { isGiven } from "../databases.ts";
import { stated, type Graph, type Node } from "../graph.ts";
import { dig, flag, list, parseJson, quoted, strings, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { peek } from "../unknown.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";
const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const DETECTOR = "aws:guardduty/detector:Detector";
const HUB = "aws:securityhub/account:Account";
const MACIE = "aws:macie2/account:Account";
const ANALYZER = "aws:accessanalyzer/analyzer:Analyzer";

const trailReadable: ResourceRule = {
  name: "trail-to-log-group",
  items: ["PRC-114", "OPT-48"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "CloudTrail.5" }, { name: "NIST 800-53", reference: "AU-6(1)" }],
  demands: "CloudTrail also writes to a log group, global services included.",
  why: "Files in a bucket raise no alarm, and IAM is a global service.",
  remediation: "Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn, and leave includeGlobalServiceEvents at true.",
  looksAt: [TRAIL],
  judge(node) {
    return examine((check) => {
      for (const property of ["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"]) check.that(() => isGiven(node, property), `${property} is missing, so nothing reads the trail as it is written`, property);
      check.that(() => flag(node.props["includeGlobalServiceEvents"] ?? true) === true, "IAM and CloudFront are left out", "includeGlobalServiceEvents");
    });
  },
};

const trailComplete: ResourceRule = {
  name: "trail-records-changes-and-objects",
  items: ["PRC-114", "OPT-48"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudTrail.1" }, { name: "CIS AWS 3.0", reference: "3.8" }, { name: "CIS AWS 3.0", reference: "3.9" }],
  demands: "CloudTrail records every management event, and reads and writes of objects.",
  why: "Who took the data cannot be told from what is not recorded.",
  remediation: "Add advanced event selectors for the category Management without a filter and for Data of AWS::S3::Object.",
  looksAt: [TRAIL],
  judge(node) {
    return examine((check) => {
      const selectors = list(node.props["eventSelectors"]);
      const advanced = list(node.props["advancedEventSelectors"]).map((selector) => list(dig(selector, "fieldSelectors")));
      // Basic selectors cover management events unless they say otherwise (CloudTrail API, EventSelector); a trail without selectors does too.
      const management = advanced.length === 0 ? selectors.length === 0 || selectors.some(isEveryManagementEvent) : advanced.some((fields) => equals(fields, "eventCategory", "Management") && fields.length === 1);
      const objects = selectors.some((selector) => isReadAndWrite(selector) && list(dig(selector, "dataResources")).some((data) => dig(data, "type") === "AWS::S3::Object" && list(dig(data, "values")).length > 0))
        || advanced.some((fields) => equals(fields, "resources.type", "AWS::S3::Object") && fields.every(saysWhere));
      check.that(() => management, "some management events are not recorded", "advancedEventSelectors");
      check.that(() => objects, "reads and writes of objects are not recorded", "advancedEventSelectors");
    });
  },
};

function isReadAndWrite(selector: unknown): boolean {
  return word(dig(selector, "readWriteType") ?? "All") === "All";
}

function isEveryManagementEvent(selector: unknown): boolean {
  return isReadAndWrite(selector) && flag(dig(selector, "includeManagementEvents") ?? true) === true && list(dig(selector, "excludeManagementEventSources")).length === 0;
}

/** Whether a field says of what events are recorded; any other, such as `readOnly` or `eventName`, leaves some of them out. */
function saysWhere(entry: unknown): boolean {
  return ["eventCategory", "resources.type", "resources.ARN"].includes(word(dig(entry, "field")));
}

function equals(fields: readonly unknown[], field: string, value: string): boolean {
  return fields.some((entry) => dig(entry, "field") === field && strings(dig(entry, "equals")).includes(value));
}

const eventsArrive: StackRule = {
  name: "event-rule-has-target",
  items: ["PRC-116", "OPT-54"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SI-4(5)" }],
  demands: "Every rule of EventBridge is on and sends what it matches somewhere.",
  why: "A finding that nobody is told of is as good as none.",
  remediation: "Add an EventTarget that names the rule, and leave state at ENABLED.",
  looksAt: "stack",
  subjects: [EVENT_RULE],
  judge(node, _policy, graph) {
    return examine((check) => {
      // `isEnabled` is the older argument; each of them is on by default.
      const state = stated(node, "state") ?? "ENABLED";
      check.that(() => word(state).startsWith("ENABLED"), `its state is ${quoted(state)}`, "state");
      check.that(() => targetsOf(graph, node).length > 0, "nothing receives what it matches");
    });
  },
};

/** An edge, or the rule's name, which is unique on a bus. */
function targetsOf(graph: Graph, rule: Node): Node[] {
  const name = peek(() => text(rule.props["name"]));
  return graph.ofType([EVENT_TARGET]).filter((target) => graph.points(target, "rule", rule) || (name !== undefined && peek(() => target.props["rule"]) === name));
}

const findingsRouted: StackRule = {
  name: "findings-routed",
  items: ["PRC-116", "OPT-54"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "GuardDuty.1" }, { name: "NIST 800-53", reference: "SI-4(5)" }],
  demands: "GuardDuty is on, and a rule with a target matches what GuardDuty, Macie and Security Hub find.",
  why: "Findings stay in a console that nobody has open.",
  remediation: "Add an EventRule with the source aws.guardduty, aws.macie or aws.securityhub, and a target.",
  looksAt: "stack",
  subjects: [DETECTOR, HUB, MACIE],
  judge(node, _policy, graph) {
    return examine((check) => {
      if (node.type === DETECTOR) check.that(() => flag(node.props["enable"] ?? true) === true, "it is switched off", "enable");
      // Security Hub takes in what GuardDuty and Macie find, and sends it on as its own.
      const wanted = ["aws.securityhub", ...(node.type === DETECTOR ? ["aws.guardduty"] : []), ...(node.type === MACIE ? ["aws.macie"] : [])];
      const rules = graph.ofType([EVENT_RULE]).filter((rule) => targetsOf(graph, rule).length > 0);
      const matched = (rule: Node) => strings(dig(parseJson(text(rule.props["eventPattern"]) ?? ""), "source")).some((source) => wanted.includes(source));
      const known = rules.some((rule) => peek(() => matched(rule)) === true);
      check.that(() => known || rules.some(matched), "no rule with a target matches its findings");
    });
  },
};

const unusedAccess: StackRule = {
  name: "unused-access-analyzed",
  items: ["PRC-120"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "IAM.28" }, { name: "CIS AWS 3.0", reference: "1.20" }, { name: "NIST 800-53", reference: "AC-2(3)" }],
  demands: "Beside access from outside, IAM Access Analyzer looks for access that nobody used for 90 days.",
  why: "Rights that are no longer needed are found by whoever looks first.",
  remediation: "Add an Analyzer of type ACCOUNT_UNUSED_ACCESS with unusedAccessAge 90 or less.",
  looksAt: "stack",
  subjects: [ANALYZER],
  judge(node, { thresholds }, graph) {
    return examine((check) => {
      const analyzers = graph.ofType([ANALYZER]);
      // ACCOUNT is the default (AWS provider, Analyzer).
      const kinds = analyzers.map((analyzer) => word(analyzer.props["type"] ?? "ACCOUNT"));
      check.that(() => kinds.some((kind) => kind.endsWith("_UNUSED_ACCESS")), "no analyzer looks for unused access");
      check.that(() => kinds.some((kind) => !/_(UNUSED|INTERNAL)_ACCESS$/.test(kind)), "no analyzer looks for access from outside");
      if (!word(node.props["type"]).endsWith("_UNUSED_ACCESS")) return;
      // 90 days by default (Access Analyzer API, UnusedAccessConfiguration).
      const age = dig(node.props["configuration"], "unusedAccess", "unusedAccessAge") ?? 90;
      check.that(() => Number(age) <= thresholds.rotationDays, `unused for ${quoted(age)} days`, "configuration.unusedAccess.unusedAccessAge");
    });
  },
  thresholds: ["rotationDays"],
};

const DATA_PROTECTION = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";

const masked: ResourceRule = {
  name: "log-data-masked",
  items: ["PRC-047", "OPT-39"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SI-19" }],
  demands: "A log group's data protection policy masks the data it looks for.",
  why: "A policy that only counts leaves names and keys readable in the logs.",
  remediation: "Add a statement with Operation.Deidentify.MaskConfig and the same data identifiers.",
  looksAt: [DATA_PROTECTION],
  judge(node) {
    return examine((check) => {
      const statements = list(dig(parseJson(text(node.props["policyDocument"]) ?? ""), "Statement"));
      const kinds = (operation: string) => statements.filter((statement) => dig(statement, "Operation", operation) !== undefined).flatMap((statement) => strings(dig(statement, "DataIdentifier")));
      const hidden = new Set(kinds("Deidentify"));
      check.that(() => hidden.size > 0, "nothing is masked", "policyDocument");
      check.that(() => kinds("Audit").every((kind) => hidden.has(kind)), "some of what is looked for is not masked", "policyDocument");
    });
  },
};

const protectedGroups: StackRule = {
  name: "application-log-group-protected",
  items: ["PRC-047", "OPT-39"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SI-19" }],
  demands: "The log groups of Container Insights with what programs write have a data protection policy.",
  why: "Programs log what users send them, personal data among it.",
  remediation: "Add a LogDataProtectionPolicy for the log group.",
  looksAt: "stack",
  subjects: ["aws:cloudwatch/logGroup:LogGroup"],
  judge(node, _policy, graph) {
    const name = text(stated(node, "name")) ?? "";
    if (!/^\/aws\/containerinsights\/[^/]+\/application$/.test(name)) return notApplicable("no program writes to it");
    return examine((check) => {
      const policies = graph.ofType([DATA_PROTECTION]);
      const found = graph.referrers(node, [DATA_PROTECTION], "logGroupName").length > 0 || policies.some((policy) => peek(() => policy.props["logGroupName"]) === name);
      check.that(() => found || policies.some((policy) => policy.props["logGroupName"] === name), "it has no data protection policy");
    });
  },
};

export const rules: readonly Rule[] = [trailReadable, trailComplete, eventsArrive, findingsRouted, unusedAccess, masked, protectedGroups];
