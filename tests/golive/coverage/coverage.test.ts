import { describe, expect, test } from "@jest/globals";
import type { Acceptances } from "../../../golive/coverage/accepted.ts";
import { coverage, otherVersion, survey } from "../../../golive/coverage/coverage.ts";
import { coverageText } from "../../../golive/coverage/text.ts";
import type { Node } from "../../../policies/graph.ts";
import { examine, notApplicable } from "../../../policies/rule.ts";
import type { ResourceRule, Rule, StackRule } from "../../../policies/rule.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const TABLE = "aws:dynamodb/table:Table";
const QUEUE = "aws:sqs/queue:Queue";

const base = { items: ["PRC-062"], severity: "low", frameworks: [], demands: "", why: "", remediation: "" } as const;
const named = (name: string, type: string, judge: ResourceRule["judge"] = () => ({ kind: "pass" })): ResourceRule => ({ ...base, name, looksAt: [type], judge });
const versioned: StackRule = { ...base, name: "versioned", looksAt: "stack", subjects: [BUCKET], judge: (bucket, _policy, graph) => examine((check) => check.that(() => graph.referrers(bucket, [VERSIONING], "bucket").length > 0, "not versioned")) };
const node = (type: string, name: string, props: Node["props"] = {}): Node => ({ urn: `urn:pulumi:test::p::${type}::${name}`, type, name, props, dependencies: [], propertyDependencies: {}, protect: false });

const NOTHING: Acceptances = { absent: [], rules: [], types: [] };
const find = (nodes: Node[], rules: Rule[], accepted: Acceptances = NOTHING, components: string[] = []) => coverage("test", survey(nodes, new Set(components), rules), accepted);

describe("rules that matched nothing", () => {
  test.each<[string, Node[], ResourceRule, { asked: number } | undefined]>([
    ["no resource of its type", [], named("rule", TABLE), { asked: 0 }],
    ["nothing to say of any", [node(TABLE, "a"), node(TABLE, "b")], named("rule", TABLE, () => notApplicable("…")), { asked: 2 }],
    ["something to say of one", [node(TABLE, "a"), node(TABLE, "b")], named("rule", TABLE, ({ name }) => (name === "a" ? notApplicable("…") : { kind: "pass" })), undefined],
    ["a violation", [node(TABLE, "a")], named("rule", TABLE, () => ({ kind: "violation", findings: [{ message: "…" }] })), undefined],
    ["a verdict that waits", [node(TABLE, "a")], named("rule", TABLE, () => ({ kind: "deferred", reason: "…" })), undefined],
    ["a rule that throws", [node(TABLE, "a")], named("rule", TABLE, () => { throw new Error("bug"); }), undefined],
  ])("%s", (_name, nodes, rule, expected) => {
    expect(find(nodes, [rule]).rules).toEqual({ total: 1, idle: expected === undefined ? [] : [{ rule: "rule", items: ["PRC-062"], types: [TABLE], ...expected, accepted: null }] });
  });

  test.each<[string, Node[], Acceptances, string | null]>([
    ["by name", [], { ...NOTHING, rules: [{ rules: ["rule"], reason: "why" }] }, "why"],
    ["by name, though it was asked", [node(TABLE, "a")], { ...NOTHING, rules: [{ rules: ["rule"], reason: "why" }] }, "why"],
    ["by types that the platform goes without", [], { ...NOTHING, absent: [{ types: ["aws:dynamodb/**"], reason: "no tables" }] }, "no tables"],
    ["not by types that are there after all", [node(TABLE, "a")], { ...NOTHING, absent: [{ types: ["aws:dynamodb/**"], reason: "no tables" }] }, null],
    ["not by other types", [], { ...NOTHING, absent: [{ types: ["aws:sqs/**"], reason: "no queues" }] }, null],
  ])("accepted %s", (_name, nodes, accepted, reason) => {
    const found = find(nodes, [named("rule", TABLE, () => notApplicable("…"))], accepted);
    expect(found.rules.idle.map((each) => each.accepted)).toEqual([reason]);
    expect(found.complete).toBe(reason !== null);
  });

  test("a rule over several types is accepted only where the platform goes without all of them", () => {
    const rule: ResourceRule = { ...base, name: "rule", looksAt: [TABLE, QUEUE], judge: () => ({ kind: "pass" }) };
    const tables = { types: [TABLE], reason: "no tables" };
    expect(find([], [rule], { ...NOTHING, absent: [tables] }).complete).toBe(false);
    expect(find([], [rule], { ...NOTHING, absent: [tables, { types: [QUEUE], reason: "no queues" }] }).rules.idle[0]?.accepted).toBe("no tables; no queues");
  });
});

