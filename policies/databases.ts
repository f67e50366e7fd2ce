/**
 * What the database rules have in common: engines, and who inherits what from whom.
 */
import type { Node } from "./graph.ts";
import { text } from "./inputs.ts";
import { isHidden } from "./unknown.ts";
import { DB_CLUSTER, DB_INSTANCE } from "./types.ts";

/** Whether the property is there, known or not. */
export function isGiven(node: Node, property: string): boolean {
  return isHidden(() => node.props[property]) || text(node.props[property]) !== undefined;
}

/**
 * Whether the database is a replica: a read replica of an instance or cluster, or a secondary cluster of a global
 * database (which has no master user of its own).
 */
export function isReplica(node: Node): boolean {
  if (node.type === DB_INSTANCE) return isGiven(node, "replicateSourceDb");
  if (node.type !== DB_CLUSTER) return false;
  return isGiven(node, "replicationSourceIdentifier") || (isGiven(node, "globalClusterIdentifier") && !isGiven(node, "masterUsername"));
}

/** The engine in lower case; undefined where none is given, as for replicas and restores. */
export function engineOf(node: Node): string | undefined {
  return text(node.props["engine"])?.toLowerCase();
}
