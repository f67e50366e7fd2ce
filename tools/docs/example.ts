/** A rule's example as one diff: what fails on the lines with `-`, what passes on those with `+`. */
import { stringify } from "yaml";
import { UNKNOWN } from "../../policies/unknown.ts";
import type { Fixture } from "./fixtures.ts";

/** Longest block of one resource that is shown whole, in lines. */
const LINES = 24;

/** Longest value that is shown for context only, as JSON. */
const SHORT = 120;

/** The lines of a diff. */
export function example(fixture: Fixture): string[] {
  const { type, pass, fail, edges, others, without } = fixture;
  const paths = shownPaths(fixture);
  const block = (props: Fixture["pass"]): string[] => [`# ${type}`, ...written(excerpt(props, paths), edges)];
  const rest = others.flatMap((each) => {
    const mark = without.includes(each.name) ? "+" : " ";
    return [`# ${each.type} "${each.name}"`, ...shortened(written(each.props, {}))].map((line) => `${mark} ${line}`);
  });
  return [...diff(block(fail), block(pass)), ...rest];
}

/** What differs, and short values beside it that the rule looks at too. */
function shownPaths({ pass, fail, changed, paths }: Fixture): string[] {
  const whole = (one: string, other: string): boolean => one === other || one.startsWith(`${other}.`) || one.startsWith(`${other}[`) || other.startsWith(`${one}.`) || other.startsWith(`${one}[`);
  const short = paths.filter((path) => [pass, fail].every((props) => (JSON.stringify(at(props, path)) ?? "").length <= SHORT) && !changed.some((each) => whole(each, path)));
  return [...changed, ...short.filter((path) => !short.some((other) => other !== path && whole(path, other) && other.length < path.length))].slice(0, Math.max(5, changed.length));
}

function keysOf(path: string): string[] {
  return path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
}

function at(props: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined), props);
}

/** The parts of an object at these paths, in the object's own order; elements of lists keep their names. */
function excerpt(value: unknown, paths: readonly string[]): unknown {
  const heads = Map.groupBy(paths.map(keysOf), ([head = ""]) => head);
  if (paths.includes("") || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    const tails = heads.get(key);
    if (tails === undefined) return Array.isArray(value) || key !== "name" || typeof each !== "string" ? [] : [[key, each]];
    return [[key, excerpt(each, tails.map((tail) => tail.slice(1).join(".")))]];
  });
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

/** As YAML, values that come from other resources told by these. */
function written(props: unknown, edges: Fixture["edges"]): string[] {
  const named = typeof props === "object" && props !== null ? Object.fromEntries(Object.entries(props).map(([key, value]) => [key, edges[key] === undefined || value !== UNKNOWN ? value : `<of ${edges[key].join(", ")}>`])) : props;
  if (JSON.stringify(named) === "{}") return [];
  return stringify(readable(named), { lineWidth: 0 }).trimEnd().split("\n");
}

/** JSON inside of text laid out, and unknown values by a word. */
function readable(value: unknown): unknown {
  if (value === UNKNOWN) return "<not known yet>";
  if (typeof value === "string") return /^\s*[{[]/.test(value) ? laidOut(value) : value;
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
}

function laidOut(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return text.length <= SHORT / 2 ? text : JSON.stringify(parsed, null, 2);
  } catch {
    return text; // a fixture of text that is no JSON
  }
}

function shortened(lines: readonly string[]): string[] {
  return lines.length <= LINES ? [...lines] : [...lines.slice(0, LINES), "…"];
}

/** A line diff with everything that both have. */
function diff(before: readonly string[], after: readonly string[]): string[] {
  const common = table(before, after);
  const lines: string[] = [];
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length) {
    if (from < before.length && to < after.length && before[from] === after[to]) {
      lines.push(`  ${before[from] ?? ""}`);
      from += 1;
      to += 1;
    } else if (to >= after.length || (from < before.length && length(common, from + 1, to) >= length(common, from, to + 1))) {
      lines.push(`- ${before[from] ?? ""}`);
      from += 1;
    } else {
      lines.push(`+ ${after[to] ?? ""}`);
      to += 1;
    }
  }
  return lines;
}

/** Length of the longest common part of what is left, for every pair of places. */
function table(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let from = before.length - 1; from >= 0; from--) {
    for (let to = after.length - 1; to >= 0; to--) {
      (lengths[from] ?? [])[to] = before[from] === after[to] ? length(lengths, from + 1, to + 1) + 1 : Math.max(length(lengths, from + 1, to), length(lengths, from, to + 1));
    }
  }
  return lengths;
}

function length(lengths: readonly (readonly number[])[], from: number, to: number): number {
  return lengths[from]?.[to] ?? 0;
}
