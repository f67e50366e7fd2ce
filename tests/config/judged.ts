/** The test that records random valid configurations and judges them; its halves run in two files, which jest runs side by side. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { recordSettings } from "../../golive/graph/stacks.ts";
import { checkSettings } from "../../golive/run/check.ts";
import { refusals, violations } from "../components/judge.ts";
import { overlayOf, repaired, schema, settingsOf, sizeOf } from "./arbitraries.ts";

const MINUTES = 60_000;
const COUNT = Number(process.env["GOLIVE_CONFIGURATIONS"] ?? (process.env["CI"] === undefined ? 40 : 500));
const HALF = Math.ceil(COUNT / 2);

/** @param half which of the two, 0 or 1 */
export function judgedConfigurations(half: 0 | 1): void {
  test(`${HALF} of ${COUNT} random valid configurations build the platform and break no law and no mandatory rule`, async () => {
    const base = settingsOf(readFileSync(new URL("../../Pulumi.production.yaml", import.meta.url), "utf8"));
    let drawn = 0;
    let kept = 0;
    const valid = overlayOf(schema).map((overlay) => {
      const nearest = repaired("production", base, overlay, problems);
      drawn += sizeOf(overlay);
      kept += sizeOf(nearest.overlay);
      return nearest;
    });
    const runs = { numRuns: HALF, ...(process.env["CI"] === undefined ? {} : { seed: 20_261_122 + half }), endOnFailure: true };
    await fc.assert(
      fc.asyncProperty(valid, async ({ settings }) => {
        const text = stringify(settings);
        expect(checkSettings("production", text)).toEqual([]);
        const graph = await recordSettings("production", text);
        expect(refusals(graph)).toEqual([]);
        expect(violations(graph)).toEqual([]);
      }),
      runs,
    );
    // What is taken back to be valid is the smaller part: else nothing random would be left.
    expect(kept / drawn).toBeGreaterThan(0.4);
  }, 20 * MINUTES);
}

/** The engine hands texts over as they stand, so that one that looks like a number or a list arrives as one. */
function problems(text: string): readonly string[] {
  const { config } = settingsOf(text);
  const bare = ["owner", "costCentre"].filter((key) => {
    try {
      return typeof JSON.parse(String(config[`optibid:${key}`])) !== "string";
    } catch {
      return false; // plain text
    }
  });
  return [...checkSettings("production", text), ...bare.map((key) => `optibid:${key} looks like a number`)];
}
