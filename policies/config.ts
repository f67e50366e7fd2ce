/**
 * The numbers of policy: one place, typed, with the direction in which a stack may tighten them.
 */

/** A threshold, with the direction that makes it stricter. */
interface Threshold {
  readonly value: number;
  readonly stricter: "higher" | "lower";
  readonly unit: string;
  /** Where the number comes from. */
  readonly source: string;
}

/** Every number a rule compares with. */
export const THRESHOLDS = {
  backupDays: { value: 30, stricter: "higher", unit: "days", source: "PRC-063: retention of 30 days or more" },
  certificateDays: { value: 30, stricter: "higher", unit: "days", source: "PRC-008: expiry more than 30 days away" },
  replicas: { value: 2, stricter: "higher", unit: "replicas", source: "PRC-037, PRC-066: more than one instance" },
  logDays: { value: 30, stricter: "higher", unit: "days", source: "PRC-045: kept long enough for an incident to be looked into, then rotated" },
  slowQueryMilliseconds: { value: 100, stricter: "lower", unit: "milliseconds", source: "OPT-P3: simple queries under 100 ms" },
  secretBytes: { value: 64, stricter: "higher", unit: "bytes", source: "PRC-001, PRC-002: 64 bytes or more" },
  passwordCharacters: { value: 24, stricter: "higher", unit: "characters", source: "PRC-003, PRC-004: strong password; 24 of 62 characters carry over 128 bits" },
  rotationDays: { value: 90, stricter: "lower", unit: "days", source: "AWS Security Hub SecretsManager.4: rotated within 90 days" },
  requestsPerFiveMinutes: { value: 20_000, stricter: "lower", unit: "requests per address", source: "PRC-076: a limit above this throttles no single address" },
  tlsMinorVersion: { value: 2, stricter: "higher", unit: "minor version of TLS 1, so that 3 asks for TLS 1.3", source: "PRC-112: TLS 1.2 or newer" },
  hstsSeconds: { value: 31_536_000, stricter: "higher", unit: "seconds", source: "OPT-45: one year, as the browsers' preload list requires" },
} as const satisfies Record<string, Threshold>;

/** Name of a threshold. */
export type ThresholdName = keyof typeof THRESHOLDS;

/** The numbers in force. */
export type Thresholds = Readonly<Record<ThresholdName, number>>;

/** The numbers where nobody tightened them. */
export const DEFAULTS: Thresholds = Object.fromEntries(
  Object.entries(THRESHOLDS).map(([name, { value }]) => [name, value]),
) as Record<ThresholdName, number>;

/** What a rule may ask beside the resources. */
export interface Policy {
  readonly thresholds: Thresholds;
  /** The moment of judgement, for expiry dates. */
  readonly now: Date;
}

/**
 * The numbers with a stack's own ones laid over them. A number that is looser than the default, or no number at
 * all, is ignored: configuration tightens policy and never loosens it.
 */
export function tightened(overrides: Readonly<Record<string, unknown>>): Thresholds {
  const entries = Object.entries(THRESHOLDS).map(([name, threshold]: [string, Threshold]) => {
    const asked = overrides[name];
    if (typeof asked !== "number" || !Number.isFinite(asked)) return [name, threshold.value];
    const best = threshold.stricter === "higher" ? Math.max(asked, threshold.value) : Math.min(asked, threshold.value);
    return [name, best];
  });
  return Object.fromEntries(entries) as Record<ThresholdName, number>;
}
