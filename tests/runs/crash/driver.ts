/**
 * Plays golive for the crash test, many times in one process: an `up` that is cut off, the `up` after it, and what is
 * there then. Takes the jobs as JSON in its argument, prints one line of JSON for each.
 */
import { fork } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { run } from "../../../engine/shell.ts";
import { CACHE, HOME, stackPlaces } from "../../../golive/run/places.ts";
import { recover } from "../../../golive/run/recover.ts";
import { openStack } from "../../../golive/run/stack.ts";
import type { OpenStack } from "../../../golive/run/stack.ts";
import { whole } from "../../../golive/run/whole.ts";
import { serve } from "../../../rehearsal/server/serve.ts";
import { openStore } from "../../../rehearsal/world/store.ts";
import { canonical } from "./canonical.ts";
import type { Canonical, Recorded } from "./canonical.ts";
import { program } from "./program.ts";

/** One crash. */
export interface Job {
  readonly seed: number;
  /** `create`: the first `up`, from nothing; `change`: the `up` of the second edition over the first. */
  readonly scenario: "create" | "change";
  /** Which of the calls that change something; without one, nothing crashes. */
  readonly call?: number;
  readonly where?: "before" | "after" | "later";
  /** Milliseconds from the call to the kill, where that is `later`. */
  readonly delay?: number;
  /** Whether the engine writes its state once, at the end, as it does for `golive up` of a rehearsal. */
  readonly whole?: true;
}

/** What came of it. */
export interface Outcome {
  readonly job: Job;
  /** The call at which everything was killed; undefined where there were fewer. */
  readonly reached?: string;
  /** Creations that were open when the next run began. */
  readonly open: number;
  /** What the next run said when it failed. */
  readonly error?: string;
  /** Resources that still changed when it was done. */
  readonly changes: Record<string, number>;
  readonly result: Canonical;
  readonly milliseconds: number;
}

const STACK = "dev";
const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));
const BASE = join(HOME, "base");
const places = stackPlaces(STACK);

function openFor(edition: 1 | 2): Promise<OpenStack> {
  return openStack(STACK, { rehearse: true, progress: () => undefined, checkConfig: false, program: program(edition) });
}

/** Tells golive of a server that is there: it looks for one before it starts its own. */
function announce(server: object): void {
  mkdirSync(dirname(places.server), { recursive: true });
  writeFileSync(places.server, JSON.stringify(server));
}

/** Works with an open stack, its cloud in this process: it is not killed, and need not be started anew each time. */
async function calmly<Result>(edition: 1 | 2, work: (open: OpenStack) => Promise<Result>): Promise<Result> {
  const server = await serve({ worldDirectory: places.world, cacheDirectory: CACHE });
  announce({ pid: process.pid, ports: server.ports });
  try {
    const open = await openFor(edition);
    return await work(open).finally(() => open.close());
  } finally {
    await server.stop();
  }
}

function reset(base: boolean): void {
  for (const directory of [places.world, places.state, places.project]) rmSync(directory, { recursive: true, force: true });
  if (base) for (const directory of [places.world, places.state, places.project]) cpSync(join(BASE, directory.slice(dirname(places.world).length + 1)), directory, { recursive: true });
}

/** Runs `up` until the call is reached, and kills the engine and the cloud, the engine first: it may write nothing more. */
async function cutOff(edition: 1 | 2, { call = 0, where = "before", delay = 0, whole: once }: Job): Promise<string | undefined> {
  const server = fork(SERVER, [places.world, CACHE, String(call), where], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const started = await new Promise<object>((resolve) => server.once("message", (message) => resolve(message as object)));
  announce(started);
  const reached = new Promise<string>((resolve) => server.once("message", (message) => resolve((message as { reached: string }).reached)));
  const open = await openFor(edition);
  const update = (): Promise<unknown> => open.stack.up({ parallel: 32 });
  const ended = (once === true ? whole(open, update) : update()).then(() => undefined, () => undefined);
  const at = await Promise.race([reached, ended]);
  if (at !== undefined && delay > 0) await pause(delay);
  for (const pid of engines()) process.kill(pid, "SIGKILL");
  server.kill("SIGKILL");
  await ended;
  await open.close();
  return at;
}

/** The engine's processes among this one's children. */
function engines(): number[] {
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)).flatMap((entry) => {
    try {
      const [, name = "", rest = ""] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, "utf8")) ?? [];
      return name === "pulumi" && Number(rest) === process.pid ? [Number(entry)] : [];
    } catch {
      return []; // gone meanwhile
    }
  });
}

/** What gRPC says of a port it has met before: channels are shared by address, and one that broke rests for a while. */
const RESTING = "14 UNAVAILABLE: No connection established";

/**
 * The `up` after the crash. This process outlives many engines, which golive's does not, and a new engine may be given the
 * port of one that was killed: then nothing has begun, and it is started once more when the channel has rested.
 */
async function upAgain(open: OpenStack): Promise<string | undefined> {
  for (let left = 2; ; left--) {
    const error = await open.stack.up({ parallel: 32 }).then(() => undefined, (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)));
    if (error === undefined || left === 0 || !error.includes(RESTING)) return error;
    await pause(2_000);
  }
}

async function crash(job: Job): Promise<Outcome> {
  const begun = performance.now();
  const edition = job.scenario === "create" ? 1 : 2;
  reset(job.scenario === "change");
  const reached = job.call === undefined ? undefined : await cutOff(edition, job);
  return calmly(edition, async (open) => {
    const creations = await recover(open, () => undefined);
    const error = await upAgain(open);
    // A preview costs a second: every fifth time it shows that the engine agrees.
    const { changeSummary } = job.seed % 5 === 0 ? await open.stack.preview() : { changeSummary: {} as Record<string, number> };
    const changes = Object.fromEntries(Object.entries(changeSummary).filter(([operation]) => operation !== "same"));
    const { stdout } = await run(open.engine.binary, ["stack", "export", "--show-secrets", "--stack", STACK, "--non-interactive"], { cwd: open.stack.workspace.workDir, env: { ...process.env, ...open.environment } });
    const store = openStore(places.world);
    const result = canonical((JSON.parse(stdout) as { deployment: Recorded }).deployment, [...store.all()]);
    await store.close();
    return { job, ...(reached === undefined ? {} : { reached }), open: creations, ...(error === undefined ? {} : { error }), changes, result, milliseconds: performance.now() - begun };
  });
}

const jobs = JSON.parse(process.argv[2] ?? "[]") as Job[];
if (jobs.some(({ scenario }) => scenario === "change") && !existsSync(BASE)) {
  await calmly(1, (open) => open.stack.up({ parallel: 32 }));
  mkdirSync(BASE, { recursive: true });
  for (const directory of [places.world, places.state, places.project]) cpSync(directory, join(BASE, directory.slice(dirname(places.world).length + 1)), { recursive: true });
}
for (const job of jobs) process.stdout.write(`${JSON.stringify(await crash(job))}\n`);
process.exit(0);
