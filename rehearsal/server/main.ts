/**
 * The rehearsal cloud's process: three providers on loopback over one world.
 *
 * Prints one line of JSON with the ports, then serves until its lifeline breaks: the standard input it was given
 * (`--lifeline stdin`), or, detached, `--idle` seconds without a request. It outlives Ctrl-C on purpose: the engine
 * still has to write down what it was doing, and whoever started the process closes the lifeline.
 */
import { parseArgs } from "node:util";
import { serve } from "./serve.ts";

const { values } = parseArgs({
  options: {
    world: { type: "string" },
    cache: { type: "string" },
    lifeline: { type: "string", default: "stdin" },
    idle: { type: "string", default: "900" },
  },
});

if (values.world === undefined || values.cache === undefined) {
  process.stderr.write("the rehearsal server needs --world and --cache\n");
  process.exit(64); // EX_USAGE
}

process.on("SIGINT", () => undefined);
// As AWS's SDKs do it, for a provider whose configuration names no region.
const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
const server = await serve({ worldDirectory: values.world, cacheDirectory: values.cache, ...(region === undefined ? {} : { region }) });

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
  setInterval(() => {
    if (Date.now() - server.lastRequest() > limit) void stop();
  }, 1000);
}

process.stdout.write(`${JSON.stringify({ pid: process.pid, ports: server.ports })}\n`);
