/** What the rules leave unseen, as text for a terminal. */
import { bold, counted, dim, green, red, yellow } from "../format/text.ts";
import type { Coverage, IdleRule, UnseenType } from "./coverage.ts";

/** What nobody has accepted one by one; what is accepted under its reason. */
export function coverageText({ stack, rules, types, complete, stale }: Coverage): string {
  const openRules = rules.idle.filter(({ accepted }) => accepted === null);
  const openTypes = types.unseen.filter(({ accepted }) => accepted === null);
  return [
    bold("Rules that matched nothing"),
    ...openRules.map((each) => red(`  ${ruleLine(each)}`)),
    ...byReason(rules.idle, ({ rule }) => rule),
    "",
    bold("Resource types no rule looks at"),
    ...openTypes.map((each) => red(`  ${typeLine(each)}`)),
    ...byReason(types.unseen, ({ type }) => type),
    ...(stale.length === 0 ? [] : ["", bold("Accepted, and not needed"), ...stale.map(({ list, accepted, reason }) => yellow(`  ${accepted} (${list}): ${reason}`))]),
    "",
    `${stack}: ${rules.total - rules.idle.length} of ${counted(rules.total, "rule")} matched, ${types.total - types.unseen.length} of ${counted(types.total, "resource type")} looked at.`,
    complete
      ? green("What is left is accepted, with reasons.")
      : yellow(`Nobody has accepted ${counted(openRules.length, "idle rule")} and ${counted(openTypes.length, "unseen type")}; reasons stand in golive/coverage/accepted.ts.`),
    ...(stale.length === 0 ? [] : [yellow(`${counted(stale.length, "acceptance")} in golive/coverage/accepted.ts can go.`)]),
  ].join("\n");
}

function ruleLine({ rule, items, asked }: IdleRule): string {
  return `${rule} (${items.join(", ")})${asked === 0 ? "" : `: nothing to say of the ${counted(asked, "resource")} it was asked about`}`;
}

function typeLine({ type, resources, knownAs }: UnseenType): string {
  return `${type} (${counted(resources, "resource")})${knownAs === null ? "" : `: another version of ${knownAs}, which rules do look at`}`;
}

function byReason<T extends { readonly accepted: string | null }>(all: readonly T[], name: (each: T) => string): string[] {
  const groups = Map.groupBy(all.filter(({ accepted }) => accepted !== null), ({ accepted }) => accepted);
  return [...groups].flatMap(([reason, members]) => [dim(`  accepted: ${reason}`), dim(`    ${members.map(name).join(", ")}`)]);
}
