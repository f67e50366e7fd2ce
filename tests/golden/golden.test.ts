import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { REQUIRED_TAGS } from "../../components/context.ts";
import { golden } from "../../golive/graph/golden.ts";
import type { Registration } from "../../golive/graph/record.ts";
import { recordStack, STACKS } from "../../golive/graph/stacks.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { CACHE } from "../../golive/run/places.ts";

const schemas = openSchemas({ cacheDirectory: CACHE });

describe.each(STACKS)("graph of %s", (stack) => {
  let graph: Registration[] = [];

  beforeAll(async () => {
    graph = await recordStack(stack);
  });

  test("is the golden one (make golden writes it anew)", () => {
    expect(golden(graph)).toBe(readFileSync(new URL(`./graphs/${stack}.yaml`, import.meta.url), "utf8"));
  });

  test("every child has its component as parent, and its parent's name before its own", () => {
    const byUrn = new Map(graph.map((each) => [each.urn, each]));
    const astray = graph.filter(({ type, parent, name }) => {
      if (type === "golive:platform:Platform") return parent !== undefined && !parent.includes("pulumi:pulumi:Stack");
      const owner = parent === undefined ? undefined : byUrn.get(parent);
      return owner === undefined || owner.custom || !name.startsWith(`${owner.name}-`);
    });
    expect(astray.map(({ urn }) => urn)).toEqual([]);
  });

  test("no two resources of a type share a name", () => {
    const names = graph.map(({ type, name }) => `${type} ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("every resource that can carry tags carries the four that are demanded", () => {
    const bare = graph.filter(({ type, custom, inputs }) => {
      if (!custom || !type.startsWith("aws:") || !("tags" in schemas.resource(type).inputs)) return false;
      const tags = inputs["tags"] as Record<string, string> | undefined;
      return REQUIRED_TAGS.some((key) => (tags?.[key] ?? "") === "");
    });
    expect(bare.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
  });

  test("nothing that is called a secret stands there in plain text", () => {
    const plain: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value === "string") {
        const key = path.split(".").at(-1) ?? "";
        if (/password|secretString|authToken|privateKey|apiKey/i.test(key) && value !== "<unknown>" && !/arn|id$/i.test(key)) plain.push(`${path}=${value}`);
        if (/AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) plain.push(path);
      } else if (Array.isArray(value)) value.forEach((each, index) => look(each, `${path}[${index}]`));
      else if (typeof value === "object" && value !== null && !("secret" in value)) for (const [key, each] of Object.entries(value)) look(each, `${path}.${key}`);
    };
    for (const { name, inputs } of graph) look(inputs, name);
    expect(plain).toEqual([]);
  });
});

describe("production", () => {
  test("keeps what cannot be made again", async () => {
    const kept = (await recordStack("production")).filter(({ protect, retainOnDelete }) => protect && retainOnDelete).map(({ type }) => type);
    expect([...new Set(kept)].sort()).toEqual(expect.arrayContaining(["aws:elasticache/replicationGroup:ReplicationGroup", "aws:kms/key:Key", "aws:rds/instance:Instance", "aws:s3/bucket:Bucket"]));
  });

  test("differs from local only in its name and in what is protected", async () => {
    const strip = (graph: readonly Registration[]): string[] => graph.filter(({ custom }) => custom).map(({ type, name }) => `${type} ${name.replace(/^optibid-(production|local)/, "")}`).sort();
    expect(strip(await recordStack("local"))).toEqual(strip(await recordStack("production")));
  });
});
