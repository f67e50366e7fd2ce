/** `golive rollback`: returns a stack to the images of an earlier release. */
import { bold, columns, printJson } from "../format/text.ts";
import { deploy, replaceFile, withSettings } from "../rollback/deploy.ts";
import type { Deployed } from "../rollback/deploy.ts";
import { planRollback } from "../rollback/plan.ts";
import type { RollbackPlan } from "../rollback/plan.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { readSettings, settingsFile } from "../run/places.ts";
import { isRehearsed, LOCAL } from "../run/stack.ts";

export interface RollbackOptions {
  readonly rehearse?: true | undefined;
  readonly to?: string | undefined;
  readonly json?: true | undefined;
  readonly yes?: true | undefined;
}

export async function rollback(stack: string, options: RollbackOptions): Promise<void> {
  const file = settingsFile(stack);
  const plan = planRollback(stack, readSettings(stack), options.to);
  const json = options.json === true;
  if (!json) process.stdout.write(`${planText(stack, plan)}\n`);
  if (!isRehearsed(stack, options.rehearse) && options.yes !== true) {
    throw new Failure(`golive rollback ${stack} would change what runs. Say so: golive rollback ${stack}${options.to === undefined ? "" : ` --to ${options.to}`} --yes`);
  }
  // A rehearsal of another stack leaves its settings alone; those of the local stack are there to be changed.
  const apart = options.rehearse === true && stack !== LOCAL;
  const deployed = apart ? await withSettings(file, plan.text, (settings) => deploy(stack, { rehearse: true, json, settings })) : await inPlace(stack, file, plan, json);
  if (json) printJson({ stack, from: plan.from, to: plan.to, swaps: plan.swaps, rehearsed: isRehearsed(stack, options.rehearse), settingsChanged: !apart, deployment: deployed.report ?? null });
  else if (!apart) process.stdout.write(`${after(stack, plan, deployed)}\n`);
  process.exitCode = deployed.code;
}

function inPlace(stack: string, file: string, plan: RollbackPlan, json: boolean): Promise<Deployed> {
  replaceFile(file, plan.text);
  return deploy(stack, { rehearse: false, json });
}

function planText(stack: string, { from, to, swaps }: RollbackPlan): string {
  const short = (image: string): string => image.replace(/^.*\/([^/@]+@sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1…");
  const rows = swaps.map((swap) => [swap.path, short(swap.from), "->", short(swap.to)]);
  const head = `${bold(stack)}: ${from} -> ${to}`;
  return swaps.length === 0 ? `${head}\n  the images are the same; only the version changes` : `${head}\n${columns(rows)}`;
}

function after(stack: string, { to }: RollbackPlan, { code }: Deployed): string {
  const file = `Pulumi.${stack}.yaml`;
  if (code === EXIT.clean) return `${file} names ${to} now. Commit it, so that the next deployment starts from there.`;
  return `${file} names ${to} now, but the deployment did not end well. Mend what is said above and run: golive up ${stack}\nTo stay with what ran before, take the change of ${file} back first.`;
}
