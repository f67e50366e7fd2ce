/** `golive down`. */
import { counted, duration, printJson } from "../format/text.ts";
import { errorsOf } from "../run/collect.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { liftProtection } from "../run/lift.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import { operate } from "../run/operate.ts";
import { makeProgress } from "../run/progress.ts";
import { recover } from "../run/recover.ts";
import { exportedState } from "../run/state.ts";
import { isRehearsed, LOCAL, openStack } from "../run/stack.ts";

export interface DownOptions {
  readonly rehearse?: true | undefined;
  readonly json?: true | undefined;
  readonly yes?: true | undefined;
}

export async function down(name: string, options: DownOptions): Promise<void> {
  const rehearsed = isRehearsed(name, options.rehearse);
  if (!rehearsed && options.yes !== true) throw new Failure(`golive down ${name} would destroy real infrastructure. Say so: golive down ${name} --yes`);
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  const open = await openStack(name, { rehearse: rehearsed, progress: progress.line, signal: interrupt.signal, checkConfig: false });
  const started = performance.now();
  try {
    interrupt.check();
    await recover(open, progress.line);
    const state = await exportedState(open);
    const total = state.deployment.resources?.length ?? 0;
    if (rehearsed && total > 0) {
      const lifted = await liftProtection(open, state);
      if (lifted > 0) progress.line(`deletion protection is off for ${counted(lifted, "resource")} of the rehearsed world`);
    }
    interrupt.check();
    const { account, error } = await operate("destroy", open, progress, { total, signal: interrupt.signal });
    const deleted = account.changes["delete"] ?? 0;
    if (options.json === true) printJson({ stack: name, deleted, complete: error === undefined, errors: error === undefined ? [] : [error] });
    else if (error === undefined) process.stdout.write(`${name}: ${counted(deleted, "resource")} deleted in ${duration(performance.now() - started)}. Nothing is left.\n`);
    if (error !== undefined) {
      const reasons = errorsOf(account);
      throw new Failure([`${name} was not destroyed whole:`, ...(reasons.length > 0 ? reasons : [error]), `Run it again when that is mended: npx golive down ${name}${rehearsed && name !== LOCAL ? " --rehearse" : ""}`].join("\n"), interrupt.requested() ? EXIT.interrupted : EXIT.failure);
    }
  } finally {
    await open.close();
  }
}
