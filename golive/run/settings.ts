/** A stack's settings file as the engine reads it, with something in place of the secrets that only its own key opens. */
import { parse } from "yaml";
import { isRecord } from "../../config/problems.ts";
import { standIn } from "./stand-ins.ts";

/**
 * A stack's configuration with full keys, as the engine hands it to the program. Encrypted values, which nobody can read
 * here, are replaced by stand-ins of the right form: recordings and rehearsals never see a real credential.
 */
export function engineConfig(settings: string): Record<string, string> {
  return Object.fromEntries(Object.entries(configOf(settings)).map(([key, value]) => [key, written(opened(value, [key]))]));
}

/** Keys that hold an encrypted value somewhere. */
export function secretKeys(settings: string): string[] {
  return Object.entries(configOf(settings)).flatMap(([key, value]) => (holdsSecret(value) ? [key] : []));
}

function configOf(settings: string): Record<string, unknown> {
  const { config } = parse(settings) as { config?: Record<string, unknown> };
  return config ?? {};
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether a mapping is how the engine writes an encrypted value: `secure` and nothing else. */
function isSecure(value: unknown): boolean {
  return isRecord(value) && typeof value["secure"] === "string" && Object.keys(value).length === 1;
}

function holdsSecret(value: unknown): boolean {
  if (isSecure(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

function opened(value: unknown, path: readonly string[]): unknown {
  if (isSecure(value)) return standIn(path);
  if (Array.isArray(value)) return value.map((each, index) => opened(each, [...path, String(index)]));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, opened(each, [...path, key])]));
}