describe("acceptances of single stacks", () => {
  const tables = [node(TABLE, "a")];
  const silent = named("rule", TABLE, () => notApplicable("…"));
  const stale = (stack: string, nodes: Node[], accepted: Acceptances) => coverage(stack, survey(nodes, new Set(), [silent]), accepted);
  const told = { reason: "why" };

  test.each<[string, string, Acceptances]>([
    ["a rule", "dev", { ...NOTHING, rules: [{ rules: ["rule"], stacks: ["dev"], ...told }] }],
    ["a rule in another stack", "staging", { ...NOTHING, rules: [{ rules: ["rule"], stacks: ["dev"], ...told }] }],
    ["a type that is absent", "dev", { ...NOTHING, absent: [{ types: ["aws:dynamodb/**"], stacks: ["dev"], ...told }] }],
    ["a type that is absent in another stack", "production", { ...NOTHING, absent: [{ types: ["aws:dynamodb/**"], stacks: ["dev", "staging"], ...told }] }],
  ])("%s: %s", (_name, stack, accepted) => {
    const { complete, rules, stale: left } = stale(stack, [], accepted);
    expect([complete, rules.idle.map((each) => each.accepted), left]).toEqual(stack === "dev" ? [true, ["why"], []] : [false, [null], []]);
  });

  test("a type that no rule looks at is accepted where it is said to be", () => {
    const accepted: Acceptances = { ...NOTHING, rules: [{ rules: ["rule"], ...told }], types: [{ types: [QUEUE], stacks: ["dev"], ...told }] };
    expect(["dev", "staging"].map((stack) => stale(stack, [node(QUEUE, "q")], accepted).types.unseen.map((each) => each.accepted))).toEqual([["why"], [null]]);
  });

  test.each<[string, string, Node[], Acceptances, string[]]>([
    ["a named rule that is not idle", "production", [], { ...NOTHING, rules: [{ rules: ["rule", "other"], ...told }] }, ["rules other"]],
    ["of a stack that it names", "dev", tables, { ...NOTHING, rules: [{ rules: ["rule"], ...told }], absent: [{ types: [TABLE], stacks: ["dev"], ...told }] }, [`absent ${TABLE}`]],
    ["not in a stack that it does not name", "staging", tables, { ...NOTHING, rules: [{ rules: ["rule"], ...told }], absent: [{ types: [TABLE], stacks: ["dev"], ...told }] }, []],
    ["of every stack, in one with the whole platform", "local", [], { ...NOTHING, rules: [{ rules: ["rule"], ...told }], types: [{ types: [QUEUE], ...told }] }, [`types ${QUEUE}`]],
    ["of every stack, in one with a part of it", "dev", [], { ...NOTHING, rules: [{ rules: ["rule"], ...told }], types: [{ types: [QUEUE], ...told }] }, []],
    ["one of two patterns that is not needed", "local", [node(QUEUE, "q")], { ...NOTHING, rules: [{ rules: ["rule"], ...told }], types: [{ types: [QUEUE, "aws:sns/**"], ...told }] }, ["types aws:sns/**"]],
  ])("in vain: %s", (_name, stack, nodes, accepted, expected) => {
    expect(stale(stack, nodes, accepted).stale.map(({ list, accepted: what }) => `${list} ${what}`)).toEqual(expected);
  });
});

