/**
 * Cache behaviours of a CloudFront distribution.
 */
import type { Node } from "./graph.ts";
import { list, record } from "./inputs.ts";
import type { Check } from "./rule.ts";

/** One cache behaviour: reading it may meet an unknown value. */
export interface Behaviour {
  readonly read: () => unknown;
  readonly path: string;
}

/** The default behaviour and the ordered ones; a distribution without a default behaviour is a finding. */
export function behaviours(node: Node, check: Check): Behaviour[] {
  const found: Behaviour[] = [{ read: () => required(node.props["defaultCacheBehavior"]), path: "defaultCacheBehavior" }];
  check.each(() => list(node.props["orderedCacheBehaviors"]), (behaviour, index) => {
    found.push({ read: () => behaviour, path: `orderedCacheBehaviors[${index}]` });
  });
  return found;
}

/** A missing behaviour reads as an empty one, so that nothing passes because it is missing. */
function required(value: unknown): unknown {
  return record(value) ?? (Array.isArray(value) ? value : {});
}
