/**
 * Random configurations, made from the schema itself: a section that is added there is drawn from here too.
 *
 * A configuration is a checked-in one with random values laid over it. What the schema's JSON form does not tell
 * (refinements, contradictions between keys) is found by asking the check and taking those values back.
 */
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { readStackFile } from "../../config/check.ts";
import { isRecord } from "../../config/problems.ts";
import { stackSchema } from "../../config/schema.ts";

/** The part of JSON Schema that zod writes. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
}

/** The schema of a stack's configuration as JSON Schema. */
export const schema = z.toJSONSchema(stackSchema, { io: "input", unrepresentable: "any" }) as Schema;

/** Texts for which a pattern says too little: the check takes back those that do not fit their place. */
const TEXTS = [
  "10.20.0.0/16", "10.64.0.0/18", "172.16.0.0/16", "192.0.2.0/24", "198.51.100.7", "eu-central-1a", "eu-central-1c", "eu-west-1", "us-east-1",
  "Europe/Berlin", "Etc/UTC", "2026-01-05", "platform", "somebody@optibid.com", "https://optibid.com/x", "text",
];

/** Any value of a schema. */
export function valueOf(of: Schema): fc.Arbitrary<unknown> {
  if (of.const !== undefined) return fc.constant(of.const);
  if (of.enum !== undefined) return fc.constantFrom(...of.enum);
  if (of.anyOf !== undefined) return fc.oneof(...of.anyOf.map(valueOf));
  switch (of.type) {
    case "boolean":
      return fc.boolean();
    case "integer": {
      const [min, max] = bounds(of);
      return fc.oneof(fc.integer({ min: Math.ceil(min), max: Math.floor(max) }), fc.integer({ min: Math.ceil(min), max: Math.min(Math.floor(max), Math.ceil(min) + 20) }));
    }
    case "number": {
      const [min, max] = bounds(of);
      return fc.integer({ min: Math.ceil(min * 4), max: Math.floor(max * 4) }).map((value) => value / 4);
    }
    case "string":
      return textOf(of);
    case "array":
      return fc.uniqueArray(valueOf(of.items ?? {}), { minLength: of.minItems ?? 0, maxLength: Math.min(of.maxItems ?? 100, (of.minItems ?? 0) + 3), comparator: (one, other) => JSON.stringify(one) === JSON.stringify(other) });
    case "object":
      return of.properties === undefined ? fc.dictionary(textOf(of.propertyNames ?? {}), valueOf(of.additionalProperties || {}), { maxKeys: 3 }) : objectOf(of);
    default:
      return fc.constantFrom(...TEXTS);
  }
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> {
  return fc.record(Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, valueOf(each)])), { requiredKeys: [...required] as never[] });
}

function bounds({ minimum, exclusiveMinimum, maximum }: Schema): [number, number] {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  return [least < -1e6 ? 0 : least, Math.max(least, maximum === undefined || maximum > 1e6 ? least + 10_000 : maximum)];
}

function textOf({ pattern, format, minLength = 0, maxLength = 253 }: Schema): fc.Arbitrary<string> {
  if (format === "email") return fc.constantFrom("one@optibid.com", "two.three@mail.example.org", "a+b@example.co.uk");
  if (format === "uri") return fc.constantFrom("https://optibid.com", "https://hooks.example.org/a?b=c");
  if (pattern === undefined) return fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: "grapheme-ascii", minLength, maxLength: Math.min(maxLength, 40) }));
  return fc.stringMatching(new RegExp(pattern), { size: "small" }).filter((text) => text.length >= minLength && text.length <= maxLength);
}

/** Keys that stay as they are: what the stack is. */
const KEPT: ReadonlySet<string> = new Set(["environment"]);

/** Random values for some keys of an object, deep ones too; `undefined` takes a key away. */
export function overlayOf(of: Schema): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(of.properties ?? {}).filter(([key]) => !KEPT.has(key));
  const optional = (key: string): boolean => of.required?.includes(key) !== true;
  const each = ([key, inner]: readonly [string, Schema]): fc.Arbitrary<readonly [string, unknown] | undefined> => {
    const some = inner.properties === undefined ? valueOf(inner) : overlayOf(inner);
    const gone = optional(key) ? [{ weight: 1, arbitrary: fc.constant([key, undefined] as const) }] : [];
    return fc.oneof({ weight: inner.properties === undefined ? 8 : 3, arbitrary: fc.constant(undefined) }, { weight: 5, arbitrary: some.map((value) => [key, value] as const) }, ...gone);
  };
  return fc.tuple(...entries.map(each)).map((chosen) => Object.fromEntries(chosen.filter((entry) => entry !== undefined)));
}

/** Settings of a file under full keys. */
export type Settings = { config: Record<string, unknown> };

/** A base with an overlay over it. */
export function laid(base: Settings, overlay: Readonly<Record<string, unknown>>): Settings {
  const config = { ...base.config };
  for (const [key, value] of Object.entries(overlay)) {
    const full = `optibid:${key}`;
    const next = merged(config[full], value);
    if (next === undefined) delete config[full];
    else config[full] = next;
  }
  return { config };
}

function merged(base: unknown, over: unknown): unknown {
  if (!isRecord(over)) return over;
  const result: Record<string, unknown> = isRecord(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(over)) {
    const next = merged(result[key], value);
    if (next === undefined) delete result[key];
    else result[key] = next;
  }
  return result;
}

/** How many values an overlay holds. */
export function sizeOf(overlay: unknown): number {
  return isRecord(overlay) ? Object.values(overlay).reduce<number>((sum, each) => sum + sizeOf(each), 0) : 1;
}

/** The valid settings nearest to the overlay: what the check finds fault with is as it was. */
export function repaired(stack: string, base: Settings, overlay: Readonly<Record<string, unknown>>, problemsOf: (text: string) => readonly string[]): { settings: Settings; overlay: Record<string, unknown> } {
  let current: Record<string, unknown> = structuredClone(overlay);
  for (;;) {
    const settings = laid(base, current);
    const problems = problemsOf(stringify(settings));
    if (problems.length === 0) return { settings, overlay: current };
    if (Object.keys(current).length === 0) throw new Error(`${stack} itself has mistakes: ${problems.join("\n")}`);
    const before = sizeOf(current);
    for (const problem of problems) current = without(current, pathIn(problem));
    // A fault that names no key of the overlay lies between two: a section goes.
    if (sizeOf(current) === before) current = Object.fromEntries(Object.entries(current).slice(1));
  }
}

/** The key path that a problem names, below the namespace. */
export function pathIn(problem: string): string[] {
  const [, path = ""] = /optibid:(\S+)/.exec(problem) ?? [];
  return path.replace(/:$/, "").split(/[.[\]]+/).filter((part) => part !== "");
}

/** The overlay without the value at the path, or whatever holds it. */
function without(overlay: Record<string, unknown>, [head = "", ...tail]: readonly string[]): Record<string, unknown> {
  if (!(head in overlay)) return overlay;
  const { [head]: inner, ...rest } = overlay;
  if (!isRecord(inner) || tail.length === 0) return rest;
  const left = without(inner, tail);
  // Where the fault lies in something that is not of this overlay, a neighbour made it one.
  if (left === inner || Object.keys(left).length === 0) return rest;
  return { ...rest, [head]: left };
}

/** Reads a file's settings. */
export function settingsOf(text: string): Settings {
  return parse(text) as Settings;
}

/** All that `readStackFile` finds. */
export function problemsIn(stack: string, text: string): readonly string[] {
  return readStackFile(stack, text).problems;
}
