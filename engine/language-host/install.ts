/** Puts the language host where an engine that brings none finds it. */
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "../engine.ts";
import { hasLanguageHost, HOST, quoted, writeExecutable } from "../shims.ts";

/**
 * A search path on which the engine can run programs by the plain `pulumi` command. golive runs its program itself and needs
 * no host.
 *
 * @param path as `searchPath` makes it
 * @param directory where the host may be written, apart from the pack runner: an engine that sees a host starts packs by it
 */
export function withLanguageHost(engine: Engine, path: string, directory: string): string {
  if (hasLanguageHost(engine, path)) return path;
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  writeExecutable(join(directory, HOST), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(main)} "$@"\n`);
  return [directory, path].join(delimiter);
}
