/**
 * Forwards notifications of the alert topics to one channel: PagerDuty, Slack or Teams.
 *
 * One function a channel: a channel that is down delays and repeats only its own messages. The credentials are read
 * from Secrets Manager when they are needed; they are in no setting of the function, and in no line it logs.
 */
import { readFileSync } from "node:fs";
import { alertOf, pagerdutyEvent, slackMessage, teamsMessage } from "./messages.mjs";
import { DeliveryError, post, withRetries } from "./post.mjs";

/** How long a credential is used before it is read again, in milliseconds: a rotated one is picked up in five minutes. */
const FRESH = 300_000;

/**
 * @typedef {object} Settings written beside this file when the function is deployed
 * @property {"pagerduty" | "slack" | "teams"} channel
 * @property {string} platform named in every message
 * @property {string} secretArn
 * @property {string} [endpoint] where PagerDuty takes events
 * @property {Record<string, "critical" | "warning" | "info">} severities by topic ARN
 */

/**
 * A secret's value: plain text, or JSON with the value under `routingKey`, `webhookUrl` or `value`.
 *
 * @param {string} text
 */
export function credentialOf(text) {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return trimmed;
  const parsed = JSON.parse(trimmed);
  const found = ["routingKey", "webhookUrl", "value"].map((key) => parsed[key]).find((value) => typeof value === "string" && value !== "");
  if (found === undefined) throw new DeliveryError("the secret has no routingKey, webhookUrl or value", { retry: false });
  return found;
}

/**
 * @param {Settings} settings @param {import("./messages.mjs").Alert} alert @param {string} credential
 * @returns {{ url: string; body: unknown }}
 */
function requestOf({ channel, platform, endpoint }, alert, credential) {
  if (channel === "pagerduty") return { url: endpoint ?? "https://events.pagerduty.com/v2/enqueue", body: pagerdutyEvent(alert, credential, platform) };
  return { url: credential, body: channel === "slack" ? slackMessage(alert, platform) : teamsMessage(alert, platform) };
}

/**
 * @typedef {object} Clients
 * @property {(secretArn: string) => Promise<string>} readSecret
 * @property {(url: string, body: unknown) => Promise<number>} post
 * @property {(milliseconds: number) => Promise<void>} wait
 * @property {() => number} now milliseconds
 * @property {(line: Record<string, unknown>) => void} log
 */

/**
 * The handler with everything it reaches outside itself.
 *
 * @param {Settings} settings @param {Clients} clients
 */
export function handlerWith(settings, clients) {
  /** @type {{ value: string; until: number } | undefined} */
  let cached;

  /** @param {boolean} [again] whether the one at hand was refused */
  async function credential(again = false) {
    if (cached === undefined || again || clients.now() >= cached.until) {
      cached = { value: credentialOf(await clients.readSecret(settings.secretArn)), until: clients.now() + FRESH };
    }
    return cached.value;
  }

  /** @param {import("./messages.mjs").Alert} alert @param {boolean} [again] */
  async function deliver(alert, again = false) {
    const { url, body } = requestOf(settings, alert, await credential(again));
    if (!url.startsWith("https://")) throw new DeliveryError("the channel's address is not https://", { retry: false });
    return withRetries(() => clients.post(url, body), clients.wait);
  }

  /** @param {{ Records: { Sns: Parameters<typeof alertOf>[0] }[] }} event */
  return async function handler(event) {
    const failures = [];
    for (const { Sns } of event.Records) {
      const severity = settings.severities[Sns.TopicArn];
      if (severity === undefined) {
        failures.push(`${Sns.MessageId}: topic ${Sns.TopicArn} has no severity here`);
        continue;
      }
      const alert = alertOf(Sns, severity);
      const about = { channel: settings.channel, severity, status: alert.status, key: alert.key, message: Sns.MessageId };
      try {
        const tries = await deliver(alert).catch((error) => {
          // The credential may have been replaced since it was read.
          if (error instanceof DeliveryError && [401, 403, 404, 410].includes(error.status ?? 0)) return deliver(alert, true);
          throw error;
        });
        clients.log({ outcome: "delivered", ...about, tries });
      } catch (error) {
        const why = error instanceof DeliveryError ? error.message : `the credential could not be read (${error instanceof Error ? error.name : "unknown"})`;
        clients.log({ outcome: "failed", ...about, why });
        failures.push(`${Sns.MessageId}: ${settings.channel} ${why}`);
      }
    }
    // Lambda tries again twice, then puts the event into the dead-letter queue.
    if (failures.length > 0) throw new Error(failures.join("; "));
  };
}

/** @type {ReturnType<typeof handlerWith> | undefined} */
let deployed;

/** @param {Parameters<ReturnType<typeof handlerWith>>[0]} event */
export async function handler(event) {
  deployed ??= handlerWith(JSON.parse(readFileSync(new URL("./settings.json", import.meta.url), "utf8")), await clientsOfLambda());
  return deployed(event);
}

/** @returns {Promise<Clients>} */
async function clientsOfLambda() {
  const sdk = "@aws-sdk/client-secrets-manager"; // part of the runtime
  const { SecretsManagerClient, GetSecretValueCommand } = await import(sdk);
  const secrets = new SecretsManagerClient({});
  return {
    readSecret: async (secretArn) => (await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString ?? "",
    post: (url, body) => post(url, body),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    now: () => Date.now(),
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  };
}
