/** `golive waive`. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { WAIVER_KEYS } from "../../checklist/waiver.ts";
import type { Waiver } from "../../checklist/waiver.ts";
import { rules } from "../../policies/catalogue.ts";
import { counted, green, printJson } from "../format/text.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { readSettings } from "../run/places.ts";
import { addWaiver } from "../waivers/add.ts";
import { askWaiver } from "../waivers/ask.ts";
import { readWaivers, waiversFile, waiversName } from "../waivers/file.ts";
import { standingIn } from "../waivers/standing.ts";

export interface WaiveOptions {
  readonly reason?: string | undefined;
  readonly owner?: string | undefined;
  readonly approver?: string | undefined;
  readonly ticket?: string | undefined;
  readonly expires?: string | undefined;
  readonly stack: string;
  readonly json?: true | undefined;
}

/** How each key is given on the command line. */
const FLAGS = { rule: "<rule>", resource: "<pattern>", reason: "--reason", owner: "--owner", approver: "--approver", ticket: "--ticket", expires: "--expires" } as const;

/**
 * Writes a waiver, created today, into the stack's file. On a terminal it asks for what was not given.
 *
 * @throws Failure with everything that is wrong with it, or that is missing where there is nobody to ask
 */
export async function waive(rule: string | undefined, resource: string | undefined, { stack, json, ...flags }: WaiveOptions): Promise<void> {
  const file = waiversName(stack);
  readSettings(stack); // a stack there is
  const today = new Date();
  const given = Object.fromEntries(Object.entries({ rule, resource, ...flags }).filter(([, value]) => value !== undefined)) as Partial<Waiver>;
  const missing = WAIVER_KEYS.flatMap((key) => (key === "created" || given[key] !== undefined ? [] : [FLAGS[key]]));
  const asking = missing.length > 0 && process.stdin.isTTY === true && process.stderr.isTTY === true;
  if (missing.length > 0 && !asking) throw new Failure(`${file}: not written. Without a terminal nothing can be asked; missing: ${missing.join(", ")}`);
  const standing = await standingIn(stack, today);
  const waiver = asking ? await asked(file, { ...standing, input: process.stdin, output: process.stderr, given, rules, today }) : { ...given, created: today.toISOString().slice(0, 10) };
  const added = addWaiver({ file, text: readWaivers(stack), waiver, rules, resources: standing.resources, today });
  if ("refused" in added) throw new Failure([`${file}: not written`, ...added.refused.map((each) => `  ${each}`)].join("\n"));
  replace(waiversFile(stack), added.text);
  if (json === true) printJson({ stack, file, waiver, matches: added.matches });
  else process.stdout.write(`${green("written")} ${file}: ${waiver.rule ?? ""} is waived until ${waiver.expires ?? ""} on ${counted(added.matches, "resource")}. It counts once it is merged.\n`);
}

async function asked(file: string, input: Parameters<typeof askWaiver>[0]): Promise<Waiver> {
  const answer = await askWaiver(input);
  if (answer === "declined") throw new Failure(`${file}: not written`);
  if (answer === "interrupted") throw new Failure(`${file}: not written`, EXIT.interrupted);
  return answer;
}

/** Written beside it and renamed: nobody reads half a file. */
function replace(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
