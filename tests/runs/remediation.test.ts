/**
 * Resources that want mending, through the real engine: what the plan says, what is deployed, and that everything else
 * comes through unhurt: values not known yet, secrets, assets.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Desk } from "./cli.ts";
import type { Outcome } from "./remediation/driver.ts";

const MINUTES = 60_000;
const DRIVER = fileURLToPath(new URL("./remediation/driver.ts", import.meta.url));
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";

describe("a stack that lets the pack mend", () => {
  const desk = new Desk();
  let outcome: Outcome;
  afterAll(() => desk.clear());

  beforeAll(async () => {
    desk.settings("dev", (text) => `${text.trimEnd()}\n  optibid:policies:\n    remediate: [tags, log-retention, tls]\n`);
    const { code, stdout, stderr } = await desk.plain(process.execPath, [DRIVER], process.cwd(), {});
    if (code !== 0) throw new Error(stderr.slice(-3_000));
    outcome = JSON.parse(stdout.split("\n").find((line) => line.startsWith("{")) ?? "") as Outcome;
  }, 3 * MINUTES);

  const mended = (name: string, { remediations }: { readonly remediations: Outcome["up"]["remediations"] }): Record<string, Record<string, readonly unknown[]>> =>
    Object.fromEntries(remediations.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ policy, changes }) => [policy, Object.fromEntries(changes.map(({ property, before, after }) => [property, [before, after]]))]));
  const stackTags = { "tags.environment": [null, "dev"], "tags.cost-centre": [null, "energy-trading"] };

  test("is shown in the plan what was changed, from what to what", () => {
    const { preview } = outcome;
    expect(preview.errors).toEqual([]);
    expect(preview.remediations.map(({ policy, urn }) => `${policy} ${urn.split("::").at(-1) ?? ""}`).sort()).toEqual([
      "log-group-retention endless", "log-group-retention short", "ownership-tags function", "ownership-tags hush", "ownership-tags short",
    ]);
    expect(mended("short", preview)).toEqual({ "ownership-tags": { ...stackTags, "tags.owner": [null, "storage-team"] }, "log-group-retention": { retentionInDays: [7, 30] } });
    expect(mended("endless", preview)).toEqual({ "log-group-retention": { retentionInDays: [null, 3653] } });
    expect(mended("hush", preview)).toEqual({ "ownership-tags": { "tags.environment": [null, "dev"], "tags.cost-centre": [null, "<unknown>"], "tags.owner": [null, "[secret]"] } });
    expect(preview.text).toMatch(/Mended by the policy pack\n/);
    expect(preview.text).toContain(`  log-group-retention ${LOGS} short\n    retentionInDays: 7 → 30`);
    expect(preview.markdown).toContain("retentionInDays: 7 → 30");
    for (const ran of [preview, outcome.up, outcome.again]) expect(ran.text + ran.markdown + JSON.stringify(ran.remediations)).not.toMatch(/hushhush|whisperers/);
  });

  test("is judged by what came of it: what is not mended is a violation still", () => {
    for (const ran of [outcome.preview, outcome.up, outcome.again]) expect(ran.violations).toEqual(["log-group-retention ignored"]);
  });

  test("gets what the plan said, and nothing more the next time", async () => {
    expect(outcome.up).toMatchObject({ errors: [], operations: { create: 10 } });
    expect(outcome.again.operations).toEqual({ same: 10 });
    expect(outcome.state["short"]).toMatchObject({ retentionInDays: 30, tags: { Owner: "storage-team", owner: "storage-team", environment: "dev", "cost-centre": "energy-trading" } });
    expect(outcome.state["ignored"]).toMatchObject({ retentionInDays: 7 });
    const inTheWorld = async (name: string) => (await desk.json<{ inputs: unknown }>("rehearsal", "show", name, "--stack", "dev")).answer.inputs;
    expect(await inTheWorld("short")).toMatchObject({ retentionInDays: 30, tags: outcome.state["short"]?.["tags"] });
    expect(await inTheWorld("endless")).toMatchObject({ retentionInDays: 3653 });
  }, 2 * MINUTES);

  test("keeps its secrets, assets and values that are known late", () => {
    const { hush, function: lambda, short } = outcome.state;
    expect(hush).toMatchObject({ value: { [SIGNATURE]: expect.any(String), plaintext: '"hushhush"' }, tags: { Owner: { plaintext: '"whisperers"' }, owner: { [SIGNATURE]: expect.any(String), plaintext: '"whisperers"' }, "cost-centre": expect.stringMatching(/^arn:aws:kms:/) } });
    expect(lambda).toMatchObject({ code: { [SIGNATURE]: expect.any(String), assets: { "index.mjs": { text: "export const handler = async () => 1;" } } }, role: expect.stringMatching(/^arn:aws:iam:/) });
    expect(short).toMatchObject({ kmsKeyId: expect.stringMatching(/^arn:aws:kms:/) });
  });
});
