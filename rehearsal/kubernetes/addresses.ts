/** IP addresses and blocks as the API server reads them: leading zeros in IPv4 are tolerated. Source: k8s.io/utils/net. */
import { isIP } from "node:net";

export const NOT_AN_IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
export const NOT_A_BLOCK = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/** A block of addresses as numbers. */
export interface Block {
  readonly family: 4 | 6;
  /** First address. */
  readonly base: bigint;
  /** Length of the mask in bits. */
  readonly bits: number;
}

function plain(text: string): string {
  return text.replaceAll(/(^|[.:])0+(?=\d+(\.|$))/g, "$1");
}

/** 4 or 6; undefined where the text is no address. */
export function familyOf(text: string): 4 | 6 | undefined {
  if (text.includes("%")) return undefined;
  const family = isIP(text.includes(".") ? plain(text) : text);
  return family === 4 || family === 6 ? family : undefined;
}

function numberOf(text: string, family: 4 | 6): bigint {
  if (family === 4) return plain(text).split(".").reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = dotted === null ? 0n : numberOf(dotted[2] ?? "", 4);
  const hex = dotted === null ? text : `${dotted[1] ?? ""}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`;
  const [head = "", tail] = hex.split("::");
  const groups = (side: string): string[] => (side === "" ? [] : side.split(":"));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const all = [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0"), ...back];
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** Reads `10.0.0.0/8`; bits behind the mask are dropped. */
export function parseBlock(text: string): Block | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const family = match === null ? undefined : familyOf(match[1] ?? "");
  if (match === null || family === undefined) return undefined;
  const size = family === 4 ? 32 : 128;
  const bits = Number(match[2]);
  if (bits > size || (match[2] ?? "").length > 1 && (match[2] ?? "").startsWith("0") && bits === 0) return undefined;
  const shift = BigInt(size - bits);
  return { family, base: (numberOf(match[1] ?? "", family) >> shift) << shift, bits };
}

/** Whether the inner block lies in the outer one and is smaller. */
export function strictlyInside(inner: Block, outer: Block): boolean {
  if (inner.family !== outer.family || inner.bits <= outer.bits) return false;
  const shift = BigInt((outer.family === 4 ? 32 : 128) - outer.bits);
  return inner.base >> shift === outer.base >> shift;
}
