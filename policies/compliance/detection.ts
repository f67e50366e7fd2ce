/**
 * What records and watches the account: AWS Config, GuardDuty, and alarms on what CloudTrail writes: PRC-115, PRC-116, OPT-54, OPT-77.
 */
import { stated, type Node } from "../graph.ts";
import { dig, flag, list, text, word } from "../inputs.ts";
import { examine, notApplicable, type Rule, type StackRule } from "../rule.ts";
import { oneOf, settingsRule } from "../settings.ts";
import { isHidden, someHold } from "../unknown.ts";
import { BUCKET_LIFECYCLES, BUCKET_VERSIONINGS, BUCKETS } from "../types.ts";

const RECORDER = "aws:cfg/recorder:Recorder";
const RECORDER_STATUS = "aws:cfg/recorderStatus:RecorderStatus";
const CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";
const DETECTOR = "aws:guardduty/detector:Detector";
const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TRAIL = "aws:cloudtrail/trail:Trail";

const recorded: StackRule = {
  name: "configuration-recorded",
  items: ["PRC-115", "PRC-116", "OPT-55"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "Config.1" }, { name: "CIS AWS 3.0", reference: "3.3" }, { name: "NIST 800-53", reference: "CM-8(2)" }],
  demands: "AWS Config records every kind of resource, is switched on, and delivers what it records.",
  why: "What was changed by hand, and when, can be told from nothing else.",
  remediation: "Leave recordingGroup out or set allSupported, and roleArn to AWSServiceRoleForConfig; add a RecorderStatus with isEnabled true and a DeliveryChannel.",
  looksAt: "stack",
  subjects: [RECORDER],
  judge(recorder, _policy, graph) {
    return examine((check) => {
      // Everything by default (Config API, RecordingGroup).
      check.that(() => flag(dig(recorder.props["recordingGroup"], "allSupported") ?? true) === true, "some kinds of resources are not recorded", "recordingGroup.allSupported");
      // The role that AWS makes for it may read everything; one of ours may not, and what it may not read is left out.
      const role = () => graph.referenced(recorder, "roleArn", ["aws:iam/serviceLinkedRole:ServiceLinkedRole"]).length > 0 || word(recorder.props["roleArn"]).includes("/aws-service-role/config.amazonaws.com/");
      check.that(role, "its role is not the one that AWS makes for AWS Config", "roleArn");
      const region = stated(recorder, "region");
      const beside = (type: string) => graph.ofType([type]).filter((other) => stated(other, "region") === region);
      const statuses = beside(RECORDER_STATUS);
      check.that(() => statuses.some((status) => flag(status.props["isEnabled"]) === true), "nothing switches it on");
      check.that(() => beside(CHANNEL).length > 0, "there is no delivery channel in its region");
    });
  },
};

/** Names of buckets that hold what the configuration was. */
const CONFIGURATION = /(^|[-_])config(uration)?([-_]|$)/i;

const history: StackRule = {
  name: "configuration-history-kept",
  items: ["OPT-77", "PRC-113"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "CM-2(3)" }, { name: "NIST 800-53", reference: "CP-9" }],
  demands: "A bucket with what the configuration was keeps earlier versions for at least 30 days.",
  why: "A configuration that was overwritten or lost is rebuilt from memory otherwise.",
  remediation: "Add a BucketVersioning with status Enabled, and let lifecycle rules remove earlier versions after 30 days or more.",
  thresholds: ["backupDays"],
  looksAt: "stack",
  subjects: BUCKETS,
  judge(bucket, { thresholds }, graph) {
    const delivered = graph.referrers(bucket, [CHANNEL], "s3BucketName").length > 0;
    if (!delivered && !CONFIGURATION.test(text(stated(bucket, "bucket")) ?? bucket.name)) return notApplicable("it holds no configuration");
    return examine((check) => {
      const [versions] = graph.referrers(bucket, BUCKET_VERSIONINGS, "bucket");
      const inline = ["versioning", "versionings"].some((property) => flag(dig(stated(bucket, property), "enabled")) === true);
      check.that(() => (versions === undefined ? inline : dig(versions.props["versioningConfiguration"], "status") === "Enabled"), "it keeps no earlier versions");
      for (const rules of [...graph.referrers(bucket, BUCKET_LIFECYCLES, "bucket").map(({ props }) => props["rules"]), stated(bucket, "lifecycleRules")]) {
        for (const rule of list(rules)) {
          // Three forms of the same: a resource of its own, inside a bucket, and inside a bucket under its older name.
          const days = [["noncurrentVersionExpiration", "noncurrentDays"], ["noncurrentVersionExpiration", "days"], ["noncurrentVersionExpirations", "days"]].map((path) => dig(rule, ...path)).find((each) => each !== undefined);
          check.that(() => days === undefined || Number(days) >= thresholds.backupDays, () => `earlier versions are removed after ${word(days)} days`);
        }
      }
    });
  },
};

