import { describe, expect, test } from "@jest/globals";
import type { input } from "@pulumi/aws/types/index.js";
import { MANAGED_GROUPS, REDACTED_FIELDS, firewallRules } from "../../../components/edge/firewall-rules.ts";

type Rule = input.wafv2.WebAclRule;

function rateStatement(rule: Rule | undefined): Record<string, unknown> {
  return (rule?.statement as unknown as { rateBasedStatement: Record<string, unknown> }).rateBasedStatement;
}

describe.each(["CLOUDFRONT", "REGIONAL"] as const)("rules at scope %s", (scope) => {
  const rules = firewallRules(scope);

  test("are these, in this order, each with a priority of its own", () => {
    expect(rules.map(({ name, priority }) => [name, priority])).toEqual([
      ["rate-limit", 10],
      ["rate-limit-api", 20],
      ["ip-reputation", 30],
      ["anonymous-ip", 40],
      ["known-bad-inputs", 50],
      ["sql-injection", 60],
      ["common", 70],
    ]);
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
  });

  test("have either an action or an override, as their kind demands", () => {
    expect(rules.map(({ action, overrideAction }) => [action, overrideAction])).toEqual([
      ...Array(2).fill([{ block: { customResponse: { responseCode: 429 } } }, undefined]),
      ...Array(5).fill([undefined, { none: {} }]),
    ]);
  });

  test("are measured and sampled, each under its own name", () => {
    expect(rules.map(({ visibilityConfig }) => visibilityConfig)).toEqual(
      rules.map(({ name }) => ({ cloudwatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true })),
    );
  });

  test("include AWS's five managed groups", () => {
    const groups = rules.slice(2).map(({ statement }) => (statement as input.wafv2.WebAclRuleStatement).managedRuleGroupStatement);
    expect(groups).toEqual([
      { vendorName: "AWS", name: "AWSManagedRulesAmazonIpReputationList" },
      { vendorName: "AWS", name: "AWSManagedRulesAnonymousIpList" },
      { vendorName: "AWS", name: "AWSManagedRulesKnownBadInputsRuleSet" },
      { vendorName: "AWS", name: "AWSManagedRulesSQLiRuleSet" },
      { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" },
    ]);
  });
});

test("the groups leave room in the 1,500 capacity units of a web ACL", () => {
  expect(MANAGED_GROUPS.reduce((sum, { capacity }) => sum + capacity, 0)).toBe(1175);
});

describe("rate limits", () => {
  const apiPaths = {
    byteMatchStatement: {
      searchString: "/api/",
      positionalConstraint: "STARTS_WITH",
      fieldToMatch: { uriPath: {} },
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };

  test("count the connection's address at the distribution", () => {
    const [all, api] = firewallRules("CLOUDFRONT");
    expect(rateStatement(all)).toEqual({ limit: 2000, evaluationWindowSec: 300, aggregateKeyType: "IP" });
    expect(rateStatement(api)).toEqual({ limit: 1000, evaluationWindowSec: 300, aggregateKeyType: "IP", scopeDownStatement: apiPaths });
  });

  test("count the forwarded address at the load balancer, where every connection is CloudFront's", () => {
    const forwarded = {
      aggregateKeyType: "FORWARDED_IP",
      forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "MATCH" },
    };
    const [all, api] = firewallRules("REGIONAL", { all: 500, api: 100 });
    expect(rateStatement(all)).toEqual({ limit: 500, evaluationWindowSec: 300, ...forwarded });
    expect(rateStatement(api)).toEqual({ limit: 100, evaluationWindowSec: 300, ...forwarded, scopeDownStatement: apiPaths });
  });
});

test("logs leave out credentials, cookies and query strings", () => {
  expect(REDACTED_FIELDS).toEqual([
    { singleHeader: { name: "authorization" } },
    { singleHeader: { name: "cookie" } },
    { singleHeader: { name: "x-api-key" } },
    { singleHeader: { name: "x-csrf-token" } },
    { queryString: {} },
  ]);
});
