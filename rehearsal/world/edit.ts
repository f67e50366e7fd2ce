/** Changes to a thing behind Pulumi's back, as a person types them: `property=value`, `a.b[0].c=value`. */
import type { Props, Value } from "../types.ts";
import type { Kept } from "./store.ts";

/** A change of one property; `value` undefined removes it. */
export interface Edit {
  readonly path: readonly (string | number)[];
  readonly value: Value;
}

/** Reads `property=value`. The value is JSON where it parses as such, else text; an empty one removes the property. */
export function parseChange(text: string): Edit | { readonly fault: string } {
  const split = text.indexOf("=");
  if (split <= 0) return { fault: `"${text}" is not property=value` };
  const path = [...text.slice(0, split).matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => (index === undefined ? (key ?? "") : Number(index)));
  const [first] = path;
  if (typeof first !== "string") return { fault: `"${text}" does not begin with a property's name` };
  return { path, value: valueOf(text.slice(split + 1)) };
}

function valueOf(text: string): Value {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text; // plain text
  }
}

/** The thing with the property changed: in what it reports, and in what it was made with where it is among that. */
export function applyChange(entity: Kept, { path, value }: Edit): Kept {
  const [top] = path;
  const outputs = set(entity.outputs, path, value) as Props;
  const argument = typeof top === "string" && top in entity.inputs;
  return { ...entity, outputs, inputs: argument ? (set(entity.inputs, path, value) as Props) : entity.inputs };
}

function set(target: Value, path: readonly (string | number)[], value: Value): Value {
  const [head, ...tail] = path;
  if (head === undefined) return value;
  if (typeof head === "number") {
    const list = Array.isArray(target) ? [...target] : [];
    if (tail.length === 0 && value === undefined) list.splice(head, 1);
    else list[head] = set(list[head], tail, value);
    return list;
  }
  const record: Props = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...(target as Props) } : {};
  if (tail.length === 0 && value === undefined) delete record[head];
  else record[head] = set(record[head], tail, value);
  return record;
}
