/** Reads declarations with the TypeScript compiler's parser. TypeScript is loaded on first use: it costs a third of a second. */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as tsTypes from "typescript";
import { closedValues, saysReplaces } from "./docs.ts";
import type { InstalledPackage } from "./packages.ts";
import type { StoredDeclaration, StoredEnums, StoredNamespace, StoredProperties, StoredProperty, StoredType } from "./stored.ts";
import type { Declaration } from "./tokens.ts";

/** Name under which nested types outside any namespace are kept. */
export const ROOT_NAMESPACE = "_";

let loaded: typeof tsTypes | undefined;
const compiler = (): typeof tsTypes => (loaded ??= createRequire(import.meta.url)("typescript") as typeof tsTypes);

function source(path: string): tsTypes.SourceFile {
  const ts = compiler();
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS);
}

function docOf(node: tsTypes.Node): string {
  const ts = compiler();
  const blocks = (node as { jsDoc?: tsTypes.JSDoc[] }).jsDoc ?? [];
  return ts.getTextOfJSDocComment(blocks.at(-1)?.comment) ?? "";
}

const dotted = (name: tsTypes.EntityName): string =>
  "text" in name ? name.text : `${dotted(name.left)}.${name.right.text}`;

/** Flattens a union, dropping `undefined` and doubles. */
function union(members: readonly StoredType[]): StoredType {
  const seen = new Map(members.map((member) => [JSON.stringify(member), member]));
  const distinct = [...seen.values()];
  const literals = distinct.flatMap((member) => (typeof member === "object" && "literals" in member ? member.literals : []));
  const rest = distinct.filter((member) => typeof member === "string" || !("literals" in member));
  const enumeration = rest.find((member) => typeof member === "object" && "enum" in member);
  if (rest.length === 2 && enumeration !== undefined && (rest.includes("string") || rest.includes("number"))) {
    return { ...(enumeration as { enum: string }), open: 1 };
  }
  const all = literals.length === 0 ? rest : [...rest, { literals }];
  return all.length === 1 ? (all[0] as StoredType) : { union: all };
}

const isUndefined = (node: tsTypes.TypeNode): boolean => node.kind === compiler().SyntaxKind.UndefinedKeyword;

function reference(node: tsTypes.TypeReferenceNode): StoredType {
  const name = dotted(node.typeName);
  const argument = node.typeArguments?.[0];
  switch (name) {
    case "pulumi.Input": case "pulumi.Output": case "Promise":
      return argument === undefined ? "any" : typeOf(argument);
    case "pulumi.asset.Asset": return "asset";
    case "pulumi.asset.Archive": return "archive";
    case "pulumi.Inputs": return { map: "any" };
    case "Record": return { map: node.typeArguments?.[1] === undefined ? "any" : typeOf(node.typeArguments[1]) };
  }
  const [head, ...rest] = name.split(".");
  if (head === "inputs" || head === "outputs") return { ref: [head.slice(0, -1), ...rest].join(".") };
  if (head === "enums") return { enum: rest.join(".") };
  // `string | Role`, `ARN`, `RoutingRule`: a resource arrives as its id, the rest are aliases of strings.
  return "string";
}

function typeOf(node: tsTypes.TypeNode): StoredType {
  const ts = compiler();
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword: return "string";
    case ts.SyntaxKind.NumberKeyword: return "number";
    case ts.SyntaxKind.BooleanKeyword: return "boolean";
  }
  if (ts.isArrayTypeNode(node)) return { array: typeOf(node.elementType) };
  if (ts.isParenthesizedTypeNode(node)) return typeOf(node.type);
  if (ts.isUnionTypeNode(node)) return union(node.types.filter((part) => !isUndefined(part)).map(typeOf));
  if (ts.isTypeReferenceNode(node)) return reference(node);
  if (ts.isLiteralTypeNode(node)) {
    if (ts.isStringLiteral(node.literal)) return { literals: [node.literal.text] };
    if (ts.isNumericLiteral(node.literal)) return { literals: [Number(node.literal.text)] };
  }
  if (ts.isTypeLiteralNode(node)) {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    if (index !== undefined) return { map: typeOf(index.type) };
  }
  return "any";
}

/** Whether the value of a class property may be undefined. */
function optional(node: tsTypes.TypeNode): boolean {
  const ts = compiler();
  if (ts.isUnionTypeNode(node)) return node.types.some(isUndefined);
  if (!ts.isTypeReferenceNode(node)) return false;
  return node.typeArguments?.[0] !== undefined && optional(node.typeArguments[0]);
}

function propertyOf(name: string, type: tsTypes.TypeNode, required: boolean, doc: string, keepDoc: boolean): StoredProperty {
  const t = typeOf(type);
  const simple = typeof t === "object" && "array" in t ? t.array : t;
  const values = simple === "string" ? closedValues(name, doc) : undefined;
  return {
    t,
    ...(required ? { r: 1 as const } : {}),
    ...(saysReplaces(doc) ? { f: 1 as const } : {}),
    ...(values === undefined ? {} : { v: values }),
    ...(keepDoc && doc !== "" ? { d: doc } : {}),
  };
}

