/** The production graph as rules see it at preview: what the program registers, and what a preview leaves unknown. */
import type { Node } from "../../policies/graph.ts";
import { UNKNOWN as SENTINEL } from "../../policies/unknown.ts";
import { listComputedAtPreview } from "../../rehearsal/outputs/index.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import type { Schemas } from "../../rehearsal/schema/index.ts";
import { UNKNOWN } from "../../rehearsal/types.ts";
import type { Props, Value } from "../../rehearsal/types.ts";
import { UNKNOWN_TEXT } from "../graph/plain.ts";
import type { Plain } from "../graph/plain.ts";
import type { Registration } from "../graph/record.ts";
import { recordStack } from "../graph/stacks.ts";
import { CACHE } from "../run/places.ts";

/** The stack whose graph is broken: the one that counts. */
export const PROVED_STACK = "production";

/** Records the production stack and turns it into the rules' graph. */
export async function productionGraph(): Promise<Node[]> {
  const schemas = openSchemas({ cacheDirectory: CACHE });
  return (await recordStack(PROVED_STACK)).map((each) => node(each, schemas));
}

/** A registration as rules see it; stack rules see the outputs that a preview of its creation returns. */
export function node(registration: Registration, schemas: Schemas): Node {
  const { urn, type, name, parent, dependencies, propertyDependencies, protect, inputs, custom } = registration;
  const props = known(inputs) as Props;
  const shared = { urn, type, name, parent, dependencies, propertyDependencies, protect };
  if (!custom || type.startsWith("pulumi:")) return { ...shared, props: spelled(props) as Node["props"] };
  return { ...shared, props: spelled(props) as Node["props"], outputs: spelled(listComputedAtPreview(schemas.resource(type), props)) as Node["props"] };
}

/** Secrets unwrapped, as the engine does for policies, and unknowns as the rehearsal writes them. */
function known(value: Plain): Value {
  if (value === UNKNOWN_TEXT) return UNKNOWN;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secret") return known(value["secret"] as Plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, known(each)]));
}

/** Unknowns as the policy SDK writes them. */
function spelled(value: Value): unknown {
  if (value === UNKNOWN) return SENTINEL;
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spelled(each)]));
}
