/**
 * What every law is written with: reading property values that may be missing or not yet known, finding things in
 * the world, and saying no.
 */
import { UNKNOWN, type Change, type Entity, type Law, type Props, type Refusal, type Value } from "../types.ts";

/** Full type token of `ec2/vpc`: `aws:ec2/vpc:Vpc`. */
export function token(short: string): string {
  const name = short.slice(short.indexOf("/") + 1);
  return `aws:${short}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** A law that needs only the arguments; asked at preview too. */
export function checkLaw(
  name: string,
  shorts: readonly string[],
  source: string,
  judge: (inputs: Props, change: Change) => Refusal[],
): Law {
  return {
    name,
    tokens: shorts.map(token),
    on: ["create", "update"],
    phase: "check",
    source,
    judge: (change) => judge(change.inputs, change),
  };
}

/** A law that needs the world; asked when the change is made. */
export function applyLaw(
  name: string,
  shorts: readonly string[],
  source: string,
  judge: (inputs: Props, change: Change) => Refusal[],
  on: readonly Change["operation"][] = ["create", "update"],
): Law {
  return { name, tokens: shorts.map(token), on, phase: "apply", source, judge: (change) => judge(change.inputs, change) };
}

/** One refusal in a list, the shape a judge returns. */
export function no(code: string, message: string, property?: string): Refusal[] {
  return [property === undefined ? { code, message } : { code, message, property }];
}

/** A refusal where the condition holds. */
export function noIf(condition: boolean, code: string, message: string, property?: string): Refusal[] {
  return condition ? no(code, message, property) : [];
}

/** The value as text; undefined where it is missing, unknown or of another type. */
export function text(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value as a number; numeric text counts, as it does for AWS. */
export function num(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return undefined;
}

/** The value as a flag; the text `true` and `false` count. */
export function flag(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** The elements of a list; none where it is missing or unknown. */
export function items(value: Value): Value[] {
  return Array.isArray(value) ? value : [];
}

/** The known texts of a list. */
export function texts(value: Value): string[] {
  return items(value).filter((item): item is string => typeof item === "string");
}

/** The members of an object; none where it is missing or unknown. */
export function fields(value: Value): Props {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** Whether the value is truly not there: not merely unknown. Empty text counts as absent, as it does for the provider. */
export function absent(value: Value): boolean {
  return value === undefined || value === null || value === "";
}

/** Whether something is given and known to be. What is unknown is neither given nor {@link absent}. */
export function given(value: Value): boolean {
  return value !== UNKNOWN && !absent(value);
}

/** Whether nothing in the value is still unknown. */
export function settled(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (Array.isArray(value)) return value.every(settled);
  if (typeof value === "object" && value !== null) return Object.values(value).every(settled);
  return true;
}

/** A value and where it was found. */
export interface Found {
  readonly path: string;
  readonly value: Value;
}

/**
 * The values at a path such as `rules[].copyActions[].destinationVaultArn`; `[]` stands for every element.
 * Missing and unknown values are left out.
 */
export function pick(from: Value, path: string): Found[] {
  let at: Found[] = [{ path: "", value: from }];
  for (const step of path.split(".")) {
    const many = step.endsWith("[]");
    const key = many ? step.slice(0, -2) : step;
    at = at.flatMap(({ path: before, value }) => {
      const here = before === "" ? key : `${before}.${key}`;
      const inner = fields(value)[key];
      if (!many) return [{ path: here, value: inner }];
      return items(inner).map((element, index) => ({ path: `${here}[${index}]`, value: element }));
    });
  }
  return at.filter(({ value }) => value !== UNKNOWN && !absent(value));
}

/** {@link pick}, only texts. */
export function pickTexts(from: Value, path: string): { path: string; value: string }[] {
  return pick(from, path).flatMap(({ path: where, value }) => (typeof value === "string" ? [{ path: where, value }] : []));
}

/** A property of a thing: as the provider reports it, else as it was asked for. */
export function prop(entity: Entity, key: string): Value {
  const reported = entity.outputs[key];
  return reported === undefined ? entity.inputs[key] : reported;
}

/** Region name of services that have no regions. */
export const GLOBAL = "aws-global";

/** Whether a thing can be seen from a region. */
export function visible(entity: Entity, region: string): boolean {
  return entity.region === region || entity.region === GLOBAL || region === GLOBAL;
}

/** All things of the given short types. */
export function all(change: Change, ...shorts: string[]): Entity[] {
  return shorts.flatMap((short) => change.world.list(token(short)));
}

/** All things of the given short types that are in the region of the change, the changed thing itself left out. */
export function others(change: Change, ...shorts: string[]): Entity[] {
  return all(change, ...shorts).filter((entity) => visible(entity, change.region) && !isSelf(change, entity));
}

/** Whether the thing is the one that is being changed. */
export function isSelf(change: Change, entity: Entity): boolean {
  return entity.token === change.token && entity.id === change.id && visible(entity, change.region);
}

/** The thing of one of the types with this id, ARN or name, in the region of the change. */
export function lookup(change: Change, shorts: readonly string[], value: Value, ...keys: string[]): Entity | undefined {
  const wanted = text(value);
  if (wanted === undefined) return undefined;
  return all(change, ...shorts).find(
    (entity) => visible(entity, change.region) && (entity.id === wanted || keys.some((key) => prop(entity, key) === wanted)),
  );
}

/** The parts of an ARN; undefined where the text is none. */
export function parseArn(
  value: Value,
): { partition: string; service: string; region: string; account: string; resource: string } | undefined {
  const parts = text(value)?.split(":");
  if (parts === undefined || parts[0] !== "arn" || parts.length < 6) return undefined;
  const [, partition = "", service = "", region = "", account = ""] = parts;
  return { partition, service, region, account, resource: parts.slice(5).join(":") };
}

/** Refuses a number outside a range. */
export function range(value: Value, low: number, high: number, code: string, property: string, message?: string): Refusal[] {
  const n = num(value);
  if (n === undefined || (n >= low && n <= high)) return [];
  return no(code, message ?? `Value ${n} at '${property}' is not valid. It must be between ${low} and ${high}.`, property);
}

/** Refuses a value that is not one of a closed set. */
export function oneOf(
  value: Value,
  legal: readonly (string | number)[],
  code: string,
  property: string,
  message?: string,
): Refusal[] {
  if ((typeof value !== "string" && typeof value !== "number") || value === "") return [];
  const wanted = typeof legal[0] === "number" ? num(value) : value;
  if (legal.some((one) => one === wanted)) return [];
  return no(code, message ?? `Value '${value}' at '${property}' failed to satisfy constraint: Member must satisfy enum value set: [${legal.join(", ")}]`, property);
}

/** The values that occur more than once. */
export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** Whether a text is a JSON object or array: what AWS means by JSON where it takes a document. */
export function isJson(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null;
  } catch {
    return false;
  }
}
