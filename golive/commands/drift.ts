/** `golive drift`: what is really there, against what was recorded and against the rules. Changes nothing. */
import { driftText } from "../format/drift.ts";
import { printJson } from "../format/text.ts";
import { makeReport } from "../report/make.ts";
import { findDrift } from "../run/drift.ts";
import type { Drift } from "../run/drift.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import { judge } from "../run/judge.ts";
import { policyConfig } from "../run/policy-config.ts";
import { makeProgress } from "../run/progress.ts";
import { isRehearsed, openStack } from "../run/stack.ts";
import { standing } from "../waivers/file.ts";
import type { WaivedReport } from "../waivers/file.ts";

/** What `golive drift --json` prints. Other programs build on this shape. */
export interface DriftReport extends Omit<Drift, "actual">, Pick<WaivedReport, "violations" | "waivers"> {}

export async function drift(name: string, options: { readonly rehearse?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  const rehearse = isRehearsed(name, options.rehearse);
  try {
    const { config } = policyConfig(name, new Date());
    const open = await openStack(name, { rehearse, progress: progress.line, signal: interrupt.signal, checkConfig: false });
    try {
      interrupt.check();
      const { actual, ...found } = await findDrift(open, progress, interrupt.signal);
      const { waived, check } = makeReport(judge(actual, { stack: name, stackConfig: open.config, policyConfig: config }), rehearse);
      const report: DriftReport = { ...found, violations: waived.violations, waivers: waived.waivers };
      if (options.json === true) printJson(report);
      else process.stdout.write(`${driftText(found, check)}\n`);
      process.exitCode = driftExitCode(report);
    } finally {
      await open.close();
    }
  } catch (error) {
    // Whatever kept us from looking, the answer is neither "clean" nor "drift".
    if (error instanceof Failure && error.code === EXIT.interrupted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Failure(`Whether ${name} has drifted could not be told: ${message}`, EXIT.unknown);
  }
}

/** 3 drift, 2 none but a mandatory rule is broken that no waiver covers, 1 neither but wrong waivers, 0 clean. */
export function driftExitCode({ clean, ...judged }: Pick<DriftReport, "clean" | "violations" | "waivers">): number {
  if (!clean) return EXIT.drift;
  if (standing(judged) > 0) return EXIT.violations;
  return judged.waivers.errors.length > 0 ? EXIT.failure : EXIT.clean;
}
