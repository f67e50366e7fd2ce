/** The time of each rule, as text for a terminal. */
import { bold, columns, counted } from "../format/text.ts";
import type { Profile } from "./profile.ts";

/** Every rule that was asked anything, slowest first, and the sum. */
export function profileText({ stack, resources, rounds, milliseconds, rules }: Profile): string {
  const asked = rules.filter((each) => each.resources > 0);
  const rows = asked.map((each) => [`${each.milliseconds.toFixed(3)} ms`.padStart(11), `${(each.share * 100).toFixed(1)} %`.padStart(7), String(each.resources).padStart(9), each.rule]);
  return [
    bold(columns([["time".padStart(11), "share".padStart(7), "resources", "rule"]])),
    columns(rows),
    "",
    `${stack}: ${counted(rules.length, "rule")} over ${counted(resources, "resource")} in ${milliseconds.toFixed(1)} ms, median of ${counted(rounds, "round")}.`,
    ...(asked.length === rules.length ? [] : [`${counted(rules.length - asked.length, "rule")} found nothing to look at: golive policies coverage ${stack}`]),
  ].join("\n");
}
