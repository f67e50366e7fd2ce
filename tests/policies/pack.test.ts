/* eslint-disable @typescript-eslint/no-explicit-any -- requests and answers are built by name */
/**
 * The pack as the engine sees it: requests go through its gRPC handlers.
 */
import { describe, expect, test } from "@jest/globals";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { rules as catalogue } from "../../policies/catalogue.ts";
import { tightened, THRESHOLDS } from "../../policies/config.ts";
import { enforcementLevel } from "../../policies/environment.ts";
import { evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { Analyzer, DEFERRED_POLICY } from "../../policies/analyzer.ts";
import { handlers } from "../../policies/server.ts";
import { examine, type Rule } from "../../policies/rule.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { WAIVERS_POLICY } from "../../policies/waived.ts";
import { resource, urnOf } from "./support.ts";

const PACK = { name: "golive", version: "1.0.0", description: "" };

interface Reported {
  policy: string;
  message: string;
  urn: string;
  level: number;
}

async function ask(made: Analyzer, method: string, request: unknown): Promise<any> {
  const handler = handlers(made, PACK)[method] as any;
  return new Promise((resolve, reject) => handler({ request }, (error: { details: string } | null, value: unknown) => (error === null ? resolve(value) : reject(new Error(error.details)))));
}

/** Judgements travel as the bytes that the engine sends and gets. */
async function call(method: string, made: Analyzer, request: any): Promise<{ reported: Reported[]; notApplicable: string[] }> {
  const answer = (analyzer as any).AnalyzeResponse.deserializeBinary(await ask(made, method, request.serializeBinary()));
  return {
    reported: answer.getDiagnosticsList().map((diagnostic: any) => ({ policy: diagnostic.getPolicyname(), message: diagnostic.getMessage(), urn: diagnostic.getUrn(), level: diagnostic.getEnforcementlevel() })),
    notApplicable: answer.getNotApplicableList().map((entry: any) => entry.getPolicyName()),
  };
}

function fill(request: any, node: Node, props: Node["props"]): any {
  request.setUrn(node.urn);
  request.setType(node.type);
  request.setName(node.name);
  request.setProperties((struct as any).Struct.fromJavaScript(props));
  request.setOptions(new (analyzer as any).AnalyzerResourceOptions());
  return request;
}

const analyzeResource = (made: Analyzer, node: Node) => call("analyze", made, fill(new (analyzer as any).AnalyzeRequest(), node, node.props));

function analyzeStack(made: Analyzer, nodes: readonly Node[]) {
  const request = new (analyzer as any).AnalyzeStackRequest();
  request.setResourcesList(
    nodes.map((node) => {
      const entry = fill(new (analyzer as any).AnalyzerResource(), node, node.outputs ?? node.props);
      entry.setDependenciesList([...node.dependencies]);
      for (const [property, urns] of Object.entries(node.propertyDependencies)) {
        const dependencies = new (analyzer as any).AnalyzerPropertyDependencies();
        dependencies.setUrnsList([...urns]);
        entry.getPropertydependenciesMap().set(property, dependencies);
      }
      return entry;
    }),
  );
  return call("analyzeStack", made, request);
}

const named = (name: string): Rule => {
  const rule = catalogue.find((candidate) => candidate.name === name);
  if (rule === undefined) throw new Error(name);
  return rule;
};
const ADVISORY = 0;
const MANDATORY = 1;
const KEY = "aws:kms/key:Key";
const VPC = "aws:ec2/vpc:Vpc";

describe("rules as policies", () => {
  test("a resource rule violates on inputs, with its demand, property and message", async () => {
    const { reported } = await analyzeResource(new Analyzer([named("key-rotated")], "mandatory"), resource(KEY, "key", {}));
    expect(reported).toEqual([{ policy: "key-rotated", message: "KMS keys rotate every year.\nenableKeyRotation: rotation is off, which is the default", urn: urnOf("key"), level: MANDATORY }]);
  });

  test("other types are not applicable", async () => {
    expect(await analyzeResource(new Analyzer([named("key-rotated")], "mandatory"), resource(VPC, "vpc", {}))).toEqual({ reported: [], notApplicable: ["key-rotated"] });
  });

  test("an unknown input is deferred: silent at the resource, advisory JSON at the stack, gone once it is known", async () => {
    const made = new Analyzer([named("key-rotated")], "mandatory");
    const key = resource(KEY, "key", { enableKeyRotation: UNKNOWN });
    expect((await analyzeResource(made, key)).reported).toEqual([]);
    const [deferred, ...more] = (await analyzeStack(made, [key])).reported;
    expect(more).toEqual([]);
    expect(deferred).toMatchObject({ policy: DEFERRED_POLICY, urn: urnOf("key"), level: ADVISORY });
    expect(JSON.parse(deferred?.message ?? "")).toEqual({
      deferred: { rule: "key-rotated", items: ["PRC-005", "PRC-111"], urn: urnOf("key"), reason: "string value at .enableKeyRotation can't be known during preview" },
    });
    expect((await analyzeResource(made, resource(KEY, "key", { enableKeyRotation: true }))).reported).toEqual([]);
    expect((await analyzeStack(made, [key])).reported).toEqual([]);
  });

  test("a stack rule names the resource, and follows edges while ids are unknown", async () => {
    const made = new Analyzer([named("vpc-flow-logs")], "mandatory");
    const vpc = resource(VPC, "vpc", { id: UNKNOWN });
    const log = resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: UNKNOWN, trafficType: "ALL" }, { vpcId: ["vpc"] });
    expect((await analyzeStack(made, [vpc, log])).reported).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect((await analyzeStack(made, [vpc])).reported).toEqual([{ policy: "vpc-flow-logs", message: "Every VPC logs at least the traffic it rejects.\nit has no flow log", urn: urnOf("vpc"), level: MANDATORY }]);
  });

  test("saved state without edges is matched by id", async () => {
    const nodes = [resource(VPC, "vpc", { id: "vpc-1" }), resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: "vpc-1", trafficType: "REJECT" })];
    expect((await analyzeStack(new Analyzer([named("vpc-flow-logs")], "mandatory"), nodes)).reported).toEqual([]);
  });

  test("a stack rule with nothing to look at is reported as not applicable", async () => {
    expect((await analyzeStack(new Analyzer([named("vpc-flow-logs")], "mandatory"), [])).notApplicable).toEqual(["vpc-flow-logs"]);
  });

  test("a rule that breaks is a violation that names it", async () => {
    const broken: Rule = { ...(named("key-rotated") as Rule & { looksAt: readonly string[] }), name: "broken", judge: () => { throw new TypeError("oops"); } };
    const { reported } = await analyzeResource(new Analyzer([broken], "mandatory"), resource(KEY, "key", {}));
    expect(reported.map(({ message }) => message)).toEqual(["KMS keys rotate every year.\nrule broken is broken and cannot vouch for this resource (TypeError: oops); report the bug in the rule"]);
    expect(evaluate([resource(KEY, "key", {})], [broken]).map(({ outcome }) => outcome)).toEqual(["violation"]);
  });

  test("the whole catalogue is described, and judges an empty stack", async () => {
    const made = new Analyzer(catalogue, "mandatory");
    const info = await ask(made, "getAnalyzerInfo", undefined);
    const names = info.getPoliciesList().map((policy: any) => policy.getName());
    expect(names).toEqual([...catalogue.map(({ name }) => name), "ownership-tags", DEFERRED_POLICY, WAIVERS_POLICY]);
    expect(info.getSupportsconfig()).toBe(true);
    const retention = info.getPoliciesList().find((policy: any) => policy.getName() === "database-backup-retention");
    expect(retention.toObject()).toMatchObject({ policyType: 1, enforcementlevel: MANDATORY, severity: 4, configschema: { properties: { fieldsMap: [["backupDays", expect.anything()]] } } });
    expect((await analyzeStack(made, [resource("pulumi:pulumi:Stack", "stack", {})])).reported).toEqual([]);
  });
});

