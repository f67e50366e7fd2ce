/**
 * Values that are not known yet. At preview the policy SDK wraps properties in a proxy that throws when an
 * unknown one is read; this is the one place that knows how.
 */
import * as sdk from "@pulumi/policy/proxy.js";

/** The proxy module is marked internal, so its type declarations are empty; these are the parts used here. */
interface ProxyModule {
  readonly unknownCheckingProxy: <T>(value: T) => T;
  readonly UnknownValueError: new (sentinel: string, path: string[]) => Error;
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

/** Proxies made here, and properties without an unknown value. The SDK's own mark is a property, which a resource may have too. */
const ready = new WeakSet<object>();

/** What properties were wrapped into: a graph is judged many times over, each time with another change. Nobody writes to properties. */
const proxies = new WeakMap<object, object>();

/** Properties as the engine sent them, in the SDK's own proxy. */
export function checked<T extends object>(props: T): T {
  const made = proxy.unknownCheckingProxy(props);
  ready.add(made);
  return made;
}

/** Notes that nothing in these properties is unknown: {@link guarded} leaves them as they are. */
export function whole<T extends object>(props: T): T {
  ready.add(props);
  return props;
}

/** What the engine sends in place of values it does not know yet, of each type. */
const PLACEHOLDERS: ReadonlySet<unknown> = new Set(Object.entries(sdk).flatMap(([name, value]) => (/^unknown[A-Z]\w+Value$/.test(name) ? [value as unknown] : [])));

/** Whether a value as sent stands for one that is not known yet. */
export function isUnknown(value: unknown): boolean {
  return PLACEHOLDERS.has(value);
}

/** Wraps properties in the SDK's own proxy, unless they are wrapped already or nothing in them is unknown. */
export function guarded<T extends object>(props: T): T {
  if (ready.has(props)) return props;
  const known = (proxies.get(props) as T | undefined) ?? checked(plain(props) as T);
  proxies.set(props, known);
  return known;
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

/** Whether any of them holds. One that is not known does not hide one that holds; where none does, it is not known. */
export function someHold<T>(all: readonly T[], holds: (one: T) => boolean): boolean {
  return all.some((one) => peek(() => holds(one)) === true) || all.some(holds);
}
