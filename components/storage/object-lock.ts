/** How firmly audit records are locked, by environment. Pure. */
import type { PlatformContext } from "../context.ts";

/** S3's default retention of new objects. */
export interface ObjectLock {
  /** In `COMPLIANCE` nobody, root included, deletes a version before its time; in `GOVERNANCE` a special right does. */
  readonly mode: "COMPLIANCE" | "GOVERNANCE";
  /** Days from the writing of an object. */
  readonly days: number;
}

/**
 * The lock on audit records.
 *
 * - production: compliance mode, for the days of the configuration;
 * - local: the same, because it is production's topology. In the rehearsal cloud nobody writes records, so the empty
 *   bucket can be taken down;
 * - staging: compliance mode, so that what depends on it is tried out, but for a day: a stack that is torn down has to
 *   wait no longer;
 * - dev: governance mode for a day. Emptying the bucket (`forceDestroy`) goes past it, so that `down` works at once.
 *
 * @param days days of the configuration
 */
export function auditLock({ environment }: Pick<PlatformContext, "environment">, days: number): ObjectLock {
  switch (environment) {
    case "production":
    case "local":
      return { mode: "COMPLIANCE", days };
    case "staging":
      return { mode: "COMPLIANCE", days: 1 };
    case "dev":
      return { mode: "GOVERNANCE", days: 1 };
  }
}
