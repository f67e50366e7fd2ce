import { beforeAll, expect, test } from "@jest/globals";
import { only } from "../../golive/graph/record.ts";
import type { Registration } from "../../golive/graph/record.ts";
import { recordStack, STACKS } from "../../golive/graph/stacks.ts";
import { refusals, violations } from "./judge.ts";
import { namesOf } from "./network/fixture.ts";

let graph: Registration[];

beforeAll(async () => {
  graph = await recordStack("production");
});

test.each(["api", "web", "email-worker", "sms-worker"])("pods of %s start only when there are nodes for them, their identity is bound, their secrets are guarded and the schema is migrated", (program) => {
  const deployment = only(graph, "kubernetes:apps/v1:Deployment", `workloads-${program}-deployment`);
  const wanted = [`${program}-identity-association`, `${program}-identity-policy`, `${program}-secrets-class`, "cluster-nodes-node-pool", "secrets-jwt-policy", "workloads-migration-job", "addons-aws-secrets-store-csi-driver-provider"];
  expect(namesOf(deployment.dependencies)).toEqual(expect.arrayContaining(wanted.map((name) => `optibid-production-${name}`)));
});

test("the master password is rotated only when the function's way to Secrets Manager is open", () => {
  const rotation = only(graph, "aws:secretsmanager/secretRotation:SecretRotation", "master-rotation");
  expect(namesOf(rotation.dependencies)).toEqual(
    expect.arrayContaining(["optibid-production-network-endpoints-secretsmanager", "optibid-production-network-private-acl", "optibid-production-database-primary"]),
  );
});

test("a database or cache that is deleted leaves a snapshot whose name tells the two apart", () => {
  const memory = graph.filter(({ type }) => type === "random:index/randomId:RandomId").map(({ name }) => name);
  expect(memory).toEqual(["optibid-production-cache-final-snapshot", "optibid-production-database-final-snapshot"]);
});

test.each(STACKS)("nothing of %s is refused at preview", async (stack) => {
  expect(refusals(await recordStack(stack))).toEqual([]);
});

// In dev rules advise: it is small and cheap, and says so.
test.each(STACKS.filter((stack) => stack !== "dev"))("%s breaks no rule", async (stack) => {
  expect(violations(await recordStack(stack))).toEqual([]);
});
