/** Examples of pass and fail: what the rules' own tests use (`tests/policies`). */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A resource that passes, the same one broken, and what the rule says then. */
export interface Fixture {
  readonly type: string;
  readonly pass: Readonly<Record<string, unknown>>;
  readonly fail: Readonly<Record<string, unknown>>;
  /** Property paths in which they differ: `spec.template.spec.containers[0].image`. */
  readonly changed: readonly string[];
  /** Property paths that the rule's table tries, these included. */
  readonly paths: readonly string[];
  /** Names of other resources that are missing where it fails. */
  readonly without: readonly string[];
  /** For each property the logical names of the resources its value comes from. */
  readonly edges: Readonly<Record<string, readonly string[]>>;
  /** The rest of the stack. */
  readonly others: readonly { readonly type: string; readonly name: string; readonly props: Readonly<Record<string, unknown>> }[];
  readonly findings: readonly string[];
}

/** The fixtures of every rule that has a table, by the rule's name. */
export async function readFixtures(): Promise<ReadonlyMap<string, Fixture>> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL("read-fixtures.ts", import.meta.url))], {
    env: { ...process.env, NODE_OPTIONS: "" },
    maxBuffer: 64 * 1024 * 1024,
  });
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, Fixture>));
}
