import { containsCidr } from "cidr-tools";
import { describe, expect, test } from "@jest/globals";
import { aclRules } from "../../../components/network/acl.ts";
import type { AclRule } from "../../../components/network/acl.ts";
import type { TierName } from "../../../components/network/tiers.ts";

const BLOCKS = { public: "10.20.0.0/21", private: "10.20.128.0/17", isolated: "10.20.8.0/21" } as const;
const HOSTS = { public: "10.20.0.9", private: "10.20.130.9", isolated: "10.20.9.9", internet: "203.0.113.9" } as const;
type Place = keyof typeof HOSTS;
const RULES = aclRules(BLOCKS, 5433);

function passes(rules: readonly AclRule[], peer: string, port: number): boolean {
  return rules.some(
    ({ protocol, cidrBlock, fromPort, toPort }) =>
      containsCidr(cidrBlock, peer) && (protocol === "-1" || (protocol === "tcp" && fromPort <= port && port <= toPort)),
  );
}

/** Whether a TCP connection works: request and answer through the ACLs of both ends. */
function connects(from: Place, to: Place, port: number, ephemeral = 40_000): boolean {
  const sends = (place: Place, peer: Place, toPort: number): boolean => place === "internet" || passes(RULES[place as TierName].egress, HOSTS[peer], toPort);
  const takes = (place: Place, peer: Place, toPort: number): boolean => place === "internet" || passes(RULES[place as TierName].ingress, HOSTS[peer], toPort);
  return sends(from, to, port) && takes(to, from, port) && sends(to, from, ephemeral) && takes(from, to, ephemeral);
}

describe("TCP connections between the tiers", () => {
  test.each<[Place, Place, number, boolean]>([
    ["private", "private", 443, true], // nodes, load balancer, endpoints
    ["private", "private", 10_250, true], // the cluster's interfaces to the nodes
    ["private", "isolated", 5432, true], // the pool
    ["private", "isolated", 5433, true],
    ["private", "isolated", 6379, true],
    ["isolated", "isolated", 5433, true], // the pool to the database
    ["private", "internet", 443, true], // the packet keeps the internet's address on its way to the NAT gateway
    ["private", "internet", 80, true],
    ["public", "internet", 443, true], // the NAT gateway
    ["private", "isolated", 22, false],
    ["private", "isolated", 443, false],
    ["private", "internet", 25, false],
    ["isolated", "private", 443, false],
    ["isolated", "internet", 443, false],
    ["public", "isolated", 5432, false],
    ["internet", "public", 443, false],
    ["internet", "public", 22, false],
    ["internet", "public", 3389, false],
    ["internet", "private", 443, false],
    ["internet", "private", 22, false],
    ["internet", "private", 3389, false],
    ["private", "isolated", 5434, false],
    ["public", "isolated", 5433, false],
    ["internet", "isolated", 5432, false],
    ["internet", "isolated", 5433, false],
  ])("%s to %s on %i: %s", (from, to, port, expected) => {
    expect(connects(from, to, port)).toBe(expected);
  });

  test.each([1024, 3388, 3390, 32_768, 60_999, 65_535])("answers from the internet reach port %i", (port) => {
    expect(connects("private", "internet", 443, port)).toBe(true);
    expect(connects("public", "internet", 443, port)).toBe(true);
  });
});

describe("CloudFront's VPC origin, whose packets pass by the rules of the way in and keep CloudFront's address", () => {
  test.each([1024, 3389, 40_000, 65_535])("gets its answers on port %i", (port) => {
    expect(passes(RULES.private.egress, HOSTS.internet, port)).toBe(true);
  });

  test("opens no other tier", () => {
    for (const tier of ["public", "isolated"] as const) expect(passes(RULES[tier].egress, HOSTS.internet, 40_000)).toBe(false);
  });
});

test("a database on the pool's port needs no rule of its own", () => {
  const ports = (port: number): number[] => aclRules(BLOCKS, port).isolated.ingress.filter(({ protocol }) => protocol === "tcp").map(({ fromPort }) => fromPort);
  expect([ports(5432), ports(5433)]).toEqual([[5432, 6379], [5432, 6379, 5433]]);
});

describe("the rule lists", () => {
  const lists = Object.entries(RULES).flatMap(([tier, { ingress, egress }]): [string, readonly AclRule[]][] => [
    [`${tier} in`, ingress],
    [`${tier} out`, egress],
  ]);

  test.each(lists)("%s: numbers are unique and rising, within AWS's 20 rules", (_, rules) => {
    const numbers = rules.map(({ ruleNo }) => ruleNo);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers);
    expect(numbers.length).toBeLessThanOrEqual(20);
  });

  test.each(lists)("%s: all protocols only with ports 0 to 0, and never to anywhere", (_, rules) => {
    for (const { fromPort, toPort, cidrBlock } of rules.filter(({ protocol }) => protocol === "-1")) {
      expect([fromPort, toPort]).toEqual([0, 0]);
      expect(cidrBlock).not.toBe("0.0.0.0/0");
    }
  });

  test("the isolated tier names no address outside the VPC", () => {
    const { ingress, egress } = RULES.isolated;
    expect([...new Set([...ingress, ...egress].map(({ cidrBlock }) => cidrBlock))].sort()).toEqual([BLOCKS.private, BLOCKS.isolated].sort());
  });

  test("path MTU discovery works wherever the internet answers", () => {
    const admits = (["public", "private", "isolated"] as const).filter((tier) =>
      RULES[tier].ingress.some(({ protocol, icmpType, icmpCode }) => protocol === "icmp" && icmpType === 3 && icmpCode === 4),
    );
    expect(admits).toEqual(["public", "private"]);
  });
});
