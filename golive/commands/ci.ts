/** `golive ci preview`: the preview that a pipeline runs, written down for other tools. */
import { writeFileSync } from "node:fs";
import { printJson } from "../format/text.ts";
import { checkoutAddress } from "../report/documented.ts";
import { junit } from "../report/junit.ts";
import { markdown } from "../report/markdown.ts";
import { sarif } from "../report/sarif.ts";
import { checkText } from "../report/text.ts";
import { judgedPreview } from "./preview.ts";

export interface CiOptions {
  readonly rehearse?: true | undefined;
  readonly sarif?: string | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
  readonly json?: true | undefined;
}

export async function ciPreview(name: string, options: CiOptions): Promise<void> {
  const { check } = await judgedPreview(name, options.rehearse);
  const checkout = checkoutAddress(process.env);
  if (options.sarif !== undefined) writeFileSync(options.sarif, `${JSON.stringify(sarif(check, checkout), null, 2)}\n`);
  if (options.junit !== undefined) writeFileSync(options.junit, junit(check));
  if (options.markdown !== undefined) writeFileSync(options.markdown, markdown(check, checkout));
  if (options.json === true) printJson(check);
  else process.stdout.write(`${checkText(check)}\n`);
}
