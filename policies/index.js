// Types are stripped and code is compiled once, not at every start: half of a start is that.
import { enableCompileCache, flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

enableCompileCache(fileURLToPath(new URL("../.cache/node", import.meta.url)));
// Not awaited: the SDK's runner takes the pack by `require`, which refuses a module that waits.
// The engine ends this process by a signal, after which nothing would be written.
void import("./pack.ts").then(() => flushCompileCache());
