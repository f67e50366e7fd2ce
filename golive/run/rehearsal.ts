/** Starts and stops the rehearsal cloud's process. */
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { CACHE, stackPlaces } from "./places.ts";
import { Failure } from "./failure.ts";
import { takeBack } from "./whole.ts";
import { locate } from "../../rehearsal/schema/packages.ts";
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
  await takeBack(stack);
  const child = spawn(process.execPath, [MAIN, ...flags(stack), "--lifeline", "idle", "--idle", String(idle), "--record", stackPlaces(stack).server], {
    detached: true,
    env: { ...process.env, AWS_REGION: region },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const started = await firstLine(child, stack);
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  return started;
}

/** Stops a detached server by taking its record away; false where none runs. */
export async function stopRehearsal(stack: string): Promise<boolean> {
  const running = await findRunning(stack);
  rmSync(stackPlaces(stack).server, { force: true });
  if (running === undefined) return false;
  for (let waited = 0; waited < STOP_LIMIT; waited += 50) {
    if (!(await answers(running.ports.aws))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Failure(`The server of ${stack} (process ${running.pid}) has not stopped after ${STOP_LIMIT / 1000} s`);
}

/** Milliseconds a server has to stop in. */
const STOP_LIMIT = 10_000;

/** The detached server of this stack, if it is there and is one. */
export async function findRunning(stack: string): Promise<Running | undefined> {
  const running = readRecord(stackPlaces(stack).server);
  return running !== undefined && (await answers(running.ports.aws)) ? running : undefined;
}

const port = z.int().min(1).max(65_535);
const recordSchema = z.object({ pid: z.int().positive(), ports: z.object({ aws: port, kubernetes: port, random: port }) });

function readRecord(file: string): Running | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined; // never started, or no record of a server
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
    child.on("close", (code, signal) =>
      reject(new Failure(`The rehearsal cloud of ${stack} ended (${signal ?? `code ${code ?? "?"}`}) before it was ready: ${said.trim() || "it said nothing"}\nIf its world is damaged: npx golive rehearsal reset --stack ${stack}`)),
    );
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line) as Running));
  });
}

/** Whether a provider of the version that is played answers there, and not whoever has the port by now. */
async function answers(address: number): Promise<boolean> {
  const [{ default: services }, { default: empty }, grpc] = await Promise.all([
    import("@pulumi/pulumi/proto/provider_grpc_pb.js"),
    import("google-protobuf/google/protobuf/empty_pb.js"),
    import("@grpc/grpc-js"),
  ]);
  const client = new services.ResourceProviderClient(`127.0.0.1:${address}`, grpc.credentials.createInsecure());
  return new Promise((resolve) => {
    client.getPluginInfo(new empty.Empty(), new grpc.Metadata(), { deadline: Date.now() + 1_000 }, (error, info) => {
      client.close();
      resolve(error === null && info.getVersion() === locate("aws").version);
    });
  });
}
