/** Another process at the same world: puts in what it is sent, and says when it is done. */
import { openStore } from "../../../rehearsal/world/store.ts";
import type { Kept } from "../../../rehearsal/world/store.ts";

const store = openStore(process.argv[2] ?? "");
process.on("message", (thing) => {
  store.put(thing as Kept);
  process.send?.("done");
});
process.send?.("ready");
