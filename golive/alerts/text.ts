/** A test of alerts as text: one line a route. */
import { bold, columns, counted, dim, green, red, yellow } from "../format/text.ts";
import type { AlertTest } from "./fire.ts";

export function alertTestText({ stack, rehearsed, onCall, escalation, routes, problems }: AlertTest): string {
  const lines = routes.map(({ severity, region, channel, arrivesAt, outcome, messageId, broken }) => [severity, region, channel, arrivesAt, note(outcome, messageId, broken)]);
  return [
    bold(`${stack}: ${counted(routes.length, "route")}${rehearsed ? ", rehearsed: nothing was sent" : ""}`),
    `On call: ${onCall.primary.name} (${onCall.primary.email}), then ${onCall.secondary.name} (${onCall.secondary.email})`,
    ...(lines.length === 0 ? [] : [columns(lines)]),
    dim(`Escalation: ${escalation.map(({ afterMinutes, to }) => `${afterMinutes === 0 ? "at once" : `after ${afterMinutes} min`} ${to}`).join("; ")}`),
    ...problems.map((problem) => red(`✗ ${problem}`)),
    ...(problems.length === 0 ? [green(rehearsed ? "Every severity reaches somebody." : "Every severity reaches somebody. Look whether each message arrived.")] : []),
  ].join("\n");
}

function note(outcome: AlertTest["routes"][number]["outcome"], messageId: string | null, broken: string | undefined): string {
  if (outcome === "failed") return red(broken ?? "failed");
  if (outcome === "pending") return yellow("waits for its confirmation");
  return dim(messageId ?? "");
}
