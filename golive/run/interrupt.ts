/**
 * Ctrl-C: the engine is told once, finishes what it is doing and writes its state; nothing further is begun.
 *
 * A terminal sends the signal to the engine's process too, which takes a second one for "stop at once". So the first
 * is passed on only where no terminal has done so; a second one is always passed on.
 */
import { EXIT, Failure } from "./failure.ts";

export interface Interrupt {
  /** Aborts what can be aborted. */
  readonly signal: AbortSignal;
  /** Whether somebody asked to stop. */
  requested(): boolean;
  /** To be called before anything is begun. @throws Failure when somebody asked to stop */
  check(): void;
}

/** Takes over SIGINT and SIGTERM. `say` tells the user what happens now. */
export function takeInterrupts(say: (line: string) => void): Interrupt {
  const controller = new AbortController();
  let requests = 0;
  const stop = (deliver: boolean): void => {
    requests += 1;
    if (requests === 1) say("stopping: the engine finishes what it is doing and saves its state");
    if (deliver || requests > 1) controller.abort();
  };
  process.on("SIGINT", () => stop(process.stdin.isTTY !== true));
  process.on("SIGTERM", () => stop(true));
  return {
    signal: controller.signal,
    requested: () => requests > 0,
    check() {
      if (requests > 0) throw new Failure("interrupted: nothing further was begun", EXIT.interrupted);
    },
  };
}
