/** Starts and stops the rehearsal cloud's process. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { CACHE, stackPlaces } from "./places.ts";
import { Failure } from "./failure.ts";
import type { Ports } from "../../rehearsal/server/serve.ts";

const MAIN = fileURLToPath(new URL("../../rehearsal/server/main.ts", import.meta.url));

/** Seconds a detached server waits for work before it goes. */
export const IDLE_SECONDS = 900;

export interface Rehearsal {
  readonly ports: Ports;
  /** Closes the server if this call started it. */
  stop(): Promise<void>;
}

/** A detached server, as it is written down. */
export interface Running {
  readonly pid: number;
  readonly ports: Ports;
}

/** Uses the server that already plays this stack's world, or starts one that dies with this process. */
export async function startRehearsal(stack: string): Promise<Rehearsal> {
  const running = await findRunning(stack);
  if (running !== undefined) return { ports: running.ports, stop: async () => undefined };
  const child = spawn(process.execPath, [MAIN, ...flags(stack), "--lifeline", "stdin"], { stdio: ["pipe", "pipe", "pipe"] });
  const gone = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const { ports } = await firstLine(child, stack);
  child.stderr.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  return {
    ports,
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}

/** Starts a server that outlives this process; the one already running where there is one. */
export async function detachRehearsal(stack: string, idle: number, region: string): Promise<Running> {
  const running = await findRunning(stack);
  if (running !== undefined) return running;
  const child = spawn(process.execPath, [MAIN, ...flags(stack), "--lifeline", "idle", "--idle", String(idle)], {
    detached: true,
    env: { ...process.env, AWS_REGION: region },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const started = await firstLine(child, stack);
  const { server } = stackPlaces(stack);
  mkdirSync(dirname(server), { recursive: true });
  writeFileSync(`${server}.new`, JSON.stringify(started));
  renameSync(`${server}.new`, server);
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  return started;
}

/** Stops a detached server; false where none runs. */
export async function stopRehearsal(stack: string): Promise<boolean> {
  const running = await findRunning(stack);
  const { server } = stackPlaces(stack);
  rmSync(server, { force: true });
  if (running === undefined) return false;
  process.kill(running.pid, "SIGTERM");
  for (let waited = 0; waited < 5_000 && (await answers(running.ports.aws)); waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

/** The detached server of this stack, if it still answers. */
export async function findRunning(stack: string): Promise<Running | undefined> {
  try {
    const running = JSON.parse(readFileSync(stackPlaces(stack).server, "utf8")) as Running;
    return (await answers(running.ports.aws)) ? running : undefined;
  } catch {
    return undefined; // never started, or half a file from a crash
  }
}

/** How the engine is told to use the servers. */
export function rehearsalEnvironment(ports: Ports): Record<string, string> {
  return {
    PULUMI_DEBUG_PROVIDERS: `aws:${ports.aws},kubernetes:${ports.kubernetes},random:${ports.random}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

function flags(stack: string): string[] {
  return ["--world", stackPlaces(stack).world, "--cache", CACHE];
}

async function firstLine(child: ReturnType<typeof spawn>, stack: string): Promise<Running> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Failure(`the rehearsal cloud of ${stack} could not be started: ${error.message}`)));
    child.on("close", (code) => reject(new Failure(`the rehearsal cloud of ${stack} ended with code ${code ?? "?"} before it was ready:\n${said.trim()}`)));
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line) as Running));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 500 });
    const settle = (up: boolean): void => {
      socket.destroy();
      resolve(up);
    };
    socket.on("connect", () => settle(true)).on("error", () => settle(false)).on("timeout", () => settle(false));
  });
}
