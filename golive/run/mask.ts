/** The one masker: nothing that was marked secret is shown. */
import type { Kept } from "../../rehearsal/world/store.ts";
import type { Props, Value } from "../../rehearsal/types.ts";
import { SECRET, SIGNATURE } from "../../rehearsal/wire.ts";

/** What stands for a secret. */
export const MASK = "[secret]";

/** Property values with every marked secret, encrypted or not, replaced. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value === "object" && value !== null) {
    const record = value as Record<string, unknown>;
    if (record[SIGNATURE] === SECRET) return MASK;
    return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, masked(each)]));
  }
  return value;
}

/** A rehearsed thing's properties with the paths that were marked secret replaced. */
export function maskedEntity({ inputs, outputs, secrets }: Kept): { inputs: Props; outputs: Props } {
  const paths = secrets.map((path) => JSON.parse(path) as (string | number)[]);
  const hide = (props: Props): Props => paths.reduce<Value>((current, path) => hidden(current, path), props) as Props;
  return { inputs: hide(inputs), outputs: hide(outputs) };
}

function hidden(value: Value, path: readonly (string | number)[]): Value {
  const [head, ...tail] = path;
  if (head === undefined) return MASK;
  if (Array.isArray(value)) return value.map((each, index) => (index === head ? hidden(each, tail) : each));
  if (typeof value === "object" && value !== null && head in value) return { ...(value as Props), [head]: hidden((value as Props)[String(head)], tail) } as Props;
  return value;
}
