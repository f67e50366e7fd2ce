/** Where golive keeps things in a checkout. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.ts";

/** Root of the checkout. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Things that can be made again: engines, parsed schemas. */
export const CACHE = process.env["GOLIVE_CACHE"] ?? join(ROOT, ".cache");

/** Things that are somebody's: rehearsed worlds and their state. */
export const HOME = process.env["GOLIVE_HOME"] ?? join(ROOT, ".golive");

/** Where the stacks' settings are: `Pulumi.<stack>.yaml`. */
export const SETTINGS = process.env["GOLIVE_SETTINGS"] ?? ROOT;

/** Settings file of a stack. @throws Failure for what is no stack's name */
export function settingsFile(stack: string): string {
  return join(SETTINGS, `Pulumi.${named(stack)}.yaml`);
}

/**
 * Text of a stack's settings file.
 *
 * @throws Failure where there is no such stack
 */
export function readSettings(stack: string): string {
  const file = settingsFile(stack);
  if (!existsSync(file)) throw new Failure(`There is no stack "${stack}": Pulumi.${stack}.yaml does not exist.`);
  return readFileSync(file, "utf8");
}

/** Stack names become file names, and `rehearsal reset` deletes by them. Source: Pulumi, "Stacks": letters, digits, hyphen, underscore, period. */
function named(stack: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$/.test(stack)) {
    throw new Failure(`"${stack}" is no stack's name; accepted: up to 100 letters, digits, hyphens, underscores and periods, no period first`);
  }
  return stack;
}

/** Project name in Pulumi.yaml. */
export const PROJECT = "optibid";

/** The policy pack. */
export const POLICIES = join(ROOT, "policies");

/** Everything that belongs to one rehearsed stack. */
export interface StackPlaces {
  /** The world it is deployed into. */
  readonly world: string;
  /** Pulumi's state of it. */
  readonly state: string;
  /** A project directory of its own, so that the engine writes nothing beside the checked-in settings. */
  readonly project: string;
  /** What the running server says of itself. */
  readonly server: string;
}

export function stackPlaces(stack: string): StackPlaces {
  const home = join(HOME, named(stack));
  return { world: join(home, "world"), state: join(home, "state"), project: join(home, "project"), server: join(home, "server.json") };
}
