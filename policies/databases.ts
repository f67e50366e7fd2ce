/**
 * What the database rules have in common: engines, and who inherits what from whom.
 */
import { stated, type Graph, type Node } from "./graph.ts";
import { text } from "./inputs.ts";
import { isHidden } from "./unknown.ts";
import { DB_CLUSTER, DB_INSTANCE } from "./types.ts";

/** Whether the property is there, known or not. */
export function isGiven(node: Node, property: string): boolean {
  return isHidden(() => node.props[property]) || text(node.props[property]) !== undefined;
}

/** AWS's own keys carry aliases of their own (KMS API, Alias): naming one is the same as naming none. */
const AWS_OWN_KEY = /(^|:)alias\/aws\//;

/** Whether a key of ours is named, known or not. */
export function isOwnKey(read: () => unknown): boolean {
  if (isHidden(read)) return true;
  const key = text(read());
  return key !== undefined && !AWS_OWN_KEY.test(key);
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

/** Whether the database is a replica in another region than its source; one there whose source is of another stack is taken to be. */
export function isAway(node: Node, graph: Graph): boolean {
  if (!isReplica(node) || stated(node, "region") === undefined) return false;
  const [source] = graph.referenced(node, "replicateSourceDb", [DB_INSTANCE]);
  return source === undefined || stated(source, "region") !== stated(node, "region");
}
