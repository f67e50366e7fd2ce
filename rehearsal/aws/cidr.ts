/** IPv4 and IPv6 ranges as numbers, to compare them. */

/** A range of addresses. */
export interface Cidr {
  readonly version: 4 | 6;
  /** First address. */
  readonly first: bigint;
  /** Last address. */
  readonly last: bigint;
  readonly prefix: number;
  /** Whether no host bit is set: `10.0.0.0/16`, not `10.0.0.1/16`. */
  readonly canonical: boolean;
}

/** Reads `10.0.0.0/16` or `2001:db8::/56`; undefined where the text is no CIDR block. */
export function parseCidr(value: string): Cidr | undefined {
  const match = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(value);
  if (match === null) return undefined;
  const version = match[1]!.includes(":") ? 6 : 4;
  const address = version === 4 ? ipv4(match[1]!) : ipv6(match[1]!);
  const bits = version === 4 ? 32 : 128;
  const prefix = Number(match[2]);
  if (address === undefined || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (address / size) * size;
  return { version, first, last: first + size - 1n, prefix, canonical: first === address };
}

/** Whether the first range lies wholly in the second. */
export function within(inner: Cidr, outer: Cidr): boolean {
  return inner.version === outer.version && inner.first >= outer.first && inner.last <= outer.last;
}

/** Whether two ranges share an address. */
export function overlap(a: Cidr, b: Cidr): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

function ipv4(value: string): bigint | undefined {
  const parts = value.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(value: string): bigint | undefined {
  const halves = value.split("::");
  if (!value.includes(":") || halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const count = groups.flat().length;
  if (groups.flat().some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
  const filled = halves.length === 1 ? groups[0]! : [...groups[0]!, ...Array<string>(8 - count).fill("0"), ...groups[1]!];
  return filled.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
