/**
 * Property-based tests look at other values in every run at a desk, and at the same ones in CI: what lands must not
 * depend on chance. Raise the number of runs with FC_RUNS to search longer.
 */
import fc from "fast-check";

const runs = process.env["FC_RUNS"];
fc.configureGlobal({
  ...(process.env["CI"] === undefined ? {} : { seed: 20_261_122 }),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});
