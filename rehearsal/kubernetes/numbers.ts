/** Numbers that the API server cannot read: every number in Kubernetes' own kinds is whole. */
import type { Law, Value } from "../types.ts";
import type { Field} from "./field.ts";
import { isObject } from "./field.ts";
import { kindOf } from "./kinds.ts";
import { judged } from "./meta.ts";

/** Members that hold quantities or free-form JSON, where fractions are fine. */
const FREE: ReadonlySet<string> = new Set([
  "limits", "requests", "capacity", "hard", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio", "overhead", "podFixed", "sizeLimit", "divisor",
  "averageValue", "value", "tolerance", "openAPIV3Schema", "maximumVolumeSize", "data", "config", "parameters", "raw",
]);

function walk(field: Field): void {
  const { value }: { value: Value } = field;
  if (typeof value === "number" && !Number.isInteger(value)) {
    field.malformed(`json: cannot unmarshal number ${value} into Go struct field ${field.path} of type int32`);
  }
  for (const item of field.items()) walk(item);
  if (isObject(value)) for (const [key] of field.entries()) if (!FREE.has(key)) walk(field.at(key));
}

/** Whole numbers only. */
export const numberLaw: Law = {
  name: "kubernetes-whole-numbers",
  tokens: ["kubernetes:*"],
  on: ["create", "update"],
  phase: "check",
  source: "https://kubernetes.io/docs/reference/kubernetes-api/",
  judge(change) {
    const kind = kindOf(change.token);
    return kind === undefined || !kind.builtIn ? [] : judged(change, kind, walk);
  },
};
