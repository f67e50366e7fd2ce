/**
 * Limits that a service puts on one value by itself: its legal values, its range, its length, its form, how many there
 * may be. The tables beside this file hold them by service, type and path.
 */
import type { Law, Props, Refusal, Value } from "../../types.ts";
import { absent, num, pick, text, token } from "../kit.ts";

/** A limit. A value of another kind than the limit is about breaks nothing: the schema sees to kinds. */
export type Limit =
  | { readonly kind: "among"; readonly values: readonly string[] }
  /** `unset`: zero passes, since the provider leaves the argument out when it is zero. */
  | { readonly kind: "number"; readonly low: number; readonly high: number; readonly unset: boolean }
  | { readonly kind: "text"; readonly least: number; readonly most: number; readonly form?: RegExp }
  | { readonly kind: "list"; readonly least: number; readonly most: number };

/** Limits of a type by path, `[]` standing for every element of a list. */
export type TypeLimits = Readonly<Record<string, Limit>>;

/** Limits of the types of one service. */
export interface ServiceLimits {
  /** Name of the service, in kebab case. */
  readonly service: string;
  /** Code that it answers a value outside a limit with. */
  readonly code: string;
  /** API reference that holds the limits: the operation that makes the type, its request's members. */
  readonly source: string;
  readonly types: Readonly<Record<string, TypeLimits>>;
}

/** One of these texts. */
export function among(...values: readonly string[]): Limit {
  return { kind: "among", values };
}

/** A number from `low` to `high`. */
export function between(low: number, high = Infinity): Limit {
  return { kind: "number", low, high, unset: false };
}

/** Like {@link between}, of an argument that the provider leaves out when it is zero. */
export function betweenOrUnset(low: number, high = Infinity): Limit {
  return { kind: "number", low, high, unset: true };
}

/** Text of at most so many characters, and at least so many. */
export function upTo(most: number, least = 0): Limit {
  return { kind: "text", least, most };
}

/** Text of a form, of a length where one is said. */
export function like(form: RegExp, most = Infinity, least = 0): Limit {
  return { kind: "text", least, most, form };
}

/** A list of at most so many, and at least so many. */
export function count(most: number, least = 0): Limit {
  return { kind: "list", least, most };
}

/** The constraint that a value breaks, as the services' own validation puts it; undefined where it is legal. */
function broken(limit: Limit, value: Value): string | undefined {
  if (limit.kind === "number") {
    const n = num(value);
    if (n === undefined || (limit.unset && n === 0)) return undefined;
    if (n < limit.low) return `Member must have value greater than or equal to ${limit.low}`;
    return n > limit.high ? `Member must have value less than or equal to ${limit.high}` : undefined;
  }
  const word = text(value);
  if (limit.kind === "among") {
    return word === undefined || limit.values.includes(word) ? undefined : `Member must satisfy enum value set: [${limit.values.join(", ")}]`;
  }
  const length = limit.kind === "list" ? (Array.isArray(value) ? value.length : undefined) : word?.length;
  if (length === undefined) return undefined;
  if (length > limit.most) return `Member must have length less than or equal to ${limit.most}`;
  if (length < limit.least) return `Member must have length greater than or equal to ${limit.least}`;
  const form = limit.kind === "text" ? limit.form : undefined;
  return form === undefined || form.test(word ?? "") ? undefined : `Member must satisfy regular expression pattern: ${form.source}`;
}

/** How much of a value an error shows. */
const SHOWN = 200;

function faults(inputs: Props, limits: TypeLimits, code: string): Refusal[] {
  return Object.entries(limits).flatMap(([at, limit]) =>
    // Empty text stands for "not set" in the provider.
    pick(inputs, at).filter(({ value }) => !absent(value)).flatMap(({ path, value }) => {
      const constraint = broken(limit, value);
      if (constraint === undefined) return [];
      const shown = Array.isArray(value) ? `[${value.length} items]` : String(value).slice(0, SHOWN);
      return [{ code, message: `1 validation error detected: Value '${shown}' at '${path}' failed to satisfy constraint: ${constraint}`, property: path }];
    }),
  );
}

/** The law of a service's limits. */
export function limitLaw({ service, code, source, types }: ServiceLimits): Law {
  const byToken = new Map(Object.entries(types).map(([short, limits]) => [token(short), limits]));
  return {
    name: `limits-${service}`,
    tokens: [...byToken.keys()],
    on: ["create", "update"],
    phase: "check",
    source,
    judge: (change) => faults(change.inputs, byToken.get(change.token) ?? {}, code),
  };
}
