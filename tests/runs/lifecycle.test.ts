/** The life of a stack, by the real engine in the rehearsal cloud: each test goes on where the one before stopped. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DriftReport } from "../../golive/commands/drift.ts";
import type { PreviewReport } from "../../golive/run/report.ts";
import { recordStack } from "../../golive/graph/stacks.ts";
import { Desk } from "./cli.ts";

const MINUTES = 60_000;
const STACK = ["production", "--rehearse"];

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

interface State {
  readonly deployment: { readonly resources: readonly { readonly type: string; readonly protect?: boolean; readonly retainOnDelete?: boolean }[] };
}

describe("a stack", () => {
  const desk = new Desk();
  let expected = 0;

  beforeAll(async () => {
    expected = (await recordStack("production")).length + 1; // and the stack itself
  }, 2 * MINUTES);

  afterAll(() => desk.clear());

  const world = async (): Promise<Thing[]> => (await desk.json<Thing[]>("rehearsal", "ls", "--stack", "production")).answer;

  test("goes up whole, with no violation on the deployed state", async () => {
    const { code, answer } = await desk.json<UpAnswer>("up", ...STACK);
    expect(code).toBe(0);
    expect(answer.updated).toBe(true);
    expect(answer.violations).toEqual([]);
    expect(answer.settled).toMatchObject({ violations: [] });
    expect(answer.changes).toEqual({ create: expected });
  }, 10 * MINUTES);

  test("has nothing to change the second time", async () => {
    const { code, stdout } = await desk.run("up", ...STACK);
    expect(stdout).toContain("nothing to change");
    expect(code).toBe(0);
  }, 4 * MINUTES);

  test("shows no drift where nothing was touched", async () => {
    const { code, answer } = await desk.json<DriftReport>("drift", ...STACK);
    expect(answer).toMatchObject({ stack: "production", clean: true, findings: [], violations: [] });
    expect(code).toBe(0);
  }, 2 * MINUTES);

  test("shows exactly what was changed and deleted behind its back", async () => {
    const edited = await desk.run("rehearsal", "edit", "optibid-production-database-primary", "backupRetentionPeriod=3", "--stack", "production");
    expect(edited).toMatchObject({ code: 0, stderr: "" });
    const [flowLog] = (await world()).filter(({ type }) => type === "aws:ec2/flowLog:FlowLog");
    await desk.run("rehearsal", "edit", flowLog?.id ?? "none", "--delete", "--stack", "production");
    const { code, answer } = await desk.json<DriftReport>("drift", ...STACK);
    expect(code).toBe(3);
    const named = answer.findings.map(({ urn, ...rest }) => ({ name: urn.split("::").at(-1), ...rest })).sort((one, other) => one.kind.localeCompare(other.kind));
    expect(named).toEqual([
      { name: "optibid-production-database-primary", kind: "changed", path: "backupRetentionPeriod", recorded: 35, actual: 3 },
      { name: flowLog?.urn.split("::").at(-1), kind: "deleted", path: "" },
    ]);
  }, 4 * MINUTES);

  test("cannot tell about drift when the state is unreadable", async () => {
    const { code, stderr } = await desk.run("drift", "nowhere", "--rehearse");
    expect(code).toBe(4);
    expect(stderr).toContain("Pulumi.nowhere.yaml does not exist");
    expect(stderr).not.toContain("    at ");
  }, 1 * MINUTES);

  test("changes only what the configuration changed", async () => {
    desk.settings("production", (text) => text.replace("    domain: optibid.com", "    domain: optibid.com\n    maintenance: { enabled: true }"));
    const { code, answer } = await desk.json<PreviewReport>("preview", ...STACK);
    expect(code).toBe(0);
    const changed = answer.resources.filter(({ operation }) => operation !== "same" && operation !== "read");
    // The page that visitors see, and the alarm that silences the others meanwhile.
    expect(changed.map(({ urn, operation }) => `${operation} ${urn.split("$").at(-1) ?? ""}`).sort()).toEqual([
      "update aws:cloudfront/function:Function::optibid-production-edge-cdn-maintenance",
      "update aws:cloudwatch/compositeAlarm:CompositeAlarm::optibid-production-alarms-maintenance",
    ]);
  }, 2 * MINUTES);

  test("refuses settings that a mandatory rule forbids before anything is begun", async () => {
    const before = await world();
    desk.settings("production", (text) => text.replace("  optibid:backup:\n", "  optibid:database:\n    backupRetentionDays: 7\n  optibid:backup:\n"));
    const { code, stderr } = await desk.run("up", ...STACK);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "Pulumi.production.yaml: optibid:database.backupRetentionDays is 7; accepted: at least 30 (rule database-backup-retention)\n" });
    expect(await world()).toEqual(before);
  }, 1 * MINUTES);

  test("goes down although it is protected and kept, and leaves the world empty", async () => {
    const { answer } = await desk.json<State>("state", "export", ...STACK);
    const kept = answer.deployment.resources.filter(({ protect, retainOnDelete }) => protect === true && retainOnDelete === true).map(({ type }) => type);
    expect(kept).toContain("aws:rds/instance:Instance");
    const { code, stderr } = await desk.run("down", ...STACK);
    expect({ code, errors: stderr.split("\n").filter((line) => line.includes("error")) }).toEqual({ code: 0, errors: [] });
    expect(await world()).toEqual([]);
  }, 4 * MINUTES);
});
