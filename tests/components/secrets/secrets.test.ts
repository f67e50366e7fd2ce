import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { readSecrets } from "../../../components/secrets/access.ts";
import { handlesOf, secretHandles } from "../../../components/secrets/catalogue.ts";
import type { Credentials } from "../../../components/secrets/catalogue.ts";
import { recoveryDays } from "../../../components/secrets/managed-secret.ts";
import { Secrets } from "../../../components/secrets/secrets.ts";
import type { SecretsArgs } from "../../../components/secrets/secrets.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, policy, PRODUCTION, strays } from "../network/fixture.ts";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/mrk-secrets";
const DR_KEY = "arn:aws:kms:eu-west-1:123456789012:key/mrk-secrets";
const DEPLOY = "arn:aws:iam::123456789012:role/optibid-deploy";
const API = "arn:aws:iam::123456789012:role/api";
const CREDENTIALS: Credentials = {
  sendgrid: { apiKey: pulumi.secret("SG.canary") },
  twilio: { accountSid: pulumi.secret("ACcanary"), authToken: pulumi.secret("canary"), fromNumber: pulumi.secret("+49301") },
  sentry: { dsn: pulumi.secret("https://canary@sentry.io/1"), authToken: undefined },
  teams: {},
};
const ARGS: SecretsArgs = {
  context: PRODUCTION,
  keyArn: KEY,
  drKeyArn: DR_KEY,
  logsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  credentials: CREDENTIALS,
  deployers: [DEPLOY],
  syntheticEmail: "synthetic@optibid.com",
  readers: { jwt: [API] },
};
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const NAMES = ["cache-operator", "encryption", "grafana-admin", "jwt", "sendgrid", "sentry", "session", "synthetic-user", "twilio"];
const PASSWORDS = ["cache-operator", "grafana-admin", "synthetic-user"].map((login) => `s-${login}-password`);
let graph: Registration[];
let password: pulumi.Output<string>;

beforeAll(async () => {
  graph = await record(() => {
    password = new Secrets("s", ARGS).cacheOperatorPassword;
  });
});

describe("the graph", () => {
  test("exactly these children", () => {
    expect(children(graph)).toEqual(
      [
        "golive:secrets:Secrets s",
        "golive:secrets:KeyRotation s-rotation",
        ...NAMES.flatMap((name) => [
          `golive:secrets:ManagedSecret s-${name}`,
          `secretsmanager:Secret s-${name}-secret`,
          `secretsmanager:SecretPolicy s-${name}-policy`,
          `secretsmanager:SecretVersion s-${name}-${["jwt", "session"].includes(name) ? "seed" : "value"}`,
        ]),
        "secretsmanager:SecretRotation s-jwt-rotation",
        "secretsmanager:SecretRotation s-session-rotation",
        "index:RandomBytes s-jwt-key",
        "index:RandomBytes s-session-key",
        "index:RandomBytes s-encryption-key",
        ...PASSWORDS.map((each) => `index:RandomPassword ${each}`),
        "lambda:Function s-rotation-function",
        "lambda:Permission s-rotation-permission",
        "iam:Role s-rotation-role",
        "iam:RolePolicy s-rotation-policy",
        "cloudwatch:LogGroup s-rotation-logs",
      ].sort(),
    );
    expect(strays(graph)).toEqual([]);
  });

  test("AWS refuses nothing, and no rule is broken", () => {
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });

  test("secrets, and what they were made of, are kept", () => {
    expect(keptNames(graph)).toEqual([...NAMES.map((name) => `s-${name}-secret`), ...PASSWORDS, "s-encryption-key", "s-jwt-key", "s-session-key", "s-rotation-logs"].sort());
  });

  test("every value that is known is a secret to Pulumi, and no canary is anywhere else", async () => {
    const values = graph.filter(({ type }) => type === VERSION).map(({ name, inputs }) => [name, typeof inputs["secretString"] === "object" ? Object.keys(inputs["secretString"] ?? {}) : inputs["secretString"]]);
    expect(Object.fromEntries(values)).toEqual({
      ...Object.fromEntries(["cache-operator-value", "encryption-value", "grafana-admin-value", "jwt-seed", "session-seed", "synthetic-user-value"].map((name) => [`s-${name}`, "<unknown>"])),
      ...Object.fromEntries(["sendgrid", "sentry", "twilio"].map((name) => [`s-${name}-value`, ["secret"]])),
    });
    const rest = graph.map(({ type, inputs }) => (type === VERSION ? { ...inputs, secretString: null } : inputs));
    expect(JSON.stringify(rest)).not.toContain("canary");
    expect(await pulumi.isSecret(password)).toBe(true);
  });
});

