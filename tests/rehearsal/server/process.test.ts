/** The server's process: never left behind. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { CACHE } from "../../../golive/run/places.ts";

const MAIN = fileURLToPath(new URL("../../../rehearsal/server/main.ts", import.meta.url));
const HERE = fileURLToPath(new URL("./", import.meta.url));

interface Started {
  readonly pid: number;
  readonly ports: Record<string, number>;
}

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "golive-process-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const flags = (): string[] => [MAIN, "--world", join(directory, "world"), "--cache", CACHE];
const firstLine = (child: ChildProcess): Promise<Started> =>
  new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`ended with ${code}`)));
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line) as Started));
  });
const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on("exit", (code) => resolve(code)));
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });
const silent = async (port: number): Promise<boolean> => {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (!(await answers(port))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
};
const environment = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  return env;
};

describe("the rehearsal's process", () => {
  test("listens on loopback only, and ends when its lifeline is closed", async () => {
    const child = spawn(process.execPath, flags(), { stdio: ["pipe", "pipe", "inherit"], env: environment() });
    const { ports } = await firstLine(child);
    expect(Object.keys(ports).sort()).toEqual(["aws", "kubernetes", "random"]);
    expect(await answers(ports["aws"]!)).toBe(true);
    const end = ended(child);
    child.stdin.end();
    expect(await end).toBe(0);
  });

  test("goes on when Ctrl-C reaches it: the engine still has to save its state", async () => {
    const child = spawn(process.execPath, flags(), { stdio: ["pipe", "pipe", "inherit"], env: environment() });
    const { ports } = await firstLine(child);
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await answers(ports["aws"]!)).toBe(true);
    const end = ended(child);
    child.stdin.end();
    await end;
  });

  test("does not outlive a parent that was killed", async () => {
    const script = `
      import { spawn } from "node:child_process";
      const child = spawn(process.execPath, ${JSON.stringify(flags())}, { stdio: ["pipe", "pipe", "inherit"] });
      child.stdout.pipe(process.stdout);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: HERE, stdio: ["ignore", "pipe", "inherit"], env: environment() });
    const { ports } = await firstLine(parent);
    expect(await answers(ports["aws"]!)).toBe(true);
    parent.removeAllListeners("exit");
    parent.kill("SIGKILL");
    expect(await silent(ports["aws"]!)).toBe(true);
  }, 20_000);

  test("ends by itself when nobody has asked it anything for as long as it was told", async () => {
    const child = spawn(process.execPath, [...flags(), "--lifeline", "idle", "--idle", "1"], { stdio: ["ignore", "pipe", "inherit"], env: environment() });
    const end = ended(child);
    await firstLine(child);
    expect(await end).toBe(0);
  }, 20_000);

  test("says what it needs", async () => {
    const child = spawn(process.execPath, [MAIN], { stdio: ["ignore", "ignore", "pipe"], env: environment() });
    expect(await ended(child)).toBe(64);
  });
});
