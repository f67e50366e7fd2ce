/**
 * The one place that starts other programs.
 *
 * Every program gets an argument list, never a shell line; its output is handed on line by line; and it does not
 * outlive the caller's signal.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface Run {
  /** Exit code; 127 where the program is not there, 124 on a time-out, 130 when it was stopped by the signal. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Whole environment; the caller's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds until the program is stopped; none by default. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** Sees each line of standard output and error as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end. Never throws: a program that cannot be started is an exit code of 127 with the reason. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    let forced: number | undefined;
    const stop = (code: number): void => {
      forced ??= code;
      child.kill("SIGTERM");
    };
    const timer = options.timeout === undefined ? undefined : setTimeout(() => stop(124), options.timeout);
    const aborted = (): void => stop(130);
    options.signal?.addEventListener("abort", aborted, { once: true });
    if (options.signal?.aborted === true) aborted();
    for (const stream of ["stdout", "stderr"] as const) {
      createInterface({ input: child[stream] }).on("line", (line) => {
        output[stream] += `${line}\n`;
        options.onLine?.(line);
      });
    }
    const finish = (code: number): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", aborted);
      resolve({ code: forced ?? code, ...output });
    };
    child.on("error", (error) => {
      output.stderr += error.message;
      finish(127);
    });
    child.on("close", (code, signal) => finish(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/** Absolute path of a program on the search path; undefined where there is none. */
export function which(program: string, path = process.env["PATH"] ?? ""): string | undefined {
  for (const directory of path.split(delimiter)) {
    if (directory === "") continue;
    const candidate = join(directory, program);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      continue; // not here
    }
  }
  return undefined;
}