describe("values", () => {
  test("JWT and session keys have 64 bytes, the encryption key 32, passwords 64 letters and digits", () => {
    const lengths = ["jwt-key", "session-key", "encryption-key"].map((name) => only(graph, "random:index/randomBytes:RandomBytes", name).inputs["length"]);
    expect(lengths).toEqual([64, 64, 32]);
    for (const name of PASSWORDS) expect(only(graph, "random:index/randomPassword:RandomPassword", name).inputs).toEqual({ length: 64, special: false });
  });

  test("what each secret holds", async () => {
    const known = await record(() => new Secrets("s", ARGS), {
      outputs: (type, name) => (type.startsWith("random:") ? { base64: `base64 of ${name}`, result: "a password" } : {}),
    });
    const held = known.filter(({ type }) => type === VERSION).map(({ name, inputs }) => [name, JSON.parse((inputs["secretString"] as { secret: string }).secret) as unknown]);
    expect(Object.fromEntries(held)).toEqual({
      "s-jwt-seed": { current: "base64 of s-jwt-key", previous: "base64 of s-jwt-key", rotatedAt: "1970-01-01T00:00:00.000Z" },
      "s-session-seed": { current: "base64 of s-session-key", previous: "base64 of s-session-key", rotatedAt: "1970-01-01T00:00:00.000Z" },
      "s-encryption-value": { key: "base64 of s-encryption-key" },
      "s-cache-operator-value": { username: "optibid-production-operator", password: "a password" },
      "s-grafana-admin-value": { password: "a password" },
      "s-synthetic-user-value": { email: "synthetic@optibid.com", password: "a password" },
      "s-sendgrid-value": { apiKey: "SG.canary" },
      "s-twilio-value": { accountSid: "ACcanary", authToken: "canary", fromNumber: "+49301" },
      "s-sentry-value": { dsn: "https://canary@sentry.io/1" },
    });
  });

  test.each([
    ["jwt-seed", ["SEED"], ["secretString", "versionStages"]],
    ["session-seed", ["SEED"], ["secretString", "versionStages"]],
    ["encryption-value", undefined, []],
    ["sendgrid-value", undefined, []],
  ])("%s: stages and what it does not follow", (name, stages, ignored) => {
    const version = only(graph, VERSION, name);
    expect([version.inputs["versionStages"], version.ignoreChanges]).toEqual([stages, ignored]);
  });

  test("credentials whose value is not known yet make the same resources", async () => {
    const unknown = await record(() => {
      const id = new Secrets("first", { ...ARGS, credentials: {} }).arns.jwt;
      void new Secrets("s", { ...ARGS, context: { ...PRODUCTION, name: "other" }, credentials: { sendgrid: { apiKey: id as pulumi.Output<string> } } });
    });
    expect(unknown.filter(({ type, name }) => type === SECRET && name.startsWith("s-")).map(({ name }) => name).sort()).toEqual(["s-cache-operator-secret", "s-encryption-secret", "s-grafana-admin-secret", "s-jwt-secret", "s-sendgrid-secret", "s-session-secret", "s-synthetic-user-secret"]);
  });
});

