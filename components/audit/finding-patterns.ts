/** Which findings of the security services become alerts, and how loud. Pure. */

/** An EventBridge event pattern. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** One kind of finding. */
export interface Finding {
  readonly severity: "critical" | "warning";
  readonly description: string;
  readonly pattern: EventPattern;
}

/** GuardDuty's own words: 7 and above is High, 9 and above Critical, 4 and above Medium. Source: Amazon GuardDuty User Guide, "Severity levels". */
const guardDuty = (range: readonly unknown[]): EventPattern => ({
  source: ["aws.guardduty"],
  "detail-type": ["GuardDuty Finding"],
  detail: { severity: [{ numeric: range }] },
});

/**
 * Findings of Security Hub that are new. GuardDuty, Inspector and Macie speak for themselves at home; from another Region
 * their findings come only through the aggregator.
 */
const hub = (home: string, labels: readonly string[]): EventPattern => ({
  source: ["aws.securityhub"],
  "detail-type": ["Security Hub Findings - Imported"],
  detail: {
    findings: {
      Severity: { Label: labels },
      RecordState: ["ACTIVE"],
      Workflow: { Status: ["NEW"] },
      $or: [{ ProductName: [{ "anything-but": ["GuardDuty", "Inspector", "Macie"] }] }, { Region: [{ "anything-but": home }] }],
    },
  },
});

const inspector = (severity: string): EventPattern => ({
  source: ["aws.inspector2"],
  "detail-type": ["Inspector2 Finding"],
  detail: { severity: [severity], status: ["ACTIVE"] },
});

/**
 * What Macie finds: about a bucket (POLICY), or in an object (CLASSIFICATION). The page for maintenance is a bucket that
 * CloudFront reads, as it is meant to be.
 * Source: Amazon Macie User Guide, "Types of findings"; Amazon Macie API Reference, Finding.
 */
const macie = (category: "POLICY" | "CLASSIFICATION", severities: readonly string[]): EventPattern => ({
  source: ["aws.macie"],
  "detail-type": ["Macie Finding"],
  detail: {
    category: [category],
    severity: { description: severities },
    ...(category === "POLICY" ? { type: [{ "anything-but": ["Policy:IAMUser/S3BucketSharedWithCloudFront"] }] } : {}),
  },
});

/**
 * The findings that alert, by name.
 *
 * @param home Region whose services report directly
 */
export function findings(home: string): Readonly<Record<string, Finding>> {
  return {
    "threat-high": { severity: "critical", description: "GuardDuty: a threat of high severity", pattern: guardDuty([">=", 7]) },
    "threat-medium": { severity: "warning", description: "GuardDuty: a threat of medium severity", pattern: guardDuty([">=", 4, "<", 7]) },
    "posture-critical": { severity: "critical", description: "Security Hub: a critical finding", pattern: hub(home, ["CRITICAL"]) },
    "posture-high": { severity: "warning", description: "Security Hub: a finding of high severity", pattern: hub(home, ["HIGH"]) },
    "vulnerability-critical": { severity: "critical", description: "Inspector: a critical vulnerability", pattern: inspector("CRITICAL") },
    "vulnerability-high": { severity: "warning", description: "Inspector: a vulnerability of high severity", pattern: inspector("HIGH") },
    "bucket-open": { severity: "critical", description: "Macie: a bucket is open, or its protection is off", pattern: macie("POLICY", ["High"]) },
    "data-found": { severity: "warning", description: "Macie: personal data or credentials in an object", pattern: macie("CLASSIFICATION", ["High", "Medium"]) },
    "public-access": {
      severity: "critical",
      description: "Access Analyzer: something is open to everybody",
      pattern: { source: ["aws.access-analyzer"], "detail-type": ["Access Analyzer Finding"], detail: { status: ["ACTIVE"], isPublic: [true] } },
    },
    "external-access": {
      severity: "warning",
      description: "Access Analyzer: somebody outside the account has access",
      pattern: { source: ["aws.access-analyzer"], "detail-type": ["Access Analyzer Finding"], detail: { status: ["ACTIVE"], isPublic: [false] } },
    },
    "rule-broken": {
      severity: "warning",
      description: "AWS Config: a resource breaks a rule",
      pattern: { source: ["aws.config"], "detail-type": ["Config Rules Compliance Change"], detail: { messageType: ["ComplianceChangeNotification"], newEvaluationResult: { complianceType: ["NON_COMPLIANT"] } } },
    },
  };
}
