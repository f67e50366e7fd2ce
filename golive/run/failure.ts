/** A failure that the user can do something about: printed as its message, without a stack trace. */
export class Failure extends Error {
  /** Exit code of the command. */
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.name = "Failure";
    this.code = code;
  }
}

/** Exit codes that scripts rely on. */
export const EXIT = { clean: 0, failure: 1, violations: 2, drift: 3, unknown: 4, interrupted: 130 } as const;
