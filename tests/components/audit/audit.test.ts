import { beforeAll, describe, expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import { ACTIVITIES } from "../../../components/audit/activity.ts";
import { Audit } from "../../../components/audit/audit.ts";
import type { AuditArgs } from "../../../components/audit/audit.ts";
import { findings } from "../../../components/audit/finding-patterns.ts";
import { configRules } from "../../../components/audit/rules.ts";
import { defaultScans } from "../../../components/audit/scanners.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, policy, strays } from "../network/fixture.ts";
import { ARGS, TOPICS } from "./fixture.ts";

const make = (args: Partial<AuditArgs> = {}): Promise<Registration[]> => record(() => new Audit("audit", { ...ARGS, ...args }));
const ofType = (graph: readonly Registration[], type: string): Registration[] => graph.filter((each) => each.type === type);

let graph: Registration[];
beforeAll(async () => {
  graph = await make();
});

const DEFAULTS = ["no-public-images", "no-public-snapshots", "volume-encryption", "volume-key", "metadata", "no-public-documents", "runbook-logs", "runbook-log-group", "runbook-output"];
const KIND: Readonly<Record<string, string>> = {
  "no-public-images": "ec2:ImageBlockPublicAccess",
  "no-public-snapshots": "ebs:SnapshotBlockPublicAccess",
  "volume-encryption": "ebs:EncryptionByDefault",
  "volume-key": "ebs:DefaultKmsKey",
  metadata: "ec2:InstanceMetadataDefaults",
  "no-public-documents": "ssm:ServiceSetting",
  "runbook-logs": "cloudwatch:LogGroup",
  "runbook-log-group": "ssm:ServiceSetting",
  "runbook-output": "ssm:ServiceSetting",
};
const FEATURES = ["s3-data-events", "eks-audit-logs", "ebs-malware-protection", "rds-login-events", "lambda-network-logs", "runtime-monitoring"];

test("exactly these children", () => {
  const bothRegions = (kind: string, name: string): string[] => [`${kind} ${name}`, `${kind} ${name}-eu-west-1`];
  expect(children(graph)).toEqual(
    [
      "golive:audit:Audit audit",
      "golive:audit:Trail audit-trail", "cloudtrail:Trail audit-trail-trail", "cloudwatch:LogGroup audit-trail-logs", "iam:Role audit-trail-role", "iam:RolePolicy audit-trail-delivery",
      "golive:audit:Recorder audit-config", "iam:ServiceLinkedRole audit-config-role",
      ...bothRegions("cfg:Recorder", "audit-config-recorder"), ...bothRegions("cfg:DeliveryChannel", "audit-config-channel"), ...bothRegions("cfg:RecorderStatus", "audit-config-recording"),
      ...Object.keys(configRules(5433)).map((rule) => `cfg:Rule audit-config-rule-${rule}`),
      "golive:audit:Threats audit-threats", ...bothRegions("guardduty:Detector", "audit-threats-detector"),
      ...FEATURES.flatMap((feature) => bothRegions("guardduty:DetectorFeature", `audit-threats-${feature}`)),
      "golive:audit:Hub audit-hub", ...bothRegions("securityhub:Account", "audit-hub-hub"), "securityhub:FindingAggregator audit-hub-aggregator",
      "securityhub:StandardsSubscription audit-hub-standard-fsbp", "securityhub:StandardsSubscription audit-hub-standard-cis-5.0.0",
      "golive:audit:Scanners audit-scanners", "inspector2:Enabler audit-scanners-inspector",
      "accessanalyzer:Analyzer audit-scanners-external-access", "accessanalyzer:Analyzer audit-scanners-unused-access",
      "golive:audit:SensitiveData audit-sensitive-data", ...bothRegions("macie2:Account", "audit-sensitive-data-macie"),
      "golive:audit:AccountDefaults audit-defaults", "s3:AccountPublicAccessBlock audit-defaults-no-public-buckets",
      ...DEFAULTS.flatMap((part) => bothRegions(KIND[part]!, `audit-defaults-${part}`)),
      "golive:audit:FindingRoutes audit-findings",
      ...Object.keys(findings("eu-central-1")).flatMap((key) => [`cloudwatch:EventRule audit-findings-${key}`, `cloudwatch:EventTarget audit-findings-${key}-target`]),
      "golive:audit:ActivityAlarms audit-activity",
      ...Object.keys(ACTIVITIES).flatMap((key) => [`cloudwatch:LogMetricFilter audit-activity-${key}-filter`, `cloudwatch:MetricAlarm audit-activity-${key}-alarm`]),
    ].sort(),
  );
  expect(strays(graph)).toEqual([]);
});

test("nothing AWS refuses, nothing the rules forbid", () => {
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
});

test("what watches the account outlives the program in production, and nothing does elsewhere", async () => {
  const both = (name: string): string[] => [name, `${name}-eu-west-1`];
  expect(keptNames(graph)).toEqual(
    [
      "audit-trail-trail", "audit-trail-logs", "audit-config-role", "audit-scanners-inspector", "audit-defaults-no-public-buckets",
      ...["audit-config-recorder", "audit-config-channel", "audit-config-recording", "audit-threats-detector", "audit-hub-hub", "audit-sensitive-data-macie", ...DEFAULTS.map((part) => `audit-defaults-${part}`)].flatMap(both),
    ].sort(),
  );
  expect(keptNames(await make({ context: DEVELOPMENT }))).toEqual([]);
});

describe("the trail", () => {
  const TRAIL = "aws:cloudtrail/trail:Trail";

  test("records every Region, validated and encrypted, with the objects of sensitive buckets", () => {
    const trail = only(graph, TRAIL);
    expect(trail.inputs).toEqual({
      name: "optibid-production",
      s3BucketName: "optibid-production-audit",
      kmsKeyId: ARGS.keyArns.audit,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      isOrganizationTrail: false,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: "<unknown>",
      cloudWatchLogsRoleArn: "<unknown>",
      advancedEventSelectors: [
        { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
        {
          name: "Objects of sensitive buckets",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::S3::Object"] },
            { field: "resources.ARN", startsWiths: ["arn:aws:s3:::optibid-production-uploads/", "arn:aws:s3:::optibid-production-exports/"] },
          ],
        },
      ],
      insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
      tags: expectedTags("confidential", "audit-trail-trail"),
    });
    expect(namesOf(trail.propertyDependencies["cloudWatchLogsGroupArn"])).toEqual(["audit-trail-logs"]);
    expect(namesOf(trail.propertyDependencies["cloudWatchLogsRoleArn"])).toEqual(["audit-trail-role"]);
    expect(namesOf(trail.dependencies)).toContain("audit-trail-delivery");
  });

  test("its role is CloudTrail's, for this trail, and writes to its streams only", () => {
    expect(policy(only(graph, "aws:iam/role:Role", "trail-role").inputs["assumeRolePolicy"]).Statement).toEqual([
      { Sid: "CloudTrail", Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:123456789012:trail/optibid-production" } } },
    ]);
    expect(policy(only(graph, "aws:iam/rolePolicy:RolePolicy").inputs["policy"]).Statement).toEqual([
      { Sid: "WriteEvents", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/cloudtrail/optibid-production:log-stream:123456789012_CloudTrail_eu-central-1*"] },
    ]);
  });

  test("of an organisation", async () => {
    const made = await make({ trail: { mode: "create", organizationId: "o-a1b2c3d4e5" } });
    expect(only(made, TRAIL).inputs["isOrganizationTrail"]).toBe(true);
    expect(policy(only(made, "aws:iam/rolePolicy:RolePolicy").inputs["policy"]).Statement[0]?.["Resource"]).toContain("arn:aws:logs:eu-central-1:123456789012:log-group:/aws/cloudtrail/optibid-production:log-stream:o-a1b2c3d4e5_*");
    expect(refusals(made)).toEqual([]);
  });

  test("without sensitive buckets there is no selector that would match nothing", async () => {
    expect(only(await make({ dataBucketArns: [] }), TRAIL).inputs["advancedEventSelectors"]).toHaveLength(1);
  });
});

describe("AWS Config", () => {
  test("records everything, global resources at home only", () => {
    const recorders = ofType(graph, "aws:cfg/recorder:Recorder").map(({ inputs }) => [inputs["region"], inputs["roleArn"], (inputs["recordingGroup"] as Record<string, unknown>)["allSupported"], (inputs["recordingGroup"] as Record<string, unknown>)["includeGlobalResourceTypes"]]);
    const role = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
    expect(recorders).toEqual([["eu-central-1", role, true, true], ["eu-west-1", role, true, false]]);
  });

  test("records only once there is where to deliver", () => {
    const status = only(graph, "aws:cfg/recorderStatus:RecorderStatus", "recording");
    expect(status.inputs).toEqual({ name: "optibid-production", region: "eu-central-1", isEnabled: true });
    expect(namesOf(status.dependencies)).toEqual(["audit-config-channel", "audit-config-recorder"]);
    expect(only(graph, "aws:cfg/deliveryChannel:DeliveryChannel", "channel").inputs).toMatchObject({ s3BucketName: "optibid-production-config", s3KmsKeyArn: ARGS.keyArns.audit });
  });

  test("each rule is AWS's own, once, with parameters as text, after the recorder", () => {
    const rules = ofType(graph, "aws:cfg/rule:Rule");
    const identifiers = rules.map(({ inputs }) => (inputs["source"] as Record<string, string>)["sourceIdentifier"]);
    expect(new Set(identifiers).size).toBe(identifiers.length);
    expect(rules.filter(({ inputs }) => (inputs["source"] as Record<string, string>)["owner"] !== "AWS")).toEqual([]);
    const parameters = rules.flatMap(({ inputs }) => (inputs["inputParameters"] === undefined ? [] : Object.values(JSON.parse(String(inputs["inputParameters"])) as object)));
    expect(parameters.filter((value) => typeof value !== "string")).toEqual([]);
    expect(rules.filter(({ dependencies }) => !namesOf(dependencies).includes("audit-config-recording"))).toEqual([]);
    expect(only(graph, "aws:cfg/rule:Rule", "rule-tagged").inputs["inputParameters"]).toBe('{"tag1Key":"owner","tag2Key":"environment","tag3Key":"cost-centre","tag4Key":"data-classification"}');
  });
});

describe("GuardDuty", () => {
  test("runtime monitoring looks at the cluster, and at machines and tasks where there are any", () => {
    expect(only(graph, "aws:guardduty/detectorFeature:DetectorFeature", "runtime-monitoring").inputs).toEqual({
      detectorId: "<unknown>",
      region: "eu-central-1",
      name: "RUNTIME_MONITORING",
      status: "ENABLED",
      additionalConfigurations: [
        { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" },
        { name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" },
        { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
      ],
    });
  });

  test("goes before the network it has an endpoint in", async () => {
    const made = await record(() => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      new Audit("audit", { ...ARGS, monitored: [vpc] });
    });
    expect(namesOf(only(made, "aws:guardduty/detector:Detector", "detector").dependencies)).toEqual(["vpc"]);
    expect(namesOf(only(made, "aws:cloudtrail/trail:Trail").dependencies)).not.toContain("vpc");
  });

  test("can go without runtime monitoring", async () => {
    const made = await make({ guardDuty: { mode: "create", runtimeMonitoring: false } });
    expect(ofType(made, "aws:guardduty/detectorFeature:DetectorFeature").map(({ inputs }) => inputs["name"])).not.toContain("RUNTIME_MONITORING");
  });

  test("a detector that is not adopted has no id", async () => {
    await expect(make({ guardDuty: { mode: "create", runtimeMonitoring: true, detectorId: "0".repeat(32) } })).rejects.toThrow("audit-threats: detectorId 00000000000000000000000000000000 is for mode adopt");
  });
});

test("the standards, in the form of the Region", () => {
  expect(ofType(graph, "aws:securityhub/standardsSubscription:StandardsSubscription").map(({ inputs }) => inputs["standardsArn"])).toEqual([
    "arn:aws:securityhub:eu-central-1::standards/cis-aws-foundations-benchmark/v/5.0.0",
    "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
  ]);
});

describe("alerts", () => {
  test("each finding goes to the topic of its severity", () => {
    const severities = Object.entries(findings("eu-central-1")).map(([key, { severity }]) => [`audit-findings-${key}-target`, TOPICS[severity]]);
    expect(Object.fromEntries(ofType(graph, "aws:cloudwatch/eventTarget:EventTarget").map(({ name, inputs }) => [name, inputs["arn"]]))).toEqual(Object.fromEntries(severities));
  });

  test("each activity has a filter whose metric its alarm counts", () => {
    for (const [key, { severity, pattern, threshold }] of Object.entries(ACTIVITIES)) {
      const filter = only(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter", `activity-${key}-filter`).inputs;
      expect([filter["logGroupName"], filter["pattern"], filter["metricTransformation"]]).toEqual(["/aws/cloudtrail/optibid-production", pattern, { name: `optibid-production-${key}`, namespace: "optibid-production/activity", value: "1" }]);
      const alarm = only(graph, "aws:cloudwatch/metricAlarm:MetricAlarm", `activity-${key}-alarm`).inputs;
      expect([alarm["namespace"], alarm["metricName"], alarm["threshold"], alarm["alarmActions"], alarm["treatMissingData"]]).toEqual(["optibid-production/activity", `optibid-production-${key}`, threshold, [TOPICS[severity]], "notBreaching"]);
    }
  });

  test("the CIS benchmark's fifteen, none longer than CloudWatch takes", () => {
    expect(Object.keys(ACTIVITIES)).toHaveLength(15);
    expect(Object.entries(ACTIVITIES).filter(([, { pattern }]) => pattern.length > 1_024 || (pattern.match(/\(/g) ?? []).length !== (pattern.match(/\)/g) ?? []).length)).toEqual([]);
  });

  test("lost events are kept where there is a queue for them", async () => {
    const queue = "arn:aws:sqs:eu-central-1:123456789012:alerts-lost";
    const made = await make({ deadLetterQueueArn: queue });
    expect(ofType(made, "aws:cloudwatch/eventTarget:EventTarget").filter(({ inputs }) => (inputs["deadLetterConfig"] as { arn?: string } | undefined)?.arn !== queue)).toEqual([]);
  });
});

describe("what the account has already", () => {
  const ADOPTED: Partial<AuditArgs> = {
    trail: { mode: "adopt", logGroup: "/aws/cloudtrail/organisation" },
    config: { mode: "adopt", attach: false, serviceLinkedRole: "create" },
    guardDuty: { mode: "adopt", runtimeMonitoring: true },
    securityHub: { mode: "adopt", attach: false, standards: ["fsbp"] },
    inspector: { mode: "adopt", scans: ["ECR"] },
    accessAnalyzer: { mode: "adopt", unusedAccessDays: 90 },
    accountDefaults: { mode: "adopt" },
    macie: { mode: "adopt" },
  };
  const typesOf = (made: readonly Registration[]): string[] => [...new Set(made.filter(({ custom }) => custom).map(({ type }) => type))].sort();
  const ALERTS = ["aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"];
  const ACTIVITY = ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "aws:cloudwatch/metricAlarm:MetricAlarm"];

  test("nothing is made that the account can have once; alarms look at the trail there is", async () => {
    const made = await make(ADOPTED);
    expect(typesOf(made)).toEqual([...ALERTS, ...ACTIVITY]);
    expect(new Set(ofType(made, ACTIVITY[0]!).map(({ inputs }) => inputs["logGroupName"]))).toEqual(new Set(["/aws/cloudtrail/organisation"]));
    expect(refusals(made)).toEqual([]);
    expect(violations(made)).toEqual([]);
  });

  test("ours is added where asked for", async () => {
    const made = await make({ ...ADOPTED, config: { mode: "adopt", attach: true, serviceLinkedRole: "create" }, guardDuty: { mode: "adopt", runtimeMonitoring: true, detectorId: "0".repeat(32) }, securityHub: { mode: "adopt", attach: true, standards: ["fsbp"] } });
    expect(typesOf(made)).toEqual(["aws:cfg/rule:Rule", ...ALERTS, ...ACTIVITY, "aws:guardduty/detectorFeature:DetectorFeature", "aws:securityhub/standardsSubscription:StandardsSubscription"]);
    expect(ofType(made, "aws:guardduty/detectorFeature:DetectorFeature")).toHaveLength(FEATURES.length);
    expect(ofType(made, "aws:cfg/rule:Rule")).toHaveLength(Object.keys(configRules(5433)).length);
  });

  test("off is off, and findings are still heard of", async () => {
    const off = { mode: "off" } as const;
    const made = await make({ trail: off, config: { ...ARGS.config, ...off }, guardDuty: { ...ARGS.guardDuty, ...off }, securityHub: { ...ARGS.securityHub, ...off }, inspector: { ...ARGS.inspector, ...off }, accessAnalyzer: { ...ARGS.accessAnalyzer, ...off }, accountDefaults: off, macie: off });
    expect(typesOf(made)).toEqual(ALERTS);
  });

  test("what another stack of the account alerts on already", async () => {
    expect((await make({ ...ADOPTED, alerts: false })).filter(({ custom }) => custom)).toEqual([]);
  });

  test("the role of AWS Config is not made a second time", async () => {
    const made = await make({ config: { mode: "create", attach: false, serviceLinkedRole: "adopt" } });
    expect(ofType(made, "aws:iam/serviceLinkedRole:ServiceLinkedRole")).toEqual([]);
    expect(ofType(made, "aws:cfg/recorder:Recorder")).toHaveLength(2);
  });
});

test.each([["neither", {}], ["volumes alone", { drData: ARGS.keyArns.drData }], ["logs alone", { drLogs: ARGS.keyArns.drLogs }]])("a Region of disaster recovery needs keys for its volumes and logs, not %s", async (_, more) => {
  const { audit, logs, data } = ARGS.keyArns;
  await expect(make({ keyArns: { audit, logs, data, ...more } })).rejects.toThrow("audit-defaults: drKeyArns are missing, and eu-west-1 needs keys for its volumes and logs");
});

describe("Systems Manager", () => {
  test("shares no document with everybody, and logs what runbooks print, in both Regions", () => {
    const settings = ofType(graph, "aws:ssm/serviceSetting:ServiceSetting").map(({ inputs }) => [inputs["region"], inputs["settingId"], inputs["settingValue"]]);
    const wanted = [
      ["/ssm/documents/console/public-sharing-permission", "Disable"],
      ["/ssm/automation/customer-script-log-group-name", "/aws/ssm/automation/optibid-production"],
      ["/ssm/automation/customer-script-log-destination", "CloudWatch"],
    ];
    expect(settings.toSorted()).toEqual(["eu-central-1", "eu-west-1"].flatMap((region) => wanted.map((setting) => [region, ...setting])).toSorted());
  });

  test("to a group of ours, under the key of its Region", () => {
    const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup").filter(({ name }) => name.includes("runbook"));
    expect(groups.map(({ inputs }) => [inputs["region"], inputs["name"], inputs["kmsKeyId"]])).toEqual([
      ["eu-central-1", "/aws/ssm/automation/optibid-production", ARGS.keyArns.logs],
      ["eu-west-1", "/aws/ssm/automation/optibid-production", ARGS.keyArns.drLogs],
    ]);
  });
});

test("Macie looks in both Regions, and tells of what repeats every quarter of an hour", () => {
  expect(ofType(graph, "aws:macie2/account:Account").map(({ inputs }) => inputs)).toEqual(["eu-central-1", "eu-west-1"].map((region) => ({ region, status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" })));
});

describe("Inspector", () => {
  const ENABLER = "aws:inspector2/enabler:Enabler";

  test("looks into the code of functions where it can", async () => {
    expect(only(graph, ENABLER).inputs).toEqual({ region: "eu-central-1", accountIds: ["123456789012"], resourceTypes: ["ECR", "EC2", "LAMBDA", "LAMBDA_CODE"] });
    expect(defaultScans("eu-south-1")).toEqual(["ECR", "EC2", "LAMBDA"]);
  });

  test("and where it is asked to", async () => {
    expect(only(await make({ inspector: { mode: "create", scans: ["ECR"] } }), ENABLER).inputs["resourceTypes"]).toEqual(["ECR"]);
  });
});

describe("contacts of the account", () => {
  const security = { name: "OptiBid Security", title: "Security", email: "security@optibid.com", phone: "+49 30 23125 100" };

  test("each that is named, kept in production", async () => {
    const made = await make({ contacts: { security, billing: { ...security, name: "OptiBid Accounts" } } });
    const contacts = ofType(made, "aws:account/alternativeContact:AlternativeContact");
    expect(contacts.map(({ name, inputs }) => [name, inputs])).toEqual([
      ["audit-contacts-billing", { alternateContactType: "BILLING", name: "OptiBid Accounts", title: "Security", emailAddress: "security@optibid.com", phoneNumber: "+49 30 23125 100" }],
      ["audit-contacts-security", { alternateContactType: "SECURITY", name: "OptiBid Security", title: "Security", emailAddress: "security@optibid.com", phoneNumber: "+49 30 23125 100" }],
    ]);
    expect(keptNames(made)).toEqual(expect.arrayContaining(contacts.map(({ name }) => name)));
    expect(refusals(made)).toEqual([]);
    expect(violations(made)).toEqual([]);
  });

  test("none is made where none is named", async () => {
    const { contacts: _, ...rest } = ARGS;
    for (const made of [graph, await record(() => new Audit("audit", rest))]) expect(made.filter(({ name }) => name.includes("contacts"))).toEqual([]);
  });
});

test("hooks change what they are for", async () => {
  const made = await make({ transform: { trail: { trail: (args) => ({ ...args, s3KeyPrefix: "trail" }) }, alarms: { alarm: (args) => ({ ...args, evaluationPeriods: 2 }) } } });
  expect(only(made, "aws:cloudtrail/trail:Trail").inputs["s3KeyPrefix"]).toBe("trail");
  expect(new Set(ofType(made, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs["evaluationPeriods"]))).toEqual(new Set([2]));
});
