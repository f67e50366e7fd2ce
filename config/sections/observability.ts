/** The section `observability` of a stack's configuration. */
import { z } from "zod";
import { image, logDays } from "../values.ts";

/** A host name as a DSN has it: no scheme, no path. */
const hostname = z.string().max(253).regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, { error: "a host name such as o123456.ingest.de.sentry.io" });

/** Metrics, traces, logs, canaries, real users. Only the images have no default: they are the account's own copies. */
export const observability = z.strictObject({
  images: z.strictObject({
    collector: image.describe("OpenTelemetry collector, contrib distribution, by digest."),
    jaeger: image.describe("Jaeger 2, by digest."),
    grafana: image.describe("Grafana 12 or later with the plugin grafana-amazonprometheus-datasource in /opt/grafana/plugins, by digest."),
  }).describe("Programs that run on the cluster."),
  metricsRetentionDays: z.int().min(1).max(1_095).default(150).describe("Days Prometheus keeps samples."),
  infrastructureLogDays: logDays.refine((days) => days >= 30, { error: "30 days or more: a fault is looked into later than it happens" }).default(90).describe("Days logs of nodes and agents are kept; those of programs are kept logRetentionDays."),
  collectors: z.int().min(2).max(20).default(2).describe("Pods of the first tier of collectors, and of the samplers."),
  sampling: z.strictObject({
    percent: z.number().min(0).max(100).default(10).describe("Share of ordinary traces that is kept, in percent. Errors, slow traces and critical paths always are."),
    slowMilliseconds: z.int().min(1).max(600_000).default(500).describe("From when a trace counts as slow, in milliseconds."),
  }).prefault({}).describe("Which traces are kept."),
  traces: z.strictObject({
    retentionHours: z.int().min(1).max(8_760).default(168).describe("Hours a trace is kept."),
    storageGiB: z.int().min(1).max(16_384).default(50).describe("Size of the volume they are kept on, in GiB. Cannot be changed in place."),
  }).prefault({}).describe("Where traces are stored."),
  canaries: z.strictObject({
    enabled: z.boolean().default(true).describe("Whether the canaries run."),
    artifactDays: z.int().min(1).max(455).default(31).describe("Days their runs are kept."),
  }).prefault({}).describe("Programs that use the platform as its users do."),
  realUsers: z.strictObject({
    sessionSampleRate: z.number().min(0).max(1).default(0.2).describe("Share of visits that are measured in the browser, 0 to 1."),
    cookies: z.boolean().default(false).describe("Whether the measuring keeps cookies; visitors have to agree to it first."),
  }).prefault({}).describe("What browsers measure."),
  sentry: z.strictObject({
    ingestHost: hostname.optional().describe("Host of Sentry's DSN, to which browsers may connect. Without it only the servers report."),
    tracesSampleRate: z.number().min(0).max(1).default(0).describe("Share of traces that Sentry gets, 0 to 1; all are in Jaeger."),
  }).prefault({}).describe("Errors. The DSN is a secret."),
});
