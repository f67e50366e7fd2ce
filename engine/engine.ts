/** What an engine is, and how the search for one speaks. */

/** A Pulumi CLI that can be used. */
export interface Engine {
  /** Directory whose `bin/pulumi` it is, as the Automation API wants it. */
  readonly root: string;
  /** Absolute path of the binary. */
  readonly binary: string;
  readonly version: string;
  /** How it was found. */
  readonly way: Way;
}

/** The ways to an engine, in the order they are tried. */
export type Way = "path" | "cache" | "installer" | "go";

/** What came of trying one way. */
export type Attempt =
  | { readonly way: Way; readonly engine: Engine; readonly said: string }
  | {
      readonly way: Way;
      readonly engine?: undefined;
      readonly said: string;
      readonly fix: string;
      /** Whether there was simply nothing there, which is no news. */
      readonly absent?: true;
    };

/** Where and how to look. */
export interface Search {
  /** Directory of engines that golive installed itself: `.cache/engine`. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Sees one line for each thing that happens. */
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** No way led to an engine; the message lists them all. */
export class NoEngineError extends Error {
  readonly attempts: readonly Attempt[];

  constructor(attempts: readonly Attempt[]) {
    const lines = attempts.flatMap((attempt) =>
      attempt.engine === undefined ? [`  ${LABEL[attempt.way]}: ${attempt.said}`, `    to fix: ${attempt.fix}`] : [],
    );
    super(["No Pulumi engine could be found, installed or built:", ...lines].join("\n"));
    this.name = "NoEngineError";
    this.attempts = attempts;
  }
}

/** Somebody asked to stop while an engine was being looked for. */
export class InterruptedError extends Error {
  constructor() {
    super("interrupted while looking for the engine");
    this.name = "InterruptedError";
  }
}

/** How each way is named to people. */
export const LABEL: Record<Way, string> = {
  path: "pulumi on PATH",
  cache: "installed earlier",
  installer: "vendor's installer",
  go: "built with Go",
};
