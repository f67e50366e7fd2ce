/**
 * Quantities (`500m`, `1.5Gi`, `2e3`), exactly as k8s.io/apimachinery/pkg/api/resource reads them.
 *
 * ```
 * <quantity> ::= <signedNumber><suffix>
 * <suffix>   ::= Ki | Mi | Gi | Ti | Pi | Ei | n | u | m | "" | k | M | G | T | P | E | [eE]<signedInteger>
 * ```
 */
import type { Value } from "../types.ts";

/** What the API server answers to text that is no quantity. */
export const NO_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** What the API server answers where the text has the form but the suffix means nothing. */
export const NO_SUFFIX = "unable to parse quantity's suffix";

/** Sign, whole part, fraction, suffix. A lone sign, point or suffix is read as 0, as the API server does. */
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const BINARY: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** The least that can be told apart: 10⁻⁹. Smaller amounts are rounded up, away from zero. */
const SCALE = 9;

/** The largest amount with a binary suffix: 2⁶³ − 1. More is cut down to it. */
const MOST = (2n ** 63n - 1n) * 10n ** BigInt(SCALE);

/** Exponents beyond this cannot change the outcome any more, and would only take time. */
const FAR = 400;

function shift(digits: bigint, exponent: number): bigint {
  if (exponent >= 0) return digits * 10n ** BigInt(Math.min(exponent, FAR));
  const divisor = 10n ** BigInt(Math.min(-exponent, FAR));
  return (digits + divisor - 1n) / divisor;
}

/**
 * An amount in billionths. Numbers are read as the text JSON would write.
 *
 * @returns undefined where the value is no quantity
 */
export function parseQuantity(value: Value): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const match = parts(value);
  if (match === undefined) return undefined;
  const [sign, whole, fraction, suffix] = match;
  const amount = scaled(BigInt(`${whole}${fraction}` || "0"), fraction.length, suffix);
  return amount === undefined || sign !== "-" ? amount : -amount;
}

function parts(value: string | number): [sign: string, whole: string, fraction: string, suffix: string] | undefined {
  const text = String(value).trim();
  const match = text === "" ? null : FORM.exec(text);
  return match === null ? undefined : [match[1] ?? "", match[2] ?? "", match[3] ?? "", match[4] ?? ""];
}

function scaled(digits: bigint, places: number, suffix: string): bigint | undefined {
  const power = Object.hasOwn(BINARY, suffix) ? BINARY[suffix] : undefined;
  if (power !== undefined) {
    const amount = shift(digits << power, SCALE - places);
    return amount > MOST ? MOST : amount;
  }
  const exponent = Object.hasOwn(DECIMAL, suffix) ? DECIMAL[suffix] : exponentOf(suffix);
  return exponent === undefined ? undefined : shift(digits, SCALE - places + exponent);
}

function exponentOf(suffix: string): number | undefined {
  const match = /^[eE]([+-]?\d+)$/.exec(suffix);
  return match === null ? undefined : Number(match[1]);
}

/** Whole units, in billionths. */
export function units(count: number): bigint {
  return BigInt(count) * 10n ** BigInt(SCALE);
}

/** Whether the amount is a whole number. */
export function isWhole(amount: bigint): boolean {
  return amount % 10n ** BigInt(SCALE) === 0n;
}

/** Why the value is no quantity; undefined where it is one. */
export function quantityProblem(value: Value): string | undefined {
  if (parseQuantity(value) !== undefined) return undefined;
  const formed = (typeof value === "string" || typeof value === "number") && parts(value) !== undefined;
  return formed ? NO_SUFFIX : NO_QUANTITY;
}
