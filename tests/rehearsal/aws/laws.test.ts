import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { awsLaws } from "../../../rehearsal/aws/index.ts";
import { UNKNOWN, type Props, type Value } from "../../../rehearsal/types.ts";
import { alertingCases } from "./cases/alerting.ts";
import { backupCases } from "./cases/backup.ts";
import { auditCases } from "./cases/audit.ts";
import { dataCases } from "./cases/data.ts";
import { deliveryCases } from "./cases/delivery.ts";
import { accountDetails } from "./cases/details-accounts.ts";
import { engineDetails } from "./cases/details-engines.ts";
import { messageDetails } from "./cases/details-messages.ts";
import { networkDetails } from "./cases/details-networks.ts";
import { recordDetails } from "./cases/details-records.ts";
import { statementDetails } from "./cases/details-statements.ts";
import { storeDetails } from "./cases/details-stores.ts";
import { taskDetails } from "./cases/details-tasks.ts";
import { edgeCases } from "./cases/edge.ts";
import { instanceCases } from "./cases/instances.ts";
import { networkCases } from "./cases/network.ts";
import { observabilityCases } from "./cases/observability.ts";
import { originGroupCases } from "./cases/origin-groups.ts";
import { platformCases } from "./cases/platform.ts";
import { queryLogCases } from "./cases/query-logs.ts";
import { storageCases } from "./cases/storage.ts";
import { PROVEN_BY_SCENARIO } from "./scenarios/proven.ts";
import { argumentNames, isType } from "./schema.ts";
import { codes, judge, worldOf, type Cases } from "./world.ts";

const cases: readonly Cases[] = [...auditCases, ...networkCases, ...dataCases, ...platformCases, ...edgeCases, ...originGroupCases, ...queryLogCases, ...alertingCases, ...observabilityCases, ...backupCases, ...deliveryCases, ...storageCases, ...instanceCases, ...accountDetails, ...engineDetails, ...messageDetails, ...networkDetails, ...recordDetails, ...statementDetails, ...storeDetails, ...taskDetails];

/** Laws made from tables, which their own suites exercise row by row. */
const TABLED = /^(reference-|in-use-|name-|policy-document-|limits-|tags$)/;

describe("each law by its examples", () => {
  test("every law that is no table's row has examples, and no example is of a law that is not there", () => {
    const wanted = awsLaws.map(({ name }) => name).filter((name) => !TABLED.test(name));
    expect([...cases.map(({ law }) => law), ...PROVEN_BY_SCENARIO].toSorted()).toEqual(wanted.toSorted());
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

  test("ask only for arguments that one of their types has", () => {
    const strange = awsLaws
      .filter(({ tokens }) => !tokens.includes("aws:*"))
      .flatMap((law) => {
        const names = new Set(law.tokens.flatMap((token) => argumentNames(token.split(":")[1]!)));
        return law.tokens.flatMap((token) => readBy(law, token)).filter((key) => !names.has(key)).map((key) => `${law.name}: ${key}`);
      });
    expect([...new Set(strange)]).toEqual([]);
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

  /** Every member name that some law reads, from the laws' own text. */
  const folder = "rehearsal/aws";
  const keys = [...new Set(readdirSync(folder).filter((file) => file.endsWith(".ts")).flatMap((file) => [...readFileSync(`${folder}/${file}`, "utf8").matchAll(/\["([a-zA-Z]+)"\]/g)].map((match) => match[1]!)))];
  const leaf: fc.Arbitrary<Value> = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom<Value>(null, undefined, UNKNOWN, "arn:aws:iam::1:role/x", "{}", '{"Statement":1}', '{"Statement":[null,{"Action":{}}]}', "10.0.0.0/16"),
  );
  const level = (inner: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
    fc.oneof(leaf, fc.array(inner, { maxLength: 3 }), fc.dictionary(fc.constantFrom(...keys), inner, { maxKeys: 4 }));
  const value = level(level(level(leaf)));
  const types = [...new Set(awsLaws.flatMap(({ tokens }) => tokens))].filter((token) => token !== "aws:*");
  const read = new Map(types.map((token) => [token, argumentsRead(token)]));
  const asked = fc.constantFrom(...types).chain((token) =>
    fc.record({
      token: fc.constant(token),
      operation: fc.constantFrom("create" as const, "update" as const, "delete" as const),
      inputs: fc.dictionary(fc.constantFrom(...read.get(token)!), value, { maxKeys: 10 }) as fc.Arbitrary<Props>,
      neighbours: fc.array(fc.constantFrom(...types), { maxLength: 6 }),
    }),
  );

  test("never throw, whatever the arguments are", () => {
    fc.assert(
      fc.property(asked, ({ token, operation, inputs, neighbours }) => {
        const world = worldOf(...[token, ...neighbours].map((one, index) => ({ token: one, id: `id-${index}`, region: "eu-central-1", inputs, outputs: inputs })));
        const change = { operation, token, region: "eu-central-1", account: "123456789012", id: "id-0", inputs, olds: inputs, world };
        for (const law of awsLaws.filter(({ tokens, on }) => tokens.includes(token) && on.includes(operation))) law.judge(change);
      }),
      { numRuns: 1500, endOnFailure: true },
    );
  }, 30_000);
});

/** The argument names that a law asks for, found by asking it about nothing. */
function readBy(law: (typeof awsLaws)[number], token: string): string[] {
  const read = new Set<string>();
  const inputs = new Proxy({} as Props, {
    get: (_, key) => {
      if (typeof key === "string") read.add(key);
      return undefined;
    },
  });
  law.judge({ operation: "create", token, region: "eu-central-1", account: "123456789012", id: "i", inputs, world: worldOf() });
  return [...read];
}

/** The argument names that the laws of a type ask for. */
function argumentsRead(token: string): string[] {
  return [...new Set(["tags", ...awsLaws.filter(({ tokens }) => tokens.includes(token)).flatMap((law) => readBy(law, token))])];
}
