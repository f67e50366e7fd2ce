/**
 * The rules of the web ACLs, as plain values.
 */
import type * as aws from "@pulumi/aws";

type Rule = aws.types.input.wafv2.WebAclRule;

/** Where a web ACL stands: at the distribution, or at the load balancer behind it. */
export type FirewallScope = "CLOUDFRONT" | "REGIONAL";

/** Requests one client may make in five minutes. */
export interface RateLimits {
  /** To anything. Default 2,000. 10 to 2,000,000,000 (AWS WAF quota). */
  readonly all?: number;
  /** To the API. Default 1,000. */
  readonly api?: number;
}

/** Seconds over which AWS WAF counts requests. One of 60, 120, 300 and 600. */
const RATE_WINDOW = 300;

/**
 * AWS's managed rule groups in the order they are asked, with the capacity units each takes: the cheap lists of
 * addresses first, so that a known attacker costs no content inspection.
 *
 * Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list".
 */
export const MANAGED_GROUPS = [
  { name: "AWSManagedRulesAmazonIpReputationList", label: "ip-reputation", capacity: 25 },
  { name: "AWSManagedRulesAnonymousIpList", label: "anonymous-ip", capacity: 50 },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", label: "known-bad-inputs", capacity: 200 },
  { name: "AWSManagedRulesSQLiRuleSet", label: "sql-injection", capacity: 200 },
  { name: "AWSManagedRulesCommonRuleSet", label: "common", capacity: 700 },
] as const;

/** CloudWatch metrics and sampled requests of a rule or web ACL. */
export function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

/**
 * A rate limit by client address.
 *
 * At the distribution the address is the connection's own. At the load balancer every connection comes from
 * CloudFront, so the client is the first address of `X-Forwarded-For`; a client can put anything there, which is why
 * this is the second line and not the first. Requests without a readable address share one count.
 */
function rateRule(scope: FirewallScope, label: string, priority: number, limit: number, path?: string): Rule {
  return {
    name: label,
    priority,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        limit,
        evaluationWindowSec: RATE_WINDOW,
        ...(scope === "CLOUDFRONT"
          ? { aggregateKeyType: "IP" }
          : {
              aggregateKeyType: "FORWARDED_IP",
              forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "MATCH" },
            }),
        ...(path === undefined
          ? {}
          : {
              scopeDownStatement: {
                byteMatchStatement: {
                  searchString: path,
                  positionalConstraint: "STARTS_WITH",
                  fieldToMatch: { uriPath: {} },
                  textTransformations: [{ priority: 0, type: "NONE" }],
                },
              },
            }),
      },
    },
    visibilityConfig: visibility(label),
  };
}

/** All rules of a web ACL, by rising priority (PRC-074, PRC-075, PRC-076, OPT-51). */
export function firewallRules(scope: FirewallScope, { all = 2000, api = 1000 }: RateLimits = {}): Rule[] {
  const managed = MANAGED_GROUPS.map(
    ({ name, label }, index): Rule => ({
      name: label,
      priority: (index + 3) * 10,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
      visibilityConfig: visibility(label),
    }),
  );
  return [rateRule(scope, "rate-limit", 10, all), rateRule(scope, "rate-limit-api", 20, api, "/api/"), ...managed];
}

/**
 * What the logs of a web ACL leave out: credentials, session cookies, and the query string, where tokens of reset
 * and invitation links stand (PRC-047).
 */
export const REDACTED_FIELDS: aws.types.input.wafv2.WebAclLoggingConfigurationRedactedField[] = [
  { singleHeader: { name: "authorization" } },
  { singleHeader: { name: "cookie" } },
  { singleHeader: { name: "x-api-key" } },
  { singleHeader: { name: "x-csrf-token" } },
  { queryString: {} },
];
