/**
 * Maintenance mode: the source of a CloudFront Function that answers 503 in place of the platform (PRC-136).
 *
 * The function always runs, on and off: switching it changes its code, which CloudFront spreads in seconds, and not
 * the distribution, which takes minutes.
 */
import { HSTS_SECONDS } from "./headers.ts";

/** What the function does. */
export interface Maintenance {
  /** Whether visitors see the maintenance page. */
  readonly enabled: boolean;
  /** Who still gets through: IPv4 addresses or CIDR blocks, or full IPv6 addresses as CloudFront writes them. */
  readonly allowedAddresses?: readonly string[];
  /** When clients should try again, in seconds. Default 600. */
  readonly retryAfterSeconds?: number;
  /** Text of the page. Default: a sentence that says the platform will be back. */
  readonly message?: string;
}

/** Bytes a CloudFront Function's code may have. Source: Amazon CloudFront Developer Guide, "Quotas". */
export const FUNCTION_SIZE_LIMIT = 10 * 1024;

const IPV4 = /^(\d{1,3}\.){3}\d{1,3}(\/(\d|[12]\d|3[0-2]))?$/;
const IPV6 = /^[0-9a-f:]*:[0-9a-f:]*$/;

/** What is wrong with the settings, one sentence a mistake. */
export function maintenanceMistakes({ allowedAddresses = [], retryAfterSeconds = 600 }: Maintenance): string[] {
  const addresses = allowedAddresses
    .filter((address) => !IPV4.test(address) && !IPV6.test(address.toLowerCase()))
    .map((address) => `allowedAddresses holds ${address}: an IPv4 address, an IPv4 CIDR block or an IPv6 address is accepted`);
  const retry = Number.isInteger(retryAfterSeconds) && retryAfterSeconds > 0;
  return [...addresses, ...(retry ? [] : [`retryAfterSeconds is ${retryAfterSeconds}: a whole number of seconds above 0 is accepted`])];
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function page(message: string): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Maintenance</title>',
    "<style>body{font:18px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0}</style>",
    `</head><body><main><h1>Maintenance</h1><p>${escapeHtml(message)}</p></main></body></html>`,
  ].join("");
}

/**
 * Code of the function, for runtime `cloudfront-js-2.0`.
 *
 * It runs when a viewer's request arrives. Paths of health checks always pass, so that monitoring keeps seeing the
 * platform itself; API clients get JSON, others a page. Both are told when to come back and not to store the answer.
 *
 * @param maintenance what to do
 * @param healthPaths exact paths that always pass; `/` never does
 * @throws when the settings are wrong or the code passes {@link FUNCTION_SIZE_LIMIT}
 */
export function maintenanceCode(maintenance: Maintenance, healthPaths: readonly string[]): string {
  const mistakes = maintenanceMistakes(maintenance);
  if (mistakes.length > 0) throw new Error(`maintenance: ${mistakes.join("; ")}`);
  const settings = {
    on: maintenance.enabled,
    pass: healthPaths.filter((path) => path !== "/"), // the home page is what visitors must not see
    allow: (maintenance.allowedAddresses ?? []).map((address) => address.toLowerCase()),
    retryAfter: String(maintenance.retryAfterSeconds ?? 600),
    page: page(maintenance.message ?? "OptiBid is being maintained and will be back shortly."),
  };
  const code = `const settings = ${JSON.stringify(settings)};

function ipv4(address) {
  const bytes = address.split('.').map(Number);
  return ((bytes[0] * 256 + bytes[1]) * 256 + bytes[2]) * 256 + bytes[3];
}

function matches(range, address) {
  if (range === address) return true;
  if (range.indexOf(':') >= 0 || address.indexOf(':') >= 0) return false;
  const parts = range.split('/');
  const size = Math.pow(2, 32 - Number(parts[1] === undefined ? 32 : parts[1]));
  return Math.floor(ipv4(parts[0]) / size) === Math.floor(ipv4(address) / size);
}

function handler(event) {
  const request = event.request;
  if (!settings.on || settings.pass.includes(request.uri)) return request;
  const address = event.viewer.ip.toLowerCase();
  if (settings.allow.some((range) => matches(range, address))) return request;
  const api = request.uri === '/api' || request.uri.startsWith('/api/');
  return {
    statusCode: 503,
    statusDescription: 'Service Unavailable',
    headers: {
      'retry-after': { value: settings.retryAfter },
      'cache-control': { value: 'no-store' },
      'content-type': { value: api ? 'application/json' : 'text/html; charset=utf-8' },
      'content-security-policy': { value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" },
      'strict-transport-security': { value: 'max-age=${HSTS_SECONDS}; includeSubDomains; preload' },
      'x-content-type-options': { value: 'nosniff' },
    },
    body: { encoding: 'text', data: api ? '{"error":"maintenance"}' : settings.page },
  };
}
`;
  const size = Buffer.byteLength(code);
  if (size > FUNCTION_SIZE_LIMIT) {
    throw new Error(`maintenance: the function has ${size} bytes of at most ${FUNCTION_SIZE_LIMIT}: shorten the message or the list of addresses`);
  }
  return code;
}
