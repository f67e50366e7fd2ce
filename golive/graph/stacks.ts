/** The resource graph of a checked-in stack, recorded from its real configuration and the real program. */
import { readSettings } from "../run/places.ts";
import { engineConfig } from "../run/settings.ts";
import { record } from "./record.ts";
import type { Registration } from "./record.ts";

/** The stacks that are checked in. */
export const STACKS = ["production", "staging", "dev", "local"] as const;

/** Records a stack's graph. */
export async function recordStack(stack: string): Promise<Registration[]> {
  return recordSettings(stack, readSettings(stack));
}

/** Records the graph of settings that may be in no file. */
export async function recordSettings(stack: string, settings: string): Promise<Registration[]> {
  const { default: deploy } = await import("../../index.ts");
  return record(deploy, { stack, config: engineConfig(settings) });
}
