import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estateOf, thingsOfState, thingsOfWorld } from "../../../golive/dr/estate.ts";
import { planOf, STEPS } from "../../../golive/dr/plan.ts";
import type { Plan } from "../../../golive/dr/plan.ts";
import { rehearse } from "../../../golive/dr/rehearse.ts";
import type { DrillReport } from "../../../golive/dr/rehearse.ts";
import { drillText, minutes, planText } from "../../../golive/format/dr.ts";
import { openStore } from "../../../rehearsal/world/store.ts";
import type { Kept, Store } from "../../../rehearsal/world/store.ts";
import { AWAY, BACKUPS, CONFIG, DATABASE_SECRET, GATEWAY, HOME, kept, KEY, REPLICA, secret, those, VAULT_PLAN, without, WORLD } from "./fixture.ts";

const plan = (world: readonly Kept[], config: Readonly<Record<string, string>> = CONFIG): Plan => planOf(estateOf("production", config, thingsOfWorld(world)));
const step = (made: Plan, id: string): Plan["steps"][number] => made.steps.find((one) => one.id === id) as Plan["steps"][number];

describe("the estate", () => {
  test("is the same from Pulumi's state as from the world", () => {
    const resources = WORLD.map(({ token, id, inputs, outputs, region }) => ({ type: token, id, inputs, outputs: { ...outputs, ...(/^(aws-global|https)/.test(region) ? {} : { region }) } }));
    const things = thingsOfState([{ type: "pulumi:pulumi:Stack" }, { type: "pulumi:providers:aws", id: "p" }, ...resources], HOME);
    expect(things.map(({ type, id, region }) => [type, id, region])).toEqual(thingsOfWorld(WORLD).map(({ type, id, region }) => [type, id, region]));
    expect(planOf(estateOf("production", CONFIG, things))).toEqual(plan(WORLD));
  });

  test.each<[string, Readonly<Record<string, string>>, readonly Kept[], RegExp]>([
    ["no other Region", { "aws:region": HOME }, WORLD, /has no disaster recovery: its configuration names no drRegion/],
    ["no home", { "optibid:drRegion": AWAY }, WORLD, /names no home Region/],
    ["nothing deployed", CONFIG, [], /Nothing is deployed in stack "production".*golive up production/],
    ["objectives that are none", { ...CONFIG, "optibid:backup": '{"objectives":{"database":{"rpoMinutes":0}}}' }, WORLD, /configuration is wrong/],
  ])("%s is a failure", (_, config, world, message) => {
    expect(() => estateOf("production", config, thingsOfWorld(world))).toThrow(message);
  });
});

