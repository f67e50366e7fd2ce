/** What a process knows of a world, by type: everything, in the order of region and id. */
import type { Key, Kept } from "./store.ts";

/** The things of one type. */
interface Kind {
  readonly things: Map<string, Kept>;
  /** In order; absent since the last change. */
  sorted?: readonly Kept[];
}

export class Memory {
  readonly #kinds = new Map<string, Kind>();
  /** Types in order; absent since a new one came. */
  #tokens: readonly string[] | undefined;
  /** Which state of the world this is; none yet. */
  changes = -1;

  /** Forgets everything and learns the world anew. */
  learn(changes: number, things: Iterable<Kept>): void {
    this.#kinds.clear();
    this.#tokens = undefined;
    for (const thing of things) this.#put([thing.token, thing.region, thing.id], thing);
    this.changes = changes;
  }

  /** Notes one change: what is at this place now, if anything. */
  note(changes: number, key: Key, thing: Kept | undefined): void {
    if (thing !== undefined) this.#put(key, thing);
    else {
      const kind = this.#kinds.get(key[0]);
      kind?.things.delete(placeOf(key[1], key[2]));
      delete kind?.sorted;
    }
    this.changes = changes;
  }

  get(token: string, id: string, region?: string): Kept | undefined {
    if (region !== undefined) return this.#kinds.get(token)?.things.get(placeOf(region, id));
    return this.#sorted(token).find((each) => each.id === id);
  }

  list(token: string, region?: string): Kept[] {
    const all = this.#sorted(token);
    return region === undefined ? [...all] : all.filter((each) => each.region === region);
  }

  *all(): Generator<Kept> {
    this.#tokens ??= [...this.#kinds.keys()].sort();
    for (const token of this.#tokens) yield* this.#sorted(token);
  }

  #put([token, region, id]: Key, thing: Kept): void {
    let kind = this.#kinds.get(token);
    if (kind === undefined) {
      kind = { things: new Map() };
      this.#kinds.set(token, kind);
      this.#tokens = undefined;
    }
    kind.things.set(placeOf(region, id), frozen(thing));
    delete kind.sorted;
  }

  #sorted(token: string): readonly Kept[] {
    const kind = this.#kinds.get(token);
    if (kind === undefined) return [];
    return (kind.sorted ??= [...kind.things.values()].sort((a, b) => order(a.region, b.region) || order(a.id, b.id)));
  }
}

/** NUL is in no region and no id. */
function placeOf(region: string, id: string): string {
  return `${region}\u0000${id}`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Shared from now on by everybody who asks: whoever wrote into it would change the world unnoticed. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}
