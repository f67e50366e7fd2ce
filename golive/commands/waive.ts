/** `golive waive`. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { rules } from "../../policies/catalogue.ts";
import { counted, green, printJson } from "../format/text.ts";
import { recordStack } from "../graph/stacks.ts";
import { Failure } from "../run/failure.ts";
import { readSettings } from "../run/places.ts";
import { addWaiver } from "../waivers/add.ts";
import { readWaivers, waiversFile, waiversName } from "../waivers/file.ts";
import { engineUrns } from "../waivers/urns.ts";

export interface WaiveOptions {
  readonly reason?: string | undefined;
  readonly owner?: string | undefined;
  readonly approver?: string | undefined;
  readonly ticket?: string | undefined;
  readonly expires?: string | undefined;
  readonly stack: string;
  readonly json?: true | undefined;
}

/** Writes a waiver, created today, into the stack's file. @throws Failure with everything that is wrong with it */
export async function waive(rule: string, resource: string, { stack, json, ...given }: WaiveOptions): Promise<void> {
  const file = waiversName(stack);
  readSettings(stack); // a stack there is
  const today = new Date();
  const { reason, owner, approver, ticket, expires } = given;
  const written = Object.entries({ rule, resource, reason, owner, approver, ticket, created: today.toISOString().slice(0, 10), expires });
  const waiver = Object.fromEntries(written.filter(([, value]) => value !== undefined));
  const resources = engineUrns(await recordStack(stack));
  const added = addWaiver({ file, text: readWaivers(stack), waiver, rules, resources, today });
  if ("refused" in added) throw new Failure([`${file}: not written`, ...added.refused.map((each) => `  ${each}`)].join("\n"));
  replace(waiversFile(stack), added.text);
  if (json === true) printJson({ stack, file, waiver, matches: added.matches });
  else process.stdout.write(`${green("written")} ${file}: ${rule} is waived until ${expires ?? ""} on ${counted(added.matches, "resource")}. It counts once it is merged.\n`);
}

/** Written beside it and renamed: nobody reads half a file. */
function replace(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
