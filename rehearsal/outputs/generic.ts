/**
 * Ids and computed properties of types that no inventor knows: made from the schema, so that nothing the class declares
 * as present is ever missing.
 */
import type { Property, ResourceSchema, TypeSpec } from "../schema/index.ts";
import { UNKNOWN } from "../types.ts";
import type { InventContext, Props, Value } from "../types.ts";
import { arn, hexOf, letters, moment, named, record, text, uuid } from "./forms.ts";

/** Modules whose ARNs name another service. Source: Service Authorization Reference. */
const SERVICE: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancing", lb: "elasticloadbalancing", elb: "elasticloadbalancing", amp: "aps", cfg: "config", cloudwatch: "logs", costexplorer: "ce",
  docdb: "rds", neptune: "rds", ebs: "ec2", vpc: "ec2", ec2transitgateway: "ec2", ec2clientvpn: "ec2", efs: "elasticfilesystem", elasticsearch: "es", opensearch: "es",
  cognito: "cognito-idp", msk: "kafka", sfn: "states", mq: "mq", emr: "elasticmapreduce", inspector2: "inspector2", sesv2: "ses", apigatewayv2: "apigateway",
  accessanalyzer: "access-analyzer", networkfirewall: "network-firewall", resourceexplorer: "resource-explorer-2", ssoadmin: "sso",
};

/** Services without regions in their ARNs. */
const GLOBAL: ReadonlySet<string> = new Set(["iam", "cloudfront", "route53", "budgets", "ce", "organizations", "shield", "waf", "globalaccelerator", "networkmanager"]);

const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
const kindOf = (token: string): string => token.split(":").at(-1) ?? token;
const moduleOf = (token: string): string => token.split(":")[1]?.split("/")[0] ?? "";

/** The name among the arguments: `name`, or the argument named after the type or ending in `Name` or `Identifier`. */
function nameIn(schema: ResourceSchema, inputs: Props): string | undefined {
  const kind = kindOf(schema.token).toLowerCase();
  const candidates = Object.keys(schema.inputs).filter((name) => name === "name" || name.toLowerCase() === `${kind}name` || name.toLowerCase() === `${kind}id`);
  const required = Object.keys(schema.inputs).filter((name) => schema.inputs[name]?.required === true && /(?:Name|Identifier|Id)$/.test(name));
  return [...candidates, ...required].map((name) => text(inputs[name])).find((value) => value !== undefined);
}

/** An ARN of good form for a type of which only the schema is known. */
function genericArn(schema: ResourceSchema, context: InventContext, tail: string): string {
  const service = SERVICE[moduleOf(schema.token)] ?? moduleOf(schema.token);
  return arn(context, service, `${kebab(kindOf(schema.token))}/${tail}`, GLOBAL.has(service) ? { region: "" } : {});
}

/** Parts of a composite id, by the arguments a type cannot do without. */
function composite(schema: ResourceSchema, inputs: Props, separator: string, count: number): string | undefined {
  const parts = Object.keys(schema.inputs)
    .filter((name) => schema.inputs[name]?.required === true)
    .flatMap((name) => text(inputs[name]) ?? []);
  return parts.length >= count ? parts.slice(0, count).join(separator) : undefined;
}

/**
 * An id in the form of the example that the declarations give for `pulumi import`: a prefix with hex, a UUID, an ARN,
 * arguments joined by a separator, or a name.
 */
export function genericId(schema: ResourceSchema, context: InventContext): string {
  const example = schema.imports?.[0] ?? "";
  const name = nameIn(schema, context.inputs);
  const hexed = /^([a-z][a-z0-9]*(?:-[a-z]+)*-)[0-9a-f]{8,17}$/.exec(example)?.[1];
  if (hexed !== undefined) return `${hexed}0${hexOf(context, "id", 16)}`;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(example)) return uuid(context, "id");
  if (example.startsWith("arn:")) {
    const attached = Object.keys(schema.inputs).find((input) => schema.inputs[input]?.required === true && /[aA]rn$/.test(input));
    return schema.outputs["arn"] !== undefined && schema.inputs["arn"] === undefined ? genericArn(schema, context, name ?? hexOf(context, "id", 17)) : named(context.inputs, attached ?? "arn", genericArn(schema, context, name ?? hexOf(context, "id", 17)));
  }
  if (/^\d{12}$/.test(example)) return context.account;
  const separator = /[,/:|#]/.exec(example)?.[0];
  const joined = separator === undefined ? undefined : composite(schema, context.inputs, separator, example.split(separator).length);
  return joined ?? name ?? uuid(context, "id");
}

