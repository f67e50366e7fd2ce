/** Where the installed SDK packages are. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { PackageName } from "../types.ts";

/** An installed SDK package. */
export interface InstalledPackage {
  readonly name: PackageName;
  readonly version: string;
  /** Its folder. */
  readonly directory: string;
}

/** The packages whose providers are played. */
export const PACKAGES: readonly PackageName[] = ["aws", "kubernetes", "random"];

/** Finds the installed `@pulumi/<name>`. */
export function locate(name: PackageName): InstalledPackage {
  const manifest = createRequire(import.meta.url).resolve(`@pulumi/${name}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return { name, version, directory: dirname(manifest) };
}

/** Package of a token, or undefined where it is none of those played; `pulumi:providers:aws` is of `aws`. */
export function packageOf(token: string): PackageName | undefined {
  const parts = token.split(":");
  const name = parts[0] === "pulumi" && parts[1] === "providers" ? parts[2] : parts[0];
  return PACKAGES.find((known) => known === name);
}
