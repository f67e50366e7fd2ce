/** The search for an engine, with programs that stand in for pulumi and go. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import semver from "semver";
import { findEngine } from "../../engine/find.ts";
import type { TryWay } from "../../engine/find.ts";
import { NoEngineError } from "../../engine/engine.ts";
import type { Search } from "../../engine/engine.ts";
import { withLanguageHost } from "../../engine/language-host/install.ts";
import { hasLanguageHost, searchPath } from "../../engine/shims.ts";
import { run, which } from "../../engine/shell.ts";
import { stage } from "../../engine/staging.ts";
import { ENGINE_VERSION, SUPPORTED_ENGINES } from "../../engine/versions.ts";
import { inCache } from "../../engine/ways/cache.ts";
import { withGo } from "../../engine/ways/go.ts";
import { onPath } from "../../engine/ways/path.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "golive-engine-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const program = (path: string, script: string): string => {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const pulumi = (path: string, version: string): string => program(path, `echo v${version}`);
const search = (more: Partial<Search> = {}): Search => ({ directory: join(directory, "engines"), env: { PATH: `${join(directory, "bin")}:/usr/bin:/bin` }, progress: () => undefined, ...more });

describe("versions", () => {
  test("what is installed is what the SDK is, and is supported", () => {
    const { dependencies } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { dependencies: Record<string, string> };
    expect(dependencies["@pulumi/pulumi"]).toBe(ENGINE_VERSION);
    expect(semver.satisfies(ENGINE_VERSION, SUPPORTED_ENGINES)).toBe(true);
    expect(readFileSync(new URL("../../engine/go/go.mod", import.meta.url), "utf8")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}`);
  });
});

describe("pulumi on PATH", () => {
  test("is taken when it is supported", async () => {
    const binary = pulumi(join(directory, "bin", "pulumi"), "3.260.1");
    const attempt = await onPath(search());
    expect(attempt.engine).toEqual({ root: directory, binary, version: "3.260.1", way: "path" });
  });

  test.each([
    ["too old", "echo v3.100.0", "is 3.100.0; supported is"],
    ["of the next major version", "echo v4.0.0", "is 4.0.0; supported is"],
    ["talking nonsense", "echo hello", "which is no version"],
    ["broken", "echo boom >&2; exit 3", "ended with code 3: boom"],
  ])("is passed over when it is %s, with what it said", async (_what, script, said) => {
    program(join(directory, "bin", "pulumi"), script);
    const attempt = await onPath(search());
    expect(attempt.engine).toBeUndefined();
    expect(attempt.said).toContain(said);
  });

  test("is missed without a word of alarm", async () => {
    expect(await onPath(search())).toMatchObject({ said: "there is none", fix: expect.stringContaining("install Pulumi") });
  });
});

describe("an engine installed earlier", () => {
  test("is trusted only if it answers", async () => {
    program(join(directory, "engines", "go-9", "bin", "pulumi"), "exit 1");
    expect((await inCache(search())).engine).toBeUndefined();
    pulumi(join(directory, "engines", "go-1", "bin", "pulumi"), ENGINE_VERSION);
    expect((await inCache(search())).engine?.version).toBe(ENGINE_VERSION);
  });

  test("an interrupted build is not looked at, whatever lies there", async () => {
    pulumi(join(directory, "engines", "unfinished-abc", "bin", "pulumi"), ENGINE_VERSION);
    expect((await inCache(search())).engine).toBeUndefined();
  });
});

describe("putting an engine together", () => {
  test("shows nothing under the final name until it is whole", async () => {
    const engines = join(directory, "engines");
    await stage(engines, "new", async (root) => {
      writeFileSync(join(root, "half"), "");
      expect(existsSync(join(engines, "new"))).toBe(false);
    });
    expect(readdirSync(join(engines, "new"))).toEqual(["half"]);
  });

  test("leaves nothing when it fails, and sweeps what was abandoned", async () => {
    const engines = join(directory, "engines");
    const abandoned = join(engines, "unfinished-old");
    mkdirSync(abandoned, { recursive: true });
    utimesSync(abandoned, new Date(0), new Date(0));
    await expect(stage(engines, "new", () => Promise.reject(new Error("disk full")))).rejects.toThrow("disk full");
    expect(readdirSync(engines)).toEqual([]);
  });
});

describe("building with Go", () => {
  test("says what is missing without Go", async () => {
    const attempt = await withGo(search({ env: { PATH: join(directory, "bin") } }));
    expect(attempt).toMatchObject({ way: "go", said: "there is no go on PATH", fix: expect.stringContaining("install Go") });
  });

  test("reports why the build failed and leaves nothing", async () => {
    program(join(directory, "bin", "go"), '[ "$1" = list ] && { echo a; exit 0; }; echo "no space left on device" >&2; exit 1');
    const attempt = await withGo(search());
    expect(attempt.said).toBe("the build failed: no space left on device");
    expect(readdirSync(join(directory, "engines"))).toEqual([]);
  });

  test("does not trust a binary that does not answer", async () => {
    program(join(directory, "bin", "go"), '[ "$1" = list ] && { echo a; exit 0; }; while [ "$1" != -o ]; do shift; done; printf "#!/bin/sh\\nexit 1\\n" > "$2"; chmod +x "$2"');
    expect((await withGo(search())).engine).toBeUndefined();
    expect(readdirSync(join(directory, "engines"))).toEqual([]);
  });

  test("stops when it is interrupted", async () => {
    program(join(directory, "bin", "go"), '[ "$1" = list ] && { echo a; exit 0; }; exec sleep 60');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const attempt = await withGo(search({ signal: controller.signal }));
    expect(attempt.said).toBe("the build failed: interrupted");
    expect(readdirSync(join(directory, "engines"))).toEqual([]);
  });
});

describe("the search as a whole", () => {
  const failing = (way: "path" | "go"): TryWay => async () => ({ way, said: `${way} failed`, fix: `mend ${way}` });

  test("lists every attempt and its fix when all fail", async () => {
    await expect(findEngine(search(), [failing("path"), failing("go")])).rejects.toThrow(
      ["No Pulumi engine could be found, installed or built:", "  pulumi on PATH: path failed", "    to fix: mend path", "  built with Go: go failed", "    to fix: mend go"].join("\n"),
    );
    await expect(findEngine(search(), [failing("path")])).rejects.toBeInstanceOf(NoEngineError);
  });

  test("stops at the first that leads somewhere", async () => {
    pulumi(join(directory, "bin", "pulumi"), ENGINE_VERSION);
    const { attempts } = await findEngine(search(), [onPath, failing("go")]);
    expect(attempts).toHaveLength(1);
  });
});

describe("the pack runner", () => {
  test("is laid beside an engine without language hosts, and not beside one that has them", () => {
    const binary = pulumi(join(directory, "bin", "pulumi"), ENGINE_VERSION);
    const engine = { root: directory, binary, version: ENGINE_VERSION, way: "path" } as const;
    const shims = join(directory, "shims");
    expect(searchPath(engine, shims, "/usr/bin").split(":")).toContain(shims);
    expect(existsSync(join(shims, "pulumi-analyzer-policy-nodejs"))).toBe(true);
    expect(withLanguageHost(engine, "/usr/bin", join(directory, "host"))).toBe(`${join(directory, "host")}:/usr/bin`);
    expect(readFileSync(join(directory, "host", "pulumi-language-nodejs"), "utf8")).toContain(join("engine", "language-host", "main.ts"));
    program(join(directory, "bin", "pulumi-language-nodejs"), "exit 0");
    expect(hasLanguageHost(engine, "/usr/bin")).toBe(true);
    expect(withLanguageHost(engine, "/usr/bin", join(directory, "host"))).toBe("/usr/bin");
    expect(searchPath(engine, shims, "/usr/bin").split(":")).not.toContain(shims);
  });
});

describe("running programs", () => {
  test("a program that is not there is a code, not an exception", async () => {
    expect(await run(join(directory, "nothing"), [])).toMatchObject({ code: 127 });
    expect(which("no-such-program", directory)).toBeUndefined();
  });

  test("a program that takes too long is stopped", async () => {
    expect((await run("/bin/sleep", ["30"], { timeout: 200 })).code).toBe(124);
  });

  test("lines come as they are printed", async () => {
    const lines: string[] = [];
    await run("/bin/sh", ["-c", "echo one; echo two >&2"], { onLine: (each) => lines.push(each) });
    expect(lines.sort()).toEqual(["one", "two"]);
  });
});

test("the vendor's installer is given up quickly where nothing answers", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const { port } = silent.address() as AddressInfo;
  const { fromVendor } = await import("../../engine/ways/installer.ts");
  const attempt = await fromVendor(search(), `http://127.0.0.1:${port}/install.sh`, 300);
  expect(attempt.said).toContain("cannot be reached");
  silent.close();
});
