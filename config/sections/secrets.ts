/** Credentials of other companies' services, and how long keys live. */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";

/** A value as `pulumi config set --secret` writes it: the ciphertext, which only the engine can read. */
const encrypted = z.strictObject({ secure: z.string().min(1) });

/** A value that is encrypted in the file, and of a known form when the program runs. */
function credential(form: RegExp, accepted: string) {
  return z.union([z.string().regex(form), encrypted], { error: `${accepted}; encrypted in the file` }).optional();
}

/** Non-empty, and no blank that came along with copying. */
const TOKEN = /^\S+$/;
/** Source: docs.sentry.io, "Data Source Name (DSN)". */
const SENTRY_DSN = /^https:\/\/[^\s:@/]+@[^\s@/]+\/(\S*\/)?\d+$/;

/** What is in `optibid:credentials`. Every value is optional: who is not named is not used. */
export const credentials = z.strictObject({
  sendgrid: z.strictObject({
    // Source: docs.sendgrid.com, "API keys": SG., 22 characters, a dot, 43 characters.
    apiKey: credential(/^SG\.[\w-]+\.[\w-]+$/, "an API key that begins with SG.").describe("API key with the right to send mail."),
  }).optional().describe("SendGrid, which sends e-mail."),
  twilio: z.strictObject({
    accountSid: credential(/^AC[0-9a-f]{32}$/i, "an account SID: AC and 32 hex digits").describe("Account SID."),
    authToken: credential(/^[0-9a-f]{32}$/i, "an auth token of 32 hex digits").describe("Auth token."),
    fromNumber: credential(/^\+[1-9]\d{6,14}$/, "a telephone number such as +4930123456 (E.164)").describe("Number that messages come from."),
  }).optional().describe("Twilio, which sends text messages."),
  sentry: z.strictObject({
    dsn: credential(SENTRY_DSN, "a DSN, https://<key>@<host>/<project>").describe("Address that errors are sent to."),
    authToken: credential(TOKEN, "an auth token without blanks").describe("Token that registers releases."),
  }).optional().describe("Sentry, which collects errors."),
  pagerduty: z.strictObject({
    // Source: developer.pagerduty.com, Events API v2: "routing_key: 32 character integration key".
    routingKey: credential(/^[0-9A-Za-z]{32}$/, "a routing key of 32 letters and digits").describe("Integration key of the service that is called."),
  }).optional().describe("PagerDuty, which calls who is on duty."),
  slack: z.strictObject({
    webhookUrl: credential(/^https:\/\/hooks\.slack\.com\/services\/[A-Z0-9]+\/[A-Z0-9]+\/\w+$/i, "an incoming webhook, https://hooks.slack.com/services/…").describe("Incoming webhook of the channel."),
    workspaceId: credential(/^[TE][A-Z0-9]{8,}$/, "a workspace id such as T01234567").describe("Id of the workspace."),
    channelId: credential(/^[CGD][A-Z0-9]{8,}$/, "a channel id such as C01234567").describe("Id of the channel."),
  }).optional().describe("Slack, which receives alerts."),
  teams: z.strictObject({
    webhookUrl: credential(/^https:\/\/[^\s/]+\/\S+$/, "a workflow's webhook, https://…").describe("Webhook of the channel."),
  }).optional().describe("Microsoft Teams, which receives alerts."),
});

/** How long keys live. */
export const secrets = z.strictObject({
  rotationDays: z.strictObject({
    jwt: z.int().min(1).max(90).default(30).describe("Days between rotations of the key that signs tokens."),
    session: z.int().min(1).max(90).default(90).describe("Days between rotations of the key that signs sessions."),
  }).prefault({}).describe("How often signing keys are replaced. What the key before signed stays valid."),
  tokenLifetimeHours: z.int().min(1).max(2_160).default(168).describe("Hours for which what a key signed is valid: the longest life of a refresh token or a session."),
});

/** Rotations that would throw people out: a key is previous for one rotation only. */
export function secretsContradictions({ rotationDays, tokenLifetimeHours }: z.output<typeof secrets>): Contradiction[] {
  const least = Math.ceil(tokenLifetimeHours / 24);
  return (["jwt", "session"] as const)
    .filter((key) => rotationDays[key] < least)
    .map((key) => ({ path: ["secrets", "rotationDays", key], value: rotationDays[key], accepted: `at least ${least}, because tokenLifetimeHours is ${tokenLifetimeHours}` }));
}

/** What a provider needs all of, or none. */
const TOGETHER = { twilio: ["accountSid", "authToken", "fromNumber"] } as const;

/** Credentials of which a part is missing. Values are not repeated: they are secret. */
export function credentialsContradictions(given: z.output<typeof credentials>): Contradiction[] {
  return Object.entries(TOGETHER).flatMap(([provider, fields]) => {
    const section: Readonly<Record<string, unknown>> = given[provider as keyof typeof TOGETHER] ?? {};
    const missing = fields.filter((field) => section[field] === undefined);
    if (missing.length === 0 || missing.length === fields.length) return [];
    return missing.map((field) => ({ path: ["credentials", provider, field], value: undefined, accepted: `a value, because ${fields.filter((each) => section[each] !== undefined).join(" and ")} is given` }));
  });
}

/**
 * Credentials that stand in a settings file as they are. Asked of the file only: the engine hands them to the program
 * decrypted. Takes the file's `optibid:credentials` unchecked, because a value of the wrong form is no less a secret.
 */
export function plainCredentials(section: unknown): Contradiction[] {
  return entries(section).flatMap(([provider, fields]) =>
    entries(fields)
      .filter(([, value]) => typeof value === "string" || typeof value === "number")
      .map(([field]) => ({
        path: ["credentials", provider, field],
        value: "in plain text",
        accepted: `an encrypted value; set it again with: pulumi config set --secret --path optibid:credentials.${provider}.${field}`,
      })),
  );
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
