/** `golive config check`, `diff` and `calendar`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chartSvg, chartText, entryJson } from "../calendar/chart.ts";
import { calendarOf } from "../../config/sections/maintenance.ts";
import { differences } from "../config-diff/diff.ts";
import { readStack } from "../config-diff/read.ts";
import { differencesText } from "../config-diff/text.ts";
import { bold, counted, green, printJson, red } from "../format/text.ts";
import { checkSettings } from "../run/check.ts";
import { settingsFile } from "../run/places.ts";

export async function check(stacks: string[], options: { readonly json?: true | undefined }): Promise<void> {
  const results = stacks.map((stack) => ({ stack, problems: problemsOf(stack) }));
  if (options.json === true) printJson(results);
  for (const { stack, problems } of options.json === true ? [] : results) {
    if (problems.length === 0) process.stdout.write(`${green("ok")} Pulumi.${stack}.yaml\n`);
    else process.stdout.write(`${red(counted(problems.length, "mistake"))} in Pulumi.${stack}.yaml\n${problems.map((problem) => `  ${problem}`).join("\n")}\n`);
  }
  process.exitCode = results.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

function problemsOf(stack: string): string[] {
  const file = settingsFile(stack);
  if (!existsSync(file)) return [`Pulumi.${stack}.yaml does not exist`];
  return checkSettings(stack, readFileSync(file, "utf8"));
}

/** Prints the settings in which two stacks differ. Differing is no failure. */
export async function diff(one: string, other: string, options: { readonly json?: true | undefined }): Promise<void> {
  const found = differences(readStack(one), readStack(other));
  if (options.json === true) {
    printJson({ stacks: [one, other], differences: found.map(({ path, group, one: mine, other: theirs, description }) => ({ path, section: group, values: [mine ?? null, theirs ?? null], description })) });
    return;
  }
  process.stdout.write(`${differencesText(one, other, found)}\n`);
}

/** Prints the week of a stack: maintenance, backups and business hours. */
export async function calendar(stack: string, options: { readonly json?: true | undefined; readonly svg?: string | undefined }): Promise<void> {
  const { config } = readStack(stack);
  const entries = calendarOf(config);
  if (options.svg !== undefined) writeFileSync(options.svg, chartSvg(stack, entries));
  if (options.json === true) printJson({ stack, windows: entries.map(entryJson) });
  else process.stdout.write(`${bold(`Week of ${stack}`)}, UTC; a character is half an hour\n\n${chartText(entries)}\n`);
}