describe("the plan", () => {
  test("has every step in order, each with commands, and its time", () => {
    const made = plan(WORLD);
    expect(made.steps.map(({ id, expectedMinutes }) => [id, expectedMinutes])).toEqual([["declare", 5], ["promote", 10], ["credentials", 2], ["application", 20], ["cache", 0], ["dns", 5], ["verify", 5]]);
    expect(made.steps.map(({ id }) => id)).toEqual([...STEPS]);
    expect(made.steps.filter(({ commands, blocked }) => commands.length === 0 || blocked !== undefined)).toEqual([]);
    expect([made.totalMinutes, made.missed, made.ready]).toEqual([47, [], true]);
  });

  test.each<[string, string[]]>([
    ["promote", ["aws rds promote-read-replica --region eu-west-1 --db-instance-identifier optibid-production-dr --backup-retention-period 35", "aws rds wait db-instance-available --region eu-west-1 --db-instance-identifier optibid-production-dr", "aws rds modify-db-instance --region eu-west-1 --db-instance-identifier optibid-production-dr --multi-az --apply-immediately"]],
    ["credentials", ["aws secretsmanager stop-replication-to-replica --region eu-west-1 --secret-id optibid-production-database-master", expect.stringContaining("jq -c --arg host") as unknown as string, "aws secretsmanager stop-replication-to-replica --region eu-west-1 --secret-id optibid-production-jwt"]],
    ["dns", [expect.stringContaining("create-vpc-origin") as unknown as string, "aws cloudfront get-distribution-config --id E1 > E1.json", expect.stringContaining('"vo_home"') as unknown as string, expect.stringContaining("update-distribution --id E1") as unknown as string, "aws cloudfront wait distribution-deployed --id E1"]],
  ])("%s names what is there", (id, commands) => {
    expect(step(plan(WORLD), id).commands).toEqual(commands);
  });

  test("the application is started as it is at home, with what differs put in place", () => {
    const said = step(plan(WORLD), "application").commands;
    expect(said.map((command) => command.split(" --")[0])).toEqual([
      ...["create-cluster", "wait cluster-active", "create-access-entry", "associate-access-policy", "create-pod-identity-association", "update-kubeconfig"].map((verb) => `aws eks ${verb}`),
      "aws ec2 create-security-group",
      "aws ec2 authorize-security-group-ingress",
      "aws ec2 authorize-security-group-ingress",
      "aws elbv2 create-load-balancer",
      "aws elbv2 create-target-group",
      "aws acm request-certificate",
      "aws acm wait certificate-validated",
      "aws elbv2 create-listener",
      "aws elbv2 create-rule",
      expect.stringMatching(/^jq -c/),
      "kubectl rollout status deployment",
    ]);
    expect(said[0]).toContain(`"provider":{"keyArn":"${KEY}"}`);
    expect(said[0]).toContain('"nodePools":["general-purpose"],"nodeRoleArn":"arn:aws:iam::123456789012:role/nodes"');
    expect(said.find((command) => command.startsWith("aws elbv2 create-target-group"))).toContain("--protocol HTTPS --port 8443 --target-type ip --vpc-id vpc-dr --health-check-protocol HTTPS --health-check-path /health");
    expect(said.find((command) => command.includes("clusterSecurityGroupId"))).toMatch(/^aws ec2 authorize-security-group-ingress .* --protocol tcp --port 8443 --source-group /);
    expect(said.find((command) => command.startsWith("aws elbv2 create-rule"))).toContain("--priority 10 --conditions Field=path-pattern,Values=/api,/api/*");
    const edits = said.find((command) => command.startsWith("jq")) ?? "";
    for (const from of ["targetgroup/optibid-production-web/1", "optibid-production.c1.eu-central-1.rds.amazonaws.com", "subnet-home|subnet-pa", "sg-cluster", "s|eu-central-1|eu-west-1|g'"]) expect(edits).toContain(from);
  });

  test("programs find the database on its own port, where the pool in front of it had another", () => {
    const proxy = kept("rds/proxy", "pool", HOME, { name: "optibid-production-proxy" }, { endpoint: "optibid-production-proxy.proxy-c1.eu-central-1.rds.amazonaws.com" });
    const edits = (world: readonly Kept[]) => step(plan(world), "application").commands.find((command) => command.startsWith("jq")) ?? "";
    const moved = WORLD.map((one) => (one.id === "db-HOME" ? { ...one, inputs: { ...one.inputs, port: 5433 }, outputs: { ...one.outputs, port: 5433 } } : one));
    expect(edits([...moved, proxy])).toContain(`del(.__defaults) | walk(if type == "object" and .name == "DATABASE_PORT" then .value = "5433" elif type == "object" and .port == 5432 then .port = 5433 else . end)'`);
    expect(edits([...moved, proxy])).toContain("s|optibid-production-proxy.proxy-c1.eu-central-1.rds.amazonaws.com|");
    for (const world of [WORLD, [...WORLD, proxy], moved]) expect(edits(world)).not.toContain("walk");
    expect(edits(WORLD.filter(({ id }) => id !== "db-HOME"))).not.toContain("walk");
  });

  test("files whose bucket is not replicated come from the programs, data from its replica", () => {
    const [, , edit = ""] = step(plan(WORLD), "dns").commands;
    expect(edit).toContain('select(.DomainName | startswith("optibid-uploads.s3."))).DomainName = "optibid-uploads-dr.s3.eu-west-1.amazonaws.com"');
    expect(edit).toContain('select(.DomainName | startswith("optibid-assets.s3."))) |= (del(.S3OriginConfig)');
  });

  test("names nothing that is not there, and no secret", () => {
    const said = plan(WORLD).steps.flatMap(({ commands }) => commands).join("\n");
    expect(said).not.toMatch(/undefined|\[object|null/);
    expect(said).toContain("optibid-production.c1.eu-central-1.rds.amazonaws.com");
    expect(said).toContain("subnetIds=subnet-pa,subnet-pb");
  });

  test.each([["with a replica", without()], ["from backups", without(REPLICA)], ["from a copy", without(REPLICA, BACKUPS)]])("every command is one a shell understands: %s", (_, world) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: plan(world).steps.flatMap(({ commands }) => commands).join("\n"), encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  test.each<[string, Kept[], string, number, string[]]>([
    ["a replica", without(), "aws rds promote-read-replica", 47, []],
    ["replicated backups", without(REPLICA), "aws rds restore-db-instance-to-point-in-time --region eu-west-1 --source-db-instance-automated-backups-arn arn:aws:rds:eu-west-1:123456789012:auto-backup:ab-1", 97, ["database.rpoMinutes", "database.rtoMinutes"]],
    ["copies in the vault", without(REPLICA, BACKUPS), "aws rds restore-db-instance-from-db-snapshot", 97, ["database.rpoMinutes", "database.rtoMinutes"]],
  ])("the database comes back the quickest way there is: %s", (_, world, command, total, missed) => {
    const made = plan(world);
    expect(step(made, "promote").commands[0]).toContain(command);
    expect([made.totalMinutes, made.missed.map(({ recoveryClass, key }) => `${recoveryClass}.${key}`)]).toEqual([total, missed]);
  });

  test.each<[string, Kept[], string, RegExp]>([
    ["nothing of the database", without(REPLICA, BACKUPS, VAULT_PLAN), "promote", /no replica, no replicated backup and no copy.*The configuration wants a replica/],
    ["a secret without a copy", [...without(DATABASE_SECRET), secret("optibid-production-smtp", false)], "credentials", /^not replicated to eu-west-1: optibid-production-smtp$/],
    ["no network", without(...those("ec2/subnet", AWAY)), "application", /no network with two private subnets/],
    ["no exports", without(...those("s3/bucketReplicationConfig", HOME)), "cache", /exports of the cache do not reach eu-west-1/],
    ["no distribution", WORLD.filter(({ id }) => id !== "E1"), "dns", /no distribution/],
  ])("%s blocks its step", (_, world, id, reason) => {
    const made = plan(world);
    expect(made.steps.filter(({ blocked }) => blocked !== undefined).map((one) => one.id)).toEqual([id]);
    expect(step(made, id).blocked).toMatch(reason);
    expect([step(made, id).commands, made.ready]).toEqual([[], false]);
  });

  test("objectives of the stack are what is deployed is measured by", () => {
    const strict = plan(WORLD, { ...CONFIG, "optibid:backup": JSON.stringify({ objectives: { cache: { rpoMinutes: 60 } } }) });
    expect(strict.missed).toEqual([{ recoveryClass: "cache", key: "rpoMinutes", wanted: 60, given: 1_605 }]);
    expect(plan(WORLD.filter(({ id }) => id !== "default/optibid-production-export-cache")).missed.map(({ given }) => given)).toEqual([Infinity, Infinity]);
  });
});

describe("the rehearsal", () => {
  let directory: string;
  let store: Store;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "golive-dr-test-"));
    store = openStore(directory);
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function run(world: readonly Kept[], config = CONFIG): Promise<{ report: DrillReport; lines: string[] }> {
    for (const thing of world) store.put(thing);
    const lines: string[] = [];
    return { report: await rehearse("production", config, store, (line) => lines.push(line)), lines };
  }
  const failedAt = ({ steps }: DrillReport): [string | undefined, string] => {
    const last = steps.at(-1);
    return [last?.done === false ? last.id : undefined, last?.said.join("; ") ?? ""];
  };

  test("loses the Region, takes every step and is back", async () => {
    const { report, lines } = await run(WORLD);
    expect(failedAt(report)).toEqual([undefined, "the database, 2 secrets and 4 origins are in eu-west-1"]);
    expect([report.recovered, report.minutes, report.missed]).toEqual([true, 47, []]);
    expect(report.steps.map(({ said }) => said)).toEqual([
      ["25 things are gone"],
      ["optibid-production-dr is a primary of its own, with a standby"],
      ["2 secrets stand on their own in eu-west-1"],
      ["cluster optibid-production-dr in 2 subnets", expect.stringMatching(/^load balancer internal-.*eu-west-1/)],
      ["optibid-production-cache is seeded from optibid-production-rdb-away"],
      ["4 of 4 origins of E1 lead to eu-west-1"],
      ["the database, 2 secrets and 4 origins are in eu-west-1"],
    ]);
    expect(lines).toHaveLength(1 + STEPS.length);
    expect(report.classes.find(({ recoveryClass }) => recoveryClass === "database")?.reached).toEqual({ rpoMinutes: 1, rtoMinutes: 47 });
  });

  test("leaves the stack's own world as it was", async () => {
    await run(WORLD);
    const left = [...store.all()].map(({ token, id, region, inputs }) => JSON.stringify([token, id, region, inputs])).sort();
    expect(left).toEqual(WORLD.map(({ token, id, region, inputs }) => JSON.stringify([token, id, region, inputs])).sort());
  });

  test("counts what was lost: everything at home, with what ran in its cluster", async () => {
    const { report } = await run(WORLD);
    const expected = WORLD.filter(({ region }) => region === HOME || region.startsWith("https://")).length;
    expect(report.lost.reduce((sum, { count }) => sum + count, 0)).toBe(expected);
    expect(report.lost.find(({ type }) => type === "kubernetes:apps/v1:Deployment")).toEqual({ type: "kubernetes:apps/v1:Deployment", count: 1 });
  });

  test("without a replica the backups are restored, later and with more lost", async () => {
    const { report } = await run(without(REPLICA));
    expect(failedAt(report)).toEqual([undefined, expect.any(String)]);
    expect([report.recovered, report.minutes]).toEqual([true, 97]);
    expect(report.missed.map(({ key }) => key)).toEqual(["rpoMinutes", "rtoMinutes"]);
  });

  test.each<[string, Kept[], string, RegExp]>([
    ["nothing to promote", without(REPLICA, BACKUPS, VAULT_PLAN), "promote", /nothing in eu-west-1 to bring the database back from/],
    ["secrets that are gone", [...WORLD, secret("optibid-production-smtp", false)], "credentials", /gone with eu-central-1.*optibid-production-smtp/],
    ["a key that is not there", without(...those("kms/replicaKey", AWAY)), "promote", /KMS key/],
    ["one zone only", WORLD.filter(({ id }) => id !== "subnet-pb"), "application", /subnet/i],
    ["a bucket of exports that is not there", WORLD.filter(({ id }) => id !== "optibid-production-rdb-away"), "cache", /optibid-production-rdb-away/],
    ["a network without a gateway", without(GATEWAY), "dns", /no internet gateway/],
    ["objects that stay at home", WORLD.filter(({ id, token }) => id !== "optibid-uploads" || token.endsWith(":Bucket")), "verify", /an origin is still in eu-central-1: optibid-uploads/],
  ])("%s: stops there and says why", async (_, world, id, reason) => {
    const { report } = await run(world);
    expect(failedAt(report)).toEqual([id, expect.stringMatching(reason)]);
    expect([report.recovered, report.steps.map((one) => one.id)]).toEqual([false, STEPS.slice(0, STEPS.indexOf(id as (typeof STEPS)[number]) + 1)]);
  });

  test("is told as text", async () => {
    const { report } = await run(WORLD);
    expect(drillText(report)).toMatch(/eu-central-1 lost in a copy of the world of production: 25 things of \d+ types gone[\s\S]*Back in eu-west-1 after 47 min\./);
    expect(drillText({ ...report, recovered: false })).toMatch(/Not back in eu-west-1/);
  });
});

describe("text", () => {
  test("of a plan that is ready, and of one that is not", () => {
    expect(planText(plan(WORLD))).toMatch(/^.*eu-central-1 → eu-west-1, stack production: 7 steps, 47 min[\s\S]*Every step can be taken and every objective that is judged is met\./);
    expect(planText(plan(without(REPLICA, BACKUPS, VAULT_PLAN)))).toMatch(/cannot be done: there is no replica[\s\S]*database\.rpoMinutes: 5 min is asked for, never is what there is[\s\S]*would not come back/);
  });
  test.each([[0, "0 min"], [119, "119 min"], [120, "2 h"], [1_605, "26 h 45 min"], [Infinity, "never"]] as const)("%d minutes are %s", (count, said) => expect(minutes(count)).toBe(said));
});
