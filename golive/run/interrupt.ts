/**
 * Ctrl-C: the engine is told once, finishes what it is doing and writes its state; a second Ctrl-C is left to it.
 *
 * A terminal sends the signal to the engine's process too, which takes a second one for "stop at once". So it is
 * passed on only where no terminal has done so.
 */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Whether somebody asked to stop. */
  requested(): boolean;
}

/** Takes over SIGINT and SIGTERM. `say` tells the user what happens now. */
export function takeInterrupts(say: (line: string) => void): Interrupt {
  const controller = new AbortController();
  let requested = false;
  const stop = (deliver: boolean): void => {
    if (!requested) say("stopping: the engine finishes what it is doing and saves its state");
    requested = true;
    if (deliver) controller.abort();
  };
  process.on("SIGINT", () => stop(process.stdin.isTTY !== true));
  process.on("SIGTERM", () => stop(true));
  return { signal: controller.signal, requested: () => requested };
}
