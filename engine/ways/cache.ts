/** An engine that golive installed or built earlier. */
import { join } from "node:path";
import type { Attempt, Search } from "../engine.ts";
import { inspect } from "../inspect.ts";
import { finished } from "../staging.ts";

export async function inCache({ directory, env }: Search): Promise<Attempt> {
  const faults: string[] = [];
  for (const name of finished(directory).reverse()) {
    const root = join(directory, name);
    const binary = join(root, "bin", "pulumi");
    const inspection = await inspect(binary, env);
    if (inspection.ok) {
      return { way: "cache", engine: { root, binary, version: inspection.version, way: "cache" }, said: `${root}, version ${inspection.version}` };
    }
    faults.push(inspection.why);
  }
  return {
    way: "cache",
    said: faults.length === 0 ? `nothing in ${directory}` : faults.join("; "),
    fix: faults.length === 0 ? "nothing to do: the next ways fill it" : `remove ${directory} and run again`,
    ...(faults.length === 0 ? { absent: true } : {}),
  };
}
