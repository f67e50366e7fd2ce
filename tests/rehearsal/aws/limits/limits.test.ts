import { describe, expect, test } from "@jest/globals";
import { awsLaws } from "../../../../rehearsal/aws/index.ts";
import { LIMITS, limitLaws } from "../../../../rehearsal/aws/limits/index.ts";
import type { Limit } from "../../../../rehearsal/aws/limits/limit.ts";
import { UNKNOWN, type Props, type Value } from "../../../../rehearsal/types.ts";
import { hasArgument } from "../schema.ts";
import { codes, judge } from "../world.ts";
import { EXAMPLES } from "./examples.ts";

const rows = LIMITS.flatMap(({ code, types }) => Object.entries(types).flatMap(([short, limits]) => Object.entries(limits).map(([path, limit]) => ({ code, short, path, limit }))));

/** The arguments that have a value at a path and nothing else. */
function at(path: string, value: Value): Props {
  const [head = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : at(rest.join("."), value);
  return head.endsWith("[]") ? { [head.slice(0, -2)]: [inner] } : { [head]: inner };
}

function example(form: RegExp): readonly [good: string, bad: string] {
  const found = EXAMPLES.find(([one]) => one.source === form.source);
  if (found === undefined) throw new Error(`No examples of ${form.source}`);
  return [found[1], found[2]];
}

/** Values at the edges of a limit, and just outside. */
function edges(limit: Limit): { inside: Value[]; outside: Value[] } {
  const finite = (values: readonly number[]) => values.filter((n) => Number.isFinite(n) && n < 100_000);
  if (limit.kind === "among") return { inside: [...limit.values], outside: ["golive-unheard-of"] };
  if (limit.kind === "number") {
    const { low, high, unset } = limit;
    return { inside: [low, high, ...(unset ? [0] : [])].filter(Number.isFinite), outside: [unset && low === 1 ? -1 : low - 1, high + 1].filter(Number.isFinite) };
  }
  const outside = finite([...(limit.least > 1 || limit.kind === "list" ? [limit.least - 1] : []), limit.most + 1]).filter((n) => n >= 0);
  if (limit.kind === "list") return { inside: finite([limit.least, limit.most]).map((n) => Array<Value>(n).fill(UNKNOWN)), outside: outside.map((n) => Array<Value>(n).fill(UNKNOWN)) };
  if (limit.form === undefined) return { inside: finite([Math.max(limit.least, 1), limit.most]).map((n) => "x".repeat(n)), outside: outside.map((n) => "x".repeat(n)) };
  const [good, bad] = example(limit.form);
  return { inside: [good], outside: [bad, ...outside.map((n) => good.padEnd(n, good).slice(0, n))] };
}

describe("limits of single values", () => {
  test("are about arguments that there are", () => {
    expect(rows.filter(({ short, path, limit }) => !hasArgument(short, limit.kind === "list" ? `${path}[]` : path)).map(({ short, path }) => `${short} ${path}`)).toEqual([]);
  }, 60_000);

  test.each(rows.map((row) => [row.short, row.path, row] as const))("%s %s", (short, path, { code, limit }) => {
    const { inside, outside } = edges(limit);
    const law = limitLaws.filter(({ tokens }) => tokens.some((token) => token.startsWith(`aws:${short}:`)));
    expect(outside).not.toEqual([]);
    expect(outside.map((value) => codes(law, { short, inputs: at(path, value) }))).toEqual(outside.map(() => [code]));
    expect(inside.flatMap((value) => judge(law, { short, inputs: at(path, value) }))).toEqual([]);
  });

  test.each<[string, string, Value, string]>([
    ["ecs/service", "launchType", "LAMBDA", "Value 'LAMBDA' at 'launchType' failed to satisfy constraint: Member must satisfy enum value set: [EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES]"],
    ["lambda/functionEventInvokeConfig", "maximumRetryAttempts", 3, "Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2"],
    ["cloudwatch/eventBus", "description", "x".repeat(513), `Value '${"x".repeat(200)}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 512`],
    ["wafv2/webAcl", "description", "Blocks (all)", "Value 'Blocks (all)' at 'description' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w+=:#@/,.-][\\w+=:#@/,.\\s-]+[\\w+=:#@/,.-]$"],
    ["acm/certificate", "subjectAlternativeNames", Array<Value>(101).fill("optibid.example"), "Value '[101 items]' at 'subjectAlternativeNames' failed to satisfy constraint: Member must have length less than or equal to 100"],
  ])("%s %s is refused in the service's words", (short, path, value, message) => {
    expect(judge(limitLaws, { short, inputs: at(path, value) }).map((one) => one.message)).toEqual([`1 validation error detected: ${message}`]);
  });

  test.each<[string, Value]>([["missing", undefined], ["not known yet", UNKNOWN], ["empty, which stands for not set", ""]])("say nothing of a value that is %s", (_, value) => {
    expect(rows.flatMap(({ short, path }) => judge(limitLaws, { short, inputs: at(path, value) }))).toEqual([]);
  });
});

describe("what earlier laws refused though AWS takes it", () => {
  const fn = { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", s3Bucket: "code", s3Key: "fn.zip" };

  test.each<[string, string, Props]>([
    ["a runtime on Amazon Linux 2", "lambda/function", { ...fn, runtime: "provided.al2" }],
    ["Java on Amazon Linux 2023", "lambda/function", { ...fn, runtime: "java17.al2023" }],
    ["a long run on instances of one's own", "lambda/function", { ...fn, runtime: "nodejs24.x", timeout: 5400, capacityProviderConfig: { lambdaManagedInstancesCapacityProviderConfig: {} } }],
    ["a key to encapsulate", "kms/key", { customerMasterKeySpec: "ML_KEM_768", keyUsage: "ENCAPSULATE_DECAPSULATE" }],
    ["a grant to encapsulate", "kms/grant", { keyId: "1", granteePrincipal: fn.role, operations: ["Encapsulate", "Decapsulate"] }],
    ["a repository with several hyphens in a folder", "ecr/repository", { name: "team--a/web__api" }],
    ["a template for such repositories", "ecr/repositoryCreationTemplate", { prefix: "team--a/web", appliedFors: ["REPLICATION"] }],
    ["several health checks of a scaling group", "autoscaling/group", { minSize: 1, maxSize: 2, launchTemplate: { id: "lt-1" }, vpcZoneIdentifiers: ["subnet-a"], healthCheckType: "EC2,EBS" }],
    ["an asymmetric signature of requests to the origin", "cloudfront/originAccessControl", { name: "oac", originAccessControlOriginType: "s3", signingBehavior: "always-amz-auth", signingProtocol: "sigv4a" }],
    ["both kinds of addresses of a cache", "elasticache/replicationGroup", { replicationGroupId: "c", description: "d", engine: "valkey", nodeType: "cache.r7g.large", networkType: "dual_stack" }],
    ["the essential log class", "cloudwatch/logGroup", { name: "g", logGroupClass: "ESSENTIALS" }],
    ["events of clusters that are backed up", "backup/vaultNotifications", { backupVaultName: "vault", snsTopicArn: "arn:aws:sns:eu-central-1:123456789012:t", backupVaultEvents: ["EKS_BACKUP_OBJECT_FAILED"] }],
  ])("%s", (_, short, inputs) => {
    expect(judge(awsLaws.filter(({ phase }) => phase === "check"), { short, inputs })).toEqual([]);
  });
});
