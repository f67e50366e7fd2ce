/** `golive drift`: what is really there, against what was recorded. Changes nothing. */
import { driftText } from "../format/drift.ts";
import { printJson } from "../format/text.ts";
import { findDrift } from "../run/drift.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import { makeProgress } from "../run/progress.ts";
import { isRehearsed, openStack } from "../run/stack.ts";

export async function drift(name: string, options: { readonly rehearse?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  try {
    const open = await openStack(name, { rehearse: isRehearsed(name, options.rehearse), progress: progress.line, signal: interrupt.signal, checkConfig: false });
    try {
      interrupt.check();
      const report = await findDrift(open, progress, interrupt.signal);
      if (options.json === true) printJson(report);
      else process.stdout.write(`${driftText(report)}\n`);
      process.exitCode = report.clean ? EXIT.clean : EXIT.drift;
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
