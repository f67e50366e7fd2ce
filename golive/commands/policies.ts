/** `golive policies`. */
import { rules } from "../../policies/catalogue.ts";
import type { Node } from "../../policies/graph.ts";
import { printJson } from "../format/text.ts";
import { checkedSettings } from "../run/check.ts";
import { EXIT } from "../run/failure.ts";
import { CACHE } from "../run/places.ts";
import { policyConfig } from "../run/policy-config.ts";
import { waiverErrorLine } from "../report/words.ts";

export async function coverage(stack: string, options: { readonly strict?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  const { nodes, components } = await recorded(stack);
  const [{ ACCEPTED }, covered, { coverageText }] = await Promise.all([import("../coverage/accepted.ts"), import("../coverage/coverage.ts"), import("../coverage/text.ts")]);
  const found = covered.coverage(stack, covered.survey(nodes, components, rules), ACCEPTED);
  if (options.json === true) printJson(found);
  else process.stdout.write(`${coverageText(found)}\n`);
  process.exitCode = options.strict === true && (!found.complete || found.stale.length > 0) ? 1 : 0;
}

export async function profile(stack: string, options: { readonly rounds: number; readonly json?: true | undefined }): Promise<void> {
  const { nodes } = await recorded(stack);
  const [measured, { profileText }] = await Promise.all([import("../profile/profile.ts"), import("../profile/text.ts")]);
  const found = measured.profile(stack, nodes, rules, options.rounds);
  if (options.json === true) printJson(found);
  else process.stdout.write(`${profileText(found)}\n`);
}

/** The graph of a stack as rules see it at preview, and which of its types are components. */
async function recorded(stack: string): Promise<{ readonly nodes: readonly Node[]; readonly components: ReadonlySet<string> }> {
  const settings = checkedSettings(stack);
  const [{ recordSettings }, { node }, { openSchemas }] = await Promise.all([import("../graph/stacks.ts"), import("../prove/production.ts"), import("../../rehearsal/schema/index.ts")]);
  const registrations = await recordSettings(stack, settings);
  const schemas = openSchemas({ cacheDirectory: CACHE });
  return { nodes: registrations.map((each) => node(each, schemas)), components: new Set(registrations.filter(({ custom }) => !custom).map(({ type }) => type)) };
}

/** Prints what the pack is configured with, for the plain `pulumi` command. A wrong waiver is told and not among it. */
export function config(stack: string): void {
  const { config: made, errors } = policyConfig(stack, new Date());
  for (const error of errors) process.stderr.write(`${waiverErrorLine(error)}\n`);
  printJson(made);
  process.exitCode = errors.length > 0 ? EXIT.failure : EXIT.clean;
}
