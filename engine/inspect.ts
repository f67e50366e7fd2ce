/** Asks a Pulumi binary for its version, and says whether golive can run on it. */
import semver from "semver";
import { run } from "./shell.ts";
import { SUPPORTED_ENGINES } from "./versions.ts";

export type Inspection = { readonly ok: true; readonly version: string } | { readonly ok: false; readonly why: string };

/** Runs `pulumi version`; a binary that does not start, or answers nonsense, is refused with what it said. */
export async function inspect(binary: string, env: NodeJS.ProcessEnv): Promise<Inspection> {
  const { code, stdout, stderr } = await run(binary, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 20_000,
  });
  if (code !== 0) return { ok: false, why: `${binary} version ended with code ${code}: ${firstLine(stderr || stdout)}` };
  const version = semver.valid(stdout.trim());
  if (version === null) return { ok: false, why: `${binary} version printed "${firstLine(stdout)}", which is no version` };
  if (!semver.satisfies(version, SUPPORTED_ENGINES, { includePrerelease: true })) {
    return { ok: false, why: `${binary} is ${version}; supported is ${SUPPORTED_ENGINES}` };
  }
  return { ok: true, version };
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
