import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { awsLaws } from "../../../rehearsal/aws/index.ts";
import { UNKNOWN, type Props, type Value } from "../../../rehearsal/types.ts";
import { dataCases } from "./cases/data.ts";
import { edgeCases } from "./cases/edge.ts";
import { networkCases } from "./cases/network.ts";
import { platformCases } from "./cases/platform.ts";
import { isType } from "./schema.ts";
import { codes, judge, worldOf, type Cases } from "./world.ts";

const cases: readonly Cases[] = [...networkCases, ...dataCases, ...platformCases, ...edgeCases];

/** Laws made from tables, which their own suites exercise row by row. */
const TABLED = /^(reference-|in-use-|name-|policy-document-|tags$)/;

describe("each law by its examples", () => {
  test("every law that is no table's row has examples, and no example is of a law that is not there", () => {
    const wanted = awsLaws.map(({ name }) => name).filter((name) => !TABLED.test(name));
    expect(cases.map(({ law }) => law).toSorted()).toEqual(wanted.toSorted());
  });

  describe.each(cases.map((one) => [one.law, one] as const))("%s", (name, { refuses, accepts }) => {
    const law = awsLaws.filter((one) => one.name === name);

    test.each(refuses.map(([code, ask], index) => [index + 1, code, ask] as const))("refuses example %i: %s", (_, code, ask) => {
      expect(codes(law, ask)).toEqual(typeof code === "string" ? [code] : code);
    });

    test.each(accepts.map((ask, index) => [index + 1, ask] as const))("lets example %i pass, as every other law does", (_, ask) => {
      expect(judge(awsLaws, ask)).toEqual([]);
    });
  });
});

describe("all laws", () => {
  test("have unique names, a source, and only real types", () => {
    const names = awsLaws.map(({ name }) => name);
    expect(names.length).toBe(new Set(names).size);
    expect(awsLaws.filter(({ source, tokens }) => source === "" || tokens.length === 0)).toEqual([]);
    const shorts = new Set(awsLaws.flatMap(({ tokens }) => tokens).filter((token) => token !== "aws:*").map((token) => token.split(":")[1]!));
    expect([...shorts].filter((short) => !isType(short))).toEqual([]);
  });

  test("that need only the arguments say nothing about values that are all unknown", () => {
    const refused = awsLaws
      .filter(({ phase }) => phase === "check")
      .flatMap((law) => law.tokens.flatMap((token) => {
        const inputs = new Proxy({} as Props, { get: () => UNKNOWN, has: () => true });
        return law.judge({ operation: "create", token, region: "eu-central-1", account: "123456789012", inputs, world: worldOf() }).map(({ message }) => `${law.name} ${token}: ${message}`);
      }));
    expect(refused).toEqual([]);
  });

  const keys = [...new Set(awsLaws.flatMap(({ judge: body }) => [...body.toString().matchAll(/\["([a-zA-Z]+)"\]/g)].map((match) => match[1]!)))];
  const leaf: fc.Arbitrary<Value> = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, UNKNOWN, "arn:aws:iam::1:role/x", "{}", "{\"Statement\":1}", "10.0.0.0/16"));
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("value"), { maxLength: 3 }), fc.dictionary(fc.oneof(fc.constantFrom("id", ...keys), fc.string()), tie("value"), { maxKeys: 4 })),
  }));
  const props = (token: string) => fc.dictionary(fc.constantFrom(...argumentsRead(token), "id"), value, { maxKeys: 12 }) as fc.Arbitrary<Props>;

  test("never throw, whatever the arguments are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...awsLaws), fc.nat(), fc.constantFrom("create" as const, "update" as const, "delete" as const), fc.gen(), (law, pick, operation, gen) => {
        const token = law.tokens[pick % law.tokens.length]!;
        const inputs = gen(() => props(token));
        const entity = { token, id: "i", region: "eu-central-1", inputs, outputs: inputs };
        const others = awsLaws.flatMap(({ tokens }) => tokens).slice(pick % 50, (pick % 50) + 5).map((one, index) => ({ ...entity, token: one, id: `o${index}` }));
        expect(() => law.judge({ operation, token, region: "eu-central-1", account: "123456789012", id: "i", inputs, olds: inputs, world: worldOf(entity, ...others) })).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });
});

/** The argument names that the laws of a type ask for, found by asking them about nothing. */
function argumentsRead(token: string): string[] {
  const read = new Set<string>();
  const inputs = new Proxy({} as Props, {
    get: (_, key) => {
      if (typeof key === "string") read.add(key);
      return undefined;
    },
  });
  for (const law of awsLaws.filter(({ tokens, phase }) => phase === "check" && tokens.includes(token))) {
    law.judge({ operation: "create", token, region: "eu-central-1", account: "123456789012", inputs, world: worldOf() });
  }
  return [...read, "tags"];
}