describe("what is wrong is not hidden by what is unknown", () => {
  test.each([
    ["both", [UNKNOWN, "bad"], "violation"],
    ["only unknown", [UNKNOWN], "deferred"],
    ["neither", ["good"], "pass"],
  ])("%s", (_title, values, expected) => {
    const judge = (node: Node) => examine((check) => check.each(() => node.props["values"] as unknown[], (value) => { if (value === "bad") check.fail("bad"); }));
    const rule: Rule = { ...(named("key-rotated") as Rule & { looksAt: readonly string[] }), judge };
    expect(evaluate([resource(KEY, "key", { values })], [rule]).map(({ outcome }) => outcome)).toEqual([expected]);
  });
});

describe("enforcement", () => {
  test.each([
    [undefined, "mandatory"],
    ["", "mandatory"],
    ["{", "mandatory"],
    ["{}", "mandatory"],
    ['"dev"', "mandatory"],
    ['{"optibid:environment":"production"}', "mandatory"],
    ['{"optibid:environment":"staging"}', "mandatory"],
    ['{"optibid:environment":"local"}', "mandatory"],
    ['{"other:environment":"dev"}', "mandatory"],
    ['{"optibid:environment":"dev"}', "advisory"],
  ])("configuration %s: %s", (config, level) => {
    expect(enforcementLevel({ PULUMI_CONFIG: config })).toBe(level);
  });
});

