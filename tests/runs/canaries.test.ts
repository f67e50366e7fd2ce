/**
 * Canaries: what is secret is looked for, in every form it can take, wherever golive and the engine write or print.
 * The secrets are taken from the rehearsed world by their marks, never by name, so that new ones are looked for too.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { maskedEntity } from "../../golive/run/mask.ts";
import type { Path } from "../../rehearsal/server/codec.ts";
import { openStore } from "../../rehearsal/world/store.ts";
import type { Kept } from "../../rehearsal/world/store.ts";
import { Desk } from "./cli.ts";

const MINUTES = 60_000;
const DRIVER = fileURLToPath(new URL("./canaries/driver.ts", import.meta.url));
const GRAPHS = fileURLToPath(new URL("../golden/graphs/", import.meta.url));
const CANARY = "canary-Zq7xW2vKp9-planted";

/** Shortest text that is looked for: shorter ones are found by chance. */
const SHORTEST = 8;

async function things(desk: Desk, stack: string): Promise<Kept[]> {
  const store = openStore(join(desk.home, stack, "world"));
  const all = [...store.all()];
  await store.close();
  return all;
}

/** What a document that is secret as a whole says beside its secret: who logs in, and where. Source: Secrets Manager, "JSON structure of AWS Secrets Manager secrets". */
const KNOWN = /^(engine|host|hostname|endpoint|port|username|user|dbname|database|dbInstanceIdentifier|dbClusterIdentifier|masterarn|region)$/i;

/** Every text under a value that can be a secret: ARNs and what everybody knows are none. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith("arn:") ? [] : [value, ...inside(value)];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, each]) => (KNOWN.test(key) ? [] : texts(each))) : [];
}

/** Texts in a text that is JSON. */
function inside(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return texts(JSON.parse(text));
  } catch {
    return []; // a policy in another form, or plain text
  }
}

/** All values that are marked secret in a world. */
function secretsIn(all: readonly Kept[]): Set<string> {
  const at = (value: unknown, path: Path): unknown => path.reduce<unknown>((current, step) => (typeof current === "object" && current !== null ? (current as Record<string | number, unknown>)[step] : undefined), value);
  const found = all.flatMap(({ inputs, outputs, secrets }) => secrets.flatMap((path) => [inputs, outputs].flatMap((props) => texts(at(props, JSON.parse(path) as Path)))));
  return new Set(found.filter((text) => text.length >= SHORTEST));
}

/** Names of the places in which a secret is found, with the secret's first letters. */
function leaks(secrets: Iterable<string>, places: Readonly<Record<string, string>>): string[] {
  return [...secrets].flatMap((secret) => {
    const forms = [secret, JSON.stringify(secret).slice(1, -1), JSON.stringify(JSON.stringify(secret)).slice(3, -3), Buffer.from(secret).toString("base64").replace(/=+$/, ""), encodeURIComponent(secret), secret.toUpperCase()];
    return Object.entries(places).filter(([, text]) => forms.some((form) => text.includes(form))).map(([place]) => `${secret.slice(0, 6)}… (${secret.length}) in ${place}`);
  });
}

/** Every file golive and the engine leave behind, beside the world, which is the rehearsed cloud itself. */
function files(desk: Desk): Record<string, string> {
  const found = readdirSync(desk.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.parentPath.endsWith("/world"));
  return Object.fromEntries(found.map((entry) => [join(entry.parentPath, entry.name).slice(desk.directory.length), readFileSync(join(entry.parentPath, entry.name), "latin1")]));
}

test("the search finds a secret in each of its forms", () => {
  const secret = 'Zq"7x W2/vKp9';
  const places = { plain: secret, json: JSON.stringify({ a: secret }), twice: JSON.stringify(JSON.stringify({ a: secret })), base64: Buffer.from(secret).toString("base64"), uri: encodeURIComponent(secret), none: "Zq 7x" };
  expect(leaks([secret], places).map((leak) => leak.split(" in ")[1])).toEqual(["plain", "json", "twice", "base64", "uri"]);
});

describe("the platform", () => {
  const desk = new Desk();
  afterAll(() => desk.clear());

  test("shows none of its secrets anywhere", async () => {
    const places: Record<string, string> = {};
    const keep = async (name: string, ...args: string[]): Promise<void> => {
      const { stdout, stderr } = await desk.run(...args);
      places[name] = stdout + stderr;
    };
    await keep("up", "up", "local");
    await keep("preview", "preview", "local", "--json");
    await keep("state export", "state", "export", "local");
    await keep("ls", "rehearsal", "ls", "--json");
    const all = await things(desk, "local");
    const secrets = secretsIn(all);
    expect(secrets.size).toBeGreaterThan(0);
    // Something secret is changed behind Pulumi's back, so that drift has it to tell.
    const password = all.find(({ token }) => token === "random:index/randomPassword:RandomPassword");
    if (password !== undefined) {
      await desk.run("rehearsal", "edit", password.urn, `result=${CANARY}`);
      secrets.add(CANARY);
    }
    await keep("drift", "drift", "local", "--json");
    places["shown"] = JSON.stringify(all.map(maskedEntity));
    for (const name of readdirSync(GRAPHS)) places[`golden ${name}`] = readFileSync(join(GRAPHS, name), "utf8");
    expect(leaks(secrets, { ...places, ...files(desk) })).toEqual([]);
    expect(places["up"]).toContain("deployed");
  }, 15 * MINUTES);
});

describe.each([["that is deployed", false], ["that the cloud refuses in words that repeat it", true]])("an encrypted setting, %s", (_title, refused) => {
  const desk = new Desk();
  let printed: Record<string, unknown> = {};
  afterAll(() => desk.clear());

  beforeAll(async () => {
    const child = spawn(process.execPath, [DRIVER], { env: { ...desk.environment(), CANARY, CANARY_REFUSED: refused ? "1" : "0" }, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    if (code !== 0) throw new Error(stderr);
    printed = { ...(JSON.parse(stdout) as Record<string, unknown>), stderr };
  }, 4 * MINUTES);

  test("is deployed, or refused, as it is meant to be", async () => {
    const { error } = printed["said"] as { error?: string };
    expect(error !== undefined).toBe(refused);
    const made = (await things(desk, "dev")).map(({ token }) => token);
    if (refused) expect(JSON.stringify(printed["said"])).toContain("[secret] with blanks");
    else expect(made).toEqual(expect.arrayContaining(["aws:ssm/parameter:Parameter", "aws:secretsmanager/secretVersion:SecretVersion", "kubernetes:core/v1:Secret"]));
  });

  test("is marked in the world wherever it went", async () => {
    const all = await things(desk, "dev");
    expect(refused || [...secretsIn(all)].some((text) => text.includes(CANARY))).toBe(true);
    expect(leaks([CANARY], { shown: JSON.stringify(all.map(maskedEntity)) })).toEqual([]);
  });

  test("is found in no report, event, state or file", async () => {
    const secrets = secretsIn(await things(desk, "dev")).add(CANARY);
    const places = Object.fromEntries(Object.entries(printed).map(([name, value]) => [name, JSON.stringify(value)]));
    expect(leaks(secrets, { ...places, ...files(desk) })).toEqual([]);
  });
});
