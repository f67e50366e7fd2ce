import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bcrypt } from "../../../rehearsal/random/bcrypt.ts";
import { checkRandom, createRandom } from "../../../rehearsal/random/index.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { temporarySchemas } from "../outputs/world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

const schema = (kind: string) => schemas.resource(`random:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`);
const make = (kind: string, inputs: Props) => createRandom(schema(kind), inputs);

describe("what the provider refuses", () => {
  test.each<[string, string, Props, string[]]>([
    ["a good password", "RandomPassword", { length: 20 }, []],
    ["no length", "RandomPassword", {}, ["length"]],
    ["length 0", "RandomPassword", { length: 0 }, ["length"]],
    ["more required characters than length", "RandomString", { length: 3, minLower: 2, minUpper: 2 }, ["length"]],
    ["as many as length", "RandomString", { length: 4, minLower: 2, minUpper: 2 }, []],
    ["a negative minimum", "RandomString", { length: 4, minLower: -1 }, ["minLower"]],
    ["no class at all", "RandomPassword", { length: 8, special: false, upper: false, lower: false, numeric: false }, ["special"]],
    ["the old name of numeric", "RandomPassword", { length: 8, special: false, upper: false, lower: false, number: false }, ["special"]],
    ["a length not known yet", "RandomPassword", { length: UNKNOWN, minLower: 9 }, []],
    ["no bytes", "RandomId", { byteLength: 0 }, ["byteLength"]],
    ["no bytes at all", "RandomBytes", { length: 0 }, ["length"]],
    ["an empty range", "RandomInteger", { min: 2, max: 1 }, ["max"]],
    ["a range of one", "RandomInteger", { min: 1, max: 1 }, []],
    ["no words", "RandomPet", { length: 0 }, ["length"]],
    ["an unknown argument", "RandomUuid", { keeper: {} }, ["keeper"]],
  ])("%s (%s)", (_, kind, inputs, properties) => {
    expect(checkRandom(schema(kind), inputs).map(({ property }) => property)).toEqual(properties);
  });
});

describe("strings", () => {
  test("hold what was asked for, for any arguments that are accepted", () => {
    const least = fc.integer({ min: 0, max: 6 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.boolean(), fc.boolean(), fc.boolean(), least, least, least, (length, special, upper, lower, minSpecial, minUpper, minNumeric) => {
      const inputs = { length, special, upper, lower, minSpecial, minUpper, minNumeric };
      fc.pre(checkRandom(schema("RandomString"), inputs).length === 0);
      const { id, outputs } = make("RandomString", inputs);
      const result = String(outputs["result"]);
      const count = (pattern: RegExp): number => (result.match(pattern) ?? []).length;
      expect(id).toBe(result);
      expect(result).toHaveLength(length);
      expect(count(/[^A-Za-z0-9]/g)).toBeGreaterThanOrEqual(minSpecial);
      expect(count(/[A-Z]/g)).toBeGreaterThanOrEqual(minUpper);
      expect(count(/[0-9]/g)).toBeGreaterThanOrEqual(minNumeric);
      if (!lower) expect(count(/[a-z]/g)).toBe(0);
      if (!upper) expect(count(/[A-Z]/g)).toBe(minUpper);
      if (!special) expect(count(/[^A-Za-z0-9]/g)).toBe(minSpecial);
    }));
  });

  test("a password is secret, its own characters are honoured, its hash is bcrypt's", () => {
    const { id, outputs, secrets } = make("RandomPassword", { length: 30, overrideSpecial: "_", upper: false, keepers: { a: "b" } });
    expect(id).toBe("none");
    expect([...secrets].sort()).toEqual(["bcryptHash", "result"]);
    expect(outputs["result"]).toMatch(/^[a-z0-9_]{30}$/);
    expect(outputs["bcryptHash"]).toMatch(/^\$2a\$10\$[./A-Za-z0-9]{53}$/);
    expect(outputs).toMatchObject({ length: 30, upper: false, lower: true, numeric: true, minLower: 0, keepers: { a: "b" } });
    expect(make("RandomPassword", { length: 30 }).outputs["result"]).not.toBe(outputs["result"]);
  });
});

describe("bcrypt", () => {
  const ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const salt = (text: string): Uint8Array => {
    const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(6, "0")).join("");
    return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2));
  };

  // Vectors of the reference implementation (crypt_blowfish).
  test.each([
    ["U*U", "CCCCCCCCCCCCCCCCCCCCC.", "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
    ["U*U*", "CCCCCCCCCCCCCCCCCCCCC.", "VGOzA784oUp/Z0DY336zx7pLYAy0lwK"],
    ["U*U*U", "XXXXXXXXXXXXXXXXXXXXXO", "AcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"],
    ["", "CCCCCCCCCCCCCCCCCCCCC.", "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"],
  ])("of %j", (password, text, hash) => {
    expect(bcrypt(password, 5, salt(text))).toBe(`$2a$05$${text}${hash}`);
  });
});

describe("other things", () => {
  test("an id in four notations, with its prefix", () => {
    const { id, outputs } = make("RandomId", { byteLength: 4, prefix: "p-" });
    const bytes = Buffer.from(id, "base64url");
    expect(bytes).toHaveLength(4);
    expect(outputs).toEqual({ byteLength: 4, prefix: "p-", b64Url: `p-${id}`, b64Std: `p-${bytes.toString("base64")}`, hex: `p-${bytes.toString("hex")}`, dec: `p-${bytes.readUInt32BE()}` });
  });

  test("bytes are secret", () => {
    const { outputs, secrets } = make("RandomBytes", { length: 12 });
    expect([...secrets].sort()).toEqual(["base64", "hex"]);
    expect(Buffer.from(String(outputs["base64"]), "base64").toString("hex")).toBe(outputs["hex"]);
  });

  test.each([["RandomUuid", 4], ["RandomUuid4", 4], ["RandomUuid7", 7]])("%s is of version %d", (kind, version) => {
    expect(make(kind, {}).id).toMatch(new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`));
  });

  test("an integer lies in its range, both ends included, and follows its seed", () => {
    const results = Array.from({ length: 200 }, () => Number(make("RandomInteger", { min: 1, max: 3 }).outputs["result"]));
    expect([...new Set(results)].sort()).toEqual([1, 2, 3]);
    expect(make("RandomInteger", { min: 1, max: 1e9, seed: "a" })).toEqual(make("RandomInteger", { min: 1, max: 1e9, seed: "a" }));
  });

  test.each<[number | undefined, number]>([[undefined, 3], [2, 2], [7, 7]])("a shuffle of three, %p wanted", (resultCount, length) => {
    const results = make("RandomShuffle", { inputs: ["a", "b", "c"], ...(resultCount === undefined ? {} : { resultCount }) }).outputs["results"] as string[];
    expect(results).toHaveLength(length);
    expect([...new Set(results.slice(0, 3))]).toHaveLength(Math.min(3, length));
  });

  test("a pet has its words, prefix and separator", () => {
    expect(make("RandomPet", {}).id).toMatch(/^[a-z]+-[a-z]+$/);
    expect(make("RandomPet", { length: 4, separator: "_", prefix: "p" }).id).toMatch(/^p(_[a-z]+){4}$/);
    expect(make("RandomPet", { length: 1 }).id).toMatch(/^[a-z]+$/);
  });
});
