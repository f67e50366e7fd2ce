/** What functions see of the rehearsed account. */
import type { Schemas } from "../schema/index.ts";
import type { Entity, Props, Value, World } from "../types.ts";

/** Where a function is asked. */
export interface FunctionContext {
  /** Region of the provider, unless the arguments name another. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Partition of the region. */
  readonly partition: string;
  readonly world: World;
  readonly schemas: Schemas;
}

/** Answers one function. The arguments were checked against the schema. */
export type Answer = (args: Props, context: FunctionContext) => Props;

/** The rehearsal has no answer: the function is not played, or what it asks for does not exist. */
export class FunctionError extends Error {
  /** Token of the function. */
  readonly token: string;

  constructor(token: string, reason: string) {
    super(`invoking ${token}: ${reason}`);
    this.name = "FunctionError";
    this.token = token;
  }
}

/** Region that the arguments ask for, or the provider's. */
export const regionOf = (args: Props, context: FunctionContext): string => (typeof args["region"] === "string" && args["region"] !== "" ? args["region"] : context.region);

/** A list as `filters` has it: names with the values that are accepted. */
export function filtersOf(args: Props): { name: string; values: string[] }[] {
  const filters = Array.isArray(args["filters"]) ? args["filters"] : [];
  return filters.map((filter) => {
    const { name, values } = filter as { name?: Value; values?: Value };
    return { name: String(name ?? ""), values: Array.isArray(values) ? values.map(String) : [] };
  });
}

/** Tags of a thing. */
const tagsOf = (entity: Entity): Record<string, Value> => ({ ...(entity.outputs["tags"] as Props | undefined), ...(entity.outputs["tagsAll"] as Props | undefined) });

/** A filter's text with `*` for anything, as EC2 reads it. */
const matches = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`).test(value);

/** How EC2 names what it filters by: `vpc-id` is `vpcId`, `tag:Name` a tag. */
function filterValue(entity: Entity, name: string): string | undefined {
  if (name.startsWith("tag:")) return asText(tagsOf(entity)[name.slice(4)]);
  const property = name.replaceAll(/[-.]([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const own = entity.outputs[property];
  if (own !== undefined) return asText(own);
  // `subnet-id` of a subnet, `cidr` of a VPC.
  if (property === "cidr") return asText(entity.outputs["cidrBlock"]);
  if (property === "groupName") return asText(entity.outputs["name"]);
  return entity.token.toLowerCase().endsWith(`:${property.replace(/Id$/, "").toLowerCase()}`) || property === "groupId" ? entity.id : undefined;
}

const asText = (value: Value): string | undefined => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined);

/** Things of a type in a region that pass the arguments: filters, tags and the named properties. */
export function select(token: string, args: Props, context: FunctionContext, properties: readonly string[]): Entity[] {
  const tags = Object.entries((args["tags"] as Props | undefined) ?? {});
  return context.world.list(token, regionOf(args, context)).filter((entity) =>
    filtersOf(args).every(({ name, values }) => {
      const value = filterValue(entity, name);
      return value !== undefined && values.some((pattern) => matches(pattern, value));
    }) &&
    tags.every(([key, value]) => tagsOf(entity)[key] === value) &&
    properties.every((name) => args[name] === undefined || args[name] === null || args[name] === (name === "id" ? entity.id : entity.outputs[name])));
}

/** The one thing that passes. */
export function selectOne(token: string, kind: string, args: Props, context: FunctionContext, properties: readonly string[]): Entity {
  const found = select(token, args, context, properties);
  const [only] = found;
  if (only === undefined) throw new Error(`no matching ${kind} found`);
  if (found.length > 1) throw new Error(`multiple ${kind}s matched; use additional constraints to reduce matches to a single ${kind}`);
  return only;
}
