/** `golive inventory`. */
import { bold, counted, dim, printJson, red } from "../format/text.ts";
import { recordSettings } from "../graph/stacks.ts";
import { inventory } from "../inventory/inventory.ts";
import type { InventoryEntry } from "../inventory/inventory.ts";
import { checkedSettings } from "../run/check.ts";

export async function list(stack: string, options: { readonly json?: true | undefined }): Promise<void> {
  const settings = checkedSettings(stack);
  const entries = inventory(await recordSettings(stack, settings));
  if (options.json === true) printJson(entries);
  else process.stdout.write(`${text(entries, stack)}\n`);
}

function text(entries: readonly InventoryEntry[], stack: string): string {
  const sections = [...new Set(entries.map(({ section }) => section))].map((section) =>
    [bold(section), ...entries.filter((entry) => entry.section === section).map(line)].join("\n"),
  );
  const servable = entries.filter((entry) => entry.servable);
  const served = servable.filter(({ resources }) => resources.length > 0).length;
  return [...sections, "", `${stack}: ${served} of ${counted(servable.length, "item")} that infrastructure can serve are served; ${entries.length - servable.length} are served elsewhere.`].join("\n");
}

function line({ id, title, servable, resources, elsewhere }: InventoryEntry): string {
  const head = `  ${id.padEnd(7)} ${title}`;
  if (!servable) return dim(`${head}: ${elsewhere ?? ""}`);
  if (resources.length === 0) return red(`${head}: served by nothing in this stack`);
  const kinds = new Map<string, number>();
  for (const { type } of resources) kinds.set(type, (kinds.get(type) ?? 0) + 1);
  return `${head}\n${[...kinds].map(([type, count]) => dim(`          ${type}${count === 1 ? "" : ` (${count})`}`)).join("\n")}`;
}
