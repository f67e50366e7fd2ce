/** What a fix does not change comes back as it came. */
import { describe, expect, test } from "@jest/globals";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Change } from "../../policies/remediations/remediation.ts";
import { changed } from "../../policies/remediations/wire.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { GROUP, KNOWN, mend, packWith, secret, SIGNATURE } from "./remediation.ts";

type Values = Record<string, JavaScriptValue>;

describe("everything else", () => {
  const VALUES = {
    plain: [1, 0.1, -0, true, false, null, "text", "", [], {}, [[null]], { deep: [{ er: 1 }] }],
    unknown: UNKNOWN,
    unknowns: ["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"],
    secret: secret({ password: "hush", not: UNKNOWN }),
    asset: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "abc", text: "hello" },
    archive: { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", hash: "abc", assets: { "index.mjs": { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", path: "./index.mjs" } } },
    __defaults: ["name", "retentionInDays"],
    "": "a key without letters",
  };

  test("comes back as it came", async () => {
    const mended = await mend(packWith(), GROUP, { ...VALUES, retentionInDays: 7 });
    expect(mended.policies).toEqual(["ownership-tags", "log-group-retention"]);
    expect(mended.props).toEqual({ ...VALUES, __defaults: ["name"], retentionInDays: 30, tags: KNOWN });
  });

  test("is the same bytes, be it a kind of value that nobody here knows, or named like what every object has", () => {
    const odd: Values = { output: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: UNKNOWN, secret: true, dependencies: ["urn"] }, reference: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "" }, other: { [SIGNATURE]: "something newer", value: 1 } };
    const before = struct.Struct.fromJavaScript({ ...VALUES, ...odd });
    before.getFieldsMap().set("__proto__", struct.Value.fromJavaScript("a name like any other"));
    const after = changed(before, [{ path: ["retentionInDays"], value: 30 }]);
    for (const [key, value] of before.getFieldsMap().entries()) if (key !== "__defaults") expect([key, after.getFieldsMap().get(key)?.serializeBinary()]).toEqual([key, value.serializeBinary()]);
    expect(after.getFieldsMap().getLength()).toBe(before.getFieldsMap().getLength() + 1);
    expect(before.getFieldsMap().has("retentionInDays")).toBe(false);
  });

  test.each<[string, Values, Change, Values]>([
    ["a secret stays one", { a: secret("x") }, { path: ["a"], value: "y" }, { a: secret("y") }],
    ["a secret in a secret", { a: secret(secret(1)) }, { path: ["a"], value: 2 }, { a: secret(secret(2)) }],
    ["an output stays one", { a: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1, dependencies: [] } }, { path: ["a"], value: 2 }, { a: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 2, dependencies: [] } }],
    ["a secret without a value", { a: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" } }, { path: ["a"], value: 2 }, { a: 2 }],
    ["through a list of one secret", { a: [secret({ b: 1 })] }, { path: ["a", "b"], value: 2 }, { a: [secret({ b: 2 })] }],
    ["to be made on the way", {}, { path: ["a", "b", "c"], value: 2 }, { a: { b: { c: 2 } } }],
    ["in place of null", { a: null }, { path: ["a", "b"], value: "2" }, { a: { b: "2" } }],
    ["in place of an empty list", { a: [] }, { path: ["a", "b"], value: "2" }, { a: { b: "2" } }],
    ["from nowhere", { a: 1 }, { path: ["b"], from: ["c"] }, { a: 1 }],
    ["at no path", { a: 1 }, { path: [], value: 2 }, { a: 1, "": 2 }],
  ])("%s", (_title, before, change, after) => {
    expect(changed(struct.Struct.fromJavaScript(before), [change]).toJavaScript()).toEqual(after);
  });
});
