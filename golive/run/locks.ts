/** The engine's locks on a rehearsed stack: files in its state that name the process which holds them. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { stackPlaces } from "./places.ts";

/** A lock, as the engine writes it. Source: pulumi/pulumi pkg/backend/diy/lock.go. */
interface Lock {
  readonly file: string;
  readonly pid: number;
  /** Whether the process that holds it is there. */
  readonly held: boolean;
}

/** Locks on a rehearsed stack's state. */
export function locksOf(stack: string): Lock[] {
  const directory = join(stackPlaces(stack).state, ".pulumi", "locks");
  return filesUnder(directory).flatMap((file) => {
    try {
      const { pid, hostname: host } = JSON.parse(readFileSync(file, "utf8")) as { pid?: unknown; hostname?: unknown };
      if (typeof pid !== "number" || pid <= 0) return [];
      // Another machine's process cannot be asked, so it counts as there.
      return [{ file, pid, held: host !== hostname() || alive(pid) }];
    } catch {
      return []; // being written or taken away just now
    }
  });
}

/** Takes away what a crash leaves: the locks of processes that are gone, and files half written. Says how many locks there were. */
export function clearDeadLocks(stack: string): number {
  const locks = locksOf(stack);
  const dead = locks.filter(({ held }) => !held);
  for (const { file } of dead) rmSync(file, { force: true });
  if (dead.length === locks.length) clearHalfWritten(stackPlaces(stack).state);
  return dead.length;
}

/**
 * Beside each file the engine keeps what it is made of, which it can do without but not read half written: it would
 * say `failed to load checkpoint: EOF`. The file itself is whole, since it is renamed into its place. Source:
 * gocloud.dev blob/fileblob, attrs.go.
 */
function clearHalfWritten(state: string): void {
  for (const file of filesUnder(state, ".attrs")) {
    try {
      JSON.parse(readFileSync(file, "utf8"));
    } catch {
      rmSync(file, { force: true });
    }
  }
}

function filesUnder(directory: string, ending = ".json"): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // no state yet
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // there, and somebody else's
  }
}
