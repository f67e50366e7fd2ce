/** One preview with everything in it that an output has to show. */
import { previewReport } from "../../../golive/run/report.ts";
import type { PreviewReport, Violation } from "../../../golive/run/report.ts";
import { checkReport } from "../../../golive/report/shape.ts";
import type { CheckReport } from "../../../golive/report/shape.ts";
import { locator } from "../../../golive/report/locate.ts";
import { textMasker } from "../../../golive/report/mask-text.ts";
import { withWaivers } from "../../../golive/waivers/file.ts";
import { Collector } from "../../../golive/run/collect.ts";
import { ruleNamed } from "../../../policies/catalogue.ts";

export const TODAY = new Date("2026-03-10T12:00:00Z");
export const urn = (name: string): string => `urn:pulumi:production::optibid::golive:platform:Platform$golive:database:Database$aws:rds/instance:Instance::${name}`;
export const SOURCES = new Map([["components/database/database.ts", 'super("database", "Database", name, opts);\n\nnew aws.rds.Instance(\n  this.part("writer"),\nnew aws.rds.Instance(this.part("reader"), {}']]);

export function violation(rule: string, name: string, more: Partial<Violation> = {}): Violation {
  const { items, severity, remediation } = ruleNamed(rule)!;
  return { rule, items, severity, enforcement: "mandatory", urn: urn(name), message: `${rule} is broken`, remediation, ...more };
}

export function preview(violations: readonly Violation[], more: Partial<PreviewReport> = {}): PreviewReport {
  const empty = previewReport("production", new Collector(), violations.length > 0 ? "preview failed" : undefined);
  const mandatory = violations.filter(({ enforcement }) => enforcement === "mandatory").length;
  return { ...empty, violations, summary: { ...empty.summary, errors: [], rules: 203, resources: 2, operations: { create: 2 }, mandatory, advisory: violations.length - mandatory }, ...more };
}

export const waiver = (rule: string, name: string, expires = "2026-03-20"): string =>
  `  - { rule: ${rule}, resource: "*::${name}", reason: "<moved> & 'done'", owner: anna, approver: ben, ticket: OPS-1, created: "2026-03-01", expires: "${expires}" }\n`;

export function check(report: PreviewReport, waivers?: string): CheckReport {
  return checkReport(withWaivers(report, waivers, TODAY), { rehearsed: true, locate: locator(SOURCES), mask: textMasker(["hunter2hunter2"]) });
}

export const HOSTILE = `a <b> & "c" 'd' ]]> \u0000\u001b[31m | \`x\` @everyone postgres://app:s3cr3t@db hunter2hunter2 AKIAABCDEFGHIJKLMNOP </details>`;

/** Standing, advisory, waived, an expired and a stale waiver, deferred. */
export const SAMPLE: CheckReport = check(
  preview(
    [violation("database-multi-az", "optibid-database-writer"), violation("database-multi-az", "optibid-database-reader"), violation("database-encrypted", "optibid-database-old", { enforcement: "advisory", message: HOSTILE })],
    { deferred: [{ rule: "database-replicated", items: ["PRC-067"], urn: urn("optibid-database-writer"), reason: "unknown <yet>" }] },
  ),
  `waivers:\n${waiver("database-multi-az", "optibid-database-reader")}${waiver("database-multi-az", "optibid-database-writer", "2026-03-09")}${waiver("database-encrypted", "nobody", "2026-03-11")}`,
);
