import { describe, expect, test } from "@jest/globals";
import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { driftExitCode } from "../../../golive/commands/drift.ts";
import { driftText } from "../../../golive/format/drift.ts";
import { actualNodes } from "../../../golive/run/drift.ts";
import { judge } from "../../../golive/run/judge.ts";
import { WAIVERS_POLICY } from "../../../policies/waived.ts";
import { UNKNOWN } from "../../../policies/unknown.ts";
import { check, preview, urn, violation, waiver } from "../report/sample.ts";
import { withWaivers } from "../../../golive/waivers/file.ts";

const KEY = "urn:pulumi:production::optibid::aws:kms/key:Key::key";
const node = { urn: KEY, type: "aws:kms/key:Key", name: "key", props: { enableKeyRotation: false }, dependencies: [], propertyDependencies: {}, protect: false };
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const entry = { rule: "key-rotated", resource: "*::key", reason: "x", owner: "anna", approver: "ben", ticket: "OPS-1", created: day(0), expires: day(5) };
const judged = (config: Record<string, string>, policyConfig: Parameters<typeof judge>[1]["policyConfig"] = {}) =>
  judge([node], { stack: "production", stackConfig: config, policyConfig }).violations.filter(({ rule }) => rule === "key-rotated" || rule === WAIVERS_POLICY).map(({ rule, enforcement, message }) => [rule, enforcement, message]);

describe("without the engine", () => {
  test.each<[string, Record<string, string>, Parameters<typeof judge>[1]["policyConfig"], string[][]]>([
    ["a violation is mandatory", { "optibid:environment": "production" }, {}, [["key-rotated", "mandatory", "enableKeyRotation: rotation is off, which is the default"]]],
    ["and in dev advisory", { "optibid:environment": "dev" }, {}, [["key-rotated", "advisory", "enableKeyRotation: rotation is off, which is the default"]]],
    ["unless dev asks for it", { "optibid:environment": "dev" }, { "key-rotated": { enforcementLevel: "mandatory" } }, [["key-rotated", "mandatory", "enableKeyRotation: rotation is off, which is the default"]]],
    ["a waived one keeps its level and message", { "optibid:environment": "production" }, { [WAIVERS_POLICY]: { entries: [entry] } }, [["key-rotated", "mandatory", "enableKeyRotation: rotation is off, which is the default"]]],
    ["a wrong waiver is a violation of its own", { "optibid:environment": "dev" }, { [WAIVERS_POLICY]: { entries: [{ ...entry, approver: "Anna" }] } }, [
      ["key-rotated", "advisory", "enableKeyRotation: rotation is off, which is the default"],
      [WAIVERS_POLICY, "mandatory", 'Waivers are whole, approved by somebody else, limited in time and in what they cover.\nentry 1: approver "Anna" is the owner; accepted: somebody else'],
    ]],
  ])("%s", (_, config, policyConfig, expected) => {
    expect(judged(config, policyConfig)).toEqual(expected);
  });
});

describe("what is really there", () => {
  const recorded = [
    { urn: KEY, type: "aws:kms/key:Key", dependencies: ["a"], propertyDependencies: { policy: ["a"], tags: null }, protect: true },
    { urn: `${KEY}-gone`, type: "aws:kms/key:Key" },
    { urn: `${KEY}-unseen`, type: "aws:kms/key:Key" },
    { urn: KEY, type: "aws:kms/key:Key", delete: true },
  ];
  const seen = (at: string, op: string, outputs: Record<string, unknown>) => ({ urn: at, op, new: { type: "aws:kms/key:Key", urn: at, id: "1", parent: "", inputs: {}, outputs, provider: "" } }) as unknown as StepEventMetadata;

  test("is judged with the edges of the state; what is gone or was not looked at is not there, and secrets are not known", () => {
    const nodes = actualNodes(recorded, [seen(KEY, "refresh", { enableKeyRotation: false, policy: "[secret]", tags: { note: "a [secret] b" } }), seen(`${KEY}-gone`, "delete", {})]);
    expect(nodes).toEqual([{ ...node, props: { enableKeyRotation: false, policy: UNKNOWN, tags: { note: UNKNOWN } }, parent: undefined, dependencies: ["a"], propertyDependencies: { policy: ["a"], tags: [] }, protect: true }]);
    const { violations, deferred } = judge(nodes, { stack: "production", stackConfig: {}, policyConfig: {} });
    expect([violations.map(({ rule, urn: at }) => [rule, at]).filter(([rule]) => rule === "key-rotated"), deferred.every(({ urn: at }) => at === KEY)]).toEqual([[["key-rotated", KEY]], true]);
  });

  const text = (...waivers: string[]) => `waivers:\n${waivers.join("")}`;
  const broken = [violation("database-multi-az", "writer")];
  const TODAY = new Date("2026-03-10T12:00:00Z");
  test.each<[string, boolean, typeof broken, string | undefined, number]>([
    ["nothing", true, [], undefined, 0],
    ["drift", false, [], undefined, 3],
    ["drift and a violation", false, broken, undefined, 3],
    ["a violation", true, broken, undefined, 2],
    ["a waived violation", true, broken, text(waiver("database-multi-az", "writer")), 0],
    ["an expired waiver", true, broken, text(waiver("database-multi-az", "writer", "2026-03-09")), 2],
    ["a stale waiver", true, [], text(waiver("database-multi-az", "writer")), 0],
    ["a wrong waiver of nothing", true, [], text(waiver("database-multi-az", "writer", "2026-03-09")), 1],
    ["advice", true, [violation("database-multi-az", "writer", { enforcement: "advisory" })], undefined, 0],
  ])("exit code: %s", (_, clean, violations, waivers, expected) => {
    expect(driftExitCode({ clean, ...withWaivers(preview(violations), waivers, TODAY) })).toBe(expected);
  });

  test("is told with the violations, waived ones with who and until when, wrong and stale waivers, and without advice", () => {
    const report = check(preview([violation("database-multi-az", "reader"), violation("database-multi-az", "writer"), violation("database-encrypted", "old", { enforcement: "advisory" })]), text(waiver("database-multi-az", "writer"), waiver("database-encrypted", "nobody"), waiver("database-encrypted", "old", "2026-03-09")));
    const told = driftText({ stack: "production", clean: false, findings: [{ urn: urn("reader"), kind: "changed", path: "multiAz", recorded: true, actual: false }] }, report);
    expect(told).toContain("production: 1 resource drifted");
    expect(told).toContain("multiAz: recorded true, actual false");
    expect(told).toContain("1 mandatory violation, 1 advisory, 1 waived");
    expect(told).toContain("waived until 2026-03-20 (10 days left): <moved> & 'done'; OPS-1, owner anna, approved by ben");
    expect(told.match(/database-multi-az/g)).not.toBeNull();
    expect(told).not.toContain("advisory critical database-encrypted");
    expect(told).toContain("stale waiver waivers/production.yaml:3 entry 2");
    expect(told).toContain("wrong waiver waivers/production.yaml:4 entry 3: expired on 2026-03-09");
  });
});
