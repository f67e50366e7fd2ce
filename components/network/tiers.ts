/** The three tiers of the network and the ports that are open between them (checklist PRC-012, PRC-013, PRC-018…PRC-020). */
import type { TierSize } from "./cidr.ts";

/**
 * `public`: NAT gateways only. `private`: cluster, internal load balancer, interface endpoints; out through NAT.
 * `isolated`: databases and caches; no way in or out of the VPC.
 */
export type TierName = "public" | "private" | "isolated";

/**
 * Sizes, append-only: in a /16 the private subnets hold 4,091 addresses each (pods take addresses from them), the
 * others 251. Between them they take less than three fifths of the VPC.
 */
export const TIERS: readonly TierSize<TierName>[] = [
  { name: "public", newBits: 8 },
  { name: "private", newBits: 4 },
  { name: "isolated", newBits: 8 },
];

/**
 * Ports of the data tier that nobody chooses: of the pool in front of PostgreSQL, and of Valkey.
 * Source: Amazon RDS User Guide, "RDS Proxy: additional limitations for RDS for PostgreSQL": proxies listen on 5432,
 * and reach the database on the port that it has.
 */
export const DATA_PORTS = { pool: 5432, valkey: 6379 } as const;

/** Port of the database where no other is asked for: not the engine's own, which is tried first (AWS FSBP RDS.23). */
export const DATABASE_PORT = 5433;
