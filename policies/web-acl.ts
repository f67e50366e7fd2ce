/**
 * Rules of web ACLs and rule groups, in whichever of the provider's forms they are given.
 */
import type { Node } from "./graph.ts";
import { list, parseJson, record, text } from "./inputs.ts";

/** Rules of a web ACL or rule group; given as JSON they have the API's upper-case keys, which are made lower-case. */
export function rulesOf(node: Node): readonly unknown[] {
  const json = text(node.props["ruleJson"]) ?? text(node.props["rulesJson"]);
  return json === undefined ? list(node.props["rules"]) : list(lowerKeys(parseJson(json)));
}

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  const body = record(value);
  if (body === undefined) return value;
  return Object.fromEntries(Object.entries(body).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerKeys(inner)]));
}
