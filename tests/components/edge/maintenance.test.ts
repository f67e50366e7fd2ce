import { describe, expect, test } from "@jest/globals";
import { Script, createContext } from "node:vm";
import { FUNCTION_SIZE_LIMIT, maintenanceCode, maintenanceMistakes } from "../../../components/edge/maintenance.ts";
import type { Maintenance } from "../../../components/edge/maintenance.ts";

interface Answer {
  readonly statusCode?: number;
  readonly uri?: string;
  readonly headers: Record<string, { value: string }>;
  readonly body?: { readonly encoding: string; readonly data: string };
}

/** Runs the function as CloudFront does: its code alone, then `handler` with the viewer's request. */
function visit(maintenance: Maintenance, uri: string, ip = "198.51.100.7"): Answer {
  const context = createContext({});
  new Script(maintenanceCode(maintenance, ["/api/health", "/health", "/"])).runInContext(context);
  const event = { version: "1.0", viewer: { ip }, request: { method: "GET", uri, querystring: {}, headers: {}, cookies: {} } };
  return new Script(`handler(${JSON.stringify(event)})`).runInContext(context) as Answer;
}

const on: Maintenance = { enabled: true };

test.each(["/", "/auctions", "/api/bids"])("off: %s passes untouched", (uri) => {
  expect(visit({ enabled: false }, uri)).toMatchObject({ uri, headers: {} });
});

describe("on", () => {
  test.each(["/api/health", "/health"])("the health endpoint %s passes", (uri) => {
    expect(visit(on, uri)).toMatchObject({ uri });
  });

  test.each(["/", "/auctions", "/api-docs", "/health/", "/api/health/secret"])("%s is closed", (uri) => {
    expect(visit(on, uri).statusCode).toBe(503);
  });

  test("a visitor gets a page that is not stored and says when to come back", () => {
    const { statusCode, headers, body } = visit(on, "/auctions");
    expect(statusCode).toBe(503);
    expect(headers["retry-after"]).toEqual({ value: "600" });
    expect(headers["cache-control"]).toEqual({ value: "no-store" });
    expect(headers["content-type"]).toEqual({ value: "text/html; charset=utf-8" });
    expect(headers["strict-transport-security"]).toEqual({ value: "max-age=63072000; includeSubDomains; preload" });
    expect(Object.keys(headers).sort()).toEqual([
      "cache-control",
      "content-security-policy",
      "content-type",
      "retry-after",
      "strict-transport-security",
      "x-content-type-options",
    ]);
    expect(body?.encoding).toBe("text");
    expect(body?.data).toContain("<h1>Maintenance</h1>");
  });

  test.each(["/api", "/api/bids"])("a client of %s gets JSON", (uri) => {
    const { headers, body } = visit({ ...on, retryAfterSeconds: 60 }, uri);
    expect(headers["content-type"]).toEqual({ value: "application/json" });
    expect(headers["retry-after"]).toEqual({ value: "60" });
    expect(JSON.parse(body?.data ?? "")).toEqual({ error: "maintenance" });
  });

  test("the message is text, never markup", () => {
    expect(visit({ ...on, message: "<script>1 & 2</script>" }, "/auctions").body?.data).toContain(
      "<p>&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>",
    );
  });
});

describe("addresses that get through", () => {
  test.each([
    ["198.51.100.7", "198.51.100.7", true],
    ["198.51.100.7", "198.51.100.8", false],
    ["198.51.100.0/24", "198.51.100.255", true],
    ["198.51.100.0/24", "198.51.101.0", false],
    ["198.51.100.9/31", "198.51.100.8", true],
    ["203.0.113.5/32", "203.0.113.5", true],
    ["2001:DB8::1", "2001:db8::1", true],
    ["2001:db8::1", "2001:db8::2", false],
    ["198.51.100.0/24", "2001:db8::1", false],
  ])("%s for %s: %s", (allowed, ip, passes) => {
    const answer = visit({ ...on, allowedAddresses: [allowed] }, "/auctions", ip);
    expect(answer.statusCode).toBe(passes ? undefined : 503);
  });
});

describe("mistakes", () => {
  test.each([
    [{ allowedAddresses: ["198.51.100.0/24", "2001:db8::1"] }, []],
    [{ allowedAddresses: ["office"], retryAfterSeconds: 0 }, ["office", "retryAfterSeconds is 0"]],
    [{ allowedAddresses: ["198.51.100.0/33"] }, ["198.51.100.0/33"]],
    [{ retryAfterSeconds: 1.5 }, ["retryAfterSeconds is 1.5"]],
  ])("%j", (settings, words) => {
    const found = maintenanceMistakes({ ...on, ...settings });
    expect(found).toHaveLength(words.length);
    words.forEach((word, index) => expect(found[index]).toContain(word));
    if (words.length > 0) expect(() => maintenanceCode({ ...on, ...settings }, [])).toThrow(/^maintenance: /);
  });

  test("code beyond CloudFront's limit", () => {
    expect(() => maintenanceCode({ ...on, message: "x".repeat(FUNCTION_SIZE_LIMIT) }, [])).toThrow(/bytes of at most 10240/);
  });
});
