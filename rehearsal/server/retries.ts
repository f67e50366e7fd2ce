/**
 * How providers bear a cloud that is busy or away: they ask again. A fault that passes shows as a slow call; one that
 * stays is reported with the resource and the cause.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Call, Faults } from "../world/faults.ts";
import type { PackageName } from "../types.ts";
import { RefusedError } from "./refused.ts";

/** What a provider takes for a passing fault, and how often it asks in all. */
interface Patience {
  readonly passing: ReadonlySet<string>;
  readonly attempts: number;
}

/** Names for a broken connection and for answers without an error code of their own. */
const CONNECTION = "ConnectionReset";

const PATIENCE: Record<PackageName, Patience> = {
  aws: {
    // Source: aws-sdk-go-v2 aws/retry/standard.go: DefaultThrottleErrorCodes, DefaultRetryableErrorCodes, HTTP 500 to
    // 504 and connection errors. Attempts: `maxRetries` of the AWS provider, 25 by default.
    passing: new Set([
      "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException",
      "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
      "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException", "RequestTimeout", "RequestTimeoutException",
      "InternalFailure", "InternalError", "InternalServerError", "InternalServerException", "BadGateway", "ServiceUnavailable", "ServiceUnavailableException", "GatewayTimeout",
      CONNECTION,
    ]),
    attempts: 25,
  },
  // Source: client-go rest/with_retry.go: 429 and 5xx that carry Retry-After, ten times; the API server gives it with these two.
  kubernetes: { passing: new Set(["TooManyRequests", "ServiceUnavailable"]), attempts: 10 },
  random: { passing: new Set(), attempts: 1 },
};

/** What the clouds say beside the code. */
const MESSAGES: Readonly<Record<string, string>> = {
  AccessDenied: "User: arn:aws:iam::123456789012:role/deploy is not authorized to perform this operation",
  AccessDeniedException: "User: arn:aws:iam::123456789012:role/deploy is not authorized to perform this operation",
  ConnectionReset: "request send failed: read: connection reset by peer",
  InternalFailure: "An internal error occurred (status 500)",
  InternalError: "An internal error occurred (status 500)",
  RequestLimitExceeded: "Request limit exceeded.",
  ServiceUnavailable: "The service is unavailable (status 503). Please retry.",
  SlowDown: "Please reduce your request rate.",
  ThrottlingException: "Rate exceeded",
  Throttling: "Rate exceeded",
  TooManyRequestsException: "Too Many Requests",
  TooManyRequests: "the server has received too many requests and has asked us to try again later",
};

/** First and longest pause between two attempts, in milliseconds. The SDK's own is up to 20 s; nobody learns from waiting for it. */
const PAUSE = { first: 10, longest: 100 } as const;

const DOING: Record<Call["operation"], string> = { create: "creating", read: "reading", update: "updating", delete: "deleting", invoke: "invoking" };

/** Whether the provider of this package asks again after such an error. */
export function passes(pkg: PackageName, code: string): boolean {
  return PATIENCE[pkg].passing.has(code);
}

/**
 * Lets a call through to the cloud, after as many attempts as the planted faults cost.
 *
 * @throws RefusedError where the provider gives up
 */
export async function attempt(pkg: PackageName, faults: Faults, call: Call): Promise<void> {
  for (let tries = 1; ; tries++) {
    const fault = faults.meet(call);
    if (fault?.slow !== undefined) await pause(fault.slow);
    if (fault?.error === undefined) return;
    const said = MESSAGES[fault.error] ?? "planted in the rehearsal (golive rehearsal fault)";
    if (!passes(pkg, fault.error)) throw new RefusedError(DOING[call.operation], call, [{ code: fault.error, message: said }]);
    if (tries === PATIENCE[pkg].attempts) throw new RefusedError(DOING[call.operation], call, [{ code: fault.error, message: `${said}: gave up after ${tries} attempts` }]);
    await pause(Math.min(PAUSE.first * 2 ** (tries - 1), PAUSE.longest));
  }
}

/** Types whose deletion the provider tries again while something else still holds them, and the code that says so. Source: terraform-provider-aws internal/service/iam/role.go, DeleteConflictException. */
const HELD: Readonly<Record<string, string>> = { "aws:iam/role:Role": "DeleteConflict" };

/** Milliseconds in which what holds a thing can go: the engine deletes in parallel. The provider's own limit is two minutes. */
const HELD_LIMIT = 1_000;

/** Deletes a thing as its provider does: patiently, where it knows that what holds it may be about to go. */
export async function patiently(token: string, work: () => void): Promise<void> {
  for (let waited = 0; ; waited += PAUSE.longest) {
    try {
      return work();
    } catch (error) {
      const code = HELD[token];
      if (code === undefined || !(error instanceof RefusedError) || error.refusals.some((refusal) => refusal.code !== code) || waited >= HELD_LIMIT) throw error;
    }
    await pause(PAUSE.longest);
  }
}
