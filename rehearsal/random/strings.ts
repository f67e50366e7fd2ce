/** Passwords and strings, by the rules of the random provider. */
import { randomInt } from "node:crypto";
import type { Failure } from "../schema/index.ts";
import { UNKNOWN } from "../types.ts";
import type { Props } from "../types.ts";

/** The classes of characters, each with the arguments that rule it. */
const CLASSES = [
  { use: "special", least: "minSpecial", characters: "!@#$%&*()-_=+[]{}<>:?" },
  { use: "numeric", least: "minNumeric", characters: "0123456789" },
  { use: "lower", least: "minLower", characters: "abcdefghijklmnopqrstuvwxyz" },
  { use: "upper", least: "minUpper", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
] as const;

type Class = (typeof CLASSES)[number];

const count = (inputs: Props, name: string): number => (inputs[name] === undefined || inputs[name] === null ? 0 : Number(inputs[name]));

function wanted(inputs: Props, { use }: Class): boolean {
  // `number` is the old name of `numeric`.
  const given = use === "numeric" ? (inputs["numeric"] ?? inputs["number"]) : inputs[use];
  return given === undefined || given === null ? true : given === true || given === "true";
}

const alphabet = (inputs: Props, one: Class): string =>
  one.use === "special" && typeof inputs["overrideSpecial"] === "string" && inputs["overrideSpecial"] !== "" ? inputs["overrideSpecial"] : one.characters;

/** What the provider refuses in the arguments of a password or string. */
export function checkString(inputs: Props): Failure[] {
  if (["length", ...CLASSES.map(({ least }) => least), ...CLASSES.map(({ use }) => use)].some((name) => inputs[name] === UNKNOWN)) return [];
  const failures: Failure[] = [];
  const length = count(inputs, "length");
  if (length < 1) failures.push({ property: "length", reason: `Attribute length value must be at least 1, got: ${length}` });
  for (const { least } of CLASSES) {
    if (count(inputs, least) < 0) failures.push({ property: least, reason: `Attribute ${least} value must be at least 0, got: ${count(inputs, least)}` });
  }
  const sum = CLASSES.reduce((total, { least }) => total + Math.max(0, count(inputs, least)), 0);
  if (length >= 1 && length < sum) {
    failures.push({ property: "length", reason: `Attribute length value must be at least sum of minUpper + minLower + minNumeric + minSpecial (${sum}), got: ${length}` });
  }
  if (!CLASSES.some((one) => wanted(inputs, one))) {
    failures.push({ property: "special", reason: "At least one attribute out of [special, upper, lower, numeric] must be specified as true" });
  }
  return failures;
}

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

/** Puts items in random order, every order as likely. */
export function shuffled<T>(items: readonly T[], below: (bound: number) => number = randomInt): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/** A string of the length asked for, with at least as many characters of each class as asked for. */
export function makeString(inputs: Props): string {
  const least = CLASSES.flatMap((one) => Array.from({ length: count(inputs, one.least) }, () => pick(alphabet(inputs, one))));
  const all = CLASSES.filter((one) => wanted(inputs, one)).map((one) => alphabet(inputs, one)).join("");
  const rest = Array.from({ length: count(inputs, "length") - least.length }, () => pick(all));
  return shuffled([...least, ...rest]).join("");
}