describe("the stack's configuration, as an engine with a language host hands it over", () => {
  test.each<[string, Record<string, string>, number]>([
    ["of dev", { "optibid:environment": "dev" }, ADVISORY],
    ["of production", { "optibid:environment": "production" }, MANDATORY],
    ["that names no environment", { "aws:region": "eu-central-1" }, MANDATORY],
  ])("%s", async (_title, config, level) => {
    const made = new Analyzer([named("key-rotated")], "mandatory");
    expect(await configuredLevel(made, config)).toEqual([level, level]);
  });

  test("none, as from pulumi policy analyze: what the pack's own environment said stays", async () => {
    expect(await configuredLevel(new Analyzer([named("key-rotated")], "advisory"), {})).toEqual([ADVISORY, ADVISORY]);
  });

  /** The level that the pack announces, and that of a violation. */
  async function configuredLevel(made: Analyzer, config: Record<string, string>): Promise<(number | undefined)[]> {
    const key = resource(KEY, "key", {});
    await analyzeResource(made, key);
    const request = new (analyzer as any).AnalyzerStackConfigureRequest();
    for (const [name, value] of Object.entries(config)) request.getConfigMap().set(name, value);
    await ask(made, "configureStack", request);
    const info = await ask(made, "getAnalyzerInfo", undefined);
    const [announced] = info.getPoliciesList();
    const [reported] = (await analyzeResource(made, key)).reported;
    return [announced.getEnforcementlevel(), reported?.level];
  }
});

describe("thresholds", () => {
  test.each([
    [{ backupDays: 35 }, "backupDays", 35],
    [{ backupDays: 7 }, "backupDays", THRESHOLDS.backupDays.value],
    [{ backupDays: "35" }, "backupDays", THRESHOLDS.backupDays.value],
    [{ slowQueryMilliseconds: 50 }, "slowQueryMilliseconds", 50],
    [{ slowQueryMilliseconds: 500 }, "slowQueryMilliseconds", THRESHOLDS.slowQueryMilliseconds.value],
  ] as const)("%j may only tighten", (overrides, name, expected) => {
    expect(tightened(overrides)[name]).toBe(expected);
  });
});

describe("settings of a stack", () => {
  const configured = async (level: number, properties: Record<string, unknown>) => {
    const made = new Analyzer([named("key-rotated"), named("vpc-flow-logs")], "mandatory");
    const request = new (analyzer as any).ConfigureAnalyzerRequest();
    for (const rule of ["key-rotated", "vpc-flow-logs"]) {
      const config = new (analyzer as any).PolicyConfig();
      config.setEnforcementlevel(level);
      config.setProperties((struct as any).Struct.fromJavaScript(properties));
      request.getPolicyconfigMap().set(rule, config);
    }
    await ask(made, "configure", request);
    return made;
  };

  test.each([
    ["advisory", 0, [0]],
    ["mandatory", 1, [1]],
    ["disabled", 2, []],
    ["remediate, without a remediation", 3, [1]],
  ])("%s", async (_title, level, expected) => {
    const made = await configured(level, {});
    expect((await analyzeResource(made, resource(KEY, "key", {}))).reported.map((each) => each.level)).toEqual(expected);
    expect((await analyzeStack(made, [resource(VPC, "vpc", { id: "vpc-1" })])).reported.map((each) => each.level)).toEqual(expected);
  });
});

test("a request that cannot be read fails with its cause, and is not passed", async () => {
  await expect(ask(new Analyzer(catalogue, "mandatory"), "analyze", Uint8Array.of(8, 255))).rejects.toThrow("Assertion failed");
});
