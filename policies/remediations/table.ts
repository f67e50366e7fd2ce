/**
 * Every fix there is, and which of them a stack lets work.
 */
import type { EnforcementLevel } from "@pulumi/policy";
import type { Choice } from "./choice.ts";
import { remediations as logs } from "./logs.ts";
import type { Remediation } from "./remediation.ts";
import { remediations as tags } from "./tags.ts";
import { remediations as tls } from "./tls.ts";

export const remediations: readonly Remediation[] = [...tags, ...logs, ...tls];

/** A remediation of what no rule judges. */
export type Unjudged = Remediation & Required<Pick<Remediation, "demands">>;

/** Those whose policies are no rules: they mend, and nobody judges. */
export const unjudged: readonly Unjudged[] = remediations.filter((fix): fix is Unjudged => fix.demands !== undefined);

/** The fixes for one type of resource that are on, and the policies whose fixes are on for other types only. */
export interface Fixes {
  readonly on: readonly Remediation[];
  readonly elsewhere: readonly string[];
}

/** The fixes for a type of resource, in order. */
export function fixesFor(type: string, isOn: (policy: string) => boolean): Fixes {
  const on = remediations.filter(({ policy }) => isOn(policy));
  return { on: on.filter(({ types }) => types.includes(type)), elsewhere: on.filter(({ types }) => !types.includes(type)).map(({ policy }) => policy) };
}

/** The level of a policy about which the pack's configuration says nothing. */
export function usualLevel(policy: string, level: EnforcementLevel, { kinds }: Choice): EnforcementLevel {
  const fix = remediations.find((each) => each.policy === policy);
  if (fix !== undefined && kinds.includes(fix.kind)) return "remediate";
  return fix?.demands === undefined ? level : "disabled";
}
