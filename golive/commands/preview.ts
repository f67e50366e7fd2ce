/** `golive preview`. */
import { printJson } from "../format/text.ts";
import { makeReport } from "../report/make.ts";
import type { Made } from "../report/make.ts";
import { checkText } from "../report/text.ts";
import { EXIT } from "../run/failure.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import { operate } from "../run/operate.ts";
import { makeProgress } from "../run/progress.ts";
import { policyConfig, writePolicyConfig } from "../run/policy-config.ts";
import { previewReport } from "../run/report.ts";
import { isRehearsed, openStack } from "../run/stack.ts";
import { waivedExitCode } from "../waivers/file.ts";

/** Options of `golive preview`. */
export interface PreviewOptions {
  readonly rehearse?: true | undefined;
  readonly json?: true | undefined;
}

export async function preview(name: string, options: PreviewOptions): Promise<void> {
  const { waived, check } = await judgedPreview(name, options.rehearse);
  if (options.json === true) printJson(waived);
  else process.stdout.write(`${checkText(check)}\n`);
}

/** Previews a stack, lays its waivers over what was found and sets the exit code. */
export async function judgedPreview(name: string, rehearse: true | undefined): Promise<Made> {
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  const rehearsed = isRehearsed(name, rehearse);
  const open = await openStack(name, { rehearse: rehearsed, progress: progress.line, signal: interrupt.signal });
  try {
    interrupt.check();
    const handed = writePolicyConfig(name, policyConfig(name, new Date()).config);
    const { account, error } = await operate("preview", open, progress, { signal: interrupt.signal, policyConfig: handed });
    const made = makeReport(previewReport(name, account, error), rehearsed, open.origins);
    process.exitCode = interrupt.requested() ? EXIT.interrupted : waivedExitCode(made.waived);
    return made;
  } finally {
    await open.close();
  }
}
