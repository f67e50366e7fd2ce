/* eslint-disable @typescript-eslint/no-explicit-any -- answers are read by name */
/** What a stack lets the pack mend. */
import { describe, expect, test } from "@jest/globals";
import { policies as section } from "../../config/sections/policies.ts";
import { Analyzer } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import { choiceOf, NOTHING, type Choice } from "../../policies/remediations/choice.ts";
import { KINDS } from "../../policies/remediations/remediation.ts";
import { remediations } from "../../policies/remediations/table.ts";
import { call, GROUP, LISTENER, packWith } from "./remediation.ts";

describe("a stack's choice", () => {
  test.each<[Record<string, unknown> | string | undefined, Choice]>([
    [undefined, NOTHING],
    ["{", NOTHING],
    ["7", NOTHING],
    [{ "optibid:policies": '{"remediate":["tls","tags"]}' }, { kinds: ["tags", "tls"], tags: {} }],
    [{ "optibid:policies": '{"remediate":"log-retention"}' }, { kinds: ["log-retention"], tags: {} }],
    [{ "optibid:policies": '{"remediate":["everything"]}' }, NOTHING],
    [{ "optibid:policies": "[]" }, NOTHING],
    [{ "optibid:policies": "{" }, NOTHING],
    [{ "optibid:owner": "a", "optibid:environment": "dev", "optibid:costCentre": "c" }, { kinds: [], tags: { owner: "a", environment: "dev", "cost-centre": "c" } }],
    [{ "optibid:owner": "" }, NOTHING],
  ])("%j", (config, expected) => {
    expect(choiceOf({ PULUMI_CONFIG: typeof config === "string" ? config : JSON.stringify(config) })).toEqual(expected);
  });

  test("has the kinds that the configuration knows", () => {
    expect(section.parse({ remediate: [...KINDS] })).toMatchObject({ remediate: [...KINDS] });
    expect(section.parse(undefined)).toMatchObject({ remediate: [] });
    expect(() => section.parse({ remediate: ["tags", "tags"] })).toThrow("different");
    expect(() => section.parse({ remediate: ["all"] })).toThrow();
  });

  test("shows in what the pack says of itself", async () => {
    const levels = async (pack: Analyzer): Promise<Record<string, number>> => {
      const info = await call(pack, "getAnalyzerInfo", undefined);
      return Object.fromEntries(info.getPoliciesList().map((each: any) => [each.getName(), each.getEnforcementlevel()]));
    };
    const [off, on] = [await levels(new Analyzer(rules, "mandatory")), await levels(packWith())];
    expect(off["ownership-tags"]).toBe(2);
    expect(Object.entries(off).filter(([, level]) => level === 3)).toEqual([]);
    expect(Object.entries(on).filter(([, level]) => level === 3).map(([name]) => name).sort()).toEqual(remediations.map(({ policy }) => policy).sort());
    const single = new Analyzer(rules, "mandatory");
    single.configure({ "ownership-tags": { enforcementLevel: "remediate" }, "listener-tls-minimum": { enforcementLevel: "mandatory" } });
    expect(single.fixesFor(GROUP).on.map(({ policy }) => policy)).toEqual(["ownership-tags"]);
    expect(single.fixesFor(LISTENER).on.map(({ policy }) => policy)).toEqual(["ownership-tags"]);
  });
});
