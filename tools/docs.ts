/** `make docs`: writes the generated documents anew, and takes away pages of rules that are no more. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { PAGES } from "../golive/report/documented.ts";
import { documents } from "./documents.ts";

const made = await documents();
rmSync(new URL(`../${PAGES}/`, import.meta.url), { recursive: true, force: true });
for (const [path, text] of made) {
  const file = new URL(`../${path}`, import.meta.url);
  mkdirSync(dirname(file.pathname), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${path}\n`);
}
