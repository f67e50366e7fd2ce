/**
 * The four logical databases of the cache (checklist OPT-03), who logs in to each, and what they may do. Pure.
 *
 * Valkey cannot bind a user to a logical database, so each user is bound to a key prefix; a client that selects the
 * wrong database still finds nothing it may touch.
 */

/** What a logical database is for. */
export const PURPOSES = ["sessions", "cache", "rateLimits", "queues"] as const;

/** One of {@link PURPOSES}. */
export type Purpose = (typeof PURPOSES)[number];

/** A logical database. */
export interface LogicalDatabase {
  /** Number to `SELECT`. Never reused for something else. */
  readonly index: number;
  /** Every key starts with it. */
  readonly keyPrefix: string;
  /** What its user may do, in the words of Valkey's ACL. */
  readonly accessString: string;
}

/** Reading, writing and transactions; nothing that lists, empties or configures the server (`@dangerous`). */
const COMMANDS = "-@all +@read +@write +@connection +@transaction";

function access(keyPrefix: string, more: string): string {
  return `on ~${keyPrefix}* ${COMMANDS}${more} -@dangerous`;
}

/**
 * The databases. Rate limits and queues count and move things in scripts, so that it happens at once; queues also wait
 * for work, and their library asks the server for its version (`INFO`).
 */
export const LOGICAL_DATABASES: Readonly<Record<Purpose, LogicalDatabase>> = {
  sessions: { index: 0, keyPrefix: "sessions:", accessString: access("sessions:", "") },
  cache: { index: 1, keyPrefix: "cache:", accessString: access("cache:", "") },
  rateLimits: { index: 2, keyPrefix: "ratelimits:", accessString: access("ratelimits:", " +@scripting") },
  queues: { index: 3, keyPrefix: "queues:", accessString: `${access("queues:", " +@scripting +@blocking")} +info` },
};

/**
 * What the operator's user may do, with a password from Secrets Manager (PRC-004): look at the server, at no program's keys.
 * Programs do not use it; `redis-cli` from the cluster does, in an incident, where nobody wants to sign IAM tokens.
 */
export const OPERATOR_ACCESS = "on ~operator:* -@all +@connection +info +slowlog +latency +dbsize";

/** The user every group must have by the name `default`: switched off. */
export const DEFAULT_USER_ACCESS = "off ~keys* -@all +get";

/** Id and name of a purpose's user; with IAM they have to be the same. At most 40 characters: 24 and 11. */
export function userId(platform: string, purpose: Purpose | "operator"): string {
  return `${platform}-${purpose.toLowerCase()}`;
}

/**
 * Parameters of the cache. Under memory pressure keys that expire soonest go first: cached answers live for minutes,
 * sessions for hours, and queues have no expiry, so that no job is ever dropped.
 */
export const CACHE_PARAMETERS = [{ name: "maxmemory-policy", value: "volatile-ttl" }] as const;
