import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../golive/graph/record.ts";
import { Origins } from "../../../golive/run/origins.ts";
import type { Origin } from "../../../golive/run/origins.ts";

const ROOT = new URL("../../../", import.meta.url);
let made: { urn: string; type: string; origin: Origin | null }[] = [];

beforeAll(() => {
  const script = fileURLToPath(new URL("print-origins.ts", import.meta.url));
  made = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 64 * 1024 * 1024 })) as typeof made;
}, 60_000);

test("every resource of the stack is made at a line of the program that makes one of its kind", () => {
  const sources = new Map<string, string[]>();
  const lineAt = ({ file, line }: Origin): string => {
    const lines = sources.get(file) ?? readFileSync(new URL(file, ROOT), "utf8").split("\n");
    sources.set(file, lines);
    return lines[line - 1] ?? "";
  };
  const strange = made.filter(({ type, origin }) => {
    const kind = type.split(":").at(-1) ?? "";
    return origin === null || !new RegExp(`\\bnew (\\w+\\.)*(${kind}|CustomResource|Provider)\\(`).test(lineAt(origin));
  });
  expect(strange.map(({ type, origin }) => `${type} ${origin === null ? "nowhere" : `${origin.file}:${origin.line} ${lineAt(origin)}`}`)).toEqual([]);
  expect(made.length).toBeGreaterThan(1000);
});

class Thing extends pulumi.CustomResource {
  constructor(name: string, parent?: pulumi.Resource) {
    super("test:index:Thing", name, {}, parent === undefined ? {} : { parent });
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Group", name);
    new Thing("same", this);
  }
}

test("a line is not told where two lines make resources of one type and name, nor of what was never made", async () => {
  const origins = new Origins();
  const registrations = await record(
    origins.watching(async () => {
      new Group("group");
      new Thing("same");
      for (const name of ["a", "b"]) new Thing(name);
    }),
  );
  const told = Object.fromEntries(registrations.map(({ urn, name }) => [`${name}${urn.includes("Group$") ? " in group" : ""}`, origins.of(urn)?.file]));
  const here = "tests/golive/run/origins.test.ts";
  expect(told).toEqual({ group: here, same: undefined, "same in group": undefined, a: here, b: here });
  expect(origins.of("urn:pulumi:test::optibid::test:index:Thing::c")).toBeUndefined();
  expect(origins.of("")).toBeUndefined();
});
