/** Reads the whole configuration of stacks for commands that look at it. */
import { readStackFile } from "../../config/check.ts";
import type { StackConfig } from "../../config/schema.ts";
import { Failure } from "../run/failure.ts";
import { readSettings } from "../run/places.ts";

/**
 * A stack's configuration with every default filled in.
 *
 * @throws Failure where there is no such stack, or with every mistake in its file
 */
export function readStack(stack: string): { readonly config: StackConfig; readonly region: string } {
  const checked = readStackFile(stack, readSettings(stack));
  if (checked.config === undefined) throw new Failure(checked.problems.join("\n"));
  return checked;
}
