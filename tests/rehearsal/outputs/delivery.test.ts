import { afterAll, expect, test } from "@jest/globals";
import { inventOutputs } from "../../../rehearsal/outputs/index.ts";
import type { Entity, Props } from "../../../rehearsal/types.ts";
import { ACCOUNT, creation, REGION, temporarySchemas, worldOf } from "./world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);
const invent = (token: string, inputs: Props, more: Parameters<typeof creation>[2] = {}) => inventOutputs(schemas.resource(token), creation(token, inputs, more));

const PROJECT = "aws:codebuild/project:Project";
const DOCUMENT = "aws:ssm/document:Document";

test("a webhook is at the repository of its project, and GitHub needs no secret from anybody", () => {
  const inputs = { name: "runner", source: { type: "GITHUB", location: "https://github.com/optibid/platform.git" } };
  const project: Entity = { token: PROJECT, id: `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/runner`, region: REGION, inputs, outputs: inputs };
  const { id, outputs } = invent("aws:codebuild/webhook:Webhook", { projectName: "runner" }, { world: worldOf([project]) });
  expect(id).toBe("runner");
  expect(outputs).toMatchObject({ url: expect.stringMatching(/^https:\/\/api\.github\.com\/repos\/optibid\/platform\/hooks\/\d{9}$/), payloadUrl: "", secret: "" });
});

test("a new connection waits for somebody to confirm it", () => {
  const { id, outputs } = invent("aws:codeconnections/connection:Connection", { name: "github", providerType: "GitHub" });
  expect(id).toMatch(new RegExp(`^arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/[0-9a-f-]{36}$`));
  expect(outputs).toMatchObject({ arn: id, connectionStatus: "PENDING", ownerAccountId: ACCOUNT });
});

test("a template is known by its prefix", () => {
  expect(invent("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", { prefix: "optibid", appliedFors: ["REPLICATION"] })).toMatchObject({ id: "optibid", outputs: { registryId: ACCOUNT } });
});

test("a document has a new default version with each change of its content", () => {
  const inputs = { name: "week", documentType: "ChangeCalendar", documentFormat: "TEXT", content: "one" };
  const { id, outputs: first } = invent(DOCUMENT, inputs);
  expect(first).toMatchObject({ arn: `arn:aws:ssm:${REGION}:${ACCOUNT}:document/week`, latestVersion: "1", defaultVersion: "1", status: "Active", hashType: "Sha256" });
  const next = (content: string) => invent(DOCUMENT, { ...inputs, content }, { operation: "update", id, olds: first }).outputs["latestVersion"];
  expect([next("one"), next("two")]).toEqual(["1", "2"]);
});
