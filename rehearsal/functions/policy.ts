/**
 * `getPolicyDocument`: IAM policy documents from statements, rendered as the provider does: single values as strings,
 * lists in descending order, empty parts left out, `&{…}` for IAM variables.
 */
import { digest } from "../outputs/forms.ts";
import type { Props, Value } from "../types.ts";

/** One statement as JSON. */
type Statement = Record<string, unknown>;

/** A whole document. */
interface Document {
  Version?: string;
  Id?: string;
  Statement: Statement[];
}

const LATEST = "2012-10-17";
const list = (value: Value): Value[] => (Array.isArray(value) ? value : []);
const filled = (value: Value): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** One value alone stands as a string; several in the provider's order. */
function collapsed(values: readonly string[], ordered: boolean): string | string[] {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  return ordered ? [...values].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)) : [...values];
}

/** Terraform's own `${…}` is why IAM variables are written `&{…}` there. */
const variables = (values: readonly string[]): string[] => values.map((value) => value.replaceAll("&{", "${"));

function texts(value: Value, withVariables: boolean): string | string[] | undefined {
  const values = list(value).map(String);
  return values.length === 0 ? undefined : collapsed(withVariables ? variables(values) : values, true);
}

function principals(value: Value): unknown {
  const byType = new Map<string, string[]>();
  for (const item of list(value)) {
    const { type, identifiers } = item as Props;
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...variables(list(identifiers).map(String))]);
  }
  if (byType.size === 0) return undefined;
  const [first] = byType;
  // `*` and `AWS: *` are the same to IAM, which writes both as the former.
  if (byType.size === 1 && first !== undefined && (first[0] === "AWS" || first[0] === "*") && first[1].length === 1 && first[1][0] === "*") return "*";
  return Object.fromEntries([...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, identifiers]) => [type, collapsed(identifiers, true)]));
}

function conditions(value: Value): unknown {
  const byTest: Record<string, Record<string, string | string[]>> = {};
  for (const item of list(value)) {
    const { test, variable, values } = item as Props;
    (byTest[String(test)] ??= {})[String(variable)] = collapsed(variables(list(values).map(String)), false);
  }
  const sorted = Object.entries(byTest).sort(([a], [b]) => (a < b ? -1 : 1)).map(([test, byVariable]) => [test, Object.fromEntries(Object.entries(byVariable).sort(([a], [b]) => (a < b ? -1 : 1)))] as const);
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

function statement(given: Props): Statement {
  const parts: [string, unknown][] = [
    ["Sid", filled(given["sid"])],
    ["Effect", filled(given["effect"]) ?? "Allow"],
    ["Action", texts(given["actions"], false)],
    ["NotAction", texts(given["notActions"], false)],
    ["Resource", texts(given["resources"], true)],
    ["NotResource", texts(given["notResources"], true)],
    ["Principal", principals(given["principals"])],
    ["NotPrincipal", principals(given["notPrincipals"])],
    ["Condition", conditions(given["conditions"])],
  ];
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

function parsed(text: string, from: string): Document {
  try {
    const document = JSON.parse(text) as Document;
    return { ...document, Statement: Array.isArray(document.Statement) ? document.Statement : [document.Statement] };
  } catch (error) {
    throw new Error(`${from} is not a JSON policy: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const sidOf = (one: Statement): string | undefined => (typeof one["Sid"] === "string" && one["Sid"] !== "" ? one["Sid"] : undefined);

/** Adds statements; one with a `Sid` that is there already takes its place. */
function merged(base: Document, more: Document): Document {
  const statements = [...base.Statement];
  for (const one of more.Statement) {
    const sid = sidOf(one);
    const place = sid === undefined ? -1 : statements.findIndex((other) => sidOf(other) === sid);
    if (place < 0) statements.push(one);
    else statements[place] = one;
  }
  return { ...base, ...(more.Version === undefined ? {} : { Version: more.Version }), ...(more.Id === undefined ? {} : { Id: more.Id }), Statement: statements };
}

function sources(documents: readonly string[], name: string): Document {
  return documents.map((text, index) => parsed(text, `${name}[${index}]`)).reduce((sum, one) => {
    const doubled = one.Statement.map(sidOf).find((sid) => sid !== undefined && sum.Statement.some((other) => sidOf(other) === sid));
    if (doubled !== undefined && name === "sourcePolicyDocuments") throw new Error(`duplicate Sid (${doubled}) in source policy documents`);
    return merged(sum, one);
  }, { Statement: [] });
}

/** Renders a policy document. */
export function policyDocument(args: Props): Props {
  const sids = list(args["statements"]).flatMap((one) => filled((one as Props)["sid"]) ?? []);
  const doubled = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (doubled !== undefined) throw new Error(`duplicate Sid (${doubled}): use a different Sid or omit it`);
  const own: Document = {
    Version: filled(args["version"]) ?? LATEST,
    ...(filled(args["policyId"]) === undefined ? {} : { Id: filled(args["policyId"]) as string }),
    Statement: list(args["statements"]).map((one) => statement(one as Props)),
  };
  const from = (single: Value, several: Value): string[] => {
    const all: Value[] = [single, ...list(several)];
    return all.flatMap((one) => filled(one) ?? []);
  };
  const base = merged(sources(from(args["sourceJson"], args["sourcePolicyDocuments"]), "sourcePolicyDocuments"), own);
  const whole = merged(base, sources(from(args["overrideJson"], args["overridePolicyDocuments"]), "overridePolicyDocuments"));
  const document = { Version: whole.Version, ...(whole.Id === undefined ? {} : { Id: whole.Id }), ...(whole.Statement.length === 0 ? {} : { Statement: whole.Statement }) };
  const json = escaped(JSON.stringify(document, null, 2));
  return { ...args, version: whole.Version, json, minifiedJson: escaped(JSON.stringify(document)), id: String(Number.parseInt(digest(json, 8), 16)) };
}

/** Go's JSON writes these three so that the text may stand in HTML. */
const escaped = (json: string): string => json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
