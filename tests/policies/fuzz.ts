/**
 * Random resources of the types that rules look at: shaped by the providers' schemas, filled with the words rules know
 * and with what nobody writes on purpose.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { rules } from "../../policies/catalogue.ts";
import type { Node } from "../../policies/graph.ts";
import { typesOf } from "../../policies/rule.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { openSchemas, UnknownTypeError } from "../../rehearsal/schema/index.ts";
import type { Property, TypeSpec } from "../../rehearsal/schema/index.ts";
import { resource } from "./support.ts";

/** Every type that a rule answers for or mentions. */
export const TYPES: readonly string[] = [...new Set([...rules.flatMap((rule) => typesOf(rule)), ...sources().flatMap((source) => source.match(/\b(?:aws|kubernetes|random):[\w.]+\/\w+:\w+/g) ?? [])])].toSorted();

/** Every text the rules' own sources write: values they compare with, and properties they read. */
const WORDS: readonly string[] = [...new Set(sources().flatMap((source) => [...source.matchAll(/"([^"\\\n]{1,40})"/g)].map(([, word]) => word!)))].filter((word) => !word.includes(" "));
const READ: ReadonlySet<string> = new Set(WORDS.flatMap((word) => word.split(/[.[\]]/)));

function sources(): string[] {
  return readdirSync("policies", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.includes("mutation")).map((file) => readFileSync(join("policies", file), "utf8"));
}

/** Names that lead to an object's prototype rather than into the object. */
export const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "toJSON", "length", "then", "__isSpecialProxy", "__getSpecialProxyTarget"] as const;

/** Ids by which the resources of one graph can name each other. */
const IDS = ["r0", "r1", "r2", "r3", "r4", "r5"];

/** Documents, patterns and addresses as they arrive broken. */
const BROKEN = [
  "", " ", "*", "**", "::", "0.0.0.0/0", "::/0", "10.0.0.0/-1", "{", "[", "null", "[[]]", "{}", '"', '{"Statement":[null,1,{"Principal":null}]}', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"*"},"NotAction":"s3:*","Condition":[]}]}', '{"__proto__":{"Effect":"Deny"},"Statement":[{"constructor":1}]}', "NaN", "Infinity", "-1", "0x10", "1e999", "443", "true", "false", "True",
  "(a+)+$", "a{1000000}", "[", "\\", "\u0000", "\uD800", "arn:aws:", "arn:aws:iam::123456789012:root", "rate(1 days)", "rate(0 days)", "cron(* * * * ? *)", "cron(0 0 1 1/0.0000001 ? *)", "app@sha256:", "registry/app:latest",
] as const;

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, false, "true", "false", Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, -0, 2 ** 53, 1e308, [], [null], [[]], {}, { toString: 1, valueOf: 1 }, { length: -1 }, { length: 2 ** 32 }),
  fc.constantFrom<unknown>(...BROKEN),
  fc.array(fc.constantFrom<unknown>(null, "", 0, {}, UNKNOWN), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom<string>(...PROTOTYPE_KEYS, ...WORDS.slice(0, 50)), fc.constantFrom<unknown>(null, "", 1, {}, UNKNOWN), { maxKeys: 3 }),
);

const known = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: fc.constantFrom(...IDS) });
const word = fc.oneof({ weight: 8, arbitrary: known }, { weight: 2, arbitrary: fc.constantFrom<string>(...BROKEN) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) });
const count = fc.oneof(fc.integer({ min: -1, max: 100 }), fc.constantFrom<unknown>(0, 22, 443, 5432, 65_535, 31_536_000, "30", "x", Number.NaN), fc.double());
const yes = fc.constantFrom<unknown>(true, false, "true", "false");

const schemas = openSchemas({ cacheDirectory: join(".cache") });

/** Values by the providers' schemas. */
class Maker {
  readonly #wild: boolean;
  readonly #objects = new Map<string, fc.Arbitrary<Record<string, unknown>>>();
  readonly #types = new Map<string, fc.Arbitrary<Record<string, unknown>>>();

  /** @param wild whether values are now and then of another kind than the schema says, or broken */
  constructor(wild: boolean) {
    this.#wild = wild;
  }

