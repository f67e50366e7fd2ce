import { describe, expect, test } from "@jest/globals";
import { mistakes, quota } from "../../../components/workloads/application.ts";
import type { Application } from "../../../components/workloads/application.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const good: Application = {
  image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/api@${DIGEST}`,
  port: 8080,
  healthPath: "/api/health",
  targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/api-1/0123456789abcdef",
};

describe("images", () => {
  test.each([
    [good.image, true],
    [`optibid/api@${DIGEST}`, true],
    [`localhost:5000/a/b_c.d-e@${DIGEST}`, true],
    [`registry.example.com/team/api:1.4.2@${DIGEST}`, true],
    ["optibid/api", false],
    ["optibid/api:latest", false],
    ["optibid/api:1.4.2", false],
    ["optibid/api@sha256:0123", false],
    [`optibid/api@${DIGEST.toUpperCase()}`, false],
    [`@${DIGEST}`, false],
    [`optibid/api@${DIGEST}0`, false],
  ])("%s: %s", (image, accepted) => {
    expect(mistakes({ api: { ...good, image } }).length === 0).toBe(accepted);
  });
});

describe("mistakes", () => {
  test.each<[string, Partial<Application>, string[]]>([
    ["none", {}, []],
    ["a port the container may not open", { port: 80 }, ["api.port: 80"]],
    ["a path without its slash", { healthPath: "health" }, ["api.healthPath: health"]],
    ["one pod", { scaling: { min: 1, max: 3 } }, ["api.scaling.min: 1"]],
    ["a maximum below the minimum", { scaling: { min: 3, max: 2 } }, ["api.scaling.max: 2"]],
    ["a limit below the request", { resources: { cpuRequest: 500, cpuLimit: 250, memory: 512, ephemeralStorage: 512 } }, ["api.resources.cpuLimit: 250"]],
    ["scratch directories without room", { scratch: [{ path: "/cache", size: 900 }] }, ["api.resources.ephemeralStorage: 1024"]],
    ["a secret by its name", { environment: { JWT_SECRET: "x", SESSION_TOKEN: "y", LOG_LEVEL: "info" } }, ["api.environment.JWT_SECRET", "api.environment.SESSION_TOKEN"]],
    ["a password in a URL", { environment: { DATABASE_URL: "postgres://app:hunter2@db:5432/app" } }, ["api.environment.DATABASE_URL"]],
    ["a URL without one", { environment: { DATABASE_URL: "postgres://app@db:5432/app", API_URL: "https://a.b:443/x" } }, []],
    ["what the platform sets", { environment: { PORT: "1" } }, ["api.environment.PORT"]],
    ["no variable name", { environment: { "log level": "info" } }, ["api.environment.log level"]],
  ])("%s", (_what, more, paths) => {
    const found = mistakes({ api: { ...good, ...more } });
    expect(found).toHaveLength(paths.length);
    paths.forEach((path, index) => expect(found[index]?.startsWith(path)).toBe(true));
  });

  test("of several programs are all told at once", () => {
    const found = mistakes({ api: { ...good, image: "api:latest", port: 80 }, web: { ...good, image: "web" } });
    expect(found.map((each) => each.split(":")[0])).toEqual(["api.image", "api.port", "web.image"]);
  });
});

test("the quota holds all pods at their most, those that start and those that stop", () => {
  const resources = { cpuRequest: 100, cpuLimit: 200, memory: 256, ephemeralStorage: 512 };
  // 4 + 2 × 1 and 10 + 2 × 3 pods
  expect(quota([{ ...good, resources, scaling: { min: 2, max: 4 } }, { ...good, resources, scaling: { min: 2, max: 10 } }])).toEqual({
    pods: "22",
    "requests.cpu": "2200m",
    "limits.cpu": "4400m",
    "requests.memory": "5632Mi",
    "limits.memory": "5632Mi",
    "requests.ephemeral-storage": "11264Mi",
    "limits.ephemeral-storage": "11264Mi",
    persistentvolumeclaims: "0",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  });
});
