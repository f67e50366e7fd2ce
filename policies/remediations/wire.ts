/**
 * Changes written into a resource's properties as the engine sent them. Everything else keeps its bytes: unknown values,
 * secrets, assets and references come back as they came.
 */
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct, Value } from "google-protobuf/google/protobuf/struct_pb.js";
import { SECRET, SIGNATURE } from "../wire.ts";
import type { Change } from "./remediation.ts";

/** Of secrets and of outputs with their dependencies: the value is beside the signature. Source: pulumi/pulumi sdk/nodejs/runtime/rpc.ts. */
const WRAPPERS: readonly (string | undefined)[] = [SECRET, "d0e6a833031e9bbcd3f4e8bde6ca49a4"];

/** Where the provider notes which properties it filled in itself: one that is set here is no default any more. */
const DEFAULTS = "__defaults";

/** A copy of the properties with the changes in it. */
export function changed(properties: Struct, changes: readonly Change[]): Struct {
  const copy = struct.Struct.deserializeBinary(properties.serializeBinary());
  for (const change of changes) {
    const [holder, key] = place(copy, change.path);
    const fields = holder.getFieldsMap();
    if ("from" in change) {
      const [other, twin] = place(copy, change.from);
      const value = other.getFieldsMap().get(twin);
      if (value !== undefined) fields.set(key, struct.Value.deserializeBinary(value.serializeBinary()));
    } else {
      const held = fields.get(key) ?? new struct.Value();
      const bare = unwrapped(held);
      if (typeof change.value === "string") bare.setStringValue(change.value);
      else bare.setNumberValue(change.value);
      fields.set(key, held);
    }
    const defaults = fields.get(DEFAULTS)?.getListValue();
    defaults?.setValuesList(defaults.getValuesList().filter((each) => each.getStringValue() !== key));
  }
  return copy;
}

/** The object that has the last key of a path, which is made where it is missing, and that key. */
function place(top: Struct, path: Change["path"]): [Struct, string] {
  const holder = path.slice(0, -1).reduce((at, key) => {
    const held = at.getFieldsMap().get(key) ?? new struct.Value();
    at.getFieldsMap().set(key, held);
    const bare = only(held);
    const inner = bare.getStructValue() ?? new struct.Struct();
    bare.setStructValue(inner);
    return inner;
  }, top);
  return [holder, path.at(-1) ?? ""];
}

/** The value inside the marks of a secret or an output. */
function unwrapped(value: Value): Value {
  const fields = value.getStructValue()?.getFieldsMap();
  const inner = WRAPPERS.includes(fields?.get(SIGNATURE)?.getStringValue() ?? "") ? fields?.get("value") : undefined;
  return inner === undefined ? value : unwrapped(inner);
}

/** The same, looking through lists of one. */
function only(value: Value): Value {
  const bare = unwrapped(value);
  const [first, ...more] = bare.getListValue()?.getValuesList() ?? [];
  return first === undefined || more.length > 0 ? bare : only(first);
}
