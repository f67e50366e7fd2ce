import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { keysAt, readStackFile } from "../../config/check.ts";
import { STACKS } from "../../golive/graph/stacks.ts";

const read = (stack: string): string => readFileSync(new URL(`../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");
const changed = (change: (config: Record<string, unknown>) => void): string => {
  const settings = parse(read("production")) as { config: Record<string, unknown> };
  change(settings.config);
  return stringify(settings);
};
const problemsWith = (change: (config: Record<string, unknown>) => void): string[] => [...readStackFile("production", changed(change)).problems];
const set = (path: string, value: unknown) => (config: Record<string, unknown>): void => {
  const [top = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    config[`optibid:${top}`] = value;
    return;
  }
  const last = rest.pop() ?? "";
  let at = (config[`optibid:${top}`] ??= {}) as Record<string, unknown>;
  for (const key of rest) at = (at[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
};

test.each(STACKS)("Pulumi.%s.yaml has no mistake", (stack) => {
  expect([...readStackFile(stack, read(stack)).problems]).toEqual([]);
});

test("what is left out has production's values", () => {
  const { config } = readStackFile("production", read("production"));
  expect(config?.database).toMatchObject({ multiAz: true, replicas: 1, backupRetentionDays: 35 });
  expect(config?.cache).toMatchObject({ nodes: 3, snapshotRetentionDays: 35 });
  expect(config?.network.natGateways).toBe("per-zone");
});

describe("each mistake is named by its path, its value and what is accepted", () => {
  test.each([
    ["environment", "prod", "optibid:environment is \"prod\"; accepted: production, staging, dev, local"],
    ["network.cidr", "10.20.0.1/16", "optibid:network.cidr is \"10.20.0.1/16\"; accepted: an IPv4 block with no bit set behind its prefix"],
    ["network.cidr", "10.0.0.0/8", "optibid:network.cidr is \"10.0.0.0/8\"; accepted: a block of /16 to /20"],
    ["network.zones", ["eu-central-1a"], "optibid:network.zones is [\"eu-central-1a\"]; accepted: a list of at least 2"],
    ["network.zones", ["eu-central-1a", "eu-west-1b"], "optibid:network.zones[1] is \"eu-west-1b\"; accepted: a zone of eu-central-1"],
    ["network.zones", ["eu-central-1a", "eu-central-1a"], "optibid:network.zones is"],
    ["network.zones", ["us-gov-west-1a", "us-gov-west-1b"], "optibid:network.zones[0] is \"us-gov-west-1a\"; accepted: a zone name such as eu-central-1a"],
    ["drRegion", "eu-central-1", "optibid:drRegion is \"eu-central-1\"; accepted: a region other than eu-central-1"],
    ["drRegion", undefined, "optibid:drRegion is missing; accepted: a region"],
    ["drRegion", "cn-north-1", "optibid:drRegion is \"cn-north-1\"; accepted: a region name such as eu-central-1"],
    ["drRegion", "us-gov-west-1", "optibid:drRegion is \"us-gov-west-1\"; accepted: a region name such as eu-central-1"],
    ["database.replicas", 16, "optibid:database.replicas is 16; accepted: at most 15"],
    ["database.backupRetentionDays", 0, "optibid:database.backupRetentionDays is 0; accepted: at least 1"],
    ["database.backupWindow", "1-2", "optibid:database.backupWindow is \"1-2\"; accepted: a daily window in UTC"],
    ["database.storage", { allocated: 100, max: 105 }, "optibid:database.storage.max is 105; accepted: at least 111"],
    ["logRetentionDays", 42, "optibid:logRetentionDays is 42; accepted: 1, 3, 5"],
    ["cluster.publicAccessCidrs", ["0.0.0.0/0"], "optibid:cluster.publicAccessCidrs[0] is \"0.0.0.0/0\"; accepted: a block of /8 or smaller"],
    ["cluster.deployRoleArn", "admin", "optibid:cluster.deployRoleArn is \"admin\"; accepted: the ARN of an IAM role"],
    ["cluster.deployRoleArn", "arn:aws-cn:iam::123456789012:role/deploy", "optibid:cluster.deployRoleArn is \"arn:aws-cn:iam::123456789012:role/deploy\"; accepted: the ARN of an IAM role, arn:aws:iam::"],
    ["identity.people.operator", ["arn:aws:iam::123456789012:root", "arn:aws-us-gov:iam::123456789012:root"], "optibid:identity.people.operator[1] is \"arn:aws-us-gov:iam::123456789012:root\"; accepted: an ARN of IAM: arn:aws:iam::"],
    ["edge.alternativeNames", ["www.elsewhere.com"], "optibid:edge.alternativeNames[0] is \"www.elsewhere.com\"; accepted: a name within optibid.com"],
    ["edge.rateLimits", { all: 5 }, "optibid:edge.rateLimits.all is 5; accepted: at least 10"],
    ["workloads.api.image", "repo/api:latest", "optibid:workloads.api.image is \"repo/api:latest\"; accepted: an image by digest"],
    ["workloads.api.max", 2, "optibid:workloads.api.max is 2; accepted: at least min, which is 3"],
    ["workloads.web.min", 1, "optibid:workloads.web.min is 1; accepted: at least 2"],
    ["owner", undefined, "optibid:owner is missing"],
  ])("%s = %j", (path, value, message) => {
    const problems = problemsWith((config) => {
      if (value === undefined && !path.includes(".")) delete config[`optibid:${path}`];
      else set(path, value)(config);
    });
    // What follows from the mistake may be said as well.
    expect(problems).toContainEqual(expect.stringContaining(message));
  });
});

describe("unknown keys are mistakes, with what was probably meant", () => {
  test.each([
    ["at the top", (config: Record<string, unknown>) => void (config["optibid:databse"] = {}), "optibid:databse is no known key", "did you mean database?"],
    ["inside", set("network.zonez", []), "optibid:network.zonez is no known key", "did you mean zones?"],
    ["deep inside", set("workloads.api.imagee", "x"), "optibid:workloads.api.imagee is no known key", "did you mean image?"],
    ["of a provider", (config: Record<string, unknown>) => void (config["aws:regoin"] = "x"), "aws:regoin is no known key", "did you mean aws:region?"],
  ])("%s", (_where, change, message, hint) => {
    const problems = problemsWith(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
    expect(problems[0]).toContain(hint);
  });

  test("the keys at a path are the schema's", () => {
    expect(keysAt(["network"])).toEqual(["cidr", "zones", "natGateways"]);
    expect(keysAt(["edge", "rateLimits"])).toEqual(["all", "api"]);
  });
});

test("all mistakes are reported together", () => {
  const problems = problemsWith((config) => {
    set("environment", "prod")(config);
    set("network.cidr", "nonsense")(config);
    set("database.replicas", -1)(config);
    set("edge.domain", "OPTIBID")(config);
    config["aws:region"] = "eu-west-1";
  });
  expect(problems).toHaveLength(5);
});

describe("files that are no settings", () => {
  test.each([
    ["", "config is missing"],
    ["config: 3", "config is missing"],
    ["- a\n- b", "a mapping with the key config"],
    ["config:\n  a: [", "Pulumi.x.yaml:"],
    ["config: {}\nconfg: {}", "confg is no known key"],
  ])("%j", (text, message) => {
    expect([...readStackFile("x", text).problems].join("\n")).toContain(message);
  });

  test("no text at all makes it throw", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray([...readStackFile("x", text).problems])), { numRuns: 300 });
  });

  test("no value at any key makes it throw, and a wrong one is named by its key", () => {
    const paths = ["environment", "network", "network.cidr", "network.zones", "database", "database.storage", "cache.nodes", "cluster.admins", "edge", "edge.maintenance", "workloads.api", "workloads.web.image"];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const problems = problemsWith(set(path, value));
        return problems.every((problem) => problem.startsWith("Pulumi.production.yaml: ") && !problem.includes("\n"));
      }),
      { numRuns: 300 },
    );
  });
});
