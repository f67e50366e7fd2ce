/**
 * Database parameters, wherever a database gets its parameter group from.
 */
import { engineOf, isGiven } from "./databases.ts";
import type { Graph, Node } from "./graph.ts";
import { dig, list, text } from "./inputs.ts";
import { NotYetKnown } from "./unknown.ts";
import { DB_CLUSTER, DB_PARAMETER_GROUPS } from "./types.ts";

/** The parameter group of a database, found in the stack; `undefined` where it has none there. */
export function parameterGroup(database: Node, graph: Graph): Node | undefined {
  const property = database.type === DB_CLUSTER ? "dbClusterParameterGroupName" : "parameterGroupName";
  const [group] = graph.referenced(database, property, DB_PARAMETER_GROUPS);
  return group;
}

/** Value of a parameter as text; `undefined` where the group leaves it at the engine's default. */
export function parameter(group: Node, name: string): string | undefined {
  const found = list(group.props["parameters"]).find((entry) => dig(entry, "name") === name);
  const value = dig(found, "value");
  return value === undefined || value === null ? undefined : String(value);
}

/** Whether a parameter has one of the spellings of "on" that PostgreSQL and MySQL accept. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && ["1", "on", "true", "yes"].includes(value.toLowerCase());
}

/** Family of the database for these rules. Deferred where the engine is not known. */
export function family(database: Node): "postgres" | "mysql" | "other" {
  if (!isGiven(database, "engine")) return "other";
  const engine = engineOf(database);
  if (engine === undefined) throw new NotYetKnown("the engine is not known yet");
  if (engine.includes("postgres")) return "postgres";
  return /mysql|mariadb|^aurora$/.test(engine) ? "mysql" : "other";
}

/** Major version of PostgreSQL that a parameter group is for, such as 17 of `postgres17` and `aurora-postgresql17`. */
export function postgresMajor(group: Node): number | undefined {
  const match = /^(?:aurora-)?postgres(?:ql)?(\d+)/.exec(text(group.props["family"]) ?? "");
  return match === null ? undefined : Number(match[1]);
}
