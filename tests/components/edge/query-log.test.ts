import { beforeAll, describe, expect, test } from "@jest/globals";
import { Domain } from "../../../components/edge/domain.ts";
import type { DomainArgs } from "../../../components/edge/domain.ts";
import { queryLogPolicy } from "../../../components/edge/query-log.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { expectedTags, keptNames, namesOf, PRODUCTION } from "../network/fixture.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
const CONFIG = "aws:route53/queryLog:QueryLog";
const key = "arn:aws:kms:us-east-1:123456789012:key/logs";
const args: DomainArgs = { context: PRODUCTION, names: ["optibid.com", "www.optibid.com"], zone: { create: true }, globalLogsKeyArn: key, logRetentionDays: 90 };

describe("of a zone made here", () => {
  let graph: Registration[];
  beforeAll(async () => {
    graph = await record(() => new Domain("domain", args), { outputs: (type) => (type === "aws:route53/zone:Zone" ? { zoneId: "Z1" } : {}) });
  });

  test("queries go to an encrypted group in us-east-1", () => {
    expect(only(graph, GROUP).inputs).toEqual({ region: "us-east-1", name: "/aws/route53/optibid.com", kmsKeyId: key, retentionInDays: 90, tags: expectedTags("confidential", "domain-query-log-logs") });
    expect(keptNames(graph)).toContain("domain-query-log-logs");
  });

  test("which Route 53 may write to for this zone alone, before it is told to", () => {
    const { inputs } = only(graph, POLICY);
    expect([inputs["region"], inputs["policyName"]]).toEqual(["us-east-1", "optibid-production-route53-query-log"]);
    expect(JSON.parse(String(inputs["policyDocument"]))).toEqual(queryLogPolicy("123456789012", "optibid.com", "arn:aws:route53:::hostedzone/Z1"));
    expect(queryLogPolicy("123456789012", "optibid.com", "arn:aws:route53:::hostedzone/Z1")).toMatchObject({
      Statement: [{
        Principal: { Service: "route53.amazonaws.com" }, Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/optibid.com:*",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" }, ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/Z1" } },
      }],
    });
    const config = only(graph, CONFIG);
    expect(namesOf(config.dependencies)).toEqual(expect.arrayContaining(["domain-query-log-logs-policy", "domain-query-log-logs", "domain-zone"]));
    expect(namesOf(config.propertyDependencies["zoneId"])).toEqual(["domain-zone"]);
  });

  test("AWS refuses nothing of it, and no rule is broken", () => {
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });
});

test("of a zone that exists, nothing is made", async () => {
  const graph = await record(() => new Domain("domain", { ...args, zone: { id: "Z2" } }));
  expect(graph.filter(({ type }) => [GROUP, POLICY, CONFIG].includes(type))).toEqual([]);
});
