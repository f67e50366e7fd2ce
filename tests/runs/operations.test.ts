/**
 * What is done with a platform that runs, by the real engine in one rehearsed world: a recovery planned and rehearsed,
 * alerts fired, a change that a rule forbids, a release and the way back. Each test goes on where the one before stopped.
 */
import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AlertTest } from "../../golive/alerts/fire.ts";
import type { Plan } from "../../golive/dr/plan.ts";
import type { DrillReport } from "../../golive/dr/rehearse.ts";
import type { PreviewReport } from "../../golive/run/report.ts";
import { Desk } from "./cli.ts";
import type { Result } from "./cli.ts";

const MINUTES = 60_000;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STEPS = ["declare", "promote", "credentials", "application", "cache", "dns", "verify"];
const STEP_BY_STEP = fileURLToPath(new URL("./operations/step-by-step.ts", import.meta.url));
const VPC = "aws:ec2/vpc:Vpc";
const KEY = "aws:kms/key:Key";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

interface Thing {
  readonly type: string;
  readonly id: string;
  readonly region: string;
  readonly urn: string;
}

interface UpAnswer {
  readonly updated: boolean;
  readonly plan: PreviewReport["summary"];
  readonly violations: readonly unknown[];
}

interface RollbackAnswer {
  readonly from: string;
  readonly to: string;
  readonly settingsChanged: boolean;
  readonly deployment: UpAnswer | null;
}

/** What a release changes: four Deployments, the scheduled export, the migration before them, which is made anew, and the parameters that name this version and the one before. */
const CHANGES = { create: 1, update: 6, replace: 1 };

