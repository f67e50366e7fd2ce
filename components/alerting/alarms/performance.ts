/** Alarms for the performance targets and the error rate (checklist OPT-P1 to OPT-P6, OPT-72, OPT-80). Pure. */
import type { Thresholds } from "../../../config/sections/alerting.ts";
import type { AlarmSpec, Metric } from "./spec.ts";
import type { Journey, Subjects } from "./subjects.ts";

/** Requests a minute below which a share of errors says nothing. */
const FEW_REQUESTS = 20;
/** Share of page views that must meet the target: Core Web Vitals are judged at the 75th percentile. Source: web.dev, "Web Vitals". */
const PAGE_LOAD_STAT = "p75";

export function performanceAlarms(subjects: Subjects, thresholds: Thresholds): AlarmSpec[] {
  const { loadBalancer, distributionId, database, canaries, appMonitor } = subjects;
  const balancer = { LoadBalancer: loadBalancer.suffix };
  const api = { ...balancer, TargetGroup: loadBalancer.apiTargetGroup };
  return [
    {
      id: "api-latency", items: ["OPT-P1", "OPT-80"], severity: "warning", says: `More than 5 % of the API's requests take longer than ${thresholds.apiResponseMs} ms.`,
      measure: { namespace: "AWS/ApplicationELB", name: "TargetResponseTime", dimensions: api, stat: "p95" },
      when: ">", threshold: thresholds.apiResponseMs / 1000, period: 60, points: [3, 5], silence: "notBreaching",
    },
    {
      id: "page-load", items: ["OPT-P2", "OPT-80"], severity: "warning", says: `Visitors wait longer than ${thresholds.pageLoadMs} ms for the page.`,
      measure: { namespace: "AWS/RUM", name: "PerformanceNavigationDuration", dimensions: { application_name: appMonitor }, stat: PAGE_LOAD_STAT },
      when: ">", threshold: thresholds.pageLoadMs, period: 300, points: [3, 3], silence: "notBreaching",
    },
    journey("page-load-canary", "OPT-P2", "The frontend's canary waits longer than the target for the page.", canaries.frontend, thresholds.pageLoadMs),
    {
      id: "database-latency", items: ["OPT-P3", "OPT-80"], severity: "warning", says: `The database takes longer than ${thresholds.databaseQueryMs} ms to answer queries.`,
      // Microseconds, and per proxy. Source: Amazon RDS User Guide, "Monitoring RDS Proxy metrics with CloudWatch".
      measure: { namespace: "AWS/RDS", name: "QueryDatabaseResponseLatency", dimensions: { ProxyName: database.proxyName }, stat: "Average" },
      when: ">", threshold: thresholds.databaseQueryMs * 1000, period: 60, points: [3, 5], silence: "notBreaching",
    },
    journey("login-latency", "OPT-P4", "Logging in takes longer than the target.", canaries.login, thresholds.loginMs),
    journey("email-delivery", "OPT-P5", "E-mail takes longer than the target to arrive.", canaries.email, thresholds.emailSeconds * 1000),
    journey("sms-delivery", "OPT-P6", "SMS takes longer than the target to arrive.", canaries.sms, thresholds.smsSeconds * 1000),
    {
      id: "api-error-rate", items: ["OPT-72", "PRC-056"], severity: "warning", says: `More than ${thresholds.errorRatePercent} % of requests end in an error of ours.`,
      measure: {
        // Error counts are only reported when there are errors.
        expression: `IF(requests > ${FEW_REQUESTS}, 100 * (FILL(target, 0) + FILL(balancer, 0)) / requests, 0)`,
        of: {
          target: { namespace: "AWS/ApplicationELB", name: "HTTPCode_Target_5XX_Count", dimensions: balancer, stat: "Sum" },
          balancer: { namespace: "AWS/ApplicationELB", name: "HTTPCode_ELB_5XX_Count", dimensions: balancer, stat: "Sum" },
          requests: { namespace: "AWS/ApplicationELB", name: "RequestCount", dimensions: balancer, stat: "Sum" },
        },
      },
      when: ">", threshold: thresholds.errorRatePercent, period: 60, points: [3, 5], silence: "notBreaching",
    },
    {
      id: "edge-error-rate", items: ["OPT-72", "PRC-056"], severity: "critical", says: `CloudFront answers more than ${thresholds.errorRatePercent} % of requests with a server error.`,
      measure: {
        expression: `IF(requests > ${FEW_REQUESTS}, share, 0)`,
        of: { share: cloudfront("5xxErrorRate", distributionId, "Average"), requests: cloudfront("Requests", distributionId, "Sum") },
      },
      when: ">", threshold: thresholds.errorRatePercent, period: 60, points: [5, 10], silence: "notBreaching", global: true,
    },
    ...Object.entries({ api: loadBalancer.apiTargetGroup, web: loadBalancer.webTargetGroup }).map(([program, group]): AlarmSpec => ({
      id: `${program}-no-healthy-pods`, items: ["PRC-056"], severity: "warning", says: `No pod of ${program} is healthy.`,
      measure: { namespace: "AWS/ApplicationELB", name: "HealthyHostCount", dimensions: { ...balancer, TargetGroup: group }, stat: "Minimum" },
      when: "<", threshold: 1, period: 60, points: [2, 2], silence: "breaching",
    })),
    ...Object.entries({ api: canaries.api, frontend: canaries.frontend, login: canaries.login, email: canaries.email, sms: canaries.sms }).map(
      ([name, { canary, everyMinutes }]): AlarmSpec => ({
        id: `canary-${name}`, items: ["PRC-056", "PRC-160"], severity: "warning", says: `The canary ${name} fails, or has stopped running.`,
        measure: { namespace: "CloudWatchSynthetics", name: "SuccessPercent", dimensions: { CanaryName: canary }, stat: "Average" },
        when: "<", threshold: 90, period: everyMinutes * 60, points: [2, 2], silence: "breaching",
      }),
    ),
  ];
}

/** The time a canary, or one step of it, takes. A canary that does not report has an alarm of its own. */
function journey(id: string, target: string, says: string, { canary, everyMinutes, step }: Journey, milliseconds: number): AlarmSpec {
  return {
    id, items: [target, "OPT-80"], severity: "warning", says,
    measure: { namespace: "CloudWatchSynthetics", name: "Duration", dimensions: { CanaryName: canary, ...(step === undefined ? {} : { StepName: step }) }, stat: "Average" },
    when: ">", threshold: milliseconds, period: everyMinutes * 60, points: [2, 3], silence: "missing",
  };
}

function cloudfront(name: string, distributionId: Subjects["distributionId"], stat: string): Metric {
  return { namespace: "AWS/CloudFront", name, dimensions: { DistributionId: distributionId, Region: "Global" }, stat };
}
