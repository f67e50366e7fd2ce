/** `golive policies`. */
import { existsSync, readFileSync } from "node:fs";
import { rules } from "../../policies/catalogue.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { ACCEPTED } from "../coverage/accepted.ts";
import { coverage as covered, survey } from "../coverage/coverage.ts";
import { coverageText } from "../coverage/text.ts";
import { printJson } from "../format/text.ts";
import { recordSettings } from "../graph/stacks.ts";
import { node } from "../prove/production.ts";
import { checkSettings } from "../run/check.ts";
import { Failure } from "../run/failure.ts";
import { CACHE, settingsFile } from "../run/places.ts";

export async function coverage(stack: string, options: { readonly strict?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  const file = settingsFile(stack);
  if (!existsSync(file)) throw new Failure(`There is no stack "${stack}": Pulumi.${stack}.yaml does not exist.`);
  const settings = readFileSync(file, "utf8");
  const problems = checkSettings(stack, settings);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  const registrations = await recordSettings(stack, settings);
  const schemas = openSchemas({ cacheDirectory: CACHE });
  const components = new Set(registrations.filter(({ custom }) => !custom).map(({ type }) => type));
  const found = covered(stack, survey(registrations.map((each) => node(each, schemas)), components, rules), ACCEPTED);
  if (options.json === true) printJson(found);
  else process.stdout.write(`${coverageText(found)}\n`);
  process.exitCode = options.strict === true && !found.complete ? 1 : 0;
}
