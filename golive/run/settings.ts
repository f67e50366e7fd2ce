/** A stack's settings file as the engine reads it. */
import { parse } from "yaml";

/** A stack's configuration with full keys, as the engine hands it to the program. */
export function engineConfig(settings: string): Record<string, string> {
  const { config = {} } = parse(settings) as { config?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
}
