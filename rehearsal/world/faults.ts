/**
 * Faults that somebody planted in a world: calls that the cloud answers late, or not as it should. They are kept with
 * the world, so that they hold for the next run and for a server that is running already.
 */
import type { Database } from "lmdb";
import { globSource } from "../glob.ts";

/** Calls of a provider that reach the cloud. */
export const OPERATIONS = ["create", "read", "update", "delete", "invoke"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** One planted fault. */
export interface Fault {
  /** Type of the resource, or token of the function; `*` stands for anything: `aws:rds/*`. */
  readonly type: string;
  /** Logical name of the one resource; every one by default. */
  readonly name?: string;
  /** The one operation; every one by default. */
  readonly operation?: Operation;
  /** Error code such as `ThrottlingException`; absent where the cloud is only slow. */
  readonly error?: string;
  /** How many calls it still meets; absent: every one, until it is cleared. */
  readonly times?: number;
  /** Milliseconds that every call it meets takes longer. */
  readonly slow?: number;
}

/** A call that is about to be made. */
export interface Call {
  readonly operation: Operation;
  readonly token: string;
  readonly name: string;
}

/** The faults of one world. */
export interface Faults {
  plant(fault: Fault): void;
  list(): Fault[];
  /** Takes all away; says how many there were. */
  clear(): number;
  /** The first fault that meets the call, counted down by one. */
  meet(call: Call): Fault | undefined;
}

/** The faults kept in this database; the numbers are the order in which they were planted. */
export function openFaults(kept: Database<Fault, number>): Faults {
  const entries = (): { key: number; value: Fault }[] => [...kept.getRange({})];
  return {
    plant: (fault) =>
      kept.transactionSync(() => {
        const last = entries().at(-1)?.key ?? 0;
        void kept.putSync(last + 1, fault);
      }),
    list: () => entries().map(({ value }) => value),
    clear: () =>
      kept.transactionSync(() => {
        const all = entries();
        for (const { key } of all) kept.removeSync(key);
        return all.length;
      }),
    meet(call) {
      if (kept.getCount() === 0) return undefined; // nearly always
      return kept.transactionSync(() => {
        const met = entries().find(({ value }) => meets(value, call));
        if (met === undefined) return undefined;
        const { key, value } = met;
        if (value.times === 1) kept.removeSync(key);
        else if (value.times !== undefined) kept.putSync(key, { ...value, times: value.times - 1 });
        return value;
      });
    },
  };
}

/** Whether a fault is for this call. */
export function meets(fault: Fault, { operation, token, name }: Call): boolean {
  if (fault.operation !== undefined && fault.operation !== operation) return false;
  if (fault.name !== undefined && fault.name !== name) return false;
  return new RegExp(`^${globSource(fault.type)}$`).test(token);
}
