/**
 * The engine and the rehearsal cloud are killed in the middle of `up`: before a call has done anything, after the world
 * is changed and before anybody knows, or some time later, while the engine writes its state. The next `up` has to come
 * to what an undisturbed one comes to: state and world the same but for what is made up anew, nothing in the world that
 * is not recorded, nothing recorded that is not there, nothing open. So it is where the engine writes its state after
 * each step, as it does for AWS, and where it writes once, as it does for `golive up` of a rehearsal.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Desk } from "./cli.ts";
import type { Job, Outcome } from "./crash/driver.ts";

const MINUTES = 60_000;
const DRIVER = fileURLToPath(new URL("./crash/driver.ts", import.meta.url));
const SEEDS = Number(process.env["GOLIVE_CRASHES"] ?? 32);
/** Calls that change something in each scenario; the kill points are spread over them. */
const CALLS = { create: 37, change: 30 } as const;
const WHERE = ["before", "after", "later"] as const;

/** Numbers that look drawn and are the same for a seed. Source: mulberry32, public domain. */
function drawn(seed: number): number {
  let value = (seed + 0x6d2b79f5) | 0;
  value = Math.imul(value ^ (value >>> 15), value | 1);
  value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
  return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
}

const jobs: Job[] = Array.from({ length: SEEDS }, (_, index) => {
  const seed = index + 1;
  const scenario = seed % 2 === 0 ? "create" : "change";
  const where = WHERE[Math.floor(seed / 2) % WHERE.length] ?? "before";
  const whole = index % 8 >= 6 ? { whole: true as const } : {};
  return { seed, scenario, where, ...whole, call: 1 + Math.floor(drawn(seed) * CALLS[scenario]), ...(where === "later" ? { delay: Math.floor(drawn(seed + 1_000) * 60) } : {}) };
});

/** Runs jobs in a process with a home of its own. */
function run(desk: Desk, work: readonly Job[]): Promise<Outcome[]> {
  const child = spawn(process.execPath, [DRIVER, JSON.stringify(work)], { env: desk.environment(), stdio: ["ignore", "pipe", "pipe"] });
  const outcomes: Outcome[] = [];
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) outcomes.push(JSON.parse(line) as Outcome);
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => (code === 0 ? resolve(outcomes) : reject(new Error(`the driver ended with ${code ?? "a signal"} after ${outcomes.length} of ${work.length}:\n${said.slice(-3_000)}`))));
  });
}

describe("after a crash", () => {
  const desks = [new Desk(), new Desk()];
  const undisturbed = new Map<string, Outcome>();
  let outcomes: Outcome[] = [];

  beforeAll(async () => {
    const calm: Job[] = [{ seed: 0, scenario: "create" }, { seed: 0, scenario: "change" }];
    const halves = await Promise.all(desks.map((desk, half) => run(desk, [...(half === 0 ? calm : []), ...jobs.filter((_, index) => index % 2 === half)])));
    outcomes = halves.flat();
    for (const outcome of outcomes.splice(0, calm.length)) undisturbed.set(outcome.job.scenario, outcome);
  }, 10 * MINUTES);

  afterAll(() => desks.forEach((desk) => desk.clear()));

  test("the undisturbed runs are whole", () => {
    for (const { error, changes, result } of undisturbed.values()) expect({ error, changes, apart: result.apart, pending: result.pending }).toEqual({ changes: {}, apart: [], pending: 0 });
  });

  test("crashes met creations in the middle, and every way to die", () => {
    expect(outcomes).toHaveLength(SEEDS);
    const killed = outcomes.filter(({ reached }) => reached !== undefined);
    expect(killed.length).toBeGreaterThanOrEqual(SEEDS - 2);
    expect(new Set(killed.map(({ job }) => job.where))).toEqual(new Set(WHERE));
    expect(killed.some(({ open }) => open > 0)).toBe(true);
    // What is kept whole leaves nothing open: it is taken back.
    expect(new Set(killed.filter(({ job }) => job.whole === true).map(({ open }) => open))).toEqual(new Set([0]));
  });

  test.each(jobs.map((job) => [job.seed, job] as const))("seed %d converges", (seed) => {
    const outcome = outcomes.find(({ job }) => job.seed === seed);
    const { error, changes, result, job } = outcome!;
    expect({ error, changes, ...result }).toEqual({ changes: {}, ...undisturbed.get(job.scenario)?.result });
  });
});
