import { describe, expect, test } from "@jest/globals";
import { handlerWith, KEY_BYTES } from "../../../components/secrets/functions/key-rotation/index.mjs";
import type { SecretsClient } from "../../../components/secrets/functions/key-rotation/index.d.mts";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:optibid/jwt-AbCdEf";
const DAY = 86_400_000;
const START = Date.parse("2026-01-10T00:00:00.000Z");
const OLD = Buffer.alloc(KEY_BYTES, 1).toString("base64");
const FIRST = { current: OLD, previous: OLD, rotatedAt: "1970-01-01T00:00:00.000Z" };

/** Secrets Manager as far as a rotation sees it: versions, their labels, and that a version cannot be changed. */
class Manager implements SecretsClient {
  readonly calls: string[] = [];
  readonly values = new Map<string, string>();
  enabled = true;
  stages: Record<string, string[]>;

  constructor(first: unknown = FIRST, stages: Record<string, string[]> = { v1: ["AWSCURRENT"], v2: ["AWSPENDING"] }) {
    this.values.set("v1", typeof first === "string" ? first : JSON.stringify(first));
    this.stages = stages;
  }

  async describeSecret() {
    return { RotationEnabled: this.enabled, VersionIdsToStages: structuredClone(this.stages) };
  }

  async getSecretValue({ VersionStage, VersionId }: { VersionStage: string; VersionId?: string }) {
    const id = Object.keys(this.stages).find((version) => this.stages[version]?.includes(VersionStage) === true);
    const text = id === undefined || (VersionId !== undefined && VersionId !== id) ? undefined : this.values.get(id);
    if (text === undefined) throw Object.assign(new Error("Secrets Manager can't find the specified secret value"), { name: "ResourceNotFoundException" });
    return { SecretString: text };
  }

  async putSecretValue({ ClientRequestToken, SecretString, VersionStages }: { ClientRequestToken: string; SecretString: string; VersionStages: string[] }) {
    const there = this.values.get(ClientRequestToken);
    if (there !== undefined && there !== SecretString) throw Object.assign(new Error("a version cannot be changed"), { name: "ResourceExistsException" });
    this.calls.push(`put ${ClientRequestToken} ${VersionStages.join()}`);
    this.values.set(ClientRequestToken, SecretString);
  }

  async updateSecretVersionStage({ VersionStage, MoveToVersionId, RemoveFromVersionId }: { VersionStage: string; MoveToVersionId: string; RemoveFromVersionId?: string }) {
    this.calls.push(`move ${VersionStage} ${RemoveFromVersionId ?? "nothing"}->${MoveToVersionId}`);
    for (const [version, labels] of Object.entries(this.stages)) this.stages[version] = labels.filter((label) => label !== VersionStage && !(VersionStage === "AWSCURRENT" && label === "AWSPREVIOUS"));
    this.stages[MoveToVersionId]?.push(VersionStage);
    if (RemoveFromVersionId !== undefined) this.stages[RemoveFromVersionId]?.push("AWSPREVIOUS");
  }

  value(version: string): { current: string; previous: string; rotatedAt: string } {
    return JSON.parse(this.values.get(version) ?? "{}") as { current: string; previous: string; rotatedAt: string };
  }
}

const lines: string[] = [];

function step(manager: SecretsClient, name: string, { token = "v2", now = START, minimumAgeSeconds = 7 * 86_400 } = {}): Promise<void> {
  return handlerWith(manager, { minimumAgeSeconds, now: () => now, log: (line) => lines.push(line) })({ SecretId: SECRET, ClientRequestToken: token, Step: name });
}

async function rotate(manager: Manager, token: string, now: number): Promise<void> {
  for (const name of ["createSecret", "setSecret", "testSecret", "finishSecret"]) await step(manager, name, { token, now });
}

