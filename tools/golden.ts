/** `make golden`: writes the golden graph of every stack. */
import { mkdirSync, writeFileSync } from "node:fs";
import { golden } from "../golive/graph/golden.ts";
import { recordStack, STACKS } from "../golive/graph/stacks.ts";

const directory = new URL("../tests/golden/graphs/", import.meta.url);
mkdirSync(directory, { recursive: true });
for (const stack of STACKS) {
  const graph = await recordStack(stack);
  writeFileSync(new URL(`${stack}.yaml`, directory), golden(graph));
  process.stdout.write(`${stack}: ${graph.filter(({ custom }) => custom).length} resources\n`);
}
