/** What stands in a rehearsal where a credential stands in AWS: values of the right form that open nothing. */
import { createHash } from "node:crypto";

/**
 * The stand-in of an encrypted value.
 *
 * @param path keys from the stack's configuration down to the value
 */
export function standIn(path: readonly string[]): string {
  return `rehearsed-${digest(path).slice(0, 32)}`;
}

/** Hex that is the same for the same place in every run, so that a second rehearsal changes nothing. */
function digest(path: readonly string[]): string {
  return createHash("sha256").update(path.join(".")).digest("hex");
}
