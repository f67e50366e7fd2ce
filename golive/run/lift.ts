/**
 * What a person does before a protected stack can be destroyed, done for a rehearsal: deletion protection is switched
 * off in the rehearsed world, and Pulumi's own in the rehearsed state. Against AWS nobody does this for you.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../engine/shell.ts";
import { openStore } from "../../rehearsal/world/store.ts";
import { applyChange } from "../../rehearsal/world/edit.ts";
import type { Kept } from "../../rehearsal/world/store.ts";
import { Failure } from "./failure.ts";
import { stackPlaces } from "./places.ts";
import type { OpenStack } from "./stack.ts";
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
  const directory = mkdtempSync(join(tmpdir(), "golive-state-"));
  try {
    const file = join(directory, "state.json"); // secrets in it are encrypted
    writeFileSync(file, JSON.stringify({ ...state, deployment: { ...state.deployment, resources } }), { mode: 0o600 });
    const { code, stderr } = await run(open.engine.binary, ["stack", "import", "--file", file, "--stack", open.stack.name, "--non-interactive"], {
      cwd: open.stack.workspace.workDir,
      env: { ...process.env, ...open.environment },
    });
    if (code !== 0) throw new Failure(`The rehearsed state could not be unprotected: ${stderr.trim()}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
