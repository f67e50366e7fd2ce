/** States that are cut off, foreign or hostile, by the real engine: a verdict or a clear error. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { rules } from "../../policies/catalogue.ts";
import { typesOf } from "../../policies/rule.ts";
import { POLICIES } from "../../golive/run/places.ts";
import { Desk } from "./cli.ts";
import type { Result } from "./cli.ts";

const MINUTES = 60_000;
const desk = new Desk();
let env: Record<string, string> = {};

beforeAll(async () => {
  ({ answer: env } = await desk.json<Record<string, string>>("rehearsal", "env", "--stack", "local", "--idle", "1"));
}, 2 * MINUTES);
afterAll(() => desk.clear());

interface Found {
  readonly policyName: string;
  readonly message: string;
  readonly enforcementLevel: string;
}

/** Has the engine judge a file by the pack. */
async function analyzed(text: string): Promise<Result & { readonly found: readonly Found[] }> {
  const file = join(desk.directory, "state.json");
  writeFileSync(file, text);
  const result = await desk.plain("pulumi", ["policy", "analyze", "--file", file, "--policy-pack", POLICIES, "--json", "--non-interactive"], desk.directory, env);
  const events = result.stdout.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as EngineEvent);
  return { ...result, found: events.flatMap(({ policyEvent }) => (policyEvent === undefined ? [] : [policyEvent as Found])) };
}

const exported = (resources: readonly unknown[]) => JSON.stringify({ version: 3, deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "v3.250.0" }, resources } });
const saved = (type: string, name: string, outputs: unknown) => ({ urn: `urn:pulumi:local::optibid::${type}::${name}`, custom: true, id: name, type, inputs: outputs, outputs });

/** Values that nobody writes on purpose, each under names that rules read. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  "nothing but null": null,
  "a number for everything": -1e308,
  "text for everything": "true",
  "lists in lists": [[[null]]],
  "names that lead to the prototype": JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}},"toString":1,"hasOwnProperty":null,"length":-1,"__isSpecialProxy":true}'),
  "a policy that is cut off": '{"Version":"2012-10-17","Statement":[{"Effect":"Al',
  "a text that slows expressions down": `${"a_".repeat(300)}${"://".repeat(200)}${"-----BEGIN ".repeat(50)}`,
  "an asset": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "x" },
};
const NAMES = ["policy", "rules", "spec", "metadata", "data", "name", "tags", "ingress", "parameters", "vpcConfig", "containerDefinitions", "userData", "origins", "defaultActions", "region"];

describe("pulumi policy analyze", () => {
  test.each([
    ["cut off", exported([saved("aws:kms/key:Key", "k", {})]).slice(0, 200)],
    ["empty", ""],
    ["no JSON", "apiVersion: v1\nkind: List\n"],
    ["of a version that nobody knows", '{"version":99,"deployment":{"resources":[]}}'],
    ["with resources that are no list", '{"version":3,"deployment":{"resources":{"a":1}}}'],
    ["with properties that are no object", exported([{ ...saved("aws:kms/key:Key", "k", {}), outputs: [1] }])],
  ])("a state %s is an error with its cause, and nothing passes", async (_title, text) => {
    const { code, stdout, stderr, found } = await analyzed(text);
    expect(code).not.toBe(0);
    expect(`${stdout}${stderr}`).toMatch(/error: .*(checkpoint|deployment|state|JSON|unmarshal|version|invalid|EOF)/i);
    expect(`${stdout}${stderr}`).not.toMatch(/panic|goroutine/);
    expect(found).toEqual([]);
  }, 2 * MINUTES);

  test("a state of Terraform holds nothing to judge, and judges nothing", async () => {
    const { stdout, stderr, found } = await analyzed('{"version":4,"terraform_version":"1.9.0","resources":[{"mode":"managed","type":"aws_s3_bucket","name":"b","instances":[{"attributes":{"acl":"public-read"}}]}]}');
    expect(`${stdout}${stderr}`).not.toMatch(/panic|goroutine/);
    expect(found).toEqual([]);
  }, 2 * MINUTES);

  test.each(Object.entries(HOSTILE))("every type with %s gets verdicts, and no rule breaks", async (_title, value) => {
    const types = [...new Set(rules.flatMap((rule) => typesOf(rule))), "aws:unheard/of:Thing"];
    const { code, stdout, stderr, found } = await analyzed(exported(types.map((type, index) => saved(type, `r${index}`, Object.fromEntries(NAMES.map((name) => [name, value]))))));
    expect({ code, tail: `${stdout}${stderr}`.slice(-300), broken: found.filter(({ message }) => message.includes("cannot vouch")) }).toMatchObject({ broken: [] });
    expect(code).not.toBe(0);
    expect(found.filter(({ enforcementLevel }) => enforcementLevel === "mandatory").length).toBeGreaterThan(50);
  }, 5 * MINUTES);
});

describe("golive on a saved state", () => {
  const checkpoint = (latest: string) => {
    const directory = join(desk.home, "local", "state", ".pulumi", "stacks", "optibid");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "local.json"), latest);
  };
  const COMMANDS = [["drift", "local"], ["dr", "plan", "local"], ["state", "recover", "local"], ["state", "export", "local"], ["down", "local"]];

  test.each([
    ["cut off", '{"version":3,"checkpoint":{"stack":"organization/optibid/local","latest":{"manif', /could not be exported: error: failed to load checkpoint: .*unexpected end of JSON/],
    ["that is no state", "not a state", /could not be exported: error: failed to load checkpoint: .*invalid character/],
    ["of a version that nobody knows", '{"version":99,"checkpoint":{"stack":"organization/optibid/local","latest":{}}}', /could not be exported: error: failed to load checkpoint: unsupported checkpoint version 99/],
  ])("%s says so, in one line and without a trace", async (_title, text, said) => {
    checkpoint(text);
    for (const command of COMMANDS) {
      const { code, stderr } = await desk.run(...command);
      expect({ command, code: code > 0, stderr }).toEqual({ command, code: true, stderr: expect.stringMatching(said) });
      expect(stderr).not.toMatch(/^ +at /m);
    }
  }, 6 * MINUTES);
});
