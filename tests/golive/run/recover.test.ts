/** What becomes of a state that a crash left. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { pendingCreates, recover, settledState } from "../../../golive/run/recover.ts";
import type { StateResource } from "../../../golive/run/recover.ts";
import type { OpenStack } from "../../../golive/run/stack.ts";
import type { ExportedState } from "../../../golive/run/state.ts";

const URN = (name: string): string => `urn:pulumi:dev::optibid::aws:ec2/vpc:Vpc::${name}`;
const thing = (name: string, more: Partial<StateResource> = {}): StateResource => ({ urn: URN(name), type: "aws:ec2/vpc:Vpc", id: name, ...more });
const begun = (name: string, more: Partial<StateResource> = {}): StateResource => {
  const { id: _none, ...rest } = thing(name, more);
  return rest;
};
const state = (resources: StateResource[], pending: { type: string; resource: StateResource }[]): ExportedState =>
  ({ version: 3, deployment: { manifest: {}, resources, pending_operations: pending } }) as unknown as ExportedState;
const settled = (given: ExportedState, decisions: readonly (readonly [string, string | undefined])[]): unknown => settledState(given, new Map(decisions.map(([name, id]) => [URN(name), id] as const))).deployment;

test("only creations are asked about", () => {
  const given = state([], [{ type: "creating", resource: begun("a") }, { type: "updating", resource: thing("b") }, { type: "deleting", resource: thing("c") }]);
  expect(pendingCreates(given).map(({ urn }) => urn)).toEqual([URN("a")]);
});

describe("settling", () => {
  test("what is adopted comes after all it depends on", () => {
    const given = state([thing("one"), thing("two"), thing("three")], [{ type: "creating", resource: begun("new", { dependencies: [URN("two")], propertyDependencies: { x: [URN("one")], y: null } }) }]);
    expect(settled(given, [["new", "vpc-1"]])).toEqual({ manifest: {}, resources: [thing("one"), thing("two"), { ...begun("new", { dependencies: [URN("two")], propertyDependencies: { x: [URN("one")], y: null } }), id: "vpc-1" }, thing("three")] });
  });

  test("a provider counts as depended on, without its id", () => {
    const provider = thing("provider");
    const given = state([thing("one"), provider], [{ type: "creating", resource: begun("new", { provider: `${provider.urn}::0123` }) }]);
    expect(settled(given, [["new", "n"]])).toMatchObject({ resources: [{ urn: URN("one") }, { urn: URN("provider") }, { urn: URN("new"), id: "n" }] });
  });

  test("what is forgotten is gone, and what is not decided stays open", () => {
    const open = { type: "creating", resource: begun("b") };
    expect(settled(state([], [{ type: "creating", resource: begun("a") }, open]), [["a", undefined]])).toEqual({ manifest: {}, resources: [], pending_operations: [open] });
  });

  test("what it replaces waits to be deleted", () => {
    const given = state([thing("a", { id: "old" })], [{ type: "creating", resource: begun("a") }]);
    expect(settled(given, [["a", "new"]])).toEqual({ manifest: {}, resources: [thing("a", { id: "new" }), thing("a", { id: "old", delete: true })] });
  });

  test("what went before its replacement came is gone when that is there", () => {
    const given = state([thing("a", { id: "old", pendingReplacement: true })], [{ type: "creating", resource: begun("a") }]);
    expect(settled(given, [["a", "new"]])).toEqual({ manifest: {}, resources: [thing("a", { id: "new" })] });
  });

  test("what was only meant to be deleted is not taken for deleted", () => {
    expect(settled(state([thing("a", { pendingReplacement: true })], []), [])).toEqual({ manifest: {}, resources: [thing("a")] });
  });
});

describe("before anything is begun against AWS", () => {
  const directory = mkdtempSync(join(tmpdir(), "golive-recover-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** A stack whose engine exports this state and does nothing else. */
  const opened = (given: ExportedState): OpenStack => {
    const binary = join(directory, "engine");
    writeFileSync(join(directory, "state.json"), JSON.stringify(given));
    writeFileSync(binary, `#!/bin/sh\n[ "$2" = export ] && cat ${directory}/state.json\n`, { mode: 0o755 });
    return { stack: { name: "production", workspace: { workDir: directory } }, engine: { binary }, rehearsed: false, config: {}, environment: {} } as unknown as OpenStack;
  };

  test("a person is asked about each open creation, with the commands that answer", async () => {
    const open = opened(state([thing("there")], [{ type: "creating", resource: begun("a") }, { type: "creating", resource: begun("b") }]));
    const failure = await recover(open, () => undefined).then(() => "", (error: unknown) => (error as Error).message);
    expect(failure.split("\n").filter((line) => line.startsWith("  urn:"))).toEqual([`  ${URN("a")}`, `  ${URN("b")}`]);
    expect(failure).toContain("say of every one, in one command:\n  golive state recover production --adopt '<urn>=<id>' --forget '<urn>'\n");
  });

  test("nobody is asked where nothing is open", async () => {
    expect(await recover(opened(state([thing("there")], [{ type: "deleting", resource: thing("there") }])), () => undefined)).toBe(0);
  });
});
