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

/** Takes away what a crash leaves: the locks of processes that are gone. Says how many there were. */
export function clearDeadLocks(stack: string): number {
  const dead = locksOf(stack).filter(({ held }) => !held);
  for (const { file } of dead) rmSync(file, { force: true });
  return dead.length;
}

function filesUnder(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // no state yet
  }
}

/** Whether a process is there. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // there, and somebody else's
  }
}
