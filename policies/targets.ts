/** The performance targets of the platform: what alarms have to go off at, and what stacks may only be stricter than. */
import { THRESHOLDS } from "./config.ts";

/** Targets OPT-P1…P6, in the unit that their name ends in. */
export const TARGETS = {
  /** OPT-P1: 95 % of the API's answers. */
  apiResponseMs: 200,
  /** OPT-P2. */
  pageLoadMs: 3_000,
  /** OPT-P3: simple queries. */
  databaseQueryMs: THRESHOLDS.slowQueryMilliseconds.value,
  /** OPT-P4. */
  loginMs: 500,
  /** OPT-P5. */
  emailSeconds: 30,
  /** OPT-P6. */
  smsSeconds: 10,
} as const;
