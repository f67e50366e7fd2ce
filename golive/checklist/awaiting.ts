/** Items that a resource graph can decide and no rule decides yet. Each stays open until one does. */
import type { ItemId } from "../../checklist/ids.ts";

/** Item to what a rule will look at. A test fails when a rule has come and the item is still listed. */
export const AWAITING_RULE: Readonly<Partial<Record<ItemId, string>>> = {
  "PRC-054": "an alarm on DatabaseConnections for every database",
  "PRC-057": "a topic for critical alerts whose subscription leads to whoever is on call",
  "PRC-058": "a second subscription or schedule that takes an unanswered critical alert further",
  "OPT-77": "a versioned bucket that keeps what the configuration was",
};
