/**
 * What a person does before a protected stack can be destroyed, done for a rehearsal: deletion protection is switched
 * off in the rehearsed world, and Pulumi's own in the rehearsed state. Against AWS nobody does this for you.
 */
import { openStore } from "../../rehearsal/world/store.ts";
import { applyChange } from "../../rehearsal/world/edit.ts";
import type { Kept } from "../../rehearsal/world/store.ts";
import { stackPlaces } from "./places.ts";
import type { OpenStack } from "./stack.ts";
import { importState } from "./state.ts";
import type { ExportedState } from "./state.ts";

/** Arguments by which AWS refuses a deletion, and the value that allows it. */
const LOCKS: readonly (readonly [property: string, locked: unknown, open: false])[] = [
  ["deletionProtection", true, false],
  ["enableDeletionProtection", true, false],
  ["deletionProtectionEnabled", true, false],
];

/**
 * Opens the locks of a rehearsed stack; says how many there were.
 *
 * @param state its state, as exported
 */
export async function liftProtection(open: OpenStack, state: ExportedState): Promise<number> {
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
  await unlockState(open, state);
  return lifted;
}

/** Takes `protect` and `retainOnDelete` off everything in the rehearsed state: what is kept would hold its neighbours. */
async function unlockState(open: OpenStack, state: ExportedState): Promise<void> {
  const resources = (state.deployment.resources ?? []).map((resource) => ({ ...resource, protect: false, retainOnDelete: false }));
  await importState(open, { ...state, deployment: { ...state.deployment, resources } });
}
