/**
 * Nothing half-installed: an engine is put together under a temporary name and renamed when it is whole and has
 * answered. What an interrupted attempt left behind is never looked at, and swept away by the next one.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const PREFIX = "unfinished-";

/** Age in milliseconds from which an unfinished attempt is taken for abandoned: longer than the slowest build. */
const ABANDONED = 60 * 60 * 1000;

/**
 * Makes a new engine root in a temporary directory and, when `make` is through, moves it to its final name.
 *
 * @throws what `make` throws, with the temporary directory removed
 */
export async function stage<Result>(directory: string, name: string, make: (root: string) => Promise<Result>): Promise<Result> {
  mkdirSync(directory, { recursive: true });
  sweep(directory);
  const root = mkdtempSync(join(directory, PREFIX));
  try {
    const result = await make(root);
    const final = join(directory, name);
    rmSync(final, { recursive: true, force: true });
    renameSync(root, final);
    return result;
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

/** Removes what abandoned attempts left. */
function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (name.startsWith(PREFIX) && Date.now() - statSync(path).mtimeMs > ABANDONED) rmSync(path, { recursive: true, force: true });
  }
}

/** Names of the engines that are whole, newest name last. */
export function finished(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith(PREFIX))
      .sort();
  } catch {
    return []; // nothing was ever installed
  }
}
