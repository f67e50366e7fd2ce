/** `golive prove`. */
import { bold, counted, dim, green, printJson, red } from "../format/text.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import { makeProgress } from "../run/progress.ts";
import { productionGraph } from "../prove/production.ts";
import { chosen, proveInProcess } from "../prove/prove.ts";
import type { Proof } from "../prove/prove.ts";

export async function prove(names: string[], options: { readonly engine?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  chosen(names); // what is misspelt is said before anything is recorded
  const progress = await makeProgress();
  progress.line("recording the production graph");
  const graph = await productionGraph();
  const proofs = options.engine === true ? await throughEngine(graph, names) : proveInProcess(graph, names);
  if (options.json === true) printJson(proofs);
  else process.stdout.write(`${text(proofs)}\n`);
  process.exitCode = proofs.every(({ caught }) => caught) ? 0 : 1;

  async function throughEngine(nodes: typeof graph, rules: string[]): Promise<Proof[]> {
    const interrupt = takeInterrupts(progress.line);
    const { proveByEngine } = await import("../prove/engine.ts");
    return proveByEngine(nodes, rules, progress, interrupt);
  }
}

function text(proofs: readonly Proof[]): string {
  const lines = proofs.map(({ rule, mutation, expected, fired, caught }) => {
    const head = `${caught ? green("caught") : red("missed")} ${bold(rule)}  ${mutation ?? "nobody has written a mutation for this rule"}`;
    return caught ? `${head}${expected.length > 1 ? dim(`  (with ${expected.filter((each) => each !== rule).join(", ")})`) : ""}` : `${head}\n       expected ${expected.join(", ")}\n       fired    ${fired.join(", ") || "nothing"}`;
  });
  const missed = proofs.filter(({ caught }) => !caught).length;
  const verdict = missed === 0 ? green(`Every one of ${counted(proofs.length, "mutation")} is caught by exactly the rules expected.`) : red(`${missed} of ${counted(proofs.length, "mutation")} not caught as expected.`);
  return [...lines, "", verdict].join("\n");
}
