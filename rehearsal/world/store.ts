/**
 * The world of the rehearsal cloud on disk: what exists in the rehearsed account, one LMDB environment a world.
 *
 * LMDB commits are atomic and survive a kill at any moment; several processes may read and write one world,
 * so `golive rehearsal edit` changes what a running server sees.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import type { Entity, Props, World } from "../types.ts";

/** An {@link Entity} as it is kept. */
export interface Kept extends Entity {
  /** URN it was created for; shown by `golive rehearsal ls`. */
  readonly urn: string;
  /** Seed of its made-up identifiers, so that an update invents the same ones. */
  readonly seed: string;
  /** Paths, as JSON arrays of keys, of the values the engine marked secret. Masked wherever the world is shown. */
  readonly secrets: readonly string[];
}

type Key = [token: string, region: string, id: string];

/** A world that can be changed. */
export interface Store extends World {
  get(token: string, id: string, region?: string): Kept | undefined;
  list(token: string, region?: string): Kept[];
  all(): Iterable<Kept>;
  /** Puts the thing in, replacing one with the same token, region and id. On disk when it returns. */
  put(entity: Kept): void;
  /** Takes the thing out; false when it was not there. */
  remove(token: string, region: string, id: string): boolean;
  /** How many things were ever created for this URN, this one included. */
  nextGeneration(urn: string): number;
  count(): number;
  close(): Promise<void>;
}

/** Opens the world in this directory, making it when it is not there. */
export function openStore(directory: string): Store {
  mkdirSync(directory, { recursive: true });
  refuseDamaged(join(directory, "data.mdb"));
  const root = open({ path: directory, maxDbs: 4, encoding: "msgpack" });
  const things = root.openDB<Kept, Key>({ name: "things" });
  const generations = root.openDB<number, string>({ name: "generations" });
  const keyOf = (entity: Entity): Key => [entity.token, entity.region, entity.id];
  const under = (...prefix: string[]): Kept[] =>
    [...things.getRange({ start: prefix as unknown as Key, end: [...prefix, "\uffff"] as unknown as Key })].map(({ value }) => value);

  return {
    get(token, id, region) {
      if (region !== undefined) return things.get([token, region, id]);
      return under(token).find((each) => each.id === id);
    },
    list: (token, region) => (region === undefined ? under(token) : under(token, region)),
    *all() {
      for (const { value } of things.getRange({})) yield value;
    },
    put: (entity) => void things.putSync(keyOf(entity), entity),
    remove: (token, region, id) => things.removeSync([token, region, id]),
    nextGeneration: (urn) =>
      root.transactionSync(() => {
        const next = (generations.get(urn) ?? 0) + 1;
        generations.putSync(urn, next);
        return next;
      }),
    count: () => things.getCount(),
    close: () => root.close(),
  };
}

/** LMDB maps its file into memory and dies of one that is none; so the mark of its first page is looked at before. */
function refuseDamaged(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const handle = openSync(file, "r");
  try {
    const head = Buffer.alloc(MAGIC_AT + 4);
    readSync(handle, head, 0, head.length, 0);
    if (head.readUInt32LE(MAGIC_AT) !== MAGIC) throw new Error(`${file} is no world: it is damaged, or something else`);
  } finally {
    closeSync(handle);
  }
}

/** Source: OpenLDAP mdb.c, MDB_MAGIC and the size of a page's header in lmdb-js. */
const MAGIC = 0xbeefc0de;
const MAGIC_AT = 24;

/** A copy without `undefined`, which the store cannot tell from absence. */
export function storable(props: Props): Props {
  return JSON.parse(JSON.stringify(props)) as Props;
}
