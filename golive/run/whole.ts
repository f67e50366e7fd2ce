/**
 * An operation on a rehearsed stack is kept whole, or not at all.
 *
 * The engine can write its state after each step, which takes the square of the number of resources: two minutes for
 * the platform. In a rehearsal it writes once, at its end, also where it fails or is interrupted. Should it be killed
 * before, the world goes back to where the operation began, and so state and world say the same again. Against AWS, where
 * nothing can be taken back, the engine writes after each step, and `recover` settles what a crash left open.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../rehearsal/world/store.ts";
import type { Undertaking } from "../../rehearsal/world/store.ts";
import { Failure } from "./failure.ts";
import { alive, locksOf } from "./locks.ts";
import { PROJECT, stackPlaces } from "./places.ts";
import type { OpenStack } from "./stack.ts";

/** Makes the engine write its state at its end alone. Source: pulumi/pulumi sdk/go/common/env, SkipCheckpoints. */
const ONCE = { PULUMI_SKIP_CHECKPOINTS: "true" } as const;

/** What is noted where an operation begins. */
interface Note {
  /** Process that began it. */
  readonly pid: number;
  /** The state it began with. */
  readonly state: string;
}

/** Runs an operation of the engine on a rehearsed stack, to be kept whole. */
export async function whole<Result>(open: OpenStack, work: () => Promise<Result>): Promise<Result> {
  const name = open.stack.name;
  if (!open.rehearsed || !(await withWorld(name, (store) => began(name, store)))) return work();
  const { workspace } = open.stack;
  const usual = workspace.envVars;
  workspace.envVars = { ...usual, ...ONCE };
  try {
    return await work();
  } finally {
    workspace.envVars = usual;
    // Where the engine was killed, a call may still be under way: the next run takes it back.
    await withWorld(name, (store) => wasWritten(name, noteOf(store)) && store.settle(true));
  }
}

/**
 * Settles what a run began that is gone: kept, where the engine wrote its state, else taken back.
 *
 * @returns whether something was taken back
 */
export async function takeBack(stack: string): Promise<boolean> {
  if (!existsSync(join(stackPlaces(stack).world, "data.mdb"))) return false;
  return withWorld(stack, (store) => {
    const note = noteOf(store);
    if (note === undefined || atWork(stack, note)) return false;
    const written = wasWritten(stack, note);
    store.settle(written);
    return !written;
  });
}

/** Notes that an operation begins; not where another is at work, which the engine is about to say. */
function began(stack: string, store: Undertaking): boolean {
  const note = noteOf(store);
  if (note !== undefined && atWork(stack, note)) return false;
  if (note !== undefined) store.settle(wasWritten(stack, note));
  store.begin(JSON.stringify({ pid: process.pid, state: stateOf(stack) } satisfies Note));
  return true;
}

function noteOf(store: Undertaking): Note | undefined {
  const text = store.begun();
  return text === undefined ? undefined : (JSON.parse(text) as Note);
}

/** Whether whoever began it is not done: its engine, or the process that is about to start one. */
function atWork(stack: string, { pid }: Note): boolean {
  return (pid !== process.pid && alive(pid)) || locksOf(stack).some(({ held }) => held);
}

function wasWritten(stack: string, note: Note | undefined): boolean {
  return note !== undefined && note.state !== stateOf(stack);
}

/** The state that the engine has written last. */
function stateOf(stack: string): string {
  const file = join(stackPlaces(stack).state, ".pulumi", "stacks", PROJECT, `${stack}.json`);
  return existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "none";
}

async function withWorld<Result>(stack: string, work: (store: Undertaking) => Result): Promise<Result> {
  const store = openedWorld(stack);
  try {
    return work(store);
  } finally {
    await store.close();
  }
}

function openedWorld(stack: string): ReturnType<typeof openStore> {
  try {
    return openStore(stackPlaces(stack).world);
  } catch (error) {
    throw new Failure(`The rehearsed world of ${stack} cannot be opened: ${error instanceof Error ? error.message : String(error)}\nTo begin anew: npx golive rehearsal reset --stack ${stack}`);
  }
}
