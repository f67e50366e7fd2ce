/**
 * What a person does before a protected stack can be destroyed, done for a rehearsal: deletion protection is switched
 * off in the rehearsed world, and Pulumi's own in the rehearsed state. Against AWS nobody does this for you.
 */
import { run } from "../../engine/shell.ts";
import { openStore } from "../../rehearsal/world/store.ts";
import { applyChange } from "../../rehearsal/world/edit.ts";
import type { Kept } from "../../rehearsal/world/store.ts";
import { Failure } from "./failure.ts";
import { stackPlaces } from "./places.ts";
import type { OpenStack } from "./stack.ts";

/** Arguments by which AWS refuses a deletion, and the value that allows it. */
const LOCKS: readonly (readonly [property: string, locked: unknown, open: false])[] = [
  ["deletionProtection", true, false],
  ["enableDeletionProtection", true, false],
  ["deletionProtectionEnabled", true, false],
];

/** Opens the locks of a rehearsed stack; says how many there were. */
export async function liftProtection(open: OpenStack): Promise<number> {
  const store = openStore(stackPlaces(open.stack.name).world);
  let lifted = 0;
  try {
    for (const entity of [...store.all()]) {
      const unlocked = LOCKS.reduce<Kept>((current, [property, locked, value]) => (current.outputs[property] === locked ? applyChange(current, { path: [property], value }) : current), entity);
      if (unlocked === entity) continue;
      store.put(unlocked);
      lifted += 1;
    }
  } finally {
    await store.close();
  }
  const { code, stderr } = await run(open.engine.binary, ["state", "unprotect", "--all", "--yes", "--non-interactive", "--stack", open.stack.name], {
    cwd: open.stack.workspace.workDir,
    env: { ...process.env, ...open.environment },
  });
  if (code !== 0) throw new Failure(`The rehearsed state could not be unprotected: ${stderr.trim()}`);
  return lifted;
}
