/**
 * Readers of property values, used by every rule: what AWS and Kubernetes accept in several spellings is read in one place.
 */
import type { Props } from "./graph.ts";
import { peek, plain } from "./unknown.ts";

/** A boolean, also when written as text; `undefined` where there is none. */
export function flag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "true") return true;
  if (value === "false") return false;
  return undefined;
}

/** A finite number, also when written as text; `undefined` where there is none. */
export function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

/** Whether the value is a number of at least this size. */
export function atLeast(value: unknown, least: number): boolean {
  const read = number(value);
  return read !== undefined && read >= least;
}

/** A text that is not empty; `undefined` where there is none. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A value as one word, to be compared with the words AWS and Kubernetes know; an object or list is none of them. */
export function word(value: unknown): string {
  return typeof value === "object" && value !== null ? "[object]" : String(value);
}

/**
 * Whether a text matches a pattern in which `*` stands for any text. Takes time in proportion to the lengths multiplied
 * at worst, which a regular expression with several `.*` does not.
 *
 * @param one what stands for any one character, such as `?`; nothing does where it is left out
 */
export function matchesGlob(pattern: string, value: string, one = ""): boolean {
  let [at, read, star, mark] = [0, 0, -1, 0];
  while (read < value.length) {
    if (pattern[at] === "*") [star, mark, at] = [at, read, at + 1];
    else if (pattern[at] === value[read] || pattern[at] === one) [at, read] = [at + 1, read + 1];
    else if (star >= 0) [at, mark, read] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Elements of a list; a single value is a list of one, nothing is an empty list. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** An object that is not a list; `undefined` where there is none. */
export function record(value: unknown): Props | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Props) : undefined;
}

/** A property that an object has of itself: `constructor` and the like are names a user may choose. */
export function own(holder: Props, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

/** The value at a path of keys; `undefined` where any part is missing. A list of one is looked through, as the AWS provider writes single blocks both ways. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const here = Array.isArray(at) && at.length === 1 ? at[0] : at;
    return record(here)?.[key];
  }, value);
}

/** A port, or a range of ports and protocols, as far as TCP and UDP are concerned. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
  readonly protocol: "tcp" | "udp" | "any";
}

const EVERY_PORT = { from: 0, to: 65_535 };

/**
 * The ports a security group or network ACL entry covers, or `undefined` for protocols that carry none.
 *
 * `-1` and `all` mean every protocol and port, whatever the ports say; protocols other than TCP (6), UDP (17) and
 * `-1` have no ports (EC2 API reference, IpPermission). A missing or negative port covers every port: the rule must not
 * pass on a value that is not there.
 */
export function portRange(protocol: unknown, from: unknown, to: unknown): PortRange | undefined {
  const name = protocol === undefined || protocol === null ? "-1" : word(protocol).toLowerCase();
  if (name === "-1" || name === "all") return { ...EVERY_PORT, protocol: "any" };
  const kind = name === "tcp" || name === "6" ? "tcp" : name === "udp" || name === "17" ? "udp" : undefined;
  if (kind === undefined) return undefined;
  const low = number(from);
  const high = number(to);
  if (low === undefined || high === undefined || low < 0 || high < 0) return { ...EVERY_PORT, protocol: kind };
  return { from: Math.min(low, high), to: Math.max(low, high), protocol: kind };
}

/** Whether the range covers the port. */
export function covers(range: PortRange, port: number): boolean {
  return range.from <= port && port <= range.to;
}

/**
 * Whether a CIDR block lets in the internet at large: prefix length 0 in any spelling, and blocks so large that they
 * cannot be private (the largest private block is 10.0.0.0/8, RFC 1918; the largest of IPv6 is fc00::/7, RFC 4193).
 * The unspecified address without a prefix is taken to mean the whole space.
 */
export function isOpen(cidr: unknown): boolean {
  if (typeof cidr !== "string") return false;
  const [address, prefix] = cidr.trim().split("/") as [string, ...string[]];
  const v6 = address.includes(":");
  if (prefix === undefined || prefix === "") return v6 ? /^[0:]+$/.test(address) : address === "0.0.0.0";
  const bits = Number(prefix);
  return Number.isInteger(bits) && bits < (v6 ? 7 : 8);
}

/** One statement of an IAM or resource policy, lists made of single values. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  /** Whether it speaks of every resource but some, with `NotResource`. */
  readonly exceptResources: boolean;
  readonly principals: readonly string[];
  /** Whether it speaks of everyone but some, with `NotPrincipal`. */
  readonly exceptPrincipals: boolean;
  readonly condition: Props;
}

/**
 * Statements of a policy document given as JSON text or as an object; `undefined` where there is no readable document.
 */
export function statements(document: unknown): readonly Statement[] | undefined {
  const parsed = typeof document === "string" ? parseJson(document) : document;
  const body = record(parsed);
  if (body === undefined) return undefined;
  return list(body["Statement"]).map((raw) => {
    const statement = record(raw) ?? {};
    return {
      // Required; where it is missing the statement is read as the more dangerous of the two.
      effect: word(statement["Effect"] ?? "Allow"),
      actions: strings(statement["Action"]),
      notActions: strings(statement["NotAction"]),
      resources: strings(statement["Resource"]),
      exceptResources: "NotResource" in statement,
      principals: principals(statement["Principal"]),
      exceptPrincipals: "NotPrincipal" in statement,
      condition: record(statement["Condition"]) ?? {},
    };
  });
}

/** The value of JSON text, or `undefined` where it is none. */
export function parseJson(value: string): unknown {
  try {
    return plain(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** The texts in a list or single value. */
export function strings(value: unknown): string[] {
  return list(value).filter((element): element is string => typeof element === "string");
}

function principals(value: unknown): string[] {
  // A bare list is no grammar of IAM's, but who is in it must not be overlooked.
  return [...strings(value), ...Object.values(record(value) ?? {}).flatMap(strings)];
}

/** Text of a certificate, key or document shortened for a message. */
export function quoted(value: unknown): string {
  if (value === undefined || value === null) return "missing";
  // What is wrong stays wrong where something beside it is not known yet.
  const written = typeof value === "string" ? value : (peek(() => JSON.stringify(value)) ?? "known in part");
  return `"${written.length > 80 ? `${written.slice(0, 77)}...` : written}"`;
}

/** Whether the value is a Kubernetes quantity greater than zero, such as `500m`, `1.5` or `512Mi` (apimachinery resource.Quantity). */
export function isPositiveQuantity(value: unknown): boolean {
  const match = /^\+?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$/.exec(word(value ?? ""));
  return match?.[1] !== undefined && Number(match[1]) > 0;
}