/** A default that the documentation states: "Defaults to `true`". */
function documentedDefault(property: Property): string | undefined {
  return /[Dd]efaults?(?: value)?(?: is| to|:)\s+`([^`]+)`/.exec(property.doc ?? "")?.[1];
}

function computedText(name: string, schema: ResourceSchema, context: InventContext & { readonly id: string }): string {
  if (name === "arn") return context.id.startsWith("arn:") ? context.id : genericArn(schema, context, nameIn(schema, context.inputs) ?? context.id);
  if (/^(?:owner|account|registry|ownerAccount)(?:Id)?$/.test(name)) return context.account;
  if (/^(?:id|identifier)$/.test(name) || name === `${kindOf(schema.token).charAt(0).toLowerCase()}${kindOf(schema.token).slice(1)}Id`) return context.id;
  if (/Arn$/.test(name)) return genericArn(schema, context, `${kebab(name.slice(0, -3))}-${hexOf(context, name, 8)}`);
  if (/Id$/.test(name)) return uuid(context, name);
  if (/(?:Date|Time|At|Timestamp)$/.test(name)) return moment(context);
  if (/^(?:status|state)$/.test(name)) return /`?(ACTIVE|AVAILABLE|available|active|Enabled|ENABLED)`?/.exec(schema.outputs[name]?.doc ?? "")?.[1] ?? "ACTIVE";
  if (/(?:endpoint|dnsName|domainName|Endpoint|Url)$/.test(name)) return `${letters(hexOf(context, name, 64), 12)}.${SERVICE[moduleOf(schema.token)] ?? moduleOf(schema.token)}.${context.region}.amazonaws.com`;
  if (name === "etag") return hexOf(context, "etag", 32);
  if (name === "name") return nameIn(schema, context.inputs) ?? "";
  return "";
}

/** The smallest value of a type. */
function smallest(type: TypeSpec, depth: number): Value {
  switch (type.kind) {
    case "number": return 0;
    case "boolean": return false;
    case "array": return [];
    case "map": return {};
    case "object": return depth > 3 ? {} : completed(type, {}, depth + 1);
    case "union": return type.of[0] === undefined ? "" : smallest(type.of[0], depth);
    case "enum": return type.open ? "" : (type.values[0] ?? "");
    default: return "";
  }
}

/** What the caller passed, with everything the type declares as present. */
function completed(type: TypeSpec, given: Value, depth = 0): Value {
  if (type.kind === "array" && Array.isArray(given)) return given.map((item) => completed(type.items, item, depth + 1));
  if (type.kind !== "object" || typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const result: Props = { ...given };
  for (const [name, property] of Object.entries(type.properties)) {
    if (result[name] === undefined) {
      if (property.required) result[name] = smallest(property.type, depth);
    } else result[name] = completed(property.type, result[name], depth + 1);
  }
  return result;
}

function fromText(type: TypeSpec, value: string): Value {
  if (type.kind === "number") return Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (type.kind === "boolean") return value === "true" ? true : value === "false" ? false : undefined;
  return type.kind === "string" || type.kind === "enum" ? value : undefined;
}

/** Arguments as the state shows them: no bookkeeping, nothing unknown, no write-only values. */
export function echoed(schema: ResourceSchema, inputs: Props): Props {
  const clean = (value: Value): Value => {
    if (value === UNKNOWN) return undefined;
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).filter(([key, item]) => key !== "__defaults" && item !== UNKNOWN && item !== undefined).map(([key, item]) => [key, clean(item)]));
  };
  const shown = Object.entries(inputs).filter(([name]) => (schema.open === true || schema.outputs[name] !== undefined) && name !== "__defaults" && !name.endsWith("Wo"));
  return record(clean(Object.fromEntries(shown)));
}

/**
 * Fills what is still missing: everything that the class declares as present, at every depth. Documented defaults come
 * first; an argument that nobody passed is empty otherwise, a computed property gets a value by its name.
 */
export function fillIn(schema: ResourceSchema, context: InventContext & { readonly id: string }, known: Props): Props {
  const outputs: Props = { ...known };
  for (const [name, property] of Object.entries(schema.outputs)) {
    if (outputs[name] !== undefined) {
      outputs[name] = completed(property.type, outputs[name]);
      continue;
    }
    const stated = documentedDefault(property);
    const fallback = stated === undefined ? undefined : fromText(property.type, stated);
    const computed = schema.inputs[name] === undefined;
    if (computed && context.olds?.[name] !== undefined) outputs[name] = context.olds[name];
    else if (computed && property.type.kind === "string") outputs[name] = computedText(name, schema, context);
    else if (property.required) outputs[name] = fallback ?? smallest(property.type, 0);
  }
  return outputs;
}
