/**
 * Headers that CloudFront adds to every answer, as plain values (OPT-43, OPT-45, PRC-027).
 */
import type * as aws from "@pulumi/aws";

type ResponseHeaders = aws.cloudfront.ResponseHeadersPolicyArgs;

/** Seconds of HSTS: two years, what browsers' preload lists ask for. Source: hstspreload.org. */
export const HSTS_SECONDS = 63_072_000;
/** Seconds a file with a hash in its name may be kept: one year, the longest RFC 9111 caches honour in practice. */
export const IMMUTABLE_SECONDS = 31_536_000;

/**
 * Everything from the platform itself, no plug-ins, no framing. Inline styles are allowed: Next.js writes them.
 * Inline scripts are not: the frontend sends its own policy with a nonce a request, which takes precedence.
 */
export const DEFAULT_CSP = contentSecurityPolicy();

/**
 * The policy, with further places that scripts may send to.
 *
 * @param destinations origins, such as `https://dataplane.rum.eu-central-1.amazonaws.com`
 */
export function contentSecurityPolicy(destinations: readonly string[] = []): string {
  return [
    "default-src 'self'",
    "base-uri 'self'",
    ["connect-src 'self'", ...destinations].join(" "),
    "font-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "upgrade-insecure-requests",
  ].join("; ");
}

/** Browser features nobody on the platform uses. */
const PERMISSIONS = ["camera", "geolocation", "microphone", "payment", "usb"].map((each) => `${each}=()`).join(", ");

/** Security headers; the origin may override only the content security policy, to add a nonce. */
export function securityHeaders(contentSecurityPolicy: string = DEFAULT_CSP): ResponseHeaders {
  return {
    securityHeadersConfig: {
      strictTransportSecurity: {
        accessControlMaxAgeSec: HSTS_SECONDS,
        includeSubdomains: true,
        preload: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      // Off, as browsers' makers advise: the old filter opened holes of its own.
      xssProtection: { protection: false, override: true },
      contentSecurityPolicy: { contentSecurityPolicy, override: false },
    },
    customHeadersConfig: { items: [{ header: "Permissions-Policy", value: PERMISSIONS, override: true }] },
    removeHeadersConfig: { items: [{ header: "X-Powered-By" }] },
  };
}

/**
 * Headers of files with a hash in their name: {@link securityHeaders}, kept by browsers for a year unless the origin
 * says otherwise (as it does of a file that is missing in the middle of a rolling update), and without the load
 * balancer's stickiness cookie, which a cache would hand to everybody.
 */
export function assetHeaders(contentSecurityPolicy?: string): ResponseHeaders {
  const headers = securityHeaders(contentSecurityPolicy);
  const cacheControl = { header: "Cache-Control", value: `public, max-age=${IMMUTABLE_SECONDS}, immutable`, override: false };
  return {
    ...headers,
    customHeadersConfig: {
      items: [{ header: "Permissions-Policy", value: PERMISSIONS, override: true }, cacheControl],
    },
    removeHeadersConfig: { items: [{ header: "X-Powered-By" }, { header: "Set-Cookie" }] },
  };
}
