/** Finds, installs or builds the Pulumi engine: the first way that leads to one wins. */
import { InterruptedError, LABEL, NoEngineError } from "./engine.ts";
import type { Attempt, Engine, Search } from "./engine.ts";
import { inCache } from "./ways/cache.ts";
import { withGo } from "./ways/go.ts";
import { fromVendor } from "./ways/installer.ts";
import { onPath } from "./ways/path.ts";

/** One way to an engine. */
export type TryWay = (search: Search) => Promise<Attempt>;

const WAYS: readonly TryWay[] = [onPath, inCache, (search) => fromVendor(search), withGo];

/** Only the ways that install nothing: what `golive doctor` looks at. */
export const PRESENT_WAYS: readonly TryWay[] = [onPath, inCache];

/**
 * Tries the ways in order.
 *
 * @throws InterruptedError when the signal stopped it
 * @throws NoEngineError that lists every attempt and what would mend it
 */
export async function findEngine(search: Search, ways: readonly TryWay[] = WAYS): Promise<{ engine: Engine; attempts: readonly Attempt[] }> {
  const attempts: Attempt[] = [];
  for (const way of ways) {
    const attempt = await way(search);
    attempts.push(attempt);
    if (attempt.engine !== undefined) return { engine: attempt.engine, attempts };
    if (search.signal?.aborted === true) throw new InterruptedError();
    if (attempt.absent !== true) search.progress(`${LABEL[attempt.way]}: ${attempt.said}`);
  }
  throw new NoEngineError(attempts);
}
