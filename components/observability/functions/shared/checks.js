/**
 * What the canaries try, with the network, the browser and the clock handed in, so that it runs anywhere.
 *
 * Nothing here writes a credential, a token or a response's body to the log: Synthetics keeps what it is told.
 */
"use strict";

/**
 * @typedef {object} Tools
 * @property {typeof fetch} fetch
 * @property {() => number} now milliseconds
 * @property {(milliseconds: number) => Promise<void>} sleep
 * @property {<T>(name: string, what: () => Promise<T>) => Promise<T>} step runs one step and reports it
 */

/** Fails with a sentence that says what was expected. */
function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** Milliseconds a request may take before it counts as lost. */
const REQUEST_TIMEOUT = 15_000;

/**
 * One request; the time is that of the whole answer.
 *
 * @returns {Promise<{ status: number, milliseconds: number, body: any }>} body: the parsed JSON, or undefined
 */
async function request(tools, baseUrl, method, path, { token, json } = {}) {
  const started = tools.now();
  const answer = await tools.fetch(new URL(path, baseUrl), {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    headers: {
      accept: "application/json",
      "user-agent": "optibid-canary",
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  const milliseconds = tools.now() - started;
  return { status: answer.status, milliseconds, body: parsed(text) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The API says that it is well, and in time (PRC-040, OPT-66). */
async function apiHealth(tools, { baseUrl, maxMilliseconds }) {
  return tools.step("health", async () => {
    const { status, milliseconds, body } = await request(tools, baseUrl, "GET", "/api/health");
    expect(status === 200, `GET /api/health answered ${status}, not 200`);
    expect(body !== undefined && ["ok", "healthy", "up"].includes(String(body.status).toLowerCase()), "GET /api/health does not say that the API is well");
    expect(milliseconds <= maxMilliseconds, `GET /api/health took ${milliseconds} ms, more than ${maxMilliseconds}`);
    return { milliseconds };
  });
}

/**
 * The first page loads in a browser, in time (OPT-P2).
 *
 * @param {(url: string) => Promise<{ status: number, loadMilliseconds: number, title: string }>} open loads a page
 */
async function frontend(tools, { baseUrl, maxMilliseconds }, open) {
  return tools.step("page", async () => {
    const { status, loadMilliseconds, title } = await open(new URL("/", baseUrl).href);
    expect(status === 200, `the page answered ${status}, not 200`);
    expect(title !== "", "the page has no title: nothing was rendered");
    expect(loadMilliseconds <= maxMilliseconds, `the page took ${loadMilliseconds} ms to load, more than ${maxMilliseconds}`);
    return { milliseconds: loadMilliseconds };
  });
}

/** Logs the synthetic user in. */
async function signIn(tools, { baseUrl, credentials }) {
  const { status, milliseconds, body } = await request(tools, baseUrl, "POST", "/api/auth/login", { json: credentials });
  expect(status === 200, `POST /api/auth/login answered ${status}, not 200`);
  const token = body === undefined ? undefined : body.accessToken;
  expect(typeof token === "string" && token !== "", "POST /api/auth/login gave no access token");
  return { token, milliseconds };
}

async function signOut(tools, { baseUrl }, token) {
  const { status } = await request(tools, baseUrl, "POST", "/api/auth/logout", { token });
  expect(status === 200 || status === 204, `POST /api/auth/logout answered ${status}, not 200 or 204`);
}

/** A user logs in, in time, is known, and logs out (OPT-P4). */
async function login(tools, settings) {
  const { token, milliseconds } = await tools.step("login", () => signIn(tools, settings));
  expect(milliseconds <= settings.maxMilliseconds, `login took ${milliseconds} ms, more than ${settings.maxMilliseconds}`);
  await tools.step("session", async () => {
    const { status } = await request(tools, settings.baseUrl, "GET", "/api/auth/me", { token });
    expect(status === 200, `GET /api/auth/me answered ${status}, not 200`);
  });
  await tools.step("logout", () => signOut(tools, settings, token));
  return { milliseconds };
}

/** Milliseconds between two questions whether a message has arrived. */
const POLL = 1_000;

/**
 * A message goes out, and its provider reports it delivered, in time (OPT-P5, OPT-P6): the whole round trip, through the
 * queue, the worker, the provider and the provider's call back.
 */
async function delivery(tools, settings, channel) {
  const { token } = await tools.step("login", () => signIn(tools, settings));
  const milliseconds = await tools.step(channel, async () => {
    const started = tools.now();
    const order = await request(tools, settings.baseUrl, "POST", "/api/synthetic/deliveries", { token, json: { channel } });
    expect(order.status === 202, `POST /api/synthetic/deliveries answered ${order.status}, not 202`);
    const id = order.body === undefined ? undefined : order.body.id;
    expect(typeof id === "string" && id !== "", "POST /api/synthetic/deliveries gave no id");
    for (;;) {
      const { status, body } = await request(tools, settings.baseUrl, "GET", `/api/synthetic/deliveries/${encodeURIComponent(id)}`, { token });
      expect(status === 200 && body !== undefined, `GET /api/synthetic/deliveries/<id> answered ${status}, not 200 with JSON`);
      const elapsed = tools.now() - started;
      expect(body.status !== "failed", `the ${channel} message was not delivered`);
      if (body.status === "delivered") {
        expect(elapsed <= settings.maxMilliseconds, `the ${channel} message took ${elapsed} ms, more than ${settings.maxMilliseconds}`);
        return elapsed;
      }
      expect(elapsed < settings.maxMilliseconds, `the ${channel} message has not arrived after ${elapsed} ms; ${settings.maxMilliseconds} are allowed`);
      await tools.sleep(POLL);
    }
  });
  await tools.step("logout", () => signOut(tools, settings, token));
  return { milliseconds };
}

module.exports = { apiHealth, delivery, frontend, login };