describe("types no rule looks at", () => {
  const unseen = (nodes: Node[], rules: Rule[], accepted?: Acceptances, components?: string[]) => find(nodes, rules, accepted, components).types.unseen;

  test("are counted and sorted; components and providers are no resources of a cloud", () => {
    const nodes = [node(QUEUE, "a"), node(TABLE, "t"), node(QUEUE, "b"), node("optibid:data:Database", "c"), node("pulumi:providers:aws", "p")];
    expect(unseen(nodes, [], NOTHING, ["optibid:data:Database"])).toEqual([
      { type: TABLE, resources: 1, knownAs: null, accepted: null },
      { type: QUEUE, resources: 2, knownAs: null, accepted: null },
    ]);
  });

  test("a type that a stack rule reads to judge a subject is seen, but only where there is a subject", () => {
    expect(unseen([node(BUCKET, "a"), node(VERSIONING, "v")], [versioned])).toEqual([]);
    expect(unseen([node(VERSIONING, "v")], [versioned]).map(({ type }) => type)).toEqual([VERSIONING]);
  });

  test.each<[string, string | undefined]>([
    ["aws:s3/bucketV2:BucketV2", BUCKET],
    ["aws:s3/bucket:Bucket", undefined],
    ["kubernetes:apps/v2:Deployment", "kubernetes:apps/v1:Deployment"],
    ["kubernetes:apps/v1beta1:Deployment", "kubernetes:apps/v1:Deployment"],
    ["kubernetes:apps/v1:StatefulSet", undefined],
    ["aws:apigatewayv2/stage:Stage", "aws:apigateway/stage:Stage"],
    ["aws:s3/bucketVersioning:BucketVersioning", undefined],
    ["aws:sqs/bucket:Bucket", undefined],
  ])("%s is another version of %s", (type, expected) => {
    expect(otherVersion(type, new Set([BUCKET, "kubernetes:apps/v1:Deployment", "aws:apigateway/stage:Stage"]))).toBe(expected);
  });

  test("a pattern accepts a strange type, but another version of a known one only under its name", () => {
    const nodes = [node("aws:s3/bucketV9:BucketV9", "a"), node("aws:s3/thing:Thing", "b")];
    const known = [versioned];
    const under = (types: string[]) => unseen(nodes, known, { ...NOTHING, types: [{ types, reason: "why" }] });
    expect(under(["aws:s3/**"])).toEqual([
      { type: "aws:s3/bucketV9:BucketV9", resources: 1, knownAs: BUCKET, accepted: null },
      { type: "aws:s3/thing:Thing", resources: 1, knownAs: null, accepted: "why" },
    ]);
    expect(under(["aws:s3/bucketV9:BucketV9"]).map(({ accepted }) => accepted)).toEqual(["why", null]);
  });
});

test("the text names what nobody accepted, and groups what is accepted by its reason", () => {
  const accepted: Acceptances = { ...NOTHING, absent: [{ types: [TABLE], reason: "no tables" }], types: [{ types: ["aws:sns/**"], stacks: ["dev"], reason: "no topics" }] };
  const text = coverageText(coverage("dev", survey([node(QUEUE, "a"), node("aws:s3/bucketV9:BucketV9", "b")], new Set(), [named("idle", TABLE), named("buckets", BUCKET)]), accepted));
  expect(text.split("\n").map((line) => line.trim())).toEqual([
    "Rules that matched nothing",
    "buckets (PRC-062)",
    "accepted: no tables",
    "idle",
    "",
    "Resource types no rule looks at",
    `aws:s3/bucketV9:BucketV9 (1 resource): another version of ${BUCKET}, which rules do look at`,
    "aws:sqs/queue:Queue (1 resource)",
    "",
    "Accepted, and not needed",
    "aws:sns/** (types): no topics",
    "",
    "dev: 0 of 2 rules matched, 0 of 2 resource types looked at.",
    "Nobody has accepted 1 idle rule and 2 unseen types; reasons stand in golive/coverage/accepted.ts.",
    "1 acceptance in golive/coverage/accepted.ts can go.",
  ]);
});
