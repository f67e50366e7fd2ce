/**
 * What policies cost: a preview of production without a pack, with ours and with awsguard, turn and turn about; Checkov
 * over the same resources; a start of the pack; and the analysis of saved states of growing size.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../engine/shell.ts";
import { rules } from "../../policies/catalogue.ts";
import { columns, duration } from "../../golive/format/text.ts";
import { recordStack } from "../../golive/graph/stacks.ts";
import type { Registration } from "../../golive/graph/record.ts";
import { Collector } from "../../golive/run/collect.ts";
import { POLICIES } from "../../golive/run/places.ts";
import { openStack } from "../../golive/run/stack.ts";
import type { OpenStack } from "../../golive/run/stack.ts";
import { median, REPETITIONS, timed } from "./measure.ts";
import { awsguard, checkov, emptyPack, terraformPlan } from "./rivals.ts";

const STACK = "production";
/** Resources of the saved states. */
const STATES = [1_000, 2_000, 5_000, 10_000] as const;

/** What the pack may cost at most. */
const BARS = { preview: 1.1, ofAwsguard: 0.5, millisecondsAResource: 1, startMilliseconds: 1500 } as const;

/** Measures all of it, and says what holds. */
export async function policies(home: string, say: (line: string) => void): Promise<string> {
  const open = await openStack(STACK, { rehearse: true, progress: () => undefined });
  try {
    return [await previews(open, home, say), await starts(open), await states(open, home, say)].join("\n\n");
  } finally {
    await open.close();
  }
}

async function previews(open: OpenStack, home: string, say: (line: string) => void): Promise<string> {
  say("installing awsguard");
  const guard = await awsguard(join(home, "awsguard"));
  const ways: readonly (readonly [string, readonly string[]])[] = [["no pack", []], ["one empty policy", [emptyPack(join(home, "empty"))]], ["golive", [POLICIES]], ...(guard === undefined ? [] : [["awsguard", [guard]] as const])];
  const times = new Map<string, number[]>(ways.map(([name]) => [name, []]));
  const registrations = await recordStack(STACK);
  const plan = join(home, "plan.json");
  writeFileSync(plan, JSON.stringify(terraformPlan(registrations)));
  const checkovTimes: number[] = [];
  let checks: number | undefined;
  for (let round = 0; round < REPETITIONS; round++) {
    for (const [name, packs] of ways) times.get(name)?.push(await timed(() => open.stack.preview({ parallel: 32, policyPacks: [...packs], onEvent: (event) => new Collector().add(event) })));
    const took = await timed(async () => { checks = await checkov(plan); });
    if (checks !== undefined) checkovTimes.push(took);
    say(`round ${round + 1} of ${REPETITIONS}: ${ways.map(([name]) => `${name} ${duration(times.get(name)?.at(-1) ?? 0)}`).join(", ")}`);
  }
  const bare = times.get("no pack") ?? [];
  const added = (name: string): number[] => (times.get(name) ?? []).map((each, round) => each - (bare[round] ?? each));
  const ratio = median((times.get("golive") ?? []).map((each, round) => each / (bare[round] ?? each)));
  const share = guard === undefined ? undefined : median(added("golive")) / median(added("awsguard"));
  return [
    `A preview of ${STACK}, ${registrations.length} resources, medians of ${REPETITIONS} taken turn and turn about`,
    columns([
      ...ways.map(([name]) => [name, duration(median(times.get(name) ?? [])), name === "no pack" ? "" : `+ ${duration(median(added(name)))}${name === "golive" ? `, ${rules.length} rules` : ""}`]),
      ["Checkov", checks === undefined ? "not installed" : duration(median(checkovTimes)), checks === undefined ? "" : `by itself, ${checks} checks of the resources of AWS`],
    ]),
    verdict("preview with the pack", `× ${ratio.toFixed(2)}`, `× ${BARS.preview}`, ratio <= BARS.preview),
    share === undefined ? "awsguard could not be installed" : verdict("of what awsguard adds", `× ${share.toFixed(2)}`, `× ${BARS.ofAwsguard}`, share <= BARS.ofAwsguard),
  ].join("\n");
}

/** From the start of the process to the port that the engine waits for, as the engine starts it. */
async function starts(open: OpenStack): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < REPETITIONS; round++) {
    times.push(await timed(async () => {
      const child = spawn("pulumi-analyzer-policy-nodejs", ["127.0.0.1:1", "."], { cwd: POLICIES, env: { ...process.env, ...open.environment }, stdio: ["ignore", "pipe", "ignore"] });
      await once(child.stdout, "data");
      child.kill();
    }));
  }
  return verdict("start of the pack", duration(median(times)), duration(BARS.startMilliseconds), median(times) <= BARS.startMilliseconds);
}

async function states(open: OpenStack, home: string, say: (line: string) => void): Promise<string> {
  const registrations = await recordStack(STACK);
  const folder = join(home, "states");
  mkdirSync(folder, { recursive: true });
  const analyze = async (size: number): Promise<number> => {
    const file = join(folder, `${size}.json`);
    writeFileSync(file, JSON.stringify(savedState(registrations, size)));
    return timed(async () => {
      const { stdout, stderr } = await run(open.engine.binary, ["policy", "analyze", "--file", file, "--policy-pack", POLICIES, "--json", "--non-interactive"], { cwd: open.stack.workspace.workDir, env: { ...process.env, ...open.environment, PULUMI_CONFIG: JSON.stringify(open.config) } });
      // It finds violations, for values that only a provider knows are not there; what it cannot read, it does not judge.
      if (size > 1 && !stdout.includes('"policyEvent"')) throw new Error(`nothing was judged: ${stderr.slice(0, 1000)}`);
    });
  };
  const empty = await analyze(1);
  const rows: string[][] = [];
  const each: number[] = [];
  for (const size of STATES) {
    const took = await analyze(size);
    each.push((took - empty) / size);
    rows.push([`${size} resources`, duration(took), `${((took - empty) / size).toFixed(2)} ms a resource after start-up`]);
    say(`analysis of ${size} resources: ${duration(took)}`);
  }
  const worst = Math.max(...each);
  return [`pulumi policy analyze of a saved state (${duration(empty)} with one resource)`, columns(rows), verdict("analysis", `${worst.toFixed(2)} ms a resource`, `${BARS.millisecondsAResource} ms`, worst <= BARS.millisecondsAResource)].join("\n");
}

/** A state of so many resources: those of production, over and over, each time in a project of its own name. */
function savedState(registrations: readonly Registration[], size: number): object {
  const resources = Array.from({ length: size }, (_, index) => {
    const { urn, type, custom, inputs, parent, dependencies, protect } = registrations[index % registrations.length] ?? registrations[0]!;
    const copy = Math.floor(index / registrations.length);
    const renamed = (name: string): string => name.replace(/^urn:pulumi:([^:]+)::/, `urn:pulumi:$1-${copy}::`);
    return { urn: renamed(urn), custom, ...(custom ? { id: `id-${index}` } : {}), type, inputs, outputs: inputs, parent: parent === undefined ? undefined : renamed(parent), dependencies: dependencies.map(renamed), protect };
  });
  return { version: 3, deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources } };
}

function verdict(what: string, figure: string, bar: string, holds: boolean): string {
  return `${holds ? "holds" : "does not hold"}: ${what} ${figure}, the bar is ${bar}`;
}