function interfaceOf(node: tsTypes.InterfaceDeclaration, keepDoc: boolean): StoredProperties {
  const ts = compiler();
  const properties: Record<string, StoredProperty> = {};
  for (const member of node.members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const name = (member.name as tsTypes.Identifier).text;
    properties[name] = propertyOf(name, member.type, member.questionToken === undefined, docOf(member), keepDoc);
  }
  return properties;
}

function classOf(node: tsTypes.ClassDeclaration): StoredProperties {
  const ts = compiler();
  const properties: Record<string, StoredProperty> = {};
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member) || member.type === undefined) continue;
    const name = (member.name as tsTypes.Identifier).text;
    const isOutput = ts.isTypeReferenceNode(member.type) && dotted(member.type.typeName) === "pulumi.Output";
    if (isOutput) properties[name] = propertyOf(name, member.type, !optional(member.type), docOf(member), true);
  }
  return properties;
}

const IMPORT = /\$ pulumi import \S+ \S+ (\S+)/g;

/** Reads the declaration of a resource type: its class and the `Args` interface beside it. */
export function parseResource(pkg: InstalledPackage, declaration: Declaration): StoredDeclaration {
  const ts = compiler();
  const file = source(join(pkg.directory, `${declaration.file}.d.ts`));
  let inputs: StoredProperties = {};
  let outputs: StoredProperties = {};
  let open = false;
  let imports: string[] = [];
  for (const statement of file.statements) {
    if (ts.isClassDeclaration(statement) && statement.name?.text === declaration.name) {
      outputs = classOf(statement);
      imports = [...docOf(statement).matchAll(IMPORT)].map((match) => (match[1] ?? "").replaceAll(/^['"]|['"]$/g, ""));
    } else if (ts.isInterfaceDeclaration(statement) && statement.name.text === `${declaration.name}Args`) {
      inputs = interfaceOf(statement, true);
      open = statement.members.some(ts.isIndexSignatureDeclaration);
    }
  }
  return { inputs, outputs, ...(open ? { open: 1 as const } : {}), ...(imports.length === 0 ? {} : { imports }) };
}

/** Reads the declaration of a function: its `Args` and `Result` interfaces. */
export function parseFunction(pkg: InstalledPackage, declaration: Declaration): StoredDeclaration {
  const ts = compiler();
  const file = source(join(pkg.directory, `${declaration.file}.d.ts`));
  const capital = declaration.name.replace(/Output$/, "").replace(/^./, (letter) => letter.toUpperCase());
  const found = (suffix: string): StoredProperties => {
    for (const statement of file.statements) {
      if (ts.isInterfaceDeclaration(statement) && statement.name.text === `${capital}${suffix}`) return interfaceOf(statement, true);
    }
    return {};
  };
  return { inputs: found("Args"), outputs: found("Result") };
}

/** Reads all nested types of one side, by top namespace. */
export function parseNested(pkg: InstalledPackage, side: "input" | "output"): Record<string, StoredNamespace> {
  const ts = compiler();
  const spaces: Record<string, Record<string, StoredProperties>> = {};
  const visit = (statements: readonly tsTypes.Statement[], path: readonly string[]): void => {
    for (const statement of statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        const space = (spaces[path[0] ?? ROOT_NAMESPACE] ??= {});
        space[[...path, statement.name.text].join(".")] = interfaceOf(statement, false);
      } else if (ts.isModuleDeclaration(statement) && statement.body !== undefined && ts.isModuleBlock(statement.body)) {
        visit(statement.body.statements, [...path, statement.name.text]);
      }
    }
  };
  visit(source(join(pkg.directory, "types", `${side}.d.ts`)).statements, []);
  return spaces;
}

/** Reads all enumerations; `@pulumi/random` has none. */
export function parseEnums(pkg: InstalledPackage): StoredEnums {
  const enums: Record<string, (string | number)[]> = {};
  const visit = (directory: string, path: readonly string[]): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(join(directory, entry.name), [...path, entry.name]);
      else if (entry.name === "index.d.ts") readEnums(source(join(directory, entry.name)), path, enums);
    }
  };
  if (pkg.name !== "random") visit(join(pkg.directory, "types", "enums"), []);
  return enums;
}

function readEnums(file: tsTypes.SourceFile, path: readonly string[], into: Record<string, (string | number)[]>): void {
  const ts = compiler();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, type } of statement.declarationList.declarations) {
      if (type === undefined || !ts.isTypeLiteralNode(type) || !ts.isIdentifier(name)) continue;
      const values = type.members.flatMap((member) => {
        const stored = ts.isPropertySignature(member) && member.type !== undefined ? typeOf(member.type) : "any";
        return typeof stored === "object" && "literals" in stored ? stored.literals : [];
      });
      into[[...path, name.text].join(".")] = [...new Set(values)];
    }
  }
}
