/**
 * Takes knowledge away from a graph as a preview does: a value that is not known yet comes from another resource, and
 * the engine says from which.
 */
import type { Policy } from "../../policies/config.ts";
import { evaluate } from "../../policies/evaluate.ts";
import { identities, type Node } from "../../policies/graph.ts";
import type { Rule } from "../../policies/rule.ts";
import { checked, plain, UNKNOWN } from "../../policies/unknown.ts";
import { urnOf } from "./support.ts";

/** Keys and indices that lead to a value. */
export type Path = readonly (string | number)[];

/** Every place in a value, the outer ones first. */
export function paths(value: unknown): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...paths((value as Record<string | number, unknown>)[key]).map((path) => [key, ...path])]);
}

/** A copy with another value at one place. */
export function replaced<T>(value: T, path: Path, by: unknown): T {
  return replacedAt(value, path, by) as T;
}

function replacedAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner: unknown, at) => (at === key ? replacedAt(inner, rest, by) : inner));
  return Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, name === key ? replacedAt(inner, rest, by) : (inner as unknown)]));
}

/** A resource that no rule looks at, for values to come from. */
const ELSEWHERE = urnOf("elsewhere");

/**
 * The graph twice: with a value known, and with it hidden; otherwise the same. In both the property says where the
 * value comes from: the resources it names, or one outside the graph.
 */
export function hiding(nodes: readonly Node[], urn: string, path: Path): { readonly known: Node[]; readonly hidden: Node[] } {
  const top = String(path[0]);
  const known = nodes.map((node) => (node.urn === urn ? { ...node, propertyDependencies: { ...node.propertyDependencies, [top]: origins(nodes, node, top) } } : node));
  const hidden = known.map((node) => (node.urn === urn ? { ...node, props: replaced(node.props, path, UNKNOWN) } : node));
  return { known, hidden };
}

function origins(nodes: readonly Node[], node: Node, property: string): readonly string[] {
  const stated = node.propertyDependencies[property] ?? [];
  const text = JSON.stringify(node.props[property]) ?? "";
  const named = nodes.filter((other) => other !== node && identities(other).some((identity) => text.includes(JSON.stringify(identity).slice(1, -1)))).map(({ urn }) => urn);
  const found = [...new Set([...stated, ...named])];
  return found.length > 0 ? found : [ELSEWHERE];
}

/** A value in a graph. */
export interface Place {
  readonly urn: string;
  readonly path: Path;
}

/** The places that these rules read when they judge the graph, and that have a value. */
export function placesRead(nodes: readonly Node[], rules: readonly Rule[], policy: Policy): Place[] {
  const found = new Map<string, Place>();
  const watched = nodes.map((node) => ({ ...node, props: checked(recording(plain(node.props) as object, [], (path) => found.set(`${node.urn} ${JSON.stringify(path)}`, { urn: node.urn, path }))) as Node["props"] }));
  evaluate(watched, rules, policy);
  return [...found.values()];
}

/** A value that tells what is read of it. */
function recording<T extends object>(value: T, above: Path, read: (path: Path) => void): T {
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key !== "string" || !Object.hasOwn(target, key) || (Array.isArray(target) && key === "length")) return inner;
      const path = [...above, Array.isArray(target) ? Number(key) : key];
      read(path);
      return typeof inner === "object" && inner !== null ? recording(inner, path, read) : inner;
    },
  });
}

/** The value at a place. */
export function valueAt(nodes: readonly Node[], { urn, path }: Place): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], nodes.find((node) => node.urn === urn)?.props);
}

/** Whether a value is one that another resource could give: not nothing, and not empty. */
export function isGiven(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== "" && value !== UNKNOWN;
}
