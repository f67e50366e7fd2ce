/** `make docs`: writes the generated documents anew. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { documents } from "./documents.ts";

for (const [path, text] of await documents()) {
  const file = new URL(`../${path}`, import.meta.url);
  mkdirSync(dirname(file.pathname), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${path}\n`);
}