describe("each secret", () => {
  test.each(NAMES)("%s: our key, a replica under the other Region's, 30 days to take a deletion back", (name) => {
    const { inputs } = only(graph, SECRET, `s-${name}-secret`);
    expect(inputs).toEqual({
      name: `optibid-production/${name}`,
      description: expect.stringMatching(/^.{10,100}$/),
      kmsKeyId: KEY,
      recoveryWindowInDays: 30,
      replicas: [{ region: "eu-west-1", kmsKeyId: DR_KEY }],
      tags: expectedTags("restricted", `s-${name}-secret`),
    });
  });

  test.each([["production", 30], ["staging", 30], ["local", 30], ["dev", 0]] as const)("in %s a deletion can be taken back for %i days", (environment, days) => {
    expect(recoveryDays({ environment })).toBe(days);
  });

  test("without disaster recovery there is no replica, and nothing is kept where all may be thrown away", async () => {
    const small = await record(() => new Secrets("s", { ...ARGS, context: DEVELOPMENT, drKeyArn: undefined }));
    expect(small.filter(({ type }) => type === SECRET).map(({ inputs }) => "replicas" in inputs)).toEqual(NAMES.map(() => false));
    expect(keptNames(small)).toEqual([]);
    expect(refusals(small)).toEqual([]);
  });
});

describe("policies", () => {
  test("of a secret nobody reads: only who deploys comes near it", () => {
    const { inputs, dependencies } = only(graph, POLICY, "s-encryption-policy");
    const notAService = { "aws:PrincipalIsAWSService": "false" };
    expect(policy(inputs["policy"]).Statement).toEqual([
      { Sid: "OwnAccountOnly", Effect: "Deny", Principal: "*", Resource: "*", Action: "secretsmanager:*", Condition: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" }, Bool: notAService } },
      { Sid: "ReadersOnly", Effect: "Deny", Principal: "*", Resource: "*", Action: "secretsmanager:GetSecretValue", Condition: { ArnNotEquals: { "aws:PrincipalArn": [DEPLOY] }, Bool: notAService } },
      {
        Sid: "WritersOnly",
        Effect: "Deny",
        Principal: "*",
        Resource: "*",
        Action: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage", "secretsmanager:RotateSecret", "secretsmanager:CancelRotateSecret"],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": [DEPLOY] }, Bool: notAService },
      },
    ]);
    expect(inputs["blockPublicPolicy"]).toBe(true);
    expect(namesOf(dependencies)).toContain("s-encryption-value");
  });

  test("of a key: its readers, and the rotation, may too", async () => {
    const known = await record(() => new Secrets("s", ARGS), { outputs: (type, name) => (type === "aws:iam/role:Role" ? { arn: `arn:aws:iam::123456789012:role/${name}` } : {}) });
    const [, readers, writers] = policy(only(known, POLICY, "s-jwt-policy").inputs["policy"]).Statement;
    const rotation = "arn:aws:iam::123456789012:role/s-rotation-role";
    expect([readers?.["Condition"], writers?.["Condition"]]).toMatchObject([{ ArnNotEquals: { "aws:PrincipalArn": [DEPLOY, rotation, API] } }, { ArnNotEquals: { "aws:PrincipalArn": [DEPLOY, rotation] } }]);
  });

  test("no statement keeps anybody from changing the policy: nobody is locked out", () => {
    const actions = graph
      .filter(({ type, inputs }) => type === POLICY && inputs["policy"] !== "<unknown>")
      .flatMap(({ inputs }) => policy(inputs["policy"]).Statement.filter(({ Sid }) => Sid !== "OwnAccountOnly").flatMap(({ Action }) => Action as string | string[]));
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => /\*|ResourcePolicy/.test(action))).toEqual([]);
  });

  test("a workload reads exactly its secrets, in both Regions, with the keys only through Secrets Manager and for them", async () => {
    const handles = handlesOf(secretHandles(PRODUCTION, CREDENTIALS), "jwt", "sendgrid", "slack");
    const statements = await new Promise((resolve) => readSecrets(PRODUCTION, handles, { keyArn: KEY, drKeyArn: DR_KEY }).apply(resolve));
    const arns = ["jwt", "sendgrid"].flatMap((name) => ["eu-central-1", "eu-west-1"].map((region) => `arn:aws:secretsmanager:${region}:123456789012:secret:optibid-production/${name}-??????`));
    expect(statements).toEqual([
      { Sid: "ReadSecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: arns },
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: [KEY, DR_KEY],
        Condition: { StringEquals: { "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com", "secretsmanager.eu-west-1.amazonaws.com"] }, StringLike: { "kms:EncryptionContext:SecretARN": arns } },
      },
    ]);
  });
});

