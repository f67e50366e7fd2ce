import { describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { componentTable } from "../../../golive/format/summary.ts";
import { Collector, errorsOf } from "../../../golive/run/collect.ts";
import { describe as line } from "../../../golive/run/progress.ts";
import { previewReport } from "../../../golive/run/report.ts";
import type { PreviewReport } from "../../../golive/run/report.ts";
import { checkText } from "../../../golive/report/text.ts";
import { makeReport } from "../../../golive/report/make.ts";
import { waivedExitCode, withWaivers } from "../../../golive/waivers/file.ts";
import { ruleNamed } from "../../../policies/catalogue.ts";

const event = (body: object): EngineEvent => ({ sequence: 0, timestamp: 0, ...body }) as EngineEvent;
const urn = (type: string, name: string): string => `urn:pulumi:local::optibid::${type}::${name}`;
const step = (type: string, name: string, op = "create", parent = ""): EngineEvent => {
  const metadata = { op, urn: urn(type, name), type, new: { parent }, provider: "" };
  return event({ resourcePreEvent: { metadata } });
};
const outputs = (type: string, name: string): EngineEvent => event({ resOutputsEvent: { metadata: { op: "create", urn: urn(type, name), type } } });
const policy = (name: string, message: string, enforcementLevel = "mandatory"): EngineEvent =>
  event({ policyEvent: { policyName: name, policyPackName: "golive", enforcementLevel, resourceUrn: urn("aws:rds/instance:Instance", "db"), message, color: "never", policyPackVersion: "", policyPackVersionTag: "" } });

const collected = (...events: EngineEvent[]): Collector => {
  const account = new Collector();
  for (const each of events) account.add(each);
  return account;
};

describe("collector", () => {
  test("knows what is being worked on and what is done", () => {
    const account = collected(step("aws:ec2/vpc:Vpc", "v"), step("aws:ec2/subnet:Subnet", "s"), outputs("aws:ec2/vpc:Vpc", "v"));
    expect([...account.working]).toEqual([urn("aws:ec2/subnet:Subnet", "s")]);
    expect(account.done).toBe(1);
    expect(line("updating x", account, 10, 4200)).toBe("updating x: 1 of 10 resources, 4 s · aws:ec2/subnet:Subnet s");
  });

  test("has what a program said when it threw, once and without its trace", () => {
    const said = (message: string): EngineEvent => event({ diagnosticEvent: { severity: "error", message, prefix: "", color: "never", streamID: 0 } });
    const trace = "\n      at Object.callback (invoke.js:229:29)\n    at ../../resolving-call.js:155:78\n";
    const account = collected(said(`Unhandled exception: TypeError: the token has expired${trace}`), said(`the token has expired${trace}`), said("update failed"), said("a subnet at fault:\n  at least two zones"));
    expect(errorsOf(account)).toEqual(["the token has expired", "update failed", "a subnet at fault:\n  at least two zones"]);
  });

  test("tells a replacement as one step", () => {
    const account = collected(step("aws:ec2/vpc:Vpc", "v", "create-replacement"), step("aws:ec2/vpc:Vpc", "v", "replace"), step("aws:ec2/vpc:Vpc", "v", "delete-replaced"));
    expect([...account.steps.values()].map(({ operation }) => operation)).toEqual(["replace"]);
  });

  test("puts errors that come in pieces together", () => {
    const piece = (message: string): EngineEvent => event({ diagnosticEvent: { message, severity: "info#err", color: "never", streamID: 1 } });
    expect(collected(piece("one "), piece("line\n")).diagnostics).toEqual([{ severity: "info#err", message: "one line" }]);
  });
});

describe("report", () => {
  const exitCode = (report: PreviewReport): number => waivedExitCode(withWaivers(report, undefined, new Date()));
  const rule = ruleNamed("database-multi-az")!;

  test("a violation carries its rule's items, severity and fix, and its message without the rule's demand", () => {
    const report = previewReport("local", collected(policy(rule.name, `${rule.demands}\nmultiAz: multiAz is off`)), "preview failed");
    expect(report.violations).toEqual([
      { rule: rule.name, items: rule.items, severity: rule.severity, enforcement: "mandatory", urn: urn("aws:rds/instance:Instance", "db"), message: "multiAz: multiAz is off", remediation: rule.remediation },
    ]);
    expect(exitCode(report)).toBe(2);
    expect(checkText(makeReport(report, true).check)).toContain(rule.remediation);
  });

  test.each([
    ["advisory", "mandatory", "mandatory", "off"],
    ["advisory", "advisory", "advisory", "off"],
    // What is blocked is blocked, whatever a message says that may quote what somebody wrote.
    ["mandatory", "advisory", "mandatory", "off\nadvisory, but waived until 2026-01-01 (1 day left): x"],
  ])("reported as %s and waived, otherwise %s: %s, without the mark", (reported, otherwise, enforcement, message) => {
    const report = previewReport("local", collected(policy(rule.name, `${rule.demands}\noff\n${otherwise}, but waived until 2026-01-01 (1 day left): x`, reported)));
    expect(report.violations.map((each) => [each.enforcement, each.message])).toEqual([[enforcement, message]]);
    expect(report.summary.mandatory).toBe(enforcement === "mandatory" ? 1 : 0);
  });

  test("deferred verdicts are read from their own policy and are no violation", () => {
    const deferred = { rule: rule.name, items: rule.items, urn: "u", reason: "unknown" };
    const report = previewReport("local", collected(policy("deferred-verdicts", `Verdicts that wait\n${JSON.stringify({ deferred })}`, "advisory")));
    expect(report.deferred).toEqual([deferred]);
    expect(report.violations).toEqual([]);
    expect(exitCode(report)).toBe(0);
  });

  test("an advisory violation is shown and lets the deployment through", () => {
    const report = previewReport("dev", collected(policy(rule.name, "off", "advisory")));
    expect(report.summary).toMatchObject({ mandatory: 0, advisory: 1 });
    expect(exitCode(report)).toBe(0);
  });

  test("an error of the engine is a failure, with or without violations", () => {
    const error = event({ diagnosticEvent: { message: "no such plugin", severity: "error", color: "never" } });
    expect(exitCode(previewReport("local", collected(error), "preview failed"))).toBe(1);
    expect(exitCode(previewReport("local", collected(error, policy(rule.name, "off")), "preview failed"))).toBe(1);
    expect(exitCode(previewReport("local", collected(), "killed"))).toBe(1);
  });

  test("the engine's closing words beside a violation are no error of their own", () => {
    const closing = event({ diagnosticEvent: { message: "preview failed", severity: "error", color: "never" } });
    expect(exitCode(previewReport("local", collected(closing, policy(rule.name, "off")), "preview failed"))).toBe(2);
  });
});

test("resources are counted by the component they belong to", () => {
  const platform = urn("golive:platform:Platform", "optibid");
  const network = urn("golive:network:Network", "optibid-network");
  const account = collected(
    step("golive:platform:Platform", "optibid"),
    step("golive:network:Network", "optibid-network", "create", platform),
    step("aws:ec2/vpc:Vpc", "v", "create", network),
    step("aws:ec2/subnet:Subnet", "s", "create", network),
  );
  expect(componentTable(account)).toBe("  Network  2 resources");
});
