import { containsCidr, overlapCidr } from "cidr-tools";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { allocate, ZONE_SLOTS } from "../../../components/network/cidr.ts";
import type { TierBlock } from "../../../components/network/cidr.ts";
import { TIERS } from "../../../components/network/tiers.ts";

const VPC = "10.20.0.0/16";

/** A VPC of /16 to /20 in private address space, with the tiers of the platform always fitting. */
const vpcs = fc
  .tuple(fc.constantFrom(16, 17, 18, 19, 20), fc.nat(255), fc.nat(255), fc.nat(255))
  .map(([prefix, a, b, c]) => {
    const address = ((10n << 24n) | (BigInt(a) << 16n) | (BigInt(b) << 8n) | BigInt(c)) & (-1n << BigInt(32 - prefix));
    return `${[24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".")}/${prefix}`;
  });
const zoneLists = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1, maxLength: ZONE_SLOTS }).map((letters) => letters.map((letter) => `eu-central-1${letter}`));
const tierLists = fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1, maxLength: 6 }), newBits: fc.integer({ min: 3, max: 12 }) }), {
  minLength: 1,
  maxLength: 6,
  selector: ({ name }) => name,
});

function subnetsOf(blocks: readonly TierBlock[]): string[] {
  return blocks.flatMap(({ subnets }) => subnets.map(({ cidr }) => cidr));
}