describe("rotation", () => {
  test.each([["jwt", 30], ["session", 90]])("%s: at once, then every %i days, when the function may be called and the value is there", (key, days) => {
    const { inputs, dependencies } = only(graph, ROTATION, `s-${key}-rotation`);
    expect(inputs).toMatchObject({ rotateImmediately: true, rotationRules: { automaticallyAfterDays: days } });
    expect(namesOf(dependencies)).toEqual(expect.arrayContaining(["s-rotation-function", "s-rotation-permission", "s-rotation-policy", `s-${key}-seed`, `s-${key}-policy`]));
  });

  test("the function", () => {
    const { inputs } = only(graph, "aws:lambda/function:Function");
    expect(inputs).toMatchObject({
      name: "optibid-production-key-rotation",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      environment: { variables: { MINIMUM_AGE_SECONDS: "604800" } },
      tracingConfig: { mode: "Active" },
    });
    expect(JSON.stringify(inputs["code"])).toContain("export async function handler");
    expect(only(graph, "aws:lambda/permission:Permission").inputs).toMatchObject({ principal: "secretsmanager.amazonaws.com", sourceAccount: "123456789012", action: "lambda:InvokeFunction" });
    expect(only(graph, "aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({ name: "/aws/lambda/optibid-production-key-rotation", kmsKeyId: ARGS.logsKeyArn, retentionInDays: 400 });
  });

  test("the function touches the two keys and nothing else", () => {
    const { Statement: statements } = policy(only(graph, "aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
    expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["WriteLog", "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/optibid-production-key-rotation:*"],
      ["Trace", "*"],
      ["Rotate", ["jwt", "session"].flatMap((key) => ["eu-central-1", "eu-west-1"].map((region) => `arn:aws:secretsmanager:${region}:123456789012:secret:optibid-production/${key}-??????`))],
      ["UseKey", [KEY, DR_KEY]],
    ]);
    expect(statements[2]?.["Condition"]).toEqual({ StringEquals: { "secretsmanager:resource/AllowRotationLambdaArn": "arn:aws:lambda:eu-central-1:123456789012:function:optibid-production-key-rotation" } });
  });
});

describe("refusals", () => {
  test.each<[string, Partial<SecretsArgs>, string]>([
    ["no key for the replica", { drKeyArn: undefined }, "drRegion is eu-west-1, so drKeyArn is required"],
    ["a rotation that throws people out", { rotationDays: { jwt: 3, session: 90 } }, "s: rotationDays.jwt 3: what a key signed is valid for 168 hours, so at least 7 days"],
  ])("%s", async (_, wrong, message) => {
    await expect(record(() => new Secrets("s", { ...ARGS, ...wrong }))).rejects.toThrow(message);
  });
});

test("a transform sees every secret, policy and rotation by name", async () => {
  const seen: string[] = [];
  const see = <Args>(args: Args, name: string): Args => (seen.push(name), args);
  await record(() => new Secrets("s", { ...ARGS, credentials: {}, transform: { secret: see, policy: see, rotation: see, function: see, role: see } }));
  const secrets = ["cache-operator", "encryption", "grafana-admin", "jwt", "session", "synthetic-user"];
  expect(seen.sort()).toEqual([...secrets.flatMap((name) => [`s-${name}-secret`, `s-${name}-policy`]), "s-jwt-rotation", "s-session-rotation", "s-rotation-function", "s-rotation-role"].sort());
});
