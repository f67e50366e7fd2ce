/** The resource graph of a checked-in stack, recorded from its real configuration and the real program. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { settingsFile } from "../run/places.ts";
import { record } from "./record.ts";
import type { Registration } from "./record.ts";

/** The stacks that are checked in. */
export const STACKS = ["production", "staging", "dev", "local"] as const;

/** A stack's configuration with full keys, as the engine hands it to the program. */
export function engineConfig(settings: string): Record<string, string> {
  const { config = {} } = parse(settings) as { config?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
}

/** Records a stack's graph. */
export async function recordStack(stack: string): Promise<Registration[]> {
  return recordSettings(stack, readFileSync(settingsFile(stack), "utf8"));
}

/** Records the graph of settings that may be in no file. */
export async function recordSettings(stack: string, settings: string): Promise<Registration[]> {
  const { default: deploy } = await import("../../index.ts");
  return record(deploy, { stack, config: engineConfig(settings) });
}
