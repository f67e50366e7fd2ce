/** What a request is about. */
import type { Props } from "../types.ts";

/** A resource, as a request names it. */
export interface Target {
  readonly urn: string;
  readonly token: string;
  /** Logical name. */
  readonly name: string;
  /** Configuration of the provider instance the request came through. */
  readonly config: Props;
}
