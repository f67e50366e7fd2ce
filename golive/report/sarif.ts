/** SARIF 2.1.0 for code scanning. Source: OASIS, "Static Analysis Results Interchange Format 2.1.0"; GitHub, "SARIF support for code scanning". */
import { createHash } from "node:crypto";
import type { CheckReport, Finding } from "./shape.ts";

/** Rule under which wrong waivers are told. */
const WAIVER_RULE = "waiver-wrong";

/** How GitHub sorts security findings, out of 10: critical above 9, high from 7, medium from 4. */
const SCORE: Readonly<Record<string, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/**
 * The report as a SARIF log. Waived findings are there, suppressed.
 *
 * @param checkout what makes an address of a path in the checkout
 */
export function sarif(report: CheckReport, checkout: string): object {
  const findings = report.items.flatMap((item) => item.findings);
  const rules = [...new Map(findings.map((finding) => [finding.rule, finding])).values()];
  const ids = [...rules.map(({ rule }) => rule), ...(report.waivers.errors.length > 0 ? [WAIVER_RULE] : [])];
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "golive", rules: [...rules.map((each) => ruleOf(each, checkout)), ...(ids.includes(WAIVER_RULE) ? [waiverRule()] : [])] } },
        automationDetails: { id: `golive/${report.stack}/` },
        originalUriBaseIds: { SRCROOT: { description: { text: "The root of the checkout." } } },
        invocations: [{ executionSuccessful: report.errors.length === 0, toolExecutionNotifications: notifications(report) }],
        results: [...findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule), report.stack)), ...waiverResults(report, ids.indexOf(WAIVER_RULE))],
      },
    ],
  };
}

function ruleOf({ rule, demands, remediation, documentation, severity, enforcement, items }: Finding, checkout: string): object {
  const help = remediation === "" ? demands || rule : remediation;
  return {
    id: rule,
    shortDescription: { text: demands || rule },
    ...(documentation === "" ? {} : { helpUri: `${checkout}${documentation}` }),
    help: { text: help },
    defaultConfiguration: { level: levelOf(enforcement) },
    properties: { tags: ["security", ...items], "security-severity": SCORE[severity] ?? SCORE["high"] },
  };
}

function waiverRule(): object {
  return { id: WAIVER_RULE, shortDescription: { text: "Waivers are whole, approved by somebody else, limited in time and in what they cover." }, help: { text: "Mend the entry or take it out; golive waive writes right ones." }, defaultConfiguration: { level: "error" } };
}

function levelOf(enforcement: string): "error" | "warning" {
  return enforcement === "mandatory" ? "error" : "warning";
}

function resultOf(finding: Finding, ruleIndex: number, stack: string): object {
  const { rule, enforcement, message, urn, location, remediation, waiver, items } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levelOf(enforcement),
    message: { text: [`${location.name || stack}: ${message}`, ...(remediation === "" ? [] : [`Fix: ${remediation}`])].join("\n") },
    locations: [{ ...physical(location.file ?? `Pulumi.${stack}.yaml`, location.line), logicalLocations: [{ name: location.name || stack, fullyQualifiedName: urn || stack, kind: "resource" }] }],
    partialFingerprints: { "ruleAndResource/v1": createHash("sha256").update(`${rule}\n${urn}`).digest("hex") },
    suppressions: waiver === undefined ? [] : [{ kind: "external", status: "accepted", justification: `${waiver.reason} (${waiver.ticket}; owner ${waiver.owner}, approved by ${waiver.approver}, until ${waiver.expires})` }],
    properties: { items },
  };
}

/** Code scanning shows nothing that has no place: the stack's settings stand in for an unknown one. */
function physical(uri: string, line = 1): object {
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: "SRCROOT" }, region: { startLine: line } } };
}

function waiverResults({ waivers }: CheckReport, ruleIndex: number): object[] {
  return waivers.errors.map(({ file, entry, line, kind, message }) => ({
    ruleId: WAIVER_RULE,
    ruleIndex,
    level: "error",
    message: { text: `${entry === 0 ? "" : `entry ${entry}: `}${message}` },
    locations: [physical(file, line)],
    partialFingerprints: { "waiver/v1": createHash("sha256").update(`${file}\n${kind}\n${message}`).digest("hex") },
    suppressions: [],
  }));
}

function notifications({ errors, deferred }: CheckReport): object[] {
  return [
    ...errors.map((text) => ({ level: "error", message: { text } })),
    ...deferred.map(({ rule, urn, reason }) => ({ level: "note", message: { text: `deferred: ${rule} on ${urn}: ${reason}` } })),
  ];
}
