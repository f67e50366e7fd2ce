/** Tags that the pack adds: where their values come from, and where it leaves them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { TAGGABLE } from "../../policies/remediations/taggable.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { CACHE } from "../../golive/run/places.ts";
import { GROUP, KNOWN, mend, packWith, ROLE, secret } from "./remediation.ts";
import type { Props } from "./remediation.ts";

describe("tags", () => {
  const pack = packWith({ kinds: ["tags"] });
  const all = { ...KNOWN, "data-classification": "internal" };

  test.each<[string, string, Props, Props | undefined]>([
    ["are added from the settings, and classification is not made up", GROUP, {}, KNOWN],
    ["are added to others", GROUP, { tags: { Name: "a", owner: "storage" } }, { Name: "a", owner: "storage", environment: "staging", "cost-centre": "trading" }],
    ["that are empty are filled", GROUP, { tags: { ...all, owner: "" } }, all],
    ["that are null are filled", GROUP, { tags: { ...all, owner: null } }, all],
    ["that are there stay", GROUP, { tags: { ...all, owner: "others" } }, undefined],
    ["that are not known yet stay", GROUP, { tags: { ...all, owner: UNKNOWN } }, undefined],
    ["none of which is known yet stay", GROUP, { tags: UNKNOWN }, undefined],
    ["that are null altogether are added", GROUP, { tags: null }, KNOWN],
    ["are copied from another spelling", GROUP, { tags: { Owner: "storage", Environment: "x", CostCenter: "42", DataClassification: "public" } }, { Owner: "storage", Environment: "x", CostCenter: "42", DataClassification: "public", owner: "storage", environment: "x", "cost-centre": "42", "data-classification": "public" }],
    ["are copied before they are known", GROUP, { tags: { ...KNOWN, data_classification: UNKNOWN } }, { ...KNOWN, data_classification: UNKNOWN, "data-classification": UNKNOWN }],
    ["are not copied from an empty one", GROUP, { tags: { ...KNOWN, dataClassification: "" } }, undefined],
    ["of IAM that differ in case only are left", ROLE, { tags: { Owner: "storage", environment: "x", CostCenter: "42" } }, { Owner: "storage", environment: "x", CostCenter: "42", "cost-centre": "42" }],
    ["are left where an object has no room for them", "aws:s3/bucketObjectv2:BucketObjectv2", { tags: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`t${index}`, "x"])) }, undefined],
    ["are left where there is no room for them", GROUP, { tags: Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`t${index}`, "x"])) }, undefined],
    ["are left on types that take none", "aws:ec2/route:Route", {}, undefined],
    ["named like what every object has are tags", GROUP, { tags: { ...all, constructor: "x" } }, undefined],
  ])("%s", async (_title, type, props, tags) => {
    const mended = await mend(pack, type, props);
    expect(mended.props).toEqual(tags === undefined ? props : { tags });
    expect(mended.policies).toEqual(tags === undefined ? [] : ["ownership-tags"]);
    expect((await mend(pack, type, mended.props)).policies).toEqual([]);
  });

  test("are left where the settings say nothing", async () => {
    expect((await mend(packWith({ kinds: ["tags"], tags: {} }), GROUP, {})).policies).toEqual([]);
    expect((await mend(packWith({ kinds: ["tags"], tags: { owner: "a" } }), GROUP, {})).props).toEqual({ tags: { owner: "a" } });
  });

  test("copied from a secret are secret, within secrets too", async () => {
    const mended = await mend(packWith({ kinds: ["tags"], tags: {} }), GROUP, { tags: { Owner: secret("hush") } });
    expect(mended.props).toEqual({ tags: { Owner: secret("hush"), owner: secret("hush") } });
    expect((await mend(pack, GROUP, { tags: secret({ ...all, owner: null }) })).props).toEqual({ tags: secret(all) });
  });

  test("go on types whose arguments the provider declares a map of tags, and on all of those that the platform has", () => {
    const schemas = openSchemas({ cacheDirectory: CACHE });
    const takesTags = (type: string): boolean => {
      const tags = schemas.resource(type).inputs["tags"];
      return tags?.type.kind === "map" && !tags.replaces;
    };
    expect(TAGGABLE.filter((type) => !takesTags(type))).toEqual([]);
    const graphs = readdirSync("tests/golden/graphs").map((file) => readFileSync(`tests/golden/graphs/${file}`, "utf8")).join("\n");
    const deployed = new Set(graphs.match(/(?<=^  type: )aws:\S+$/gm));
    expect(deployed.size).toBeGreaterThan(100);
    expect([...deployed].filter((type) => takesTags(type) && !TAGGABLE.includes(type))).toEqual([]);
  });
});
