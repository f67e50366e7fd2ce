/** `golive config diff` and `golive config calendar` as a user runs them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { Desk } from "../../runs/cli.ts";

// Each command is a process of its own.
jest.setTimeout(60_000);
const desk = new Desk();
afterAll(() => desk.clear());

test("differences are no failure, and are data where they are asked for as data", async () => {
  const { code, answer } = await desk.json<{ stacks: string[]; differences: { path: string; section: string; values: unknown[]; description: string }[] }>("config", "diff", "local", "production");
  expect(code).toBe(0);
  expect(answer.stacks).toEqual(["local", "production"]);
  expect(answer.differences[0]).toEqual({ path: "optibid:environment", section: "", values: ["local", "production"], description: expect.stringContaining("What the stack is.") });
  expect((await desk.run("config", "diff", "local", "local")).stdout).toBe("local and local do not differ.\n");
});

test("a stack that is not there, and one with mistakes", async () => {
  expect(await desk.run("config", "diff", "local", "nowhere")).toEqual({ code: 1, stdout: "", stderr: "There is no stack \"nowhere\": Pulumi.nowhere.yaml does not exist.\n" });
  desk.settings("dev", (text) => text.replace("natGateways: single", "natGateways: none"));
  const { code, stderr } = await desk.run("config", "diff", "local", "dev");
  expect([code, stderr]).toEqual([1, "Pulumi.dev.yaml: optibid:network.natGateways is \"none\"; accepted: per-zone, single\n"]);
});

test("the week of a stack: text, data and a picture", async () => {
  const picture = join(desk.directory, "week.svg");
  const { code, stdout } = await desk.run("config", "calendar", "production", "--svg", picture);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Week of production, UTC/);
  expect(stdout).toContain("database.maintenanceWindow  sun:03:00-sun:04:00");
  expect(readFileSync(picture, "utf8")).toMatch(/^<svg .*\n<title>Week of production, UTC<\/title>/);
  const { answer } = await desk.json<{ stack: string; windows: { path: string; kind: string }[] }>("config", "calendar", "production");
  expect(answer.windows.filter(({ kind }) => kind === "maintenance").map(({ path }) => path)).toEqual(["database.maintenanceWindow", "cache.maintenanceWindow", "maintenance.clusterWindow"]);
});
