import { describe, expect, test } from "@jest/globals";
import { mistakes } from "../../../components/workloads/application.ts";
import type { Server, Task } from "../../../components/workloads/application.ts";
import { DIGEST, api as good } from "./fixture.ts";

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

const secretFiles = { className: "api", path: "/run/secrets/optibid" };

describe("mistakes", () => {
  test.each<[string, Partial<Server>, string[]]>([
    ["none", {}, []],
    ["a port the container may not open", { port: 80 }, ["api.port: 80"]],
    ["the port of TLS", { port: 8443 }, ["api.port: 8443"]],
    ["the port of its probes", { port: 8444 }, ["api.port: 8444"]],
    ["a path without its slash", { healthPath: "health" }, ["api.healthPath: health"]],
    ["a command without words", { command: [] }, ["api.command: has no words"]],
    ["one pod", { scaling: { min: 1, max: 3 } }, ["api.scaling.min: 1"]],
    ["a maximum below the minimum", { scaling: { min: 3, max: 2 } }, ["api.scaling.max: 2"]],
    ["a limit below the request", { resources: { cpuRequest: 500, cpuLimit: 250, memory: 512, ephemeralStorage: 512 } }, ["api.resources.cpuLimit: 250"]],
    ["scratch directories without room", { scratch: [{ path: "/cache", size: 900 }] }, ["api.resources.ephemeralStorage: 1024"]],
    ["a secret by its name", { environment: { JWT_SECRET: "x", SESSION_TOKEN: "y", LOG_LEVEL: "info" } }, ["api.environment.JWT_SECRET", "api.environment.SESSION_TOKEN"]],
    ["a password in a URL", { environment: { DATABASE_URL: "postgres://app:hunter2@db:5432/app" } }, ["api.environment.DATABASE_URL"]],
    ["a URL without one", { environment: { DATABASE_URL: "postgres://app@db:5432/app", API_URL: "https://a.b:443/x" } }, []],
    ["what the platform sets", { environment: { PORT: "1" } }, ["api.environment.PORT"]],
    ["no variable name", { environment: { "log level": "info" } }, ["api.environment.log level"]],
    ["secrets as files", { secretFiles: { ...secretFiles, variables: { JWT_SECRET_FILE: "jwt" } } }, []],
    ["secrets in no absolute directory", { secretFiles: { ...secretFiles, path: "run/secrets" } }, ["api.secretFiles.path: run/secrets"]],
    ["secrets on the way up", { secretFiles: { ...secretFiles, path: "/run/../etc" } }, ["api.secretFiles.path: /run/../etc"]],
    ["secrets where the program writes", { secretFiles: { ...secretFiles, path: "/tmp" } }, ["api.secretFiles.path: /tmp"]],
    ["a secret itself beside the files", { secretFiles: { ...secretFiles, variables: { JWT_SECRET: "jwt" } } }, ["api.secretFiles.variables.JWT_SECRET"]],
    ["a file elsewhere", { secretFiles: { ...secretFiles, variables: { JWT_SECRET_FILE: "../jwt" } } }, ["api.secretFiles.variables.JWT_SECRET_FILE"]],
    ["a variable of two minds", { environment: { A_FILE: "x" }, secretFiles: { ...secretFiles, variables: { A_FILE: "a" } } }, ["api.secretFiles.variables.A_FILE"]],
  ])("%s", (_what, more, paths) => {
    const found = mistakes({ api: { ...good, ...more } });
    expect(found).toHaveLength(paths.length);
    paths.forEach((path, index) => expect(found[index]?.startsWith(path)).toBe(true));
  });

  test.each<[string, Partial<Task>, string[]]>([
    ["none", {}, []],
    ["no time", { deadlineSeconds: 0 }, ["export.deadlineSeconds: 0"]],
    ["half a second", { deadlineSeconds: 0.5 }, ["export.deadlineSeconds: 0.5"]],
    ["fewer retries than none", { retries: -1 }, ["export.retries: -1"]],
    ["an image by tag", { image: "export:latest" }, ["export.image: export:latest"]],
  ])("of a task: %s", (_what, more, paths) => {
    const found = mistakes({}, { export: { image: good.image, deadlineSeconds: 60, retries: 0, ...more } });
    expect(found).toHaveLength(paths.length);
    paths.forEach((path, index) => expect(found[index]?.startsWith(path)).toBe(true));
  });

  test("about secrets do not repeat them", () => {
    const found = mistakes({ api: { ...good, environment: { DATABASE_URL: "postgres://app:hunter2@db:5432/app", API_KEY: "hunter2" } } });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain("hunter2");
  });

  test("of several programs are all told at once", () => {
    const found = mistakes({ api: { ...good, image: "api:latest", port: 80 }, web: { ...good, image: "web" } });
    expect(found.map((each) => each.split(":")[0])).toEqual(["api.image", "api.port", "web.image"]);
  });
});