/** Digests of the two releases: the one in the settings, and one that nothing else has. */
const NEWER = { api: "a".repeat(64), web: "b".repeat(64) } as const;
const image = (program: string, digest: string): string => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/${program}@sha256:${digest}`;

/** Waits until it is so. @throws Error after a minute */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + MINUTES; !(await so()); await pause(200)) if (Date.now() > end) throw new Error(`not within a minute: ${so.toString()}`);
}

/** The settings with a second release at the head of the record, which is what runs. */
function released(text: string): string {
  const change = (workload: string, digest: string, from: string): string => from.replace(new RegExp(`(optibid:workloads:[^]*?\\n    ${workload}:\\n      image: \\S+@sha256:)[0-9a-f]{64}`), `$1${digest}`);
  const head = `      - version: "2.0.0"\n        images:\n          api: ${image("api", NEWER.api)}\n          web: ${image("web", NEWER.web)}\n`;
  return change("web", NEWER.web, change("api", NEWER.api, text)).replace('    version: "1.0.0"\n    history:\n', `    version: "2.0.0"\n    history:\n${head}`);
}

describe("a platform that runs", () => {
  const desk = new Desk();
  const settings = (): string => readFileSync(join(desk.directory, "Pulumi.local.yaml"), "utf8");
  const first = settings();
  const older = (program: string): string => new RegExp(`optibid/${program}@sha256:([0-9a-f]{64})`).exec(first)?.[1] ?? "none";
  const world = async (): Promise<readonly Thing[]> => (await desk.json<Thing[]>("rehearsal", "ls")).answer;

  /** Digests that the Deployments in the world run of these programs, each once. */
  async function running(): Promise<Record<string, string[]>> {
    const deployments = (await world()).filter(({ type }) => type === DEPLOYMENT);
    const shown = await Promise.all(deployments.map(({ urn }) => desk.run("rehearsal", "show", urn)));
    const images = shown.flatMap(({ stdout }) => [...stdout.matchAll(/"image": "[^"]+\/optibid\/(api|web)@sha256:([0-9a-f]{64})"/g)].map(([, program = "", digest = ""]) => ({ program, digest })));
    return Object.fromEntries(["api", "web"].map((program) => [program, [...new Set(images.filter((each) => each.program === program).map(({ digest }) => digest))]]));
  }

  beforeAll(async () => {
    const { code, stderr } = await desk.run("up", "local");
    if (code !== 0) throw new Error(stderr);
  }, 6 * MINUTES);

  afterAll(() => desk.clear());

  test("has a plan for the loss of its Region that names what is deployed", async () => {
    const { code, answer } = await desk.json<Plan>("dr", "plan", "local");
    expect(code).toBe(0);
    expect({ ready: answer.ready, missed: answer.missed, home: answer.home, away: answer.away }).toEqual({ ready: true, missed: [], home: "eu-central-1", away: "eu-west-1" });
    expect(answer.steps.map(({ id }) => id)).toEqual(STEPS);
    expect(answer.steps.filter(({ blocked, commands }) => blocked !== undefined || commands.length === 0)).toEqual([]);
    const things = await world();
    const ids = (type: string, region?: string): string[] => things.filter((thing) => thing.type === type && (region === undefined || thing.region === region)).map(({ id }) => id);
    const commands = new Map(answer.steps.map((step) => [step.id, step.commands.join("\n")]));
    expect(commands.get("promote")).toContain("promote-read-replica --region eu-west-1 --db-instance-identifier optibid-local-dr");
    expect(commands.get("dns")).toContain(ids("aws:cloudfront/distribution:Distribution")[0]);
    const subnets = /create-cluster .* subnetIds=([^ ]+?),endpoint/.exec(commands.get("application") ?? "")?.[1]?.split(",") ?? [];
    expect(subnets).toHaveLength(2);
    expect(ids("aws:ec2/subnet:Subnet", "eu-west-1")).toEqual(expect.arrayContaining(subnets));
  }, 2 * MINUTES);

  test("comes back from the loss of its Region in a copy, and is not touched by that", async () => {
    const before = await world();
    const { code, answer } = await desk.json<DrillReport>("dr", "rehearse", "local");
    expect(code).toBe(0);
    expect(answer.steps.map(({ id, done }) => [id, done])).toEqual(STEPS.map((id) => [id, true]));
    expect({ recovered: answer.recovered, missed: answer.missed }).toEqual({ recovered: true, missed: [] });
    // Everything at home is lost, and the report says of what how much.
    const lost = before.filter(({ region }) => region === "eu-central-1" || region.endsWith(".eu-central-1.eks.amazonaws.com"));
    expect(lost.length).toBeGreaterThan(500);
    expect(answer.lost.reduce((sum, { count }) => sum + count, 0)).toBe(lost.length);
    expect(Object.fromEntries(answer.lost.map(({ type, count }) => [type, count]))["aws:rds/instance:Instance"]).toBe(lost.filter(({ type }) => type === "aws:rds/instance:Instance").length);
    // The time is that of the steps, and of each class of data it is said what goes and when it is back.
    expect(answer.minutes).toBe(answer.steps.reduce((sum, { expectedMinutes }) => sum + expectedMinutes, 0));
    expect(answer.minutes).toBeLessThanOrEqual(answer.classes.find(({ recoveryClass }) => recoveryClass === "database")?.objective.rtoMinutes ?? 0);
    expect(answer.classes.map(({ recoveryClass }) => recoveryClass)).toEqual(["database", "cache", "objects", "configuration"]);
    for (const { reached, objective } of answer.classes) {
      expect(reached.rpoMinutes).toBeLessThanOrEqual(objective.rpoMinutes);
      expect(reached.rtoMinutes).toBeLessThanOrEqual(objective.rtoMinutes);
    }
    expect(await world()).toEqual(before);
    expect((await desk.json("drift", "local")).answer).toMatchObject({ stack: "local", clean: true, findings: [], violations: [] });
  }, 4 * MINUTES);

  test("cannot come back where what it needs in the other Region is gone, and the report says at which step", async () => {
    const [replica] = (await world()).filter(({ type, region }) => type === "aws:rds/instance:Instance" && region === "eu-west-1");
    const kept = join(desk.home, "local", "world");
    const aside = join(desk.directory, "world-before");
    cpSync(kept, aside, { recursive: true });
    const backups = (await world()).filter(({ type, region }) => region === "eu-west-1" && /instanceAutomatedBackupsReplication|backup\/vault:/.test(type));
    for (const { urn } of [...(replica === undefined ? [] : [replica]), ...backups]) expect((await desk.run("rehearsal", "edit", urn, "--delete")).code).toBe(0);
    const { code, answer } = await desk.json<DrillReport>("dr", "rehearse", "local");
    cpSync(aside, kept, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(answer.recovered).toBe(false);
    expect(answer.steps.map(({ id, done }) => [id, done])).toEqual([["declare", true], ["promote", false]]);
    expect(answer.steps.at(-1)?.said).toEqual(["There is nothing in eu-west-1 to bring the database back from"]);
  }, 2 * MINUTES);

  test("fires one test alert a route and says where each arrives", async () => {
    const { code, answer } = await desk.json<AlertTest>("alerts", "test", "local");
    expect(code).toBe(0);
    expect({ stack: answer.stack, rehearsed: answer.rehearsed, problems: answer.problems }).toEqual({ stack: "local", rehearsed: true, problems: [] });
    const routes = answer.routes.map(({ severity, region, channel, outcome }) => `${severity} ${region} ${channel} ${outcome}`);
    const channels = { critical: ["pagerduty fired", "slack fired", "teams fired", "email pending"], warning: ["slack fired", "teams fired", "email pending"], info: ["slack fired"] };
    expect(routes.sort()).toEqual(Object.entries(channels).flatMap(([severity, each]) => ["eu-central-1", "us-east-1"].flatMap((region) => each.map((route) => `${severity} ${region} ${route}`))).sort());
    expect(answer.routes.filter(({ arrivesAt, messageId }) => arrivesAt === "" || messageId === null)).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain("oncall@");
  }, 2 * MINUTES);

  describe("under a program that breaks a rule", () => {
    const checkout = join(desk.directory, "checkout");

    /** What a pull request would bring: no setting leads past a mandatory rule, so it takes a change of the code. */
    function changedCheckout(): void {
      for (const part of ["checklist", "components", "config", "engine", "golive", "policies", "rehearsal", "package.json", "tsconfig.json", "Pulumi.yaml", "waivers"]) cpSync(join(ROOT, part), join(checkout, part), { recursive: true });
      symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
      const loosened = `import * as pulumi from "@pulumi/pulumi";
