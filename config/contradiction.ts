/** A value of a configuration that is well formed and goes together with nothing: what every check across keys gives. */
export interface Contradiction {
  /** Keys from the configuration's root to the value. */
  readonly path: (string | number)[];
  readonly value: unknown;
  /** What would go together. */
  readonly accepted: string;
}
