/**
 * Between the provider protocol's wire format and plain properties.
 *
 * Secrets are unwrapped on the way in and their paths remembered, so that what comes back out is marked secret
 * in the same places.
 */
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { UNKNOWN } from "../types.ts";
import type { Props, Value } from "../types.ts";
import { OUTPUT_VALUE, SECRET, SIGNATURE, UNKNOWN_ANY, UNKNOWNS } from "../wire.ts";

type Struct = structs.Struct;

/** A path into properties, such as `["containers", 0, "env"]`. */
export type Path = (string | number)[];

/** Properties as they came in. */
export interface Decoded {
  readonly props: Props;
  /** Paths of values that were marked secret. */
  readonly secrets: Path[];
}

/** Reads a struct of the wire format; an absent one is empty. */
export function decode(struct: Struct | undefined): Decoded {
  const secrets: Path[] = [];
  const walk = (value: unknown, path: Path): Value => {
    if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
    if (Array.isArray(value)) return value.map((each, index) => walk(each, [...path, index]));
    if (typeof value === "object" && value !== null) {
      const record = value as Record<string, unknown>;
      if (record[SIGNATURE] === SECRET) {
        secrets.push(path);
        return walk(record["value"], path);
      }
      if (record[SIGNATURE] === OUTPUT_VALUE) {
        if (record["secret"] === true) secrets.push(path);
        return "value" in record ? walk(record["value"], path) : UNKNOWN;
      }
      const entries = Object.entries(record).map(([key, each]) => [key, walk(each, [...path, key])] as const);
      return Object.fromEntries(entries);
    }
    return value as number | boolean | null;
  };
  return { props: walk(struct?.toJavaScript() ?? {}, []) as Props, secrets };
}

/** Writes properties, marking the values at these paths secret where they exist. */
export function encode(props: Props, secrets: readonly Path[] = []): Struct {
  const marked = new Set(secrets.map((path) => JSON.stringify(path)));
  const walk = (value: Value, path: Path): unknown => {
    const bare = bareValue(value, path);
    return marked.has(JSON.stringify(path)) ? { [SIGNATURE]: SECRET, value: bare } : bare;
  };
  const bareValue = (value: Value, path: Path): unknown => {
    if (value === UNKNOWN) return UNKNOWN_ANY;
    if (value === undefined) return null;
    if (Array.isArray(value)) return value.map((each, index) => walk(each, [...path, index]));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([key, each]) => [key, walk(each, [...path, key])]),
      );
    }
    return value;
  };
  return structs.Struct.fromJavaScript(bareValue(props, []) as { [key: string]: structs.JavaScriptValue });
}

/** Whether anything inside is not known yet. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
