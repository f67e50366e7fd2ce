/** What a preview of a create returns: the arguments, and everything else unknown. */
import type { ResourceSchema, TypeSpec } from "../schema/index.ts";
import { UNKNOWN } from "../types.ts";
import type { Props, Value } from "../types.ts";
import { record } from "./forms.ts";

/** Kubernetes metadata that only the server knows. */
const SERVER_METADATA = ["uid", "resourceVersion", "creationTimestamp", "generation"] as const;

function kubernetes(schema: ResourceSchema, shown: Props): Props {
  const metadata = record(shown["metadata"]);
  const later: Props = Object.fromEntries(SERVER_METADATA.map((name) => [name, UNKNOWN] as const));
  const status: Props = schema.outputs["status"] === undefined && schema.open !== true ? {} : { status: UNKNOWN };
  return { ...shown, metadata: { ...metadata, name: metadata["name"] ?? UNKNOWN, ...later }, ...status };
}

/** A value with what its type promises, and the program did not give, unknown at every depth. */
function promised(type: TypeSpec, value: Value): Value {
  if (type.kind === "array" && Array.isArray(value)) return value.map((each) => promised(type.items, each));
  if (type.kind !== "object" || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const given = value as Props;
  const entries = Object.entries(type.properties)
    .filter(([name, property]) => given[name] !== undefined || property.required)
    .map(([name, property]): [string, Value] => [name, given[name] === undefined ? UNKNOWN : promised(property.type, given[name])]);
  return { ...given, ...Object.fromEntries(entries) };
}

/**
 * The state that a preview of a create returns: arguments as they are, computed properties {@link UNKNOWN}, and so are
 * arguments that the provider fills in where they are absent. The id is unknown too.
 */
export function listComputedAtPreview(schema: ResourceSchema, inputs: Props): Props {
  const shown: Record<string, Value> = Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "__defaults" && (schema.open === true || schema.outputs[name] !== undefined)));
  if (schema.token.startsWith("kubernetes:")) return kubernetes(schema, shown);
  const absent = Object.entries(schema.outputs).filter(([name, property]) => shown[name] === undefined && (schema.inputs[name] === undefined || property.required));
  const echoed = Object.entries(shown).map(([name, value]): [string, Value] => [name, promised(schema.outputs[name]?.type ?? { kind: "any" }, value)]);
  return { ...Object.fromEntries(echoed), ...Object.fromEntries(absent.map(([name]) => [name, UNKNOWN] as const)), id: UNKNOWN };
}
