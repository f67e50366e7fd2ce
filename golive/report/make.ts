/** Makes the neutral report of a finished preview: waivers of the stack, places in the checkout, secrets taken out. */
import type { PreviewReport } from "../run/report.ts";
import { ROOT } from "../run/places.ts";
import { readWaivers, withWaivers } from "../waivers/file.ts";
import type { WaivedReport } from "../waivers/file.ts";
import { locator, readSources } from "./locate.ts";
import { maskedTexts, secretsOf, textMasker } from "./mask-text.ts";
import { checkReport } from "./shape.ts";
import type { CheckReport } from "./shape.ts";

/** The report with its waivers, and the form that outputs are made from. */
export interface Made {
  readonly waived: WaivedReport;
  readonly check: CheckReport;
}

export function makeReport(report: PreviewReport, rehearsed: boolean): Made {
  const mask = textMasker(secretsOf(process.env));
  const waived = withWaivers(report, readWaivers(report.stack), new Date());
  return { waived: maskedTexts(waived, mask), check: checkReport(waived, { rehearsed, locate: locator(readSources(ROOT)), mask }) };
}