/** What GuardDuty can look at, and the control that asks for it. */
const FEATURES = ["EKS_AUDIT_LOGS", "LAMBDA_NETWORK_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS", "RUNTIME_MONITORING"] as const;
/** What GuardDuty puts beside what runs, by the agent it manages: the cluster, tasks and machines. */
const AGENTS: Readonly<Record<string, string>> = { EKS_ADDON_MANAGEMENT: "the cluster", ECS_FARGATE_AGENT_MANAGEMENT: "tasks of ECS", EC2_AGENT_MANAGEMENT: "machines" };

const threats: StackRule = {
  name: "threat-detection-complete",
  items: ["PRC-116", "OPT-54"],
  severity: "high",
  frameworks: [5, 6, 7, 8, 9, 10, 11, 12, 13].map((control) => ({ name: "AWS FSBP" as const, reference: `GuardDuty.${control}` })),
  demands: "GuardDuty looks at the cluster's audit log and what runs in it, on machines and in tasks, at functions, disks, logins to databases and reads of objects.",
  why: "An intruder is seen where somebody looks.",
  remediation: "Add a DetectorFeature with status ENABLED for each, and for RUNTIME_MONITORING EKS_ADDON_MANAGEMENT, ECS_FARGATE_AGENT_MANAGEMENT and EC2_AGENT_MANAGEMENT as well. EKS_RUNTIME_MONITORING, which came before it, sees the cluster alone.",
  looksAt: "stack",
  subjects: [DETECTOR],
  judge(detector, _policy, graph) {
    if (flag(stated(detector, "enable")) === false) return notApplicable("it is switched off, which findings-routed tells of");
    return examine((check) => {
      const features = graph.referrers(detector, [FEATURE], "detectorId");
      for (const wanted of FEATURES) {
        const own = features.filter(({ props }) => props["name"] === wanted);
        check.that(() => own.some(({ props }) => props["status"] === "ENABLED") || inOlderForm(detector, wanted), `it does not look at ${wanted}`);
        if (wanted !== "RUNTIME_MONITORING") continue;
        const agents = own.flatMap(({ props }) => list(props["additionalConfigurations"]));
        for (const [name, where] of Object.entries(AGENTS)) {
          check.that(() => own.length === 0 || agents.some((agent) => dig(agent, "name") === name && dig(agent, "status") === "ENABLED"), `nothing puts its agent beside what runs: ${where}`);
        }
      }
    });
  },
};

/** The block `datasources`, which came before features, knows three of them. */
function inOlderForm(detector: Node, feature: string): boolean {
  const path = { S3_DATA_EVENTS: ["s3Logs", "enable"], EKS_AUDIT_LOGS: ["kubernetes", "auditLogs", "enable"], EBS_MALWARE_PROTECTION: ["malwareProtection", "scanEc2InstanceWithFindings", "ebsVolumes", "enable"] }[feature];
  return path !== undefined && flag(dig(stated(detector, "datasources"), ...path)) === true;
}