function attempt(tiers: Parameters<typeof allocate>[1], zones: readonly string[]): TierBlock[] | undefined {
  try {
    return allocate(VPC, tiers, zones);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
}

describe("the platform's tiers", () => {
  test("in a /16 with three zones", () => {
    expect(allocate(VPC, TIERS, ["a", "b", "c"])).toEqual([
      {
        name: "public",
        cidr: "10.20.0.0/21",
        subnets: [
          { zone: "a", cidr: "10.20.0.0/24" },
          { zone: "b", cidr: "10.20.1.0/24" },
          { zone: "c", cidr: "10.20.2.0/24" },
        ],
      },
      {
        name: "private",
        cidr: "10.20.128.0/17",
        subnets: [
          { zone: "a", cidr: "10.20.128.0/20" },
          { zone: "b", cidr: "10.20.144.0/20" },
          { zone: "c", cidr: "10.20.160.0/20" },
        ],
      },
      {
        name: "isolated",
        cidr: "10.20.8.0/21",
        subnets: [
          { zone: "a", cidr: "10.20.8.0/24" },
          { zone: "b", cidr: "10.20.9.0/24" },
          { zone: "c", cidr: "10.20.10.0/24" },
        ],
      },
    ]);
  });

  test("fit every VPC from /16 to /20 and every number of zones", () => {
    fc.assert(
      fc.property(vpcs, zoneLists, (vpc, zones) => {
        const cidrs = subnetsOf(allocate(vpc, TIERS, zones));
        expect(cidrs).toHaveLength(TIERS.length * zones.length);
        for (const cidr of cidrs) expect(containsCidr(vpc, cidr)).toBe(true);
      }),
    );
  });
});

describe("any tiers", () => {
  test("no two subnets overlap, all are in their block, all blocks in the VPC", () => {
    fc.assert(
      fc.property(tierLists, zoneLists, (tiers, zones) => {
        const blocks = attempt(tiers, zones);
        fc.pre(blocks !== undefined);
        const cidrs = subnetsOf(blocks);
        for (const [index, cidr] of cidrs.entries()) expect(cidrs.slice(index + 1).filter((other) => overlapCidr(cidr, other))).toEqual([]);
        for (const block of blocks) {
          expect(containsCidr(VPC, block.cidr)).toBe(true);
          for (const { cidr } of block.subnets) expect(containsCidr(block.cidr, cidr)).toBe(true);
        }
      }),
    );
  });

  test("every subnet has the size asked for", () => {
    fc.assert(
      fc.property(tierLists, zoneLists, (tiers, zones) => {
        const blocks = attempt(tiers, zones);
        fc.pre(blocks !== undefined);
        expect(blocks.map(({ subnets }) => subnets[0]?.cidr.split("/")[1])).toEqual(tiers.map(({ newBits }) => String(16 + newBits)));
      }),
    );
  });

  test("adding a zone moves nothing", () => {
    fc.assert(
      fc.property(tierLists, zoneLists, (tiers, zones) => {
        const after = attempt(tiers, zones);
        fc.pre(after !== undefined && zones.length > 1);
        const before = allocate(VPC, tiers, zones.slice(0, -1));
        expect(after.map(({ subnets }) => subnets.slice(0, -1))).toEqual(before.map(({ subnets }) => subnets));
        expect(after.map(({ cidr }) => cidr)).toEqual(before.map(({ cidr }) => cidr));
      }),
    );
  });

  test("adding a tier moves nothing", () => {
    fc.assert(
      fc.property(tierLists, zoneLists, (tiers, zones) => {
        const after = attempt(tiers, zones);
        fc.pre(after !== undefined && tiers.length > 1);
        expect(after.slice(0, -1)).toEqual(allocate(VPC, tiers.slice(0, -1), zones));
      }),
    );
  });
});

describe("refusals", () => {
  test.each([
    ["not an address", "vpc", TIERS, ["a"], 'cidr "vpc" is not an IPv4 block; accepted is an IPv4 block from /16 to /28, such as "10.20.0.0/16"'],
    ["an octet over 255", "10.256.0.0/16", TIERS, ["a"], 'cidr "10.256.0.0/16" is not an IPv4 block; accepted is an IPv4 block from /16 to /28, such as "10.20.0.0/16"'],
    ["no prefix", "10.20.0.0", TIERS, ["a"], 'cidr "10.20.0.0" is not an IPv4 block; accepted is an IPv4 block from /16 to /28, such as "10.20.0.0/16"'],
    ["IPv6", "fd00::/48", TIERS, ["a"], 'cidr "fd00::/48" is not an IPv4 block; accepted is an IPv4 block from /16 to /28, such as "10.20.0.0/16"'],
    ["host bits", "10.20.0.1/16", TIERS, ["a"], 'cidr "10.20.0.1/16" has host bits set; use "10.20.0.0/16"'],
    ["a VPC larger than AWS gives", "10.0.0.0/8", TIERS, ["a"], 'cidr "10.0.0.0/8" is not a size AWS gives a VPC; accepted is an IPv4 block from /16 to /28, such as "10.20.0.0/16"'],
    ["no zones", VPC, TIERS, [], "zones is empty; name at least one Availability Zone"],
    ["a zone twice", VPC, TIERS, ["a", "a"], 'zones names "a" more than once'],
    ["nine zones", VPC, TIERS, [..."abcdefghi"], "zones has 9 names; at most 8 have a slot"],
    ["a tier twice", VPC, [{ name: "x", newBits: 8 }, { name: "x", newBits: 8 }], ["a"], 'tier "x" is there more than once'],
    ["subnets AWS is too coarse for", "10.20.0.0/21", TIERS, ["a"], 'tier "public": subnets of /29 in 10.20.0.0/21 are smaller than AWS allows (/28); use a larger VPC block or a smaller newBits; tier "isolated": subnets of /29 in 10.20.0.0/21 are smaller than AWS allows (/28); use a larger VPC block or a smaller newBits'],
    ["no room for the zones", VPC, [{ name: "x", newBits: 2 }], ["a"], 'tier "x": newBits 2 leaves no room for 8 zones; use a whole number of at least 3'],
    ["no room for the tier", VPC, [{ name: "x", newBits: 3 }, { name: "y", newBits: 8 }], ["a"], 'tier "y": 10.20.0.0/16 has no room left for 8 subnets of /24; use a larger VPC block or a larger newBits for this tier'],
  ])("%s", (_, vpc, tiers, zones, message) => {
    expect(() => allocate(vpc, tiers, zones)).toThrow(new RangeError(message));
  });

  test("a VPC that is full, block by block, is refused and never overfilled", () => {
    const tiers = (count: number): { name: string; newBits: number }[] => Array.from({ length: count }, (_, index) => ({ name: `t${index}`, newBits: 5 }));
    expect(allocate(VPC, tiers(4), ["a"])).toHaveLength(4);
    expect(() => allocate(VPC, tiers(5), ["a"])).toThrow('tier "t4": 10.20.0.0/16 has no room left');
  });
});
