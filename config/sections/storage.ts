/** How long files are kept. */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";

export const storage = z.strictObject({
  exportDays: z.int().min(1).max(3_650).default(90).describe("Days files stay that users and jobs exported."),
  auditDays: z.int().min(180).max(36_500).default(2_557).describe("Days audit records and the history of the account's configuration are kept."),
  auditLockDays: z.int().min(1).max(36_500).default(365).describe("Days for which nobody, root included, can delete an audit record. One day outside production."),
  noncurrentDays: z.int().min(1).max(3_650).default(90).describe("Days an object outlives its deletion or replacement."),
  replicationTimeControl: z.boolean().default(true).describe("Whether S3 promises to copy to the other region within fifteen minutes; billed by the gigabyte."),
});

/** Retentions that do not go together. */
export function storageContradictions({ auditDays, auditLockDays }: z.output<typeof storage>): Contradiction[] {
  return auditDays < auditLockDays ? [{ path: ["storage", "auditDays"], value: auditDays, accepted: `at least auditLockDays, which is ${auditLockDays}: nobody can delete a record before` }] : [];
}
