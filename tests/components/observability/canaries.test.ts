import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { CANARY_SPECS, canaryFiles, codeDigest, everyMinutes } from "../../../components/observability/canary-specs.ts";
import { functionLogGroup } from "../../../components/observability/canaries.ts";
import { CANARIES } from "../../../components/observability/names.ts";

interface Tools {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly step: <T>(name: string, what: () => Promise<T>) => Promise<T>;
}
interface Settings {
  readonly baseUrl: string;
  readonly maxMilliseconds: number;
  readonly credentials: { readonly email: string; readonly password: string };
}
type Page = { status: number; loadMilliseconds: number; title: string };
interface Checks {
  apiHealth(tools: Tools, settings: Settings): Promise<{ milliseconds: number }>;
  frontend(tools: Tools, settings: Settings, open: (url: string) => Promise<Page>): Promise<{ milliseconds: number }>;
  login(tools: Tools, settings: Settings): Promise<{ milliseconds: number }>;
  delivery(tools: Tools, settings: Settings, channel: string): Promise<{ milliseconds: number }>;
}

const checks = createRequire(import.meta.url)("../../../components/observability/functions/shared/checks.js") as Checks;

/** An answer of the platform: a status, and JSON or text. */
type Answer = readonly [status: number, body?: unknown];
/** Answers by `METHOD /path`; a list is given one after the other, its last for ever. */
let answers: Record<string, Answer | Answer[]>;
let asked: { line: string; authorization: string | undefined; body: string }[];
let server: Server;
let baseUrl: string;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const line = `${request.method} ${request.url}`;
  asked.push({ line, authorization: request.headers.authorization, body });
  const found = answers[line] ?? [404];
  const [status, json] = (Array.isArray(found[0]) ? ((found as Answer[]).length > 1 ? (found as Answer[]).shift() : (found as Answer[])[0]) : found) as Answer;
  response.writeHead(status, { "content-type": "application/json" }).end(json === undefined ? "" : JSON.stringify(json));
}

