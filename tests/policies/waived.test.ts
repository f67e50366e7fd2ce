/** Waivers in the pack: handed over by its configuration, as the engine does it. */
import { describe, expect, test } from "@jest/globals";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { Analyzer } from "../../policies/analyzer.ts";
import type { Report } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import { handlers } from "../../policies/server.ts";
import { handedWaivers, waived, waiverLine, WAIVERS_POLICY, withoutMark } from "../../policies/waived.ts";
import { resource, urnOf } from "./support.ts";

const TODAY = new Date();
const day = (days: number): string => new Date(TODAY.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const WAIVER = { rule: "key-rotated", resource: "*::key", reason: "moved\n next week", owner: "anna", approver: "ben", ticket: "OPS-1", created: day(-3), expires: day(5) };
const KEY = resource("aws:kms/key:Key", "key", {});
const OTHER = resource("aws:kms/key:Key", "other", {});
const VPC = resource("aws:ec2/vpc:Vpc", "vpc", {});
const RULES = rules.filter(({ name }) => ["key-rotated", "key-deletion-window", "vpc-flow-logs"].includes(name));

/** A pack that the engine has configured with waivers. */
async function configured(entries: readonly JavaScriptValue[], level: "mandatory" | "advisory" = "mandatory"): Promise<Analyzer> {
  const made = new Analyzer(RULES, level);
  const config = new analyzer.PolicyConfig();
  config.setEnforcementlevel(1);
  config.setProperties(Struct.fromJavaScript({ entries: [...entries] }));
  const request = new analyzer.ConfigureAnalyzerRequest();
  request.getPolicyconfigMap().set(WAIVERS_POLICY, config);
  const configure = handlers(made, { name: "golive", version: "1.0.0", description: "" })["configure"] as unknown as (call: object, done: (error: object | null) => void) => void;
  await new Promise<void>((resolve, reject) => configure({ request }, (error) => (error === null ? resolve() : reject(error as Error))));
  return made;
}

const told = (reports: readonly Report[]): string[] => reports.map(({ policy, urn, level }) => `${level} ${policy} ${urn.split("::").at(-1) ?? ""}`).sort();

describe("the pack", () => {
  test("lets a waived violation of a resource through, and no other", async () => {
    const pack = await configured([WAIVER]);
    const { reports } = pack.judge(KEY);
    expect(told(reports)).toEqual(["advisory key-rotated key"]);
    expect(reports.find(({ policy }) => policy === "key-rotated")?.message).toBe(
      `KMS keys rotate every year.\nenableKeyRotation: rotation is off, which is the default\nmandatory, but waived until ${day(5)} (5 days left): moved next week; OPS-1, owner anna, approved by ben`,
    );
    expect(told(pack.judge(OTHER).reports)).toEqual(["mandatory key-rotated other"]);
  });

  test("lets a waived violation of a whole stack through, and no other", async () => {
    const second = resource("aws:ec2/vpc:Vpc", "second", {});
    const pack = await configured([{ ...WAIVER, rule: "vpc-flow-logs", resource: "*::vpc" }]);
    expect(told(pack.judgeStack([VPC, second]).reports)).toEqual(["advisory vpc-flow-logs vpc", "mandatory vpc-flow-logs second"]);
  });

  test.each<[string, readonly JavaScriptValue[], string]>([
    ["expired", [{ ...WAIVER, expires: day(-1) }], `entry 1: expired on ${day(-1)}`],
    ["self-approved", [{ ...WAIVER, approver: "Anna" }], 'entry 1: approver "Anna" is the owner; accepted: somebody else'],
    ["for an unknown rule", [{ ...WAIVER, rule: "key-rotatd" }], 'entry 1: there is no rule "key-rotatd"; docs/policies/README.md lists them'],
    ["too long", [{ ...WAIVER, created: day(0), expires: day(91) }], "entry 1: expires 91 days after it was created; accepted: at most 90"],
    ["matching everything", [{ ...WAIVER, resource: "*" }], 'entry 1: resource "*" matches everything; accepted: a pattern that names the type or the name of what it is for'],
    ["no mapping", ["*"], "entry 1: must be a mapping with the keys rule, resource, reason, owner, approver, ticket, created, expires"],
  ])("a waiver that is %s leaves the violation standing, and is a mandatory violation itself, in dev too", async (_, entries, message) => {
    expect(told((await configured(entries)).judge(KEY).reports)).toEqual(["mandatory key-rotated key"]);
    const { reports } = (await configured(entries, "advisory")).judgeStack([]);
    expect(reports.map(({ policy, level, urn, message: said }) => [policy, level, urn, said.split("\n")[1]])).toEqual([[WAIVERS_POLICY, "mandatory", "", message]]);
  });

  test("duplicates cover nothing", async () => {
    const pack = await configured([WAIVER, WAIVER]);
    expect(told(pack.judge(KEY).reports)).toEqual(["mandatory key-rotated key"]);
    expect(pack.judgeStack([]).reports).toHaveLength(2);
  });

  test("what is configured anew takes the place of what was", async () => {
    const pack = await configured([WAIVER]);
    pack.configure({});
    expect(told(pack.judge(KEY).reports)).toEqual(["mandatory key-rotated key"]);
  });
});

test.each<[unknown, number, readonly string[]]>([
  [undefined, 0, []],
  [[], 0, []],
  [[WAIVER], 1, []],
  [{ 0: WAIVER }, 0, ["entries is no list; accepted: a list of waivers"]],
  ["*", 0, ["entries is no list; accepted: a list of waivers"]],
])("handed over: %j", (handed, valid, errors) => {
  const found = handedWaivers(handed, rules, TODAY);
  expect([found.valid.length, found.errors]).toEqual([valid, errors]);
});

describe("the mark of a waiver", () => {
  const handed = handedWaivers([WAIVER], rules, TODAY);
  const report = (level: Report["level"], name = "key") => waived({ policy: "key-rotated", urn: urnOf(name), level, message: "wrong" }, handed);

  test.each<[Report["level"], "mandatory" | "advisory"]>([["mandatory", "mandatory"], ["remediate", "mandatory"], ["advisory", "advisory"]])("tells that a %s violation would be %s", (level, enforcement) => {
    expect(report(level).level).toBe("advisory");
    expect(withoutMark(report(level).message)).toEqual({ message: "wrong", enforcement });
  });

  test("is on waived violations only, at their end only", () => {
    expect(report("mandatory", "other")).toEqual({ policy: "key-rotated", urn: urnOf("other"), level: "mandatory", message: "wrong" });
    for (const message of ["wrong", "mandatory, but waived until 2026-01-01 x", "a\nmandatory, but waived until 2026-01-01 x\nmore"]) expect(withoutMark(message)).toBeUndefined();
  });

  test.each([[0, "0 days"], [1, "1 day"], [2, "2 days"]])("counts %i days", (daysLeft, expected) => {
    expect(waiverLine({ ...WAIVER, entry: 1, daysLeft })).toBe(`waived until ${day(5)} (${expected} left): moved next week; OPS-1, owner anna, approved by ben`);
  });
});
