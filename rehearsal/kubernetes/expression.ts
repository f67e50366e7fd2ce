/**
 * Expressions of the Common Expression Language as policies of admission use them: read and evaluated by
 * `@marcbachmann/cel-js`, here only what the API server has and the library has not, and the other way round.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/cel/
 */
import { Environment, ParseError } from "@marcbachmann/cel-js";
import type { ASTNode, ParseResult } from "@marcbachmann/cel-js";
import { UNKNOWN } from "../types.ts";
import type { Value } from "../types.ts";
import { isObject } from "./field.ts";

/** An expression that has been read. */
export type Expression = ParseResult;

/** What an expression may ask, as {@link readable} and {@link keep} make it. */
export type Names = Readonly<Record<"object" | "oldObject" | "variables", unknown>>;

/** What is wrong with the text of an expression. */
export class SyntaxProblem extends Error {}

// Only depth is limited, as the API server has it. A name that is declared here and has no value cannot be evaluated.
const environment = new Environment({
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: { maxDepth: 250, maxAstNodes: Infinity, maxListElements: Infinity, maxMapEntries: Infinity, maxCallArguments: Infinity },
});
for (const name of ["object", "oldObject", "request", "params", "namespaceObject", "authorizer", "variables"]) environment.registerVariable(name, "dyn");

/** Where the library stops at what the API server reads: `` a.`b-c` ``, `[?a]`, `{?'a': b}`, `.a`, `.5`, `A{b: c}` and `br'a'`. */
const UNREAD = /`|(?<=[[{,]\s*)\?|(?<!\.\s*)\.(?=\w)|(?<=\w\s*)\{|(?<=[rR])["']/y;

/** Raw text that ends in a backslash, which the library takes for an escape. */
const RAW_END = /[rR](["'])[^"'\n]*\\\1/;

/**
 * @returns nothing where the text cannot be judged
 * @throws SyntaxProblem where it is no expression
 */
export function parseExpression(source: string): Expression | undefined {
  if (RAW_END.test(source)) return undefined;
  try {
    return environment.parse(source);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { start, end } = error.range ?? { start: 0, end: 0 };
    UNREAD.lastIndex = start;
    if (UNREAD.test(source)) return undefined;
    const what = /^(un)?expected_/.test(error.code) ? `mismatched input '${source.slice(start, end) || "<EOF>"}'` : error.summary;
    throw new SyntaxProblem(`<input>:1:${start + 1}: Syntax error: ${what}`);
  }
}

/** Calls that give names to what they go through. */
const MACROS: ReadonlySet<string> = new Set("all exists exists_one existsOne map filter transformList transformMap transformMapEntry optMap optFlatMap sortBy bind".split(" "));

interface Use {
  /** What is read of it. */
  readonly field?: string;
  /** Whether a function is called on it. */
  readonly called?: boolean;
}

function nodesIn(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return typeof args === "object" && args !== null && "op" in args ? [args as ASTNode] : [];
}

/** The names an expression uses that it does not give itself. `at` is the character each begins at, from 1. */
export function* namesIn(node: ASTNode, own: ReadonlySet<string> = new Set(), use: Use = {}): Generator<Use & { readonly name: string; readonly at: number }> {
  if (node.op === "id") {
    if (!own.has(node.args)) yield { name: node.args, at: node.start + 1, ...use };
  } else if (node.op === "rcall") {
    const [name, receiver, args] = node.args;
    yield* namesIn(receiver, own, { called: true });
    const within = MACROS.has(name) ? new Set([...own, ...args.slice(0, -1).flatMap((arg) => (arg.op === "id" ? [arg.args] : []))]) : own;
    for (const arg of args) yield* namesIn(arg, within);
  } else if (node.op === "." || node.op === ".?") yield* namesIn(node.args[0], own, { field: node.args[1] });
  else for (const inner of nodesIn(node.args)) yield* namesIn(inner, own);
}

/** Keeps a value under a name; one that is not known yet stops the expression that reads it. */
export function keep(of: object, key: PropertyKey, value: unknown): void {
  const unread = (): never => {
    throw new Error("not known yet");
  };
  Object.defineProperty(of, key, { enumerable: true, ...(value === UNKNOWN ? { get: unread } : { value }) });
}

/** A value as expressions see it: whole numbers are `int`, and what is null is not there. */
export function readable(value: Value): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (!Array.isArray(value) && !isObject(value)) return value;
  const copy = Array.isArray(value) ? [] : {};
  for (const [key, inner] of Object.entries(value)) if (Array.isArray(value) || (inner !== undefined && inner !== null)) keep(copy, key, readable(inner));
  return copy;
}

/** Patterns that RE2 and JavaScript read alike: no flags, classes of characters by name, or escapes that one of them lacks. */
const alike = (pattern: string): boolean => !/\(\?|\[:|\\(?![dswbnrtfv])\w/i.test(pattern);

/** Whether all patterns in an expression are written out and read as the API server reads them. */
function patternsAlike(node: ASTNode): boolean {
  const pattern = node.op === "rcall" && node.args[0] === "matches" ? node.args[2][0] : undefined;
  return (pattern === undefined || (pattern.op === "value" && typeof pattern.args === "string" && alike(pattern.args))) && nodesIn(node.args).every(patternsAlike);
}

/** What an expression comes to, or UNKNOWN where that cannot be said: it reads what is not known, or calls what the library has not. */
export function valueOf(expression: Expression, names: Names): unknown {
  if (!patternsAlike(expression.ast)) return UNKNOWN;
  try {
    return expression(names) as unknown;
  } catch {
    return UNKNOWN;
  }
}
