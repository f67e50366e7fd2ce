/** A stack's file of waivers, and what it says about a preview. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Waived, WaiverError } from "../../checklist/waiver.ts";
import { evaluateWaivers } from "../../checklist/waivers.ts";
import type { StaleWaiver } from "../../checklist/waivers.ts";
import type { Deferred } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import { EXIT } from "../run/failure.ts";
import { settingsFile } from "../run/places.ts";
import type { PreviewReport, Violation } from "../run/report.ts";

/** A violation that may be waived; it stays in every list. */
export type JudgedViolation = Violation & { readonly waiver?: Waived };

/** A preview's report with its waivers. */
export interface WaivedReport extends PreviewReport {
  readonly violations: readonly JudgedViolation[];
  /** A verdict that is still to come may be waived already. */
  readonly deferred: readonly (Deferred & { readonly waiver?: Waived })[];
  readonly waivers: {
    /** The file, from the root of the checkout. */
    readonly file: string;
    /** Mandatory and advisory violations that are waived. */
    readonly waived: number;
    readonly errors: readonly WaiverError[];
    readonly stale: readonly StaleWaiver[];
  };
}

/** Where a stack's waivers are, beside its settings. @throws Failure for what is no stack's name */
export function waiversFile(stack: string): string {
  return join(dirname(settingsFile(stack)), "waivers", `${stack}.yaml`);
}

/** The same file as messages name it. */
export function waiversName(stack: string): string {
  return `waivers/${stack}.yaml`;
}

/** The file's text; undefined where there is none. */
export function readWaivers(stack: string): string | undefined {
  const file = waiversFile(stack);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Lays a file of waivers over a preview's report. */
export function withWaivers(report: PreviewReport, text: string | undefined, today: Date): WaivedReport {
  const file = waiversName(report.stack);
  const resources = report.resources.filter(({ type }) => breaksRules(type)).map(({ urn }) => urn);
  const evaluate = <Each extends { readonly rule: string; readonly urn: string }>(violations: readonly Each[]) => evaluateWaivers({ file, text, violations, rules, resources, today });
  const { violations } = evaluate(report.violations);
  const { violations: deferred } = evaluate(report.deferred);
  // A waiver is needed by what is broken and by what may turn out to be.
  const { errors, stale } = evaluate([...report.violations, ...report.deferred]);
  return { ...report, violations, deferred, waivers: { file, waived: violations.filter(({ waiver }) => waiver !== undefined).length, errors, stale } };
}

/** Components, providers and the stack itself are no resources that a rule looks at. */
export function breaksRules(type: string): boolean {
  return !type.startsWith("pulumi:") && !type.startsWith("golive:");
}

/** Mandatory violations that no waiver covers. */
export function standing({ violations }: Pick<WaivedReport, "violations">): number {
  return violations.filter(({ enforcement, waiver }) => enforcement === "mandatory" && waiver === undefined).length;
}

/** 0 clean or waived, 2 mandatory violations that stand, 1 wrong waivers and anything that kept the preview from its end. */
export function waivedExitCode(report: WaivedReport): number {
  const { errors, complete } = report.summary;
  if (errors.length > 0) return EXIT.failure;
  if (standing(report) > 0) return EXIT.violations;
  if (report.waivers.errors.length > 0) return EXIT.failure;
  return complete ? EXIT.clean : EXIT.failure;
}
