/** The test that has random valid configurations judged; its halves run in two files, which jest runs side by side. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import type { Judged } from "./judge.ts";

const MINUTES = 60_000;
const JUDGE = fileURLToPath(new URL("./judge.ts", import.meta.url));
const COUNT = Number(process.env["GOLIVE_CONFIGURATIONS"] ?? (process.env["CI"] === undefined ? 40 : 500));
const HALF = Math.ceil(COUNT / 2);

/** @param half which of the two, 0 or 1 */
export function judgedConfigurations(half: 0 | 1): void {
  test(`${HALF} of ${COUNT} random valid configurations build the platform and break no law and no mandatory rule`, async () => {
    const seed = process.env["CI"] === undefined ? Math.trunc(Math.random() * 1e9) : 20_261_122 + half;
    const { stdout } = await promisify(execFile)(process.execPath, [JUDGE, String(seed), String(HALF)], { maxBuffer: 64 * 1024 * 1024 });
    const { configurations, kept, wrong } = JSON.parse(stdout) as Judged;
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(configurations).toBe(HALF);
    // What is taken back to be valid is the smaller part: else nothing random would be left.
    expect(kept).toBeGreaterThan(0.4);
  }, 20 * MINUTES);
}
