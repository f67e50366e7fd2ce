/** `golive preview`. */
import { previewText } from "../format/preview.ts";
import { printJson } from "../format/text.ts";
import { EXIT } from "../run/failure.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import { operate } from "../run/operate.ts";
import { makeProgress } from "../run/progress.ts";
import { previewReport } from "../run/report.ts";
import type { PreviewReport } from "../run/report.ts";
import { isRehearsed, openStack } from "../run/stack.ts";

/** Options of `golive preview`. */
export interface PreviewOptions {
  readonly rehearse?: true | undefined;
  readonly json?: true | undefined;
}

export async function preview(name: string, options: PreviewOptions): Promise<void> {
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  const open = await openStack(name, { rehearse: isRehearsed(name, options.rehearse), progress: progress.line, signal: interrupt.signal });
  try {
    interrupt.check();
    const { account, error } = await operate("preview", open, progress, { signal: interrupt.signal });
    const report = previewReport(name, account, error);
    if (options.json === true) printJson(report);
    else process.stdout.write(`${previewText(report)}\n`);
    process.exitCode = interrupt.requested() ? EXIT.interrupted : exitCode(report);
  } finally {
    await open.close();
  }
}

/** 0 clean, 2 mandatory violations, 1 anything that kept the preview from its end. */
export function exitCode({ summary }: PreviewReport): number {
  if (summary.errors.length > 0) return EXIT.failure;
  if (summary.mandatory > 0) return EXIT.violations;
  return summary.complete ? EXIT.clean : EXIT.failure;
}
