/** What each canary tries, how often and how long it may take, and the code it runs, as plain values (OPT-66, OPT-73, OPT-P2, OPT-P4…OPT-P6). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { CanaryKind } from "./names.ts";

/**
 * Runtime of the canaries: the newest with a browser.
 * Source: Amazon CloudWatch User Guide, "Runtime versions using Node.js and Puppeteer".
 */
export const CANARY_RUNTIME = "syn-nodejs-puppeteer-15.0";

/** One canary. */
export interface CanarySpec {
  /** Minutes between two runs. */
  readonly everyMinutes: number;
  /** Milliseconds that what it measures may take: the target where there is one, with a margin for the way over the internet. */
  readonly maxMilliseconds: number;
  /** Seconds after which a run is ended. */
  readonly timeoutSeconds: number;
  /** Whether it logs in as the synthetic user. */
  readonly signsIn: boolean;
  readonly description: string;
}

/** The canaries, by kind. Those that send messages, which cost money, run seldom. */
export const CANARY_SPECS: Readonly<Record<CanaryKind, CanarySpec>> = {
  "api-health": { everyMinutes: 1, maxMilliseconds: 2_000, timeoutSeconds: 60, signsIn: false, description: "the API answers that it is well" },
  frontend: { everyMinutes: 5, maxMilliseconds: 3_000, timeoutSeconds: 90, signsIn: false, description: "the first page loads in a browser" },
  login: { everyMinutes: 5, maxMilliseconds: 1_000, timeoutSeconds: 90, signsIn: true, description: "a user logs in and out" },
  email: { everyMinutes: 30, maxMilliseconds: 30_000, timeoutSeconds: 120, signsIn: true, description: "an e-mail is delivered" },
  sms: { everyMinutes: 60, maxMilliseconds: 10_000, timeoutSeconds: 90, signsIn: true, description: "an SMS is delivered" },
};

/** A rate as Synthetics writes it: the singular for one. */
export function everyMinutes(minutes: number): string {
  if (minutes === 60) return "rate(1 hour)";
  return minutes === 1 ? "rate(1 minute)" : `rate(${minutes} minutes)`;
}

const FUNCTIONS = new URL("./functions/", import.meta.url);

/**
 * The files of a canary's archive, by path.
 * Source: Amazon CloudWatch User Guide, "Packaging your Node.js canary files": the handler's file is in `nodejs/node_modules`.
 */
export function canaryFiles(kind: CanaryKind): Record<string, string> {
  const sources = { "index.js": `${kind}/index.js`, "checks.js": "shared/checks.js", "synthetics.js": "shared/synthetics.js" };
  return Object.fromEntries(Object.entries(sources).map(([name, path]) => [`nodejs/node_modules/${name}`, readFileSync(new URL(path, FUNCTIONS), "utf8")]));
}

/** Twelve hex digits that change with the code: in the key of the archive, so that a canary notices new code. */
export function codeDigest(files: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12);
}
