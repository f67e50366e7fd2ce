/** What stands in a rehearsal where a credential stands in AWS: values of the right form that open nothing. */
import { createHash } from "node:crypto";

/** Makes a value of a form out of hex digits. Forms: config/sections/secrets.ts. */
const FORMS: Readonly<Record<string, (hex: string) => string>> = {
  "sendgrid.apiKey": (hex) => `SG.${hex.slice(0, 22)}.${hex.slice(0, 43)}`,
  "twilio.accountSid": (hex) => `AC${hex.slice(0, 32)}`,
  "twilio.authToken": (hex) => hex.slice(0, 32),
  "twilio.fromNumber": (hex) => `+4930${digits(hex).slice(0, 8)}`,
  "sentry.dsn": (hex) => `https://${hex.slice(0, 32)}@rehearsed.ingest.de.sentry.io/${digits(hex).slice(0, 7)}`,
  "pagerduty.routingKey": (hex) => hex.slice(0, 32),
  "slack.webhookUrl": (hex) => `https://hooks.slack.com/services/T${hex.slice(0, 8).toUpperCase()}/B${hex.slice(8, 16).toUpperCase()}/${hex.slice(0, 24)}`,
  "slack.workspaceId": (hex) => `T${hex.slice(0, 8).toUpperCase()}`,
  "slack.channelId": (hex) => `C${hex.slice(0, 8).toUpperCase()}`,
  "teams.webhookUrl": (hex) => `https://rehearsed.webhook.office.com/workflows/${hex.slice(0, 32)}`,
};

/**
 * The stand-in of an encrypted value: the same for the same place in every run, so that a second rehearsal changes
 * nothing.
 *
 * @param path keys from the stack's configuration down to the value
 */
export function standIn(path: readonly string[]): string {
  const hex = createHash("sha256").update(path.join(".")).digest("hex");
  const form = FORMS[path.slice(-2).join(".")];
  return form === undefined ? `rehearsed-${hex.slice(0, 32)}` : form(hex);
}

/** Decimal digits in place of hex, none of them leading zeros. */
function digits(hex: string): string {
  return BigInt(`0x1${hex}`).toString();
}
