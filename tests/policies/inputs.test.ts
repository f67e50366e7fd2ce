import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { covers, flag, isOpen, isPositiveQuantity, matchesGlob, number, parseJson, portRange, statements, word } from "../../policies/inputs.ts";

describe("CIDR blocks", () => {
  test.each(["0.0.0.0/0", "::/0", "0:0:0:0:0:0:0:0/0", "0.0.0.0/1", "128.0.0.0/1", "2000::/3", "::", "0.0.0.0"])("%s is open", (cidr) => expect(isOpen(cidr)).toBe(true));
  test.each(["10.0.0.0/8", "192.168.0.0/16", "203.0.113.7/32", "fc00::/7", "2001:db8::/32", "::1", "", undefined, "sg-1"])("%s is not", (cidr) => expect(isOpen(cidr)).toBe(false));
});

describe("ports", () => {
  test.each([
    ["-1", 0, 0, { from: 0, to: 65535, protocol: "any" }],
    [-1, undefined, undefined, { from: 0, to: 65535, protocol: "any" }],
    ["tcp", "22", "22", { from: 22, to: 22, protocol: "tcp" }],
    ["17", 53, 53, { from: 53, to: 53, protocol: "udp" }],
    ["tcp", undefined, undefined, { from: 0, to: 65535, protocol: "tcp" }],
    ["icmp", -1, -1, undefined],
    ["icmpv6", -1, -1, undefined],
    ["47", 0, 0, undefined],
  ] as const)("protocol %s, %s to %s", (protocol, from, to, expected) => expect(portRange(protocol, from, to)).toEqual(expected));

  test("a range covers exactly the ports between its ends", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 65535 }), (a, b, port) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const range = portRange("tcp", String(from), to);
        expect(range !== undefined && covers(range, port)).toBe(port >= from && port <= to);
      }),
    );
  });
});

test.each([["true", true], ["false", false], [true, true], [1, undefined], [undefined, undefined], ["yes", undefined]])("flag %s", (value, expected) => expect(flag(value)).toBe(expected));
test.each([["22", 22], [22, 22], ["", undefined], ["x", undefined], [Number.NaN, undefined], [null, undefined]])("number %s", (value, expected) => expect(number(value)).toBe(expected));
test.each(["1", 1, "500m", "1.5", "512Mi", "1Gi", "1e3", "0.1"])("quantity %s", (value) => expect(isPositiveQuantity(value)).toBe(true));
test.each(["0", 0, "-1", "", undefined, "much", "1 Gi", "1GB"])("no quantity: %s", (value) => expect(isPositiveQuantity(value)).toBe(false));

test("statements of a policy, single values made lists", () => {
  expect(statements('{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{"AWS":["a"],"Service":"b"}}}')).toEqual([
    { effect: "Allow", actions: ["s3:*"], notActions: [], resources: ["*"], exceptResources: false, principals: ["a", "b"], exceptPrincipals: false, condition: {} },
  ]);
  expect(statements("{")).toBeUndefined();
  expect(statements(undefined)).toBeUndefined();
});

test("a statement without an effect is read as one that allows", () => {
  expect(statements('{"Statement":[{"Action":"*","Resource":"*","NotPrincipal":{"AWS":"a"}}]}')).toMatchObject([{ effect: "Allow", exceptPrincipals: true }]);
});

test.each([["a*c", "abc", true], ["*", "", true], ["", "", true], ["", "a", false], ["a*b*c", "a-b-b-c", true], ["a*b", "a-c", false], ["a.c", "abc", false], ["**x", "x", true], ["a*", "b", false], ["ab*ab", "ab", false]])(
  "glob %s on %s: %s", (pattern, value, expected) => expect(matchesGlob(pattern, value)).toBe(expected));

test("globs agree with regular expressions, and take no time to refuse", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
  fc.assert(fc.property(word, fc.string({ unit: fc.constantFrom("a", "b", "?"), maxLength: 8 }), (pattern, value) => {
    const any = pattern.replaceAll("*", ".*");
    expect(matchesGlob(pattern, value)).toBe(new RegExp(`^${any.replaceAll("?", "[?]")}$`).test(value));
    expect(matchesGlob(pattern, value, "?")).toBe(new RegExp(`^${any.replaceAll("?", ".")}$`).test(value));
  }));
  const start = performance.now();
  expect(matchesGlob(`${"*a".repeat(50)}b`, "a".repeat(50_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(2000);
});

test.each([["a", "a"], [1, "1"], [true, "true"], [undefined, "undefined"], [{ toString: 1 }, "[object]"], [[1], "[object]"]])("word %j", (value, expected) => expect(word(value)).toBe(expected));
test("JSON of any depth is read to a bounded one", () => expect(parseJson(`${"[".repeat(5000)}${"]".repeat(5000)}`)).toBeDefined());
