/** Checks a stack's settings file, without an engine: every mistake at once. */
import { parseDocument } from "yaml";
import type { Document } from "yaml";
import type { z } from "zod";
import { isRecord, keyPath, nearest, problems, quoted, sentence } from "./problems.ts";
import { stackSchema } from "./schema.ts";
import { plainCredentials } from "./sections/secrets.ts";
import type { StackConfig } from "./schema.ts";

/** Namespace of the platform's keys: the project's name. */
export const NAMESPACE = "optibid";

/** Keys of the file itself; the engine writes the last three. Source: pulumi/pulumi sdk/go/common/workspace/project.go. */
const FILE_KEYS = ["config", "environment", "encryptionsalt", "encryptedkey", "secretsprovider"];

/** Provider settings that a stack may make. */
const PROVIDER_KEYS = ["aws:region", "aws:profile", "aws:allowedAccountIds", "aws:assumeRoles"];

/** What the provider's settings may be, beside the region. */
const PROVIDER_VALUES: readonly (readonly [key: string, right: (value: unknown) => boolean, accepted: string])[] = [
  ["aws:profile", (value) => typeof value === "string" && value !== "", "the name of a profile"],
  ["aws:allowedAccountIds", (value) => Array.isArray(value) && value.every((id) => typeof id === "string" && /^\d{12}$/.test(id)), "a list of account numbers, twelve digits each, in quotes"],
  ["aws:assumeRoles", (value) => Array.isArray(value) && value.every((role) => isRecord(role) && typeof role["roleArn"] === "string"), "a list of mappings with roleArn"],
];

/** What a settings file comes to. */
export type CheckedStack = { readonly config: StackConfig; readonly region: string; readonly problems: readonly [] } | { readonly problems: readonly string[]; readonly config?: undefined };

/** Reads and checks a settings file. */
export function readStackFile(stack: string, text: string): CheckedStack {
  const file = `Pulumi.${stack}.yaml`;
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) return { problems: document.errors.map(({ message }) => `${file}: ${message.split("\n")[0] ?? "is no YAML"}`) };
  const settings = valueOf(document);
  if (settings instanceof Error) return { problems: [`${file}: ${settings.message}`] };
  if (!isRecord(settings)) return { problems: [`${file}: a mapping with the key config is accepted`] };
  const found = Object.keys(settings).filter((key) => !FILE_KEYS.includes(key)).map((key) => unknownKey(file, key, FILE_KEYS));
  const config = settings["config"];
  if (!isRecord(config)) return { problems: [...found, `${file}: config is missing; accepted: a mapping of ${NAMESPACE}: and aws: keys`] };

  const platform: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const [namespace, ...rest] = key.split(":");
    if (namespace === NAMESPACE && rest.length > 0) platform[rest.join(":")] = value;
    else if (!PROVIDER_KEYS.includes(key)) found.push(unknownKey(file, key, [...PROVIDER_KEYS, ...Object.keys(stackSchema.shape).map((each) => `${NAMESPACE}:${each}`)]));
  }
  const parsed = stackSchema.safeParse(platform);
  if (!parsed.success) found.push(...problems(parsed.error, platform, NAMESPACE, keysAt).map((problem) => `${file}: ${sentence(problem)}`));
  found.push(...plainCredentials(platform["credentials"]).map(({ path, value, accepted }) => `${file}: ${sentence({ path: keyPath(NAMESPACE, path), value: String(value), accepted })}`));
  const region = config["aws:region"];
  const zone = isRecord(platform["network"]) && Array.isArray(platform["network"]["zones"]) ? (platform["network"]["zones"][0] as unknown) : undefined;
  if (region !== undefined && typeof region !== "string") found.push(`${file}: aws:region is ${quoted(region)}; accepted: a region name such as eu-central-1`);
  for (const [key, right, accepted] of PROVIDER_VALUES) {
    const value = config[key];
    if (value !== undefined && !right(value)) found.push(`${file}: ${key} is ${quoted(value)}; accepted: ${accepted}`);
  }
  if (region === undefined) found.push(`${file}: aws:region is missing; accepted: the region of the zones, such as eu-central-1`);
  else if (typeof region === "string" && typeof zone === "string" && zone.slice(0, -1) !== region) found.push(`${file}: aws:region is "${region}"; accepted: ${zone.slice(0, -1)}, the region of ${NAMESPACE}:network.zones`);
  if (!parsed.success || typeof region !== "string" || found.length > 0) return { problems: found };
  return { config: parsed.data, region, problems: [] };
}

/** An alias without its anchor is found only here. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function unknownKey(file: string, key: string, known: readonly string[]): string {
  return `${file}: ${sentence({ path: key, value: "no known key", accepted: known.join(", "), ...suggest(key, known) })}`;
}

function suggest(key: string, known: readonly string[]): { suggestion?: string } {
  const suggestion = nearest(key, known);
  return suggestion === undefined ? {} : { suggestion };
}

/** The keys the schema knows at a path. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: z.core.$ZodType | undefined = stackSchema;
  for (const step of path) schema = inside(schema, step);
  return schema === undefined ? [] : Object.keys(shapeOf(schema) ?? {});
}

function inside(schema: z.core.$ZodType | undefined, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema === undefined) return undefined;
  const bare = unwrapped(schema);
  if (bare._zod.def.type === "array") return (bare._zod.def as unknown as { element: z.core.$ZodType }).element;
  return shapeOf(bare)?.[String(step)];
}

function shapeOf(schema: z.core.$ZodType): Record<string, z.core.$ZodType> | undefined {
  const { def } = unwrapped(schema)._zod;
  return def.type === "object" ? (def as unknown as { shape: Record<string, z.core.$ZodType> }).shape : undefined;
}

/** The schema within a default or an option; undefined where it is in none. */
export function inner(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  return ["default", "prefault", "optional", "nullable"].includes(def.type) ? (def as unknown as { innerType: z.core.$ZodType }).innerType : undefined;
}

/** The schema within all defaults and options. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  let bare = schema;
  for (let next = inner(bare); next !== undefined; next = inner(bare)) bare = next;
  return bare;
}
