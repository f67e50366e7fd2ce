import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { applyChange, parseChange } from "../../../rehearsal/world/edit.ts";
import type { Edit } from "../../../rehearsal/world/edit.ts";
import { openStore } from "../../../rehearsal/world/store.ts";
import type { Kept } from "../../../rehearsal/world/store.ts";
import { maskedEntity } from "../../../golive/run/mask.ts";

const thing = (more: Partial<Kept> = {}): Kept => ({ token: "t", id: "i", region: "r", urn: "u", seed: "s", secrets: [], inputs: { a: 1 }, outputs: { a: 1, arn: "x" }, ...more });

describe("a change", () => {
  test.each([
    ["a=2", { path: ["a"], value: 2 }],
    ["a=true", { path: ["a"], value: true }],
    ["a=text", { path: ["a"], value: "text" }],
    ["a=x=y", { path: ["a"], value: "x=y" }],
    ["a=", { path: ["a"], value: undefined }],
    ["a.b[0].c=[1]", { path: ["a", "b", 0, "c"], value: [1] }],
  ])("%s", (text, edit) => {
    expect(parseChange(text)).toEqual(edit);
  });

  test.each(["a", "=1", "[0]=1", ""])("%j is refused", (text) => {
    expect(parseChange(text)).toHaveProperty("fault");
  });

  test("of an argument shows in what was given and in what is reported", () => {
    expect(applyChange(thing(), { path: ["a"], value: 2 })).toMatchObject({ inputs: { a: 2 }, outputs: { a: 2, arn: "x" } });
  });

  test("that removes leaves the rest", () => {
    expect(applyChange(thing(), { path: ["a"], value: undefined })).toMatchObject({ inputs: {}, outputs: { arn: "x" } });
  });

  test("whatever is typed is a change or a fault, and a change can be made", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseChange(text);
        if (!("fault" in parsed)) applyChange(thing(), parsed as Edit);
        return true;
      }),
    );
  });
});

test("secrets are masked at their paths, deep ones too", () => {
  const entity = thing({ secrets: ['["a"]', '["list",1,"p"]'], inputs: { a: "hush" }, outputs: { a: "hush", list: [{ p: "seen" }, { p: "hush" }] } });
  expect(maskedEntity(entity)).toEqual({ inputs: { a: "[secret]" }, outputs: { a: "[secret]", list: [{ p: "seen" }, { p: "[secret]" }] } });
});

describe("the store", () => {
  test("keeps things by type, region and id, and counts generations", async () => {
    const directory = mkdtempSync(join(tmpdir(), "golive-store-"));
    const store = openStore(directory);
    store.put(thing({ region: "one" }));
    store.put(thing({ region: "two", id: "j" }));
    expect(store.list("t").map(({ id }) => id)).toEqual(["i", "j"]);
    expect(store.list("t", "two").map(({ id }) => id)).toEqual(["j"]);
    expect(store.get("t", "j")?.region).toBe("two");
    expect(store.get("t", "j", "one")).toBeUndefined();
    expect([store.nextGeneration("u"), store.nextGeneration("u"), store.nextGeneration("v")]).toEqual([1, 2, 1]);
    expect(store.remove("t", "one", "i")).toBe(true);
    expect(store.remove("t", "one", "i")).toBe(false);
    await store.close();
    const again = openStore(directory);
    expect([...again.all()].map(({ id }) => id)).toEqual(["j"]);
    await again.close();
    rmSync(directory, { recursive: true, force: true });
  });
});
