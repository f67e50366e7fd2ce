import { type Cases } from "../world.ts";

/** Examples of the laws of waf statements. */
export const statementDetails: readonly Cases[] = [
  {
    law: "waf-statement-values",
    refuses: [
      ["WAFInvalidParameterException", { short: "wafv2/webAcl", inputs: { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, rules: [{ name: "g", priority: 1, action: { block: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, statement: { geoMatchStatement: { countryCodes: ["XX1"] } } }] } }],
      ["WAFInvalidParameterException", { short: "wafv2/webAcl", inputs: { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, rules: [{ name: "g", priority: 1, action: { block: {} }, ruleLabels: [{ name: "aws:x" }], visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, statement: { geoMatchStatement: { countryCodes: ["DE"] } } }] } }],
      ["WAFInvalidParameterException", { short: "wafv2/webAcl", inputs: { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, rules: [{ name: "g", priority: 1, action: { block: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, statement: { byteMatchStatement: { searchString: "x", positionalConstraint: "WITHIN", fieldToMatch: { uriPath: {} }, textTransformations: [{ priority: 0, type: "NONE" }] } } }] } }],
      ["WAFInvalidParameterException", { short: "wafv2/webAcl", inputs: { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, rules: [{ name: "g", priority: 1, action: { block: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, statement: { sqliMatchStatement: { fieldToMatch: { queryString: {} }, textTransformations: [{ priority: 0, type: "LOWER" }] } } }] } }],
      ["WAFInvalidParameterException", { short: "wafv2/webAcl", inputs: { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, rules: [{ name: "g", priority: 1, action: { block: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, statement: { andStatement: { statements: [{ geoMatchStatement: { countryCodes: ["DE"] } }] } } }] } }],
    ],
    accepts: [
      { short: "wafv2/webAcl", inputs: { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, rules: [{ name: "g", priority: 1, action: { block: {} }, ruleLabels: [{ name: "team:checked" }], visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }, statement: { andStatement: { statements: [{ geoMatchStatement: { countryCodes: ["DE"] } }, { byteMatchStatement: { searchString: "x", positionalConstraint: "CONTAINS", fieldToMatch: { uriPath: {} }, textTransformations: [{ priority: 0, type: "LOWERCASE" }] } }] } } }] } },
    ],
  },
  {
    law: "waf-regex-pattern-set",
    refuses: [
      ["WAFLimitsExceededException", { short: "wafv2/regexPatternSet", inputs: { name: "r", scope: "REGIONAL", regularExpressions: [{ regexString: "a0" }, { regexString: "a1" }, { regexString: "a2" }, { regexString: "a3" }, { regexString: "a4" }, { regexString: "a5" }, { regexString: "a6" }, { regexString: "a7" }, { regexString: "a8" }, { regexString: "a9" }, { regexString: "a10" }] } }],
    ],
    accepts: [
      { short: "wafv2/regexPatternSet", inputs: { name: "r", scope: "REGIONAL", regularExpressions: [{ regexString: "^/admin" }] } },
    ],
  },
];
