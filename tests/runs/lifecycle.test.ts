/** The life of a stack, by the real engine in the rehearsal cloud: each test goes on where the one before stopped. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DriftReport } from "../../golive/run/drift.ts";
import type { PreviewReport } from "../../golive/run/report.ts";
import { recordStack } from "../../golive/graph/stacks.ts";
import { Desk } from "./cli.ts";

const MINUTES = 60_000;
const STACK = ["staging", "--rehearse"];

interface UpAnswer {
  readonly updated: boolean;
  readonly changes: Record<string, number>;
  readonly violations: readonly { readonly rule: string }[];
  readonly settled: { readonly violations: readonly unknown[]; readonly open: readonly unknown[] } | null;
}

interface Thing {
  readonly type: string;
  readonly id: string;
  readonly urn: string;
}

describe("a stack", () => {
  const desk = new Desk();
  let expected = 0;

  beforeAll(async () => {
    expected = (await recordStack("staging")).length + 1; // and the stack itself
  }, 2 * MINUTES);

  afterAll(() => desk.clear());

  const world = async (): Promise<Thing[]> => (await desk.json<Thing[]>("rehearsal", "ls", "--stack", "staging")).answer;

  test("goes up whole, with no violation on the deployed state", async () => {
    const { code, answer } = await desk.json<UpAnswer>("up", ...STACK);
    expect(code).toBe(0);
    expect(answer.updated).toBe(true);
    expect(answer.violations).toEqual([]);
    expect(answer.settled).toMatchObject({ violations: [] });
    expect(Object.values(answer.changes).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(expected);
    expect(answer.changes).toEqual({ create: answer.changes["create"] });
  }, 10 * MINUTES);

  test("has nothing to change the second time", async () => {
    const { code, stdout } = await desk.run("up", ...STACK);
    expect(stdout).toContain("nothing to change");
    expect(code).toBe(0);
  }, 4 * MINUTES);

  test("shows no drift where nothing was touched", async () => {
    const { code, answer } = await desk.json<DriftReport>("drift", ...STACK);
    expect(answer).toEqual({ stack: "staging", clean: true, findings: [] });
    expect(code).toBe(0);
  }, 2 * MINUTES);

  test("shows exactly the property that was changed behind its back, and repairs it", async () => {
    const edited = await desk.run("rehearsal", "edit", "optibid-staging-database-primary", "backupRetentionPeriod=3", "--stack", "staging");
    expect(edited).toMatchObject({ code: 0, stderr: "" });
    const { code, answer } = await desk.json<DriftReport>("drift", ...STACK);
    expect(code).toBe(3);
    expect(answer.findings.map(({ urn, ...rest }) => ({ name: urn.split("::").at(-1), ...rest }))).toEqual([
      { name: "optibid-staging-database-primary", kind: "changed", path: "backupRetentionPeriod", recorded: 35, actual: 3 },
    ]);
    await desk.run("rehearsal", "edit", "optibid-staging-database-primary", "backupRetentionPeriod=35", "--stack", "staging");
    expect((await desk.json<DriftReport>("drift", ...STACK)).code).toBe(0);
  }, 4 * MINUTES);

  test("shows a resource that was deleted behind its back", async () => {
    const [flowLog] = (await world()).filter(({ type }) => type === "aws:ec2/flowLog:FlowLog");
    await desk.run("rehearsal", "edit", flowLog?.id ?? "none", "--delete", "--stack", "staging");
    const { code, answer } = await desk.json<DriftReport>("drift", ...STACK);
    expect(code).toBe(3);
    expect(answer.findings).toEqual([{ urn: flowLog?.urn, kind: "deleted", path: "" }]);
  }, 2 * MINUTES);

  test("cannot tell about drift when the state is unreadable", async () => {
    const { code, stderr } = await desk.run("drift", "nowhere", "--rehearse");
    expect(code).toBe(4);
    expect(stderr).toContain("Pulumi.nowhere.yaml does not exist");
    expect(stderr).not.toContain("    at ");
  }, 1 * MINUTES);

  test("changes only what the configuration changed", async () => {
    desk.settings("staging", (text) => text.replace("    domain: staging.optibid.com", "    domain: staging.optibid.com\n    maintenance: { enabled: true }"));
    const { code, answer } = await desk.json<PreviewReport>("preview", ...STACK);
    expect(code).toBe(0);
    expect(answer.resources.filter(({ operation }) => operation !== "same" && operation !== "read").map(({ type, operation }) => `${operation} ${type}`)).toEqual([
      "update aws:cloudfront/function:Function",
    ]);
  }, 2 * MINUTES);

  test("refuses a change that breaks a mandatory rule, and leaves the world as it was", async () => {
    const before = await world();
    desk.settings("staging", (text) => text.replace("    storage: { allocated: 50, max: 200 }", "    storage: { allocated: 50, max: 200 }\n    backupRetentionDays: 7"));
    const { code, answer } = await desk.json<UpAnswer>("up", ...STACK);
    expect(code).toBe(2);
    expect(answer.updated).toBe(false);
    expect([...new Set(answer.violations.map(({ rule }) => rule))]).toEqual(["database-backup-retention"]);
    expect(await world()).toEqual(before);
  }, 4 * MINUTES);

  test("goes down, and leaves the world empty", async () => {
    const { code, stderr } = await desk.run("down", ...STACK);
    expect({ code, errors: stderr.split("\n").filter((line) => line.includes("error")) }).toEqual({ code: 0, errors: [] });
    expect(await world()).toEqual([]);
  }, 4 * MINUTES);
});
