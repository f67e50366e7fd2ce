/** What the tests of alerting share: subjects of every kind, and the thresholds of a configuration that says nothing. */
import type { AlertingArgs } from "../../../components/alerting/alerting.ts";
import type { Subjects } from "../../../components/alerting/alarms/subjects.ts";
import { alerting } from "../../../config/sections/alerting.ts";
import type { Alerting, Thresholds } from "../../../config/sections/alerting.ts";
import { PRODUCTION } from "../network/fixture.ts";

const key = (name: string, region = "eu-central-1"): string => `arn:aws:kms:${region}:123456789012:key/${name}`;
const secret = (name: string): string => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:optibid-production/${name}-AbCdEf`;

export const ALERTING: AlertingArgs = {
  context: PRODUCTION,
  routes: { critical: ["pagerduty", "slack", "teams", "email"], warning: ["slack", "teams", "email"], info: ["slack"] },
  emails: ["oncall@optibid.com"],
  secretArns: { pagerduty: secret("pagerduty"), slack: secret("slack"), teams: secret("teams") },
  keyArns: { alerts: key("alerts"), logs: key("logs"), secrets: key("secrets") },
  globalKeyArn: key("alerts", "us-east-1"),
};

export const SUBJECTS: Subjects = {
  loadBalancer: { suffix: "app/optibid/1", apiTargetGroup: "targetgroup/api/2", webTargetGroup: "targetgroup/web/3" },
  distributionId: "E1",
  webAcls: { global: "edge-global-web-acl", regional: "edge-regional-web-acl" },
  certificates: { edge: { arn: "arn:aws:acm:us-east-1:123456789012:certificate/1", global: true }, balancer: { arn: "arn:aws:acm:eu-central-1:123456789012:certificate/2", global: false } },
  database: { identifiers: ["optibid-production", "optibid-production-replica-1"], instanceClass: "db.r7g.large", allocatedStorage: 100, proxyName: "optibid-production-proxy", maintenanceWindow: "sun:03:00-sun:04:00" },
  cache: { replicationGroupId: "optibid-production-cache", nodes: 2, maintenanceWindow: "sun:04:00-sun:05:00" },
  cluster: { name: "optibid-production", workloads: [{ namespace: "optibid", name: "api" }] },
  natGateways: { "eu-central-1a": "nat-1" },
  canaries: {
    api: { canary: "optibid-api", everyMinutes: 1 },
    frontend: { canary: "optibid-frontend", everyMinutes: 5 },
    login: { canary: "optibid-login", everyMinutes: 5, step: "login" },
    email: { canary: "optibid-email", everyMinutes: 30, step: "email" },
    sms: { canary: "optibid-sms", everyMinutes: 60, step: "sms" },
  },
  appMonitor: "optibid-production",
  functions: { rotation: "optibid-rotation" },
  deadLetterQueues: { emails: "optibid-emails-dead" },
  backupVaults: { home: "optibid-production" },
};

/** A section that says only what has no default. */
export const SECTION = {
  email: ["oncall@optibid.com"],
  people: { anna: { email: "anna@optibid.com" }, ben: { email: "ben@optibid.com" }, carla: { email: "carla@optibid.com" } },
  onCall: { shifts: [{ rotation: ["anna", "ben", "carla"] }] },
};

export const PARSED: Alerting = alerting.parse(SECTION);
export const THRESHOLDS: Thresholds = PARSED.thresholds;
