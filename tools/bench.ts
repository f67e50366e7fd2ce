/**
 * `make bench`: what people wait for, and its parts. One run, each figure the median of its repetitions, and ratios
 * taken within the run: the machine's speed of the day cancels out.
 *
 * `--warm` leaves out what a new machine pays once, packages and engine: some four minutes. `--scale` measures only how
 * a preview grows with the platform: with its workloads and zones, and with whole platforms; `--policies` only what
 * policies cost, beside awsguard and Checkov.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findEngine } from "../engine/find.ts";
import { withGo } from "../engine/ways/go.ts";
import { run } from "../engine/shell.ts";
import { columns, duration } from "../golive/format/text.ts";
import { makeProgress } from "../golive/run/progress.ts";
import { Collector } from "../golive/run/collect.ts";
import { operate } from "../golive/run/operate.ts";
import { chart, picture, verdict } from "./bench/curve.ts";
import { median, REPETITIONS, timed } from "./bench/measure.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const GOLIVE = join(ROOT, "golive", "bin.js");

const home = mkdtempSync(join(tmpdir(), "golive-bench-"));
process.env["GOLIVE_HOME"] = home;
const env = { ...process.env, CI: "true" };
const { openStack } = await import("../golive/run/stack.ts");
const { MULTIPLIED, scale } = await import("./bench/scale.ts");
const { policies } = await import("./bench/policies.ts");
const quiet = await makeProgress(process.stderr, true);
/** What to measure alone, where one thing was asked for. */
const only = ["--scale", "--policies"].find((each) => process.argv.includes(each));

async function repeated(work: () => Promise<unknown>): Promise<number> {
  const values: number[] = [];
  for (let index = 0; index < REPETITIONS; index++) values.push(await timed(work));
  return median(values);
}

async function golive(...args: string[]): Promise<void> {
  const { code, stderr, stdout } = await run(process.execPath, [GOLIVE, ...args], { env });
  if (code !== 0) throw new Error(`golive ${args.join(" ")} ended with code ${code}\n${stdout}\n${stderr}`);
}

const rows: string[][] = [];
const show = (name: string, milliseconds: number, note = ""): void => {
  rows.push([name, duration(milliseconds), note]);
  process.stderr.write(`${name}: ${duration(milliseconds)} ${note}\n`);
};

/** What people do every day. */
async function everyday(): Promise<void> {
  show("golive --help", await repeated(() => golive("--help")), "start-up of a command without the engine");
  show("golive config check, four stacks", await repeated(() => golive("config", "check", "production", "staging", "dev", "local")));
  show("golive prove, every rule", await timed(() => golive("prove")));
  show("golive up, empty world", await timed(() => golive("up", "local")), "preview, update, verdicts on the state");
  show("golive up, nothing to change", await repeated(() => golive("up", "local")), "the bar is 25 s");

  const open = await openStack("local", { rehearse: true, progress: () => undefined });
  try {
    const bare: number[] = [];
    const judged: number[] = [];
    for (let index = 0; index < REPETITIONS; index++) {
      bare.push(await timed(() => open.stack.preview({ parallel: 32, onEvent: (event) => new Collector().add(event) })));
      judged.push(await timed(() => operate("preview", open, quiet)));
    }
    show("preview without the pack", median(bare));
    show("preview with the pack", median(judged));
    const ratios = judged.map((each, index) => each / (bare[index] ?? each));
    rows.push(["policy overhead", `× ${median(ratios).toFixed(2)}`, `pair by pair, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`]);
  } finally {
    await open.close();
  }
  show("golive drift", await repeated(() => golive("drift", "local")));
  show("golive down", await timed(() => golive("down", "local")));
}

try {
  if (only === undefined && !process.argv.includes("--warm")) {
    const fresh = join(home, "fresh");
    show("packages (npm ci into an empty folder)", await timed(async () => {
      await run("git", ["clone", "--quiet", "--depth", "1", `file://${ROOT}`, fresh]);
      const { code, stderr } = await run("npm", ["ci", "--no-progress", "--loglevel=error", "--cache", join(home, "npm")], { cwd: fresh, env });
      if (code !== 0) throw new Error(stderr);
    }), "once a machine");
    show("engine, built with Go", await timed(async () => {
      const goEnv = { ...env, GOCACHE: join(home, "gocache"), GOMODCACHE: join(home, "gomod"), GOFLAGS: "-modcacherw" };
      const { engine } = await findEngine({ directory: join(home, "engine"), env: goEnv, progress: () => undefined }, [withGo]);
      if (engine.version === "") throw new Error("no engine");
    }), "once a machine");
  }
  if (only === undefined) await everyday();
  if (rows.length > 0) process.stdout.write(`${cpus().length} cores, Node ${process.versions.node}; medians of ${REPETITIONS} where repeated\n${columns(rows)}\n`);
  if (only !== "--scale") process.stdout.write(`\n${await policies(home, (line) => process.stderr.write(`${line}\n`))}\n`);
  for (const multiplied of only === "--policies" ? [] : (["inside", "whole"] as const)) {
    const points = await scale(multiplied, (line) => process.stderr.write(`${line}\n`));
    const file = join(ROOT, ".cache", `scale-${multiplied}.svg`);
    writeFileSync(file, picture(points));
    process.stdout.write(`\nA preview of ${MULTIPLIED[multiplied]}\n${chart(points)}\n${verdict(points)}\n${file}\n`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
