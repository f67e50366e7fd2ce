/**
 * Database parameters, wherever a database gets its parameter group from.
 */
import { engineOf, isGiven } from "./databases.ts";
import type { Graph, Node } from "./graph.ts";
import { dig, list, text, word } from "./inputs.ts";
import { NotYetKnown, peek } from "./unknown.ts";
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
  return value === undefined || value === null ? undefined : word(value);
}

/** Whether a parameter has one of the spellings of "on" that PostgreSQL and MySQL accept. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && ["1", "on", "true", "yes"].includes(value.toLowerCase());
}

/** What a database speaks, as far as the rules tell engines apart. */
export type Family = "postgres" | "mysql" | "sqlserver" | "db2" | "other";

/**
 * Family of the database for these rules, told by its engine or, where that is left out as for replicas and restores or
 * not known yet, by its parameter group, which must fit it. Deferred where neither tells.
 */
export function family(database: Node, graph: Graph): Family {
  const engine = peek(() => engineOf(database));
  if (engine !== undefined) return familyOf(engine);
  const group = parameterGroup(database, graph);
  if (group !== undefined) return familyOf(text(group.props["family"]) ?? "");
  if (isGiven(database, "engine")) throw new NotYetKnown("the engine is not known yet");
  return "other";
}

/** Family of an engine or of a parameter group's own family; `aurora` alone is MySQL 5.6, the engine's first name. */
export function familyOf(name: string): Family {
  if (name.includes("postgres")) return "postgres";
  if (/mysql|mariadb|^aurora(5\.6)?$/.test(name)) return "mysql";
  if (/^(custom-)?sqlserver/.test(name)) return "sqlserver";
  return name.startsWith("db2") ? "db2" : "other";
}

/** Major version of PostgreSQL that a parameter group is for, such as 17 of `postgres17` and `aurora-postgresql17`. */
export function postgresMajor(group: Node): number | undefined {
  const match = /^(?:aurora-)?postgres(?:ql)?(\d+)/.exec(text(group.props["family"]) ?? "");
  return match === null ? undefined : Number(match[1]);
}
