/**
 * Values that nobody writes on purpose, as the engine sends them and in process: a verdict or a clear error.
 */
import { describe, expect, jest, test } from "@jest/globals";
import { ruleNamed, rules } from "../../policies/catalogue.ts";
import { defaultPolicy, evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { mutations } from "../../policies/mutations.ts";
import { examine, isStackRule, type ResourceRule, type Rule, type StackRule } from "../../policies/rule.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { PROTOTYPE_KEYS } from "./fuzz.ts";
import { platform } from "./platform.ts";
import { shown, type Shown } from "./served.ts";
import { NOW, resource, urnOf } from "./support.ts";

jest.setTimeout(60_000);

const policy = defaultPolicy(NOW);
const KEY = "aws:kms/key:Key";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

/** Where documents are kept. */
const DOCUMENTS = [
  [ROLE_POLICY, "policy"], ["aws:iam/policy:Policy", "policy"], ["aws:iam/role:Role", "assumeRolePolicy"], ["aws:s3/bucketPolicy:BucketPolicy", "policy"], ["aws:sqs/queuePolicy:QueuePolicy", "policy"], ["aws:sns/topicPolicy:TopicPolicy", "policy"],
] as const;

/** How the engine marks a value that is more than plain (pulumi/pulumi sdk/go/common/resource/sig). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

const policiesOf = (answers: readonly Shown[]) => [...new Set(answers.map(({ policy: name }) => name))];
const brokenRules = (answers: readonly Shown[]) => answers.filter(({ message }) => message.includes("cannot vouch"));

describe("a rule that throws is a violation that names the rule and the bug", () => {
  const oops = () => { throw new TypeError("oops"); };
  const onResource: Rule = { ...(ruleNamed("key-rotated") as ResourceRule), name: "breaks-on-resource", judge: oops };
  const onStack: Rule = { ...(ruleNamed("vpc-flow-logs") as StackRule), name: "breaks-on-stack", subjects: [KEY], judge: oops };
  const inside: Rule = { ...onResource, name: "breaks-inside", judge: () => examine((check) => check.each(() => [1], oops)) };
  const noError: Rule = { ...onResource, name: "throws-no-error", judge: () => { throw "nothing"; } };
  const says = (name: string, bug: string) => `rule ${name} is broken and cannot vouch for this resource (${bug}); report the bug in the rule`;
  const nodes = [resource(KEY, "key", { enableKeyRotation: true })];

  test.each([
    ["a resource's inputs", onResource, "TypeError: oops"], ["a part of a resource", inside, "TypeError: oops"], ["the stack", onStack, "TypeError: oops"], ["anything, no error", noError, "nothing"],
  ])("on %s", async (_title, rule, bug) => {
    expect(evaluate(nodes, [rule], policy)).toEqual([{ rule: rule.name, items: rule.items, severity: rule.severity, urn: urnOf("key"), outcome: "violation", message: says(rule.name, bug), property: undefined }]);
    expect(await shown(nodes, [rule])).toEqual([{ policy: rule.name, urn: urnOf("key"), message: `${rule.demands}\n${says(rule.name, bug)}` }]);
  });
});

describe("what the engine wraps is judged by what is inside", () => {
  const wrap = (value: unknown) => ({ [SIGNATURE]: SECRET, value });

  test("secrets", async () => {
    expect(policiesOf(await shown([resource(KEY, "key", { enableKeyRotation: wrap(true) })], [ruleNamed("key-rotated")!]))).toEqual([]);
    expect(policiesOf(await shown([resource(KEY, "key", { enableKeyRotation: wrap(false) })], [ruleNamed("key-rotated")!]))).toEqual(["key-rotated"]);
    expect(policiesOf(await shown([resource(KEY, "key", { enableKeyRotation: wrap(UNKNOWN) })], [ruleNamed("key-rotated")!]))).toEqual(["deferred-verdicts"]);
  });

  test.each([
    ["an asset", { [SIGNATURE]: ASSET, text: "AKIAABCDEFGHIJKLMNOP" }],
    ["a file", { [SIGNATURE]: ASSET, path: "/nowhere" }],
    ["an archive", { [SIGNATURE]: ARCHIVE, assets: { "index.js": { [SIGNATURE]: ASSET, text: "x" } } }],
    ["an archive of a file", { [SIGNATURE]: ARCHIVE, path: "/nowhere.zip" }],
    ["a secret of a list of secrets", wrap([wrap("a"), wrap(UNKNOWN)])],
  ])("%s at every property of a good platform", async (_title, value) => {
    expect(brokenRules(await shown(everywhere(value)))).toEqual([]);
  });

  test.each([["a reference to a resource, which the engine never sends a pack", { [SIGNATURE]: RESOURCE, urn: urnOf("other"), id: "i" }], ["a signature nobody knows", { [SIGNATURE]: "no such", value: 1 }]])("%s vouches for nothing", async (_title, value) => {
    const pack = [ruleNamed("key-rotated")!];
    const said = await shown([resource(KEY, "key", { enableKeyRotation: true, description: value })], pack).catch((error: unknown) => String(error));
    expect(JSON.stringify(said)).toMatch(/a kind of value that this pack does not know/);
  });
});

/** A good platform, every property of every resource replaced. */
function everywhere(value: unknown): Node[] {
  return platform().map((node) => ({ ...node, props: Object.fromEntries(Object.keys(node.props).map((property) => [property, value])) }));
}

describe("size and depth", () => {
  const deep = (levels: number, make: (inner: unknown) => unknown): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => make(inner), "end");

  test.each([
    ["lists in lists", deep(500, (inner) => [inner])],
    ["objects in objects", deep(500, (inner) => ({ policy: inner }))],
  ])("%s, in process", (_title, value) => {
    expect(evaluate(everywhere(value), rules, policy).filter(({ message }) => message?.includes("cannot vouch"))).toEqual([]);
  });

  test.each([
    ["lists in JSON", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["objects in JSON", `${'{"Statement":'.repeat(20_000)}1${"}".repeat(20_000)}`],
    ["JSON that ends too soon", '{"Statement":['.repeat(50_000)],
  ])("%s", async (_title, text) => {
    const nodes = DOCUMENTS.map(([type, property], index) => resource(type, `r${index}`, { [property]: text }));
    expect(brokenRules(await shown(nodes))).toEqual([]);
  });

  test("depth that the engine can send", async () => {
    expect(brokenRules(await shown(everywhere(deep(10, (inner) => ({ a: [inner] })))))).toEqual([]);
  });

  test("a megabyte of text, and ten thousand members of a list", async () => {
    const nodes = [resource("kubernetes:core/v1:ConfigMap", "map", { data: { settings: "x=y\n".repeat(250_000) } }), resource(ROLE_POLICY, "role", { policy: JSON.stringify({ Statement: Array.from({ length: 10_000 }, () => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" })) }) })];
    expect(brokenRules(await shown(nodes))).toEqual([]);
  });

  test("what is wrong deep inside is still found at the depth a platform has", () => {
    const nodes = [resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: { AWS: ["*"] }, Action: ["s3:*"], Resource: ["*"] } }) })];
    expect(evaluate(nodes, [ruleNamed("resource-policy-not-public")!], policy).map(({ outcome }) => outcome)).toEqual(["violation"]);
  });
});

describe("names that lead to the prototype", () => {
  test.each(PROTOTYPE_KEYS)("%s among labels, tags and settings changes no verdict", (key) => {
    const before = evaluate(platform(), rules, policy);
    const named = (value: Record<string, unknown>) => Object.fromEntries([...Object.entries(value), [key, "x"]]);
    const after = platform().map((node) => ({ ...node, props: named(node.props) }));
    expect(evaluate(after, rules, policy)).toEqual(before);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test("a resource that says it is wrapped already is not believed", () => {
    const [verdict] = evaluate([resource(KEY, "key", { __isSpecialProxy: true, enableKeyRotation: UNKNOWN })], [ruleNamed("key-rotated")!], policy);
    expect(verdict?.outcome).toBe("deferred");
  });
});

describe("flags and numbers in text, which the AWS provider takes, are read as what they say", () => {
  const written = (value: unknown): unknown => {
    if (typeof value === "boolean" || typeof value === "number") return String(value);
    if (Array.isArray(value)) return value.map(written);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner)])) : value;
  };
  const inText = (nodes: readonly Node[]) => nodes.map((node) => (node.type.startsWith("aws:") ? { ...node, props: written(node.props) as Node["props"] } : node));
  const outcomes = (nodes: readonly Node[], asked: readonly Rule[]) => evaluate(nodes, asked, policy).map(({ rule, urn, outcome }) => `${rule} ${urn ?? ""} ${outcome}`);

  test("of a platform that is right", () => expect(outcomes(inText(platform()), rules)).toEqual(outcomes(platform(), rules)));

  test.each(mutations.map((mutation) => [mutation.rule, mutation.title, mutation] as const))("%s: %s", (name, _title, mutation) => {
    const rule = ruleNamed(name)!;
    const graph = mutation.mutate(platform());
    expect(outcomes(inText(graph), [rule])).toEqual(outcomes(graph, [rule]));
  });
});

describe("policy documents that cannot be read", () => {
  test.each([["no JSON", "{"], ["a number", "1"], ["null", "null"], ["a list", "[]"], ["a text in JSON", '"*"'], ["nothing", ""], ["cut off", '{"Version":"2012-10-17","Statement":[{"Effect":"Al']])("%s vouch for nobody", (_title, document) => {
    for (const [type, property] of DOCUMENTS) {
      const verdicts = evaluate([resource(type, "subject", { [property]: document })], rules.filter((rule) => !isStackRule(rule)), policy).filter(({ urn }) => urn !== undefined);
      expect({ type, wrong: verdicts.some(({ outcome, property: where }) => outcome === "violation" && where === property) }).toEqual({ type, wrong: true });
    }
  });
});
