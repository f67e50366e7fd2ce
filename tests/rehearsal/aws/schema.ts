/** Reads argument names from the SDK's type declarations, to hold the laws to real types and properties. */
import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

const ROOT = "node_modules/@pulumi/aws";

const interfaces = new Map<string, ts.InterfaceDeclaration>();

function collect(node: ts.Node, prefix: string): void {
  ts.forEachChild(node, (child) => {
    if (ts.isModuleDeclaration(child) && child.body !== undefined) {
      collect(child.body, `${prefix}${child.name.text}.`);
    } else if (ts.isModuleBlock(child)) {
      collect(child, prefix);
    } else if (ts.isInterfaceDeclaration(child)) {
      interfaces.set(`${prefix}${child.name.text}`, child);
    }
  });
}

function source(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

collect(source(`${ROOT}/types/input.d.ts`), "");

/** Where a type is declared: `guardduty/iPSet` stands in `ipset.d.ts`. */
function fileOf(short: string): string {
  const file = `${ROOT}/${short}.d.ts`;
  return existsSync(file) ? file : file.toLowerCase();
}

/** Whether there is such a resource type: `ec2/vpc`. */
export function isType(short: string): boolean {
  return existsSync(fileOf(short));
}

function member(declaration: ts.InterfaceDeclaration | undefined, name: string): ts.PropertySignature | undefined {
  return declaration?.members.filter(ts.isPropertySignature).find((one) => one.name.getText() === name);
}

const args = new Map<string, ts.InterfaceDeclaration | undefined>();

function argsOf(short: string): ts.InterfaceDeclaration | undefined {
  if (!args.has(short)) {
    const found = source(fileOf(short)).statements.filter(ts.isInterfaceDeclaration);
    args.set(short, found.find((one) => one.name.text.endsWith("Args")));
  }
  return args.get(short);
}

/** Whether the type takes an argument at the path, `[]` standing for the elements of a list. */
export function hasArgument(short: string, path: string): boolean {
  let at = argsOf(short);
  for (const step of path.split(".")) {
    const many = step.endsWith("[]");
    const found = member(at, many ? step.slice(0, -2) : step);
    if (found?.type === undefined) return false;
    const type = found.type.getText();
    if (type.includes("[]") !== many) return false;
    const inner = /inputs\.([A-Za-z0-9_.]+)/.exec(type);
    at = inner === null ? undefined : interfaces.get(inner[1]!);
  }
  return true;
}

/** The names of a type's arguments. */
export function argumentNames(short: string): string[] {
  return (argsOf(short)?.members ?? []).flatMap((one) => (one.name === undefined ? [] : [one.name.getText()]));
}
