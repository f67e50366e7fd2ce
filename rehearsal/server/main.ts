/**
 * The rehearsal cloud's process: three providers on loopback over one world.
 *
 * Prints one line of JSON with the ports, then serves until its lifeline breaks: the standard input it was given
 * (`--lifeline stdin`), or, detached, `--idle` seconds without a request. A detached server writes `--record` and goes
 * when that no longer names it: whoever wants it gone removes the file, and no process is ever killed by a number that
 * may be somebody else's by now. It outlives Ctrl-C on purpose: the engine
 * still has to write down what it was doing, and whoever started the process closes the lifeline.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "./serve.ts";

const { values } = parseArgs({
  options: {
    world: { type: "string" },
    cache: { type: "string" },
    lifeline: { type: "string", default: "stdin" },
    idle: { type: "string", default: "900" },
    record: { type: "string" },
  },
});

if (values.world === undefined || values.cache === undefined) {
  process.stderr.write("the rehearsal server needs --world and --cache\n");
  process.exit(64); // EX_USAGE
}

process.on("SIGINT", () => undefined);
// As AWS's SDKs do it, for a provider whose configuration names no region.
const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
const server = await serve({ worldDirectory: values.world, cacheDirectory: values.cache, ...(region === undefined ? {} : { region }) }).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
const started = JSON.stringify({ pid: process.pid, ports: server.ports });

const stop = async (): Promise<void> => {
  await server.stop();
  process.exit(0);
};
process.on("SIGTERM", () => void stop());
process.on("SIGHUP", () => undefined);

if (values.lifeline === "stdin") {
  process.stdin.on("end", () => void stop()).on("error", () => void stop()).resume();
} else {
  const limit = Number(values.idle) * 1000;
  const { record } = values;
  if (record !== undefined) {
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(`${record}.${process.pid}`, started);
    renameSync(`${record}.${process.pid}`, record);
  }
  setInterval(() => {
    if (Date.now() - server.lastRequest() > limit || (record !== undefined && !names(record, started))) void stop();
  }, 200);
}

process.stdout.write(`${started}\n`);

function names(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8") === text;
  } catch {
    return false; // gone
  }
}
