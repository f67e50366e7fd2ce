/** What differs between the last arguments and the new ones, and what of it makes a new resource. */
import type { ResourceSchema } from "../schema/index.ts";
import { keyWithin } from "../property-path.ts";
import { UNKNOWN } from "../types.ts";
import type { Props, Value } from "../types.ts";
import { awsReplaces, kubernetesReplaces } from "./replaces.ts";

/** The answer of {@link diffProperties}. */
export interface Difference {
  /** Paths that differ, such as `ingress[0].fromPort`. */
  readonly changed: readonly string[];
  /** Those of them that make a new resource. */
  readonly replaces: readonly string[];
}

const isObject = (value: Value): value is Props => typeof value === "object" && value !== null && !Array.isArray(value);
const absent = (value: Value): boolean => value === undefined || value === null;

function walk(before: Value, after: Value, path: string, changed: string[]): void {
  if (absent(before) && absent(after)) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) walk(before[index], after[index], `${path}[${index}]`, changed);
  } else if (isObject(before) && isObject(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
      if (key !== "__defaults") walk(before[key], after[key], keyWithin(path, key), changed);
    }
  } else if (before === UNKNOWN || after === UNKNOWN || !same(before, after)) {
    changed.push(path);
  }
}

/** Numbers and booleans may come back as text: the bridge does not see a change there. */
function same(before: Value, after: Value): boolean {
  if (before === after) return true;
  const scalar = (value: Value): boolean => typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return scalar(before) && scalar(after) && String(before) === String(after);
}

function makesNew(schema: ResourceSchema, path: string): boolean {
  if (schema.token.startsWith("kubernetes:")) return kubernetesReplaces(schema.token, path);
  const [top = ""] = path.split(/[.[]/);
  if (schema.token.startsWith("random:")) return true;
  return awsReplaces(schema.token, path) ?? schema.inputs[top]?.replaces === true;
}

/**
 * Compares arguments in depth. Lists are compared in order: which of them are sets is not declared.
 * An unknown new value counts as changed.
 */
export function diffProperties(schema: ResourceSchema, oldInputs: Props, newInputs: Props): Difference {
  const changed: string[] = [];
  walk(oldInputs, newInputs, "", changed);
  return { changed, replaces: changed.filter((path) => makesNew(schema, path)) };
}
