/**
 * `make test` and `make check`: every runner in turn, and one line that sums them up.
 *
 * `--fast` leaves out what needs the engine.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const CACHE = join(ROOT, ".cache");
const SUMMARY = join(CACHE, "test-summary");

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** A tool that either finds fault or does not counts as one test. */
async function tool(command: string, ...args: string[]): Promise<Counts> {
  const code = await run(command, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function jest(name: string, ...args: string[]): Promise<Counts> {
  const report = join(CACHE, `jest-${name}.json`);
  rmSync(report, { force: true });
  const nodeOptions = `${process.env["NODE_OPTIONS"] ?? ""} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
  // Without colours: CI's environment switches them on, and tests compare what is said.
  const code = await run("jest", ["--json", `--outputFile=${report}`, ...args], { NODE_OPTIONS: nodeOptions, NO_COLOR: "1" });
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
    const broken = numRuntimeErrorTestSuites ?? 0;
    const failed = (numFailedTests ?? 0) + broken;
    const passed = numPassedTests ?? 0;
    // A runner that ended badly, or ran nothing, is a failure whatever it counted.
    return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? Math.max(1, numFailedTestSuites ?? 1) : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const fast = process.argv.includes("--fast");
const STEPS: readonly (readonly [string, () => Promise<Counts>])[] = [
  ["types", () => tool("tsc", "--noEmit", "-p", ".")],
  ["lint", () => tool("eslint", ".", "--max-warnings", "0")],
  ["import directions", () => tool("depcruise", "--no-progress", "index.ts", "config", "components", "policies", "checklist", "rehearsal", "engine", "golive", "tools")],
  ["policy tests, and that they take every branch of the rules", () => jest("policies", "--coverage", "tests/policies/")],
  ["unit and golden tests", () => jest("unit", "--testPathIgnorePatterns", "tests/runs/", "tests/policies/")],
  ...(fast ? [] : ([["the engine", () => tool("node", "tools/engine.ts")]] as const)),
  ...(fast ? [] : ([["engine tests", () => jest("engine", "--runInBand", "tests/runs/")]] as const)),
];

mkdirSync(CACHE, { recursive: true });
rmSync(SUMMARY, { force: true });
let passed = 0;
let failed = 0;
for (const [index, [name, work]] of STEPS.entries()) {
  process.stdout.write(`[${index + 1}/${STEPS.length}] ${name}\n`);
  const started = performance.now();
  const counts = await work();
  passed += counts.passed;
  failed += counts.failed;
  process.stdout.write(`      ${counts.passed} passed, ${counts.failed} failed in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}
const line = `${passed} passed, ${failed} failed`;
writeFileSync(SUMMARY, `${line}\n`);
process.stdout.write(`${line}\n`);
process.exitCode = failed === 0 ? 0 : 1;
