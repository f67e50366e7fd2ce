/** Which resources of a stack serve which item of the checklist. Pure. */
import picomatch from "picomatch";
import { ITEMS } from "../../checklist/ids.ts";
import type { Registration } from "../graph/record.ts";
import { ELSEWHERE, SERVED } from "./served.ts";
import type { Selector } from "./served.ts";

/** A resource that serves an item. */
export interface Serving {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** What `golive inventory --json` prints, one an item. Other programs build on this shape. */
export interface InventoryEntry {
  readonly id: string;
  readonly section: string;
  readonly title: string;
  /** Whether infrastructure can serve the item at all. */
  readonly servable: boolean;
  /** Sorted by URN; empty where infrastructure cannot serve the item, or where the stack does not. */
  readonly resources: readonly Serving[];
  /** Who serves the item where infrastructure cannot; null otherwise. */
  readonly elsewhere: string | null;
}

/** Every item of the checklist with the resources of this graph that serve it, in the checklist's order. */
export function inventory(graph: readonly Registration[]): InventoryEntry[] {
  return ITEMS.map(({ id, section, title }) => {
    const selectors = SERVED[id];
    const resources = selectors === undefined ? [] : graph.filter((each) => selectors.some((selector) => selects(selector, each)));
    return { id, section, title, servable: selectors !== undefined, resources: resources.map(({ urn, type, name }) => ({ urn, type, name })), elsewhere: ELSEWHERE[id] ?? null };
  });
}

/** Selectors that no resource of the graph meets: with their item. */
export function idle(graph: readonly Registration[]): string[] {
  return Object.entries(SERVED).flatMap(([id, selectors = []]) => selectors.filter((selector) => !graph.some((each) => selects(selector, each))).map((selector) => `${id} ${selector}`));
}

/** A selector is a type, or a type and a pattern of names: `aws:rds/instance:Instance *-replica-*`. */
function selects(selector: Selector, { type, name }: Pick<Registration, "type" | "name">): boolean {
  const [wanted, pattern] = selector.split(" ");
  return type === wanted && (pattern === undefined || picomatch.isMatch(name, pattern));
}
