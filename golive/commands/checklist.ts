/** `golive checklist`. */
import { rules } from "../../policies/catalogue.ts";
import { checklist } from "../checklist/entries.ts";
import { sectionNamed } from "../checklist/section.ts";
import { checklistText } from "../checklist/text.ts";
import { printJson } from "../format/text.ts";

export function show(options: { readonly section?: string | undefined; readonly json?: true | undefined }): void {
  const section = options.section === undefined ? undefined : sectionNamed(options.section);
  const entries = checklist(rules).filter((entry) => section === undefined || entry.section === section);
  if (options.json === true) printJson(entries);
  else process.stdout.write(`${checklistText(entries)}\n`);
}