const sensitiveData = settingsRule(
  {
    name: "sensitive-data-watched",
    items: ["PRC-113", "PRC-116"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "Macie.1" }, { name: "CIS AWS 3.0", reference: "2.1.3" }, { name: "NIST 800-53", reference: "RA-5" }],
    demands: "Macie looks at the account's buckets, and is not paused.",
    why: "Personal data and credentials end up in buckets where nobody expects them.",
    remediation: "Set status to ENABLED, or leave it out.",
  },
  // Enabled by default (Macie API, EnableMacie).
  { "aws:macie2/account:Account": () => [oneOf("status", ["ENABLED", undefined], "it looks at nothing")] },
);

const filters: StackRule = {
  name: "metric-filter-alarmed",
  items: ["PRC-116", "OPT-54", "OPT-72"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "AU-6(1)" }, { name: "NIST 800-53", reference: "SI-4(5)" }],
  demands: "Whatever a metric filter counts in a log, an alarm watches.",
  why: "A number that nobody looks at warns nobody.",
  remediation: "Add a MetricAlarm with the name and namespace of the filter's metric.",
  looksAt: "stack",
  subjects: [FILTER],
  judge(filter, _policy, graph) {
    return examine((check) => {
      const [name, namespace] = ["name", "namespace"].map((part) => dig(filter.props["metricTransformation"], part));
      check.that(() => someHold(graph.ofType([ALARM]), ({ props }) => props["metricName"] === name && props["namespace"] === namespace), "no alarm watches what it counts");
    });
  },
};

/** What has to be noticed, by the control of the CIS benchmark and a word that its filter has. */
const ACTIVITY: readonly (readonly [control: string, what: string, word: RegExp])[] = [
  ["4.1", "refused calls", /UnauthorizedOperation|AccessDenied/],
  ["4.2", "signing in without a second factor", /MFAUsed/],
  ["4.3", "use of the root user", /userIdentity\.type\s*=\s*"?Root/],
  ["4.4", "changes of IAM policies", /PutRolePolicy/],
  ["4.5", "changes of CloudTrail", /StopLogging/],
  ["4.6", "failed sign-ins", /Failed authentication/],
  ["4.7", "keys that are switched off or deleted", /ScheduleKeyDeletion/],
  ["4.8", "changes of bucket policies", /PutBucketPolicy/],
  ["4.9", "changes of AWS Config", /StopConfigurationRecorder/],
  ["4.10", "changes of security groups", /AuthorizeSecurityGroupIngress/],
  ["4.11", "changes of network ACLs", /CreateNetworkAclEntry/],
  ["4.12", "changes of gateways", /AttachInternetGateway/],
  ["4.13", "changes of routes", /ReplaceRoute\b/],
  ["4.14", "changes of VPCs", /CreateVpc\b/],
  ["4.15", "changes of the organisation", /LeaveOrganization/],
];

const activity: StackRule = {
  name: "account-activity-alarmed",
  items: ["PRC-114", "PRC-116", "OPT-48", "OPT-54"],
  severity: "medium",
  frameworks: [...ACTIVITY.map(([control]) => ({ name: "CIS AWS 3.0" as const, reference: control })), { name: "NIST 800-53", reference: "AU-6(1)" }],
  demands: "The log group of a trail is searched for what an intruder does: refused calls, the root user, and changes of rights, keys, logs and networks.",
  why: "The trail tells it afterwards; only a filter tells it in time.",
  remediation: "Add a LogMetricFilter for each of the CIS benchmark's fifteen patterns (section 4), and an alarm on its metric.",
  looksAt: "stack",
  subjects: [TRAIL],
  judge(trail, _policy, graph) {
    if (!isHidden(() => trail.props["cloudWatchLogsGroupArn"]) && text(trail.props["cloudWatchLogsGroupArn"]) === undefined) return notApplicable("it writes to no log group, which trail-to-log-group tells of");
    return examine((check) => {
      for (const [control, what, pattern] of ACTIVITY) {
        check.that(() => someHold(graph.ofType([FILTER]), (filter) => pattern.test(word(filter.props["pattern"]))), `nothing looks for ${what} (CIS ${control})`);
      }
    });
  },
};

export const rules: readonly Rule[] = [recorded, history, threats, sensitiveData, filters, activity];
