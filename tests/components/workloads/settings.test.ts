import { describe, expect, test } from "@jest/globals";
import { cacheSettings, databaseSettings, emailSettings, exportSettings, queueSettings, RDS_CA_FILE, secretVariables, sentrySettings, smsSettings, tracingSettings, uploadSettings } from "../../../components/workloads/settings.ts";
import { environmentMistakes } from "../../../components/workloads/application.ts";

const databases = {
  sessions: { index: 0, user: "optibid-sessions", keyPrefix: "sessions:" },
  rateLimits: { index: 2, user: "optibid-ratelimits", keyPrefix: "ratelimits:" },
};
const tracing = { service: "api", version: "v1.4.2", environment: "production", endpoint: "http://collector:4318", rate: 1 };

const cases = {
  database: [
    databaseSettings({ host: "proxy", port: 5432, name: "optibid", user: "app" }),
    { DATABASE_HOST: "proxy", DATABASE_PORT: "5432", DATABASE_NAME: "optibid", DATABASE_USER: "app", DATABASE_SSL_MODE: "verify-full" },
  ],
  "the database itself": [
    databaseSettings({ host: "db", port: 5432, name: "optibid", caFile: RDS_CA_FILE }),
    { DATABASE_HOST: "db", DATABASE_PORT: "5432", DATABASE_NAME: "optibid", DATABASE_SSL_MODE: "verify-full", DATABASE_SSL_CA_FILE: "/etc/ssl/rds/global-bundle.pem" },
  ],
  cache: [
    cacheSettings({ host: "cache", port: 6379, databases }),
    {
      REDIS_HOST: "cache", REDIS_PORT: "6379", REDIS_TLS: "true",
      REDIS_SESSIONS_DATABASE: "0", REDIS_SESSIONS_USER: "optibid-sessions", REDIS_SESSIONS_KEY_PREFIX: "sessions:",
      REDIS_RATE_LIMITS_DATABASE: "2", REDIS_RATE_LIMITS_USER: "optibid-ratelimits", REDIS_RATE_LIMITS_KEY_PREFIX: "ratelimits:",
    },
  ],
  queue: [queueSettings("sms", 20), { QUEUE_NAME: "sms", QUEUE_CONCURRENCY: "20" }],
  SendGrid: [emailSettings("https://api.eu.sendgrid.com"), { SENDGRID_API_URL: "https://api.eu.sendgrid.com" }],
  Twilio: [smsSettings("https://api.twilio.com"), { TWILIO_API_URL: "https://api.twilio.com" }],
  Sentry: [
    sentrySettings({ environment: "production", release: "v1.4.2", errorRate: 1, traceRate: 0.1 }),
    { SENTRY_ENVIRONMENT: "production", SENTRY_RELEASE: "v1.4.2", SENTRY_SAMPLE_RATE: "1", SENTRY_TRACES_SAMPLE_RATE: "0.1" },
  ],
  "every trace": [
    tracingSettings(tracing),
    {
      OTEL_SERVICE_NAME: "api",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_RESOURCE_ATTRIBUTES: "service.namespace=optibid,service.version=v1.4.2,deployment.environment.name=production",
      OTEL_TRACES_SAMPLER: "parentbased_always_on",
    },
  ],
  uploads: [uploadSettings("optibid-uploads"), { UPLOADS_BUCKET: "optibid-uploads" }],
  exports: [exportSettings("optibid-exports"), { EXPORT_BUCKET: "optibid-exports" }],
} as const;

describe("settings", () => {
  test.each(Object.entries(cases))("of %s", (_what, [settings, expected]) => {
    expect(settings).toEqual(expected);
  });

  test("are none that a program may not have", () => {
    expect(Object.values(cases).flatMap(([settings]) => environmentMistakes("api", settings))).toEqual([]);
  });
});

test("files of secrets are named by variables", () => {
  expect(secretVariables(["jwt-secret", "jwt-secret-previous", "migration.json"])).toEqual({
    JWT_SECRET_FILE: "jwt-secret", JWT_SECRET_PREVIOUS_FILE: "jwt-secret-previous", MIGRATION_JSON_FILE: "migration.json",
  });
});

describe("traces", () => {
  test("leave in part where only a share is wanted", () => {
    expect(tracingSettings({ ...tracing, rate: 0.25 })).toMatchObject({ OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.25" });
  });

  test("are off where nobody collects them", () => {
    expect(tracingSettings({ ...tracing, endpoint: undefined })).toEqual({ OTEL_SDK_DISABLED: "true" });
  });

  test("carry attributes that cannot be read as two", () => {
    expect(tracingSettings({ ...tracing, version: "v1,x=y" })).toMatchObject({ OTEL_RESOURCE_ATTRIBUTES: expect.stringContaining("service.version=v1%2Cx%3Dy,") });
  });
});
