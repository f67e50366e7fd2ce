/** Whether arguments fit a schema: what the provider's `Check` refuses before anything is sent to the cloud. */
import { closest } from "fastest-levenshtein";
import { UNKNOWN } from "../types.ts";
import type { PackageName, Props, Value } from "../types.ts";
import { packageOf } from "./packages.ts";
import type { Property, ResourceSchema, Schemas, TypeSpec } from "./types.ts";
import { SECRET, SIGNATURE, UNKNOWN_ANY } from "../wire.ts";

/** One argument that does not fit. */
export interface Failure {
  /** Path such as `lifecycleRules[0].expiration.days`. */
  readonly property: string;
  /** What is wrong, and what would be right. */
  readonly reason: string;
}

/** How scalars are read: the Terraform bridge converts between them, the Kubernetes API does not. */
interface Reader {
  /** `amounts`: numbers are read where text is declared, and nothing else is converted. */
  readonly converts: boolean | "amounts";
  readonly failures: Failure[];
}

/** Bookkeeping of the provider bridge, sent among the arguments at every level. */
const BOOKKEEPING: ReadonlySet<string> = new Set(["__defaults", "__meta"]);

/** Kubernetes fields that hold quantities, by name: declared as strings, read from numbers too. */
const QUANTITIES: ReadonlySet<string> = new Set([
  "limits", "requests", "capacity", "allocatable", "hard", "used", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio",
  "podFixed", "overhead", "allocatedResources", "sizeLimit", "divisor", "averageValue", "value", "maximumVolumeSize",
]);

/** `value` is a quantity in the target of a metric alone: those of variables, tolerations and headers are texts. */
const isQuantity = (key: string, path: string): boolean => QUANTITIES.has(key) && (key !== "value" || /(^|\.)(target|current)$/.test(path));

const isObject = (value: Value): value is Props => typeof value === "object" && value !== null && !Array.isArray(value);
const absent = (value: Value): boolean => value === undefined || value === null;
const step = (path: string, key: string): string => {
  const part = /^[A-Za-z_$][\w$]*$/.test(key) ? key : undefined;
  if (part === undefined) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? part : `${path}.${part}`;
};

const NAMES: Readonly<Record<string, string>> = { string: "a string", number: "a number", boolean: "true or false", asset: "an asset", archive: "an archive", array: "a list", map: "a map", object: "an object", any: "anything" };

function expected(type: TypeSpec): string {
  if (type.kind === "union") return type.of.map(expected).join(" or ");
  if (type.kind === "enum") return type.open ? "a string" : `one of ${type.values.join(", ")}`;
  return NAMES[type.kind] ?? type.kind;
}

/** Names a value in an error; the text of a secret is not repeated. */
function described(value: Value, secret: boolean): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  if (secret) return `a ${typeof value}`;
  return typeof value === "string" ? `the string ${JSON.stringify(value)}` : `the ${typeof value} ${String(value)}`;
}

function isNumber(value: Value, converts: Reader["converts"]): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return converts === true && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
}

function isText(value: Value, converts: Reader["converts"]): boolean {
  return typeof value === "string" || (converts !== false && typeof value === "number") || (converts === true && typeof value === "boolean");
}

/** Whether the outermost form of a value fits; what is inside is looked at later. */
function fits(type: TypeSpec, value: Value, reader: Reader): boolean {
  switch (type.kind) {
    case "any": return true;
    case "string": return isText(value, reader.converts);
    case "number": return isNumber(value, reader.converts);
    case "boolean": return typeof value === "boolean" || (reader.converts === true && (value === "true" || value === "false"));
    case "asset": case "archive": case "map": case "object": return isObject(value);
    case "array": return Array.isArray(value);
    case "union": return type.of.some((member) => fits(member, value, reader));
    case "enum": return type.open ? isText(value, reader.converts) : typeof value !== "object" && type.values.some((known) => String(known) === String(value));
  }
}

function checkValue(type: TypeSpec, value: Value, path: string, secret: boolean, reader: Reader): void {
  if (value === UNKNOWN || absent(value)) return;
  if (!fits(type, value, reader)) {
    reader.failures.push({ property: path, reason: `expected ${expected(type)}, got ${described(value, secret)}` });
    return;
  }
  if (type.kind === "array") {
    (value as Value[]).forEach((item, index) => checkValue(type.items, item, `${path}[${index}]`, secret, reader));
  } else if (type.kind === "map") {
    for (const [key, item] of Object.entries(value as Props)) {
      if (!BOOKKEEPING.has(key)) checkValue(type.values, item, step(path, key), secret, reader);
    }
  } else if (type.kind === "object") {
    // What is a quantity is said by the name of a member, not of what holds it: the items of a LimitRange's limits are none.
    const own: Reader = reader.converts === "amounts" ? { converts: false, failures: reader.failures } : reader;
    checkObject(type.properties, value as Props, path, false, own);
  } else if (type.kind === "union") {
    checkUnion(type.of, value, path, secret, reader);
  }
}

