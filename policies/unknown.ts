/**
 * Values that are not known yet. At preview the policy SDK wraps properties in a proxy that throws when an
 * unknown one is read; this is the one place that knows how.
 */
import * as sdk from "@pulumi/policy/proxy.js";

/** The proxy module is marked internal, so its type declarations are empty; these are the parts used here. */
interface ProxyModule {
  readonly unknownCheckingProxy: <T>(value: T) => T;
  readonly UnknownValueError: new (sentinel: string, path: string[]) => Error;
  readonly isSpecialProxy: string;
  readonly unknownStringValue: string;
}

const proxy = sdk as unknown as ProxyModule;

/** What the engine sends in place of a text, or of a whole value, that it does not know yet. For tests and mutations. */
export const UNKNOWN: string = proxy.unknownStringValue;

/** Thrown by a rule that cannot decide before deployment for a reason of its own; the verdict is *deferred*. */
export class NotYetKnown extends Error {}

/** A value as plain data of a bounded depth. */
export function plain(value: unknown): unknown {
  return copied(value, DEPTH, []);
}

/** Properties as the engine sent them, in the SDK's own proxy. */
export function checked<T extends object>(props: T): T {
  return proxy.unknownCheckingProxy(props);
}

/** Wraps properties in the SDK's own proxy, unless they are wrapped already. */
export function guarded<T extends object>(props: T): T {
  const wrapped = (props as Record<string, unknown>)[proxy.isSpecialProxy] === true;
  return wrapped ? props : proxy.unknownCheckingProxy(plain(props) as T);
}

/** Far deeper than any property of AWS or Kubernetes; what lies deeper, as in a cycle, is left out. */
const DEPTH = 64;

/** Plain data made anew: the SDK leaves objects of another realm (a worker, a test's sandbox) unwrapped, and so unknown values readable. */
function copied(value: unknown, depth: number, above: readonly object[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0 || above.includes(value)) return undefined;
  const inside = (inner: unknown) => copied(inner, depth - 1, [...above, value]);
  if (Array.isArray(value)) return Array.from(value, inside);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
}

/** Whether an error means "not known before deployment". */
export function isNotKnown(error: unknown): error is Error {
  return error instanceof NotYetKnown || error instanceof proxy.UnknownValueError;
}

/** Reads a value; `undefined` when it is missing or not known yet. For matching only: a verdict must not rest on it. */
export function peek<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isNotKnown(error)) return undefined;
    throw error;
  }
}

/** Whether reading a value fails because it is not known yet. */
export function isHidden(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (isNotKnown(error)) return true;
    throw error;
  }
}
