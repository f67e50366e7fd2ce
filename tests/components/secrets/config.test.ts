import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "@jest/globals";
import { secretCredentials } from "../../../components/secrets/catalogue.ts";
import { credentials, credentialsContradictions, plainCredentials, secrets, secretsContradictions } from "../../../config/sections/secrets.ts";

const HEX = "0123456789abcdef0123456789abcdef";

describe("credentials", () => {
  test.each<[string, unknown]>([
    ["nothing", {}],
    ["as the file has them", { sendgrid: { apiKey: { secure: "v1:abc:def" } } }],
    ["SendGrid", { sendgrid: { apiKey: "SG.abc-DEF_1.xyz" } }],
    ["Twilio", { twilio: { accountSid: `AC${HEX}`, authToken: HEX, fromNumber: "+4930123456" } }],
    ["Sentry", { sentry: { dsn: `https://${HEX}@o1.ingest.de.sentry.io/4501`, authToken: "sntrys_abc" } }],
    ["PagerDuty", { pagerduty: { routingKey: HEX } }],
    ["Slack", { slack: { webhookUrl: "https://hooks.slack.com/services/T012/B345/abcDEF678", workspaceId: "T012345678", channelId: "C012345678" } }],
    ["Teams", { teams: { webhookUrl: "https://prod-01.westeurope.logic.azure.com/workflows/abc?sig=x" } }],
  ])("accepts %s", (_, given) => {
    expect(credentials.safeParse(given).error?.issues).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ["an empty value", { sendgrid: { apiKey: "" } }, "sendgrid.apiKey"],
    ["a key of another service", { sendgrid: { apiKey: "sk_live_abc" } }, "sendgrid.apiKey"],
    ["an empty ciphertext", { sendgrid: { apiKey: { secure: "" } } }, "sendgrid.apiKey.secure"],
    ["a short SID", { twilio: { accountSid: "AC123" } }, "twilio.accountSid"],
    ["a number without its country", { twilio: { fromNumber: "030123456" } }, "twilio.fromNumber"],
    ["a DSN without a key", { sentry: { dsn: "https://sentry.io/1" } }, "sentry.dsn"],
    ["a DSN without TLS", { sentry: { dsn: `http://${HEX}@sentry.io/1` } }, "sentry.dsn"],
    ["a short routing key", { pagerduty: { routingKey: "abc" } }, "pagerduty.routingKey"],
    ["a webhook elsewhere", { slack: { webhookUrl: "https://example.com/services/T/B/x" } }, "slack.webhookUrl"],
    ["a webhook without TLS", { teams: { webhookUrl: "http://example.com/x" } }, "teams.webhookUrl"],
    ["a provider nobody knows", { mailgun: {} }, ""],
  ])("refuses %s, at its path", (_, given, path) => {
    const { error } = credentials.safeParse(given);
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
    expect(error?.issues.map(({ message }) => message).join()).not.toContain(HEX);
  });

  test("a part of what Twilio needs is not enough", () => {
    expect(credentialsContradictions({ twilio: { accountSid: `AC${HEX}` } })).toEqual([
      { path: ["credentials", "twilio", "authToken"], value: undefined, accepted: "a value, because accountSid is given" },
      { path: ["credentials", "twilio", "fromNumber"], value: undefined, accepted: "a value, because accountSid is given" },
    ]);
    expect(credentialsContradictions({})).toEqual([]);
    expect(credentialsContradictions({ twilio: { accountSid: "a", authToken: { secure: "b" }, fromNumber: "c" } })).toEqual([]);
  });

  test("in a file nothing may stand in plain text, and the message does not repeat it", () => {
    const found = plainCredentials({ sendgrid: { apiKey: "SG.canary" }, pagerduty: { routingKey: { secure: "v1" } }, twilio: { fromNumber: 49301 } });
    expect(found.map(({ path }) => path.join("."))).toEqual(["credentials.sendgrid.apiKey", "credentials.twilio.fromNumber"]);
    expect(found[0]?.accepted).toBe("an encrypted value; set it again with: pulumi config set --secret --path optibid:credentials.sendgrid.apiKey");
    expect(JSON.stringify(found)).not.toContain("canary");
    for (const strange of [undefined, null, "text", [1], { sendgrid: null }]) expect(plainCredentials(strange)).toEqual([]);
  });

  test("become secrets before anything is made of them; who is empty is left out", async () => {
    const made = secretCredentials({ sendgrid: { apiKey: "SG.a.b" }, teams: {}, slack: { webhookUrl: undefined } });
    expect(Object.keys(made)).toEqual(["sendgrid"]);
    expect(await pulumi.isSecret(made.sendgrid?.apiKey as pulumi.Output<string>)).toBe(true);
  });
});

describe("how long keys live", () => {
  test("defaults are production's", () => {
    expect(secrets.parse({})).toEqual({ rotationDays: { jwt: 30, session: 90 }, tokenLifetimeHours: 168 });
  });

  test("a key is not replaced before what the one before signed has run out", () => {
    const short = secrets.parse({ rotationDays: { jwt: 6 } });
    expect(secretsContradictions(short)).toEqual([{ path: ["secrets", "rotationDays", "jwt"], value: 6, accepted: "at least 7, because tokenLifetimeHours is 168" }]);
    expect(secretsContradictions(secrets.parse({ rotationDays: { jwt: 7 } }))).toEqual([]);
  });

  test.each([[{ rotationDays: { jwt: 91 } }], [{ rotationDays: { session: 0 } }], [{ tokenLifetimeHours: 0 }], [{ unknown: 1 }]])("refuses %j", (given) => {
    expect(secrets.safeParse(given).success).toBe(false);
  });
});
