/**
 * Regular expressions of the rules take time in proportion to what they read: none of them backtracks more than once
 * over the same text. Judged by the expression itself, so that no clock is asked.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { RegExpParser, type AST } from "@eslint-community/regexpp";
import ts from "typescript";

/** Repetitions from here on count as any number: a smaller bound multiplies time by a constant. */
const MANY = 100;

const ALPHABET = Array.from({ length: 128 }, (_unused, code) => String.fromCharCode(code));

/** An expression as it is written. */
interface Written {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Literals, and patterns given to `RegExp`; what a template fills in stands as one letter. */
function expressionsIn(file: string, text: string): Written[] {
  const found: Written[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if (ts.isNewExpression(node) && node.expression.getText() === "RegExp") {
      const source = textOf(node.arguments?.[0]);
      if (source === undefined) throw new Error(`${file}: cannot read the pattern of ${node.getText()}`);
      found.push({ file, source, flags: "" });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** A text that is written out, `x` standing for what is filled in; `undefined` for what is no such text. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("x");
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** Characters that a part of an expression may begin, or go on, with. */
function characters(node: AST.Element | AST.Alternative, flags: string): ReadonlySet<string> {
  switch (node.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass": {
      const one = new RegExp(`^(?:${node.raw})$`, flags.replace(/[gy]/g, ""));
      return new Set(ALPHABET.filter((character) => one.test(character)));
    }
    case "Quantifier":
      return characters(node.element, flags);
    case "Alternative":
      return union(node.elements, flags);
    case "Group":
    case "CapturingGroup":
      return union(node.alternatives, flags);
    case "Assertion":
      return new Set();
    default:
      return new Set(ALPHABET);
  }
}

function union(nodes: readonly (AST.Element | AST.Alternative)[], flags: string): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => [...characters(node, flags)]));
}

const isMany = (node: AST.Element): node is AST.Quantifier => node.type === "Quantifier" && node.max > MANY;
const overlap = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].some((character) => other.has(character));

/** Whether a part may match nothing. */
function isOptional(node: AST.Element): boolean {
  if (node.type === "Quantifier") return node.min === 0 || isOptional(node.element);
  if (node.type === "Group" || node.type === "CapturingGroup") return node.alternatives.some(({ elements }) => elements.every(isOptional));
  return node.type === "Assertion";
}

/** What makes an expression slow, in words. */
function faults({ source, flags }: Pick<Written, "source" | "flags">): string[] {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, flags.includes("u"));
  const found: string[] = [];
  const inside = (node: AST.Element, repeated: boolean): void => {
    if (isMany(node) && repeated) found.push(`${node.raw} is repeated inside a repetition`);
    if (node.type === "Quantifier") inside(node.element, repeated || isMany(node));
    if (node.type === "Group" || node.type === "CapturingGroup" || (node.type === "Assertion" && "alternatives" in node)) node.alternatives.forEach((alternative) => sequence(alternative.elements, repeated));
  };
  const sequence = (elements: readonly AST.Element[], repeated: boolean): void => {
    elements.forEach((element, index) => {
      inside(element, repeated);
      if (!isMany(element)) return;
      const own = characters(element, flags);
      for (const later of elements.slice(index + 1)) {
        if (isMany(later) && overlap(own, characters(later, flags))) found.push(`${element.raw} and ${later.raw} can share the same text`);
        // What has to stand between them and is none of theirs keeps them apart.
        if (!isOptional(later) && !overlap(own, characters(later, flags))) break;
      }
    });
  };
  for (const { elements } of pattern.alternatives) {
    sequence(elements, false);
    // Without an anchor the search begins anew at each character: a repetition that a beginning can lie in is read again from each.
    const first = elements.findIndex(isMany);
    const before = elements.slice(0, Math.max(first, 0));
    if (first < 0) continue;
    const repeating = characters(elements[first]!, flags);
    const anchored = elements[0]?.type === "Assertion" && elements[0].kind === "start" && (!flags.includes("m") || !repeating.has("\n"));
    if (anchored) continue;
    const restarts = before.every((element) => isOptional(element) || overlap(characters(element, flags), repeating));
    const mayFail = elements.slice(first + 1).some((element) => !isOptional(element) || element.type === "Assertion");
    if (restarts && mayFail) found.push(`${elements[first]!.raw} is read again from each character`);
  }
  return found;
}

const SOURCES = readdirSync("policies", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const EXPRESSIONS = SOURCES.flatMap((file) => expressionsIn(file, readFileSync(join("policies", file), "utf8")));

describe("what is slow is found out", () => {
  test.each(["(a+)+$", "(a*)*", "^(\\w+\\s?)*$", "^a+.*a+$", "\\d+\\d+x", "a+b?a+$", "\\s+$", "[a-z]+@", "(?:x[a-z]*)+y"])("%s", (source) => expect(faults({ source, flags: "" })).not.toEqual([]));
  test.each(["^a+$", "^\\d+\\.\\d+$", "a{1,64}b", "^[a-z]+:[a-z]+$", "x\\d+", "://[^/]*@", "a+", "^(a|b)+$"])("%s is not", (source) => expect(faults({ source, flags: "" })).toEqual([]));
});

describe("the rules' own expressions", () => {
  test("are found", () => expect(EXPRESSIONS.length).toBeGreaterThan(40));
  test.each(EXPRESSIONS.map((written) => [written.file, written.source, written] as const))("%s: %s", (_file, _source, written) => expect(faults(written)).toEqual([]));
});
