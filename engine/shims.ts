/**
 * What an engine without the vendor's language hosts needs to start the policy pack: an executable
 * `pulumi-analyzer-policy-nodejs` that runs the SDK's own pack runner on this project's Node.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "./engine.ts";
import { which } from "./shell.ts";

const ANALYZER = "pulumi-analyzer-policy-nodejs";

/** What an engine runs Node.js programs by. */
export const HOST = "pulumi-language-nodejs";

/** The pack of this project. */
const PACK = fileURLToPath(new URL("../policies", import.meta.url));

/** Room for what lives only as long as a request, in MB: the pack makes little that stays. */
const NODE_OPTIONS = "--max-semi-space-size=32";

/**
 * The search path the engine should run with: the engine's own directory first, then one that holds the pack
 * runner where the engine brings none.
 *
 * @param directory where the runner may be written
 */
export function searchPath(engine: Engine, directory: string, path = process.env["PATH"] ?? ""): string {
  const bin = dirname(engine.binary);
  const node = dirname(process.execPath);
  const parts = [bin, node, ...path.split(delimiter).filter((each) => each !== bin && each !== node)];
  if (hasLanguageHost(engine, path)) return parts.join(delimiter);
  writeRunner(directory);
  return [bin, directory, ...parts.slice(1)].join(delimiter);
}

/** Whether the engine can run Node.js programs by itself, as the vendor's distribution can. */
export function hasLanguageHost(engine: Engine, path = process.env["PATH"] ?? ""): boolean {
  return existsSync(join(dirname(engine.binary), HOST)) || which(HOST, path) !== undefined;
}

function writeRunner(directory: string): void {
  const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const node = quoted(process.execPath);
  // The engine starts this in the pack's folder. Ours serves by itself, in half the time without the runner's own modules.
  const script = `#!/bin/sh\nif [ "$PWD" = ${quoted(PACK)} ]; then exec ${node} ${NODE_OPTIONS} index.js; fi\nexec ${node} ${quoted(runner)} "$@"\n`;
  writeExecutable(join(directory, ANALYZER), script);
}

/** Writes a script whole or not at all, and only where it differs. */
export function writeExecutable(path: string, script: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === script) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, script);
  chmodSync(temporary, 0o755);
  renameSync(temporary, path);
}

/** As one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
