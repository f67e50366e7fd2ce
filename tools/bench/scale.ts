/**
 * How long a preview takes as the platform grows: `local` once, twice, five and ten times over in one stack, which is
 * that many times the workloads, zones and everything else. Linear growth is the same time a resource at every size.
 */
import * as aws from "@pulumi/aws";
import { Platform } from "../../components/platform.ts";
import { loadConfig } from "../../config/load.ts";
import { operate } from "../../golive/run/operate.ts";
import { makeProgress } from "../../golive/run/progress.ts";
import { openStack } from "../../golive/run/stack.ts";
import { chart } from "./curve.ts";
import type { Point } from "./curve.ts";

/** Sizes that are measured. */
const SIZES = [1, 2, 5, 10] as const;

/** A program that builds the platform so many times. */
function platforms(size: number): () => Promise<void> {
  return async () => {
    const { config, region } = loadConfig();
    const { accountId } = await aws.getCallerIdentity();
    for (let copy = 0; copy < size; copy++) new Platform(`optibid-${config.environment}${copy === 0 ? "" : `-${copy}`}`, { config, region, accountId });
  };
}

async function measured(size: number): Promise<Point> {
  const quiet = await makeProgress(process.stderr, true);
  const open = await openStack("local", { rehearse: true, progress: () => undefined, program: platforms(size) });
  try {
    let begun = performance.now();
    await open.stack.preview({ parallel: 32 });
    const bare = performance.now() - begun;
    begun = performance.now();
    const { account } = await operate("preview", open, quiet);
    return { size, resources: account.steps.size, preview: performance.now() - begun, bare };
  } finally {
    await open.close();
  }
}

/** Measures every size, in one run: ratios hold whatever the machine's speed of the day. */
export async function scale(say: (line: string) => void, sizes: readonly number[] = SIZES): Promise<Point[]> {
  const points: Point[] = [];
  for (const size of sizes) {
    points.push(await measured(size));
    say(chart(points).split("\n").at(-1) ?? "");
  }
  return points;
}
