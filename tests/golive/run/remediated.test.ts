/** What the policy pack mended, from the engine's event to every output. */
import { describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { markdown } from "../../../golive/report/markdown.ts";
import { remediationsText, checkText } from "../../../golive/report/text.ts";
import { policyLines, asJson } from "../../../golive/commands/up.ts";
import { withWaivers } from "../../../golive/waivers/file.ts";
import { Collector } from "../../../golive/run/collect.ts";
import { remediatedBy } from "../../../golive/run/remediated.ts";
import { previewReport } from "../../../golive/run/report.ts";
import { check, HOSTILE, preview, TODAY, urn } from "../report/sample.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (plaintext: string) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", plaintext });
const event = (before: unknown, after: unknown, more: object = { resourceUrn: urn("logs") }) =>
  ({ sequence: 1, timestamp: 0, policyRemediationEvent: { policyName: "log-group-retention", policyPackName: "golive", before, after, ...more } }) as unknown as EngineEvent;

describe("an event tells", () => {
  test.each<[string, unknown, unknown, readonly (readonly [string, unknown, unknown])[]]>([
    ["what changed", { a: 1, b: { c: 2, d: [1] } }, { a: 1, b: { c: 3, d: [1] } }, [["b.c", 2, 3]]],
    ["what came", { a: 1 }, { a: 1, tags: { owner: "x", "a b": "y" } }, [["tags.owner", null, "x"], ['tags["a b"]', null, "y"]]],
    ["what went", { a: 1, b: 2 }, { a: 1 }, [["b", 2, null]]],
    ["a list as a whole", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, [["a", [{ b: 1 }], [{ b: 2 }]]]],
    ["no secret", { a: secret("hush"), b: { c: secret("x") } }, { a: secret("husher"), b: { c: 1 } }, [["a", "[secret]", "[secret]"], ["b.c", "[secret]", 1]]],
    ["nothing that is not known yet", { a: 1 }, { a: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, [["a", 1, "<unknown>"]]],
    ["no bookkeeping", { a: 1, __defaults: ["a"] }, { a: 2, __defaults: [] }, [["a", 1, 2]]],
    ["an object in place of nothing", { a: null }, { a: { b: 1 } }, [["a.b", null, 1]]],
    ["all there is where there was nothing", undefined, { a: 1 }, [["a", null, 1]]],
    ["nothing where it is all masked", { a: "[secret]" }, { a: "[secret]" }, []],
    ["nothing where nothing is left", { a: 1 }, undefined, [["a", 1, null]]],
  ])("%s", (_what, before, after, expected) => {
    expect(remediatedBy(event(before, after))).toEqual({ policy: "log-group-retention", urn: urn("logs"), changes: expected.map(([property, old, now]) => ({ property, before: old, after: now })) });
  });

  test("of no resource, and others tell nothing", () => {
    expect(remediatedBy(event({}, {}, {}))).toEqual({ policy: "log-group-retention", urn: "", changes: [] });
    expect(remediatedBy({ sequence: 1, timestamp: 0 } as EngineEvent)).toBeUndefined();
  });
});

describe("outputs", () => {
  const account = new Collector();
  account.add(event({ retentionInDays: 7 }, { retentionInDays: 30, tags: { owner: HOSTILE } }));
  account.add(event({ value: "[secret]" }, { value: "[secret]" }));
  const report = previewReport("production", account);
  const made = check(preview([], { remediations: report.remediations }));

  test("JSON has every property before and after, with its place, secrets masked", () => {
    expect(report.remediations.map(({ changes }) => changes.length)).toEqual([2, 0]);
    expect(made.remediations[0]).toMatchObject({ policy: "log-group-retention", location: { type: "aws:rds/instance:Instance", name: "logs" }, changes: [{ property: "retentionInDays", before: 7, after: 30 }, { property: "tags.owner", before: null }] });
    expect(JSON.stringify(made)).not.toContain("hunter2hunter2");
    expect(made.verdict).toBe("clean");
  });

  test("text and Markdown show them and hold nothing that would move a cursor or call somebody", () => {
    const [text, comment] = [checkText(made), markdown(made, "")];
    expect(text).toContain("Mended by the policy pack\n");
    expect(text).toContain("    retentionInDays: 7 → 30\n    tags.owner: not set → ");
    expect(text).toContain("    what changed is secret\n");
    expect(text).not.toContain("\u001b[31m");
    expect(comment).toContain("<details open><summary>Mended by the policy pack (2)</summary>");
    expect(comment).toContain("  retentionInDays: 7 → 30<br>");
    expect(comment).not.toMatch(/@everyone|hunter2/);
    expect(remediationsText([])).toBe("");
    expect(checkText(check(preview([])))).not.toContain("Mended");
    expect(markdown(check(preview([])), "")).not.toContain("Mended");
  });

  test("golive up tells them too", () => {
    const plan = { waived: withWaivers(preview([], { remediations: report.remediations }), undefined, TODAY), check: made };
    expect(policyLines(plan, undefined).join("\n")).toContain("retentionInDays: 7 → 30");
    expect(asJson("production", { plan }, { steps: [] })).toMatchObject({ remediations: report.remediations });
  });
});
