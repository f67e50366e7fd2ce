/** Commands beside the life of a stack, by the real engine. */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:net";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { PreviewReport } from "../../golive/run/report.ts";
import { POLICIES } from "../../golive/run/places.ts";
import type { Proof } from "../../golive/prove/prove.ts";
import { Desk } from "./cli.ts";

const MINUTES = 60_000;
const desk = new Desk();
afterAll(() => desk.clear());

/** Rules that dev breaks. */
let advised: string[] = [];

interface State {
  readonly deployment: { readonly resources: readonly { readonly urn: string; readonly type: string; readonly outputs?: Record<string, unknown> }[]; readonly pending_operations?: readonly unknown[] };
}

/** Processes that serve a world under this home. */
const servers = (home: string): string[] =>
  readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return line.includes("rehearsal/server/main.ts") && line.includes(home) ? [pid] : [];
      } catch {
        return []; // gone meanwhile
      }
    });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });

test("in dev the same rules only advise", async () => {
  const { code, answer } = await desk.json<PreviewReport>("preview", "dev", "--rehearse");
  expect(code).toBe(0);
  expect(answer.summary.mandatory).toBe(0);
  expect(answer.violations.map(({ enforcement }) => enforcement)).toEqual(answer.violations.map(() => "advisory"));
  expect(answer.violations.map(({ rule }) => rule)).toContain("database-multi-az");
  advised = [...new Set(answer.violations.map(({ rule }) => rule))];
}, 4 * MINUTES);

test("rules are proved through real previews", async () => {
  const rules = ["ingress-database-closed", "container-read-only-root"]; // one of each provider
  const { code, answer } = await desk.json<Proof[]>("prove", ...rules, "--engine");
  expect(answer.map(({ rule, fired, expected, caught }) => ({ rule, fired, caught, same: fired.join() === expected.join() }))).toEqual(
    rules.map((rule) => ({ rule, fired: expect.arrayContaining([rule]), caught: true, same: true })),
  );
  expect(code).toBe(0);
}, 10 * MINUTES);

test("a configuration that cannot be used stops everything, with every mistake and no stack trace", async () => {
  const broken = new Desk();
  broken.settings("dev", (text) => text.replace("environment: dev", "environment: devv").replace("replicas: 0", "replicas: -1"));
  const { code, stdout, stderr } = await broken.run("preview", "dev", "--rehearse");
  broken.clear();
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain('optibid:environment is "devv"');
  expect(stderr).toContain("optibid:database.replicas is -1");
  expect(stderr).not.toMatch(/^\s+at /m);
});

describe("an update that is interrupted", () => {
  test("saves what was done, leaves no server, and the next one goes on from there", async () => {
    const { child, result, onError } = desk.start("up", "dev", "--rehearse");
    onError((text) => {
      if (text.includes("updating dev:") && !text.includes("to change")) child.kill("SIGTERM");
    });
    const interrupted = await result;
    expect(interrupted.stderr).toContain("the engine finishes what it is doing and saves its state");
    expect(interrupted.code).toBe(130);
    expect(servers(desk.home)).toEqual([]);
    const { answer } = await desk.json<State>("state", "export", "dev", "--rehearse");
    expect(answer.deployment.pending_operations ?? []).toEqual([]);
    const again = await desk.run("up", "dev", "--rehearse");
    expect({ code: again.code, stderr: again.code === 0 ? "" : again.stderr + again.stdout }).toEqual({ code: 0, stderr: "" });
    expect((await desk.run("drift", "dev", "--rehearse")).code).toBe(0);
  }, 10 * MINUTES);

  test("the state holds no secret in plain text, nor does what is shown of the world", async () => {
    const { answer } = await desk.json<State>("state", "export", "dev", "--rehearse");
    const passwords = answer.deployment.resources.filter(({ type }) => type === "random:index/randomPassword:RandomPassword");
    expect(passwords.length).toBeGreaterThan(0);
    for (const { urn, outputs } of passwords) {
      expect(JSON.stringify(outputs?.["result"])).toContain("ciphertext");
      const shown = await desk.run("rehearsal", "show", urn, "--stack", "dev");
      expect((JSON.parse(shown.stdout) as { outputs: Record<string, unknown> }).outputs["result"]).toBe("[secret]");
    }
  }, 2 * MINUTES);
});

