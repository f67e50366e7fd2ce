/** In which settings two stacks differ: key path, both values, and what the key is. Pure. */
import type { z } from "zod";
import { inner, NAMESPACE, unwrapped } from "../../config/check.ts";
import { isRecord } from "../../config/problems.ts";
import { stackSchema } from "../../config/schema.ts";
import { holdsSecret, namesSecret } from "../../policies/plain-secrets.ts";
import { MASK } from "../run/mask.ts";

/** One setting that differs. */
export interface Difference {
  /** Key path as it stands in the file: `optibid:database.multiAz`, `aws:region`. */
  readonly path: string;
  /** Section it belongs to: `database`, and `""` for what stands at the top. */
  readonly group: string;
  /** Values of the two stacks; undefined where one has none. Secrets are masked. */
  readonly one: unknown;
  readonly other: unknown;
  /** What the key is; empty where it is a name of somebody's own choosing. */
  readonly description: string;
}

/** A stack's whole configuration: defaults filled in. */
export interface Whole {
  readonly config: Readonly<Record<string, unknown>>;
  readonly region: string;
}

/** Settings of a mapping by their path; lists are one value, because their order says something. */
function leaves(value: unknown, path: readonly string[] = []): [path: readonly string[], value: unknown][] {
  if (!isRecord(value) || isEncrypted(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
}

/** A value that the engine keeps encrypted. Source: Pulumi, "Secrets": `secure:` in a stack's settings file. */
function isEncrypted(value: Record<string, unknown>): boolean {
  return Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

function shown(path: readonly string[], value: unknown): unknown {
  if (value === undefined) return undefined;
  const secret = (isRecord(value) && isEncrypted(value)) || namesSecret(path.at(-1) ?? "") || (typeof value === "string" && holdsSecret(value));
  return secret ? MASK : value;
}

/** Every setting in which two stacks differ, in the order of the schema. Two encrypted values cannot be compared and count as the same. */
export function differences(one: Whole, other: Whole): Difference[] {
  const [mine, theirs] = [byPath(one.config), byPath(other.config)];
  const paths = [...new Set([...mine.keys(), ...theirs.keys()])];
  const rank = new Map(Object.keys(stackSchema.shape).map((key, index) => [key, index]));
  const section = (path: string): string => path.split("\n")[0] ?? "";
  const found = paths
    .map((key, index) => ({ key, index }))
    .sort((a, b) => (rank.get(section(a.key)) ?? 0) - (rank.get(section(b.key)) ?? 0) || a.index - b.index)
    .flatMap(({ key }): Difference[] => {
      const path = key.split("\n");
      const [left, right] = [mine.get(key), theirs.get(key)];
      if (same(left, right)) return [];
      return [{ path: `${NAMESPACE}:${path.join(".")}`, group: path.length > 1 ? (path[0] ?? "") : "", one: shown(path, left), other: shown(path, right), description: descriptionAt(path) }];
    });
  const region: Difference[] = one.region === other.region ? [] : [{ path: "aws:region", group: "", one: one.region, other: other.region, description: "Home region." }];
  return [...region, ...found];
}

function byPath(config: Readonly<Record<string, unknown>>): Map<string, unknown> {
  // A key may hold dots (a path of an image), never a line break.
  return new Map(leaves(config).map(([path, value]) => [path.join("\n"), value]));
}

function same(one: unknown, other: unknown): boolean {
  if (isRecord(one) && isRecord(other) && isEncrypted(one) && isEncrypted(other)) return true;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the schema says of the key at a path; of the nearest mapping above it, where the key is of somebody's own choosing. */
export function descriptionAt(path: readonly string[]): string {
  let schema: z.core.$ZodType | undefined = stackSchema;
  let text = "";
  for (const step of path) {
    const bare: z.core.$ZodType | undefined = schema === undefined ? undefined : unwrapped(schema);
    const def = bare?._zod.def as { type: string; shape?: Record<string, z.core.$ZodType>; valueType?: z.core.$ZodType } | undefined;
    schema = def?.type === "object" ? def.shape?.[step] : def?.type === "record" ? def.valueType : undefined;
    text = described(schema) ?? text;
  }
  return text;
}

function described(schema: z.core.$ZodType | undefined): string | undefined {
  for (let at = schema; at !== undefined; at = inner(at)) {
    const { description } = at as { description?: string };
    if (description !== undefined) return description;
  }
  return undefined;
}
