/** A stack's state as the engine exports it, secrets still encrypted. The Automation API's own export shows them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../engine/shell.ts";
import { Failure } from "./failure.ts";
import type { OpenStack } from "./stack.ts";

/** The part of an exported state that golive reads. */
export interface ExportedState {
  readonly version: number;
  readonly deployment: { readonly resources?: readonly { readonly urn: string; readonly type: string }[] };
}

/**
 * The same JSON as `pulumi stack export`.
 *
 * @throws Failure with the engine's words
 */
export async function exportedState(open: OpenStack): Promise<ExportedState> {
  const { code, stdout, stderr } = await run(open.engine.binary, ["stack", "export", "--stack", open.stack.name, "--non-interactive"], {
    cwd: open.stack.workspace.workDir,
    env: { ...process.env, ...open.environment },
  });
  if (code !== 0) throw new Failure(`The state of ${open.stack.name} could not be exported: ${stderr.trim()}`);
  return JSON.parse(stdout) as ExportedState;
}

/**
 * Puts a changed state in place of the stack's own.
 *
 * @throws Failure with the engine's words
 */
export async function importState(open: OpenStack, state: ExportedState): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "golive-state-"));
  try {
    const file = join(directory, "state.json"); // secrets in it are encrypted
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
    const { code, stderr } = await run(open.engine.binary, ["stack", "import", "--file", file, "--stack", open.stack.name, "--non-interactive"], {
      cwd: open.stack.workspace.workDir,
      env: { ...process.env, ...open.environment },
    });
    if (code !== 0) throw new Failure(`The state of ${open.stack.name} could not be changed: ${stderr.trim()}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
