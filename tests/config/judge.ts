/**
 * Records random valid configurations and judges them: `node tests/config/judge.ts <seed> <count>`. A process of its own,
 * because a recording under a test runner takes twice as long. Prints JSON: what was wrong, and how much was random.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { stringify } from "yaml";
import { recordSettings } from "../../golive/graph/stacks.ts";
import { checkSettings } from "../../golive/run/check.ts";
import { refusals, violations } from "../components/judge.ts";
import { overlayOf, repaired, schema, settingsOf, sizeOf } from "./arbitraries.ts";

/** What a run found. */
export interface Judged {
  readonly configurations: number;
  /** Share of the random values that stayed: those that go together with nothing are taken back. */
  readonly kept: number;
  /** One line for each refusal, violation and error, with the settings it came from. */
  readonly wrong: readonly string[];
}

const [seed = 0, count = 0] = process.argv.slice(2).map(Number);
const base = settingsOf(readFileSync(new URL("../../Pulumi.production.yaml", import.meta.url), "utf8"));
const check = (text: string): string[] => checkSettings("production", text);
let drawn = 0;
let kept = 0;
const wrong: string[] = [];

for (const overlay of fc.sample(overlayOf(schema), { seed, numRuns: count })) {
  const nearest = repaired("production", base, overlay, check);
  drawn += sizeOf(overlay);
  kept += sizeOf(nearest.overlay);
  const text = stringify(nearest.settings);
  const found = await judged(text);
  if (found.length > 0) wrong.push(...found.map((each) => `${each}\n  with ${JSON.stringify(nearest.overlay)}`));
}
process.stdout.write(`${JSON.stringify({ configurations: count, kept: kept / drawn, wrong } satisfies Judged)}\n`);

async function judged(text: string): Promise<string[]> {
  try {
    const graph = await recordSettings("production", text);
    return [...check(text), ...refusals(graph), ...violations(graph)];
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
