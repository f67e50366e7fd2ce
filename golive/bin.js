#!/usr/bin/env node
// Starts golive on a Node.js that runs TypeScript as it stands: this one, or the one among the project's packages.
import { spawn } from "node:child_process";
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const main = new URL("./main.ts", import.meta.url);

if (major > 22 || (major === 22 && minor >= 18)) {
  // Types are stripped and code is compiled once, not at every start.
  module.enableCompileCache(fileURLToPath(new URL("../.cache/node", import.meta.url)));
  await import(main.href);
} else {
  const require = module.createRequire(import.meta.url);
  let node;
  try {
    node = join(dirname(require.resolve("node/package.json")), "bin", "node");
  } catch {
    process.stderr.write(`golive: Node.js ${process.versions.node} is too old (22.18 is needed) and the packages are not installed. Run: npm ci\n`);
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends Ctrl-C to both processes; the child decides what it means.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    process.stderr.write(`golive: ${node} could not be started (${error.message}). Run: npm ci\n`);
    process.exit(1);
  });
  child.on("close", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
