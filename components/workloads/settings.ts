/**
 * Settings of the programs as maps of environment variables: where things are and how they are used, nothing secret.
 * Pure: every function takes what it needs and returns the variables it is named after.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Purpose } from "../cache/databases.ts";

/** Environment variables. */
export type Settings = Readonly<Record<string, pulumi.Input<string>>>;

/** How a program reaches PostgreSQL. */
export interface DatabasePlace {
  /** Host name: the proxy's for programs, the instance's for migrations. */
  readonly host: pulumi.Input<string>;
  readonly port: number;
  /** Name of the database. */
  readonly name: string;
  /** Role it logs in as, with an IAM token; left out where the credentials come as a file. */
  readonly user?: string | undefined;
  /**
   * Path of the certificates to trust, in the image. Left out behind the proxy: its certificate is from Amazon Trust
   * Services, which Node.js trusts by itself. An instance's own is from RDS's private authorities.
   *
   * Sources: Amazon RDS User Guide, "Using TLS/SSL with RDS Proxy" and "Certificate bundles for Amazon RDS".
   */
  readonly caFile?: string | undefined;
}

/**
 * Where RDS's certificate bundle is in an image that connects to the instance itself. It is part of the image, not
 * mounted: so it has the image's digest, is scanned with it, and a new bundle is a release like any other.
 */
export const RDS_CA_FILE = "/etc/ssl/rds/global-bundle.pem";

/** PostgreSQL, with the server's certificate and name verified (OPT-26). */
export function databaseSettings({ host, port, name, user, caFile }: DatabasePlace): Settings {
  return {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: name,
    ...(user === undefined ? {} : { DATABASE_USER: user }),
    DATABASE_SSL_MODE: "verify-full",
    ...(caFile === undefined ? {} : { DATABASE_SSL_CA_FILE: caFile }),
  };
}

/** How a program reaches the cache. */
export interface CachePlace {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  /** Logical databases it uses: number, user and prefix of its keys. */
  readonly databases: Partial<Readonly<Record<Purpose, { readonly index: number; readonly user: string; readonly keyPrefix: string }>>>;
}

/** The cache, and those of its four logical databases that the program uses (OPT-03, OPT-29, OPT-30). */
export function cacheSettings({ host, port, databases }: CachePlace): Settings {
  const logical = Object.entries(databases).flatMap(([purpose, { index, user, keyPrefix }]) => {
    const name = `REDIS_${purpose.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
    return [[`${name}_DATABASE`, String(index)], [`${name}_USER`, user], [`${name}_KEY_PREFIX`, keyPrefix]];
  });
  return { REDIS_HOST: host, REDIS_PORT: String(port), REDIS_TLS: "true", ...Object.fromEntries(logical) };
}

/** The queue a worker takes its work from, and how many jobs a pod has in hand at once. */
export function queueSettings(queue: "email" | "sms", concurrency: number): Settings {
  return { QUEUE_NAME: queue, QUEUE_CONCURRENCY: String(concurrency) };
}

/** Where SendGrid is: another address for its EU region (OPT-05). */
export function emailSettings(sendgridUrl: string): Settings {
  return { SENDGRID_API_URL: sendgridUrl };
}

/** Where Twilio is: another address for each of its regions (OPT-06). */
export function smsSettings(twilioUrl: string): Settings {
  return { TWILIO_API_URL: twilioUrl };
}

/** What Sentry is told, and how much of it. */
export interface ErrorReporting {
  readonly environment: string;
  /** Release that runs. */
  readonly release: string;
  /** Share of errors that are reported, 0 to 1. */
  readonly errorRate: number;
  /** Share of transactions that are reported, 0 to 1. */
  readonly traceRate: number;
}

/** Sentry's settings; its DSN comes as a file. */
export function sentrySettings({ environment, release, errorRate, traceRate }: ErrorReporting): Settings {
  return {
    SENTRY_ENVIRONMENT: environment,
    SENTRY_RELEASE: release,
    SENTRY_SAMPLE_RATE: String(errorRate),
    SENTRY_TRACES_SAMPLE_RATE: String(traceRate),
  };
}

/** What OpenTelemetry is told. */
export interface Tracing {
  /** The program: `api`. */
  readonly service: string;
  /** Release that runs. */
  readonly version: string;
  readonly environment: string;
  /** Address of the collector, such as `http://collector.telemetry.svc.cluster.local:4318`; without one nothing is traced. */
  readonly endpoint?: string | undefined;
  /**
   * Share of traces that leave the program, 0 to 1. 1 where the collector chooses: only it sees whole traces, and so
   * can keep those with errors, the slow ones and the critical paths.
   */
  readonly rate: number;
}

/**
 * OpenTelemetry's settings, by the names its SDKs read.
 *
 * Source: OpenTelemetry specification, "Environment Variable Specification" and "Resource SDK" (values are
 * percent-encoded).
 */
export function tracingSettings({ service, version, environment, endpoint, rate }: Tracing): Settings {
  if (endpoint === undefined) return { OTEL_SDK_DISABLED: "true" };
  const attributes = { "service.namespace": "optibid", "service.version": version, "deployment.environment.name": environment };
  const sampler: Settings = rate === 1 ? { OTEL_TRACES_SAMPLER: "parentbased_always_on" } : { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: String(rate) };
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join(","),
    ...sampler,
  };
}

/**
 * Variables that name the files of secrets, for `SecretFiles.variables`: the file `jwt-secret` is named by
 * `JWT_SECRET_FILE`.
 */
export function secretVariables(files: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => [`${file.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_FILE`, file]));
}

/** Where uploads go. */
export function uploadSettings(bucket: pulumi.Input<string>): Settings {
  return { UPLOADS_BUCKET: bucket };
}

/** Where exports go (OPT-78). */
export function exportSettings(bucket: pulumi.Input<string>): Settings {
  return { EXPORT_BUCKET: bucket };
}
