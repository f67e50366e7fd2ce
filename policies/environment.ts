/**
 * How strict the pack is: mandatory everywhere except in a stack that says it is `dev`.
 */
import type { EnforcementLevel } from "@pulumi/policy";

/** Stack configuration key that says which environment a stack stands for. */
const ENVIRONMENT_KEY = "optibid:environment";

/**
 * The enforcement level for the stack being deployed.
 *
 * The engine hands the stack's configuration to the pack's process as JSON in `PULUMI_CONFIG`; `pulumi policy analyze`
 * hands over none. Whatever cannot be told is mandatory.
 */
export function enforcementLevel(environment: Readonly<Record<string, string | undefined>>): EnforcementLevel {
  const config = environment["PULUMI_CONFIG"];
  if (config === undefined) return "mandatory";
  try {
    const parsed: unknown = JSON.parse(config);
    const value = typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>)[ENVIRONMENT_KEY] : undefined;
    return value === "dev" ? "advisory" : "mandatory";
  } catch {
    return "mandatory";
  }
}
