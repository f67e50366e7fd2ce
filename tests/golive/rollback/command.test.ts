/** The command as a user runs it, without an engine: what it prints, what it refuses, and what it leaves in the settings file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { replaceFile, withSettings } from "../../../golive/rollback/deploy.ts";
import { Desk } from "../../runs/cli.ts";

const image = (name: string, digit: string): string => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/${name}@sha256:${digit.repeat(64)}`;
const RECORD = `  optibid:release:
    version: 2.0.0 # what runs
    history:
      - { version: 2.0.0, images: { api: "${image("api", "2")}", web: "${image("web", "2")}" } }
      - { version: 1.0.0, images: { api: "${image("api", "1")}", web: "${image("web", "1")}" } }
`;
// Each command is a process of its own.
jest.setTimeout(60_000);
let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.clear());

const file = (stack: string): string => readFileSync(join(desk.directory, `Pulumi.${stack}.yaml`), "utf8");

/** Gives a stack a record of two releases, of which the newer one runs. */
function record(stack: string, change: (text: string) => string = (text) => text): void {
  desk.settings(stack, (text) =>
    change(
      text
        .replace(/(optibid\/api@sha256:)[0-9a-f]{64}/, `$1${"2".repeat(64)}`)
        .replace(/(optibid\/web@sha256:)[0-9a-f]{64}/, `$1${"2".repeat(64)}`)
        .replace(/ {2}optibid:release:\n(?: {4}.*\n)*/, "")
        .replace("  optibid:workloads:", `${RECORD}  optibid:workloads:`),
    ),
  );
}

/** A mistake that `up` reports before it looks for an engine. */
const mistaken = (text: string): string => text.replace(/optibid:owner: .*/, "optibid:owner: x");

describe("golive rollback", () => {
  test("says what it would do and does nothing unless told to", async () => {
    record("production");
    const before = file("production");
    const { code, stdout, stderr } = await desk.run("rollback", "production");
    expect(code).toBe(1);
    expect(stdout).toContain("production: 2.0.0 -> 1.0.0");
    expect(stdout).toMatch(/optibid:workloads\.api\.image +api@sha256:222222222222… +-> +api@sha256:111111111111…/);
    expect(stderr).toBe("golive rollback production would change what runs. Say so: golive rollback production --yes\n");
    expect(file("production")).toBe(before);
  });

  test("a stack without a record has nothing to return to", async () => {
    desk.settings("staging", (text) => `${text.replace(/ {2}optibid:release:\n(?: {4}.*\n)*/, "")}\n`);
    const { code, stdout, stderr } = await desk.run("rollback", "staging", "--yes");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("staging has no record of its releases");
  });

  test("a stack that is not there", async () => {
    expect(await desk.run("rollback", "nowhere", "--yes")).toEqual({ code: 1, stdout: "", stderr: "There is no stack \"nowhere\": Pulumi.nowhere.yaml does not exist.\n" });
  });

  test("changes the settings and runs up; where that fails, it says how to go on", async () => {
    record("production", mistaken);
    const { code, stdout, stderr } = await desk.run("rollback", "production", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("optibid:owner is \"x\"");
    expect(stdout).toContain("names 1.0.0 now, but the deployment did not end well");
    expect(file("production")).toContain("version: 1.0.0 # what runs");
    expect(file("production")).toContain(`image: ${image("api", "1")}`);
  });

  test("a rehearsal leaves the settings alone, and one report says it all", async () => {
    record("production", mistaken);
    const before = file("production");
    const { code, answer } = await desk.json<Record<string, unknown>>("rollback", "production", "--rehearse");
    expect(code).toBe(1);
    expect(answer).toMatchObject({ stack: "production", from: "2.0.0", to: "1.0.0", rehearsed: true, settingsChanged: false, deployment: null });
    expect(answer["swaps"]).toHaveLength(2);
    expect(file("production")).toBe(before);
  });
});

test("a file is replaced whole", () => {
  const path = join(desk.directory, "Pulumi.x.yaml");
  replaceFile(path, "a: 1\n");
  replaceFile(path, "a: 2\n");
  expect(readFileSync(path, "utf8")).toBe("a: 2\n");
});

test("settings of a rehearsal are there while it lasts and gone afterwards", async () => {
  let seen = "";
  await expect(
    withSettings("/elsewhere/Pulumi.x.yaml", "a: 1\n", async (directory) => {
      seen = directory;
      expect(readFileSync(join(directory, "Pulumi.x.yaml"), "utf8")).toBe("a: 1\n");
      throw new Error("it fails");
    }),
  ).rejects.toThrow("it fails");
  expect(() => readFileSync(join(seen, "Pulumi.x.yaml"))).toThrow();
});
