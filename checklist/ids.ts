/**
 * The 258 items of the two production-readiness documents: `PRC-…` from the checklist, `OPT-…` from OptiBid's own list,
 * `OPT-P…` its performance targets. Ids never change; titles are ours.
 */

/** One item, with where it stands. */
export interface Item {
  readonly id: string;
  readonly section: string;
  readonly group: string;
  readonly title: string;
}

/** Section and group, then the items under it as id and title. */
const GROUPS = [
  ["Security", "Secrets generated and configured", [
    ["PRC-001", "JWT signing secret of 64 bytes or more"],
    ["PRC-002", "Session secret of 64 bytes or more"],
    ["PRC-003", "Strong database password"],
    ["PRC-004", "Strong Redis password"],
    ["PRC-005", "Encryption key of 32 bytes"],
  ]],
  ["Security", "TLS certificates", [
    ["PRC-006", "Certificate from a trusted public authority"],
    ["PRC-007", "No self-signed certificate outside dev and staging"],
    ["PRC-008", "Certificate valid for more than 30 days"],
    ["PRC-009", "Intermediate certificates served"],
  ]],
  ["Security", "Firewall", [
    ["PRC-010", "Only ports 80 and 443 open to the world"],
    ["PRC-011", "SSH restricted"],
    ["PRC-012", "Database ports closed to the public"],
    ["PRC-013", "Redis port closed to the public"],
  ]],
  ["Security", "Container security", [
    ["PRC-014", "Images scanned for known flaws"],
    ["PRC-015", "Containers do not run as root"],
    ["PRC-016", "Root filesystems read-only where possible"],
    ["PRC-017", "Privilege escalation off and capabilities dropped"],
  ]],
  ["Security", "Environment isolation", [
    ["PRC-018", "Backend network is internal"],
    ["PRC-019", "Sensitive services are not exposed"],
    ["PRC-020", "Network is segmented"],
  ]],
  ["Performance", "Resource limits", [
    ["PRC-021", "CPU limit on every service"],
    ["PRC-022", "Memory limit on every service"],
    ["PRC-023", "Disks fast enough for their load"],
  ]],
  ["Performance", "Caching", [
    ["PRC-024", "Redis set up and tested"],
    ["PRC-025", "API responses cached"],
    ["PRC-026", "Static assets cached"],
    ["PRC-027", "Cache headers for browsers"],
  ]],
  ["Performance", "Database", [
    ["PRC-028", "Indexes on the columns queried most"],
    ["PRC-029", "Connections pooled"],
    ["PRC-030", "Slow queries logged"],
    ["PRC-031", "VACUUM runs regularly"],
  ]],
  ["Performance", "Frontend", [
    ["PRC-032", "Production build minified"],
    ["PRC-033", "Code split"],
    ["PRC-034", "Components loaded lazily"],
    ["PRC-035", "Images optimised"],
    ["PRC-036", "Responses compressed with gzip or Brotli"],
  ]],
  ["Performance", "Load balancing", [
    ["PRC-037", "Several API instances"],
    ["PRC-038", "Health checks at the load balancer"],
    ["PRC-039", "Sessions persist across requests"],
  ]],
  ["Monitoring", "Health checks", [
    ["PRC-040", "Health endpoint of the API gateway"],
    ["PRC-041", "Health endpoint of the frontend"],
    ["PRC-042", "Database health check"],
    ["PRC-043", "Redis health check"],
  ]],
  ["Monitoring", "Logging", [
    ["PRC-044", "Logs collected in one place"],
    ["PRC-045", "Logs rotated"],
    ["PRC-046", "Log levels fit for production"],
    ["PRC-047", "No sensitive data in logs"],
  ]],
  ["Monitoring", "Metrics", [
    ["PRC-048", "Prometheus collects metrics"],
    ["PRC-049", "Grafana dashboards exist"],
  ]],
  ["Monitoring", "Key metrics", [
    ["PRC-050", "Request rate tracked"],
    ["PRC-051", "Error rate tracked"],
    ["PRC-052", "Response time tracked"],
    ["PRC-053", "CPU and memory tracked"],
    ["PRC-054", "Database connections tracked"],
  ]],
  ["Monitoring", "Alerting", [
    ["PRC-055", "Notifications by Slack or e-mail"],
    ["PRC-056", "Alert thresholds set"],
    ["PRC-057", "On-call rota in place"],
    ["PRC-058", "Escalation path written down"],
  ]],
  ["Monitoring", "Tracing", [
    ["PRC-059", "Jaeger receives traces"],
    ["PRC-060", "Trace sampling set"],
    ["PRC-061", "Critical paths traced"],
  ]],
  ["Reliability", "Backups", [
    ["PRC-062", "Backups every day, by themselves"],
    ["PRC-063", "Backups kept for 30 days or more"],
    ["PRC-064", "Backups kept off site"],
    ["PRC-065", "Restore tried out"],
  ]],
  ["Reliability", "High availability", [
    ["PRC-066", "Stateless services replicated"],
    ["PRC-067", "Database replicated"],
    ["PRC-068", "Redis data persisted"],
    ["PRC-069", "Deployment without downtime tried out"],
  ]],
  ["Reliability", "Disaster recovery", [
    ["PRC-070", "Recovery plan written"],
    ["PRC-071", "Recovery time and point objectives set"],
    ["PRC-072", "Failover tried out"],
    ["PRC-073", "Restore from backup tried out"],
  ]],
  ["Reliability", "Rate limiting", [
    ["PRC-074", "API rate limits set"],
    ["PRC-075", "Protection against denial of service"],
    ["PRC-076", "Throttling by address"],
  ]],
  ["Testing", "Tests pass", [
    ["PRC-077", "Unit tests: at least 2,134"],
    ["PRC-078", "Integration tests: at least 498"],
    ["PRC-079", "End-to-end tests: at least 156"],
    ["PRC-080", "Performance tests: at least 42"],
    ["PRC-081", "Security tests: at least 17"],
    ["PRC-082", "Four stress scenarios"],
  ]],
  ["Testing", "Coverage", [
    ["PRC-083", "Coverage of 85 % or more"],
    ["PRC-084", "Critical paths fully covered"],
    ["PRC-085", "Coverage reports made"],
  ]],
  ["Testing", "Load", [
    ["PRC-086", "Performance baseline known"],
    ["PRC-087", "Twice the expected peak survived"],
    ["PRC-088", "Stress tests passed"],
    ["PRC-089", "Recovery tests passed"],
  ]],
  ["Testing", "Security", [
    ["PRC-090", "Dependencies scanned"],
    ["PRC-091", "Containers scanned"],
    ["PRC-092", "OWASP Top 10 checked"],
    ["PRC-093", "Penetration test, where required"],
  ]],
  ["Documentation", "Deployment", [
    ["PRC-094", "Production deployment document complete"],
    ["PRC-095", "Prerequisites written down"],
    ["PRC-096", "Step-by-step guide"],
    ["PRC-097", "Troubleshooting guide"],
  ]],
  ["Documentation", "Runbooks", [
    ["PRC-098", "Common problems and answers"],
    ["PRC-099", "Escalation steps"],
    ["PRC-100", "Maintenance steps"],
    ["PRC-101", "Rollback steps"],
  ]],
  ["Documentation", "API", [
    ["PRC-102", "Endpoints described"],
    ["PRC-103", "Authentication described"],
    ["PRC-104", "Error codes described"],
    ["PRC-105", "Rate limits described"],
  ]],
  ["Documentation", "Architecture", [
    ["PRC-106", "System diagram"],
    ["PRC-107", "Network topology"],
    ["PRC-108", "Data flows"],
    ["PRC-109", "Security architecture"],
  ]],
  ["Compliance", "Data protection", [
    ["PRC-110", "GDPR checked, where it applies"],
    ["PRC-111", "Data encrypted at rest"],
    ["PRC-112", "Data encrypted in transit"],
    ["PRC-113", "Retention policy set"],
  ]],
  ["Compliance", "Audit logging", [
    ["PRC-114", "User actions logged"],
    ["PRC-115", "System events logged"],
    ["PRC-116", "Security events logged"],
    ["PRC-117", "Logs cannot be tampered with"],
  ]],
  ["Compliance", "Access control", [
    ["PRC-118", "Roles decide access"],
    ["PRC-119", "Least privilege"],
    ["PRC-120", "Access reviewed regularly"],
    ["PRC-121", "Second factor for administrators"],
  ]],
  ["Operations", "CI/CD", [
    ["PRC-122", "Builds are automatic"],
    ["PRC-123", "Tests are automatic"],
    ["PRC-124", "Deployments are automatic"],
    ["PRC-125", "Rollback possible"],
  ]],
  ["Operations", "Dashboards", [
    ["PRC-126", "Metrics seen in real time"],
    ["PRC-127", "History available"],
    ["PRC-128", "Custom dashboards made"],
    ["PRC-129", "Readable on a phone"],
  ]],
  ["Operations", "Incident response", [
    ["PRC-130", "Incident plan"],
    ["PRC-131", "Communication channels"],
    ["PRC-132", "Post-mortem template"],
    ["PRC-133", "Incident tracker"],
  ]],
  ["Operations", "Maintenance windows", [
    ["PRC-134", "Maintenance scheduled"],
    ["PRC-135", "Users told beforehand"],
    ["PRC-136", "Maintenance mode works"],
    ["PRC-137", "Message templates"],
  ]],
  ["Pre-Deployment", "Staging", [
    ["PRC-138", "Deployed in full on staging"],
    ["PRC-139", "All tests pass on staging"],
    ["PRC-140", "Performance confirmed on staging"],
    ["PRC-141", "Security scan on staging"],
  ]],
  ["Pre-Deployment", "Readiness review", [
    ["PRC-142", "Architecture reviewed"],
    ["PRC-143", "Security reviewed"],
    ["PRC-144", "Performance reviewed"],
    ["PRC-145", "Stakeholders approved"],
  ]],
  ["Pre-Deployment", "Deployment plan", [
    ["PRC-146", "Steps written down"],
    ["PRC-147", "Rollback planned"],
    ["PRC-148", "Communication planned"],
    ["PRC-149", "Window booked"],
  ]],
  ["Pre-Deployment", "Team", [
    ["PRC-150", "On-call active"],
    ["PRC-151", "Team trained on what is new"],
    ["PRC-152", "Runbooks read"],
    ["PRC-153", "War room ready"],
  ]],
  ["Post-Deployment", "Smoke tests", [
    ["PRC-154", "API answers its health check"],
    ["PRC-155", "Frontend answers its health check"],
    ["PRC-156", "Critical user journeys work"],
    ["PRC-157", "Data is intact"],
  ]],
  ["Post-Deployment", "Monitoring", [
    ["PRC-158", "Metrics arrive in Prometheus"],
    ["PRC-159", "Logs arrive in the central store"],
    ["PRC-160", "Alerts fire when tried"],
    ["PRC-161", "Dashboards move"],
  ]],
  ["Post-Deployment", "Performance", [
    ["PRC-162", "Response times within target"],
    ["PRC-163", "Errors below 1 %"],
    ["PRC-164", "Resource use normal"],
    ["PRC-165", "No memory leaks"],
  ]],
  ["Post-Deployment", "User acceptance", [
    ["PRC-166", "Key users confirmed"],
    ["PRC-167", "Feedback gathered"],
    ["PRC-168", "Issues triaged"],
    ["PRC-169", "Support told"],
  ]],
  ["Core platform", "Components", [
    ["OPT-01", "Next.js 14 application in TypeScript"],
    ["OPT-02", "PostgreSQL schema and migrations"],
    ["OPT-03", "Redis with four logical databases"],
    ["OPT-04", "Sign-in with JWT and a second factor"],
    ["OPT-05", "E-mail through SendGrid"],
    ["OPT-06", "SMS through Twilio"],
    ["OPT-07", "Error monitoring through Sentry"],
    ["OPT-08", "Input validated and hardened"],
    ["OPT-09", "API rate limits kept in Redis"],
    ["OPT-10", "Sessions with secure tokens"],
  ]],
  ["Test infrastructure", "Suites", [
    ["OPT-11", "140 test cases over four service modules"],
    ["OPT-12", "Jest set up"],
    ["OPT-13", "Test environment set up"],
    ["OPT-14", "External services mocked"],
    ["OPT-15", "Sign-in flows tested end to end"],
  ]],
  ["Deployment infrastructure", "Tooling", [
    ["OPT-16", "Deployment script with health checks"],
    ["OPT-17", "Processes managed and clustered by PM2"],
    ["OPT-18", "Configuration for every stage"],
    ["OPT-19", "Ready for Docker"],
    ["OPT-20", "Kubernetes manifests"],
    ["OPT-21", "Pipeline configured"],
  ]],
  ["Dependencies", "Packages", [
    ["OPT-22", "npm packages installed"],
  ]],
  ["Production configuration", "Keys", [
    ["OPT-23", "SendGrid key"],
    ["OPT-24", "Twilio credentials"],
    ["OPT-25", "Sentry DSN"],
    ["OPT-26", "Database connection strings"],
    ["OPT-27", "JWT secrets and encryption keys"],
  ]],
  ["Environment setup", "Variables", [
    ["OPT-28", "NODE_ENV is production"],
    ["OPT-29", "Database addresses set"],
    ["OPT-30", "Redis connections set"],
    ["OPT-31", "Addresses of external services set"],
  ]],
  ["Authentication and authorisation", "Sign-in", [
    ["OPT-32", "Second factor by TOTP and SMS"],
    ["OPT-33", "JWT with refresh"],
    ["OPT-34", "Sessions in Redis"],
    ["OPT-35", "Password strength enforced"],
    ["OPT-36", "Accounts lock after failures"],
    ["OPT-37", "Sessions expire and rotate"],
  ]],
  ["Data protection", "Application", [
    ["OPT-38", "Encrypted at rest and in transit"],
    ["OPT-39", "Personal data masked and anonymised"],
    ["OPT-40", "API endpoints secured and limited"],
    ["OPT-41", "Input sanitised"],
    ["OPT-42", "SQL injection prevented"],
    ["OPT-43", "Script injection prevented by CSP"],
  ]],
  ["Infrastructure security", "Edge", [
    ["OPT-44", "HTTPS enforced"],
    ["OPT-45", "Security headers set"],
    ["OPT-46", "Rate limits in force"],
    ["OPT-47", "Errors reveal no data"],
    ["OPT-48", "Sensitive operations audited"],
    ["OPT-49", "Environment variables protected"],
  ]],
  ["Production security", "Set-up", [
    ["OPT-50", "Production certificates"],
    ["OPT-51", "Web application firewall"],
    ["OPT-52", "Denial-of-service protection"],
    ["OPT-53", "Backups encrypted"],
    ["OPT-54", "Security alerts"],
    ["OPT-55", "Audit logging on in production"],
  ]],
  ["Application monitoring", "Signals", [
    ["OPT-56", "Errors tracked in Sentry"],
    ["OPT-57", "Performance metrics gathered"],
    ["OPT-58", "User activity monitored"],
    ["OPT-59", "API response times tracked"],
    ["OPT-60", "Database performance monitored"],
    ["OPT-61", "Memory and CPU tracked"],
  ]],
  ["Business metrics", "Signals", [
    ["OPT-62", "Registrations and sign-ins"],
    ["OPT-63", "E-mail and SMS delivery"],
    ["OPT-64", "API use and rate limiting"],
    ["OPT-65", "Energy trading volumes"],
    ["OPT-66", "Uptime and availability"],
    ["OPT-67", "Errors and time to resolve them"],
  ]],
  ["Post-deployment monitoring", "Alerts", [
    ["OPT-68", "Sentry alert rules"],
    ["OPT-69", "PagerDuty connected"],
    ["OPT-70", "E-mail notifications"],
    ["OPT-71", "Slack or Teams alerts"],
    ["OPT-72", "Threshold alerts"],
    ["OPT-73", "Automatic health checks"],
  ]],
  ["Backup infrastructure", "Procedures", [
    ["OPT-74", "Database backup scripts"],
    ["OPT-75", "Redis backup procedure"],
    ["OPT-76", "File backup automated"],
    ["OPT-77", "Configuration backup procedure"],
    ["OPT-78", "Application data export"],
  ]],
  ["Performance monitoring", "Practice", [
    ["OPT-79", "Performance dashboard"],
    ["OPT-80", "Performance alerts"],
    ["OPT-81", "Performance baseline"],
    ["OPT-82", "Resource use monitored"],
    ["OPT-83", "User experience measured"],
  ]],
  ["Performance targets", "Limits", [
    ["OPT-P1", "API: 95 % of responses within 200 ms"],
    ["OPT-P2", "Pages: first load within 3 s"],
    ["OPT-P3", "Database: simple queries within 100 ms"],
    ["OPT-P4", "Sign-in: within 500 ms"],
    ["OPT-P5", "E-mail: delivered within 30 s"],
    ["OPT-P6", "SMS: delivered within 10 s"],
  ]],
] as const;

/** Id of an item. */
export type ItemId = (typeof GROUPS)[number][2][number][0];

/** All items, in the order of the documents. */
export const ITEMS: readonly (Item & { readonly id: ItemId })[] = GROUPS.flatMap(([section, group, items]) =>
  items.map(([id, title]) => ({ id, section, group, title })),
);

const byId: ReadonlyMap<string, Item & { readonly id: ItemId }> = new Map(ITEMS.map((item) => [item.id, item]));

/** The item with this id. */
export function itemOf(id: string): (Item & { readonly id: ItemId }) | undefined {
  return byId.get(id);
}
