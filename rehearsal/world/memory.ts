/** What a process knows of a world, by type: everything, in the order of region and id. */
import type { Key, Kept } from "./store.ts";

/** The things of one type. */
interface Kind {
  readonly things: Map<string, Kept>;
  /** In order; absent since the last change. */
  sorted?: readonly Kept[];
  /** By id, each list in order; absent since the last change. */
  ids?: ReadonlyMap<string, readonly Kept[]>;
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
    for (const thing of things) this.#put([thing.token, thing.region, thing.id, thing.urn], thing);
    this.changes = changes;
  }

  /** Notes one change: what is at this place now, if anything. */
  note(changes: number, key: Key, thing: Kept | undefined): void {
    if (thing !== undefined) this.#put(key, thing);
    else {
      const kind = this.#kinds.get(key[0]);
      kind?.things.delete(placeOf(key));
      delete kind?.sorted;
      delete kind?.ids;
    }
    this.changes = changes;
  }

  get(token: string, id: string, region?: string, urn?: string): Kept | undefined {
    if (region !== undefined && urn !== undefined) {
      const exact = this.#kinds.get(token)?.things.get(placeOf([token, region, id, urn]));
      if (exact !== undefined) return exact;
    }
    const found = this.#ids(token).get(id)?.filter((each) => region === undefined || each.region === region) ?? [];
    return found.find((each) => each.urn === urn) ?? found[0];
  }

  list(token: string, region?: string): Kept[] {
    const all = this.#sorted(token);
    return region === undefined ? [...all] : all.filter((each) => each.region === region);
  }

  *all(): Generator<Kept> {
    this.#tokens ??= [...this.#kinds.keys()].sort();
    for (const token of this.#tokens) yield* this.#sorted(token);
  }

  #put(key: Key, thing: Kept): void {
    const [token] = key;
    let kind = this.#kinds.get(token);
    if (kind === undefined) {
      kind = { things: new Map() };
      this.#kinds.set(token, kind);
      this.#tokens = undefined;
    }
    kind.things.set(placeOf(key), frozen(thing));
    delete kind.sorted;
    delete kind.ids;
  }

  #ids(token: string): ReadonlyMap<string, readonly Kept[]> {
    const kind = this.#kinds.get(token);
    if (kind === undefined) return new Map();
    return (kind.ids ??= Map.groupBy(this.#sorted(token), ({ id }) => id));
  }

  #sorted(token: string): readonly Kept[] {
    const kind = this.#kinds.get(token);
    if (kind === undefined) return [];
    return (kind.sorted ??= [...kind.things.values()].sort((a, b) => order(a.region, b.region) || order(a.id, b.id) || order(a.urn, b.urn)));
  }
}

/** NUL is in no region, no id and no URN. */
function placeOf([, region, id, urn]: Key): string {
  return `${region}\u0000${id}\u0000${urn}`;
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
