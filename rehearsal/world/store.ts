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
import { Memory } from "./memory.ts";
import { openFaults } from "./faults.ts";
import type { Fault, Faults } from "./faults.ts";

/** An {@link Entity} as it is kept. */
export interface Kept extends Entity {
  /** URN it was created for; shown by `golive rehearsal ls`. */
  readonly urn: string;
  /** Seed of its made-up identifiers, so that an update invents the same ones. */
  readonly seed: string;
  /** Paths, as JSON arrays of keys, of the values the engine marked secret. Masked wherever the world is shown. */
  readonly secrets: readonly string[];
}

/**
 * Place of a thing in a world. Its URN is a part of it, since some ids are unique only within another thing: a Lambda
 * permission's is its statement's, which every function may use. Whether a name may be there twice is for laws to say.
 */
export type Key = [token: string, region: string, id: string, urn: string];

/** A world that can be changed. */
export interface Store extends World {
  /** The thing with this id; where there are several, the one that was made for this URN. */
  get(token: string, id: string, region?: string, urn?: string): Kept | undefined;
  list(token: string, region?: string): Kept[];
  all(): Iterable<Kept>;
  /** Puts the thing in, replacing one with the same token, region, id and URN. Every other process sees it when it returns. */
  put(entity: Kept): void;
  /** Takes out the thing that {@link get} finds; false when it was not there. */
  remove(token: string, region: string, id: string, urn?: string): boolean;
  /** How many things were ever created for this URN, this one included. */
  nextGeneration(urn: string): number;
  count(): number;
  /** Faults planted in this world. */
  readonly faults: Faults;
  close(): Promise<void>;
}

/** What is done to the world and can be taken back as one. */
export interface Undertaking {
  /** From now on the world remembers how it was, until {@link settle}. */
  begin(note: string): void;
  /** The note of what was begun and is not settled. */
  begun(): string | undefined;
  /** Ends what was begun; where it is not kept, the world is as it was before. */
  settle(keep: boolean): void;
}

/** Under which names the number of changes and the note of what was begun are kept. */
const CHANGES = "changes";
const BEGUN = "begun";

/** How a place of the world was before what was begun. */
interface Before {
  readonly was: Kept | null;
}

/**
 * Opens the world in this directory, making it when it is not there.
 *
 * What was written survives the end of every process. It is not forced to the disk, which would cost more than
 * everything else a creation does: the engine does not force its state to the disk either, and after the machine itself
 * failed neither of the two can be trusted alone.
 *
 * Everything is kept in memory too, as laws ask for all things of a type at each creation; a counter beside the things
 * tells whether another process has changed the world since.
 */
export function openStore(directory: string): Store & Undertaking {
  mkdirSync(directory, { recursive: true });
  refuseDamaged(join(directory, "data.mdb"));
  const root = open({ path: directory, maxDbs: 6, encoding: "msgpack", noSync: true });
  const things = root.openDB<Kept, Key>({ name: "things" });
  const generations = root.openDB<number, string>({ name: "generations" });
  const counters = root.openDB<number, string>({ name: "counters" });
  const notes = root.openDB<string, string>({ name: "notes" });
  const before = root.openDB<Before, Key>({ name: "before" });
  const faults = openFaults(root.openDB<Fault, number>({ name: "faults" }));
  const memory = new Memory();

  const known = (): Memory => {
    const changes = counters.get(CHANGES) ?? 0;
    if (changes !== memory.changes) memory.learn(changes, things.getRange({}).map(({ value }) => value));
    return memory;
  };
  /** Changes one thing and counts it; what is known stays true where nobody else was at work. */
  const change = (key: Key, work: () => boolean): boolean => {
    const { changes, changed } = root.transactionSync(() => {
      const count = counters.get(CHANGES) ?? 0;
      const was = things.get(key) ?? null;
      if (!work()) return { changes: count, changed: false };
      counters.putSync(CHANGES, count + 1);
      if (notes.get(BEGUN) !== undefined && before.get(key) === undefined) before.putSync(key, { was });
      return { changes: count + 1, changed: true };
    });
    if (changed && memory.changes === changes - 1) memory.note(changes, key, things.get(key));
    return changed;
  };

  return {
    get: (token, id, region, urn) => known().get(token, id, region, urn),
    list: (token, region) => known().list(token, region),
    all: () => known().all(),
    put: (entity) => {
      const key: Key = [entity.token, entity.region, entity.id, entity.urn];
      change(key, () => {
        things.putSync(key, entity);
        return true;
      });
    },
    remove(token, region, id, urn) {
      const found = known().get(token, id, region, urn);
      if (found === undefined) return false;
      const key: Key = [token, region, id, found.urn];
      return change(key, () => things.removeSync(key));
    },
    nextGeneration: (urn) =>
      root.transactionSync(() => {
        const next = (generations.get(urn) ?? 0) + 1;
        generations.putSync(urn, next);
        return next;
      }),
    count: () => things.getCount(),
    begin: (note) => void notes.putSync(BEGUN, note),
    begun: () => notes.get(BEGUN),
    settle(keep) {
      root.transactionSync(() => {
        const changed = [...before.getRange({})];
        for (const { key, value } of changed) {
          before.removeSync(key);
          if (keep) continue;
          if (value.was === null) things.removeSync(key);
          else things.putSync(key, value.was);
        }
        if (!keep && changed.length > 0) counters.putSync(CHANGES, (counters.get(CHANGES) ?? 0) + 1);
        notes.removeSync(BEGUN);
      });
    },
    faults,
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
