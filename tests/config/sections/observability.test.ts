import { describe, expect, test } from "@jest/globals";
import { observability } from "../../../config/sections/observability.ts";

const digest = `repository/a@sha256:${"a".repeat(64)}`;
const images = { collector: digest, jaeger: digest, grafana: digest };

describe("the section observability", () => {
  test("has production's defaults for all but the images", () => {
    expect(observability.parse({ images })).toEqual({
      images,
      metricsRetentionDays: 150,
      infrastructureLogDays: 90,
      collectors: 2,
      sampling: { percent: 10, slowMilliseconds: 500 },
      traces: { retentionHours: 168, storageGiB: 50 },
      canaries: { enabled: true, artifactDays: 31 },
      realUsers: { sessionSampleRate: 0.2, cookies: false },
      sentry: { tracesSampleRate: 0 },
    });
  });

  test.each<[string, unknown]>([
    ["images", {}],
    ["images.grafana", { images: { ...images, grafana: "grafana/grafana:12" } }],
    ["metricsRetentionDays", { images, metricsRetentionDays: 1_096 }],
    ["infrastructureLogDays", { images, infrastructureLogDays: 91 }],
    ["infrastructureLogDays", { images, infrastructureLogDays: 14 }],
    ["collectors", { images, collectors: 1 }],
    ["sampling.percent", { images, sampling: { percent: 101 } }],
    ["traces.storageGiB", { images, traces: { storageGiB: 0 } }],
    ["canaries.artifactDays", { images, canaries: { artifactDays: 456 } }],
    ["realUsers.sessionSampleRate", { images, realUsers: { sessionSampleRate: 2 } }],
    ["sentry.ingestHost", { images, sentry: { ingestHost: "https://o1.ingest.sentry.io/1" } }],
    ["", { images, grafana: {} }],
  ])("refuses what is wrong at %s", (path, value) => {
    const result = observability.safeParse(value);
    expect(result.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});
