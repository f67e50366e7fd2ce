/** The summary at the end of `golive up`: resources by component, and how long each step took. */
import type { Account } from "../run/collect.ts";
import { columns, counted, duration } from "./text.ts";

/** How many resources each top-level component of the platform holds. */
export function byComponent(account: Account): Map<string, number> {
  const counts = new Map<string, number>();
  for (const step of account.steps.values()) {
    if (step.type.startsWith("pulumi:") || step.type.startsWith("golive:")) continue;
    const component = topComponent(step.urn, account) ?? "(none)";
    counts.set(component, (counts.get(component) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)));
}

/** `golive:network:Network`: the component directly below the platform that the resource belongs to. */
function topComponent(urn: string, account: Account): string | undefined {
  let found: string | undefined;
  for (let at: string | undefined = urn, hops = 0; at !== undefined && hops < 32; hops++) {
    const step = account.steps.get(at);
    if (step?.type.startsWith("golive:") === true && step.type !== "golive:platform:Platform") found = step.type;
    at = step?.parent;
  }
  return found;
}

/** The component table. */
export function componentTable(account: Account): string {
  const rows = [...byComponent(account)].map(([component, count]) => [component.split(":").at(-1) ?? component, counted(count, "resource")]);
  return columns(rows);
}

/** The table of steps. */
export function stepTable(steps: readonly { readonly name: string; readonly milliseconds: number }[]): string {
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return columns([...steps.map(({ name, milliseconds }) => [name, duration(milliseconds)]), ["in all", duration(total)]]);
}
