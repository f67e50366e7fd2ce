/** Faults of the cloud, as a user plants them and meets them: by the real engine. */
import { afterAll, describe, expect, test } from "@jest/globals";
import { Desk } from "./cli.ts";

const MINUTES = 60_000;
const STACK = ["dev", "--rehearse"];
const VPC = "aws:ec2/vpc:Vpc";

describe("a cloud that has faults", () => {
  const desk = new Desk();
  afterAll(() => desk.clear());

  const plant = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => desk.run("rehearsal", "fault", "--stack", "dev", ...args);
  const faults = async (): Promise<unknown> => (await desk.json("rehearsal", "fault", "--stack", "dev")).answer;

  test("one that stays is reported with the resource and the cause, once, and nothing of it is there", async () => {
    expect((await plant("--type", VPC, "--operation", "create", "--error", "ThrottlingException", "--always")).code).toBe(0);
    const { code, stdout, stderr } = await desk.run("up", ...STACK);
    expect(code).toBe(1);
    const line = `creating ${VPC} (optibid-dev-network-vpc): api error ThrottlingException: Rate exceeded: gave up after 25 attempts`;
    expect(stdout.split("\n").filter((each) => each.includes("gave up"))).toEqual([line]);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect((await desk.json<unknown[]>("rehearsal", "ls", VPC, "--stack", "dev")).answer).toEqual([]);
  }, 4 * MINUTES);

  test("one that is no matter of time is reported at once", async () => {
    await plant("--clear");
    await plant("--type", "aws:ec2/*", "--error", "AccessDeniedException", "--times", "1", "--operation", "create");
    const { code, stdout } = await desk.run("up", ...STACK);
    expect(code).toBe(1);
    expect(stdout.match(/creating aws:ec2\/\S+ \(\S+\): api error AccessDeniedException: .*/g)).toHaveLength(1);
    expect(await faults()).toEqual([]);
  }, 4 * MINUTES);

  test("those that pass cost time and nothing else, and the update goes on from where it was", async () => {
    await plant("--type", VPC, "--error", "RequestLimitExceeded", "--times", "3");
    await plant("--type", "aws:eks/cluster:Cluster", "--error", "ConnectionReset", "--times", "2");
    await plant("--type", "aws:rds/*", "--error", "ServiceUnavailable", "--times", "4");
    await plant("--type", "kubernetes:*", "--error", "TooManyRequests", "--times", "2");
    await plant("--name", "optibid-dev-database-primary", "--slow", "200ms", "--times", "1");
    const { code, stdout } = await desk.run("up", ...STACK);
    expect({ code, stdout: code === 0 ? "" : stdout }).toEqual({ code: 0, stdout: "" });
    expect(await faults()).toEqual([]);
    expect((await desk.run("drift", ...STACK)).code).toBe(0);
  }, 6 * MINUTES);

  test("is said to have them", async () => {
    await plant("--type", VPC, "--error", "ThrottlingException", "--times", "2");
    expect((await plant()).stdout).toMatch(/aws:ec2\/vpc:Vpc +every name +every operation +ThrottlingException +2 calls +retried by the provider/);
    expect((await plant("--clear")).stdout).toContain("1 fault taken away");
    expect((await plant()).stdout).toContain("no faults are planted");
  }, 1 * MINUTES);

  test.each([
    [["--type", VPC], "--error <code>"],
    [["--type", "aws:ec2/vpcc:Vpcc", "--error", "X"], "aws:ec2/vpc:Vpc"],
    [["--error", "ThrottlingException", "--times", "0"], "a whole number from 1"],
    [["--error", "no code!"], "no error code"],
    [["--slow", "soon"], "is no duration"],
    [["--error", "X", "--times", "1", "--always"], "cannot be used with"],
  ])("%j is a mistake", async (args, message) => {
    const { code, stderr } = await plant(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 1 * MINUTES);
});
