/** Finds, installs or builds the engine before the tests that run it, so that none of them waits for a build. */
import { engineFor } from "../golive/run/stack.ts";
import { report } from "../golive/run/errors.ts";

try {
  const { binary, version } = await engineFor((line) => process.stdout.write(`      ${line}\n`));
  process.stdout.write(`      Pulumi ${version} at ${binary}\n`);
} catch (error) {
  process.exitCode = report(error);
}
