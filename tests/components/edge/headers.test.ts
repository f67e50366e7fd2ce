import { describe, expect, test } from "@jest/globals";
import { DEFAULT_CSP, assetHeaders, securityHeaders } from "../../../components/edge/headers.ts";

const security = {
  strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, preload: true, override: true },
  contentTypeOptions: { override: true },
  frameOptions: { frameOption: "DENY", override: true },
  referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
  xssProtection: { protection: false, override: true },
};
const permissions = { header: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()", override: true };

test("pages carry every security header", () => {
  expect(securityHeaders()).toEqual({
    securityHeadersConfig: { ...security, contentSecurityPolicy: { contentSecurityPolicy: DEFAULT_CSP, override: false } },
    customHeadersConfig: { items: [permissions] },
    removeHeadersConfig: { items: [{ header: "X-Powered-By" }] },
  });
});

test("assets carry them too, are kept for a year, and hand no cookie around", () => {
  expect(assetHeaders("default-src 'none'")).toEqual({
    securityHeadersConfig: { ...security, contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'", override: false } },
    customHeadersConfig: {
      items: [permissions, { header: "Cache-Control", value: "public, max-age=31536000, immutable", override: false }],
    },
    removeHeadersConfig: { items: [{ header: "X-Powered-By" }, { header: "Set-Cookie" }] },
  });
});

describe("the default content security policy", () => {
  const directives = new Map(DEFAULT_CSP.split("; ").map((each) => [each.split(" ")[0], each.split(" ").slice(1)]));

  test("runs scripts of the platform only", () => {
    expect(directives.get("script-src")).toEqual(["'self'"]);
    expect(directives.get("default-src")).toEqual(["'self'"]);
    expect(directives.get("object-src")).toEqual(["'none'"]);
  });

  test("cannot be framed or rebased", () => {
    expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
    expect(directives.get("base-uri")).toEqual(["'self'"]);
  });
});