describe("a rotation", () => {
  test("makes a key of 64 bytes and keeps the one in use as the previous", async () => {
    const manager = new Manager();
    await rotate(manager, "v2", START);
    const { current, previous, rotatedAt } = manager.value("v2");
    expect(Buffer.from(current, "base64")).toHaveLength(64);
    expect([current === OLD, previous, rotatedAt]).toEqual([false, OLD, "2026-01-10T00:00:00.000Z"]);
    expect(manager.calls).toEqual(["put v2 AWSPENDING", "move AWSCURRENT v1->v2"]);
    expect(manager.stages).toEqual({ v1: ["AWSPREVIOUS"], v2: ["AWSPENDING", "AWSCURRENT"] });
  });

  test("what the key before signed is accepted until the next rotation, and then no more", async () => {
    const manager = new Manager();
    await rotate(manager, "v2", START);
    const second = manager.value("v2").current;
    manager.stages = { ...manager.stages, v2: ["AWSCURRENT"], v3: ["AWSPENDING"] };
    await rotate(manager, "v3", START + 30 * DAY);
    expect(manager.value("v3").previous).toBe(second);
    expect(Object.values(manager.value("v3"))).not.toContain(OLD);
  });

  test("every step may be repeated: nothing is made twice, and no key is lost", async () => {
    const manager = new Manager();
    for (const name of ["createSecret", "createSecret", "setSecret", "setSecret", "testSecret", "testSecret"]) await step(manager, name);
    const made = manager.value("v2");
    await step(manager, "finishSecret");
    for (const name of ["finishSecret", "createSecret", "testSecret"]) await step(manager, name);
    expect(manager.value("v2")).toEqual(made);
    expect(manager.calls).toEqual(["put v2 AWSPENDING", "move AWSCURRENT v1->v2"]);
  });

  test("the seed's own label stays where it is", async () => {
    const manager = new Manager(FIRST, { v1: ["AWSCURRENT", "SEED"], v2: ["AWSPENDING"] });
    await rotate(manager, "v2", START);
    expect(manager.stages["v1"]).toEqual(["SEED", "AWSPREVIOUS"]);
  });

  test("says what it did, and nothing of a key", async () => {
    lines.length = 0;
    const manager = new Manager();
    await rotate(manager, "v2", START);
    expect(lines.map((line) => (JSON.parse(line) as { done: string }).done)).toEqual(["made a new key", "nothing to set", "the new key is sound", "the new key is current"]);
    for (const key of [OLD, manager.value("v2").current]) expect(lines.join("\n")).not.toContain(key.slice(0, 8));
  });
});

describe("refuses", () => {
  const sound = { current: Buffer.alloc(KEY_BYTES, 2).toString("base64"), previous: OLD, rotatedAt: "2026-01-10T00:00:00.000Z" };
  const pending = (value: unknown) => {
    const manager = new Manager();
    manager.values.set("v2", JSON.stringify(value));
    return manager;
  };

  test.each<[string, string, () => Manager, string]>([
    ["a rotation before what the previous key signed has run out", "createSecret", () => new Manager({ ...FIRST, rotatedAt: "2026-01-09T00:00:00.000Z" }), "rotated at 2026-01-09T00:00:00.000Z: for 518400 s more the previous key is still needed"],
    ["a secret that does not rotate", "createSecret", () => Object.assign(new Manager(), { enabled: false }), `${SECRET} does not rotate`],
    ["a version that is not there", "createSecret", () => new Manager(FIRST, { v1: ["AWSCURRENT"] }), `${SECRET} has no pending version v2`],
    ["a version that waits for nothing", "createSecret", () => new Manager(FIRST, { v1: ["AWSCURRENT"], v2: ["OTHER"] }), `${SECRET} has no pending version v2`],
    ["a step nobody knows", "toString", () => new Manager(), "unknown step toString"],
    ["a secret with no value", "createSecret", () => new Manager(FIRST, { v1: ["AWSPREVIOUS"], v2: ["AWSPENDING"] }), "there is no current value"],
    ["a value of another form", "createSecret", () => new Manager({ current: OLD }), "the current value has no previous, rotatedAt"],
    ["a value that is no JSON, without repeating it", "createSecret", () => new Manager("hunter2"), "the current value is no JSON"],
    ["a time that is none", "createSecret", () => new Manager({ ...FIRST, rotatedAt: "yesterday" }), "rotatedAt of the current value is no time"],
    ["a test before anything was made", "testSecret", () => new Manager(), "there is no new value"],
    ["a short key", "testSecret", () => pending({ ...sound, current: "c2hvcnQ=" }), "the new key has not 64 bytes"],
    ["the same key", "testSecret", () => pending({ ...sound, current: OLD }), "the new key is the old one"],
    ["a value that forgets the key in use", "testSecret", () => pending({ ...sound, previous: sound.current }), "the new value does not keep the key that is in use"],
  ])("%s", async (_, name, make, message) => {
    const manager = make();
    await expect(step(manager, name)).rejects.toThrow(new Error(message));
    expect(manager.calls).toEqual([]);
  });

  test("to take a failure of Secrets Manager for a version that is not there", async () => {
    const manager = new Manager();
    manager.getSecretValue = async () => {
      throw Object.assign(new Error("slow down"), { name: "ThrottlingException" });
    };
    await expect(step(manager, "createSecret")).rejects.toThrow("slow down");
    expect(manager.calls).toEqual([]);
  });
});