pulumi.runtime.registerStackTransformation(({ type, props, opts }) => (type === "aws:rds/instance:Instance" ? { props: { ...props, publiclyAccessible: true }, opts } : undefined));
`;
      writeFileSync(join(checkout, "index.ts"), readFileSync(join(ROOT, "index.ts"), "utf8").replace("const { config, region }", `await import("./loosened.ts");\n  const { config, region }`));
      writeFileSync(join(checkout, "loosened.ts"), loosened);
    }

    const up = (...args: string[]): Promise<Result> => desk.plain(process.execPath, [join(checkout, "golive", "main.ts"), "up", "local", ...args], checkout, { GOLIVE_CACHE: process.env["GOLIVE_CACHE"] ?? join(ROOT, ".cache") });

    test("is not changed, and the rule and the item are named", async () => {
      changedCheckout();
      const before = await world();
      const exported = await desk.run("state", "export", "local");
      const { code, stdout } = await up();
      expect(code).toBe(2);
      expect(stdout).toContain("data-service-not-public");
      expect(stdout).toContain("optibid-local-database-primary");
      expect(stdout).toContain("Refused:");
      expect(stdout).not.toMatch(/^\s+at /m);
      expect(await world()).toEqual(before);
      expect((await desk.run("state", "export", "local")).stdout).toBe(exported.stdout);
    }, 3 * MINUTES);
  });

  describe("with a release after the first", () => {
    test("runs the images of the new one", async () => {
      expect(await running()).toEqual({ api: [older("api")], web: [older("web")] });
      desk.settings("local", released);
      const { code, answer } = await desk.json<UpAnswer>("up", "local");
      expect({ code, updated: answer.updated, violations: answer.violations }).toEqual({ code: 0, updated: true, violations: [] });
      // The preview before it saw what the release changes and nothing else: the drills above left nothing behind.
      const { same: _same, read: _read, ...changing } = answer.plan.operations;
      expect(changing).toEqual(CHANGES);
      expect(await running()).toEqual({ api: [NEWER.api], web: [NEWER.web] });
    }, 3 * MINUTES);

    test("says how to go on where the way back does not end well", async () => {
      const before = settings();
      await desk.run("rehearsal", "fault", "--type", "aws:index/getCallerIdentity:getCallerIdentity", "--error", "ExpiredTokenException", "--always");
      const { code, stdout } = await desk.run("rollback", "local");
      await desk.run("rehearsal", "fault", "--clear");
      expect(code).toBe(1);
      expect(stdout).toContain("local: 2.0.0 -> 1.0.0");
      expect(stdout).toContain("ExpiredTokenException");
      expect(stdout).not.toMatch(/^\s+at /m);
      expect(stdout).toContain("Pulumi.local.yaml names 1.0.0 now, but the deployment did not end well. Mend what is said above and run: golive up local\n");
      expect(stdout).toContain("To stay with what ran before, take the change of Pulumi.local.yaml back first.");
      expect(settings()).toContain('    version: "1.0.0"\n    history:\n      - version: "2.0.0"');
      expect(await running()).toEqual({ api: [NEWER.api], web: [NEWER.web] });
      writeFileSync(join(desk.directory, "Pulumi.local.yaml"), before);
    }, 3 * MINUTES);

    test("goes back to the images of the one before, and keeps the record of both", async () => {
      const { code, answer } = await desk.json<RollbackAnswer>("rollback", "local");
      expect({ code, from: answer.from, to: answer.to, settingsChanged: answer.settingsChanged, updated: answer.deployment?.updated }).toEqual({ code: 0, from: "2.0.0", to: "1.0.0", settingsChanged: true, updated: true });
      expect(await running()).toEqual({ api: [older("api")], web: [older("web")] });
      expect(settings()).toBe(released(first).replace('    version: "2.0.0"\n    history', '    version: "1.0.0"\n    history').replace(image("api", NEWER.api), image("api", older("api"))).replace(image("web", NEWER.web), image("web", older("web"))));
      const again = await desk.run("rollback", "local");
      expect(again).toMatchObject({ code: 1, stderr: "1.0.0 is the first release that Pulumi.local.yaml records: there is none before it to return to.\n" });
    }, 3 * MINUTES);
  });
});

describe("an update that writes its state step by step and is killed while it creates", () => {
  const desk = new Desk();
  const STACK = ["dev", "--rehearse"];
  /** What the state says was being created. */
  const open = (): string[] => {
    const file = join(desk.home, "dev", "state", ".pulumi", "stacks", "optibid", "dev.json");
    const { checkpoint } = JSON.parse(existsSync(file) ? readFileSync(file, "utf8") : "{}") as { checkpoint?: { latest?: { pending_operations?: readonly { type: string; resource: { urn: string } }[] } } };
    return (checkpoint?.latest?.pending_operations ?? []).filter(({ type }) => type === "creating").map(({ resource }) => resource.urn);
  };
  afterAll(() => desk.clear());

  const things = async (type: string): Promise<readonly Thing[]> => (await desk.json<Thing[]>("rehearsal", "ls", type, "--stack", "dev")).answer;
  const recover = (...args: string[]): Promise<Result> => desk.run("state", "recover", ...STACK, ...args);

  test("leaves creations open that the state names", async () => {
    const fault = (...args: string[]): Promise<Result> => desk.run("rehearsal", "fault", "--stack", "dev", "--operation", "create", ...args);
    await fault("--type", VPC, "--slow", "4s");
    await fault("--type", KEY, "--slow", "10m", "--always");
    await desk.run("rehearsal", "env", "--stack", "dev", "--idle", "60"); // a cloud that outlives who calls it
    // A group of its own: the program and the engine die together.
    const update = spawn(process.execPath, [STEP_BY_STEP], { env: desk.environment(), stdio: "ignore", detached: true });
    const ended = new Promise((resolve) => update.on("close", resolve));
    try {
      await until(() => open().some((urn) => urn.includes(`${VPC}::`)) && open().some((urn) => urn.includes(`${KEY}::`)));
    } finally {
      process.kill(-(update.pid ?? 0), "SIGKILL");
    }
    await ended;
    // The cloud goes on with what it was asked for: the one is made after nobody waits for it, the other never is.
    await until(async () => (await things(VPC)).length === 1);
    expect((await desk.run("rehearsal", "stop", "--stack", "dev")).stdout).toContain("is stopped");
    await desk.run("rehearsal", "fault", "--stack", "dev", "--clear");
    expect(open().filter((urn) => urn.includes(`${VPC}::`))).toHaveLength(1);
    expect(await things(KEY)).toEqual([]);
  }, 4 * MINUTES);

  test("is asked about what it did not begin, and settles nothing then", async () => {
    const before = open();
    const strange = "urn:pulumi:dev::optibid::aws:ec2/vpc:Vpc::nowhere";
    const { code, stderr } = await recover("--forget", strange);
    expect({ code, stderr }).toEqual({ code: 1, stderr: [`${strange} is not among what an earlier run of dev was creating:`, ...before.map((urn) => `  ${urn}`), ""].join("\n") });
    expect((await recover("--adopt", "vpc-1")).stderr).toBe('"vpc-1" is not <urn>=<id>\n');
    expect(open()).toEqual(before);
  }, 2 * MINUTES);

  test("has what is there adopted and what is not forgotten, all at once", async () => {
    const [vpc] = await things(VPC);
    const begun = open();
    const rest = begun.filter((urn) => urn !== vpc?.urn);
    const half = await recover("--adopt", `${vpc?.urn ?? ""}=${vpc?.id ?? ""}`);
    expect(half).toMatchObject({ code: 1, stderr: ["Nothing is settled: the engine forgets what is left open. Say of these too whether they are there:", ...rest.map((urn) => `  ${urn}`), ""].join("\n") });
    expect(open()).toEqual(begun);
    expect((await recover()).stdout).toBe([`dev: 0 creations settled, ${begun.length} open`, ...begun.map((urn) => `  ${urn}`), ""].join("\n"));
    // Beside the network, the cloud had made some of the others.
    const made = new Map((await things("")).map(({ urn, id }) => [urn, id]));
    const settled = await recover(...begun.flatMap((urn) => (made.has(urn) ? ["--adopt", `${urn}=${made.get(urn) ?? ""}`] : ["--forget", urn])));
    expect(settled).toMatchObject({ code: 0, stdout: `dev: ${begun.length} creations settled, 0 open\n` });
    expect(open()).toEqual([]);
    const { answer } = await desk.json<{ deployment: { resources: readonly { urn: string; id?: string }[] } }>("state", "export", ...STACK);
    const recorded = (urn: string): (string | undefined)[] => answer.deployment.resources.filter((each) => each.urn === urn).map(({ id }) => id);
    expect(begun.map((urn) => recorded(urn))).toEqual(begun.map((urn) => (made.has(urn) ? [made.get(urn)] : [])));
    // The next preview keeps what is there and creates the others, once.
    const { answer: preview } = await desk.json<PreviewReport>("preview", ...STACK);
    const planned = (urn: string): string[] => preview.resources.filter((each) => each.urn === urn).map(({ operation }) => operation);
    expect(planned(vpc?.urn ?? "")).toEqual(["same"]);
    expect(begun.flatMap((urn) => planned(urn)).filter((operation) => operation === "create")).toHaveLength(begun.length - begun.filter((urn) => made.has(urn)).length);
    expect((await things(VPC)).map(({ id }) => id)).toEqual([vpc?.id]);
  }, 4 * MINUTES);
});