  /** Random properties of a type: as its schema says, or of a type that the installed provider no longer has, of any kind. */
  propsOf(type: string): fc.Arbitrary<Record<string, unknown>> {
    return remembered(this.#types, type, () => this.#objectOf(propertiesOf(type), 7));
  }

  #valueOf(type: TypeSpec, depth: number): fc.Arbitrary<unknown> {
    return fc.oneof({ weight: 16, arbitrary: this.#proper(type, depth) }, { weight: this.#wild ? 1 : 0, arbitrary: hostile }, { weight: 1, arbitrary: fc.constant(UNKNOWN) });
  }

  #proper(type: TypeSpec, depth: number): fc.Arbitrary<unknown> {
    switch (type.kind) {
      case "string":
        return this.#wild ? word : known;
      case "number":
        return this.#wild ? count : fc.integer({ min: 0, max: 100 });
      case "boolean":
        return yes;
      case "enum":
        return fc.constantFrom<unknown>(...type.values);
      case "union":
        return fc.oneof(...type.of.map((member) => this.#valueOf(member, depth)));
      case "array":
        return depth === 0 ? fc.constant([]) : fc.oneof({ weight: 8, arbitrary: fc.array(this.#valueOf(type.items, depth - 1), { maxLength: 3 }) }, { weight: this.#wild ? 1 : 0, arbitrary: this.#valueOf(type.items, depth - 1) });
      case "map":
        return depth === 0 ? fc.constant({}) : fc.dictionary(fc.oneof(known, fc.constantFrom<string>(...PROTOTYPE_KEYS)), this.#valueOf(type.values, depth - 1), { maxKeys: 3 });
      case "object":
        return depth === 0 ? fc.constant({}) : remembered(this.#objects, `${type.name} ${depth}`, () => this.#objectOf(type.properties, depth - 1));
      default:
        return this.#wild ? fc.oneof(word, hostile) : known;
    }
  }

  /** Some of the properties, those that rules read before others. */
  #objectOf(properties: Readonly<Record<string, Property>>, depth: number): fc.Arbitrary<Record<string, unknown>> {
    const names = Object.keys(properties);
    const read = names.filter((name) => READ.has(name));
    const kinds = [[8, read], [2, names], [this.#wild || names.length === 0 ? 1 : 0, PROTOTYPE_KEYS]] as const;
    const name = fc.oneof(...kinds.flatMap(([weight, from]) => (from.length === 0 ? [] : [{ weight, arbitrary: fc.constantFrom<string>(...from) }])));
    return fc.uniqueArray(name, { maxLength: 7 }).chain((chosen) =>
      fc.tuple(...chosen.map((each) => (Object.hasOwn(properties, each) ? this.#valueOf(properties[each]!.type, depth) : hostile))).map((values) => Object.fromEntries(chosen.map((key, index) => [key, values[index]]))),
    );
  }
}

function remembered<T>(all: Map<string, T>, key: string, make: () => T): T {
  const made = all.get(key) ?? make();
  all.set(key, made);
  return made;
}

function propertiesOf(type: string): Readonly<Record<string, Property>> {
  try {
    return schemas.resource(type).outputs;
  } catch (error) {
    if (!(error instanceof UnknownTypeError)) throw error;
    return Object.fromEntries([...READ].slice(0, 100).map((name) => [name, { type: { kind: "any" }, required: false, replaces: false }]));
  }
}

const TAME = new Maker(false);
const WILD = new Maker(true);

/**
 * Random graphs of so many resources, with random edges between them.
 *
 * @param options.tame every value is of the kind that the provider takes
 */
export function graphs(size: number, options: { readonly tame?: boolean } = {}): fc.Arbitrary<Node[]> {
  const maker = options.tame === true ? TAME : WILD;
  const one = fc.constantFrom(...TYPES).chain((type) => fc.tuple(fc.constant(type), maker.propsOf(type), fc.array(fc.constantFrom(...IDS), { maxLength: 2 })));
  return fc.array(one, { minLength: size, maxLength: size }).map((all) =>
    all.map(([type, props, edges], index) => {
      const properties = Object.keys(props);
      return resource(type, `r${index}`, props, Object.fromEntries(edges.map((to, at) => [properties[at] ?? "id", [to]])));
    }),
  );
}
