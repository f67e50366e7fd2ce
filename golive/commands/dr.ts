/** `golive dr …`: the plan of a recovery with real identifiers, and its rehearsal. */
import { existsSync } from "node:fs";
import { openStore } from "../../rehearsal/world/store.ts";
import { estateOf, thingsOfState } from "../dr/estate.ts";
import { planOf } from "../dr/plan.ts";
import { rehearse } from "../dr/rehearse.ts";
import { drillText, planText } from "../format/dr.ts";
import { printJson } from "../format/text.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { readSettings, stackPlaces } from "../run/places.ts";
import { makeProgress } from "../run/progress.ts";
import { engineConfig } from "../run/settings.ts";
import { isRehearsed, LOCAL, openStack } from "../run/stack.ts";
import { exportedState } from "../run/state.ts";

/** The state is read and nothing is run: the platform's own program need not be loaded, nor be whole. */
const nothing = (): Promise<void> => Promise.resolve();

interface Json {
  readonly json?: true | undefined;
}

export async function plan(name: string, options: Json & { readonly rehearse?: true | undefined }): Promise<void> {
  const progress = await makeProgress();
  const open = await openStack(name, { rehearse: isRehearsed(name, options.rehearse), progress: progress.line, checkConfig: false, program: nothing });
  try {
    progress.line("reading the state");
    const { deployment } = await exportedState(open);
    const made = planOf(estateOf(name, open.config, thingsOfState(deployment.resources ?? [], open.config["aws:region"] ?? "")));
    if (options.json === true) printJson(made);
    else process.stdout.write(`${planText(made)}\n`);
    process.exitCode = made.ready ? EXIT.clean : EXIT.violations;
  } finally {
    await open.close();
  }
}

export async function drill(name: string, options: Json): Promise<void> {
  const { world } = stackPlaces(name);
  const settings = readSettings(name);
  if (!existsSync(world)) throw new Failure(`The world of "${name}" does not exist yet. Make it: golive up ${name}${name === LOCAL ? "" : " --rehearse"}`);
  const progress = await makeProgress();
  const store = openStore(world);
  try {
    const report = await rehearse(name, engineConfig(settings), store, progress.line);
    if (options.json === true) printJson(report);
    else process.stdout.write(`${drillText(report)}\n`);
    if (!report.recovered) process.exitCode = EXIT.failure;
    else process.exitCode = report.missed.length === 0 ? EXIT.clean : EXIT.violations;
  } finally {
    await store.close();
  }
}
