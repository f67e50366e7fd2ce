/** `golive policies`. */
import { rules } from "../../policies/catalogue.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { ACCEPTED } from "../coverage/accepted.ts";
import { coverage as covered, survey } from "../coverage/coverage.ts";
import { coverageText } from "../coverage/text.ts";
import { printJson } from "../format/text.ts";
import { recordSettings } from "../graph/stacks.ts";
import { node } from "../prove/production.ts";
import { checkedSettings } from "../run/check.ts";
import { CACHE } from "../run/places.ts";

export async function coverage(stack: string, options: { readonly strict?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  const settings = checkedSettings(stack);
  const registrations = await recordSettings(stack, settings);
  const schemas = openSchemas({ cacheDirectory: CACHE });
  const components = new Set(registrations.filter(({ custom }) => !custom).map(({ type }) => type));
  const found = covered(stack, survey(registrations.map((each) => node(each, schemas)), components, rules), ACCEPTED);
  if (options.json === true) printJson(found);
  else process.stdout.write(`${coverageText(found)}\n`);
  process.exitCode = options.strict === true && !found.complete ? 1 : 0;
}
