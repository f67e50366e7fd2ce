/** Builds the engine from its Go module. It comes without language hosts and plugins: golive brings what it needs. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Attempt, Search } from "../engine.ts";
import { inspect } from "../inspect.ts";
import { run, which } from "../shell.ts";
import { stage } from "../staging.ts";
import { ENGINE_VERSION } from "../versions.ts";

const MODULE = fileURLToPath(new URL("../go/", import.meta.url));
const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const STAMP = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

export async function withGo({ directory, env, progress, signal }: Search): Promise<Attempt> {
  const go = which("go", env["PATH"]);
  if (go === undefined) return { way: "go", said: "there is no go on PATH", fix: "install Go 1.25.11 or newer (https://go.dev/dl)" };
  const options = { cwd: MODULE, env: { ...env, CGO_ENABLED: "0" }, ...(signal === undefined ? {} : { signal }) };
  progress(`building Pulumi ${ENGINE_VERSION} with ${go}: about three minutes on two cores, once`);
  const name = `go-${ENGINE_VERSION}`;
  try {
    progress("fetching Go modules");
    const listed = await run(go, ["list", "-deps", COMMAND], options);
    if (listed.code !== 0) throw new Error(listed.code === 130 ? "interrupted" : lastLine(listed.stderr));
    const total = listed.stdout.trim().split("\n").length;
    await stage(directory, name, async (root) => {
      mkdirSync(join(root, "bin"));
      const binary = join(root, "bin", "pulumi");
      let compiled = 0;
      const flags = ["build", "-v", "-trimpath", "-ldflags", `-s -w -X ${STAMP}=v${ENGINE_VERSION}`, "-o", binary, COMMAND];
      const built = await run(go, flags, {
        ...options,
        onLine: () => {
          compiled += 1;
          if (compiled % 50 === 0) progress(`compiled ${compiled} of at most ${total} packages`);
        },
      });
      if (built.code !== 0) throw new Error(built.code === 130 ? "interrupted" : lastLine(built.stderr));
      const inspection = await inspect(binary, env);
      if (!inspection.ok) throw new Error(inspection.why);
      copyFileSync(join(MODULE, "go.sum"), join(root, "go.sum")); // says what it was built from
    });
  } catch (error) {
    return {
      way: "go",
      said: `the build failed: ${error instanceof Error ? error.message : String(error)}`,
      fix: "Go 1.25.11 or newer, a reachable Go module proxy (GOPROXY) and 3 GB of free disk; then run again",
    };
  }
  const root = join(directory, name);
  return { way: "go", engine: { root, binary: join(root, "bin", "pulumi"), version: ENGINE_VERSION, way: "go" }, said: `built in ${root}` };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "no reason given";
}
