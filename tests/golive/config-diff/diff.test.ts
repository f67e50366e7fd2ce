import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { readStackFile } from "../../../config/check.ts";
import { descriptionAt, differences } from "../../../golive/config-diff/diff.ts";
import type { Whole } from "../../../golive/config-diff/diff.ts";
import { differencesText } from "../../../golive/config-diff/text.ts";

const file = (stack: string): string => readFileSync(new URL(`../../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");
function whole(stack: string, text = file(stack)): Whole {
  const checked = readStackFile(stack, text);
  if (checked.config === undefined) throw new Error(checked.problems.join("\n"));
  return checked;
}
const with_ = (change: (config: Record<string, unknown>) => void): Whole => {
  const settings = parse(file("production")) as { config: Record<string, unknown> };
  change(settings.config);
  return whole("production", stringify(settings));
};

describe("differences are few", () => {
  test("between staging and production, exactly these", () => {
    expect(differences(whole("staging"), whole("production")).map(({ path, one, other }) => [path, one, other])).toEqual([
      ["optibid:environment", "staging", "production"],
      ["optibid:network.cidr", "10.21.0.0/16", "10.20.0.0/16"],
      ["optibid:database.storage.allocated", 50, 100],
      ["optibid:database.storage.max", 200, 1000],
      ["optibid:cache.nodeType", "cache.t4g.medium", "cache.r7g.large"],
      ["optibid:cluster.cpuLimit", 32, 128],
      ["optibid:cluster.memoryLimitGiB", 128, 512],
      ["optibid:edge.domain", "staging.optibid.com", "optibid.com"],
      ["optibid:edge.alternativeNames", [], ["www.optibid.com"]],
      ["optibid:workloads.api.min", 2, 3],
      ["optibid:workloads.api.max", 4, 12],
      ["optibid:workloads.web.min", 2, 3],
      ["optibid:workloads.web.max", 4, 12],
      ["optibid:workloads.email.max", 4, 8],
      ["optibid:workloads.sms.max", 4, 8],
      ["optibid:backup.objectives.database.rpoMinutes", 15, 5],
      ["optibid:backup.objectives.database.rtoMinutes", 120, 60],
      ["optibid:backup.stateBucket", undefined, "optibid-pulumi-state"],
      ["optibid:audit.trail.mode", "adopt", "create"],
      ["optibid:audit.config.mode", "adopt", "create"],
      ["optibid:audit.guardDuty.mode", "adopt", "create"],
      ["optibid:audit.securityHub.mode", "adopt", "create"],
      ["optibid:audit.inspector.mode", "adopt", "create"],
      ["optibid:audit.macie.mode", "adopt", "create"],
      ["optibid:audit.accessAnalyzer.mode", "adopt", "create"],
      ["optibid:audit.accountDefaults.mode", "adopt", "create"],
      ["optibid:audit.alerts", false, true],
      ["optibid:audit.contacts.security.name", undefined, "OptiBid Security"],
      ["optibid:audit.contacts.security.title", undefined, "Security"],
      ["optibid:audit.contacts.security.email", undefined, "security@optibid.com"],
      ["optibid:audit.contacts.security.phone", undefined, "+49 30 23125 100"],
      ["optibid:audit.contacts.operations.name", undefined, "OptiBid Platform"],
      ["optibid:audit.contacts.operations.title", undefined, "Operations"],
      ["optibid:audit.contacts.operations.email", undefined, "oncall@optibid.com"],
      ["optibid:audit.contacts.operations.phone", undefined, "+49 30 23125 200"],
      ["optibid:identity.passwordPolicy.mode", "adopt", "create"],
      ["optibid:identity.github.provider", "adopt", "create"],
      ["optibid:identity.github.stateBucket", undefined, "optibid-pulumi-state"],
      ["optibid:delivery.registry.mode", "adopt", "create"],
      ["optibid:delivery.runner.repository", undefined, "https://github.com/optibid/platform.git"],
      ["optibid:delivery.runner.connectionArn", undefined, "arn:aws:codeconnections:eu-central-1:123456789012:connection/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"],
      ["optibid:delivery.runner.connectionConfirmed", undefined, false],
      ["optibid:delivery.runner.computeType", undefined, "BUILD_GENERAL1_MEDIUM"],
      ["optibid:cost.monthlyLimitUsd", 2000, 6000],
      ["optibid:cost.scope", "environment", "account"],
      ["optibid:cost.anomalies.monitor", "off", "create"],
    ]);
  });

  test("local is production in everything but its name", () => {
    expect(differences(whole("local"), whole("production")).map(({ path }) => path)).toEqual(["optibid:environment"]);
  });
});

test("a stack does not differ from itself", () => {
  expect(differences(whole("production"), whole("production"))).toEqual([]);
  expect(differencesText("production", "production", [])).toBe("production and production do not differ.");
});

describe("each difference", () => {
  test("counts a default like a value that is written out", () => {
    expect(differences(whole("production"), with_((config) => void (config["optibid:database"] = { multiAz: true, replicas: 1 })))).toEqual([]);
  });

  test("has both values, its section and what the key is", () => {
    const found = differences(whole("production"), with_((config) => void (config["optibid:database"] = { multiAz: false })));
    expect(found).toEqual([{ path: "optibid:database.multiAz", group: "database", one: true, other: false, description: "A standby in another zone." }]);
  });

  test("names of somebody's own choosing have their mapping's description, and may be missing", () => {
    const found = differences(whole("production"), with_((config) => void ((config["optibid:cluster"] as Record<string, unknown>)["admins"] = { ops: "arn:aws:iam::123456789012:role/ops" })));
    expect(found.map(({ path, one, other, description }) => [path, one, other, description])).toEqual([
      ["optibid:cluster.admins.platform", "arn:aws:iam::123456789012:role/optibid-platform-admin", undefined, "Roles of the people who administer the cluster, by a short name."],
      ["optibid:cluster.admins.ops", undefined, "arn:aws:iam::123456789012:role/ops", "Roles of the people who administer the cluster, by a short name."],
    ]);
  });

  test("the region comes first", () => {
    expect(differences({ config: {}, region: "eu-central-1" }, { config: { owner: "x" }, region: "eu-west-1" }).map(({ path }) => path)).toEqual(["aws:region", "optibid:owner"]);
  });
});

describe("secrets are masked", () => {
  const config = (settings: Record<string, unknown>): Whole => ({ config: { workloads: { api: { environment: settings } } }, region: "eu-central-1" });
  test.each<[string, unknown, unknown, unknown, unknown]>([
    ["API_TOKEN", "abc", "def", "[secret]", "[secret]"],
    ["DSN", "postgres://u:hunter2@db/x", "postgres://db/x", "[secret]", "postgres://db/x"],
    ["KEY", { secure: "v1:abc" }, undefined, "[secret]", undefined],
    ["KEY", { secure: "v1:abc" }, "plain", "[secret]", "plain"],
    ["LOG_LEVEL", "debug", "info", "debug", "info"],
  ])("%s: %j", (name, one, other, left, right) => {
    const found = differences(config({ [name]: one }), config({ [name]: other }));
    expect(found.map((each) => [each.one, each.other])).toEqual([[left, right]]);
    expect(differencesText("a", "b", found)).not.toMatch(/hunter2|v1:abc|\babc\b|\bdef\b/);
  });

  test("two encrypted values cannot be compared and are not listed", () => {
    expect(differences(config({ KEY: { secure: "v1:abc" } }), config({ KEY: { secure: "v1:def" } }))).toEqual([]);
  });
});

test("text: a line a setting, groups apart", () => {
  const text = differencesText("one", "two", [
    { path: "optibid:owner", group: "", one: "a", other: undefined, description: "Who." },
    { path: "optibid:network.cidr", group: "network", one: "x".repeat(70), other: ["y"], description: "" },
  ]);
  expect(text.split("\n").map((line) => line.trim())).toEqual([
    "one and two differ in 2 settings.", "", expect.stringMatching(/^one +two$/), expect.stringMatching(/^optibid:owner +a +\(none\) +Who\.$/), "", expect.stringMatching(/^optibid:network\.cidr +x{59}… +\["y"\]$/),
  ]);
});

test.each([
  [["database", "storage", "max"], "GiB it may grow to."],
  [["database", "storage"], "gp3 storage."],
  [["cluster", "admins", "anybody"], "Roles of the people who administer the cluster, by a short name."],
  [["no", "such"], ""],
])("description at %j", (path, description) => {
  expect(descriptionAt(path)).toBe(description);
});
