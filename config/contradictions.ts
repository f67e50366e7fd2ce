/** Values of a stack's configuration that are each well formed but do not go together. */
import type { Contradiction } from "./contradiction.ts";
import type { StackConfig } from "./schema.ts";
import { alertingContradictions } from "./sections/alerting.ts";
import { auditContradictions } from "./sections/audit.ts";
import { backupContradictions } from "./sections/backup.ts";
import { deliveryContradictions, releaseContradictions } from "./sections/delivery.ts";
import { maintenanceContradictions } from "./sections/maintenance.ts";
import { credentialsContradictions, secretsContradictions } from "./sections/secrets.ts";
import { storageContradictions } from "./sections/storage.ts";
import { workloadsContradictions } from "./sections/workloads.ts";

/** Everything in the configuration that does not go together. */
export function contradictions(config: StackConfig): Contradiction[] {
  const home = config.network.zones[0]?.slice(0, -1) ?? "";
  return [
    ...places(config, home),
    ...names(config),
    ...beside(config),
    ...capacity(config),
    ...workloadsContradictions(config.workloads),
    ...credentialsContradictions(config.credentials),
    ...needed(config),
    ...secretsContradictions(config.secrets),
    ...storageContradictions(config.storage),
    ...backupContradictions(config.backup, config.recovery, config),
    ...auditContradictions(config.audit),
    ...alertingContradictions(config.alerting, config).map((each) => ({ ...each, path: ["alerting", ...each.path] })),
    ...deliveryContradictions(config.delivery, home, config.workloads, mirrored(config)),
    ...(config.release === undefined ? [] : releaseContradictions(config.release, config.workloads)),
    ...maintenanceContradictions(config),
  ];
}

function places({ network, drRegion, environment }: StackConfig, home: string): Contradiction[] {
  const found: Contradiction[] = network.zones.flatMap((zone, index) =>
    zone.slice(0, -1) === home ? [] : [{ path: ["network", "zones", index], value: zone, accepted: `a zone of ${home || "the region"}, as the first one` }],
  );
  if (drRegion !== undefined && drRegion === home) found.push({ path: ["drRegion"], value: drRegion, accepted: `a region other than ${home}: a copy beside the original is lost with it` });
  if (environment === "production" && drRegion === undefined) found.push({ path: ["drRegion"], value: undefined, accepted: "a region, such as eu-west-1: production has disaster recovery" });
  return found;
}

function names({ edge }: StackConfig): Contradiction[] {
  return edge.alternativeNames.flatMap((name, index) =>
    name.endsWith(`.${edge.domain}`) ? [] : [{ path: ["edge", "alternativeNames", index], value: name, accepted: `a name within ${edge.domain}` }],
  );
}

/** Images of others that run in the cluster, by their path. */
function mirrored({ edge, observability }: StackConfig): Record<string, string> {
  const servers = Object.entries(observability.images).map(([name, image]) => [`observability.images.${name}`, image] as const);
  return { "edge.podTls.image": edge.podTls.image, ...Object.fromEntries(servers) };
}

function beside({ edge: { podTls } }: StackConfig): Contradiction[] {
  const { cpuRequest, cpuLimit } = podTls;
  return cpuLimit < cpuRequest ? [{ path: ["edge", "podTls", "cpuLimit"], value: cpuLimit, accepted: `at least cpuRequest, which is ${cpuRequest}` }] : [];
}

/** Source: Amazon RDS User Guide, "Managing capacity automatically": the maximum must be at least 10 % above. */
function capacity({ database: { storage } }: StackConfig): Contradiction[] {
  const least = Math.ceil(storage.allocated * 1.1);
  return storage.max < least ? [{ path: ["database", "storage", "max"], value: storage.max, accepted: `at least ${least}, a tenth more than allocated` }] : [];
}

/** What programs and routes cannot do without; dev may. */
function needed({ environment, credentials, alerting }: StackConfig): Contradiction[] {
  if (environment === "dev") return [];
  const routed = new Set<string>(Object.values(alerting.routes).flat());
  const wanted: readonly (readonly [provider: string, field: string, present: unknown, why: string])[] = [
    ["sendgrid", "apiKey", credentials.sendgrid?.apiKey, "the e-mail worker sends through SendGrid"],
    ["twilio", "authToken", credentials.twilio?.authToken, "the SMS worker sends through Twilio"],
    ["sentry", "dsn", credentials.sentry?.dsn, "errors are reported to Sentry"],
    ...(routed.has("pagerduty") ? [["pagerduty", "routingKey", credentials.pagerduty?.routingKey, "alerting.routes lead to pagerduty"] as const] : []),
    ...(routed.has("slack") ? [["slack", "webhookUrl", credentials.slack?.webhookUrl, "alerting.routes lead to slack"] as const] : []),
    ...(routed.has("teams") ? [["teams", "webhookUrl", credentials.teams?.webhookUrl, "alerting.routes lead to teams"] as const] : []),
  ];
  return wanted.flatMap(([provider, field, present, why]) =>
    present === undefined
      ? [{ path: ["credentials", provider, field], value: undefined, accepted: `a value, because ${why}: pulumi config set --secret --path optibid:credentials.${provider}.${field}` }]
      : [],
  );
}
