/** Sends JSON over HTTPS, and says whether it is worth another try. */
import { request as httpsRequest } from "node:https";

/** Milliseconds a channel has to answer. */
const TIMEOUT = 8_000;
/** Tries in one invocation; Lambda repeats the invocation twice more before it goes to the dead-letter queue. */
const ATTEMPTS = 3;
/** Milliseconds before the second try; doubled for each one after. */
const BACKOFF = 500;
/** The longest wait that a channel may ask for, in milliseconds: the function has a minute for everything. */
const LONGEST_WAIT = 10_000;

/** A channel that did not take the message. Never carries the address: it is a secret. */
export class DeliveryError extends Error {
  /** @param {string} message @param {{ status?: number; retry: boolean; after?: number }} why */
  constructor(message, why) {
    super(message);
    this.name = "DeliveryError";
    /** @type {number | undefined} */
    this.status = why.status;
    /** @type {boolean} */
    this.retry = why.retry;
    /** @type {number | undefined} milliseconds the channel asks to wait */
    this.after = why.after;
  }
}

/**
 * One POST.
 *
 * @param {string} url @param {unknown} body @param {typeof httpsRequest} [send] another transport, for tests
 * @returns {Promise<number>} the status, always 2xx
 */
export function post(url, body, send = httpsRequest) {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = send(url, { method: "POST", timeout: TIMEOUT, headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) } }, (response) => {
      const status = response.statusCode ?? 0;
      response.on("error", () => reject(new DeliveryError("the connection broke", { retry: true })));
      response.on("end", () => (status >= 200 && status < 300 ? resolve(status) : reject(refusal(status, response.headers["retry-after"]))));
      response.resume();
    });
    request.on("timeout", () => request.destroy(new DeliveryError(`no answer in ${TIMEOUT} ms`, { retry: true })));
    request.on("error", (error) => reject(error instanceof DeliveryError ? error : new DeliveryError(`no connection (${/** @type {NodeJS.ErrnoException} */ (error).code ?? "unknown"})`, { retry: true })));
    request.end(text);
  });
}

/** @param {number} status @param {string | undefined} retryAfter */
function refusal(status, retryAfter) {
  const seconds = Number(retryAfter);
  return new DeliveryError(`answered ${status}`, {
    status,
    // 408 and 429 are about the moment, 5xx about the other side; any other refusal would be the same again.
    retry: status === 408 || status === 429 || status >= 500,
    ...(retryAfter !== undefined && Number.isFinite(seconds) ? { after: Math.min(Math.max(seconds, 0) * 1000, LONGEST_WAIT) } : {}),
  });
}

/**
 * Posts with retries.
 *
 * @param {() => Promise<number>} attempt @param {(milliseconds: number) => Promise<void>} wait
 * @returns {Promise<number>} how many tries it took
 */
export async function withRetries(attempt, wait) {
  for (let tried = 1; ; tried += 1) {
    try {
      await attempt();
      return tried;
    } catch (error) {
      if (!(error instanceof DeliveryError) || !error.retry || tried === ATTEMPTS) throw error;
      await wait(error.after ?? BACKOFF * 2 ** (tried - 1));
    }
  }
}
