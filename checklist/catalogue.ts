/** The checklist as data: every item with its place, its owner and the one mechanism that decides it. */
import { ITEMS } from "./ids.ts";
import type { Item, ItemId } from "./ids.ts";
import type { Decision } from "./mechanism.ts";
import { OPTIBID } from "./optibid.ts";
import { PRODUCTION } from "./production.ts";

/** An item with all that is said of it. */
export interface CatalogueItem extends Item, Decision {
  readonly id: ItemId;
}

const decisions: Readonly<Record<ItemId, Decision>> = { ...PRODUCTION, ...OPTIBID };

/** All 258 items, in the order of the documents. */
export const CATALOGUE: readonly CatalogueItem[] = ITEMS.map((item) => ({ ...item, ...decisions[item.id] }));
