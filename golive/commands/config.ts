/** `golive config check`. */
import { existsSync, readFileSync } from "node:fs";
import { counted, green, printJson, red } from "../format/text.ts";
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
