/** How an item of the checklist is decided, as data: who owns it, and by what it is judged. */

/** Everybody who can own an item or sign for one. */
export const ROLES = ["platform", "backend", "frontend", "security", "data", "qa", "operations", "product", "compliance"] as const;

/** Who answers for an item. */
export type Role = (typeof ROLES)[number];

/** A number and what it counts or measures, such as at least 85 "% of lines". */
export type Threshold =
  | { readonly atLeast: number; readonly of: string }
  | { readonly atMost: number; readonly of: string };

/** By what an item is decided. Every item has exactly one. */
export type Mechanism =
  /** Rules of the policy pack over the resource graph; which ones, the rules say themselves. */
  | { readonly kind: "policy" }
  /** A question put to the running system. */
  | { readonly kind: "probe"; readonly what: string; readonly threshold: Threshold }
  /** What a tool put out, no older than `maxAgeDays` days. */
  | { readonly kind: "evidence"; readonly tool: string; readonly threshold: Threshold; readonly maxAgeDays: number }
  /** A person in this role signs for it; the signature counts for `validDays` days. */
  | { readonly kind: "attestation"; readonly role: Role; readonly validDays: number };

/** One item's owner and mechanism. */
export interface Decision {
  readonly owner: Role;
  readonly mechanism: Mechanism;
  /**
   * Only on items that are not decided by policy: what rules that name the item show of it, and why that decides
   * nothing. Without it no rule may name such an item.
   */
  readonly supported?: string;
}

/** At least so many. */
export function atLeast(value: number, of: string): Threshold {
  return { atLeast: value, of };
}

/** At most so many. */
export function atMost(value: number, of: string): Threshold {
  return { atMost: value, of };
}

/** Decided by rules over the resource graph. */
export function policy(owner: Role): Decision {
  return { owner, mechanism: { kind: "policy" } };
}

/** Decided by a question put to the running system. */
export function probe(owner: Role, what: string, threshold: Threshold, supported?: string): Decision {
  return { owner, mechanism: { kind: "probe", what, threshold }, ...(supported === undefined ? {} : { supported }) };
}

/** Decided by what a tool put out. */
export function evidence(owner: Role, tool: string, threshold: Threshold, maxAgeDays: number, supported?: string): Decision {
  return { owner, mechanism: { kind: "evidence", tool, threshold, maxAgeDays }, ...(supported === undefined ? {} : { supported }) };
}

/** Decided by the signature of somebody in a role, by default the owner's. */
export function attestation(owner: Role, validDays: number, role: Role = owner): Decision {
  return { owner, mechanism: { kind: "attestation", role, validDays } };
}
