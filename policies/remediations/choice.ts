/**
 * What a stack lets the pack mend, and what its settings say that a fix may use. Nothing where it says nothing.
 */
import { list, record, text, parseJson } from "../inputs.ts";
import { stackSettings } from "../environment.ts";
import { KINDS, type Kind } from "./remediation.ts";

/** A stack's choice. */
export interface Choice {
  readonly kinds: readonly Kind[];
  /** Tags that the settings give, by key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The choice of a stack that says nothing. */
export const NOTHING: Choice = { kinds: [], tags: {} };

/** Tag keys and the settings their values are in. */
const SOURCES = { owner: "optibid:owner", environment: "optibid:environment", "cost-centre": "optibid:costCentre" } as const;

/** Reads `optibid:policies.remediate` and the settings behind tags from the pack's environment. */
export function choiceOf(environment: Readonly<Record<string, string | undefined>>): Choice {
  const settings = stackSettings(environment);
  const asked = list(record(parseJson(text(settings["optibid:policies"]) ?? ""))?.["remediate"]);
  const tags = Object.entries(SOURCES).flatMap(([tag, key]) => {
    const value = text(settings[key]);
    return value === undefined ? [] : [[tag, value] as const];
  });
  return { kinds: KINDS.filter((kind) => asked.includes(kind)), tags: Object.fromEntries(tags) };
}
