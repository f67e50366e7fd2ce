import { describe, expect, test } from "@jest/globals";
import { workloads, workloadsContradictions } from "../../../config/sections/workloads.ts";

const image = `optibid/api@sha256:${"0123456789abcdef".repeat(4)}`;
const minimal = { api: { image }, web: { image } };

function refused(change: object): string[] {
  const result = workloads.safeParse({ ...minimal, ...change });
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test("two images are enough; the rest is production's", () => {
  const section = workloads.parse(minimal);
  expect(section.email).toEqual({ command: ["node", "dist/worker.js"], concurrency: 20, min: 2, max: 8, cpuRequest: 250, cpuLimit: 1_000, memory: 512, environment: {} });
  expect(section.sms).toEqual(section.email);
  expect(section.migration).toEqual({ command: ["node", "dist/migrate.js"], deadlineSeconds: 1_800, retries: 2, cpuRequest: 250, cpuLimit: 1_000, memory: 1_024, environment: {} });
  expect(section.export).toMatchObject({ schedule: "15 4 * * *", timeZone: "Etc/UTC", deadlineSeconds: 7_200 });
  expect([section.services, section.sentry, section.traceRate]).toEqual([
    { sendgridUrl: "https://api.sendgrid.com", twilioUrl: "https://api.twilio.com" }, { errorRate: 1, traceRate: 0.1 }, 1,
  ]);
  expect(workloadsContradictions(section)).toEqual([]);
});

describe("accepted", () => {
  test.each([
    [{ export: { schedule: "*/15 0,12 1 1 6" } }], [{ export: { schedule: "0 23 * * 0" } }],
    [{ export: { timeZone: "Europe/Berlin" } }], [{ export: { timeZone: "Etc/UTC" } }],
    [{ services: { sendgridUrl: "https://api.eu.sendgrid.com" } }],
    [{ email: { image, concurrency: 100, environment: { LOG_LEVEL: "debug" } } }],
    [{ migration: { retries: 0, deadlineSeconds: 86_400 } }],
  ])("%j", (change) => {
    expect(refused(change)).toEqual([]);
  });
});

describe("refused by path", () => {
  test.each([
    [{ email: { min: 1 } }, "email.min: "],
    [{ sms: { image: "optibid/worker:latest" } }, "sms.image: "],
    [{ sms: { command: [] } }, "sms.command: "],
    [{ migration: { deadlineSeconds: 59 } }, "migration.deadlineSeconds: "],
    [{ export: { schedule: "@daily" } }, "export.schedule: "],
    [{ export: { schedule: "60 * * * *" } }, "export.schedule: "],
    [{ export: { schedule: "* * * * *  " } }, "export.schedule: "],
    [{ export: { schedule: "0 0 0 * *" } }, "export.schedule: "],
    [{ export: { timeZone: "Mars/Olympus" } }, "export.timeZone: "],
    [{ export: { timeZone: "europe/berlin" } }, "export.timeZone: "],
    [{ services: { twilioUrl: "http://api.twilio.com" } }, "services.twilioUrl: "],
    [{ traceRate: 1.5 }, "traceRate: "],
    [{ email: { environment: { "log level": "x" } } }, "email.environment.log level: "],
  ])("%j", (change, path) => {
    const found = refused(change);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(path)).toBe(true);
  });
});

test("values that do not go together are all named", () => {
  const section = workloads.parse({ ...minimal, sms: { min: 5, max: 4 }, export: { cpuRequest: 500, cpuLimit: 400 } });
  expect(workloadsContradictions(section)).toEqual([
    { path: ["workloads", "sms", "max"], value: 4, accepted: "at least min, which is 5" },
    { path: ["workloads", "export", "cpuLimit"], value: 400, accepted: "at least cpuRequest, which is 500" },
  ]);
});
