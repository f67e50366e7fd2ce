/** A `pulumi` on the search path. */
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Attempt, Search } from "../engine.ts";
import { inspect } from "../inspect.ts";
import { which } from "../shell.ts";
import { SUPPORTED_ENGINES } from "../versions.ts";

export async function onPath({ env }: Search): Promise<Attempt> {
  const found = which("pulumi", env["PATH"]);
  const fix = `install Pulumi ${SUPPORTED_ENGINES} and put it on PATH`;
  if (found === undefined) return { way: "path", said: "there is none", fix, absent: true };
  const inspection = await inspect(found, env);
  if (!inspection.ok) return { way: "path", said: inspection.why, fix: `upgrade it: ${fix}` };
  const binary = realpathSync(found);
  return {
    way: "path",
    engine: { root: dirname(dirname(binary)), binary, version: inspection.version, way: "path" },
    said: `${found}, version ${inspection.version}`,
  };
}
