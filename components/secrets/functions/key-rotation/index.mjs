/**
 * Rotates a signing key: a new `current`, and the old one as `previous`, by which what it signed is still checked.
 *
 * Secrets Manager calls it once a step, and again when a step failed or its answer was lost: every step may be
 * repeated. Nothing of a key is ever logged.
 * Source: AWS Secrets Manager User Guide, "Lambda rotation functions".
 */
import { randomBytes } from "node:crypto";

const CURRENT = "AWSCURRENT";
const PENDING = "AWSPENDING";
/** Bytes of a key: 512 bits, what HMAC-SHA-512 takes at most without hashing the key first (RFC 2104). */
export const KEY_BYTES = 64;

/**
 * The handler over a client of Secrets Manager (the SDK's `SecretsManager`).
 *
 * @param client describeSecret, getSecretValue, putSecretValue, updateSecretVersionStage
 * @param settings `minimumAgeSeconds`: how long a key stays before it is replaced. What the key before it signed has
 *   run out by then; replaced sooner, people would be thrown out.
 */
export function handlerWith(client, { minimumAgeSeconds, now = () => Date.now(), log = (line) => console.log(line) }) {
  const steps = {
    async createSecret(secret, token) {
      if ((await valueOf(client, secret, PENDING, token)) !== undefined) return "the new key is there already";
      const { current, rotatedAt } = parsed(await valueOf(client, secret, CURRENT), "current");
      const wait = Date.parse(rotatedAt) + minimumAgeSeconds * 1000 - now();
      if (wait > 0) throw new Error(`rotated at ${rotatedAt}: for ${Math.ceil(wait / 1000)} s more the previous key is still needed`);
      await client.putSecretValue({
        SecretId: secret,
        ClientRequestToken: token,
        SecretString: JSON.stringify({ current: randomBytes(KEY_BYTES).toString("base64"), previous: current, rotatedAt: new Date(now()).toISOString() }),
        VersionStages: [PENDING],
      });
      return "made a new key";
    },
    /** Pods read the key from Secrets Manager themselves: there is nobody else to tell. */
    async setSecret() {
      return "nothing to set";
    },
    async testSecret(secret, token) {
      const pending = parsed(await valueOf(client, secret, PENDING, token), "new");
      const { current } = parsed(await valueOf(client, secret, CURRENT), "current");
      if (Buffer.from(pending.current, "base64").length !== KEY_BYTES) throw new Error(`the new key has not ${KEY_BYTES} bytes`);
      if (pending.current === current) throw new Error("the new key is the old one");
      if (pending.previous !== current) throw new Error("the new value does not keep the key that is in use");
      return "the new key is sound";
    },
    async finishSecret(secret, token, versions) {
      const before = Object.keys(versions).find((version) => versions[version].includes(CURRENT));
      await client.updateSecretVersionStage({ SecretId: secret, VersionStage: CURRENT, MoveToVersionId: token, ...(before === undefined ? {} : { RemoveFromVersionId: before }) });
      return "the new key is current";
    },
  };

  return async ({ SecretId: secret, ClientRequestToken: token, Step: name }) => {
    if (!Object.hasOwn(steps, name)) throw new Error(`unknown step ${name}`);
    const { RotationEnabled: enabled, VersionIdsToStages: versions = {} } = await client.describeSecret({ SecretId: secret });
    const stages = versions[token];
    const done = (what) => log(JSON.stringify({ secret, version: token, step: name, done: what }));
    if (enabled !== true) throw new Error(`${secret} does not rotate`);
    if (stages?.includes(CURRENT)) return done("the new key is current already");
    if (!stages?.includes(PENDING)) throw new Error(`${secret} has no pending version ${token}`);
    done(await steps[name](secret, token, versions));
  };
}

/** The text of a version; undefined where it is not there. */
async function valueOf(client, secret, stage, version) {
  try {
    const { SecretString: text } = await client.getSecretValue({ SecretId: secret, VersionStage: stage, ...(version === undefined ? {} : { VersionId: version }) });
    return text;
  } catch (error) {
    if (error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** An error tells which value is wrong, never what it is. */
function parsed(text, which) {
  if (text === undefined) throw new Error(`there is no ${which} value`);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`the ${which} value is no JSON`);
  }
  const wrong = ["current", "previous", "rotatedAt"].filter((key) => typeof value?.[key] !== "string" || value[key] === "");
  if (wrong.length > 0) throw new Error(`the ${which} value has no ${wrong.join(", ")}`);
  if (Number.isNaN(Date.parse(value.rotatedAt))) throw new Error(`rotatedAt of the ${which} value is no time`);
  return value;
}

let made;

/** What Lambda calls. */
export async function handler(event) {
  if (made === undefined) {
    const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
    made = handlerWith(new SecretsManager({}), { minimumAgeSeconds: Number(process.env.MINIMUM_AGE_SECONDS) });
  }
  return made(event);
}
