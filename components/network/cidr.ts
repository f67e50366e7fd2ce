/**
 * Cuts a VPC into subnets so that growth never moves what is there.
 *
 * Each tier reserves a block with a slot for every zone an AWS Region can have, and blocks are placed first-fit in
 * the order of the tiers. A new zone takes the next free slot of each block; a new tier takes the first gap after
 * all earlier ones. Both lists are append-only.
 */
import { parseCidr } from "cidr-tools";

/** Slots a tier reserves. The largest Region, us-east-1, has six zones; blocks must be a power of two. */
export const ZONE_SLOTS = 8;
const SLOT_BITS = 3;

/** VPC block sizes AWS accepts for IPv4. Source: Amazon VPC User Guide, "VPC CIDR blocks". */
const VPC_PREFIX = { largest: 16, smallest: 28 } as const;
/** Subnet sizes AWS accepts for IPv4. Source: Amazon VPC User Guide, "Subnet sizing". */
const SUBNET_PREFIX = { largest: 16, smallest: 28 } as const;

/** A tier to be given subnets. */
export interface TierSize<Name extends string = string> {
  /** Unique. */
  readonly name: Name;
  /** How much longer the prefix of its subnets is than the VPC's: 4 cuts /20 subnets from a /16. */
  readonly newBits: number;
}

/** What a tier was given. */
export interface TierBlock<Name extends string = string> {
  readonly name: Name;
  /** The reserved block: every subnet the tier has, or will have, is in it. */
  readonly cidr: string;
  /** One subnet a zone, in the order of the zones. */
  readonly subnets: readonly { readonly zone: string; readonly cidr: string }[];
}

interface Range {
  readonly start: bigint;
  readonly size: bigint;
}

/**
 * Gives every tier a block and every zone a subnet in it.
 *
 * @param vpc the VPC's IPv4 block, such as `10.20.0.0/16`
 * @param tiers append-only
 * @param zones names of the zones, append-only
 * @throws RangeError that lists everything that is wrong: a block AWS refuses, too many or doubled zones, doubled
 *   tiers, subnets that are too small, and the tier for which no room is left
 */
export function allocate<Name extends string>(
  vpc: string,
  tiers: readonly TierSize<Name>[],
  zones: readonly string[],
): TierBlock<Name>[] {
  const space = parseVpc(vpc);
  refuse([...zoneMistakes(zones), ...tierMistakes(vpc, space.prefix, tiers)]);
  const taken: Range[] = [];
  return tiers.map(({ name, newBits }) => {
    const prefix = space.prefix + newBits;
    const slot = 1n << BigInt(32 - prefix);
    const block = firstFit(space, slot * BigInt(ZONE_SLOTS), taken);
    if (block === undefined) {
      throw new RangeError(
        `tier "${name}": ${vpc} has no room left for ${ZONE_SLOTS} subnets of /${prefix}; use a larger VPC block or a larger newBits for this tier`,
      );
    }
    taken.push(block);
    return {
      name,
      cidr: cidr(block.start, prefix - SLOT_BITS),
      subnets: zones.map((zone, index) => ({ zone, cidr: cidr(block.start + slot * BigInt(index), prefix) })),
    };
  });
}

function parseVpc(vpc: string): Range & { readonly prefix: number } {
  const accepted = `accepted is an IPv4 block from /${VPC_PREFIX.largest} to /${VPC_PREFIX.smallest}, such as "10.20.0.0/16"`;
  // The parser itself lets octets over 255 and missing prefixes through.
  const form = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:[12]?\d|3[0-2])$/;
  if (!form.test(vpc)) throw new RangeError(`cidr "${vpc}" is not an IPv4 block; ${accepted}`);
  const { start, end, ip, prefix } = parseCidr(vpc);
  if (dotted(start) !== ip) throw new RangeError(`cidr "${vpc}" has host bits set; use "${dotted(start)}/${prefix}"`);
  if (Number(prefix) < VPC_PREFIX.largest || Number(prefix) > VPC_PREFIX.smallest) {
    throw new RangeError(`cidr "${vpc}" is not a size AWS gives a VPC; ${accepted}`);
  }
  return { start, size: end - start + 1n, prefix: Number(prefix) };
}

function zoneMistakes(zones: readonly string[]): string[] {
  const mistakes: string[] = [];
  if (zones.length === 0) mistakes.push("zones is empty; name at least one Availability Zone");
  if (zones.length > ZONE_SLOTS) mistakes.push(`zones has ${zones.length} names; at most ${ZONE_SLOTS} have a slot`);
  for (const zone of doubled(zones)) mistakes.push(`zones names "${zone}" more than once`);
  return mistakes;
}

function tierMistakes(vpc: string, vpcPrefix: number, tiers: readonly TierSize[]): string[] {
  const mistakes = doubled(tiers.map(({ name }) => name)).map((name) => `tier "${name}" is there more than once`);
  for (const { name, newBits } of tiers) {
    const prefix = vpcPrefix + newBits;
    if (!Number.isInteger(newBits) || newBits < SLOT_BITS) {
      mistakes.push(`tier "${name}": newBits ${newBits} leaves no room for ${ZONE_SLOTS} zones; use a whole number of at least ${SLOT_BITS}`);
    } else if (prefix < SUBNET_PREFIX.largest || prefix > SUBNET_PREFIX.smallest) {
      mistakes.push(`tier "${name}": subnets of /${prefix} in ${vpc} are smaller than AWS allows (/${SUBNET_PREFIX.smallest}); use a larger VPC block or a smaller newBits`);
    }
  }
  return mistakes;
}

function firstFit(space: Range, size: bigint, taken: readonly Range[]): Range | undefined {
  for (let start = space.start; start + size <= space.start + space.size; start += size) {
    if (taken.every((other) => start + size <= other.start || other.start + other.size <= start)) return { start, size };
  }
  return undefined;
}

function doubled(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function refuse(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw new RangeError(mistakes.join("; "));
}

function cidr(start: bigint, prefix: number): string {
  return `${dotted(start)}/${prefix}`;
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}