/** A union is content with any member that has nothing to complain about; else the complaints of the first one that has the form. */
function checkUnion(members: readonly TypeSpec[], value: Value, path: string, secret: boolean, reader: Reader): void {
  const tried = members
    .filter((member) => fits(member, value, reader))
    .map((member) => {
      const attempt: Reader = { converts: reader.converts, failures: [] };
      checkValue(member, value, path, secret, attempt);
      return attempt.failures;
    });
  if (!tried.some((failures) => failures.length === 0)) reader.failures.push(...(tried[0] ?? []));
}

function checkValues(property: Property, value: Value, path: string, reader: Reader): void {
  const known = property.values;
  if (known === undefined) return;
  const items = Array.isArray(value) ? value.map((item, index) => [item, `${path}[${index}]`] as const) : [[value, path] as const];
  for (const [item, where] of items) {
    // An empty string stands for "not set" in the provider.
    if (typeof item !== "string" || item === "" || known.includes(item)) continue;
    reader.failures.push({ property: where, reason: `expected one of ${known.join(", ")}, got ${described(item, property.secret === true)}` });
  }
}

function checkObject(properties: Readonly<Record<string, Property>>, value: Props, path: string, open: boolean, reader: Reader): void {
  const names = Object.keys(properties);
  for (const [key, item] of Object.entries(value)) {
    if (BOOKKEEPING.has(key)) continue;
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property === undefined) {
      if (open || item === undefined) continue;
      const hint = names.length === 0 ? "" : `; did you mean ${closest(key, names)}?`;
      reader.failures.push({ property: step(path, key), reason: `unknown property${hint}` });
      continue;
    }
    const loose: Reader = reader.converts === false && isQuantity(key, path) ? { converts: "amounts", failures: reader.failures } : reader;
    checkValue(property.type, item, step(path, key), property.secret === true, loose);
    checkValues(property, item, step(path, key), reader);
  }
  for (const name of names) {
    if (properties[name]?.required === true && absent(value[name])) {
      reader.failures.push({ property: step(path, name), reason: "missing required property" });
    }
  }
}

/**
 * Says what the provider would refuse in the arguments: unknown and missing properties, wrong types, values outside
 * closed sets. Values not known yet are accepted everywhere.
 *
 * AWS and random go through the Terraform bridge, which reads numbers and booleans from strings and the reverse;
 * Kubernetes reads each JSON type as itself, with quantities as the exception.
 */
export function checkInputs(schema: Pick<ResourceSchema, "token" | "inputs" | "open">, inputs: Props): Failure[] {
  const reader: Reader = { converts: packageOf(schema.token) !== "kubernetes", failures: [] };
  checkObject(schema.inputs, inputs, "", schema.open === true, reader);
  return reader.failures;
}

/** Values as they are inside the JSON in which the engine sends nested provider configuration. */
function unwrapped(value: Value): Value {
  if (value === UNKNOWN_ANY) return UNKNOWN;
  if (Array.isArray(value)) return value.map(unwrapped);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET) return unwrapped(value["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrapped(item)]));
}

/**
 * The configuration of a provider with nested values read from the JSON strings in which the engine sends them.
 * A string that is no JSON stays what it is, and fails the check where no string is expected.
 */
export function readProviderConfig(schema: Pick<ResourceSchema, "inputs">, inputs: Props): Props {
  const read = (name: string, value: Value): Value => {
    const kind = schema.inputs[name]?.type.kind;
    if (typeof value !== "string" || kind === undefined || kind === "string" || kind === "enum") return unwrapped(value);
    try {
      return unwrapped(JSON.parse(value) as Value);
    } catch {
      return unwrapped(value);
    }
  };
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, read(name, value)]));
}

/** Like {@link checkInputs}, for the configuration of a provider (`pulumi:providers:aws`). */
export function checkProviderConfig(schemas: Schemas, pkg: PackageName, inputs: Props): Failure[] {
  const schema = schemas.resource(`pulumi:providers:${pkg}`);
  // The engine's own settings travel among the provider's. Scalars arrive as text, so they are converted for every package.
  const own = Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "version" && name !== "pluginDownloadURL"));
  const reader: Reader = { converts: true, failures: [] };
  checkObject(schema.inputs, readProviderConfig(schema, own), "", false, reader);
  return reader.failures;
}
