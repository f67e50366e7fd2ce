/** Which file declares which resource type or function, read from the SDK's own JavaScript. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { InstalledPackage } from "./packages.ts";

/** Where a token is declared. */
export interface Declaration {
  /** Path inside the package, without extension, such as `rds/instance`. */
  readonly file: string;
  /** Name of the class or function. */
  readonly name: string;
  /** Properties that the SDK marks as secret. */
  readonly secrets?: readonly string[];
}

/** Everything a package declares. */
export interface TokenIndex {
  readonly resources: Readonly<Record<string, Declaration>>;
  readonly functions: Readonly<Record<string, Declaration>>;
}

const RESOURCE = /class (\w+) extends [\s\S]*?__pulumiType = '([^']+)'/g;
const SECRET_OUTPUTS = /additionalSecretOutputs: \[([^\]]*)\]/g;
const SECRET_INPUT = /resourceInputs\["(\w+)"\] = args\?\.\w+ \? pulumi\.secret\(/g;
const INVOKE = /function (\w+)\(args(?:, opts)?\)|function (\w+)\(opts\)|runtime\.invoke(?:Single)?(?:Output|SingleOutput)?\("([^"]+)"/g;

function* scripts(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules") yield* scripts(path);
    } else if (entry.name.endsWith(".js")) yield path;
  }
}

function secretsOf(text: string): string[] {
  const found = new Set<string>();
  for (const [, list] of text.matchAll(SECRET_OUTPUTS)) for (const [, name] of (list ?? "").matchAll(/"(\w+)"/g)) found.add(name ?? "");
  for (const [, name] of text.matchAll(SECRET_INPUT)) found.add(name ?? "");
  return [...found].sort();
}

function addFunctions(text: string, file: string, functions: Record<string, Declaration>): void {
  let current = "";
  for (const [, withArgs, without, token] of text.matchAll(INVOKE)) {
    current = withArgs ?? without ?? current;
    if (token !== undefined && functions[token] === undefined) functions[token] = { file, name: current };
  }
}

/** Reads every script of the package: about a second for @pulumi/aws, so the answer is worth keeping. */
export function indexTokens(pkg: InstalledPackage): TokenIndex {
  const resources: Record<string, Declaration> = {};
  const functions: Record<string, Declaration> = {};
  for (const path of scripts(pkg.directory)) {
    const text = readFileSync(path, "utf8");
    const file = relative(pkg.directory, path).replaceAll("\\", "/").slice(0, -".js".length);
    for (const [, name, type] of text.matchAll(RESOURCE)) {
      if (name === undefined || type === undefined) continue;
      // A provider class carries the bare package name as its type.
      const token = type === pkg.name ? `pulumi:providers:${pkg.name}` : type;
      const secrets = secretsOf(text);
      resources[token] = { file, name, ...(secrets.length === 0 ? {} : { secrets }) };
    }
    if (text.includes("runtime.invoke")) addFunctions(text, file, functions);
  }
  return { resources, functions };
}
