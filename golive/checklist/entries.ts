/** The checklist with what decides each item: the catalogue joined with the rules of the policy pack. Pure. */
import { CATALOGUE } from "../../checklist/catalogue.ts";
import type { CatalogueItem } from "../../checklist/catalogue.ts";
import type { Mechanism, Role, Threshold } from "../../checklist/mechanism.ts";
import type { Rule } from "../../policies/rule.ts";

/** What `golive checklist --json` prints, one an item. Other programs build on this shape. */
export interface ChecklistEntry {
  readonly id: string;
  readonly section: string;
  readonly group: string;
  readonly title: string;
  readonly owner: Role;
  readonly mechanism: Mechanism["kind"];
  /**
   * The names of the rules, in the catalogue's order, or one sentence that names the probe, tool or role with its
   * threshold. Empty where nothing decides the item yet: it is open.
   */
  readonly decidedBy: readonly string[];
}

/** The rules that name each item. */
export function rulesByItem(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, items } of rules) {
    for (const id of items) found.set(id, [...(found.get(id) ?? []), name]);
  }
  return found;
}

/** Every item with what decides it, in the checklist's order. */
export function checklist(rules: readonly Rule[], items: readonly CatalogueItem[] = CATALOGUE): ChecklistEntry[] {
  const deciding = rulesByItem(rules);
  return items.map(({ id, section, group, title, owner, mechanism }) => ({
    id, section, group, title, owner,
    mechanism: mechanism.kind,
    decidedBy: mechanism.kind === "policy" ? (deciding.get(id) ?? []) : [sentence(mechanism)],
  }));
}

/**
 * What is wrong between catalogue and rules, one sentence each: a policy item without a rule, a rule that names an
 * item decided otherwise without a word of why, and a word of why that no rule needs.
 */
export function disagreements(rules: readonly Rule[], items: readonly CatalogueItem[] = CATALOGUE): string[] {
  const deciding = rulesByItem(rules);
  return items.flatMap(({ id, mechanism, supported }) => {
    const named = deciding.get(id) ?? [];
    if (mechanism.kind === "policy") {
      if (supported !== undefined) return [`${id} is decided by policy, so nothing merely supports it`];
      return named.length === 0 ? [`${id} is decided by policy and no rule names it`] : [];
    }
    if (named.length > 0 && supported === undefined) return [`${id} is decided by ${mechanism.kind}, yet ${named.join(", ")} name it and nothing says why`];
    return named.length === 0 && supported !== undefined ? [`${id} says what rules support, and no rule names it`] : [];
  });
}

/** Probe, evidence or attestation as one sentence. */
function sentence(mechanism: Exclude<Mechanism, { readonly kind: "policy" }>): string {
  switch (mechanism.kind) {
    case "probe":
      return `${mechanism.what}: ${spoken(mechanism.threshold)}`;
    case "evidence":
      return `${mechanism.tool}: ${spoken(mechanism.threshold)}, no older than ${mechanism.maxAgeDays} days`;
    case "attestation":
      return `signed for by ${mechanism.role}, valid for ${mechanism.validDays} days`;
  }
}

function spoken(threshold: Threshold): string {
  const [bound, value] = "atLeast" in threshold ? ["at least", threshold.atLeast] : ["at most", threshold.atMost];
  return `${bound} ${value.toLocaleString("en")} ${threshold.of}`;
}
