/** Requests as bytes: what a resource says beside its properties, and bytes that are no request. */
import { describe, expect, test } from "@jest/globals";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { Analyzer } from "../../policies/analyzer.ts";
import { ruleNamed } from "../../policies/catalogue.ts";
import { handlers } from "../../policies/server.ts";
import { nodeOf, nodesOf } from "../../policies/wire.ts";
import { resource } from "./support.ts";

const PACK = { name: "golive", version: "1.0.0", description: "" };
const KEY = "aws:kms/key:Key";
const pack = () => new Analyzer([ruleNamed("key-rotated")!], "mandatory");

describe("a resource", () => {
  const options = () => new analyzer.AnalyzerResourceOptions().setProtect(true).setDeletebeforereplace(true);
  const provider = new analyzer.AnalyzerProviderResource().setType("pulumi:providers:aws").setName("aws");

  test("alone, has its parent and protection among its options", () => {
    const bytes = new analyzer.AnalyzeRequest().setType(KEY).setUrn("urn:key").setName("key").setProvider(provider).setOptions(options().setParent("urn:parent")).serializeBinary();
    expect(nodeOf(bytes)).toEqual({ type: KEY, urn: "urn:key", name: "key", props: {}, parent: "urn:parent", dependencies: [], propertyDependencies: {}, protect: true });
  });

  test("of a stack, has them beside what it depends on", () => {
    const resource = new analyzer.AnalyzerResource().setType(KEY).setUrn("urn:key").setName("key").setProvider(provider).setOptions(options()).setParent("urn:parent").setDependenciesList(["urn:a", "urn:b"]);
    resource.getPropertydependenciesMap().set("policy", new analyzer.AnalyzerPropertyDependencies().setUrnsList(["urn:a"]));
    expect(nodesOf(new analyzer.AnalyzeStackRequest().setResourcesList([resource]).serializeBinary())).toEqual([
      { type: KEY, urn: "urn:key", name: "key", props: {}, parent: "urn:parent", dependencies: ["urn:a", "urn:b"], propertyDependencies: { policy: ["urn:a"] }, protect: true },
    ]);
  });

  test("with properties of the names that objects have of their own", () => {
    const names = ["__proto__", "constructor", "hasOwnProperty"];
    const properties = new struct.Struct();
    // The encoder loses the first, so another of its length is sent and renamed on the way.
    for (const name of ["__PROTO__", ...names.slice(1)]) properties.getFieldsMap().set(name, struct.Value.fromJavaScript("a name like any other"));
    const bytes = Buffer.from(new analyzer.AnalyzeRequest().setProperties(properties).serializeBinary());
    bytes.write("__proto__", bytes.indexOf("__PROTO__"));
    const { props } = nodeOf(bytes);
    expect(Object.entries(props).toSorted()).toEqual(names.map((name) => [name, "a name like any other"]));
    expect(Object.getPrototypeOf(props)).toBe(Object.prototype);
  });

  test("that says next to nothing", () => expect(nodeOf(new Uint8Array())).toEqual({ type: "", urn: "", name: "", props: {}, parent: undefined, dependencies: [], propertyDependencies: {}, protect: false }));
});

describe("bytes that are no request end in an error or in no verdict", () => {
  const whole = new analyzer.AnalyzeRequest().setType(KEY).setUrn("urn:key").setName("key").setOptions(new analyzer.AnalyzerResourceOptions().setProtect(true)).serializeBinary();
  const broken: readonly Uint8Array[] = [...Array.from({ length: whole.length }, (_unused, end) => whole.slice(0, end)), ...Array.from({ length: 256 }, (_unused, byte) => Uint8Array.of(byte, 0xff, byte, 0x01, 0x7f))];

  test("each", () => {
    const served = handlers(pack(), PACK)["analyze"] as unknown as (call: { request: Uint8Array }, done: (error: { details: string } | null, value?: Uint8Array) => void) => void;
    let answered = 0;
    for (const request of broken) {
      served({ request }, (error, value) => {
        answered += 1;
        if (error !== null) expect(error.details).toMatch(/\S/);
        else expect(value).toBeInstanceOf(Uint8Array);
      });
    }
    expect(answered).toBe(broken.length);
  });
});

test("an enforcement level that nobody knows leaves a rule at the pack's own", async () => {
  const made = pack();
  const request = new analyzer.ConfigureAnalyzerRequest();
  request.getPolicyconfigMap().set("key-rotated", new analyzer.PolicyConfig().setEnforcementlevel(7 as 0));
  await new Promise<void>((resolve) => (handlers(made, PACK)["configure"] as unknown as (call: object, done: () => void) => void)({ request }, resolve));
  expect(made.levelOf({ name: "key-rotated" })).toBe("mandatory");
});

test("what a stack's resource has no outputs for is judged by its inputs, where they were shown, and by nothing else", () => {
  const flowLog = ruleNamed("vpc-flow-logs")!;
  const vpc = (props: Record<string, unknown>) => resource("aws:ec2/vpc:Vpc", "vpc", props);
  const alone = new Analyzer([flowLog], "mandatory");
  expect(alone.judgeStack([vpc({ id: "vpc-1" })]).reports).toHaveLength(1);
  const both = new Analyzer([flowLog], "mandatory");
  const log = resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: "vpc-1", trafficType: "ALL" });
  both.judge(vpc({ id: "vpc-1" }));
  both.judge(log);
  expect(both.judgeStack([vpc({}), { ...log, props: {} }]).reports).toEqual([]);
  expect(both.judgeStack([vpc({ id: "vpc-2" }), log]).reports).toHaveLength(1);
});
