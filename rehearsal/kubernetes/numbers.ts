/** Numbers that the API server cannot read: every number in Kubernetes' own kinds is whole, and most have 32 bits. */
import type { Law, Value } from "../types.ts";
import type { Field } from "./field.ts";
import { isObject } from "./field.ts";
import { kindOf } from "./kinds.ts";
import { judged } from "./meta.ts";

/** Members that hold quantities or free-form JSON, where fractions are fine. */
const FREE: ReadonlySet<string> = new Set([
  "limits", "requests", "capacity", "hard", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio", "overhead", "podFixed", "sizeLimit", "divisor",
  "averageValue", "value", "tolerance", "openAPIV3Schema", "maximumVolumeSize", "data", "config", "parameters", "raw",
]);

/** Members of 64 bits. Source: the types of k8s.io/api and k8s.io/apimachinery. */
const LONG: ReadonlySet<string> = new Set([
  "activeDeadlineSeconds", "deletionGracePeriodSeconds", "expirationSeconds", "fsGroup", "generation", "gid", "limitBytes", "nodeAllocatableUpdatePeriodSeconds",
  "observedGeneration", "runAsGroup", "runAsUser", "seconds", "sinceSeconds", "sizeBytes", "startingDeadlineSeconds", "supplementalGroups", "tailLines",
  "terminationGracePeriodSeconds", "tolerationSeconds", "uid",
]);

/** Groups whose other numbers all have 32 bits. */
const SHORT_GROUPS: ReadonlySet<string> = new Set(["", "apps", "autoscaling", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "scheduling.k8s.io", "storage.k8s.io"]);

const LOWEST = -(2 ** 31);
const HIGHEST = 2 ** 31 - 1;

function walk(field: Field, short: boolean): void {
  const { value }: { value: Value } = field;
  if (typeof value === "number" && (!Number.isInteger(value) || (short && (value < LOWEST || value > HIGHEST)))) {
    field.malformed(`json: cannot unmarshal number ${value} into Go struct field ${field.path} of type int32`);
  }
  for (const item of field.items()) walk(item, short);
  if (isObject(value)) for (const [key] of field.entries()) if (!FREE.has(key)) walk(field.at(key), short && !LONG.has(key));
}

/** Whole numbers only, and none that are too large. */
export const numberLaw: Law = {
  name: "kubernetes-whole-numbers",
  tokens: ["kubernetes:*"],
  on: ["create", "update"],
  phase: "check",
  source: "https://kubernetes.io/docs/reference/kubernetes-api/",
  judge(change) {
    const kind = kindOf(change.token);
    return kind === undefined || !kind.builtIn ? [] : judged(change, kind, (root) => walk(root, SHORT_GROUPS.has(kind.group)));
  },
};
