import { describe, expect, test } from "@jest/globals";
import { delivery, deliveryContradictions, imagesIn, release, releaseContradictions, versionsOf } from "../../../config/sections/delivery.ts";
import { CONNECTION, imageOf } from "./fixture.ts";

const API = imageOf("api", "2");
const workloads = { api: { image: API, min: 2 }, web: { image: imageOf("web", "2") }, worker: { command: ["x"] } };
const contradictions = (given: unknown, programs: unknown = workloads) => deliveryContradictions(delivery.parse(given), "eu-central-1", programs).map(({ path, accepted }) => `${path.join(".")}: ${accepted}`);

test("nothing has to be said", () => {
  const section = delivery.parse({});
  expect(section.registry).toMatchObject({ mode: "create", prefix: "optibid", scanning: "enhanced", replicate: true });
  expect(section.signing.enforce).toBe(true);
  expect(section.runner).toBeUndefined();
  expect(contradictions({})).toEqual([]);
});

describe("what does not go together", () => {
  const repository = "https://github.com/optibid/platform.git";
  test.each<[string, unknown, string]>([
    ["an account of its own", { registry: { account: "123456789012" } }, "delivery.registry.account: nothing where the registry is created"],
    ["readers of another's", { registry: { mode: "adopt", readers: ["123456789012"] } }, "delivery.registry.readers: nothing where the registry is adopted"],
    ["a name twice", { images: ["api", "api"] }, "delivery.images: names that are all different"],
    ["a name in both lists", { mirrors: ["policy-controller", "api"] }, "delivery.mirrors: names that are all different"],
    ["signatures without their controller", { mirrors: ["grafana"] }, "delivery.mirrors: a list with policy-controller"],
    ["a connection elsewhere", { runner: { repository, connectionArn: CONNECTION.replace("eu-central-1", "eu-west-1") } }, "delivery.runner.connectionArn: a connection in eu-central-1"],
    ["a confirmation of one that is there", { runner: { repository, connectionArn: CONNECTION, connectionConfirmed: true } }, "delivery.runner.connectionConfirmed: nothing beside connectionArn"],
  ])("%s", (_what, given, accepted) => {
    expect(contradictions(given)).toEqual([expect.stringContaining(accepted)]);
  });

  test.each<[string, unknown, string]>([
    ["from another registry", {}, API.replace("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "quay.io")],
    ["from another region", {}, API.replace("eu-central-1", "eu-west-1")],
    ["with another prefix", { registry: { prefix: "other" } }, API],
    ["from another account", { registry: { mode: "adopt", account: "999999999999" } }, API],
  ])("an image %s", (_what, given, image) => {
    expect(contradictions(given, { worker: { image } })).toEqual([expect.stringMatching(/^workloads\.worker\.image: an image of .*admission refuses any other$/)]);
  });
});

test("images of others come from the registry too", () => {
  const others = { "edge.podTls.image": imageOf("caddy", "2"), "observability.images.jaeger": "quay.io/jaeger@sha256:0" };
  expect(deliveryContradictions(delivery.parse({}), "eu-central-1", workloads, others)).toEqual([{ path: ["observability", "images", "jaeger"], value: "quay.io/jaeger@sha256:0", accepted: expect.stringContaining("admission refuses any other") }]);
});

test.each([
  ["registry", { prefix: "Optibid" }],
  ["registry", { keepImages: 5 }],
  ["registry", { readers: ["12345"] }],
  ["runner", { repository: "http://github.com/optibid/platform.git" }],
  ["runner", { repository: "https://github.com/a/b", connectionArn: "arn:aws:codeconnections:eu-central-1:1:connection/x" }],
  ["images", []],
])("refused: %s %j", (key, value) => {
  expect(delivery.safeParse({ [key]: value }).success).toBe(false);
});

describe("a record of releases", () => {
  const record = (version: string, ...names: string[]) => release.parse({ version, history: names.map((name, index) => ({ version: name, images: { api: index === 0 ? API : imageOf("api", "1"), web: imageOf("web", "2") } })) });
  const wrong = (section: ReturnType<typeof record>, programs: unknown = workloads) => releaseContradictions(section, programs).map(({ path, accepted }) => `${path.join(".")}: ${accepted}`);

  test("that is true", () => {
    expect(wrong(record("2", "2", "1"))).toEqual([]);
    const { current, previous } = versionsOf(record("2", "2", "1"));
    expect([current?.version, previous?.version]).toEqual(["2", "1"]);
    expect(versionsOf(record("1", "2", "1")).previous).toBeUndefined();
    expect(versionsOf(record("9", "2", "1"))).toEqual({});
  });

  test.each<[string, ReturnType<typeof record>, unknown, string[]]>([
    ["that names no known version", record("9", "2", "1"), workloads, ["release.version: 2, 1"]],
    ["with a version twice", record("2", "2", "1", "2"), workloads, ["release.history.2.version: a version that is not in the history yet"]],
    ["of other images", record("1", "2", "1"), workloads, [`release.history.1.images.api: ${API}, the image at workloads.api`]],
    ["without a program", record("2", "2"), { ...workloads, worker: { image: API } }, [`release.history.0.images.worker: ${API}, the image at workloads.worker`]],
    ["with a program too many", record("2", "2"), { api: { image: API } }, ["release.history.0.images.web: nothing: there is no image at workloads.web"]],
  ])("%s", (_what, section, programs, expected) => {
    expect(wrong(section, programs)).toEqual(expected);
  });
});

test("images are found at any depth, and nothing else is", () => {
  expect(imagesIn({ api: { image: "a" }, batch: { export: { image: "b", images: ["c"] } }, image: "no program", list: [{ image: "d" }], odd: { image: 3 } })).toEqual({ api: "a", "batch.export": "b" });
});
