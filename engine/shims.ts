/**
 * What an engine without the vendor's language hosts needs to start the policy pack: an executable
 * `pulumi-analyzer-policy-nodejs` that runs the SDK's own pack runner on this project's Node.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { Engine } from "./engine.ts";
import { which } from "./shell.ts";

const ANALYZER = "pulumi-analyzer-policy-nodejs";

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
  return existsSync(join(dirname(engine.binary), "pulumi-language-nodejs")) || which("pulumi-language-nodejs", path) !== undefined;
}

function writeRunner(directory: string): void {
  const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(runner)} "$@"\n`;
  const path = join(directory, ANALYZER);
  if (existsSync(path) && readFileSync(path, "utf8") === script) return;
  mkdirSync(directory, { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, script);
  chmodSync(temporary, 0o755);
  renameSync(temporary, path);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
