/** The last stop of every error: one clear message, no stack trace unless it is a bug and somebody asked. */
import { InterruptedError } from "../../engine/engine.ts";
import { EXIT, Failure } from "./failure.ts";

/** Prints the error and says which code to exit with. */
export function report(error: unknown): number {
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
    return error.code;
  }
  if (error instanceof InterruptedError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.interrupted;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`golive: ${message}\n`);
  if (process.env["GOLIVE_DEBUG"] !== undefined && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return 1;
}
