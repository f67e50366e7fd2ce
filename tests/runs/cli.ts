/** Runs golive as a user does, with a home of its own. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function collect(child: ChildProcess): Promise<Result> {
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** A place where golive keeps worlds, state and settings that no other test touches. */
export class Desk {
  readonly directory = mkdtempSync(join(tmpdir(), "golive-test-"));
  readonly home = join(this.directory, "home");

  constructor() {
    for (const name of readdirSync(ROOT)) if (/^Pulumi\..+\.yaml$/.test(name)) copyFileSync(join(ROOT, name), join(this.directory, name));
  }

  /** Changes a stack's settings. */
  settings(stack: string, change: (text: string) => string): void {
    const file = join(this.directory, `Pulumi.${stack}.yaml`);
    const before = readFileSync(file, "utf8");
    const after = change(before);
    if (after === before) throw new Error("the change changes nothing");
    writeFileSync(file, after);
  }

  environment(): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, ...env } = process.env;
    return { ...env, GOLIVE_HOME: this.home, GOLIVE_SETTINGS: this.directory, CI: "true", NO_COLOR: "1" };
  }

  run(...args: string[]): Promise<Result> {
    return this.start(...args).result;
  }

  /** Starts a command; `seen` sees what it prints on the standard error as it comes. */
  start(...args: string[]): { readonly child: ChildProcess; readonly result: Promise<Result>; onError(seen: (text: string) => void): void } {
    const child = spawn(process.execPath, [join(ROOT, "golive", "bin.js"), ...args], { env: this.environment(), stdio: ["ignore", "pipe", "pipe"] });
    const result = collect(child);
    return { child, result, onError: (seen) => void child.stderr.on("data", (chunk: Buffer) => seen(chunk.toString())) };
  }

  /** Runs another program with this environment on top. */
  plain(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Result> {
    return collect(spawn(program, args, { cwd, env: { ...this.environment(), ...env }, stdio: ["ignore", "pipe", "pipe"] }));
  }

  /** Runs with `--json` and reads the answer. */
  async json<Answer>(...args: string[]): Promise<{ code: number; answer: Answer }> {
    const { code, stdout, stderr } = await this.run(...args, "--json");
    try {
      return { code, answer: JSON.parse(stdout) as Answer };
    } catch {
      throw new Error(`golive ${args.join(" ")} printed no JSON (code ${code}):\n${stdout}\n${stderr}`);
    }
  }

  clear(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
