/**
 * A rehearsal cloud that stops the world at a chosen call: it reports it to its parent and answers nothing any more,
 * until it is killed. Arguments: world, cache, number of the call among those that change something, and where in the
 * call: `before` anything is done, `after` the world is changed, or `later`: it is reported and work goes on.
 */
import { serve } from "../../../rehearsal/server/serve.ts";

const [world = "", cache = "", number = "0", where = "before"] = process.argv.slice(2);
const CHANGING = new Set(["create", "update", "delete"]);
const never = new Promise<void>(() => undefined);
let seen = 0;
let stopped = false;

const meet = (method: string, token: string): Promise<void> | void => {
  if (stopped) return never;
  if (!CHANGING.has(method)) return;
  seen += 1;
  if (seen < Number(number)) return;
  stopped = where !== "later";
  if (seen === Number(number) || stopped) process.send?.({ reached: `${method} ${token}` });
  return stopped ? never : undefined;
};
const server = await serve({ worldDirectory: world, cacheDirectory: cache, ...(where === "before" ? { gate: meet } : { after: meet }) });
process.send?.({ pid: process.pid, ports: server.ports });
