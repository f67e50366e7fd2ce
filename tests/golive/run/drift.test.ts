import { describe, expect, test } from "@jest/globals";
import { differences, findingsOf } from "../../../golive/run/drift.ts";
import { masked } from "../../../golive/run/mask.ts";

const state = (outputs: Record<string, unknown>) => ({ type: "t", urn: "u", id: "i", parent: "", inputs: {}, outputs, provider: "", custom: true });

describe("differences", () => {
  test.each([
    ["nothing", { a: 1, b: [1, { c: 2 }] }, { a: 1, b: [1, { c: 2 }] }, []],
    ["a value", { a: 1 }, { a: 2 }, [{ path: "a", recorded: 1, actual: 2 }]],
    ["a nested value", { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, [{ path: "a.b[0].c", recorded: 1, actual: 2 }]],
    ["a key with a dot", { tags: { "a.b": "x" } }, { tags: { "a.b": "y" } }, [{ path: 'tags["a.b"]', recorded: "x", actual: "y" }]],
    ["something new", {}, { a: 1 }, [{ path: "a", actual: 1 }]],
    ["something gone", { a: 1 }, {}, [{ path: "a", recorded: 1 }]],
    ["a longer list", { a: [1] }, { a: [1, 2] }, [{ path: "a", recorded: [1], actual: [1, 2] }]],
    ["what the bridge notes for itself", { __defaults: [] }, { __defaults: ["name"] }, []],
  ])("%s", (_what, recorded, actual, expected) => {
    expect(differences(recorded, actual, "")).toEqual(expected);
  });
});

describe("findings", () => {
  test("a resource that is gone", () => {
    expect(findingsOf({ op: "delete" as never, urn: "u", old: state({ a: 1 }) })).toEqual([{ urn: "u", kind: "deleted", path: "" }]);
  });

  test("components do not drift", () => {
    expect(findingsOf({ op: "refresh" as never, urn: "u", old: { ...state({}), custom: false }, new: state({ a: 1 }) })).toEqual([]);
  });

  test("secrets are masked on both sides", () => {
    const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
    expect(masked({ a: [secret("hush")] })).toEqual({ a: ["[secret]"] });
    expect(JSON.stringify(findingsOf({ op: "update" as never, urn: "u", old: state({ p: secret("old"), q: 1 }), new: state({ p: secret("new"), q: 2 }), detailedDiff: { p: {} } as never }))).not.toMatch(/old|new/);
  });

  test("a secret that changed is found, though neither value is shown", () => {
    const found = findingsOf({ op: "update" as never, urn: "u", old: state({ password: "[secret]" }), new: state({ password: "[secret]" }), detailedDiff: { password: { diffKind: "update" } } as never });
    expect(found).toEqual([{ urn: "u", kind: "changed", path: "password", recorded: "[secret]", actual: "[secret]" }]);
  });
});

describe("secrets that moved", () => {
  test("one side masked masks the other", () => {
    expect(differences({ a: "[secret]" }, { a: "hunter2" }, "")).toEqual([{ path: "a", recorded: "[secret]", actual: "[secret]" }]);
    expect(JSON.stringify(differences({ a: ["[secret]"] }, { a: ["x", "hunter2"] }, ""))).not.toContain("hunter2");
  });

  test("masked on both sides is no difference by itself", () => {
    expect(differences({ a: ["[secret]"] }, { a: "[secret]" }, "")).toEqual([]);
  });
});