beforeAll(async () => {
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

let steps: string[];
let clock: number;
let tools: Tools;
const settings = (maxMilliseconds = 5_000): Settings => ({ baseUrl, maxMilliseconds, credentials: { email: "canary@optibid.com", password: "not-a-real-one" } });

beforeEach(() => {
  asked = [];
  steps = [];
  clock = 0;
  tools = {
    fetch,
    now: () => (clock += 10),
    sleep: async (milliseconds) => void (clock += milliseconds),
    step: async (name, what) => { steps.push(name); return what(); },
  };
  answers = {
    "GET /api/health": [200, { status: "ok" }],
    "POST /api/auth/login": [200, { accessToken: "token-1" }],
    "GET /api/auth/me": [200, {}],
    "POST /api/auth/logout": [204],
    "POST /api/synthetic/deliveries": [202, { id: "d/1" }],
    "GET /api/synthetic/deliveries/d%2F1": [[200, { status: "queued" }], [200, { status: "sent" }], [200, { status: "delivered" }]],
  };
});

describe("API health", () => {
  test("passes when the API says that it is well", async () => {
    await expect(checks.apiHealth(tools, settings())).resolves.toEqual({ milliseconds: 10 });
    expect(steps).toEqual(["health"]);
  });

  test.each<[string, Answer, number, string]>([
    ["a failing API", [503, { status: "down" }], 5_000, "GET /api/health answered 503, not 200"],
    ["an API that is not well", [200, { status: "degraded" }], 5_000, "GET /api/health does not say that the API is well"],
    ["an answer that is no JSON", [200], 5_000, "GET /api/health does not say that the API is well"],
    ["a slow API", [200, { status: "ok" }], 5, "GET /api/health took 10 ms, more than 5"],
  ])("fails for %s", async (_, answer, most, message) => {
    answers["GET /api/health"] = answer;
    await expect(checks.apiHealth(tools, settings(most))).rejects.toThrow(message);
  });

  test("fails when nobody answers", async () => {
    await expect(checks.apiHealth(tools, { ...settings(), baseUrl: "http://127.0.0.1:1" })).rejects.toThrow();
  });
});

describe("frontend", () => {
  const page = (more: Partial<Page> = {}) => async (url: string): Promise<Page> => ({ status: (await fetch(url)).status, loadMilliseconds: 900, title: "OptiBid", ...more });

  test.each<[string, Partial<Page>, string | undefined]>([
    ["a page that loads", {}, undefined],
    ["a slow page", { loadMilliseconds: 3_001 }, "the page took 3001 ms to load, more than 3000"],
    ["an empty page", { title: "" }, "the page has no title: nothing was rendered"],
    ["an error page", { status: 500 }, "the page answered 500, not 200"],
  ])("%s", async (_, more, message) => {
    answers["GET /"] = [200];
    const run = checks.frontend(tools, settings(3_000), page(more));
    if (message === undefined) await expect(run).resolves.toEqual({ milliseconds: 900 });
    else await expect(run).rejects.toThrow(message);
    expect(asked.map(({ line }) => line)).toEqual(["GET /"]);
  });
});

describe("login", () => {
  test("logs in, is known, logs out, and shows the token only to the API", async () => {
    await expect(checks.login(tools, settings())).resolves.toEqual({ milliseconds: 10 });
    expect(asked).toEqual([
      { line: "POST /api/auth/login", authorization: undefined, body: JSON.stringify(settings().credentials) },
      { line: "GET /api/auth/me", authorization: "Bearer token-1", body: "" },
      { line: "POST /api/auth/logout", authorization: "Bearer token-1", body: "" },
    ]);
    expect(steps).toEqual(["login", "session", "logout"]);
  });

  test.each<[string, string, Answer, number, string]>([
    ["refused credentials", "POST /api/auth/login", [401], 5_000, "POST /api/auth/login answered 401, not 200"],
    ["no token", "POST /api/auth/login", [200, { accessToken: "" }], 5_000, "POST /api/auth/login gave no access token"],
    ["a slow login", "POST /api/auth/login", [200, { accessToken: "t" }], 5, "login took 10 ms, more than 5"],
    ["a token that is worth nothing", "GET /api/auth/me", [403], 5_000, "GET /api/auth/me answered 403, not 200"],
    ["a session that cannot be ended", "POST /api/auth/logout", [500], 5_000, "POST /api/auth/logout answered 500, not 200 or 204"],
  ])("fails for %s, and says nothing secret", async (_, line, answer, most, message) => {
    answers[line] = answer;
    const failure = (await checks.login(tools, settings(most)).catch((error: unknown) => error)) as Error;
    expect(failure.message).toBe(message);
    expect(failure.message).not.toMatch(/not-a-real-one|token-1/);
  });
});

describe.each(["email", "sms"])("%s round trip", (channel) => {
  test("asks until the message is delivered", async () => {
    const { milliseconds } = await checks.delivery(tools, settings(), channel);
    expect(milliseconds).toBeGreaterThanOrEqual(2_000);
    expect(asked.map(({ line }) => line)).toEqual([
      "POST /api/auth/login", "POST /api/synthetic/deliveries", ...Array.from({ length: 3 }, () => "GET /api/synthetic/deliveries/d%2F1"), "POST /api/auth/logout",
    ]);
    expect(asked[1]?.body).toBe(JSON.stringify({ channel }));
    expect(steps).toEqual(["login", channel, "logout"]);
  });

  test.each<[string, string, Answer | Answer[], string | RegExp]>([
    ["an order that is refused", "POST /api/synthetic/deliveries", [400], "POST /api/synthetic/deliveries answered 400, not 202"],
    ["an order without an id", "POST /api/synthetic/deliveries", [202, {}], "POST /api/synthetic/deliveries gave no id"],
    ["a message the provider gives up", "GET /api/synthetic/deliveries/d%2F1", [200, { status: "failed" }], `the ${channel} message was not delivered`],
    ["a message that never arrives", "GET /api/synthetic/deliveries/d%2F1", [200, { status: "sent" }], /has not arrived after \d+ ms; 5000 are allowed$/],
    ["an unknown message", "GET /api/synthetic/deliveries/d%2F1", [404], "GET /api/synthetic/deliveries/<id> answered 404, not 200 with JSON"],
  ])("fails for %s", async (_, line, answer, message) => {
    answers[line] = answer;
    await expect(checks.delivery(tools, settings(), channel)).rejects.toThrow(message);
  });
});

describe("the archives", () => {
  test.each(CANARIES)("%s: files where Synthetics looks for them, and a handler that runs its check with the settings of the environment", async (kind) => {
    const files = canaryFiles(kind);
    expect(Object.keys(files).sort()).toEqual(["checks.js", "index.js", "synthetics.js"].map((name) => `nodejs/node_modules/${name}`));
    const called: string[] = [];
    const modules: Record<string, unknown> = {
      "./checks.js": Object.fromEntries(["apiHealth", "delivery", "frontend", "login"].map((name) => [name, async (_tools: unknown, given: Settings, last: unknown) => { called.push(`${name} ${given.baseUrl} ${given.credentials?.email ?? "nobody"} ${typeof last === "function" ? "browser" : String(last)}`); }])),
      "./synthetics.js": { tools: {}, settings: () => ({ baseUrl: "https://optibid.com" }), credentials: async () => ({ email: "canary", password: "p" }), open: async () => undefined },
    };
    const exports: { handler?: () => Promise<unknown> } = {};
    runInNewContext(files["nodejs/node_modules/index.js"] ?? "", { exports, require: (name: string) => modules[name] });
    await exports.handler?.();
    expect(called).toEqual([
      {
        "api-health": "apiHealth https://optibid.com nobody undefined",
        frontend: "frontend https://optibid.com nobody browser",
        login: "login https://optibid.com canary undefined",
        email: "delivery https://optibid.com canary email",
        sms: "delivery https://optibid.com canary sms",
      }[kind],
    ]);
  });

  test("what runs in Synthetics: steps return what they did, settings and credentials come from where they are", async () => {
    const asset = canaryFiles("login")["nodejs/node_modules/synthetics.js"] ?? "";
    const executed: unknown[] = [];
    const module = { exports: {} as { tools: Tools; settings: () => unknown; credentials: () => Promise<unknown>; open: (url: string) => Promise<Page> } };
    const page = { goto: async () => ({ status: () => 200 }), evaluate: async () => 1234.4, title: async () => "OptiBid" };
    const modules: Record<string, unknown> = {
      "@aws/synthetics-puppeteer": { executeStep: async (name: string, what: () => Promise<void>, config: unknown) => { executed.push([name, config]); await what(); }, getPage: async () => page },
      "@aws-sdk/client-secrets-manager": { GetSecretValueCommand: class { readonly input: unknown; constructor(input: unknown) { this.input = input; } }, SecretsManagerClient: class { async send({ input }: { input: { SecretId: string } }) { return { SecretString: JSON.stringify({ email: input.SecretId, password: "p", note: "x" }) }; } } },
    };
    runInNewContext(asset, { module, require: (name: string) => modules[name], process: { env: { BASE_URL: "https://optibid.com", MAX_MILLISECONDS: "500", CREDENTIALS_SECRET_ARN: "secret-arn" } }, fetch, setTimeout, Date, JSON, Math, Number });
    const { tools: real, settings: read, credentials, open } = module.exports;
    await expect(real.step("login", async () => 42)).resolves.toBe(42);
    expect(executed).toEqual([["login", { screenshotOnStepStart: false, screenshotOnStepSuccess: false, screenshotOnStepFailure: false }]]);
    expect(read()).toEqual({ baseUrl: "https://optibid.com", maxMilliseconds: 500 });
    await expect(credentials()).resolves.toEqual({ email: "secret-arn", password: "p" });
    await expect(open("https://optibid.com/")).resolves.toEqual({ status: 200, loadMilliseconds: 1234, title: "OptiBid" });
  });

  test("other code has another digest", () => {
    expect(codeDigest({ a: "1" })).toMatch(/^[0-9a-f]{12}$/);
    expect(codeDigest({ a: "1" })).not.toBe(codeDigest({ a: "2" }));
  });
});

describe("schedules", () => {
  test.each([[1, "rate(1 minute)"], [5, "rate(5 minutes)"], [60, "rate(1 hour)"]])("every %i minutes is %s", (minutes, expression) => {
    expect(everyMinutes(minutes)).toBe(expression);
  });

  test("no run lasts longer than until the next one, and none is shorter than a cold start", () => {
    for (const { everyMinutes: minutes, timeoutSeconds, maxMilliseconds } of Object.values(CANARY_SPECS)) {
      expect(timeoutSeconds).toBeLessThanOrEqual(minutes * 60);
      expect(timeoutSeconds).toBeGreaterThanOrEqual(15);
      expect(timeoutSeconds * 1_000).toBeGreaterThan(maxMilliseconds);
    }
  });
});

test("the log group of a canary's function", () => {
  expect(functionLogGroup("arn:aws:lambda:eu-central-1:123456789012:function:cwsyn-optibid-login-abc:12")).toBe("/aws/lambda/cwsyn-optibid-login-abc");
});
