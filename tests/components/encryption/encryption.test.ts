import { beforeAll, describe, expect, test } from "@jest/globals";
import { Encryption } from "../../../components/encryption/encryption.ts";
import { keyPolicy } from "../../../components/encryption/key-policy.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, PRODUCTION, strays } from "../network/fixture.ts";

let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new Encryption("keys", { context: PRODUCTION }));
});

test("exactly these children in production", () => {
  expect(children(graph)).toEqual(
    [
      "golive:encryption:Encryption keys",
      ...["data", "logs", "secrets", "backups", "audit", "alerts", "metrics"].flatMap((each) => [`kms:Key keys-${each}`, `kms:Alias keys-${each}-alias`]),
      ...["data", "secrets", "backups", "audit", "logs"].flatMap((each) => [`kms:ReplicaKey keys-${each}-eu-west-1`, `kms:Alias keys-${each}-alias-eu-west-1`]),
      ...["logs", "alerts"].flatMap((each) => [`kms:ReplicaKey keys-${each}-us-east-1`, `kms:Alias keys-${each}-alias-us-east-1`]),
    ].sort(),
  );
  expect(strays(graph)).toEqual([]);
});

test("every key and replica is protected and kept, aliases are not", () => {
  const keys = graph.filter(({ type }) => type === "aws:kms/key:Key" || type === "aws:kms/replicaKey:ReplicaKey").map(({ name }) => name);
  expect(keptNames(graph)).toEqual(keys.sort());
  expect(keys).toHaveLength(14);
});

describe("inputs", () => {
  test("the data key", () => {
    expect(only(graph, "aws:kms/key:Key", "data").inputs).toEqual({
      description: "optibid-production: databases, caches and volumes",
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      multiRegion: true,
      policy: JSON.stringify(keyPolicy("data", { account: "123456789012", region: "eu-central-1" })),
      tags: expectedTags("confidential", "keys-data"),
    });
  });

  test("its replica lives in the Region of recovery with a policy of its own", () => {
    const replica = only(graph, "aws:kms/replicaKey:ReplicaKey", "data-eu-west-1");
    expect(replica.inputs).toEqual({
      region: "eu-west-1",
      primaryKeyArn: "<unknown>",
      description: "optibid-production: databases, caches and volumes, replica",
      deletionWindowInDays: 30,
      policy: JSON.stringify(keyPolicy("data", { account: "123456789012", region: "eu-west-1" })),
      tags: expectedTags("confidential", "keys-data-eu-west-1"),
    });
    expect(namesOf(replica.propertyDependencies["primaryKeyArn"])).toEqual(["keys-data"]);
  });

  test("aliases have one name in every Region", () => {
    const aliases = graph.filter(({ type }) => type === "aws:kms/alias:Alias").map(({ inputs }) => [inputs["name"], inputs["region"] ?? "home"].join(" "));
    expect(aliases.sort()).toEqual(
      [
        ...["data", "logs", "secrets", "backups", "audit", "alerts", "metrics"].map((each) => `alias/optibid-production/${each} home`),
        ...["data", "secrets", "backups", "audit", "logs"].map((each) => `alias/optibid-production/${each} eu-west-1`),
        ...["logs", "alerts"].map((each) => `alias/optibid-production/${each} us-east-1`),
      ].sort(),
    );
  });

  test("the secrets key is classified higher", () => {
    expect(only(graph, "aws:kms/key:Key", "secrets").inputs["tags"]).toEqual(expectedTags("restricted", "keys-secrets"));
  });
});

test("without recovery only the keys of the edge have a replica, and nothing is protected", async () => {
  const small = await record(() => new Encryption("keys", { context: DEVELOPMENT }));
  expect(small.filter(({ type }) => type === "aws:kms/replicaKey:ReplicaKey").map(({ name }) => name)).toEqual(["keys-alerts-us-east-1", "keys-logs-us-east-1"]);
  expect(small.filter(({ inputs }) => inputs["multiRegion"] === true).map(({ name }) => name)).toEqual(["keys-alerts", "keys-logs"]);
  expect(keptNames(small)).toEqual([]);
});

test("asking for a key where there is none says where it is", async () => {
  await expect(record(() => new Encryption("keys", { context: PRODUCTION }).keyArnIn("data", "us-west-2"))).rejects.toThrow(
    "the key for data is not in us-west-2; it is in eu-central-1, eu-west-1",
  );
});

test("the key of metrics is of one Region: Prometheus refuses another", () => {
  expect(graph.find(({ name }) => name === "keys-metrics")?.inputs["multiRegion"]).toBe(false);
});

test("a transform sees every key by name", async () => {
  const seen: string[] = [];
  await record(() => new Encryption("keys", { context: DEVELOPMENT, transform: { key: (args, name) => (seen.push(name), args) } }));
  expect(seen).toEqual(["keys-data", "keys-logs", "keys-secrets", "keys-backups", "keys-audit", "keys-alerts", "keys-metrics"]);
});
