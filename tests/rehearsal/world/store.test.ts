/** The world on disk, and what each process remembers of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openStore } from "../../../rehearsal/world/store.ts";
import type { Kept } from "../../../rehearsal/world/store.ts";

const OTHER = fileURLToPath(new URL("./other.ts", import.meta.url));
const VPC = "aws:ec2/vpc:Vpc";
const ROLE = "aws:iam/role:Role";

function thing(token: string, region: string, id: string, edition = 1): Kept {
  return { token, region, id, inputs: { edition }, outputs: { edition, tags: { a: ["b"] } }, urn: `urn:${id}`, seed: "00", secrets: [] };
}

let directory = "";
let store: ReturnType<typeof openStore>;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "golive-store-"));
  store = openStore(directory);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const shown = (): string[] => [...store.all()].map(({ token, region, id, inputs }) => `${token.split(":").at(-1) ?? ""} ${region} ${id} ${String(inputs["edition"])}`);

describe("a world", () => {
  test("lists in the order of type, region and id, whatever the order of making", () => {
    for (const each of [thing(ROLE, "aws-global", "z"), thing(VPC, "eu-west-1", "a"), thing(VPC, "eu-central-1", "b"), thing(VPC, "eu-central-1", "a")]) store.put(each);
    expect(shown()).toEqual(["Vpc eu-central-1 a 1", "Vpc eu-central-1 b 1", "Vpc eu-west-1 a 1", "Role aws-global z 1"]);
    expect(store.list(VPC, "eu-central-1").map(({ id }) => id)).toEqual(["a", "b"]);
    expect(store.list(VPC).map(({ id }) => id)).toEqual(["a", "b", "a"]);
    expect(store.list("aws:ec2/subnet:Subnet")).toEqual([]);
    expect(store.get(VPC, "a", "eu-west-1")).toEqual(thing(VPC, "eu-west-1", "a"));
    expect(store.get(VPC, "a")?.region).toBe("eu-central-1");
    expect(store.get(VPC, "b", "eu-west-1")).toBeUndefined();
  });

  test("keeps things with one id apart by what they were made for", () => {
    const permission = (urn: string): Kept => ({ ...thing("aws:lambda/permission:Permission", "eu-west-1", "critical"), urn });
    for (const urn of ["urn:b", "urn:a"]) store.put(permission(urn));
    const urnOf = (urn?: string): string | undefined => store.get("aws:lambda/permission:Permission", "critical", "eu-west-1", urn)?.urn;
    expect([urnOf("urn:b"), urnOf("urn:a"), urnOf("urn:renamed"), urnOf()]).toEqual(["urn:b", "urn:a", "urn:a", "urn:a"]);
    expect(store.remove("aws:lambda/permission:Permission", "eu-west-1", "critical", "urn:a")).toBe(true);
    expect([urnOf("urn:a"), urnOf("urn:b")]).toEqual(["urn:b", "urn:b"]);
  });

  test("forgets what was taken away, and says whether it was there", () => {
    store.put(thing(VPC, "eu-west-1", "a"));
    store.put(thing(VPC, "eu-west-1", "a", 2));
    expect(shown()).toEqual(["Vpc eu-west-1 a 2"]);
    expect([store.remove(VPC, "eu-west-1", "a"), store.remove(VPC, "eu-west-1", "a")]).toEqual([true, false]);
    expect([shown(), store.count()]).toEqual([[], 0]);
  });

  test("cannot be changed through what it hands out", () => {
    store.put(thing(VPC, "eu-west-1", "a"));
    const [kept] = store.list(VPC);
    expect(() => Object.assign(kept!.outputs["tags"] as object, { more: 1 })).toThrow("not extensible");
    expect(() => ((kept!.outputs["tags"] as { a: string[] }).a.push("c"))).toThrow("not extensible");
  });

  test("shows what another process did, between and after changes of its own", async () => {
    store.put(thing(VPC, "eu-west-1", "a"));
    const other = fork(OTHER, [directory], { execArgv: [] });
    const says = (): Promise<void> => new Promise((resolve) => other.once("message", () => resolve()));
    await says();
    const done = says();
    other.send(thing(VPC, "eu-west-1", "b"));
    await done;
    expect(shown()).toEqual(["Vpc eu-west-1 a 1", "Vpc eu-west-1 b 1"]);
    const again = says();
    other.send(thing(VPC, "eu-west-1", "c"));
    await again;
    store.put(thing(VPC, "eu-west-1", "d"));
    expect(shown()).toEqual(["Vpc eu-west-1 a 1", "Vpc eu-west-1 b 1", "Vpc eu-west-1 c 1", "Vpc eu-west-1 d 1"]);
    const gone = new Promise((resolve) => other.once("exit", resolve));
    other.kill("SIGKILL");
    await gone;
  }, 20_000);
});

describe("what was begun", () => {
  test.each([
    [true, ["Vpc eu-west-1 changed 3", "Vpc eu-west-1 new 1"]],
    [false, ["Vpc eu-west-1 changed 1", "Vpc eu-west-1 gone 1", "Vpc eu-west-1 twice 1"]],
  ])("kept: %j", (keep, left) => {
    for (const id of ["changed", "gone", "twice"]) store.put(thing(VPC, "eu-west-1", id));
    store.begin("note");
    expect(store.begun()).toBe("note");
    store.put(thing(VPC, "eu-west-1", "changed", 2));
    store.put(thing(VPC, "eu-west-1", "changed", 3));
    store.put(thing(VPC, "eu-west-1", "new"));
    store.put(thing(ROLE, "aws-global", "passing"));
    for (const [token, region, id] of [[VPC, "eu-west-1", "gone"], [VPC, "eu-west-1", "twice"], [ROLE, "aws-global", "passing"]] as const) store.remove(token, region, id);
    store.put(thing(VPC, "eu-west-1", "twice", 2));
    store.remove(VPC, "eu-west-1", "twice");
    store.settle(keep);
    expect(shown()).toEqual(left);
    expect(store.begun()).toBeUndefined();
  });

  test("is settled once: what comes later stays", () => {
    store.begin("one");
    store.put(thing(VPC, "eu-west-1", "a"));
    store.settle(true);
    store.put(thing(VPC, "eu-west-1", "b"));
    store.begin("two");
    store.put(thing(VPC, "eu-west-1", "c"));
    store.settle(false);
    expect(shown()).toEqual(["Vpc eu-west-1 a 1", "Vpc eu-west-1 b 1"]);
  });

  test("is still there when the world is opened again", async () => {
    store.put(thing(VPC, "eu-west-1", "a"));
    store.begin("note");
    store.remove(VPC, "eu-west-1", "a");
    await store.close();
    store = openStore(directory);
    expect([store.begun(), shown()]).toEqual(["note", []]);
    store.settle(false);
    expect(shown()).toEqual(["Vpc eu-west-1 a 1"]);
  });
});
