import { beforeAll, describe, expect, test } from "@jest/globals";
import { ClusterLogs } from "../../../components/observability/logs.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, keptNames, namesOf, PRODUCTION, strays } from "../network/fixture.ts";
import { KEYS } from "./fixture.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const POLICY = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";
const KINDS = ["application", "dataplane", "host", "performance"];
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => void new ClusterLogs("logs", { context: PRODUCTION, clusterName: "optibid-production", logsKeyArn: KEYS.logs }));
});

describe("logs of the cluster", () => {
  test("are made of exactly these", () => {
    expect(children(graph)).toEqual(["golive:observability:ClusterLogs logs", "cloudwatch:LogGroup logs-findings", ...KINDS.flatMap((kind) => [`cloudwatch:LogGroup logs-${kind}`, `cloudwatch:LogDataProtectionPolicy logs-${kind}-protection`])].sort());
    expect(strays(graph)).toEqual([]);
    expect(keptNames(graph)).toEqual([...KINDS, "findings"].map((kind) => `logs-${kind}`).sort());
  });

  test.each([["application", 400], ["dataplane", 90], ["host", 90], ["performance", 90]])("%s are kept %i days, encrypted", (kind, days) => {
    expect(only(graph, GROUP, `logs-${kind}`).inputs).toMatchObject({ name: `/aws/containerinsights/optibid-production/${kind}`, kmsKeyId: KEYS.logs, retentionInDays: days });
  });

  test.each(KINDS)("%s are masked, once there is a place for findings", (kind) => {
    const policy = only(graph, POLICY, `${kind}-protection`);
    expect(policy.inputs["logGroupName"]).toBe(`/aws/containerinsights/optibid-production/${kind}`);
    expect(namesOf(policy.dependencies)).toEqual(["logs-findings", `logs-${kind}`].sort());
    expect(String(policy.inputs["policyDocument"])).toContain('"LogGroup":"/optibid/optibid-production/data-protection"');
  });

  test("nothing is refused, no rule is broken", () => {
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });
});
