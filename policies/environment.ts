/**
 * How strict the pack is: mandatory everywhere except in a stack that says it is `dev`.
 */
import type { EnforcementLevel } from "@pulumi/policy";

/** Stack configuration key that says which environment a stack stands for. */
const ENVIRONMENT_KEY = "optibid:environment";

/**
 * The enforcement level for the stack being deployed. Whatever cannot be told is mandatory.
 */
export function enforcementLevel(environment: Readonly<Record<string, string | undefined>>): EnforcementLevel {
  return stackSettings(environment)[ENVIRONMENT_KEY] === "dev" ? "advisory" : "mandatory";
}

/**
 * The stack's configuration with full keys; empty where it cannot be told. The engine hands it to the pack's process as
 * JSON in `PULUMI_CONFIG`, values as text; `pulumi policy analyze` hands over none.
 */
export function stackSettings(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(environment["PULUMI_CONFIG"] ?? "{}");
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
