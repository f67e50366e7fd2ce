/** Makes the neutral report of a finished preview: waivers of the stack, places in the checkout, secrets taken out. */
import type { Origins } from "../run/origins.ts";
import type { PreviewReport } from "../run/report.ts";
import { ROOT } from "../run/places.ts";
import { readWaivers, withWaivers } from "../waivers/file.ts";
import type { WaivedReport } from "../waivers/file.ts";
import { locator, readSources } from "./locate.ts";
import { maskedTexts, secretsOf, textMasker } from "./mask-text.ts";
import { checkReport, described } from "./shape.ts";
import type { CheckReport } from "./shape.ts";

/** The report with its waivers, and the form that outputs are made from. */
export interface Made {
  /** Its violations are findings, with their place and their page. */
  readonly waived: WaivedReport;
  readonly check: CheckReport;
}

/** @param origins where the program made each resource, as far as it ran */
export function makeReport(report: PreviewReport, rehearsed: boolean, origins?: Origins): Made {
  const mask = textMasker(secretsOf(process.env));
  const waived = withWaivers(report, readWaivers(report.stack), new Date());
  const locate = locator(readSources(ROOT), (urn) => origins?.of(urn));
  const violations = waived.violations.map((violation) => described(violation, locate));
  return { waived: maskedTexts({ ...waived, violations }, mask), check: checkReport(waived, { rehearsed, locate, mask }) };
}
