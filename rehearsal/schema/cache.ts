/**
 * A folder of JSON values that are dear to make. Each file starts with the digest of the rest, so that a truncated or
 * edited file is made again instead of being believed.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Length of a SHA-256 digest in hex. */
const DIGEST = 64;

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The value kept under `directory/name.json`, or `undefined` where there is none that can be trusted.
 */
export function recall<T>(directory: string, name: string): T | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, `${name}.json`), "utf8");
  } catch {
    return undefined;
  }
  const body = text.slice(DIGEST + 1);
  if (text.charAt(DIGEST) !== "\n" || text.slice(0, DIGEST) !== digest(body)) return undefined;
  return JSON.parse(body) as T;
}

/**
 * Keeps a value. Written beside its place and renamed, so that another process never reads half of it.
 */
export function keep(directory: string, name: string, value: unknown): void {
  const path = join(directory, `${name}.json`);
  const body = JSON.stringify(value);
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(temporary, `${digest(body)}\n${body}`);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The kept value, made and kept where there is none. */
export function remember<T>(directory: string, name: string, make: () => T): T {
  const kept = recall<T>(directory, name);
  if (kept !== undefined) return kept;
  const made = make();
  keep(directory, name, made);
  return made;
}
