/** Deploys a stack with changed settings by the normal `golive up`. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { EXIT } from "../run/failure.ts";
import { ROOT } from "../run/places.ts";

/** What came of `golive up`. */
export interface Deployed {
  readonly code: number;
  /** What it printed as JSON; undefined without `json`, or where it printed none. */
  readonly report?: unknown;
}

/** Writes a file whole or not at all. */
export function replaceFile(file: string, text: string): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}

/** Runs `work` with a directory that holds this one settings file, and the waivers that stand beside it, and removes it afterwards. */
export async function withSettings<Result>(file: string, text: string, work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "golive-rollback-"));
  try {
    writeFileSync(join(directory, basename(file)), text);
    const waivers = join(dirname(file), "waivers");
    if (existsSync(waivers)) cpSync(waivers, join(directory, "waivers"), { recursive: true });
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Runs `golive up` as a process of its own: a rehearsal reads its settings from elsewhere, and what it prints becomes
 * part of one report. It shares the terminal, so progress is live and an interrupt reaches it by itself.
 *
 * @param settings directory of the settings; the checkout's own where it is left out
 */
export function deploy(stack: string, options: { readonly rehearse: boolean; readonly json: boolean; readonly settings?: string }): Promise<Deployed> {
  const args = [join(ROOT, "golive", "main.ts"), "up", stack, ...(options.rehearse ? ["--rehearse"] : []), ...(options.json ? ["--json"] : [])];
  const env = options.settings === undefined ? process.env : { ...process.env, GOLIVE_SETTINGS: options.settings };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["inherit", options.json ? "pipe" : "inherit", "inherit"] });
    // The terminal interrupts both; the child ends in good order and this process with it.
    const wait = (): undefined => undefined;
    const stop = (): void => void child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", stop);
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", wait).off("SIGTERM", stop);
      const report = options.json ? parsed(printed) : undefined;
      resolve({ code: code ?? (signal === null ? EXIT.failure : EXIT.interrupted), ...(report === undefined ? {} : { report }) });
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // it ended before it had anything to say
  }
}