describe("the plain pulumi command", () => {
  test("uses the rehearsal under the environment that golive prints, and the server can be stopped", async () => {
    const { answer: env } = await desk.json<Record<string, string>>("rehearsal", "env", "--stack", "dev", "--idle", "60");
    const port = Number(/aws:(\d+)/.exec(env["PULUMI_DEBUG_PROVIDERS"] ?? "")?.[1]);
    const project = join(desk.home, "dev", "project");
    const refreshed = await desk.plain("pulumi", ["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev", "--non-interactive"], project, env);
    expect({ code: refreshed.code, stderr: refreshed.stderr }).toMatchObject({ code: 0 });
    const exported = await desk.plain("pulumi", ["stack", "export", "--stack", "dev"], project, env);
    expect(JSON.parse(exported.stdout)).toEqual((await desk.json<State>("state", "export", "dev", "--rehearse")).answer);
    expect(await answers(port)).toBe(true);
    expect((await desk.run("rehearsal", "stop", "--stack", "dev")).stdout).toContain("is stopped");
    expect(await answers(port)).toBe(false);
  }, 4 * MINUTES);

  test("previews the program under the pack, which advises in dev as it does under golive", async () => {
    const { answer: env } = await desk.json<Record<string, string>>("rehearsal", "env", "--stack", "dev", "--idle", "60");
    const { code, stdout, stderr } = await desk.plain("pulumi", ["preview", "--stack", "dev", "--policy-pack", POLICIES, "--non-interactive", "--suppress-outputs"], join(desk.home, "dev", "project"), env);
    const found = [...stdout.matchAll(/- \[(\w+)\] \[severity: \w+\] +(\S+) +\(/g)];
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect([...new Set(found.map(([, level]) => level))]).toEqual(["advisory"]);
    expect([...new Set(found.map(([, , rule]) => rule))].sort()).toEqual(advised.toSorted());
  }, 4 * MINUTES);

  test("judges a saved state by the pack, without a program, and mandatorily: nobody told it that the stack is dev", async () => {
    const { stdout: state } = await desk.run("state", "export", "dev", "--rehearse");
    const file = join(desk.home, "state.json");
    writeFileSync(file, state);
    const { answer: env } = await desk.json<Record<string, string>>("rehearsal", "env", "--stack", "dev", "--idle", "1");
    const { code, stdout } = await desk.plain("pulumi", ["policy", "analyze", "--file", file, "--policy-pack", POLICIES, "--json", "--non-interactive"], desk.home, env);
    const events = stdout.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as EngineEvent);
    const found = events.flatMap(({ policyEvent }) => (policyEvent === undefined ? [] : [policyEvent]));
    expect(code).not.toBe(0);
    expect([...new Set(found.map(({ policyPackName, enforcementLevel }) => `${policyPackName} ${enforcementLevel}`))]).toEqual(["golive mandatory"]);
    expect([...new Set(found.map(({ policyName }) => policyName))].sort()).toEqual(advised.toSorted());
  }, 2 * MINUTES);
});

test("doctor says what each stack would run on", async () => {
  const { answer } = await desk.json<{ stacks: { stack: string; rehearsed: boolean; findings: { what: string; health: string }[] }[] }>("doctor");
  expect(answer.stacks.map(({ stack }) => stack)).toEqual(["dev", "local", "production", "staging"]);
  expect(answer.stacks.find(({ stack }) => stack === "local")?.findings.every(({ health }) => health === "ok")).toBe(true);
  expect(answer.stacks.find(({ stack }) => stack === "production")?.findings.map(({ what }) => what)).toEqual(["providers", "credentials", "state"]);
}, 1 * MINUTES);

test("mistakes on the command line are answered with what there is", async () => {
  expect((await desk.run("prevew")).stderr).toContain("Did you mean preview?");
  expect((await desk.run("prove", "database-multi-azz")).stderr).toContain("did you mean database-multi-az?");
  expect((await desk.run("up", "nowhere", "--rehearse")).stderr).toContain("Pulumi.nowhere.yaml does not exist");
  expect((await desk.run("down", "production")).stderr).toContain("--yes");
  expect((await desk.run("rehearsal", "reset", "--stack", "../..")).stderr).toContain("is no stack's name");
  expect((await desk.run("rehearsal", "show", "nothing", "--stack", "staging")).stderr).toContain("does not exist yet");
}, 1 * MINUTES);

test("a shell gets its completions", async () => {
  expect((await desk.run("completion", "bash")).stdout).toContain("golive");
  expect((await desk.run("complete", "--", "re")).stdout).toContain("rehearsal");
}, 1 * MINUTES);

test.each(["preview", "drift"])("the help of %s says what its exit codes mean", async (command) => {
  const { code, stdout } = await desk.run(command, "--help");
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, " ")).toContain("Exit code: 0 clean");
});

test("drift of what was never deployed is no clean bill", async () => {
  const { code, stderr } = await desk.run("drift", "local");
  expect(code).toBe(4);
  expect(stderr).toContain("never deployed");
});

test("a record that names somebody else's process stops nobody", async () => {
  const record = join(desk.home, "dev", "server.json");
  writeFileSync(record, JSON.stringify({ pid: process.pid, ports: { aws: 9, kubernetes: 9, random: 9 } }));
  const { code, stdout } = await desk.run("rehearsal", "stop", "--stack", "dev");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "no server of dev is running\n" });
});
