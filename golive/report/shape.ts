/** The neutral form of a preview that every output is made from: findings by checklist item, waivers, what is deferred. */
import { itemOf } from "../../checklist/ids.ts";
import type { Waived, WaiverError } from "../../checklist/waiver.ts";
import type { StaleWaiver } from "../../checklist/waivers.ts";
import type { Deferred } from "../../policies/analyzer.ts";
import { ruleNamed } from "../../policies/catalogue.ts";
import { EXIT } from "../run/failure.ts";
import type { Remediated } from "../run/remediated.ts";
import { standing, waivedExitCode } from "../waivers/file.ts";
import type { JudgedViolation, WaivedReport } from "../waivers/file.ts";
import { documentedAt } from "./documented.ts";
import type { Location } from "./locate.ts";
import { maskedTexts } from "./mask-text.ts";

/** A violation with all that is known about it. */
export interface Finding extends JudgedViolation {
  /** What the rule demands; empty for rules of other packs. */
  readonly demands: string;
  /** Page and anchor where the rule is documented, from the root of the checkout; empty for rules of other packs. */
  readonly documentation: string;
  readonly location: Location;
}

/** A checklist item that is broken. */
export interface BrokenItem {
  /** `PRC-067`; empty for findings of other policy packs. */
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly findings: readonly Finding[];
}

/** What a policy mended, and where it comes from. */
export interface Mended extends Remediated {
  readonly location: Location;
}

/** A waiver at work, and what it covers. */
export interface AppliedWaiver extends Waived {
  readonly urns: readonly string[];
}

/** What `golive ci preview --json` prints. */
export interface CheckReport {
  readonly stack: string;
  readonly rehearsed: boolean;
  /** `clean`: nothing stands against it; `refused`: a mandatory violation does; `failed`: it could not be told, or waivers are wrong. */
  readonly verdict: "clean" | "refused" | "failed";
  readonly plan: {
    readonly resources: number;
    readonly operations: Readonly<Record<string, number>>;
    readonly rules: number;
  };
  readonly counts: {
    /** Mandatory violations that no waiver covers. */
    readonly standing: number;
    readonly advisory: number;
    readonly waived: number;
    readonly deferred: number;
  };
  readonly items: readonly BrokenItem[];
  readonly waivers: {
    readonly file: string;
    readonly applied: readonly AppliedWaiver[];
    readonly errors: readonly WaiverError[];
    readonly stale: readonly StaleWaiver[];
  };
  /** What policies mended, resource by resource. */
  readonly remediations: readonly Mended[];
  readonly deferred: readonly Deferred[];
  readonly errors: readonly string[];
}

export interface ShapeOptions {
  readonly rehearsed: boolean;
  /** Finds the place of a URN in the sources. */
  readonly locate: (urn: string) => Location;
  /** Takes secrets out of every text. */
  readonly mask: (text: string) => string;
}

/** A violation with what its rule says and where its resource is made. */
export function described(violation: JudgedViolation, locate: ShapeOptions["locate"]): Finding {
  const rule = ruleNamed(violation.rule);
  return { ...violation, demands: rule?.demands ?? "", documentation: rule === undefined ? "" : documentedAt(rule), location: locate(violation.urn) };
}

/** The neutral form of a report. */
export function checkReport(report: WaivedReport, { rehearsed, locate, mask }: ShapeOptions): CheckReport {
  const findings = report.violations.map((violation) => described(violation, locate));
  const advisory = findings.filter(({ enforcement, waiver }) => enforcement !== "mandatory" && waiver === undefined).length;
  const { file, errors, stale, waived } = report.waivers;
  const code = waivedExitCode(report);
  const shape: CheckReport = {
    stack: report.stack,
    rehearsed,
    verdict: code === EXIT.clean ? "clean" : code === EXIT.violations ? "refused" : "failed",
    plan: { resources: report.summary.resources, operations: report.summary.operations, rules: report.summary.rules },
    counts: { standing: standing(report), advisory, waived, deferred: report.deferred.length },
    items: byItem(findings),
    waivers: { file, applied: applied(findings), errors, stale },
    remediations: report.remediations.map((each) => ({ ...each, location: locate(each.urn) })),
    deferred: report.deferred,
    errors: report.summary.errors,
  };
  return maskedTexts(shape, mask);
}

/** Findings under the item they break; one that breaks several stands under the first. */
function byItem(findings: readonly Finding[]): BrokenItem[] {
  return [...Map.groupBy(findings, ({ items }) => items[0] ?? "")]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, group]) => {
      const item = itemOf(id);
      return { id, title: item?.title ?? "Other policies", section: item?.section ?? "", findings: group.toSorted((a, b) => order(a) - order(b)) };
    });
}

/** What must be mended first comes first. */
function order({ waiver, enforcement, severity }: Finding): number {
  return (waiver === undefined ? 0 : 100) + (enforcement === "mandatory" ? 0 : 10) + ["critical", "high", "medium", "low"].indexOf(severity);
}

function applied(findings: readonly Finding[]): AppliedWaiver[] {
  return [...Map.groupBy(findings.filter(({ waiver }) => waiver !== undefined), ({ waiver }) => waiver?.entry)]
    .flatMap(([, group]) => (group[0]?.waiver === undefined ? [] : [{ ...group[0].waiver, urns: group.map(({ urn }) => urn) }]))
    .sort((a, b) => a.daysLeft - b.daysLeft);
}
