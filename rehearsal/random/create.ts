/** Makes the things of the random provider with the randomness of the operating system. */
import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import { checkInputs } from "../schema/index.ts";
import type { Failure, ResourceSchema } from "../schema/index.ts";
import { UNKNOWN } from "../types.ts";
import type { Props, Value } from "../types.ts";
import { bcrypt, BCRYPT_LIMIT } from "./bcrypt.ts";
import { checkString, makeString, shuffled } from "./strings.ts";
import { ADJECTIVES, ADVERBS, ANIMALS } from "./words.ts";

/** A random thing. */
export interface Random {
  readonly id: string;
  /** Arguments, with the provider's defaults, and results. */
  readonly outputs: Props;
  /** Names of outputs that are secret. */
  readonly secrets: readonly string[];
}

interface Maker {
  /** What the provider refuses beyond types. */
  check?(inputs: Props): Failure[];
  make(inputs: Props): { readonly id: string; readonly results?: Props; readonly defaults?: Props };
}

const given = (value: Value): boolean => value !== undefined && value !== null && value !== UNKNOWN;
const atLeast = (property: string, least: number) => (inputs: Props): Failure[] =>
  given(inputs[property]) && Number(inputs[property]) < least ? [{ property, reason: `Attribute ${property} value must be at least ${least}, got: ${Number(inputs[property])}` }] : [];

/** A generator that gives the same numbers for the same seed: SHA-256 in counter mode. Without a seed, the system's. */
function below(seed: Value): (bound: number) => number {
  if (typeof seed !== "string" || seed === "") return (bound) => randomInt(bound);
  let turn = 0;
  return (bound) => {
    const value = createHash("sha256").update(`${seed}:${turn}`).digest().readUIntBE(0, 6);
    turn += 1;
    return value % bound;
  };
}

const STRING_DEFAULTS: Props = { special: true, upper: true, lower: true, numeric: true, number: true, minSpecial: 0, minUpper: 0, minLower: 0, minNumeric: 0 };

/** `number` and `numeric` are one setting under two names. */
function stringDefaults(inputs: Props): Props {
  const numeric = inputs["numeric"] ?? inputs["number"] ?? true;
  return { ...STRING_DEFAULTS, numeric, number: numeric };
}

/** Cost of the provider's bcrypt. Source: Go's `bcrypt.DefaultCost`. */
const BCRYPT_COST = 10;

/** A UUID of version 7: milliseconds, then randomness. Source: RFC 9562, section 5.7. */
function uuid7(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const uuid = (make: () => string): Maker => ({
  make: () => {
    const result = make();
    return { id: result, results: { result } };
  },
});

const choice = (words: readonly string[]): string => words[randomInt(words.length)] ?? "";

function petName(inputs: Props): string {
  const length = Number(inputs["length"] ?? 2);
  const adverbs = Array.from({ length: Math.max(0, length - 2) }, () => choice(ADVERBS));
  const words = [...adverbs, ...(length > 1 ? [choice(ADJECTIVES)] : []), choice(ANIMALS)];
  const prefix = typeof inputs["prefix"] === "string" && inputs["prefix"] !== "" ? [inputs["prefix"]] : [];
  return [...prefix, ...words].join(typeof inputs["separator"] === "string" ? inputs["separator"] : "-");
}

function shuffleResults(inputs: Props): Value[] {
  const items = Array.isArray(inputs["inputs"]) ? inputs["inputs"] : [];
  const count = given(inputs["resultCount"]) ? Number(inputs["resultCount"]) : items.length;
  const next = below(inputs["seed"]);
  const results: Value[] = [];
  // Asked for more than there are, the provider starts another round.
  while (results.length < count && items.length > 0) results.push(...shuffled(items, next).slice(0, count - results.length));
  return results;
}

const MAKERS: Readonly<Record<string, Maker>> = {
  RandomPassword: {
    check: checkString,
    make: (inputs) => {
      const result = makeString(inputs);
      return { id: "none", results: { result, bcryptHash: bcrypt(result.slice(0, BCRYPT_LIMIT), BCRYPT_COST, randomBytes(16)) }, defaults: stringDefaults(inputs) };
    },
  },
  RandomString: {
    check: checkString,
    make: (inputs) => {
      const result = makeString(inputs);
      return { id: result, results: { result }, defaults: stringDefaults(inputs) };
    },
  },
  RandomId: {
    check: atLeast("byteLength", 1),
    make: (inputs) => {
      const bytes = randomBytes(Number(inputs["byteLength"]));
      const prefix = typeof inputs["prefix"] === "string" ? inputs["prefix"] : "";
      const hex = bytes.toString("hex");
      return {
        id: bytes.toString("base64url"),
        results: { b64Url: prefix + bytes.toString("base64url"), b64Std: prefix + bytes.toString("base64"), hex: prefix + hex, dec: prefix + BigInt(`0x${hex}`).toString() },
      };
    },
  },
  RandomBytes: {
    check: atLeast("length", 1),
    make: (inputs) => {
      const bytes = randomBytes(Number(inputs["length"]));
      return { id: "none", results: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
    },
  },
  RandomInteger: {
    check: ({ min, max }) => (given(min) && given(max) && Number(max) < Number(min) ? [{ property: "max", reason: `The minimum (min) value needs to be smaller than or equal to maximum (max) value, got min ${Number(min)} and max ${Number(max)}` }] : []),
    make: (inputs) => {
      const least = Number(inputs["min"]);
      const result = least + below(inputs["seed"])(Number(inputs["max"]) - least + 1);
      return { id: String(result), results: { result } };
    },
  },
  RandomShuffle: { check: atLeast("resultCount", 0), make: (inputs) => ({ id: "-", results: { results: shuffleResults(inputs) } }) },
  RandomPet: { check: atLeast("length", 1), make: (inputs) => ({ id: petName(inputs), defaults: { length: 2, separator: "-" } }) },
  RandomUuid: uuid(randomUUID),
  RandomUuid4: uuid(randomUUID),
  RandomUuid7: uuid(uuid7),
};

const makerOf = (token: string): Maker => {
  const maker = MAKERS[token.split(":").at(-1) ?? ""];
  if (maker === undefined) throw new Error(`${token} cannot be made by the rehearsal's random provider`);
  return maker;
};

/** Everything the random provider refuses: what the schema says, and its own rules. */
export function checkRandom(schema: ResourceSchema, inputs: Props): Failure[] {
  const failures = checkInputs(schema, inputs);
  return failures.length > 0 ? failures : (makerOf(schema.token).check?.(inputs) ?? []);
}

/**
 * Makes a random thing.
 *
 * @param schema the type's schema
 * @param inputs arguments that {@link checkRandom} accepts, all of them known
 * @throws where the type is none of the random provider's
 */
export function createRandom(schema: ResourceSchema, inputs: Props): Random {
  const { id, results, defaults } = makerOf(schema.token).make(inputs);
  const shown = Object.fromEntries(Object.entries(inputs).filter(([name, value]) => schema.inputs[name] !== undefined && given(value)));
  const secrets = Object.keys(schema.outputs).filter((name) => schema.outputs[name]?.secret === true);
  return { id, outputs: { ...defaults, ...shown, ...results }, secrets };
}
